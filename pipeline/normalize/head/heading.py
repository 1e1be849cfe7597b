"""The head of a document: issuing body and the one above it, number and symbol, place and date, draft marks.

In: the lines above the title. Out: `Heading`. The two columns of a head may stand apart, interleaved, or run
together on one line: fixed phrases (motto, number, date) are cut out wherever they stand, what is left is the issuer.
It reads no title and no body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ...rulebook import RuleBook
from ...text import clean, fold
from .. import terms
from .citation import SYMBOL, parse_reference
from .flow import Line
from .names import crosses, is_capitals

_REST_OF_NUMBER = re.compile(r"\d{0,5}\s*[/-]\s*[A-ZĐ]{2}")
_SPACED = re.compile(r"[A-ZĐ][A-Za-zĐđ&]{0,8}(?:[ \u00a0]?[-–][ \u00a0]?[A-ZĐ&]{2,9}[A-Za-zđ]{0,3}(?!\w)){1,3}")
_PLACE = re.compile(r"(?:TP\.\s?|TX\.\s?)?[^\W\d_][^\W_]*(?:[ \-–]+[^\W_]+){0,5}$")


@dataclass(slots=True)
class Heading:
    """What the head says; None where it says nothing. bodies: issuing bodies from the top down, as printed.

    blank_number: a number line is there and its number is empty. seen: there is a head at all. further: numbers of
    the other bodies of a joint document.
    """

    number: str | None = None
    symbol: str | None = None
    reference: str | None = None
    place: str | None = None
    issued_on: str | None = None
    year: int | None = None
    draft: bool = False
    blank_number: bool = False
    invalid_date: str | None = None
    seen: bool = False
    bodies: list[str] = field(default_factory=list)
    further: list[str] = field(default_factory=list)


def read_heading(lines: Sequence[Line], book: RuleBook) -> Heading:
    """The head in the lines above the title."""
    head = Heading()
    lines = _joined_numbers(lines, book)
    left: list[tuple[str, bool]] = []
    for text, line in zip(_cut_fixed("\n".join(line.text for line in lines), head, book), lines, strict=True):
        if terms.hit(book, "mark", "draft", text):
            head.draft = True
        elif text and not terms.hit(book, "mark", "noise", text) and _is_body_line(text, book):
            left.append((text, line.bold))
    head.bodies = _bodies(left, book)
    head.seen = head.seen or bool(head.bodies)
    head.draft = head.draft or (head.blank_number and head.number is None)
    return head


def _joined_numbers(lines: Sequence[Line], book: RuleBook) -> list[Line]:
    """ "Số: 447" on one line and "/KH-UBND" on one of the next are one number."""
    out: list[Line] = []
    for line in lines:
        near = range(len(out) - 1, max(-1, len(out) - 4), -1)
        lead = next((i for i in near if terms.hit(book, "anchor", "open_number", out[i].text)), None)
        if lead is not None and _REST_OF_NUMBER.match(line.text):
            out[lead] = replace(out[lead], text=f"{out[lead].text} {line.text}")
        else:
            out.append(line)
    return out


def is_fixed(text: str, book: RuleBook) -> bool:
    """Whether a line belongs to a head: it holds the motto, opens with the number or ends with place and date."""
    number = terms.hit(book, "anchor", "number", text)
    dated = terms.hit(book, "anchor", "date", text)
    return bool(
        terms.hit(book, "anchor", "motto", text)
        or (number and not text[: number.start()].strip())
        or (dated and dated.start() <= 40 and not text[dated.end() :].strip(" ."))
    )


def _cut_fixed(text: str, head: Heading, book: RuleBook) -> list[str]:
    """Takes motto, number and date out of the lines and into `head`; what is left belongs to the issuer.

    A narrow column wraps the motto and the date: they are looked for over line ends.
    """
    for motto in list(terms.hits(book, "anchor", "motto", text)):
        head.seen = True
        text = _blanked(text, motto.start(), motto.end())
    text = _cut_youth(text, head, book)
    text = _cut_number(text, head, book)
    text = _cut_date(text, head, book)
    return [clean(line) for line in text.split("\n")] if text else []


def _cut_youth(text: str, head: Heading, book: RuleBook) -> str:
    """The name of the youth union in the place of the motto: no other motto is there, and a body stands before it."""
    found = [] if head.seen else list(terms.hits(book, "anchor", "motto_youth", text))
    if not found or not any(_opens_body(line, book) for line in text[: found[-1].start()].split("\n") if line.strip()):
        return text
    head.seen = True
    return _blanked(text, found[-1].start(), found[-1].end())


def _blanked(text: str, start: int, end: int) -> str:
    """Blanks for `text[start:end]`, line ends kept."""
    return text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]


def _cut_number(text: str, head: Heading, book: RuleBook) -> str:
    match = terms.hit(book, "anchor", "number", text)
    if not match or head.symbol:
        return text
    begin = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
    found = [m for pattern in (SYMBOL, _SPACED) if (m := pattern.match(text, begin))]
    symbol = max(found, key=lambda m: m.end(), default=None)
    if not symbol:
        return text
    head.seen = True
    digits = re.sub(r"[\s.…_]", "", match["number"])
    if digits:
        joined = f"{digits}{match['cut']}{_after(text, match, symbol)}"
        head.number, head.symbol, head.reference = parse_reference(joined, book) or (None, None, None)
    else:
        head.blank_number, head.symbol = True, re.sub(r"\s", "", symbol[0])
    text = _blanked(text, match.start(), symbol.end())
    again = terms.hit(book, "anchor", "number", text)
    while again and (other := SYMBOL.match(text, again.end())):
        head.further.append(text[again.start() : other.end()])
        text = _blanked(text, again.start(), other.end())
        again = terms.hit(book, "anchor", "number", text)
    return text


def _after(text: str, match: re.Match[str], symbol: re.Match[str]) -> str:
    """The symbol as printed; a normative number has its year before it."""
    return re.sub(r"\s", "", text[match.end() : symbol.end()])


def _cut_date(text: str, head: Heading, book: RuleBook) -> str:
    match = terms.hit(book, "anchor", "date", text)
    if not match or head.year or head.issued_on:
        return text
    head.seen = True
    line = text.rfind("\n", 0, match.start()) + 1
    before, head.place = _split_place(text[line : match.start()])
    _set_date(match, text, head)
    return _blanked(text, line + len(before), match.end())


def _set_date(match: re.Match[str], text: str, head: Heading) -> None:
    day, month, year = (re.sub(r"\D", "", match[name]) for name in ("day", "month", "year"))
    head.year = int(year) if len(year) == 4 else None
    if not (day and month and head.year):
        return
    try:
        head.issued_on = date(head.year, int(month), int(day)).isoformat()
    except ValueError:
        head.invalid_date = text[match.start() : match.end()].strip(" ,")


def _split_place(before: str) -> tuple[str, str | None]:
    """ "SỞ NỘI VỤ Khánh Hòa" -> the issuer's capitals and the place behind them."""
    match = _PLACE.search(before.rstrip())
    if not match:
        return before, None
    words = list(re.finditer(r"\S+", match[0]))
    first = next((i for i, w in enumerate(words) if not is_capitals(w[0]) and w[0] not in "-–"), None)
    if first is None:
        return "", match[0].strip()
    capitals = [w[0] for w in words[:first] if not w[0].upper().startswith(("TP", "TX"))]
    start = match.start() + (words[first].start() if capitals else 0)
    return before[:start], before[start:].strip() or None


