"""Tables without rules. In: the lines of a page that has no ruled grid. Out: grids by gaps, and the lines left over.

A table is a run of lines on the same gutters, at least four of them in three columns or more; head and signature
have two. The gutters are measured on our own segments: the text strategy of pdfplumber cuts columns at every
chance alignment of words, and costs fifty times as much. A row begins where the first column holds text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from .pdf_cells import Box, Ruled
from .pdf_page import FilledGrid, PageRead
from .pdf_text import Line

_ROWS, _COLUMNS = 4, 3
_FAR = 5.0  # letters: lines farther apart are not of one table


@dataclass(slots=True)
class _Band:
    """Rows of lines that respect the same gutters. spans: the columns' left and right ends so far."""

    rows: list[list[Line]] = field(default_factory=list)
    spans: list[tuple[float, float]] = field(default_factory=list)

    def takes(self, row: list[Line]) -> bool:
        """Add a row if every line of it touches at most one column."""
        if self.rows and row[0].base - self.rows[-1][0].base > _FAR * row[0].letter:
            return False
        spans = list(self.spans)
        for line in row:
            met = [k for k, (x0, x1) in enumerate(spans) if line.x0 < x1 and line.x1 > x0]
            if len(met) > 1 or (not met and len(row) < _COLUMNS):
                return False
            if met:
                x0, x1 = spans[met[0]]
                spans[met[0]] = (min(x0, line.x0), max(x1, line.x1))
            else:
                spans.append((line.x0, line.x1))
        spans.sort()
        if any(a[1] >= b[0] for a, b in pairwise(spans)):
            return False
        self.rows.append(row)
        self.spans = spans
        return True

    @property
    def is_table(self) -> bool:
        return sum(len(row) >= _COLUMNS for row in self.rows) >= _ROWS


def find_borderless(page: PageRead) -> None:
    """Turn the bands of a page without rules into grids; its other lines stay."""
    if page.grids:
        return
    rest: list[list[Line]] = []
    for band in _bands(page.lines):
        if band.is_table:
            page.grids.append(_grid(band))
        else:
            rest += band.rows
    page.lines = rest


def _bands(rows: list[list[Line]]) -> list[_Band]:
    bands: list[_Band] = []
    for row in rows:
        open_band = bands and len(bands[-1].spans) >= _COLUMNS
        if not (open_band and bands[-1].takes(row)):
            bands.append(_Band([row], [(line.x0, line.x1) for line in row]))
    return bands


def _grid(band: _Band) -> FilledGrid:
    spans = band.spans
    xs = [x0 - 1 for x0, _ in spans] + [spans[-1][1] + 1]
    starts = [n for n, row in enumerate(band.rows) if n == 0 or row[0].x0 < spans[0][1]]
    tops = [band.rows[n][0].base - 2 * band.rows[n][0].letter for n in starts]
    ys = [*tops, band.rows[-1][0].base + band.rows[-1][0].letter]
    columns, count = len(spans), len(starts)
    cells = [Box(r, c, 1, 1) for r in range(count) for c in range(columns)]
    owner = [[r * columns + c for c in range(columns)] for r in range(count)]
    lines: dict[int, list[Line]] = {}
    for n, row in enumerate(band.rows):
        r = sum(start <= n for start in starts) - 1
        for line in row:
            c = next(k for k, (x0, x1) in enumerate(spans) if x0 <= line.x0 <= x1)
            lines.setdefault(r * columns + c, []).append(line)
    return FilledGrid(Ruled(xs, ys, cells, owner), lines, [spans[cell.column] for cell in cells], bordered=False)
