"""One w:tbl, read in one pass over its w:tr and w:tc. In: the element. Out: a Grid, or lines where no grid is right.

Rows and cells in content controls count, deleted and hidden rows do not. Nested tables and text boxes are text of
their outer cell, a row of them a line. The geometry is `word_grid`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate

from ..document import Grid, Orientation
from .word_blocks import blocks, branch
from .word_grid import Row, Slot, covered, make_grid
from .word_names import (
    ALL,
    ALTERNATE,
    DELETED,
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
    w,
    whole,
)
from .word_notices import Remarks
from .word_styles import Sheet, drawn
from .word_text import Line, LineReader

_GRID_SPAN, _V_MERGE, _H_MERGE, _BORDERS, _TC_W = map(w, ("gridSpan", "vMerge", "hMerge", "tcBorders", "tcW"))
_BEFORE, _AFTER, _W_BEFORE, _HEADER, _HIDDEN = map(w, ("gridBefore", "gridAfter", "wBefore", "tblHeader", "hidden"))
_W, _TYPE = w("w"), w("type")
_INSIDE_CELLS = frozenset((P, TBL, TBL_PR, TR_PR, TC_PR, DELETED))
_BETWEEN = " | "


class TableReader:
    """Reads the tables of one document. `show` turns raw text into the text of the output."""

    def __init__(self, lines: LineReader, sheet: Sheet, remarks: Remarks, show: Callable[[str], str]) -> None:
        self._lines, self._sheet, self._remarks, self._show = lines, sheet, remarks, show

    def read(self, table: Element, number: int, orientation: Orientation) -> Grid | list[str]:
        """A Grid; for a table with more columns than any plan, its rows as lines."""
        bordered = self._sheet.table_bordered(table.find(TBL_PR))
        self._lines.in_table = True
        edges = _edges(table)
        read = [(tr, row) for tr in _parts(table, TR) if (row := self._row(tr, bordered))]
        self._lines.in_table = False
        if any(row.end + 1 != len(edges) for _, row in read):
            for tr, row in read:
                _measure(tr, row)
        rows = [row for _, row in read]
        grid = make_grid(rows, edges, number, orientation)
        for text in covered(rows):
            self._remarks.add("W7", text)
        if grid is None and rows:
            self._remarks.add("W8")
        return grid or [line for row in rows if (line := _BETWEEN.join(slot.text for slot in row.slots if slot.text))]

    def lines(self, table: Element) -> Iterator[Line]:
        """A table as lines, a row a line: one inside a cell or a text box."""
        for tr in _parts(table, TR):
            row = self._row(tr, False)
            if row:
                texts = (" ".join(slot.text.split("\n")) for slot in row.slots)
                yield Line("", _BETWEEN.join(filter(None, texts)))

    def _row(self, tr: Element, bordered: bool) -> Row | None:
        """None for a row deleted while changes are tracked, or hidden."""
        row = Row([], 0)
        after = 0
        for part in _parts(tr, TC, TR_PR):
            if part.tag == TC:
                self._add_cell(part, row, bordered)
                continue
            for child in part:
                tag = child.tag
                if tag == _HEADER:
                    row.header = bool(is_on(child))
                elif tag == _BEFORE:
                    row.end = max(0, whole(child.get(VAL)))
                    row.before = None if row.before == 0.0 else row.before
                elif tag == _AFTER:
                    after = max(0, whole(child.get(VAL)))
                elif tag == _W_BEFORE:
                    row.before = points(child.get(_W))
                elif tag == DELETED or (tag == _HIDDEN and is_on(child)):
                    self._remarks.add("W2" if tag == DELETED else "W1", "".join(map(str, tr.itertext())))
                    return None
        row.end += after
        return row

    def _add_cell(self, tc: Element, row: Row, bordered: bool) -> None:
        slot = Slot(row.end, row.end + 1, bordered)
        lines: list[Line] = []
        joined = False
        for child in tc[ALL]:
            tag = child.tag
            if tag == P:
                line = self._lines.read(child)
                if line is not None:
                    lines.append(line)
                    if line.boxes:
                        self._add_boxes(line, lines)
            elif tag == TC_PR:
                joined = _describe(child, slot)
            else:
                self._add_blocks([child], lines)
        if self._lines.carried:
            lines.append(self._lines.rest())
        self._fill(slot, lines)
        row.end = slot.end
        if joined and row.slots:  # an old way to merge to the left
            row.slots[-1].absorb(slot)
        else:
            row.slots.append(slot)

    def _fill(self, slot: Slot, lines: list[Line]) -> None:
        if len(lines) == 1:
            line = lines[0]
            slot.text, slot.bold = self._show(line.label + line.text if line.label else line.text), line.bold
        elif lines:
            full = [line for line in lines if line.text.strip()]
            slot.text = self._show("\n".join(line.label + line.text for line in lines))
            slot.bold = bool(full) and all(line.bold for line in full)
        if slot.merge == "continue":  # an automatic number under a merged cell is no loss
            slot.under = self._show("\n".join(line.text for line in lines))

    def _add_boxes(self, line: Line, lines: list[Line]) -> None:
        for box in line.boxes:
            self._add_blocks(box, lines)

    def _add_blocks(self, container: Element | list[Element], lines: list[Line]) -> None:
        for block in blocks(container, self._remarks):
            if block.tag == TBL:
                lines.extend(self.lines(block))
            else:
                line = self._lines.read(block)
                if line is not None:
                    lines.append(line)
                    self._add_boxes(line, lines)


def _parts(parent: Element, *tags: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those inside content controls and the like."""
    for child in parent[ALL]:
        tag = child.tag
        if tag in tags:
            yield child
        elif tag == ALTERNATE:
            yield from _parts(branch(child), *tags)
        elif tag not in _INSIDE_CELLS and len(child):
            yield from _parts(child, *tags)


def _describe(cell_pr: Element, slot: Slot) -> bool:
    """Write what a w:tcPr says into the slot; whether the cell is merged to the left in the old way."""
    joined = False
    for child in cell_pr[ALL]:
        tag = child.tag
        if tag == _GRID_SPAN:
            slot.end = slot.start + max(1, whole(child.get(VAL), 1))
        elif tag == _V_MERGE:
            slot.merge = child.get(VAL, "continue")
        elif tag == _H_MERGE:
            joined = child.get(VAL, "continue") == "continue"
        elif tag == _BORDERS:
            slot.bordered = _bordered(child, slot.bordered)
    return joined


def _measure(tr: Element, row: Row) -> None:
    """Set the widths of the cells; only rows that do not fill the grid need them."""
    cells = list(_parts(tr, TC))
    if len(cells) == len(row.slots):
        for tc, slot in zip(cells, row.slots, strict=True):
            slot.width = _width(tc.find(f"{TC_PR}/{_TC_W}"))


def _width(tc_w: Element | None) -> float | None:
    if tc_w is None:
        return None
    text, kind = tc_w.get(_W, ""), tc_w.get(_TYPE, "dxa")
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


def _edges(table: Element) -> list[float]:
    """The edges w:tblGrid gives; [] where it gives none that can be used."""
    widths = [points(column.get(_W)) or 0.0 for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
    return [0.0, *accumulate(widths)] if widths and min(widths) > 0 else []
