"""A comparison laid out for paper and screen: old beside new, the words that differ marked. In: Compared. Out: `Sheet`.

Every change of the record is one row, in the record's order. What a row marks is what the record calls a change; other
differences of wording stand unmarked. It draws nothing: the page, the workbook and the Word file do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from ..comparison import Change, Compared, PlanDiff
from ..model import DocumentInfo, Plan, Section, Task
from ..rulebook import RuleBook
from ..text import key
from .alphabet import alphabetic
from .changes import Labels, group_of
from .halves import Case, Half, Halves, identity, place, section_title, tables_of
from .marking import printable

_YEAR = re.compile(r"(?:19|20)\d\d")
_QUOTE = re.compile("“.*?”")
UNSURE = "Cần xác nhận."
REVIEW = "Cần xem lại"


@dataclass(frozen=True, slots=True)
class Line:
    """One change. codes: those worth a line, its group first, then in the order of attention.

    quiet: codes seldom worth a line, told in aside. told: what changed. grounds: why both sides are one measure, or why
    it has no match. notes: what a person has to look at.
    """

    change: Change
    group: str
    section: str
    codes: tuple[str, ...]
    quiet: tuple[str, ...]
    old: tuple[Half, ...]
    new: tuple[Half, ...]
    told: tuple[str, ...]
    aside: tuple[str, ...]
    grounds: tuple[str, ...]
    notes: tuple[str, ...]
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of a comparison. sides: what the two columns are called; head: (what, old, new) of the documents."""

    sides: tuple[str, str]
    names: tuple[str, str]
    head: tuple[tuple[str, str, str], ...]
    messages: tuple[str, ...]
    findings: tuple[str, ...]
    sections: tuple[str, ...]
    units: tuple[str, ...]
    lines: tuple[Line, ...]


def lay_out(compared: Compared, book: RuleBook) -> Sheet:
    """The sheet of a comparison. Its texts hold nothing that XML cannot."""
    compared = _printable(compared)
    return _Layout(compared, Labels(book)).sheet()


