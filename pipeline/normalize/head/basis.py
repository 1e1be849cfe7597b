"""The bases of a document ("Căn cứ ...;") and the sentence that opens it ("Sở ... xây dựng Kế hoạch ... như sau:").

In: the lines between title and first heading. Out: `Ground`. Bases and opening sentence may share a paragraph.
A basis keeps its whole text; only its first citation is taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...model import Basis
from ...rulebook import RuleBook
from ...text import fold
from .. import terms
from .citation import find_citations
from .flow import Line
from .names import is_capitals

_LOOK_BACK = 260
_REGION, _PREFACE, _WRAP = 60, 12, 4  # lines: of all bases together, before the first one, of a wrapped sentence
_LIST_MARK = re.compile(r"^\s*(?:[-+*•–]|\d{1,2}[.)]|[a-zđ][.)])\s*")


@dataclass(frozen=True, slots=True)
class Ground:
    """bases in order; opening: the opening sentence; opener: the body it names; end: first line after both."""

    bases: tuple[Basis, ...] = ()
    opening: str | None = None
    opener: str | None = None
    end: int = 0


def read_ground(lines: Sequence[Line], start: int, stop: int, book: RuleBook) -> Ground:
    """The bases in `lines[start:stop]`."""
    end = _region_end(lines, start, stop, book)
    bases: list[Basis] = []
    opening = None
    for segment in _segments(lines[start:end], book):
        text, tail = _cut_opening(segment, book)
        opening = opening or tail
        bases += [_basis(piece, book) for part in _pieces(text, book) for piece in _coordinated(part, book)]
    listed, end = _listed(lines, end, stop, book)
    bases += [_basis(text, book) for text in listed]
    return Ground(tuple(bases), opening, opening_subject(opening, book) if opening else None, end)


def opens_basis(text: str, book: RuleBook) -> bool:
    """Whether `text` starts with a basis: "Căn cứ ...", or another ground with the name of a document behind it."""
    folded = fold(_LIST_MARK.sub("", text)).lstrip(" \"'(")
    if any(p.match(folded) for p in terms.patterns(book, "basis", "sure")):
        return True
    if _LIST_MARK.match(text):  # "- Thực hiện Kế hoạch số ..." is a duty
        return False
    for pattern in terms.patterns(book, "basis", "basis"):
        m = pattern.match(folded)
        if m and terms.type_pattern(book).match(folded, m.end()):
            return True
    return False


def opening_subject(sentence: str, book: RuleBook) -> str | None:
    """ "Sở Nội vụ xây dựng Kế hoạch ..." -> "Sở Nội vụ"; None if the sentence does not start with a body."""
    verb = terms.hit(book, "opening", "opening", sentence)
    if not verb or not terms.setting(book, "issuer", "head").match(fold(sentence)):
        return None
    subject = re.sub(r"\([^)]*\)", " ", sentence[: verb.start()])
    subject = _without_verb(" ".join(subject.split()).strip(" ,"), book)
    return subject if 0 < len(subject) <= 120 else None


def _without_verb(subject: str, book: RuleBook) -> str:
    """ "Sở Nội vụ tổ chức" (triển khai ...) -> "Sở Nội vụ"; the capital of "Sở Xây dựng" tells it from the verb."""
    verb = terms.hit(book, "opening", "opening_verb", subject)
    while verb and subject[verb.start() :].strip()[:1].islower():
        subject = subject[: verb.start()]
        verb = terms.hit(book, "opening", "opening_verb", subject)
    return subject


def _region_end(lines: Sequence[Line], start: int, stop: int, book: RuleBook) -> int:
    """The first line behind bases and opening sentence; `start` where there is neither."""
    seen, closed = False, True
    for at in range(start, min(stop, start + _REGION)):
        text = lines[at].text
        if _is_border(text, book):
            return at if seen or at - start <= _PREFACE else start
        if terms.hit(book, "opening", "opening_end", text):
            return at + 1
        basis = opens_basis(text, book) or (seen and _names_document(text, book))
        if closed and not basis:
            if _opens_plan(lines[at : at + _WRAP], book):
                return _sentence_end(lines, at, stop, book)
            if seen or at - start > _PREFACE or _LIST_MARK.match(text):
                return at if seen else start
        seen = seen or basis
        closed = not seen or text.endswith((".", ";", ":"))
    return min(stop, start + _REGION) if seen else start


def _is_border(text: str, book: RuleBook) -> bool:
    """Recipients, a heading, or the enacting word "QUYẾT ĐỊNH:"."""
    if terms.hit(book, "recipient", "header", text) or (is_capitals(text) and text.endswith(":")):
        return True
    section = terms.hit(book, "mark", "section", text)
    return bool(section) and (_is_heading(text, book) or not opens_basis(text, book))


def _opens_plan(lines: Sequence[Line], book: RuleBook) -> bool:
    """Whether an opening sentence starts here; it may be wrapped."""
    return opening_subject(" ".join(line.text for line in lines), book) is not None


def _sentence_end(lines: Sequence[Line], at: int, stop: int, book: RuleBook) -> int:
    while at < stop - 1 and not lines[at].text.endswith((".", ":")) and not _is_border(lines[at + 1].text, book):
        at += 1
    return at + 1


def _is_heading(text: str, book: RuleBook) -> bool:
    """ "I. CĂN CỨ XÂY DỰNG KẾ HOẠCH": a section of bases, not a basis."""
    return bool(terms.hit(book, "basis", "heading", text)) and len(text) < 90 and not text.rstrip().endswith(";")


def _listed(lines: Sequence[Line], at: int, stop: int, book: RuleBook) -> tuple[list[str], int]:
    """The bases of a section headed "CĂN CỨ ...", each a list item, and where the section ends."""
    if at >= stop or not _is_heading(lines[at].text, book):
        return [], at
    items: list[str] = []
    for end in range(at + 1, min(stop, at + 60)):
        text = lines[end].text
        if opens_basis(text, book) or _names_document(text, book):
            items.append(text)
        elif terms.hit(book, "mark", "section", text) or not items or items[-1].endswith((";", ".")):
            return items, end
        else:
            items[-1] = f"{items[-1]} {text}"
    return items, min(stop, at + 60)


def _segments(lines: Sequence[Line], book: RuleBook) -> Iterator[str]:
    """Lines joined to bases; a line that opens no basis goes on with the one above unless that one was closed."""
    current = ""
    for line in lines:
        if opens_basis(line.text, book):
            yield from [current] if current else []
            current = line.text
        elif current and not current.rstrip().endswith((".", ":")):
            current = f"{current}{' ' if not current.rstrip().endswith(';') else chr(10)}{line.text}"
        else:
            yield from [current] if current else []
            current = line.text
    if current:
        yield current


def _cut_opening(segment: str, book: RuleBook) -> tuple[str, str | None]:
    """The bases of a segment and the opening sentence behind them."""
    folded = fold(segment)
    verbs = [m.start() for m in terms.hits(book, "opening", "opening", segment)]
    if terms.hit(book, "opening", "opening_end", segment.rstrip()):
        verbs.append(len(segment))
    for verb in sorted(verbs):
        if (start := _opener(segment, folded, verb, book)) is not None:
            return segment[:start].rstrip(" ,;\n"), segment[start:]
    return segment, None


def _opener(segment: str, folded: str, verb: int, book: RuleBook) -> int | None:
    """Where the body stands that does what the verb at `verb` says: the nearest one, nothing foreign between."""
    low = max(0, verb - _LOOK_BACK)
    best = None
    for pattern in terms.patterns(book, "opening", "opening_subject"):
        for m in pattern.finditer(folded, low, verb):
            between = folded[m.start("body") : verb]
            barred = any(p.search(between) for p in terms.patterns(book, "opening", "opening_barrier"))
            if segment[m.start("body")].isupper() and (m.start() > low or low == 0) and not barred:
                best = m.start("body")
    return best


def _pieces(text: str, book: RuleBook) -> Iterator[str]:
    """Split on ";" only before a new basis or a document's name; what opens no basis is not one."""
    if not opens_basis(text, book):
        return
    current = ""
    for part in re.split(r";", text):
        if current and terms.hit(book, "mark", "after_subject", part) and not opens_basis(part, book):
            break  # "; nhằm ...": the opening sentence has begun
        if current and not _continues_list(part, book):
            current += ";" + part
            continue
        if current:
            yield current
        current = part
    if current.strip():
        yield current


