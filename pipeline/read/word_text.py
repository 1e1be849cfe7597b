"""The text of paragraphs as Word shows it. In: w:p elements in document order. Out: `Line`s.

Kept: insertions, links, content controls, results of fields, formulas, one branch of each alternative, automatic
numbers. Left out: tracked deletions, field codes, hidden text, comments, marks of footnotes; what a reader could
miss of it goes to `Remarks`. A paragraph whose mark is deleted runs on into the next one.
Text boxes are handed on unread (`Line.boxes`): they are paragraphs of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..legacy import font_kind, from_font, symbol
from ..rulebook import RuleBook
from .word_blocks import branch, text_boxes
from .word_names import (
    ALL,
    ALTERNATE,
    DELETED,
    MATH_FRACTION,
    MATH_OVER,
    MATH_RUN,
    MATH_TEXT,
    MATH_UNDER,
    MOVED_AWAY,
    P_PR,
    R_PR,
    SDT,
    SDT_CONTENT,
    SDT_PR,
    Element,
    R,
    T,
    is_on,
    w,
)
from .word_notices import Remarks
from .word_numbering import Numbering
from .word_styles import PLAIN, Look, Sheet

_ONE_LINE = str.maketrans("\n\r\t", "   ")
_SIGNS = {
    w("tab"): " ",
    w("ptab"): " ",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
    w("softHyphen"): "\u00ad",  # text.clean decides; in a .Vn font it is the letter ư
}
_BREAK, _SYMBOL, _FIELD = map(w, ("br", "sym", "fldChar"))
_NOTES = frozenset((w("footnoteReference"), w("endnoteReference")))
_GONE = frozenset((DELETED, MOVED_AWAY))
_SILENT = frozenset(
    w(name)
    for name in (
        "pPr", "rPr", "instrText", "delText", "delInstrText", "annotationRef", "footnoteRef", "endnoteRef",
        "separator", "continuationSeparator", "commentReference", "proofErr", "rt", "sdtPr", "sdtEndPr",
        "smartTagPr", "customXmlPr", "fldData",
    )
)  # fmt: skip
_IMAGES = ("blip", "imagedata", "chart", "relIds")
_MARK = re.compile(r"[\s(\[]*(\d{1,2}|\*{1,3})[\s)\]]*")
_UNIT = re.compile(r"(?<![^\W\d_])[kcdm]?m$")  # m2, km2: a power, no note


@dataclass(slots=True)
class Line:
    """One paragraph as shown, not yet cleaned: its automatic number, and its text."""

    label: str
    text: str
    bold: bool = False
    italic: bool = False
    centered: bool = False
    boxes: Sequence[Element] = ()


class LineReader:
    """Reads paragraphs. carried: what runs on from the last into the next. Set `in_table` while reading cells."""

    def __init__(
        self, sheet: Sheet, numbering: Numbering, note: Callable[[Element], str], remarks: Remarks, book: RuleBook
    ) -> None:
        self.in_table = False
        self._sheet, self._numbering, self._note = sheet, numbering, note
        self._remarks, self._book = remarks, book
        self._default = sheet.paragraph(None)
        self._style = self._default.style
        self._plain = self._look = sheet.look(None, self._style)  # of a run that says nothing; of the run being read
        self._pieces: list[tuple[str, Look]] = []
        self.carried: list[tuple[str, Look]] = []
        self._boxes: list[Element] = []
        self._fields: list[bool] = []  # the open fields of this paragraph: is its result reached?
        self._readers: dict[str, Callable[[Element], None]] = {
            R: self._run,
            T: self._text,
            SDT: self._control,
            ALTERNATE: self._alternative,
            MATH_RUN: self._formula,
            MATH_FRACTION: self._fraction,
            DELETED: self._deleted,
            MOVED_AWAY: self._deleted,
            w("drawing"): self._picture,
            w("pict"): self._picture,
            w("object"): self._picture,
        }

    def read(self, paragraph: Element) -> Line | None:
        """None for a paragraph that is hidden whole or runs on into the next."""
        look = self._default
        if look.style != self._style:
            self._be_styled(look.style)
        self._pieces, self.carried, self._boxes = self.carried, [], []
        if self._fields:
            self._fields = []
        for child in paragraph[ALL]:  # a slice: the quickest way over children in lxml
            tag = child.tag
            if tag == R:
                self._run(child)
            elif tag == P_PR:
                look = self._sheet.paragraph(child)
                if look.style != self._style:
                    self._be_styled(look.style)
            elif tag in self._readers:
                self._readers[tag](child)
            elif len(child) and tag not in _SILENT:
                self._walk(child)
        if look.mark is not None and len(look.mark):
            if any(child.tag in _GONE for child in look.mark):
                self.carried = self._pieces
                return Line("", "", boxes=self._boxes) if self._boxes else None
            if not self._pieces and not self._boxes and self._sheet.look(look.mark, self._style).hidden:
                return None
        return self._line(self._numbering.label(look.numbers, self._style), look.centered)

    def _be_styled(self, style: str | None) -> None:
        self._style, self._plain = style, self._sheet.look(None, style)

    def rest(self) -> Line:
        """What still runs on when its container ends."""
        self._pieces, self.carried, self._boxes = self.carried, [], []
        return self._line("", False)

    def _line(self, label: str, centered: bool) -> Line:
        if len(self._pieces) == 1:
            text, look = self._pieces[0]
            if not look.special:
                seen = not text.isspace()
                return Line(label, text, look.bold and seen, look.italic and seen, centered, self._boxes)
        looks = [look for text, look in self._pieces if not text.isspace()]
        bold = bool(looks) and all(look.bold for look in looks)
        italic = bool(looks) and all(look.italic for look in looks)
        return Line(label, self._join(), bold, italic, centered, self._boxes)

    def _join(self) -> str:
        """The pieces in one; neighbours of one font together, since an old encoding may need two characters."""
        if not any(look.special for _, look in self._pieces):
            return "".join([text for text, _ in self._pieces])
        joined = ""
        for (font, caps, raised), group in groupby(self._pieces, lambda p: (p[1].font, p[1].caps, p[1].raised)):
            text = "".join(text for text, _ in group)
            shown = from_font(text, font, self._book)
            if shown != text and font_kind(font, self._book) == "encoding":
                self._remarks.add("X5", shown)
            text = shown
            if caps:
                text = text.upper()
            joined += _told_apart(joined, text) if raised else text
        return joined

    def _walk(self, parent: Element) -> None:
        for child in parent:
            reader = self._readers.get(child.tag)
            if reader is not None:
                reader(child)
            elif len(child) and child.tag not in _SILENT:
                self._walk(child)

    def _run(self, run: Element) -> None:
        look = self._look = self._plain
        for child in run[ALL]:
            tag = child.tag
            if tag == T:
                text = child.text
                if text and "\n" not in text and look.clear and not self._fields:  # as nearly always
                    self._pieces.append((text, look))
                else:
                    self._text(child)
            elif tag == R_PR:
                look = self._look = self._sheet.look(child, self._style)
            elif tag in _NOTES:
                self._remarks.add("W4", self._note(child))
                if child.get(w("customMarkFollows")):
                    break
            else:
                self._sign(tag, child)

    def _sign(self, tag: str, child: Element) -> None:
        """Anything in a run that is no plain text."""
        if tag == _FIELD:
            self._field(child.get(w("fldCharType")))
        elif tag in _SIGNS:
            self._add(_SIGNS[tag], self._look)
        elif tag == _BREAK:
            self._add("\n" if child.get(w("type"), "textWrapping") == "textWrapping" else " ", self._look)
        elif tag == _SYMBOL:
            self._add(symbol(child.get(w("font"), ""), child.get(w("char"), ""), self._book), self._look)
        elif tag in self._readers:
            self._readers[tag](child)
        elif len(child) and tag not in _SILENT:
            self._walk(child)

    def _text(self, element: Element) -> None:
        text = element.text
        if text:
            self._add(text.translate(_ONE_LINE) if "\n" in text else text, self._look)

    def _add(self, text: str, look: Look) -> None:
        if not text or (self._fields and not all(self._fields)):
            return
        if look.hidden or look.struck:
            if not text.isspace():
                self._remarks.add("W1" if look.hidden else "W5", text)
            if look.hidden:
                return
        self._pieces.append((text, look))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _control(self, control: Element) -> None:
        properties, content = control.find(SDT_PR), control.find(SDT_CONTENT)
        if content is None:
            return
        if properties is not None and is_on(properties.find(w("showingPlcHdr"))):
            self._remarks.add("W9", "".join(t.text or "" for t in content.iter(T)))
        else:
            self._walk(content)

    def _alternative(self, element: Element) -> None:
        self._walk(branch(element))

    def _formula(self, run: Element) -> None:
        self._add("".join(t.text or "" for t in run.iter(MATH_TEXT)), PLAIN)

    def _fraction(self, fraction: Element) -> None:
        for part, sign in ((fraction.find(MATH_OVER), "/"), (fraction.find(MATH_UNDER), "")):
            if part is not None:
                self._walk(part)
                self._add(sign, PLAIN)

    def _deleted(self, element: Element) -> None:
        self._remarks.add("W2", "".join(t.text or "" for t in element.iter(w("delText"), T)))

    def _picture(self, element: Element) -> None:
        boxes = list(text_boxes(element))
        self._boxes += boxes
        if self.in_table and not boxes and any(e.tag.rpartition("}")[2] in _IMAGES for e in element.iter()):
            self._remarks.add("W3")


def _told_apart(before: str, mark: str) -> str:
    """A raised "1" is a note and must not make 2024 into 20241; a raised 2 in m2 is a power, a raised 0 a degree."""
    found = _MARK.fullmatch(mark)
    if not found or not before or before[-1].isspace():
        return mark
    if found[1] in ("2", "3") and _UNIT.search(before[-4:]):
        return mark
    if found[1] == "0" and before[-1].isdigit():
        return "°"
    return f" ({found[1]})"
