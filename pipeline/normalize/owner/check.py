"""Whether the rules of owners.toml hold: each example is read by its rule, each counter-example is not.

In: the rule book and its reader. Out: one line a problem, with file, rule and text.
An expected list is written as in the cases of the tests: "A ; B*" (inferred), "C [C]" (collective), "D=unit-id".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...model import Owner
from ...rulebook import Example, Rule, RuleBook
from ..context import Context
from .lexer import Lexer

if TYPE_CHECKING:
    from .reader import OwnerReader

ROLES = ("lead", "cooperating", "requested", "leader")


def check_owners(book: RuleBook, reader: OwnerReader) -> Iterator[str]:
    """All problems of the rules that can be seen by reading their examples."""
    lexer = Lexer(book)
    for rule in book.rules("owners", "words"):
        yield from _check_words(rule, lexer)
    for rule in book.rules("owners", "role"):
        yield from _check_role(rule, reader)


def _check_words(rule: Rule, lexer: Lexer) -> Iterator[str]:
    if not rule.examples or not rule.counter:
        yield f"{rule.source}: a rule needs examples and counter-examples"
    for example in rule.examples:
        if not lexer(example.text).has(rule.means):
            yield f"{rule.source}: does not read its example {example.text!r}"
    for text in rule.counter:
        if lexer(text).has(rule.means):
            yield f"{rule.source}: reads its counter-example {text!r}"


def _check_role(rule: Rule, reader: OwnerReader) -> Iterator[str]:
    for example in rule.examples:
        owners = reader.read(example.text, _context(example)).values
        if rule.id not in {owner.rule for owner in owners}:
            yield f"{rule.source}: does not read its example {example.text!r}"
        for role in ROLES:
            got, wanted = as_text(owners, role, example.want.get(role, "")), example.want.get(role, "")
            if got != wanted:
                yield f"{rule.source}: {example.text!r}: {role} is {got!r}, not {wanted!r}"
    for text in rule.counter:
        if rule.id in {owner.rule for owner in reader.read(text, Context()).values}:
            yield f"{rule.source}: reads its counter-example {text!r}"


def _context(example: Example) -> Context:
    want: Mapping[str, Any] = example.want
    return Context(column=want.get("column"), issuer=want.get("issuer"), plan_year=2024)


def as_text(owners: Iterable[Owner], role: str, like: str = "") -> str:
    """The owners of a role in one line. Unit ids are shown for those that `like` shows them for.

    >>> as_text((Owner("lead", "Các phòng", collective=True, inferred=True),), "lead")
    'Các phòng [C]*'
    """
    shown = [part.strip() for part in like.split(" ; ")]
    parts = []
    for n, owner in enumerate(o for o in owners if o.role == role):
        unit = f"={owner.unit or ''}" if n < len(shown) and "=" in shown[n] else ""
        parts.append(f"{owner.name}{' [C]' if owner.collective else ''}{'*' if owner.inferred else ''}{unit}")
    return " ; ".join(parts)
