"""Characters to lines. In: the characters of a page in file order. Out: strips of one line each, and lines of text.

The order of the file is not the order of reading: where a font lacks the Vietnamese letters, the writer draws them
from another font in a run of their own ("Tri n khai" and then "ể"). Such a strip is laced: its letters are put in
order by place, and a blank is a blank only where places say so or the file draws one. In all other strips the text
is taken as pdfium gives it, in one slice.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from .pdf_api import Chars

# A run up to a line end. U+0002, in bulk text U+FFFE: a hyphen at a line end that pdfium glued to the next line.
_RUN = re.compile("[^\\s\x02\ufffe](?:[^\r\n\x02\ufffe]*[^\\s\x02\ufffe])?[\x02\ufffe]?|[\x02\ufffe]")
_HYPHENS = "\x02\ufffe\u00ad\x1e\u2011"
_BLANKS = frozenset(" \u00a0\r\n\t")
_GAP = 0.22  # a blank is at least so many mean letter widths wide
_BLANK = 0.55  # its usual width
_HORNED = frozenset("ƯỪỨỬỮỰ")
_HORN = 0.28  # the horn of these capitals stands out of their advance
_WIDE = 5.5  # a gap of so many letters parts two columns
_NARROW = 1.4  # and so does this one, if the file jumps there
_LEVEL = 2.5  # points: letters of two fonts on one line may differ so much
_SAME_LINE = 0.8  # superscripts stand so far off the line at most


@dataclass(slots=True)
class Strip:
    """Characters of one line in reading order: `at` are their indices (a range where the file keeps the order).

    letter: mean width of its characters. left, right: of a laced strip, the edges of its characters.
    """

    at: Sequence[int]
    x0: float
    x1: float
    base: float
    letter: float
    laced: bool
    left: Sequence[float] = ()
    right: Sequence[float] = ()


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


def strips(chars: Chars) -> Iterator[Strip]:
    """The runs of a page, each on one line. Afterwards chars.text holds "-" for what pdfium made of hyphens."""
    left, right = chars.left, chars.right
    plain: list[tuple[int, int, float]] = []
    laced: list[tuple[int, int]] = []
    spans = [match.span() for match in _RUN.finditer(chars.text)]
    for sign in _HYPHENS:
        chars.text = chars.text.replace(sign, "-")
    for a, b in spans:
        places = left[a:b]
        if places == sorted(places):
            plain.append((a, b, sum(places)))
        else:
            laced.append((a, _behind_blanks(chars.text, b)))
    bases = chars.bases([a for a, _, _ in plain])
    for (a, b, total), base in zip(plain, bases, strict=True):
        letter = (sum(right[a:b]) - total) / (b - a)
        yield Strip(range(a, b), left[a], right[b - 1], base, letter, False)
    if laced:
        yield from _laces(chars, laced)


def _behind_blanks(text: str, end: int) -> int:
    while text[end : end + 1] in (" ", "\u00a0"):
        end += 1
    return end


def _laces(chars: Chars, runs: list[tuple[int, int]]) -> Iterator[Strip]:
    """Runs out of order, each put in order on its lines.

    Bases are asked for wherever a run steps back or pdfium saw a gap: what follows may stand in the next column, at
    another height.
    """
    text, left, right = chars.text, chars.left, chars.right
    starts: list[int] = []
    ends: list[int] = []
    for a, b in runs:
        starts.append(a)
        starts += [
            i for i in range(a + 1, b) if left[i] < left[i - 1] or (text[i - 1] == " " and right[i - 1] == left[i - 1])
        ]
        ends.append(len(starts))
    bases = chars.bases(starts)
    first = 0
    for (a, b), last in zip(runs, ends, strict=True):
        heights = bases[first:last]
        if max(heights) - min(heights) < _LEVEL:
            yield _lace(chars, range(a, b), heights[0])
        else:
            yield from _by_line(chars, [*starts[first:last], b], heights)
        first = last


def _by_line(chars: Chars, starts: list[int], bases: list[float]) -> Iterator[Strip]:
    """A run over several lines, from its pieces and their bases."""
    lines: dict[float, list[int]] = {}
    for (a, b), base in zip(pairwise(starts), bases, strict=True):
        if chars.text[a] == " " and chars.right[a] == chars.left[a]:
            continue  # a blank of pdfium's own stands nowhere
        line = next((at for at in lines if abs(at - base) < _LEVEL), base)
        lines.setdefault(line, []).extend(range(a, b))
    for base, at in lines.items():
        if any(chars.text[i] > " " for i in at):
            yield _lace(chars, at, base)


def _lace(chars: Chars, at: Sequence[int], base: float) -> Strip:
    """A strip from characters in any order; pdfium's own blanks, which have no width, are left out."""
    text, left, right = chars.text, chars.left, chars.right
    shown = [i for i in at if text[i] > " " or right[i] - left[i] > 0.1]
    shown.sort(key=left.__getitem__)
    while text[shown[0]] in _BLANKS:
        del shown[0]
    places, ends = list(map(left.__getitem__, shown)), list(map(right.__getitem__, shown))
    letter = (sum(ends) - sum(places)) / len(shown)
    return Strip(shown, places[0], ends[-1], base, letter, True, places, ends)


