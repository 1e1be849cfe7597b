"""What a pattern may begin with, so that a text is tried only against the rules that can begin where it stands.

In: the text of a pattern, as rules write it. Out: `Openings`, and an `Index` of things by their openings. It matches
nothing itself and is never wrong on the safe side: what it does not understand may begin with anything.

Hundreds of rules are looked for at every word of a plan; a look at the first letters spares nearly all of them, and
a pattern no text asks for is never compiled.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
Openings = frozenset[str] | None
"""First letters of every match, up to LONGEST of them, or a class (\\d, \\s, \\w); None: anything, or even nothing."""

LONGEST = 4
_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:P<\w+>|<?[=!]|[:>])|\(\?|[()|]"
    r"|\{[a-z_]+(?:=\w+)?\}|(?:[?*+]|\{\d*,?\d*\})[?+]?|.",
    re.DOTALL,
)
_LOOK = ("(?=", "(?!", "(?<=", "(?<!")
_CLASSES: dict[str, Callable[[str], bool]] = {
    r"\d": str.isdecimal,
    r"\s": str.isspace,
    r"\w": lambda sign: sign.isalnum() or sign == "_",
}
_PLACES = ("^", "$", r"\b", r"\B", r"\A", r"\Z")
_LETTERS = {r"\n": "\n", r"\t": "\t", r"\r": "\r"}
_REPEAT = re.compile(r"[?*+]|\{\d*,?\d*\}")
_WIDEST = 64  # of a range in a class


class _First(NamedTuple):
    """signs: what a piece of a pattern may begin with (None: anything). empty: whether it may match nothing."""

    signs: Openings
    empty: bool


_NOTHING = _First(frozenset(), True)
_ANYTHING = _First(None, True)


class Openers:
    """What patterns that share named pieces begin with. pieces: the pattern that {name} stands for."""

    def __init__(self, pieces: Mapping[str, str]) -> None:
        self._pieces = pieces
        self._known: dict[str, _First] = {}

    def of(self, pattern: str) -> Openings:
        """What every match of the pattern begins with.

        >>> sorted(Openers({"day": "[1-3]|trước"}).of(r"(?<!x)(?:từ )?{day}"))
        ['1', '2', '3', 'trướ', 'từ ']
        >>> Openers({}).of("a?.*") is None
        True
        """
        try:
            first = _Pattern(pattern, self._piece).whole()
        except (ValueError, KeyError, RecursionError):  # what this module does not know; a piece nobody defines
            return None
        return None if first.empty else first.signs

    def _piece(self, name: str) -> _First:
        if name not in self._known:
            self._known[name] = _Pattern(self._pieces[name], self._piece).whole()
        return self._known[name]


class _Pattern:
    """One pattern being read from left to right."""

    def __init__(self, pattern: str, piece: Callable[[str], _First]) -> None:
        self._tokens = _TOKEN.findall(pattern)
        self._piece = piece
        self._at = 0

    def _token(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        self._at += 1
        return str(self._tokens[self._at - 1])

    def whole(self) -> _First:
        """Of all of it. Raises ValueError where it is no pattern, or has a construct unknown here."""
        first = self.alternatives()
        if self._token():
            raise ValueError("brackets do not match")
        return first

    def alternatives(self) -> _First:
        """Up to the bracket that closes here, or the end."""
        found = [self._sequence()]
        while self._token() == "|":
            self._at += 1
            found.append(self._sequence())
        return _First(_union(first.signs for first in found), any(first.empty for first in found))

    def _sequence(self) -> _First:
        elements = []
        while self._token() not in ("", "|", ")"):
            first = self._element()
            repeat = self._token()
            if _REPEAT.match(repeat):
                self._at += 1
                first = _First(first.signs, first.empty or repeat[0] in "?*" or repeat[:2] in ("{0", "{,"))
            elements.append(first)
        leading = [first for n, first in enumerate(elements) if all(before.empty for before in elements[:n])]
        return _First(_union(first.signs for first in leading), all(first.empty for first in elements))

    def _element(self) -> _First:
        token = self._next()
        if token[0] == "(":
            return self._group(token)
        if token[0] == "[":
            return _First(_class(token), False)
        if token in _PLACES:
            return _NOTHING
        if token in _CLASSES:
            return _First(frozenset((token,)), False)
        if len(token) > 2 and token[0] == "{":
            return self._piece(token[1:-1].partition("=")[0])
        sign = _literal(token)
        return _ANYTHING if sign is None else _First(frozenset((sign + self._run(sign),)), False)

    def _group(self, token: str) -> _First:
        if token == "(?":
            raise ValueError("flags and conditions")
        inner = self.alternatives()
        if self._token() != ")":
            raise ValueError("brackets do not match")
        self._at += 1
        return _NOTHING if token in _LOOK else inner

    def _run(self, sign: str) -> str:
        """The letters that follow at once, up to LONGEST in all; the last before a repeat is no part of it."""
        run = ""
        while len(sign + run) < LONGEST:
            following = _literal(self._token()) if self._token() else None
            after = self._tokens[self._at + 1] if self._at + 1 < len(self._tokens) else ""
            if following is None or _REPEAT.match(after):
                break
            run += following
            self._at += 1
        return run


def _union(signs: Iterable[Openings]) -> Openings:
    found: set[str] = set()
    for each in signs:
        if each is None:
            return None
        found |= each
    return frozenset(found)


def _literal(token: str) -> str | None:
    """The sign a token stands for; None if it stands for more than one."""
    if token in _LETTERS:
        return _LETTERS[token]
    if len(token) == 2 and token[0] == "\\":
        if token[1].isalnum():
            return None
        return token[1]
    return token if len(token) == 1 and token not in ".^$()[]|?*+" else None


def _class(token: str) -> Openings:
    """[abc0-9\\d]: its signs; None for [^...] and wide ranges."""
    if token[1] == "^":
        return None
    signs: set[str] = set()
    parts = re.findall(r"(\\.|[^\\])(?:-(\\.|[^\\\]]))?", token[1:-1], re.DOTALL)
    for first, last in parts:
        if first in _CLASSES and not last:
            signs.add(first)
            continue
        low, high = _one(first), _one(last or first)
        if low is None or high is None or ord(high) - ord(low) > _WIDEST:
            return None
        signs |= {chr(code) for code in range(ord(low), ord(high) + 1)}
    return frozenset(signs)


def _one(token: str) -> str | None:
    if token in _LETTERS:
        return _LETTERS[token]
    if len(token) == 2:
        return None if token[1].isalnum() else token[1]
    return token


class Index(Generic[T]):
    """Things by what they begin with, each group in the order they were given.

    before: a pattern of no width that holds where things may begin at all.
    """

    def __init__(self, things: Iterable[tuple[Openings, T]], before: str = r"(?<!\w)") -> None:
        self._all = tuple(things)
        self._known: dict[str, tuple[T, ...]] = {}
        self._begin = re.compile(f"(?:{before}){_first_letters(self._all)}", re.DOTALL)

    def at(self, text: str, place: int) -> tuple[T, ...]:
        """The things that may begin at this place of the text."""
        letters = text[place : place + LONGEST]
        found = self._known.get(letters)
        if found is None:
            found = self._known[letters] = tuple(self._find(letters))
        return found

    def places(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[tuple[int, tuple[T, ...]]]:
        """The places where something may begin, from left to right, and what."""
        known = self._known
        for match in self._begin.finditer(text, start, end):
            place = match.start()
            found = known.get(text[place : place + LONGEST])
            if found is None:
                found = self.at(text, place)
            if found:
                yield place, found

    def _find(self, letters: str) -> Iterator[T]:
        """Words of a language begin in a few thousand ways: what is found once is kept."""
        if len(self._known) > 20_000:
            self._known.clear()
        starts = {letters[:length] for length in range(1, LONGEST + 1)}
        starts |= {name for name, has in _CLASSES.items() if letters and has(letters[0])}
        yield from (thing for signs, thing in self._all if signs is None or not starts.isdisjoint(signs))


def _first_letters(things: Iterable[tuple[Openings, object]]) -> str:
    """The class of the letters that any of the things begins with."""
    signs = _union(signs for signs, _ in things)
    if signs is None:
        return "."
    letters = sorted({sign if sign in _CLASSES else re.escape(sign[0]) for sign in signs})
    return f"[{''.join(letters)}]" if letters else "(?!)"
