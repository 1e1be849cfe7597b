"""Which plans are compared with which: one issuer (through successions), one subject, consecutive years (DOMAIN 7.2.1).

In: plans. Out: `Pairing`: pairs (old, new) with the reason, and a finding where two candidates are equally good: then
nothing is paired. A plan that says it replaces another is paired with it. Two files of one plan (.docx and .pdf) count
as one. It compares nothing in the plans.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ..model import DocumentInfo, Finding, Plan
from ..rulebook import RuleBook
from ..text import key
from ..units import name_key, unit_table
from .facts import heirs
from .words import lexicon


@dataclass(frozen=True, slots=True)
class DocumentPair:
    """old and new: places in the sequence that was given. reasons: Vietnamese."""

    old: int
    new: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pairing:
    """pairs: in the order of the new plans' years. findings: ties, named by the files."""

    pairs: tuple[DocumentPair, ...]
    findings: tuple[Finding, ...] = ()


def pair_documents(plans: Sequence[Plan], book: RuleBook) -> Pairing:
    """The pairs among the plans; nothing is guessed."""
    kept = _one_a_plan(plans)
    pairs: list[DocumentPair] = []
    findings: list[Finding] = []
    offers = {new: list(_predecessors(plans, kept, new, book)) for new in kept}
    for new, found in offers.items():
        best = _best(found, book)
        rivals = (
            [n for n in kept if n != new and any(o.old == best[0].old for o in _best(offers[n], book))] if best else []
        )
        if len(best) == 1 and not _outdone(best[0], rivals, offers, book):
            pairs.append(DocumentPair(best[0].old, new, best[0].reasons))
        elif best:
            findings.append(_tie(plans, new, best, rivals))
    pairs.sort(key=lambda p: (_year(plans[p.new].document) or 0, p.new))
    return Pairing(tuple(pairs), tuple(findings))


@dataclass(frozen=True, slots=True)
class _Offer:
    """A plan that another may follow. rank: replaced (2), cited among its bases (1), neither (0)."""

    old: int
    rank: int
    likeness: float
    issued: bool
    reasons: tuple[str, ...]


def _one_a_plan(plans: Sequence[Plan]) -> list[int]:
    """One file of each plan: Word before PDF, then by name."""
    order = sorted(
        range(len(plans)), key=lambda n: (plans[n].document.file.format == "pdf", plans[n].document.file.name, n)
    )
    kept: list[int] = []
    for n in order:
        if not any(_same_plan(plans[n], plans[m]) for m in kept):
            kept.append(n)
    return sorted(kept)


def _same_plan(a: Plan, b: Plan) -> bool:
    """One reference and day, or the same tasks word for word in the same year."""
    one, other = a.document, b.document
    if one.file.sha256 == other.file.sha256:
        return True
    if one.reference and other.reference:
        return (one.reference, one.issued_on, key(one.issuer.name or "")) == (
            other.reference, other.issued_on, key(other.issuer.name or "")
        )  # fmt: skip
    contents = [[key(task.content) for task in plan.tasks] for plan in (a, b)]
    return one.plan_year == other.plan_year and contents[0] == contents[1] and bool(contents[0])


def _predecessors(plans: Sequence[Plan], kept: Sequence[int], new: int, book: RuleBook) -> Iterator[_Offer]:
    now = plans[new].document
    for old in kept:
        was = plans[old].document
        if old == new or not same_issuer(was, now, book):
            continue
        likeness = same_subject(was, now, book)
        replaced = bool(was.reference) and key(was.reference or "") in map(key, now.replaces)
        if not replaced and (likeness < book.table("diff")["documents"]["subject"] or not _follows(was, now)):
            continue
        cited = bool(was.reference) and any(key(b.reference or "") == key(was.reference or "") for b in now.bases)
        yield _Offer(
            old, 2 * replaced or int(cited), likeness, was.status == "issued", tuple(_why(was, now, replaced, cited))
        )


def _why(was: DocumentInfo, now: DocumentInfo, replaced: bool, cited: bool) -> Iterator[str]:
    if replaced:
        yield f"Kế hoạch mới nêu rõ thay thế {was.reference}."
    yield (
        f"Cùng cơ quan ban hành: {now.issuer.name}."
        if key(was.issuer.name or "") == key(now.issuer.name or "")
        else (f"Cơ quan ban hành là một theo bảng đơn vị: {was.issuer.name} nay là {now.issuer.name}.")
    )
    if not replaced:
        yield f"Cùng nội dung kế hoạch, năm liền nhau: {_year(was)} và {_year(now)}."
    if cited:
        yield f"Kế hoạch mới căn cứ {was.reference}."


