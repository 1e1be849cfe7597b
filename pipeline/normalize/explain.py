"""How the cells of one task were read: every rule that fired and what no rule used. In: Task. Out: FieldReading."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from ..document import FieldReading
from ..model import Task, TaskCell
from ..rulebook import RuleBook
from .context import Context, Reading
from .deadline import deadline_reader
from .owner import owner_reader
from .target import target_reader

Reader = Callable[[str, Context], Any]


class Explainer:
    """Explains the tasks of one document."""

    def __init__(self, context: Context, book: RuleBook) -> None:
        self.context = context
        targets, deadlines, owners = target_reader(book), deadline_reader(book), owner_reader(book)
        target, deadline, owner = (targets.explain, targets.read), (deadlines.explain, deadlines.read), (
            owners.explain, owners.read)  # fmt: skip
        self.readers: dict[str, tuple[Reader, Reader]] = {
            **dict.fromkeys(("target", "result", "deliverable"), target),
            "time": deadline,
            **dict.fromkeys(("lead", "coop", "lead_coop", "leader", "method"), owner),
        }

    def explain(self, task: Task) -> tuple[FieldReading, ...]:
        """One FieldReading a cell that some reader reads; cells no reader looks at have no steps."""
        context = replace(self.context, sections=task.sections)
        return tuple(self._cell(cell, context) for cell in task.cells)

    def _cell(self, cell: TaskCell, context: Context) -> FieldReading:
        if cell.role not in self.readers or not cell.text:
            return FieldReading(cell.role, cell.header, cell.text)
        context = replace(context, column=cell.role)
        steps, read = self.readers[cell.role]
        reading: Reading[Any] = read(cell.text, context)
        return FieldReading(cell.role, cell.header, cell.text, _steps(steps(cell.text, context)), reading.leftover)


def _steps(steps: Iterable[tuple[Any, str, str, str]]) -> tuple[tuple[str, str, str], ...]:
    return tuple((text, rule, what) for _, text, rule, what in steps)
