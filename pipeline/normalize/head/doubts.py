"""Doubts about the head of a document that only the reader of its text can see.

In: the parts of a document, what was read from them. Out: findings. What is merely missing is for the checks.
P2: a stamp of an electronic signature was taken out (the PDF reader gives the same code). M8: more than one
signer, issuer or number. M2: an annex line names another number or date. D3: no such day.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...model import DocumentInfo, Finding
from ...rulebook import RuleBook
from .issuer import several
from .parts import Parts

STAMP = "P2"


def doubts(parts: Parts, info: DocumentInfo, book: RuleBook) -> Iterator[Finding]:
    """The findings, in the order of the document."""
    if parts.heading.invalid_date:
        yield Finding("D3", "error", "Ngày ban hành không có trong lịch.", quote=parts.heading.invalid_date)
    if parts.flow.stamps:
        quote = "; ".join(dict.fromkeys(parts.flow.stamps))
        yield Finding(STAMP, "info", "Đã bỏ chữ của dấu ký số lẫn trong văn bản.", quote=quote)
    if parts.signature.others:
        message = "Văn bản có nhiều người ký; chỉ lấy người ký đầu."
        yield Finding("M8", "info", message, quote="; ".join(parts.signature.others))
    if several(info.issuer.name, book):
        yield Finding("M8", "info", "Văn bản do nhiều cơ quan ban hành.", quote=info.issuer.name)
    if parts.heading.further:
        message = "Văn bản có nhiều số, ký hiệu; chỉ lấy số đầu."
        yield Finding("M8", "info", message, quote="; ".join(parts.heading.further))
    yield from _other_document(parts, info)


def _other_document(parts: Parts, info: DocumentInfo) -> Iterator[Finding]:
    """ "(Kèm theo Kế hoạch số ...)" must name this document; a line on one of another type says something else."""
    own = {info.type, parts.title.carrier.type if parts.title and parts.title.carrier else None}
    for citation in parts.annex:
        if info.reference is None or citation.reference is None or citation.type not in own:
            continue
        same_number = citation.reference.lstrip("0") == info.reference.lstrip("0")
        if not same_number or (citation.issued_on and info.issued_on and citation.issued_on != info.issued_on):
            message = f"Dòng kèm theo phụ lục ghi số, ngày khác với văn bản ({info.reference})."
            yield Finding("M2", "warning", message, quote=citation.text)
