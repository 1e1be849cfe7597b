"""Phrases of time that are more than a point: bounds, ranges, recurring limits, events. One function a production.

In: a Hit, the match of a [[phrase]] rule over folded text. Out: a Part, or None where the words are no such phrase.
Which phrase means which production stands in rules/deadlines.toml; arithmetic and RRULE building stand here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ..model import Offset, Quota
from ..rulebook import Rule
from .deadline_parts import Part, Point
from .recurrence import EVERY_MONTH, at_month_ends, every, on_day, weekly

if TYPE_CHECKING:
    from .deadline_grammar import Grammar


class Hit(NamedTuple):
    """A rule that matched, and what it may look up."""

    match: re.Match[str]
    rule: Rule
    grammar: Grammar

    def group(self, name: str) -> str:
        """The text of a named piece; "" where the pattern has none or it took no part."""
        return (self.match[name] or "") if name in self.match.re.groupindex else ""

    def point(self, name: str) -> Point | None:
        """The calendar point a named piece spells."""
        return self.grammar.point(self.group(name))

    def number(self, name: str) -> int | None:
        """The number a named piece spells, in digits or in words."""
        return self.grammar.number(self.group(name))


def from_point(point: Point) -> Part:
    """A point alone. A bare day is a limit, a longer stretch a period to work in."""
    kind = {"unit": point.unit, "vague": point.vague, "edge": point.edge, "time": point.time, "bare": True}
    if point.edge:
        return Part("edge", point.spans, inclusive=None if point.edge == "start" else True, **kind)  # type: ignore[arg-type]
    if point.ranged:
        return Part("range", point.spans, inclusive=True, **kind)  # type: ignore[arg-type]
    shape = "limit" if point.unit == "day" else "period"
    return Part(shape, point.spans, inclusive=True, **kind)  # type: ignore[arg-type]


def _bounded(shape: str, point: Point, **more: object) -> Part:
    return Part(
        shape,  # type: ignore[arg-type]
        point.spans,
        point.unit,
        vague=point.vague,
        time=point.time,
        **more,  # type: ignore[arg-type]
    )


def _stretch(point: Point) -> bool:
    """More than one month or quarter joined by a dash: "từ tháng 3-6"."""
    span = point.spans[0]
    months = (span.hi[0] - span.lo[0]) % 12 + 1
    return len(point.spans) == 1 and months > {"month": 1, "quarter": 3}.get(point.unit, 12)


def before(hit: Hit) -> Part | None:
    """trước ngày 15/12: before that day begins."""
    point = hit.point("at")
    if point is None or point.ranged:
        return None
    return _bounded("limit", point, inclusive=False)


def until(hit: Hit) -> Part | None:
    """đến hết ngày 30/11, chậm nhất 30/11, đến năm 2025: through its last day."""
    point = hit.point("at")
    return _bounded("limit", replace(point, spans=point.spans[-1:]), inclusive=True) if point else None


def on(hit: Hit) -> Part | None:
    """vào ngày 15/12: on that day."""
    point = hit.point("at")
    if point is None or point.unit != "day" or len(point.spans) != 1:
        return None
    return _bounded("on", point, inclusive=True)


def within(hit: Hit) -> Part | None:
    """hoàn thành trong tháng 10/2024: the point, and no doubt that it is a limit."""
    point = hit.point("at")
    return replace(from_point(point), bare=False) if point else None


def starting(hit: Hit) -> Part | None:
    """từ tháng 3/2024; "từ tháng 3 đến tháng 6" when the point has two ends."""
    point = hit.point("at")
    if point is None:
        return None
    if point.ranged or _stretch(point):
        return _bounded("range", point, inclusive=True)
    return _bounded("from", replace(point, spans=point.spans[:1]))


def after(hit: Hit) -> Part | None:
    """sau ngày 01/7/2025: from the day after."""
    point = hit.point("at")
    return _bounded("from", point, after=True) if point and not point.ranged else None


def between(hit: Hit) -> Part | None:
    """từ ngày 01/3 đến ngày 30/6/2024, quý IV/2024 - quý I/2025."""
    first, last = hit.point("a"), hit.point("b")
    if first is None or last is None or first.ranged or last.ranged:
        return None
    part = _bounded("range", last, inclusive=not hit.group("before"))
    return replace(part, spans=(first.spans[0], last.spans[-1]), vague=first.vague or last.vague)


def now_until(hit: Hit) -> Part | None:
    """từ nay đến hết năm 2024: from the day of issue."""
    point = hit.point("at")
    if point is None:
        return None
    return replace(_bounded("range", point, inclusive=not hit.group("before")), spans=point.spans[-1:], issue=True)


def since_issue(hit: Hit) -> Part | None:
    """kể từ ngày ký."""
    return Part("from", issue=True)


def plan_period(hit: Hit) -> Part | None:
    """trong năm, trong kỳ: the plan's own period."""
    return Part("plan", inclusive=True, length=str(hit.rule.extra.get("length", "")))


