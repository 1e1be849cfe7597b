"""The end of a document: recipients (Nơi nhận) and signer, wherever they stand and however they are interleaved.

In: the lines behind the head. Out: `Signature`. Competence marks, positions and the name are told apart by wording,
not by place: the two columns may stand side by side, one after the other, or run together on one line.
It does not stop the reading: annexes and an attached plan follow the signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...model import Signer
from ...rulebook import RuleBook
from ...text import fold
from .. import terms
from .flow import Line
from .names import by_rules, is_capitals

_REACH = 60
_NAME = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?(?:[ -][^\W\d_]+(?:['’][^\W\d_]+)?){1,5}")
_BULLET = re.compile(r"^\s*(?:[-+•*·▪–—\uf02d\uf0b7]+|\d{1,2}[.)])\s*")


@dataclass(frozen=True, slots=True)
class Signature:
    """start and end: the lines it takes up; end == start if there is none. others: further names signed below."""

    signer: Signer | None = None
    recipients: tuple[str, ...] = ()
    start: int = 0
    end: int = 0
    others: tuple[str, ...] = ()


def read_signature(lines: Sequence[Line], start: int, book: RuleBook, running: str = "") -> Signature:
    """The first signature or list of recipients in `lines[start:]`; `running` shows how names are written."""
    begin = _begin(lines, start, book)
    if begin is None:
        return Signature(start=len(lines), end=len(lines))
    end = _end(lines, begin, book)
    items: list[str] = []
    marks: list[str] = []
    names: list[str] = []
    for kind, text in _classified(lines[begin:end], book):
        {"item": items, "mark": marks, "name": names}[kind].append(text)
    name = _best_name(names, book)
    others = tuple(n for n in names if n != name and _has_surname(n, book))
    return Signature(_signer(marks, name, book, running), tuple(_recipients(items, book)), begin, end, others)


def _begin(lines: Sequence[Line], start: int, book: RuleBook) -> int | None:
    """Recipients, or a competence or position line with a name close behind."""
    for at in range(start, len(lines)):
        text = lines[at].text
        if terms.hit(book, "recipient", "header", text) and len(text) < 200:
            return _back_to_marks(lines, at, start, book)
        if _is_mark(text, book) and any(_is_name(line.text, book) for line in lines[at + 1 : at + 9]):
            return at
    return None


def _back_to_marks(lines: Sequence[Line], at: int, start: int, book: RuleBook) -> int:
    """The signature column may stand before the recipients."""
    while at > start and _is_mark(lines[at - 1].text, book):
        at -= 1
    return at


def _end(lines: Sequence[Line], begin: int, book: RuleBook) -> int:
    """Up to the annex, the attached plan's title, or out of reach."""
    for at in range(begin + 1, min(len(lines), begin + _REACH)):
        text = lines[at].text
        if terms.hit(book, "mark", "annex_head", text) or terms.hit(book, "mark", "annex_line", text):
            return at
        if is_capitals(text) and terms.opens_with_type(text, book) and not lines[at].cell:
            return at
        if terms.hit(book, "mark", "section", text) and not _BULLET.match(text):
            return at
        if terms.hit(book, "anchor", "motto", text):
            return _above_motto(lines, begin + 1, at, book)
    return min(len(lines), begin + _REACH)


def _above_motto(lines: Sequence[Line], begin: int, at: int, book: RuleBook) -> int:
    """Where the head begins whose motto stands at `at`: its bodies stand above."""
    while at > begin and is_capitals(lines[at - 1].text) and not _is_mark(lines[at - 1].text, book):
        at -= 1
    return at


def _is_mark(text: str, book: RuleBook) -> bool:
    """ "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", or "Phó Giám đốc" alone on its line."""
    if len(text) > 110 or text.endswith((";", ":")) or _BULLET.match(text):
        return False
    if terms.hit(book, "signature", "competence", text) and is_capitals(text):
        return True
    position = terms.hit(book, "signature", "position", text)
    return bool(position and (is_capitals(text) or not text[position.end() :].strip(" .")))


def _is_name(text: str, book: RuleBook) -> bool:
    words = _without_titles(text, book).split()
    if not (2 <= len(words) <= 6) or not _NAME.fullmatch(" ".join(words)):
        return False
    capitals, surname = is_capitals(text), _has_surname(text, book)
    body = terms.setting(book, "issuer", "head").match(fold(text)) and not (
        surname and not capitals
    )  # "Đoàn Thanh Hoa"
    if body or terms.hit(book, "signature", "position", text):
        return False
    return all(w[0].isupper() for w in words) and (not capitals or surname)


def _has_surname(text: str, book: RuleBook) -> bool:
    return fold(_without_titles(text, book).split()[0]) in {
        fold(name) for name in terms.words(book, "signer", "surnames")
    }


def _without_titles(text: str, book: RuleBook) -> str:
    """ "PGS.TS. Trần Minh" -> "Trần Minh"."""
    title = terms.setting(book, "signer", "title").match(fold(text))
    return text[title.end() :].strip() if title else text


