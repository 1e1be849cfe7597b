"""Characters to words to lines. In: the characters of a page in file order. Out: words, and lines of words.

The order of the file is not the order of reading: where a font lacks the Vietnamese letters, the writer draws them
from another font in a run of their own ("Tri n khai" and then "ể"). So a blank is a blank only where the places
of the letters say so, or where the file draws one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from .pdf_api import Chars

# U+0002, in bulk text U+FFFE: a hyphen at a line end that pdfium glued to the next line
_PIECE = re.compile("[^\\s\x00\x02\ufffe\x1f]*[\x02\ufffe]|[^\\s\x00\x02\ufffe\x1f]+")
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: "-", 0x1E: "-", 0x2011: "-"}
_BLANKS = frozenset(" \u00a0\r\n\t\0")
_BACK = 1.0  # points
_BLANK = 0.55  # width of a blank, in letters
_GAP = 0.22  # a blank is at least so many mean letter widths wide
_HORNED = frozenset("ƯỪỨỬỮỰ")
_HORN = 0.28  # the horn of these capitals stands out of their advance, in letters
_WIDE = 5.5  # a gap of so many letters parts two columns
_NARROW = 1.4  # and so does this one, if the file jumps there
_SAME_LINE = 0.8  # superscripts stand so many letter widths off the line at most


class Piece(NamedTuple):
    """Letters that follow each other without a blank in the file. start, end: character indices."""

    x0: float
    x1: float
    base: float
    text: str
    start: int
    end: int


@dataclass(slots=True)
class Line:
    """One line of text. lead: width of its first word; blank: the file draws a blank behind its last word.

    laced: the file writes its letters out of order, those of a second font last. slack: what justification added
    to the blanks. space: width of a blank; head: of the first letter.
    """

    text: str
    x0: float
    x1: float
    base: float
    lead: float
    letter: float
    blank: bool
    start: int
    words: int
    laced: bool = False
    slack: float = 0.0
    space: float = 3.0
    head: float = 6.0
    bold: bool = False
    italic: bool = False


def pieces(chars: Chars) -> list[Piece]:
    """The words of a page as the file gives them; cut where it steps back (a letter of another font comes later)."""
    text, left, right = chars.text, chars.left, chars.right
    spans = [(m.start(), m.end()) for m in _PIECE.finditer(text)]
    backward = [i for i, (a, b) in enumerate(pairwise(left), 1) if b < a - _BACK and text[i] not in _BLANKS]
    inner = [i for i in backward if text[i - 1] not in _BLANKS and not unicodedata.combining(text[i])]
    if inner:
        spans = list(_cut_spans(spans, set(inner)))
    starts, ends = [a for a, _ in spans], [b for _, b in spans]
    words = [text[a:b] for a, b in spans]
    columns = ([left[a] for a in starts], [right[b - 1] for b in ends], chars.bases(starts), words, starts, ends)
    return list(map(Piece._make, zip(*columns, strict=True)))


def _cut_spans(spans: list[tuple[int, int]], cuts: set[int]) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        for i in range(start + 1, end):
            if i in cuts:
                yield start, i
                start = i
        yield start, end


def split_where(piece: Piece, chars: Chars, place: Callable[[float], object]) -> list[Piece]:
    """Cut a piece where `place` of the middle of its letters changes (a word over two cells)."""
    parts: list[Piece] = []
    start = piece.start
    here = place((chars.left[start] + chars.right[start]) / 2)
    for i in range(piece.start + 1, piece.end):
        there = place((chars.left[i] + chars.right[i]) / 2)
        if there != here:
            parts.append(_cut(chars, start, i, piece.base))
            start, here = i, there
    parts.append(_cut(chars, start, piece.end, piece.base))
    return parts


def _cut(chars: Chars, start: int, end: int, base: float) -> Piece:
    return Piece(chars.left[start], chars.right[end - 1], base, chars.text[start:end], start, end)


def rows_of(found: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces by line, top to bottom, each line from left to right."""
    rows: list[list[Piece]] = []
    row: list[Piece] = []
    base, reach = -1e9, 0.0
    for piece in sorted(found, key=itemgetter(2)):
        x0, x1, at, _, start, end = piece
        if at - base > reach:
            row = []
            rows.append(row)
            base, reach = at, 0.0
        row.append(piece)
        reach = max(reach, _SAME_LINE * (x1 - x0) / (end - start))
    for row in rows:
        row.sort()
    return rows


