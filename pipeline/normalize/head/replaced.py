"""Which documents a plan says it takes the place of: "Kế hoạch này thay thế Kế hoạch số 25/KH-SKHCN ngày ...".

In: the lines of the document, the rules. Out: references in text order. A task that has a document replaced ("tham mưu
ban hành Quyết định thay thế ...") is no such statement: it must be this document that replaces.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...rulebook import RuleBook
from .. import terms
from .aims import sentences
from .body import paragraphs_of
from .citation import find_citations
from .flow import Line


def read_replaced(lines: Sequence[Line], book: RuleBook) -> tuple[str, ...]:
    """References of the replaced documents, each once."""
    found = (ref for text in paragraphs_of(lines) for sentence in sentences(text) for ref in _replaced(sentence, book))
    return tuple(dict.fromkeys(found))


def _replaced(sentence: str, book: RuleBook) -> Iterator[str]:
    """The list of documents behind the word; what a document of the list is about is none of it."""
    said = terms.hit(book, "replaced", "replaced", sentence)
    if not said:
        return
    end = said.end()
    for citation in find_citations(sentence, book):
        if citation.span[0] < said.end():
            continue
        if end > said.end() and not terms.hit(book, "replaced", "between", sentence[end : citation.span[0]]):
            return
        if citation.reference:
            yield citation.reference
        end = citation.span[1]
