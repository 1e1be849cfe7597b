"""Which year a phrase without one means. In: the parts of a cell, the Context. Out: the parts with years, or doubt.

Order (DOMAIN 4.1): stated; a later item of the same list; the other end of the range; the same cell; a section
title that looks forward; the plan's year; the year of issue, for what does not lie before that day.
Where two answers are open, DoubtError; no year is invented.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ...model import YearSource
from ...text import fold
from ..context import Context
from .dates import ImpossibleDateError, Span, add_months, ascending, touching
from .grammar import Grammar
from .parts import Part

_YEAR = re.compile(r"(?<![0-9/])(?:19|20)[0-9]{2}(?![0-9])")


class DoubtError(ValueError):
    """The words allow more than one year, or dates in the wrong order. The message is for the official."""

    def __init__(self, message: str, code: str = "U1") -> None:
        super().__init__(message)
        self.code = code


class BaseYear(NamedTuple):
    """The year a phrase without one takes from outside its cell."""

    year: int | None
    source: YearSource


def base_year(context: Context, grammar: Grammar) -> BaseYear:
    """Section title, plan year, the plan's period, issue date."""
    section = _section_year(context, grammar)
    if section is not None and section != context.plan_year:  # the same year is the plan's own (DOMAIN, appendix A)
        return BaseYear(section, "section")
    if context.plan_year is not None:
        return BaseYear(context.plan_year, "plan_year")
    period = context.period
    if period and period.start and period.end:
        same = period.start[:4] == period.end[:4]
        return BaseYear(int(period.start[:4]), "plan_year") if same else BaseYear(None, "unknown")
    if context.issued_on is not None:
        return BaseYear(context.issued_on.year, "issue_date")
    return BaseYear(None, "unknown")


def _section_year(context: Context, grammar: Grammar) -> int | None:
    """The one year of the innermost section that names a year, if that title looks forward and not back."""
    for section in reversed(context.sections):
        if not _YEAR.search(section.title):
            continue
        title = fold(section.title)
        years = {int(y) for y in _YEAR.findall(grammar.regex("{citation}").sub(" ", title))}
        forward = grammar.regex("{forward}").search(title) and not grammar.regex("{backward}").search(title)
        year = next(iter(years)) if len(years) == 1 else None
        late = year is not None and (context.plan_year is None or year >= context.plan_year)
        return year if forward and late else None
    return None


def resolve(parts: Sequence[Part], joined: Sequence[bool], context: Context, grammar: Grammar) -> list[Part]:
    """joined[i]: part i follows part i - 1 in one list, with nothing but commas and the like between them."""
    found = [_range_years(part) for part in parts]
    for index in range(len(found) - 2, -1, -1):
        if joined[index + 1]:
            found[index] = _from_next(found[index], found[index + 1])
    base = base_year(context, grammar)
    found = _from_cell(found, joined, base)
    found = [_from_period(part, context, grammar) for part in found]
    filled = [_from_outside(part, base) for part in found]
    if base.source == "issue_date":
        filled = [part if _passed(full, context, grammar) else full for part, full in zip(found, filled, strict=True)]
    return filled


def _range_years(part: Part) -> Part:
    """The two ends of a range: one year serves both, and the start lies before the end (DOMAIN 4.2 #32)."""
    if part.shape != "range" or len(part.spans) != 2:
        return part
    first, last = part.spans
    if first.year is None and last.year is not None:
        first = first.at(last.year - first.shift, "range")
        if first.first > last.last:
            first = first.earlier()
    elif last.year is None and first.year is not None:
        last = last.at(first.year, "range")
        if first.first > last.last:
            last = replace(last, year=(last.year or 0) + 1)
    return part.with_spans((first, last))


def _from_next(part: Part, follower: Part) -> Part:
    """ "Quý IV và Quý I/2025": the year of the later item, or the one before where the year turns between them."""
    spans = list(part.spans)
    known = next((s for s in follower.spans if s.year is not None), None)
    if known is None or follower.shape in ("range", "from") or part.shape in ("recurring", "continuous"):
        return part
    if not spans or spans[-1].year is not None or spans[-1].shift or known.feast or spans[-1].feast:
        return part
    if part.unit == "year" or (known.lo == (1, 1) and known.hi == (12, 31)):
        return part
    spans = [s.at(known.year or 0, "list") if s.year is None else s for s in spans]
    if spans[-1].first >= known.first:
        spans = [s.earlier() for s in spans]
        if not touching([spans[-1], known]):
            raise DoubtError("Các mốc không theo thứ tự thời gian nên không rõ năm của từng mốc")
    return part.with_spans(tuple(spans))


