"""Numbers as Vietnamese plans write them.

In: the piece of text a rule named as a number, and the number words of rules/units_of_measure.toml.
Out: int or float, exact as written; None where the writing allows two readings. It knows no unit but what it is told.

Decimal comma, thousands dot: "1.234,5" is 1234.5, "1.200" is 1200. A dot before one or two digits is a foreign
decimal point: "85.5" is 85.5. A leading zero is style. Signs lost or split by a scanner are put back: "8 5", "lOO".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..model import Number

_THOUSANDS_DOT = re.compile(r"(?!0)\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_THOUSANDS_COMMA = re.compile(r"(?!0)\d{1,3}(?:(?:,\d{3}){2,}(?:\.\d+)?|,\d{3}\.\d+)")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_ONE_GROUP = re.compile(r"(?!0)\d{1,3}[.,]\d{3}")
_SCANNED = str.maketrans("loi", "101")  # the letters a scanner puts for 1 and 0


def decimal_of(text: str) -> Decimal | None:
    """The exact value of digits as written; None if they are no number.

    >>> decimal_of("1.234,5"), decimal_of("85.5"), decimal_of("02")
    (Decimal('1234.5'), Decimal('85.5'), Decimal('2'))
    """
    digits = "".join(text.split()).translate(_SCANNED)
    if _THOUSANDS_DOT.fullmatch(digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    if _THOUSANDS_COMMA.fullmatch(digits):
        return Decimal(digits.replace(",", ""))
    if _PLAIN.fullmatch(digits) and digits.isascii():
        return Decimal(digits.replace(",", "."))
    return None


def as_number(value: Decimal) -> Number:
    """int where the value is whole, else float.

    >>> as_number(Decimal("85.0")), as_number(Decimal("0.5"))
    (85, 0.5)
    """
    return int(value) if value == value.to_integral_value() else float(value)


def parse(text: str) -> Number | None:
    """
    >>> parse("12.989"), parse("0,3"), parse("1 234,5"), parse("8 5"), parse("-")
    (12989, 0.3, 1234.5, 85, None)
    """
    value = decimal_of(text)
    return None if value is None else as_number(value)


def has_two_readings(text: str, whole: bool = False, shares: bool = False) -> bool:
    """One group of three digits behind one mark. whole: what is counted comes in whole things (lượt, đồng);
    shares: it comes in points and percents. "1.500 điểm" may be 1500 or 1.5, "1,200 lượt" 1200 or 1.2.

    >>> has_two_readings("1.500", shares=True), has_two_readings("1.500", whole=True), has_two_readings("12.989")
    (True, False, False)
    """
    return bool(_ONE_GROUP.fullmatch(text)) and (shares if "." in text else whole)


class NumberWords:
    """Reads "hai", "mười lăm", "hai mươi tư", "một trăm linh hai", "một nửa"."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._digit: Mapping[str, int] = table.get("words", {})
        self._tens = frozenset(table.get("tens", ()))
        self._hundreds = frozenset(table.get("hundreds", ()))
        self._zero = frozenset(table.get("zero", ()))
        self._thousands = frozenset(table.get("thousands", ()))
        self._fractions: Mapping[str, tuple[int, int]] = table.get("fractions", {})
        self.five: str = table.get("five", "")
        self.not_before_five = frozenset(table.get("not_before_five", ()))

    def fraction(self, text: str) -> tuple[int, int] | None:
        """The numbers above and under the line of "hai phần ba"; None if it is none."""
        pair = self._fractions.get(" ".join(text.split()))
        return (pair[0], pair[1]) if pair else None

    def parse(self, text: str) -> int | None:
        """The value of number words in folded text; None if they make no number below a million, or two.

        "một trăm năm" may be 105 or 150, "một nghìn hai" 1002 or 1200: such ends are not read.
        """
        words = text.split()
        at = next((n for n, word in enumerate(words) if word in self._thousands), None)
        if at is None:
            return self._hundred(words)
        high, rest = self._hundred(words[:at]), words[at + 1 :]
        low = self._hundred(rest) if len(rest) > 1 and rest[1] in self._hundreds else None
        return None if not high or (rest and not low) else high * 1000 + (low or 0)

    def _hundred(self, words: list[str]) -> int | None:
        """Below 1000."""
        if len(words) < 2 or words[1] not in self._hundreds:
            return self._ten(words)
        count, rest = self._unit(words[:1]), words[2:]
        if not count:
            return None
        if rest and rest[0] in self._zero:
            low = self._unit(rest[1:])
        else:
            low = self._ten(rest) if rest else 0
            low = None if low and low < 10 else low
        return None if low is None else count * 100 + low

    def _ten(self, words: list[str]) -> int | None:
        """Below 100: "năm", "mười lăm", "hai mươi", "hai mươi tư"."""
        if len(words) > 1 and words[1] in self._tens:
            count, rest = self._unit(words[:1]), words[2:]
            tens = count * 10 if count and count > 1 else None
        else:
            tens, rest = self._digit.get(words[0]) if words else None, words[1:]
            if tens is not None and tens < 10 and rest:
                return None
        unit = self._unit(rest) if rest else 0
        return None if tens is None or unit is None else tens + unit

    def _unit(self, words: list[str]) -> int | None:
        """One digit, 1 to 9."""
        digit = self._digit.get(words[0]) if len(words) == 1 else None
        return digit if digit and digit < 10 else None
