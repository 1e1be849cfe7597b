"""The records between the phrases of a time cell and its Deadline. In: nothing. Out: Point, Part, Token.

A Point is a named stretch of the calendar ("quý II/2025"), a Part is a point with its bound ("trước ..."), or
another phrase of time; years may still be open. Words that are no part are tokens of their own, none gets lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from ..model import Offset, Quota
from .dates import ImpossibleDateError, Span

Unit = Literal["day", "month", "quarter", "year", "other"]
Edge = Literal["", "start", "end"]
Shape = Literal[
    "limit", "on", "period", "range", "from", "edge", "plan", "continuous", "recurring", "demand", "event",
    "external", "relative", "ditto", "onward", "horizon", "invalid",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of the calendar. ranged: its spans are the two ends of one stretch, written as such.

    edge: a vague point of which only the start or the end is stated. time: of the day, "17:00".
    """

    spans: tuple[Span, ...]
    unit: Unit = "other"
    ranged: bool = False
    vague: bool = False
    edge: Edge = ""
    time: str | None = None
    span_vague: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One phrase of a time cell. bare: a point without a word that says what it bounds.

    A limit that is not inclusive ends before its first day begins. issue: it starts on the plan's issue date.
    after: it starts on the day after. tail: free words after it belong to it (anchor). fixed: its recurrence
    names days of its own. start, end: where it stands in the text.
    """

    shape: Shape
    spans: tuple[Span, ...] = ()
    unit: Unit = "other"
    inclusive: bool | None = None
    bare: bool = False
    vague: bool = False
    edge: Edge = ""
    issue: bool = False
    after: bool = False
    time: str | None = None
    recurrence: str | None = None
    quota: Quota | None = None
    offset: Offset | None = None
    anchor: str | None = None
    tail: bool = False
    length: str = ""
    problem: ImpossibleDateError | None = None
    rule: str = ""
    start: int = 0
    end: int = 0

    def with_spans(self, spans: tuple[Span, ...]) -> Part:
        """The same part over other spans."""
        return replace(self, spans=spans)


TokenKind = Literal["part", "separator", "linker", "harmless", "softener", "text"]


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the text and what it was taken for."""

    kind: TokenKind
    start: int
    end: int
    part: Part | None = None
