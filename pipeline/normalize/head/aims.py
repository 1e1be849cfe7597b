"""The goals of a plan as a whole: every sentence under a heading of goals, and others that say what is striven for.

In: the paragraphs of the body, the plan's context. Out: targets, and the doubts about them. Numbers are read by the
target reader. A sentence under "MỤC TIÊU" or "Chỉ tiêu" is a goal whether it holds a number or not; one with a number
that no target took is a finding. Purposes and requirements ("MỤC ĐÍCH, YÊU CẦU") give goals only where they count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...model import Finding, Target
from ...rulebook import RuleBook
from .. import terms
from ..context import Context, Reading
from .names import is_capitals

_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[^\W\d_a-zà-ỹ]|[-+])|\n")
_LIST_MARK = re.compile(r"^\s*(?:[-+*•]|(?:\d{1,2}\.){1,4}|\d{1,2}[)/]|[a-zđ][.)]|[IVX]{1,5}\.)\s+")
_ENDED = re.compile(r"[.;!]\W*$")
_MAX_SENTENCE = 1500
_HEADING = 160


@dataclass(slots=True)
class _Place:
    """Where among the headings a paragraph stands. main: what a main heading begins with; goals: a heading of goals."""

    main: str | None = None
    aims: bool = False
    goals: bool = False


def read_goals(paragraphs: Sequence[str], context: Context, book: RuleBook) -> Reading[Target]:
    """The goals in `paragraphs`, in their order."""
    goals: list[Target] = []
    findings: list[Finding] = []
    for sentence, must in _goal_sentences(paragraphs, book):
        reading = _read(sentence, context, book, must=must)
        goals += reading.values
        findings += reading.findings
    return Reading(tuple(goals), findings=tuple(findings))


def sentences(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph, without the mark of the list it may stand in."""
    for piece in _SENTENCE.split(_LIST_MARK.sub("", paragraph)):
        if piece.strip():
            yield piece.strip()[:_MAX_SENTENCE]


def _goal_sentences(paragraphs: Sequence[str], book: RuleBook) -> Iterator[tuple[str, bool]]:
    """Sentences that may state goals, and whether they must.

    The first heading shows what a main heading looks like ("I." or "1."): smaller ones do not end such a section.
    """
    place = _Place()
    for paragraph in paragraphs:
        heading = _enter(paragraph, place, book)
        for sentence in sentences(paragraph):
            counts = any(c.isdigit() for c in sentence)
            if place.goals and not heading and not sentence.endswith(":") and any(map(str.isalnum, sentence)):
                yield sentence, True
            elif counts and (place.aims or terms.hit(book, "goal", "cue", sentence)):
                yield sentence, False


def _enter(paragraph: str, place: _Place, book: RuleBook) -> bool:
    """Moves `place` on if a heading stands here; whether the paragraph is nothing but one."""
    bare = bool(terms.hit(book, "goal", "bare", paragraph)) or _shouted(paragraph)
    numbered = bool(terms.hit(book, "mark", "section", paragraph)) and len(paragraph) < _HEADING
    if not (bare or numbered):
        return False
    shape = _shape(paragraph)
    counts = any(c.isdigit() for c in _LIST_MARK.sub("", paragraph))
    alone = bare or (shape != "letter" and not counts and not _ENDED.search(paragraph))
    if numbered and alone:
        place.main = place.main or shape
    names = bool(terms.hit(book, "goal", "heading", paragraph))
    if names or (shape == place.main if numbered else bare):
        place.aims, place.goals = names, bool(terms.hit(book, "goal", "goals", paragraph))
    return alone


def _shouted(paragraph: str) -> bool:
    return len(paragraph) < _HEADING and is_capitals(paragraph) and " " in paragraph and not _ENDED.search(paragraph)


def _shape(heading: str) -> str:
    """What a heading begins with: a number, a Roman figure or another letter, a word."""
    mark = re.match(r"\W*(\d+|[IVX]+(?!\w)|\w(?!\w)|\w+)", heading)
    first = mark[1] if mark else ""
    if first.isdigit():
        return "number"
    return "roman" if first and set(first) <= set("IVX") else "letter" if len(first) == 1 else "word"


def _read(sentence: str, context: Context, book: RuleBook, *, must: bool) -> Reading[Target]:
    """The targets of a sentence. One that must be a goal and has none is a goal without a measure."""
    from ..target import target_reader

    reader = target_reader(book)
    found = reader.find(sentence, context)
    if not must:
        return Reading(found)
    whole = reader.read(sentence, replace(context, column="target"))
    goals = found or whole.values or (Target("qualitative", text=sentence.strip(" .;"), rule="goal-sentence"),)
    return Reading(goals, findings=whole.findings)
