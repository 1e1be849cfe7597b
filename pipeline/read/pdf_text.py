"""Strips to lines of text. In: strips of letters. Out: rows of strips, lines.

In a laced strip a blank is a blank only where places say so or the file draws one. Lines are not joined here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from operator import attrgetter

from .pdf_api import Chars
from .pdf_strips import BLANKS, Strip, divide, lace, settle

TAKEN = "\u200b"  # stands for a footnote mark that was taken out; it has no width and is cleaned away
_GAP = 0.22  # a blank is at least so many mean letter widths wide
_BLANK = 0.55  # its usual width
_HORNED = re.compile("[ƯỪỨỬỮỰ]")
_HORN = 0.28  # the horn of these capitals stands out of their advance
_WIDE = 5.5  # a gap of so many letters parts two columns
_NARROW = 1.4  # and so does this one, if the file jumps there
_SAME_LINE = 0.8  # superscripts stand so far off the line at most


@dataclass(slots=True)
class Line:
    """One line of text. lead: width of its first word; blank: the file draws a blank behind its last word.

    laced: the file writes its letters out of order, those of a second font last. slack: what justification added
    to the blanks. letter, space, head: widths of the mean letter, of a blank, of the first letter.
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
    laced: bool
    slack: float
    space: float
    head: float
    bold: bool = False
    italic: bool = False


def rows_of(found: list[Strip]) -> list[list[Strip]]:
    """Strips by line, top to bottom, each line from left to right."""
    if len(found) == 1:
        return [found]
    rows: list[list[Strip]] = []
    base, reach = -1e9, 0.0
    for strip in sorted(found, key=attrgetter("base")):
        if not rows or strip.base - base > reach:
            rows.append([])
            base, reach = strip.base, 0.0
        rows[-1].append(strip)
        reach = max(reach, _SAME_LINE * strip.letter)
    for row in rows:
        if len(row) > 1:
            row.sort(key=attrgetter("x0"))
    return rows


def lines_of(found: list[Strip], chars: Chars) -> list[Line]:
    """The lines of one cell."""
    return [make_line(row[0] if len(row) == 1 else _merged(row, chars), chars) for row in rows_of(found)]


def _merged(row: list[Strip], chars: Chars) -> Strip:
    at = [i for strip in row for i in strip.at]
    end = row[-1].at[-1] + 1
    if chars.text[end : end + 1] in BLANKS and chars.right[end] - chars.left[end] > 0.1:
        at.append(end)  # the blank a soft line end is drawn with
    return lace(chars, at, row[0].base)


def split_wide(row: list[Strip], chars: Chars) -> list[Strip]:
    """A line cut where a wide gap, or a gap and a jump in the order of the file, shows two columns."""
    strip = row[0] if len(row) == 1 else _merged(row, chars)
    at = strip.at
    letter = strip.letter
    shown = [i for i in at if not chars.text[i].isspace()]
    parts: list[list[int]] = []
    x1 = -1e9
    for k, i in enumerate(shown):
        gap = chars.left[i] - x1
        if not parts or gap > _WIDE * letter or (gap > _NARROW * letter and _jumps(shown, k)):
            parts.append([])
        parts[-1].append(i)
        x1 = max(x1, chars.right[i])
    if len(parts) == 1:
        return [strip]
    first = [part[0] for part in parts[1:]]
    found = [part for _, part in divide(strip, chars, [chars.left[i] - 0.01 for i in first])]
    settle(found, chars)
    return found


def _jumps(shown: list[int], k: int) -> bool:
    """Between the characters before k and those from k on, the file writes other lines."""
    before, after = shown[:k], shown[k:]
    return min(after) - max(before) > 4 or min(before) > max(after)


def make_line(strip: Strip, chars: Chars) -> Line:
    """One line from its characters."""
    return _laced_line(strip, chars) if strip.laced else _plain_line(strip, chars)


def _plain_line(strip: Strip, chars: Chars) -> Line:
    at = strip.at
    a, b = at[0], at[-1] + 1
    left, right = chars.left, chars.right
    text = chars.text[a:b]
    words = text.split()
    count = len(words)
    cut = text.find(" ")
    space = right[a + cut] - left[a + cut] if cut > 0 else 0.0
    drawn = space * (count - 1)  # what the blanks themselves take
    blank = chars.text[b : b + 1] in (" ", "\u00a0") and right[b] - left[b] > 0.1 and abs(left[b] - right[b - 1]) < 1
    return _line(strip, words, strip.letter * (b - a) - drawn, space, blank, right, at)


def _laced_line(strip: Strip, chars: Chars) -> Line:
    at, left, right, text = strip.at, strip.left, strip.right, strip.text
    blanks = [k for k, char in enumerate(text) if char in BLANKS]
    drawn = [right[k] - left[k] for k in blanks]
    wide = strip.letter * len(at) - sum(drawn)
    gap = _GAP * wide / max(1, len(at) - len(blanks))
    cuts = [k for k, before, here in zip(count(1), right, left[1:], strict=False) if here - before > gap]
    if _HORNED.search(text):
        cuts = sorted({*cuts, *_behind_horns(strip, gap)})
    parts = [text[a:b] for a, b in pairwise([0, *cuts, len(text)])]
    blank = bool(blanks) and blanks[-1] == len(at) - 1
    end = len(at) - 1 if blank else len(at)
    return _line(strip, " ".join(parts).split(), wide, max(drawn, default=0.0), blank, chars.right, at[:end])


def _behind_horns(strip: Strip, gap: float) -> list[int]:
    """Gaps that the horn of a capital hides, between letters that do not follow each other in the file."""
    at, least = strip.at, gap - _HORN / _GAP * gap
    ends = [found.end() for found in _HORNED.finditer(strip.text, 0, len(at) - 1)]
    return [k for k in ends if at[k] != at[k - 1] + 1 and least < strip.left[k] - strip.right[k - 1] <= gap]


def _line(
    strip: Strip, words: list[str], wide: float, space: float, blank: bool, right: list[float], at: Sequence[int]
) -> Line:
    """wide: width of the letters alone; right: right edges by index; at: the characters without a last blank."""
    text = " ".join(words)
    count, x0, x1 = len(words), strip.x0, right[at[-1]]
    letter = wide / (len(text) - count + 1) if wide > 0.1 else 1.0
    if space <= 0.1:
        space = _BLANK * letter
    head = right[at[0]] - x0
    lead = right[at[len(words[0]) - 1]] - x0
    slack = max(0.0, x1 - x0 - wide - (count - 1) * space)
    return Line(text, x0, x1, strip.base, lead, letter, blank, at[0], count, strip.laced, slack, space, head)
