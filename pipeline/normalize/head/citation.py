"""Citations of documents in running text: "Quyết định số 91/QĐ-UBND ngày 11/01/2024 của UBND tỉnh về ...".

In: text, rules (head.toml [citation], document_types.csv). Out: `Citation` records in text order.
It does not look anything up and does not judge a citation; a hyphen lost in a symbol is put back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ...rulebook import RuleBook
from ...text import fold
from .. import terms

_LETTERS = "A-ZĐÂÊÔƠƯĂ"
_GROUP = rf"(?:QH\s?\d{{1,2}}|[{_LETTERS}][A-Za-zĐđ]*\d{{0,2}}(?:[&.][{_LETTERS}][A-Za-zĐđ]*)*)"
_NEXT = rf"(?:(?:[-–‑]\s?|\s[-–](?=\S)){_GROUP})"
_END = r"(?![\w&])"
STATE = re.compile(
    rf"(?<![\w/.,-])(?P<n>\d{{1,5}}[a-zđ]?)\s?(?:/\s?(?P<y>(?:19|20)\d\d))?\s?/\s?(?P<sym>{_GROUP}{_NEXT}{{0,4}}){_END}"
)
PARTY = re.compile(
    rf"(?<![\w/.,-])(?P<n>\d{{1,4}})\s?[-–‑]\s?(?P<sym>(?P<t>[{_LETTERS}]{{1,5}}[a-zđ]?)\s?/\s?"
    rf"(?P<o>[{_LETTERS}]{{2,}}(?:[-–.][{_LETTERS}]+){{0,3}})){_END}"
)
SYMBOL = re.compile(rf"{_GROUP}(?:\s?/\s?{_GROUP})?{_NEXT}{{0,4}}{_END}")
_WINDOW = 180
_SUBJECT = 600


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited document.

    type: its name as written, else by its code, "Công văn" for a symbol without type code, None if unknown.
    number: without leading zeros; year: of a normative number ("20/2020/QĐ-TTg"); symbol: "QĐ-UBND", "NQ/TW".
    reference: number and symbol as one ("01/2023/QĐ-UBND"); None for a law cited by its date only.
    span: from the type's name to the last of reference, date, issuer; the subject stands after it.
    """

    type: str | None
    number: str | None
    year: int | None
    symbol: str | None
    reference: str | None
    issued_on: str | None
    issuer: str | None
    subject: str | None
    span: tuple[int, int]
    text: str


@dataclass(frozen=True, slots=True)
class _Reference:
    number: str
    year: int | None
    code: str
    symbol: str
    written: str
    start: int
    end: int


def find_citations(text: str, book: RuleBook) -> tuple[Citation, ...]:
    """All citations in `text`, in order; their spans do not overlap.

    >>> from pipeline.rulebook import load
    >>> [(c.type, c.reference) for c in find_citations("theo Nghị quyết số 57-NQ/TW và 91/QĐ-UBND", load())]
    [('Nghị quyết', '57-NQ/TW'), ('Quyết định', '91/QĐ-UBND')]
    """
    folded = fold(text)
    found: list[Citation] = []
    references = list(_references(text, folded, book))
    for reference in references:
        floor = found[-1].span[1] if found else 0
        found.append(_citation(text, folded, reference, floor, book))
    taken = [c.span for c in found]
    found += [c for c in _laws(text, folded, book) if not any(a < c.span[1] and c.span[0] < b for a, b in taken)]
    return tuple(sorted(found, key=lambda c: c.span))


def parse_reference(text: str, book: RuleBook) -> tuple[str, str, str] | None:
    """The first number in `text` as (number as printed, symbol, reference), whatever stands around it."""
    party = PARTY.search(text)
    if party and _tight(party["t"]) in terms.codes(book):
        symbol = _tight(party["sym"])
        return party["n"], symbol, f"{party['n']}-{symbol}"
    state = STATE.search(text)
    if not state:
        return None
    symbol = mend(_tight(state["sym"]), book)
    year = f"{state['y']}/" if state["y"] else ""
    return state["n"], symbol, f"{state['n']}/{year}{symbol}"


