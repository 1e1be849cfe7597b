"""The public records: what `kehoach extract` prints (CONTRACT "kehoach.plan/1"), in the order of its keys.

Plain frozen dataclasses, so that thousands of rows stay small; pydantic reads them for the JSON Schema, the
JSON text and the validation of JSON that comes in (`PLAN`). Dates are ISO strings, absent is None or ().
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from .place import Fragment as Fragment
from .place import PageFragment as PageFragment
from .place import WordFragment as WordFragment

SCHEMA: Literal["kehoach.plan/1"] = "kehoach.plan/1"

Level = Literal["error", "warning", "info"]
Role = Literal[
    "no", "content", "target", "deliverable", "result", "time", "lead", "coop", "lead_coop", "leader", "method",
    "budget", "basis", "score", "baseline", "tracking", "note", "other",
]  # fmt: skip
Comparator = Literal[
    "ge", "gt", "le", "lt", "range", "approx", "delta_ge", "delta_le", "ratio_ge", "rank_le", "ordinal_ge",
    "maintain_ge", "improve", "qualitative",
]  # fmt: skip
DeadlineKind = Literal[
    "by_date", "on_date", "in_period", "range", "from", "recurring", "continuous", "event", "relative",
    "on_demand", "external_ref", "vague", "multi", "ditto", "invalid", "unspecified",
]  # fmt: skip
YearSource = Literal["explicit", "list", "range", "section", "plan_year", "issue_date", "unknown"]
OwnerRole = Literal["lead", "cooperating", "requested", "leader"]
OwnerKind = Literal["unit", "collective", "position", "person", "persons", "external", "unknown"]
Number = int | float


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included."""

    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a change is measured against: "so với năm 2023", "từ 85,3% lên 87%"."""

    value: Number | None = None
    year: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """One target. value is a number, or the word of an ordinal scale ("Khá"); text is what was read."""

    comparator: Comparator
    value: Number | str | None = None
    upper: Number | None = None
    unit: str | None = None
    metric: str | None = None
    scope: str | None = None
    baseline: Baseline | None = None
    direction: Literal["up", "down"] | None = None
    of: Number | None = None
    per: str | None = None
    by: Period | None = None
    stated: bool = False
    aspiration: bool = False
    role: Literal["target", "title"] = "target"
    value_vnd: int | None = None
    text: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """n times per period, without dates."""

    count: int
    per: str


@dataclass(frozen=True, slots=True)
class Offset:
    """Distance from an anchor: unit is hour, day, working_day, week, month or year; a negative count lies before it."""

    count: int
    unit: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline. due_date is the last day on which the work still counts; recurrence an RFC 5545 RRULE value.

    windows: the spans of a multi; their days are the stated ones, `end_inclusive` says whether the last one counts.
    also: further limits that stand in the same cell. offset: how far a relative deadline lies from its anchor.
    """

    kind: DeadlineKind
    start: str | None = None
    end: str | None = None
    end_inclusive: bool | None = None
    due_date: str | None = None
    recurrence: str | None = None
    quota: Quota | None = None
    windows: tuple[Period, ...] = ()
    anchor: str | None = None
    year_source: YearSource = "unknown"
    precision: Literal["exact", "vague"] = "exact"
    inherited: bool = False
    text: str = ""
    rule: str = ""
    end_time: str | None = None
    also: tuple[Deadline, ...] = ()
    offset: Offset | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """One owner of a task. name as written, cleaned; unit the id of rules/units.csv when known."""

    role: OwnerRole
    name: str
    unit: str | None = None
    collective: bool = False
    kind: OwnerKind = "unit"
    inferred: bool = False
    inherited: bool = False
    text: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should look at. message and suggestion are Vietnamese."""

    code: str
    level: Level
    message: str
    quote: str | None = None
    suggestion: str | None = None
    task: str | None = None
    column: Role | None = None


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
    """What the head, the body and the signature say of the document."""

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
    """One task. Every cell of the row is kept; targets, deadline and owners are read from them."""

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
    """One plan document, whole."""

    schema: Literal["kehoach.plan/1"]
    document: DocumentInfo
    tables: tuple[Table, ...]
    tasks: tuple[Task, ...]
    findings: tuple[Finding, ...]
    accounting: Accounting
