"""Where the paragraphs and tables are. In: a body, cell or drawing. Out: its blocks, in reading order.

Content controls and unknown wrappers are looked through; of alternatives one branch is taken. It reads no text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .word_names import ALTERNATE, BOX, CHOICE, DELETED, FALLBACK, MATH_TEXT, MOVED_AWAY, TBL, Element, P, T, w
from .word_notices import Remarks

_FOREIGN = w("altChunk")
_NO_BLOCKS = frozenset((DELETED, MOVED_AWAY, *map(w, ("tcPr", "sectPr", "sdtPr", "sdtEndPr", "customXmlPr"))))


def branch(alternative: Element) -> Element:
    """The first branch of an mc:AlternateContent, or the fallback where only that one holds text."""
    choice, fallback = alternative.find(CHOICE), alternative.find(FALLBACK)
    if choice is None or (fallback is not None and not _has_text(choice) and _has_text(fallback)):
        return alternative if fallback is None else fallback
    return choice


def _has_text(element: Element) -> bool:
    return next(element.iter(T, MATH_TEXT), None) is not None


def text_boxes(element: Element) -> Iterator[Element]:
    """The outermost text boxes inside a drawing."""
    for child in element:
        if child.tag == BOX:
            yield child
        else:
            yield from text_boxes(branch(child) if child.tag == ALTERNATE else child)


def blocks(container: Iterable[Element], remarks: Remarks) -> Iterator[Element]:
    """The paragraphs and tables of a body, cell or text box, those in content controls too, in reading order."""
    for child in container:
        tag = child.tag
        if tag in (P, TBL):
            yield child
        elif tag == ALTERNATE:
            yield from blocks(branch(child), remarks)
        elif tag == _FOREIGN:
            remarks.add("W6")
        elif tag not in _NO_BLOCKS and len(child):
            yield from blocks(child, remarks)
