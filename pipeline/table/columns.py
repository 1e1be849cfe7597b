"""What the columns are. In: the headings of a table and samples of its cells. Out: one `ColumnReading` a column.

The words are in rules/columns.toml. It does not find the heading row and refuses no table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

from ..model import Role
from ..rulebook import Rule, RuleBook
from ..text import fold, key

NAME = "columns"
OWNER_ROLES = frozenset(("lead", "coop", "lead_coop", "leader"))
PLAN_ROLES = OWNER_ROLES | {"time", "target", "result", "deliverable", "method"}
_FALLBACK = ("target", "deliverable", "result", "method")
_BRACKETS = re.compile(r"\([^()]{0,200}\)|\[[^\[\]]{0,200}\]")
_SHORT = 120
_STRENGTH = {"words": 3, "all": 2, "starts": 1, "holds": 0}


@dataclass(frozen=True, slots=True)
class Match:
    """A heading read as a role. length: of the phrase that matched; share: of the heading it covers."""

    role: Role
    rule: str
    phrase: str
    how: str
    share: float
    rank: int = 0
    weak: bool = False
    valued: bool = False

    @property
    def sure(self) -> bool:
        return self.how in ("words", "pattern") or self.share >= 0.4


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """What a column is taken for, and why. weak: it is no proof of a plan."""

    header: str
    role: Role
    alternatives: tuple[Role, ...] = ()
    reason: str = ""
    weak: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True)
class _Phrase:
    text: str
    how: str
    rule: Rule


class HeaderWords:
    """The headings of columns.toml, compiled."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.rules = book.rules(NAME, "role")
        self.phrases = [_Phrase(key(w), how, r) for r in self.rules for how in _HOWS for w in r.extra.get(how, ())]
        self.exact = {p.text.replace(" ", ""): p for p in reversed(self.phrases) if p.how == "words"}
        self.patterns = [(r, book.compile(NAME, r.pattern, r.source)) for r in self.rules if r.pattern]
        self.shapes = {r.id: book.compile(NAME, r.pattern, r.source) for r in book.rules(NAME, "shape")}
        self.doubts = book.rules(NAME, "doubt")
        self._doubt_words = {key(w): d for d in self.doubts for w in d.extra.get("words", ())}
        self._cache: dict[str, Match | None] = {}

    def match(self, header: str) -> Match | None:
        """The role a heading names by its own words, None if no rule knows it."""
        if header not in self._cache:
            self._cache[header] = self._match(header) if len(header) <= _SHORT * 2 else None
        return self._cache[header]

    def _match(self, header: str) -> Match | None:
        whole, bare = key(header), key(_BRACKETS.sub(" ", header))
        bare = re.sub(r"(?: \d)+$", "", bare) if not re.fullmatch(r"\D* (?:20)?\d+", bare) else bare
        both = self._all(whole)
        if both:
            return both
        for text in dict.fromkeys((whole, bare)):
            found = self._exact(text) or self._by_pattern(text)
            if found:
                return found
        return self._partly(bare) or self._partly(whole) or self._unspaced(bare or whole)

    def _exact(self, text: str) -> Match | None:
        phrase = self.exact.get(text.replace(" ", "")) if text else None
        if phrase and (" " in phrase.text or len(phrase.text) < 4 or phrase.text == text):
            return self._made(phrase, 1.0)
        if text in self._doubt_words:
            return self._from_doubt(text)
        return None

    def _from_doubt(self, text: str) -> Match | None:
        """A heading that only a doubt knows: its last choice, if that has no condition."""
        doubt = self._doubt_words[text]
        last = doubt.extra["choices"][-1]
        return Match(cast(Role, last["role"]), doubt.id, text, "words", 1.0) if set(last) == {"role"} else None

    def _by_pattern(self, text: str) -> Match | None:
        for rule, pattern in self.patterns:
            if pattern.search(text):
                return Match(_role(rule), rule.id, text, "pattern", 1.0, valued=bool(rule.extra.get("valued")))
        return None

    def _all(self, text: str) -> Match | None:
        for rule in self.rules:
            if any(p in text for p in rule.extra.get("one_of", ())):
                continue
            for words in rule.extra.get("all", ()):
                places = [text.find(w) for w in words]
                if -1 not in places and places == sorted(places):
                    return Match(_role(rule), rule.id, " … ".join(words), "all", 1.0)
        return None

    def _partly(self, text: str) -> Match | None:
        padded, best, top = f" {text} ", None, (0, 0)
        for phrase in self.phrases:
            if phrase.how == "words":
                continue
            at = padded.find(f" {phrase.text} ")
            if at == 0 or (at > 0 and phrase.how == "holds"):
                size = (len(phrase.text), _STRENGTH[phrase.how])
                if size > top:
                    best, top = phrase, size
        return self._made(best, len(best.text) / len(text)) if best else None

    def _unspaced(self, text: str) -> Match | None:
        """Headings broken inside words by narrow columns."""
        joined, best = text.replace(" ", ""), None
        for phrase in self.phrases:
            bare = phrase.text.replace(" ", "")
            fits = joined == bare if phrase.how == "words" else joined.startswith(bare)
            if len(bare) >= 6 and fits and (best is None or len(bare) > len(best.text.replace(" ", ""))):
                best = phrase
        return self._made(best, len(best.text.replace(" ", "")) / len(joined)) if best else None

    def _made(self, phrase: _Phrase, share: float) -> Match:
        extra = phrase.rule.extra
        return Match(
            _role(phrase.rule), phrase.rule.id, phrase.text, phrase.how, share,
            extra.get("rank", 0), bool(extra.get("weak")), bool(extra.get("valued")),
        )  # fmt: skip

    def share(self, shape: str, texts: Sequence[str]) -> float:
        """Share of the filled cells that look like `shape`."""
        filled = [t for t in texts if t.strip()]
        if not filled:
            return 0.0
        return sum(1 for t in filled if self.shapes[shape].search(fold(t[:200]))) / len(filled)


