"""What phrases are read to: targets, deadlines, owners, findings. Part of the public model (see model.py)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
