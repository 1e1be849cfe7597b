"""O1 to O8: who answers for a task."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Finding, Owner, Role, Task
from ..text import key
from .case import Case, cell, day_month_year, has_column

_OWNER_COLUMNS: tuple[Role, ...] = ("lead", "lead_coop", "method")
_BULLET = re.compile(r"(?:^|\n)\s*[-+•]\s+|\s-\s+(?=[^\W\d_a-zà-ỹđ])")


def _leads(task: Task) -> list[Owner]:
    return [o for o in task.owners if o.role == "lead"]


def o1(case: Case) -> Iterator[Finding]:
    """No lead, or a bullet of the method that names nobody."""
    for task in case.plan.tasks:
        if not has_column(task, *_OWNER_COLUMNS) or case.children(task):
            continue
        if not _leads(task):
            yield case.finding(
                "O1", "Không rõ đơn vị chủ trì.", task=task, quote=cell(task, *_OWNER_COLUMNS) or task.content
            )
        elif not has_column(task, "lead", "lead_coop"):
            yield from _bullets_without_owner(case, task)


def _bullets_without_owner(case: Case, task: Task) -> Iterator[Finding]:
    text = cell(task, "method")
    for owner in task.owners:  # "Phòng Kế hoạch - Tài chính": the dash of a name begins no bullet
        text = text.replace(owner.name, owner.name.replace(" - ", "-"))
    bullets = [b.strip() for b in _BULLET.split(text) if b.strip()]
    named = [key(o.text or o.name) for o in task.owners]
    for bullet in bullets if len(bullets) > 1 else ():
        if not any(name and name in key(bullet) for name in named):
            yield case.finding(
                "O1", "Một ý của cách thực hiện không rõ ai làm.", task=task, quote=bullet, column="method"
            )


def o2(case: Case) -> Iterator[Finding]:
    """Only a collective leads: nobody answers."""
    for task in case.plan.tasks:
        leads = _leads(task)
        if leads and all(o.collective for o in leads):
            yield case.finding(
                "O2",
                "Chủ trì chỉ là tập thể chung, không rõ một đầu mối.",
                task=task,
                quote="; ".join(o.name for o in leads),
            )


def o3(case: Case) -> Iterator[Finding]:
    """More than one lead, each named as such."""
    for task in case.plan.tasks:
        leads = [o for o in _leads(task) if not o.inferred]
        if len(leads) > 1:
            yield case.finding(
                "O3",
                f"Có {len(leads)} đơn vị cùng chủ trì.",
                task=task,
                quote="; ".join(o.name for o in leads),
                suggestion="Nêu một đơn vị chủ trì, các đơn vị khác phối hợp.",
            )


def o4(case: Case) -> Iterator[Finding]:
    """A name the unit table does not know and that is nearly one it knows."""
    from rapidfuzz import fuzz, process

    known = {key(unit.name): unit.name for unit in case.units.units.values() if unit.kind == "unit"}
    seen: set[str] = set()
    for task, owner in _named_units(case):
        name = key(owner.name)
        if owner.unit or name in known or name in seen or len(name.split()) < 3:
            continue
        seen.add(name)
        best = process.extractOne(name, known.keys(), scorer=fuzz.ratio, score_cutoff=90)
        if best and len(best[0].split()) == len(name.split()):
            yield case.finding(
                "O4",
                f"“{owner.name}” gần giống “{known[best[0]]}”.",
                task=task,
                quote=owner.name,
                suggestion=known[best[0]],
            )


def o5(case: Case) -> Iterator[Finding]:
    """A unit that had ended, or did not yet exist, on the plan's day; once a unit."""
    day = case.issued_on
    if not day:
        return
    seen: set[str] = set()
    for task, owner in _named_units(case):
        unit = case.units.units.get(owner.unit or "") or case.units.class_of(owner.name, day)
        if unit is None or unit.valid(day) or unit.id in seen:
            continue
        seen.add(unit.id)
        heirs = ", ".join(case.units.units[s].name for s in unit.successors if s in case.units.units)
        ended = unit.valid_to is not None and unit.valid_to < day
        when = (
            f"đã kết thúc từ {day_month_year(unit.valid_to.isoformat())}"
            if ended and unit.valid_to
            else "chưa thành lập"
        )
        yield case.finding(
            "O5",
            f"“{owner.name}” {when}.",
            task=task,
            quote=owner.name,
            suggestion=f"Thay bằng: {heirs}" if heirs else None,
        )


def o6(case: Case) -> Iterator[Finding]:
    """The issuer stands among the co-operating units."""
    issuer = key(case.plan.document.issuer.name or "")
    for task in case.plan.tasks:
        for owner in task.owners:
            if issuer and owner.role == "cooperating" and key(owner.name) == issuer:
                yield case.finding("O6", "Cơ quan ban hành đứng tên phối hợp.", task=task, quote=owner.name)


def o7(case: Case) -> Iterator[Finding]:
    """One unit both leads and co-operates."""
    for task in case.plan.tasks:
        leads = {_identity(o) for o in _leads(task)}
        for owner in task.owners:
            if owner.role == "cooperating" and _identity(owner) in leads:
                yield case.finding("O7", "Một đơn vị vừa chủ trì vừa phối hợp.", task=task, quote=owner.name)


def o8(case: Case) -> Iterator[Finding]:
    """The addressee of the report is not among the recipients."""
    info = case.plan.document
    if not (info.reporting and info.reporting.to and info.recipients):
        return
    to = re.split(r"\s*\(", info.reporting.to)[0]
    unit = case.units.resolve(to, case.issued_on, info.issuer.name, info.issuer.parent)
    for recipient in info.recipients:
        same = unit and case.units.resolve(recipient, case.issued_on, info.issuer.name, info.issuer.parent) == unit
        if same or key(to) in key(recipient):
            return
    yield case.finding(
        "O8",
        f"Báo cáo gửi {to} nhưng mục Nơi nhận không có.",
        quote="; ".join(info.recipients),
        suggestion=f"Thêm {to} vào Nơi nhận.",
    )


def _named_units(case: Case) -> Iterator[tuple[Task, Owner]]:
    for task in case.plan.tasks:
        for owner in task.owners:
            if owner.kind in ("unit", "collective", "unknown") and owner.role != "leader":
                yield task, owner


def _identity(owner: Owner) -> str:
    return owner.unit or key(owner.name)
