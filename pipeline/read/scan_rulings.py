"""Ruled lines in the picture of a page. In: a straight picture. Out: thin boxes in points, and where their ink is.

Morphological opening finds them: what is ink over a third of an inch in a row is a line, and no letter is so long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from .pdf_paths import Quad
from .scan_image import Picture, ink_of

if TYPE_CHECKING:
    from .scan_image import Pixels

_LONG, _TALL = 0.25, 0.19  # inches: a shorter level run is a dash, a shorter upright one a letter
_GAP = 0.012  # inches: so much of a line may be missing; more would join the letters of a word
_BRIDGE = 0.14  # inches: so much may be missing between two long runs
_FAINT = 0.5  # of the way from ink to paper: a hair line is paler than text
_THICK = 0.04  # inches: a thicker one is a bar
_HALF = 0.5  # points: half the thickness a ruling is given


def find_rulings(picture: Picture) -> tuple[list[Quad], Pixels]:
    """(boxes of the rulings, 255 where their ink is)."""
    ink = ink_of(picture.gray, _FAINT)
    inch = picture.scale * 72
    flat = _runs(ink, inch, level=True)
    # without the level lines: letters above and below one would make an upright line with it
    rest = np.asarray(cv2.subtract(ink, flat), np.uint8)
    upright = _runs(rest, inch, level=False)
    boxes = [*_boxes(flat, picture.scale, inch, level=True), *_boxes(upright, picture.scale, inch, level=False)]
    return boxes, flat | upright


def _runs(ink: Pixels, inch: float, level: bool) -> Any:
    """The ink that belongs to lines of one direction, small gaps closed."""
    gap, long = max(3, round(inch * _GAP)), round(inch * (_LONG if level else _TALL))
    close = np.ones((1, gap) if level else (gap, 1), np.uint8)
    keep = np.ones((1, long) if level else (long, 1), np.uint8)
    broad = cv2.dilate(ink, np.ones((3, 1) if level else (1, 3), np.uint8))  # a line may step aside by a pixel
    closed = cv2.morphologyEx(broad, cv2.MORPH_CLOSE, close)
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, keep)
    bridge = round(inch * _BRIDGE)
    return cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((1, bridge) if level else (bridge, 1), np.uint8))


def _boxes(runs: Any, scale: float, inch: float, level: bool) -> list[Quad]:
    """One thin box a line, at its middle."""
    _, _, stats, centres = cv2.connectedComponentsWithStats(runs)
    found: list[Quad] = []
    for (x, y, wide, high, area), (cx, cy) in zip(stats[1:], centres[1:], strict=True):
        thick = area / max(wide, high)
        if thick > inch * _THICK:
            continue
        if level:
            y = float(cy) / scale
            found.append((int(x) / scale, y - _HALF, int(x + wide) / scale, y + _HALF))
        else:
            at = float(cx) / scale
            found.append((at - _HALF, int(y) / scale, at + _HALF, int(y + high) / scale))
    return found
