"""What the matching hands on, and what a person decided about it.

In: nothing. Out: `Match` (one measure in either plan), `Alignment` (all of them with what a person must look at), and
`Pairs` (the decisions of a person, read and written by pairs_file.py). It scores nothing and reads no document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..comparison import Confidence, Kind, RunnerUp
from ..model import Finding, Task

Verdict = Literal["same", "different", "split", "merged"]


@dataclass(frozen=True, slots=True)
class Match:
    """What became of one measure, before anyone asks what changed in it.

    new: old is (); dropped: new is (); matched: one and one; split: one old, several new; merged: several old, one new.
    score 0..1 says how alike the two sides are (1.0 with `certain` for new and dropped: nothing comes near them).
    reasons: Vietnamese sentences a reviewer can check in the two documents.
    """

    kind: Kind
    old: tuple[Task, ...]
    new: tuple[Task, ...]
    confidence: Confidence
    score: float
    runner_up: RunnerUp | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """Every task of either plan in exactly one match, in the contract's order. findings: ties, dead decisions."""

    matches: tuple[Match, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A task as a person's file names it: by its words and its section, so that renumbering does not matter."""

    content: str
    section: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. same, different: one and one; split: one and several; merged: several and one.

    old_plan, new_plan: reference, year or file name of the plans it is about; "" for any. line: in its file.
    """

    verdict: Verdict
    old: tuple[Place, ...]
    new: tuple[Place, ...]
    old_plan: str = ""
    new_plan: str = ""
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Pairs:
    """All decisions of one file; they win over everything the program finds."""

    decisions: tuple[Decision, ...] = ()
    source: str = ""
