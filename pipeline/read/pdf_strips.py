"""Characters to strips: letters of one line in reading order. In: the characters of a page in file order.

The order of the file is not the order of reading: where a font lacks the Vietnamese letters, the writer draws them
from another font in a run of their own ("Tri n khai" and then "ể"). Such a strip is laced: its letters are put in
order by place. In all other strips the text is taken as pdfium gives it, in one slice. It joins no text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .pdf_api import Chars

# A run up to a line end. U+0002, in bulk text U+FFFE: a hyphen at a line end that pdfium glued to the next line.
_RUN = re.compile("[^\\s\x02\ufffe](?:[^\r\n\x02\ufffe]*[^\\s\x02\ufffe])?[\x02\ufffe]?|[\x02\ufffe]")
_HYPHENS = "\x02\ufffe\u00ad\x1e\u2011"
BLANKS = frozenset(" \u00a0\r\n\t")
_LEVEL = 2.5  # points: letters of two fonts on one line may differ so much


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
        letters = zip(text[a:b], left[a:b], right[a:b], left[a + 1 : b], strict=False)
        starts += [i for i, (c, x0, x1, here) in enumerate(letters, a + 1) if here < x0 or (c == " " and x1 == x0)]
        ends.append(len(starts))
    bases = chars.bases(starts)
    first = 0
    for (a, b), last in zip(runs, ends, strict=True):
        heights = bases[first:last]
        if max(heights) - min(heights) < _LEVEL:
            yield lace(chars, range(a, b), heights[0])
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
            yield lace(chars, at, base)


def lace(chars: Chars, at: Sequence[int], base: float) -> Strip:
    """A strip from characters in any order; pdfium's own blanks, which have no width, are left out."""
    text, left, right = chars.text, chars.left, chars.right
    shown = [i for i in at if text[i] > " " or right[i] - left[i] > 0.1] or list(at)  # broken fonts: no letter at all
    shown.sort(key=left.__getitem__)
    while text[shown[0]] in BLANKS and len(shown) > 1:
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
    for n in range(bisect_right(bounds, left[0]), len(bounds) + 1):
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
        if end == len(at):
            break
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
