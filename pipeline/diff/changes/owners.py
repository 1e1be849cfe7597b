"""What changed in who does the work. In: the tasks of both sides, the case. Out: findings of change.

Bodies are compared through the unit table (succession.py). A role the plan states is compared with what the other plan
states; where one of them only lets it be inferred (owners inside a method text), a body that acts in either role is
still there. Owners read from a column that the other plan does not have are no loss.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...comparison import Code
from ...model import Owner, Task
from ...text import key
from .case import Case, Found, cell_text, short
from .succession import Link, Relation, relate
from .wording import compare as compare_words

_LEAD: tuple[str, ...]
_COOP: tuple[str, ...]
_LEADER: tuple[str, ...]
_LEAD, _COOP, _LEADER = ("lead",), ("cooperating",), ("leader",)
_ACTORS = ("lead", "cooperating", "requested")
_CODES: dict[Relation, Code] = {
    "renamed": "owner_renamed", "merged": "owner_merged", "split": "owner_split", "level": "owner_level_changed",
}  # fmt: skip
_NAMES: dict[tuple[str, ...], str] = {_LEAD: "Chủ trì", _COOP: "Phối hợp", _LEADER: "Lãnh đạo phụ trách"}


@dataclass(frozen=True, slots=True)
class _Sides:
    """The owners of the old and of the new tasks, each body once."""

    old: tuple[Owner, ...]
    new: tuple[Owner, ...]

    def of(self, old: bool, roles: Sequence[str]) -> list[Owner]:
        return [owner for owner in (self.old if old else self.new) if owner.role in roles]


def compare(old: Sequence[Task], new: Sequence[Task], case: Case) -> Iterator[Found]:
    """All changes of owners; bodies that only changed their name or level first told as such."""
    sides = _Sides(_owners(old), _owners(new))
    swapped = list(_swapped(sides, case))
    if swapped:
        yield from swapped
        return
    yield from _role(sides, _LEAD, old, new, case)
    yield from _role(sides, _COOP, old, new, case)
    yield from _role(sides, _LEADER, old, new, case)


def _owners(tasks: Sequence[Task]) -> tuple[Owner, ...]:
    found = {(o.role, o.unit or key(o.name)): o for task in tasks for o in reversed(task.owners)}
    order = {(o.role, o.unit or key(o.name)): None for task in tasks for o in task.owners}
    return tuple(found[name] for name in order)


def _swapped(sides: _Sides, case: Case) -> Iterator[Found]:
    """A lead that co-operates now, for one that co-operated and leads now."""
    down = _crossing(sides, _LEAD, _COOP, case)
    up = _crossing(sides, _COOP, _LEAD, case)
    if down and up:
        was, now = (_list(sides.of(old, _LEAD)) for old in (True, False))
        reason = f"Đổi vai: “{down[0].name}” từ chủ trì sang phối hợp, “{up[0].name}” từ phối hợp sang chủ trì."
        yield Found("role_swapped", "owner", was or None, now or None, reason)


def _crossing(sides: _Sides, of: Sequence[str], to: Sequence[str], case: Case) -> list[Owner]:
    """Stated owners of one role that now stand in the other and no longer in their own."""
    mine, still, there = sides.of(True, of), sides.of(False, of), sides.of(False, to)
    return [
        owner
        for owner in mine
        if not owner.inferred and not _partner(owner, still, case) and _partner(owner, there, case)
    ]


def _role(
    sides: _Sides, roles: tuple[str, ...], old: Sequence[Task], new: Sequence[Task], case: Case
) -> Iterator[Found]:
    """One role of both sides: who lives on under another name, who went, who came."""
    was, now = sides.of(True, roles), sides.of(False, roles)
    if unread := _unread(old, new, roles, case):
        yield from unread
        return
    linked = {n: link for n, owner in enumerate(was) if (link := _partner(owner, now, case))}
    yield from _succeeded([(was[n], partner, link) for n, (partner, link) in linked.items()], roles)
    gone = [owner for n, owner in enumerate(was) if n not in linked and not _elsewhere(owner, sides, False, case)]
    come = [owner for owner in now if not any(relate(o, owner, case) for o in was)]
    come = [owner for owner in come if not _elsewhere(owner, sides, True, case)]
    gone = gone if _could_name(new, False, roles, case) else []
    come = come if _could_name(old, True, roles, case) else []
    if gone or come:
        yield _changed(was, now, gone, come, roles)


def _unread(old: Sequence[Task], new: Sequence[Task], roles: tuple[str, ...], case: Case) -> Sequence[Found] | None:
    """An owner cell whose words were not read is no missing owner: words are compared; None where all were read."""
    columns = {_LEAD: ("lead", "lead_coop"), _COOP: ("coop",), _LEADER: ("leader",)}[roles]
    texts = ["\n".join(filter(None, (cell_text(task, *columns) for task in tasks))) for tasks in (old, new)]
    named = [any(_named(task, roles) for task in tasks) for tasks in (old, new)]
    if all(name or not text.strip(" -–—\n") for name, text in zip(named, texts, strict=True)):
        return None
    if compare_words(texts[0], texts[1], case) != "other":
        return ()
    code: Code = "coop_changed" if roles == _COOP else "owner_changed"
    was, now = (short(text) or "không ghi" for text in texts)
    return (Found(code, "owner", texts[0] or None, texts[1] or None, f"{_NAMES[roles]}: {was} → {now}."),)


def _partner(owner: Owner, others: Sequence[Owner], case: Case) -> tuple[Owner, Link] | None:
    """The same body if it is there, else one it became."""
    links = [(other, link) for other in others if (link := relate(owner, other, case))]
    same = [pair for pair in links if pair[1].relation == "same"]
    return next(iter(same or links), None)


def _succeeded(pairs: list[tuple[Owner, Owner, Link]], roles: tuple[str, ...]) -> Iterator[Found]:
    for old, new, link in pairs:
        if link.relation in _CODES:
            reason = f"{_NAMES[roles]}: “{old.name}” → “{new.name}” ({link.how})."
            yield Found(_CODES[link.relation], "owner", old.name, new.name, reason)


def _elsewhere(owner: Owner, sides: _Sides, old: bool, case: Case) -> bool:
    """Still at work in another role of the other plan, where one of the two roles was only inferred."""
    roles = ("lead", "cooperating") if owner.role == "lead" else _ACTORS  # who is only asked leads nothing
    others = [o for o in sides.of(old, roles) if o.role != owner.role]
    partners = [o for o in others if (relate(o, owner, case) if old else relate(owner, o, case))]
    return any(owner.inferred or other.inferred or other.role == "requested" for other in partners)


def _could_name(tasks: Sequence[Task], old: bool, roles: tuple[str, ...], case: Case) -> bool:
    """Whether that plan has a column the role could stand in."""
    if roles == _LEADER:
        columns: tuple[str, ...] = ("leader",)
    else:
        columns = (*roles, "lead_coop", "method") if roles == _LEAD else ("coop", "lead_coop", "method")
    return any(
        case.has_column(task, old, *columns) or _named(task, roles) or _names(task, old, roles, case) for task in tasks
    )


def _names(task: Task, old: bool, roles: tuple[str, ...], case: Case) -> bool:
    """Whether other tasks of its table name the role in a column both roles share ("Phụ trách")."""
    return any((task.table, role) in case.named(old) for role in roles)


def _named(task: Task, roles: tuple[str, ...]) -> bool:
    return any(owner.role in roles for owner in task.owners)


def _changed(
    was: Sequence[Owner], now: Sequence[Owner], gone: list[Owner], come: list[Owner], roles: tuple[str, ...]
) -> Found:
    parts = [f"bỏ {_list(gone)}"] if gone else []
    parts += [f"thêm {_list(come)}"] if come else []
    notes = ", suy ra từ lời văn" if any(o.inferred for o in (*gone, *come)) else ""
    before, after = _list(was) or "không ghi", _list(now) or "không ghi"
    reason = f"{_NAMES[roles]}: {before} → {after} ({'; '.join(parts)}{notes})."
    code: Code = "coop_changed" if roles == _COOP else "owner_changed"
    return Found(code, "owner", _list(was) or None, _list(now) or None, reason)


def _list(owners: Sequence[Owner]) -> str:
    return "; ".join(owner.name for owner in owners)
