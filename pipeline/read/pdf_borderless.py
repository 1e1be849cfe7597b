"""Tables without verticals. In: the pages, running lines gone. Out: grids by gaps, and the lines left over.

A table is a run of lines on the same gutters, some of them in three columns or more; head and signature have two. The
gutters are measured on our own segments: the text strategy of pdfplumber cuts columns at every chance alignment of
words, and costs fifty times as much. Rows are told by rules where there are some, else by text (pdf_rows). A table
goes on at the top of the next page where its lines keep to the same columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from .pdf_cells import Box, Ruled
from .pdf_page import FilledGrid, PageRead
from .pdf_rows import TextRow, numbers, row_starts
from .pdf_text import Line

Span = tuple[float, float]

_ROWS, _COLUMNS = 4, 3
_ROWS_RULED = 2
_FAR = 5.0  # letters: lines farther apart are not of one table
_TITLES = 2  # lines over several columns that may follow each other
_SEGMENTS = 4  # rules that part so many rows part all


@dataclass(slots=True)
class _Band:
    """Rows of lines that respect the same gutters. spans: the columns' left and right ends so far.

    titles: lines over several columns at its end.
    """

    rows: list[list[Line]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    titles: int = 0

    def takes(self, row: list[Line], rules: Sequence[float]) -> bool:
        """Add a row if every line of it touches at most one column, or is a title."""
        if self.rows and row[0].base - self.rows[-1][0].base > _FAR * row[0].letter and not _between(row, rules):
            return False
        spans = list(self.spans)
        for line in row:
            met = [k for k, (x0, x1) in enumerate(spans) if line.x0 < x1 and line.x1 > x0]
            if len(met) > 1:
                return self._title(row)
            if not met and len(row) < _COLUMNS:
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
        self.spans, self.titles = spans, 0
        return True

    def _title(self, row: list[Line]) -> bool:
        if len(row) > 2 or self.titles >= _TITLES:
            return False
        self.titles += 1
        self.rows.append(row)
        return True

    def close(self) -> list[list[Line]]:
        """Take the titles at the end out again: text below the table."""
        cut = len(self.rows) - self.titles
        out, self.rows, self.titles = self.rows[cut:], self.rows[:cut], 0
        return out

    def refine(self) -> None:
        """Columns that a heading spans: by the rows from the first number on."""
        first = next((n for n, row in enumerate(self.rows) if TextRow(0, {0: row[0]}).numbered), 0)
        body = [line for row in self.rows[first:] if len(row) > 1 and not _wide(row, self.spans) for line in row]
        blocks = _blocks(body)
        if first and len(blocks) > len(self.spans):
            self.spans = blocks


def _between(row: list[Line], rules: Sequence[float]) -> bool:
    return bool(rules) and rules[0] < row[0].base < rules[-1]


def _blocks(lines: Iterable[Line]) -> list[Span]:
    blocks: list[Span] = []
    for x0, x1 in sorted((line.x0, line.x1) for line in lines):
        if blocks and x0 <= blocks[-1][1]:
            blocks[-1] = (blocks[-1][0], max(blocks[-1][1], x1))
        else:
            blocks.append((x0, x1))
    return blocks


def _met(line: Line, spans: Sequence[Span]) -> list[int]:
    """The columns a line touches."""
    return [k for k, (x0, x1) in enumerate(spans) if line.x0 < x1 and line.x1 > x0]


def _wide(row: Sequence[Line], spans: Sequence[Span]) -> bool:
    return any(len(_met(line, spans)) > 1 for line in row)


def find_borderless(pages: Sequence[PageRead]) -> None:
    """Turn the bands of pages without verticals into grids; their other lines stay."""
    runs: list[list[tuple[PageRead, _Band]]] = []
    for page in pages:
        if page.grids or page.unclear or not page.pieces.rows:
            continue
        above = runs[-1][-1] if runs and runs[-1][-1][0].number == page.number - 1 else None
        taken: list[_Band] = []
        for n, band in enumerate(_bands(page, above[1].spans if above else [])):
            goes_on = n == 0 and above is not None and band.spans and len(band.spans) == len(above[1].spans)
            if not _is_table(band, page, bool(goes_on)):
                continue
            taken.append(band)
            if goes_on:
                runs[-1].append((page, band))
            else:
                band.refine()
                runs.append([(page, band)])
        _take(page, taken)
    for run in runs:
        _build(run)


def _is_table(band: _Band, page: PageRead, goes_on: bool) -> bool:
    full = sum(len(row) >= _COLUMNS for row in band.rows)
    ruled = bool(page.rules) and any(_between(row, page.rules) for row in band.rows)
    return len(band.spans) >= _COLUMNS and full >= (1 if goes_on else _ROWS_RULED if ruled else _ROWS)


def _bands(page: PageRead, spans: list[Span]) -> list[_Band]:
    """spans: the columns of a table that the page before ends with."""
    bands: list[_Band] = [_Band([], spans)] if spans else []
    kept = {row[0].start for row in page.lines}
    for row in page.pieces.rows:
        parts = [line for line in row if page.pieces.row_of[line.start] in kept]
        if not parts or (bands and len(bands[-1].spans) >= _COLUMNS and bands[-1].takes(parts, page.rules)):
            continue
        if bands:
            bands += [_Band([left], [(line.x0, line.x1) for line in left]) for left in bands[-1].close()]
        bands.append(_Band([parts], [(line.x0, line.x1) for line in parts]))
    if bands:
        bands += [_Band([left], []) for left in bands[-1].close()]
    return bands


def _take(page: PageRead, bands: Sequence[_Band]) -> None:
    """The lines of tables out of the lines of the page."""
    taken = {page.pieces.row_of[line.start] for band in bands for row in band.rows for line in row}
    page.lines = [row for row in page.lines if row[0].start not in taken]


def _build(run: list[tuple[PageRead, _Band]]) -> None:
    """One table over pages: all its grids have the columns of all."""
    ends = zip(*(band.spans for _, band in run), strict=True)
    spans = [(min(x0 for x0, _ in column), max(x1 for _, x1 in column)) for column in ends]
    made = [(page, *_rows(band, page.rules, spans)) for page, band in run]
    clear = all(starts for _, _, starts in made)
    for page, rows, starts in made:
        if clear and starts:
            page.unruled = True
            page.grids.append(_grid(rows, starts, spans, page.rules))
        else:
            page.unclear = True
            page.lines = sorted([*page.lines, *(list(r.lines.values()) for r in rows)], key=lambda row: row[0].base)


def _rows(band: _Band, rules: Sequence[float], spans: list[Span]) -> tuple[list[TextRow], list[int] | None]:
    """The lines of a table by column, and where its rows begin."""
    rows = [_text_row(row, spans) for row in band.rows]
    tops = [0, *(n for n, (a, b) in enumerate(pairwise(rows), 1) if any(a.base < y < b.base for y in rules))]
    parts = [rows[a:b] for a, b in pairwise([*tops, len(rows)])]
    counts = [numbers(part) for part in parts]
    if len(parts) > 1 and (max(counts) == 1 or (max(counts) == 0 and len(parts) >= _SEGMENTS)):
        return rows, tops
    starts: list[int] = []
    for top, part, count in zip(tops, parts, counts, strict=True):
        found = row_starts(part) if count or (len(part) > 1 and not any(counts)) else [0]
        if found is None:
            return rows, None
        starts += [top + n for n in found]
    return rows, starts


def _text_row(row: Sequence[Line], spans: Sequence[Span]) -> TextRow:
    found = TextRow(row[0].base)
    for line in row:
        met = _met(line, spans) or [min(range(len(spans)), key=lambda k: abs(spans[k][0] - line.x0))]
        found.wide = found.wide or len(met) > 1
        before = found.lines.get(met[0])
        found.lines[met[0]] = _joined(before, line) if before else line
    return found


def _joined(a: Line, b: Line) -> Line:
    """Two pieces of one line of a cell."""
    return replace(a, text=f"{a.text} {b.text}", x1=b.x1, blank=b.blank, words=a.words + b.words)


def _grid(rows: list[TextRow], starts: list[int], spans: list[Span], rules: Sequence[float]) -> FilledGrid:
    xs = [x0 - 1 for x0, _ in spans] + [spans[-1][1] + 1]
    letter = next(iter(rows[0].lines.values())).letter
    ys = [rows[0].base - 2 * letter]
    ys += [_border(rows[n - 1].base, rows[n].base, rules) for n in starts[1:]]
    ys.append(rows[-1].base + letter)
    cells: list[Box] = []
    owner: list[list[int]] = []
    lines: dict[int, list[Line]] = {}
    for r, (a, b) in enumerate(pairwise([*starts, len(rows)])):
        owner.append([])
        reach = _reach(rows[a:b], spans)
        for c in range(len(spans)):
            if c not in reach:
                cells.append(Box(r, c, 1, 1 + sum(left == c for left in reach.values())))
            owner[r].append(owner[r][reach[c]] if c in reach else len(cells) - 1)
        for row in rows[a:b]:
            for c, line in row.lines.items():
                lines.setdefault(owner[r][c], []).append(line)
    edges = [(spans[cell.column][0], spans[cell.column + cell.colspan - 1][1]) for cell in cells]
    return FilledGrid(Ruled(xs, ys, cells, owner), lines, edges, bordered=False)


def _border(above: float, below: float, rules: Sequence[float]) -> float:
    return next((y for y in rules if above < y < below), (above + below) / 2)


def _reach(rows: Sequence[TextRow], spans: Sequence[Span]) -> dict[int, int]:
    """Columns that lie under a line from further left: column -> the one where it begins."""
    reach: dict[int, int] = {}
    for row in rows:
        for c, line in row.lines.items() if row.wide else ():
            reach.update({k: reach.get(c, c) for k in _met(line, spans) if k > c and k not in row.lines})
    return reach
