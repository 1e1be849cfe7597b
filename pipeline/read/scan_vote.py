"""Several readings of one region made one. In: the words of each reading. Out: words, with the numbers to be doubted.

Readings are laid side by side; where all agree nothing is to be decided. Elsewhere the majority counts, then what
is a syllable and stands in known company (scan_usage), then how sure the recogniser was. Numbers know no company:
a number counts only where two readings agree on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from .scan_digits import ambiguous, numbers, plausible, unclear
from .scan_usage import Usage, is_word


@dataclass(frozen=True, slots=True)
class Word:
    """One word. base: where its line stands; line: number of the line within its region; confidence 0..1."""

    text: str
    x0: float
    x1: float
    base: float
    line: int
    confidence: float


Reading = Sequence[Word]
_SURE, _HARDLY = 0.8, 0.5  # of two equal readings of a number one must be surer than this, and both than that
_DISPUTED = 0.6  # of its confidence is left to a word that was read in more than one way


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of a region as each reading has it; agreed: one word, which all have alike.

    sure: its number is known from elsewhere.
    """

    ways: tuple[Reading, ...]
    agreed: bool
    sure: bool = False


def slots(readings: Sequence[Reading]) -> Iterator[Slot]:
    """The region from left to right: what all readings share, and what stands between."""
    maps = [_shared(readings[0], other) for other in readings[1:]]
    ends = [-1] * len(readings)
    for n in [i for i in range(len(readings[0])) if all(i in found for found in maps)] + [None]:
        here = [len(words) for words in readings] if n is None else [n, *(found[n] for found in maps)]
        ways = tuple(words[a + 1 : b] for words, a, b in zip(readings, ends, here, strict=True))
        if any(ways):
            yield Slot(ways, False)
        if n is not None:
            yield Slot(tuple(words[i : i + 1] for words, i in zip(readings, here, strict=True)), True)
        ends = here


def _shared(words: Reading, other: Reading) -> dict[int, int]:
    """Which word of one reading is which of the other."""
    blocks = SequenceMatcher(None, [w.text for w in words], [w.text for w in other], autojunk=False)
    return {a + k: b + k for a, b, size in blocks.get_matching_blocks() for k in range(size)}


def agree(readings: Sequence[Reading]) -> bool:
    """Whether nothing is left to be decided."""
    return len(readings) > 1 and all(slot.agreed for slot in slots(readings))


def doubtful(slot: Slot) -> bool:
    """A number stands here, and no two readings have the same, or hardly could read it, or it cannot be."""
    found = [numbers(_text(way)) for way in slot.ways]
    if slot.sure or not any(found):
        return False
    agreed = _most(found)
    if agreed is None or not plausible(agreed):
        return True
    ways = [way for way, has in zip(slot.ways, found, strict=True) if has == agreed]
    if not agreed:
        return False
    ways = [way for way in ways if _surety(way) > _HARDLY]
    if len(ways) < 2 or max(map(_surety, ways)) < _SURE:
        return True
    return all(ambiguous(_text(way)) for way in ways) or not _same_place(ways)


def _surety(way: Reading) -> float:
    """How sure the recogniser was of the numbers in a stretch."""
    return min((word.confidence for word in way if numbers(word.text)), default=1.0)


def _same_place(ways: Sequence[Reading]) -> bool:
    """At least two readings have their numbers in the same place."""
    places = Counter((len(way), *(n for n, word in enumerate(way) if numbers(word.text))) for way in ways)
    return places.most_common(1)[0][1] > 1


def vote(found: Sequence[Slot], usage: Usage) -> Iterator[tuple[Word, bool]]:
    """The words, each with whether the numbers in it are in doubt."""
    before = ""
    for slot, following in zip(found, [*found[1:], None], strict=False):
        doubt = doubtful(slot)
        after = following.ways[0][0].text if following and following.ways[0] else ""
        for word in _chosen(slot, usage, before, after):
            yield word, doubt or (not slot.sure and unclear(word.text, before, usage.quarter, usage.month))
            before = word.text


def _chosen(slot: Slot, usage: Usage, before: str, after: str) -> Reading:
    if slot.agreed:
        return [replace(slot.ways[0][0], confidence=max(way[0].confidence for way in slot.ways))]
    ways = _with_agreed_numbers(slot.ways)
    texts = Counter(_text(way) for way in ways)
    size, often = Counter(map(len, ways)).most_common(1)[0]
    if often > 1 and size:
        same = [way for way in ways if len(way) == size]
        chosen: list[Word] = []
        for n in range(size):
            left = chosen[-1].text if chosen else before
            right = same[0][n + 1].text if n + 1 < size else after
            best = _best([way[n] for way in same], usage, left, right)
            if is_word(best.text) or (all(way[n].text == best.text for way in same) and len(same) == len(slot.ways)):
                chosen.append(best)
        return chosen
    way = max(ways, key=lambda way: (texts[_text(way)], _worth(way, usage)))
    return [replace(word, confidence=word.confidence * _DISPUTED) for word in way if is_word(word.text)]


def _with_agreed_numbers(ways: Sequence[Reading]) -> list[Reading]:
    found = _most([numbers(_text(way)) for way in ways])
    fit = [way for way in ways if found is None or numbers(_text(way)) == found]
    return [way for way in fit if not ambiguous(_text(way))] or fit


def _most(ways: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
    """What at least two have, and more than have anything else."""
    ranked = Counter(ways).most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return ranked[0][0]


def _best(words: Sequence[Word], usage: Usage, before: str, after: str) -> Word:
    """One word as several readings have it."""
    votes = Counter(word.text for word in words)
    best = max(words, key=lambda w: (votes[w.text] + usage.company(before, w.text, after), w.confidence))
    return replace(best, confidence=best.confidence * (1 if len(votes) == 1 else _DISPUTED))


def _worth(way: Reading, usage: Usage) -> float:
    """How likely a stretch is by itself."""
    if not way:
        return 0.5
    return sum(w.confidence + usage.company("", w.text, "") for w in way) / (2 * len(way))


def _text(way: Reading) -> str:
    return " ".join(word.text for word in way)
