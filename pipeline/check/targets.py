"""T1 to T9: targets that disagree with their title, with each other or with reason. (T8 needs last year's plan.)"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from ..model import Finding, Role, Target, Task
from ..text import fold, key
from .case import Case, cell, column_of

_NUMERIC = ("ge", "gt", "le", "lt", "range", "approx")


_COLUMNS: tuple[Role, ...] = ("target", "result", "deliverable")


def _where(task: Task, target: Target) -> Role | None:
    """The column a target was read from."""
    return "content" if target.role == "title" else column_of(task, *_COLUMNS)


def _shown(goal: Target) -> str:
    """
    >>> _shown(Target("ge", 92.5, unit="%")), _shown(Target("ge", 2, unit="lớp"))
    ('92,5%', '2 lớp')
    """
    number = f"{goal.value}".replace(".", ",")
    return f"{number}{goal.unit}" if goal.unit == "%" else f"{number} {goal.unit or ''}".strip()


def _own(task: Task) -> list[Target]:
    """The targets of the target cell (a zero tolerance read from the method is no rival of the title)."""
    where = key(cell(task, *_COLUMNS))
    return [t for t in task.targets if t.role == "target" and key(t.text) in where]


def t1(case: Case) -> Iterator[Finding]:
    """The title states another target than the target cell."""
    for task in case.plan.tasks:
        titles = [t for t in task.targets if t.role == "title" and t.comparator in _NUMERIC]
        for title in titles:
            rivals = [t for t in _own(task) if t.comparator in _NUMERIC and t.unit == title.unit]
            if rivals and all(
                (t.value, t.comparator, t.upper) != (title.value, title.comparator, title.upper) for t in rivals
            ):
                yield case.finding(
                    "T1",
                    f"Nội dung nêu một mức khác với cột chỉ tiêu (“{rivals[0].text}”).",
                    task=task,
                    quote=title.text,
                    column="content",
                )


def t2(case: Case) -> Iterator[Finding]:
    """The target asks less than the title: "sớm hạn" -> "sớm hạn hoặc đúng hạn"."""
    pairs = case.book.table("checks").get("weaker", ())
    for task in case.plan.tasks:
        content, target = case.fold(task.content), case.fold(cell(task, *_COLUMNS))
        for pair in pairs:
            weak_only_in_target = re.search(pair["weak"], target) and not re.search(pair["weak"], content)
            if re.search(pair["strong"], content) and weak_only_in_target:
                yield case.finding(
                    "T2",
                    f"Chỉ tiêu nhẹ hơn tên nhiệm vụ ({pair['means']}).",
                    task=task,
                    quote=cell(task, *_COLUMNS),
                    column=column_of(task, *_COLUMNS),
                )


def t3(case: Case) -> Iterator[Finding]:
    """A blank target cell in a table where most tasks have a number."""
    for table in case.plan.tables:
        tasks = [t for t in case.plan.tasks if t.table == table.id]
        numeric = [t for t in tasks if any(isinstance(x.value, int | float) for x in _own(t))]
        if len(numeric) * 2 <= len(tasks):
            continue
        for task in tasks:
            if not cell(task, "target", "result") and not case.is_parent(task):
                column = column_of(task, "target", "result")
                yield case.finding("T3", "Ô chỉ tiêu bỏ trống.", task=task, quote=task.content, column=column)


def t4(case: Case) -> Iterator[Finding]:
    """A comparator that was begun and not ended: "Đạt từ 60%"."""
    for task in case.plan.tasks:
        for target in task.targets:
            if "incomplete" in target.rule:
                yield case.finding(
                    "T4",
                    "Chỉ tiêu thiếu chữ “trở lên”.",
                    task=task,
                    quote=target.text,
                    suggestion=f"{target.text} trở lên",
                    column=_where(task, target),
                )


def t5(case: Case) -> Iterator[Finding]:
    """Component targets below the plan's overall goal on the same subject; once a goal."""
    for goal in case.plan.document.goals:
        if goal.comparator not in ("ge", "gt") or not isinstance(goal.value, int | float):
            continue
        sentence = next((fold(p) for p in case.body if goal.text and goal.text in p), "")
        lower = [t for t in case.plan.tasks if _is_component(t, goal, sentence)]
        if lower:
            yield case.finding(
                "T5",
                f"{len(lower)} nhiệm vụ có chỉ tiêu thấp hơn mục tiêu chung ({_shown(goal)}).",
                quote="; ".join(f"{t.number or t.id}: {_own(t)[0].text}" for t in lower),
            )


def _is_component(task: Task, goal: Target, sentence: str) -> bool:
    """Same unit, lower value, and the goal's sentence speaks of what the task measures (its first four words)."""
    head = " ".join(fold(task.content).split()[:4])
    lower = [t for t in _own(task) if t.unit == goal.unit and isinstance(t.value, int | float)]
    return bool(lower) and lower[0].value < goal.value and head in sentence  # type: ignore[operator]


def t6(case: Case) -> Iterator[Finding]:
    """A change without what it is measured against, or a percentage of a percentage."""
    for task in case.plan.tasks:
        for target in task.targets:
            if target.comparator not in ("delta_ge", "delta_le"):
                continue
            if target.unit == "%" and case.search("rate-metric", target.metric or task.content):
                message = "Không rõ tăng, giảm theo điểm phần trăm hay theo phần trăm của tỷ lệ cũ."
            elif not target.baseline or not (target.baseline.text or target.baseline.year or target.baseline.value):
                message = "Mức tăng, giảm không nêu gốc so sánh."
            else:
                continue
            yield case.finding("T6", message, task=task, quote=target.text, column=_where(task, target))


def t7(case: Case) -> Iterator[Finding]:
    """A share above 100 %."""
    for task in case.plan.tasks:
        for target in task.targets:
            share = target.unit == "%" and target.comparator in _NUMERIC and isinstance(target.value, int | float)
            grows = case.search("growth", target.text) or case.search("growth", task.content)
            if share and target.value > 100 and not grows:  # type: ignore[operator]
                column = _where(task, target)
                yield case.finding("T7", "Chỉ tiêu vượt quá 100%.", task=task, quote=target.text, column=column)


def t9(case: Case) -> Iterator[Finding]:
    """Siblings with one value, here "trên X", there "từ X trở lên"."""
    for _, group in groupby(case.plan.tasks, key=lambda t: (t.table, t.sections)):
        siblings = list(group)
        inclusive = {(x.value, x.unit) for t in siblings for x in _own(t) if x.comparator == "ge" and x.stated}
        for task in siblings:
            for target in _own(task):
                if target.comparator == "gt" and (target.value, target.unit) in inclusive:
                    yield case.finding(
                        "T9",
                        "Ghi “trên”, trong khi chỉ tiêu cùng mức trong mục ghi “từ ... trở lên”.",
                        task=task,
                        quote=target.text,
                        column=_where(task, target),
                    )
