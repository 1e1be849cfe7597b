"""How alike two tasks are: the candidates for a match, each with its score and what the score is made of.

In: the facts of the tasks of both plans. Out: `Candidates`: for each pair worth a look the parts of DOMAIN 7.2.3 and
their weighted mean. It decides nothing (assign.py). Of each row only the best candidates stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TypeVar

from ..rulebook import RuleBook
from .facts import Facts, Owners, same_section, same_targets
from .names import other_things
from .vectors import Vectors, cover, likeness, nearest, vectors
from .words import Words

_KEPT = 20  # candidates of one row, at most
_NAMESAKES = 5  # rows that name one thing, at most, to be candidates for that alone

_ASKED = 100  # values of a part that are compared to learn how common agreement is

Link = tuple[int, int]
T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Candidate:
    """parts: name of the part to agreement 0..1; None where it cannot be told. kept: what stays of the score where
    the two name other things."""

    content: float
    parts: Mapping[str, float | None]
    score: float
    kept: float = 1.0


@dataclass(frozen=True)
class Candidates:
    """links: (old index, new index) to candidate; vectors: what the likeness was measured on; weights: of the parts.

    closed: the old and the new rows a person has settled; apart: the links a person denied. They are in no link.
    """

    links: Mapping[Link, Candidate]
    vectors: Vectors
    weights: Mapping[str, float]
    closed: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())
    apart: frozenset[Link] = frozenset()

    def without(self, closed: tuple[frozenset[int], frozenset[int]], apart: frozenset[Link]) -> Candidates:
        """The candidates that a person's decisions leave open."""
        links = {
            (i, j): c
            for (i, j), c in self.links.items()
            if i not in closed[0] and j not in closed[1] and (i, j) not in apart
        }
        return Candidates(links, self.vectors, self.weights, closed, apart)


def candidates(old: Sequence[Facts], new: Sequence[Facts], book: RuleBook, archive: Sequence[Words] = ()) -> Candidates:
    """The pairs that may be one measure."""
    settings = book.table("diff")
    words = vectors([f.words for f in old], [f.words for f in new], settings["word_weights"], archive)
    detail = vectors([f.detail for f in old], [f.detail for f in new], settings["word_weights"])
    owners = Owners(book)
    weights = _weights(old, new, owners, settings["weights"])
    at = nearest(words, settings["floors"]["words"], _KEPT, _surely(old, new))
    contents = settings["cover"] * cover(words, *at) + (1 - settings["cover"]) * likeness(words, *at)
    found = {}
    for i, j, content, details in zip(*(a.tolist() for a in (*at, contents, likeness(detail, *at))), strict=True):
        a, b = old[i], new[j]
        content *= settings["other_names"] if a.names and b.names and not a.names & b.names else 1.0
        if content < settings["floors"]["content"]:
            continue
        kept = settings["other_things"] if other_things(a.things, b.things) else 1.0
        content *= kept
        parts = _parts(a, b, owners)
        parts["detail"] = details if a.detail.words and b.detail.words else None
        found[i, j] = Candidate(content, parts, kept * _mean({"content": content, **parts}, weights), kept)
    return Candidates(found, words, weights)


def with_neighbours(found: Candidates, chosen: Mapping[int, int]) -> Candidates:
    """The candidates again, now that it is known which rows beside them belong together."""
    links = {}
    for (i, j), candidate in found.links.items():
        beside = [chosen[near] == j + step for near, step in ((i - 1, -1), (i + 1, 1)) if chosen.get(near, j) != j]
        parts = {**candidate.parts, "neighbour": sum(beside) / 2 + (2 - len(beside)) / 4}  # unknown: half
        score = candidate.kept * _mean({"content": candidate.content, **parts}, found.weights)
        links[i, j] = replace(candidate, parts=parts, score=score)
    return replace(found, links=links)


def _surely(old: Sequence[Facts], new: Sequence[Facts]) -> Iterator[Link]:
    """Rows with the very same words, the first with the first, and the few that name one thing (tỉnh lộ 912).

    In a plan of one template more rows are alike than are kept.
    """
    marks: tuple[dict[Hashable, list[int]], dict[Hashable, list[int]]] = ({}, {})
    for side, rows in zip(marks, (old, new), strict=True):
        for n, row in enumerate(rows):
            named: list[Hashable] = [(kind, name) for kind, names in row.things.items() for name in sorted(names)]
            for mark in (row.key, *named):
                side.setdefault(mark, []).append(n)
    for mark, places in marks[0].items():
        there = marks[1].get(mark, [])
        if isinstance(mark, str):
            yield from zip(places, there, strict=False)
        elif max(len(places), len(there)) <= _NAMESAKES:
            yield from product(places, there)


def _weights(
    old: Sequence[Facts], new: Sequence[Facts], owners: Owners, weights: Mapping[str, float]
) -> dict[str, float]:
    """What each part weighs in these two plans: less, the more of all pairs agree in it anyway."""
    common = {
        "section": _agreement([f.section for f in old], [f.section for f in new], same_section),
        "owner": _agreement([f.owners for f in old], [f.owners for f in new], owners.agree),
        "target": _agreement([f.targets for f in old], [f.targets for f in new], same_targets),
    }
    return {name: weight * (1 - common.get(name, 0.0)) for name, weight in weights.items()}


def _agreement(old: Sequence[T], new: Sequence[T], agree: Callable[[T, T], float | None]) -> float:
    """How far any old row agrees with any new one; of many different values the most frequent are asked."""
    sides = [Counter(rows).most_common(_ASKED) for rows in (old, new)]
    told = [(found, n * m) for a, n in sides[0] for b, m in sides[1] if (found := agree(a, b)) is not None]
    total = sum(count for _, count in told)
    return sum(found * count for found, count in told) / total if total else 0.0


def _parts(a: Facts, b: Facts, owners: Owners) -> dict[str, float | None]:
    return {
        "section": same_section(a.section, b.section),
        "owner": owners.agree(a.owners, b.owners),
        "target": same_targets(a.targets, b.targets),
        "number": None if not a.number or not b.number else float(a.number == b.number),
    }


def _mean(parts: Mapping[str, float | None], weights: Mapping[str, float]) -> float:
    told = {name: value for name, value in parts.items() if value is not None}
    return sum(weights[name] * value for name, value in told.items()) / sum(weights[name] for name in told)
