"""Both sides of one change, marked: what the old and the new tasks say, and where. In: tasks, the change. Out: `Half`s.

A part is marked only where the record calls it changed; the content always, unless the measure was carried unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..comparison import Change
from ..model import Owner, PageFragment, Plan, Section, Task
from ..text import key
from .changes import place_of
from .marking import Piece, Pieces, mark_all, plain

Tables = Mapping[str, str]
_COOP_ALONE = {"coop_changed"}
_BOTH_ROLES = {"role_swapped", "owner_renamed", "owner_merged", "owner_split", "owner_level_changed"}
_ROLES = {"Lãnh đạo phụ trách": "leader", "Chủ trì": "lead", "Phối hợp": "cooperating", "Đề nghị": "requested"}
NO_SECTION = "Không thuộc mục nào"


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
class Case:
    """What is the same for all changes. shift: years between the plans; hidden: codes that are not marked."""

    shift: int
    hidden: frozenset[str]
    tables: tuple[Tables, Tables]


class Halves:
    """Both sides of one change, marked."""

    def __init__(self, olds: Sequence[Task], news: Sequence[Task], change: Change, case: Case) -> None:
        self.sides, self.case = (olds, news), case
        self.paired = bool(olds and news)
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
                place(task), _where(task, self.case.tables[side]), _page(task), self.contents[side][n],
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
            yield "Mục", self._text(lambda task: section_title(task.sections), "section")

    def _text(self, of: Any, field: str) -> tuple[list[Pieces], list[Pieces]]:
        olds, news = ([of(task) for task in side] for side in self.sides)
        return self._marked(olds, news, field)

    def _marked(self, olds: Sequence[str], news: Sequence[str], field: str) -> tuple[list[Pieces], list[Pieces]]:
        codes = self.changed.get(field)
        if self.paired and codes is not None:
            return mark_all(olds, news, self.case.shift, quiet=bool(codes) and codes <= self.case.hidden)
        return [plain(text) for text in olds], [plain(text) for text in news]

    def _owners(self, role: str) -> tuple[list[Pieces], list[Pieces]]:
        """Names one by one: a body is there or it is not."""
        codes = self.changed.get("owner", set())
        marked = codes & (_COOP_ALONE | _BOTH_ROLES) if role == "cooperating" else codes - _COOP_ALONE
        sides = [[[o for o in task.owners if o.role == role] for task in side] for side in self.sides]
        known = [{identity(o) for owners in side for o in owners} for side in sides]
        old, new = (
            [_names(owners, known[1 - n] if marked and self.paired else None) for owners in side]
            for n, side in enumerate(sides)
        )
        return old, new


def _names(owners: Iterable[Owner], others: set[str] | None) -> Pieces:
    once = {identity(owner): owner for owner in reversed(list(owners))}
    pieces: list[Piece] = []
    for name, owner in reversed(once.items()):
        pieces += [Piece("; ")] if pieces else []
        pieces.append(Piece(owner.name, "changed" if others is not None and name not in others else "same"))
    return tuple(pieces)


def identity(owner: Owner) -> str:
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


def place(task: Task) -> str:
    """The numbers a reader knows it by; "" where it has none."""
    numbers = place_of(task)
    return numbers if numbers != task.id else ""


def tables_of(plan: Plan) -> Tables:
    """What each table of a plan is called; one alone needs no name."""
    return {table.id: f"bảng {n}, " if len(plan.tables) > 1 else "" for n, table in enumerate(plan.tables, start=1)}


def _where(task: Task, tables: Tables) -> str:
    place = _fragment(task)
    if place is None:
        return ""
    return tables.get(task.table, "") + (
        f"trang {place.page}" if isinstance(place, PageFragment) else f"hàng {place.row}"
    )


def section_title(sections: Sequence[Section]) -> str:
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
