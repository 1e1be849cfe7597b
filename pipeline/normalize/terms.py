"""The words the head readers match on, compiled once for a rule book.

In: a RuleBook. Out: patterns of rules/head.toml by kind, the document types of rules/document_types.csv.
It reads no document. All patterns match folded text, whose positions are those of the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..rulebook import RuleBook
from ..text import fold, nfc

FILE = "head"


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of document. kind: plan, carrier (may carry a plan), law, other; code as in a symbol ("QĐ")."""

    name: str
    code: str | None
    kind: str


def patterns(book: RuleBook, kind: str, means: str | None = None) -> tuple[re.Pattern[str], ...]:
    """The patterns of `[[kind]]` in file order, only those that mean `means` if given."""
    return _patterns(book, kind, means)


@lru_cache(maxsize=256)
def _patterns(book: RuleBook, kind: str, means: str | None) -> tuple[re.Pattern[str], ...]:
    rules = [rule for rule in book.rules(FILE, kind) if means is None or rule.means == means]
    return tuple(book.compile(FILE, rule.pattern, rule.source) for rule in rules)


def setting(book: RuleBook, table: str, name: str) -> re.Pattern[str]:
    """A single pattern of a free table of head.toml; one that matches nothing if it is not there."""
    return book.compile(FILE, book.table(FILE).get(table, {}).get(name, r"(?!)"), f"{FILE}.toml: [{table}] {name}")


def words(book: RuleBook, table: str, name: str) -> tuple[str, ...]:
    """A list of words of a free table of head.toml."""
    return tuple(book.table(FILE).get(table, {}).get(name, ()))


def word(book: RuleBook, table: str, name: str) -> str:
    """A single word of a free table of head.toml."""
    return str(book.table(FILE).get(table, {}).get(name, ""))


def hit(book: RuleBook, kind: str, means: str, text: str) -> re.Match[str] | None:
    """The first match in `text` (not folded yet) of the rules of `kind` that mean `means`."""
    folded = fold(text)
    found = (pattern.search(folded) for pattern in patterns(book, kind, means))
    return next((match for match in found if match), None)


def hits(book: RuleBook, kind: str, means: str, text: str) -> Iterator[re.Match[str]]:
    """All matches in `text` of the rules of `kind` that mean `means`, rule by rule."""
    folded = fold(text)
    for pattern in patterns(book, kind, means):
        yield from pattern.finditer(folded)


@lru_cache(maxsize=8)
def types(book: RuleBook) -> Mapping[str, DocumentType]:
    """Document types by folded name."""
    rows = book.rows("document_types")
    return {fold(row["name"]): DocumentType(row["name"], row.get("code") or None, row["kind"]) for row in rows}


@lru_cache(maxsize=8)
def codes(book: RuleBook) -> Mapping[str, DocumentType]:
    """Document types by code ("QĐ"); where several share one, the first in the file."""
    found: dict[str, DocumentType] = {}
    for kind in types(book).values():
        if kind.code:
            found.setdefault(kind.code, kind)
    return found


@lru_cache(maxsize=8)
def type_pattern(book: RuleBook) -> re.Pattern[str]:
    """Any document type's name, the longest first, over folded text."""
    names = sorted(types(book), key=len, reverse=True)
    body = "|".join(re.escape(name) for name in names) or "(?!)"
    return re.compile(rf"(?<!\w)(?P<type>{body})(?!\w)")


def opens_with_type(text: str, book: RuleBook) -> re.Match[str] | None:
    """The type name `text` starts with, list marks aside."""
    folded = fold(nfc(text))
    start = len(folded) - len(folded.lstrip(" -*\"'("))
    return type_pattern(book).match(folded, start)


def check_rules(book: RuleBook) -> list[str]:
    """Whether each rule of head.toml finds its examples and none of its counter-examples: one line a problem."""
    kinds = [kind for kind, value in book.table(FILE).items() if isinstance(value, list)]
    rules = [rule for kind in kinds for rule in book.rules(FILE, kind)]
    problems = []
    for rule in rules:
        pattern = book.compile(FILE, rule.pattern, rule.source)
        missed = [e.text for e in rule.examples if not pattern.search(fold(e.text))]
        problems += [f"{rule.source}: does not read its example {text!r}" for text in missed]
        problems += [f"{rule.source}: reads its counter-example {t!r}" for t in rule.counter if pattern.search(fold(t))]
    return problems