def _printable(value: Any) -> Any:
    """The same record without characters that no page can show."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, tuple):
        return tuple(map(_printable, value))
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for field in fields(value):
            was = getattr(value, field.name)
            now = _printable(was)
            if now != was:
                changed[field.name] = now
        return replace(value, **changed) if changed else value
    return value


class _Layout:
    def __init__(self, compared: Compared, labels: Labels) -> None:
        self.compared, self.labels = compared, labels
        self.old = {task.id: task for task in compared.old.tasks}
        self.new = {task.id: task for task in compared.new.tasks}
        years = compared.diff.old.plan_year, compared.diff.new.plan_year
        self.case = Case(
            years[1] - years[0] if years[0] and years[1] else 0,
            frozenset(filter(labels.hidden, labels.rules)),
            (tables_of(compared.old), tables_of(compared.new)),
        )
        self.sections = _sections(compared.new.tasks)
        self.units: dict[str, str] = {}
        for task in (*compared.new.tasks, *compared.old.tasks):
            for owner in task.owners:
                self.units.setdefault(identity(owner), owner.name)
        self.rank = {code: n for n, code in enumerate(labels.rules)}

    def sheet(self) -> Sheet:
        diff = self.compared.diff
        lines = tuple(map(self._line, diff.changes))
        used = {unit for line in lines for unit in line.units}
        return Sheet(
            _side_names(diff), (diff.old.file.name, diff.new.file.name), tuple(_head(self.compared)),
            tuple(change.message for change in diff.plan_changes), tuple(self._findings(None)),
            tuple(dict.fromkeys(line.section for line in lines)),
            tuple(sorted(used, key=lambda name: (alphabetic(name), name))), lines,
        )  # fmt: skip

    def _line(self, change: Change) -> Line:
        olds, news = [self.old[name] for name in change.old], [self.new[name] for name in change.new]
        halves = Halves(olds, news, change, self.case)
        grounds = change.grounds if olds and news else change.reasons
        group = group_of(change, self.labels)
        codes = sorted(change.codes, key=lambda code: (code != group, self.rank.get(code, len(self.rank))))
        return Line(
            change, group, self._section(news[0] if news else olds[0]),
            tuple(c for c in codes if not self.labels.hidden(c)), tuple(c for c in codes if self.labels.hidden(c)),
            halves.of(0), halves.of(1), tuple(r for r in change.reasons if r not in grounds),
            tuple(self._aside(change)), (*grounds, *self._next(change)), tuple(self._notes(change)),
            tuple(dict.fromkeys(self.units[identity(o)] for task in (*news, *olds) for o in task.owners)),
        )  # fmt: skip

    def _section(self, task: Task) -> str:
        """Of a task of the old plan: the section of the same title, years aside, where the new plan has one."""
        return self.sections.get(_section_key(task.sections), section_title(task.sections))

    def _aside(self, change: Change) -> Iterator[str]:
        for each in change.fields:
            if self.labels.hidden(each.change):
                yield f"{self.labels.name(each.change)}: “{each.old or ''}” → “{each.new or ''}”."

    def _next(self, change: Change) -> Iterator[str]:
        if change.runner_up and change.runner_up.task in self.old:
            near = self.old[change.runner_up.task]
            where = place(near) or "chưa đánh số"
            yield f"Gần giống thứ hai: nhiệm vụ cũ {where} ({round(change.runner_up.score * 100)}%)."

    def _notes(self, change: Change) -> Iterator[str]:
        if change.confidence == "probable":
            yield UNSURE
            yield from self._next(change)
        for task in change.new:
            yield from (_review(message, change) for message in self._findings(task))

    def _findings(self, task: str | None) -> Iterator[str]:
        """Of a task; None: those that belong to no task of the new plan."""
        for finding in self.compared.diff.findings:
            if task == (finding.task if finding.task in self.new else None):
                yield finding.message


def _review(message: str, change: Change) -> str:
    """The finding, without what the reasons say already."""
    if message in change.reasons:
        return f"{REVIEW}."
    said = " ".join(change.reasons)
    if "“" in message and all(quote in said for quote in _QUOTE.findall(message)):
        message = f"{message.partition('“')[0].rstrip(' :')}."
    return f"{REVIEW}: {message}"


def _sections(tasks: Iterable[Task]) -> Mapping[tuple[str, ...], str]:
    """The sections of the new plan as printed, by their titles without years."""
    found: dict[tuple[str, ...], str] = {}
    for task in tasks:
        found.setdefault(_section_key(task.sections), section_title(task.sections))
    return found


def _section_key(sections: Sequence[Section]) -> tuple[str, ...]:
    return tuple(key(_YEAR.sub(" ", section.title)) for section in sections)


# --- the documents ---


def _side_names(diff: PlanDiff) -> tuple[str, str]:
    years = diff.old.plan_year, diff.new.plan_year
    if years[0] and years[1] and years[0] != years[1]:
        return f"Năm {years[0]}", f"Năm {years[1]}"
    return "Bản cũ", "Bản mới"


def _head(compared: Compared) -> Iterator[tuple[str, str, str]]:
    infos = compared.diff.old, compared.diff.new
    plans = compared.old, compared.new
    for what, of in _HEAD.items():
        old, new = (of(info, plan) for info, plan in zip(infos, plans, strict=True))
        if old or new:
            yield what, old, new


def _reference(info: DocumentInfo, plan: Plan) -> str:
    """The document as a letter cites it; by its year or its file where it bears no number and no day."""
    parts = [
        f"số {info.reference}" if info.reference else "",
        f"ngày {date_of(info.issued_on)}" if info.issued_on else "",
    ]
    if not any(parts):
        parts = [f"năm {info.plan_year}" if info.plan_year else f"trong tệp {info.file.name}"]
    return " ".join(filter(None, (info.type or "Văn bản", *parts, "(dự thảo)" if info.status == "draft" else "")))


def date_of(iso: str) -> str:
    """ "2024-01-22" -> "22/01/2024"."""
    return "/".join(reversed(iso.split("-")))


_HEAD: dict[str, Any] = {
    "Văn bản": _reference,
    "Cơ quan ban hành": lambda info, plan: info.issuer.name or "",
    "Trích yếu": lambda info, plan: info.subject or "",
    "Năm kế hoạch": lambda info, plan: str(info.plan_year or ""),
    "Số nhiệm vụ": lambda info, plan: str(len(plan.tasks)),
    "Tệp": lambda info, plan: info.file.name,
}
