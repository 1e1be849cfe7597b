"""Which body became which. In: two owners, the case. Out: how they are related through the unit table, and why.

Related: the same unit; a successor of the old one that is at work before the new plan ends (a plan of January 2025
foresees the mergers of March); or a collective that goes by several names. Everything else is another body.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from ...model import Owner
from ...rulebook import RuleBook
from ...text import key
from ...units import Unit
from .case import Case, day

Relation = Literal["same", "renamed", "merged", "split", "level"]


@dataclass(frozen=True, slots=True)
class Link:
    """How an old owner lives on in a new one. how: Vietnamese, "" where there is nothing to say."""

    relation: Relation
    how: str = ""


def relate(old: Owner, new: Owner, case: Case) -> Link | None:
    """None where the two are different bodies."""
    if _same_words(old, new, case.book):
        return Link("same", _grown(old, new, case))
    was, now = _units(old, case), _units(new, case)
    if _alike(old, new, was, now) or {u.name for u in was if old.unit} & {u.name for u in now if new.unit}:
        return Link("same", _grown(old, new, case))
    links = (_descends(a, b, case) for a in was for b in now)
    return next((link for link in links if link), None)


def _same_words(old: Owner, new: Owner, book: RuleBook) -> bool:
    if old.unit and old.unit == new.unit:
        return True
    was, now = key(old.name), key(new.name)
    general = _general(book)
    return was == now or (was in general and general[was] == general.get(now))


@lru_cache(maxsize=4)
def _general(book: RuleBook) -> dict[str, int]:
    """The names of the collectives of one house -> their group."""
    groups = book.table("changes").get("owners", {}).get("general", ())
    return {key(name): n for n, group in enumerate(groups) for name in group}


def _units(owner: Owner, case: Case) -> tuple[Unit, ...]:
    """The unit the plan means; for a name it could not place, all that go by it."""
    if owner.unit and owner.unit in case.units.units:
        return (case.units.units[owner.unit],)
    found = case.units.candidates(owner.name)
    kind = case.units.class_of(owner.name)
    return found or ((kind,) if kind else ())


def _alike(old: Owner, new: Owner, was: tuple[Unit, ...], now: tuple[Unit, ...]) -> bool:
    """An unplaced name counts as a unit it may mean where both are collectives, or both are unplaced."""
    shared = {u.id for u in was if u.kind != "class"} & {u.id for u in now}
    if not shared:
        return False
    return (old.unit is None and new.unit is None) or (old.collective and new.collective) or len(was) == len(now) == 1


def _grown(old: Owner, new: Owner, case: Case) -> str:
    """The same name before and after a merger: the body took others in."""
    units = case.units.units
    if not (old.unit and new.unit) or old.unit == new.unit or new.unit not in units:
        return ""
    return f"{new.name}: {units[new.unit].note}" if units[new.unit].note else ""


def _descends(old: Unit, new: Unit, case: Case) -> Link | None:
    """Through successors, those of the new unit too: before the day of the merger its own row is the older one."""
    if old.id == new.id:
        return None
    heirs = {unit.id: n for n, unit in _heirs(old, case)}
    itself = (new, *(unit for _, unit in _heirs(new, case) if unit.name == new.name))
    reached = next((unit for unit in itself if unit.id in heirs), None)
    if reached is None or not _at_work(reached, old, case):
        return None
    since = _since(reached, old)
    if old.level != reached.level:
        return Link("level", f"chuyển cấp{since}")
    if heirs[reached.id] > 0:
        return Link("split", f"nhận một phần chức năng{since}" + (f"; {old.note}" if old.note else ""))
    parents = [case.units.units[p] for p in reached.predecessors if p in case.units.units]
    if len(parents) > 1 and not old.collective:
        return Link("merged", f"hợp nhất{since}")
    return Link("renamed", f"đổi tên{since}")


def _heirs(unit: Unit, case: Case) -> Iterator[tuple[int, Unit]]:
    """The successors, theirs too: place in the list of successors (0: the main heir) and the unit."""
    queue, seen = [(0, unit)], {unit.id}
    while queue:
        _, each = queue.pop(0)
        for place, name in enumerate(each.successors):
            heir = case.units.units.get(name)
            if heir and heir.id not in seen:
                seen.add(heir.id)
                queue.append((place, heir))
                yield place, heir


def _at_work(heir: Unit, old: Unit, case: Case) -> bool:
    """The change is in force before the new plan ends."""
    begun = heir.valid_from or (_next(old.valid_to) if old.valid_to else None)
    return begun is None or case.until is None or begun <= case.until


def _since(heir: Unit, old: Unit) -> str:
    begun = heir.valid_from or (_next(old.valid_to) if old.valid_to else None)
    return f" từ {day(begun)}" if begun else ""


def _next(last: date) -> date:
    return date.fromordinal(last.toordinal() + 1)
