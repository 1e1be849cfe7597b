"""A number with its unit, where a rule of rules/targets.toml matched: what all productions share.

In: a regex match with the scene it stands in. Out: a `Measure`, and the record `Core` that productions make of it
(comparator, value, unit, where). It looks behind a number for its unit, not before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...model import Number, Target
from ...rulebook import Rule, RuleBook
from .. import numerals
from .text import Scene
from .units import SHARES, WHOLE, Unit, Units

SURE = frozenset({"percent", "pp", "score", "step", "money", "place", "grade", "none", "better"})  # kinds, not counts


@dataclass(frozen=True, slots=True)
class Core:
    """A target without its surroundings. start, end: what the rule matched, unit included; unit_end: where the unit
    ends (a scope starts there). kind: that of the unit, "place", "grade", "none", "better" or "" (no unit).
    plain: no comparator word; strong: one that is never anything else. doubt: read, but two readings are possible.
    more: further targets of the same words; object: span of what a verb of change acts on.
    """

    target: Target
    start: int
    end: int
    unit_end: int
    kind: str
    plain: bool = False
    strong: bool = False
    doubt: bool = False
    more: tuple[Target, ...] = ()
    object: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One match of one rule in one clause, with what a production needs."""

    rule: Rule
    match: re.Match[str]
    scene: Scene
    clause_start: int
    clause_end: int
    tools: Tools

    def group(self, name: str) -> str | None:
        """A piece the pattern captured; None if it has none of that name."""
        return self.match[name] if name in self.match.re.groupindex else None


class Tools:
    """The tables productions read: units, number words, single words of rules/targets.toml."""

    def __init__(self, book: RuleBook) -> None:
        self.units = Units(book)
        self.words = numerals.NumberWords(book.table("units_of_measure").get("numbers", {}))
        self.table: Mapping[str, Any] = book.table("targets").get("words", {})
        self.assumed: Mapping[str, str] = self.table.get("assumed", {})
        self.after_grade = _starts(self.table.get("after_grade", ()))
        self.down = _anywhere(self.table.get("down", ()))
        self.condition = _anywhere(self.table.get("condition", ()))
        self.change = re.compile(_anywhere(self.table.get("change", ())).pattern + r"[^,;.()\d]{0,40}$")
        self.lowered = _anywhere(self.table.get("lowered", ()))
        self.places = _anywhere(self.table.get("places", ()))
        self.reduced_time = _anywhere(self.table.get("no_reduction", ()))
        words = _anywhere([*book.table("units_of_measure").get("numbers", {}).get("words", ())]).pattern
        self.restated = re.compile(rf"\s*\(\s*(?:[#\d]+|(?:{words}\s*)+)\s*\)")


def _starts(words: list[str]) -> re.Pattern[str]:
    return re.compile(r"\s*(?:$|[^\w\s]|(?:" + "|".join(map(re.escape, words)) + r")(?!\w))")


def _anywhere(words: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")(?!\w)")


_LEAST_MONEY = 1000  # đồng; no plan counts less


@dataclass(frozen=True, slots=True)
class Measure:
    value: Number
    unit: Unit | None
    end: int
    doubt: bool = False
    word: bool = False


def counted(hit: Hit, name: str) -> Measure | None:
    """As `measure`, with a counted noun no list knows for its unit ("tăng 5 ghế chờ")."""
    found = measure(hit, name)
    if not found or found.unit:
        return found
    unit = hit.tools.units.noun(hit.scene.masked, hit.scene.text, found.end, hit.clause_end)
    return replace(found, unit=unit, end=unit.end) if unit else found


def measure(hit: Hit, name: str, after: str | None = None) -> Measure | None:
    """The number of group `name` with the unit behind it (behind group `after` where the number is a pair)."""
    text = hit.group(name)
    if text is None:
        return None
    end = hit.match.end(after or name)
    unit = hit.tools.units.at(hit.scene.masked, end, hit.clause_end)
    if text[0].isdigit() or text[0] in "li":
        value = numerals.parse(text)
        if (
            value is None
            or not _ends_well(hit.scene.masked, end, unit)
            or hit.tools.restated.match(hit.scene.masked, end)
        ):
            return None
        if unit and unit.factor == 1 and value < _LEAST_MONEY:
            return None  # "85đ" are rather points
        whole = unit is not None and unit.kind in WHOLE and (unit.factor or 1) == 1
        shares = unit is not None and unit.kind in SHARES
        return Measure(value, unit, unit.end if unit else end, numerals.has_two_readings(text, whole, shares))
    word = hit.tools.words.parse(text)
    if word is None or unit is None or _is_year_word(hit, text, name):
        return None
    return Measure(word, unit, unit.end, word=True)


def _ends_well(text: str, end: int, unit: Unit | None) -> bool:
    """A number goes on with nothing but its unit: "5G", "12a", "3/8" are no values."""
    following = text[end : end + 1]
    if not unit and (following.isalpha() or following in ("#", "_")):
        return False
    return not (following == "/" and text[end + 1 : end + 2].isdigit())


def _is_year_word(hit: Hit, text: str, name: str) -> bool:
    """ "năm" is five only where no word before it makes it a year."""
    if text != hit.tools.words.five:
        return False
    start = hit.match.start(name)
    before = hit.scene.masked[max(0, start - 12) : start].split()
    return bool(before) and before[-1] in hit.tools.words.not_before_five
