"""What changed in the words of a measure: content, method, deliverable, budget, basis, note. In: tasks of both sides.
Out: findings.

Dates and numbers of the content that are compared as deadlines and targets are not told a second time as rewording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...comparison import Code, Field
from ...model import Task
from ...text import key
from . import amounts, deadlines
from .case import Case, Found, cell_text, short
from .wording import compare as compare_words
from .wording import differences, weight_changed

_LIGHT = 0.05  # share of words with meaning that may differ before a method is another method
_ASIDES = {"basis": "Căn cứ", "note": "Ghi chú"}
_EMPTY = re.compile(r"\(\s*[,;.]?\s*\)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*\s*%?|≥|≤|>|<|=")


def compare(old: Task, new: Task, case: Case, known: Sequence[Found]) -> Iterator[Found]:
    """The words of a pair. known: what was found in targets and deadlines, so that it is told once."""
    yield from _content(old, new, case)
    yield from _content_limits(old, new, case, known)
    yield from _method(old, new, case, known)
    yield from _deliverable(old, new, case)
    yield from _budget(old, new, case)
    for role, name in _ASIDES.items():
        yield from _aside(role, name, old, new, case, known)


def _content(old: Task, new: Task, case: Case) -> Iterator[Found]:
    was, now = _bare(old, new), _bare(new, old)
    titled = any(t.role == "title" for task in (old, new) for t in task.targets)
    if not titled and (told := amounts.more_or_fewer(was, now, case)):
        yield _amount(*told, "target", "Số lượng nêu trong nội dung")
        was, now = amounts.without(was, told[1]), amounts.without(now, told[2])
    verdict = compare_words(was, now, case)
    yield from _by_verdict(verdict, "content", "Nội dung", old.content, new.content, (was, now))


def _by_verdict(
    verdict: str, field: Field, name: str, old: str, new: str, shown: tuple[str, str] | None = None
) -> Iterator[Found]:
    if verdict == "typo":
        yield Found("typo_only", field, old, new, f"{name}, sửa chữ: {differences(*(shown or (old, new)))}.")
    elif verdict == "rolled":
        yield Found("year_rolled", field, old, new)
    elif verdict == "other":
        yield Found("reworded", field, old, new, f"{name}: {differences(*(shown or (old, new)))}.")


def _amount(code: Code, was: amounts.Counted, now: amounts.Counted, field: Field, name: str) -> Found:
    return Found(code, field, was.text, now.text, f"{name}: “{was.text}” → “{now.text}”.")


def _bare(task: Task, other: Task) -> str:
    """The content without the deadlines it states, and without numbers where both titles state a target."""
    text = task.content
    for limit in task.content_deadlines:
        text = text.replace(limit.text, "") if limit.text else text
    if all(any(t.role == "title" for t in each.targets) for each in (task, other)):
        text = _NUMBER.sub("", text)
    return _EMPTY.sub("", text).strip()


def _content_limits(old: Task, new: Task, case: Case, known: Sequence[Found]) -> Iterator[Found]:
    """A deadline inside the content that moved otherwise than the one of the time column."""
    if len(old.content_deadlines) != 1 or len(new.content_deadlines) != 1:
        return
    told = {found.code for found in known if found.field == "deadline"}
    was, now = old.content_deadlines[0], new.content_deadlines[0]
    for found in deadlines.compare(was, now, case, "Hạn nêu trong nội dung"):
        if found.code not in told:
            yield found


def _method(old: Task, new: Task, case: Case, known: Sequence[Found]) -> Iterator[Found]:
    was, now = cell_text(old, "method"), cell_text(new, "method")
    if not (case.has_column(old, True, "method") and case.has_column(new, False, "method")):
        return
    if not was or not now:
        if was != now:
            reason = f"Cách thức: {_or_nothing(was)} → {_or_nothing(now)}."
            yield Found("method_changed", "method", was or None, now or None, reason)
        return
    verdict = compare_words(was, now, case)
    if verdict == "other" and any(f.field == "owner" for f in known) and _same_but_owners("method", old, new, case):
        return
    if verdict == "other" and weight_changed(was, now, case) > _LIGHT:
        yield Found("method_changed", "method", was, now, f"Cách thức: {differences(was, now)}.")
    else:
        yield from _by_verdict(verdict, "method", "Cách thức", was, now)


def _same_but_owners(role: str, old: Task, new: Task, case: Case) -> bool:
    """Only the names of who acts differ, and they are told as owners."""
    texts = []
    for task in (old, new):
        text = cell_text(task, role)
        for name in sorted((o.name for o in task.owners), key=len, reverse=True):
            text = text.replace(name, " ")
        texts.append(text)
    return compare_words(texts[0], texts[1], case) != "other"


def _deliverable(old: Task, new: Task, case: Case) -> Iterator[Found]:
    was, now = old.deliverable or "", new.deliverable or ""
    if was and now:
        told = amounts.more_or_fewer(was, now, case, opening=True)
        if told:
            yield _amount(*told, "deliverable", "Số lượng sản phẩm")
            was, now = amounts.without(was, told[1]), amounts.without(now, told[2])
        verdict = compare_words(was, now, case)
        if verdict == "other":
            yield Found("deliverable_changed", "deliverable", was, now, f"Sản phẩm: “{short(was)}” → “{short(now)}”.")
        else:
            yield from _by_verdict(verdict, "deliverable", "Sản phẩm", was, now)
    elif (was or now) and _one_layout(old, new, case):
        reason = f"Sản phẩm: {_or_nothing(was)} → {_or_nothing(now)}."
        yield Found("deliverable_changed", "deliverable", was or None, now or None, reason)


def _one_layout(old: Task, new: Task, case: Case) -> bool:
    """Both plans have a column for it of the same kind: a new column alone is no change of the task."""
    return any(
        case.has_column(old, True, role) and case.has_column(new, False, role) for role in ("deliverable", "result")
    )


def _budget(old: Task, new: Task, case: Case) -> Iterator[Found]:
    """Money is no field of its own in the record: told in words."""
    both = case.has_column(old, True, "budget") and case.has_column(new, False, "budget")
    was, now = cell_text(old, "budget"), cell_text(new, "budget")
    if both and key(was) != key(now) and not amounts.same_money(was, now, case):
        yield Found("reworded", None, was or None, now or None, f"Kinh phí: {_or_nothing(was)} → {_or_nothing(now)}.")


def _aside(role: str, name: str, old: Task, new: Task, case: Case, known: Sequence[Found]) -> Iterator[Found]:
    """What stands beside the task is no field of its own either."""
    if not (case.has_column(old, True, role) and case.has_column(new, False, role)):
        return
    was, now = cell_text(old, role), cell_text(new, role)
    verdict = compare_words(was, now, case) if was and now else "other" if was != now else ""
    if verdict != "other" or (any(f.field == "owner" for f in known) and _same_but_owners(role, old, new, case)):
        return
    yield Found("reworded", None, was or None, now or None, f"{name}: {_or_nothing(was)} → {_or_nothing(now)}.")


def _or_nothing(text: str) -> str:
    return f"“{short(text)}”" if text else "không ghi"
