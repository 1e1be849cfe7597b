"""Who is asked and who is told to act: "đề nghị Sở A", "gửi Ban Biên tập", "giao Văn phòng Sở chủ trì".

In: the clauses being read and a position. Out: where to go on, 0 if nobody is asked there. The asked are entries of
their own role; whom somebody assigns a task to only opens a subject, whose role is said behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .roles import Clauses

TOLD = ("lead", "advise", "coop")
FAR = 12  # tokens of what is sent, between "gửi" and "về"


def read_asked(clauses: Clauses, i: int) -> int:
    """The asked or assigned at i."""
    lx, lists = clauses.lx, clauses.lists
    assign = lx.at("assign", i)
    assign += assign > 0 and lx.word(assign) == ":"
    if assign and lists.starts(assign):
        return _assigned(clauses, i, assign)
    request = lx.at("request", i)
    request = request and (_addressee(clauses, i) or request)
    asked, after = lists.read(request) if request else ([], 0)
    if not asked:
        return 0
    clauses.groups.assign("lead", "performer", inferred=True)
    clauses.groups.add(asked, "requested", "request")
    clauses.object_end = after
    clauses.tell()
    return after


def _addressee(clauses: Clauses, i: int) -> int:
    """Where the addressee of "gửi báo cáo về Sở A" stands; 0 if none soon follows in the same breath."""
    lx = clauses.lx
    sent = lx.at("send", i)
    other = lx.any(("soft_verb", "compound", "never"), i) > sent  # "chuyển đổi số cho doanh nghiệp"
    if not sent or other or clauses.lists.starts(sent):
        return 0
    for k in range(sent, min(lx.n, sent + FAR)):
        if k in lx.breaks or not lx.words[k][0].isalnum():
            return 0
        toward = lx.at("toward", k)
        if toward and clauses.lists.starts(toward):
            return toward
    return 0


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
