"""The year and the period a plan is for, from its subject, its opening sentence, its annex headings.

In: text, rules ([[period]], [[look_back]]). Out: `Span`. The last "năm YYYY" counts; years of cited documents and
horizons ("đến năm 2030") do not. A plan of several years has a period and no year: a deadline without a year
cannot borrow one from it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...model import Period
from ...rulebook import RuleBook
from ...text import fold
from .. import terms
from .citation import find_citations

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NEAR = 30


@dataclass(frozen=True, slots=True)
class Span:
    """year: of a plan for one year or part of it; looks_back: the year may belong to what the plan repairs."""

    year: int | None = None
    period: Period | None = None
    looks_back: bool = False


def read_span(texts: Iterable[str | None], book: RuleBook, issued: int | None = None) -> Span:
    """The span of the first text that names one; `issued`, the year of issue, may bear out a bare year."""
    named = [text for text in texts if text]
    spans = (_span(text, book) for text in named)
    bare = (_bare_year(text, issued, book) for text in named[:1])
    return next((span for span in (*spans, *bare) if span), Span())


def _span(text: str, book: RuleBook) -> Span | None:
    folded = _masked(text, book)
    part = _part_of_year(folded, book)
    if part:
        return part
    year = _last_year(folded, book)
    if year:
        number = int(year["year"])
        back = any(p.search(folded, 0, year.start()) for p in terms.patterns(book, "look_back", "result"))
        return Span(number, Period(f"{number}-01-01", f"{number}-12-31"), back)
    return _years(folded, book) or _school_year(text, book)


def _bare_year(text: str, issued: int | None, book: RuleBook) -> Span | None:
    """ "... dịp hè 2025", issued in 2025 or late in 2024."""
    found = [m for p in terms.patterns(book, "period", "bare_year") if (m := p.search(_masked(text, book)))]
    year = int(found[0]["year"]) if found else None
    if year is None or issued is None or year not in (issued, issued + 1):
        return None
    return Span(year, Period(f"{year}-01-01", f"{year}-12-31"))


def _school_year(text: str, book: RuleBook) -> Span | None:
    """ "năm học 2025-2026", where nothing else names a year: September to May, of no one calendar year."""
    for match in (m for p in terms.patterns(book, "period", "school_year") for m in p.finditer(fold(text))):
        first, last = int(match["from"]), int(match["to"])
        if last == first + 1:
            return Span(None, Period(f"{first}-09-01", f"{last}-05-31"))
    return None


def _masked(text: str, book: RuleBook) -> str:
    """Folded text with the citations and school years blanked out."""
    folded = fold(text)
    spans = [c.span for c in find_citations(text, book)]
    spans += [m.span() for p in terms.patterns(book, "period", "school_year") for m in p.finditer(folded)]
    for a, b in spans:
        folded = folded[:a] + "\x00" * (b - a) + folded[b:]
    return folded


def _part_of_year(folded: str, book: RuleBook) -> Span | None:
    kinds = (("quarter", _quarter), ("half", _half), ("month", _month))
    every = ((pattern, months) for means, months in kinds for pattern in terms.patterns(book, "period", means))
    found = [(m, months) for pattern, months in every for m in pattern.finditer(folded)]
    ahead = [f for f in found if not _is_result(folded[max(0, f[0].start() - _NEAR) : f[0].start()], book)] or found
    return _from_to([(int(m["year"]), *months(m)) for m, months in ahead]) if ahead else None


def _from_to(parts: Sequence[tuple[int, int, int]]) -> Span:
    """From the first month of the first part to the last one of the last; parts are (year, first, last month)."""
    (begin, first, _), (year, _, last) = min(parts), max(parts)
    end = calendar.monthrange(year, last)[1]
    return Span(year if begin == year else None, Period(f"{begin}-{first:02}-01", f"{year}-{last:02}-{end}"))


def _is_result(before: str, book: RuleBook) -> bool:
    """ "Kết quả công tác quý I ...": looked back on, not planned."""
    return any(p.search(before) for p in terms.patterns(book, "look_back", "result"))


def _quarter(match: re.Match[str]) -> tuple[int, int]:
    last = _quarter_number(match["quarter"])
    first = _quarter_number(match["from"]) if match["from"] else last
    return 3 * min(first, last) - 2, 3 * last


def _quarter_number(text: str) -> int:
    return _QUARTERS.get(text) or int(text)


def _half(match: re.Match[str]) -> tuple[int, int]:
    count = int(match["months"] or next(n for n in (3, 6, 9) if match[f"m{n}"]))
    return (1, count) if match["first"] else (13 - count, 12)


def _month(match: re.Match[str]) -> tuple[int, int]:
    last = int(match["month"])
    return min(int(match["from"] or last), last), last


def _last_year(folded: str, book: RuleBook) -> re.Match[str] | None:
    """The last "năm YYYY" that is no horizon."""
    found = [m for p in terms.patterns(book, "period", "year") for m in p.finditer(folded)]
    horizons = terms.patterns(book, "look_back", "horizon")
    kept = [m for m in found if not any(h.search(folded[max(0, m.start() - 25) : m.start()]) for h in horizons)]
    return kept[-1] if kept else None


def _years(folded: str, book: RuleBook) -> Span | None:
    """ "giai đoạn 2021-2025": a period without a year of its own."""
    for match in (m for p in terms.patterns(book, "period", "span") for m in p.finditer(folded)):
        first, last = int(match["from"]), int(match["to"])
        if first < last:
            return Span(None, Period(f"{first}-01-01", f"{last}-12-31"))
    return None
