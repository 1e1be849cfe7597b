"""What the running text of a plan asks for as a whole: its targets, and the report that is due upward.

In: the lines of the body, the plan's context. Out: `Body`. Numbers and dates are read by the target and deadline
readers, the sentences that state goals are found by aims.py. Tasks written in prose are not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ...model import Deadline, Finding, Reporting, Target
from ...rulebook import RuleBook
from ...text import fold
from .. import terms
from ..context import Context, Reading
from .aims import read_goals, sentences
from .flow import Line

_LIMIT_END = re.compile(r"[,;:.](?!\d)")


@dataclass(frozen=True, slots=True)
class Body:
    goals: tuple[Target, ...] = ()
    reporting: Reporting | None = None
    findings: tuple[Finding, ...] = ()


def read_body(lines: Sequence[Line], context: Context, book: RuleBook) -> Body:
    """Goals and reporting duty of the body `lines`."""
    paragraphs = tuple(paragraphs_of(lines))
    goals = read_goals(paragraphs, context, book)
    return Body(goals.values, _reporting(paragraphs, context, book), goals.findings)


def paragraphs_of(lines: Sequence[Line]) -> Iterator[str]:
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


def _deadline(sentence: str, limit: int, context: Context, book: RuleBook) -> Deadline | None:
    """The limit of the sentence that stands at `limit`; several days of one duty are all of them, or none."""
    from ..deadline import deadline_reader

    reader = deadline_reader(book)
    places = list(_places(sentence, limit, reader.find(sentence, context)))
    if not places:  # "Định kỳ hằng quý, ...": no day, but a time by itself
        ends = [m.start() for m in (*_LIMIT_END.finditer(sentence), *terms.hits(book, "report", "report", sentence))]
        return _whole(sentence[limit : min((e for e in ends if e > limit), default=None)], reader.read, context)
    several = [places[0]]
    for place in places[1:]:
        between = sentence[several[-1][1] : place[0]]
        if any(terms.hit(book, "report", means, between) for means in ("report", "to")):
            break  # that day belongs to another report
        several.append(place)
    if len(several) == 1:
        return several[0][2]
    whole = _whole("; ".join(d.text for _, _, d in several), reader.read, context)
    return replace(whole, text=sentence[several[0][0] : several[-1][1]]) if whole else None


def _places(sentence: str, limit: int, found: Sequence[Deadline]) -> Iterator[tuple[int, int, Deadline]]:
    """Where the deadlines from `limit` on stand."""
    at = max(0, limit - 12)
    for deadline in found:
        start = sentence.find(deadline.text, at) if deadline.text else -1
        if start >= 0:
            at = start + len(deadline.text)
            yield start, at, deadline


def _whole(text: str, read: Callable[[str, Context], Reading[Deadline]], context: Context) -> Deadline | None:
    """The deadline that is all there is in `text`."""
    reading = read(text.strip(" ,;."), context)
    made = reading.values[0]
    return None if made.kind == "unspecified" or reading.leftover else made


def _reporting(paragraphs: Sequence[str], context: Context, book: RuleBook) -> Reporting | None:
    """The duty to report: the one to a body above before a day, if there is one."""
    found = [duty for p in paragraphs for s in sentences(p) if (duty := _duty(s, context, book))]
    return min(found, key=lambda duty: _rank(duty, book), default=None)


def _rank(duty: Reporting, book: RuleBook) -> tuple[bool, bool]:
    """Before a day and to a body above, before a day, to a body above: in this order, then the first."""
    dated = duty.deadline and terms.hit(book, "report", "dated", duty.deadline.text)
    return not dated, not terms.hit(book, "report", "upward", duty.to or "")


def _duty(sentence: str, context: Context, book: RuleBook) -> Reporting | None:
    limit = terms.hit(book, "report", "limit", sentence)
    if not limit or not terms.hit(book, "report", "report", sentence):
        return None
    to = addressee(sentence, limit.start(), book)
    if not to:
        return None
    deadline = _deadline(sentence, limit.start(), context, book)
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
    kept = sorted(
        end
        for end in ends
        if not name_and.match(folded[end:].lstrip())
        and not _next_body(sentence, end, book)
        and not folded[:end].rstrip().endswith("-")  # "Phòng Kế hoạch - Tổng hợp"
    )
    return sentence[start : kept[0] if kept else len(sentence)].strip(" ,;.") or None


def _next_body(sentence: str, at: int, book: RuleBook) -> bool:
    """ "Tỉnh ủy, Ủy ban nhân dân tỉnh": behind the comma stands one more addressee."""
    rest = sentence[at:].lstrip(" ,")
    return sentence[at] == "," and rest[:1].isupper() and bool(terms.setting(book, "issuer", "head").match(fold(rest)))
