"""What every comparer is given (the two plans, their years, the vocabulary), and how it says what it found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from ...comparison import Code, Field
from ...model import DocumentInfo, Plan, Task
from ...rulebook import RuleBook
from ...units import UnitTable, unit_table


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that changed. field None: told in words only. reason: Vietnamese; "" where another line says it."""

    code: Code
    field: Field | None
    old: str | None = None
    new: str | None = None
    reason: str = ""


@dataclass(frozen=True)
class Case:
    """Two plans under comparison. sections: title keys of the old plan -> those of the new one they became."""

    old: Plan
    new: Plan
    book: RuleBook
    sections: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def words(self) -> Mapping[str, Any]:
        """rules/changes.toml."""
        return self.book.table("changes")

    @cached_property
    def units(self) -> UnitTable:
        return unit_table(self.book)

    @cached_property
    def old_year(self) -> int | None:
        return year_of(self.old.document)

    @cached_property
    def new_year(self) -> int | None:
        return year_of(self.new.document)

    @cached_property
    def shift(self) -> int:
        """Years from the old plan to the new one; 0 where one of them is not known."""
        return self.new_year - self.old_year if self.new_year and self.old_year else 0

    @cached_property
    def old_start(self) -> int | None:
        """The first year the old plan is about."""
        return _first_year(self.old.document) or self.old_year

    @cached_property
    def new_start(self) -> int | None:
        """The first year the new plan is about."""
        return _first_year(self.new.document) or self.new_year

    @cached_property
    def until(self) -> date | None:
        """The last day the new plan is about: a merger before it is foreseen by the plan."""
        period = self.new.document.period
        if period and period.end:
            return date.fromisoformat(period.end)
        return date(self.new_year, 12, 31) if self.new_year else None

    @cached_property
    def _roles(self) -> dict[tuple[bool, str], frozenset[str]]:
        plans = ((True, self.old), (False, self.new))
        return {(side, t.id): frozenset(c.role for c in t.columns) for side, plan in plans for t in plan.tables}

    def has_column(self, task: Task, old: bool, *roles: str) -> bool:
        """Whether the table of the task has a column of one of the roles."""
        known = self._roles.get((old, task.table)) or frozenset(c.role for c in task.cells)
        return not known.isdisjoint(roles)

    @cached_property
    def _named(self) -> tuple[frozenset[tuple[str, str]], ...]:
        return tuple(
            frozenset((t.table, o.role) for t in plan.tasks for o in t.owners if not o.inferred)
            for plan in (self.old, self.new)
        )

    def named(self, old: bool) -> frozenset[tuple[str, str]]:
        """(table, role) of every role that owners stand in, where their role is written."""
        return self._named[0 if old else 1]


def _first_year(document: DocumentInfo) -> int | None:
    period = document.period
    return int(period.start[:4]) if period and period.start else None


def year_of(document: DocumentInfo) -> int | None:
    """The plan's year; else the first year it is about, else that of its issue."""
    issued = document.issued_on
    return document.plan_year or _first_year(document) or (int(issued[:4]) if issued else None)


def phrase(book: RuleBook, means: str) -> re.Pattern[str]:
    """What the rules of that meaning say, over folded text; matches nothing where there are none."""
    patterns = [f"(?:{rule.pattern})" for rule in book.rules("changes") if rule.means == means]
    return book.compile("changes", "|".join(patterns) or "(?!)", "changes.toml")


def cell_text(task: Task, *roles: str) -> str:
    """The texts of the cells of these roles, a line each."""
    return "\n".join(dict.fromkeys(c.text for c in task.cells if c.role in roles and c.text))


def short(text: str, limit: int = 160) -> str:
    """One line, cut at a blank where it is long.

    >>> short("- Rà soát\\n- Báo cáo"), short("một hai ba", 7)
    ('- Rà soát - Báo cáo', 'một...')
    """
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 3].rsplit(" ", 1)[0].rstrip(" ,;") + "..."


def day(iso: str | date) -> str:
    """
    >>> day("2024-11-30")
    '30/11/2024'
    """
    return f"{date.fromisoformat(iso) if isinstance(iso, str) else iso:%d/%m/%Y}"
