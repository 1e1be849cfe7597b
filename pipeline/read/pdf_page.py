"""One page of a PDF. In: an open page. Out: its ruled grids with the lines in their cells, and the lines outside them.

Text is joined later (pdf_grid, pdf_flow): how lines end in a file shows only over many of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from ..text import nonwhite
from .pdf_api import Chars, Page, Quad
from .pdf_cells import Ruled, find_grids
from .pdf_rulings import rulings
from .pdf_stamps import without_stamp
from .pdf_text import Line, Piece, make_line, pieces, rows_of, split_where, split_wide


@dataclass(slots=True)
class FilledGrid:
    """A ruled grid and the lines in its cells, by cell index; -1: inside the grid, in no cell.

    edges: left and right inner edge of each cell, measured when all pages are read.
    """

    ruled: Ruled
    lines: dict[int, list[Line]]
    edges: list[tuple[float, float]] = field(default_factory=list)


@dataclass(slots=True)
class PageRead:
    """What stands on a page. lines: rows of segments outside the grids, top to bottom. stamps: taken out of cells."""

    number: int
    width: float
    height: float
    lines: list[list[Line]]
    grids: list[FilledGrid]
    text: str
    letters: int
    images: list[Quad] = field(default_factory=list)
    paths: int = 0
    unmapped: float = 0.0
    stamps: list[str] = field(default_factory=list)


def read_page(page: Page, stamps: list[re.Pattern[str]]) -> PageRead:
    """Read one open page."""
    paths, images = page.objects()
    chars = page.chars()
    ruled = find_grids(*rulings(paths))
    grids, outside = [], pieces(chars)
    for frame in ruled:
        cells, outside = _fill(outside, frame, chars)
        grids.append(FilledGrid(frame, _lines_by_cell(cells, chars)))
    lines = [[make_line(part, chars) for part in split_wide(row)] for row in rows_of(outside)]
    quotes = [quote for grid in grids for quote in _unstamp(grid.lines, stamps)]
    texts = [line.text for row in lines for line in row]
    for row in lines:
        for line in row:
            line.bold, line.italic = page.style(line.start)
    for grid in grids:
        for found in grid.lines.values():
            found[0].bold, found[0].italic = page.style(found[0].start)
            texts += [line.text for line in found]
    text = "\n".join(texts)
    return PageRead(
        number=page.number,
        width=page.width,
        height=page.height,
        lines=lines,
        grids=grids,
        text=text,
        letters=nonwhite(text),
        images=images,
        paths=len(paths),
        unmapped=_unmapped(page, chars),
        stamps=quotes,
    )


def _lines_by_cell(cells: dict[int, list[Piece]], chars: Chars) -> dict[int, list[Line]]:
    return {n: [make_line(row, chars) for row in rows_of(found)] for n, found in cells.items()}


def _unstamp(filled: dict[int, list[Line]], stamps: list[re.Pattern[str]]) -> list[str]:
    """Take signing stamps out of the lines of cells; what was taken out."""
    quotes: list[str] = []
    for n, lines in list(filled.items()):
        before = len(quotes)
        for line in lines:
            if ":" in line.text:
                line.text, found = without_stamp(line.text, stamps)
                quotes += found
        if len(quotes) > before:
            filled[n] = [line for line in lines if line.text]
            if not filled[n]:
                del filled[n]
    return quotes


def _fill(found: list[Piece], grid: Ruled, chars: Chars) -> tuple[dict[int, list[Piece]], list[Piece]]:
    """Pieces by cell (-1: in the grid, in no cell), and those outside the grid. The hot loop of the reader."""
    xs, ys, owner = grid.xs, grid.ys, grid.owner
    left, top, right, bottom = xs[0], ys[0], xs[-1], ys[-1]
    ends = [xs[c.column + c.colspan] for c in grid.cells]
    ends.append(left)  # for -1: no word ends before it
    cells: dict[int, list[Piece]] = {}
    rest: list[Piece] = []
    for piece in found:
        x0, x1, base, _, start, end = piece
        half = (x1 - x0) / (end - start) / 2
        x, y = x0 + half, base - 1.2 * half
        if y <= top or y >= bottom or x >= right or x1 - half <= left:
            rest.append(piece)
            continue
        n = owner[bisect_right(ys, y) - 1][bisect_right(xs, x) - 1] if x > left else -1
        if x1 - half <= ends[n]:
            cells.setdefault(n, []).append(piece)
        else:
            _share(piece, grid, y, chars, cells, rest)
    return cells, rest


def _share(
    piece: Piece, grid: Ruled, y: float, chars: Chars, cells: dict[int, list[Piece]], outside: list[Piece]
) -> None:
    """A word over two cells, or over the edge of the grid."""
    for part in split_where(piece, chars, lambda x: grid.place(x, y)):
        place = grid.place((chars.left[part.start] + chars.right[part.start]) / 2, y)
        (outside if place is None else cells.setdefault(place, [])).append(part)


def _unmapped(page: Page, chars: Chars) -> float:
    """Share of characters without a trustworthy Unicode value, from a sample; private-use characters count."""
    n = len(chars.text)
    if not n:
        return 0.0
    step = max(1, n // 64)
    sample = [i for i in range(0, n, step) if not chars.text[i].isspace()]
    if not sample:
        return 0.0
    private = sum("\ue000" <= chars.text[i] <= "\uf8ff" or chars.text[i] == "\ufffd" for i in sample)
    return (private + page.map_errors(sample)) / len(sample)
