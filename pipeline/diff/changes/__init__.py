"""What changed in a measure. In: a match, the two plans. Out: codes, fields, reasons, defects of the new plan.

One module a field: targets, deadlines, owners, texts, place; wording, measures, quality, succession and recurrence are
what they compare with. Nothing here decides which task is which (match.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from ...comparison import Code, FieldChange
from ...model import Finding, Plan, Task
from ...rulebook import RuleBook
from ..pairs import Match
from . import deadlines, owners, place, targets, texts
from .case import Case, Found, cell_text, short
from .wording import compare as compare_words

CODES: tuple[Code, ...] = get_args(Code)
_QUIET = frozenset({"year_rolled", "renumbered"})


@dataclass(frozen=True, slots=True)
class Described:
    """What is told of a match. findings: what the new plan should mend (a year not rolled, a lower target)."""

    codes: tuple[Code, ...]
    fields: tuple[FieldChange, ...] = ()
    reasons: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def describe(match: Match, old: Plan, new: Plan, book: RuleBook, case: Case | None = None) -> Described:
    """Everything that changed in one match. case: made once for many matches."""
    case = case or Case(old, new, book)
    if match.kind == "new":
        return Described(("new",), reasons=match.reasons)
    if match.kind == "dropped":
        return Described(("dropped",), reasons=match.reasons)
    found = _unique(_compare(match.old, match.new, case))
    reasons = tuple(dict.fromkeys(f.reason for f in found if f.reason))
    fields = tuple(FieldChange(f.field, f.code, f.old, f.new) for f in found if f.field)
    findings = tuple(_findings(match, found))
    return Described(_codes(match, found), fields, (*reasons, *match.reasons), findings)


def _compare(old: tuple[Task, ...], new: tuple[Task, ...], case: Case) -> Iterator[Found]:
    known = [*targets.compare(old, new, case), *_limits(old, new, case), *owners.compare(old, new, case)]
    yield from known
    if len(old) == len(new) == 1:
        yield from texts.compare(old[0], new[0], case, known)
        yield from place.compare(old[0], new[0], case)
    elif all(any(f.code == "moved" for b in new for f in place.compare(a, b, case)) for a in old):
        yield from (f for f in place.compare(old[0], new[0], case) if f.code == "moved")


def _limits(old: tuple[Task, ...], new: tuple[Task, ...], case: Case) -> Iterator[Found]:
    """Deadlines, each part of a split or merged measure against the whole; there only the last day counts."""
    whole = len(old) == len(new) == 1
    for a in old:
        for b in new:
            if not (_has_time(a, case, True) and _has_time(b, case, False)):
                continue
            part = b if len(new) > 1 else a
            where = "Hạn" if whole else f"Hạn (mục {part.number or part.id})"
            found = _unread_limit(a, b, case, where) or deadlines.compare(a.deadline, b.deadline, case, where)
            yield from (f for f in found if whole or f.code != "reworded")


def _unread_limit(old: Task, new: Task, case: Case, where: str) -> Sequence[Found] | None:
    """A time cell whose words were not read is no missing deadline: words are compared; None where all were read."""
    was, now = cell_text(old, "time"), cell_text(new, "time")
    if (old.deadline or not was) and (new.deadline or not now):
        return None
    if compare_words(was, now, case) != "other":
        return ()
    reason = f"{where}: “{short(was)}” → “{short(now)}”: không so được bằng ngày."
    return (Found("reworded", "deadline", was or None, now or None, reason),)


def _has_time(task: Task, case: Case, old: bool) -> bool:
    return task.deadline is not None or case.has_column(task, old, "time")


def _unique(found: Iterator[Found]) -> list[Found]:
    """In the order of attention, each once."""
    return sorted(dict.fromkeys(found), key=lambda f: CODES.index(f.code))


def _codes(match: Match, found: Sequence[Found]) -> tuple[Code, ...]:
    names = {f.code for f in found}
    if match.kind in ("split", "merged"):
        names.add("split" if match.kind == "split" else "merged")
    elif names <= _QUIET:
        return ("carried_unchanged",)
    return tuple(code for code in CODES if code in names)


def _findings(match: Match, found: Sequence[Found]) -> Iterator[Finding]:
    task = match.new[0].id
    for each in found:
        if each.code == "year_not_rolled":
            yield Finding("Y1", "error", each.reason, each.new, "Sửa năm của thời hạn.", task, "time")
        elif each.code == "target_lowered":
            message = f"Chỉ tiêu thấp hơn năm trước: “{short(each.old or '')}” → “{short(each.new or '')}”."
            yield Finding("T8", "warning", message, each.new, "Kiểm tra lý do hạ chỉ tiêu.", task, None)


__all__ = ["CODES", "Case", "Described", "describe"]
