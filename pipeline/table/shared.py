"""Values that a section row gives to all rows below it: "I | Tuyên truyền | | Văn phòng" over rows without an owner.

In: `Item`s, tasks and sections told apart. Out: the same; such a row is a section, and the rows below take its values.
"""

from __future__ import annotations

from collections.abc import Sequence

from .items import PLAN_COLUMNS, Item

_SHARED = frozenset(("time", "lead", "coop", "lead_coop", "leader"))


def set_shared(items: Sequence[Item], roles: Sequence[str]) -> None:
    """A row with an owner or a time only, whose rows below all lack it and have other plan values of their own.

    With a time it may be a task in steps: a dotted number below (1.1 under 1) keeps it one.
    """
    depths = _depths(items)
    for place, item in enumerate(items):
        if item.kind != "task" or item.candidate or item.label is None or item.draft.label_inherited:
            continue
        shared = tuple(i for i, role in enumerate(roles) if role in PLAN_COLUMNS and item.draft.value(i))
        if not all(roles[i] in _SHARED and item.draft.own[i] for i in shared):
            continue
        below = _below(items, depths, place)
        in_steps = bool(below) and below[0].extends(item) and any(roles[i] == "time" for i in shared)
        if not in_steps and _lack(below, shared, roles):
            item.kind, item.shared = "section", shared
            _hand_down(item, below)


def _lack(below: Sequence[Item], shared: Sequence[int], roles: Sequence[str]) -> bool:
    tasks = [item for item in below if not item.candidate]
    others = [i for i, role in enumerate(roles) if role in PLAN_COLUMNS and i not in shared]
    return len(tasks) > 1 and all(
        any(t.draft.value(i) for i in others) and not any(t.draft.value(i) for i in shared) for t in tasks
    )


def _hand_down(item: Item, below: Sequence[Item]) -> None:
    for child in below:
        for column in () if child.candidate else item.shared:
            child.draft.down[column] = item.draft.own[column]


def _depths(items: Sequence[Item]) -> list[int]:
    """How deep the scheme of each row lies among the schemes open there."""
    open_: list[str] = []
    out = []
    for item in items:
        if item.scheme in open_:
            del open_[open_.index(item.scheme) + 1 :]
        else:
            open_.append(item.scheme)
        out.append(len(open_))
    return out


def _below(items: Sequence[Item], depths: Sequence[int], place: int) -> list[Item]:
    """The rows that lie deeper than the one at `place`, up to the next that does not."""
    end = place + 1
    while end < len(items) and depths[end] > depths[place]:
        end += 1
    return list(items[place + 1 : end])
