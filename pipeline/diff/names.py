"""What a text names: places and numbered things ("xã An Bình", "tỉnh lộ 912"), told apart kind by kind.

In: a text as shown, the rules ([names] of rules/diff.toml). Out: kind -> names. Two texts that name another thing of
one kind are about two things, however alike their words are. It knows no gazetteer: a name is what stands in capitals
or in digits behind a word that asks for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ..rulebook import RuleBook
from ..text import bare, fold, nfc

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
_NUMBERED = re.compile(r"\d{1,4}[A-Za-z]?")
_LONGEST = 4  # words of a kind, and of a name

Names = Mapping[str, frozenset[str]]


class Namer:
    """The kinds of rules/diff.toml, compiled."""

    def __init__(self, book: RuleBook) -> None:
        names = book.table("diff").get("names", {})
        self._kinds = {fold(word): fold(some[0]) for some in names.get("kinds", ()) for word in some}
        self._numbered = frozenset(map(fold, names.get("numbered", ())))
        self._joins = frozenset({",", *map(fold, names.get("joins", ()))})

    @lru_cache(maxsize=1 << 13)  # noqa: B019 - the namer lives as long as its rule book
    def names(self, text: str) -> Names:
        """The names in a text by kind.

        >>> from pipeline.rulebook import load
        >>> found = namer(load()).names("Sửa mặt đường tỉnh lộ 912 qua các xã An Bình, Đồng Tâm trong 15 ngày")
        >>> {kind: sorted(some) for kind, some in found.items()}
        {'tỉnh lộ': ['912'], 'xã': ['an binh', 'dong tam']}
        """
        tokens = _TOKEN.findall(nfc(text))
        folded = [fold(token) for token in tokens]
        shouted = text.isupper()
        found: dict[str, set[str]] = {}
        for at in range(len(tokens)):
            word, end = self._kind(folded, at)
            if not word:
                continue
            names = set() if shouted else set(self._capitals(tokens, folded, end))
            if word in self._numbered:
                names |= set(_number(tokens, end))
            if names:
                found.setdefault(self._kinds.get(word, word), set()).update(names)
        return {kind: frozenset(some) for kind, some in found.items()}

    def _kind(self, folded: list[str], at: int) -> tuple[str, int]:
        """The longest word for a kind that opens here, and where it ends."""
        for count in range(_LONGEST, 0, -1):
            word = " ".join(folded[at : at + count])
            if word in self._kinds or word in self._numbered:
                return word, at + count
        return "", at

    def _capitals(self, tokens: list[str], folded: list[str], at: int) -> Iterator[str]:
        """The capitalised words that follow, and those behind a comma or "và"."""
        name: list[str] = []
        while at < len(tokens):
            if _is_proper(tokens[at]) and self._kind(folded, at)[0] == "":
                name.append(bare(folded[at]))
            elif name and folded[at] in self._joins and at + 1 < len(tokens) and _is_proper(tokens[at + 1]):
                yield " ".join(name[:_LONGEST])
                name = []
            else:
                break
            at += 1
        if name:
            yield " ".join(name[:_LONGEST])


def _is_proper(token: str) -> bool:
    return token[:1].isupper() and token[1:].islower()


def _number(tokens: list[str], at: int) -> Iterator[str]:
    """A number that is a name: none that goes on ("57-NQ/TW", "12/2024", "3,5")."""
    goes_on = (
        at + 1 < len(tokens) and tokens[at + 1] in "-/–.," and at + 2 < len(tokens) and tokens[at + 2][:1].isalnum()
    )
    if at < len(tokens) and _NUMBERED.fullmatch(tokens[at]) and not goes_on:
        yield tokens[at].lstrip("0").lower() or "0"


def other_things(a: Names, b: Names) -> bool:
    """Whether the two name things of one kind, and none of them is the same or a misspelling of it."""
    return any(kind in b and not _shared(a[kind], b[kind]) for kind in a)


def _shared(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a & b) or any(_misspelt(x, y) for x in a for y in b)


def _misspelt(a: str, b: str) -> bool:
    """One letter of a long name apart, or the one opens the other ("Đồng Tâm" for "Đồng Tâm Hạ" it is not)."""
    from rapidfuzz.distance import Levenshtein

    return min(len(a), len(b)) >= 6 and not any(c.isdigit() for c in a + b) and Levenshtein.distance(a, b) <= 1


@lru_cache(maxsize=4)
def namer(book: RuleBook) -> Namer:
    """The namer of a rule book, built once."""
    return Namer(book)
