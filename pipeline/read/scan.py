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
_MANY = 20  # doubts on a page that are told one by one
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
    from .scan_align import stretches
    from .scan_page import compose, learn
    from .scan_usage import Usage

    found, stamps, usage = Scans(), stamp_patterns(book), Usage(book)
    sheets = _numbered(_sheets(data, numbers, recogniser, usage))
    for sheet in sheets:
        learn(sheet, usage)
    stretch = stretches(sheets)
    for sheet in sheets:
        page = compose(sheet, usage, stretch.get(sheet.number, (1.0, 0.0)))
        read = read_page(page, book, stamps)
        if sheet.heard and not _legible(read.text):
            continue
        read.confidence = page.confidence
        found.pages[sheet.number] = read
        crops = [Crop(f"trang-{sheet.number}-{n}.png", doubt.crop) for n, doubt in enumerate(page.doubts, 1)]
        found.crops += crops
        if len(crops) > _MANY:
            found.notices.append(_summary(sheet.number, crops))
        else:
            told = zip(page.doubts, crops, strict=True)
            found.notices += [_notice(sheet.number, doubt, crop.name) for doubt, crop in told]
    return found


def _legible(text: str) -> bool:
    """Whether Vietnamese was read, and not the grain of a photograph."""
    found = profile(text)
    return found.valid > _LEGIBLE * found.words


def _sheets(data: bytes, numbers: Iterable[int], recogniser: Recogniser, usage: Usage) -> list[Sheet]:
    from .scan_page import read_sheet

    file = PdfFile(data)
    try:
        return [read_sheet(file.page(number), recogniser, usage) for number in numbers]
    finally:
        recogniser.close()
        file.close()


def _numbered(sheets: list[Sheet]) -> list[Sheet]:
    """With the numbers of rows restored that could not be read for sure."""
    from .scan_numbering import restore

    column = [heard for sheet in sheets for heard in sheet.heard if heard.place and heard.place[2] == 0]
    mended = {id(column[n]): heard for n, heard in restore(column).items()}
    return [replace(sheet, heard=[mended.get(id(heard), heard) for heard in sheet.heard]) for sheet in sheets]


def _summary(page: int, crops: list[Crop]) -> Notice:
    """One notice for a page with many doubts."""
    message = f"Bản quét, trang {page}: con số đọc không chắc ở {len(crops)} chỗ nên bỏ trống; xem các ảnh "
    return Notice("P5", f"{message}{crops[0].name} đến {crops[-1].name}.", page=page, level="warning")


def _notice(page: int, doubt: Doubt, crop: str) -> Notice:
    """Which number is in doubt, and where its picture is."""
    shown = " / ".join(dict.fromkeys(text[:80] for text in doubt.readings))
    message = f"Bản quét, trang {page}, {doubt.where}: con số đọc không chắc nên bỏ trống; xem ảnh {crop}."
    return Notice("P5", message, quote=shown, page=page, level="warning")