def same_issuer(was: DocumentInfo, now: DocumentInfo, book: RuleBook) -> bool:
    """One body, or a body and the one that came out of it."""
    if not was.issuer.name or not now.issuer.name:
        return False
    if was.issuer.org_id and was.issuer.org_id == now.issuer.org_id:
        return True
    table = unit_table(book)
    ids = [table.resolve(d.issuer.name or "", _day(d), d.issuer.name, d.issuer.parent) for d in (was, now)]
    one_place = _parent(was) == _parent(now) or not (was.issuer.parent and now.issuer.parent)
    if ids[0] and ids[1] and ids[0].id != ids[1].id:
        return one_place and ids[1].id in heirs(table, ids[0].id)
    return one_place and name_key(was.issuer.name) == name_key(now.issuer.name)


def _parent(document: DocumentInfo) -> str:
    return name_key(document.issuer.parent or "")


def same_subject(was: DocumentInfo, now: DocumentInfo, book: RuleBook) -> float:
    """How alike two subjects are, 0..1, without years, numbers and the issuers' own names."""
    one, other = (_subject(d, book) for d in (was, now))
    return len(one & other) / len(one | other) if one and other else 0.0


def _subject(document: DocumentInfo, book: RuleBook) -> frozenset[str]:
    """Words and pairs of words of a subject, without the issuer's name and the words that only join."""
    lex = lexicon(book)
    name = " ".join(lex.words(document.issuer.name or "").words)
    found = lex.words(document.subject or "")
    joining = {w for w, weight in zip(found.words, found.weights, strict=True) if weight <= lex.factors["function"]}
    text = " ".join(found.words)
    words = [w for w in (text.replace(name, " ") if name else text).split() if w not in joining]
    return frozenset(words) | frozenset(f"{a} {b}" for a, b in pairwise(words))


def _follows(was: DocumentInfo, now: DocumentInfo) -> bool:
    """Consecutive years and, where the periods are stated, periods of one kind (a year after a year)."""
    old, new = _year(was), _year(now)
    if old is None or new is None or (_last_year(was) or old) + 1 != new:
        return False
    spans = [(d.period.start or "", d.period.end or "") for d in (was, now) if d.period]
    return len(spans) < 2 or int(new) - int(old) > 1 or [s[5:] for s in spans[0]] == [s[5:] for s in spans[1]]


def _year(document: DocumentInfo) -> int | None:
    start = document.period.start if document.period else None
    return document.plan_year or (int(start[:4]) if start else None)


def _last_year(document: DocumentInfo) -> int | None:
    end = document.period.end if document.period else None
    return int(end[:4]) if end else None


def _day(document: DocumentInfo) -> date | None:
    return date.fromisoformat(document.issued_on) if document.issued_on else None


def _best(offers: Sequence[_Offer], book: RuleBook) -> list[_Offer]:
    """The offers that none outdoes: what is replaced, then what is cited, the issued one, the nearest subject."""
    if not offers:
        return []
    margin = book.table("diff")["documents"]["margin"]
    rank = max(o.rank for o in offers)
    best = [o for o in offers if o.rank == rank]
    best = [o for o in best if o.issued] or best
    top = max(o.likeness for o in best)
    near = [o for o in best if top - o.likeness < margin]
    exact = [o for o in near if o.likeness == 1.0]
    return exact if len(exact) == 1 else near


def _outdone(offer: _Offer, rivals: Sequence[int], offers: dict[int, list[_Offer]], book: RuleBook) -> bool:
    """Whether another new plan has as good a claim to the same old one."""
    claims = [o for n in rivals for o in _best(offers[n], book) if o.old == offer.old]
    margin = book.table("diff")["documents"]["margin"]
    return any((c.rank, c.likeness) >= (offer.rank, offer.likeness - margin) for c in claims)


def _tie(plans: Sequence[Plan], new: int, best: Sequence[_Offer], rivals: Sequence[int]) -> Finding:
    name = plans[new].document.file.name
    olds = ", ".join(plans[o.old].document.file.name for o in best)
    others = f"; {', '.join(plans[n].document.file.name for n in rivals)} cũng ứng với văn bản ấy" if rivals else ""
    return Finding(
        "S3", "warning", f"Chưa chọn được văn bản để so sánh với {name}: {olds} đều phù hợp{others}.",
        None, "Hãy chỉ rõ hai văn bản bằng lệnh kehoach diff.",
    )  # fmt: skip
