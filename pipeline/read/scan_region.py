"""One region of a page read as often as it takes. In: the picture, a region. Out: its readings; crops of doubts.

Each reading looks at another picture of the same ink: another scale, another softness. Two that agree in all are
enough; else a third, and where a number is still in doubt a fourth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from .scan_digits import numbers
from .scan_figures import ABOVE, BELOW, read_again
from .scan_image import DPI, PAPER, Region, framed, png, resized
from .scan_vote import Reading, Slot, Word, agree, doubtful, slots

if TYPE_CHECKING:
    from .scan_image import Pixels
    from .scan_usage import Usage
    from .scan_words import Recogniser

Place = tuple[int, int, int]
_LOOKS = ((0.6, 0.0), (0.85, 0.0), (0.5, 0.0), (1.0, 0.7))  # scale, blur
_LABEL_SCALES, _LABEL_SIGNS = (0.6, 0.8, 1.0), "0123456789IVX."
_ONE_LINE = 0.24  # inches: ink no taller is one line
_TALL, _LOW = 45, 8  # pixels of a figure above and below its base line
_PARTS = {"%": 3, "“": 2, "”": 2, '"': 2}  # strokes that do not hang together
_LEAST = 10  # pixels of ink: less is dirt


@dataclass(frozen=True, slots=True)
class Heard:
    """A region as read.

    slots: how its readings agree; place: number of its grid, row and column; crop: PNG, where a number is in doubt;
    labels: what a short cell of the first column may say, if it is a number.
    """

    region: Region
    slots: tuple[Slot, ...]
    place: Place | None
    crop: bytes | None = None
    labels: tuple[str, ...] = ()


def hear(
    recogniser: Recogniser, gray: Pixels, ink: Pixels, region: Region, place: Place | None, usage: Usage
) -> Heard | None:
    """Read a region; None where there is no ink in it."""
    inner = _inked(ink, region)
    if inner is None:
        return None
    readings: list[Reading] = []
    for reading in _readings(recogniser, gray, inner):
        readings.append([_counted(word, ink) if numbers(word.text) else word for word in reading])
        if len(readings) > 1 and _settled(readings, usage):
            break
    found = read_again(recogniser, gray, inner, list(slots(readings)))
    doubts = [word.base for slot in found if doubtful(slot) for way in slot.ways for word in way]
    if doubts and not place:
        x0, y0, x1, y1 = region
        region = (x0, max(y0, round(min(doubts)) - ABOVE), x1, min(y1, round(max(doubts)) + BELOW))
    crop = png(gray, region) if doubts or _label_like(place, readings) else None
    labels = _labels(recogniser, gray, inner) if _label_like(place, readings) else ()
    return Heard(region, tuple(found), place, crop, labels)


def _label_like(place: Place | None, readings: list[Reading]) -> bool:
    """A few signs in the first column: the number of a row."""
    texts = ["".join(word.text for word in words) for words in readings]
    return place is not None and place[2] == 0 and all(len(text) < 8 for text in texts) and min(map(len, texts)) < 6


def _labels(recogniser: Recogniser, gray: Pixels, region: Region) -> tuple[str, ...]:
    """The region read as a number."""
    part = framed(gray, region)
    found: dict[str, None] = {}
    for scale in _LABEL_SCALES:
        found[
            "".join(word.text for word in recogniser.read(resized(part, scale), round(DPI * scale), True, _LABEL_SIGNS))
        ] = None
    return tuple(found)


def _settled(readings: list[Reading], usage: Usage) -> bool:
    """All agree, or all numbers are sure and no word is out of place."""
    if any(doubtful(slot) for slot in slots(readings)):
        return False
    return len(readings) > 2 + usage.suspects([word.text for word in readings[0]]) or agree(readings)


def _readings(recogniser: Recogniser, gray: Pixels, region: Region) -> Iterator[Reading]:
    part = framed(gray, region)
    one_line = region[3] - region[1] < _ONE_LINE * DPI
    dx, dy = region[0] - PAPER, region[1] - PAPER
    for scale, blur in _LOOKS:
        look = resized(np.asarray(cv2.GaussianBlur(part, (0, 0), blur), np.uint8) if blur else part, scale)
        words = recogniser.read(look, round(DPI * scale), one_line)
        yield [replace(w, x0=w.x0 / scale + dx, x1=w.x1 / scale + dx, base=w.base / scale + dy) for w in words]


def _counted(word: Word, ink: Pixels) -> Word:
    """A number; hardly believed where more signs stand in its place than were read: "I/2024" read as "2024"."""
    x0, x1, base = round(word.x0), round(word.x1), round(word.base)
    part = ink[max(0, base - _TALL) : base + _LOW, max(0, x0 - 1) : x1 + 1]
    if not part.size:
        return word
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(part))
    high = stats[1:, cv2.CC_STAT_HEIGHT]
    signs = int((high > 0.6 * high.max()).sum()) if len(high) else 0
    return replace(word, confidence=0.0) if signs > sum(_PARTS.get(c, 1) for c in word.text) else word


def _inked(ink: Pixels, region: Region) -> Region | None:
    """The part of a region that bears ink."""
    x0, y0, x1, y1 = region
    part = ink[y0:y1, x0:x1]
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if len(rows) < 2 or len(columns) < 2 or np.count_nonzero(part) < _LEAST:
        return None
    return x0 + int(columns[0]), y0 + int(rows[0]), x0 + int(columns[-1]) + 1, y0 + int(rows[-1]) + 1
