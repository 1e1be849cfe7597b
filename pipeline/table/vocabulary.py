"""The words of rules/sections.toml, compiled once for a rule book.

In: RuleBook. Out: `Vocabulary`, which says what a line of text is. It decides nothing about rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..rulebook import RuleBook
from ..text import fold, key

NAME = "sections"
Patterns = tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True)
class Vocabulary:
    """lines, annexes: (meaning, pattern) over folded text, in file order."""

    lines: Patterns
    annexes: Patterns
    annex_stop: Patterns
    page_notes: Patterns
    ditto: Patterns
    blank: Patterns
    leaders: Patterns
    horizons: Patterns
    prose: Patterns
    label_words: tuple[str, ...]
    unfinished: frozenset[str]
    before_number: tuple[str, ...]
    whole_times: frozenset[str]
    messages: dict[str, str]

    def line(self, text: str) -> str | None:
        """What a line that stands alone in its row is: header, total_row, note, note-at-end, or None."""
        return _first(self.lines, text)

    def annex(self, text: str) -> str | None:
        """ "annex" or "list" where the text opens like an annex heading."""
        return _first(self.annexes, text)

    def stops_annex(self, text: str) -> bool:
        """The "(Kèm theo ...)" line below an annex title."""
        return _first(self.annex_stop, text) is not None

    def is_page_note(self, text: str) -> bool:
        """A line below the table of a page that explains a mark in it: "(1) Theo Quyết định ...", "(*) ..."."""
        return _first(self.page_notes, text[:120]) is not None

    def is_ditto(self, text: str) -> bool:
        return len(text) <= 20 and _first(self.ditto, text) is not None

    def is_blank(self, text: str) -> bool:
        """Nothing, dots or a dash: a form not filled in."""
        return not text or (len(text) <= 200 and _is_any(self.blank, text))

    def has_dots(self, text: str) -> bool:
        """Room to write in: "Kính gửi: ............"."""
        return _first(self.leaders, text[:2000]) is not None

    def without_horizon(self, text: str) -> str:
        """The text, folded, without the years it looks ahead to ("đến năm 2030")."""
        folded = fold(text)
        for _, pattern in self.horizons:
            folded = pattern.sub(" ", folded)
        return folded

    def is_prose_line(self, text: str) -> bool:
        """A line such as "- Đơn vị chủ trì: ..." of a plan without a table."""
        return _first(self.prose, text[:120]) is not None

    def ends_unfinished(self, text: str) -> bool:
        """The text ends in a word that no cell ends with ("của", "trong", "năm")."""
        words = text.rsplit(None, 1)
        last = words[-1] if words else ""
        return last[-1:].isalpha() and fold(last) in self.unfinished

    def wants_number(self, text: str) -> bool:
        """The text ends in a word that a number must follow ("Trong năm"), and is no whole time by itself."""
        tail = key(text[-40:])
        return tail not in self.whole_times and any(tail == w or tail.endswith(" " + w) for w in self.before_number)


def _first(patterns: Patterns, text: str) -> str | None:
    folded = fold(text)
    return next((means for means, pattern in patterns if pattern.search(folded)), None)


@lru_cache(maxsize=1 << 12)
def _is_any(patterns: Patterns, text: str) -> bool:
    """Kept: every cell is asked several times, and plans name the same owners and days in many rows."""
    return _first(patterns, text) is not None


@lru_cache(maxsize=8)
def vocabulary(book: RuleBook) -> Vocabulary:
    words = book.table(NAME).get("words", {})

    def patterns(kind: str) -> Patterns:
        return tuple((r.means, book.compile(NAME, r.pattern, r.source)) for r in book.rules(NAME, kind))

    return Vocabulary(
        lines=patterns("line"),
        annexes=patterns("annex"),
        annex_stop=patterns("annex_stop"),
        page_notes=patterns("page_note"),
        ditto=patterns("ditto"),
        blank=patterns("blank"),
        leaders=patterns("leader"),
        horizons=patterns("horizon"),
        prose=patterns("prose"),
        label_words=tuple(sorted((fold(w) for w in words.get("label", ())), key=len, reverse=True)),
        unfinished=frozenset(fold(w) for w in words.get("unfinished", ())),
        before_number=tuple(key(w) for w in words.get("before_number", ())),
        whole_times=frozenset(key(w) for w in words.get("whole_time", ())),
        messages=dict(book.table(NAME).get("messages", {})),
    )
