"""The accounting law: every non-white character of the source grids is placed once, or named as unplaced.

In: PlanTable and the grids it was made of. Out: nothing, or AccountingError: a bug of ours, no foreseen error.
Characters are counted again from what came out, never by taking one count from another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..document import Grid, PlanRow, PlanTable
from ..text import nonwhite


class AccountingError(AssertionError):
    """Characters or rows of a table were lost or doubled."""


def source_characters(grids: Iterable[Grid]) -> int:
    """Non-white characters of the cells, merged cells once, and of the strays."""
    return sum(sum(nonwhite(c.text) for c in grid.cells) + sum(nonwhite(s.text) for s in grid.strays) for grid in grids)


def placed_characters(rows: Iterable[PlanRow], number_column: int | None) -> int:
    """Characters that stand in the rows: own cells, ditto marks, labels split off a title."""
    return sum(_row_characters(row, number_column) for row in rows)


def _row_characters(row: PlanRow, number_column: int | None) -> int:
    count = 0
    for cell in row.cells:
        if cell.mark is not None:
            count += nonwhite(cell.mark)
        elif not cell.inherited:
            count += nonwhite(cell.text)
    in_cell = number_column is not None and row.cells[number_column].text
    if row.raw_number and not in_cell:
        count += nonwhite(row.raw_number)
    return count


def verify(table: PlanTable, grids: Sequence[Grid]) -> None:
    """Raises AccountingError when the sums of the table do not agree with its grids."""
    number = next((c.index for c in table.columns if c.role == "no"), None)
    source = source_characters(grids)
    placed = placed_characters((*table.rows, *table.furniture), number)
    unplaced = sum(nonwhite(stray.text) for stray in table.unplaced)
    if not (source == table.characters == placed + unplaced and placed == table.placed):
        raise AccountingError(f"{table.id}: {source} characters, {placed} placed, {unplaced} unplaced")
    counts = table.counts
    kinds = (
        counts.task,
        counts.section,
        counts.header,
        counts.continuation,
        counts.index,
        counts.total_row,
        counts.note,
    )
    if counts.total != sum(kinds):
        raise AccountingError(f"{table.id}: {counts.total} rows, {sum(kinds)} by kind")
