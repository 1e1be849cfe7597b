"""Text of electronic signing stamps. In: a line. Out: the line without it, and what was taken out.

The patterns are rules (text_layer.toml).
"""

from __future__ import annotations

import re

from ..rulebook import RuleBook
from ..text import fold


def stamp_patterns(book: RuleBook) -> list[re.Pattern[str]]:
    """The compiled patterns of signing stamps."""
    return [book.compile("text_layer", rule.pattern, rule.source) for rule in book.rules("text_layer", "stamp")]


def without_stamp(text: str, patterns: list[re.Pattern[str]]) -> tuple[str, list[str]]:
    """A line without its stamp text, and what was taken out. The patterns run over folded text of equal length."""
    found: list[str] = []
    for pattern in patterns:
        match = pattern.search(fold(text))
        while match and match.end() > match.start():
            found.append(text[match.start() : match.end()].strip())
            text = (text[: match.start()].rstrip() + " " + text[match.end() :].lstrip()).strip()
            match = pattern.search(fold(text))
    return text, found
