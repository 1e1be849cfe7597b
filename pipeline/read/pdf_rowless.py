"""Tables ruled but between their rows. In: a page, running lines gone. Out: its grids with rows told by their text.

Only a grid of one or two rows is looked at, of which one holds several numbers in its first column. Where the rows
cannot be told the grid is taken away and a person told: one row of all tasks would be wrong in every cell.
"""

from __future__ import annotations

from itertools import pairwise

from .pdf_cells import Box, Ruled
from .pdf_page import FilledGrid, PageRead
from .pdf_rows import TextRow, numbers, row_starts, text_rows

_RULED = 3  # rows of a grid that has rules between its rows
_COLUMNS = 3


def split_rows(page: PageRead) -> None:
    """Divide the rows that are many."""
    kept: list[FilledGrid] = []
    for grid in page.grids:
        rows = _tall(grid)
        if rows is None and not _has_numbers_beside(grid, page):
            kept.append(grid)
            continue
        starts = row_starts(rows[1]) if rows else None
        if rows is None or starts is None:
            page.unclear = True
            cells = dict(enumerate(grid.lines.values()))
            page.lines += [list(row.lines.values()) for row in (rows[1] if rows else text_rows(cells))]
            page.lines.sort(key=lambda row: row[0].base)
        else:
            page.unruled = True
            kept.append(_divided(grid, rows[0], [rows[1][n].base for n in starts], rows[1]))
    page.grids = kept


def _has_numbers_beside(grid: FilledGrid, page: PageRead) -> bool:
    """Few rows, and the numbers of many stand left of the first vertical: the table has no outer border."""
    (left, *_), (top, *others) = grid.ruled.xs, grid.ruled.ys
    if len(others) >= _RULED:
        return False
    beside = [row[0] for row in page.lines if top < row[0].base < others[-1] and row[0].x1 <= left]
    return numbers([TextRow(line.base, {0: line}) for line in beside]) > 1


def _tall(grid: FilledGrid) -> tuple[int, list[TextRow]] | None:
    """The last row of a grid and its lines, if it holds several numbers one below the other."""
    ruled = grid.ruled
    last = len(ruled.ys) - 2
    columns = len(ruled.xs) - 1
    if last + 1 >= _RULED or columns < _COLUMNS or len(set(ruled.owner[last])) < columns or -1 in ruled.owner[last]:
        return None
    if any(ruled.cells[n].row != last for n in ruled.owner[last]):
        return None
    rows = text_rows({c: grid.lines.get(n, []) for c, n in enumerate(ruled.owner[last])})
    found = [n for n, row in enumerate(rows) if row.numbered]
    if len(found) < 2 or _is_one_number(rows, found, ruled.xs[:2]):
        return None
    return (last, rows) if numbers(rows) > 2 or len({row.lines[0].text for row in rows if row.numbered}) > 1 else None


def _is_one_number(rows: list[TextRow], found: list[int], column: list[float]) -> bool:
    """A number broken in a narrow column: its parts are on lines of their own, or no more letter had room in each."""
    if any(b != a + 1 for a, b in pairwise(found)):
        return False
    parts = [rows[n].lines[0] for n in found]
    full = (line.x1 + line.letter > column[1] - (line.x0 - column[0]) for line in parts[:-1])
    return all(len(rows[n].lines) == 1 for n in found[1:]) or all(full)


def _divided(grid: FilledGrid, last: int, bases: list[float], rows: list[TextRow]) -> FilledGrid:
    """The grid with its last row divided above these base lines."""
    ruled = grid.ruled
    every = [row.base for row in rows]
    cuts = [(every[every.index(base) - 1] + base) / 2 for base in bases[1:]]
    columns = len(ruled.xs) - 1
    cells = [cell for cell in ruled.cells if cell.row < last]
    owner = [row[:] for row in ruled.owner[:last]]
    lines = {n: found for n, found in grid.lines.items() if n < len(cells)}
    for r in range(len(cuts) + 1):
        first = len(cells)
        owner.append([first + c for c in range(columns)])
        cells += [Box(last + r, c, 1, 1) for c in range(columns)]
    for row in rows:
        r = sum(cut < row.base for cut in cuts)
        for column, line in row.lines.items():
            lines.setdefault(owner[last + r][column], []).append(line)
    ys = [*ruled.ys[:-1], *cuts, ruled.ys[-1]]
    return FilledGrid(
        Ruled(ruled.xs, ys, cells, owner, ruled.open_top, ruled.open_bottom), lines, bordered=grid.bordered
    )