def mend(symbol: str, book: RuleBook) -> str:
    """Put back a hyphen lost after the type code: "QĐUBND" -> "QĐ-UBND"."""
    if "-" in symbol:
        return symbol
    for code in sorted(terms.codes(book), key=len, reverse=True):
        rest = symbol[len(code) :]
        if symbol.startswith(code) and len(rest) >= 2 and rest.isalpha() and (rest.isupper() or rest == "TTg"):
            return symbol if len(code) < 2 else f"{code}-{rest}"
    return symbol


def parse_date(match: re.Match[str] | None) -> str | None:
    """ISO date of a match with groups d, m, y; None if there is no such day."""
    if not match:
        return None
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
    except ValueError:
        return None


def _tight(symbol: str) -> str:
    return re.sub(r"\s", "", symbol).replace("–", "-").replace("‑", "-")


def _references(text: str, folded: str, book: RuleBook) -> Iterator[_Reference]:
    known = terms.codes(book)
    found: list[_Reference] = []
    for m in PARTY.finditer(text):
        if _tight(m["t"]) in known:
            symbol = _tight(m["sym"])
            found.append(_Reference(m["n"], None, m["t"], symbol, f"{m['n']}-{symbol}", m.start(), m.end()))
    spans = [(r.start, r.end) for r in found]
    free = (m for m in STATE.finditer(text) if not any(a < m.end() and m.start() < b for a, b in spans))
    found += [_state(m, book) for m in free if _is_state(m, folded, book)]
    yield from sorted(found, key=lambda r: r.start)


def _is_state(m: re.Match[str], folded: str, book: RuleBook) -> bool:
    """A bare "5/GB" is no document: it takes a known code, a year, a hyphen or the word for number before it."""
    symbol = _tight(m["sym"])
    if len(symbol) < 2:
        return False
    lead = terms.setting(book, "citation", "ref_lead")
    return bool(
        m["y"] or "-" in symbol or symbol in terms.codes(book) or "-" in mend(symbol, book)
        or lead.search(folded[max(0, m.start() - 12) : m.start()])
    )  # fmt: skip


def _state(m: re.Match[str], book: RuleBook) -> _Reference:
    symbol = mend(_tight(m["sym"]), book)
    year = int(m["y"]) if m["y"] else None
    written = f"{m['n']}/{year}/{symbol}" if year else f"{m['n']}/{symbol}"
    return _Reference(m["n"], year, symbol.split("-")[0], symbol, written, m.start(), m.end())


def _citation(text: str, folded: str, ref: _Reference, floor: int, book: RuleBook) -> Citation:
    start, name = _type(text, folded, ref, floor, book)
    issued_on, end = _date(folded, ref.end, book)
    issuer, end = _issuer(text, folded, end, book)
    if issued_on is None:
        issued_on, end = _date(folded, end, book)
    return Citation(
        type=name or _type_by_code(ref, book),
        number=ref.number.lstrip("0") or ref.number,
        year=ref.year,
        symbol=ref.symbol,
        reference=ref.written,
        issued_on=issued_on,
        issuer=issuer,
        subject=_subject(text, folded, end, book),
        span=(start, end),
        text=text[start:end],
    )


def _type(text: str, folded: str, ref: _Reference, floor: int, book: RuleBook) -> tuple[int, str | None]:
    """Where the citation starts, and its type as written; the name of a law may stand in between."""
    low = max(floor, ref.start - _WINDOW)
    window = folded[low : ref.start]
    filler = terms.setting(book, "citation", "type_filler")
    names = list(terms.type_pattern(book).finditer(window))
    fitting = [m for m in names if not window[m.end() :].strip() or filler.match(window[m.end() :])]
    if not fitting:
        return ref.start, None
    # "Luật sửa đổi ... Luật Đấu thầu số 57/2024/QH15": the outer law is meant
    law = next((m for m in fitting if terms.types(book)[m[0]].kind == "law"), None)
    last = fitting[-1]
    best = law if law and terms.types(book)[last[0]].kind == "law" else last
    start = low + best.start()
    written = text[start : low + best.end()]
    return start, written[:1].upper() + written[1:].lower()


