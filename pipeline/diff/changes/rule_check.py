"""Whether rules/changes.toml is sound: every code has its label, every phrase and order its example.

In: a rule book. Out: one line a problem, [] if all is well. It changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from ...comparison import Code
from ...rulebook import RuleBook
from ...text import fold
from .quality import order

MEANINGS = ("either", "measured", "section-year")


def check_rules(book: RuleBook) -> list[str]:
    """What is unsound."""
    return [*_codes(book), *_phrases(book), *_orders(book)]


def _codes(book: RuleBook) -> Iterator[str]:
    rules = {rule.id: rule for rule in book.rules("changes", "code")}
    yield from (f"changes.toml: no [[code]] block for {code}" for code in get_args(Code) if code not in rules)
    yield from (f"changes.toml: [[code]] {code}: no such code" for code in rules if code not in get_args(Code))
    yield from (f"{rule.source}: no label" for rule in rules.values() if not rule.extra.get("label"))


def _phrases(book: RuleBook) -> Iterator[str]:
    for rule in book.rules("changes"):
        pattern = book.compile("changes", rule.pattern, rule.source)
        if rule.means not in MEANINGS:
            yield f"{rule.source}: means {rule.means!r}, none of {', '.join(MEANINGS)}"
        yield from (
            f"{rule.source}: does not read {e.text!r}" for e in rule.examples if not pattern.search(fold(e.text))
        )
        yield from (f"{rule.source}: reads {text!r}" for text in rule.counter if pattern.search(fold(text)))


def _orders(book: RuleBook) -> Iterator[str]:
    for rule in book.rules("changes", "order"):
        found = order(rule.extra["old"], rule.extra["new"], book)
        if found != rule.extra["order"]:
            yield f"{rule.source}: {found}, not {rule.extra['order']}"
