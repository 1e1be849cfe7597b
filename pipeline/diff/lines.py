"""Each measure's line through the years: when it was first seen, what became of it, when it went and came back.

In: plans in the order of their years and the comparison of each with the next. Out: `Line`, one a measure, in the order
in which the measures first appear. A measure that was dropped and is new again later is matched with what it was.
It does not compare two plans (compare) and renders nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from ..comparison import Code, Confidence, PlanDiff
from ..model import Plan
from ..rulebook import RuleBook
from .changes import CODES
from .identity import measure_ids
from .match import align

Event = Literal["first", "kept", "dropped", "back"]


@dataclass(frozen=True, slots=True)
class Appearance:
    """A measure in one plan. plan: its place in the sequence; tasks: () where it was dropped; several after a split.

    event: first, kept, dropped, back (after a gap); codes: what changed since the plan before (DOMAIN 7.3).
    """

    plan: int
    tasks: tuple[str, ...]
    event: Event
    codes: tuple[Code, ...] = ()
    confidence: Confidence = "certain"


@dataclass(frozen=True, slots=True)
class Line:
    """measure_id: a function of the words it first had. content: its last wording."""

    measure_id: str
    content: str
    appearances: tuple[Appearance, ...]


def lines(plans: Sequence[Plan], diffs: Sequence[PlanDiff], book: RuleBook) -> tuple[Line, ...]:
    """The lines of all measures; diffs[n] compares plans[n] with plans[n + 1]."""
    if not plans:
        return ()
    if len(diffs) != len(plans) - 1:
        raise ValueError("one comparison between each plan and the next")
    ids = [measure_ids(plan, book) for plan in plans]
    followed = _Followed(plans, book)
    for task in plans[0].tasks:
        followed.begin(0, task.id, ids[0][task.id])
    for n, diff in enumerate(diffs):
        followed.step(n, diff, ids[n + 1])
    return tuple(followed.line(draft) for draft in followed.drafts)


def with_first_names(diffs: Sequence[PlanDiff], found: Sequence[Line]) -> tuple[PlanDiff, ...]:
    """The comparisons again, each change under the name its measure had first."""
    names = {(a.plan, task): line.measure_id for line in reversed(found) for a in line.appearances for task in a.tasks}

    def renamed(n: int, diff: PlanDiff) -> PlanDiff:
        changes = tuple(
            replace(c, measure_id=names.get((n, c.old[0]) if c.old else (n + 1, c.new[0]), c.measure_id))
            for c in diff.changes
        )
        return replace(diff, changes=changes)

    return tuple(renamed(n, diff) for n, diff in enumerate(diffs))


@dataclass
class _Draft:
    name: str
    appearances: list[Appearance] = field(default_factory=list)


class _Followed:
    """The lines while the years go by."""

    def __init__(self, plans: Sequence[Plan], book: RuleBook) -> None:
        self._plans = plans
        self._book = book
        self.drafts: list[_Draft] = []
        self._names: set[str] = set()
        self._at: dict[tuple[int, str], list[_Draft]] = {}

    def begin(self, plan: int, task: str, name: str) -> None:
        """A measure seen for the first time; a name already borne by another gets the plan's place behind it."""
        free = name if name not in self._names else f"{name}-{plan + 1}y"
        self._names.add(free)
        draft = _Draft(free)
        self.drafts.append(draft)
        self._add(draft, Appearance(plan, (task,), "first"))

    def step(self, n: int, diff: PlanDiff, ids: dict[str, str]) -> None:
        """From plan n to the next."""
        went: dict[int, tuple[_Draft, set[str], set[Code], bool]] = {}
        for change in diff.changes:
            for old in change.old:
                for draft in self._at.get((n, old), ()):
                    _, tasks, codes, sure = went.setdefault(id(draft), (draft, set(), set(), True))
                    tasks.update(change.new)
                    codes.update(change.codes)
                    went[id(draft)] = draft, tasks, codes, sure and change.confidence == "certain"
        order = {task.id: place for place, task in enumerate(self._plans[n + 1].tasks)}
        for draft, tasks, codes, sure in went.values():
            kept = tuple(sorted(tasks, key=order.__getitem__))
            told = codes - {"dropped"} if kept else codes
            confidence: Confidence = "certain" if sure else "probable"
            event: Event = "kept" if kept else "dropped"
            self._add(draft, Appearance(n + 1, kept, event, tuple(c for c in CODES if c in told), confidence))
        self._new(n + 1, [task for c in diff.changes if c.kind == "new" for task in c.new], ids)

    def _new(self, plan: int, tasks: Sequence[str], ids: dict[str, str]) -> None:
        back = self._back(plan, tasks)
        for task in tasks:
            if task in back:
                draft, confidence = back[task]
                self._add(draft, Appearance(plan, (task,), "back", (), confidence))
            else:
                self.begin(plan, task, ids[task])

    def _back(self, plan: int, tasks: Sequence[str]) -> dict[str, tuple[_Draft, Confidence]]:
        """Which of the new tasks were there in an earlier year, the nearest year first."""
        found: dict[str, tuple[_Draft, Confidence]] = {}
        gone = [d for d in self.drafts if not d.appearances[-1].tasks and d.appearances[-1].plan < plan]
        for year in range(plan - 2, -1, -1):
            last = {a.tasks[0]: d for d in gone if (a := _last_seen(d)).plan == year}
            fresh = [task for task in tasks if task not in found]
            if not last or not fresh:
                continue
            sides = self._only(year, set(last)), self._only(plan, set(fresh))
            for match in align(*sides, self._book, archive=tuple(self._plans)).matches:
                if match.kind == "matched":
                    found[match.new[0].id] = last[match.old[0].id], match.confidence
        return found

    def _only(self, plan: int, tasks: set[str]) -> Plan:
        whole = self._plans[plan]
        return replace(whole, tasks=tuple(task for task in whole.tasks if task.id in tasks))

    def _add(self, draft: _Draft, appearance: Appearance) -> None:
        draft.appearances.append(appearance)
        for task in appearance.tasks:
            self._at.setdefault((appearance.plan, task), []).append(draft)

    def line(self, draft: _Draft) -> Line:
        last = _last_seen(draft)
        content = next(task.content for task in self._plans[last.plan].tasks if task.id == last.tasks[0])
        return Line(draft.name, content, tuple(draft.appearances))


def _last_seen(draft: _Draft) -> Appearance:
    return next(a for a in reversed(draft.appearances) if a.tasks)
