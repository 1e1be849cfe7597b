"""The compiled rules of deadlines: text to tokens. In: RuleBook, folded text. Out: Tokens that cover the text.

At each word the longest of all phrases, points and known small words wins (file order breaks ties); a word
nobody knows becomes a token of its own. It resolves no year and makes no Deadline.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from ...errors import RulesError
from ...openings import Index
from ...rulebook import Rule, RuleBook
from ...text import fold
from .dates import ImpossibleDateError
from .parts import Hit, Part, Point, Token, TokenKind
from .phrases import PHRASES, from_point
from .units import POINTS

NAME = "deadlines"
_BULLET = re.compile(r"(?m)(?:^[-+•*●▪·–—−\uf0b7\uf02d]|(?<=\n)[o§](?= ))")
_SEPARATOR = re.compile(r"[\s,;:.()\[\]\-+•*/\"'~…=>]+")
_STOP = re.compile(r"[;()\[\]]|\.(?= )|[,\n]| - ")
_WORD = re.compile(r"[^\s,;:()\[\]\"…]+")
_GLUE = re.compile(r"[0-9][/.,\-]$|[\w:]$")


@dataclass(frozen=True)
class Compiled:
    """A rule ready to match; `production` is that of a point or of a phrase."""

    rule: Rule
    book: RuleBook
    production: Callable[..., Any]
    is_point: bool

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when a text first asks for it: most plans know few of the ways to state a time."""
        return self.book.compile(NAME, f"(?:{self.rule.pattern})(?!\\w)", self.rule.source)

    def make(self, match: re.Match[str], grammar: Grammar) -> Part | None:
        """The Part the match means, or None."""
        if self.is_point:
            point: Point | None = self.production(match[0], self.rule, grammar)
            return from_point(point) if point else None
        part: Part | None = self.production(Hit(match, self.rule, grammar))
        return part


