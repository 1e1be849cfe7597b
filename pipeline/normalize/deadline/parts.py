"""The records between the phrases of a time cell and its Deadline. In: nothing. Out: Point, Part, Token, Hit.

A Point is a named stretch of the calendar ("quý II/2025"), a Part is a point with its bound ("trước ..."), or
another phrase of time; years may still be open. Words that are no part are tokens of their own, none gets lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from ...model import Offset, Quota
from ...rulebook import Rule
from .dates import ImpossibleDateError, Span

if TYPE_CHECKING:
    from .grammar import Grammar

Unit = Literal["day", "month", "quarter", "year", "feast", "other"]
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


@dataclass(frozen=True, slots=True)
class Part:
    """One phrase of a time cell. bare: a point without a word that says what it bounds.

    A limit that is not inclusive ends before its first day begins. issue: it starts on the plan's issue date.
    after: it starts on the day after. tail: free words after it belong to it (anchor). fixed: its recurrence
    names days of its own. soft: words beside it make it a rough one. start, end: where it stands in the text.
    """

    shape: Shape
    spans: tuple[Span, ...] = ()
    unit: Unit = "other"
    inclusive: bool | None = None
    bare: bool = False
    vague: bool = False
    soft: bool = False
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


TokenKind = Literal["part", "separator", "linker", "harmless", "softener", "reference", "text"]


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the text and what it was taken for."""

    kind: TokenKind
    start: int
    end: int
    part: Part | None = None


class Hit(NamedTuple):
    """A rule that matched, and what it may look up."""

    match: re.Match[str]
    rule: Rule
    grammar: Grammar

    def group(self, name: str) -> str:
        """The text of a named piece; "" where the pattern has none or it took no part."""
        return (self.match[name] or "") if name in self.match.re.groupindex else ""

    def point(self, name: str) -> Point | None:
        """The calendar point a named piece spells."""
        return self.grammar.point(self.group(name))

    def number(self, name: str) -> int | None:
        """The number a named piece spells, in digits or in words."""
        return self.grammar.number(self.group(name))
