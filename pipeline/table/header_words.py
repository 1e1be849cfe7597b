"""One heading by its own words. In: the text of a heading. Out: `Match`, the role it names, or None.

The words are in rules/columns.toml. What the other columns and the cells say is weighed by columns.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from ..model import Role
from ..rulebook import Rule, RuleBook
from ..text import fold, key

NAME = "columns"
BRACKETS = re.compile(r"\([^()]{0,200}\)|\[[^\[\]]{0,200}\]")
_SHORT = 120
_UNSPACED = 6  # letters of a phrase that is found without its blanks
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
    unit: bool = False

    @property
    def sure(self) -> bool:
        return self.how in ("words", "pattern") or self.share >= 0.4


@dataclass(frozen=True, slots=True)
class _Phrase:
    text: str
    how: str
    rule: Rule
    bare: str
    place: int


class HeaderWords:
    """The headings of columns.toml, compiled."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.rules = book.rules(NAME, "role")
        said = [(w, how, r) for r in self.rules for how in _HOWS for w in r.extra.get(how, ())]
        self.phrases = [_phrase(*phrase, place) for place, phrase in enumerate(said)]
        self.exact = {p.bare: p for p in reversed(self.phrases) if p.how == "words"}
        self._whole = {p.bare: p for p in reversed(self.phrases)}
        self._openings = {p.bare: p for p in reversed(self.phrases) if p.how != "words"}
        self._parts = _by_first_word(self.phrases)
        self.patterns = [(r, book.compile(NAME, r.pattern, r.source)) for r in self.rules if r.pattern]
        self.shapes = {r.id: book.compile(NAME, r.pattern, r.source) for r in book.rules(NAME, "shape")}
        self.doubts = book.rules(NAME, "doubt")
        self._doubt_words = {key(w): d for d in self.doubts for w in d.extra.get("words", ())}
        self.short = {key(k): key(v) for k, v in book.table(NAME).get("short", {}).items()}
        self._longest = max((k.count(" ") + 1 for k in self.short), default=0)
        self._cache: dict[str, Match | None] = {}

    def match(self, header: str) -> Match | None:
        """The role a heading names by its own words, None if no rule knows it."""
        if header not in self._cache:
            self._cache[header] = self._match(header) if len(header) <= _SHORT * 2 else None
        return self._cache[header]

    def _match(self, header: str) -> Match | None:
        """As it stands, else with its abbreviations written out."""
        found = self._read(header)
        if found and found.sure:
            return found
        whole = key(header)
        written = self._written_out(whole)
        return (self._read(written) if written != whole else None) or found

    def _written_out(self, text: str) -> str:
        """ "t gian ht" -> "thời gian hoàn thành", longest abbreviation first."""
        words, out = text.split(), []
        while words:
            sizes = range(min(self._longest, len(words)), 0, -1)
            size = next((n for n in sizes if " ".join(words[:n]) in self.short), 1)
            head = " ".join(words[:size])
            out.append(self.short.get(head, head))
            words = words[size:]
        return " ".join(out)

    def _read(self, header: str) -> Match | None:
        whole, bare = key(header), key(BRACKETS.sub(" ", header))
        bare = re.sub(r"(?: \d)+$", "", bare) if not re.fullmatch(r"\D* (?:20)?\d+", bare) else bare
        both = self._all(whole)
        if both:
            return both
        for text in dict.fromkeys((whole, bare)):
            found = self._exact(text) or self._by_pattern(text)
            if found:
                return found
        return self._partly(bare) or self._partly(whole) or self._unspaced(bare or whole)

    def exactly(self, header: str) -> Match | None:
        """The role of a heading that is one word for word."""
        text = key(header)
        return self._exact(text) or self._by_pattern(text)

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
            for words in rule.extra.get("all", ()):
                if not all(w in text for w in words) or any(p in text for p in rule.extra.get("one_of", ())):
                    continue
                places = [text.find(w) for w in words]
                if places == sorted(places):
                    return Match(_role(rule), rule.id, " … ".join(words), "all", 1.0)
        return None

    def _partly(self, text: str) -> Match | None:
        padded = f" {text} "
        found = [
            phrase
            for word in dict.fromkeys(text.split())
            for phrase in self._parts.get(word, ())
            if (at := padded.find(f" {phrase.text} ")) == 0 or (at > 0 and phrase.how == "holds")
        ]
        best = max(found, key=lambda p: (len(p.text), _STRENGTH[p.how], -p.place), default=None)
        return self._made(best, len(best.text) / len(text)) if best else None

    def _unspaced(self, text: str) -> Match | None:
        """Headings broken inside words by narrow columns."""
        joined = text.replace(" ", "")
        found = self._whole.get(joined) if len(joined) >= _UNSPACED else None
        shorter = (self._openings.get(joined[:size]) for size in range(len(joined) - 1, _UNSPACED - 1, -1))
        best = found or next(filter(None, shorter), None)
        return self._made(best, len(best.bare) / len(joined)) if best else None

    def _made(self, phrase: _Phrase, share: float) -> Match:
        extra = phrase.rule.extra
        return Match(
            _role(phrase.rule), phrase.rule.id, phrase.text, phrase.how, share,
            extra.get("rank", 0), bool(extra.get("weak")), bool(extra.get("valued")),
            bool(extra.get("unit")),
        )  # fmt: skip

    def share(self, shape: str, texts: Sequence[str]) -> float:
        """Share of the filled cells that look like `shape`."""
        filled = [t for t in texts if t.strip()]
        if not filled:
            return 0.0
        return sum(1 for t in filled if self.shapes[shape].search(fold(t[:200]))) / len(filled)


def _phrase(words: str, how: str, rule: Rule, place: int) -> _Phrase:
    text = key(words)
    return _Phrase(text, how, rule, text.replace(" ", ""), place)


def _by_first_word(phrases: Sequence[_Phrase]) -> dict[str, list[_Phrase]]:
    """Those that may be a part of a heading."""
    found: dict[str, list[_Phrase]] = {}
    for phrase in phrases:
        if phrase.how != "words":
            found.setdefault(phrase.text.split(" ", 1)[0], []).append(phrase)
    return found


_HOWS = ("words", "starts", "holds")


def _role(rule: Rule) -> Role:
    return cast(Role, rule.means)


@lru_cache(maxsize=8)
def header_words(book: RuleBook) -> HeaderWords:
    return HeaderWords(book)
