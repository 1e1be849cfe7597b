"""The metadata of a document: type, number, date, issuer, subject, year, bases, goals, report, recipients, signer.

In: a Document, its plan tables, the rules. Out: one `DocumentInfo` in a `Reading`, with the doubts only the reader
of the text can see. Missing values are None; whether they should be there is for the checks (M1) to say.
The three packagings of DOMAIN 1.2 are read: plan with annex behind the signature, decision with a plan attached,
programme. Nothing is taken from a plan table but host names, which tell the province.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ..document import Document, Grid, PlanTable
from ..model import DocumentInfo, File, Finding
from ..rulebook import RuleBook
from . import terms
from .basis import Ground, opens_basis, read_ground
from .body import read_body
from .citation import Citation, find_citations
from .context import Context, Reading
from .flow import Flow, Line, read_flow
from .heading import Heading, read_heading
from .issuer import read_issuer
from .planyear import Span, read_span
from .signature import Signature, read_signature
from .title import Title, read_title

STAMP = "P2"  # a stamp of an electronic signature was taken out; the PDF reader gives the same code
_HEAD_LINES = 20


@dataclass(frozen=True, slots=True)
class _Parts:
    """A document taken apart: what stands where."""

    flow: Flow
    title: Title | None
    heading: Heading
    ground: Ground
    signature: Signature
    body: tuple[Line, ...]
    annex: tuple[Citation, ...]


def read_head(document: Document, tables: tuple[PlanTable, ...], book: RuleBook) -> Reading[DocumentInfo]:
    """The one DocumentInfo of `document`, and what is doubtful about it."""
    parts = _take_apart(document, tables, book)
    number, symbol, reference, issued_on = _identity(parts)
    issuer = read_issuer(parts.heading, parts.title, parts.ground, parts.annex, _all_text(document), book)
    span, findings = _span(parts, tables, issued_on, book)
    context = Context(
        plan_year=span.year,
        issued_on=date.fromisoformat(issued_on) if issued_on else None,
        period=span.period,
        issuer=issuer.name,
        parent=issuer.parent,
    )
    body = read_body(parts.body, context, book)
    info = DocumentInfo(
        file=File(document.name, document.sha256, document.format, document.pages, document.ocr),
        type=parts.title.type if parts.title else None,
        number=number,
        symbol=symbol,
        reference=reference,
        issuer=issuer,
        place=parts.heading.place,
        issued_on=issued_on,
        subject=parts.title.subject if parts.title else None,
        status="draft" if _is_draft(parts, document, book) else "issued",
        plan_year=span.year,
        period=span.period,
        signer=parts.signature.signer,
        bases=parts.ground.bases,
        recipients=parts.signature.recipients,
        goals=body.goals,
        reporting=body.reporting,
    )
    return Reading((info,), findings=(*findings, *_doubts(parts)))


def annex_citations(document: Document, book: RuleBook) -> tuple[Citation, ...]:
    """The documents named in lines "(Kèm theo Kế hoạch số ... ngày ... của ...)", in order."""
    return _take_apart(document, (), book).annex


def _take_apart(document: Document, tables: tuple[PlanTable, ...], book: RuleBook) -> _Parts:
    flow = read_flow(document, tables, book)
    lines = flow.lines
    title = read_title(lines, book)
    outer = (title.carrier or title) if title else None
    head_end = outer.start if outer else _head_end(lines, book)
    running = "\n".join(line.text for line in lines[head_end:])
    ground, behind = _ground(lines, title, head_end, book)
    heading = read_heading(lines[:head_end], book)
    signature = read_signature(lines, behind, book, running)
    # a plan with a head of its own names there what IT belongs to, not where its annex belongs
    own = heading.seen and not (title and title.carrier)
    return _Parts(
        flow,
        title,
        heading,
        ground,
        signature,
        tuple(_body(lines, behind, ground, signature, book)),
        _annex_citations(lines[ground.end if own else 0 :], book),
    )


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


def _identity(parts: _Parts) -> tuple[str | None, str | None, str | None, str | None]:
    """Number, symbol, reference, date: from the head, else from the line that attaches the annex."""
    head = parts.heading
    if head.seen or not parts.annex:
        return head.number, head.symbol, head.reference, head.issued_on
    first = parts.annex[0]
    same = all((c.reference, c.issued_on) == (first.reference, first.issued_on) for c in parts.annex)
    if not same or first.reference is None:
        return None, None, None, None
    number = first.reference.split("/")[0].split("-")[0]
    return number, first.symbol, first.reference, first.issued_on


def _is_draft(parts: _Parts, document: Document, book: RuleBook) -> bool:
    """A blank number may also wait in the signing stamp of an issued document."""
    head = parts.heading
    stamped = parts.flow.stamps or any(notice.code == STAMP for notice in document.notices)
    if head.blank_number and head.issued_on and stamped:
        return False
    shown = parts.flow.lines[: parts.title.end] if parts.title else ()
    return head.draft or any(_has_draft_mark(line.text, book) for line in shown)


def _has_draft_mark(text: str, book: RuleBook) -> bool:
    """On a line of its own, or behind the type name: "KẾ HOẠCH (Dự thảo)"."""
    name = terms.opens_with_type(text, book)
    return bool(terms.hit(book, "mark", "draft", text[name.end() :] if name else text))


def _span(
    parts: _Parts, tables: tuple[PlanTable, ...], issued_on: str | None, book: RuleBook
) -> tuple[Span, tuple[Finding, ...]]:
    """Year and period; a year before the year of issue that the subject looks back on is not the plan's."""
    subject = parts.title.subject if parts.title else None
    outer = parts.title.carrier.subject if parts.title and parts.title.carrier else None
    span = read_span((subject, parts.ground.opening, outer, *(table.annex for table in tables)), book)
    issued = int(issued_on[:4]) if issued_on else parts.heading.year
    if span.year is None or issued is None or span.year >= issued:
        return span, ()
    if span.looks_back:
        message = f"Năm {span.year} trong tên kế hoạch là năm nhìn lại; chưa xác định được năm kế hoạch."
        return Span(), (Finding("Y7", "warning", message, quote=subject),)
    message = f"Tên kế hoạch nêu năm {span.year} nhưng văn bản ghi năm ban hành {issued}."
    return span, (Finding("Y7", "warning", message, quote=subject),)


def _doubts(parts: _Parts) -> Iterator[Finding]:
    head = parts.heading
    if head.invalid_date:
        yield Finding("D3", "error", "Ngày ban hành không có trong lịch.", quote=head.invalid_date)
    if parts.flow.stamps:
        message = "Đã tách dấu ký số ra khỏi nội dung văn bản."
        yield Finding(STAMP, "info", message, quote="; ".join(dict.fromkeys(parts.flow.stamps)))


def _all_text(document: Document) -> str:
    """Every text of the document, tables too: host names and spellings are looked up in it."""
    texts = []
    for block in document.blocks:
        texts += [cell.text for cell in block.cells] if isinstance(block, Grid) else [block.text]
    return "\n".join(texts)
