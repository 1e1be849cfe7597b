"""Owner text to tokens with their classes: heads, units, role words, verbs ... (spaCy, without any model).

In: clean text. Out: `Lexed`, the token table that the grammar in owner_names.py and owner_roles.py asks.
It decides nothing: a word may be head, collective noun and verb at once.

spaCy's blank pipeline gets our own tokenizer rules: Vietnamese syllables are words, every punctuation mark is one
("P.QLKH", "VH,TT&DL", "LĐ-TB&XH" fall into their pieces). It reads the folded text, which is as long as the text shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from ..rulebook import RuleBook
from ..text import clean, fold
from ..units import unit_table

_MARK = r"[^\w\s]"
_UNSPLIT = re.compile(r"\S{300}")  # a run of this length is no name: keep the tokenizer linear
_NONE: dict[int, int] = {}


class Lexed:
    """A text and what stands where. All positions are token numbers; `n` is their count."""

    __slots__ = ("breaks", "capitals", "classes", "ends", "marks", "n", "starts", "text", "words")

    def __init__(self, text: str, words: list[str], starts: list[int]) -> None:
        self.text = text
        self.words = words
        self.n = len(words)
        self.starts = starts
        self.ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
        shout = text.isupper() and self.n > 2
        self.capitals = [not shout and text[start].isupper() for start in starts]
        self.breaks = (
            {i for i in range(1, self.n) if "\n" in text[self.ends[i - 1] : starts[i]]} if "\n" in text else _BARE
        )
        self.marks: dict[str, dict[int, int]] = {}
        self.classes: dict[tuple[str, int], str] = {}

    def at(self, kind: str, i: int) -> int:
        """End of the longest phrase of this class that starts at token i; 0 if none does."""
        return self.marks.get(kind, _NONE).get(i, 0)

    def any(self, kinds: Iterable[str], i: int) -> int:
        """The longest of several classes."""
        return max(self.at(kind, i) for kind in kinds)

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < self.n else ""

    def capital(self, i: int) -> bool:
        return 0 <= i < self.n and self.capitals[i]

    def span(self, i: int, j: int) -> str:
        """The text of tokens i to j - 1 as written, line breaks as blanks."""
        return self.text[self.starts[i] : self.ends[j - 1]].replace("\n", " ") if i < j else ""

    def spaced(self, i: int) -> bool:
        """Whether token i stands free, with a blank on either side (" - ")."""
        before = i == 0 or self.ends[i - 1] < self.starts[i]
        return before and i + 1 < self.n and self.ends[i] < self.starts[i + 1]


_BARE: set[int] = set()


class Lexer:
    """The pipeline of one rule book. `kinds` says which rule a class comes from, for explain."""

    def __init__(self, book: RuleBook) -> None:
        self._make, self._match, self._names = _build(book)

    def __call__(self, text: str) -> Lexed:
        text = clean(text)
        doc = self._make(fold(text))
        words, starts, at = [], [], 0
        for piece in (token.text_with_ws for token in doc):
            word = piece.rstrip(" ")
            if word:
                words.append(word)
                starts.append(at)
            at += len(piece)
        lexed = Lexed(text, words, starts)
        if len(words) == len(doc):
            self._mark(lexed, self._match(doc))
        return lexed

    def _mark(self, lexed: Lexed, found: list[tuple[int, int, int]]) -> None:
        marks, names = lexed.marks, self._names
        for key, start, end in found:
            kind, rule = names[key]
            longest = marks.setdefault(kind, {})
            if end > longest.get(start, 0):
                longest[start] = end
                lexed.classes[kind, start] = rule


def _phrases(book: RuleBook) -> Iterator[tuple[str, str, str]]:
    """Class, rule and folded phrase of everything that is looked for."""
    for rule in book.rules("owners", "words"):
        yield from ((rule.means, rule.id, fold(word)) for word in rule.extra.get("words", ()))
    table = unit_table(book)
    heads = {fold(w) for r in book.rules("owners", "words") if r.means == "list_head" for w in r.extra.get("words", ())}
    for spelling in table.spellings():
        if spelling in table.places and spelling.split(" ", 1)[0] not in heads:
            yield "province", "units.csv", spelling
            continue
        yield "unit", "units.csv", spelling
        bare = (spelling[len(head) + 1 :] for head in heads if spelling.startswith(head + " "))
        yield from (("bare", "units.csv", words) for words in bare if words[0].isalnum())


@lru_cache(maxsize=4)
def _build(book: RuleBook) -> tuple[Callable[[str], Any], Callable[[Any], list[tuple[int, int, int]]], Any]:
    import spacy
    from spacy.matcher import PhraseMatcher
    from spacy.tokenizer import Tokenizer

    nlp = spacy.blank("xx")
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        prefix_search=re.compile(rf"^{_MARK}").search,
        suffix_search=re.compile(rf"{_MARK}$").search,
        infix_finditer=re.compile(_MARK).finditer,
        token_match=_UNSPLIT.match,
    )
    matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
    grouped: dict[tuple[str, str], set[str]] = {}
    for kind, rule, phrase in _phrases(book):
        grouped.setdefault((kind, rule), set()).add(phrase)
    for (kind, rule), phrases in sorted(grouped.items()):
        matcher.add(f"{kind}\t{rule}", [nlp.make_doc(phrase) for phrase in sorted(phrases)])
    names = {nlp.vocab.strings[f"{kind}\t{rule}"]: (kind, rule) for kind, rule in grouped}
    return nlp.make_doc, matcher, names
