"""Which plans are compared with which: one issuer (through successions), one subject, consecutive years (DOMAIN 7.2.1).

In: plans. Out: `Pairing`: pairs (old, new) with the reason, and a finding where two candidates are equally good: then
nothing is paired. A plan that says it replaces another is paired with it. Two files of one plan (.docx and .pdf) count
as one. It compares nothing in the plans.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ..model import DocumentInfo, Finding, Period, Plan
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
    cards = _one_a_plan([_card(n, plan, book) for n, plan in enumerate(plans)])
    offers = {card.place: _best(list(_offers(card, cards, book)), book) for card in cards}
    claims: dict[int, list[tuple[int, _Offer]]] = {}
    for new, best in offers.items():
        for offer in best:
            claims.setdefault(offer.old, []).append((new, offer))
    cards_at = {card.place: card for card in cards}
    pairs: list[DocumentPair] = []
    findings: list[Finding] = []
    for new, best in offers.items():
        rivals = [n for offer in best for n, claim in claims[offer.old] if n != new and _as_good(claim, offer, book)]
        if len(best) == 1 and not rivals:
            pairs.append(DocumentPair(best[0].old, new, best[0].reasons))
        elif best:
            findings.append(_tie(plans, new, best, list(dict.fromkeys(rivals))))
        elif gap := _gap(cards_at[new], cards, book):
            findings.append(gap)
    pairs.sort(key=lambda p: (_year(plans[p.new].document) or 0, p.new))
    return Pairing(tuple(pairs), tuple(findings))


@dataclass(frozen=True, slots=True)
class _Card:
    """A plan as pairing sees it. words: of its subject; units: its issuer and the bodies that come out of it."""

    place: int
    document: DocumentInfo
    reference: str
    words: frozenset[str]
    issuer: str
    parent: str
    units: frozenset[str]
    unit: str
    tasks: str


def _card(place: int, plan: Plan, book: RuleBook) -> _Card:
    document = plan.document
    name = document.issuer.name or ""
    table = unit_table(book)
    unit = table.resolve(name, _day(document), name, document.issuer.parent) if name else None
    digest = hashlib.sha256("\n".join(key(task.content) for task in plan.tasks).encode())
    return _Card(
        place,
        document,
        key(document.reference or ""),
        _subject(document, book),
        name_key(name),
        name_key(document.issuer.parent or ""),
        heirs(table, unit.id) | {unit.id} if unit else frozenset(),
        unit.id if unit else "",
        digest.hexdigest() if plan.tasks else "",
    )


@dataclass(frozen=True, slots=True)
class _Offer:
    """A plan that another may follow. rank: replaced (2), cited among its bases (1), neither (0)."""

    old: int
    rank: int
    likeness: float
    issued: bool
    reasons: tuple[str, ...]


def _one_a_plan(cards: Sequence[_Card]) -> list[_Card]:
    """One file of each plan: those with one reference and day, or with the same tasks in one year, are one.

    Two references are two plans, even where one changes nothing but the numbers of the other.
    """
    named: set[tuple[object, ...]] = set()
    told: dict[tuple[object, ...], set[str]] = {}
    kept: list[_Card] = []
    for card in sorted(cards, key=_preference):
        marks: set[tuple[object, ...]] = {("file", card.document.file.sha256)}
        if card.reference:
            marks.add(("reference", card.reference, card.document.issued_on, card.issuer))
        content = (card.document.plan_year, card.issuer, card.tasks)
        others = told.setdefault(content, set()) if card.tasks else set()
        twin = bool(others) and (not card.reference or "" in others)
        if named.isdisjoint(marks) and not twin:
            kept.append(card)
        named |= marks
        others.add(card.reference)
    return sorted(kept, key=lambda c: c.place)


def _preference(card: _Card) -> tuple[bool, bool, str, int]:
    """The issued before the draft, Word before PDF, then by name."""
    file = card.document.file
    return card.document.status == "draft", file.format == "pdf", file.name, card.place


def _offers(now: _Card, cards: Sequence[_Card], book: RuleBook) -> Iterator[_Offer]:
    """The plans that `now` may follow."""
    replaces = {key(reference) for reference in now.document.replaces}
    cites = {key(basis.reference or "") for basis in now.document.bases}
    enough = book.table("diff")["documents"]["subject"]
    for was in cards:
        replaced = was.reference in replaces
        if was is now or not (replaced or _follows(was.document, now.document)) or not _same_issuer(was, now):
            continue
        likeness = _likeness(was.words, now.words)
        if replaced or likeness >= enough:
            rank = 2 if replaced else int(bool(was.reference) and was.reference in cites)
            reasons = tuple(_why(was.document, now.document, rank))
            yield _Offer(was.place, rank, likeness, was.document.status == "issued", reasons)


def _gap(now: _Card, cards: Sequence[_Card], book: RuleBook) -> Finding | None:
    """A plan that follows none, although years before it there is one of the same programme."""
    enough = book.table("diff")["documents"]["subject"]
    year = _year(now.document) or 0
    same = (c for c in cards if _same_kind(c.document, now.document) and _same_issuer(c, now))
    like = (c for c in same if _likeness(c.words, now.words) >= enough)
    earlier = [(then, c) for c in like if 0 < (then := _last_year(c.document) or _year(c.document) or 0) < year - 1]
    if not earlier:
        return None
    then, was = max(earlier, key=lambda each: (each[0], -each[1].place))
    names = was.document.file.name, now.document.file.name
    return Finding(
        "S3", "info", f"Không tự so sánh {names[0]} với {names[1]}: năm {then} và năm {year} không liền nhau.",
        None, "Nếu cần, hãy chỉ rõ hai văn bản bằng lệnh kehoach diff.",
    )  # fmt: skip


def _why(was: DocumentInfo, now: DocumentInfo, rank: int) -> Iterator[str]:
    if rank == 2:
        yield f"Kế hoạch mới nêu rõ thay thế {was.reference}."
    yield (
        f"Cùng cơ quan ban hành: {now.issuer.name}."
        if key(was.issuer.name or "") == key(now.issuer.name or "")
        else (f"Cơ quan ban hành là một theo bảng đơn vị: {was.issuer.name} nay là {now.issuer.name}.")
    )
    if rank < 2:
        yield f"Cùng nội dung kế hoạch, năm liền nhau: {_year(was)} và {_year(now)}."
    if rank == 1:
        yield f"Kế hoạch mới căn cứ {was.reference}."


def _same_issuer(was: _Card, now: _Card) -> bool:
    """One body, or a body and the one that came out of it; in one place where both say whose they are."""
    ids = was.document.issuer.org_id, now.document.issuer.org_id
    if not was.issuer or not now.issuer:
        return False
    if ids[0] and ids[0] == ids[1]:
        return True
    if was.parent and now.parent and was.parent != now.parent:
        return False
    return was.issuer == now.issuer or now.unit in was.units


def _likeness(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0


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
    return _same_kind(was, now)


def _same_kind(was: DocumentInfo, now: DocumentInfo) -> bool:
    """A year after a year, a quarter after a quarter; nothing is told where a period is not stated."""
    return len({_length(d.period) for d in (was, now) if d.period}) < 2


def _length(period: Period) -> tuple[str, str, int]:
    """The days of the year a period runs between, and over how many years."""
    start, end = period.start or "", period.end or ""
    return start[5:], end[5:], int(end[:4] or 0) - int(start[:4] or 0)


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


def _as_good(claim: _Offer, offer: _Offer, book: RuleBook) -> bool:
    """Whether another plan's claim to the same old one is as good."""
    margin: float = book.table("diff")["documents"]["margin"]
    return (claim.rank, claim.likeness) >= (offer.rank, offer.likeness - margin)


def _tie(plans: Sequence[Plan], new: int, best: Sequence[_Offer], rivals: Sequence[int]) -> Finding:
    name = plans[new].document.file.name
    olds = ", ".join(plans[o.old].document.file.name for o in best)
    others = f"; {', '.join(plans[n].document.file.name for n in rivals)} cũng ứng với văn bản ấy" if rivals else ""
    return Finding(
        "S3", "warning", f"Chưa chọn được văn bản để so sánh với {name}: {olds} đều phù hợp{others}.",
        None, "Hãy chỉ rõ hai văn bản bằng lệnh kehoach diff.",
    )  # fmt: skip
