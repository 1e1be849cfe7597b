"""Proves rules/targets.toml: each example is read by its own rule with the value given, each counter-example is not.

In: a rule book. Out: what is wrong, one line each with file, rule and place; [] if all is well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...rulebook import Rule, RuleBook
from ..context import Context

if TYPE_CHECKING:
    from .reader import TargetReader

_CONTEXT = Context(plan_year=2024, column="target")


def check_rules(book: RuleBook) -> list[str]:
    from .reader import TargetReader

    reader = TargetReader(book)
    phrases = [*book.rules("targets"), *book.rules("targets", "quality")]
    problems = [p for rule in phrases for p in _check_phrase(reader, rule)]
    problems += [p for rule in book.rules("targets", "trap") for p in _check_trap(reader, rule)]
    problems += [p for rule in book.rules("targets", "period") for p in _check_around(book, rule)]
    problems += [p for rule in book.rules("targets", "baseline") for p in _check_around(book, rule)]
    return problems


def _check_phrase(reader: TargetReader, rule: Rule) -> Iterator[str]:
    from .reader import describe

    for example in rule.examples:
        if rule.means == "unclear":
            if not reader.read(example.text, _CONTEXT).findings:
                yield f"{rule.source}: ví dụ {example.text!r} không bị báo là chưa đọc"
            continue
        read = reader.read(example.text, _CONTEXT).values
        values = [describe(t) for t in read if t.rule == rule.id]
        if example.want.get("value") not in values:
            seen = ", ".join(f"{describe(t)} ({t.rule})" for t in read) or "không có gì"
            yield f"{rule.source}: ví dụ {example.text!r} phải đọc là {example.want.get('value')!r}, đọc được {seen}"
    for text in rule.counter:
        if any(t.rule == rule.id for t in reader.read(text, _CONTEXT).values):
            yield f"{rule.source}: phản ví dụ {text!r} vẫn bị quy tắc này đọc"


def _check_trap(reader: TargetReader, rule: Rule) -> Iterator[str]:
    for example in rule.examples:
        reading = reader.read(example.text, _CONTEXT)
        if any(t.value is not None for t in reading.values):
            yield f"{rule.source}: ví dụ {example.text!r} vẫn bị đọc thành chỉ tiêu"
        if reading.findings and not rule.extra.get("alone"):
            yield f"{rule.source}: ví dụ {example.text!r} vẫn còn con số bị báo là chưa đọc"


def _check_around(book: RuleBook, rule: Rule) -> Iterator[str]:
    from ...text import fold

    pattern = book.compile("targets", rule.pattern, rule.source)
    yield from (
        f"{rule.source}: không khớp ví dụ {e.text!r}" for e in rule.examples if not pattern.search(fold(e.text))
    )
    yield from (f"{rule.source}: khớp phản ví dụ {text!r}" for text in rule.counter if pattern.search(fold(text)))
