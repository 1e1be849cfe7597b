"""M1 to M6: what the decree on clerical work asks of the document itself."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Grid
from ..model import Finding, Level
from ..text import fold, key
from .case import Case


def m1(case: Case) -> Iterator[Finding]:
    """Number, date, signer or recipients missing; a draft may lack them."""
    info = case.plan.document
    missing = [
        name
        for name, value in (
            ("số", info.number),
            ("ngày ban hành", info.issued_on),
            ("người ký", info.signer and info.signer.name),
            ("nơi nhận", info.recipients),
        )
        if not value
    ]
    if missing:
        level: Level | None = "info" if info.status == "draft" else None
        yield case.finding("M1", f"Văn bản thiếu: {', '.join(missing)}.", level=level)


def m2(case: Case) -> Iterator[Finding]:
    """There is an annex and the body never points at it."""
    annexes = [table.annex for table in case.plan.tables if table.annex]
    if not annexes or not case.body:
        return
    headings = {key(part) for annex in annexes for part in (annex, *annex.split("\n"))}
    body = [text for text in case.body if key(text) not in headings and not any(key(text) in h for h in headings)]
    if body and not any(case.search("annex-word", text) for text in body):
        yield case.finding("M2", "Phần lời không nhắc tới phụ lục.", quote=annexes[0])


def m3(case: Case) -> Iterator[Finding]:
    """The symbol names another type than the title; a plan issued by a decision rightly bears the decision's."""
    info = case.plan.document
    code = (info.symbol or "").split("-")[0]
    names = [row["name"] for row in case.book.rows("document_types") if code and row.get("code") == code]
    if not names or not info.type or key(info.type) in map(key, names):
        return
    if code not in case.book.table("checks").get("carriers", {}).get("codes", ()):
        message = f"Ký hiệu {info.symbol} là của {names[0].lower()}, tên loại là {info.type.lower()}."
        yield case.finding("M3", message, quote=info.reference or info.symbol)


def m4(case: Case) -> Iterator[Finding]:
    """A cited document without its number or its day; laws are cited by name. What is in force nobody here knows."""
    words = case.book.table("checks").get("citations", {})
    for basis in case.plan.document.bases:
        sort = key(basis.type or "")
        dated = basis.issued_on or case.search("dated", basis.text)
        if basis.reference and not dated and sort not in words.get("by_name", ()):
            yield case.finding("M4", "Văn bản viện dẫn không ghi ngày ban hành.", quote=basis.text)
        if dated and not basis.reference and sort in words.get("numbered", ()):
            yield case.finding("M4", "Văn bản viện dẫn không ghi số, ký hiệu.", quote=basis.text)


def m5(case: Case) -> Iterator[Finding]:
    """A basis of higher rank after one of lower rank; once a document."""
    order = case.book.table("checks").get("ranks", {}).get("order", ())
    ranks = {key(name): rank for rank, names in enumerate(order) for name in names}
    highest = -1
    for basis in case.plan.document.bases:
        rank = ranks.get(key(basis.type or ""))
        if rank is None:
            continue
        if rank < highest:
            yield case.finding("M5", "Căn cứ chưa xếp từ văn bản cấp cao xuống cấp thấp.", quote=basis.text)
            return
        highest = max(highest, rank)


def m6(case: Case) -> Iterator[Finding]:
    """A competence mark without its dot or with a slash: "KT GIÁM ĐỐC", "T/M"."""
    texts = [
        *case.body,
        *(c.text for b in case.document.blocks if isinstance(b, Grid) and not b.bordered for c in b.cells),
    ]
    for text in texts:
        match = case.search("competence-odd", text) if len(fold(text)) < 400 else None
        if match:
            quote = text[match.start() : match.start() + 30].strip()
            yield case.finding("M6", "Cách ghi thẩm quyền ký chưa đúng (đúng: KT., TM., TL., TUQ.).", quote=quote)
