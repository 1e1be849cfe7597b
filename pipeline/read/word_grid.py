"""Rows of cells made a rectangular Grid. In: `Row`s of `Slot`s as the file gives them. Out: a Grid.

A merged cell becomes one Cell. Grid columns where no cell begins or ends are dropped; rows that do not fill the grid
are set by the widths of their cells. Cells never overlap and none is lost. It knows no XML.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise

from ..document import Cell, Grid, Orientation
from ..model import WordFragment

MOST_COLUMNS = 300  # Word itself stops at 63


@dataclass(slots=True)
class Slot:
    """A cell in its row: grid columns [start, end), text as shown, its part in a vertical merge.

    under: its text that is lost should a cell above cover it; width: in points, below 0 as a share of the table.
    """

    start: int
    end: int
    bordered: bool = False
    text: str = ""
    bold: bool = False
    merge: str | None = None
    under: str = ""
    width: float | None = None

    def absorb(self, right: Slot) -> None:
        """Take in the slot at the right."""
        self.end = right.end
        self.text = "\n".join(filter(None, (self.text, right.text)))
        if self.merge == "continue":
            self.under = "\n".join(filter(None, (self.under, right.under or right.text)))


@dataclass(slots=True)
class Row:
    """end: grid columns the row says it fills; before: width in points left free at its start, None if unknown."""

    slots: list[Slot]
    end: int
    before: float | None = 0.0
    header: bool = False


def make_grid(rows: list[Row], edges: list[float], number: int, orientation: Orientation) -> Grid | None:
    """The grid of the n-th table. None where it has no cell, or more columns than any plan."""
    edges = _fit(rows, edges)
    used = sorted({place for row in rows for slot in row.slots for place in (slot.start, slot.end)})
    if not 0 < len(used) - 1 <= MOST_COLUMNS:
        return None
    boxes = [slot.bordered for row in rows for slot in row.slots]
    return Grid(
        rows=len(rows),
        columns=len(used) - 1,
        cells=_cells(rows, {place: n for n, place in enumerate(used)}, number),
        edges=tuple(round(edges[place] - edges[used[0]], 2) for place in used) if edges else (),
        orientation=orientation,
        header_rows=next((n for n, row in enumerate(rows) if not row.header), len(rows)),
        bordered=2 * sum(boxes) >= len(boxes),
    )


def covered(rows: Iterable[Row]) -> list[str]:
    """The text that lies under vertical merges."""
    return [slot.under for row in rows for slot in row.slots if slot.under]


def _cells(rows: list[Row], column: dict[int, int], number: int) -> tuple[Cell, ...]:
    """The cells in reading order; a continued slot lengthens the cell above that has the same edges."""
    tops: list[tuple[int, Slot]] = []
    spans: dict[int, int] = {}  # index in tops -> rows, where more than one
    open_merges: dict[int, tuple[int, int]] = {}  # start -> (end, index in tops)
    for n, row in enumerate(rows):
        still_open: dict[int, tuple[int, int]] = {}
        for slot in row.slots:
            if slot.merge is None:
                tops.append((n, slot))
                continue
            end, index = open_merges.get(slot.start, (0, -1))
            if slot.merge == "continue" and end == slot.end:
                spans[index] = spans.get(index, 1) + 1
            else:
                index = len(tops)
                tops.append((n, slot))
                slot.under = ""
            still_open[slot.start] = (slot.end, index)
        open_merges = still_open
    cells = []
    for index, (n, slot) in enumerate(tops):
        start = column[slot.start]
        place = WordFragment(number, n + 1, start + 1)
        cells.append(Cell(n, start, slot.text, spans.get(index, 1), column[slot.end] - start, place, slot.bold))
    return tuple(cells)


def _fit(rows: list[Row], edges: list[float]) -> list[float]:
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


def _edges_of(row: Row, full: int) -> list[float]:
    """The edges as the widths of a full row without merged cells give them."""
    widths = [slot.width for slot in row.slots if slot.width and slot.width > 0]
    return [0.0, *accumulate(widths)] if len(widths) == len(row.slots) == full else []


def _snap(row: Row, edges: list[float]) -> None:
    """Move the cells of a short row to the edges nearest to their widths, if all have one and stay apart."""
    total = edges[-1]
    widths = [-slot.width * total if slot.width and slot.width < 0 else slot.width or 0.0 for slot in row.slots]
    if row.before is None or not all(widths):
        return
    ends = accumulate([row.before, *widths])
    places = [min(range(len(edges)), key=lambda n: abs(edges[n] - end)) for end in ends]
    if all(a < b for a, b in pairwise(places)):
        for slot, (start, end) in zip(row.slots, pairwise(places), strict=True):
            slot.start, slot.end = start, end
