"""Many plans of one programme: each measure's line through the years, for the terminal and as JSON.

In: `Years`. Out: text, bytes. A line says when a measure was first seen, what changed from year to year, when it went
and whether it came back. The comparisons of each plan with the next stand in the JSON whole (kehoach.diff/1).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..comparison import PlanDiff
from ..model import Plan
from ..rulebook import RuleBook
from .changes import Labels, place_of, shown, wrapped
from .diff_json import adapter

if TYPE_CHECKING:
    from ..diff.lines import Appearance, Line

SCHEMA = "kehoach.years/1"
_EVENTS = {"first": "xuất hiện lần đầu", "dropped": "không còn", "back": "trở lại"}


@dataclass(frozen=True, slots=True)
class Years:
    """plans in their order; diffs[n] compares plans[n] with plans[n + 1]; lines: one a measure."""

    plans: tuple[Plan, ...]
    diffs: tuple[PlanDiff, ...]
    lines: tuple[Line, ...]


def as_text(years: Years, book: RuleBook) -> str:
    """The plans, then a line a measure in the order in which they first appear."""
    return "\n".join(line.rstrip() for line in _lines(years, Labels(book))) + "\n"


def as_json(years: Years) -> bytes:
    """UTF-8, no clock and no absolute path: the same plans give the same bytes."""
    diffs = [adapter().dump_python(diff, mode="json", by_alias=True) for diff in years.diffs]
    record = {
        "schema": SCHEMA,
        "plans": [diffs[0]["old"], *(diff["new"] for diff in diffs)],
        "lines": [_line(line) for line in years.lines],
        "diffs": diffs,
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _line(line: Line) -> dict[str, Any]:
    appearances = [
        {
            "plan": a.plan,
            "tasks": list(a.tasks),
            "event": a.event,
            "codes": list(a.codes),
            "confidence": a.confidence,
        }
        for a in line.appearances
    ]
    return {"measure_id": line.measure_id, "content": line.content, "appearances": appearances}


def _lines(years: Years, labels: Labels) -> Iterator[str]:
    yield "NHIỆM VỤ QUA CÁC NĂM"
    names = [_name(plan) for plan in years.plans]
    for name, plan in zip(names, years.plans, strict=True):
        yield from wrapped(f"{name}: {len(plan.tasks)} nhiệm vụ ({plan.document.file.name})", "  ", "    ")
    whole = sum(all(a.tasks for a in line.appearances) and len(line.appearances) == len(names) for line in years.lines)
    yield from wrapped(f"{len(years.lines)} nhiệm vụ, {whole} có ở mọi năm.", "TÓM TẮT: ", "  ")
    width = max(map(len, names))
    for line in years.lines:
        yield ""
        yield from wrapped(shown(line.content), "* ", "  ")
        for appearance in line.appearances:
            yield from wrapped(_told(appearance, years, labels), f"    {names[appearance.plan]:<{width}}  ", "        ")


def _name(plan: Plan) -> str:
    return str(plan.document.plan_year or plan.document.reference or plan.document.file.name)


def _told(appearance: Appearance, years: Years, labels: Labels) -> str:
    tasks = {task.id: task for task in years.plans[appearance.plan].tasks}
    places = ", ".join(place_of(tasks[name]) for name in appearance.tasks)
    codes = [labels.name(code).lower() for code in appearance.codes if not labels.hidden(code)]
    event = "kept" if appearance.plan == 0 else appearance.event
    what = _EVENTS.get(event) or ", ".join(codes) or ("giữ nguyên" if appearance.plan else "có")
    sure = " [cần xác nhận]" if appearance.confidence == "probable" else ""
    return f"{places}: {what}{sure}" if places else f"{what}{sure}"
