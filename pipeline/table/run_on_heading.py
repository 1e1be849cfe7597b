"""A repeated heading that runs on into the row below: no rule stands between them (ReportLab draws none above the rest
of a cut row). In: the first grid of a table, a further one. Out: the further one, the row given back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..document import Cell, Grid
from .lattice import Header, Lattice, bare

_SHARE = 0.6  # of the headings of that row are there
_BLANK = re.compile(r"\s+")


def part(first: Lattice, header: Header, grid: Grid) -> Grid:
    """The grid, its last heading row parted from the text that runs on below the headings; itself where none does."""
    last = header.bottom - header.top - 1
    if grid.rows <= last:
        return grid
    cells = [c for c in grid.cells if c.row + c.rowspan == last + 1]
    parts = {id(c): _parted(c.text, heads) for c in cells if (heads := _headings(first, header, grid, c))}
    texts = [c for c in cells if c.text.strip()]
    if len(parts) < _SHARE * len(_last_row(first, header)) or any(not parts.get(id(c)) for c in texts):
        return grid
    if not any(found and found[1] for found in parts.values()):
        return grid
    return replace(grid, rows=grid.rows + 1, cells=tuple(_rebuilt(grid.cells, cells, parts, last)), open_top=True)


def _rebuilt(
    cells: Sequence[Cell], heading: Sequence[Cell], parts: dict[int, tuple[str, str] | None], last: int
) -> Iterator[Cell]:
    for cell in cells:
        if cell.row > last:
            yield replace(cell, row=cell.row + 1)
        elif cell not in heading:
            yield cell if cell.row + cell.rowspan <= last else replace(cell, rowspan=cell.rowspan + 1)
        else:
            head, rest = parts.get(id(cell)) or (cell.text, "")
            yield replace(cell, text=head)
            yield replace(cell, row=last + 1, rowspan=1, text=rest, lead=None, bold=cell.bold and not rest)


def _last_row(first: Lattice, header: Header) -> list[Cell]:
    """The headings that reach down to the last row of the heading."""
    rows = first.starts[header.top : header.bottom]
    return [c for row in rows for c in row if c.row + c.rowspan == header.bottom and c.text.strip()]


def _headings(first: Lattice, header: Header, grid: Grid, cell: Cell) -> list[str]:
    """The headings this cell may stand for: those of its column, where the columns are the same; else all."""
    all_of_them = _last_row(first, header)
    if first.columns != grid.columns:
        return [c.text for c in all_of_them]
    return [c.text for c in all_of_them if c.column == cell.column]


def _parted(text: str, headings: Sequence[str]) -> tuple[str, str] | None:
    """(heading, what runs on); None where the text does not begin with one of the headings.

    >>> _parted("Nội dung\\nthực hiện nốt", ["Nội dung"])
    ('Nội dung', 'thực hiện nốt')
    """
    wanted = {bare(heading) for heading in headings}
    longest = max(map(len, wanted), default=0)
    for gap in (*_BLANK.finditer(text), None):
        head, rest = (text[: gap.start()], text[gap.end() :]) if gap else (text, "")
        if bare(head) in wanted:
            return head, rest
        if len(head) > 2 * longest + 2:
            return None
    return None
