"""The public records: what `kehoach extract` prints (CONTRACT "kehoach.plan/1"), in the order of its keys.

Plain frozen dataclasses, so that thousands of rows stay small; pydantic reads them for the JSON Schema, the
JSON text and the validation of JSON that comes in (`PLAN`). Dates are ISO strings, absent is None or ().
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from .place import Fragment, PageFragment, ScanFragment, WordFragment
from .values import (
    Baseline,
    Comparator,
    Deadline,
    DeadlineKind,
    Finding,
    Level,
    Number,
    Offset,
    Owner,
    OwnerKind,
    OwnerRole,
    Period,
    Quota,
    Role,
    Target,
    YearSource,
)

__all__ = [
    "SCHEMA",
    "Accounting",
    "Baseline",
    "Basis",
    "Characters",
    "Comparator",
    "Deadline",
    "DeadlineKind",
    "DocumentInfo",
    "File",
    "Finding",
    "Fragment",
    "Issuer",
    "Level",
    "Number",
    "Offset",
    "Owner",
    "OwnerKind",
    "OwnerRole",
    "PageFragment",
    "Period",
    "Plan",
    "Quota",
    "Reporting",
    "Role",
    "Rows",
    "ScanFragment",
    "Section",
    "Signer",
    "Table",
    "TableColumn",
    "Target",
    "Task",
    "TaskCell",
    "Unplaced",
    "WordFragment",
    "YearSource",
]  # fmt: skip

SCHEMA: Literal["kehoach.plan/1"] = "kehoach.plan/1"


@dataclass(frozen=True, slots=True)
class File:
    name: str
    sha256: str
    format: str
    pages: int | None
    ocr: bool


@dataclass(frozen=True, slots=True)
class Issuer:
    name: str | None = None
    parent: str | None = None
    org_id: str | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """competence: KT, TM, TL, TUQ, Q as printed, outermost first; for: whose place is taken."""

    competence: tuple[str, ...] = ()
    for_: Annotated[str | None, Field(alias="for")] = None
    position: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """A document the plan rests on."""

    type: str | None
    reference: str | None
    issued_on: str | None
    issuer: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Reporting:
    """The plan-level duty to report."""

    deadline: Deadline | None
    to: str | None


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the head, the body and the signature say of the document.

    replaces: the references of the documents that this one says it takes the place of.
    """

    file: File
    type: str | None = None
    number: str | None = None
    symbol: str | None = None
    reference: str | None = None
    issuer: Issuer = Issuer()
    place: str | None = None
    issued_on: str | None = None
    subject: str | None = None
    status: Literal["issued", "draft"] = "issued"
    plan_year: int | None = None
    period: Period | None = None
    signer: Signer | None = None
    bases: tuple[Basis, ...] = ()
    recipients: tuple[str, ...] = ()
    goals: tuple[Target, ...] = ()
    reporting: Reporting | None = None
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableColumn:
    role: Role
    header: str
    alternatives: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    id: str
    annex: str | None
    columns: tuple[TableColumn, ...]
    pages: tuple[int, ...] | None
    orientation: Literal["portrait", "landscape"]


@dataclass(frozen=True, slots=True)
class Section:
    number: str | None
    title: str


@dataclass(frozen=True, slots=True)
class TaskCell:
    role: Role
    header: str
    text: str
    inherited: bool = False
    fragments: tuple[Fragment, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One task. Every cell of the row is kept; targets, deadline and owners are read from them.

    content_deadlines: deadlines the content itself states; the task's deadline is that of the time column.
    """

    id: str
    table: str
    number: str | None
    sections: tuple[Section, ...]
    content: str
    cells: tuple[TaskCell, ...]
    targets: tuple[Target, ...] = ()
    deadline: Deadline | None = None
    owners: tuple[Owner, ...] = ()
    deliverable: str | None = None
    findings: tuple[Finding, ...] = ()
    content_deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    total: int = 0
    task: int = 0
    section: int = 0
    header: int = 0
    continuation: int = 0
    index: int = 0
    total_row: int = 0
    note: int = 0


@dataclass(frozen=True, slots=True)
class Characters:
    source: int = 0
    placed: int = 0
    unplaced: int = 0


@dataclass(frozen=True, slots=True)
class Unplaced:
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Accounting:
    rows: Rows = Rows()
    characters: Characters = Characters()
    unplaced: tuple[Unplaced, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan document, whole. findings: all of them; those of a task also stand at the task."""

    schema: Literal["kehoach.plan/1"]
    document: DocumentInfo
    tables: tuple[Table, ...]
    tasks: tuple[Task, ...]
    findings: tuple[Finding, ...]
    accounting: Accounting
