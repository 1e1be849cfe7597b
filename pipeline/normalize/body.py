"""What the running text of a plan asks for as a whole: its targets, and the report that is due upward.

In: the lines of the body, the plan's context. Out: `Body`. Numbers and dates are read by the target and deadline
readers; this module only finds the sentences. Tasks written in prose are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..model import Deadline, Reporting, Target
from ..rulebook import RuleBook
from ..text import fold
from . import terms
from .context import Context
from .flow import Line

_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[^\W\d_a-zà-ỹ]|[-+])|\n")
_MAX_SENTENCE = 1500


@dataclass(frozen=True, slots=True)
class Body:
    goals: tuple[Target, ...] = ()
    reporting: Reporting | None = None


def read_body(lines: Sequence[Line], context: Context, book: RuleBook) -> Body:
    """Goals and reporting duty of the body `lines`."""
    paragraphs = tuple(_paragraphs(lines))
    goals = tuple(goal for text in _goal_texts(paragraphs, book) for goal in _targets(text, context, book))
    return Body(goals, _reporting(paragraphs, context, book))


def _paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    """The lines of one block joined where the block does not start a new paragraph."""
    current = ""
    for line in lines:
        if line.start or re.match(r"\s*[-+*•]", line.text):
            if current:
                yield current
            current = line.text
        else:
            current = f"{current} {line.text}"
    if current:
        yield current


def _goal_texts(paragraphs: Sequence[str], book: RuleBook) -> Iterator[str]:
    """Sentences under a heading that speaks of aims, and others that say what is to be reached."""
    aims = False
    for paragraph in paragraphs:
        if terms.hit(book, "mark", "section", paragraph) and len(paragraph) < 160:
            aims = bool(terms.hit(book, "goal", "heading", paragraph))
        for sentence in sentences(paragraph):
            if any(c.isdigit() for c in sentence) and (aims or terms.hit(book, "goal", "cue", sentence)):
                yield sentence


def sentences(paragraph: str) -> Iterator[str]:
    for piece in _SENTENCE.split(paragraph):
        if piece.strip():
            yield piece.strip()[:_MAX_SENTENCE]


def _targets(sentence: str, context: Context, book: RuleBook) -> tuple[Target, ...]:
    from .target import target_reader

    return tuple(target_reader(book).find(sentence, context))


def _deadline(sentence: str, context: Context, book: RuleBook) -> Deadline | None:
    from .deadline import deadline_reader

    return next(iter(deadline_reader(book).find(sentence, context)), None)


def _reporting(paragraphs: Sequence[str], context: Context, book: RuleBook) -> Reporting | None:
    """The report to a body above with a limit; if none goes upward, the first with a limit and an addressee."""
    found = [duty for p in paragraphs for s in sentences(p) if (duty := _duty(s, context, book))]
    upward = [duty for duty in found if duty.to and terms.hit(book, "report", "upward", duty.to)]
    return next(iter(upward or found), None)


def _duty(sentence: str, context: Context, book: RuleBook) -> Reporting | None:
    limit = terms.hit(book, "report", "limit", sentence)
    if not limit or not terms.hit(book, "report", "report", sentence):
        return None
    to = addressee(sentence, limit.start(), book)
    if not to:
        return None
    deadline = _deadline(sentence[limit.start() :], context, book)
    return Reporting(deadline, to) if deadline else None


def addressee(sentence: str, limit: int, book: RuleBook) -> str | None:
    """Whom a report goes to: the body named last before the limit, else the first behind it."""
    starts = sorted(m.end() for m in terms.hits(book, "report", "to", sentence))
    capital = [s for s in starts if sentence[s : s + 1].isupper()]
    before = [s for s in capital if s < limit]
    chosen = before[-1] if before else next(iter(capital), None)
    return _name(sentence, chosen, book) if chosen is not None else None


def _name(sentence: str, start: int, book: RuleBook) -> str | None:
    """The name from `start` on, with a bracket behind it: "Ủy ban nhân dân tỉnh (thông qua Sở Nội vụ)"."""
    folded = fold(sentence)
    masked = re.sub(r"\([^)]*\)", lambda m: "x" * len(m[0]), folded)
    name_and = terms.setting(book, "citation", "and_of_name")
    ends = [m.start() for m in terms.hits(book, "report", "to_end", masked) if m.start() > start]
    kept = sorted(e for e in ends if not name_and.match(folded[e:].lstrip()) and not _next_body(sentence, e, book))
    return sentence[start : kept[0] if kept else len(sentence)].strip(" ,;.") or None


def _next_body(sentence: str, at: int, book: RuleBook) -> bool:
    """ "Tỉnh ủy, Ủy ban nhân dân tỉnh": behind the comma stands one more addressee."""
    rest = sentence[at:].lstrip(" ,")
    return sentence[at] == "," and rest[:1].isupper() and bool(terms.setting(book, "issuer", "head").match(fold(rest)))
