"""Who helps without the word: "Sở A cùng các sở, ngành", and lists of partners that go on behind a semicolon.

In: the clauses being read and a position. Out: where to go on, or the further partners.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .draft import Draft

if TYPE_CHECKING:
    from .roles import Clauses


def read_along(clauses: Clauses, i: int) -> int:
    """ "Sở A cùng các sở, ngành": the others help."""
    end = clauses.lx.at("along", i)
    waiting = clauses.groups.waiting
    behind = waiting and (waiting[-1].end == i or (waiting[-1].end == i - 1 and clauses.lx.words[i - 1] in (",", "-")))
    if not end or not behind or not clauses.lists.starts(end):
        return 0
    if clauses.lx.at("qualifier", i) == end and not all(d.sure for d in clauses.lists.read(end)[0]):
        return 0  # "Bộ A với các tiêu chuẩn chung": as to these
    return clauses.coop(end)


def more_partners(clauses: Clauses, at: int) -> tuple[list[Draft], int] | None:
    """ "phối hợp với A; B": what stands between semicolons and is nothing but owners goes on with the list."""
    if clauses.lx.word(at) != ";" or not clauses.lists.starts(at + 1):
        return None
    owners, end = clauses.lists.read(at + 1)
    alone = end >= clauses.lx.n or end in clauses.lx.breaks or clauses.lx.words[end] in (";", ".")
    return (owners, end) if owners and alone else None
