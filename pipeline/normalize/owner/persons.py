"""Persons ("Đ/c Lê Phước Đức - PGĐ") and positions ("Giám đốc Sở Tài chính", "Lãnh đạo Sở").

In: the grammar of one text and a position. Out: `Draft` or None. The head of a body stands for the body (its name
is the owner's name); a deputy, the leadership and a named person are leaders.
"""

from __future__ import annotations

from collections.abc import Callable

from .draft import Draft
from .names import Names

_BRACKET = 16  # tokens of a position in brackets
SPECIAL = 4  # words that say of what a position is
Inner = Callable[[int], Draft | None]


def read_person(g: Names, i: int) -> Draft | None:
    """A person with a title, or in a cell by the family name; a position after the name belongs to it."""
    lx = g.lx
    title = lx.at("title", i)
    taken = ("head", "unit", "province", "position", "leading")
    if not title and (g.prose or not lx.at("surname", i) or lx.any(taken, i)):
        return None
    first = title or i
    if lx.any(("position", "leading"), first):
        return None  # "Đ/c Phó Chủ tịch ...": the position leads to the name
    end = _capitals(g, first)
    if end - first < (1 if title else 2):
        return None
    draft = Draft(i, _position_after(g, end), lx.span(first, end), "person", kind="person", leads=True)
    draft.full = lx.span(i, draft.end)
    return draft


def read_position(g: Names, i: int, inner: Inner) -> Draft | None:
    """A position: with the body it heads it stands for the body, else for the leadership."""
    lx = g.lx
    first = lx.at("title", i) or i
    leading, position = lx.at("leading", first), lx.at("position", first)
    end = max(leading, position)
    if not end:
        return None
    if end in lx.breaks:
        return _leading(g, i, end, lambda _: None)
    person = _named_after(g, i, g.known(end) or end)
    if person or leading >= position:
        return person or _in_charge(g, _special(g, _leading(g, i, end, inner)))
    plain = _of_no_one_body(g, position)
    if plain:
        name = lx.span(first, plain)
        return Draft(i, plain, name, "position", kind="position", full=name, base=name)
    body = inner(position)
    if body is None or (body.end == lx.at("self", position) and not body.collective):
        return _of_own_committee(g, i, body) or _special(g, _leading(g, i, position, inner))
    body.start, body.kind, body.rule, body.sure = i, "position", "position", True
    body.full = lx.span(i, body.end)
    return body


def _of_own_committee(g: Names, i: int, body: Draft | None) -> Draft | None:
    """ "Chủ tịch UBND xã": the head of the committee stands for it, as the head of a named one does."""
    if body is None or not g.lx.at("of_level", body.start):
        return None
    full = g.lx.span(g.lx.at("title", i) or i, body.end)
    return Draft(i, body.end, body.name, "position", kind="position", full=full, base=body.name, leads=True)


def _special(g: Names, draft: Draft | None) -> Draft | None:
    """ "tổ trưởng | chuyên môn": in a cell the words up to the next mark say of what the position is."""
    if draft is None or g.prose:
        return draft
    lx, end = g.lx, draft.end
    while end < min(lx.n, draft.end + SPECIAL + 1) and not g.ends(end) and _plain(g, end):
        end += 1
    if draft.end < end <= draft.end + SPECIAL and g.ends(end):
        draft.end = end
        draft.name = draft.base = lx.span(lx.at("title", draft.start) or draft.start, end)
        draft.full = lx.span(draft.start, end)
    return draft


def _in_charge(g: Names, draft: Draft | None) -> Draft | None:
    """ "Phó Giám đốc | phụ trách chuyên môn": in a cell what a deputy is in charge of tells which one it is."""
    if draft is None or g.prose or not g.lx.at("charge", draft.end):
        return draft
    end = first = g.lx.at("charge", draft.end)
    while end < draft.end + 2 * SPECIAL and not (g.ends(end) or g.role(end) or g.starts(end)):
        end += 1
    if first < end < draft.end + 2 * SPECIAL:
        draft.end = end
        draft.name = draft.base = g.lx.span(g.lx.at("title", draft.start) or draft.start, end)
        draft.full = g.lx.span(draft.start, end)
    return draft


def _plain(g: Names, k: int) -> bool:
    """A word in small letters that is nothing of ours."""
    lx = g.lx
    said = g.role(k) or g.joint(k) or g.verb(k, soft=True) or lx.any(("qualifier", "deny", "along", "opener"), k)
    return lx.words[k].isalpha() and not lx.capital(k) and not said


def _of_no_one_body(g: Names, i: int) -> int:
    """End of a lone common noun after a position ("Trưởng | thôn", but "Thủ trưởng | cơ quan, đơn vị")."""
    lx = g.lx
    end = 0 if lx.capital(i) or lx.at("self", i) else lx.at("generic", i)
    listed = lx.word(end) == "," and lx.at("generic", end + 1) > 0 and not lx.capital(end + 1)
    return end if end and g.ends(end) and not listed else 0


def _leading(g: Names, i: int, end: int, inner: Inner) -> Draft | None:
    lx = g.lx
    body = inner(end)
    of_body = 0 if end in lx.breaks else lx.any(("self", "generic"), end)
    end = body.end if body else of_body or end
    if lx.any(("lead", "leader"), i) and body is None:
        return None  # "thường trực" is a role word unless a body follows
    name = lx.span(lx.at("title", i) or i, end)
    return Draft(i, end, name, "position", kind="position", full=name, base=name, leads=True)


def _named_after(g: Names, i: int, end: int) -> Draft | None:
    """The person named behind a position ("Phó Chủ tịch UBND tỉnh Nguyễn Văn A")."""
    last = _capitals(g, end)
    if not g.lx.at("surname", end) or last - end < (2 if g.lx.at("title", i) else 3):
        return None
    return Draft(i, last, g.lx.span(end, last), "person", kind="person", full=g.lx.span(i, last), leads=True)


def _capitals(g: Names, i: int) -> int:
    lx = g.lx
    k = i
    while k < min(lx.n, i + 6) and lx.capital(k) and lx.words[k].isalpha() and not (k > i and k in lx.breaks):
        if k > i and lx.any(("position", "leading", "unit"), k):
            break
        k += 1
    return k


def _position_after(g: Names, end: int) -> int:
    """End of ", Phó Giám đốc Sở" after a name."""
    lx = g.lx
    k = end + (lx.word(end) in (",", "-", "/", "("))
    position = lx.any(("leading", "position", "persons"), k)
    if not position or k in lx.breaks:
        return end
    if lx.word(end) == "(":  # "Lê Thị Hoa (Tổ trưởng tổ Văn)"
        close = next((j for j in range(position, min(lx.n, k + _BRACKET)) if lx.words[j] == ")"), 0)
        return close + 1 if close else g.body(position)
    return g.body(position)
