"""Two plans compared. In: two plans, the rules, a person's decisions. Out: `PlanDiff`, the record of CONTRACT 2.4.

match.py says which measure became which, changes/ what changed in it, plans.py what differs between the documents.
Nothing here reads a file, knows the clock, or decides by chance: the same plans give the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..comparison import DIFF_SCHEMA, Change, PlanDiff, Summary
from ..model import Finding, Plan
from ..rulebook import RuleBook
from .changes import CODES, Case, Described, describe
from .identity import measure_ids
from .match import align
from .pairs import Match, Pairs
from .plans import plan_changes, renamed_sections

__all__ = ["compare", "describe"]


def compare(
    old: Plan, new: Plan, book: RuleBook, pairs: Pairs | None = None, archive: tuple[Plan, ...] = ()
) -> PlanDiff:
    """Everything that changed from the old plan to the new; archive: other plans, whose words say what is common."""
    alignment = align(old, new, book, pairs, archive)
    case = Case(old, new, book, renamed_sections(alignment.matches, old, new, book))
    names = measure_ids(old, book), measure_ids(new, book)
    described = [describe(match, old, new, book, case) for match in alignment.matches]
    changes = tuple(_change(m, d, *names) for m, d in zip(alignment.matches, described, strict=True))
    _once(old, changes, "old")
    _once(new, changes, "new")
    findings = (*alignment.findings, *(finding for d in described for finding in d.findings))
    return PlanDiff(
        DIFF_SCHEMA, old.document, new.document, changes, _summary(changes), _ordered(findings, new), plan_changes(case)
    )


def _change(match: Match, told: Described, old_names: dict[str, str], new_names: dict[str, str]) -> Change:
    name = old_names[match.old[0].id] if match.old else new_names[match.new[0].id]
    return Change(
        kind=match.kind,
        codes=told.codes,
        old=tuple(task.id for task in match.old),
        new=tuple(task.id for task in match.new),
        confidence=match.confidence,
        score=round(match.score, 4),
        runner_up=match.runner_up,
        reasons=told.reasons,
        fields=told.fields,
        measure_id=name,
        grounds=match.reasons,
    )


def _once(plan: Plan, changes: Sequence[Change], side: str) -> None:
    """The law of the record: every task of either plan stands in exactly one change."""
    told = Counter(task for change in changes for task in (change.old if side == "old" else change.new))
    if told != Counter(task.id for task in plan.tasks):
        raise AssertionError(f"{side}: a task is missing from the changes, or stands in two of them")


def _summary(changes: Sequence[Change]) -> Summary:
    kinds = Counter(change.kind for change in changes)
    codes = Counter(code for change in changes for code in change.codes)
    return Summary(
        new=kinds["new"],
        dropped=kinds["dropped"],
        matched=kinds["matched"],
        split=kinds["split"],
        merged=kinds["merged"],
        codes={code: codes[code] for code in CODES if codes[code]},
    )


def _ordered(findings: Sequence[Finding], new: Plan) -> tuple[Finding, ...]:
    """Each once, those of the whole first, then in the order of the new plan."""
    place = {task.id: n for n, task in enumerate(new.tasks)}
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: place.get(f.task or "", -1)))
