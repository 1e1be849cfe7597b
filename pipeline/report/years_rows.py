"""Measures through the years laid out for paper and screen. In: `Years`. Out: `Grid`: a row a measure, a column a plan.

A cell says where the measure stands in that plan, what became of it since the plan before, and what it asks. It draws
nothing: the page, the workbook and the Word file do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import Task
from ..rulebook import RuleBook
from .changes import Labels, place_of, shown, stated
from .marking import printable
from .paired import UNSURE
from .years import Years, column_names, tally, told

if TYPE_CHECKING:
    from ..diff.lines import Appearance

TITLE = "NHIỆM VỤ QUA CÁC NĂM"


@dataclass(frozen=True, slots=True)
class YearCell:
    """A measure in one plan. what: "IV.2: nâng chỉ tiêu"; note: what a person has to confirm; said: (label, words)."""

    what: str
    note: str = ""
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """plans: (name of the column, file, number of measures); rows: (the measure's words, a cell a plan)."""

    plans: tuple[tuple[str, str, int], ...]
    tally: str
    rows: tuple[tuple[str, tuple[YearCell, ...]], ...]


def lay_out(years: Years, book: RuleBook) -> Grid:
    """The grid; its texts hold nothing that XML cannot."""
    labels = Labels(book)
    names = column_names(years)
    plans = (
        (name, printable(plan.document.file.name), len(plan.tasks))
        for name, plan in zip(names, years.plans, strict=True)
    )
    tasks = [{task.id: task for task in plan.tasks} for plan in years.plans]
    rows = []
    for line in years.lines:
        at = {appearance.plan: appearance for appearance in line.appearances}
        cells = (_cell(at.get(n), years, labels, tasks[n]) for n in range(len(years.plans)))
        rows.append((printable(line.content), tuple(cells)))
    return Grid(tuple(plans), tally(years), tuple(rows))


def _cell(appearance: Appearance | None, years: Years, labels: Labels, tasks: dict[str, Task]) -> YearCell:
    if appearance is None:
        return YearCell("")
    what = told(appearance, years, labels)
    note = UNSURE if appearance.confidence == "probable" else ""
    return YearCell(f"{what[:1].upper()}{what[1:]}", note, tuple(_said([tasks[name] for name in appearance.tasks])))


def _said(tasks: list[Task]) -> Iterator[tuple[str, str]]:
    """What the tasks ask; of several each under its place and its words."""
    for task in tasks:
        parts = [(f"Mục {place_of(task)}", shown(task.content))] if len(tasks) > 1 else []
        for label, value in (*parts, *stated(task)):
            yield f"{label[:1].upper()}{label[1:]}", printable(" ".join(value.split()))
