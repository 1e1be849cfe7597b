"""The picture of a page, made fit for reading. In: an open PDF page. Out: grey pixels, upright, straight, evenly lit.

Grey values are 0 (ink) to 255 (paper); a picture is an array of rows. It reads no text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

cv2.setNumThreads(1)
Region = tuple[int, int, int, int]  # x0, y0, x1, y1 in pixels
DPI = 300
PAPER = 18
_STEEPEST = 5.0  # degrees a page may lie askew
_COARSE, _FINE = 0.5, 0.05
_RED = 50  # so much redder than green and blue is red ink
_STAMP = 0.5  # inches: red ink over so much is a stamp, less is red writing
_WHITE, _GRAIN = 180, 3.0  # paper is lighter; mean of its grain that is coarse
_APART = (0.05, 0.2)  # inches, upright and level: nearer marks belong to each other
_PALE = 0.45  # of the way from ink to paper: paler than this is a watermark or grain


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as pixels. scale: pixels a point."""

    gray: Pixels
    scale: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        high, wide = self.gray.shape
        return wide / self.scale, high / self.scale


def draw(handle: Any, width: float, height: float) -> Picture:
    """The page as pdfium paints it, annotations too. width, height: of the page as seen, in points."""
    scale = DPI / 72
    wide, high = max(1, round(width * scale)), max(1, round(height * scale))
    pixels = np.full((high, wide, 4), 255, np.uint8)
    bitmap = pdfium.FPDFBitmap_CreateEx(wide, high, pdfium.FPDFBitmap_BGRx, pixels.ctypes.data, wide * 4)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, wide, high, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, wide, high, 0, pdfium.FPDF_ANNOT)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Picture(_lit(_without_stamps(pixels)), scale)


def _without_stamps(pixels: Any) -> Pixels:
    """Grey, red stamps gone: seen through red glass, where red ink looks like paper and black ink stays black."""
    blue, green, red, _ = cv2.split(pixels)
    gray = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGRA2GRAY), np.uint8)
    reddish = (cv2.subtract(red, cv2.max(blue, green)) > _RED).astype(np.uint8)
    if not reddish.any():
        return gray
    near = cv2.dilate(reddish, np.ones((15, 15), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(near)
    large = (stats[:, cv2.CC_STAT_WIDTH] > _STAMP * DPI) & (stats[:, cv2.CC_STAT_HEIGHT] > _STAMP * DPI)
    large[0] = False
    return np.where(large[labels], red, gray)


def _lit(gray: Pixels) -> Pixels:
    """Shadows, tinted paper, shaded cells and watermarks made white, coarse grain smoothed, ink left as it is."""
    smooth = _calm(gray)
    small = resized(smooth, 0.125)
    paper = cv2.GaussianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), (0, 0), 2)
    paper = cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    even = np.asarray(cv2.divide(smooth, np.maximum(paper, 60), scale=255), np.uint8)
    threshold = ink_threshold(even)
    white = threshold + (255 - threshold) * (1 - _PALE)
    table = np.clip(np.arange(256) * (255 / white), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(even, table), np.uint8)


def _calm(gray: Pixels) -> Pixels:
    """Coarse grain smoothed; elsewhere nothing is, for tone marks are no larger than grain."""
    median = cv2.medianBlur(gray, 3)
    grain = cv2.absdiff(gray, median)[median > _WHITE]
    if not len(grain) or float(grain.mean()) < _GRAIN:
        return gray
    return np.asarray(cv2.GaussianBlur(median, (0, 0), 0.8), np.uint8)


def ink_threshold(gray: Pixels) -> float:
    """The grey value that parts ink from paper."""
    found, _ = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return float(min(190.0, max(90.0, found)))


def ink_of(gray: Pixels, faint: float = 0.0) -> Pixels:
    """255 where there is ink, 0 on paper. faint: so much paler ink counts too, as a share of the way to paper."""
    threshold = ink_threshold(gray)
    return np.where(gray < threshold + faint * (255 - threshold), 255, 0).astype(np.uint8)


def turn(picture: Picture, quarters: int) -> Picture:
    """Turned to the left by quarters."""
    return Picture(np.ascontiguousarray(np.rot90(picture.gray, quarters)), picture.scale) if quarters else picture


def straighten(picture: Picture) -> Picture:
    """Lines of text and rulings made level."""
    angle = skew(picture.gray)
    return Picture(_rotated(picture.gray, angle), picture.scale) if abs(angle) >= _FINE else picture


def skew(gray: Pixels) -> float:
    """Degrees by which the page must be turned to the left to be level, at most `_STEEPEST`."""
    factor = 1000 / max(gray.shape)
    small = resized(gray, factor)
    ink = np.asarray(255 - small, np.float32)
    best = max(np.arange(-_STEEPEST, _STEEPEST + _COARSE, _COARSE), key=lambda a: _sharpness(ink, float(a)))
    near = np.arange(best - _COARSE, best + _COARSE + _FINE, _FINE)
    return round(float(max(near, key=lambda a: _sharpness(ink, float(a)))), 2)


def _sharpness(ink: Any, angle: float) -> float:
    """How much the rows of the turned page differ from their neighbours: most where lines are level."""
    rows = _rotated(ink, angle, 0).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())


def _rotated(pixels: Any, angle: float, paper: int = 255) -> Any:
    high, wide = pixels.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    return cv2.warpAffine(pixels, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=paper)


def resized(gray: Pixels, scale: float) -> Pixels:
    """At another scale."""
    if scale == 1.0:
        return gray
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=how), np.uint8)


def framed(gray: Pixels, region: Region) -> Pixels:
    """A region with `PAPER` pixels of white round it: letters at the edge of a picture are not read."""
    x0, y0, x1, y1 = region
    return np.pad(gray[y0:y1, x0:x1], PAPER, constant_values=255)


def png(gray: Pixels, region: Region) -> bytes:
    """A region as PNG."""
    x0, y0, x1, y1 = region
    done, data = cv2.imencode(".png", gray[y0:y1, x0:x1])
    return data.tobytes() if done else b""


def despeckled(gray: Pixels, ink: Pixels) -> Pixels:
    """Without marks that stand far from all others and are no taller than a comma: grain, dirt of the glass.

    What stands in a line of text may be the dot of a semicolon or a dash.
    """
    tall, broad = _inch(_APART[0]), _inch(_APART[1])
    near = cv2.dilate(ink, np.ones((tall, broad), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(near)
    high, wide = stats[:, cv2.CC_STAT_HEIGHT] - tall, stats[:, cv2.CC_STAT_WIDTH] - broad
    small = (high < _inch(0.03)) & (wide < _inch(0.04)) | (stats[:, cv2.CC_STAT_AREA] < 1)
    small[0] = False
    return np.where(small[labels], np.uint8(255), gray)


def _inch(share: float) -> int:
    return max(1, round(share * DPI))
