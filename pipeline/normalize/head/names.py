"""Names printed in capitals, written the way an official writes them in a sentence.

In: a name ("SỞ KHOA HỌC VÀ CÔNG NGHỆ"), the document's running text, rules (head.toml [case]).
Out: "Sở Khoa học và Công nghệ". First the document's own spelling, then the phrases of the rules; a word in
neither is taken for part of a proper name and capitalised. It changes letter case only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ...rulebook import RuleBook
from ...text import fold
from .. import terms

_TOKEN = re.compile(r"[^\s]+")
_WORD = re.compile(r"\w+", re.UNICODE)
_LONGEST = 12


def is_capitals(text: str) -> bool:
    """Whether (nearly) all letters are capitals: a converter may leave one letter small.

    >>> is_capitals("SỞ NỘI VỤ"), is_capitals("Sở Nội vụ"), is_capitals("12")
    (True, False, False)
    """
    letters = [c for c in text if c.isalpha()]
    small = sum(c.islower() for c in letters)
    return len(letters) > 1 and small <= len(letters) // 12


def proper(name: str, book: RuleBook, running: str = "") -> str:
    """`name` in normal case; returned as it is unless it is in capitals.

    >>> from pipeline.rulebook import load
    >>> proper("PHÓ GIÁM ĐỐC", load()), proper("UBND TỈNH KHÁNH HÒA", load())
    ('Phó Giám đốc', 'UBND tỉnh Khánh Hòa')
    """
    if not is_capitals(name):
        return name
    return spelled(name, running) or by_rules(name, book, running)


def spelled(name: str, running: str) -> str | None:
    """How the running text itself writes `name`, the spelling it uses most; None if it does not."""
    if len(_WORD.findall(name)) < 2 or not running:
        return None
    found: Counter[str] = Counter()
    for m in _places(fold(name), _folded(running)):
        written = " ".join(running[m.start() : m.end()].split())
        if written[:1].isupper() and not is_capitals(written) and _sober(written):
            found[written] += 1
    return min(found, key=lambda w: (-found[w], w)) if found else None


def _places(name: str, running: str) -> Iterator[re.Match[str]]:
    """Where a folded name stands in a folded text, its words with any blanks between them."""
    pattern = re.compile(re.escape(name).replace(r"\ ", r"\s+") + r"(?!\w)")
    first = name.split(" ")[0]
    at = running.find(first)
    while at >= 0:
        inside = at > 0 and _WORD.match(running, at - 1)
        match = None if inside else pattern.match(running, at)
        if match:
            yield match
        at = running.find(first, match.end() if match else at + 1)


@lru_cache(maxsize=2)
def _folded(running: str) -> str:
    """A whole document, folded once for all its names."""
    return fold(running)


def _sober(written: str) -> bool:
    """Not every word capitalised: "Ủy Ban Nhân Dân Tỉnh" is no spelling to take over."""
    found = _WORD.findall(written)
    return len(found) < 4 or any(w[0].islower() for w in found)


@lru_cache(maxsize=8)
def _phrases(book: RuleBook) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Folded words of a phrase -> its words as they are written."""
    provinces = [" ".join(w for w in row["name"].split() if w[0].isupper()) for row in book.rows("provinces")]
    places = tuple(f"{place} " for place in terms.words(book, "case", "places"))
    units = [row["name"] for row in book.rows("units") if not fold(row.get("name", "")).startswith(places)]
    units = [name for name in units if " " in name]
    listed = (*provinces, *units, *terms.words(book, "case", "phrases"))
    return {tuple(_WORD.findall(fold(p))): tuple(_WORD.findall(p)) for p in listed}


def crosses(before: str, after: str, book: RuleBook) -> bool:
    """Whether a phrase of the rules runs over the end of `before` into `after`: "... VÀ MÔI" / "TRƯỜNG"."""
    head, tail = (_WORD.findall(fold(text)) for text in (before, after))
    known = _phrases(book)
    return any(
        tuple(head[-left:] + tail[:right]) in known
        for left in range(1, min(len(head), _LONGEST) + 1)
        for right in range(1, min(len(tail), _LONGEST - left) + 1)
    )


