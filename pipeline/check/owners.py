"""O1 to O9: who answers for a task."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from ..model import Finding, Owner, Role, Task
from ..text import fold, key
from ..units import Unit
from .case import Case, cell, column_of, day_month_year, has_column

_SHOWN = 6  # names that a finding for the whole document quotes
_OWNER_COLUMNS: tuple[Role, ...] = ("lead", "lead_coop", "method")
_BULLET = re.compile(r"(?:^|\n)\s*[-+•]\s+|\s-\s+(?=[^\W\d_a-zà-ỹđ])")


def _leads(task: Task) -> list[Owner]:
    return [o for o in task.owners if o.role == "lead"]


def o1(case: Case) -> Iterator[Finding]:
    """No lead, or a bullet of the method that names nobody."""
    for task in case.plan.tasks:
        if not has_column(task, *_OWNER_COLUMNS) or case.is_parent(task):
            continue
        if not _leads(task):
            quote = cell(task, *_OWNER_COLUMNS) or task.content
            column = column_of(task, *_OWNER_COLUMNS)
            yield case.finding("O1", "Không rõ đơn vị chủ trì.", task=task, quote=quote, column=column)
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
            method = key(cell(task, "method"))
            named = any(o.kind == "unit" and not o.collective and key(o.text or o.name) in method for o in task.owners)
            yield case.finding(
                "O2",
                "Chủ trì chỉ là tập thể chung, không rõ một đầu mối.",
                task=task,
                quote="; ".join(o.name for o in leads),
                column=column_of(task, *_OWNER_COLUMNS),
                level="warning" if named else None,
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
                column=column_of(task, *_OWNER_COLUMNS),
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
                column=_column(task, owner),
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
            column=_column(task, owner),
        )


def o6(case: Case) -> Iterator[Finding]:
    """The issuer stands among the co-operating units."""
    issuer = key(case.plan.document.issuer.name or "")
    for task in case.plan.tasks:
        for owner in task.owners:
            if issuer and owner.role == "cooperating" and key(owner.name) == issuer:
                message, column = "Cơ quan ban hành đứng tên phối hợp.", _column(task, owner)
                yield case.finding("O6", message, task=task, quote=owner.name, column=column)


def o7(case: Case) -> Iterator[Finding]:
    """One unit both leads and co-operates. Of a collective ("các sở, ngành") the others may co-operate."""
    for task in case.plan.tasks:
        leads = {_identity(o) for o in _leads(task) if not o.collective}
        for owner in task.owners:
            if owner.role == "cooperating" and _identity(owner) in leads:
                message, column = "Một đơn vị vừa chủ trì vừa phối hợp.", _column(task, owner)
                yield case.finding("O7", message, task=task, quote=owner.name, column=column)


def o8(case: Case) -> Iterator[Finding]:
    """The addressee of the report is not among the recipients."""
    info = case.plan.document
    if not (info.reporting and info.reporting.to and info.recipients):
        return
    to = re.split(r"\s*\(", info.reporting.to)[0]
    if any(_covers(case, recipient, to) for recipient in info.recipients):
        return
    yield case.finding(
        "O8",
        f"Báo cáo gửi {to} nhưng mục Nơi nhận không có.",
        quote="; ".join(info.recipients),
        suggestion=f"Thêm {to} vào Nơi nhận.",
    )


def o9(case: Case) -> Iterator[Finding]:
    """Units that changed inside the year of a plan without a day of issue: nobody can say which body is meant. Once."""
    year = case.plan_year
    if case.issued_on or not year:
        return
    first, last = date(year, 1, 1), date(year, 12, 31)
    names: dict[str, str] = {}
    days: set[date] = set()
    for _, owner in _named_units(case):
        before, after = _standing(case, owner.name, first), _standing(case, owner.name, last)
        turned = _turns(before, after, first, last)
        if turned:
            names.setdefault(key(owner.name), owner.name)
            days |= turned
    if names:
        when = ", ".join(day_month_year(day.isoformat()) for day in sorted(days))
        yield case.finding(
            "O9",
            f"Không rõ ngày ban hành nên chưa biết trước hay sau {when}: {len(names)} đơn vị thay đổi khi đó.",
            quote="; ".join(list(names.values())[:_SHOWN]),
        )


def _standing(case: Case, name: str, day: date) -> Unit | None:
    info = case.plan.document.issuer
    return case.units.resolve(name, day, info.name, info.parent) or case.units.class_of(name, day)


def _turns(before: Unit | None, after: Unit | None, first: date, last: date) -> set[date]:
    """The days on which the body of a name begins or ends inside the year."""
    days = {u.valid_to + timedelta(days=1) for u in (before, after) if u and u.valid_to and first <= u.valid_to < last}
    days |= {u.valid_from for u in (before, after) if u and u.valid_from and first < u.valid_from <= last}
    return days


def _covers(case: Case, recipient: str, to: str) -> bool:
    """Whether the addressee of the report gets the plan: by name, as a part of its name, or among many."""
    info, words = case.plan.document, case.book.table("checks").get("recipients", {})
    unit = case.units.resolve(to, case.issued_on, info.issuer.name, info.issuer.parent)
    names = [key(name) for name in (to, *((unit.name, *unit.aliases) if unit else ()))]
    if any(name in key(recipient) for name in names) or case.search("recipients-elsewhere", recipient):
        return True
    outer = re.search(words.get("outer", r"(?!)"), fold(to))
    sort = re.escape(outer[0]) if outer else r"(?:phòng|đơn vị)"
    return re.search(words.get("covering", r"(?!)") + sort + r"\b", fold(recipient)) is not None


def _column(task: Task, owner: Owner) -> Role | None:
    """The column an owner was read from."""
    where = key(owner.text or owner.name)
    roles: tuple[Role, ...] = (*(("coop",) if owner.role == "cooperating" else ()), *_OWNER_COLUMNS, "coop", "leader")
    return next((c.role for role in roles for c in task.cells if c.role == role and where in key(c.text)), None)


def _named_units(case: Case) -> Iterator[tuple[Task, Owner]]:
    for task in case.plan.tasks:
        for owner in task.owners:
            if owner.kind in ("unit", "collective", "unknown") and owner.role != "leader":
                yield task, owner


def _identity(owner: Owner) -> str:
    return owner.unit or key(owner.name)
