"""Whether rules/diff.toml is sound: its numbers, its verdicts, its examples.

In: a rule book. Out: one line a problem, [] if all is well. It changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ..rulebook import RuleBook
from ..text import key
from .names import namer, other_things
from .vectors import cover, likeness, vectors
from .words import lexicon

_NUMBERS = {
    "word_weights": ("function", "ceremony", "template", "bracket", "repeated", "pair"),
    "weights": ("content", "section", "owner", "target", "detail", "number", "neighbour"),
    "floors": ("words", "content", "score", "certain", "margin", "tie", "near"),
    "parts": ("inside", "fresh", "own", "wider", "kept", "case", "whole"),
    "documents": ("subject", "margin"),
}


def check_rules(book: RuleBook) -> list[str]:
    """What is unsound."""
    settings = book.table("diff")
    problems = [*_numbers(settings), *_verdicts(settings)]
    return problems or list(_examples(book, settings))


def _numbers(settings: Mapping[str, Any]) -> Iterator[str]:
    for table, names in _NUMBERS.items():
        for name in names:
            value = settings.get(table, {}).get(name)
            if not isinstance(value, int | float) or not 0 <= value <= 1:
                yield f"diff.toml: [{table}] {name} is no number from 0 to 1: {value!r}"
    for name in ("cover", "other_names", "other_things"):
        if not isinstance(settings.get(name), int | float) or not 0 <= settings[name] <= 1:
            yield f"diff.toml: {name} is no number from 0 to 1: {settings.get(name)!r}"


def _verdicts(settings: Mapping[str, Any]) -> Iterator[str]:
    verdicts = settings.get("pairs", {}).get("verdicts", {})
    for name in ("same", "different", "split", "merged"):
        if not verdicts.get(name):
            yield f"diff.toml: [pairs.verdicts] {name} has no word"
    words = Counter(key(word) for some in verdicts.values() for word in some)
    yield from (f"diff.toml: [pairs.verdicts] “{word}” stands twice" for word, count in words.items() if count > 1)


def _examples(book: RuleBook, settings: Mapping[str, Any]) -> Iterator[str]:
    """Each example alone: alike enough for a match where nothing else is known, or not."""
    for example in settings.get("example", ()):
        found = content_likeness(example["old"], example["new"], book)
        if (found >= settings["floors"]["score"]) != example["same"]:
            yield f"diff.toml: [[example]] {example['id']}: likeness {found:.2f}, same = {example['same']}"


def content_likeness(old: str, new: str, book: RuleBook) -> float:
    """How alike two contents are when no other row is known."""
    settings = book.table("diff")
    lex = lexicon(book)
    pair = vectors([lex.words(old)], [lex.words(new)], settings["word_weights"])
    share: float = settings["cover"]
    names = lex.names(old), lex.names(new)
    kept: float = settings["other_names"] if all(names) and not names[0] & names[1] else 1.0
    named = namer(book)
    kept *= settings["other_things"] if other_things(named.names(old), named.names(new)) else 1.0
    return kept * float(share * cover(pair, [0], [0])[0] + (1 - share) * likeness(pair, [0], [0])[0])
