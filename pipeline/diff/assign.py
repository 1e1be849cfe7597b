"""The one-to-one assignment that is best for the whole plan, and its ties.

In: candidates with their scores. Out: for each old row its new row. Solved by SciPy's sparse assignment (LAPJVsp);
nothing below the floor is assigned. Among equals the rows nearer in order go together, and the tie is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .likeness import Candidates, Link

_NOTHING = 0.5  # what leaving a row alone is worth: the same for every row, so it moves nothing
_ORDER = 1e-4  # how much nearness in order may weigh: less than any tie


def assign(found: Candidates, old: int, new: int, floor: float, fixed: Mapping[int, int]) -> dict[int, int]:
    """The assignment with the greatest sum of scores above the floor; fixed: what is not asked."""
    import numpy as np
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    taken = set(fixed.values())
    links = ((i, j, c.score - floor) for (i, j), c in found.links.items() if i not in fixed and j not in taken)
    gains = [link for link in links if link[2] >= 0]
    if not gains:
        return dict(fixed)
    rows = [i for i, _, _ in gains] + list(range(old))
    columns = [j for _, j, _ in gains] + [new + i for i in range(old)]
    apart = (abs(i / max(1, old) - j / max(1, new)) for i, j, _ in gains)
    worth = [_NOTHING + gain + _ORDER * (2 - far) for (_, _, gain), far in zip(gains, apart, strict=True)]
    worth += [_NOTHING] * old
    matrix = csr_array((np.array(worth), (np.array(rows), np.array(columns))), shape=(old, new + old))
    chosen = min_weight_full_bipartite_matching(matrix, maximize=True)
    return {**{int(i): int(j) for i, j in zip(*chosen, strict=True) if j < new}, **fixed}


@dataclass(frozen=True, slots=True)
class Tie:
    """A match that could as well have been another: `rival` is the link that would take its place."""

    link: Link
    rival: Link


def ties(found: Candidates, chosen: Mapping[int, int], floor: float, near: float) -> Iterator[Tie]:
    """Every chosen link whose exchange would cost next to nothing, one rival each."""
    taken = {j: i for i, j in chosen.items()}

    def gain(i: int | None, j: int | None) -> float:
        candidate = found.links.get((i, j)) if i is not None and j is not None else None
        return max(0.0, candidate.score - floor) if candidate else 0.0

    told: set[int] = set()
    for (i, j), candidate in sorted(found.links.items()):
        if candidate.score < floor or chosen.get(i) == j:
            continue
        other_i, other_j = taken.get(j), chosen.get(i)
        if other_i is None and other_j is None:
            continue
        now = gain(i, other_j) + gain(other_i, j)
        if now - gain(i, j) - gain(other_i, other_j) >= near:
            continue
        for link in ((other_i, j), (i, other_j)):
            if link[0] is not None and link[1] is not None and link[0] not in told:
                told.add(link[0])
                yield Tie((link[0], link[1]), (i, j))
