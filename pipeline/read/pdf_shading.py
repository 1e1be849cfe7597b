"""Tables drawn without verticals: coloured cells, coloured rows, rules alone. In: the painted paths of a page without
a ruled grid. Out: grids of cells that are coloured each; heights at which rules or coloured rows begin and end.
"""

from __future__ import annotations

from collections.abc import Iterator

from .pdf_cells import Ruled, find_grids
from .pdf_paths import PathObject, Quad, straight_pieces
from .pdf_rulings import NEAR, THIN, Segment, joined, meeting

_LEAST = 3  # rows and columns of coloured cells that make a table
_SHORT = 8.0  # points: lower boxes are no cells
_WIDE = 200.0  # narrower rules are underlines
_SAME = 6.0  # points the ends of rules of one table may differ by
_MOST = 2_000  # paths of a table; more are a drawing


def coloured_cells(paths: list[PathObject]) -> list[Ruled]:
    """Grids of coloured boxes that touch."""
    boxes = list(_boxes(paths)) if len(paths) <= _MOST else []
    cells = [box for box in boxes if min(box[2] - box[0], box[3] - box[1]) > _SHORT]
    if len(cells) < _LEAST * _LEAST:
        return []
    flat = [(y, x0, x1) for x0, y0, x1, y1 in cells for y in (y0, y1)]
    upright = [(x, y0, y1) for x0, y0, x1, y1 in cells for x in (x0, x1)]
    grids = find_grids(*meeting(joined(flat), joined(upright)))
    return [
        grid for grid in grids if min(len(grid.xs), len(grid.ys)) > _LEAST and all(min(row) >= 0 for row in grid.owner)
    ]


def rules(paths: list[PathObject]) -> list[float]:
    """Where rules and coloured rows of one width begin and end, top to bottom; [] if there are not two."""
    boxes = list(_boxes(paths)) if len(paths) <= _MOST else []
    flat: list[Segment] = []
    for x0, y0, x1, y1 in boxes:
        if y1 - y0 <= THIN:
            flat.append(((y0 + y1) / 2, x0, x1))
        elif y1 - y0 > _SHORT:
            flat += [(y0, x0, x1), (y1, x0, x1)]
    found = [rule for rule in joined(flat) if rule[2] - rule[1] > _WIDE]
    alike = max(
        ([r for r in found if abs(r[1] - s[1]) <= _SAME and abs(r[2] - s[2]) <= _SAME] for s in found),
        key=len, default=[],
    )  # fmt: skip
    heights = sorted(rule[0] for rule in alike)
    return heights if len(heights) > 1 and heights[-1] - heights[0] > NEAR else []


def _boxes(paths: list[PathObject]) -> Iterator[Quad]:
    """The boxes of paths and of the parts of those that have several."""
    for path in paths:
        pieces = [points for points, _ in straight_pieces(path)]
        if len(pieces) < 2:
            yield path.box
        for points in pieces if len(pieces) > 1 else []:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            yield (min(xs), min(ys), max(xs), max(ys))
