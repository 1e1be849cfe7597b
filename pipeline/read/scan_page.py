"""A page that is a picture, read so that the PDF reader sees no difference: rulings, characters with places.

In: an open PDF page. Out: a `Sheet`, what was heard; when all pages are heard, a `ScanPage`, which answers what a
`Page` answers. Cells are read one by one, what stands between the grids band by band.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ..syllables import profile
from .pdf_api import Chars, Page
from .pdf_cells import Ruled, find_grids
from .pdf_paths import PathObject, Pointer, Quad
from .pdf_rulings import rulings
from .scan_digits import numbers, put_out
from .scan_image import DPI, Picture, Region, despeckled, draw, ink_of, resized, straighten, turn
from .scan_region import Heard, Place, hear
from .scan_rulings import find_rulings
from .scan_usage import Usage, hushed
from .scan_vote import Word, doubtful, vote
from .scan_words import Recogniser

if TYPE_CHECKING:
    from .scan_image import Pixels

_NOTHING = Pointer()
_FLAT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_INSIDE = 4  # pixels: so far inside its rulings a cell is read
_BORDER = 18  # pixels: so far from its place a ruling may stray
_CLEAR = 0.95  # confidence from which the marks of a word are as they were read
_LEAST = 100.0  # points: a narrower grid is a seal or a drawing
_NEW_LINE = 20  # pixels between the base lines of two lines, at least


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was found on a page.

    boxes: its rulings; heard: its regions in reading order; scale: pixels a point; columns: edges of its widest grid.
    """

    number: int
    width: float
    height: float
    scale: float
    boxes: list[Quad]
    heard: list[Heard]
    columns: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A region in which a number was put out. where: in words; crop: PNG."""

    where: str
    readings: tuple[str, ...]
    crop: bytes


@dataclass(slots=True)
class ScanPage:
    """What `read_page` asks a page for. doubts: numbers that were put out."""

    number: int
    width: float
    height: float
    boxes: list[Quad]
    rows: list[list[Word]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    bases_of: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def objects(self) -> tuple[list[PathObject], list[Quad]]:
        return _paths(self.boxes), []

    def chars(self) -> Chars:
        """One run a line; the letters of a word share its width evenly."""
        text: list[str] = []
        left: list[float] = []
        right: list[float] = []
        for row in self.rows:
            self.starts.append(len(left))
            self.bases_of.append(row[0].base)
            for n, word in enumerate(row):
                if n:
                    _put(" ", right[-1], max(right[-1], word.x0), text, left, right)
                _put(word.text, word.x0, word.x1, text, left, right)
            _put("\r\n", right[-1], right[-1], text, left, right)
        return Chars("".join(text), left, right, self.bases, self.bases)

    def bases(self, indices: Sequence[int]) -> list[float]:
        return [self.bases_of[bisect_right(self.starts, i) - 1] for i in indices]

    def map_errors(self, indices: list[int]) -> int:
        return 0

    def font(self, index: int) -> tuple[str, int]:
        return "", 0

    def style(self, index: int) -> tuple[bool, bool]:
        return False, False

    def confidence(self, box: Quad) -> float | None:
        """Of the least sure word in a box."""
        x0, top, x1, bottom = box
        inside = [
            word.confidence
            for row in self.rows
            for word in row
            if x0 <= (word.x0 + word.x1) / 2 <= x1 and top <= word.base - 1 <= bottom
        ]
        return round(min(inside), 2) if inside else None


def _put(text: str, x0: float, x1: float, to: list[str], left: list[float], right: list[float]) -> None:
    step = (x1 - x0) / len(text)
    to.append(text)
    left += [x0 + n * step for n in range(len(text))]
    right += [x0 + (n + 1) * step for n in range(len(text))]


def _paths(boxes: list[Quad]) -> list[PathObject]:
    return [PathObject(box, _NOTHING, _FLAT) for box in boxes]


def read_sheet(page: Page, recogniser: Recogniser, usage: Usage) -> Sheet:
    """The page by its picture."""
    picture = draw(page.handle, page.width, page.height)
    picture = straighten(_upright(picture, recogniser))
    boxes, lines = find_rulings(picture)
    ink = ink_of(picture.gray)
    gray = despeckled(picture.gray, ink)
    grids = [grid for grid in find_grids(*rulings(_paths(boxes))) if grid.xs[-1] - grid.xs[0] > _LEAST]
    boxes = [box for box in boxes if any(_within(box, grid) for grid in grids)]
    gray[cv2.dilate(lines & _borders(grids, picture), np.ones((3, 3), np.uint8)) > 0] = 255
    ink[gray == 255] = 0
    heard = [
        found
        for region, place in _regions(grids, picture)
        if (found := hear(recogniser, gray, ink, region, place, usage))
    ]
    widest = max((grid.xs for grid in grids), key=lambda xs: xs[-1] - xs[0], default=[])
    return Sheet(page.number, *picture.size, picture.scale, boxes, heard, widest)


def _upright(picture: Picture, recogniser: Recogniser) -> Picture:
    """Turned as Tesseract says, where more is read so than as it was: on pale print it errs."""
    turned = turn(picture, recogniser.quarters(resized(picture.gray, 0.5)))
    return picture if turned is picture or _read(picture, recogniser) > _read(turned, recogniser) else turned


def _read(picture: Picture, recogniser: Recogniser) -> int:
    """How many syllables are read in the middle of the page."""
    high, wide = picture.gray.shape
    part = picture.gray[high * 2 // 5 : high * 3 // 5, wide // 10 : wide * 9 // 10]
    words = recogniser.read(resized(np.ascontiguousarray(part), 0.6), round(DPI * 0.6), one_line=False)
    return profile(" ".join(word.text for word in words)).valid


def _within(box: Quad, grid: Ruled) -> bool:
    x0, top, x1, bottom = box
    near = _BORDER / 4
    level = grid.ys[0] - near < top and bottom < grid.ys[-1] + near
    return level and grid.xs[0] - near < x0 and x1 < grid.xs[-1] + near


def _borders(grids: list[Ruled], picture: Picture) -> Pixels:
    """255 near the rulings of the grids: ink of a line is taken away there, and a stroke of text elsewhere is not."""
    zone = np.zeros(picture.gray.shape, np.uint8)
    for grid in grids:
        for cell in grid.cells:
            x0, y0, x1, y1 = (round(at * picture.scale) for at in grid.box(cell))
            cv2.rectangle(zone, (x0, y0), (x1, y1), 255, 2 * _BORDER)
    return zone


def _regions(grids: list[Ruled], picture: Picture) -> Iterator[tuple[Region, Place | None]]:
    """Cells with their place, in pixels, and the bands of the page above, between and below the grids."""
    high, wide = picture.gray.shape
    ends = [0, *(round(y * picture.scale) for grid in grids for y in (grid.ys[0], grid.ys[-1])), high]
    for n, grid in enumerate(grids):
        yield (0, ends[2 * n], wide, ends[2 * n + 1] - _INSIDE), None
        for cell in grid.cells:
            x0, y0, x1, y1 = (round(at * picture.scale) for at in grid.box(cell))
            region = (x0 + _INSIDE, y0 + _INSIDE, x1 - _INSIDE, y1 - _INSIDE)
            if region[2] - region[0] > 8 and region[3] - region[1] > 8:
                yield region, (n, cell.row, cell.column)
    yield (0, ends[-2] + _INSIDE * bool(grids), wide, high), None


def learn(sheet: Sheet, usage: Usage) -> None:
    """Which words go together on this page, where its readings agree."""
    for heard in sheet.heard:
        for sure, run in groupby(heard.slots, lambda slot: slot.agreed):
            if sure:
                usage.see([slot.ways[0][0].text for slot in run])


def compose(sheet: Sheet, usage: Usage, stretch: tuple[float, float] = (1.0, 0.0)) -> ScanPage:
    """The page as the PDF reader takes it. stretch: factor and shift of its width."""
    factor, shift = stretch
    boxes = [(x0 * factor + shift, top, x1 * factor + shift, bottom) for x0, top, x1, bottom in sheet.boxes]
    page = ScanPage(sheet.number, sheet.width, sheet.height, boxes)
    for heard in sheet.heard:
        lines = _lines(list(vote(heard.slots, usage)))
        words = [word for line in lines for word, _ in line]
        texts = iter(usage.mended(hushed([w.text for w in words]), [w.confidence < _CLEAR for w in words]))
        lines = [[(replace(word, text=next(texts)), doubt) for word, doubt in line] for line in lines]
        spoilt = [_spoilt(line) for line in lines]
        if any(spoilt) and heard.crop:
            page.doubts.append(Doubt(_where(heard.place), _readings(heard), heard.crop))
        for line, bad in zip(lines, spoilt, strict=True):
            row = _row(line, bad or (bool(heard.place) and any(spoilt)), sheet.scale)
            page.rows.append([replace(w, x0=w.x0 * factor + shift, x1=w.x1 * factor + shift) for w in row])
    return page


def _where(place: Place | None) -> str:
    return f"ô hàng {place[1] + 1}, cột {place[2] + 1} của bảng" if place else "ngoài bảng"


def _readings(heard: Heard) -> tuple[str, ...]:
    """What was read of the doubtful stretches."""
    ways = [way for slot in heard.slots if doubtful(slot) for way in slot.ways]
    return tuple(dict.fromkeys(" ".join(word.text for word in way) for way in ways))


def _spoilt(line: list[tuple[Word, bool]]) -> bool:
    return any(doubt for _, doubt in line)


def _lines(words: list[tuple[Word, bool]]) -> list[list[tuple[Word, bool]]]:
    """Words in reading order, line by line; the readings they come from may number lines differently."""
    lines: list[list[tuple[Word, bool]]] = []
    for word, doubt in words:
        last = lines[-1][-1][0] if lines else None
        if last is None or word.x0 < last.x0 or abs(word.base - last.base) > _NEW_LINE:
            lines.append([])
        lines[-1].append((word, doubt))
    return lines


def _row(line: list[tuple[Word, bool]], out: bool, scale: float) -> list[Word]:
    """A line in points, its numbers put out where they cannot be believed."""
    base = median(word.base for word, _ in line) / scale
    row: list[Word] = []
    for word, _ in line:
        x0 = max(word.x0 / scale, row[-1].x1 if row else 0.0)  # two readings may place words a little differently
        text = put_out(word.text) if out and numbers(word.text) else word.text
        row.append(replace(word, text=text, x0=x0, x1=max(word.x1 / scale, x0 + 0.1), base=base))
    return row
