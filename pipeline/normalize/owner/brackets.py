"""A bracket in an owner text: a role, a child or member, a partner, an exception, or an aside.

In: the clauses being read and the position of "(". Out: where to go on; the owner before the bracket, or the
groups, are changed. An aside that names somebody else is left unread: who it speaks of is for a person to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model import OwnerRole
from .draft import Draft
from .groups import WORD

if TYPE_CHECKING:
    from .roles import Clauses

LABELS: dict[str, OwnerRole] = {"lead_label": "lead", "coop_label": "cooperating", "leader_label": "leader"}
WORDS: dict[str, OwnerRole] = {"lead": "lead", "advise": "lead", "coop": "cooperating", "leader": "leader"}
BRACKETED = {**LABELS, **WORDS}
LONGEST = 80  # tokens of one bracket


def read_bracket(clauses: Clauses, i: int) -> int:
    """Reads the bracket that opens at i."""
    lx, waiting = clauses.lx, clauses.groups.waiting
    close = next((k for k in range(i + 1, min(lx.n, i + LONGEST)) if lx.words[k] == ")" or k in lx.breaks), 0)
    if not close or lx.words[close] != ")":
        if clauses.prose:
            return i + 1
        clauses.unused += range(i, close or lx.n)
        return close or lx.n
    if waiting and waiting[-1].end == i:
        _said_of(clauses, waiting[-1], i, close)
    elif not clauses.prose and not clauses.predicate:
        if not clauses.unused or clauses.unused[-1] != i - 1:
            return i + 1  # "(Sở Nội vụ chủ trì)": read like anything else
        clauses.unused += range(i, close + 1)
    elif not clauses.prose and clauses.role_end == i and clauses.lists.starts(i + 1):
        clauses.end_clause()  # "Sở A chủ trì (Sở B phối hợp)"
        return i + 1
    return close + 1


def _said_of(clauses: Clauses, last: Draft, i: int, close: int) -> None:
    """What the bracket says of the owner before it."""
    lx = clauses.lx
    said = next((role for kind, role in BRACKETED.items() if lx.at(kind, i + 1) == close), None)
    if said:
        clauses.groups.mark_last(said)
        last.end = close + 1
        return
    last.end, last.full = close + 1, lx.span(last.start, close + 1)
    owners, end = clauses.lists.read(i + 1)
    grammar = clauses.lists.grammar
    child = bool(owners) and not any(grammar.verb(k) or grammar.role(k) for k in range(end, close))
    if last.kind == "external" or lx.at("except", i + 1) or child:
        if last.kind != "person":
            last.name = last.full
        return
    if partners := _partners(clauses, i + 1, close, owners, end):
        clauses.groups.add(partners[0], partners[1], WORD[partners[1]])
    elif not clauses.prose and any(clauses.lists.starts(k) for k in range(i + 1, close)):
        clauses.unused += range(i + 1, close)


def _partners(
    clauses: Clauses, i: int, close: int, owners: list[Draft], end: int
) -> tuple[list[Draft], OwnerRole] | None:
    """ "(phối hợp: Sở A)", "(Sở A, Sở B phối hợp)": owners with a role of their own; a second lead is not believed."""
    lx = clauses.lx
    for kind, role in ((k, r) for k, r in BRACKETED.items() if r != "lead"):
        said = lx.at(kind, i)
        begin = lx.at("with", said) or said
        begin += lx.word(begin) == ":"
        if said and (listed := clauses.lists.read(begin))[0] and listed[1] == close:
            return listed[0], role
        if owners and lx.at(kind, end) == close:
            return owners, role
    return None
