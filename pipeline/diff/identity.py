"""A name for each measure that stays the same while its words do. In: a plan. Out: task id -> measure id.

Made of the content without years, so that number, section, owner and time do not move it. Two measures with the same
words are told apart by their order. Where a measure is followed through the years, it keeps the name it had first.
"""

from __future__ import annotations

import hashlib
from collections import Counter

from ..model import Plan
from ..rulebook import RuleBook
from ..text import fold, key
from .changes.place import year_pattern


def measure_ids(plan: Plan, book: RuleBook) -> dict[str, str]:
    """The measure id of every task: "m-" and ten hexadecimal digits, "-2" behind the second of the same words."""
    seen: Counter[str] = Counter()
    names = {}
    for task in plan.tasks:
        words = key(year_pattern(book).sub(" ", fold(task.content)))
        name = "m-" + hashlib.sha256(words.encode()).hexdigest()[:10]
        seen[name] += 1
        names[task.id] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return names
