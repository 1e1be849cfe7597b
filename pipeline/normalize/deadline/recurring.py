"""Recurring limits: "hằng quý", "2 tháng/lần", "trước ngày 25 hằng tháng". One function a production.

In: a Hit of a [[phrase]] rule. Out: a Part of shape "recurring" (or "relative" to the end of a period), or None.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ...model import Offset, Quota
from .parts import Hit, Part
from .recurrence import EVERY_MONTH, at_month_ends, every, on_day, weekly
from .units import read_clock


def recurring(hit: Hit) -> Part | None:
    """A frequency whose RRULE stands in the rule (null: the frequency is not said)."""
    rrule = hit.rule.extra.get("rrule")
    plan = hit.rule.extra.get("length", "")
    return Part("recurring", recurrence=rrule, inclusive=True if rrule else None, length=plan)


def periods(hit: Hit) -> Part | None:
    """hằng quý, 6 tháng, 9 tháng và năm: the ends of all periods named."""
    ends: set[int] = set()
    named = hit.grammar.regex("{period}").findall(hit.group("list"))
    for name in named:
        ends |= set(hit.grammar.periods[name])
    if not ends:
        return None
    point = hit.grammar.point(hit.group("year").strip()) if hit.group("year") else None
    rrule = "FREQ=YEARLY" if ends == {12} else at_month_ends(ends)
    return Part("recurring", point.spans if point else (), recurrence=rrule, inclusive=True)


def interval(hit: Hit) -> Part | None:
    """2 tháng/lần."""
    count, unit = hit.number("n"), hit.grammar.units.get(hit.group("unit"))
    if not count or unit is None:
        return None
    return Part("recurring", recurrence=every(count, unit), inclusive=True)


def quota(hit: Hit) -> Part | None:
    """02 lần/năm: how often, not when."""
    count, unit = hit.number("n"), hit.grammar.units.get(hit.group("unit"))
    if not count or unit is None:
        return None
    point = hit.grammar.point(hit.group("year").strip()) if hit.group("year") else None
    return Part("recurring", point.spans if point else (), quota=Quota(count, unit), inclusive=True,
                length="plan" if unit == "year" else "")  # fmt: skip


def month_day(hit: Hit) -> Part | None:
    """chậm nhất ngày 15 hằng tháng, trước ngày 25 của tháng cuối quý: a day of the rule's months."""
    number = hit.number("day")
    if number is None or not 1 <= number <= 31:
        return None
    listed = [int(m) for m in re.findall("[0-9]+", hit.group("months"))]
    rrule = on_day(number, listed or hit.rule.extra.get("months", EVERY_MONTH))
    time = read_clock(hit.group("clock"))
    return Part("recurring", recurrence=rrule, inclusive=not hit.group("before"), length="fixed", time=time)


def yearly(hit: Hit) -> Part | None:
    """trước ngày 15/12 hằng năm, quý IV hằng năm: the same limit every year."""
    point = hit.point("at")
    if point is None or len(point.spans) != 1 or any(s.year for s in point.spans):
        return None
    span, exclusive = point.spans[0], bool(hit.group("before"))
    month, number = span.lo if exclusive else span.hi
    rrule = on_day(number or 31, {month})
    bound = exclusive or hit.match.start("at") > hit.match.start()
    return Part(
        "recurring", recurrence=rrule, inclusive=not exclusive, length="yearly", vague=point.vague, bare=not bound
    )


def yearly_season(hit: Hit) -> Part | None:
    """từ tháng 3 đến tháng 11 hằng năm: due at its end every year; the season itself is kept as a period."""
    first, last = hit.point("a"), hit.point("b")
    if first is None or last is None or any(s.year for s in (*first.spans, *last.spans)):
        return None
    month, number = last.spans[-1].hi
    return Part("recurring", (first.spans[0], last.spans[-1]), recurrence=on_day(number or 31, {month}),
                inclusive=True, length="season")  # fmt: skip


def weekdays(hit: Hit) -> Part | None:
    """thứ Hai, thứ Năm hằng tuần."""
    names = hit.grammar.regex("{weekday_head}{weekday=name}|{sunday=other}").finditer(
        hit.group("list") or hit.group("days")
    )
    return Part("recurring", recurrence=weekly([hit.grammar.weekdays[m["name"] or m["other"]] for m in names]),
                inclusive=True)  # fmt: skip


def month_weekday(hit: Hit) -> Part | None:
    """thứ Hai tuần đầu tháng: the first (or last) such day of the month, as the rule says."""
    name = hit.grammar.weekdays.get(hit.group("weekday"))
    rrule = f"FREQ=MONTHLY;BYDAY={hit.rule.extra['nth']}{name}"
    return Part("recurring", recurrence=rrule, inclusive=True, length="fixed") if name else None


def after_period(hit: Hit) -> Part | None:
    """chậm nhất 30 ngày sau khi kết thúc quý: n days after every period's end."""
    count, unit = hit.number("n"), hit.grammar.units.get(hit.group("unit"))
    ends = hit.grammar.periods.get(hit.group("period"))
    if count is None or unit is None or ends is None:
        return None
    part = Part("relative", offset=Offset(count, unit), inclusive=True, anchor=hit.group("anchor"), length="plan")
    if unit != "day" or not 1 <= count <= (30 if set(ends) <= {3, 6, 9, 12} else 28):
        return part
    return replace(part, recurrence=on_day(count, {month % 12 + 1 for month in ends}))


RECURRING: dict[str, Callable[[Hit], Part | None]] = {
    "recurring": recurring,
    "periods": periods,
    "interval": interval,
    "quota": quota,
    "month_day": month_day,
    "yearly": yearly,
    "yearly_season": yearly_season,
    "weekdays": weekdays,
    "month_weekday": month_weekday,
    "after_period": after_period,
}
