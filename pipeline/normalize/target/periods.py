"""The period a target is for: "năm 2024: 85%", "đến hết quý II/2025", "6 tháng đầu năm".

In: folded text. Out: a `Period` of days and where it stood. Deadlines of tasks are not read here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from ...model import Period
from ...rulebook import RuleBook
from ..context import Context

DATED = re.compile(r"\d|(?<!\w)[qvchđ]")  # a digit, or a word a period may begin with
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_MONTHS = 12


class Periods:
    """The [[period]] rules of one book, compiled."""

    def __init__(self, book: RuleBook) -> None:
        self._rules = [
            (book.compile("targets", rule.pattern, rule.source), bool(rule.extra.get("until")))
            for rule in book.rules("targets", "period")
        ]
        self.patterns = [pattern for pattern, _ in self._rules]

    def find(self, text: str, context: Context) -> tuple[Period, int, int] | None:
        """The first period some rule finds, rules in file order, with its place; one to come before a past one."""
        if not DATED.search(text):
            return None
        past = None
        for pattern, until in self._rules:
            for match in pattern.finditer(text):
                period = _period(match, until, context)
                found = (period, match.start(), match.end()) if period else None
                if period and not _is_past(period, context):
                    return found
                past = past or found
        return past


def _is_past(period: Period, context: Context) -> bool:
    return bool(context.plan_year and period.end and int(period.end[:4]) < context.plan_year)


def _period(match: re.Match[str], until: bool, context: Context) -> Period | None:
    found = match.groupdict()
    year_text = found.get("year") or found.get("year_b")
    year = int(year_text) if year_text else context.plan_year
    months = _months(found)
    if year is None or months is None:
        return None
    end_year = int(found["last"]) if found.get("last") else year
    day, longest = int(found.get("day") or 0), monthrange(end_year, months[1])[1]
    if day > longest:
        return None
    last = date(end_year, months[1], day or longest)
    if found.get("before"):  # "trước ngày 30/6", "trước năm 2026": the day before it begins
        last = (date(end_year, months[1], day) if day else date(end_year, 1, 1)) - timedelta(days=1)
    end = last.isoformat()
    return Period(None if until else f"{year:04}-{months[0]:02}-01", end)


def _months(found: dict[str, str | None]) -> tuple[int, int] | None:
    """First and last month; None if there is no such month."""
    quarter, month, first = found.get("quarter"), found.get("month"), found.get("first")
    if quarter:
        last = 3 * _QUARTERS[quarter]
        return last - 2, last
    if month:
        return (int(month), int(month)) if 1 <= int(month) <= _MONTHS else None
    if first:
        return 1, int(first)
    if found.get("first_half"):
        return 1, _MONTHS // 2
    return (_MONTHS // 2 + 1, _MONTHS) if found.get("second_half") else (1, _MONTHS)
