"""Phrases of time that are more than a point: bounds, ranges, recurring limits, events. One function a production.

In: a Hit, the match of a [[phrase]] rule over folded text. Out: a Part, or None where the words are no such phrase.
Which phrase means which production stands in rules/deadlines.toml; arithmetic and RRULE building stand here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...model import Offset
from .dates import Span, touching
from .parts import Hit, Part, Point
from .recurring import RECURRING


def from_point(point: Point) -> Part:
    """A point alone. A bare day is a limit, a longer stretch a period to work in."""
    kind = {
        "unit": point.unit,
        "vague": point.vague or point.unit == "feast",
        "edge": point.edge,
        "time": point.time,
        "bare": True,
    }
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
    if point is None:
        return None
    apart = not point.ranged and not touching(point.spans)  # "đến hết quý II, quý IV": two limits
    return _bounded("limit", point if apart else replace(point, spans=point.spans[-1:]), inclusive=True)


def until_year_end(hit: Hit) -> Part | None:
    """đến hết năm: the last day of the plan's year."""
    return Part("limit", (Span(None, (1, 1), (12, 31)),), "year", inclusive=True)


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
    return _bounded("from", point) if len(point.spans) == 1 else None  # "từ quý II, quý IV": which of them?


def after(hit: Hit) -> Part | None:
    """sau ngày 01/7/2025: from the day after."""
    point = hit.point("at")
    return _bounded("from", point, after=True) if point and not point.ranged and len(point.spans) == 1 else None


def between(hit: Hit) -> Part | None:
    """từ ngày 01/3 đến ngày 30/6/2024, quý IV/2024 - quý I/2025."""
    first, last = hit.point("a"), hit.point("b")
    if first is None or last is None or first.ranged or last.ranged:
        return None
    if hit.group("sign") and not hit.group("from") and _year_and_part(first, last):
        return None
    part = _bounded("range", last, inclusive=not hit.group("before"))
    return replace(part, spans=(first.spans[0], last.spans[-1]), vague=first.vague or last.vague)


def _year_and_part(first: Point, last: Point) -> bool:
    """ "Năm 2024 - Quý II": the quarter of that year, no stretch from its first day on."""
    years = {span.year for span in (*first.spans, *last.spans)} - {None}
    return (first.unit == "year") != (last.unit == "year") and len(years) == 1


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


def loose(hit: Hit) -> Part | None:
    """khi có yêu cầu, sau khi ..., theo kế hoạch ...: the rule says which kind; the words after it belong to it."""
    return Part(hit.rule.extra["shape"], tail=bool(hit.rule.extra.get("tail", True)),
                length="whole" if hit.rule.extra.get("whole") else "")  # fmt: skip


def relative(hit: Hit) -> Part | None:
    """trong vòng 05 ngày làm việc kể từ ngày ..., trước 03 ngày khi ...: a distance from an anchor."""
    count, unit = hit.number("n"), hit.grammar.units.get(hit.group("unit"))
    if count is None or unit is None:
        return None
    if unit == "hour" and not (hit.group("within") or hit.group("since")):
        return None  # "chậm nhất 16 giờ" is a time of the day
    sign = -1 if hit.group("back") else int(hit.rule.extra.get("sign", 1))
    return Part("relative", offset=Offset(sign * count, unit), inclusive=True, tail=bool(hit.group("since")))


def simple(hit: Hit) -> Part | None:
    """Marks whose shape the rule says: ditto, "và các năm tiếp theo", "định hướng đến năm 2030"."""
    return Part(hit.rule.extra["shape"])


PHRASES: dict[str, Callable[[Hit], Part | None]] = {
    **RECURRING,
    "before": before,
    "until": until,
    "until_year_end": until_year_end,
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
    "loose": loose,
    "relative": relative,
    "simple": simple,
}
