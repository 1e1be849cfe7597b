"""One grid as rows of cells, and its heading. In: Grid. Out: `Lattice`; `Header` where a heading row is found.

It knows columns of the file (physical); what they mean is columns.py's, where they continue is stitch.py's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ..document import Cell, Grid
from ..text import key
from .header_words import HeaderWords, Match
from .labels import read_label

_LOOK_AT = 6  # rows at the top of a grid among which the heading is looked for
_TALLEST = 4
_LONGEST = 160  # characters of a heading cell
_NUMBER = 14  # characters of the heading of the numbers
_SHORT = 40  # characters of a heading that is told by the cells below it
_MOST = 0.7


@dataclass(slots=True)
class Lattice:
    """starts: the cells that begin in each row; above: those that reach into it from rows above."""

    grid: Grid
    block: int
    columns: int
    edges: tuple[float, ...]
    starts: list[list[Cell]]
    above: list[list[Cell]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return len(self.starts)

    @property
    def measured(self) -> bool:
        """The edges are places in points, not mere numbers of columns."""
        return len(self.grid.edges) == self.columns + 1


@dataclass(frozen=True, slots=True)
class Header:
    """Rows top..bottom (bottom excluded) are the heading. leaves: physical columns [start, end) of each logical one."""

    top: int
    bottom: int
    leaves: tuple[tuple[int, int], ...]
    parts: tuple[tuple[str, ...], ...]
    keys: tuple[str, ...]


def lattice(grid: Grid, block: int) -> Lattice:
    rows = max([grid.rows, *(c.row + 1 for c in grid.cells)], default=0)
    columns = max([grid.columns, 1, *(c.column + c.colspan for c in grid.cells)])
    edges = grid.edges if len(grid.edges) == columns + 1 else tuple(float(i) for i in range(columns + 1))
    starts: list[list[Cell]] = [[] for _ in range(rows)]
    above: list[list[Cell]] = [[] for _ in range(rows)]
    for cell in grid.cells:
        starts[cell.row].append(cell)
        for row in range(cell.row + 1, min(cell.row + cell.rowspan, rows)):
            above[row].append(cell)
    return Lattice(grid, block, columns, edges, starts, above)


def bare(text: str) -> str:
    """A heading for comparison: blanks and breaks left out."""
    return key(text).replace(" ", "")


def find_header(lat: Lattice, words: HeaderWords) -> Header | None:
    """The first row of several cells, if it reads as headings: two known columns, and half of those named.

    Above it titles may stand, rows of one cell; or a letterhead, where a row further down is a heading beyond doubt.
    """
    rows = [[c for c in lat.starts[r] if c.text.strip()] for r in range(min(lat.rows, _LOOK_AT))]
    top = next((r for r, filled in enumerate(rows) if len(filled) > 1), None)
    if top is None:
        return None
    lower = next((r for r in range(top + 1, len(rows)) if _is_beyond_doubt(rows[r], words)), None)
    if lower is not None and not _is_beyond_doubt(rows[top], words):
        parents = any(words.exactly(c.text) for c in rows[top]) and _are_children(rows[lower], lat, top, lower)
        if not parents:
            return _header_at(lat, lower, words)
    if not _may_be_heading(rows[top], words):
        return None
    return _header_at(lat, top, words) or _in_own_words(lat, top, rows[top], words)


def headings_below(lat: Lattice, first: int, words: HeaderWords) -> frozenset[int]:
    """Rows of the body, from `first` on, that are a heading once more, perhaps in other words."""
    found = set()
    for row in range(first, lat.rows):
        filled = [c for c in lat.starts[row] if c.text.strip()]
        if len(filled) > 2 and filled[0].column == 0 and len(filled[0].text) <= _NUMBER and filled[0].text[0].isalpha():
            match = words.exactly(filled[0].text)
            if match and match.role == "no" and _is_beyond_doubt(filled, words):
                found.add(row)
    return frozenset(found)


def _is_beyond_doubt(filled: Sequence[Cell], words: HeaderWords) -> bool:
    """Three columns at least, most cells a heading word for word, of two roles and more."""
    if len(filled) < 3 or any(len(c.text) > _SHORT for c in filled):
        return False
    named = [m for m in (words.exactly(c.text) for c in filled) if m and not m.valued]
    return len(named) * 2 > len(filled) and len({m.role for m in named}) > 2


def _in_own_words(lat: Lattice, top: int, filled: Sequence[Cell], words: HeaderWords) -> Header | None:
    """ "TT | Việc phải làm | Ai làm | Khi nào xong": short words over every column, one of them known, and below them
    a column of dates and a column of owners that the first row itself is none of.
    """
    if len(filled) != lat.columns or lat.columns < 3 or any(len(c.text) > _SHORT for c in filled):
        return None
    matches = [words.match(c.text) for c in filled]
    below = [
        [c.text for r in range(top + 1, lat.rows) for c in lat.starts[r] if _is_at(c, i)] for i in range(lat.columns)
    ]
    if not any(m and m.sure for m in matches) or min(map(len, below)) < 2:
        return None
    for shape in ("date", "owner"):
        if words.share(shape, [c.text for c in filled]) or not any(words.share(shape, t) >= _MOST for t in below):
            return None
    return _leaves(lat, top, top + 1)


def _is_at(cell: Cell, column: int) -> bool:
    return cell.column == column and cell.colspan == 1


def no_taller(lat: Lattice, header: Header, rows: int) -> Header:
    """The heading without what is more than so many rows: the rest of a cut row may stand below it like a child."""
    return header if header.bottom - header.top <= rows else _leaves(lat, header.top, header.top + rows)


def _may_be_heading(filled: Sequence[Cell], words: HeaderWords) -> bool:
    """Short texts, no row label, no rest of a cut row: "hiện trong năm" | "2024" | "phối hợp với các phòng"."""
    if any(len(c.text) > _LONGEST for c in filled) or _is_row_label(filled[0].text):
        return False
    return not any(c.text.lstrip()[0].islower() and not _is_named(c.text, words) for c in filled)


def _header_at(lat: Lattice, top: int, words: HeaderWords) -> Header | None:
    bottom = _bottom(lat, top, words)
    header = _leaves(lat, top, bottom)
    named = [parts for parts in header.parts if any(parts)]
    known = [m for m in (_best(parts, words) for parts in named) if m]
    if len({m.role for m in known if m.sure and not m.valued}) < 2 or len(known) * 2 < len(named) - 1:
        return None
    return header


def _is_named(text: str, words: HeaderWords) -> bool:
    match = words.match(text)
    return match is not None and match.how in ("words", "pattern")


def _is_row_label(text: str) -> bool:
    label = read_label(text)
    return label is not None and label.scheme[:1] in "1I" and len(label.number or "") < 4


def _best(parts: Sequence[str], words: HeaderWords) -> Match | None:
    named = [p for p in parts if p]
    found = [m for m in (words.match(t) for t in (*reversed(named), " / ".join(named))) if m]
    return next((m for m in found if m.sure), found[0] if found else None)


def _bottom(lat: Lattice, top: int, words: HeaderWords) -> int:
    """End of the heading that begins at `top`: as far as its merged cells reach, or its children stand below."""
    first = [c for c in lat.starts[top] if c.text.strip()]
    limit = min(lat.rows, top + _TALLEST)
    bottom = min(limit, max(c.row + c.rowspan for c in first))
    if top + lat.grid.header_rows > bottom and top == 0:
        bottom = min(limit, max(bottom, _marked(lat)))
    for row in range(top + 1, limit):
        children = [c for c in lat.starts[row] if c.text.strip()]
        if not children:
            if row >= bottom:
                return bottom
            continue
        below = _are_children(children, lat, top, row) or _is_second_row(children, lat, top, words)
        if not below or _is_row(children) or any(len(c.text) > _LONGEST for c in children):
            return min(bottom, row)
        bottom = max(bottom, row + 1)
    return bottom


def _marked(lat: Lattice) -> int:
    """Rows the file marks as heading; a mark on a whole table means nothing."""
    return lat.grid.header_rows if lat.grid.header_rows <= _TALLEST else 0


def _are_children(children: Sequence[Cell], lat: Lattice, top: int, row: int) -> bool:
    """Each cell stands under a cell of the heading that spans more columns than it does."""
    parents = [c for r in range(top, row) for c in lat.starts[r] if c.colspan > 1 and c.text.strip()]
    return all(
        any(
            p.column <= c.column and c.column + c.colspan <= p.column + p.colspan and c.colspan < p.colspan
            for p in parents
        )
        for c in children
    )


def _is_row(children: Sequence[Cell]) -> bool:
    """The first row of the body: a label in the first column."""
    return children[0].column == 0 and _is_row_label(children[0].text)


def _is_second_row(children: Sequence[Cell], lat: Lattice, top: int, words: HeaderWords) -> bool:
    """ "Đơn vị" and an empty cell over "Chủ trì" | "Phối hợp": headings that stand below a gap in the first row."""
    gaps = {c.column for c in lat.starts[top] if not c.text.strip()}
    names = all(_is_named(c.text, words) for c in children)
    return len(children) > 1 and children[0].column > 0 and names and any(c.column in gaps for c in children)


def _leaves(lat: Lattice, top: int, bottom: int) -> Header:
    """Neighbouring physical columns under the same cells make one logical column."""
    stacks: list[tuple[Cell, ...]] = []
    cover: list[list[Cell]] = [[] for _ in range(lat.columns)]
    for row in range(top, bottom):
        for cell in lat.starts[row]:
            for column in range(cell.column, min(cell.column + cell.colspan, lat.columns)):
                cover[column].append(cell)
    stacks = [tuple(cells) for cells in cover]
    leaves: list[tuple[int, int]] = []
    for column, stack in enumerate(stacks):
        before = stacks[column - 1] if column else None
        if before is not None and stack and len(stack) == len(before) and all(map(_is, stack, before)):
            leaves[-1] = (leaves[-1][0], column + 1)
        else:
            leaves.append((column, column + 1))
    parts = tuple(tuple(" ".join(c.text.split()) for c in stacks[a]) for a, _ in leaves)
    keys = tuple(bare("".join(p)) for p in parts)
    return Header(top, bottom, tuple(leaves), parts, keys)


def _is(a: Cell, b: Cell) -> bool:
    return a is b


def split_leaves(lat: Lattice, header: Header) -> Header:
    """A heading over several columns without headings of their own: split where the body fills both sides."""
    wide = [i for i, (a, b) in enumerate(header.leaves) if b - a > 1]
    if not wide:
        return header
    body = [[c for c in lat.starts[r] if c.text.strip()] for r in range(header.bottom, lat.rows)]
    leaves: list[tuple[int, int]] = []
    parts: list[tuple[str, ...]] = []
    keys: list[str] = []
    for i, leaf in enumerate(header.leaves):
        for piece in _pieces(leaf, body) if i in wide else [leaf]:
            leaves.append(piece)
            parts.append(header.parts[i])
            keys.append(header.keys[i])
    return Header(header.top, header.bottom, tuple(leaves), tuple(parts), tuple(keys))


def _pieces(leaf: tuple[int, int], body: Sequence[Sequence[Cell]]) -> list[tuple[int, int]]:
    votes = dict.fromkeys(range(leaf[0] + 1, leaf[1]), 0)
    for cells in body:
        inside = [c for c in cells if leaf[0] <= c.column and c.column + c.colspan <= leaf[1]]
        for cell in inside[1:]:
            votes[cell.column] = votes.get(cell.column, 0) + 1
    need = max(1 if len(body) < 4 else 2, len(body) // 5)
    cuts = [leaf[0], *(c for c, n in sorted(votes.items()) if n >= need), leaf[1]]
    return list(pairwise(cuts))
