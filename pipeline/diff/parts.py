"""Splits and merges: one task whose words came to stand in several, or several in one.

In: candidates and the one-to-one assignment. Out: groups of one whole and its parts. A part must stand in the whole,
must cover what no other part covers, and all parts together must cover most of the whole; so two tasks that repeat
each other are no split. A task is in one group at most; rows already matched elsewhere are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from .likeness import Candidates, Link
from .vectors import BLOCK, Row, covered, foremost, matrix

_SAID = 7  # words and pairs of words: four words say what a measure is
_KEPT = 20  # possible parts of one whole, at most


@dataclass(frozen=True, slots=True)
class Group:
    """whole: an index in one plan; parts: indices in the other, in order. share: of the whole that they cover."""

    whole: int
    parts: tuple[int, ...]
    share: float
    inside: float


def splits(found: Candidates, chosen: Mapping[int, int], limits: Mapping[str, float]) -> list[Group]:
    """Old tasks that became several new ones."""
    rows = found.vectors.old_rows, found.vectors.new_rows
    return _groups(*rows, chosen, found.closed, found.apart, limits)


def merges(found: Candidates, chosen: Mapping[int, int], limits: Mapping[str, float]) -> list[Group]:
    """New tasks that were several old ones."""
    rows = found.vectors.new_rows, found.vectors.old_rows
    closed = found.closed[1], found.closed[0]
    apart = frozenset((j, i) for i, j in found.apart)
    return _groups(*rows, {j: i for i, j in chosen.items()}, closed, apart, limits)


def _groups(
    wholes: Sequence[Row],
    parts: Sequence[Row],
    chosen: Mapping[int, int],
    closed: tuple[frozenset[int], frozenset[int]],
    apart: frozenset[Link],
    limits: Mapping[str, float],
) -> list[Group]:
    """Groups, the surest first; no part is in two of them."""
    free = sorted(set(range(len(parts))) - set(chosen.values()) - closed[1])
    open_rows = frozenset(free)
    near: dict[int, dict[int, float]] = {}
    for n, whole, share in contained([parts[n] for n in free], wholes, limits["inside"]):
        if whole not in closed[0] and (whole, free[n]) not in apart:
            near.setdefault(whole, {})[free[n]] = share
    drafts = []
    for whole, shares in sorted(near.items()):
        first = chosen.get(whole)
        if first is not None:
            shares[first] = covered(parts[first], (wholes[whole],))
        drafts.append(_group(whole, first, shares, wholes[whole], parts, limits))
    for whole, first in sorted(chosen.items()):
        if whole not in closed[0]:
            denied = {q for w, q in apart if w == whole}
            drafts.append(
                _cases(whole, first, open_rows - denied if denied else open_rows, wholes[whole], parts, limits)
            )
    taken: set[int] = set()
    groups = []
    done: set[int] = set()
    for group in sorted(filter(None, drafts), key=lambda g: (-g.share * g.inside, g.whole)):
        if taken.isdisjoint(group.parts) and group.whole not in done:
            taken.update(group.parts)
            done.add(group.whole)
            groups.append(group)
    return groups


def _group(
    whole: int,
    first: int | None,
    shares: Mapping[int, float],
    row: Row,
    parts: Sequence[Row],
    limits: Mapping[str, float],
) -> Group | None:
    """The parts of one whole: its partner if it has one, then whatever adds most, as long as it adds enough.

    A partner that stands in the whole with all its words is what was kept of it, though another part names its object.
    """
    members = [] if first is None else [first]
    while True:
        said = _words(parts, members)
        gains = [
            (sum(row[word] for word in parts[q] if word in row and word not in said), -q)
            for q in sorted(shares)
            if q not in members and _adds(parts[q], row, said, limits)
        ]
        if not gains:
            break
        members.append(-max(gains)[1])
    share = covered(row, [parts[p] for p in members])
    if len(members) < 2 or share < limits["whole"]:
        return None
    for p in members:
        kept = p == first and covered(parts[p], (row,)) >= limits["kept"]
        if not kept and not _adds(parts[p], row, _words(parts, [q for q in members if q != p]), limits):
            return None
    return Group(whole, tuple(sorted(members)), share, sum(shares[p] for p in members) / len(members))


def _cases(
    whole: int, first: int, free: Set[int], row: Row, parts: Sequence[Row], limits: Mapping[str, float]
) -> Group | None:
    """The partner and the free rows beside it that all say the whole, each for a case of its own.

    "Kết nạp đoàn viên" became "... trong khối trường học" and "... trong doanh nghiệp".
    """
    if len(row) < _SAID or not _is_case(parts[first], row, limits):
        return None
    members = [first]
    for step in (-1, 1):
        at = first + step
        while at in free and _is_case(parts[at], row, limits):
            members.append(at)
            at += step
    if len(members) < 2:
        return None
    return Group(whole, tuple(sorted(members)), 1.0, sum(covered(parts[p], (row,)) for p in members) / len(members))


def _is_case(part: Row, whole: Row, limits: Mapping[str, float]) -> bool:
    """Whether a part says all of the whole, and something more."""
    return covered(whole, (part,)) >= limits["kept"] and covered(part, (whole,)) <= 1 - limits["case"]


def _words(parts: Sequence[Row], some: Sequence[int]) -> frozenset[str]:
    return frozenset(word for p in some for word in parts[p])


def _adds(part: Row, whole: Row, said: Set[str], limits: Mapping[str, float]) -> bool:
    """Whether a part brings something of the whole that no other part has said, and little else of its own."""
    total = sum(part.values())
    own = {word: weight for word, weight in part.items() if word not in said}
    there = sum(weight for word, weight in own.items() if word in whole)
    wider = sum(weight for word, weight in whole.items() if word in own)
    if total <= 0 or there < limits["fresh"] * total:
        return False
    return there >= limits["own"] * sum(own.values()) or wider >= limits["wider"] * sum(whole.values())


def contained(parts: Sequence[Row], wholes: Sequence[Row], floor: float) -> Iterator[tuple[int, int, float]]:
    """(part, whole, share of the part's words in the whole) for every share of at least the floor.

    Of each whole only the parts that stand in it most: a plan made of one template takes no longer than another.
    """
    if not parts or not wholes:
        return
    numbers: dict[str, int] = {}
    for row in wholes:
        for word in row:
            numbers.setdefault(word, len(numbers))
    shares = matrix((_shares(row, numbers) for row in parts), len(numbers))
    for start in range(0, len(wholes), BLOCK):
        present = matrix(
            (((numbers[word], 1.0) for word in row) for row in wholes[start : start + BLOCK]), len(numbers)
        )
        product = (present @ shares.T).tocoo()
        enough = product.data >= floor
        whole, part, share = product.row[enough] + start, product.col[enough], product.data[enough]
        some = foremost(whole, part, share, len(parts) / len(wholes), _KEPT)
        yield from zip(*(a[some].tolist() for a in (part, whole, share)), strict=True)


def _shares(row: Row, numbers: Mapping[str, int]) -> Iterator[tuple[int, float]]:
    total = sum(row.values()) or 1.0
    return ((numbers[word], weight / total) for word, weight in row.items() if word in numbers)
