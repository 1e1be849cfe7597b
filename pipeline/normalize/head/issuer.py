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
    head: Heading, title: Title | None, ground: Ground, annex: Sequence[Citation], text: str, book: RuleBook
) -> Issuer:
    """The issuing body; `text` is the whole document."""
    if head.bodies:
        names = [proper(nfc(body), book, text) for body in head.bodies]
        parent = names[-2] if len(names) > 1 else _inferred_parent(names[-1], text, book)
        return Issuer(names[-1], parent)
    cited = next((c.issuer for c in annex if c.issuer), None)
    name = ground.opener or cited or _of_subject(title, book)
    if not name:
        return Issuer()
    name = proper(name, book, text)
    return Issuer(name, _inferred_parent(name, text, book))


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
