"""Amounts that stand in words and were not read as targets: "cho 120 công chức", a product "04 lớp", money.

In: two texts, the case. Out: whether a counted thing became more or fewer; the texts without it; whether two texts
name one sum of money. Only what stands once on either side with the same noun is compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ...comparison import Code
from ...rulebook import RuleBook
from ...text import fold, nfc
from .case import Case

_NUMBER = re.compile(r"(?<![\w.,/-])(\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)(?![\d/-]|[.,]\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_KINDS = ("thing", "document", "frequency", "measure")


@dataclass(frozen=True, slots=True)
class Counted:
    """A number and the noun behind it. limit: "không quá" stands before it. start, end: of the number in the text."""

    value: float
    unit: str
    limit: bool
    start: int
    end: int
    text: str


def more_or_fewer(old: str, new: str, case: Case, opening: bool = False) -> tuple[Code, Counted, Counted] | None:
    """The one counted thing that became more or fewer; None where there is none, or several.

    opening: a number that opens a text counts whatever follows (products: "15 di tích").
    """
    was, now = (_single(counted(text, case, opening)) for text in (old, new))
    changed = [(a, now[unit]) for unit, a in was.items() if unit in now and a.value != now[unit].value]
    if len(changed) != 1 or changed[0][0].limit != changed[0][1].limit:
        return None
    a, b = changed[0]
    return ("target_raised" if (b.value > a.value) != a.limit else "target_lowered"), a, b


def without(text: str, amount: Counted) -> str:
    """The text without the number."""
    text = nfc(text)
    return f"{text[: amount.start]} {text[amount.end :]}"


def _single(found: Iterator[Counted]) -> dict[str, Counted]:
    every = list(found)
    often = Counter(c.unit for c in every)
    return {c.unit: c for c in every if often[c.unit] == 1}


def counted(text: str, case: Case, opening: bool = False) -> Iterator[Counted]:
    """The numbers of a text with a noun of rules/units_of_measure.toml behind them."""
    text = nfc(text)
    units, names, limits = _tools(case.book)
    for match in _NUMBER.finditer(text):
        before, after = fold(text[max(0, match.start() - 30) : match.start()]), fold(text[match.end() :][:60])
        if _YEAR.fullmatch(match[0]) or names.search(before):
            continue
        unit = units.match(after)
        noun = unit[0].strip() if unit else after.strip() if opening and not before.strip(" -+•") else ""
        if noun:
            end = match.end() + (unit.end() if unit else len(after))
            said = text[match.start() : end].strip()
            yield Counted(_value(match[0]), noun, bool(limits.search(before)), *match.span(), said)


def _value(text: str) -> float:
    """
    >>> _value("04"), _value("1.500"), _value("12,5")
    (4.0, 1500.0, 12.5)
    """
    return float((text.replace(".", "") if _THOUSANDS.fullmatch(text) else text).replace(",", "."))


@lru_cache(maxsize=4)
def _tools(book: RuleBook) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Nouns that follow a number; words that make it a name ("lớp 12"), or a limit ("không quá")."""
    kinds = book.table("units_of_measure").get("units", {})
    told = book.table("changes").get("amounts", {})
    units = [fold(name) for kind in _KINDS for name in kinds.get(kind, ()) if name not in told.get("not", ())]
    names = map(fold, book.table("diff").get("names", {}).get("numbered", ()))
    limits = map(fold, told.get("at_most", ()))
    return (
        re.compile(rf"\s*(?:{_any(units)})(?!\w)"), re.compile(rf"(?<!\w)(?:{_any(names)})\s*$"),
        re.compile(rf"(?<!\w)(?:{_any(limits)})\s*$"),
    )  # fmt: skip


def _any(words: Iterable[str]) -> str:
    """Any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w)))) or "(?!)"


# --- money ------------------------------------------------------------------------------------------------------


def same_money(old: str, new: str, case: Case) -> bool:
    """Whether both texts name one sum: "300 triệu đồng" is "300.000.000 đồng"."""
    was, now = _money(old, case), _money(new, case)
    return was is not None and was == now


def _money(text: str, case: Case) -> float | None:
    """The only sum of a text, in đồng; None where there is none, several, or no currency."""
    table = case.book.table("units_of_measure").get("money", {})
    scales = {fold(word): factor for word, factor in table.get("scales", {}).items()}
    short = {fold(word): scales[fold(scale)] for word, scale in table.get("short", {}).items() if fold(scale) in scales}
    numbers = list(_NUMBER.finditer(text))
    if len(numbers) != 1:
        return None
    words = fold(text[numbers[0].end() :]).strip(" .;)")
    for currency in sorted(map(fold, table.get("currency", ())), key=len, reverse=True):
        scale = words.removesuffix(currency).strip() if words.endswith(currency) else None
        if scale is not None and (not scale or scale in scales):
            return round(_value(numbers[0][0]) * (scales[scale] if scale else 1))
    return round(_value(numbers[0][0]) * short[words]) if words in short else None
