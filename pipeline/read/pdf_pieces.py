"""Lines cut at narrow gaps, for tables whose columns are parted by blanks alone. In: strips outside grids. Out: pieces.

A strip may run over several columns, and over cells at different heights: a piece has the height of its first letter.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .pdf_api import Chars
from .pdf_strips import Strip, divide, settle
from .pdf_text import Line, make_line, rows_of

_NARROW = 1.1  # letters: gaps that may part two columns


@dataclass(slots=True)
class Pieces:
    """rows: pieces by height. row_of: the row of lines a piece is of, by the first characters of both."""

    rows: list[list[Line]]
    row_of: dict[int, int]


def cut_fine(outside: Sequence[Strip], lines: Sequence[Sequence[Line]], chars: Chars) -> Pieces:
    """The pieces of all strips of a page. lines: its rows of lines, cut from the same strips."""
    parts = [part for strip in outside for _, part in divide(strip, chars, _gaps(strip, chars))]
    settle(parts, chars)
    rows = [[make_line(part, chars) for part in row] for row in rows_of(parts)]
    known = sorted((line.start, row[0].start) for row in lines for line in row)
    starts = [start for start, _ in known]
    row_of = {p.start: known[max(0, bisect_right(starts, p.start) - 1)][1] for row in rows for p in row}
    return Pieces(rows, row_of)


def _gaps(strip: Strip, chars: Chars) -> list[float]:
    """Where the letters behind the gaps of a strip begin."""
    shown = [i for i in strip.at if not chars.text[i].isspace()]
    wide = _NARROW * strip.letter
    return [chars.left[b] - 0.01 for a, b in pairwise(shown) if chars.left[b] - chars.right[a] > wide]