_HOWS = ("words", "starts", "holds")


def _role(rule: Rule) -> Role:
    return cast(Role, rule.means)


@lru_cache(maxsize=8)
def header_words(book: RuleBook) -> HeaderWords:
    return HeaderWords(book)


def join_header(parts: Sequence[str]) -> str:
    """Label of a column under a heading of several rows: "parent / child", each part once.

    >>> join_header(["Thời gian", "", "Bắt đầu"])
    'Thời gian / Bắt đầu'
    """
    kept: list[str] = []
    for part in parts:
        flat = " ".join(part.split())
        if flat and flat not in kept:
            kept.append(flat)
    return " / ".join(kept)


def read_columns(
    headers: Sequence[Sequence[str]], samples: Sequence[Sequence[str]], words: HeaderWords
) -> tuple[ColumnReading, ...]:
    """Roles of the columns. headers: the parts of each heading, outermost first; samples: texts of each column."""
    matches = [_match_parts(parts, words) for parts in headers]
    readings = [_reading(join_header(parts), match) for parts, match in zip(headers, matches, strict=True)]
    readings = _blank_number(readings, samples, words)
    readings = _one_content(readings, matches)
    readings = _decide_doubts(readings, matches, samples, words)
    return tuple(_fallback_content(readings, matches))


def _match_parts(parts: Sequence[str], words: HeaderWords) -> Match | None:
    """Child first, then all parts together, then the parents from the inside."""
    named = [p for p in parts if p.strip()]
    if len(named) < 2:
        return words.match(named[0]) if named else None
    child, whole = words.match(named[-1]), words.match(" / ".join(named))
    parent = next((m for m in (words.match(p) for p in reversed(named[:-1])) if m), None)
    if child and child.valued and parent and parent.role in ("time", "baseline", "budget", "score", "tracking"):
        return parent
    if child and child.sure:
        return child
    if whole and whole.sure and whole.how != "starts":
        return whole
    return parent or child or whole


