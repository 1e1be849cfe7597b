"""The contract's order of matches: that of the new plan, dropped tasks where they stood.

In: matches in any order. Out: the same matches. A dropped task follows the nearest task before it that stayed in
its section, or precedes the nearest after it; where its section is gone, it follows the nearest task before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .facts import Facts
from .pairs import Match

Place = tuple[int, int, int]  # of a new task, before (-1) or after (1) it, the old plan's order


def in_order(matches: Iterable[Match], old: Sequence[Facts], new: Sequence[Facts]) -> list[Match]:
    """The matches in the contract's order."""
    old_place = {row.task.id: n for n, row in enumerate(old)}
    new_place = {row.task.id: n for n, row in enumerate(new)}
    matches = list(matches)
    became = {t.id: min(new_place[x.id] for x in m.new) for m in matches if m.new for t in m.old}
    stayed = [became.get(row.task.id) for row in old]

    def place(match: Match) -> Place:
        first = min((old_place[t.id] for t in match.old), default=-1)
        if match.new:
            return min(new_place[t.id] for t in match.new), 0, first
        return _stood(first, stayed, old, new)

    return sorted(matches, key=place)


def _stood(gone: int, stayed: Sequence[int | None], old: Sequence[Facts], new: Sequence[Facts]) -> Place:
    for near, side in _around(gone, len(old), old):
        there = stayed[near]
        if there is not None and new[there].section == old[gone].section:
            return there, side, gone
    before = (stayed[n] for n in range(gone - 1, -1, -1))
    last = next((there for there in before if there is not None), None)
    return (-1, 1, gone) if last is None else (last, 1, gone)


def _around(gone: int, count: int, old: Sequence[Facts]) -> Iterator[tuple[int, int]]:
    """The rows of its section before it, nearest first, then those after it."""
    for steps, side in ((range(gone - 1, -1, -1), 1), (range(gone + 1, count), -1)):
        for near in steps:
            if old[near].section != old[gone].section:
                break
            yield near, side
