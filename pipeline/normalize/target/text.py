"""Cuts the text of a target cell into clauses and hides the digits that are no target.

In: a cell as shown. Out: a `Scene` (the text, folded, and folded with trapped digits as "#", all of one length) and
the spans of its clauses. It reads no target.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ...model import Number
from ...rulebook import Rule, RuleBook
from ...text import clean, fold
from .. import numerals
from ..context import Context
from .units import Units

HIDDEN = "#"
_DIGIT = re.compile(r"\d")
_CUT = re.compile(r"[()\[\]“”„\"\n;.•▪]|(?<=\s)[-+*–](?=\s)|^[-+*–](?=\s)|(?<![^\s(])[a-eđ]\)(?=\s)|(?<=\n)[-+*–]")
_OPEN, _CLOSE, _QUOTES = "([“„", ")]”", '"'
_TRIM = re.compile(r"[\s;.,:*•▪–+-]*")
_SHORT = re.compile(r"(?<!\S)(?:\d{1,2}|[A-ZĐ]\w?)$")  # "1. Báo cáo", "TP. Huế": no sentence ends here
_COUNTED = frozenset({"thing", "frequency", "money", "percent", "measure"})
_MAX_QUOTED = 200  # a quote or bracket longer than this lost its other half


@dataclass(frozen=True, slots=True)
class Scene:
    """One cell. text: as shown; folded: for words; masked: folded, digits of no target hidden."""

    text: str
    folded: str
    masked: str
    context: Context

    def shown(self, start: int, end: int) -> str:
        """The text of a span without blanks, bullets and closing marks around it."""
        return trim(self.text[start:end])


def trim(text: str) -> str:
    """
    >>> trim(" - Đạt 85%; "), trim("≥ 5"), trim("Kế hoạch (đã thực hiện).")
    ('Đạt 85%', '≥ 5', 'Kế hoạch (đã thực hiện)')
    """
    start = _TRIM.match(text)
    return text[start.end() if start else 0 :].rstrip(" \n\t;.,:")


class Texts:
    """Prepares cells by the [[trap]] rules of one rule book."""

    def __init__(self, book: RuleBook, units: Units) -> None:
        traps = book.rules("targets", "trap")
        raw = [r for r in traps if r.extra.get("raw")]
        loose = [r for r in traps if r.extra.get("unless_counted")]
        self._units = units
        self._raw, self._loose = _Traps(book, raw), _Traps(book, loose)
        self._folded = _Traps(book, [r for r in traps if r not in raw and r not in loose])
        numbers = book.table("units_of_measure").get("numbers", {})
        self._words = numerals.NumberWords(numbers)
        again = r"(?<![\w.,]){n=first}(?:{pct})?(?P<again>\s*\(\s*{n=second}(?:{pct})?\s*\))"
        self._restated = book.compile("targets", again, "targets.toml: [pieces]")
        words = "|".join(sorted(map(re.escape, numbers.get("words", ()))))
        half = "|".join(map(re.escape, book.table("targets").get("words", {}).get("half", ()))) or "(?!)"
        self._number = re.compile(rf"\d|(?<!\w)(?:{words or '(?!)'}|{half}|[1li][o0]{{2}})(?!\w)")

    def scene(self, text: str, context: Context) -> Scene:
        text = clean(text)
        folded = fold(text)
        masked = self._mask(text, folded) if self._number.search(folded) else folded
        return Scene(text, folded, masked, context)

    def _mask(self, text: str, folded: str) -> str:
        folded = self._restated.sub(self._once, folded) if "(" in folded else folded
        folded = _hide(self._raw, text, folded)
        folded = _hide(self._folded, folded, folded)
        return _hide(self._loose, folded, folded, self._counts)

    def _counts(self, match: re.Match[str]) -> bool:
        """Is the number of "kế hoạch 06", "mục 3" no number of a paper, since something is counted behind it?"""
        unit = self._units.at(match.string, match.end(), len(match.string))
        return unit is not None and unit.kind in _COUNTED

    def _once(self, match: re.Match[str]) -> str:
        """ "02 (hai) mô hình": a number told twice stands once, if both tell the same."""
        first, second = self._value(match["first"]), self._value(match["second"])
        told = match[0][: match.start("again") - match.start()]
        return told + " " * len(match["again"]) if first == second else match[0]

    def _value(self, text: str) -> Number | None:
        return numerals.parse(text) if text[0].isdigit() else self._words.parse(text)


class _Traps:
    """Traps looked for together. Each begins with a word or a sign, never inside a word."""

    def __init__(self, book: RuleBook, rules: list[Rule]) -> None:
        self._rules = book.index("targets", rules, r"(?<!\w)|(?=[^\w\s])")

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """From left to right, none over another; of two at one place the first in the file."""
        after = 0
        for here, rules in self._rules.places(text):
            for lazy in rules if here >= after else ():
                match = lazy.pattern.match(text, here)
                if match:
                    after = max(match.end(), here + 1)
                    yield match
                    break


def _hide(traps: _Traps, source: str, folded: str, unless: Callable[[re.Match[str]], bool] | None = None) -> str:
    """`folded` with the digits hidden that `traps` find in `source`; a find without digits is hidden whole."""
    parts, last = [], 0
    for match in traps.finditer(source):
        if unless and unless(match):
            continue
        start, end = match.span()
        hidden = _DIGIT.sub(HIDDEN, folded[start:end])
        parts += [folded[last:start], hidden if hidden != folded[start:end] else HIDDEN * (end - start)]
        last = end
    return "".join([*parts, folded[last:]]) if parts else folded


def clauses(text: str) -> list[tuple[int, int]]:
    """Spans between line breaks, ";", full stops before a capital, bullets and labels; brackets and quotes stay whole.

    >>> [t[a:b] for t in ["Đạt 80%; (a; b) 5 lớp. Báo cáo"] for a, b in clauses(t)]
    ['Đạt 80%', ' (a; b) 5 lớp', ' Báo cáo']
    """
    cuts: list[tuple[int, int]] = []
    depth, opened, quoted = 0, -1, -1
    for match in _CUT.finditer(text):
        mark, at = match[0], match.start()
        if depth and at - opened > _MAX_QUOTED:
            depth = 0
        if quoted >= 0 and at - quoted > _MAX_QUOTED:
            quoted = -1
        if mark == "\n":
            depth, quoted = 0, -1
            cuts.append(match.span())
        elif mark in _OPEN:
            depth, opened = depth + 1, at
        elif mark in _CLOSE or (depth and mark[-1] == ")"):
            depth = max(0, depth - 1)
        elif mark in _QUOTES:
            quoted = at if quoted < 0 else -1
        elif not depth and quoted < 0 and _cuts(text, mark, at, match.end()):
            cuts.append((at, at if mark[-1] == ")" else match.end()))
    return _between(cuts, len(text))


def _cuts(text: str, mark: str, at: int, after: int) -> bool:
    """Does this mark end a clause? A full stop and a bullet only before a capital: "1.200" and "80 - 85" stay."""
    if mark in ";•▪" or mark[-1] == ")":
        return True
    if mark == "." and _SHORT.search(text, max(0, at - 4), at):
        return False
    rest = text[after : after + 3]
    first = rest.lstrip()[:1]
    return (rest[:1].isspace() and first.isupper()) or (mark == "." and not first) or (mark == "." and first == "\n")


def _between(cuts: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    spans, start = [], 0
    for cut_start, cut_end in [*cuts, (length, length)]:
        if cut_start > start:
            spans.append((start, cut_start))
        start = max(start, cut_end)
    return spans