def _reading(header: str, match: Match | None) -> ColumnReading:
    if match is None:
        return ColumnReading(header, "other", reason="tiêu đề lạ" if header else "tiêu đề trống", known=False)
    return ColumnReading(header, match.role, reason=f"{match.rule}: “{match.phrase}”", weak=match.weak)


def _blank_number(
    readings: list[ColumnReading], samples: Sequence[Sequence[str]], words: HeaderWords
) -> list[ColumnReading]:
    """A first column without a heading that holds labels is the number column; there is only one number column."""
    if readings and not any(r.role == "no" for r in readings):
        first = readings[0]
        if not first.known and words.share("label", samples[0]) >= 0.6:
            readings = [replace(first, role="no", reason="ô là số thứ tự"), *readings[1:]]
    seen = False
    out = []
    for reading in readings:
        if reading.role == "no" and seen:
            reading = replace(reading, role="other", alternatives=("no",), weak=True)
        seen = seen or reading.role == "no"
        out.append(reading)
    return out


def _one_content(readings: list[ColumnReading], matches: Sequence[Match | None]) -> list[ColumnReading]:
    """One column holds the content: the highest rank, then the leftmost; the others are kept as "other"."""
    places = [i for i, r in enumerate(readings) if r.role == "content"]
    if len(places) < 2:
        return readings

    def rank(i: int) -> tuple[int, int]:
        match = matches[i]
        return (-(match.rank if match else 0), i)

    chosen = min(places, key=rank)
    return [
        replace(r, role="other", alternatives=("content",)) if i in places and i != chosen else r
        for i, r in enumerate(readings)
    ]


def _decide_doubts(
    readings: list[ColumnReading], matches: Sequence[Match | None], samples: Sequence[Sequence[str]], words: HeaderWords
) -> list[ColumnReading]:
    out = list(readings)
    for i, reading in enumerate(readings):
        for doubt in words.doubts:
            if _applies(doubt, reading, matches[i]):
                choice = _choose(doubt, i, out, samples[i], words)
                if choice and choice != out[i].role:
                    out[i] = replace(
                        out[i], role=choice, alternatives=(out[i].role,), reason=f"{out[i].reason}; {doubt.id}"
                    )
                break
    return out


def _applies(doubt: Rule, reading: ColumnReading, match: Match | None) -> bool:
    if "words" in doubt.extra:
        last = key(_BRACKETS.sub(" ", reading.header.rsplit(" / ", 1)[-1]))
        return last in {key(w) for w in doubt.extra["words"]}
    valued = bool(match and match.valued)
    return reading.role in doubt.extra.get("roles", ()) and valued >= bool(doubt.extra.get("valued"))


def _choose(
    doubt: Rule, place: int, readings: Sequence[ColumnReading], sample: Sequence[str], words: HeaderWords
) -> Role | None:
    others = {r.role for i, r in enumerate(readings) if i != place}
    for choice in cast(Sequence[dict[str, Any]], doubt.extra["choices"]):
        if "with" in choice and not others & set(choice["with"]):
            continue
        if "without" in choice and others & set(choice["without"]):
            continue
        if "cells" in choice and words.share(choice["cells"], sample) < choice.get("share", 0.5):
            continue
        return cast(Role, choice["role"])
    return None


def _fallback_content(readings: list[ColumnReading], matches: Sequence[Match | None]) -> list[ColumnReading]:
    """ "TT | Chỉ tiêu | Chủ trì": without a content column, the first text column is what has to be done."""
    if any(r.role == "content" for r in readings):
        return readings
    first = next((i for i, r in enumerate(readings) if r.role != "no"), None)
    if first is None:
        return readings
    reading, match = readings[first], matches[first]
    if reading.role not in _FALLBACK or reading.weak or (match and match.valued):
        return readings
    content = replace(
        reading, role="content", alternatives=(reading.role,), reason=f"{reading.reason}; thay cột nội dung"
    )
    return [*readings[:first], content, *readings[first + 1 :]]