def _is_body_line(text: str, book: RuleBook) -> bool:
    if len(text) > 120 or text.endswith((".", ";", ":")) or not (text[0].isalpha() or _goes_on(text, book)):
        return False
    return is_capitals(text) or _opens_body(text, book) or bool(_goes_on(text, book) and len(text) < 60)


def _opens_body(text: str, book: RuleBook) -> bool:
    return bool(terms.setting(book, "issuer", "head").match(fold(text)))


def _goes_on(text: str, book: RuleBook) -> bool:
    return bool(terms.setting(book, "issuer", "goes_on").search(fold(text)))


def _bodies(lines: Sequence[tuple[str, bool]], book: RuleBook) -> list[str]:
    """Joins wrapped names: "ỦY BAN NHÂN DÂN" / "TỈNH KHÁNH HÒA" is one body, "UBND TỈNH X" / "SỞ Y" two."""
    bodies: list[str] = []
    was_bold = False
    for text, bold in lines:
        if bodies and not _is_new(bodies[-1], text, bold and not was_bold, book):
            bodies[-1] = f"{bodies[-1]} {text}"
        else:
            bodies.append(text)
        was_bold = bold
    return [body for body in bodies if _opens_body(body, book)] or bodies


def _is_new(body: str, text: str, turns_bold: bool, book: RuleBook) -> bool:
    folded = fold(body).strip()
    if crosses(body, text, book):
        return False
    if terms.setting(book, "issuer", "unfinished").search(folded) or _goes_on(text, book):
        return False
    if folded in terms.words(book, "issuer", "bare") and not _is_complete(folded, text, book):
        return False
    return _opens_body(text, book) or turns_bold


def _is_complete(folded: str, text: str, book: RuleBook) -> bool:
    """A bare "UBND" above "SỞ NỘI VỤ" has lost its place name and is a body of its own."""
    return folded in terms.words(book, "issuer", "whole") and _opens_body(text, book)
