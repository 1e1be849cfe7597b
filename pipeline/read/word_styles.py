"""What styles.xml says of a run, a paragraph or a table. In: the styles part. Out: `Look`s and small answers.

A property not said directly comes from the character style, the paragraph style, then the document's defaults.
It does not apply the conditional formats of table styles (first row bold and the like).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from functools import lru_cache

from .word_names import P_PR, R_PR, TBL_PR, VAL, Element, is_on, value, w

_SWITCHES = {
    w("b"): "bold",
    w("i"): "italic",
    w("vanish"): "hidden",
    w("caps"): "caps",
    w("strike"): "struck",
    w("dstrike"): "struck",
}
_TOGGLES = ("bold", "italic", "hidden", "caps", "struck")  # on in both styles means off again
_FONTS, _RAISED, _STYLE = w("rFonts"), w("vertAlign"), w("rStyle")
_NUM_PR, _P_STYLE, _JC = w("numPr"), w("pStyle"), w("jc")
_SIDES = tuple(map(w, ("top", "left", "bottom", "right", "start", "end", "insideH", "insideV")))
_DEPTH = 30  # styles based on each other in a circle


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks; None is "not said here"."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    caps: bool | None = None
    struck: bool | None = None
    raised: bool | None = None
    font: str | None = None


PLAIN = Look()
_NAMES = tuple(f.name for f in fields(Look))


class Sheet:
    """The styles of one document; without a styles part everything is plain."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._defaults: dict[str, str] = {}
        for style in root.iter(w("style")) if root is not None else ():
            name = style.get(w("styleId"), "")
            self._styles[name] = style
            if style.get(w("default")) in ("1", "true", "on"):
                self._defaults[style.get(w("type"), "")] = name
        base = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{R_PR}") if root is not None else None
        self._base = _direct(base)[0]
        self.of_styles: Callable[[str | None, str | None], Look] = lru_cache(maxsize=None)(self._of_styles)
        self._paragraph_look: Callable[[str | None], Look] = lru_cache(maxsize=None)(self._inherited)
        self.centered_style: Callable[[str | None], bool] = lru_cache(maxsize=None)(self._centered_style)

    def look(self, run_pr: Element | None, paragraph_style: str | None) -> Look:
        """The look of a run with these properties in a paragraph of this style."""
        if run_pr is None:
            return self.of_styles(paragraph_style, None)
        direct, style = _direct(run_pr)
        below = self.of_styles(paragraph_style, style)
        return below if direct is PLAIN else _over(direct, below)

    def paragraph_style(self, p_pr: Element | None) -> str | None:
        return value(p_pr, _P_STYLE) or self._defaults.get("paragraph")

    def centered(self, p_pr: Element | None, style: str | None) -> bool:
        direct = value(p_pr, _JC)
        return direct == "center" if direct else self.centered_style(style)

    def numbering(self, style: str | None) -> Element | None:
        """The w:numPr nearest in the chain of a paragraph (or numbering) style."""
        return next((n for s in self._chain(style) if (n := s.find(f"{P_PR}/{_NUM_PR}")) is not None), None)

    def chain(self, style: str | None) -> tuple[str, ...]:
        """A style and what it is based on, by id."""
        return tuple(s.get(w("styleId"), "") for s in self._chain(style))

    def table_bordered(self, table_pr: Element | None) -> bool:
        """Whether the table, or its style, draws borders."""
        direct = None if table_pr is None else table_pr.find(w("tblBorders"))
        if direct is not None:
            return drawn(direct) > 0
        style = value(table_pr, w("tblStyle")) or self._defaults.get("table")
        borders = (s.find(f"{TBL_PR}/{w('tblBorders')}") for s in self._chain(style))
        return drawn(next((b for b in borders if b is not None), None)) > 0

    def _chain(self, name: str | None) -> Iterator[Element]:
        for _ in range(_DEPTH):
            style = self._styles.get(name or "")
            if style is None:
                return
            yield style
            name = value(style, w("basedOn"))

    def _inherited(self, name: str | None) -> Look:
        look = PLAIN
        for style in self._chain(name):
            look = _over(look, _direct(style.find(R_PR))[0])
        return look

    def _of_styles(self, paragraph_style: str | None, run_style: str | None) -> Look:
        below, above = self._paragraph_look(paragraph_style), self._paragraph_look(run_style)
        look = _over(_over(above, below), self._base)
        for name in _TOGGLES:
            if getattr(below, name) and getattr(above, name):
                look = replace(look, **{name: False})  # type: ignore[arg-type]
        return look

    def _centered_style(self, name: str | None) -> bool:
        return next((v == "center" for s in self._chain(name) if (v := value(s.find(P_PR), _JC))), False)


def drawn(borders: Element | None) -> int:
    """How many sides of a w:tblBorders or w:tcBorders are visible."""
    if borders is None:
        return 0
    return sum(1 for side in borders if side.tag in _SIDES and side.get(VAL) not in ("nil", "none", None))


def _direct(run_pr: Element | None) -> tuple[Look, str | None]:
    """What a w:rPr says itself, and its character style."""
    found: dict[str, bool | str | None] = {}
    style = None
    for child in run_pr if run_pr is not None else ():
        tag = child.tag
        if tag in _SWITCHES:
            name = _SWITCHES[tag]
            found[name] = bool(found.get(name)) or is_on(child)
        elif tag == _FONTS:
            found["font"] = _font(child)
        elif tag == _RAISED:
            found["raised"] = child.get(VAL) == "superscript"
        elif tag == _STYLE:
            style = child.get(VAL)
    return (_make(tuple(found.items())) if found else PLAIN), style


@lru_cache(maxsize=512)
def _make(found: tuple[tuple[str, bool | str | None], ...]) -> Look:
    return Look(**dict(found))  # type: ignore[arg-type]


def _font(fonts: Element) -> str | None:
    """The font's name; "" for a theme font, so that it hides the one of a style below."""
    if fonts.get(w("asciiTheme")) or fonts.get(w("hAnsiTheme")):
        return ""
    return fonts.get(w("hAnsi")) or fonts.get(w("ascii"))


@lru_cache(maxsize=4096)
def _over(above: Look, below: Look) -> Look:
    if below == PLAIN:
        return above
    pairs = ((name, getattr(above, name), getattr(below, name)) for name in _NAMES)
    return Look(**{name: high if high is not None else low for name, high, low in pairs})
