"""A number read by itself, its figures drawn apart. In: picture, stretches of a region. Out: the stretches again.

Thin signs that all but touch are read as one: "I/2024" as "U2024" or "12024". Drawn apart they are read right; this
is done only where no two readings of the whole region had the same number, or where it begins with a lone stroke:
whether that is I or 1 its serifs tell better than the recogniser.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from .scan_digits import strokes
from .scan_image import DPI, PAPER, Region, resized
from .scan_vote import Reading, Slot, doubtful

if TYPE_CHECKING:
    from .scan_image import Pixels
    from .scan_words import Recogniser

ABOVE, BELOW = 60, 25  # pixels of a line that lie above and below its base line
_SCALES = (0.5, 0.6)
_DARK = 130  # grey from which two signs that touch are parted
_GAP = 16  # pixels put between two signs
_LINE = 50  # pixels above the base line within which a sign of the line ends
_DIRT = 8  # pixels
_SIGN = 15  # pixels: lower signs have no shape
_SHAPED = 0.8  # confidence of a sign whose shape is known
_YEAR = re.compile(r"(\d{4})\W*$")


def read_again(recogniser: Recogniser, gray: Pixels, region: Region, slots: Sequence[Slot]) -> list[Slot]:
    """The stretches of a region, those with a doubtful number read once more."""
    found = list(slots)
    for n, slot in enumerate(slots):
        if (doubtful(slot) or _lone_stroke(slot)) and (box := _box(region, slots, n)):
            base = round(next(word.base for way in slot.ways for word in way)) - box[1]
            part, first = _apart(gray[box[1] : box[3], box[0] : box[2]], base)
            ways = (_read(recogniser, part, scale, box, slot) for scale in _SCALES)
            other = Slot(tuple(_reshaped(way, _shape(first), _year(slot)) for way in ways), False)
            if all(other.ways) and not doubtful(other):
                found[n] = other
    return found


def _lone_stroke(slot: Slot) -> bool:
    return any(strokes(word.text) in ("1", "I") for way in slot.ways for word in way)


def _reshaped(way: Reading, stroke: str, year: str) -> Reading:
    """The lone stroke at the beginning as its shape is: then what puzzled the recogniser is known."""
    if not (stroke and year and way and strokes(way[0].text) in ("1", "I") and way[0].text[1:6] == f"/{year}"):
        return way
    text = f"{stroke}{way[0].text[1:].rstrip('.”')}"
    return [replace(way[0], text=text, confidence=max(_SHAPED, way[0].confidence)), *way[1:]]


def _year(slot: Slot) -> str:
    """The year that all readings of a stretch end with."""
    years = {found[0] if (found := _YEAR.findall(" ".join(w.text for w in way))) else "" for way in slot.ways}
    return years.pop() if len(years) == 1 else ""


def _shape(sign: Pixels) -> str:
    """I where a stroke has serifs on both sides of its head, 1 where it has none on the right; else nothing.

    Slanting signs have no such shape, and signs without serifs are not told from one another.
    """
    rows = np.flatnonzero(sign.any(axis=1))
    if len(rows) < _SIGN:
        return ""
    part, edge, near = sign[rows[0] : rows[-1] + 1], len(rows) // 6, max(2, len(rows) // 16)
    bands = (part[:edge], part[2 * edge : -2 * edge], part[-edge:])
    head, stem, foot = (np.flatnonzero(band.any(axis=0)) for band in bands)
    left, below, right = stem[0] - head[0], stem[0] - foot[0], head[-1] - stem[-1]
    if abs(left - below) > 1.5 * near:
        return ""
    if left >= near and near <= right <= 3 * near:
        return "I"
    return "1" if right <= near / 2 and min(left, below) >= 2 * near else ""


def _box(region: Region, slots: Sequence[Slot], n: int) -> Region | None:
    """Where a stretch lies, between its neighbours; None where it runs over a line end."""
    words = [word for way in slots[n].ways for word in way]
    base = words[0].base
    if any(abs(word.base - base) > BELOW for word in words):
        return None
    before = [way[-1] for slot in slots[max(0, n - 1) : n] for way in slot.ways if way]
    after = [way[0] for slot in slots[n + 1 : n + 2] for way in slot.ways if way]
    before, after = ([w for w in near if abs(w.base - base) <= BELOW] for near in (before, after))
    x0, y0, x1, y1 = region
    left = round(max(w.x1 for w in before)) + 1 if before else x0
    right = round(min(w.x0 for w in after)) - 1 if after else x1
    top, bottom = max(y0, round(base) - ABOVE), min(y1, round(base) + BELOW)
    return (left, top, right, bottom) if right - left > _GAP and bottom > top else None


def _read(recogniser: Recogniser, part: Pixels, scale: float, box: Region, slot: Slot) -> Reading:
    words = recogniser.read(resized(part, scale), round(DPI * scale), True)
    first = next(word for way in slot.ways for word in way)
    step = (box[2] - box[0]) / max(1, len(words))
    return [
        replace(w, x0=box[0] + n * step, x1=box[0] + (n + 0.9) * step, base=first.base, line=first.line)
        for n, w in enumerate(words)
    ]


def _apart(gray: Pixels, base: int) -> tuple[Pixels, Pixels]:
    """(signs of a line with more white between them, the first of them); marks stay with their letters, other lines
    are left out.
    """
    ink = np.where(gray < _DARK, 255, 0).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    groups: list[tuple[int, int, list[int]]] = []
    signs = [(s, n) for n, s in enumerate(stats) if n and s[4] > _DIRT and s[1] < base and s[1] + s[3] > base - _LINE]
    for x, wide, n in sorted((int(s[0]), int(s[2]), n) for s, n in signs):
        if groups and x < groups[-1][1] - 3:
            first, end, members = groups[-1]
            groups[-1] = (first, max(end, x + wide), [*members, n])
        else:
            groups.append((x, x + wide, [n]))
    high, width = gray.shape
    page = np.full((high + 2 * PAPER, width + _GAP * len(groups) + 2 * PAPER), 255, np.uint8)
    for k, (x0, x1, members) in enumerate(groups):
        a, b = max(0, x0 - 3), min(width, x1 + 3)
        near = cv2.dilate(np.isin(labels[:, a:b], members).astype(np.uint8), np.ones((5, 5), np.uint8))
        sign = np.where(near > 0, gray[:, a:b], 255)
        at = a + _GAP * k + PAPER
        view = page[PAPER : PAPER + high, at : at + b - a]
        np.minimum(view, sign, out=view)
    return page, np.isin(labels, groups[0][2] if groups else [-1]).astype(np.uint8)
