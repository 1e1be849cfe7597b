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
from ..model import DocumentInfo, Owner, PageFragment, Plan, Section, Task
from ..rulebook import RuleBook
from ..text import key
from .changes import Labels, group_of, place_of
from .marking import Piece, Pieces, mark_all, plain, printable

_YEAR = re.compile(r"(?:19|20)\d\d")
_COOP_ALONE = {"coop_changed"}
_BOTH_ROLES = {"role_swapped", "owner_renamed", "owner_merged", "owner_split", "owner_level_changed"}
_ROLES = {"Lãnh đạo phụ trách": "leader", "Chủ trì": "lead", "Phối hợp": "cooperating"}
NO_SECTION = "Không thuộc mục nào"
Tables = Mapping[str, str]
UNSURE = "Cần xác nhận."
REVIEW = "Cần xem lại"


@dataclass(frozen=True, slots=True)
class Part:
    """A labelled piece of a measure: "Thời hạn", its words."""

    label: str
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Half:
    """One task of a row. place: "I.2.4"; where: "trang 3", or "hàng 7" of the table; page: of a PDF."""

    place: str
    where: str
    page: int | None
    content: Pieces
    parts: tuple[Part, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One change. codes: those worth a line, in the order of attention; quiet: what is seldom worth one.

    told: what changed; grounds: why both sides are one measure; notes: what a person has to look at.
    """

    change: Change
    group: str
    section: str
    codes: tuple[str, ...]
    quiet: tuple[str, ...]
    old: tuple[Half, ...]
    new: tuple[Half, ...]
    told: tuple[str, ...]
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
        self.shift = years[1] - years[0] if years[0] and years[1] else 0
        self.sections = _sections(compared.new.tasks)
        self.tables = _tables(compared.old), _tables(compared.new)
        self.units: dict[str, str] = {}
        for task in (*compared.new.tasks, *compared.old.tasks):
            for owner in task.owners:
                self.units.setdefault(_identity(owner), owner.name)
        self.rank = {code: n for n, code in enumerate(labels.rules)}

    def sheet(self) -> Sheet:
        diff = self.compared.diff
        lines = tuple(map(self._line, diff.changes))
        used = {unit for line in lines for unit in line.units}
        return Sheet(
            _side_names(diff), (diff.old.file.name, diff.new.file.name), tuple(_head(self.compared)),
            tuple(change.message for change in diff.plan_changes), tuple(self._findings(None)),
            tuple(dict.fromkeys(line.section for line in lines)),
            tuple(sorted(used, key=lambda name: (key(name), name))), lines,
        )  # fmt: skip

    def _line(self, change: Change) -> Line:
        olds, news = [self.old[name] for name in change.old], [self.new[name] for name in change.new]
        halves = _Halves(olds, news, change, self.shift, self.tables)
        codes = sorted(change.codes, key=lambda code: self.rank.get(code, len(self.rank)))
        return Line(
            change, group_of(change, self.labels), self._section(news[0] if news else olds[0]),
            tuple(c for c in codes if not self.labels.hidden(c)), tuple(c for c in codes if self.labels.hidden(c)),
            halves.of(0), halves.of(1), tuple(r for r in change.reasons if r not in change.grounds),
            (*change.grounds, *self._next(change)), tuple(self._notes(change)),
            tuple(dict.fromkeys(self.units[_identity(o)] for task in (*news, *olds) for o in task.owners)),
        )  # fmt: skip

    def _section(self, task: Task) -> str:
        """Of a task of the old plan: the section of the same title, years aside, where the new plan has one."""
        return self.sections.get(_section_key(task.sections), _section_title(task.sections))

    def _next(self, change: Change) -> Iterator[str]:
        if change.runner_up and change.runner_up.task in self.old:
            near = self.old[change.runner_up.task]
            yield f"Gần giống thứ hai: nhiệm vụ cũ {_place(near) or 'chưa đánh số'} ({_percent(change.runner_up.score)})."

    def _notes(self, change: Change) -> Iterator[str]:
        if change.confidence == "probable":
            yield UNSURE
            yield from self._next(change)
        for task in change.new:
            yield from (f"{REVIEW}{'.' if m in change.reasons else f': {m}'}" for m in self._findings(task))

    def _findings(self, task: str | None) -> Iterator[str]:
        """Of a task; None: those that belong to no task of the new plan."""
        for finding in self.compared.diff.findings:
            if task == (finding.task if finding.task in self.new else None):
                yield finding.message


class _Halves:
    """Both sides of one change, marked."""

    def __init__(
        self, olds: Sequence[Task], news: Sequence[Task], change: Change, shift: int, tables: tuple[Tables, Tables]
    ) -> None:
        self.sides, self.tables = (olds, news), tables
        self.paired = bool(olds and news)
        self.shift = shift
        self.changed: dict[str, set[str]] = {}
        for each in change.fields:
            self.changed.setdefault(each.field, set()).add(each.change)
        if "carried_unchanged" not in change.codes:
            self.changed.setdefault("content", set())
        self.contents = self._marked([t.content for t in olds], [t.content for t in news], "content")
        self.parts = list(self._parts())

    def of(self, side: int) -> tuple[Half, ...]:
        return tuple(
            Half(
                _place(task), _where(task, self.tables[side]), _page(task), self.contents[side][n],
                tuple(Part(label, pieces[side][n]) for label, pieces in self.parts if pieces[side][n]),
                "; ".join(dict.fromkeys(o.name for o in task.owners if o.role == "lead")),
            )
            for n, task in enumerate(self.sides[side])
        )  # fmt: skip

    def _parts(self) -> Iterator[tuple[str, tuple[list[Pieces], list[Pieces]]]]:
        yield "Chỉ tiêu", self._text(_targets, "target")
        yield "Sản phẩm", self._text(lambda task: task.deliverable or "", "deliverable")
        yield "Thời hạn", self._text(_limit, "deadline")
        for label, role in _ROLES.items():
            yield label, self._owners(role)
        if not self.paired or "method" in self.changed:
            yield "Cách thức", self._text(lambda task: _cell(task, "method"), "method")
        if "section" in self.changed:
            yield "Mục", self._text(lambda task: _section_title(task.sections), "section")

    def _text(self, of: Any, field: str) -> tuple[list[Pieces], list[Pieces]]:
        olds, news = ([of(task) for task in side] for side in self.sides)
        return self._marked(olds, news, field)

    def _marked(self, olds: Sequence[str], news: Sequence[str], field: str) -> tuple[list[Pieces], list[Pieces]]:
        if self.paired and field in self.changed:
            return mark_all(olds, news, self.shift)
        return [plain(text) for text in olds], [plain(text) for text in news]

    def _owners(self, role: str) -> tuple[list[Pieces], list[Pieces]]:
        """Names one by one: a body is there or it is not."""
        codes = self.changed.get("owner", set())
        marked = codes & (_COOP_ALONE | _BOTH_ROLES) if role == "cooperating" else codes - _COOP_ALONE
        sides = [[[o for o in task.owners if o.role == role] for task in side] for side in self.sides]
        known = [{_identity(o) for owners in side for o in owners} for side in sides]
        old, new = (
            [_names(owners, known[1 - n] if marked and self.paired else None) for owners in side]
            for n, side in enumerate(sides)
        )
        return old, new


def _names(owners: Iterable[Owner], others: set[str] | None) -> Pieces:
    once = {_identity(owner): owner for owner in reversed(list(owners))}
    pieces: list[Piece] = []
    for name, owner in reversed(once.items()):
        pieces += [Piece("; ")] if pieces else []
        pieces.append(Piece(owner.name, "changed" if others is not None and name not in others else "same"))
    return tuple(pieces)


def _identity(owner: Owner) -> str:
    return owner.unit or key(owner.name)


def _targets(task: Task) -> str:
    return "; ".join(dict.fromkeys(target.text for target in task.targets if target.role == "target"))


def _limit(task: Task) -> str:
    return (task.deadline.text if task.deadline else "") or _cell(task, "time")


def _cell(task: Task, role: str) -> str:
    return "\n".join(cell.text for cell in task.cells if cell.role == role and cell.text)


# --- where it stands ---


def _fragment(task: Task) -> Any:
    own = [cell for cell in task.cells if not cell.inherited and cell.fragments]
    return next((cell.fragments[0] for cell in sorted(own, key=lambda c: c.role != "content")), None)


def _page(task: Task) -> int | None:
    place = _fragment(task)
    return place.page if isinstance(place, PageFragment) else None


def _place(task: Task) -> str:
    """The numbers a reader knows it by; "" where it has none."""
    place = place_of(task)
    return place if place != task.id else ""


def _tables(plan: Plan) -> Tables:
    """What each table of a plan is called; one alone needs no name."""
    return {table.id: f"bảng {n}, " if len(plan.tables) > 1 else "" for n, table in enumerate(plan.tables, start=1)}


def _where(task: Task, tables: Tables) -> str:
    place = _fragment(task)
    if place is None:
        return ""
    return tables[task.table] + (f"trang {place.page}" if isinstance(place, PageFragment) else f"hàng {place.row}")


def _sections(tasks: Iterable[Task]) -> Mapping[tuple[str, ...], str]:
    """The sections of the new plan as printed, by their titles without years."""
    found: dict[tuple[str, ...], str] = {}
    for task in tasks:
        found.setdefault(_section_key(task.sections), _section_title(task.sections))
    return found


def _section_key(sections: Sequence[Section]) -> tuple[str, ...]:
    return tuple(key(_YEAR.sub(" ", section.title)) for section in sections)


def _section_title(sections: Sequence[Section]) -> str:
    """ "I.2. Các tiêu chí ...": the numbers of all levels, the title of the innermost."""
    if not sections:
        return NO_SECTION
    numbers: list[str] = []
    for number in (section.number.rstrip(".") for section in sections if section.number):
        if numbers and number.startswith(f"{numbers[-1]}."):
            numbers.pop()
        numbers.append(number)
    label = ".".join(numbers)
    return f"{label}. {sections[-1].title}" if label else sections[-1].title


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
    number = f" số {info.reference}" if info.reference else ""
    day = f" ngày {date_of(info.issued_on)}" if info.issued_on else ""
    return f"{info.type or 'Văn bản'}{number}{day}{' (dự thảo)' if info.status == 'draft' else ''}"


def date_of(iso: str) -> str:
    """ "2024-01-22" -> "22/01/2024"."""
    return "/".join(reversed(iso.split("-")))


def _percent(score: float) -> str:
    return f"{round(score * 100)}%"


_HEAD: dict[str, Any] = {
    "Văn bản": _reference,
    "Cơ quan ban hành": lambda info, plan: info.issuer.name or "",
    "Trích yếu": lambda info, plan: info.subject or "",
    "Năm kế hoạch": lambda info, plan: str(info.plan_year or ""),
    "Số nhiệm vụ": lambda info, plan: str(len(plan.tasks)),
    "Tệp": lambda info, plan: info.file.name,
}
