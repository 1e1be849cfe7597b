"""The public records of a comparison: what `kehoach diff` prints (CONTRACT "kehoach.diff/1"), in the order of its keys.

Plain frozen dataclasses like those of model.py; pydantic reads them for the JSON Schema and the JSON text.
A task is named by its id in its own plan; the plans themselves travel beside the record, not in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .model import DocumentInfo, Finding, Plan

DIFF_SCHEMA: Literal["kehoach.diff/1"] = "kehoach.diff/1"
Kind = Literal["new", "dropped", "matched", "split", "merged"]
Confidence = Literal["certain", "probable"]
Field = Literal["target", "deadline", "owner", "content", "method", "section", "number", "deliverable"]
Code = Literal[
    "dropped", "new", "target_raised", "target_lowered", "target_added", "target_removed", "target_changed_kind",
    "deadline_earlier", "deadline_later", "year_rolled", "year_not_rolled", "owner_changed", "owner_renamed",
    "owner_merged", "owner_split", "owner_level_changed", "coop_changed", "role_swapped", "deliverable_changed",
    "method_changed", "reworded", "typo_only", "split", "merged", "moved", "renumbered", "carried_unchanged",
    "period_extended", "status_to_regular",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The next best partner of a matched task. task: the id in the old plan; score as in Change."""

    task: str
    score: float


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a pair that differs. old and new are the words of the documents, None where there are none."""

    field: Field
    change: Code
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one measure. score 0..1 says how sure the match is; reasons are Vietnamese sentences.

    measure_id: stable id of the measure through the years; owner and time of later years do not move it.
    grounds: those of the reasons that say why the two sides are one measure (the others say what changed).
    """

    kind: Kind
    codes: tuple[Code, ...]
    old: tuple[str, ...]
    new: tuple[str, ...]
    confidence: Confidence
    score: float
    runner_up: RunnerUp | None
    reasons: tuple[str, ...]
    fields: tuple[FieldChange, ...]
    measure_id: str
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """How many changes of each kind, and how many pairs carry each code (in the order of DOMAIN 7.3)."""

    new: int
    dropped: int
    matched: int
    split: int
    merged: int
    codes: dict[Code, int]


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """Two plans compared, whole. plan_changes: what differs between the documents themselves (bases, goals, ...)."""

    schema: Literal["kehoach.diff/1"]
    old: DocumentInfo
    new: DocumentInfo
    changes: tuple[Change, ...]
    summary: Summary
    findings: tuple[Finding, ...]
    plan_changes: tuple[PlanChange, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything differs but the year and the numbers."""
        kept = all(change.codes == ("carried_unchanged",) for change in self.changes)
        return not kept or bool(self.plan_changes)


@dataclass(frozen=True, slots=True)
class PlanChange:
    """A difference between the documents. what: "bases", "goals", "reporting", ...; message is Vietnamese."""

    what: str
    old: str | None
    new: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What a report is given: the record, and the two plans whose tasks it names."""

    old: Plan
    new: Plan
    diff: PlanDiff
