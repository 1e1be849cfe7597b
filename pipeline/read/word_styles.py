"""What styles.xml says of a run, a paragraph or a table. In: the styles part. Out: `Look`s and small answers.

A property not said directly comes from the character style, the paragraph style, then the document's defaults.
It does not apply the conditional formats of table styles (first row bold and the like).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from .word_names import ALL, OFF, P_PR, R_PR, TBL_PR, VAL, Element, value, w

_FONT, _RAISED, _STYLE, _STRUCK = "font", "raised", "style", "struck"
_TOGGLES = ("bold", "italic", "hidden", "caps", _STRUCK)  # on in both styles means off again
_SAID = {
    w("b"): "bold",
    w("i"): "italic",
    w("vanish"): "hidden",
    w("caps"): "caps",
    w("strike"): _STRUCK,
    w("dstrike"): _STRUCK,
    w("vertAlign"): _RAISED,
    w("rFonts"): _FONT,
    w("rStyle"): _STYLE,
}
_ASCII, _H_ANSI, _THEME, _BORDERS, _ID = w("ascii"), w("hAnsi"), w("asciiTheme"), w("tblBorders"), w("styleId")
_NUM_PR, _P_STYLE, _JC = w("numPr"), w("pStyle"), w("jc")
_SIDES = frozenset(map(w, ("top", "left", "bottom", "right", "start", "end", "insideH", "insideV")))
_DEPTH = 30  # styles based on each other in a circle

_Raw = tuple[tuple[str, str | None], ...]
_Said = dict[str, bool | str]


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks.

    special: not shown letter by letter (old font, symbols, capitals, raised); clear: neither hidden nor struck.
    """

    bold: bool = False
    italic: bool = False
    hidden: bool = False
    caps: bool = False
    struck: bool = False
    raised: bool = False
    font: str = ""
    special: bool = False
    clear: bool = True


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """What a w:pPr says. numbers: its own w:numPr; mark: the properties of the paragraph mark."""

    style: str | None
    centered: bool
    numbers: Element | None = None
    mark: Element | None = None


class Sheet:
    """The styles of one document; without a styles part everything is plain. special_font: see `Look.special`."""

    def __init__(self, root: Element | None, special_font: Callable[[str], bool]) -> None:
        self._special_font = special_font
        self._styles: dict[str, Element] = {}
        self._defaults: dict[str, str] = {}
        for style in root.iter(w("style")) if root is not None else ():
            name = style.get(_ID, "")
            self._styles[name] = style
            if style.get(w("default"), "0") not in OFF:
                self._defaults[style.get(w("type"), "")] = name
        self._base = None if root is None else root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{R_PR}")
        self._looks: dict[tuple[str | None, _Raw], Look] = {}
        self._paragraphs: dict[tuple[str | None, str | None], ParagraphLook] = {}

    def look(self, run_pr: Element | None, paragraph_style: str | None) -> Look:
        """The look of a run with these properties in a paragraph of this style."""
        raw = () if run_pr is None else _raw(run_pr)
        found = self._looks.get((paragraph_style, raw))
        if found is None:
            found = self._looks[(paragraph_style, raw)] = self._build(paragraph_style, raw)
        return found

    def paragraph(self, p_pr: Element | None) -> ParagraphLook:
        """The look of a paragraph with these properties."""
        style = jc = numbers = mark = None
        for child in p_pr[ALL] if p_pr is not None else ():
            tag = child.tag
            if tag == _JC:
                jc = child.get(VAL)
            elif tag == _P_STYLE:
                style = child.get(VAL)
            elif tag == _NUM_PR:
                numbers = child
            elif tag == R_PR:
                mark = child
        look = self._paragraphs.get((style, jc)) or self._of_paragraph(style, jc)
        return look if numbers is None and mark is None else replace(look, numbers=numbers, mark=mark)

    def numbering(self, style: str | None) -> Element | None:
        """The w:numPr nearest in the chain of a paragraph (or numbering) style."""
        return next((n for s in self._chain(style) if (n := s.find(f"{P_PR}/{_NUM_PR}")) is not None), None)

    def chain(self, style: str | None) -> tuple[str, ...]:
        """A style and what it is based on, by id."""
        return tuple(s.get(_ID, "") for s in self._chain(style))

    def table_bordered(self, table_pr: Element | None) -> bool:
        """Whether the table, or its style, draws borders."""
        direct = None if table_pr is None else table_pr.find(_BORDERS)
        if direct is not None:
            return drawn(direct) > 0
        style = value(table_pr, w("tblStyle")) or self._defaults.get("table")
        borders = (s.find(f"{TBL_PR}/{_BORDERS}") for s in self._chain(style))
        return drawn(next((b for b in borders if b is not None), None)) > 0

    def _chain(self, name: str | None) -> Iterator[Element]:
        for _ in range(_DEPTH):
            style = self._styles.get(name or "")
            if style is None:
                return
            yield style
            name = value(style, w("basedOn"))

    def _of_paragraph(self, name: str | None, jc: str | None) -> ParagraphLook:
        style = name or self._defaults.get("paragraph")
        alignments = (jc, *(value(s.find(P_PR), _JC) for s in self._chain(style)))
        centered = next((a == "center" for a in alignments if a), False)
        look = self._paragraphs[(name, jc)] = ParagraphLook(style, centered)
        return look

    def _build(self, paragraph_style: str | None, raw: _Raw) -> Look:
        run_style = dict(raw).get(_STYLE)
        below, above = self._inherited(paragraph_style), self._inherited(run_style)
        base = {} if self._base is None else _said(_raw(self._base))
        twice = {name: False for name in _TOGGLES if below.get(name) and above.get(name)}
        said = {**base, **below, **above, **twice, **_said(raw)}
        said["special"] = bool(said.get("caps") or said.get(_RAISED)) or self._special_font(str(said.get(_FONT, "")))
        said["clear"] = not (said.get("hidden") or said.get(_STRUCK))
        return Look(**said)  # type: ignore[arg-type]

    def _inherited(self, name: str | None) -> _Said:
        said: _Said = {}
        for style in self._chain(name):
            run_pr = style.find(R_PR)
            if run_pr is not None:
                said = {**_said(_raw(run_pr)), **said}
        return said


def drawn(borders: Element | None) -> int:
    """How many sides of a w:tblBorders or w:tcBorders are visible."""
    if borders is None:
        return 0
    return sum(1 for side in borders if side.tag in _SIDES and side.get(VAL) not in ("nil", "none", None))


def _raw(run_pr: Element) -> _Raw:
    """The properties we read in a w:rPr, as they stand; a key for caches."""
    found = []
    for child in run_pr[ALL]:
        name = _SAID.get(child.tag)
        if name == _FONT:
            font = child.get(_H_ANSI) or child.get(_ASCII)
            found.append((_FONT, font or ("" if child.get(_THEME) else None)))
        elif name is not None:
            found.append((name, child.get(VAL)))
    return tuple(found)


def _said(raw: _Raw) -> _Said:
    said: _Said = {}
    for name, text in raw:
        if name == _FONT:
            if text is not None:  # "" is a theme font: it hides the one of a style below
                said[_FONT] = text
        elif name == _RAISED:
            said[_RAISED] = text == "superscript"
        elif name != _STYLE:
            said[name] = text not in OFF or (name == _STRUCK and bool(said.get(name)))
    return said
