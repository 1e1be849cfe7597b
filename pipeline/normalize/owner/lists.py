"""Lists of owners: "A, B và các đơn vị liên quan", elided heads, lists behind a colon.

In: the grammar of one text and a position. Out: the drafts from there on and where the list ends. It gives no roles.
Split on "," and "và" only where an owner begins, or where a word is one with the head before it.
"""

from __future__ import annotations

from .collectives import Collectives
from .draft import Draft
from .names import Names
from .persons import read_person, read_position


class Lists:
    """Reads owners and lists of owners of one text."""

    def __init__(self, grammar: Names) -> None:
        self.grammar = grammar
        self.lx = grammar.lx
        self.collectives = Collectives(grammar)

    def starts(self, i: int) -> bool:
        """Whether an owner may begin at i."""
        if self.grammar.starts(i):
            return True
        return not self.grammar.prose and read_person(self.grammar, i) is not None

    def one(self, i: int) -> Draft | None:
        """The owner that begins at i."""
        if i >= self.lx.n or self.grammar.never(i) or self.grammar.slip(i) or self.grammar.deed(i):
            return None
        return (
            read_person(self.grammar, i)
            or read_position(self.grammar, i, self._body)
            or self.collectives.read(i)
            or self._named(i)
            or self._self(i)
        )

    def read(self, i: int) -> tuple[list[Draft], int]:
        """The owners from i on, joined by "," "và" or nothing but the repeated head; and where they end."""
        found: list[Draft] = []
        draft = self.one(i)
        end = i
        while draft is not None:
            end = draft.end
            if draft.rule == "collective" and self.lx.word(end) == ":" and self.grammar.known(end + 1):
                draft = self.one(end + 1)  # "Các đơn vị: Văn phòng Sở, ..." only announces them
                continue
            found.append(draft)
            draft = self._next(draft, end)
        self._share_level(found)
        return found, end

    def _share_level(self, drafts: list[Draft]) -> None:
        """ "Đảng ủy, HĐND, UBND xã": the level that stands at the last is that of all."""
        tail = ""
        for draft in reversed(drafts):
            level = self.lx.at("of_level", draft.start)
            if not level or draft.collective or draft.kind != "unit":
                tail = ""
            elif level < draft.end:
                tail = self.lx.span(level, draft.end)
            elif tail:
                draft.name = draft.base = f"{draft.name} {tail}"

    def _next(self, last: Draft, end: int) -> Draft | None:
        lx = self.lx
        k = end
        while k < min(lx.n, end + 2) and self.grammar.joint(k, ",") and k not in lx.breaks:
            k += 1
        if k == end and last.open_list and lx.word(k) == ";":  # "Các Sở: Tài chính; Nội vụ"
            return None if self.grammar.starts(k + 1) else self._elided(last, k + 1, known=True)
        if k >= lx.n or k in lx.breaks:
            return None
        if k == end:  # "Sở A Sở B": a lost separator
            again = last.rule == "unit-table" and lx.word(k) == lx.word(last.start) and self.grammar.known(k)
            return self.one(k) if again else None
        if last.open_list and self.lx.capital(k) and not self.grammar.known(k):
            return self._elided(last, k)
        elided = self._placed(last, k) or self._elided(last, k)
        placed = bool(elided) and lx.at("place", k) > 0
        if elided and (placed or not (self.grammar.known(k) or lx.any(("head", "opener"), k))):
            return elided  # "Phòng QLKH, QLCN"
        draft = self.one(k) if self.grammar.starts(k) else None
        return draft or elided

    def _elided(self, last: Draft, k: int, *, known: bool = False) -> Draft | None:
        end = self.grammar.elided(k, last.head)
        if not end and not known and last.open_list and self.lx.capital(k):
            end = self.collectives.member(k)
        return self.collectives.headless(k, end, last.head, open_list=last.open_list) if end else None

    def _placed(self, last: Draft, k: int) -> Draft | None:
        """ "UBND thành phố A, | thị xã B": a place with the head before it."""
        level, place = self.lx.at("of_level", last.start), self.lx.at("place", k)
        seat = self.lx.span(last.start, level) if level else last.seat
        if not seat or last.collective or not place or not self.lx.capital(place):
            return None
        draft = self.collectives.headless(k, self.grammar.body(k), seat)
        draft.seat = seat
        return draft

    def _body(self, i: int) -> Draft | None:
        return self.collectives.read(i) or self._named(i) if self.grammar.starts(i) else None

    def _named(self, i: int) -> Draft | None:
        draft = self.grammar.named(i)
        return self.collectives.of_places(draft) if draft and draft.rule in ("name-shape", "abbreviation") else draft

    def _self(self, i: int) -> Draft | None:
        """ "Sở", "cơ quan": the issuer of the plan speaking of itself."""
        end = self.lx.at("self", i)
        if not end or (self.grammar.prose and not self.lx.capital(i)):
            return None
        if not (self.grammar.ends(end) or self.grammar.role(end) or self.grammar.verb(end, soft=True)):
            return None
        name = self.lx.span(i, end)
        rule = "self-named" if self.lx.at("head", i) else "self"
        return Draft(i, end, name, rule, full=name, base=name)
