"""One w:tbl as a rectangular Grid. In: the element. Out: a Grid, or lines where no grid makes sense.

One pass over w:tr and w:tc, linear in cells. A merged cell is one Cell. Grid columns where no cell begins or ends
are dropped; rows that do not fill the grid are set by their widths. Nested tables are text of their outer cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from ..document import Cell, Grid, Orientation
from ..model import WordFragment
from .word_names import (
    ALTERNATE,
    DELETED,
    P_PR,
    R_PR,
    TBL,
    TBL_PR,
    TC,
    TC_PR,
    TR,
    TR_PR,
    VAL,
    Element,
    P,
    is_on,
    points,
    value,
    w,
    whole,
)
from .word_notices import Remarks
from .word_styles import Sheet, drawn
from .word_text import Line, LineReader, blocks, branch

MOST_COLUMNS = 300  # Word itself stops at 63
_GRID_SPAN, _V_MERGE, _H_MERGE, _BORDERS, _TC_W = map(w, ("gridSpan", "vMerge", "hMerge", "tcBorders", "tcW"))
_BEFORE, _AFTER, _W_BEFORE = w("gridBefore"), w("gridAfter"), w("wBefore")
_FAR = 10**6


@dataclass(slots=True)
class _Slot:
    """A w:tc in its row: grid columns [start, end), width in points or (below 0) as a share of the table."""

    start: int
    end: int
    merge: str
    width: float | None
    text: str
    bold: bool
    hidden: str  # what it holds besides an automatic number, should it lie under a merged cell
    bordered: bool


@dataclass(slots=True)
class _Row:
    slots: list[_Slot]
    before: float | None
    end: int
    header: bool


class TableReader:
    """Reads the tables of one document. `show` turns raw text into the text of the output."""

    def __init__(self, lines: LineReader, sheet: Sheet, remarks: Remarks, show: Callable[[str], str]) -> None:
        self._lines, self._sheet, self._remarks, self._show = lines, sheet, remarks, show

    def read(self, table: Element, number: int, orientation: Orientation) -> Grid | tuple[str, ...]:
        """A Grid; for a table beyond all plans, or without rows, its rows as lines."""
        table_bordered = self._sheet.table_bordered(table.find(TBL_PR))
        rows = [self._row(tr, table_bordered) for tr in _descendants(table, TR) if not self._left_out(tr)]
        edges = _fit(rows, _grid(table))
        used = sorted({place for row in rows for slot in row.slots for place in (slot.start, slot.end)})
        if not used or len(used) - 1 > MOST_COLUMNS:
            if used:
                self._remarks.add("W8")
            return tuple(filter(None, (" | ".join(s.text for s in row.slots if s.text) for row in rows)))
        boxes = [slot.bordered for row in rows for slot in row.slots]
        return Grid(
            rows=len(rows),
            columns=len(used) - 1,
            cells=tuple(self._cells(rows, {place: n for n, place in enumerate(used)}, number)),
            edges=tuple(round(edges[place] - edges[used[0]], 2) for place in used) if edges else (),
            orientation=orientation,
            header_rows=next((n for n, row in enumerate(rows) if not row.header), len(rows)),
            bordered=2 * sum(boxes) >= len(boxes),
        )

    def _cells(self, rows: list[_Row], column: dict[int, int], number: int) -> list[Cell]:
        """The cells in reading order, vertical merges joined."""
        placed: list[tuple[_Slot, int]] = []
        spans: list[int] = []
        open_merges: dict[int, tuple[int, int]] = {}  # start -> (end, index in placed)
        for n, row in enumerate(rows):
            still_open: dict[int, tuple[int, int]] = {}
            for slot in row.slots:
                end, index = open_merges.get(slot.start, (0, -1))
                if slot.merge == "continue" and end == slot.end:
                    spans[index] += 1
                    if slot.hidden:
                        self._remarks.add("W7", slot.hidden)
                else:
                    index = len(placed)
                    placed.append((slot, n))
                    spans.append(1)
                if slot.merge:
                    still_open[slot.start] = (slot.end, index)
            open_merges = still_open
        return [
            Cell(
                row=n,
                column=column[slot.start],
                text=slot.text,
                rowspan=span,
                colspan=column[slot.end] - column[slot.start],
                fragment=WordFragment(number, n + 1, column[slot.start] + 1),
                bold=slot.bold,
            )
            for (slot, n), span in zip(placed, spans, strict=True)
        ]

    def _left_out(self, tr: Element) -> bool:
        """Deleted while changes are tracked, or hidden."""
        row_pr = tr.find(TR_PR)
        if row_pr is None:
            return False
        code = "W2" if row_pr.find(DELETED) is not None else "W1" if is_on(row_pr.find(w("hidden"))) else None
        if code:
            self._remarks.add(code, " ".join(t.text or "" for t in tr.iter(w("t"), w("delText"))))
        return code is not None

    def _row(self, tr: Element, table_bordered: bool) -> _Row:
        row_pr = tr.find(TR_PR)
        slots: list[_Slot] = []
        place = max(0, whole(value(row_pr, _BEFORE)))
        for tc in _descendants(tr, TC):
            slot, continues = self._slot(tc, place, table_bordered)
            place = slot.end
            if continues and slots:
                slots[-1].end = place
                slots[-1].text = "\n".join(filter(None, (slots[-1].text, slot.text)))
            else:
                slots.append(slot)
        header = row_pr is not None and bool(is_on(row_pr.find(w("tblHeader"))))
        before = points(value(row_pr, _W_BEFORE, w("w"))) if value(row_pr, _BEFORE) else 0.0
        return _Row(slots, before, place + max(0, whole(value(row_pr, _AFTER))), header)

    def _slot(self, tc: Element, start: int, bordered: bool) -> tuple[_Slot, bool]:
        span, merge, continues, width = 1, "", False, None
        cell_pr = tc.find(TC_PR)
        for child in cell_pr if cell_pr is not None else ():
            tag = child.tag
            if tag == _TC_W:
                width = _width(child)
            elif tag == _GRID_SPAN:
                span = max(1, whole(child.get(VAL), 1))
            elif tag == _V_MERGE:
                merge = child.get(VAL, "continue")
            elif tag == _H_MERGE:
                continues = child.get(VAL, "continue") == "continue"
            elif tag == _BORDERS:
                bordered = _bordered(child, bordered)
        lines = list(self._cell_lines(tc))
        text = self._show("\n".join(line.label + line.text for line in lines))
        full = [line.bold for line in lines if line.text and not line.text.isspace()]
        hidden = "\n".join(line.text for line in lines if line.text.strip()) if merge == "continue" else ""
        return _Slot(start, start + span, merge, width, text, bool(full) and all(full), hidden, bordered), continues

    def _cell_lines(self, container: Element) -> Iterator[Line]:
        """The lines of a cell or text box, text boxes and nested tables in their place."""
        self._lines.in_table = True
        for block in blocks(container, self._remarks):
            if block.tag == TBL:
                yield from self._nested(block)
                continue
            line = self._lines.read(block)
            if line is not None:
                yield line
                for box in line.boxes:
                    yield from self._cell_lines(box)
        last = self._lines.rest()
        if last is not None:
            yield last
        self._lines.in_table = False

    def _nested(self, table: Element) -> Iterator[Line]:
        for tr in _descendants(table, TR):
            if not self._left_out(tr):
                cells = [list(self._cell_lines(tc)) for tc in _descendants(tr, TC)]
                texts = (" ".join(line.label + line.text for line in lines).strip() for lines in cells)
                yield Line("", " | ".join(filter(None, texts)))

    def lines(self, table: Element) -> Iterator[Line]:
        """A table as lines, a row a line: one inside a text box."""
        yield from self._nested(table)


def _descendants(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those inside content controls and the like."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag == ALTERNATE:
            yield from _descendants(branch(child), tag)
        elif child.tag not in (P, TBL, P_PR, TBL_PR, TR_PR, R_PR, DELETED) and len(child):
            yield from _descendants(child, tag)


def _width(tc_w: Element) -> float | None:
    kind, text = tc_w.get(w("type"), "dxa"), tc_w.get(w("w"), "")
    if kind == "pct" or text.endswith("%"):
        share = whole(text.rstrip("%")) / (100 if text.endswith("%") else 5000)
        return -share if share > 0 else None
    return (points(text) or None) if kind == "dxa" else None


def _bordered(borders: Element, table_bordered: bool) -> bool:
    """One line under a cell does not make it a box; four sides taken away unmake it."""
    visible = drawn(borders)
    if visible >= 2:
        return True
    return table_bordered and not (len(borders) >= 4 and visible == 0)


def _grid(table: Element) -> list[float]:
    """The edges w:tblGrid gives; [] where it gives none that can be used."""
    widths = [points(column.get(w("w"))) or 0.0 for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
    return [0.0, *accumulate(widths)] if widths and min(widths) > 0 else []


def _fit(rows: list[_Row], edges: list[float]) -> list[float]:
    """Set short rows on the edges by their widths; give the edges of all grid columns, [] if unknown."""
    full = max((row.end for row in rows), default=0)
    if len(edges) != full + 1:
        edges = next((found for row in rows if (found := _edges_of(row, full))), edges)
    if len(edges) < full + 1:
        return []
    for row in rows:
        if row.end < full:
            _snap(row, edges[: full + 1])
    return edges


def _edges_of(row: _Row, full: int) -> list[float]:
    """The edges as the widths of a full row without merged cells give them."""
    widths = [slot.width for slot in row.slots if slot.width and slot.width > 0]
    return [0.0, *accumulate(widths)] if len(widths) == len(row.slots) == full else []


def _snap(row: _Row, edges: list[float]) -> None:
    """Move the cells of a short row to the edges nearest to their widths, if all have one and stay apart."""
    total = edges[-1]
    widths = [-slot.width * total if slot.width and slot.width < 0 else slot.width for slot in row.slots]
    if row.before is None or not all(widths):
        return
    places = [0]
    at = row.before
    for width in (0.0, *widths):
        at += width or 0.0
        places.append(min(range(len(edges)), key=lambda n: abs(edges[n] - at)))
    places = places[1:]
    if all(a < b for a, b in pairwise(places)):
        for slot, (start, end) in zip(row.slots, pairwise(places), strict=True):
            slot.start, slot.end = start, end
