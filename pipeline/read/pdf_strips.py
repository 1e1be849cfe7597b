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
from itertools import compress, islice, pairwise
from operator import gt, itemgetter

from .pdf_api import Chars

# A run up to a line end. U+0002, in bulk text U+FFFE: a hyphen at a line end that pdfium glued to the next line.
_RUN = re.compile("[^\\s\x02\ufffe](?:[^\r\n\x02\ufffe]*[^\\s\x02\ufffe])?[\x02\ufffe]?|[\x02\ufffe]")
_HYPHENS = "\x02\ufffe\u00ad\x1e\u2011"
BLANKS = frozenset(" \u00a0\r\n\t")
_HOLLOW = 0.1  # points: pdfium's own blanks are narrower
_LEVEL = 2.5  # points: letters of two fonts on one line may differ so much


@dataclass(slots=True)
class Strip:
    """Characters of one line in reading order: `at` are their indices (a range where the file keeps the order).

    letter: mean width of its characters. left, right, text: of a laced strip, its characters and their edges.
    """

    at: Sequence[int]
    x0: float
    x1: float
    base: float
    letter: float
    laced: bool
    left: Sequence[float] = ()
    right: Sequence[float] = ()
    text: str = ""


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

    A run stands on one line if it opens and ends there, and if there ends all that comes before a step back and before
    a gap: pdfium puts a blank of its own into gaps.
    """
    left = chars.left
    hollow, drawn = _hollow(chars)
    levels = chars.behind(hollow)
    ends = [[a, b - 1, *compress(range(a, b - 1), map(gt, left[a : b - 1], left[a + 1 : b]))] for a, b in runs]
    bases = iter(chars.bases([i for found in ends for i in found]))
    for (a, b), found in zip(runs, ends, strict=True):
        heights = list(islice(bases, len(found)))
        base = heights[0]
        heights += levels[bisect_left(hollow, a) : bisect_left(hollow, b)]
        if max(heights) - min(heights) < _LEVEL:
            yield _in_order(chars, list(compress(range(a, b), drawn[a:b])) or list(range(a, b)), base)
        else:
            yield from _by_line(chars, a, b)


def _hollow(chars: Chars) -> tuple[list[int], bytearray]:
    """The blanks that have no width, pdfium's own, and a mark for each character that is none of them."""
    drawn = bytearray(b"\1" * len(chars.text))
    hollow = [i for i, c in enumerate(chars.text) if c <= " " and chars.right[i] - chars.left[i] <= _HOLLOW]
    for i in hollow:
        drawn[i] = 0
    return hollow, drawn


def _by_line(chars: Chars, a: int, b: int) -> Iterator[Strip]:
    """A run over several lines, from its pieces: they begin where it steps back and behind gaps.

    What follows may stand in the next column, at another height.
    """
    text, left, right = chars.text, chars.left, chars.right
    starts = [
        i for i in range(a + 1, b) if left[i] < left[i - 1] or (text[i - 1] == " " and right[i - 1] == left[i - 1])
    ]
    lines: dict[float, list[int]] = {}
    for (start, end), base in zip(pairwise([a, *starts, b]), chars.bases([a, *starts]), strict=True):
        if text[start] == " " and right[start] == left[start]:
            continue  # a blank of pdfium's own stands nowhere
        line = next((at for at in lines if abs(at - base) < _LEVEL), base)
        lines.setdefault(line, []).extend(range(start, end))
    for base, at in lines.items():
        if any(text[i] > " " for i in at):
            yield lace(chars, at, base)


def lace(chars: Chars, at: Sequence[int], base: float) -> Strip:
    """A strip from characters in any order; pdfium's own blanks, which have no width, are left out."""
    text, left, right = chars.text, chars.left, chars.right
    shown = [i for i in at if text[i] > " " or right[i] - left[i] > _HOLLOW]
    return _in_order(chars, shown or list(at), base)  # broken fonts: no letter at all


def _in_order(chars: Chars, at: list[int], base: float) -> Strip:
    at.sort(key=chars.left.__getitem__)
    while chars.text[at[0]] in BLANKS and len(at) > 1:
        del at[0]
    pick = itemgetter(*at, at[0])  # one index alone would give no tuple
    left, right, text = pick(chars.left)[:-1], pick(chars.right)[:-1], "".join(pick(chars.text)[:-1])
    return Strip(at, left[0], right[-1], base, (sum(right) - sum(left)) / len(at), True, left, right, text)


def divide(strip: Strip, chars: Chars, bounds: Sequence[float]) -> list[tuple[int, Strip]]:
    """Cut a strip at verticals: (number of bounds left of it, part); a letter goes where its middle is.

    `settle` the parts: those of one run may lie at different heights.
    """
    at, laced = strip.at, strip.laced
    source = strip if laced else chars
    left, right, text = source.left, source.right, source.text
    start, stop = (0, len(at)) if laced else (at[0], at[-1] + 1)
    parts: list[tuple[int, Strip]] = []
    for n in range(bisect_right(bounds, left[start]), len(bounds) + 1):
        end = stop
        if n < len(bounds):
            end = bisect_left(left, bounds[n], start, stop)
            if end > start and left[end - 1] + right[end - 1] > 2 * bounds[n]:
                end -= 1
        first, last = _trimmed(text, start, end)
        if first < last:
            lefts, rights = left[first:last], right[first:last]
            letter = (sum(rights) - sum(lefts)) / (last - first)
            part = Strip(range(first, last), lefts[0], rights[-1], strip.base, letter, laced)
            if laced:
                part.at, part.left, part.right, part.text = at[first:last], lefts, rights, text[first:last]
            parts.append((n, part))
        if end == stop:
            break
        start = end
    return parts


def settle(parts: list[Strip], chars: Chars) -> None:
    """Put the parts of runs on their own base lines: pdfium strings together what stands about side by side."""
    plain = [part for part in parts if not part.laced]
    for part, base in zip(plain, chars.bases([part.at[0] for part in plain]), strict=True):
        part.base = base


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without blanks before, with one behind at most."""
    while start < end and text[start].isspace():
        start += 1
    while end > start + 1 and text[end - 1].isspace() and text[end - 2].isspace():
        end -= 1
    return start, end
