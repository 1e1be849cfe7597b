"""Grids with lines in their cells to `Grid`s. In: a page as read, how the file ends its lines. Out: grids with text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ..document import Cell, Grid, Orientation, Stray
from ..model import PageFragment, ScanFragment
from ..text import clean
from .pdf_cells import Box
from .pdf_lines import Edges, Habit, free_width, join, list_votes
from .pdf_page import FilledGrid, PageRead
from .pdf_text import Line

_PADDING = 5.4  # Word's, where the lines do not show it
_MOST = 9.0
_TELL = 6  # equal distances that tell
_PITCH = 15.0  # of lines, where no cell has two
_DRAW_BLANKS = ("LibreOffice", "OpenOffice")
_BREAK_AT_SLASHES = ("Skia/PDF", "WeasyPrint", "cairo", "Qt ")
_ENOUGH = 600  # lines tell how a file is set; the rest say the same


@dataclass(slots=True)
class Padding:
    """Distances of lines from the edges of their cells, over all grids with the same columns."""

    left: Counter[float] = field(default_factory=Counter)
    right: list[float] = field(default_factory=list)

    def add(self, filled: FilledGrid) -> None:
        grid = filled.ruled
        if len(self.right) > _ENOUGH:
            return
        lefts: list[float] = []
        for n, lines in filled.lines.items():
            if n >= 0:
                x0, _, x1, _ = grid.box(grid.cells[n])
                lefts += [round((line.x0 - x0) * 2) / 2 for line in lines]
                self.right += [x1 - line.x1 for line in lines]
        self.left.update(lefts)

    def inner(self) -> tuple[float, float]:
        """Left and right padding of the cells, from the lines that stand nearest to the edges."""
        enough = max(1, sum(self.left.values()) // 12)
        usual = next((x for x in sorted(self.left) if self.left[x] >= enough and x >= 0), _PADDING)
        left = min(usual, _MOST)
        nearest = sorted(self.right)[len(self.right) // 50] if self.right else left
        return left, max(0.0, min(left, nearest))


def measure(pages: Sequence[PageRead], producer: str) -> Habit:
    """Fill in the inner edges of all cells, and count how lines end in this file."""
    paddings: dict[tuple[int, ...], Padding] = {}
    grids = [(tuple(map(round, grid.ruled.xs)), grid) for page in pages for grid in page.grids if grid.bordered]
    for key, grid in grids:
        paddings.setdefault(key, Padding()).add(grid)
    inner = {key: padding.inner() for key, padding in paddings.items()}
    blanks, slashes = (any(name in producer for name in names) for names in (_DRAW_BLANKS, _BREAK_AT_SLASHES))
    habit = Habit(known=blanks, slashes=slashes)
    for key, grid in grids:
        left, right = inner[key]
        xs = grid.ruled.xs
        grid.edges = [(xs[c.column] + left, xs[c.column + c.colspan] - right) for c in grid.ruled.cells]
    for page in pages:
        for grid in page.grids:
            _count(grid, habit)
    habit.settle()
    return habit


def _count(grid: FilledGrid, habit: Habit) -> None:
    """What the cells of a grid tell; those without rules tell nothing about the file."""
    for n, lines in grid.lines.items():
        if n >= 0:
            edges = grid.edges[n]
            grid.votes[n] = votes = list_votes(lines, edges)
            if grid.bordered and habit.soft < _ENOUGH and (votes or len(lines) > 1):
                habit.see(lines, edges, votes)


def build_grid(page: PageRead, filled: FilledGrid, habit: Habit, end: float) -> Grid:
    """The grid as the reader hands it on. end: how far down the text of the page may reach."""
    grid = filled.ruled
    xs, ys = [round(x, 2) for x in grid.xs], [round(y, 2) for y in grid.ys]
    votes: Counter[int] = Counter()
    for n, count in filled.votes.items():
        if count and len(filled.lines[n]) > 1:
            votes[grid.cells[n].row] += count
    pitch = _pitch(filled)
    cells = [
        _cell(box, _fragment(page, box, xs, ys), filled.lines.get(n), edge, habit, votes.get(box.row, 0), pitch)
        for n, (box, edge) in enumerate(zip(grid.cells, filled.edges, strict=True))
    ]
    lost = clean("\n".join(line.text for line in filled.lines.get(-1, [])))
    orientation: Orientation = "landscape" if page.width > page.height else "portrait"
    return Grid(
        rows=len(grid.ys) - 1,
        columns=len(grid.xs) - 1,
        cells=tuple(cells),
        edges=tuple(xs),
        page=page.number,
        orientation=orientation,
        bordered=filled.bordered,
        open_top=grid.open_top,
        open_bottom=grid.open_bottom,
        strays=(Stray(lost, f"trang {page.number}"),) if lost else (),
        spare=round(max(0.0, end - grid.ys[-1]) / (pitch or _PITCH), 1),
    )


def _pitch(filled: FilledGrid) -> float:
    """The usual distance of two lines in the cells, 0 where too few tell."""
    cells = [lines for n, lines in filled.lines.items() if n >= 0 and len(lines) > 1]
    steps = Counter([round(b.base - a.base, 1) for lines in cells for a, b in pairwise(lines)])
    usual, count = steps.most_common(1)[0] if steps else (0.0, 0)
    return usual if count >= _TELL else 0.0


def _fragment(page: PageRead, box: Box, xs: list[float], ys: list[float]) -> PageFragment:
    row, column, rowspan, colspan = box
    place = (xs[column], ys[row], xs[column + colspan], ys[row + rowspan])
    confidence = page.confidence(place) if page.confidence else None
    return PageFragment(page.number, place) if confidence is None else ScanFragment(page.number, place, confidence)


def _cell(
    box: Box, place: PageFragment, lines: list[Line] | None, edge: Edges, habit: Habit, votes: int, pitch: float
) -> Cell:
    row, column, rowspan, colspan = box
    if not lines:
        return Cell(row, column, "", rowspan, colspan, place)
    first = lines[0]
    text = clean(join(lines, edge, habit, votes, pitch) if len(lines) > 1 else first.text)
    room, lead = round(free_width(lines[-1], edge), 2), round(first.lead + first.space, 2)
    return Cell(
        row, column, text, rowspan, colspan, place, first.bold, room, lead,
        habit.ended(lines, edge),
    )  # fmt: skip
