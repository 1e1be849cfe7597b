"""What changed in the targets of a measure. In: the tasks of both sides, the case. Out: findings of change.

Measured targets are paired (same unit and scope first), then ordered (measures.py, quality.py). What cannot be ordered
is `target_changed_kind`, never raised or lowered. A target read from a column the other plan does not have is no loss.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from ...comparison import Code
from ...model import Target, Task
from ...text import key
from . import quality
from .case import Case, Found, cell_text, short
from .measures import Measure, apart, difference, measure
from .wording import compare as compare_words

_MARK = re.compile(r"(?<!\w)\d+[A-Z]+(?!\w)")  # "4G", "5G"
_CELLS = ("target", "result", "deliverable", "content")


@dataclass(frozen=True, slots=True)
class _Stated:
    """A target where it stands."""

    target: Target
    task: Task
    measure: Measure | None

    @property
    def name(self) -> str:
        """As told: one of several indices to be improved by its own name."""
        target = self.target
        return f"cải thiện “{target.metric}”" if target.comparator == "improve" and target.metric else target.text

    @property
    def words(self) -> str:
        """What it is about, as written."""
        return f"{self.target.text} {self.target.metric or ''} {self.task.content}"


def compare(old: Sequence[Task], new: Sequence[Task], case: Case) -> Iterator[Found]:
    """All changes of targets, those of the target column first."""
    was, now = (_stated(tasks, others, case, side) for tasks, others, side in ((old, new, True), (new, old, False)))
    ours, theirs = ([s for s in side if s.measure] for side in (was, now))
    pairs, gone, come = _paired(ours, theirs, case)
    ordered = [found for a, b in pairs for found in _ordered(a, b, case)]
    yield from ordered
    if not ordered:
        yield from _titles(old, new, case)
    loose = ([s for s in was if not s.measure], [s for s in now if not s.measure])
    if not was and not now:
        yield from _words(old, new, case)
    elif not ours and theirs:
        yield from _added(come, loose[0], case)
    elif ours and not theirs:
        yield from _removed(gone, loose[1], old, new, case)
    else:
        yield from _added(come, [], case)
        yield from _removed(gone, [], old, new, case)
        yield from _unmeasured(loose[0], loose[1], old, new, case)


def _words(old: Sequence[Task], new: Sequence[Task], case: Case) -> Iterator[Found]:
    """Target cells nothing was read from: only their words can be compared."""
    before, after = ("\n".join(filter(None, (cell_text(t, "target") for t in tasks))) for tasks in (old, new))
    gone, come = (
        text and any(key(text) in key(c.text) for t in others for c in t.cells if c.role != "content")
        for text, others in ((before, new), (after, old))
    )
    if (gone and not after) or (come and not before):
        return  # the words stand in another column now
    both = all(case.has_column(t, side, "target") for tasks, side in ((old, True), (new, False)) for t in tasks)
    if both and compare_words(before, after, case) == "other":
        reason = f"Chỉ tiêu: “{short(before)}” → “{short(after)}”: không có số để so."
        yield Found("reworded", "target", before or None, after or None, reason)


def _stated(tasks: Sequence[Task], others: Sequence[Task], case: Case, old: bool) -> list[_Stated]:
    """The targets of the target cell, or of the title where there are none; not those of a column only one plan has."""
    out = []
    for task in tasks:
        known = [t for t in task.targets if _comparable_place(t, task, others, case, old)]
        own = [t for t in known if t.role == "target"] or [t for t in known if t.role == "title"]
        out += [_Stated(t, task, measure(t, case)) for t in own]
    return out


def _comparable_place(target: Target, task: Task, others: Sequence[Task], case: Case, old: bool) -> bool:
    """Read from a method or a note: only comparable where the other plan has such a column."""
    if any(c.role in _CELLS and target.text in c.text for c in task.cells):
        return True
    text = key(target.text)
    roles = [c.role for c in task.cells if text and text in key(c.text)]
    if not roles or any(role in _CELLS for role in roles):
        return True
    return any(case.has_column(other, not old, role) for other in others for role in roles)


# --- pairs ------------------------------------------------------------------------------------------------------


def _paired(
    ours: list[_Stated], theirs: list[_Stated], case: Case
) -> tuple[list[tuple[_Stated, _Stated]], list[_Stated], list[_Stated]]:
    """Likest first; of several only those of one unit and family; the only one of each side in any case."""
    ranked = sorted(
        ((-_likeness(a, b, case), i, j) for (i, a), (j, b) in product(enumerate(ours), enumerate(theirs))),
    )
    pairs, used, taken = [], set(), set()
    for likeness, i, j in ranked:
        alone = len(ours) == len(theirs) == 1
        like = likeness <= -6 and not _apart_in_time(ours[i].target, theirs[j].target, case)
        if i not in used and j not in taken and (alone or like):
            pairs.append((i, j))
            used.add(i)
            taken.add(j)
    gone = [n for n in range(len(ours)) if n not in used and not _expired(ours[n].target, case)]
    come = [n for n in range(len(theirs)) if n not in taken]
    pairs.sort(key=lambda pair: pair[1])
    return [(ours[i], theirs[j]) for i, j in pairs], [ours[n] for n in gone], [theirs[n] for n in come]


def _likeness(old: _Stated, new: _Stated, case: Case) -> int:
    """6 and more: the same thing is measured."""
    a, b = old.measure, new.measure
    assert a
    assert b
    score = 4 * (a.unit == b.unit) + 2 * (a.family == b.family) + 2 * (a.scope == b.scope) + (a.sign == b.sign)
    score += 2 * (old.target.metric == new.target.metric or a.amount == b.amount)
    return score + _same_time(old.target, new.target, case)


def _same_time(old: Target, new: Target, case: Case) -> int:
    if not old.by or not new.by or not old.by.end or not new.by.end:
        return 0
    if old.by.end == new.by.end:
        return 3
    return 2 * (int(new.by.end[:4]) - int(old.by.end[:4]) == case.shift and new.by.end[4:] == old.by.end[4:])


def _apart_in_time(old: Target, new: Target, case: Case) -> bool:
    """Two milestones of a path: neither the same year nor the years of the plans."""
    return bool(old.by and new.by and old.by.end and new.by.end) and not _same_time(old, new, case)


def _expired(old: Target, case: Case) -> bool:
    """The milestone of a year that lies before the new plan is no loss."""
    return bool(old.by and old.by.end and case.shift > 0 and int(old.by.end[:4]) < (case.new_start or 0))


def _ordered(old: _Stated, new: _Stated, case: Case, where: str = "Chỉ tiêu") -> Iterator[Found]:
    a, b = old.measure, new.measure
    assert a
    assert b
    why = apart(a, b, case, old.words, new.words) or _terms(old, new, case)
    if why:
        yield _found("target_changed_kind", old.target, new.target, f"{why}, không so mức được", where)
        return
    asks = quality.compare(old.target.text, new.target.text, old.task.content, new.task.content, case)
    up, down = b.rank > a.rank, b.rank < a.rank
    if asks == "apart" or (up and asks == "weaker") or (down and asks == "stricter"):
        yield _found("target_changed_kind", old.target, new.target, "điều kiện kèm theo khác, cần xem lại", where)
    elif up or (asks == "stricter" and not down):
        yield _found("target_raised", old.target, new.target, _how(a, b, asks, case), where)
    elif down or asks == "weaker":
        yield _found("target_lowered", old.target, new.target, _how(a, b, asks, case), where)


def _terms(old: _Stated, new: _Stated, case: Case) -> str:
    was, now = (quality.measured_terms(f"{s.task.content}\n{s.target.text}", case) for s in (old, new))
    marks = [set(_MARK.findall(s.target.text)) for s in (old, new)]
    other = all(marks) and marks[0].isdisjoint(marks[1])
    return "thứ được đo khác" if was != now or other else ""


def _how(a: Measure, b: Measure, asks: str, case: Case) -> str:
    parts = [difference(a, b)]
    ends = [m.target.by.end[:4] for m in (a, b) if m.target.by and m.target.by.end]
    if len(ends) == 2 and int(ends[1]) - int(ends[0]) not in (0, case.shift):
        parts.append(f"mốc {ends[0]} → {ends[1]}")
    if b.amount != a.amount and a.sign < 0:
        parts.append("càng thấp càng tốt")
    if asks in ("stricter", "weaker"):
        parts.append("điều kiện kèm theo chặt hơn" if asks == "stricter" else "điều kiện kèm theo lỏng hơn")
    return ", ".join(part for part in parts if part)


def _titles(old: Sequence[Task], new: Sequence[Task], case: Case) -> Iterator[Found]:
    """Targets in the names of the tasks, where those of the column say nothing."""
    sides = [[_Stated(t, task, measure(t, case)) for task in tasks for t in task.targets if t.role == "title"]
             for tasks in (old, new)]  # fmt: skip
    columns = [
        any(t.role == "target" and measure(t, case) for task in tasks for t in task.targets) for tasks in (old, new)
    ]
    if not all(columns):
        return
    ours, theirs = ([s for s in side if s.measure] for side in sides)
    pairs, _, _ = _paired(ours, theirs, case)
    for a, b in pairs:
        yield from _ordered(a, b, case, "Mức nêu trong nội dung")


# --- what stands on one side only -------------------------------------------------------------------------------


def _added(come: list[_Stated], before: list[_Stated], case: Case) -> Iterator[Found]:
    was = "; ".join(dict.fromkeys(s.target.text for s in before)) or None
    for stated in come:
        how = f"trước chỉ ghi “{short(was)}”" if was else "trước không có"
        reason = f"Thêm chỉ tiêu: {_quoted(stated.name)}; {how}."
        yield Found("target_added", "target", was, stated.target.text, reason)


def _removed(
    gone: list[_Stated], after: list[_Stated], old: Sequence[Task], new: Sequence[Task], case: Case
) -> Iterator[Found]:
    if not any(case.has_column(task, False, "target", "result", "deliverable", "method") for task in new):
        return
    now = "; ".join(dict.fromkeys(s.target.text for s in after)) or None
    for stated in gone:
        how = f"nay chỉ ghi “{short(now)}”" if now else "nay không còn"
        reason = f"Bỏ chỉ tiêu: {_quoted(stated.name)}; {how}."
        yield Found("target_removed", "target", stated.target.text, now, reason)


def _quoted(name: str) -> str:
    return short(name) if "“" in name else f"“{short(name)}”"


def _unmeasured(
    was: list[_Stated], now: list[_Stated], old: Sequence[Task], new: Sequence[Task], case: Case
) -> Iterator[Found]:
    """Targets without a number: what is to be improved by its name, the rest by its words."""
    lost = [s for s in was if not any(_same(s, other, case) for other in now)]
    gained = [s for s in now if not any(_same(other, s, case) for other in was)]
    if len(lost) == len(gained) == 1:
        a, b = lost[0].target, gained[0].target
        if a.comparator == b.comparator == "improve":
            yield _found("target_changed_kind", a, b, "chỉ số khác")
        else:
            yield _found("reworded", a, b, "chỉ tiêu không có số, lời văn khác")
        return
    yield from _added([s for s in gained if _column(new, case, False)], [], case)
    yield from _removed([s for s in lost if _column(old, case, True)], [], old, new, case)


def _column(tasks: Sequence[Task], case: Case, old: bool) -> bool:
    return any(case.has_column(task, old, "target", "result") for task in tasks)


def _same(a: _Stated, b: _Stated, case: Case) -> bool:
    if a.target.comparator == b.target.comparator == "improve":
        return key(a.target.metric or "") == key(b.target.metric or "")
    return compare_words(a.target.text, b.target.text, case) != "other"


def _found(code: Code, old: Target, new: Target, how: str, where: str = "Chỉ tiêu") -> Found:
    tail = f" ({how})" if how else ""
    return Found(code, "target", old.text, new.text, f"{where}: “{short(old.text)}” → “{short(new.text)}”{tail}.")
