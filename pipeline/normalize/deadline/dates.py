"""Calendar arithmetic of plan dates. In: day and month numbers, years. Out: ISO dates or an ImpossibleDateError.

It knows no phrase, no clock and no public holidays; a span may lack its year until the reader has found one.
"""

from __future__ import annotations

import itertools
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ...model import YearSource

MonthDay = tuple[int, int]
LAST = 0  # day number that stands for the last day of its month


class ImpossibleDateError(ValueError):
    """A date no calendar holds."""

    def __init__(self, day: int, month: int, year: int | None) -> None:
        super().__init__(f"{day}/{month}")
        self.day, self.month, self.year = day, month, year

    def nearest(self, year: int | None = None) -> str | None:
        """The month's last day as an official writes it; `year` where the date states none.

        >>> ImpossibleDateError(31, 11, 2024).nearest(), ImpossibleDateError(30, 2, None).nearest(2024)
        ('30/11/2024', '29/02/2024')
        """
        if not 1 <= self.month <= 12:
            return None
        year = self.year or year
        last = monthrange(year or 2023, self.month)[1]
        return f"{last:02d}/{self.month:02d}" + (f"/{year}" if year else "")


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `lo` to `hi`, both included, of `year` (None: not stated); `hi` lies `over` years later.

    shift: years to add to a year that has to be found ("năm sau"). source: where `year` came from.
    feast: a lunar new year, whose day depends on the year.
    """

    year: int | None
    lo: MonthDay
    hi: MonthDay
    over: int = 0
    shift: int = 0
    source: YearSource = "explicit"
    feast: bool = False

    def at(self, year: int, source: YearSource) -> Span:
        """The same span with its year found."""
        return replace(self, year=year + self.shift, source=source, shift=0)

    def earlier(self) -> Span:
        """The same days one year before."""
        return replace(self, year=self.year - 1) if self.year is not None else self

    @property
    def first(self) -> date:
        """Its first day; the year must be known."""
        return _day(self.year or 1, self.lo)

    @property
    def last(self) -> date:
        """Its last day; the year must be known."""
        return _day((self.year or 1) + self.over, self.hi)


def _day(year: int, day: MonthDay) -> date:
    month, number = day
    try:
        return date(year, month, number or monthrange(year, month)[1])
    except ValueError as error:
        raise ImpossibleDateError(number, month, year) from error


def day_span(day: int, month: int, year: int | None = None) -> Span:
    """One day. Raises ImpossibleDateError where no year (or not this one) has it.

    >>> day_span(30, 11, 2024).last.isoformat()
    '2024-11-30'
    """
    longest = monthrange(year or 2024, month)[1] if 1 <= month <= 12 else 0
    if not 1 <= day <= longest:
        raise ImpossibleDateError(day, month, year)
    return Span(year, (month, day), (month, day))


def month_span(first: int, last: int, year: int | None = None) -> Span:
    """Whole months; where the last comes before the first it is that of the next year.

    >>> s = month_span(4, 6, 2025); (s.first.isoformat(), s.last.isoformat())
    ('2025-04-01', '2025-06-30')
    """
    for month in (first, last):
        if not 1 <= month <= 12:
            raise ImpossibleDateError(1, month, year)
    return Span(year, (first, 1), (last, LAST), over=int(last < first))


def quarter_span(first: int, last: int, year: int | None = None) -> Span:
    """Whole quarters."""
    return month_span(3 * first - 2, 3 * last, year)


def year_span(first: int, last: int) -> Span:
    """Whole years."""
    return Span(first, (1, 1), (12, 31), over=last - first)


def full_year(text: str) -> int:
    """A year of two or four digits; two digits are of this century.

    >>> full_year("24"), full_year("2024")
    (2024, 2024)
    """
    return int(text) + (2000 if len(text) == 2 else 0)


def shift(day: date, days: int) -> date | None:
    """`days` later (or earlier); None past the ends of the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def add_months(day: date, months: int) -> date:
    """As Civil Code art. 148 counts: a day the month lacks becomes its last day.

    >>> add_months(date(2024, 1, 31), 1).isoformat()
    '2024-02-29'
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def touching(spans: Sequence[Span]) -> bool:
    """Whether each span begins on the day after the one before it; years must be known."""
    return all(a.last + timedelta(days=1) == b.first for a, b in itertools.pairwise(spans))


def ascending(spans: Sequence[Span]) -> bool:
    """Whether the spans stand in the order of the calendar; years must be known."""
    return all(a.first < b.first for a, b in itertools.pairwise(spans))