def divide(strip: Strip, chars: Chars, bounds: Sequence[float]) -> list[tuple[int, Strip]]:
    """Cut a strip at verticals: (number of bounds left of it, part); a letter goes where its middle is.

    The parts of one run may lie at different heights: pdfium strings together what stands about side by side.
    """
    at = strip.at
    left = strip.left or chars.left[at[0] : at[-1] + 1]
    right = strip.right or chars.right[at[0] : at[-1] + 1]
    parts: list[tuple[int, Strip]] = []
    start = 0
    for n in range(len(bounds) + 1):
        end = len(at)
        if n < len(bounds):
            end = bisect_left(left, bounds[n], start)
            if end > start and left[end - 1] + right[end - 1] > 2 * bounds[n]:
                end -= 1
        first, last = _trimmed(at, start, end, chars.text)
        if first < last:
            lefts, rights = left[first:last], right[first:last]
            letter = (sum(rights) - sum(lefts)) / (last - first)
            part = Strip(at[first:last], lefts[0], rights[-1], strip.base, letter, strip.laced)
            if strip.laced:
                part.left, part.right = lefts, rights
            parts.append((n, part))
        start = end
    if not strip.laced:
        for (_, part), base in zip(parts, chars.bases([part.at[0] for _, part in parts]), strict=True):
            part.base = base
    return parts


def _trimmed(at: Sequence[int], start: int, end: int, text: str) -> tuple[int, int]:
    """Without blanks before, with one behind at most."""
    while start < end and text[at[start]].isspace():
        start += 1
    while end > start + 1 and text[at[end - 1]].isspace() and text[at[end - 2]].isspace():
        end -= 1
    return start, end


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
        row.sort(key=attrgetter("x0"))
    return rows


def lines_of(found: list[Strip], chars: Chars) -> list[Line]:
    """The lines of one cell."""
    return [make_line(row[0] if len(row) == 1 else _merged(row, chars), chars) for row in rows_of(found)]


def _merged(row: list[Strip], chars: Chars) -> Strip:
    return _lace(chars, [i for strip in row for i in strip.at], row[0].base)


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
    return [part for _, part in divide(strip, chars, [chars.left[i] - 0.01 for i in first])]


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
    at = strip.at
    text = list(map(chars.text.__getitem__, at))
    left, right = strip.left, strip.right
    blanks = [k for k, char in enumerate(text) if char in _BLANKS]
    drawn = [right[k] - left[k] for k in blanks]
    space = max(drawn, default=0.0)
    wide = strip.letter * len(at) - sum(drawn)
    gap = _GAP * wide / max(1, len(at) - len(blanks))
    cuts = [k for k, (before, here) in enumerate(zip(right, left[1:], strict=False), 1) if here - before > gap]
    if not _HORNED.isdisjoint(text):
        narrow = gap - _HORN / _GAP * gap
        cuts += [
            k + 1
            for k in range(len(at) - 1)
            if text[k] in _HORNED and at[k + 1] != at[k] + 1 and narrow < left[k + 1] - right[k] <= gap
        ]
        cuts.sort()
    for k in reversed(cuts):
        text.insert(k, " ")
    blank = bool(blanks) and blanks[-1] == len(at) - 1
    end = len(at) - 1 if blank else len(at)
    return _line(strip, "".join(text).split(), wide, space, blank, chars.right, at[:end])


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
