"""Ruled lines to grids of cells. In: the segments of a page. Out: its grids, merged cells with their spans.

Lines that meet make one grid. Between its lines lie atoms; atoms with no line between them are one cell. An atom
that is open to the outside is no cell, but for tables drawn without their outer verticals: there the rules end where
the table does. Order and boxes are those of pdfplumber's table finder.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any, NamedTuple

from .pdf_rulings import NEAR, Segment, all_meet, touching

_COLUMN = 12.0  # points: rules that run on so far behind the outermost vertical have a column there
_OVERSHOT = 7.0  # verticals may run past the last rule so far: there is no room for a line of text
_RAGGED = 15.0  # and where a row is cut they may end so far from each other


class Box(NamedTuple):
    """A cell: grid row and column of its top left atom, spans."""

    row: int
    column: int
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled grid. xs, ys: its lines; cells in reading order; owner[row][column]: index into cells, -1 outside."""

    xs: list[float]
    ys: list[float]
    cells: list[Box]
    owner: list[list[int]]
    open_top: bool = False
    open_bottom: bool = False

    def place(self, x: float, y: float) -> int | None:
        """The cell at a point: its index, -1 inside the grid but in no cell, None outside the grid."""
        xs, ys = self.xs, self.ys
        if not (xs[0] <= x <= xs[-1] and ys[0] <= y <= ys[-1]):
            return None
        row = min(bisect_right(ys, y) - 1, len(ys) - 2)
        column = min(bisect_right(xs, x) - 1, len(xs) - 2)
        return self.owner[row][column]

    def box(self, cell: Box) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom of a cell."""
        return (
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.colspan],
            self.ys[cell.row + cell.rowspan],
        )


def find_grids(flat: list[Segment], upright: list[Segment]) -> list[Ruled]:
    """The grids of a page, top to bottom. A frame round one cell is no grid, nor is one inside another's cell."""
    if not upright:
        return []
    grids = []
    for lines, posts in _groups(flat, upright):
        grid = _grid(lines, posts) if posts else None
        if grid is not None and len(grid.cells) > 1:
            grids.append(grid)
    grids = [g for g in grids if not any(_inside(g, other) for other in grids if other is not g)]
    return sorted(grids, key=lambda g: (round(g.ys[0]), g.xs[0]))


