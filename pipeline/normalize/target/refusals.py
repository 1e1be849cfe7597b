"""Which numbers are no target although a rule reads them: denied ones, and halves of something no rule reads.

In: a `Core` and the masked text around it. Out: whether it is refused; a refused number is reported as unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...rulebook import RuleBook
from .core import Core

_NEAR = 80
_NUMBER = r"(?<![\d.,])\d+(?:[.,]\d+)*"
_SIGN = re.compile(r"(?:^|[\s(])(?:±|[+-])$")
_PAIRS = frozenset({"range", "rank_le"})


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


class Refusals:
    """The words of one rule book that make a number no target, compiled."""

    def __init__(self, book: RuleBook) -> None:
        words = book.table("targets").get("words", {})
        units = book.table("units_of_measure")
        numbers = units.get("numbers", {})
        joins, lists = _either(words.get("joins", ())), _either(words.get("lists", ()))
        scales = [*units.get("money", {}).get("scales", ()), *numbers.get("tens", ()), *numbers.get("hundreds", ())]
        scale = rf"(?<!\w)(?:{_either(scales)})\s*$"
        word = rf"(?<!\w)(?:{_either(numbers.get('words', ()))})"
        self._scale = re.compile(scale)
        over = rf"(?:\s+(?:{_either(words.get('under_denial', ()))})){{0,2}}"
        self._denied = re.compile(rf"(?<!\w)(?:{_either(words.get('denial', ()))}){over}\s*$|{scale}")
        one = rf"(?:{_NUMBER}\s*%?\s*(?:{joins})|(?:{_NUMBER}|{word})\s*(?:{lists}))\s*$"
        self._second = re.compile(rf"{one}|[^\W\d]\s?/\s?$")
        self._goes_on = re.compile(rf"\s*(?:{joins})\s*\d")
        self._goes_far = re.compile(rf"\s*(?:{_either(words.get('to', ()))})\s*\d")
        self._and_half = re.compile(rf"\s*(?:{_either(words.get('and_half', ()))})(?!\w)")

    def refuses(self, core: Core, text: str, start: int, end: int) -> bool:
        """Is this number denied ("không phải 85%"), signed, or one half ("90 - 85%", "01 hoặc 02", "1 tỷ rưỡi")?"""
        if core.kind == "none":
            return False
        before, after = text[max(start, core.start - _NEAR) : core.start], text[core.end : min(end, core.end + _NEAR)]
        if self._denied.search(before) or self._and_half.match(after):
            return True
        if before.rstrip().endswith("±"):
            return True  # "85 ± 2%"
        if core.plain and (self._second.search(before) or (_SIGN.search(before) and not after.strip(" .;)"))):
            return True
        if self._scale.search(text, core.start, core.unit_end) and after.lstrip()[:1].isdigit():
            return True  # "15 tỷ 500 triệu đồng"
        if core.target.comparator in _PAIRS:
            return False
        return bool((self._goes_on if core.target.unit == "%" else self._goes_far).match(after))