def _from_cell(parts: list[Part], joined: Sequence[bool], base: BaseYear) -> list[Part]:
    """The one year stated elsewhere in the cell."""
    open_ = [p for p in parts if any(s.year is None for s in p.spans) and p.shape != "recurring"]
    stated = {y for p in parts for s in p.spans if s.year is not None for y in {s.year, s.year + s.over}}
    if not open_ or not stated:
        return parts
    if len(stated) > 1:
        raise DoubtError("Trong ô có nhiều năm nên không rõ năm của mốc không ghi năm")
    year = next(iter(stated))
    source: YearSource = base.source if base.year == year else "list"
    filled = [_fill(part, year, source) if part in open_ else part for part in parts]
    for index in range(1, len(filled)):
        before, here = filled[index - 1], filled[index]
        if joined[index] and before.unit == here.unit != "other" and before.spans and here.spans and here in filled:
            _in_order(before, here)
    return filled


def _in_order(before: Part, here: Part) -> None:
    if any(s.year is None for s in (*before.spans, *here.spans)):
        return
    if not ascending([before.spans[-1], here.spans[0]]):
        raise DoubtError("Các mốc không theo thứ tự thời gian nên không rõ năm của từng mốc")


def _fill(part: Part, year: int, source: YearSource) -> Part:
    return part.with_spans(tuple(s.at(year, source) if s.year is None else s for s in part.spans))


def _from_outside(part: Part, base: BaseYear) -> Part:
    if not any(s.year is None for s in part.spans):
        return part
    if part.shape == "range" or any(s.over for s in part.spans):
        _turning(part)
    return _fill(part, base.year, base.source) if base.year is not None else part


def _from_period(part: Part, context: Context, grammar: Grammar) -> Part:
    """In a plan from September to May a month has one year: that in which it lies inside the plan."""
    period = context.period
    if context.plan_year is not None or part.shape == "recurring" or not (period and period.start and period.end):
        return part
    first, last = date.fromisoformat(period.start), date.fromisoformat(period.end)
    if first.year + 1 != last.year or last >= add_months(first, 12):
        return part
    return part.with_spans(tuple(_inside(span, first, last, grammar) for span in part.spans))


def _inside(span: Span, first: date, last: date, grammar: Grammar) -> Span:
    """The span in the year in which it lies between the two days; as it was, if it does in none."""
    for year in (first.year, last.year) if span.year is None and not span.shift else ():
        tried = span.at(year, "plan_year")
        try:
            ends = (grammar.feast_day(year),) * 2 if span.feast else (tried.first, tried.last)
        except ImpossibleDateError:  # 29/02 of the other year
            continue
        if ends[0] and ends[1] and first <= ends[0] and ends[1] <= last:
            return tried
    return span


def _passed(part: Part, context: Context, grammar: Grammar) -> bool:
    """Where the day of issue alone tells the year, a limit before that day may as well be next year's: left open."""
    last = part.spans[-1] if part.spans and part.shape != "from" else None
    if last is None or last.source != "issue_date" or context.issued_on is None or last.year is None:
        return False
    day = grammar.feast_day(last.year) if last.feast else last.last
    return day is not None and day < context.issued_on


def _turning(part: Part) -> None:
    """ "Tháng 9 đến tháng 5": which of the two years is the plan's nobody says."""
    first, last = part.spans[0], part.spans[-1]
    shifted = last.shift > first.shift
    if any(s.over for s in part.spans) or (len(part.spans) == 2 and last.hi < first.lo and not shifted):
        raise DoubtError("Ngày bắt đầu sau ngày kết thúc, cần ghi rõ năm của từng mốc", "D8")


WEAKEST: tuple[YearSource, ...] = ("unknown", "issue_date", "plan_year", "section", "list", "range", "explicit")


def source_of(spans: Sequence[Span]) -> YearSource:
    """The least certain source of the years used."""
    return min((s.source if s.year is not None else "unknown" for s in spans), key=WEAKEST.index, default="unknown")
