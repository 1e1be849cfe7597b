"""Owner text to tokens with their classes: heads, units, role words, verbs ... (spaCy, without any model).

In: clean text. Out: `Lexed`, the token table that the grammar in names.py and roles.py asks.
It decides nothing: a word may be head, collective noun and verb at once.

spaCy's tokenizer gets our own rules: Vietnamese syllables are words, every punctuation mark is one
("P.QLKH", "VH,TT&DL", "LĐ-TB&XH" fall into their pieces). It reads the folded text, which is as long as the text shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ...rulebook import RuleBook
from ...text import clean, fold
from ...units import unit_table

_MARK = r"[^\w\s]"
_FIRST = re.compile(rf"^(?:\w+|{_MARK})")
_ODD_BLANK = re.compile(r"[^\S \n]")
_UNSPLIT = re.compile(r"\S{300}")  # a run of this length is no name: keep the tokenizer linear


class Lexed:
    """A text and what stands where. All positions are token numbers; `n` is their count."""

    __slots__ = ("breaks", "capitals", "ends", "marks", "n", "shout", "starts", "text", "words")

    def __init__(self, text: str, words: list[str], starts: list[int]) -> None:
        self.text = text
        self.words = words
        self.n = len(words)
        self.starts = starts
        self.ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
        self.shout = self.n > 1 and text.isupper()  # all in capitals: letter case tells nothing
        self.capitals = [text[start].isupper() for start in starts]
        self.breaks: set[int] = set()
        self.marks: dict[int, dict[str, int]] = {}

    def at(self, kind: str, i: int) -> int:
        """End of the longest phrase of this class that starts at token i; 0 if none does."""
        here = self.marks.get(i)
        return here.get(kind, 0) if here else 0

    def any(self, kinds: Iterable[str], i: int) -> int:
        """The longest of several classes."""
        here = self.marks.get(i)
        longest = 0
        if here:
            for kind in kinds:
                end = here.get(kind, 0)
                if end > longest:
                    longest = end
        return longest

    def has(self, kind: str) -> bool:
        """Whether a phrase of this class stands anywhere."""
        return any(kind in here for here in self.marks.values())

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < self.n else ""

    def capital(self, i: int) -> bool:
        return 0 <= i < self.n and self.capitals[i]

    def abbreviated(self, i: int) -> bool:
        """Whether the word is written in capitals throughout ("CBCC")."""
        word = self.text[self.starts[i] : self.ends[i]]
        return len(word) > 2 and word.isupper() and word.isalpha() and not self.shout

    def span(self, i: int, j: int) -> str:
        """The text of tokens i to j - 1 as written, line breaks as blanks."""
        return self.text[self.starts[i] : self.ends[j - 1]].replace("\n", " ") if i < j else ""

    def tight(self, i: int) -> bool:
        """Whether token i stands between two others without a blank ("QLCN&SHTT")."""
        return 0 < i < self.n - 1 and self.ends[i - 1] == self.starts[i] and self.ends[i] == self.starts[i + 1]

    def spaced(self, i: int) -> bool:
        """Whether token i stands free, with a blank on either side (" - ")."""
        before = i == 0 or self.ends[i - 1] < self.starts[i]
        return before and i + 1 < self.n and self.ends[i] < self.starts[i + 1]


Found = list[tuple[int, int, int]]
OPENING = (
    "opener",
    "generic",
    "persons",
    "outside",
    "unit",
    "lead",
    "advise",
    "coop",
    "leader",
    "verb",
    "soft_verb",
    "assign",
    "request",
)


class Lexer:
    """The pipeline of one rule book."""

    def __init__(self, book: RuleBook) -> None:
        from spacy.matcher import PhraseMatcher
        from spacy.tokenizer import Tokenizer
        from spacy.vocab import Vocab

        vocab = Vocab()
        self._make: Callable[[str], Any] = Tokenizer(
            vocab,
            prefix_search=re.compile(rf"^{_MARK}").search,
            suffix_search=re.compile(rf"{_MARK}$").search,
            infix_finditer=re.compile(_MARK).finditer,
            token_match=_UNSPLIT.match,
        )
        self._match: Any = PhraseMatcher(vocab, attr="ORTH")
        self._unseen: dict[str, dict[str, list[str]]] = {}
        for kind, phrase in _phrases(book):
            self._unseen.setdefault(_FIRST.findall(phrase)[0], {}).setdefault(kind, []).append(phrase)
        self._kinds = {vocab.strings.add(kind): kind for kinds in self._unseen.values() for kind in kinds}

    def __call__(self, text: str) -> Lexed:
        text = clean(text)
        if _ODD_BLANK.search(text):
            text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
        doc = self._make(fold(text))
        words, starts, at = [], [], 0
        for piece in (token.text_with_ws for token in doc):
            word = piece.rstrip(" ")
            if word:
                words.append(word)
                starts.append(at)
            at += len(piece)
        lexed = Lexed(text, words, starts)
        self._learn(words)
        found = self._match(doc) if len(words) == len(doc) else []
        if "\n" in text:
            found = self._break(lexed, found)
        self._mark(lexed, found)
        return lexed

    def _learn(self, words: Iterable[str]) -> None:
        """Gives the matcher the phrases that begin with these words: a plan meets few of some thousands."""
        for word in self._unseen.keys() & set(words):
            for kind, phrases in self._unseen.pop(word).items():
                self._match.add(kind, [self._make(phrase) for phrase in phrases])

    def _break(self, lexed: Lexed, found: Found) -> Found:
        """Where lines end. A line that goes on in small letters with no word of ours continues the one before."""
        text, starts, ends = lexed.text, lexed.starts, lexed.ends
        lines = {i for i in range(1, lexed.n) if "\n" in text[ends[i - 1] : starts[i]]}
        opens = {start for key, start, _ in found if start in lines and self._kinds[key] in OPENING}
        lines -= self._joined(lexed, found, lines)
        numbered = {i for i in lines if ends[i] - starts[i] == 1 and lexed.word(i + 1) in (")", ".")}  # "b)"
        lexed.breaks = {i for i in lines if i in opens or i in numbered or not text[starts[i]].islower()}
        return [(key, i, j) for key, i, j in found if not any(k in lexed.breaks for k in range(i + 1, j))]

    def _joined(self, lexed: Lexed, found: Found, lines: set[int]) -> set[int]:
        """Lines that go on with the one before: after a joint in small letters, or inside the name of a unit."""
        text, starts, words = lexed.text, lexed.starts, lexed.words
        small = {i for i in lines if text[starts[i]].islower()}
        after = {end for key, _, end in found if self._kinds[key] == "and"} & lines
        joints = after | {i for i in lines if words[i - 1] in (",", "-", "&")}
        names = ((start, end) for key, start, end in found if self._kinds[key] == "unit")
        inside = {
            i
            for start, end in names
            for i in range(start + 1, end)
            if i in lines and (i in small or i in joints or end in lines or end == lexed.n)
        }
        return inside | (small & joints)

    def _mark(self, lexed: Lexed, found: Found) -> None:
        marks, kinds = lexed.marks, self._kinds
        for key, start, end in found:
            here = marks.get(start)
            if here is None:
                here = marks[start] = {}
            kind = kinds[key]
            if end > here.get(kind, 0):
                here[kind] = end


def _phrases(book: RuleBook) -> Iterator[tuple[str, str]]:
    """Class and folded phrase of everything that is looked for."""
    for rule in book.rules("owners", "words"):
        yield from ((rule.means, fold(word)) for word in rule.extra.get("words", ()))
    yield from (("abbreviation", fold(row["id"])) for row in book.rows("abbreviations") if row["field"] != "unit")
    table = unit_table(book)
    heads = {fold(w) for r in book.rules("owners", "words") if r.means == "list_head" for w in r.extra.get("words", ())}
    for spelling in table.spellings():
        if spelling in table.places and spelling.split(" ", 1)[0] not in heads:
            yield "province", spelling
            continue
        yield "unit", spelling
        bare = (spelling[len(head) + 1 :] for head in heads if spelling.startswith(head + " "))
        yield from (("bare", words) for words in bare if words[0].isalnum())
