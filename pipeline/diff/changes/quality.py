"""What goes with a value: "sớm hạn" asks more than "sớm hạn hoặc đúng hạn". In: two texts. Out: which asks more.

A text is a list of demands that all hold; a demand is a set of words of which one is enough ("A hoặc B").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from ...rulebook import RuleBook
from ...text import fold
from .case import Case, phrase

Demands = frozenset[frozenset[str]]
Order = Literal["same", "stricter", "weaker", "apart"]


def compare(old: str, new: str, old_title: str, new_title: str, case: Case) -> Order:
    """What the new target asks beside its number, seen from the old one.

    Where one of them is a bare number it means what its title says; where both are, other titles are other words.
    """
    was, now = _demands(old, case.book), _demands(new, case.book)
    if not was and not now:
        return "same"
    was, now = was or _demands(old_title, case.book), now or _demands(new_title, case.book)
    return _order(was, now, case.book)


def order(old: str, new: str, book: RuleBook) -> Order:
    """The same of two texts alone."""
    return _order(_demands(old, book), _demands(new, book), book)


def _order(was: Demands, now: Demands, book: RuleBook) -> Order:
    forth, back = _holds(now, was, book), _holds(was, now, book)
    if forth and back:
        return "same"
    if forth:
        return "stricter"
    return "weaker" if back else "apart"


def measured_terms(text: str, case: Case) -> frozenset[str]:
    """Which of the phrases that name the thing measured stand in the text."""
    rules = [rule for rule in case.book.rules("changes") if rule.means == "measured"]
    return frozenset(r.id for r in rules if case.book.compile("changes", r.pattern, r.source).search(fold(text)))


def _holds(one: Demands, other: Demands, book: RuleBook) -> bool:
    """Whether whoever meets `one` meets `other` too."""
    return all(any(_meets(mine, theirs, book) for mine in one) for theirs in other)


def _meets(mine: frozenset[str], theirs: frozenset[str], book: RuleBook) -> bool:
    implied = book.table("changes").get("quality", {}).get("implies", {})
    return all(word in theirs or not theirs.isdisjoint(implied.get(word, ())) for word in mine)


def _demands(text: str, book: RuleBook) -> Demands:
    pattern, same, joint = _vocabulary(book)
    folded = fold(text)
    demands: list[set[str]] = []
    end = None
    for match in pattern.finditer(folded) if pattern else ():
        word = same.get(match[0], match[0])
        if end is not None and joint.fullmatch(folded[end : match.start()].strip()):
            demands[-1].add(word)
        else:
            demands.append({word})
        end = match.end()
    return frozenset(map(frozenset, demands))


@lru_cache(maxsize=4)
def _vocabulary(book: RuleBook) -> tuple[re.Pattern[str] | None, dict[str, str], re.Pattern[str]]:
    table = book.table("changes").get("quality", {})
    words = sorted(map(fold, table.get("words", ())), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)") if words else None
    return pattern, dict(table.get("same", {})), phrase(book, "either")
