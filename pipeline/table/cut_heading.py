"""A heading row cut by the page end. In: the blocks of a document. Out: the same, the rest of the heading moved up.

The rest stands in the first row of the next page: with the words above it each of its cells is a heading, most of them
word for word, or it stands as a child below a heading that spans it. Repeated headings and rows are left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..document import Block, Cell, Grid, Paragraph
from .header_words import HeaderWords
from .join import separator, value_of

_TALLEST = 5  # rows of a grid that may be but a heading
_LONGEST = 60
_TOLERANCE = 5.0


def heal(blocks: Sequence[Block], words: HeaderWords) -> list[Block]:
    """The blocks, at their places."""
    out = list(blocks)
    last: int | None = None
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            last = last if block.footnote else None
            continue
        upper = out[last] if last is not None else None
        if isinstance(upper, Grid) and last is not None and _follows(upper, block):
            out[last], out[index] = _healed(upper, block, words)
        last = index
    return out


def _follows(upper: Grid, lower: Grid) -> bool:
    """The next page goes on with the same columns below a grid of few rows."""
    if upper.page is None or lower.page != upper.page + 1 or upper.rows > _TALLEST or lower.rows < 2:
        return False
    if len(upper.edges) < 2 or len(lower.edges) < 2:
        return False
    return all(abs(upper.edges[end] - lower.edges[end]) <= _TOLERANCE for end in (0, -1))


def _healed(upper: Grid, lower: Grid, words: HeaderWords) -> tuple[Grid, Grid]:
    rest = [cell for cell in lower.cells if cell.row == 0 and cell.text.strip()]
    above = [_above(upper, lower, cell) for cell in rest]
    pairs = [(a, b) for a, b in zip(above, rest, strict=True) if a is not None]
    if not rest or len(pairs) < len(rest) or any(len(b.text) > _LONGEST or b.rowspan > 1 for b in rest):
        return upper, lower
    if all(a.colspan > b.colspan and words.exactly(b.text) for a, b in pairs) and len(pairs) > 1:
        below = tuple(replace(cell, row=upper.rows) for cell in lower.cells if cell.row == 0)
        if upper.columns == lower.columns:
            return replace(upper, rows=upper.rows + 1, cells=(*upper.cells, *below)), _without_first(lower)
    elif all(_goes_on(a, b, words) for a, b in pairs) and 2 * sum(_is_whole(a, b, words) for a, b in pairs) >= len(
        pairs
    ):
        texts = {id(a): _joined(a, b) for a, b in pairs}
        cells = tuple(replace(cell, text=texts.get(id(cell), cell.text)) for cell in upper.cells)
        return replace(upper, cells=cells), _without_first(lower)
    return upper, lower


def _is_whole(upper: Cell, lower: Cell, words: HeaderWords) -> bool:
    """Together they are a heading, and nothing more."""
    match = words.match(_joined(upper, lower)) if upper.text.strip() else None
    return match is not None and match.sure and match.share > 0.99


def _goes_on(upper: Cell, lower: Cell, words: HeaderWords) -> bool:
    """They may be one heading: a whole one, or of the role that the upper part has, in small letters."""
    first, both = words.match(upper.text), words.match(_joined(upper, lower))
    same = first is not None and both is not None and first.role == both.role and lower.text.strip()[0].islower()
    return same or _is_whole(upper, lower, words)


def _joined(upper: Cell, lower: Cell) -> str:
    return upper.text + separator(value_of(upper), value_of(lower)) + lower.text


def _above(upper: Grid, lower: Grid, cell: Cell) -> Cell | None:
    """The cell in the last row of the upper grid that a cell of the lower one stands under."""
    middle = (lower.edges[cell.column] + lower.edges[cell.column + cell.colspan]) / 2
    last = (c for c in upper.cells if c.row + c.rowspan == upper.rows)
    return next((c for c in last if upper.edges[c.column] < middle < upper.edges[c.column + c.colspan]), None)


def _without_first(grid: Grid) -> Grid:
    """Without its first row; what an empty cell merged downward leaves of itself stays."""
    cells = [
        replace(c, row=max(0, c.row - 1), rowspan=c.rowspan if c.row else c.rowspan - 1)
        for c in grid.cells
        if c.row or c.rowspan > 1
    ]
    return replace(grid, rows=grid.rows - 1, cells=tuple(cells), open_top=False)