def continuous(hit: Hit) -> Part | None:
    """thường xuyên, cả năm 2025."""
    point = hit.point("at") if hit.group("at") else None
    return Part("continuous", point.spans if point else (), inclusive=True)


def always(hit: Hit) -> Part | None:
    """24/7: no date at all."""
    return Part("continuous", length="clock")


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
    rrule = on_day(number, hit.rule.extra.get("months", EVERY_MONTH))
    return Part("recurring", recurrence=rrule, inclusive=not hit.group("before"), length="fixed")


def yearly(hit: Hit) -> Part | None:
    """trước ngày 15/12 hằng năm, quý IV hằng năm: the same limit every year."""
    point = hit.point("at")
    if point is None or len(point.spans) != 1 or any(s.year for s in point.spans):
        return None
    span, exclusive = point.spans[0], bool(hit.group("before"))
    month, number = span.lo if exclusive else span.hi
    rrule = on_day(number or 31, {month})
    return Part("recurring", recurrence=rrule, inclusive=not exclusive, length="fixed", vague=point.vague)


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
    names = hit.grammar.regex("{weekday_head}{weekday=name}|{sunday=other}").finditer(hit.group("list"))
    return Part("recurring", recurrence=weekly([hit.grammar.weekdays[m["name"] or m["other"]] for m in names]),
                inclusive=True)  # fmt: skip


def month_weekday(hit: Hit) -> Part | None:
    """thứ Hai tuần đầu tháng: the first (or last) such day of the month, as the rule says."""
    name = hit.grammar.weekdays.get(hit.group("weekday"))
    rrule = f"FREQ=MONTHLY;BYDAY={hit.rule.extra['nth']}{name}"
    return Part("recurring", recurrence=rrule, inclusive=True, length="fixed") if name else None


def loose(hit: Hit) -> Part | None:
    """khi có yêu cầu, sau khi ..., theo kế hoạch ...: the rule says which kind; the words after it belong to it."""
    return Part(hit.rule.extra["shape"], tail=bool(hit.rule.extra.get("tail", True)),
                length="whole" if hit.rule.extra.get("whole") else "")  # fmt: skip


def relative(hit: Hit) -> Part | None:
    """trong vòng 05 ngày làm việc kể từ ngày ..., trước 03 ngày khi ...: a distance from an anchor."""
    count, unit = hit.number("n"), hit.grammar.units.get(hit.group("unit"))
    if count is None or unit is None:
        return None
    sign = -1 if hit.group("back") else int(hit.rule.extra.get("sign", 1))
    return Part("relative", offset=Offset(sign * count, unit), inclusive=True, tail=bool(hit.group("since")))


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


def simple(hit: Hit) -> Part | None:
    """Marks whose shape the rule says: ditto, "và các năm tiếp theo", "định hướng đến năm 2030"."""
    return Part(hit.rule.extra["shape"])


PHRASES: dict[str, Callable[[Hit], Part | None]] = {
    "before": before,
    "until": until,
    "on": on,
    "within": within,
    "starting": starting,
    "after": after,
    "between": between,
    "now_until": now_until,
    "since_issue": since_issue,
    "plan_period": plan_period,
    "continuous": continuous,
    "always": always,
    "recurring": recurring,
    "periods": periods,
    "interval": interval,
    "quota": quota,
    "month_day": month_day,
    "yearly": yearly,
    "yearly_season": yearly_season,
    "weekdays": weekdays,
    "month_weekday": month_weekday,
    "loose": loose,
    "relative": relative,
    "after_period": after_period,
    "simple": simple,
}
