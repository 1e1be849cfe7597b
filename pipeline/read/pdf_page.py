"""One page of a PDF. In: an open page. Out: its ruled grids with the lines in their cells, and the lines outside them.

Text is joined later (pdf_grid, pdf_flow): how lines end in a file shows only over many of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..rulebook import RuleBook
from .pdf_api import Chars, Page
from .pdf_cells import Ruled, find_grids
from .pdf_fonts import decode
from .pdf_footnotes import Marks, take_marks
from .pdf_paths import PathObject, Quad
from .pdf_pieces import Pieces, cut_fine
from .pdf_rulings import rulings
from .pdf_shading import coloured_cells, rules
from .pdf_stamps import without_stamp
from .pdf_strips import Strip, divide, settle, strips
from .pdf_text import Line, lines_of, make_line, rows_of, split_wide

if TYPE_CHECKING:
    from .scan_page import ScanPage

_FEW = 100  # paths are on every page with a table
_GAPPED = 3  # lines with gaps that a table without rules has
_DOT = 1.5  # points: smaller than the smallest letter


@dataclass(slots=True)
class FilledGrid:
    """A ruled grid and the lines in its cells, by cell index; -1: inside the grid, in no cell.

    edges: left and right inner edge of each cell, votes: what its lines tell of lists; both when all pages are read.
    """

    ruled: Ruled
    lines: dict[int, list[Line]]
    edges: list[tuple[float, float]] = field(default_factory=list)
    votes: dict[int, int] = field(default_factory=dict)
    bordered: bool = True


@dataclass(slots=True)
class PageRead:
    """What stands on a page. lines: rows of segments outside the grids, top to bottom. stamps: taken out of cells.

    marks: of footnotes; notes: their rows, once they are set apart from the lines.
    rules: heights of rules on a page without a ruled grid; pieces: its lines cut at narrower gaps.
    unruled: rows of a table were told by its text; unclear: they could not be, and the table is no grid.
    """

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
    converted: bool = False
    confidence: Callable[[Quad], float | None] | None = None
    marks: Marks = field(default_factory=Marks)
    notes: list[list[Line]] = field(default_factory=list)
    rules: list[float] = field(default_factory=list)
    pieces: Pieces = field(default_factory=lambda: Pieces([], {}))
    unruled: bool = False
    unclear: bool = False


def read_page(page: Page | ScanPage, book: RuleBook, stamps: list[re.Pattern[str]]) -> PageRead:
    """Read one open page."""
    paths, images = page.objects()
    chars = page.chars()
    converted = decode(page, chars, book)
    ruled = find_grids(*rulings(paths)) or coloured_cells(paths)
    marks = take_marks(chars, max((grid.ys[-1] for grid in ruled), default=0.0))
    outside: list[Strip] = list(strips(chars))
    grids: list[FilledGrid] = []
    for frame in ruled:
        cells, outside = _fill(outside, frame, chars)
        grids.append(FilledGrid(frame, {n: lines_of(found, chars) for n, found in cells.items()}))
    lines = [[make_line(part, chars) for part in split_wide(row, chars)] for row in rows_of(outside)]
    heights = [] if grids else rules(paths)
    pieces = Pieces([], {}) if grids or not (heights or _may_be_table(lines)) else cut_fine(outside, lines, chars)
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
        letters=len(text) - text.count(" ") - text.count("\n"),
        images=images,
        paths=_drawn(paths),
        unmapped=_unmapped(page, chars),
        stamps=quotes,
        converted=converted,
        marks=marks,
        rules=heights,
        pieces=pieces,
    )


def _may_be_table(lines: list[list[Line]]) -> bool:
    """Some lines have gaps."""
    return sum(len(row) > 1 for row in lines) >= _GAPPED


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


def _fill(found: Iterable[Strip], grid: Ruled, chars: Chars) -> tuple[dict[int, list[Strip]], list[Strip]]:
    """Strips by cell (-1: in the grid, in no cell), and those outside the grid."""
    ys, owner = grid.ys, grid.owner
    top, bottom, outer_left, outer_right = ys[0], ys[-1], grid.xs[0], grid.xs[-1]
    cells: dict[int, list[Strip]] = {}
    rest: list[Strip] = []
    pieces: list[Strip] = []
    bounds = [_bounds(row, grid.xs) for row in owner]
    for strip in found:
        half = strip.letter / 2
        y = strip.base - 1.2 * half
        if not top < y < bottom or strip.x0 >= outer_right or strip.x1 <= outer_left:
            rest.append(strip)
            continue
        lines, numbers = bounds[bisect_right(ys, y) - 1]
        first, last = bisect_right(lines, strip.x0 + half), bisect_right(lines, strip.x1 - half)
        parts = [(first, strip)] if first == last else divide(strip, chars, lines)
        for n, part in parts:
            cell = numbers[n]
            (rest if cell is None else cells.setdefault(cell, [])).append(part)
        if first != last:
            pieces += [part for _, part in parts]
    settle(pieces, chars)
    return cells, rest


def _bounds(row: list[int], xs: list[float]) -> tuple[list[float], list[int | None]]:
    """The verticals between the cells of a grid row, and the cell between each two; None outside the grid."""
    lines, cells = [xs[0]], [None, row[0]]
    for column in range(1, len(row)):
        if row[column] != row[column - 1]:
            lines.append(xs[column])
            cells.append(row[column])
    return [*lines, xs[-1]], [*cells, None]


def _drawn(paths: list[PathObject]) -> int:
    """How many paths may be letters: lines and the dots of dotted lines are none."""
    boxes = [box for box, _, _ in paths] if len(paths) > _FEW else []
    return sum(1 for x0, y0, x1, y1 in boxes if y1 - y0 > _DOT and x1 - x0 > _DOT)


def _unmapped(page: Page | ScanPage, chars: Chars) -> float:
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
