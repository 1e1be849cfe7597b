"""What a measure is about: its words, each with the share it has in saying so.

In: a text as shown, the rules. Out: `Words`: folded syllables, abbreviations written out, without years and amounts,
each with a weight between 0 and 1 (words of ceremony and of templates weigh little). It knows no rarity (vectors.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..rulebook import RuleBook
from ..syllables import is_syllable
from ..text import fold, nfc

_TOKEN = re.compile(r"\d+(?:[/.:,-]\w+)+|\w+(?:[&-]\w+)*|%")
_PART = re.compile(r"\w+")
_AMOUNT = re.compile(r"[\d.,/-]+|%")
_BRACKET = re.compile(r"\([^()]*\)")
_ROMAN = re.compile(r"[IVXLC]+")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Words:
    """Words in the order of the text and what each weighs (0..1)."""

    words: tuple[str, ...]
    weights: tuple[float, ...]


class Lexicon:
    """The word lists of rules/diff.toml and the abbreviations, compiled."""

    def __init__(self, book: RuleBook) -> None:
        lists = book.table("diff").get("words", {})
        self.factors: dict[str, float] = dict(book.table("diff").get("word_weights", {}))
        self._function = frozenset(map(fold, lists.get("function", ())))
        self._phrases = [
            (_phrases(lists.get(name, ())), self.factors.get(name, 1.0)) for name in ("ceremony", "template")
        ]
        self._long = {
            row["id"]: tuple(_PART.findall(fold(row["expansion"])))
            for row in book.rows("abbreviations")
            if not row.get("ambiguous")
        }

    @lru_cache(maxsize=1 << 13)  # noqa: B019 - the lexicon lives as long as its rule book
    def words(self, text: str) -> Words:
        """The words of a text.

        >>> from pipeline.rulebook import load
        >>> found = lexicon(load()).words("Tiếp tục rà soát 100% TTHC (nếu có) năm 2024 theo ISO 9001:2015")
        >>> found.words[:4], found.words[-2:]
        (('tiếp', 'tục', 'rà', 'soát'), ('iso', '9001:2015'))
        """
        found = list(self._tokens(nfc(text)))
        plain = " ".join(word for word, _ in found)
        weights = [weight * (self.factors["function"] if word in self._function else 1.0) for word, weight in found]
        starts = {}
        place = 0
        for n, (word, _) in enumerate(found):
            starts[place] = n
            place += len(word) + 1
        for pattern, factor in self._phrases:
            for match in pattern.finditer(plain) if pattern else ():
                first = starts[match.start()]
                for n in range(first, first + match[0].count(" ") + 1):
                    weights[n] = min(weights[n], found[n][1] * factor)
        return Words(tuple(word for word, _ in found), tuple(weights))

    def names(self, text: str) -> frozenset[str]:
        """Abbreviations that name something of their own (PCI, SIPAS); those the table writes out are words.

        >>> from pipeline.rulebook import load
        >>> sorted(lexicon(load()).names("Cải thiện Chỉ số PCI, công khai TTHC trong quý II"))
        ['PCI']
        """
        if text.isupper():
            return frozenset()
        capitals = (part for part in _PART.findall(nfc(text)) if len(part) > 1 and part.isalpha() and part.isupper())
        return frozenset(c for c in capitals if c not in self._long and not _ROMAN.fullmatch(c) and not is_syllable(c))

    def _tokens(self, text: str) -> Iterator[tuple[str, float]]:
        """Words and what they weigh for where they stand: less in brackets, unless all of the text is there."""
        spans = [match.span() for match in _BRACKET.finditer(text)]
        inside = self.factors["bracket"] if sum(b - a for a, b in spans) < len(text) * 0.6 else 1.0
        at = 0
        for match in _TOKEN.finditer(text):
            while at < len(spans) and spans[at][1] <= match.start():
                at += 1
            weight = inside if at < len(spans) and spans[at][0] <= match.start() else 1.0
            for word in self._written_out(match[0]):
                yield word, weight

    def _written_out(self, token: str) -> Iterable[str]:
        if token in self._long:
            return self._long[token]
        if _AMOUNT.fullmatch(token):
            return ()
        if token[0].isdigit() and len(token) > 1:
            return (fold(token),)
        return (word for part in _PART.findall(token) for word in self._long.get(part, (fold(part),)))


def _phrases(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """Any of the phrases as whole words, the longest first."""
    ordered = sorted(map(fold, phrases), key=lambda p: (-len(p), p))
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, ordered))})(?!\S)") if ordered else None


def yearless(text: str) -> str:
    """The text without the years in it: titles of sections roll theirs."""
    return _YEAR.sub(" ", text)


@lru_cache(maxsize=4)
def lexicon(book: RuleBook) -> Lexicon:
    """The lexicon of a rule book, built once."""
    return Lexicon(book)
