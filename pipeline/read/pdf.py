"""PDF reader. In: the bytes of a PDF. Out: a `Document`: ruled grids with their cells' text, paragraphs between them.

No table is joined over pages here, and nothing is known of plans.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from ..document import Block, Document
from ..errors import InputError, about
from ..garbage import uncollected
from ..rulebook import RuleBook
from .pdf_api import PdfFile
from .pdf_borderless import find_borderless
from .pdf_flow import Column, paragraphs, text_column
from .pdf_footnotes import set_apart, top_of_notes
from .pdf_furniture import strip_running, strip_stamps
from .pdf_grid import build_grid, measure
from .pdf_lines import Habit
from .pdf_notices import notices, of_tables
from .pdf_overflow import take_in
from .pdf_page import PageRead, read_page
from .pdf_rowless import split_rows
from .pdf_stamps import stamp_patterns
from .pdf_text import Line
from .pdf_verdict import faults, judge
from .scan import Scans, available, read_scans


@uncollected()
def read_pdf(data: bytes, name: str, book: RuleBook) -> Document:
    """Read a PDF.

    Raises InputError (no PDF, broken, password, no pages) and NoTextLayerError (scans, garbage text), with a remedy.
    """
    with about(name):
        return _read(data, name, book)


def _read(data: bytes, name: str, book: RuleBook) -> Document:
    pages, producer = _pages(data, book)
    bad = faults(pages, book)
    missing = available() if bad else None
    scans = read_scans(data, bad, book) if bad and not missing else Scans()
    if scans.pages:
        pages = [scans.pages.get(page.number, page) for page in pages]
        bad = faults(pages, book)
    found = [*judge(pages, bad, book, missing), *scans.notices, *strip_stamps(pages, book), *notices(pages, data)]
    strip_running(pages, book)
    found += set_apart(pages)
    take_in(pages)
    for page in pages:
        split_rows(page)
    find_borderless(pages)
    found += of_tables(pages)
    habit = measure(pages, producer)
    blocks: list[Block] = []
    for page, column, end in zip(pages, _columns(pages), _ends(pages), strict=True):
        blocks += _blocks(page, column, habit, end)
    return Document(
        name, hashlib.sha256(data).hexdigest(), "pdf", tuple(blocks), len(pages),
        ocr=bool(scans.pages), notices=tuple(found), crops=tuple(scans.crops),
    )  # fmt: skip


def _pages(data: bytes, book: RuleBook) -> tuple[list[PageRead], str]:
    file = PdfFile(data)
    try:
        if file.pages < 1:
            raise InputError("Tệp PDF không có trang nào.", "Hãy xin lại tệp gốc.")
        stamps = stamp_patterns(book)
        pages = [read_page(file.page(number), book, stamps) for number in range(1, file.pages + 1)]
        return pages, file.producer
    finally:
        file.close()


def _columns(pages: list[PageRead]) -> list[Column]:
    """The text column of each page; pages of one size share it."""
    rows: dict[int, list[list[Line]]] = {}
    for page in pages:
        rows.setdefault(round(page.width), []).extend(page.lines)
    columns = {width: text_column(found, width) for width, found in rows.items()}
    return [columns[round(page.width)] for page in pages]


def _ends(pages: list[PageRead]) -> list[float]:
    """How far down the text of each page may reach: as far as on any page of its height, not into its notes."""
    ends: dict[int, float] = {}
    for page in pages:
        lowest = [grid.ruled.ys[-1] for grid in page.grids] + [row[0].base for row in page.lines[-1:]]
        ends[round(page.height)] = max([ends.get(round(page.height), 0.0), *lowest])
    return [min(ends[round(page.height)], top_of_notes(page)) for page in pages]


def _blocks(page: PageRead, column: Column, habit: Habit, end: float) -> list[Block]:
    """Paragraphs and grids of a page in reading order. end: how far down the text of the page may reach."""
    blocks: list[Block] = []
    rows = page.lines
    for grid in page.grids:
        above = [row for row in rows if row[0].base <= grid.ruled.ys[0]]
        rows = rows[len(above) :]
        blocks += paragraphs(above, column, page.width, page.number, habit)
        blocks.append(build_grid(page, grid, habit, end))
    blocks += paragraphs(rows, column, page.width, page.number, habit)
    notes = paragraphs(page.notes, column, page.width, page.number, habit)
    return blocks + [replace(note, footnote=True) for note in notes]
