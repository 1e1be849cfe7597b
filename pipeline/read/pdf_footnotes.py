"""Footnotes. In: the characters of a page; later the pages as read. Out: marks taken out of the text, notes set apart.

A note opens below the tables of a page with a number or stars that stand raised elsewhere on the page. There they are
no part of the text ("Quý I/2024" and a raised 2 would read as 20242). Notes do not part a table that goes on overleaf.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ..document import Notice
from .pdf_api import Chars
from .pdf_text import TAKEN, Line

_OPENING = re.compile(r"(?:\A|[\r\n])(\d{1,2}|\*{1,3}) ?(?=[^\W\d_]|[“\"(])")
_RAISED, _HIGHEST = 1.2, 12.0  # points between the base lines of a mark and of its text
_CLOSE = 6.0  # a blank may stand between them
_MISSES = 2  # lines with a number in a table may follow its notes in the file
_DIGITS = tuple("0123456789")
_QUOTE = 200  # characters of notes that are shown
_MESSAGE = "Có {n} chú thích cuối trang; dấu chú thích không đưa vào ô, nội dung chú thích cần xem lại."
_SEPARATOR = 18.0  # points: the first line of a note and the rule above it


@dataclass(frozen=True, slots=True)
class Marks:
    """openings: characters below the tables that may open a note, with their marks; taken: marks met in the text."""

    openings: Mapping[int, str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()


class Noted(Protocol):
    """What of a page is looked at here."""

    number: int
    lines: list[list[Line]]
    marks: Marks
    notes: list[list[Line]]


def take_marks(chars: Chars, bottom: float) -> Marks:
    """Blank the raised marks of the notes below `bottom`."""
    openings = {a: chars.text[a:b] for a, b in _openings(chars, bottom)}
    if not openings:
        return Marks()
    raised = {mark: _raised(chars, mark, openings) for mark in set(openings.values())}
    if numbers := [int(mark) for mark, spans in raised.items() if spans and mark.isdigit()]:
        following = str(max(numbers) + 1)  # its note may stand overleaf
        raised[following] = _raised(chars, following, openings)
    lowered: dict[int, float] = {}
    for spans in raised.values():
        for a, b, base in spans:
            chars.text = chars.text[:a] + TAKEN * (b - a) + chars.text[b:]
            lowered.update(dict.fromkeys(range(a, b), base))
    if lowered:
        _let_down(chars, lowered)
    return Marks(openings, frozenset(mark for mark, spans in raised.items() if spans))


def _let_down(chars: Chars, lowered: Mapping[int, float]) -> None:
    """Marks stand on the lines they belong to."""
    bases = chars.bases
    chars.bases = lambda at: [lowered.get(i, base) for i, base in zip(at, bases(at), strict=True)]


def _raised(chars: Chars, mark: str, openings: Collection[int]) -> list[tuple[int, int, float]]:
    """Where a mark stands raised: its span, and the base line of the letter before it."""
    spans = [found.span() for found in re.finditer(re.escape(mark), chars.text) if found.start() not in openings]
    bases = [(a, b, _line_under(chars, a, b)) for a, b in spans]
    return [(a, b, base) for a, b, base in bases if base is not None]


def _openings(chars: Chars, bottom: float) -> list[tuple[int, int]]:
    """What may be the marks of notes, from the end of the file's text up to the tables."""
    spans: list[tuple[int, int]] = []
    misses = 0
    for found in reversed(list(_OPENING.finditer(chars.text))):
        (base,) = chars.bases([found.end()])
        if base > bottom:
            spans.append(found.span(1))
        elif (misses := misses + 1) > _MISSES:
            break
    return spans


def _line_under(chars: Chars, a: int, b: int) -> float | None:
    """The base line the characters of a mark, and none behind it, stand above: of the letter before, else behind it."""
    text = chars.text
    before = len(text[max(0, a - 4) : a].rstrip()) + max(0, a - 4) - 1
    behind = b + len(text[b : b + 4]) - len(text[b : b + 4].lstrip())
    if before >= 0 and not text[before].isspace() and -_CLOSE < chars.left[a] - chars.right[before] < _CLOSE:
        letter = before
    elif behind < len(text) and -_CLOSE < chars.left[behind] - chars.right[b - 1] < _CLOSE:
        letter = behind
    else:
        return None
    more = text[b : b + 1] in _DIGITS
    base, *marks = chars.bases([letter, *range(a, b + more)])
    raised = [_RAISED < base - mark < _HIGHEST for mark in marks]
    return base if all(raised[: b - a]) and not any(raised[b - a :]) else None


def set_apart(pages: Sequence[Noted]) -> list[Notice]:
    """Move the notes of each page from its lines to its notes; one notice for all."""
    count = 0
    overleaf: frozenset[str] = frozenset()
    for page in pages:
        starts = _starts(page.marks, overleaf)
        overleaf = page.marks.taken - set(page.marks.openings.values())
        if starts:
            rows = page.lines
            first = next((n for n, row in enumerate(rows) if row[0].start in starts), len(rows))
            page.lines, page.notes = rows[:first], rows[first:]
            count += len(starts)
    noted = [page for page in pages if page.notes]
    if not noted:
        return []
    quote = " ".join(line.text for page in noted for row in page.notes for line in row)
    return [Notice("W4", _MESSAGE.format(n=count), quote[:_QUOTE], noted[0].number)]


def _starts(marks: Marks, overleaf: frozenset[str]) -> set[int]:
    """The openings of notes: their marks stand in the text of this page or the last, or they lead up to such a note."""
    known = set(marks.taken | overleaf)
    starts: set[int] = set()
    for start in sorted(marks.openings, reverse=True):
        mark = marks.openings[start]
        if mark in known:
            starts.add(start)
            known |= {str(int(mark) - 1)} if mark.isdigit() else set()
    return starts


def top_of_notes(page: Noted) -> float:
    """Where the notes of a page begin; far below it where it has none."""
    return page.notes[0][0].base - _SEPARATOR if page.notes else 1e9
