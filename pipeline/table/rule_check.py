"""Whether the rules of the table stage read their own examples. In: RuleBook. Out: one line a problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from ..rulebook import Rule, RuleBook
from ..text import fold
from . import vocabulary
from .columns import read_columns
from .header_words import NAME, HeaderWords, header_words
from .locate import refusal_of

_SECTIONS = ("line", "ditto", "blank", "leader", "horizon", "annex", "annex_stop", "page_note", "prose")


def check_rules(book: RuleBook) -> list[str]:
    """Each rule of columns.toml and sections.toml reads its examples and none of its counter-examples."""
    return [*_roles(book), *_patterns(book), *_refusals(book)]


def _roles(book: RuleBook) -> Iterator[str]:
    words = header_words(book)
    for rule in book.rules(NAME, "role"):
        yield from _unread(rule, partial(_is_read_by, rule, words))


def _is_read_by(rule: Rule, words: HeaderWords, text: str) -> bool:
    match = words.match(text)
    return match is not None and match.rule == rule.id


def _patterns(book: RuleBook) -> Iterator[str]:
    kinds = [(vocabulary.NAME, kind) for kind in _SECTIONS]
    for name, kind in [*kinds, (NAME, "shape")]:
        for rule in book.rules(name, kind):
            yield from _unread(rule, partial(_is_found, book.compile(name, rule.pattern, rule.source)))


def _is_found(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(fold(text)) is not None


def _refusals(book: RuleBook) -> Iterator[str]:
    words = header_words(book)
    for rule in book.rules(NAME, "refusal"):
        yield from _unread(rule, partial(_is_refused_by, rule, words))


def _is_refused_by(rule: Rule, words: HeaderWords, text: str) -> bool:
    parts = [[part.strip()] for part in text.split("|")]
    found = refusal_of(read_columns(parts, [[] for _ in parts], words), text, words)
    return found is not None and found.id == rule.id


def _unread(rule: Rule, reads: Callable[[str], bool]) -> Iterator[str]:
    yield from (f"{rule.source}: does not read {e.text!r}" for e in rule.examples if not reads(e.text))
    yield from (f"{rule.source}: reads {text!r}, a counter-example" for text in rule.counter if reads(text))
