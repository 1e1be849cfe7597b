"""A document taken apart: title, head, bases, body, signature, annex lines.

In: a Document and its plan tables. Out: `Parts`. The three packagings of DOMAIN 1.2 are told apart here: a plan with
its annex behind the signature, a decision with a plan attached, a programme. It gives no values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...document import Document, PlanTable
from ...rulebook import RuleBook
from .. import terms
from .basis import Ground, opens_basis, read_ground
from .citation import Citation, find_citations
from .flow import Flow, Line, read_flow
from .heading import Heading, read_heading
from .names import is_capitals
from .signature import Signature, read_signature
from .title import Title, read_title

_HEAD_LINES = 20


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands where. annex: the documents that lines "(Kèm theo Kế hoạch số ...)" name."""

    flow: Flow
    title: Title | None
    heading: Heading
    ground: Ground
    signature: Signature
    body: tuple[Line, ...]
    annex: tuple[Citation, ...]


def take_apart(document: Document, tables: tuple[PlanTable, ...], book: RuleBook) -> Parts:
    """What stands where in `document`."""
    flow = read_flow(document, tables, book)
    lines = flow.lines
    title, head_start = _with_own_head(read_title(lines, book), lines, book)
    outer = (title.carrier or title) if title else None
    head_end = outer.start if outer else _head_end(lines, book)
    running = "\n".join(line.text for line in lines[head_end:])
    ground, behind = _ground(lines, title, head_end, book)
    above = outer.above if outer else frozenset()
    heading = read_heading([lines[at] for at in range(head_start, head_end) if at not in above], book)
    signature = read_signature(lines, behind, book, running)
    # a plan with a head of its own names there what IT belongs to, not where its annex belongs
    own = heading.seen and not (title and title.carrier)
    return Parts(
        flow,
        title,
        heading,
        ground,
        signature,
        tuple(_body(lines, behind, ground, signature, book)),
        _annex_citations(lines[ground.end if own else 0 :], book),
    )


def _with_own_head(title: Title | None, lines: Sequence[Line], book: RuleBook) -> tuple[Title | None, int]:
    """The title, and where its head starts.

    A plan that is handed in with a "Tờ trình" and has a number line of its own ("Số:      /KH-UBND") is the document.
    """
    if title is None or title.carrier is None:
        return title, 0
    between = range(title.carrier.end, title.start)
    start = next((at for at in reversed(between) if _opens_with_number(lines[at].text, book)), None)
    if start is None:
        return title, 0
    number = start
    while start > between.start and number - start < _HEAD_LINES and _above(lines[start - 1], lines[number]):
        start -= 1
    return replace(title, carrier=None), start


def _opens_with_number(text: str, book: RuleBook) -> bool:
    number = terms.hit(book, "anchor", "number", text)
    return bool(number and not text[: number.start()].strip())


def _above(line: Line, number: Line) -> bool:
    """Whether a line may belong to the head in which the number stands."""
    return line.block == number.block or is_capitals(line.text)


def _head_end(lines: Sequence[Line], book: RuleBook) -> int:
    """Without a title the head ends where bases, headings or an annex begin."""
    for at, line in enumerate(lines[:_HEAD_LINES]):
        ends = ("section", "after_subject", "annex_head", "annex_line")
        if opens_basis(line.text, book) or any(terms.hit(book, "mark", means, line.text) for means in ends):
            return at
        if len(line.text) > 250:
            return at
    return min(len(lines), _HEAD_LINES)


def _ground(lines: Sequence[Line], title: Title | None, head_end: int, book: RuleBook) -> tuple[Ground, int]:
    """Bases of the decision and of the plan it carries, the plan's opening sentence; where a signature may begin.

    Between subject and bases of a decision stands its authority ("GIÁM ĐỐC SỞ TÀI CHÍNH"), which is no signature.
    """
    if title is None:
        return read_ground(lines, head_end, len(lines), book), head_end
    own = read_ground(lines, title.end, len(lines), book)
    if title.above:  # the one paragraph of a letter gives its grounds and what it asks for
        own = replace(own, end=title.end)
    if title.carrier is None:
        return own, title.end if title.kind == "plan" else own.end
    outer = read_ground(lines, title.carrier.end, title.start, book)
    both = Ground((*outer.bases, *own.bases), own.opening or outer.opening, own.opener or outer.opener, own.end)
    return both, outer.end


def _body(lines: Sequence[Line], behind: int, ground: Ground, signature: Signature, book: RuleBook) -> Iterator[Line]:
    """The running text: of a decision its articles, of the plan all up to the signature or its annex."""
    if signature.start <= ground.end:
        yield from lines[behind : signature.start]
    for at in range(ground.end, len(lines)):
        if signature.start <= at < signature.end or terms.hit(book, "mark", "annex_head", lines[at].text):
            return
        yield lines[at]


def _annex_citations(lines: Sequence[Line], book: RuleBook) -> tuple[Citation, ...]:
    found: list[Citation] = []
    for at, line in enumerate(lines):
        if terms.hit(book, "mark", "annex_line", line.text):
            text = line.text
            for more in lines[at + 1 : at + 3]:  # the line may be wrapped
                if ")" in text or not text.lstrip().startswith("("):
                    break
                text = f"{text} {more.text}"
            found += find_citations(text, book)[:1]
    return tuple(found)
