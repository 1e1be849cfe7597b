"""A person's decisions against the two plans at hand: they win over everything the program finds.

In: `Pairs`, the facts of both plans. Out: `Decided`: the groups that are fixed, the links that are barred, and a
finding for each decision that no longer applies or fits more than one task. Decisions about other plans are passed by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..model import DocumentInfo, Finding
from ..rulebook import RuleBook
from ..text import key
from .facts import Facts
from .likeness import Link
from .pairs import Decision, Pairs, Place
from .pairs_file import is_about
from .words import yearless


@dataclass(frozen=True)
class Fixed:
    """Tasks that belong together because a person says so."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    decision: Decision


@dataclass
class Decided:
    fixed: list[Fixed] = field(default_factory=list)
    apart: dict[Link, Decision] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def closed(self) -> tuple[frozenset[int], frozenset[int]]:
        """The old and the new tasks that are settled."""
        return frozenset(i for f in self.fixed for i in f.old), frozenset(j for f in self.fixed for j in f.new)


def decide(
    pairs: Pairs,
    old: Sequence[Facts],
    new: Sequence[Facts],
    documents: tuple[DocumentInfo, DocumentInfo],
    book: RuleBook,
) -> Decided:
    """What the decisions mean for these two plans."""
    between = book.table("diff")["pairs"]["between"]
    out = Decided()
    for decision in pairs.decisions:
        if not (is_about(decision.old_plan, documents[0]) and is_about(decision.new_plan, documents[1])):
            continue
        sides = []
        for word, places, rows in (("cũ", decision.old, old), ("mới", decision.new, new)):
            found = [_rows(place, rows, between) for place in places]
            bad = next((n for n, some in enumerate(found) if len(some) != 1), None)
            if bad is not None:
                out.findings.append(_dead(decision, places[bad], word, len(found[bad])))
                break
            sides.append(tuple(some[0] for some in found))
        else:
            _settle(out, decision, sides[0], sides[1])
    return out


def _settle(out: Decided, decision: Decision, old: tuple[int, ...], new: tuple[int, ...]) -> None:
    if decision.verdict == "different":
        out.apart[old[0], new[0]] = decision
        return
    closed_old, closed_new = out.closed()
    if (
        closed_old.isdisjoint(old)
        and closed_new.isdisjoint(new)
        and len(set(old)) == len(old)
        and len(set(new)) == len(new)
    ):
        out.fixed.append(Fixed(old, new, decision))
    else:
        out.findings.append(
            _finding(decision, "trái với một quyết định đứng trước về cùng nhiệm vụ; không được dùng", decision.old[0])
        )


def _rows(place: Place, rows: Sequence[Facts], between: str) -> list[int]:
    """The tasks a place names; section and number are asked only where the words fit several."""
    words = key(yearless(place.content))
    found = [n for n, row in enumerate(rows) if row.key == words]
    if len(found) > 1 and place.section:
        path = tuple(key(yearless(title)) for title in place.section.split(between.strip()))
        found = [n for n in found if rows[n].section == path] or found
    if len(found) > 1 and place.number:
        found = [n for n in found if rows[n].number == place.number.strip(".")] or found
    return found


def _dead(decision: Decision, place: Place, side: str, count: int) -> Finding:
    why = f"bản {side} không còn nhiệm vụ này" if not count else f"bản {side} có {count} nhiệm vụ như thế này"
    return _finding(decision, f"{why}; quyết định không được dùng", place)


def _finding(decision: Decision, why: str, place: Place) -> Finding:
    where = f"dòng {decision.line}: " if decision.line else ""
    return Finding(
        "S2", "warning", f"Tệp ghép cặp, {where}{why}.", place.content, "Hãy sửa hoặc xóa dòng này trong tệp ghép cặp."
    )
