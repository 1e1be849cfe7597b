"""The metadata of a document: type, number, date, issuer, subject, year, bases, goals, report, recipients, signer.

In: a Document, its plan tables, the rules. Out: one `DocumentInfo` in a `Reading`, with the doubts only the reader
of the text can see. Missing values are None; whether they should be there is for the checks (M1) to say.
Nothing is taken from a plan table but host names, which tell the province.
"""

from __future__ import annotations

from datetime import date

from ...document import Document, Grid, PlanTable
from ...model import DocumentInfo, File, Finding
from ...rulebook import RuleBook
from .. import terms
from ..context import Context, Reading
from .body import read_body
from .citation import Citation
from .doubts import STAMP, doubts
from .issuer import read_issuer
from .parts import Parts, take_apart
from .planyear import Span, read_span
from .replaced import read_replaced


def read_head(document: Document, tables: tuple[PlanTable, ...], book: RuleBook) -> Reading[DocumentInfo]:
    """The one DocumentInfo of `document`, and what is doubtful about it."""
    parts = take_apart(document, tables, book)
    number, symbol, reference, issued_on = _identity(parts)
    signers = 1 + len(parts.signature.others)
    issuer = read_issuer(
        parts.heading, parts.title, parts.ground, parts.annex, _all_text(document), book, signers=signers
    )
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
        type=parts.title.type if parts.title else _type_of_annex(parts),
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
        replaces=read_replaced(parts.flow.lines, book),
    )
    return Reading((info,), findings=(*findings, *body.findings, *doubts(parts, info, book)))


def annex_citations(document: Document, book: RuleBook) -> tuple[Citation, ...]:
    """The documents named in lines "(Kèm theo Kế hoạch số ... ngày ... của ...)", in order."""
    return take_apart(document, (), book).annex


def _type_of_annex(parts: Parts) -> str | None:
    """An annex in a file of its own is a part of the document its line names."""
    named = {citation.type for citation in parts.annex}
    return named.pop() if len(named) == 1 and not parts.heading.seen else None


def _identity(parts: Parts) -> tuple[str | None, str | None, str | None, str | None]:
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


def _is_draft(parts: Parts, document: Document, book: RuleBook) -> bool:
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
    parts: Parts, tables: tuple[PlanTable, ...], issued_on: str | None, book: RuleBook
) -> tuple[Span, tuple[Finding, ...]]:
    """Year and period; a year before the year of issue that the subject looks back on is not the plan's."""
    subject = parts.title.subject if parts.title else None
    outer = parts.title.carrier.subject if parts.title and parts.title.carrier else None
    issued = int(issued_on[:4]) if issued_on else parts.heading.year
    span = read_span((subject, parts.ground.opening, outer, *(table.annex for table in tables)), book, issued)
    if span == Span() and subject:
        message = "Tên kế hoạch không nêu năm: thời hạn không ghi năm phải xem lại."
        return span, (Finding("M7", "info", message, quote=subject),)
    if span.year is not None and issued is not None and span.year > issued + 1:
        message = f"Năm {span.year} trong tên kế hoạch còn xa năm ban hành {issued}; chưa xác định được năm kế hoạch."
        return Span(), (Finding("Y7", "warning", message, quote=subject),)
    if span.year is None or issued is None or span.year >= issued:
        return span, ()
    if span.looks_back:
        message = f"Năm {span.year} trong tên kế hoạch là năm nhìn lại; chưa xác định được năm kế hoạch."
        return Span(), (Finding("Y7", "warning", message, quote=subject),)
    message = f"Tên kế hoạch nêu năm {span.year} nhưng văn bản ghi năm ban hành {issued}."
    return span, (Finding("Y7", "warning", message, quote=subject),)


def _all_text(document: Document) -> str:
    """Every text of the document, tables too: host names and spellings are looked up in it."""
    texts = []
    for block in document.blocks:
        texts += [cell.text for cell in block.cells] if isinstance(block, Grid) else [block.text]
    return "\n".join(texts)