def _type_by_code(ref: _Reference, book: RuleBook) -> str | None:
    known = terms.codes(book).get(_tight(ref.code))
    if known:
        return known.name
    return None if ref.year else terms.word(book, "citation", "letter") or None


def _date(folded: str, start: int, book: RuleBook) -> tuple[str | None, int]:
    match = terms.setting(book, "citation", "date").match(folded[start : start + 60])
    iso = parse_date(match)
    return (iso, start + match.end()) if match and iso else (None, start)


def _issuer(text: str, folded: str, start: int, book: RuleBook) -> tuple[str | None, int]:
    """ "của UBND tỉnh về ..." -> "UBND tỉnh", and where it ends."""
    of = terms.setting(book, "citation", "of").match(folded[start : start + 20])
    if not of:
        return None, start
    begin = start + of.end()
    end = name_end(text, folded, begin, book)
    name = text[begin:end].strip()
    return (" ".join(name.split()), begin + len(text[begin:end].rstrip())) if name else (None, start)


def name_end(text: str, folded: str, begin: int, book: RuleBook) -> int:
    """Where the name of the body that starts at `begin` ends."""
    limit = min(len(folded), begin + 150)
    name_and = terms.setting(book, "citation", "and_of_name")
    for stop in terms.setting(book, "citation", "issuer_end").finditer(folded, begin, limit):
        at = stop.start()
        if not (name_and.match(folded[at:limit]) or _inner_comma(text, at, book) or _second_body(text, stop, book)):
            return at
    return limit


def _second_body(text: str, stop: re.Match[str], book: RuleBook) -> bool:
    """ "Bộ Tư pháp và Bộ Nội vụ": one document of two bodies."""
    rest = text[stop.end() : stop.end() + 40].lstrip()
    joined = stop[0] == terms.word(book, "citation", "and_word") and rest[:1].isupper()
    return joined and bool(terms.setting(book, "issuer", "head").match(fold(rest)))


def _inner_comma(text: str, at: int, book: RuleBook) -> bool:
    """ "Sở Văn hóa, Thể thao và Du lịch": behind the comma a capital that opens no other body."""
    rest = text[at + 1 : at + 40].lstrip()
    return (
        text[at : at + 1] == "," and rest[:1].isupper() and not terms.setting(book, "issuer", "head").match(fold(rest))
    )


def _subject(text: str, folded: str, start: int, book: RuleBook) -> str | None:
    """What stands behind the citation up to the end of its clause."""
    lead = terms.setting(book, "citation", "subject_start").match(folded[start : start + 40])
    begin = start + (lead.end() if lead else 0)
    piece = text[begin : begin + _SUBJECT]
    if lead is None or piece[:1] in (",", ")", ".", ";", ":", "(", ""):
        return None
    end = re.search(r"[;)]|\.(?:\s|$)|\n\s*\n", piece)
    subject = " ".join(piece[: end.start() if end else len(piece)].split())
    return subject or None


def _laws(text: str, folded: str, book: RuleBook) -> Iterator[Citation]:
    """ "Luật Tổ chức chính quyền địa phương ngày 19/6/2015": a law without its number."""
    for m in terms.setting(book, "citation", "law_by_date").finditer(folded):
        name = terms.type_pattern(book).match(folded, m.start())
        issued_on, end = _date(folded, m.end(), book)
        if not name or issued_on is None:
            continue
        written = text[m.start() : name.end()]
        yield Citation(
            type=written[:1].upper() + written[1:].lower(),
            number=None, year=None, symbol=None, reference=None,
            issued_on=issued_on,
            issuer=_issuer(text, folded, end, book)[0],
            subject=" ".join(text[name.end() : m.end()].split()) or None,
            span=(m.start(), end),
            text=text[m.start() : end],
        )  # fmt: skip
