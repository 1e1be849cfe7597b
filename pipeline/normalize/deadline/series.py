"""Lists of months, quarters or days under one word: "tháng 3, 6, 9", "quý I-II/2024". In: folded text. Out: a Point.

A year after the last number is the year of all; where the numbers turn back ("tháng 11, 12, 01/2025") it is the last
one's. None where the order leaves the years in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from .dates import Span
from .parts import Point, Unit

if TYPE_CHECKING:
    from .grammar import Grammar

_LAST_YEAR = re.compile(r"((?:19|20)[0-9]{2})\)?$")
_LONG = re.compile(r"[0-9]{3}")
_ROMAN = str.maketrans("l1|", "iii")


class Element(NamedTuple):
    """One number of a list: its value, whether its word was repeated, what stands before it."""

    value: int
    worded: bool
    before: str


def series(
    text: str, element: str, make: Callable[[int, int, int | None], Span], unit: Unit, grammar: Grammar
) -> Point | None:
    body, year = without_year(text)
    parts = elements(body, element, grammar, _roman if unit == "quarter" else int)
    if not parts:
        return None
    dashed = [bool(grammar.regex("{thru}").search(p.before)) for p in parts]
    if len(parts) == 2 and dashed[1]:
        ranged = parts[1].worded or parts[1].before != "-"
        span = make(parts[0].value, parts[1].value, None)
        if year is not None:
            span = span.at(year - span.over, "range" if ranged else "explicit")
        return Point((replace(span, shift=grammar.shift(text)),), unit, ranged=ranged)
    spans = _listed(parts, dashed, make)
    if spans is None and year is not None and not any(dashed):
        return _turning(parts, make, year, unit)
    if spans is None:
        return None
    if year is not None:
        return Point(tuple(s.at(year, "explicit" if len(spans) == 1 else "list") for s in spans), unit)
    return Point(tuple(replace(s, shift=grammar.shift(text)) for s in spans), unit)


def _turning(
    parts: Sequence[Element], make: Callable[[int, int, int | None], Span], year: int, unit: Unit
) -> Point | None:
    """ "tháng 11, 12, 01/2025": the year turns once, between neighbours; the stated year is the last one's."""
    cycle = 4 if unit == "quarter" else 12
    values = [part.value for part in parts]
    if any(b != a % cycle + 1 for a, b in pairwise(values)):
        return None
    spans = [make(v, v, None).at(year - (v > values[-1]), "list") for v in values]
    return Point(tuple(spans), unit)


def _listed(
    parts: Sequence[Element], dashed: Sequence[bool], make: Callable[[int, int, int | None], Span]
) -> list[Span] | None:
    """ "I-II, IV" as spans in rising order; None where the order leaves the years in doubt."""
    spans: list[Span] = []
    for n, part in enumerate(parts):
        if dashed[n]:
            if n == 0 or dashed[n - 1] or parts[n - 1].value >= part.value:
                return None
            spans[-1] = make(parts[n - 1].value, part.value, None)
        else:
            spans.append(make(part.value, part.value, None))
    return spans if all(a.hi < b.lo for a, b in pairwise(spans)) else None


def rising(parts: Sequence[Element]) -> bool:
    return all(a.value < b.value for a, b in pairwise(parts))


def elements(body: str, pattern: str, grammar: Grammar, value: Callable[[str], int] = int) -> list[Element]:
    found, last = [], 0
    if _LONG.search(body):
        return []
    for match in grammar.regex(f"(?<![0-9]){pattern}").finditer(body):
        found.append(Element(value(match["number"]), bool(match["word"]), body[last : match.start()]))
        last = match.end()
    return found


def _roman(numeral: str) -> int:
    """A Roman or Arabic number up to four; scans write l, 1 or | for I.

    >>> _roman("iv"), _roman("lv"), _roman("ll"), _roman("04"), _roman("11")
    (4, 4, 2, 4, 2)
    """
    if numeral.isdigit() and numeral not in ("11", "111"):
        return int(numeral)
    roman = numeral.translate(_ROMAN)
    return 4 if roman == "iv" else len(roman)


def without_year(text: str) -> tuple[str, int | None]:
    found = _LAST_YEAR.search(text)
    return (text[: found.start()].rstrip(" /.-,("), int(found[1])) if found else (text, None)
