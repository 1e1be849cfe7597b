"""R1 to R4: things said twice, counted wrong, or looked for in vain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..document import PlanRow, PlanTable
from ..model import Finding, Task
from ..text import key
from .case import Case, cell

_SMALL_GAP = re.compile(r"[\s,;.]+")
_TELLING = ("target", "result", "deliverable", "time")
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")


def r1(case: Case) -> Iterator[Finding]:
    """Two tasks of one section with one content but for small words; in two sections only with one target and day.

    What stands in two sections with two targets is asked twice on purpose ("đến năm 2030", "tầm nhìn 2045").
    """
    seen: dict[str, list[Task]] = {}
    for task in case.plan.tasks:
        words = " ".join(_SMALL_GAP.sub(" ", case.replace("small-words", " ", key(task.content))).split())
        if len(words.split()) < 4:
            continue
        earlier = next((t for t in seen.setdefault(words, []) if _repeats(t, task)), None)
        seen[words].append(task)
        if earlier:
            message = f"Trùng nội dung với nhiệm vụ {earlier.number or earlier.id}."
            yield case.finding("R1", message, task=task, quote=task.content, column="content")


def _repeats(earlier: Task, task: Task) -> bool:
    if [key(o.name) for o in earlier.owners] != [key(o.name) for o in task.owners]:
        return False
    if (earlier.table, earlier.sections) == (task.table, task.sections):
        return True
    return all(key(cell(earlier, role)) == key(cell(task, role)) for role in _TELLING)


def r2(case: Case) -> Iterator[Finding]:
    """The body names a task or section of the annex that no table has."""
    places = {label for table in case.tables for row in table.rows for label in _labels(row)}
    for text in case.body:
        for match in case.iterate("annex-place", text):
            if places and match["label"] not in places:
                quote = text[match.start() : match.end()]
                yield case.finding("R2", f"Phụ lục không có số {match['label'].upper()}.", quote=quote)


def _labels(row: PlanRow) -> Iterator[str]:
    """Every way to call a row: "1.4", "I.1.4"; its sections: "I", "I.1"."""
    path = [*(section.number or "" for section in row.sections), row.number or ""]
    for end in range(1, len(path) + 1):
        for start in range(end):
            yield ".".join(filter(None, path[start:end])).lower()


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
