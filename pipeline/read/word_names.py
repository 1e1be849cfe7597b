"""Names of Word's XML, as lxml spells them. In: nothing. Out: constants and tiny readers of attributes."""

from __future__ import annotations

from typing import Any

from lxml import etree

Element = etree._Element

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def w(name: str) -> str:
    """
    >>> w("p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    return f"{{{MAIN}}}{name}"


VAL = w("val")
P, R, T, TBL, TR, TC = w("p"), w("r"), w("t"), w("tbl"), w("tr"), w("tc")
P_PR, R_PR, TC_PR, TR_PR, TBL_PR = w("pPr"), w("rPr"), w("tcPr"), w("trPr"), w("tblPr")
SDT, SDT_PR, SDT_CONTENT, SECTION = w("sdt"), w("sdtPr"), w("sdtContent"), w("sectPr")
DELETED, MOVED_AWAY, BOX = w("del"), w("moveFrom"), w("txbxContent")
ALTERNATE, CHOICE, FALLBACK = (f"{{{_COMPATIBILITY}}}{name}" for name in ("AlternateContent", "Choice", "Fallback"))
MATH_RUN, MATH_TEXT, MATH_FRACTION, MATH_OVER, MATH_UNDER = (
    f"{{{_MATH}}}{name}" for name in ("r", "t", "f", "num", "den")
)

ALL: Any = slice(None)  # element[ALL] are its children: the quickest way over them in lxml, unknown to its stubs

OFF = ("0", "false", "off", "none")


def value(parent: Element | None, name: str, attribute: str = VAL) -> str | None:
    """The attribute of a child, None where there is no such child or attribute."""
    child = None if parent is None else parent.find(name)
    return None if child is None else child.get(attribute)


def is_on(element: Element | None) -> bool | None:
    """A switch such as w:b: on, off, or not said."""
    return None if element is None else element.get(VAL) not in OFF


def whole(text: str | None, default: int = 0) -> int:
    """A whole number as Word writes it, the default for anything else.

    >>> whole("2"), whole("50%"), whole(None, 1)
    (2, 0, 1)
    """
    try:
        return int(text or "")
    except ValueError:
        return default


def points(text: str | None) -> float | None:
    """A width in twentieths of a point, or with its unit (strict files), in points.

    >>> points("1440"), points("1in"), points("auto")
    (72.0, 72.0, None)
    """
    scale = {"in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pt": 1.0, "pc": 12.0}
    unit = (text or "")[-2:]
    try:
        return float(text[:-2]) * scale[unit] if text and unit in scale else float(text or "") / 20
    except ValueError:
        return None
