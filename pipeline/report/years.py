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
    names = column_names(years)
    for name, plan in zip(names, years.plans, strict=True):
        yield from wrapped(f"{name}: {len(plan.tasks)} nhiệm vụ ({plan.document.file.name})", "  ", "    ")
    yield from wrapped(tally(years), "TÓM TẮT: ", "  ")
    width = max(map(len, names))
    for line in years.lines:
        yield ""
        yield from wrapped(shown(line.content), "* ", "  ")
        for appearance in line.appearances:
            sure = " [cần xác nhận]" if appearance.confidence == "probable" else ""
            yield from wrapped(
                told(appearance, years, labels) + sure, f"    {names[appearance.plan]:<{width}}  ", "        "
            )


def column_names(years: Years) -> list[str]:
    """What each plan is called; two plans of one year by their references or files."""
    names = [str(plan.document.plan_year or plan.document.reference or plan.document.file.name) for plan in years.plans]
    longer = [plan.document.reference or plan.document.file.name for plan in years.plans]
    return [f"{name} ({more})" if names.count(name) > 1 else name for name, more in zip(names, longer, strict=True)]


def tally(years: Years) -> str:
    """How many measures there were, and how many of them in every year."""
    whole = sum(
        all(a.tasks for a in line.appearances) and len(line.appearances) == len(years.plans) for line in years.lines
    )
    back = sum(any(a.event == "back" for a in line.appearances) for line in years.lines)
    gone = sum(not line.appearances[-1].tasks for line in years.lines)
    return (
        f"{len(years.lines)} nhiệm vụ: {whole} có ở mọi năm, {gone} không còn ở kế hoạch cuối, {back} bỏ rồi trở lại."
    )


def told(appearance: Appearance, years: Years, labels: Labels) -> str:
    """Where a measure stands in a plan and what became of it: "IV.2: nâng chỉ tiêu"."""
    tasks = {task.id: task for task in years.plans[appearance.plan].tasks}
    places = ", ".join(place_of(tasks[name]) for name in appearance.tasks)
    codes = [labels.name(code).lower() for code in appearance.codes if not labels.hidden(code)]
    event = "kept" if appearance.plan == 0 else appearance.event
    what = _EVENTS.get(event) or ", ".join(codes) or ("giữ nguyên" if appearance.plan else "có")
    return f"{places}: {what}" if places else what
