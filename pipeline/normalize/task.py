"""One row of a plan table to one Task: which column goes to which phrase reader, and what becomes of the rest.

In: PlanTable (its columns), PlanRow. Out: Task. The language itself is read elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..document import Column, PlanRow, PlanTable
from ..model import Deadline, Finding, Owner, Period, Section, Target, Task, TaskCell
from ..rulebook import RuleBook
from ..text import key
from .context import Context, Reading
from .deadline import deadline_reader
from .measures import pairs
from .owner import owner_reader
from .target import target_reader
from .timecells import read_time_cells

OWNER_ROLES = ("lead", "coop", "lead_coop", "leader", "method", "note")
TARGET_ROLES = ("target", "result", "deliverable")


def task_id(table: PlanTable, ordinal: int) -> str:
    """What names the task of a row."""
    return f"{table.id}.r{ordinal:03d}"


class TaskReader:
    """Reads the rows of one table."""

    def __init__(self, table: PlanTable, context: Context, book: RuleBook) -> None:
        self.table = table
        self.context = context
        self.targets = target_reader(book)
        self.deadlines = deadline_reader(book)
        self.owners = owner_reader(book)
        self.header_periods = {c.index: self._header_period(c) for c in table.columns if c.role in TARGET_ROLES}
        self.target_is_content = "target" not in {c.role for c in table.columns} and any(
            c.role == "content" and "target" in c.alternatives for c in table.columns
        )

    def read(self, row: PlanRow) -> Task:
        """The task of one row. Every cell is kept; what no reader understood is a finding."""
        context = replace(self.context, sections=tuple(Section(s.number, s.title) for s in row.sections))
        cells = tuple(self._cell(column, row) for column in self.table.columns)
        task = task_id(self.table, row.ordinal)
        content = "\n".join(c.text for c in cells if c.role == "content" and c.text)
        targets, deliverable, target_notes = self._targets(row, cells, content, context)
        deadline, deadline_notes = self._deadline(cells, context)
        if not any(c.role == "time" and c.text for c in cells):
            deadline = self._section_deadline(context) or deadline
        owners, owner_notes = self._owners(cells, context)
        return Task(
            id=task,
            table=self.table.id,
            number=row.number,
            sections=context.sections,
            content=content,
            cells=cells,
            targets=targets,
            deadline=deadline,
            owners=owners,
            deliverable=deliverable,
            findings=tuple(replace(f, task=task) for f in (*target_notes, *deadline_notes, *owner_notes)),
            content_deadlines=self.deadlines.find(content, replace(context, column="content")) if content else (),
        )

    def _cell(self, column: Column, row: PlanRow) -> TaskCell:
        cell = row.cells[column.index]
        return TaskCell(column.role, column.header, cell.text, cell.inherited, cell.fragments)

    # --- targets ---------------------------------------------------------------------------------------------

    def _targets(
        self, row: PlanRow, cells: Sequence[TaskCell], content: str, context: Context
    ) -> tuple[tuple[Target, ...], str | None, list[Finding]]:
        found: list[Target] = []
        rest: list[str] = []
        notes: list[Finding] = []
        unit = next((row.cells[c.index].text for c in self.table.columns if c.unit), "")
        for column, cell in zip(self.table.columns, cells, strict=True):
            if cell.role not in TARGET_ROLES or not cell.text:
                continue
            for measure, text in pairs(content, cell.text):
                targets, left, findings = self._target_cell(replace(cell, text=text), column, unit, context)
                targets, doubts = self._of_measure(targets, measure, context)
                found += targets
                rest += left
                notes += (replace(f, column=cell.role) for f in (*findings, *doubts))
        found += self._title_targets(content, context)
        for cell in cells:
            if cell.role == "method" and cell.text:
                found += self.targets.zero_tolerance(cell.text, replace(context, column="method"))
        metric = self.targets.metric_of(content, context) or None
        return tuple(t if t.metric else replace(t, metric=metric) for t in found), "\n".join(rest) or None, notes

    def _of_measure(
        self, targets: list[Target], content: str, context: Context
    ) -> tuple[list[Target], tuple[Finding, ...]]:
        """Targets that name no measure of their own get that of the content, which may turn or forbid them."""
        metric = self.targets.metric_of(content, context) or None
        read = [t if t.metric else self.targets.of_measure(replace(t, metric=metric)) for t in targets]
        doubts = (self.targets.doubt(t) for t, turned in zip(targets, read, strict=True) if turned is None)
        return [t for t in read if t], tuple(doubts)

    def _target_cell(
        self, cell: TaskCell, column: Column, unit: str, context: Context
    ) -> tuple[list[Target], list[str], tuple[Finding, ...]]:
        """Targets, deliverable text and doubts of one cell.

        In a pure deliverable column only what is plainly measurable is a target; then, as in the mixed column,
        the rest is the deliverable. unit: of a bare number, from the column "Đơn vị tính".
        """
        context = replace(context, column=cell.role)
        reading = self.targets.read(cell.text, context)
        if unit and cell.role == "target":
            reading = _with_units(reading, self.targets.read(f"{cell.text} {unit}", context))
        if cell.role == "deliverable" and not any(_measurable(t) for t in reading.values):
            return [], [cell.text], ()
        period = self.header_periods[column.index]
        targets = [replace(t, by=t.by or period) for t in reading.values]
        return targets, [] if cell.role == "target" else list(reading.leftover), reading.findings

    def _title_targets(self, content: str, context: Context) -> list[Target]:
        titles = self.targets.title(content, replace(context, column="content"))
        return [replace(t, role="target") for t in titles] if self.target_is_content else list(titles)

    def _header_period(self, column: Column) -> Period | None:
        """The period a column's heading names ("Đến hết năm 2026", "Quý I"), for tables with a column a period."""
        found = self.deadlines.find(column.header, self.context)
        if len(found) != 1 or not found[0].end or found[0].year_source not in ("explicit", "plan_year"):
            return None
        return Period(found[0].start, found[0].end)

    # --- deadline --------------------------------------------------------------------------------------------

    def _deadline(self, cells: Sequence[TaskCell], context: Context) -> tuple[Deadline | None, list[Finding]]:
        times = [cell for cell in cells if cell.role == "time"]
        if not times:
            return None, []
        reading = read_time_cells([(c.header, c.text) for c in times], self.deadlines, replace(context, column="time"))
        deadline = reading.values[0]
        if all(c.inherited for c in times if c.text) and any(c.text for c in times):
            deadline = replace(deadline, inherited=True)
        return deadline, [replace(f, column="time") for f in reading.findings]

    def _section_deadline(self, context: Context) -> Deadline | None:
        """The time of a section that is nothing but a time ("QUÝ I/2026", "THÁNG 3"), innermost first."""
        for section in reversed(context.sections):
            reading = self.deadlines.read(section.title, replace(context, column="time"))
            if len(reading.values) == 1 and not reading.leftover and reading.values[0].end:
                return replace(reading.values[0], inherited=True)
        return None

    # --- owners ----------------------------------------------------------------------------------------------

    def _owners(self, cells: Sequence[TaskCell], context: Context) -> tuple[tuple[Owner, ...], list[Finding]]:
        texts: dict[str, str] = {}
        for cell in cells:
            if cell.role in OWNER_ROLES and cell.text:
                texts[cell.role] = f"{texts[cell.role]}\n{cell.text}" if cell.role in texts else cell.text
        if not texts:
            return (), []
        reading = self.owners.row(texts, context)
        inherited = [key(c.text) for c in cells if c.inherited and c.role in OWNER_ROLES and c.text]
        own = [key(c.text) for c in cells if not c.inherited and c.role in OWNER_ROLES and c.text]
        owners = tuple(replace(o, inherited=True) if _only_in(o, inherited, own) else o for o in reading.values)
        return owners, list(reading.findings)


def _only_in(owner: Owner, inherited: Sequence[str], own: Sequence[str]) -> bool:
    """Whether the owner's text stands in a cell taken over from a row above, and in none of the row's own."""
    text = key(owner.text or owner.name)
    return any(text in cell for cell in inherited) and not any(text in cell for cell in own)


def _with_units(bare: Reading[Target], named: Reading[Target]) -> Reading[Target]:
    """Numbers without a unit take it from the column "Đơn vị tính", if they are the same numbers with it."""
    pairs = [
        (b, n) for b, n in zip(bare.values, named.values, strict=False) if (b.value, b.upper) == (n.value, n.upper)
    ]
    whole = len(pairs) == len(bare.values) == len(named.values)
    if not whole or any(b.unit or not n.unit for b, n in pairs):
        return bare
    return replace(bare, values=tuple(replace(n, text=b.text) for b, n in pairs))


def _measurable(target: Target) -> bool:
    """A target no one would take for the name of a document ("01 báo cáo" may be either)."""
    return isinstance(target.value, int | float) and (target.stated or target.unit == "%")
