"""Where a measure stands: section and number. In: two tasks, the case. Out: findings of change.

A section is known by its title without years, or by the case (a section renamed as a whole); never by its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ...model import Section, Task
from ...rulebook import RuleBook
from ...text import fold, key
from .case import Case, Found, phrase, short


def compare(old: Task, new: Task, case: Case) -> Iterator[Found]:
    """`moved` where the section is another one; `renumbered` where only the number is."""
    if _moved(old, new, case):
        was, now = path(old), path(new)
        yield Found("moved", "section", was, now, f"Chuyển mục: “{short(was, 90)}” → “{short(now, 90)}”.")
    elif old.number and new.number and _number(old) != _number(new):
        yield Found("renumbered", "number", old.number, new.number)


def path(task: Task) -> str:
    """The section a task stands in, as a reader names it: "I.2 Nội dung ..."."""
    numbers = ".".join(section.number.rstrip(".") for section in task.sections if section.number)
    title = task.sections[-1].title if task.sections else ""
    return f"{numbers} {title}".strip()


def _moved(old: Task, new: Task, case: Case) -> bool:
    """Compared by the innermost section; a plan without sections, or with one level less, tells nothing."""
    if not old.sections or not new.sections:
        return False
    ours = [_mapped(section, case) for section in old.sections]
    theirs = [section_key(section, case.book) for section in new.sections]
    if not all(ours) or not all(theirs) or ours == theirs:
        return False
    flattened = len(ours) != len(theirs) and (ours[-1] in theirs or theirs[-1] in ours)
    return ours[-1] != theirs[-1] and not flattened


def _mapped(section: Section, case: Case) -> str:
    name = section_key(section, case.book)
    return case.sections.get(name, name)


def section_key(section: Section, book: RuleBook) -> str:
    """The title without years, folded: what stays the same from year to year."""
    return key(year_pattern(book).sub(" ", fold(section.title)))


@lru_cache(maxsize=4)
def year_pattern(book: RuleBook) -> re.Pattern[str]:
    """A year with or without the word before it."""
    return phrase(book, "section-year")


def _number(task: Task) -> str:
    return (task.number or "").strip().rstrip(".)/").casefold()
