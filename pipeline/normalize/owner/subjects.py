"""Whether owners are the subject of a clause, one more object of a sentence, or part of a label.

In: the clauses being read, the owners and where they end. Out: yes or no. It changes nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .draft import Draft

GOVERNORS = ("link", "toward", "with", "by", "request", "assign", "qualifier", "advise", "lead", "coop")
_NUMERAL = re.compile(r"\d+|[ivx]+")

if TYPE_CHECKING:
    from .roles import Clauses


def opens_clause(clauses: Clauses, owners: list[Draft]) -> bool:
    """Whether owners not in a predicate are the subject: not a lone kind of person ("cán bộ đáp ứng yêu cầu")."""
    lone = owners[0].kind == "persons" and not owners[0].collective and len(owners) == 1
    return bool(clauses.groups.waiting) or (clauses.fresh and not lone)


def new_subject(clauses: Clauses, i: int, end: int) -> bool:
    """After a comma, not in a list of objects, and itself followed by a verb or a role word."""
    lx, grammar = clauses.lx, clauses.lists.grammar
    if i == clauses.role_end and not clauses.prose and lx.any(("lead", "coop"), end):
        return True  # "Sở A chủ trì Sở B phối hợp"
    then = any(lx.at("then", i - n) == i for n in (1, 2, 3) if i >= n)
    joined = then or lx.word(i - 1) == "," or (not clauses.prose and grammar.joint(i - 1, ","))
    if not joined or clauses.object_end == i - 1:
        return False
    if clauses.prose and not (lx.capital(i) or lx.at("opener", i) or grammar.known(i)):
        return False  # "các tập đoàn, tổ chức, viện nghiên cứu": one more object
    said = grammar.role(end) or grammar.verb(end, soft=True)
    return said or (not clauses.prose and (end >= lx.n or end in lx.breaks or lx.words[end] in (";", ",", ".")))


def one_more(clauses: Clauses, i: int, end: int) -> bool:
    """Whether an owner in a sentence of a cell may be one more owner and no object: "Sở A tổng hợp Sở B thẩm định"."""
    lx, grammar = clauses.lx, clauses.lists.grammar
    if lx.word(i - 1) == ",":
        return clauses.object_end != i - 1
    if any(lx.at("assign", i - n) == i for n in (1, 2, 3) if i >= n):
        return True  # "Chính phủ giao Sở A": who of them leads?
    if any(lx.at("submit", i - n) == i for n in (1, 2, 3) if i >= n):
        return False
    if not lx.capital(i) or any(lx.any(GOVERNORS, i - n) == i for n in (1, 2, 3) if i >= n):
        return False
    told = any(lx.any(("verb", "soft_verb"), i - n) == i for n in (1, 2, 3) if i >= n)
    return not told or grammar.verb(end) or lx.any(("lead", "advise", "coop"), end) > 0


def subject_at_last(clauses: Clauses, owners: list[Draft], end: int) -> bool:
    """ "Theo đề xuất của Sở A, Sở B tổng hợp": after the comma the clause gets its subject."""
    lx, grammar = clauses.lx, clauses.lists.grammar
    two = len(owners) == 2 and lx.word(owners[1].start - 1) == "," != lx.word(owners[0].start - 1)
    return two and (grammar.role(end) or grammar.verb(end, soft=True))


def subject_after_time(clauses: Clauses, i: int, end: int) -> bool:
    """ "Trước ngày 25 hằng tháng các phòng gửi báo cáo": the clause opened with a time, and here its subject acts."""
    lx, grammar = clauses.lx, clauses.lists.grammar
    timed = bool(_NUMERAL.fullmatch(lx.words[i - 1])) or any(lx.at("moment", i - n) == i for n in (1, 2) if i >= n)
    acts = grammar.role(end) or grammar.verb(end, soft=True)
    return timed and acts and not clauses.groups.subject


def announced(clauses: Clauses, i: int, after: int) -> bool:
    """Whether what waits belongs to the label at i: "Các cơ quan, đơn vị chủ trì: Sở A"."""
    waiting = clauses.groups.waiting
    common = all(draft.collective or draft.rule == "self" for draft in waiting)
    return bool(waiting) and waiting[-1].end == i and common and clauses.lists.starts(after)
