"""How alike two tasks are: the candidates for a match, each with its score and what the score is made of.

In: the facts of the tasks of both plans. Out: `Candidates`: for each pair worth a look the parts of DOMAIN 7.2.3 and
their weighted mean. It decides nothing (assign.py). Of each row only the best candidates stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..rulebook import RuleBook
from .facts import Facts, Owners, same_section, same_targets
from .vectors import Vectors, cover, likeness, nearest, vectors
from .words import Words

_KEPT = 20  # candidates of one row, at most

Link = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """parts: name of the part to agreement 0..1; None where it cannot be told."""

    content: float
    parts: Mapping[str, float | None]
    score: float


@dataclass(frozen=True)
class Candidates:
    """links: (old index, new index) to candidate; vectors: the words the likeness was measured on.

    closed: the old and the new rows a person has settled; apart: the links a person denied. They are in no link.
    """

    links: Mapping[Link, Candidate]
    vectors: Vectors
    closed: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())
    apart: frozenset[Link] = frozenset()

    def without(self, closed: tuple[frozenset[int], frozenset[int]], apart: frozenset[Link]) -> Candidates:
        """The candidates that a person's decisions leave open."""
        links = {
            (i, j): c
            for (i, j), c in self.links.items()
            if i not in closed[0] and j not in closed[1] and (i, j) not in apart
        }
        return Candidates(links, self.vectors, closed, apart)


def candidates(old: Sequence[Facts], new: Sequence[Facts], book: RuleBook, archive: Sequence[Words] = ()) -> Candidates:
    """The pairs that may be one measure."""
    settings = book.table("diff")
    factors, weights = settings["word_weights"], settings["weights"]
    words = vectors([f.words for f in old], [f.words for f in new], factors, archive)
    detail = vectors([f.detail for f in old], [f.detail for f in new], factors)
    owners = Owners(book)
    at = nearest(words, settings["floors"]["words"], _KEPT)
    contents = settings["cover"] * cover(words, *at) + (1 - settings["cover"]) * likeness(words, *at)
    enough = contents >= settings["floors"]["content"]
    at = at[0][enough], at[1][enough]
    rows = zip(at[0].tolist(), at[1].tolist(), contents[enough].tolist(), likeness(detail, *at).tolist(), strict=True)
    found = {}
    for i, j, content, details in rows:
        parts = _parts(old[i], new[j], owners)
        parts["detail"] = details if old[i].detail.words and new[j].detail.words else None
        found[i, j] = Candidate(content, parts, _mean({"content": content, **parts}, weights))
    return Candidates(found, words)


def with_neighbours(found: Candidates, chosen: Mapping[int, int], weights: Mapping[str, float]) -> Candidates:
    """The candidates again, now that it is known which rows beside them belong together."""
    links = {}
    for (i, j), candidate in found.links.items():
        beside = [chosen[near] == j + step for near, step in ((i - 1, -1), (i + 1, 1)) if chosen.get(near, j) != j]
        parts = {**candidate.parts, "neighbour": sum(beside) / 2 + (2 - len(beside)) / 4}  # unknown: half
        links[i, j] = replace(candidate, parts=parts, score=_mean({"content": candidate.content, **parts}, weights))
    return replace(found, links=links)


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
