"""Reads the unit behind a number: percent, points, money, a counted noun of rules/units_of_measure.toml.

In: folded text and the place where a number ends. Out: a `Unit`, or None where no known unit stands there.
A noun the list lacks is read by `phrase`: the words up to the first one that cannot belong to a noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ...rulebook import RuleBook
from ...text import fold

FILE = "units_of_measure"
SHARES = frozenset({"percent", "pp", "score"})  # kinds that come in fractions
WHOLE = frozenset({"thing", "document", "frequency", "money"})  # kinds that are counted in whole things


@dataclass(frozen=True, slots=True)
class Unit:
    """kind: percent, pp, money, score, step, time, frequency, measure, document, thing or noun (not in the list).

    name: canonical ("%", "pp", "ngày_làm_việc", "triệu đồng"). factor: đồng in one unit of money, else None.
    end: where it ends in the text. per: what stands behind a slash ("đơn vị", "quý"), None if nothing.
    """

    kind: str
    name: str
    end: int
    factor: int | None = None
    per: str | None = None


_LONGEST_NOUN = 6  # syllables
_VOWEL = re.compile("[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]")


def _is_noun(name: list[str], capital: bool) -> bool:
    """Common nouns stand in small letters, or with one capital in front ("02 Màn hình"); names have more of them."""
    first, second = name[0], name[1] if len(name) > 1 else ""
    if not _VOWEL.search(fold(first)):
        return False
    return first.isalpha() and (
        first.islower() or (capital and first.istitle() and second.isalpha() and second.islower())
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


class Units:
    """The units of one rule book, compiled."""

    def __init__(self, book: RuleBook) -> None:
        table = book.table(FILE)
        money: dict[str, Any] = table.get("money", {})
        self._kind = {fold(n): kind for kind, names in table.get("units", {}).items() for n in names}
        self._alias = {fold(k): v for k, v in table.get("alias", {}).items()}
        self._scales = {fold(k): int(v) for k, v in money.get("scales", {}).items()}
        self._scale_names = {fold(k): v for k, v in money.get("names", {}).items()}
        self._short = {fold(k): v for k, v in money.get("short", {}).items()}
        self._foreign = frozenset(map(fold, money.get("foreign", ())))
        self._alone = frozenset(map(fold, money.get("alone", ())))
        currency = [fold(c) for c in money.get("currency", ())]
        self._currency = currency[0] if currency else ""
        self._alternatives = frozenset(table.get("alternatives", {}).get("places", ()))
        percent = table.get("percent", {})
        self._unit = re.compile(
            rf"\s*(?:(?P<pp>{_either(map(fold, percent.get('points', ())))})"
            rf"|(?P<percent>{_either(map(fold, percent.get('spellings', ())))})"
            rf"|(?P<short>{_either(self._short)})(?!\w)"
            rf"|(?P<scale>{_either(self._scales)})(?!\w)"
            rf"(?:\s*(?:(?P<scaled>{_either([*currency, *self._foreign])})|(?P<counted>{_either(self._kind)}))(?!\w))?"
            rf"|(?P<currency>{_either([*currency, *self._foreign])})(?!\w)"
            rf"|(?P<noun>{_either(self._kind)})(?!\w))"
        )
        words = book.table("targets").get("words", {})
        number_words = table.get("numbers", {})
        never = [
            *words.get("not_counted", ()),
            *self._scales,
            *number_words.get("words", ()),
            *number_words.get("portion", ()),
        ]
        self._not_counted = frozenset(never)
        self._stop = re.compile(rf"(?:{_either(map(fold, words.get('scope_stop', ())))})(?!\w)|[^\w\s&/“\"'-]")
        self._keep = re.compile(rf"(?:{_either(map(fold, words.get('scope_keep', ())))})(?!\w)")
        things = _either(name for name, kind in self._kind.items() if kind in ("thing", "document"))
        self._listed = re.compile(
            rf"(?<=\d),\s\d(?![\w%])|(?:,\s|\s(?:{_either(map(fold, words.get('list_and', ())))})\s)(?:{things})(?!\w)"
        )
        self._skip = re.compile(rf"[\s/]*(?:(?:{_either(map(fold, words.get('scope_skip', ())))})(?!\w)[\s/]*)*")
        self._per = re.compile(r"\s?/\s?(?!\d)(\w[^\W\d]*+(?:\s[^\W\d]++|/[^\W\d]++){0,3})")
        self._word = re.compile(r"\s*([^\s,;.:()]+)")

    def at(self, folded: str, pos: int, end: int) -> Unit | None:
        """The known unit that starts at `pos`; "đ" and the like only count directly as units, never as word starts."""
        match = self._unit.match(folded, pos, end)
        if not match:
            return None
        unit = self._read(match)
        return unit and self._with_per(unit, folded, end)

    def _read(self, match: re.Match[str]) -> Unit | None:
        end = match.end()
        if match["pp"]:
            return Unit("pp", "pp", end)
        if match["percent"]:
            return Unit("percent", "%", end)
        if match["short"]:
            name = self._short[match["short"]]
            return Unit("money", f"{name} {self._currency}", end, self._scales[fold(name)])
        if match["scale"]:
            return self._scaled(match, " ".join(match["scale"].split()))
        if match["currency"]:
            word = " ".join(match["currency"].split())
            foreign = word in self._foreign
            return Unit(
                "money", self._alias.get(word, word) if foreign else self._currency, end, None if foreign else 1
            )
        noun = " ".join(match["noun"].split())
        return Unit(self._kind[noun], self._alias.get(noun, noun), end)

    def _scaled(self, match: re.Match[str], scale: str) -> Unit | None:
        name, end = self._scale_names.get(scale, scale), match.end()
        if match["scaled"]:
            word = " ".join(match["scaled"].split())
            if word in self._foreign:
                return Unit("money", f"{name} {self._alias.get(word, word)}", end)
            return Unit("money", f"{name} {self._currency}", end, self._scales[scale])
        if match["counted"]:
            noun = " ".join(match["counted"].split())
            return Unit("measure", f"{name} {self._alias.get(noun, noun)}", end)
        if scale in self._alone:
            return Unit("money", f"{name} {self._currency}", end, self._scales[scale])
        return None

    def _with_per(self, unit: Unit, folded: str, end: int) -> Unit:
        match = self._per.match(folded, unit.end, end)
        if not match:
            return unit
        first = folded.find(" ", match.start(1), match.end(1))
        stop = self._stop.search(folded, first, match.end(1)) if first > 0 else None
        last = stop.start() if stop else match.end(1)
        per = " ".join(folded[match.start(1) : last].split())
        if not per or self._skip.match(per + " ").end() > 1:  # type: ignore[union-attr]
            return unit
        if {unit.name, per} <= self._alternatives:
            return Unit(unit.kind, f"{unit.name}/{per}", last)
        if unit.kind == "frequency":
            return Unit(unit.kind, f"{unit.name}/{per}", last, None, per)
        return Unit(unit.kind, unit.name, last, unit.factor, per)

    def noun(self, folded: str, shown: str, pos: int, end: int, capital: bool = False) -> Unit | None:
        """A counted noun the list lacks ("10 bể bơi"): the words up to one that cannot belong to a noun.

        capital: it may begin with a capital letter, as the first word of a cell does ("02 Màn hình").
        """
        if not folded[pos : pos + 1].isspace():
            return None
        span = self.phrase(folded, pos, min(end, pos + 80), most=_LONGEST_NOUN)
        if not span or folded[pos : span[0]].strip():
            return None
        name = shown[span[0] : span[1]].split()
        if fold(name[0]) in self._not_counted or not _is_noun(name, capital):
            return None
        return self._with_per(Unit("noun", " ".join([name[0].lower(), *name[1:]]), span[1]), folded, end)

    def phrase(self, folded: str, pos: int, end: int, most: int = 12) -> tuple[int, int] | None:
        """Span of the noun phrase at `pos`: "các", "số" skipped, up to the first word that ends a noun."""
        start = self._skip.match(folded, pos, end)
        first = last = start.end() if start else pos
        for _ in range(most):
            word = self._word.match(folded, last, end)
            kept = word and self._keep.match(folded, word.start(1), end)
            if kept:
                last = kept.end()
            elif word and not self._stop.match(folded, word.start(1), end):
                last = word.end()
            else:
                more = self._listed.match(folded, last, end) if last > first else None
                if not more:
                    break
                last = more.end()
        return (first, last) if last > first else None