def _best_name(names: Sequence[str], book: RuleBook) -> str | None:
    """The first with a Vietnamese surname, else the first."""
    named = [n for n in names if _has_surname(n, book)]
    return next(iter(named or names), None)


def _classified(lines: Sequence[Line], book: RuleBook) -> Iterator[tuple[str, str]]:
    """Each piece of the block as an item of the recipients, a mark (competence, position) or a name."""
    listing, open_item, marked, named = False, False, False, False
    for text in (piece for line in lines for piece in _cut(line, book)):
        header = terms.hit(book, "recipient", "header", text)
        if header:
            listing, open_item = True, False
            text = _without_suffix(text[header.end() :], book).strip(" :")
            if not text:
                continue
        if not named and _is_mark(text, book):
            marked, open_item = True, False
            yield "mark", text
        elif terms.hit(book, "signature", "signed", text):
            open_item = False
        elif marked and _is_name(text, book) and not (open_item and not _has_surname(text, book)):
            named, open_item = True, False
            yield "name", _without_titles(text, book)
        elif listing and _is_item(text, open_item):
            yield "item", text if _BULLET.match(text) or not open_item else "\x00" + text
            open_item = not text.endswith((";", "."))
        elif (marked or listing) and not named and is_capitals(text) and len(text) < 80:
            marked, open_item = True, False  # a position the rules do not know, or a wrapped line
            yield "mark", text


def _is_item(text: str, open_item: bool) -> bool:
    """Bulleted, closed, or going on with the one above; capitals are a position of the other column."""
    if _BULLET.match(text):
        return True
    return not (is_capitals(text) and " " in text) and (open_item or text.endswith((";", ".")))


def _cut(line: Line, book: RuleBook) -> Iterator[str]:
    """A line that holds both columns, in two: before a mark in capitals, before the name after the last item."""
    for text in line.wide or (line.text,):
        at = _mark_inside(text, book)
        left, right = (text[:at].strip(), text[at:].strip()) if at else (text, "")
        archive = terms.hit(book, "recipient", "archive", left)
        tail = re.search(r"[.;]\s+(?=[^\W\d_][^.;,:]{3,40}$)", left) if archive else None
        if tail and _is_name(left[tail.end() :], book):
            yield left[: tail.start() + 1]
            yield left[tail.end() :]
        elif left:
            yield left
        if right:
            yield right


def _mark_inside(text: str, book: RuleBook) -> int | None:
    """Where a competence or position in capitals begins behind other text."""
    for m in re.finditer(r"(?<=\s)(?=[A-ZĐĂÂÊÔƠƯ])", text):
        rest = text[m.start() :]
        if is_capitals(rest) and _is_mark(rest, book) and any(c.islower() for c in text[: m.start()]):
            return m.start()
    return None


def _recipients(items: Sequence[str], book: RuleBook) -> Iterator[str]:
    """Clean names; several on one line are told apart by ";"."""
    joined: list[str] = []
    for item in items:
        if item.startswith("\x00") and joined:
            joined[-1] += " " + item[1:]
        else:
            joined.append(item.lstrip("\x00"))
    for item in joined:
        for piece in re.split(r";\s*", item):
            name = _BULLET.sub("", _without_suffix(piece, book)).strip(" .,;:-–")
            if any(c.isalnum() for c in name):
                yield name


def _without_suffix(text: str, book: RuleBook) -> str:
    for pattern in terms.patterns(book, "recipient", "suffix"):
        for m in reversed(list(pattern.finditer(fold(text)))):
            text = text[: m.start()] + text[m.end() :]
    return text.strip()


def _signer(marks: Sequence[str], name: str | None, book: RuleBook, running: str) -> Signer | None:
    competence: list[str] = []
    places: list[str] = []
    positions: list[str] = []
    for mark in marks:
        found = terms.hit(book, "signature", "competence", mark)
        acting = found and found["mark"] == "q"
        if found:
            competence.append(re.sub(r"\W", "", found["mark"]).upper())
        text = mark[found.end() :] if found else mark
        if found and not acting:
            places.append(text)
        elif acting:
            positions.append(f"{terms.word(book, 'signer', 'acting')} {text}".upper())
        elif terms.hit(book, "signature", "position", text) or not (positions or places):
            positions.append(text)
        else:  # a wrapped line goes on with the one above
            last = positions or places
            last[-1] = f"{last[-1]} {text}"
    if not (marks or name):
        return None
    position = ", ".join(_written(p, book, running) for p in positions) or None
    return Signer(tuple(competence), _written(places[-1], book, running) if places else None, position, _named(name))


def _written(text: str, book: RuleBook, running: str) -> str:
    text = " ".join(text.split()).strip(" .:,")
    return by_rules(text, book, running) if is_capitals(text) or text.istitle() else text


def _named(name: str | None) -> str | None:
    """ "LÊ PHƯỚC ĐỨC" -> "Lê Phước Đức"."""
    if not name:
        return None
    return " ".join(w.capitalize() for w in name.split()) if is_capitals(name) else name
