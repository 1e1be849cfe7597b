"""Where the rows of a table begin that has no rules between them. In: its lines by column. Out: the first line of each
row, or None where that cannot be told.

Numbers in the first column begin rows, if all columns begin at their tops; else rows are what wide gaps part, one
number in each. Where lines are as far apart as rows and cells stand in the middle of their rows nobody can tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .pdf_text import Line

_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXLC]{1,5}|[A-ZĐ]|[a-zđ])[.)]?\Z")
_SAME = 1.5  # points: bases of one line differ by so much at most
_APART = 1.12  # lines of two rows stand so much farther apart than those of one cell


@dataclass(slots=True)
class TextRow:
    """Lines at one height, by column. wide: one of them reaches over several columns."""

    base: float
    lines: dict[int, Line] = field(default_factory=dict)
    wide: bool = False

    @property
    def numbered(self) -> bool:
        return 0 in self.lines and _NUMBER.match(self.lines[0].text) is not None


def text_rows(cells: Mapping[int, Sequence[Line]]) -> list[TextRow]:
    """The lines of cells side by side, by height."""
    rows: list[TextRow] = []
    for base, column, line in sorted((line.base, c, line) for c, found in cells.items() for line in found):
        if not rows or base - rows[-1].base > _SAME or column in rows[-1].lines:
            rows.append(TextRow(base))
        rows[-1].lines[column] = line
    return rows


def numbers(rows: Sequence[TextRow]) -> int:
    """How many lines of the first column are numbers."""
    return sum(row.numbered for row in rows)


def row_starts(rows: Sequence[TextRow]) -> list[int] | None:
    """The first line of each row, [0] where all are one."""
    if numbers(rows):
        found = _by_number(rows)
        return found if _at_the_top(rows, found) else _by_gap(rows, numbered=True)
    return _by_gap(rows, numbered=False)


def _by_number(rows: Sequence[TextRow]) -> list[int]:
    """Numbers and titles over several columns; what stands above the first is a heading and the rest of a cut row."""
    starts = {n for n, row in enumerate(rows) if row.numbered or row.wide}
    starts |= {n + 1 for n, row in enumerate(rows) if row.wide and n + 1 < len(rows)}
    first = min(starts)
    if any(0 in row.lines for row in rows[:first]):
        pitch = _pitch(rows)
        last = max(n for n, row in enumerate(rows[:first]) if 0 in row.lines)
        gaps = [n for n in range(last + 1, first) if rows[n].base - rows[n - 1].base > _APART * pitch]
        starts |= set(gaps[:1])
    return sorted({0, *starts})


def _at_the_top(rows: Sequence[TextRow], starts: Sequence[int]) -> bool:
    """Cells begin at the tops of their rows: no sentence goes on beside a number, no wider gap inside a row."""
    beside = [row.lines[min(set(row.lines) - {0})] for row in rows if row.numbered and len(row.lines) > 1]
    alone = sum(1 for row in rows if row.numbered and len(row.lines) == 1)
    if alone or any(line.text[0].islower() for line in beside):
        return False
    first = next(n for n, row in enumerate(rows) if row.numbered)
    steps = {n: rows[n].base - rows[n - 1].base for n in range(first + 1, len(rows))}
    above = [step for n, step in steps.items() if n in starts]
    inside = [step for n, step in steps.items() if n not in starts]
    return not above or not inside or max(inside) <= _APART * min(above)


def _by_gap(rows: Sequence[TextRow], numbered: bool) -> list[int] | None:
    """Rows parted by wide gaps. numbered: each has one number, but for a heading and the rest of a cut row."""
    pitch = _pitch(rows)
    wide = [n for n in range(1, len(rows)) if rows[n].base - rows[n - 1].base > _APART * pitch]
    starts = [0, *wide]
    parts = [rows[a:b] for a, b in pairwise([*starts, len(rows)])]
    if not pitch or any(row.wide for row in rows) or (not numbered and not wide):
        return None
    counts = [numbers(part) for part in parts]
    if numbered and (any(n != 1 for n in counts[2:]) or any(n > 1 for n in counts)):
        return None
    return starts


def _pitch(rows: Sequence[TextRow]) -> float:
    """The usual distance of two lines of a cell: the smallest that is common inside a column. 0: no cell has two."""
    last: dict[int, float] = {}
    steps: Counter[float] = Counter()
    for row in rows:
        for column in row.lines:
            if column in last:
                steps[round((row.base - last[column]) * 2) / 2] += 1
            last[column] = row.base
    enough = max(2, sum(steps.values()) // 10)
    return min((step for step, count in steps.items() if count >= enough), default=0.0)
