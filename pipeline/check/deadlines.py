"""D1 to D9: deadlines missing, at odds with each other, or on a day off. (D3, D6, D8 are seen by the reader.)"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..model import Deadline, Finding, Task
from .case import Case, cell, day_month_year, has_column

_A_DAY = ("by_date", "on_date")


def d1(case: Case) -> Iterator[Finding]:
    """No deadline where the table has a column for it; once a table where the whole column is blank."""
    for table in case.plan.tables:
        tasks = [t for t in case.plan.tasks if t.table == table.id and has_column(t, "time")]
        blank = [t for t in tasks if not cell(t, "time") and not case.is_parent(t)]
        if tasks and len(blank) == len(tasks) and len(tasks) > 1:
            message = case.of_table(table, f"Cột thời hạn bỏ trống ở cả {len(tasks)} nhiệm vụ.")
            yield case.finding("D1", message, column="time")
            continue
        for task in blank:
            yield case.finding("D1", "Nhiệm vụ không có thời hạn.", task=task, quote=task.content, column="time")


def d2(case: Case) -> Iterator[Finding]:
    """Deadlines after the plan's own reporting date, told once a document."""
    reporting = case.plan.document.reporting
    report = reporting.deadline.due_date if reporting and reporting.deadline else None
    late = [t for t in case.plan.tasks if report and report < (_due(t) or "") <= f"{report[:4]}-12-31"]
    if report and late:
        yield case.finding(
            "D2",
            f"{len(late)} nhiệm vụ có hạn sau ngày phải gửi báo cáo (chậm nhất {day_month_year(report)}).",
            quote=reporting.deadline.text if reporting and reporting.deadline else None,
        )


def d4(case: Case) -> Iterator[Finding]:
    """A deadline given as a day that is a weekend or a public holiday."""
    holidays = set(case.book.table("checks").get("dates", {}).get("holidays", ()))
    for task in case.plan.tasks:
        deadline = task.deadline
        if not deadline or deadline.kind not in _A_DAY or not deadline.due_date or not _names_a_day(deadline):
            continue
        day = date.fromisoformat(deadline.due_date)
        if day.weekday() >= 5 or deadline.due_date[5:] in holidays:
            name = ("thứ Bảy", "Chủ nhật")[day.weekday() - 5] if day.weekday() >= 5 else "ngày lễ"
            yield case.finding(
                "D4", f"Ngày đến hạn {day:%d/%m/%Y} là {name}.", task=task, quote=deadline.text, column="time"
            )


def _names_a_day(deadline: Deadline) -> bool:
    """The text itself names a day: it has two numbers at least ("01/12", not "hết năm 2025")."""
    digits = "".join(c if c.isdigit() else " " for c in deadline.text).split()
    return len(digits) >= 2 and len(digits[0]) <= 2


def d5(case: Case) -> Iterator[Finding]:
    """The content states another deadline than the time column; only inclusive or not: info."""
    for task in case.plan.tasks:
        deadline = task.deadline
        if not deadline or not deadline.end:
            continue
        for stated in task.content_deadlines:
            same_day = stated.end == deadline.end
            if stated.kind not in _A_DAY or not _at_odds(stated, deadline):
                continue
            yield case.finding(
                "D5",
                f"Nội dung ghi “{stated.text}”, cột thời hạn ghi “{deadline.text}”.",
                task=task,
                quote=stated.text,
                column="time",
                level="info" if same_day else None,
            )


def _at_odds(stated: Deadline, deadline: Deadline) -> bool:
    """A day of the content against the time column: a day inside a stated period is no other deadline."""
    if not stated.end or not deadline.end or deadline.kind in ("multi", "recurring", "continuous"):
        return False
    if stated.end == deadline.end:
        return _edge(stated) != _edge(deadline)
    return deadline.kind in _A_DAY or stated.end > deadline.end


def _edge(deadline: Deadline) -> bool:
    return deadline.end_inclusive is not False


def d7(case: Case) -> Iterator[Finding]:
    """Within one column some deadlines name their year and others do not; once a table."""
    for table in case.plan.tables:
        dated = [t.deadline for t in case.plan.tasks if t.table == table.id and t.deadline and t.deadline.end]
        bare = [d for d in dated if d.year_source == "plan_year" and d.kind in (*_A_DAY, "in_period", "range")]
        full = [d for d in dated if d.year_source == "explicit"]
        if bare and full:
            yield case.finding(
                "D7",
                case.of_table(table, f"Có thời hạn ghi năm (“{full[0].text}”), có thời hạn không ghi."),
                quote=bare[0].text,
                column="time",
            )


def d9(case: Case) -> Iterator[Finding]:
    """A child is due after its parent."""
    for parent in case.plan.tasks:
        limit = _due(parent)
        for child in case.children(parent) if limit else ():
            due = _due(child)
            if limit and due and due > limit:
                yield case.finding(
                    "D9",
                    f"Hạn {day_month_year(due)} sau hạn của việc {parent.number} ({day_month_year(limit)}).",
                    task=child,
                    quote=child.deadline.text if child.deadline else None,
                    column="time",
                )


def _due(task: Task) -> str | None:
    return task.deadline.due_date if task.deadline else None
