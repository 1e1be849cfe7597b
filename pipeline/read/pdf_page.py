"""One page of a PDF. In: an open page. Out: its grids with their cells' text, and the lines outside them.

Paragraphs, running headers and the verdict on the text need all pages: they are made later.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from ..document import Cell, Grid, Orientation, Stray
from ..model import PageFragment
from ..text import clean, nonwhite
from . import pdf_lines
from .pdf_api import Chars, Page, Quad
from .pdf_cells import Ruled, find_grids
from .pdf_lines import Habit
from .pdf_rulings import rulings
from .pdf_stamps import without_stamp
from .pdf_text import Line, Piece, make_line, pieces, rows_of, split_where, split_wide

_PADDING = 5.4  # Word's, where the lines do not show it


@dataclass(slots=True)
class PageRead:
    """What stands on a page. lines: rows of segments outside the grids, top to bottom; grids with their tops."""

    number: int
    width: float
    height: float
    lines: list[list[Line]]
    grids: list[tuple[float, Grid]]
    text: str
    letters: int
    images: list[Quad] = field(default_factory=list)
    paths: int = 0
    unmapped: float = 0.0
    stamps: list[str] = field(default_factory=list)


def read_page(page: Page, habit: Habit, stamps: list[re.Pattern[str]]) -> PageRead:
    """Read one open page. `habit` is counted on from page to page."""
    paths, images = page.objects()
    chars = page.chars()
    ruled = find_grids(*rulings(paths))
    inside, outside = _sort_in(pieces(chars), ruled, chars)
    lines = [[make_line(part, chars) for part in split_wide(row)] for row in rows_of(outside)]
    for row in lines:
        for line in row:
            line.bold, line.italic = page.style(line.start)
    quotes: list[str] = []
    grids, texts = [], [line.text for row in lines for line in row]
    for grid, cells in zip(ruled, inside, strict=True):
        filled = {n: [make_line(row, chars) for row in rows_of(found)] for n, found in cells.items()}
        quotes += _unstamp(filled, stamps)
        texts += [line.text for some in filled.values() for line in some]
        grids.append((grid.ys[0], _grid(page, grid, filled, habit)))
    text = "\n".join(texts)
    return PageRead(
        page.number,
        page.width,
        page.height,
        lines,
        grids,
        text,
        nonwhite(text),
        images,
        len(paths),
        _unmapped(page, chars),
        quotes,
    )


def _unstamp(filled: dict[int, list[Line]], stamps: list[re.Pattern[str]]) -> list[str]:
    """Take signing stamps out of the lines of cells; what was taken out."""
    quotes: list[str] = []
    for n, lines in filled.items():
        for line in lines:
            if ":" in line.text:
                line.text, found = without_stamp(line.text, stamps)
                quotes += found
        if quotes:
            filled[n] = [line for line in lines if line.text]
    return quotes


def _sort_in(found: list[Piece], ruled: list[Ruled], chars: Chars) -> tuple[list[dict[int, list[Piece]]], list[Piece]]:
    """Pieces by grid and cell (-1: in the grid, in no cell), and those outside."""
    inside: list[dict[int, list[Piece]]] = [{} for _ in ruled]
    outside: list[Piece] = []
    for piece in found:
        letter = (piece.x1 - piece.x0) / (piece.end - piece.start)
        y = piece.base - 0.6 * letter
        for grid, cells in zip(ruled, inside, strict=True):
            first = grid.place(piece.x0 + letter / 2, y)
            last = grid.place(piece.x1 - letter / 2, y)
            if first is None and last is None:
                continue
            if first == last and first is not None:
                cells.setdefault(first, []).append(piece)
            else:
                _share(piece, grid, y, chars, cells, outside)
            break
        else:
            outside.append(piece)
    return inside, outside


def _share(
    piece: Piece, grid: Ruled, y: float, chars: Chars, cells: dict[int, list[Piece]], outside: list[Piece]
) -> None:
    """A word over two cells, or over the edge of the grid."""
    for part in split_where(piece, chars, lambda x: grid.place(x, y)):
        place = grid.place((chars.left[part.start] + chars.right[part.start]) / 2, y)
        (outside if place is None else cells.setdefault(place, [])).append(part)


def _grid(page: Page, grid: Ruled, filled: dict[int, list[Line]], habit: Habit) -> Grid:
    pad_left, pad_right = _padding(grid, filled)
    edges = {
        n: (grid.xs[c.column] + pad_left, grid.xs[c.column + c.colspan] - pad_right) for n, c in enumerate(grid.cells)
    }
    for n, lines in filled.items():
        if n >= 0:
            habit.see(lines, *edges[n])
    cells = tuple(_cell(page, grid, n, filled.get(n, []), edges[n], habit) for n in range(len(grid.cells)))
    lost = filled.get(-1, [])
    strays = (Stray(clean("\n".join(line.text for line in lost)), f"trang {page.number}"),) if lost else ()
    orientation: Orientation = "landscape" if page.width > page.height else "portrait"
    return Grid(
        rows=len(grid.ys) - 1,
        columns=len(grid.xs) - 1,
        cells=cells,
        edges=tuple(round(x, 2) for x in grid.xs),
        page=page.number,
        orientation=orientation,
        open_top=grid.open_top,
        open_bottom=grid.open_bottom,
        strays=strays,
    )


def _cell(page: Page, grid: Ruled, n: int, lines: list[Line], edge: tuple[float, float], habit: Habit) -> Cell:
    box = grid.cells[n]
    x0, top, x1, bottom = grid.box(box)
    fragment = PageFragment(page.number, (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)))
    if not lines:
        return Cell(box.row, box.column, "", box.rowspan, box.colspan, fragment)
    return Cell(
        box.row,
        box.column,
        clean(pdf_lines.join(lines, *edge, habit)),
        box.rowspan,
        box.colspan,
        fragment,
        page.style(lines[0].start)[0],
        round(pdf_lines.free_width(lines[-1], *edge), 2),
        round(lines[0].lead + 0.55 * lines[0].letter, 2),
    )


def _padding(grid: Ruled, filled: dict[int, list[Line]]) -> tuple[float, float]:
    """Left and right padding of the cells, from the lines that stand nearest to the edges."""
    left: Counter[float] = Counter()
    right: list[float] = []
    for n, lines in filled.items():
        if n >= 0:
            x0, _, x1, _ = grid.box(grid.cells[n])
            left.update(round((line.x0 - x0) * 2) / 2 for line in lines)
            right += [x1 - line.x1 for line in lines]
    enough = max(1, sum(left.values()) // 12)
    usual = next((inset for inset in sorted(left) if left[inset] >= enough and inset >= 0), _PADDING)
    pad_left = min(usual, 9.0)
    nearest = sorted(right)[len(right) // 50] if right else pad_left
    return pad_left, max(0.0, min(pad_left, nearest))


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
