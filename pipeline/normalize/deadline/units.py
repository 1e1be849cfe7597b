"""Points of the calendar: words of days, months, quarters, years to Spans. One short function a production.

In: folded text that a [[point]] rule matched, the rule, the grammar (its pieces and lists). Out: a Point, or None
where the words turn out to be no point after all. Raises ImpossibleDateError for a date no calendar holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ...rulebook import Rule
from .dates import LAST, ImpossibleDateError, Span, day_span, full_year, month_span, quarter_span, year_span
from .parts import Point
from .series import elements, rising, series, without_year

if TYPE_CHECKING:
    from .grammar import Grammar

_INTEGER = re.compile(r"[0-9]+")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?![0-9])")


def day(text: str, rule: Rule, grammar: Grammar) -> Point | None:
    """15/12/2024, ngày 15 tháng 12, 17h00 ngày 15/12."""
    head = grammar.regex("{day_head}").match(text)
    rest = text[head.end() :] if head else text
    clock = grammar.regex("{clock}").match(text)
    numbers = _INTEGER.findall(rest)
    if len(numbers) < 2:  # "17h30 tháng 5": the clock may have taken the day's number, nobody can tell
        return None
    span = _stated_day(int(numbers[0]), int(numbers[1]), full_year(numbers[2]) if len(numbers) > 2 else None)
    if span is None:
        return None
    time = read_clock(clock[0]) if clock else None
    return Point((replace(span, shift=grammar.shift(rest)),), "day", time=time)


def _stated_day(number: int, month: int, year: int | None) -> Span | None:
    """Two numbers without a year are a date only where each may be one ("63/63 xã" is none)."""
    if year is None and not (1 <= number <= 31 and 1 <= month <= 12):
        return None
    return day_span(number, month, year)


def read_clock(text: str) -> str | None:
    """17h00, 17 giờ 30 phút as "17:00"; None where there is none.

    >>> read_clock("17 giờ 30 phút"), read_clock("17h")
    ('17:30', '17:00')
    """
    numbers = [int(n) for n in _INTEGER.findall(text)]
    if not numbers:
        return None
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    return f"{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None


def days(text: str, rule: Rule, grammar: Grammar) -> Point | None:
    """15-20/6/2024, ngày 15 và ngày 20 tháng 6: several days of one month."""
    body, year = without_year(text)
    numbers = [int(n) for n in _INTEGER.findall(body)]
    month = numbers[-1]
    if not 1 <= month <= 12:
        return None
    parts = elements(body[: body.rfind(_INTEGER.findall(body)[-1])], "{day_word=word}?{dd=number}", grammar)
    for part in parts:
        day_span(part.value, month, year)
    thru = grammar.regex("{thru}")
    if len(parts) == 2 and thru.search(parts[1].before):
        if parts[0].value >= parts[1].value:
            return None
        both = Span(year, (month, parts[0].value), (month, parts[1].value), source="explicit")
        return Point((both,), "day", ranged=True)
    if any(thru.search(part.before) for part in parts) or not rising(parts):
        return None
    return Point(tuple(replace(day_span(p.value, month, year), source="list") for p in parts), "day")


def month(text: str, rule: Rule, grammar: Grammar) -> Point | None:
    """tháng 6/2024, T3-T6/2024, tháng 3, 6, 9, 12."""
    return series(text, "{month_word=word}?{mn=number}", month_span, "month", grammar)


def quarter(text: str, rule: Rule, grammar: Grammar) -> Point | None:
    """quý II/2025, Q.IV, quý I-II, quý lV (a scan's l for I)."""
    return series(text, "{quarter_word=word}?{qn=number}", quarter_span, "quarter", grammar)


def month_year(text: str, rule: Rule, grammar: Grammar) -> Point | None:
    """6/2024."""
    numbers = [int(n) for n in _INTEGER.findall(text)]
    return Point((month_span(numbers[0], numbers[0], numbers[1]),), "month")


def impossible(text: str, rule: Rule, grammar: Grammar) -> Point | None:
    """tháng 13, quý V: what no calendar has."""
    numbers = _INTEGER.findall(text)
    raise ImpossibleDateError(1, int(numbers[0]) if numbers else 13, None)


def years(text: str, rule: Rule, grammar: Grammar) -> Point | None:
    """2025, năm 2024-2025, giai đoạn 2021-2025 (the hyphen may be lost), năm 2024 và 2025."""
    numbers = [int(n) for n in re.findall(r"(?:19|20)[0-9]{2}", text)]
    if any(a >= b for a, b in pairwise(numbers)):
        return None
    if len(numbers) == 1:
        return Point((year_span(numbers[0], numbers[0]),), "year")
    between = _YEAR.split(text)[1:-1]
    thru = [bool(grammar.regex("{thru}").search(b)) for b in between]
    steady = all(b == a + 1 for a, b in pairwise(numbers))
    if steady or not between or (len(numbers) == 2 and thru[0]):
        return Point((year_span(numbers[0], numbers[-1]),), "year", ranged=True)
    return None if any(thru) else Point(tuple(year_span(n, n) for n in numbers), "year")


def months(text: str, rule: Rule, grammar: Grammar) -> Point | None:
    """A named part of the year; the rule says which months ("6 tháng đầu năm")."""
    first, last = rule.extra["months"]
    _, year = without_year(text)
    return Point((replace(month_span(first, last, year), shift=grammar.shift(text)),), "other")


def begin(text: str, rule: Rule, grammar: Grammar) -> Point | None:
    """đầu năm, đầu quý II: from then on; "đầu tháng 6" is its first day (Civil Code art. 146)."""
    inner = _inner(text, grammar)
    if inner is None:
        return None
    span = inner.spans[0]
    first = replace(span, hi=span.lo, over=0)
    return Point((first,), "other", vague=True, edge="end" if inner.unit == "month" else "start")


def middle(text: str, rule: Rule, grammar: Grammar) -> Point | None:
    """giữa tháng 6 is the 15th, giữa năm is 30 June (Civil Code art. 146); the code names no other middle."""
    inner = _inner(text, grammar)
    if inner is None or inner.unit == "quarter":
        return None
    span = inner.spans[0]
    day_ = (6, 30) if inner.unit == "year" else (span.lo[0], 15)
    return Point((replace(span, lo=day_, hi=day_, over=0),), "other", vague=True, edge="end")


def end(text: str, rule: Rule, grammar: Grammar) -> Point | None:
    """cuối năm, cuối quý II: the last day."""
    inner = _inner(text, grammar)
    if inner is None:
        return None
    span = inner.spans[-1]
    return Point((replace(span, lo=span.hi),), "other", vague=True, edge="end")


def _inner(text: str, grammar: Grammar) -> Point | None:
    """The point after the first word; a bare "năm" is the year of the plan."""
    found = grammar.regex("{edge_word}(?P<rest>.*)").match(text)
    rest = found["rest"].strip() if found else ""
    if grammar.regex("(?:{year_word}(?:{next_year})?|{next_year})").fullmatch(rest):
        return Point((Span(None, (1, 1), (12, 31), shift=grammar.shift(rest)),), "year")
    inner = grammar.point(rest)
    return inner if inner and len(inner.spans) == 1 and not inner.ranged and not inner.vague else None


def part_of_month(text: str, rule: Rule, grammar: Grammar) -> Point | None:
    """tuần 2 tháng 6 (days 8 to 14), trung tuần tháng 6: days `from`..`to` of the rule, or a numbered week."""
    found = grammar.regex("{week_head=head}").match(text)
    inner = grammar.point(text[found.end() :].strip() if found else "")
    if not found or inner is None or len(inner.spans) != 1 or inner.unit != "month":
        return None
    if "days" in rule.extra:
        low, high = rule.extra["days"]
    else:
        week = grammar.number(found["number"])
        if week is None or not 1 <= week <= 4:
            return None
        low, high = 7 * week - 6, 7 * week
    month_ = inner.spans[0].lo[0]
    return Point((replace(inner.spans[0], lo=(month_, low), hi=(month_, high or LAST)),), "other", vague=True)


def school_year(text: str, rule: Rule, grammar: Grammar) -> Point | None:
    """năm học 2024-2025: September to May; the ministry's calendar moves, so it is vague."""
    numbers = [int(n) for n in re.findall(r"(?:19|20)[0-9]{2}", text)]
    if len(numbers) != 2 or numbers[1] != numbers[0] + 1:
        return None
    return Point((Span(numbers[0], (9, 1), (5, 31), over=1),), "other", vague=True)


def feast(text: str, rule: Rule, grammar: Grammar) -> Point | None:
    """Tết Nguyên đán of the year stated, named (Ất Tỵ) or of the plan; its day is in the rules' list."""
    _, year = without_year(text)
    named = grammar.feast_year(text)
    if year and named and year != named:
        return None
    return Point((Span(year or named, (1, 1), (1, 1), feast=True, shift=grammar.shift(text)),), "feast")


POINTS: dict[str, Callable[[str, Rule, Grammar], Point | None]] = {
    "day": day,
    "days": days,
    "month": month,
    "month_year": month_year,
    "quarter": quarter,
    "impossible": impossible,
    "years": years,
    "months": months,
    "begin": begin,
    "middle": middle,
    "end": end,
    "part_of_month": part_of_month,
    "school_year": school_year,
    "feast": feast,
}