def by_rules(name: str, book: RuleBook, running: str = "") -> str:
    """`name` in normal case by the phrases of the rules; `running` only shows words no phrase knows."""
    speller = _Speller(name, book, running)
    text, last = "", 0
    for (a, b), model in zip(speller.spans, speller.words(), strict=True):
        text += name[last:a] + _recase(name[a:b], model)
        last = b
    text += name[last:]
    return text[:1].upper() + text[1:]


def _recase(word: str, model: str) -> str:
    """The letters of `word`, the case of `model` (which may place a tone on another letter)."""
    if len(word) != len(model):
        return model
    return "".join(w.upper() if m.isupper() else w.lower() for w, m in zip(word, model, strict=True))


class _Speller:
    """The words of one name in their case, found from left to right, the longest phrase first."""

    def __init__(self, name: str, book: RuleBook, running: str) -> None:
        self.spans = [m.span() for m in _WORD.finditer(name)]
        self._name, self._book, self._running = name, book, running
        self._folded = [fold(name[a:b]) for a, b in self.spans]
        self._heads, self._plain, self._places = (
            {fold(word) for word in terms.words(book, "case", kind)} for kind in ("heads", "plain", "places")
        )

    def words(self) -> list[str]:
        """Unknown words at the start or behind "Cục" say what it does, others are a place's name."""
        out: list[str] = []
        sentence, plain, field, opens, inside = True, False, False, True, False
        while len(out) < len(self.spans):
            at = len(out)
            if known := self._known(at, inside):
                written = " ".join(known).lower()
                opens = sentence = written in self._heads
                plain = written in self._plain or (plain and written not in self._places)
                field = sentence or (field and written not in self._places)
                inside = False
                out += known
                continue
            opens = opens or self._opens_field(at)
            sentence = sentence or (field and self._opens_field(at))
            small = plain or (sentence and not opens)
            shown = [] if small else self._shown(at)
            word = self._word(at).capitalize()
            out += shown or [word.lower() if small else word]
            inside = sentence and not shown
            opens = False
        return out

    def _opens_field(self, at: int) -> bool:
        """ "Thông tin - Báo chí": behind a hyphen stands one more field of work."""
        return at > 0 and self._name[self.spans[at - 1][1] : self.spans[at][0]].strip() in ("-", "–")

    def _word(self, at: int) -> str:
        a, b = self.spans[at]
        return self._name[a:b]

    def _known(self, at: int, inside: bool) -> list[str]:
        """The words from `at` on that the rules know, in their case; [] if they know none.

        inside: the word before belongs to plain words, so a lone "bộ" is no ministry but the end of "tiến bộ".
        """
        word, phrases = self._word(at), _phrases(self._book)
        if word.upper() in terms.words(self._book, "case", "acronyms"):
            return [word.upper()]
        if word.isdigit():
            return [word]
        for length in range(min(_LONGEST, len(self._folded) - at), 1, -1):
            if found := phrases.get(tuple(self._folded[at : at + length])):
                return list(found)
        for length in (2, 1):  # "thành phố", "thị xã" before "xã"
            if " ".join(self._folded[at : at + length]) in terms.words(self._book, "case", "places"):
                return self._place(at, length)
        lone = inside and self._folded[at] in self._heads
        return [] if lone else list(phrases.get((self._folded[at],), ()))

    def _place(self, at: int, length: int) -> list[str]:
        """ "tỉnh", but "Phường 1": a unit named by a number is written with a capital."""
        here, behind = self._folded[at : at + length], self._folded[at + length : at + length + 1]
        return [here[0].capitalize(), *here[1:]] if behind and behind[0].isdigit() else list(here)

    def _shown(self, at: int) -> list[str]:
        """Words the rules do not know as the document writes them; [] if it does not."""
        for end in range(min(len(self.spans), at + 6), at + 1, -1):
            if found := spelled(self._name[self.spans[at][0] : self.spans[end - 1][1]], self._running):
                return _WORD.findall(found)
        return []