def split_wide(row: list[Piece]) -> list[list[Piece]]:
    """A line cut where a wide gap, or a gap and a jump in the order of the file, shows two columns."""
    letter = sum(p.x1 - p.x0 for p in row) / sum(p.end - p.start for p in row)
    parts: list[list[Piece]] = []
    x1 = -1e9
    for k, piece in enumerate(row):
        gap = piece.x0 - x1
        if not parts or gap > _WIDE * letter or (gap > _NARROW * letter and _jumps(row, k)):
            parts.append([piece])
        else:
            parts[-1].append(piece)
        x1 = max(x1, piece.x1)
    return parts


def _jumps(row: list[Piece], k: int) -> bool:
    """Between the pieces before k and those from k on, the file writes other lines."""
    before = max(p.end for p in row[:k])
    return not 0 <= min(p.start for p in row[k:]) - before <= 4 and not any(
        p.start < before < p.end + 4 for p in row[k:]
    )


def make_line(row: list[Piece], chars: Chars) -> Line:
    """One line from its pieces, left to right."""
    row = _unlaced(row, chars)
    letters = sum(p.end - p.start for p in row)
    letter = sum(p.x1 - p.x0 for p in row) / letters or 1.0
    gap = _GAP * letter
    first = row[0]
    out = [first.text]
    lead, x1, words = 0.0, first.x1, 1
    gaps = natural = 0.0
    for before, piece in pairwise(row):
        room = piece.x0 - x1
        if before.text[-1] in _HORNED and x1 == before.x1:
            room += _HORN * letter
        if room > gap or (room > gap / 2 and (_drawn(chars, before.end, x1) or _drawn(chars, piece.start - 1, x1))):
            lead = lead or x1 - first.x0
            words += 1
            gaps += room
            natural = natural or _blank_width(chars, before.end)
            out.append(" ")
        out.append(piece.text)
        x1 = max(x1, piece.x1)
    last = row[-1]
    blank = _drawn(chars, last.end, x1)
    text = "".join(out).translate(_HYPHENS)
    laced = any(b.start < a.start for a, b in pairwise(row))
    space = natural or _BLANK * letter
    slack = max(0.0, gaps - (words - 1) * space)
    lead = lead or x1 - first.x0
    head = chars.right[first.start] - chars.left[first.start]
    return Line(text, first.x0, x1, first.base, lead, letter, blank, first.start, words, laced, slack, space, head)


def _blank_width(chars: Chars, index: int) -> float:
    """Width of the blank glyph at an index, 0 if there is none."""
    return chars.right[index] - chars.left[index] if chars.text[index : index + 1] == " " else 0.0


def _drawn(chars: Chars, index: int, x: float) -> bool:
    """The file itself draws a blank at x (pdfium's own blanks have no width)."""
    if not 0 <= index < len(chars.text) or chars.text[index] not in " \u00a0":
        return False
    return chars.right[index] - chars.left[index] > 0.1 and abs(chars.left[index] - x) < 1.0


def _unlaced(row: list[Piece], chars: Chars) -> list[Piece]:
    """Where a piece begins inside another (a missing letter left too narrow a hole), cut letter by letter."""
    if all(b.x0 >= a.x1 - (a.x1 - a.x0) / (a.end - a.start) / 2 for a, b in pairwise(row)):
        return row
    cut: list[Piece] = []
    for piece in row:
        inside = any(o is not piece and piece.x0 < o.x0 < piece.x1 for o in row)
        if inside and piece.end - piece.start > 1:
            cut.extend(_cut(chars, i, i + 1, piece.base) for i in range(piece.start, piece.end))
        else:
            cut.append(piece)
    return sorted(cut)
