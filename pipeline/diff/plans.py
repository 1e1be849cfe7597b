"""What differs between the two documents themselves. In: two plans, the matches. Out: `PlanChange`s, in a fixed order.

Title, issuer, number of measures, bases, overall goals, reporting date, signer, sections; also which section of the
old plan became which of the new one. It compares no task.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from ..comparison import PlanChange
from ..model import Basis, DocumentInfo, Plan, Signer, Task
from ..rulebook import RuleBook
from ..text import key
from .changes.case import Case, day, short
from .changes.deadlines import compare as compare_limits
from .changes.place import section_key
from .changes.targets import compare as compare_targets
from .changes.wording import compare as compare_words
from .changes.wording import differences
from .pairs import Match


def plan_changes(case: Case) -> tuple[PlanChange, ...]:
    """All differences of the documents, those of the head first."""
    return tuple(change for part in _PARTS for change in part(case))


def _title(case: Case) -> Iterator[PlanChange]:
    was, now = case.old.document, case.new.document
    if key(was.type or "") != key(now.type or ""):
        yield _change("type", was.type, now.type, "Loại văn bản")
    if was.subject and now.subject and compare_words(was.subject, now.subject, case) in ("other", "typo"):
        message = f"Trích yếu: {differences(was.subject, now.subject)}."
        yield PlanChange("subject", was.subject, now.subject, message)
    if _length(was) != _length(now):
        yield _change("period", _years(was), _years(now), "Thời kỳ của kế hoạch")


def _length(info: DocumentInfo) -> int:
    """Years the plan is about; that the next plan is about the next year is no change."""
    period = info.period
    return int(period.end[:4]) - int(period.start[:4]) + 1 if period and period.start and period.end else 1


def _years(info: DocumentInfo) -> str | None:
    if info.period and info.period.start and info.period.end:
        first, last = info.period.start[:4], info.period.end[:4]
        return first if first == last else f"{first}-{last}"
    return str(info.plan_year) if info.plan_year else None


def _issuer(case: Case) -> Iterator[PlanChange]:
    was, now = case.old.document.issuer.name, case.new.document.issuer.name
    if key(was or "") != key(now or ""):
        yield _change("issuer", was, now, "Cơ quan ban hành")


def _signer(case: Case) -> Iterator[PlanChange]:
    was, now = (_signed(plan.document.signer) for plan in (case.old, case.new))
    if key(was or "") != key(now or ""):
        yield _change("signer", was, now, "Người ký")


def _signed(signer: Signer | None) -> str | None:
    return ", ".join(filter(None, (signer.name, signer.position))) or None if signer else None


def _bases(case: Case) -> Iterator[PlanChange]:
    """Documents the plans rest on: those of one kind and issuer stand for each other from year to year."""
    was, now = (list(plan.document.bases) for plan in (case.old, case.new))
    kept = {_basis_key(b) for b in was} & {_basis_key(b) for b in now}
    gone = [b for b in was if _basis_key(b) not in kept]
    come = [b for b in now if _basis_key(b) not in kept]
    for old in gone:
        new = next((b for b in come if _kind(b) == _kind(old)), None)
        if new:
            come.remove(new)
            yield _change("bases", _named(old), _named(new), "Căn cứ")
        else:
            yield PlanChange("bases", _named(old), None, f"Bỏ căn cứ: {_named(old)}.")
    for new in come:
        yield PlanChange("bases", None, _named(new), f"Thêm căn cứ: {_named(new)}.")


def _basis_key(basis: Basis) -> tuple[str, str]:
    return (key(basis.reference or basis.text), basis.issued_on or "")


def _kind(basis: Basis) -> tuple[str, str]:
    return (key(basis.type or ""), key(basis.issuer or ""))


def _named(basis: Basis) -> str:
    """ "Quyết định số 91/QĐ-UBND ngày 11/01/2024"; its own words where it has no number."""
    if not basis.reference:
        return short(basis.text)
    issued = f" ngày {day(basis.issued_on)}" if basis.issued_on else ""
    return " ".join(filter(None, (basis.type, "số", basis.reference))) + issued


def _goals(case: Case) -> Iterator[PlanChange]:
    """Overall goals, compared as the targets of one measure."""
    sides = [Task("plan", "", None, (), "", (), targets=plan.document.goals) for plan in (case.old, case.new)]
    for found in compare_targets([sides[0]], [sides[1]], case):
        yield PlanChange("goals", found.old, found.new, "Mục tiêu chung. " + found.reason)


def _reporting(case: Case) -> Iterator[PlanChange]:
    was, now = (plan.document.reporting for plan in (case.old, case.new))
    limits = was.deadline if was else None, now.deadline if now else None
    for found in compare_limits(*limits, case, "Hạn báo cáo"):
        if found.code != "year_rolled":
            yield PlanChange("reporting", found.old, found.new, found.reason)
    places = (was.to if was else None), (now.to if now else None)
    if all(places) and key(places[0] or "") != key(places[1] or ""):
        yield _change("reporting", *places, "Nơi nhận báo cáo")


def _counts(case: Case) -> Iterator[PlanChange]:
    """How many measures, whole and by section."""
    was, now = len(case.old.tasks), len(case.new.tasks)
    if was != now:
        yield _change("tasks", str(was), str(now), "Số nhiệm vụ")
    ours, theirs = (_by_section(plan, case, old) for plan, old in ((case.old, True), (case.new, False)))
    for name in dict.fromkeys([*theirs, *ours]):
        title, count = theirs.get(name, ours.get(name, ("", 0)))[0], (ours.get(name), theirs.get(name))
        before, after = (str(c[1]) if c else None for c in count)
        if before is None:
            yield PlanChange("sections", None, after, f"Mục mới: {title} ({after} nhiệm vụ).")
        elif after is None:
            yield PlanChange("sections", before, None, f"Mục không còn: {title} ({before} nhiệm vụ).")
        elif before != after:
            yield PlanChange("sections", before, after, f"Số nhiệm vụ của mục {title}: {before} → {after}.")


def _by_section(plan: Plan, case: Case, old: bool) -> dict[tuple[str, ...], tuple[str, int]]:
    """The path of title keys -> (the title as shown, its tasks)."""
    out: dict[tuple[str, ...], tuple[str, int]] = {}
    for task in plan.tasks:
        if task.sections:
            keys = [section_key(s, case.book) for s in task.sections]
            name = tuple(case.sections.get(k, k) if old else k for k in keys)
            title = f"“{short(task.sections[-1].title, 90)}”"
            out[name] = (out.get(name, (title, 0))[0], out.get(name, (title, 0))[1] + 1)
    return out


def _change(what: str, old: str | None, new: str | None, name: str) -> PlanChange:
    return PlanChange(what, old, new, f"{name}: {old or 'không ghi'} → {new or 'không ghi'}.")


_PARTS: tuple[Callable[[Case], Iterator[PlanChange]], ...] = (
    _title, _issuer, _signer, _bases, _goals, _reporting, _counts,
)  # fmt: skip


# --- which section became which ----------------------------------------------------------------------------------


def renamed_sections(matches: Sequence[Match], old: Plan, new: Plan, book: RuleBook) -> dict[str, str]:
    """Sections whose title the other plan does not have and that most of their measures share: renamed, not left."""
    ours = {section_key(s, book) for task in old.tasks for s in task.sections}
    theirs = {section_key(s, book) for task in new.tasks for s in task.sections}
    votes: dict[str, Counter[str]] = {}
    for match in matches:
        for a, b in ((a, b) for a in match.old for b in match.new):
            if a.sections and b.sections:
                votes.setdefault(section_key(a.sections[-1], book), Counter())[section_key(b.sections[-1], book)] += 1
    found = {}
    for name in sorted(votes):
        best, count = min(votes[name].items(), key=lambda pair: (-pair[1], pair[0]))
        if name not in theirs and best not in ours and count * 2 > votes[name].total() and count > 1:
            found[name] = best
    return found if len(set(found.values())) == len(found) else {}
