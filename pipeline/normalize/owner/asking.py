"""Who is asked and who is told to act: "đề nghị Sở A", "gửi Ban Biên tập", "giao Văn phòng Sở chủ trì".

In: the clauses being read and a position. Out: where to go on, 0 if nobody is asked there. The asked are entries of
their own role; whom somebody assigns a task to only opens a subject, whose role is said behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .roles import Clauses

TOLD = ("lead", "advise", "coop")


def read_asked(clauses: Clauses, i: int) -> int:
    """The asked or assigned at i."""
    lx, lists = clauses.lx, clauses.lists
    assign = lx.at("assign", i)
    assign += assign > 0 and lx.word(assign) == ":"
    if assign and lists.starts(assign):
        return _assigned(clauses, i, assign)
    request = lx.at("request", i)
    asked, after = lists.read(request) if request else ([], 0)
    if not asked:
        return 0
    clauses.groups.assign("lead", "performer", inferred=True)
    clauses.groups.add(asked, "requested", "request")
    clauses.object_end = after
    clauses.tell()
    return after


def _assigned(clauses: Clauses, i: int, assign: int) -> int:
    """In a sentence only "giao A chủ trì" opens a subject: "nhiệm vụ do Chính phủ giao" is another matter."""
    lx = clauses.lx
    _, end = clauses.lists.read(assign)
    if clauses.predicate:
        if lx.at("by", i) or not lx.any(("lead", "advise"), end):
            return end
        clauses.end_clause()
    elif clauses.groups.waiting and not lx.at("by", i):
        if not lx.any(TOLD, end):
            return 0  # "Văn phòng Sở phân công công chức": a verb like any other
        clauses.groups.waiting, clauses.fresh = [], True  # "UBND tỉnh giao Sở A chủ trì"
    return assign
