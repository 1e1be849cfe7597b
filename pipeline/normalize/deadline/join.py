"""The parts of one cell to one Deadline: lists, several limits, a frequency within a period, an event beside a date.

In: Parts in the order of the text, and which of them follow the one before in one list. Out: Deadline, whose `also`
holds every further limit of the cell. Raises DoubtError or ImpossibleDateError where the parts allow no sure value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ...model import Deadline, Period
from .dates import Span, ascending, touching
from .make import Maker, feast_spans
from .merge import frequencies, spread
from .parts import Part
from .recurrence import at_month_ends, on_day
from .years import DoubtError, resolve, source_of

_DATED = ("limit", "on", "period", "range", "from", "edge")
_STRONG = (*_DATED, "plan", "continuous", "recurring", "relative")
_TIMELESS = ("demand", "external")


def join(parts: Sequence[Part], joined: Sequence[bool], maker: Maker, source: str) -> Deadline:
    """One Deadline of all parts; `joined[i]` says that part i stands in one list with the part before."""
    for part in parts:
        if part.problem:
            raise part.problem
    pairs = [(p, j) for p, j in zip(parts, joined, strict=True) if p.shape != "horizon" or len(parts) == 1]
    closer = spread([p for p, _ in pairs], [j for _, j in pairs])
    merged, links = frequencies(*closer)
    solved = resolve(merged, links, maker.context, maker.grammar)
    solved = [feast_spans(part, maker.grammar) for part in solved]
    return _onward(solved, maker, source) or _limits(solved, links, maker, source)


def _onward(parts: Sequence[Part], maker: Maker, source: str) -> Deadline | None:
    """ "Năm 2025 và các năm tiếp theo": from its first day on."""
    if not any(p.shape == "onward" for p in parts):
        return None
    lasting = next((p for p in parts if p.shape in ("continuous", "recurring")), None)
    dated = [p for p in parts if p.shape in ("period", "range", "from", "plan")]
    last = max(i for i, p in enumerate(parts) if p.shape == "onward")
    spans = [s for p in dated for s in p.spans]
    if len(dated) > 1 and (any(p in dated for p in parts[last:]) or not touching(spans)):
        raise DoubtError("Không rõ mốc nào kéo dài sang các năm sau")
    others = [p for p in parts if p not in dated and p is not lasting and p.shape != "onward"]
    apart = [] if touching(spans) else _dated([(p, True) for p in dated], maker, source)
    if not dated and lasting is None:
        raise DoubtError("Không rõ thời điểm bắt đầu")
    made = maker.make(lasting or dated[0], source)
    first = maker.make(dated[0], source) if dated else made
    if first.start is None and dated:
        raise DoubtError("Không rõ thời điểm bắt đầu")
    made = replace(made, kind=made.kind if lasting else "from", start=first.start, end=None, due_date=None)
    made = replace(made, end_inclusive=made.end_inclusive if lasting else None, year_source=first.year_source)
    return replace(made, text=source, also=(*apart, *(maker.make(p, source) for p in others)))


def _limits(parts: list[Part], joined: list[bool], maker: Maker, source: str) -> Deadline:
    """First the limit that counts, the rest in `also`."""
    events = [p for p in parts if p.shape == "event"]
    timeless = [p for p in parts if p.shape in _TIMELESS]
    strong = [(p, j) for p, j in zip(parts, joined, strict=True) if p.shape in _STRONG]
    made = _strong(strong, maker, source) if strong else []
    if made and events:
        made[0] = replace(made[0], anchor=made[0].anchor or events[0].anchor)
        events = events[1:]
    made += [maker.make(p, source) for p in (*events, *timeless)]
    if not made:
        made = [maker.make(p, source) for p in parts]
    return replace(made[0], text=source, also=(*made[0].also, *made[1:]))


def _strong(pairs: list[tuple[Part, bool]], maker: Maker, source: str) -> list[Deadline]:
    lasting = [p for p, _ in pairs if p.shape in ("continuous", "recurring")]
    if lasting and not _close_period(pairs[0][0]):
        return _lasting(lasting[0], [p for p, _ in pairs if p is not lasting[0]], maker, source)
    dated = [(p, j) for p, j in pairs if p.shape in _DATED]
    made = _dated(dated, maker, source) if dated else []
    return made + [maker.make(p, source) for p, _ in pairs if p.shape not in _DATED]


def _close_period(first: Part) -> bool:
    """ "Quý II/2024 và thường xuyên": the month or quarter that comes first is a limit of its own, no frame."""
    return first.shape == "period" and first.unit in ("month", "quarter")


def _lasting(often: Part, others: list[Part], maker: Maker, source: str) -> list[Deadline]:
    """A frequency or "thường xuyên" with the stretch it lasts over; other limits stand beside it."""
    made = maker.make(often, source)
    if often.length in ("fixed", "yearly") and any(p.shape in ("limit", "recurring") for p in others):
        return [_rules([often, *others], maker, source)]
    frames = [p for p in others if _bounds(p)]
    if len(frames) > 1:
        raise DoubtError("Không rõ thời hạn nào đi với việc thường xuyên, định kỳ")
    if frames and not often.spans:
        frame = maker.make(frames[0], source)
        due = frame.end if often.shape == "continuous" or often.inclusive else None
        made = replace(made, start=frame.start, end=frame.end, due_date=due, year_source=frame.year_source)
        others = [p for p in others if p is not frames[0]]
    return [made, *(maker.make(p, source) for p in others)]


def _rules(parts: list[Part], maker: Maker, source: str) -> Deadline:
    """ "Báo cáo quý trước ngày 15 tháng cuối quý; báo cáo năm trước ngày 15/12": rules side by side, none the first."""
    each = tuple(maker.make(p, source) for p in parts)
    closed = {d.end_inclusive for d in each}
    return Deadline("multi", end_inclusive=each[0].end_inclusive if len(closed) == 1 else None,
                    year_source=each[0].year_source, rule=each[0].rule, also=each)  # fmt: skip


def _bounds(part: Part) -> bool:
    """Whether a part says how long something lasts, and not when something is due."""
    return part.shape in ("period", "range", "from", "plan") or (
        part.shape == "limit" and part.unit == "year" and bool(part.inclusive)
    )


def _dated(pairs: list[tuple[Part, bool]], maker: Maker, source: str) -> list[Deadline]:
    parts = [p for p, _ in pairs]
    if (len(parts) == 1 and len(parts[0].spans) <= 1) or (len(parts) == 1 and parts[0].shape == "range"):
        return [maker.make(parts[0], source)]
    if any(not maker.known(p) for p in parts):
        return [replace(maker.make(p, source), windows=()) for p in parts]
    shapes = {p.shape for p in parts}
    nested = _nested(parts, pairs, maker, source)
    if nested:
        return nested
    if shapes == {"period"} and not any(p.vague for p in parts):
        return [_periods(parts, all(j for _, j in pairs[1:]), maker, source)]
    if shapes <= {"limit", "on"}:
        return [_days(parts, maker, source)]
    if shapes == {"range"}:
        return [_several(parts[0], [maker.make(p, source) for p in parts])]
    if len(parts) > 2:
        raise DoubtError("Trong ô có nhiều mốc khác loại")
    made = [maker.make(p, source) for p in parts]
    return _pair(parts, pairs[1][1], made, _finishes(parts, maker, source))


def _finishes(parts: list[Part], maker: Maker, source: str) -> bool:
    """ "Bắt đầu quý II, hoàn thành quý IV": the second period is the one in which the work ends."""
    between = maker.grammar.fold(source[parts[0].end : parts[1].start])
    return maker.grammar.finish.search(between) is not None


def _nested(parts: list[Part], pairs: list[tuple[Part, bool]], maker: Maker, source: str) -> list[Deadline]:
    """ "Quý II (tháng 5)": of two periods, one in the other, the narrower is meant."""
    if len(parts) != 2 or not pairs[1][1] or any(p.shape != "period" or len(p.spans) != 1 for p in parts):
        return []
    made = sorted((maker.make(p, source) for p in parts), key=lambda d: (d.start or "", d.end or ""))
    first, last = made
    if (last.end or "") <= (first.end or ""):
        return [last, first]
    return [first, last] if first.start == last.start else []


def _pair(parts: list[Part], joined: bool, made: list[Deadline], finishes: bool) -> list[Deadline]:
    """A start and an end are one range; a limit right beside the month or quarter it lies in is the closer one."""
    first, last = parts
    if joined and first.shape == last.shape == "edge":
        return [_stretch(*made)]
    if first.shape == "from" and last.shape in ("limit", "period") and (finishes or not last.bare):
        return [_from_to(*made)]
    if first.shape == "from" and last.shape == "limit":  # "từ 15/3; 20/6": the end, or a second start?
        raise DoubtError("Không rõ mốc thứ hai là ngày kết thúc hay một mốc khác")
    if joined and first.shape == "limit" and last.shape == "period" and last.bare and last.unit != "year":
        raise DoubtError("Không rõ hạn của kỳ thứ hai")
    if joined and first.shape == "period" and first.unit in ("month", "quarter") and last.shape == "limit":
        due = made[1].due_date
        if due and (made[0].start or "") <= due <= (made[0].end or ""):
            return [made[1], made[0]]
        return [_several(first, made)] if last.inclusive else made
    return made


def _periods(parts: list[Part], one_list: bool, maker: Maker, source: str) -> Deadline:
    """Periods of one list merge where they touch; those with words of their own stay apart."""
    spans = [s for p in parts for s in p.spans]
    if one_list and any(_bare_year(a, b, source) for a, b in pairwise(parts)):
        raise DoubtError("Không rõ năm sau là cả năm hay chỉ kỳ ghi trước nó")
    if one_list and not ascending(spans):
        raise DoubtError("Các mốc không theo thứ tự thời gian")
    if one_list and touching(spans):
        whole = replace(parts[0], spans=(spans[0], spans[-1]))
        made = maker.make(replace(whole, shape="range"), source)
        kind = "range" if all(p.unit == "year" for p in parts) else "in_period"
        return replace(made, kind=kind, year_source=source_of(spans))  # type: ignore[arg-type]
    single = [maker.make(replace(parts[0], spans=(s,)), source) for s in spans]
    months = {s.lo[0] for s in spans}
    by_month = one_list and all(p.unit == "month" for p in parts) and _one_year(spans)
    by_month = by_month and all(s.lo[0] == s.hi[0] for s in spans) and len(months) == len(spans)
    made = _several(parts[0], single)
    return replace(made, recurrence=at_month_ends(months) if by_month else None, year_source=source_of(spans))


def _bare_year(before: Part, here: Part, source: str) -> bool:
    """ "Quý I/2024 và 2025": the whole year, or the same quarter of it; "và năm 2025" is the year."""
    return before.unit in ("month", "quarter") and here.unit == "year" and source[here.start].isdigit()


def _days(parts: list[Part], maker: Maker, source: str) -> Deadline:
    """Several days: the same day of several months is a rule as well."""
    single = [maker.make(replace(p, shape="limit", spans=(s,)), source) for p in parts for s in p.spans]
    spans = [s for p in parts for s in p.spans]
    days = {s.hi[1] for s in spans}
    rule = None
    if len(days) == 1 and all(p.unit == "day" for p in parts) and _one_year(spans):
        rule = on_day(next(iter(days)), {s.hi[0] for s in spans})
    unique = list(dict.fromkeys(replace(d, text="") for d in single))
    if len(unique) == 1:
        return replace(unique[0], text=single[0].text)
    if len({d.end_inclusive for d in single}) > 1:
        mixed = _several(parts[0], single)
        return replace(mixed, end_inclusive=None, also=tuple(single), year_source=source_of(spans))
    return replace(_several(parts[0], single), recurrence=rule, year_source=source_of(spans))


def _one_year(spans: Sequence[Span]) -> bool:
    return len({s.year for s in spans}) == 1 and not any(s.over for s in spans)


def _several(first: Part, limits: list[Deadline]) -> Deadline:
    windows = tuple(Period(d.start, d.end) for d in limits)
    due = max((d.due_date for d in limits if d.due_date), default=None)
    vague = any(d.precision == "vague" for d in limits)
    sources = [d.year_source for d in limits]
    source = sources[0] if len(set(sources)) == 1 else "list"
    return Deadline("multi", None, None, limits[0].end_inclusive, due, windows=windows, year_source=source,
                    precision="vague" if vague else "exact", rule=first.rule, end_time=first.time)  # fmt: skip


def _stretch(first: Deadline, last: Deadline) -> Deadline:
    """ "Cuối tháng 6, đầu tháng 7": one stretch; what is due in it is not overdue before its end."""
    begin, source = first.start or first.end, last.year_source if last.year_source == first.year_source else "list"
    if begin and (last.end or last.start or begin) < begin:
        raise DoubtError("Các mốc không theo thứ tự thời gian")
    return replace(last, start=begin, year_source=source, rule=first.rule)


def _from_to(first: Deadline, last: Deadline) -> Deadline:
    """ "Từ tháng 3, hoàn thành trước 30/6": both ends of one range."""
    if first.start and last.end and first.start > last.end:
        raise DoubtError("Ngày bắt đầu sau ngày kết thúc", "D8")
    return replace(last, kind="range", start=first.start, rule=first.rule)
