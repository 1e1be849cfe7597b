"""Owners waiting for their role, and how they get it.

In: drafts, in the order of the text, and what is said of them. Out: `Entry` records. It reads no text.
A role word beats the label ("Chủ trì:"), the label the column, the column the position in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...model import OwnerRole
from .draft import Draft

COLUMN: dict[str, OwnerRole] = {"lead": "lead", "coop": "cooperating", "leader": "leader"}
WORD: dict[OwnerRole, str] = {"lead": "word-lead", "cooperating": "word-coop", "leader": "word-leader"}


@dataclass(slots=True)
class Entry:
    """An owner with its role; draft None is the issuer, which the text does not name. rule: id of the [[role]] rule."""

    draft: Draft | None
    role: OwnerRole
    rule: str
    inferred: bool = False


class Groups:
    """The owners of one text. `waiting` have no role yet; `subject` are those of the clause that have one."""

    def __init__(self, column: str | None) -> None:
        self.column = column
        self.label: OwnerRole | None = None
        self.entries: list[Entry] = []
        self.waiting: list[Draft] = []
        self.subject: list[Entry] = []

    def add(self, drafts: list[Draft], role: OwnerRole, rule: str) -> None:
        """Owners whose role is said where they stand."""
        self.entries += (Entry(draft, role, rule) for draft in drafts)

    def assign(self, role: OwnerRole, rule: str, *, inferred: bool = False) -> None:
        """Gives those who wait their role. An inferred role yields to the label and the column."""
        fixed = self.label or COLUMN.get(self.column or "")
        if inferred and fixed:
            role, rule, inferred = fixed, "label" if self.label else "column", False
        if self.waiting:
            self.subject = [_entry(draft, role, rule, inferred) for draft in self.waiting]
            self.entries += self.subject
        self.waiting = []

    def default(self, *, performing: bool = False) -> None:
        """The role of those whom no role word claims."""
        if self.label:
            self.assign(self.label, "label")
        elif self.column in COLUMN:
            self.assign(COLUMN[self.column], "column")
        elif (self.column is not None and self.column != "lead_coop") or (performing and self.column is None):
            self.assign("lead", "performer", inferred=True)
        else:
            self._one_by_one()

    def mark_last(self, role: OwnerRole) -> None:
        """A role in brackets: of the owner before it; where a lead is known, "A, B (phối hợp)" means both."""
        self.waiting[-1].role = role
        if role == "cooperating" and any(e.role == "lead" for e in self.entries):
            for draft in self.waiting:
                draft.role = draft.role or role

    def promote(self) -> None:
        """The subject of the clause is said to lead after all."""
        for entry in self.subject:
            entry.role, entry.rule, entry.inferred = "lead", "word-lead", False

    def dash(self) -> bool:
        """ "A - B" in a column of leads and partners: A leads. False if that is not how it stands."""
        if self.column != "lead_coop" or len(self.waiting) != 1 or self.entries:
            return False
        self.entries.append(Entry(self.waiting.pop(), "lead", "column-dash"))
        return True

    def _one_by_one(self) -> None:
        waiting, dashed = self.waiting, any(e.rule == "column-dash" for e in self.entries)
        for draft in waiting:
            self.waiting = [draft]
            if self.column == "lead_coop":
                self.assign("cooperating", "column-dash" if dashed else "column-first", inferred=dashed)
            elif draft.leads:
                self.assign("leader", "position-leader")
            elif draft.bystander:
                self.assign("cooperating", "bystanders", inferred=True)
            else:
                self.assign("lead", "bare")


def _entry(draft: Draft, role: OwnerRole, rule: str, inferred: bool) -> Entry:
    if draft.role:
        return Entry(draft, draft.role, WORD[draft.role])
    return Entry(draft, role, rule, inferred)
