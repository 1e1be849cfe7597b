"""How alike texts are: rows of words as sparse vectors, each word weighed by its rarity.

In: the words of the rows of both plans (and of an archive, whose words say what is common). Out: `Vectors`: one
normalised row a task; its product with another's is the likeness 0..1. It knows no tasks.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..text import bare
from .words import Words

Sparse = Any  # scipy.sparse.csr_array: scipy is imported where it is used
Indices = Any  # numpy.ndarray of one dimension
_RUN = 3
Row = Mapping[str, float]  # a feature and what it weighs
BLOCK = 512  # rows of a product taken at once


@dataclass(frozen=True)
class Vectors:
    """old and new: normalised rows over the same features. old_rows, new_rows: the same before, by word or words."""

    old: Sparse
    new: Sparse
    old_rows: Sequence[Row]
    new_rows: Sequence[Row]


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
    old_matrix, new_matrix = (
        matrix((_normalised(row, numbers) for row in rows), len(numbers)) for rows in (old_rows, new_rows)
    )
    return Vectors(old_matrix, new_matrix, old_rows, new_rows)


def _normalised(row: Row, numbers: Mapping[str, int]) -> Iterator[tuple[int, float]]:
    """The row with length 1; a row without words stays empty."""
    length = math.sqrt(sum(value * value for value in row.values())) or 1.0
    return ((numbers[name], value / length) for name, value in row.items())


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


def pair_name(a: str, b: str) -> str:
    """Two words in a row, without accents: a lost or mistaken tone costs the word, not its neighbours too."""
    return f"{bare(a)} {bare(b)}"


def _features(row: Words, weights: Sequence[float], pair: float) -> dict[str, float]:
    """Words and neighbouring words, each by the most it weighs in the row."""
    found: dict[str, float] = {}
    for word, weight in zip(row.words, weights, strict=True):
        found[word] = max(found.get(word, 0.0), weight)
    for a, b, x, y in zip(row.words, row.words[1:], weights, weights[1:], strict=False):
        name = pair_name(a, b)
        found[name] = max(found.get(name, 0.0), pair * (x + y) / 2)
    return found


def matrix(rows: Iterable[Iterable[tuple[int, float]]], width: int) -> Sparse:
    """Rows of (column, value) as one sparse matrix."""
    from scipy.sparse import csr_array

    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for row in rows:
        for column, value in row:
            columns.append(column)
            values.append(value)
        ends.append(len(values))
    return csr_array((values, columns, ends), shape=(len(ends) - 1, max(1, width)))


def covered(row: Row, by: Sequence[Row]) -> float:
    """The share of a row's words, weighed, that stand in any of the others."""
    total = sum(row.values())
    return sum(weight for word, weight in row.items() if any(word in other for other in by)) / total if total else 0.0


# --- whole plans at once ----------------------------------------------------------------------------------------


def nearest(words: Vectors, floor: float, kept: int, sure: Iterable[tuple[int, int]] = ()) -> tuple[Indices, Indices]:
    """The pairs (old, new) with a likeness of at least the floor, the best of each row of either plan, and the sure.

    Among equals the pair nearer in order stays. Memory grows with the rows: the product is taken block by block.
    """
    import numpy as np

    width = words.new.shape[0]
    found = [np.array([i * width + j for i, j in sure], np.int64)]
    for here, there, turned in ((words.old, words.new, False), (words.new, words.old, True)):
        for start in range(0, here.shape[0], BLOCK):
            product = (here[start : start + BLOCK] @ there.T).tocoo()
            enough = product.data >= floor
            row, column, value = product.row[enough] + start, product.col[enough], product.data[enough]
            some = foremost(row, column, value, there.shape[0] / here.shape[0], kept)
            row, column = row[some].astype(np.int64), column[some].astype(np.int64)
            found.append(column * width + row if turned else row * width + column)
    links = np.unique(np.concatenate(found))
    return links // max(1, width), links % max(1, width)


def foremost(row: Indices, column: Indices, value: Indices, slope: float, kept: int) -> Indices:
    """Which of the links are among the best of their row; of equals the nearer in order (column to row times slope)."""
    import numpy as np

    order = np.lexsort((column, np.abs(row * slope - column), -value.round(6), row))
    ranked = row[order]
    return order[np.arange(len(ranked)) - np.searchsorted(ranked, ranked) < kept]


def likeness(words: Vectors, old: Indices, new: Indices) -> Indices:
    """The cosine of each pair of rows."""
    return _along(words.old, words.new, old, new)


def cover(words: Vectors, old: Indices, new: Indices) -> Indices:
    """How much of the one text stands in the other, by whichever stands more."""
    import numpy as np

    here = _along(_shares(words.old), _presence(words.new), old, new)
    there = _along(_presence(words.old), _shares(words.new), old, new)
    return np.maximum(here, there)


def _along(a: Sparse, b: Sparse, old: Indices, new: Indices) -> Indices:
    """The products of pairs of rows, some at a time."""
    import numpy as np

    step = BLOCK * 8
    sums = [
        np.asarray(a[old[at : at + step]].multiply(b[new[at : at + step]]).sum(axis=1)).ravel()
        for at in range(0, len(old), step)
    ]
    return np.minimum(1.0, np.concatenate(sums)) if sums else np.zeros(0)


def _shares(rows: Sparse) -> Sparse:
    """Rows scaled to the sum 1."""
    import numpy as np

    total = np.asarray(rows.sum(axis=1)).ravel()
    scaled = rows.copy()
    scaled.data = rows.data / np.repeat(np.where(total > 0, total, 1.0), np.diff(rows.indptr))
    return scaled


def _presence(rows: Sparse) -> Sparse:
    import numpy as np

    present = rows.copy()
    present.data = np.ones_like(rows.data)
    return present
