"""Y1 to Y8: years that cannot be right. Years that rightly look back are left alone (DOMAIN 4.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Deadline, Finding, Task
from .case import Case, day_month_year

_SENTENCE = re.compile(r"[;.]\s+|\n")
_OPEN_KINDS = ("from", "continuous", "recurring")
_FEW = 3  # deadlines beyond the year that are still told one by one
_EARLY_IN_YEAR = "-06-30"  # results of a year are not told before its middle


def _dated(case: Case) -> Iterator[tuple[Task, Deadline, int]]:
    """Tasks whose deadline names its year itself, with the last year it reaches."""
    for task in case.plan.tasks:
        deadline = task.deadline
        last = deadline and (deadline.end or (deadline.start if deadline.kind == "from" else None))
        if deadline and last and deadline.year_source in ("explicit", "list", "range"):
            yield task, deadline, int(last[:4])


def y1(case: Case) -> Iterator[Finding]:
    """Explicit year of a deadline before the plan's year."""
    if not case.plan_year:
        return
    for task, deadline, year in _dated(case):
        if year < case.plan_year and deadline.kind != "from" and not case.search("past-tense", deadline.text):
            yield case.finding(
                "Y1",
                f"Thời hạn ghi năm {year}, kế hoạch là của năm {case.plan_year}.",
                task=task,
                quote=deadline.text,
                suggestion=deadline.text.replace(str(year), str(case.plan_year)),
                column="time",
            )


def y2(case: Case) -> Iterator[Finding]:
    """A goal or duty of the body that names a past year."""
    if not case.plan_year:
        return
    for paragraph in case.body:
        for clause in _SENTENCE.split(paragraph):
            years = [int(m[1]) for m in case.iterate("year-named", clause)]
            past = next((y for y in years if y == case.plan_year - 1), None)
            if past is None or case.plan_year in years or not _looks_ahead(case, clause):
                continue
            yield case.finding(
                "Y2",
                f"Câu nêu việc phải làm nhưng ghi năm {past}.",
                quote=clause.strip(" -"),
                suggestion=f"Kiểm tra: năm {past} hay năm {case.plan_year}?",
            )


def _looks_ahead(case: Case, clause: str) -> bool:
    if case.search("document-cited", clause) or case.search("look-back", clause):
        return False
    return case.search("look-ahead", clause) is not None


def y3(case: Case) -> Iterator[Finding]:
    """Deadline beyond the year of a one-year plan."""
    if not case.plan_year:
        return
    dated = list(_dated(case))
    beyond = [(task, deadline, year) for task, deadline, year in dated if year > case.plan_year]
    if len(beyond) > _FEW and len(beyond) * 4 > len(dated):
        yield case.finding(
            "Y3",
            f"{len(beyond)} trên {len(dated)} thời hạn ở sau năm {case.plan_year}: có thể là kế hoạch nhiều năm.",
            quote=beyond[0][1].text,
            suggestion="Kiểm tra lại năm nêu trong tên kế hoạch.",
        )
        return
    for task, deadline, year in beyond:
        if case.plan_year:
            yield case.finding(
                "Y3",
                f"Thời hạn ở năm {year}, sau năm của kế hoạch ({case.plan_year}).",
                task=task,
                quote=deadline.text,
                column="time",
                level="warning" if year > case.plan_year + 1 else "info",
            )


def y4(case: Case) -> Iterator[Finding]:
    """A cited document dated before the results it speaks about."""
    for basis in case.plan.document.bases:
        match = case.search("result-of-year", basis.text)
        if not match or not basis.issued_on:
            continue
        year = int(match[1])
        if basis.issued_on[:4] == str(year) and basis.issued_on <= f"{year}{_EARLY_IN_YEAR}":
            day = day_month_year(basis.issued_on)
            yield case.finding(
                "Y4",
                f"Văn bản đề ngày {day} nhưng nói về kết quả năm {year}.",
                quote=basis.text,
                suggestion=f"Kiểm tra lại năm: có thể là {day[:6]}{year + 1}.",
            )


def y5(case: Case) -> Iterator[Finding]:
    """A cited document dated after the plan itself."""
    issued = case.plan.document.issued_on
    for basis in case.plan.document.bases:
        if issued and basis.issued_on and basis.issued_on > issued:
            yield case.finding(
                "Y5",
                f"Căn cứ đề ngày {day_month_year(basis.issued_on)}, sau ngày ban hành {day_month_year(issued)}.",
                quote=basis.text,
            )


def y6(case: Case) -> Iterator[Finding]:
    """A deadline that had passed when the plan was issued."""
    issued = case.plan.document.issued_on
    for task in case.plan.tasks:
        deadline = task.deadline
        if not (issued and deadline and deadline.due_date) or deadline.kind in _OPEN_KINDS:
            continue
        same_year = case.plan_year is None or int(deadline.due_date[:4]) >= case.plan_year
        if deadline.due_date < issued and same_year:
            yield case.finding(
                "Y6",
                f"Hạn {day_month_year(deadline.due_date)} đã qua khi ban hành ({day_month_year(issued)}).",
                task=task,
                quote=deadline.text,
                column="time",
            )


def y7(case: Case) -> Iterator[Finding]:
    """The only year in the file's name is neither the plan's nor the issue date's."""
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", case.plan.document.file.name))
    issued = case.plan.document.issued_on
    expected = {str(case.plan_year), issued[:4] if issued else ""}
    if case.plan_year and len(years) == 1 and not years & expected:
        yield case.finding(
            "Y7",
            f"Tên tệp ghi năm {years.pop()}, kế hoạch là của năm {case.plan_year}.",
            quote=case.plan.document.file.name,
        )


def y8(case: Case) -> Iterator[Finding]:
    """An annex or section heading that still names last year's plan."""
    if not case.plan_year:
        return
    headings = [table.annex for table in case.plan.tables if table.annex]
    headings += [section.title for task in case.plan.tasks for section in task.sections]
    for heading in dict.fromkeys(headings):
        match = case.search("plan-of-year", heading)
        if match and int(match[1]) < case.plan_year and not case.search("look-back", heading):
            yield case.finding(
                "Y8", f"Tiêu đề ghi năm {match[1]}, kế hoạch là của năm {case.plan_year}.", quote=heading
            )
