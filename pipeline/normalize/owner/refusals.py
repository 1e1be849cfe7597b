"""What names nobody: "Không giao Sở A", "Sở A hoặc Sở B", a text that breaks off.

In: the clauses being read and a position. Out: where to go on, 0 if nothing of the kind stands there. The owners
concerned are given up: in a cell their words are left unread, in prose they are doubts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .brackets import LABELS, WORDS
from .draft import Draft
from .lexer import Lexed

if TYPE_CHECKING:
    from .roles import Clauses


def read_denial(clauses: Clauses, i: int) -> int:
    """ "Không giao Sở A", "Sở A không chủ trì": whom it denies is no owner. "các sở, trừ Sở A" is one name."""
    lx, waiting = clauses.lx, clauses.groups.waiting
    but, end = lx.at("except", i), lx.at("deny", i)
    if but and waiting and waiting[-1].end in (i, i - 1) and clauses.lists.starts(but):
        last = waiting[-1]
        last.end = clauses.lists.read(but)[1]
        last.name = last.full = lx.span(last.start, last.end)
        return last.end
    behind = bool(waiting) and waiting[-1].end == i
    told = end and (lx.any((*WORDS, "assign", "request"), end) or clauses.lists.starts(end))
    told = told or (end and behind and not clauses.prose)  # "Sở A không thực hiện"
    if not told or clauses.predicate or not (clauses.fresh or behind):
        return 0
    last_word = next((k for k in range(end, lx.n) if k in lx.breaks or lx.words[k] in (";", ".")), lx.n)
    return _give_up(clauses, i, last_word)


def read_choice(clauses: Clauses, i: int) -> int:
    """ "Sở A hoặc Sở B": nobody can say which."""
    waiting = clauses.groups.waiting
    end = clauses.lx.at("or", i)
    if not end or not waiting or waiting[-1].end != i or not clauses.lists.starts(end):
        return 0
    return _give_up(clauses, i, clauses.lists.read(end)[1])


def read_unmarked(clauses: Clauses, i: int) -> int:
    """ "Đơn vị chủ trì Sở A" is a label that lost its colon; "Cơ quan chủ trì đề tài" names nobody."""
    lx = clauses.lx
    kind = max(LABELS, key=lambda name: lx.at(name, i))
    end = lx.at(kind, i)
    bracket = lx.word(end) == "(" and clauses.lists.starts(end + 1)  # "đơn vị phối hợp (các phòng)"
    if not (clauses.fresh or bracket) or not 0 < lx.at("generic", i) < end:
        return 0
    if bracket:
        clauses.end_clause()
    if clauses.lists.starts(end + bracket):
        clauses.groups.label = LABELS[kind]
        end += bracket
    else:
        clauses.unused += [] if clauses.prose else range(i, end)
        clauses.predicate, clauses.fresh = clauses.prose, False
    return end


def _give_up(clauses: Clauses, i: int, end: int) -> int:
    """The owners that wait, and the words up to end, are not understood."""
    waiting = clauses.groups.waiting
    if clauses.prose:
        clauses.doubts += waiting
    else:
        clauses.unused += range(waiting[0].start if waiting else i, end)
    clauses.groups.waiting = []
    clauses.tell()
    return end


def cut_short(lx: Lexed, end: int, last: Draft) -> int:
    """End of what shows that the text breaks off: "UBND các", "Các sở, ban,"; 0 if nothing does."""
    opener = lx.at("opener", end)
    if opener and last.end == end and (opener >= lx.n or opener in lx.breaks):
        return opener
    comma = last.rule == "collective" and lx.word(end) == ","
    return end + 1 if comma and (end + 1 >= lx.n or end + 1 in lx.breaks) else 0
