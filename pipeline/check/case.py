"""What every check is given, and how it says what it found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from ..document import Document, Paragraph, PlanTable
from ..model import Finding, Level, Plan, Role, Section, Task
from ..rulebook import RuleBook
from ..text import fold
from ..units import UnitTable, unit_table


class Case:
    """One document under examination."""

    def __init__(self, document: Document, tables: tuple[PlanTable, ...], plan: Plan, book: RuleBook) -> None:
        self.document = document
        self.tables = tables
        self.plan = plan
        self.book = book
        self.levels: dict[str, Level] = {
            rule.id: rule.extra.get("level", "info") for rule in book.rules("checks", "check")
        }
        self.off = {rule.id for rule in book.rules("checks", "check") if rule.extra.get("off")}
        self._patterns = {rule.id: book.compile("checks", rule.pattern, rule.source) for rule in book.rules("checks")}

    def is_on(self, code: str) -> bool:
        return code not in self.off

    def search(self, phrase: str, text: str) -> re.Match[str] | None:
        """The first place where the named phrase of rules/checks.toml stands in the (folded) text."""
        return self._patterns[phrase].search(fold(text))

    def iterate(self, phrase: str, text: str) -> Iterator[re.Match[str]]:
        return self._patterns[phrase].finditer(fold(text))

    def finding(
        self,
        code: str,
        message: str,
        *,
        task: Task | None = None,
        quote: str | None = None,
        suggestion: str | None = None,
        column: Role | None = None,
        level: Level | None = None,
    ) -> Finding:
        """A finding of the level that rules/checks.toml gives the code, unless the check knows better."""
        chosen = level or self.levels.get(code, "info")
        return Finding(code, chosen, message, quote, suggestion, task.id if task else None, column)

    @cached_property
    def units(self) -> UnitTable:
        return unit_table(self.book)

    @cached_property
    def body(self) -> tuple[str, ...]:
        """The paragraphs outside all tables."""
        return tuple(block.text for block in self.document.blocks if isinstance(block, Paragraph))

    @property
    def plan_year(self) -> int | None:
        """The year of a one-year plan; None for plans of several years and where it is unknown."""
        period = self.plan.document.period
        if period and period.start and period.end and period.start[:4] != period.end[:4]:
            return None
        return self.plan.document.plan_year

    @property
    def issued_on(self) -> date | None:
        day = self.plan.document.issued_on
        return date.fromisoformat(day) if day else None

    def children(self, parent: Task) -> Sequence[Task]:
        """Tasks numbered below `parent` in the same section: 1.1 and 1.1.1 of 1, in order."""
        return self._by_parent.get((parent.table, parent.sections, parent.number or ""), ())

    @cached_property
    def _by_parent(self) -> dict[tuple[str, tuple[Section, ...], str], list[Task]]:
        index: dict[tuple[str, tuple[Section, ...], str], list[Task]] = {}
        for task in self.plan.tasks:
            parts = (task.number or "").split(".")
            for depth in range(1, len(parts)):
                index.setdefault((task.table, task.sections, ".".join(parts[:depth])), []).append(task)
        return index


def day_month_year(day: str) -> str:
    """
    >>> day_month_year("2024-11-30")
    '30/11/2024'
    """
    return f"{date.fromisoformat(day):%d/%m/%Y}"


def cell(task: Task, *roles: str) -> str:
    """The text of the first cell of one of the roles, "" if there is none."""
    return next((c.text for c in task.cells if c.role in roles and c.text), "")


def has_column(task: Task, *roles: str) -> bool:
    return any(c.role in roles for c in task.cells)
