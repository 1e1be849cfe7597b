"""Two texts side by side with the words that differ marked. In: two texts. Out: `Piece`s that join to each text again.

Case, blanks and punctuation alone are no difference, and a year that moved with the plan is marked as that. It knows
no field: what is worth marking is for the caller to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from ..text import nfc

Mark = Literal["same", "changed", "rolled"]
_TOKEN = re.compile(r"\w+(?:[.,/:-]\w+)*(?:\s?%)?|\s+|[^\w\s]+")
_WORD = re.compile(r"[^\W_]+|%")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ISLAND = 2  # words in common between two changed runs that are longer: the eye takes them for changed
_ANOTHER = 0.3  # share of words in common below which it is another text


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text."""

    text: str
    mark: Mark = "same"


Pieces = tuple[Piece, ...]
Block = tuple[int, int, int]  # words in common: from where in the one, in the other, how many


def printable(text: str) -> str:
    """Without the characters that XML and HTML do not allow."""
    return _UNPRINTABLE.sub("", text)


def plain(text: str) -> Pieces:
    """All of it unmarked."""
    return (Piece(text),) if text else ()


def mark(old: str, new: str, shift: int = 0) -> tuple[Pieces, Pieces]:
    """Both texts; shift: years from the old plan to the new.

    >>> old, new = mark("Đạt từ 85% trong năm 2023", "Đạt từ 90 % trong năm 2024", 1)
    >>> [piece.text for piece in new if piece.mark == "changed"], old[-1]
    (['90 %'], Piece(text='2023', mark='rolled'))
    """
    (first,), (second,) = mark_all([old], [new], shift)
    return first, second


def mark_all(
    olds: Sequence[str], news: Sequence[str], shift: int = 0, *, quiet: bool = False
) -> tuple[list[Pieces], list[Pieces]]:
    """The texts of both sides; a word is changed where no text of the other side has it in its place.

    quiet: nothing but the year moved, in whatever words.
    """
    ours, theirs = ([_Words(text) for text in side] for side in (olds, news))
    for one in ours:
        for other in theirs:
            _compare(one, other, shift)
    found = [each.pieces(len(theirs)) for each in ours], [each.pieces(len(ours)) for each in theirs]
    return (_quiet(found[0]), _quiet(found[1])) if quiet else found


def _quiet(texts: Sequence[Pieces]) -> list[Pieces]:
    return [tuple(p if p.mark == "same" else Piece(p.text, "rolled") for p in pieces) for pieces in texts]


class _Words:
    """A text in words and blanks; how often each word was found to differ, and whether only its year moved."""

    def __init__(self, text: str) -> None:
        self.tokens = _TOKEN.findall(text)
        self.places = [n for n, token in enumerate(self.tokens) if _key(token)]
        self.keys = [_key(self.tokens[n]) for n in self.places]
        self.missed = [0] * len(self.places)
        self.rolled = [False] * len(self.places)

    def pieces(self, others: int) -> Pieces:
        marks: list[Mark] = ["same"] * len(self.tokens)
        for n, place in enumerate(self.places):
            if others and self.missed[n] >= others:
                marks[place] = "changed"
            elif self.rolled[n]:
                marks[place] = "rolled"
        for n in range(1, len(marks) - 1):  # blanks and signs between two changed words
            if marks[n - 1] == "changed" and not _key(self.tokens[n]):
                marks[n] = "changed" if self._next(n, marks) else "same"
        return tuple(_runs(self.tokens, marks))

    def _next(self, n: int, marks: Sequence[Mark]) -> bool:
        after = next((m for m in range(n + 1, len(marks)) if _key(self.tokens[m])), None)
        return after is not None and marks[after] == "changed" and "\n" not in self.tokens[n]


def _runs(tokens: Sequence[str], marks: Sequence[Mark]) -> Iterator[Piece]:
    for kind, run in groupby(zip(tokens, marks, strict=True), key=lambda each: each[1]):
        yield Piece("".join(token for token, _ in run), kind)


def _key(token: str) -> str:
    return " ".join(_WORD.findall(nfc(token).lower()))


def _compare(one: _Words, other: _Words, shift: int) -> None:
    from rapidfuzz.distance import Indel

    same = [(b.src_start, b.dest_start, b.src_end - b.src_start) for b in Indel.opcodes(one.keys, other.keys)
            if b.tag == "equal"]  # fmt: skip
    common = sum(length for _, _, length in same)
    if common < _ANOTHER * max(1, min(len(one.keys), len(other.keys))):
        same = []
    at = [0, 0]
    for i, k, length in [*_without_islands(same, one, other), (len(one.keys), len(other.keys), 0)]:
        _differ(one, other, range(at[0], i), range(at[1], k), shift)
        at = [i + length, k + length]


def _without_islands(
    same: Iterable[tuple[int, int, int]], one: _Words, other: _Words
) -> Iterator[tuple[int, int, int]]:
    """The words in common, but for the few that stand alone between longer changed runs."""
    blocks = list(same)
    end = [0, 0]
    for n, (i, k, length) in enumerate(blocks):
        i_next, k_next = blocks[n + 1][:2] if n + 1 < len(blocks) else (len(one.keys), len(other.keys))
        before = min(i - end[0], k - end[1])
        after = min(i_next - i - length, k_next - k - length)
        if length <= _ISLAND and min(before, after) > length:
            continue
        end = [i + length, k + length]
        yield i, k, length


def _differ(one: _Words, other: _Words, ours: range, theirs: range, shift: int) -> None:
    """Runs that stand for each other: changed, but for years that moved with the plan."""
    if shift and len(ours) == len(theirs):
        pairs = list(zip(ours, theirs, strict=True))
        if all(_rolls(one.keys[a], other.keys[b], shift) for a, b in pairs):
            for a, b in pairs:
                one.rolled[a] = other.rolled[b] = True
            return
    for n in ours:
        one.missed[n] += 1
    for n in theirs:
        other.missed[n] += 1


def _rolls(old: str, new: str, shift: int) -> bool:
    moved = _YEAR.sub(lambda year: str(int(year[0]) + shift), old)
    return moved == new