def _groups(flat: list[Segment], upright: list[Segment]) -> list[tuple[list[Segment], list[Segment]]]:
    """Lines that meet, directly or by way of others."""
    if not flat:
        return [([], upright)]
    if all_meet(flat, upright):
        return [(flat, upright)]
    parent = list(range(len(flat) + len(upright)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, j in touching(flat, upright):
        parent[root(i)] = root(len(flat) + j)
    groups: dict[int, tuple[list[Segment], list[Segment]]] = {}
    for i, segment in enumerate(flat):
        groups.setdefault(root(i), ([], []))[0].append(segment)
    for j, segment in enumerate(upright):
        groups.setdefault(root(len(flat) + j), ([], []))[1].append(segment)
    return list(groups.values())


def _grid(flat: list[Segment], upright: list[Segment]) -> Ruled | None:
    flat, upright = flat[:], upright[:]
    sides = _sides(flat, upright)
    open_top = _close(flat, upright, 1, min, sides)
    open_bottom = _close(flat, upright, 2, max, sides)
    ys = sorted({y for y, _, _ in flat})
    xs = sorted({x for x, _, _ in upright} | set(sides))
    if len(ys) < 2 or len(xs) < 2:
        return None
    over = _cover(ys, flat, xs)  # over[r][c]: a line lies on top of the atom
    beside = _cover(xs, upright, ys)  # beside[c][r]: a line lies left of the atom
    _shut(over, beside)
    if all(map(all, over)) and all(map(all, beside)):
        return _lattice(xs, ys, open_top, open_bottom)
    regions = _regions(over, beside, len(ys) - 1, len(xs) - 1)
    return _compact(xs, ys, regions, open_top, open_bottom)


def _sides(flat: list[Segment], upright: list[Segment]) -> tuple[float, float]:
    """Left and right side of a grid: its outermost verticals, or where most of its rules end beyond them."""
    sides = [upright[0][0], upright[-1][0]]
    for n, (end, pick) in enumerate(((1, min), (2, max))):
        beyond = [s[end] for s in flat if abs(s[end] - sides[n]) > _COLUMN and pick(s[end], sides[n]) == s[end]]
        far = pick(beyond, default=sides[n])
        alike = sum(1 for x in beyond if abs(x - far) <= NEAR)
        if alike > 1 and alike * 2 > len(flat):
            sides[n] = far
    return sides[0], sides[1]


def _shut(over: list[list[bool]], beside: list[list[bool]]) -> None:
    """Between two rules that reach the side of the grid the side is shut, drawn or not."""
    for column, side in ((0, beside[0]), (-1, beside[-1])):
        ruled = [r for r, row in enumerate(over) if row[column]]
        if ruled:
            side[ruled[0] : ruled[-1]] = [True] * (ruled[-1] - ruled[0])


def _close(flat: list[Segment], upright: list[Segment], end: int, pick: Any, sides: tuple[float, float]) -> bool:
    """A row cut by the page lacks its rule: the verticals run past the last horizontal and end together."""
    sign = 1 if end == 2 else -1
    edge = pick(s[end] for s in upright)
    last = pick((s[0] for s in flat), default=None)
    if last is not None and (edge - last) * sign <= _OVERSHOT:
        return False
    past = [n for n, s in enumerate(upright) if last is None or (s[end] - last) * sign > _OVERSHOT]
    running = [n for n in past if abs(upright[n][end] - edge) <= _RAGGED]
    if (
        len(running) < 2
        or upright[running[0]][0] > upright[0][0] + NEAR
        or upright[running[-1]][0] < upright[-1][0] - NEAR
    ):
        return False
    for n in running:
        x, start, stop = upright[n]
        upright[n] = (x, edge, stop) if end == 1 else (x, start, edge)
    flat.append((edge, *sides))
    return True


def _lattice(xs: list[float], ys: list[float], open_top: bool, open_bottom: bool) -> Ruled:
    """Every line runs through: each atom is a cell."""
    rows, columns = range(len(ys) - 1), range(len(xs) - 1)
    owner = [list(range(r * len(columns), (r + 1) * len(columns))) for r in rows]
    return Ruled(xs, ys, [Box(r, c, 1, 1) for r in rows for c in columns], owner, open_top, open_bottom)


def _cover(places: list[float], segments: list[Segment], marks: list[float]) -> list[list[bool]]:
    """For each place and each gap between two marks: does a segment at that place span the gap?"""
    index = {place: i for i, place in enumerate(places)}
    table = [[False] * (len(marks) - 1) for _ in places]
    for place, start, end in segments:
        if start - NEAR <= marks[0] and marks[-1] <= end + NEAR:
            table[index[place]] = [True] * (len(marks) - 1)
            continue
        row = table[index[place]]
        for k in range(len(marks) - 1):
            if start - NEAR <= marks[k] and marks[k + 1] <= end + NEAR:
                row[k] = True
    return table


def _regions(over: list[list[bool]], beside: list[list[bool]], rows: int, columns: int) -> list[list[tuple[int, int]]]:
    """Atoms without a line between them, as lists of (row, column); those open to the outside left out."""
    outside = rows * columns
    parent = list(range(outside + 1))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for r in range(rows + 1):
        for c in range(columns):
            if not over[r][c]:
                above = (r - 1) * columns + c if r else outside
                below = r * columns + c if r < rows else outside
                parent[root(above)] = root(below)
    for c in range(columns + 1):
        for r in range(rows):
            if not beside[c][r]:
                before = r * columns + c - 1 if c else outside
                after = r * columns + c if c < columns else outside
                parent[root(before)] = root(after)
    found: dict[int, list[tuple[int, int]]] = {}
    for atom in range(outside):
        found.setdefault(root(atom), []).append(divmod(atom, columns))
    found.pop(root(outside), None)
    return [part for region in found.values() for part in _rectangles(region)]


def _rectangles(region: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """The region itself if it is a rectangle, else its rows one by one (a line is missing there)."""
    if len(region) == 1:
        return [region]
    rows = {r for r, _ in region}
    columns = {c for _, c in region}
    if len(region) == len(rows) * len(columns):
        return [region]
    parts: list[list[tuple[int, int]]] = []
    for r, c in sorted(region):
        if parts and parts[-1][-1] == (r, c - 1):
            parts[-1].append((r, c))
        else:
            parts.append([(r, c)])
    return parts


def _compact(
    xs: list[float], ys: list[float], regions: list[list[tuple[int, int]]], open_top: bool, open_bottom: bool
) -> Ruled | None:
    """Number rows and columns by the lines that bound a cell; others (an underline's) do not count."""
    spans = sorted((r[0][0], r[0][1], r[-1][0] + 1, r[-1][1] + 1) for r in map(sorted, regions))
    if not spans:
        return None
    rows = sorted({s[0] for s in spans} | {s[2] for s in spans})
    columns = sorted({s[1] for s in spans} | {s[3] for s in spans})
    row_of, column_of = {r: i for i, r in enumerate(rows)}, {c: i for i, c in enumerate(columns)}
    cells = [Box(row_of[a], column_of[b], row_of[c] - row_of[a], column_of[d] - column_of[b]) for a, b, c, d in spans]
    owner = [[-1] * (len(columns) - 1) for _ in range(len(rows) - 1)]
    for n, cell in enumerate(cells):
        for r in range(cell.row, cell.row + cell.rowspan):
            owner[r][cell.column : cell.column + cell.colspan] = [n] * cell.colspan
    return Ruled([xs[c] for c in columns], [ys[r] for r in rows], cells, owner, open_top, open_bottom)


def _inside(inner: Ruled, outer: Ruled) -> bool:
    """Whether a grid lies in one cell of another."""
    corners = ((inner.xs[0], inner.ys[0]), (inner.xs[-1], inner.ys[-1]))
    first, last = (outer.place(x, y) for x, y in corners)
    return first is not None and first >= 0 and first == last
