"""The checks of a careful clerk. In: the document, its tables, its plan. Out: findings; nothing is changed.

To add a check: one function named by its code in one of the modules here, a line in CHECKS, a `[[check]]` block in
rules/checks.toml with its level, and in tests/test_check.py a fault planted in a sound plan. The same file lists the
codes that the other stages report, so that every finding is explained in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..document import Document, PlanTable
from ..model import Finding, Plan
from ..rulebook import Rule, RuleBook
from . import deadlines, formalities, numbering, owners, repeats, targets, wording, years
from .case import Case

Check = Callable[[Case], Iterator[Finding]]

CHECKS: dict[str, Check] = {
    "Y1": years.y1, "Y2": years.y2, "Y3": years.y3, "Y4": years.y4, "Y5": years.y5, "Y6": years.y6, "Y7": years.y7,
    "Y8": years.y8,
    "D1": deadlines.d1, "D2": deadlines.d2, "D4": deadlines.d4, "D5": deadlines.d5, "D7": deadlines.d7,
    "D9": deadlines.d9,
    "T1": targets.t1, "T2": targets.t2, "T3": targets.t3, "T4": targets.t4, "T5": targets.t5, "T6": targets.t6,
    "T7": targets.t7, "T9": targets.t9,
    "O1": owners.o1, "O2": owners.o2, "O3": owners.o3, "O4": owners.o4, "O5": owners.o5, "O6": owners.o6,
    "O7": owners.o7, "O8": owners.o8, "O9": owners.o9,
    "N1": numbering.n1, "N2": numbering.n2, "N3": numbering.n3,
    "R1": repeats.r1, "R2": repeats.r2, "R3": repeats.r3, "R4": repeats.r4,
    "X1": wording.x1, "X2": wording.x2, "X3": wording.x3, "X4": wording.x4,
    "M1": formalities.m1, "M2": formalities.m2, "M3": formalities.m3, "M4": formalities.m4, "M5": formalities.m5,
    "M6": formalities.m6,
}  # fmt: skip


def check(document: Document, tables: tuple[PlanTable, ...], plan: Plan, book: RuleBook) -> tuple[Finding, ...]:
    """All findings of all checks that are switched on, in the order of CHECKS and of the plan."""
    case = Case(document, tables, plan, book)
    return tuple(f for code, function in CHECKS.items() if case.is_on(code) for f in function(case))


def _is_whole(rule: Rule) -> bool:
    return bool(rule.extra.get("level") in ("error", "warning", "info") and rule.extra.get("title") and rule.means)


def check_rules(book: RuleBook) -> list[str]:
    """What is unsound in checks.toml: a check without a function, a pattern that misses its own examples."""
    codes = book.rules("checks", "check")
    known = {rule.id for rule in codes if "stage" not in rule.extra}
    problems = [f"{rule.source}: no level, title or meaning" for rule in codes if not _is_whole(rule)]
    problems += [f"checks.toml: [[check]] {code}: no such check" for code in sorted(known - set(CHECKS))]
    problems += [f"checks.toml: no [[check]] block for {code}" for code in CHECKS if code not in known]
    for rule in book.rules("checks"):
        pattern = book.compile("checks", rule.pattern, rule.source)
        problems += [f"{rule.source}: does not read {e.text!r}" for e in rule.examples if not pattern.search(e.text)]
        problems += [f"{rule.source}: reads {text!r}" for text in rule.counter if pattern.search(text)]
    return problems
