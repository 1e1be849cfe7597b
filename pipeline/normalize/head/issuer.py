"""Who issues a document, and who stands above it.

In: what head, title, opening sentence and annex line say. Out: `Issuer`, names in normal case. The head counts
most; without one the opening sentence, the annex line, the subject. A superior that is not printed is inferred only
for a provincial department, from the one province whose host name the document shows (rules/provinces.csv).
"""

from __future__ import annotations

from collections.abc import Sequence

from ...model import Issuer
from ...rulebook import RuleBook
from ...text import fold, nfc
from .. import terms
from .basis import Ground
from .citation import Citation, name_end
from .heading import Heading
from .names import proper
from .title import Title


def read_issuer(
    head: Heading,
    title: Title | None,
    ground: Ground,
    annex: Sequence[Citation],
    text: str,
    book: RuleBook,
    *,
    signers: int = 1,
) -> Issuer:
    """The issuing body; `text` is the whole document."""
    if head.bodies:
        names = [proper(nfc(body), book, text) for body in head.bodies]
        if signers > 1 and _is_joint(head, title, book):
            above = terms.setting(book, "issuer", "superior").match(fold(names[0]))
            parent, own = (names[0], names[1:]) if above else (None, names)
            return Issuer(" - ".join(own), parent)
        parent = names[-2] if len(names) > 1 else _inferred_parent(names[-1], text, book)
        return Issuer(names[-1], parent)
    cited = next((c.issuer for c in annex if c.issuer), None)
    name = ground.opener or cited or _of_subject(title, book)
    if not name:
        return Issuer()
    name = proper(name, book, text)
    return Issuer(name, _inferred_parent(name, text, book))


def _is_joint(head: Heading, title: Title | None, book: RuleBook) -> bool:
    """Whether the bodies of the head stand side by side and not one above the other."""
    named = f"{title.type if title else ''} {head.symbol or ''}"
    return bool(head.further) or bool(terms.setting(book, "issuer", "joint").search(fold(named)))


def several(name: str | None, book: RuleBook) -> bool:
    """Whether a name is that of several bodies: "Sở Y tế - Sở Nội vụ", but "Văn phòng HĐND - UBND" is one."""
    bodies = [fold(piece) for piece in (name or "").split(" - ")]
    opens = terms.setting(book, "issuer", "head")
    whole = terms.words(book, "issuer", "whole")
    return len(bodies) > 1 and all(opens.match(body) and body not in whole for body in bodies)


def _of_subject(title: Title | None, book: RuleBook) -> str | None:
    """ "... của Sở Khoa học và Công nghệ năm 2024" -> the body."""
    if not title or not title.subject:
        return None
    subject = title.subject
    found = list(terms.setting(book, "issuer", "of").finditer(fold(subject)))
    if not found or not subject[found[-1].end()].isupper():
        return None
    begin = found[-1].end()
    return subject[begin : name_end(subject, fold(subject), begin, book)].strip(" ,;.") or None


def _inferred_parent(name: str, text: str, book: RuleBook) -> str | None:
    if not terms.setting(book, "issuer", "provincial").match(fold(name)):
        return None
    hosts = {m["host"] for m in terms.hits(book, "mark", "host", text)}
    provinces = {row["name"] for row in book.rows("provinces") if row["host"] in hosts}
    if len(provinces) != 1:
        return None
    return f"{terms.word(book, 'issuer', 'parent')} {provinces.pop()}"
