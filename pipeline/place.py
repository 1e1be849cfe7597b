"""Where a text stands in its document: on a PDF page, or in a table of a Word file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageFragment:
    """A place on a PDF page: bbox is x0, top, x1, bottom in points from the top left."""

    page: int
    bbox: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ScanFragment(PageFragment):
    """A place on a page that is a picture, seen upright and straight. confidence: 0..1, of its least sure word."""

    confidence: float


@dataclass(frozen=True, slots=True)
class WordFragment:
    """A place in a Word file: the n-th table of the body, its row and grid column, all from 1."""

    table: int
    row: int
    column: int


Fragment = ScanFragment | PageFragment | WordFragment
