"""Tables and the text around them in, a `Plan` out: every row a task with targets, deadline and owners.

The language of cells is in rules/; the readers of phrases are target/, deadline/ and owner/, the document's
head is read by head/, and task.py puts a row together.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ..document import Document, Notice, PlanTable
from ..model import (
    SCHEMA,
    Accounting,
    Characters,
    DocumentInfo,
    Finding,
    Plan,
    Rows,
    Table,
    TableColumn,
    Task,
    Unplaced,
)
from ..rulebook import RuleBook
from .context import Context
from .head import read_head
from .task import TaskReader, task_id


def normalize(document: Document, tables: tuple[PlanTable, ...], book: RuleBook) -> Plan:
    """The plan of one document. `tables` are its plan tables, in order.

    What is told of a row is a finding of the plan that names the task, and does not stand at the task: a page break
    asks it, and the tasks of Word and PDF are equal (CONTRACT 2.3).
    """
    head = read_head(document, tables, book)
    info = head.values[0]
    context = context_of(info)
    tasks = tuple(task for table in tables for task in _tasks(table, context, book))
    notices = [*document.notices, *(n for table in tables for n in table.notices if n.row is None)]
    of_rows = [
        replace(_finding(n), task=task_id(table, n.row)) for table in tables for n in table.notices if n.row is not None
    ]
    return Plan(
        schema=SCHEMA,
        document=info,
        tables=tuple(_table(table) for table in tables),
        tasks=tasks,
        findings=(
            *(_finding(n) for n in notices), *head.findings, *(f for task in tasks for f in task.findings), *of_rows
        ),
        accounting=_accounting(tables),
    )  # fmt: skip


def context_of(info: DocumentInfo) -> Context:
    """What the head says that a phrase reader may need."""
    return Context(
        plan_year=info.plan_year,
        issued_on=date.fromisoformat(info.issued_on) if info.issued_on else None,
        period=info.period,
        issuer=info.issuer.name,
        parent=info.issuer.parent,
    )


def _tasks(table: PlanTable, context: Context, book: RuleBook) -> tuple[Task, ...]:
    reader = TaskReader(table, context, book)
    return tuple(reader.read(row) for row in table.rows if row.kind == "task")


def _table(table: PlanTable) -> Table:
    columns = tuple(TableColumn(c.role, c.header, c.alternatives) for c in table.columns)
    return Table(table.id, table.annex, columns, table.pages, table.orientation)


def _finding(notice: Notice) -> Finding:
    where = f" (trang {notice.page})" if notice.page else ""
    return Finding(notice.code, notice.level, notice.message + where, quote=notice.quote)


def _accounting(tables: tuple[PlanTable, ...]) -> Accounting:
    kinds = ("total", "task", "section", "header", "continuation", "index", "total_row", "note")
    rows = Rows(**{kind: sum(getattr(t.counts, kind) for t in tables) for kind in kinds})
    unplaced = tuple(Unplaced(s.text, s.where) for t in tables for s in t.unplaced)
    source = sum(t.characters for t in tables)
    placed = sum(t.placed for t in tables)
    return Accounting(rows, Characters(source, placed, source - placed), unplaced)


def check_rules(book: RuleBook) -> list[str]:
    """Whether each rule reads its own examples and none of its counter-examples: one line a problem."""
    from . import deadline, owner, target, terms

    return [problem for module in (target, deadline, owner, terms) for problem in module.check_rules(book)]


def with_findings(plan: Plan, findings: tuple[Finding, ...]) -> Plan:
    """The plan with more findings: those of a task also stand at the task."""
    by_task: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.task:
            by_task.setdefault(finding.task, []).append(finding)
    tasks = tuple(
        replace(task, findings=(*task.findings, *by_task[task.id])) if task.id in by_task else task
        for task in plan.tasks
    )
    return replace(plan, tasks=tasks, findings=(*plan.findings, *findings))
