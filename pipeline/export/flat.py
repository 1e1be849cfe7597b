"""A task as one flat row, for CSV, Parquet and Excel. In: Plan. Out: dicts of str, int, float or None."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..model import SCHEMA, Accounting, Deadline, DocumentInfo, File, Finding, Owner, Plan, Section, Target, Task

Value = str | int | float | None
Row = dict[str, Value]

_SIGNS = {
    "ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "khoảng", "ratio_ge": "gấp ≥", "rank_le": "hạng ≤",
    "ordinal_ge": "từ mức", "maintain_ge": "duy trì ≥", "delta_ge": "≥", "delta_le": "≤",
}  # fmt: skip
_CHANGE = {"up": "tăng", "down": "giảm", None: "thay đổi"}


def rows(plan: Plan) -> Iterator[Row]:
    """One row a task, in the plan's order; the keys are the same in every row."""
    annexes = {table.id: table.annex for table in plan.tables}
    head = document_columns(plan)
    for task in with_all_findings(plan):
        yield {**head, "annex": annexes.get(task.table), **task_columns(task)}


def with_all_findings(plan: Plan) -> list[Task]:
    """The tasks, each with every finding of the plan that names it, where the plan itself is not at hand."""
    by_task: dict[str | None, list[Finding]] = {}
    for finding in plan.findings:
        by_task.setdefault(finding.task, []).append(finding)
    return [replace(task, findings=tuple(by_task.get(task.id, ()))) for task in plan.tasks]


def columns() -> list[str]:
    """The names of all columns, in order."""
    nothing = DocumentInfo(File("", "", "", None, False))
    plan = Plan(SCHEMA, nothing, (), (Task("", "", None, (), "", ()),), (), Accounting())
    return list(next(rows(plan)))


def document_columns(plan: Plan) -> Row:
    """The columns that say which document a task comes from."""
    info = plan.document
    return {
        "document": info.file.name,
        "document_sha256": info.file.sha256,
        "document_type": info.type,
        "reference": info.reference,
        "issuer": info.issuer.name,
        "issuer_parent": info.issuer.parent,
        "issued_on": info.issued_on,
        "plan_year": info.plan_year,
        "subject": info.subject,
    }


def task_columns(task: Task) -> Row:
    """The task's own columns; lists are joined with "; "."""
    deadline = task.deadline or Deadline("unspecified")
    first = next((t for t in task.targets if t.role == "target"), None)
    return {
        "task_id": task.id,
        "table": task.table,
        "number": task.number,
        "section": section_path(task.sections),
        "content": task.content,
        "targets": "; ".join(dict.fromkeys(target_text(t) for t in task.targets if t.role == "target")) or None,
        "target_comparator": first.comparator if first else None,
        "target_value": first.value if first and not isinstance(first.value, str) else None,
        "target_upper": first.upper if first else None,
        "target_unit": first.unit if first else None,
        "deliverable": task.deliverable,
        "deadline_text": deadline.text or None,
        "deadline_kind": task.deadline.kind if task.deadline else None,
        "deadline_start": deadline.start,
        "deadline_end": deadline.end,
        "due_date": deadline.due_date,
        "recurrence": deadline.recurrence,
        "lead": names(task.owners, "lead"),
        "cooperating": names(task.owners, "cooperating"),
        "requested": names(task.owners, "requested"),
        "leader": names(task.owners, "leader"),
        "method": cell_text(task, "method"),
        "note": cell_text(task, "note"),
        "findings": "; ".join(f"{f.code}: {f.message}" for f in task.findings) or None,
    }


def section_path(sections: Iterable[Section]) -> str | None:
    """ "I. Tên mục > 1. Tên mục con", null at the top level."""
    heads = (f"{s.number}. {s.title}" if s.number else s.title for s in sections)
    return " > ".join(heads) or None


def target_text(target: Target) -> str:
    """A target in a person's notation: "≥ 85 %"; a zero tolerance and what has no number stay in their words."""
    plain = target.value is None or target.comparator in ("improve", "qualitative")
    if plain or (target.value == 0 and target.comparator in ("le", "delta_ge")):
        return target.text
    words = [_SIGNS.get(target.comparator, "")]
    if target.comparator.startswith("delta"):
        words.insert(0, _CHANGE[target.direction])
    words.append(_number(target.value if target.value is not None else ""))
    words.append(f"- {_number(target.upper)}" if target.upper is not None else "")
    words.append(target.unit.replace("_", " ") if target.unit and target.comparator != "rank_le" else "")
    words.append(target.scope if target.scope and target.scope != target.unit else "")
    return " ".join(word for word in words if word)


def _number(value: float | str) -> str:
    """Decimal comma, no thousands mark, as officials write.

    >>> _number(87.5), _number(2), _number("Khá")
    ('87,5', '2', 'Khá')
    """
    return value if isinstance(value, str) else f"{value:.10g}".replace(".", ",")


def names(owners: Iterable[Owner], role: str) -> str | None:
    return "; ".join(o.name for o in owners if o.role == role) or None


def cell_text(task: Task, role: str) -> str | None:
    return "\n".join(c.text for c in task.cells if c.role == role and c.text) or None
