"""How alike texts are: rows of words as sparse vectors, each word weighed by its rarity.

In: the words of the rows of both plans (and of an archive, whose words say what is common). Out: `Vectors`: one
normalised row a task; its product with another's is the likeness 0..1. It knows no tasks.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from .words import Words

Sparse = Any  # scipy.sparse.csr_array: scipy is imported where it is used
_RUN = 3
Row = Mapping[str, float]  # a feature and what it weighs
BLOCK = 512  # rows of a product taken at once


@dataclass(frozen=True)
class Vectors:
    """old and new: normalised rows over the same features. old_rows, new_rows: the same before, by word or words."""

    old: Sparse
    new: Sparse
    old_rows: Sequence[Mapping[str, float]]
    new_rows: Sequence[Mapping[str, float]]


def vectors(
    old: Sequence[Words], new: Sequence[Words], factors: Mapping[str, float], archive: Iterable[Words] = ()
) -> Vectors:
    """Vectors of the rows of two plans."""
    rarity = _rarity([*old, *new, *archive])
    old_rows, new_rows = (_featured(rows, rarity, factors) for rows in (old, new))
    numbers: dict[str, int] = {}
    for row in (*old_rows, *new_rows):
        for feature in row:
            numbers.setdefault(feature, len(numbers))
    old_matrix, new_matrix = (matrix(list(map(normalised, rows)), numbers) for rows in (old_rows, new_rows))
    return Vectors(old_matrix, new_matrix, old_rows, new_rows)


def _featured(
    rows: Sequence[Words], rarity: Mapping[str, float], factors: Mapping[str, float]
) -> list[dict[str, float]]:
    runs = _runs(rows)
    return [_features(row, _weigh(row, runs, rarity, factors), factors["pair"]) for row in rows]


def _rarity(rows: Sequence[Words]) -> dict[str, float]:
    """Logarithm of how few of the rows hold a word."""
    counts = Counter(word for row in rows for word in set(row.words))
    return {word: math.log(1 + len(rows) / count) for word, count in counts.items()}


def _runs(rows: Sequence[Words]) -> frozenset[tuple[str, ...]]:
    """Runs of words that several rows of one plan share: its templates."""
    counts = Counter(run for row in rows for run in {row.words[i : i + _RUN] for i in range(len(row.words) - _RUN + 1)})
    return frozenset(run for run, count in counts.items() if count > 1)


def _weigh(
    row: Words, runs: frozenset[tuple[str, ...]], rarity: Mapping[str, float], factors: Mapping[str, float]
) -> tuple[float, ...]:
    repeated: set[int] = set()
    for i in range(len(row.words) - _RUN + 1):
        if row.words[i : i + _RUN] in runs:
            repeated.update(range(i, i + _RUN))
    return tuple(
        rarity[word] * weight * (factors["repeated"] if i in repeated else 1.0)
        for i, (word, weight) in enumerate(zip(row.words, row.weights, strict=True))
    )


def _features(row: Words, weights: Sequence[float], pair: float) -> dict[str, float]:
    """Words and neighbouring words, each by the most it weighs in the row."""
    found: dict[str, float] = {}
    for word, weight in zip(row.words, weights, strict=True):
        found[word] = max(found.get(word, 0.0), weight)
    for a, b, x, y in zip(row.words, row.words[1:], weights, weights[1:], strict=False):
        name = f"{a} {b}"
        found[name] = max(found.get(name, 0.0), pair * (x + y) / 2)
    return found


def normalised(row: Mapping[str, float]) -> Mapping[str, float]:
    """The row with length 1; a row without words stays as it is."""
    length = math.sqrt(sum(value * value for value in row.values())) or 1.0
    return {name: value / length for name, value in row.items()}


def matrix(rows: Sequence[Mapping[str, float]], numbers: Mapping[str, int]) -> Sparse:
    """The rows as one sparse matrix; numbers: the column of each feature."""
    from scipy.sparse import csr_array

    values = [value for row in rows for value in row.values()]
    columns = [numbers[name] for row in rows for name in row]
    ends = [0, *accumulate(map(len, rows))]
    return csr_array((values, columns, ends), shape=(len(rows), max(1, len(numbers))))


def covered(row: Row, by: Sequence[Row]) -> float:
    """The share of a row's words, weighed, that stand in any of the others."""
    total = sum(row.values())
    return sum(weight for word, weight in row.items() if any(word in other for other in by)) / total if total else 0.0
