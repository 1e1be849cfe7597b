"""One part, its years found, to one Deadline. In: Part, Context, Grammar. Out: Deadline.

Where a year stayed open the dates are null and `year_source` is "unknown". Raises DoubtError (code D8) where a start
lies after its end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from ...model import Deadline, DeadlineKind, Offset, Period
from ..context import Context
from .dates import Span, add_months, day_span, shift
from .grammar import Grammar
from .parts import Part
from .years import BaseYear, DoubtError, base_year, source_of

_MIDNIGHT = "00:00"  # "trước 0 giờ ngày 01/7": the day itself is no longer inside

_KINDS: dict[str, DeadlineKind] = {
    "demand": "on_demand",
    "event": "event",
    "external": "external_ref",
    "ditto": "ditto",
    "invalid": "invalid",
    "onward": "from",
}


class Maker:
    """Makes Deadlines for one plan."""

    def __init__(self, context: Context, grammar: Grammar) -> None:
        self.context = context
        self.grammar = grammar
        self.base: BaseYear = base_year(context, grammar)

    def make(self, part: Part, source: str) -> Deadline:
        """The Deadline of a part; `text` is the part's own words."""
        make = _SHAPES.get(part.shape)
        made = make(self, part) if make else Deadline(_KINDS[part.shape])
        return replace(
            made,
            precision="vague" if part.vague or part.soft or made.precision == "vague" else "exact",
            anchor=made.anchor or part.anchor,
            end_time=part.time,
            text=source[part.start : part.end],
            rule=part.rule,
        )

    def known(self, part: Part) -> bool:
        """Whether every year of the part was found."""
        return all(span.year is not None for span in part.spans)

    # --- shapes ----------------------------------------------------------------------------------------------

    def limit(self, part: Part) -> Deadline:
        inclusive = bool(part.inclusive)
        if not part.spans or not self.known(part):  # "Tầm nhìn 2045" alone: an outlook, no limit
            return Deadline("by_date", end_inclusive=inclusive)
        end = part.spans[-1].last if inclusive else part.spans[0].first
        due = end if inclusive or part.time not in (None, _MIDNIGHT) else shift(end, -1)
        return Deadline("by_date", None, iso(end), inclusive, iso(due), year_source=source_of(part.spans))

    def on(self, part: Part) -> Deadline:
        if not self.known(part):
            return Deadline("on_date", end_inclusive=True)
        day = iso(part.spans[0].first)
        return Deadline("on_date", day, day, True, day, year_source=source_of(part.spans))

    def period(self, part: Part) -> Deadline:
        return self._stretch("vague" if part.vague else "in_period", part)

    def range(self, part: Part) -> Deadline:
        return self._stretch("range", part)

    def _stretch(self, kind: DeadlineKind, part: Part) -> Deadline:
        if not self.known(part):
            return Deadline(kind, end_inclusive=part.inclusive)
        first = self.context.issued_on if part.issue else part.spans[0].first
        last = part.spans[-1].last if part.inclusive else part.spans[-1].first
        if first and first > last:
            raise DoubtError("Ngày bắt đầu sau ngày kết thúc", "D8")
        due = last if part.inclusive else shift(last, -1)
        return Deadline(kind, iso(first), iso(last), part.inclusive, iso(due), year_source=source_of(part.spans))

    def starting(self, part: Part) -> Deadline:
        if part.issue:
            issued = self.context.issued_on
            return Deadline("from", iso(issued), year_source="issue_date" if issued else "unknown")
        if not self.known(part):
            return Deadline("from")
        first = shift(part.spans[-1].last, 1) if part.after else part.spans[0].first
        return Deadline("from", iso(first), year_source=source_of(part.spans))

    def edge(self, part: Part) -> Deadline:
        made = Deadline("vague", end_inclusive=part.inclusive, precision="vague")
        if not self.known(part):
            return made
        day = iso(part.spans[0].first if part.edge == "start" else part.spans[-1].last)
        made = replace(made, year_source=source_of(part.spans))
        return replace(made, start=day) if part.edge == "start" else replace(made, end=day, due_date=day)

    def plan(self, part: Part) -> Deadline:
        vague = part.length in ("quarter", "month") and not self._as_long_as(part.length)
        return replace(self._whole("in_period"), precision="vague" if vague else "exact")

    def _as_long_as(self, length: str) -> bool:
        start, end = self._plan_days()
        months = {"month": 1, "quarter": 3}[length]
        return bool(start and end) and add_months(date.fromisoformat(start or ""), months) == shift(
            date.fromisoformat(end or ""), 1
        )

    def continuous(self, part: Part) -> Deadline:
        if part.length == "clock":
            return Deadline("continuous")
        return self._spanned("continuous", part) if part.spans else self._whole("continuous")

    def recurring(self, part: Part) -> Deadline:
        if part.length == "season":
            made = Deadline("recurring", windows=self._windows(part))
        elif part.spans:
            made = self._spanned("recurring", part)
        else:
            made = self._whole("recurring") if part.length == "plan" else Deadline("recurring")
        source = made.year_source if part.spans and part.length != "season" else self.base.source
        return replace(
            made, end_inclusive=part.inclusive, recurrence=part.recurrence, quota=part.quota, year_source=source
        )

    def relative(self, part: Part) -> Deadline:
        made = Deadline("relative", end_inclusive=True, offset=part.offset, recurrence=part.recurrence)
        if part.length == "plan":
            return replace(made, year_source=self.base.source)
        anchor, from_issue = self._anchor_day(part)
        due = self._moved(anchor, part.offset) if anchor and part.offset else None
        source = "issue_date" if from_issue else "explicit"
        return replace(made, end=iso(due), due_date=iso(due), year_source=source) if due else made  # type: ignore[arg-type]

    # --- helpers ---------------------------------------------------------------------------------------------

    def _spanned(self, kind: DeadlineKind, part: Part) -> Deadline:
        """A kind that lasts over the part's spans."""
        if not self.known(part):
            return Deadline(kind, end_inclusive=True)
        first, last = part.spans[0].first, part.spans[-1].last
        return Deadline(kind, iso(first), iso(last), True, iso(last), year_source=source_of(part.spans))

    def _whole(self, kind: DeadlineKind) -> Deadline:
        """A kind that lasts as long as the plan."""
        start, end = self._plan_days()
        source = "unknown" if end is None else "plan_year" if self.context.period else self.base.source
        return Deadline(kind, start, end, True, end, year_source=source)

    def _plan_days(self) -> tuple[str | None, str | None]:
        period, year = self.context.period, self.base.year
        if period and period.start and period.end and self.base.source != "section":
            return period.start, period.end
        return (f"{year}-01-01", f"{year}-12-31") if year else (None, None)

    def _windows(self, part: Part) -> tuple[Period, ...]:
        if not self.known(part):
            return ()
        return (Period(iso(part.spans[0].first), iso(part.spans[-1].last)),)

    def _anchor_day(self, part: Part) -> tuple[date | None, bool]:
        """The day an offset counts from, where the words after it name one: a date, or the issue of this plan."""
        words = self.grammar.fold(part.anchor or "")
        if self.grammar.regex("{issue_anchor}").fullmatch(words):
            return self.context.issued_on, True
        point = self.grammar.point(words)
        span: Span | None = point.spans[0] if point and point.unit == "day" and len(point.spans) == 1 else None
        return (span.first, False) if span and span.year is not None else (None, False)

    def _moved(self, anchor: date, offset: Offset) -> date | None:
        """Civil Code art. 147: the day after the event is day 1. Working days need a holiday list: not computed."""
        if offset.unit in ("month", "year"):
            return add_months(anchor, offset.count * (12 if offset.unit == "year" else 1))
        days = {"day": 1, "week": 7}.get(offset.unit)
        return shift(anchor, offset.count * days) if days else None


_SHAPES: dict[str, Callable[[Maker, Part], Deadline]] = {
    "limit": Maker.limit,
    "on": Maker.on,
    "period": Maker.period,
    "range": Maker.range,
    "from": Maker.starting,
    "edge": Maker.edge,
    "plan": Maker.plan,
    "continuous": Maker.continuous,
    "recurring": Maker.recurring,
    "relative": Maker.relative,
    "horizon": Maker.limit,
}


def iso(day: date | None) -> str | None:
    """A date as the output writes it."""
    return day.isoformat() if day else None


def feast_spans(part: Part, grammar: Grammar) -> Part:
    """Lunar feasts of a known year as the days they fall on; a year the rules do not list stays in doubt."""
    if not any(span.feast for span in part.spans):
        return part
    spans = []
    for span in part.spans:
        day = grammar.feast_day(span.year) if span.feast and span.year is not None else None
        if span.feast and span.year is not None and day is None:
            raise DoubtError(f"Quy tắc chưa có ngày Tết Nguyên đán năm {span.year}")
        spans.append(replace(day_span(day.day, day.month, day.year), source=span.source) if day else span)
    return part.with_spans(tuple(spans))
