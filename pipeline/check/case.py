"""What every check is given, and how it says what it found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from ..document import Document, Paragraph, PlanTable
from ..model import Finding, Level, Plan, Role, Section, Table, Task
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
        codes = book.rules("checks", "check")
        self.levels: dict[str, Level] = {rule.id: rule.extra.get("level", "info") for rule in codes}
        self.suggestions: dict[str, str] = {rule.id: rule.extra["suggest"] for rule in codes if "suggest" in rule.extra}
        self.off = {rule.id for rule in codes if rule.extra.get("off")}
        self._folded: dict[str, str] = {}
        self._patterns = {rule.id: book.compile("checks", rule.pattern, rule.source) for rule in book.rules("checks")}

    def is_on(self, code: str) -> bool:
        return code not in self.off

    def fold(self, text: str) -> str:
        """`text.fold`; many checks ask for the same cells."""
        folded = self._folded.get(text)
        if folded is None:
            folded = self._folded[text] = fold(text)
        return folded

    def search(self, phrase: str, text: str) -> re.Match[str] | None:
        """The first place where the named phrase of rules/checks.toml stands in the (folded) text."""
        return self._patterns[phrase].search(self.fold(text))

    def iterate(self, phrase: str, text: str) -> Iterator[re.Match[str]]:
        return self._patterns[phrase].finditer(self.fold(text))

    def replace(self, phrase: str, by: str, text: str) -> str:
        """The (folded) text with every place of the phrase replaced."""
        return self._patterns[phrase].sub(by, self.fold(text))

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
        """A finding with the level and the proposal that rules/checks.toml gives the code, unless the check has better.

        A column that the task's table lacks is left out.
        """
        chosen = level or self.levels.get(code, "info")
        if task and column and not has_column(task, column):
            column = None
        proposal = suggestion or self.suggestions.get(code)
        return Finding(code, chosen, message, quote, proposal, task.id if task else None, column)

    def of_table(self, table: Table, sentence: str) -> str:
        """The sentence, opened with the number of the table where there are several."""
        if len(self.plan.tables) == 1:
            return sentence
        return f"Bảng {self.plan.tables.index(table) + 1}: {sentence[0].lower()}{sentence[1:]}"

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

    def is_parent(self, task: Task) -> bool:
        """Whether other rows stand below the task: then they have the deadline, the target and the owner."""
        return task.id in self._parents or bool(self.children(task))

    @cached_property
    def _parents(self) -> set[str]:
        return {f"{table.id}.r{row.ordinal:03d}" for table in self.tables for row in table.rows if row.is_parent}

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


def column_of(task: Task, *roles: Role) -> Role | None:
    """The first of the roles that the task's table has, one with text before a blank one."""
    filled = next((c.role for c in task.cells if c.role in roles and c.text), None)
    return filled or next((c.role for c in task.cells if c.role in roles), None)
