"""What a phrase reader may know besides the phrase, and what it gives back. No reader knows the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from ..model import Finding, Period, Section

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    """The plan a phrase stands in. Everything may be absent; hashable, so readings can be cached.

    column: role of the column the phrase stands in ("time", "lead", "coop", "lead_coop", "leader", "method",
    "target", "result", "content", ...), None for free text. issuer, parent: the body that issues the plan and the
    one above it, as written. period: the plan's own period.
    """

    plan_year: int | None = None
    issued_on: date | None = None
    period: Period | None = None
    column: str | None = None
    issuer: str | None = None
    parent: str | None = None
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What was read. leftover: pieces of the text no rule used (a clerk must look at them); findings: doubts."""

    values: tuple[T, ...] = ()
    leftover: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
