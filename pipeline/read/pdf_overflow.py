"""Text that hangs out of a table at a page end. In: the pages, running lines gone. Out: such lines in their cells.

LibreOffice sometimes lets the last line of a cut cell hang below the rule that closes the page. Taken into the cell is
only what stands one line below its text, within its edges, where the table goes on at the top of the next page.
"""

from __future__ import annotations

from itertools import pairwise

from .pdf_page import FilledGrid, PageRead
from .pdf_text import Line

_SAME = 1.5  # points two edges may differ by


def take_in(pages: list[PageRead]) -> None:
    """Move the hanging lines into the cells above them."""
    for page, after in pairwise(pages):
        if page.grids and after.grids and _goes_on(page.grids[-1], after):
            grid = page.grids[-1]
            below = [row for row in page.lines if row[0].base > grid.ruled.ys[-1]]
            if len(below) == 1 and (cells := _cells(grid, below[0])):
                for cell, line in zip(cells, below[0], strict=True):
                    grid.lines[cell].append(line)
                page.lines = [row for row in page.lines if row is not below[0]]


def _goes_on(grid: FilledGrid, after: PageRead) -> bool:
    """The next page begins with a grid of the same width."""
    first = after.grids[0].ruled
    if after.lines and after.lines[0][0].base < first.ys[0]:
        return False
    return all(abs(grid.ruled.xs[end] - first.xs[end]) <= _SAME for end in (0, -1))


def _cells(grid: FilledGrid, row: list[Line]) -> list[int]:
    """The cell each line goes on, [] if one goes on none."""
    found = [next((n for n in grid.lines if n >= 0 and _hangs(grid, n, line)), None) for line in row]
    return [n for n in found if n is not None] if None not in found else []


def _hangs(grid: FilledGrid, cell: int, line: Line) -> bool:
    x0, _, x1, bottom = grid.ruled.box(grid.ruled.cells[cell])
    lines = grid.lines[cell]
    if bottom < grid.ruled.ys[-1] or line.x0 < x0 or line.x1 > x1 or len(lines) < 2:
        return False
    pitch = lines[-1].base - lines[-2].base
    return abs(line.base - lines[-1].base - pitch) < 0.15 * pitch and abs(line.x0 - lines[-1].x0) <= _SAME
