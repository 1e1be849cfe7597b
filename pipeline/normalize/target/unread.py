"""Which stretches of a cell hold a number that a clerk must look at because no target took it.

In: masked text of a stretch. Out: yes or no. Digits count, and words that count something ("ít nhất hai buồng",
"bảy lớp"); articles do not ("một văn bản chỉ đạo"), nor "năm" where it may be a year.
"""

from __future__ import annotations

import re

from ...rulebook import RuleBook
from .core import Tools

_DIGIT = re.compile(r"\d")
_SHORT = 60  # characters of a cell that is a count and nothing else ("bảy buồng hướng dẫn")


def _either(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


class Unread:
    """The words of one rule book that tell a number, compiled."""

    def __init__(self, book: RuleBook, tools: Tools) -> None:
        words, numbers = tools.table, book.table("units_of_measure").get("numbers", {})
        first = [
            w for w in numbers.get("words", ()) if w not in numbers.get("never_first", ()) and w != tools.words.five
        ]
        looks = _either(words.get("looks", []))
        self._units, self._words = tools.units, tools.words
        year = rf"(?!\s+(?:{_either(numbers.get('not_after_five', []))})(?!\w))(?=\s+[^\W\d])"
        five = rf"{re.escape(tools.words.five)}(?!\w){year}"
        self._bounds = re.compile(rf"(?<!\w)(?:{looks})\s+(?:(?:{_either(first)})(?!\w)|{five})")
        articles = _either(numbers.get("articles", []))
        self._opens = re.compile(rf"\W*(?:(?!(?:{articles})(?!\w))(?:{_either(first)})(?!\w)\s+[^\W\d]|{five})")
        self._counted = re.compile(rf"(?<!\w)(?:{_either([*first, tools.words.five])})(?!\w)")
        self._articles = frozenset(numbers.get("articles", ()))
        alone = [(r, r.extra.get("alone")) for r in book.rules("targets", "trap")]
        self._traps = [
            book.compile("targets", own if isinstance(own, str) else r.pattern, r.source) for r, own in alone if own
        ]
        self._opening = re.compile(rf"\W*(?:(?:{_either(words.get('before_alone', []))})(?!\w)\s*)*+")
        self._looks = re.compile(
            rf"\d\s*%|(?:{looks})\s+\d|[≥≤<>]\s*\d|\d[^.;]{{0,40}}\s(?:{_either(words.get('upward', []))})\s"
        )

    def alone(self, folded: str) -> bool:
        """Is a whole clause nothing but a number that is a target nowhere else ("5 sao", "01 tháng/lần")?"""
        start = self._opening.match(folded)
        rest = folded[start.end() if start else 0 :].strip(" .,;:()")
        return any(pattern.fullmatch(rest) for pattern in self._traps) if len(rest) <= _SHORT else False

    def any(self, masked: str, start: int, end: int) -> bool:
        """Is there a number at all? So a column of nothing but targets is read."""
        if _DIGIT.search(masked, start, end) or self._bounds.search(masked, start, end):
            return True
        if self._opens.match(masked, start, min(end, start + _SHORT)) and end - start <= _SHORT:
            return True
        return any(self._counts(masked, m, start, end) for m in self._counted.finditer(masked, start, end))

    def likely(self, masked: str, start: int, end: int) -> bool:
        """Is there what looks like a target? So a column is read in which papers and numbers mix."""
        return bool(self._looks.search(masked, start, end) or self._bounds.search(masked, start, end))

    def _counts(self, masked: str, match: re.Match[str], start: int, end: int) -> bool:
        """Does this number word stand before something counted, or open the clause as a count does?"""
        if match[0] in self._articles:
            return False
        before = masked[max(start, match.start() - 12) : match.start()].split()
        if match[0] == self._words.five and (not before or before[-1] in self._words.not_before_five):
            return False
        unit = self._units.at(masked, match.end(), end)
        return unit is not None and unit.kind in ("thing", "document", "frequency", "percent", "measure")
