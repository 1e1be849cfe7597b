"""What the matching looks at in a task beside its words: section, owners, targets, number, detail; how far two agree.

In: a plan, the rules. Out: `Facts`, one a task; agreement 0..1, None where one of the two says nothing about it.
Owners agree through the unit table: a body and its successor are one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ..model import Plan, Task
from ..rulebook import RuleBook
from ..text import key
from ..units import UnitTable, name_key, unit_table
from .names import Names, namer
from .words import Words, lexicon, yearless

_DETAIL = ("method", "deliverable", "result", "note")


@dataclass(frozen=True, slots=True)
class Facts:
    """One task. section: its titles without years, innermost last; owners: unit ids, or names where unknown."""

    task: Task
    words: Words
    names: frozenset[str]
    things: Names
    key: str
    section: tuple[str, ...]
    owners: frozenset[str]
    targets: tuple[tuple[str, str], ...]
    number: str
    detail: Words


def facts(plan: Plan, book: RuleBook) -> list[Facts]:
    """The facts of every task of a plan."""
    lex, named = lexicon(book), namer(book)
    return [
        Facts(
            task,
            lex.words(task.content),
            lex.names(task.content),
            named.names(task.content),
            key(yearless(task.content)),
            section_key(task),
            frozenset(o.unit or name_key(o.name) for o in task.owners if o.role == "lead"),
            tuple(
                (key(t.metric or ""), t.unit or "") for t in task.targets if t.role == "target" and t.value is not None
            ),
            (task.number or "").strip("."),
            lex.words("\n".join(c.text for c in task.cells if c.role in _DETAIL and not c.inherited)),
        )
        for task in plan.tasks
    ]


def section_key(task: Task) -> tuple[str, ...]:
    """The titles of a task's sections, without their years: "năm 2023" and "năm 2024" are one section."""
    return tuple(_title_key(section.title) for section in task.sections)


@lru_cache(maxsize=4096)
def _title_key(title: str) -> str:
    return key(yearless(title))


@lru_cache(maxsize=1 << 14)
def same_section(a: tuple[str, ...], b: tuple[str, ...]) -> float | None:
    """1 for one path of titles, less where they are worded otherwise or one level differs."""
    from rapidfuzz import fuzz

    if not a or not b:
        return None if not a and not b else 0.5
    inner = fuzz.token_sort_ratio(a[-1], b[-1]) / 100
    outer = fuzz.token_sort_ratio(a[0], b[0]) / 100
    return max(0.0, (0.7 * inner + 0.3 * outer) * 2 - 1)


class Owners:
    """Whether two sets of leading bodies are the same, through the successions of the unit table."""

    def __init__(self, book: RuleBook) -> None:
        self._table = unit_table(book)

    @lru_cache(maxsize=1 << 14)  # noqa: B019 - lives as long as one comparison
    def agree(self, a: frozenset[str], b: frozenset[str]) -> float | None:
        if not a or not b:
            return None
        kept = sum(any(self.succeeds(x, y) for y in b) for x in a)
        came = sum(any(self.succeeds(x, y) for x in a) for y in b)
        return (kept + came) / (len(a) + len(b))

    def succeeds(self, old: str, new: str) -> bool:
        """Whether `new` is `old` or came out of it."""
        return old == new or new in heirs(self._table, old)


@lru_cache(maxsize=4096)
def heirs(table: UnitTable, unit: str) -> frozenset[str]:
    """The bodies that came out of a unit, of any later day."""
    found: set[str] = set()
    ahead = [unit]
    while ahead:
        known = table.units.get(ahead.pop())
        later = set(known.successors if known else ()) - found
        found |= later
        ahead += sorted(later)
    return frozenset(found)


@lru_cache(maxsize=1 << 14)
def same_targets(a: tuple[tuple[str, str], ...], b: tuple[tuple[str, str], ...]) -> float | None:
    """How alike what is measured is, by unit and by metric; the values do not matter."""
    from rapidfuzz import fuzz

    if not a or not b:
        return None
    likeness = [
        [(unit == other_unit) / 2 + fuzz.token_set_ratio(metric, other) / 200 for other, other_unit in b]
        for metric, unit in a
    ]
    best = [max(row) for row in likeness] + [max(column) for column in zip(*likeness, strict=True)]
    return sum(best) / len(best)