def _coordinated(piece: str, book: RuleBook) -> Iterator[str]:
    """ "Quyết định số 1 ... và Công văn số 2 ...": two bases where nothing but "và" stands between the citations."""
    start = 0
    citations = find_citations(piece, book)
    for before, after in pairwise(citations):
        joint = piece[before.span[1] : after.span[0]]
        if terms.setting(book, "citation", "joint").fullmatch(fold(joint)) and after.span[0] > before.span[1]:
            yield piece[start : before.span[1]]
            start = after.span[0]
    yield piece[start:]


def _continues_list(part: str, book: RuleBook) -> bool:
    return opens_basis(part.strip(), book) or _names_document(part.strip(), book)


def _names_document(text: str, book: RuleBook) -> bool:
    """ "Công văn số ...", "Luật Đấu thầu": a law, or a citation at once; "Báo cáo kết quả" is something to do."""
    name = terms.opens_with_type(text, book)
    if not name:
        return False
    if terms.types(book)[name["type"]].kind == "law":
        return text[name.start()].isupper()
    return any(c.span[0] <= name.end() for c in find_citations(text[:250], book))


def _basis(piece: str, book: RuleBook) -> Basis:
    text = " ".join(piece.split()).strip(" -+;,").removesuffix("./.").rstrip(".")
    citations = find_citations(text, book)
    if citations:
        first = citations[0]
        return Basis(first.type, first.reference, first.issued_on, first.issuer, text)
    return Basis(_type_behind_ground(text, book), None, None, None, text)


def _type_behind_ground(text: str, book: RuleBook) -> str | None:
    """ "Căn cứ Luật Đấu thầu" -> "Luật"."""
    folded = fold(text)
    starts = [0, *(m.end() for p in terms.patterns(book, "basis", "basis") if (m := p.match(folded)))]
    found = terms.type_pattern(book).match(folded, max(starts))
    return terms.types(book)[found["type"]].name if found else None
