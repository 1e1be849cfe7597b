"""Reads a Word file. In: the bytes of a .docx. Out: a Document of paragraphs and grids in reading order.

The body is walked once. Running headers, footers, footnotes and comments are no part of it; tracked changes are
read as accepted. It does not know which table is the plan.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

from ..document import Block, Document, Orientation, Paragraph
from ..errors import InputError
from ..garbage import uncollected
from ..legacy import by_statistics, from_font, is_special
from ..rulebook import RuleBook
from ..text import clean
from .word_blocks import blocks
from .word_names import P_PR, SECTION, TBL, Element, T, points, w
from .word_notices import Remarks
from .word_numbering import Numbering
from .word_package import Package
from .word_styles import Sheet
from .word_table import TableReader
from .word_text import Line, LineReader


@uncollected()
def read_word(data: bytes, name: str, book: RuleBook) -> Document:
    """The document in a .docx (or .docm, or strict OOXML).

    Raises InputError, with what to do next, where the bytes are no readable Word file.
    """
    package = Package(data, name)
    body = package.main().find(w("body"))
    if body is None:
        raise InputError(f"{name}: văn bản Word không có nội dung.", "Hãy kiểm tra lại tệp.")
    reader = _Reader(package, book)
    found = tuple(reader.read(body))
    if reader.encodings:  # without its font, a short text alone does not show that it is in an old encoding
        reader = _Reader(package, book, reader.encodings.most_common(1)[0][0])
        found = tuple(reader.read(body))
    return Document(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        format="docx",
        blocks=found,
        notices=reader.remarks.notices(),
    )


class _Reader:
    """The readers of one document, wired together."""

    def __init__(self, package: Package, book: RuleBook, encoding: str | None = None) -> None:
        self.remarks = Remarks()
        self.encodings: Counter[str] = Counter()  # found by counting, not by font
        self._book, self._encoding = book, encoding
        sheet = Sheet(package.related("styles"), lambda font: is_special(font, book))
        numbering = Numbering(package.related("numbering"), sheet, lambda text, font: from_font(text, font or "", book))
        self._lines = LineReader(sheet, numbering, _Notes(package).text, self.remarks, book)
        self._show: Callable[[str], str] = lru_cache(maxsize=4096)(self._convert)  # cells repeat
        self._tables = TableReader(self._lines, sheet, self.remarks, self._show)

    def read(self, body: Element) -> Iterator[Block]:
        sections = _orientations(body)
        section = tables = 0
        for block in blocks(body, self.remarks):
            if block.tag == TBL:
                tables += 1
                yield from self._table(block, tables, sections[min(section, len(sections) - 1)])
                continue
            line = self._lines.read(block)
            if line is not None:
                yield from self._paragraphs(line)
            if block.find(f"{P_PR}/{SECTION}") is not None:
                section += 1
        if self._lines.carried:
            yield from self._paragraphs(self._lines.rest())

    def _table(self, table: Element, number: int, orientation: Orientation) -> Iterator[Block]:
        found = self._tables.read(table, number, orientation)
        if isinstance(found, list):
            yield from (Paragraph(text) for text in found)
        else:
            yield found

    def _paragraphs(self, line: Line) -> Iterator[Paragraph]:
        """The paragraph, and after it the text boxes anchored in it."""
        text = self._show(line.label + line.text)
        if text:
            yield Paragraph(text, bold=line.bold, italic=line.italic, centered=line.centered)
        for box in line.boxes:
            for block in blocks(box, self.remarks):
                inner = self._tables.lines(block) if block.tag == TBL else filter(None, (self._lines.read(block),))
                for each in inner:
                    yield from self._paragraphs(each)

    def _convert(self, raw: str) -> str:
        """Old encodings first: a soft hyphen may be a letter in them."""
        converted, encoding = by_statistics(raw, self._book, self._encoding)
        if encoding:
            self.encodings[encoding] += 1
            self.remarks.add("X5", converted)
        return clean(converted)


class _Notes:
    """The texts of footnotes and endnotes; their parts are read when the first reference is met."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._texts: dict[str, dict[str | None, str]] = {}

    def text(self, reference: Element) -> str:
        name = reference.tag.rpartition("}")[2].removesuffix("Reference")  # footnote, endnote
        if name not in self._texts:
            root = self._package.related(f"{name}s")
            notes = [] if root is None else root.iter(w(name))
            self._texts[name] = {n.get(w("id")): "".join(t.text or "" for t in n.iter(T)) for n in notes}
        return self._texts[name].get(reference.get(w("id")), "")


def _orientations(body: Element) -> list[Orientation]:
    """Of each section in order; a w:sectPr stands at the end of its section."""
    found: list[Orientation] = []
    for section in body.iter(SECTION):
        parent = section.getparent()
        if parent is None or parent.tag not in (P_PR, w("body")):
            continue  # what a tracked change remembers
        size = section.find(w("pgSz"))
        wide = high = None
        if size is not None:
            wide, high = points(size.get(w("w"))), points(size.get(w("h")))
        turned = size is not None and size.get(w("orient")) == "landscape"
        found.append("landscape" if turned or (wide and high and wide > high) else "portrait")
    return found or ["portrait"]
