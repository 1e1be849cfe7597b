"""Who gets which task on which assignment sheet. In: Plan. Out: duties by unit, sheet names Excel accepts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..model import Owner, Plan, Task

SHARED = "Nhiệm vụ chung"
LEADS = "I. Nhiệm vụ chủ trì"
HELPS = "II. Nhiệm vụ phối hợp"
COLLECTIVE = "I. Nhiệm vụ giao chung cho nhiều đơn vị"
NOBODY = "II. Nhiệm vụ chưa xác định đơn vị chủ trì"

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']+")


@dataclass(frozen=True, slots=True)
class Duty:
    """One task on a unit's sheet; group is the heading it stands under."""

    group: str
    task: Task


def assign(plan: Plan) -> dict[str, list[Duty]]:
    """Sheets in order: lead units as the plan first names them, then shared duties. No task is missing.

    A unit that leads nothing has no sheet of its own; its co-operation shows on the lead's sheet.
    """
    names: dict[str, str] = {}
    for owner in _leads(plan.tasks):
        names.setdefault(_identity(owner), owner.name)
    sheets: dict[str, list[Duty]] = {name: [] for name in names.values()}
    sheets[SHARED] = []
    for task in plan.tasks:
        for sheet, group in _places(task, names):
            sheets[sheet].append(Duty(group, task))
    return {sheet: sorted(duties, key=lambda d: d.group) for sheet, duties in sheets.items() if duties}


def _places(task: Task, names: dict[str, str]) -> list[tuple[str, str]]:
    leads = [o for o in task.owners if o.role == "lead"]
    found = [(names[_identity(o)], LEADS) for o in leads if not o.collective]
    if any(o.collective for o in leads):
        found.append((SHARED, COLLECTIVE))
    if not leads:
        found.append((SHARED, NOBODY))
    helps = (o for o in task.owners if o.role == "cooperating" and _identity(o) in names)
    found += [(names[_identity(o)], HELPS) for o in helps if (names[_identity(o)], LEADS) not in found]
    return list(dict.fromkeys(found))


def _leads(tasks: Iterable[Task]) -> Iterable[Owner]:
    return (o for task in tasks for o in task.owners if o.role == "lead" and not o.collective)


def _identity(owner: Owner) -> str:
    return owner.unit or owner.name.casefold()


def sheet_names(units: list[str]) -> dict[str, str]:
    """A valid, unique Excel sheet name (at most 31 characters) for each unit.

    >>> sheet_names(["Văn phòng Sở", "Sở A/B"])
    {'Văn phòng Sở': 'Văn phòng Sở', 'Sở A/B': 'Sở A B'}
    """
    result: dict[str, str] = {}
    taken = {"bảng theo dõi", "history"}
    for unit in units:
        base = " ".join(_FORBIDDEN.sub(" ", unit).split())[:31].strip() or "Đơn vị"
        name, n = base, 2
        while name.casefold() in taken:
            suffix = f" ({n})"
            name, n = base[: 31 - len(suffix)].strip() + suffix, n + 1
        taken.add(name.casefold())
        result[unit] = name
    return result
