"""Whether the examples of rules/deadlines.toml hold. In: RuleBook, its reader. Out: one line a problem.

An example is read in a plan of 2024 issued on 2024-01-17, unless it says otherwise (`plan_year`, `issued`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ...rulebook import Example, Rule, RuleBook
from ..context import Context
from .grammar import NAME
from .show import show

if TYPE_CHECKING:
    from .reader import DeadlineReader


def check(book: RuleBook, reader: DeadlineReader) -> list[str]:
    """Each example is read by its own rule with the value given, each counter-example not by that rule."""
    rules = [*book.rules(NAME, "point"), *book.rules(NAME, "phrase")]
    return [problem for rule in rules for problem in _check_rule(rule, reader)]


def _check_rule(rule: Rule, reader: DeadlineReader) -> Iterator[str]:
    for example in rule.examples:
        value = reader.read(example.text, _context(example)).values[0]
        used = reader.rules_used(example.text)
        if rule.id not in used:
            yield f"{rule.source}: {example.text!r} được đọc bởi {', '.join(used) or 'không quy tắc nào'}"
        elif "value" not in example.want or show(value) != example.want["value"]:
            yield f"{rule.source}: {example.text!r} ra {show(value)!r}, chờ {example.want.get('value')!r}"
    for text in rule.counter:
        if rule.id in reader.rules_used(text):
            yield f"{rule.source}: phản ví dụ {text!r} vẫn được quy tắc này đọc"


def _context(example: Example) -> Context:
    want = example.want
    issued = want.get("issued", "2024-01-17")
    return Context(want.get("plan_year", 2024), date.fromisoformat(issued) if issued else None, column="time")
