"""R1 to R4: things said twice or counted wrong. (R2, body against annex, is left out: more noise than help.)"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..document import PlanTable
from ..model import Finding, Task
from ..text import key
from .case import Case

_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")


def r1(case: Case) -> Iterator[Finding]:
    """Two tasks with one content."""
    first: dict[str, Task] = {}
    for task in case.plan.tasks:
        words = key(task.content)
        if len(words.split()) < 4:
            continue
        earlier = first.setdefault(words, task)
        same_owner = [o.name for o in earlier.owners] == [o.name for o in task.owners]
        if earlier is not task and same_owner:
            yield case.finding(
                "R1", f"Trùng nội dung với nhiệm vụ {earlier.number or earlier.id}.", task=task, quote=task.content
            )


def r3(case: Case) -> Iterator[Finding]:
    """The text states another number of tasks than the tables hold."""
    texts = [
        *case.body,
        *(" ".join(c.text for c in row.cells) for t in case.tables for row in t.rows if row.kind != "task"),
    ]
    for text in texts:
        match = case.search("task-count", text)
        if match and int(match[1]) not in _counts(case):
            yield case.finding(
                "R3",
                f"Lời văn ghi {match[1]} nhiệm vụ, các bảng có {len(case.plan.tasks)}.",
                quote=text[match.start() : match.end()],
            )


def _counts(case: Case) -> set[int]:
    """The true numbers of tasks: of all tables together, and of each (a total row speaks of its own)."""
    return {len(case.plan.tasks), *(sum(row.kind == "task" for row in t.rows) for t in case.tables)}


def r4(case: Case) -> Iterator[Finding]:
    """A budget column whose last total is not the sum of its rows."""
    for table in case.tables:
        for column in table.columns:
            if column.role == "budget":
                yield from _wrong_total(case, table, column.index)


def _wrong_total(case: Case, table: PlanTable, column: int) -> Iterator[Finding]:
    totals = [row for row in table.rows if row.kind == "total_row"]
    amounts = [_amount(row.cells[column].text) for row in table.rows if row.kind == "task" and not row.is_parent]
    stated = _amount(totals[-1].cells[column].text) if totals else None
    if stated is None or any(a is None for a in amounts):
        return
    total = sum(a for a in amounts if a is not None)
    if abs(total - stated) > 0.005:
        yield case.finding("R4", f"Cột kinh phí cộng được {total:.10g}, dòng tổng ghi {stated:.10g}.", column="budget")


def _amount(text: str) -> float | None:
    """The one amount of a cell, 0 for a blank one; None where the cell is not plainly one amount.

    >>> _amount("1.200,5"), _amount(""), _amount("NSNN")
    (1200.5, 0.0, None)
    """
    if not text.strip(" -"):
        return 0.0
    match = _AMOUNT.fullmatch(text.strip())
    return float(match[0].replace(".", "").replace(",", ".")) if match else None
