"""Which words go together: in the rules and in the document itself. In: texts known to be right. Out: votes, repairs.

Tone marks are the smallest thing in the picture and the first to be misread: "chuyên đôi" for "chuyển đổi". Both are
Vietnamese; only the company tells. Numbers and whatever holds a digit, a sign or a capital inside are never touched.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import normalize

from ..rulebook import RuleBook, strings
from ..syllables import is_syllable
from ..text import bare, nfc

_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 3  # times that a document must say it


class Usage:
    """Pairs of neighbours known from the rules or met often in the document."""

    def __init__(self, book: RuleBook) -> None:
        self._known: set[tuple[str, str]] = set()
        self._words: set[str] = set()
        self._met: Counter[tuple[str, str]] = Counter()
        self._alike: dict[str, set[str]] = defaultdict(set)
        for text in _texts(book):
            for pair in pairwise(_tokens(text)):
                self._know(pair)
        self._ruled, self._ruled_words = frozenset(self._known), frozenset(self._words)
        self.quarter, self.month = (frozenset(book.table("scans").get(name, ())) for name in ("quarter", "month"))

    def see(self, words: Sequence[str]) -> None:
        """Words in a row on which all readings agree."""
        for a, b in pairwise(words):
            pair = (_core(a), _core(b))
            if all(pair):
                self._met[pair] += 1
                if self._met[pair] == _ENOUGH:
                    self._know(pair)

    def _know(self, pair: tuple[str, str]) -> None:
        self._known.add(pair)
        for word in pair:
            if word not in self._words:
                self._words.add(word)
                self._alike[bare(word)].add(word)

    def company(self, before: str, word: str, after: str) -> float:
        """What speaks for a word beside the votes for it: its neighbours, and that it is a word at all."""
        core = _core(word)
        if not core:
            return 0.0
        known = self._friends(_core(before), core, _core(after))
        return known + 0.5 * (is_syllable(core) or core in self._words) - 3 * (shouts(word, before) or odd_case(word))

    def suspects(self, words: Sequence[str]) -> bool:
        """Whether a word has no company, and would have it with another tone mark: then it is worth another look."""
        return any(
            self._others(word, before, after)
            for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False)
        )

    def mended(self, words: Sequence[str], unsure: Sequence[bool]) -> list[str]:
        """Words whose marks over ă â ê ô ơ ư stand in no known company, put right where it leaves one way.

        Where the marks were read for sure, the word must be a stranger to both its neighbours.
        """
        found = list(words)
        for n, word in enumerate(words):
            before, after = found[n - 1] if n else "", next(iter(words[n + 1 : n + 2]), "")
            sure = not (unsure[n] or (n and word[:1].isupper()))  # units are named in the rules, persons are not
            core = _core(word)
            known = self._friends(_core(before), core, _core(after)) >= 1  # by the rules
            if sure and (known or (_level(core) and core in self._ruled_words)):
                continue
            fits = self._others(word, before, after)
            fits = [other for other in fits if _alike(other, core)]
            if len(fits) == 1:
                found[n] = _dressed(word, fits[0])
        return found

    def _others(self, word: str, before: str, after: str) -> list[str]:
        """Words of the same letters, other marks, that stand in better company."""
        core, left, right = _core(word), _core(before), _core(after)
        if not core or any(c.isupper() for c in word[1:]):
            return []
        now = self._friends(left, core, right)
        if now == 2:
            return []
        others = {o: self._friends(left, o, right) for o in self._alike.get(bare(core), ()) if len(o) == len(core)}
        best = max(others.values(), default=0)
        return [other for other, friends in others.items() if friends == best > now]

    def _friends(self, left: str, core: str, right: str) -> float:
        """Pairs known from the rules count fully; one that the document itself says may be its commonest mistake."""
        pairs = ((left, core), (core, right))
        return sum(1.0 if pair in self._ruled else 0.4 if pair in self._known else 0.0 for pair in pairs)


def _alike(one: str, other: str) -> bool:
    """Words that differ only in the tone of a letter that bears another mark already: hồ, hổ; not qua, quá."""
    pairs = [(_toneless(a), _toneless(b)) for a, b in zip(one, other, strict=True) if a != b]
    return all(a == b and a in "ăâêôơư" for a, b in pairs)


def _level(word: str) -> bool:
    return all(_toneless(letter) == letter for letter in word)


def _toneless(letter: str) -> str:
    return nfc("".join(c for c in normalize("NFD", letter) if c not in "\u0300\u0301\u0303\u0309\u0323"))


def is_word(text: str) -> bool:
    """Whether it holds a letter or a digit, or is a sign that means something: not dirt."""
    return any(c.isalnum() for c in text) or text in ("-", "+", "&", "/", "%", "...", "…", "–")


def odd_case(word: str) -> bool:
    """A small letter followed by a capital: sỐ, hỒ."""
    return any(a.islower() and b.isupper() for a, b in pairwise(word))


def shouts(word: str, before: str) -> bool:
    """A syllable in capitals behind one that is not: "hồ SƠ"; abbreviations bear no marks."""
    core = _core(word)
    if len(core) < 2 or core.isascii() or not is_syllable(core) or not _letters(word).isupper():
        return False
    return any(c.islower() for c in before) or before in ("-", "+")


def hushed(words: Sequence[str]) -> list[str]:
    """Capitals that the recogniser took for small letters of the same shape (Ơ, Ố, Ộ) made small again."""
    found = list(words)
    for n, word in enumerate(found):
        before = found[n - 1] if n else ""
        after = next((w for w in words[n + 1 : n + 2]), "")
        if odd_case(word) and is_syllable(_core(word)):
            found[n] = word[0] + word[1:].lower()
        elif shouts(word, before) and not (len(_core(after)) > 1 and _letters(after).isupper()):
            found[n] = word.capitalize() if before[-1] in "-+.:;" else word.lower()
    return found


def _letters(word: str) -> str:
    return "".join(filter(str.isalpha, word))


def _texts(book: RuleBook) -> Iterator[str]:
    """All strings of the rules: names of units, phrases, examples."""
    for rows in book.lists.values():
        for row in rows:
            yield from (text for text in row.values() if text)
    for table in book.files.values():
        yield from strings(table)


def _tokens(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _core(word: str) -> str:
    """The one run of letters in a word, lower case; empty where it is no plain word."""
    found = _WORD.findall(word)
    return found[0].lower() if len(found) == 1 and not any(c.isdigit() for c in word) else ""


def _dressed(word: str, core: str) -> str:
    """`core` in the capitals and punctuation of `word`."""
    match = _WORD.search(word)
    if not match:
        return word
    shaped = "".join(c.upper() if old.isupper() else c for c, old in zip(core, match[0], strict=True))
    return word[: match.start()] + shaped + word[match.end() :]
