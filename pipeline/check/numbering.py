"""N1 to N3: numbers of tasks and sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from ..document import PlanRow, PlanTable
from ..model import Finding
from .case import Case

LETTERS = "abcdđeghiklmnopqrstuvxy"  # points run a, b, c, d, đ, e, g: no f, j, w, z
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def ordinal(label: str) -> tuple[str, int] | None:
    """(kind and stem, place in its series) of a label; None where it belongs to no series.

    >>> ordinal("1.10"), ordinal("IV"), ordinal("đ"), ordinal("7"), ordinal("x-1")
    (('1.', 10), ('roman', 4), ('letter', 5), ('', 7), None)
    """
    if match := re.fullmatch(r"((?:[\w]+\.)*?)(\d{1,4})", label):
        return match[1], int(match[2])
    if label and set(label) <= set(_ROMAN):
        return "roman", _roman(label)
    if len(label) == 1 and label.lower() in LETTERS:
        return "letter", LETTERS.index(label.lower()) + 1
    return None


def _roman(label: str) -> int:
    values = [_ROMAN[c] for c in label]
    return sum(-v if v < next_ else v for v, next_ in zip(values, [*values[1:], 0], strict=True))


def n1(case: Case) -> Iterator[Finding]:
    """Gap, duplicate or wrong order among the tasks of one section."""
    by_row = {task.id: task for task in case.plan.tasks}
    for table in case.tables:
        rows = [row for row in table.rows if row.kind == "task" and row.number and not _inherited_number(table, row)]
        for _, group in groupby(rows, key=lambda row: row.sections):
            last: dict[str, int] = {}
            good: dict[str, int] = {}  # the last place that followed its predecessor: after one slip the series goes on
            for row in group:
                place = ordinal(row.number or "")
                if place is None:
                    continue
                stem, number = place
                if number in (last.get(stem, 0) + 1, good.get(stem, 0) + 1) or stem not in last:
                    good[stem] = number
                else:
                    task = by_row.get(f"{table.id}.r{row.ordinal:03d}")
                    message = _n1_message(row.number or "", number, last[stem])
                    yield case.finding("N1", message, task=task, quote=row.number, column="no")
                last[stem] = number


def _inherited_number(table: PlanTable, row: PlanRow) -> bool:
    return any(c.role == "no" and row.cells[c.index].inherited for c in table.columns)


def _n1_message(label: str, number: int, before: int) -> str:
    if number == before:
        return f"Số thứ tự {label} bị trùng."
    return f"Số thứ tự {label} {'nhảy số' if number > before else 'sai thứ tự'}."


def n2(case: Case) -> Iterator[Finding]:
    """Labels of one kind written in two ways ("2." beside "1"); told for the rarer way."""
    for table in case.tables:
        styles: dict[str, dict[str, list[str]]] = {}
        for row in table.rows:
            place = ordinal(row.number or "") if row.raw_number else None
            if place and row.raw_number:
                kind = f"{row.kind} {place[0] if place[0] in ('roman', 'letter') else place[0].count('.')}"
                tail = row.raw_number.strip()[len(row.number or "") :].strip()
                styles.setdefault(kind, {}).setdefault(tail, []).append(row.raw_number.strip())
        for ways in styles.values():
            if len(ways) > 1:
                _, rare = min(ways.items(), key=lambda way: (len(way[1]), way[0] == ""))
                usual = max(ways.values(), key=len)[0]
                message = f"Cùng một cấp, có chỗ ghi “{rare[0]}”, có chỗ ghi “{usual}”."
                yield case.finding("N2", message, quote=", ".join(rare[:5]), column="no")


def n3(case: Case) -> Iterator[Finding]:
    """A section without tasks; a task outside any section where the others stand in sections."""
    for table in case.tables:
        tasks = [row for row in table.rows if row.kind == "task"]
        filled = {section.title for row in tasks for section in row.sections}
        for row in table.rows:
            texts = [cell.text for cell in row.cells if cell.text]
            if row.kind == "section" and not any(title in text for title in filled for text in texts):
                yield case.finding("N3", "Mục không có nhiệm vụ nào.", quote=" ".join(texts))
        outside = [row for row in tasks if not row.sections]
        if filled and outside:
            numbers = ", ".join(row.number or f"dòng {row.ordinal}" for row in outside[:5])
            yield case.finding("N3", f"{len(outside)} nhiệm vụ đứng ngoài các mục.", quote=numbers)
