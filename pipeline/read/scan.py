"""Pages that are pictures, or whose text layer cannot be trusted, read by recognition (extra `kehoach[ocr]`).

In: the bytes of a PDF and the numbers of such pages. Out: pages as the PDF reader knows them, notices of numbers that
could not be believed, crops of them. All else is as with any PDF.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..document import Crop, Notice
from ..rulebook import RuleBook
from ..syllables import profile
from .pdf_api import PdfFile
from .pdf_page import PageRead, read_page
from .pdf_stamps import stamp_patterns
from .scan_words import Recogniser, available

if TYPE_CHECKING:
    from .scan_page import Doubt, Sheet
    from .scan_usage import Usage

_LEGIBLE = 0.6  # of the words must be syllables
__all__ = ["Scans", "available", "read_scans"]


@dataclass(slots=True)
class Scans:
    """Pages by number, and what is to be told of them."""

    pages: dict[int, PageRead] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    crops: list[Crop] = field(default_factory=list)


def read_scans(data: bytes, numbers: Iterable[int], book: RuleBook) -> Scans:
    """The pages read by their pictures. Raises InputError where Tesseract has no Vietnamese data."""
    recogniser = Recogniser()
    from .scan_page import compose, learn
    from .scan_usage import Usage

    found, stamps, usage = Scans(), stamp_patterns(book), Usage(book)
    sheets = _numbered(_sheets(data, numbers, recogniser, usage))
    for sheet in sheets:
        learn(sheet, usage)
    for sheet in sheets:
        page = compose(sheet, usage)
        read = read_page(page, book, stamps)
        if sheet.heard and not _legible(read.text):
            continue
        read.confidence = page.confidence
        found.pages[sheet.number] = read
        for n, doubt in enumerate(page.doubts, 1):
            crop = Crop(f"trang-{sheet.number}-{n}.png", doubt.crop)
            found.crops.append(crop)
            found.notices.append(_notice(sheet.number, doubt, crop.name))
    return found


def _legible(text: str) -> bool:
    """Whether Vietnamese was read, and not the grain of a photograph."""
    found = profile(text)
    return found.valid > _LEGIBLE * found.words


def _sheets(data: bytes, numbers: Iterable[int], recogniser: Recogniser, usage: Usage) -> list[Sheet]:
    from .scan_page import read_sheet

    file = PdfFile(data)
    sheets = []
    try:
        for number in numbers:
            with file.page(number) as page:
                sheets.append(read_sheet(page, recogniser, usage))
    finally:
        recogniser.close()
        file.close()
    return sheets


def _numbered(sheets: list[Sheet]) -> list[Sheet]:
    """With the numbers of rows restored that could not be read for sure."""
    from .scan_numbering import restore

    column = [heard for sheet in sheets for heard in sheet.heard if heard.place and heard.place[2] == 0]
    mended = {id(column[n]): heard for n, heard in restore(column).items()}
    return [replace(sheet, heard=[mended.get(id(heard), heard) for heard in sheet.heard]) for sheet in sheets]


def _notice(page: int, doubt: Doubt, crop: str) -> Notice:
    """Which number is in doubt, and where its picture is."""
    shown = " / ".join(dict.fromkeys(text[:80] for text in doubt.readings))
    message = f"Bản quét, {doubt.where}: con số đọc không chắc nên bỏ trống; xem ảnh {crop}."
    return Notice("P5", message, quote=shown, page=page, level="warning")