class Grammar:
    """All rules of rules/deadlines.toml, compiled. Reads points, finds the longest phrase, cuts text to tokens."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        data = book.table(NAME)
        self.numerals: dict[str, int] = dict(data.get("numerals", {}))
        self.units: dict[str, str] = dict(data.get("units", {}))
        self.periods: dict[str, list[int]] = dict(data.get("periods", {}))
        self.weekdays: dict[str, str] = dict(data.get("weekdays", {}))
        self._feasts: dict[int, dict[str, str]] = {int(y): f for y, f in data.get("feasts", {}).items()}
        points = [self._compile(rule, POINTS) for rule in book.rules(NAME, "point")]
        phrases = [self._compile(rule, PHRASES) for rule in book.rules(NAME, "phrase")]
        self._words = [(kind, self._list(data, kind)) for kind in ("linker", "harmless", "softener")]
        self.reference = self._list(data, "reference", tail=" ?$")
        self.owned = self.regex("|".join(data.get("words", {}).get("owned", [])) or "(?!)")
        self.danger = self._list(data, "danger")
        self.history = self._list(data, "history", tail=" ?$")
        self.bound = self._list(data, "tail_end", tail="")
        self.finish = self._list(data, "finish")
        self._index = self._by_opening([*points, *phrases])
        sure = [compiled for compiled in phrases if compiled.rule.extra.get("sure")]
        self._sure, self._sure_ids = self._by_opening(sure), frozenset(compiled.rule.id for compiled in sure)
        self.point = lru_cache(maxsize=4096)(self._point)

    # --- compiling -------------------------------------------------------------------------------------------

    def regex(self, pattern: str) -> re.Pattern[str]:
        """A pattern of pieces of the rule file, compiled once."""
        return self.book.compile(NAME, pattern)

    def _compile(self, rule: Rule, table: Mapping[str, Any]) -> Compiled:
        if rule.means not in table:
            raise RulesError(f"{rule.source}: means {rule.means!r}: một trong {', '.join(table)}")
        return Compiled(rule, self.book, table[rule.means], table is POINTS)

    def _by_opening(self, rules: Sequence[Compiled]) -> Index[Compiled]:
        return Index((self.book.openings(NAME, compiled.rule.pattern), compiled) for compiled in rules)

    def _list(self, data: Any, name: str, tail: str = "") -> re.Pattern[str]:
        words = data.get("words", {}).get(name, [])
        body = "|".join(sorted(words, key=len, reverse=True)) or "(?!)"
        return self.regex(f"(?<!\\w)(?:{body})(?!\\w){tail}")

    # --- lists of the rule file ------------------------------------------------------------------------------

    def fold(self, text: str) -> str:
        """As the rules see a text."""
        return fold(text)

    def number(self, text: str) -> int | None:
        """05, năm, mười hai."""
        text = text.strip()
        return int(text) if text.isdecimal() else self.numerals.get(text)

    def shift(self, text: str) -> int:
        """1 where the words say "next year"."""
        return 1 if self.regex("{next_year}").search(text) else 0

    def feast_day(self, year: int) -> date | None:
        """The first day of the lunar year that begins in `year`, if the rules list it."""
        feast = self._feasts.get(year)
        return date.fromisoformat(feast["date"]) if feast else None

    def feast_year(self, text: str) -> int | None:
        """The year whose lunar name (Ất Tỵ) stands in the text."""
        return next((year for year, feast in self._feasts.items() if feast["name"] in text), None)

    # --- reading ---------------------------------------------------------------------------------------------

    def _point(self, text: str) -> Point | None:
        """The calendar point that a whole folded text spells. Raises ImpossibleDateError."""
        for compiled in self._index.at(text, 0):
            if compiled.is_point and compiled.pattern.fullmatch(text):
                point: Point | None = compiled.production(text, compiled.rule, self)
                if point is not None:
                    return point
        return None

    def longest(self, folded: str, at: int) -> Part | None:
        """The longest phrase or point that begins at `at`; points before phrases, then file order."""
        best: Part | None = None
        for compiled in self._index.at(folded, at):
            match = compiled.pattern.match(folded, at)
            if match and (best is None or match.end() > best.end):
                best = self._made(compiled, match) or best
        return best

    def _made(self, compiled: Compiled, match: re.Match[str]) -> Part | None:
        try:
            part = compiled.make(match, self)
        except ImpossibleDateError as error:
            part = Part("invalid", problem=error)
        return replace(part, rule=compiled.rule.id, start=match.start(), end=match.end()) if part else None

    def tokens(self, source: str) -> list[Token]:
        """The whole text as tokens, in order and without gaps but for blanks."""
        folded, at = prepare(source), 0
        found: list[Token] = []
        while at < len(folded):
            token = self._next(source, folded, at)
            if token.kind == "text" and found and found[-1].kind == "text" and found[-1].end >= at:
                found[-1] = Token("text", found[-1].start, token.end)
            else:
                found.append(token)
            at = token.end
            while at < len(folded) and folded[at] == " " and token.kind != "separator":
                at += 1
            if at > token.end and token.kind == "text" and at < len(folded) and not _SEPARATOR.match(folded, at):
                found[-1] = Token("text", found[-1].start, at)
        return found

    def _next(self, source: str, folded: str, at: int) -> Token:
        separator = _SEPARATOR.match(folded, at)
        if separator:
            return Token("separator", at, separator.end())
        word = self._word(folded, at)
        part = None if _glued(folded, at) else self.longest(folded, at)
        if part and part.end >= (word.end if word else 0):
            if self._refers(folded, part):
                return Token("reference", at, part.end)
            if part.tail:
                part = self._with_tail(source, folded, part)
            return Token("part", at, part.end, part)
        if word:
            return word
        unknown = _WORD.match(folded, at)
        return Token("text", at, unknown.end() if unknown else at + 1)

    def _word(self, folded: str, at: int) -> Token | None:
        best: Token | None = None
        for kind, pattern in self._words:
            match = pattern.match(folded, at)
            if match and match.end() > (best.end if best else at):
                best = Token(_kind(kind), at, match.end())
        return best

    def _refers(self, folded: str, part: Part) -> bool:
        """A bare point after "kết quả", "so với" or a bare day before "của" says what the words are about, not when."""
        if not part.bare:
            return False
        if part.unit == "day" and self.owned.match(folded, part.end):
            return True
        return bool(self.reference.search(folded, max(0, part.start - 40), part.start))

    def _with_tail(self, source: str, folded: str, part: Part) -> Part:
        """Free words after an event belong to it, up to the next stop or the next phrase of time."""
        stop = self._tail_end(source, folded, part.end)
        begin = part.start if part.length == "whole" else part.end
        tail = source[begin:stop].strip(" \n,.:;-")
        return replace(part, end=part.end + len(source[part.end : stop].rstrip(" \n,")), anchor=tail or None)

    def _tail_end(self, source: str, folded: str, at: int) -> int:
        """A stop is ";", the end of a sentence or of the brackets the tail stands in, or a sign before a time."""
        depth = 0
        for match in _STOP.finditer(source, at):
            here, sign = match.start(), match[0].strip()
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(sign, 0)
            if sign in (";", ".") or depth < 0 or (sign not in (")", "]") and self._time_at(folded, at, match.end())):
                return self._bound(folded, at, here)
        return self._bound(folded, at, len(folded))

    def _time_at(self, folded: str, begin: int, at: int) -> bool:
        """Whether a phrase of time follows that belongs to no cited document."""
        follows = self._skip(folded, at)
        part = self.longest(folded, follows) if follows < len(folded) else None
        return part is not None and not self._cited(folded, begin, part)

    def _bound(self, folded: str, at: int, stop: int) -> int:
        """A hard bound inside the tail ("nhưng không quá ngày 30/6") ends it."""
        match = self.bound.search(folded, at, stop)
        return match.start() if match and self.longest(folded, self._skip(folded, match.start())) else stop

    def _cited(self, folded: str, at: int, part: Part) -> bool:
        """ ", ngày 11/01/2024" after the number of a document belongs to the citation."""
        return part.bare and bool(
            self.regex("{citation}[^;]{0,60}$").search(folded, max(at - 1, part.start - 90), part.start)
        )

    def _skip(self, folded: str, at: int) -> int:
        while at < len(folded):
            separator = _SEPARATOR.match(folded, at)
            end = separator.end() if separator else None
            if end is None:
                word = self._word(folded, at)
                end = word.end if word else None
            if end is None:
                return at
            at = end
        return at

    def sure(self, folded: str) -> Iterator[list[Part]]:
        """The phrases of running text that can only be limits, with the bare days listed after them."""
        at = 0
        for here, rules in self._sure.places(folded):
            if here < at or not any(compiled.pattern.match(folded, here) for compiled in rules):
                continue
            part = self.longest(folded, here)
            at = max(here + 1, part.end if part else 0)
            if part and self._is_sure(part) and not self._looks_back(folded, part.start):
                group = [part, *self._listed(folded, part.end)]
                at = group[-1].end
                yield group

    def _is_sure(self, part: Part) -> bool:
        return not part.bare and part.rule in self._sure_ids

    def _looks_back(self, folded: str, at: int) -> bool:
        return bool(self.history.search(folded, max(0, at - 40), at) or _glued(folded, at))

    def _listed(self, folded: str, at: int) -> Iterator[Part]:
        while match := self.regex("{list_sign}").match(folded, at):
            part = self.longest(folded, match.end())
            if part is None or not part.bare or part.unit != "day":
                return
            yield part
            at = part.end


def _glued(folded: str, at: int) -> bool:
    """Whether what begins at `at` is the rest of a number or of a symbol ("12/KH-UBND/2024")."""
    if _GLUE.search(folded, max(0, at - 2), at):
        return True
    return at > 0 and folded[at - 1] == "/" and folded[at].isdigit()


def _kind(name: str) -> TokenKind:
    kinds: dict[str, TokenKind] = {"linker": "linker", "harmless": "harmless", "softener": "softener"}
    return kinds[name]


def prepare(source: str) -> str:
    """Folded text of the same length; a bullet at the head of a line becomes ";", so that no dash is read from it.

    The signs by which engineers write "up to" become dashes.

    >>> prepare("- Quý I\\n- Quý II"), prepare("Tháng 3÷6")
    ('; quý i ; quý ii', 'tháng 3-6')
    """
    return fold(_BULLET.sub(";", source)).replace("÷", "-").replace("→", "-")
