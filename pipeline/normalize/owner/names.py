"""Where one owner begins and ends: the grammar of names.

In: a `Lexed` text and a position. Out: `Draft` or None. It gives no roles.

A unit is known by the unit table, or by its shape: a head ("Phòng", "Trung tâm") and what follows up to a verb, a role
word or a separator. In a cell (an owner column) everything up to there is the name; in prose a name that the table does
not know must carry capitals. Persons and positions are in persons.py, collectives in collectives.py.
"""

from __future__ import annotations

from ...units import Unit, UnitTable
from .draft import Draft
from .lexer import Lexed

LONGEST = 40  # tokens of one name
ROLES = ("lead", "advise", "coop", "leader")
LABELS = ("lead_label", "coop_label", "leader_label")
NOUNS = ("generic", "persons", "outside")
STARTS = ("unit", "opener", "coded", "short_head", "position", "leading", "title", *NOUNS)


class Grammar:
    """The questions every part of the name grammar asks. One object a text."""

    def __init__(self, lexed: Lexed, table: UnitTable, *, prose: bool) -> None:
        self.lx = lexed
        self.table = table
        self.prose = prose

    def slip(self, i: int) -> bool:
        """Whether a head is written twice ("Sở Sở Công Thương")."""
        return self.lx.word(i) == self.lx.word(i + 1) and self.known(i + 1) > 0

    # --- what stands at i ------------------------------------------------------------------------------------

    def never(self, i: int) -> int:
        """End of a phrase that only looks like a name ("ban hành"); 0 if a longer name stands here."""
        end = self.lx.at("never", i)
        if self.prose:
            end = max(end, self.lx.at("public", i))
        return end if end >= self.lx.any(("unit", *NOUNS), i) else 0

    def starts(self, i: int) -> bool:
        """Whether an owner may begin here."""
        lx = self.lx
        if not 0 <= i < lx.n or self.never(i):
            return False
        return lx.any(STARTS, i) > 0 or self.headed(i) > 0

    def doing(self, i: int) -> bool:
        """A noun that is as well a verb, or a lone abbreviation: after a dash no new owner ("Văn phòng - Tổ chức")."""
        known = self.lx.any(("head", "unit", "opener"), i)
        return self.lx.at("verb", i) > known or (not known and self.abbreviated(i) > 0)

    def headed(self, i: int) -> int:
        """End of a head that opens a name here: written with a capital, or followed by one or by nothing."""
        lx = self.lx
        end = lx.at("head", i)
        if not end and lx.at("place", i) and lx.capital(lx.at("place", i)):
            end = lx.at("place", i)
        if not end and not self.prose:
            end = self.abbreviated(i)
        if not end or lx.capital(i):
            return end if end >= lx.at("verb", i) else 0  # "Tổ chức hội thảo" is no "Tổ"
        return end if lx.capital(end) or (not self.prose and self.ends(end)) else 0

    def abbreviated(self, i: int) -> int:
        """End of an item of a cell that is a bare abbreviation ("VCCI", "TTYT huyện") and no known word."""
        lx = self.lx
        if not lx.abbreviated(i) or lx.at("abbreviation", i):
            return 0
        end = lx.at("opener", i + 1) and lx.at("place", i + 2)
        end = self.tails(end or i + 1)[0]
        return i + 1 if self.ends(end) or (lx.capital(i + 1) and self.ends(self.body(i + 1))) else 0

    def ends(self, i: int) -> bool:
        """Whether nothing of a name can stand here any more: end of text, line, clause."""
        return i >= self.lx.n or i in self.lx.breaks or self.lx.words[i] in (";", ",", ":", "(", ")", ".", "/")

    def known(self, i: int) -> int:
        """End of a name of the unit table that starts here."""
        return self.lx.at("unit", i)

    def collective_name(self, i: int, j: int) -> Unit | None:
        """The collective of the unit table that tokens i to j - 1 name."""
        found = self.table.candidates(self.lx.span(i, j))
        return next((unit for unit in found if unit.collective), None)

    def role(self, i: int) -> bool:
        """A role word: in lower case, for names may hold "Chỉ đạo"; with a capital only one that no name holds."""
        lx = self.lx
        end = lx.any(ROLES, i)
        if lx.capital(i) and not lx.shout:
            return (
                lx.at("outright", i) > 0
                or self.label(i) > 0
                or (end > 0 and lx.at("coop", i) == end and self.ends(end))
            )
        return end > 0 or self.label(i) > 0

    def label(self, i: int) -> int:
        """End of "Phối hợp:"; 0 if no label stands here."""
        end = self.lx.any(LABELS, i)
        end = self.lx.at("with", end) or end
        return end + 1 if end and self.lx.word(end) == ":" and end not in self.lx.breaks else 0

    def joint(self, i: int, marks: str = ",-/") -> bool:
        """A mark or a word that joins two names, or two parts of one."""
        return self.lx.at("and", i) > 0 or self.lx.word(i) in tuple(marks)

    def verb(self, i: int, *, soft: bool = False) -> bool:
        lx = self.lx
        if lx.capital(i) and not lx.shout:
            return False
        return lx.any(("verb", "soft_verb") if soft else ("verb",), i) > lx.at("compound", i)

    # --- what a name may be followed by ----------------------------------------------------------------------

    def body(self, i: int) -> int:
        """End of the body or place named here ("Sở", "tỉnh Khánh Hòa", "Ban Chỉ đạo"); i if there is none."""
        lx = self.lx
        k = i
        while k < min(lx.n, i + 10) and not (k > i and k in lx.breaks):
            end = lx.any(("unit", "province", "place", "self"), k)
            if not end and (lx.capital(k) or (k > i and lx.words[k].isdigit())):
                end = k + 1
            if not end or (k > i and self.role(k)):
                break
            k = end
        return k

    def tails(self, k: int) -> tuple[int, bool]:
        """End of "thuộc Sở", "có liên quan", "tỉnh Khánh Hòa" after a complete name; and whether it closed the name."""
        lx = self.lx
        closed = False
        while k < lx.n and k not in lx.breaks:
            link = lx.at("link", k)
            end = lx.at("closing", k)
            closed = closed or end > 0
            if not end and link and (self.body(link) > link or link - k > 1):
                end = self.body(link)
            if not end and not closed:
                end = lx.any(("province", "place"), k)
                end = self.body(end) if end >= max(self.known(k), 1) else 0
            if not end:
                break
            k = end
        return k, closed

    # --- names -----------------------------------------------------------------------------------------------

    def named(self, i: int) -> Draft | None:
        """A single body, by the table or by its shape."""
        lx = self.lx
        if i >= lx.n:
            return None
        short = lx.at("short_head", i)
        if short and lx.capital(i) and lx.capital(short) and not self.known(i):
            return self._draft(i, self._code(short), "coded-unit")
        if lx.at("coded", i):
            return self._draft(i, lx.at("coded", i), "coded-unit")
        known, head = self.known(i), self.headed(i)
        if known:
            return self._known(i, known)
        return self._shape(i, head) if head else None

    def _code(self, k: int) -> int:
        """End of what stands after "P.": "KH-TC", "CNTT&TT" in one piece, or words ("Kế hoạch - Tài chính")."""
        lx = self.lx
        if not lx.text[lx.starts[k] : lx.ends[k]].isupper():
            return self._scan(k - 1, k + 1)[0]
        k += 1
        while k + 1 < lx.n and lx.words[k] in ("-", "&") and lx.ends[k - 1] == lx.starts[k] and lx.capital(k + 1):
            k += 2
        return k

    def _known(self, i: int, known: int) -> Draft | None:
        end, _ = self.tails(known)
        further = self._goes_on(end)
        if further and (not self.known(end) or (end == self.lx.at("head", i))):
            return self._shape(i, max(end, self.known(end)))
        unit = self.collective_name(i, known)
        draft = self._draft(i, end, "unit-table")
        draft.collective = unit is not None
        draft.kind = "collective" if unit and unit.kind != "external" else draft.kind
        return draft

    def _goes_on(self, k: int) -> bool:
        """Whether a known name is only the beginning of a longer one ("Văn phòng | Đăng ký đất đai")."""
        lx = self.lx
        if k >= lx.n or k in lx.breaks:
            return False
        if lx.words[k].isdigit():
            return lx.word(k + 1) not in (".", ")", "%")
        if lx.capital(k) and lx.words[k][0].isalpha():
            return not self.role(k)
        if lx.words[k] in ("&", "-") and lx.tight(k) and not lx.any(("head", "unit", "opener"), k + 1):
            return True  # "Phòng QLCN&SHTT"
        further = self.joint(k, "-") and lx.capital(k + 1) and not self.role(k + 1)
        bare = lx.at("bare", k + 1) > self.never(k + 1)
        return further and (self.doing(k + 1) or not (self.starts(k + 1) or bare))

    def _shape(self, i: int, base: int) -> Draft | None:
        """Head and what follows up to a verb, a role word or a separator."""
        lx = self.lx
        end, doubt = self._scan(i, base)
        if self.prose and base == lx.at("self", i) and self.verb(base):
            end = base
        if end == lx.at("self", i):
            return self._draft(i, end, "self-named") if not self.prose or lx.capital(i) else None
        if end == i + 1 == lx.at("head", i) and not lx.text[lx.starts[i] : lx.ends[i]].isupper():
            return None
        if not lx.any(("head", "place"), i):
            return self._abbreviation(i, end)
        if self.prose and not any(lx.capitals[i + 1 : end]) and end > lx.at("head", i):
            return None
        draft = self._draft(i, end, "name-shape")
        follows = self.ends(end) or self.role(end) or self.verb(end, soft=True) or lx.at("qualifier", end) > 0
        draft.sure = not doubt and (not self.prose or follows)
        counted = end - 2 >= lx.at("head", i) and lx.words[end - 2].isdigit()
        draft.collective = counted and lx.at("place", end - 1) > 0
        return draft

    def _abbreviation(self, i: int, end: int) -> Draft:
        draft = self._draft(i, end, "abbreviation")
        draft.kind = "unknown"
        return draft

    def _scan(self, i: int, k: int) -> tuple[int, bool]:
        """End of a name of unknown body, and whether its commas leave a doubt."""
        lx = self.lx
        doubt = False
        while k < min(lx.n, i + LONGEST):
            complete = any(lx.capitals[i + 1 : k])
            word = lx.words[k]
            if self._stops(k, complete):
                break
            if self.joint(k, ",-") and (word not in ("-", "&") or lx.spaced(k)):
                told = (self.starts(k + 1) and not (word == "-" and self.doing(k + 1))) or self.role(k + 1)
                if self._kinds_of_staff(k):
                    k = lx.at("persons", k + 1)
                    continue
                if told or not self._inside(k, word) or self.elided(k + 1, lx.words[i]):
                    break
                doubt = word == "," or (doubt and not lx.at("and", k))
            k = max(k + 1, lx.at("compound", k))
        while k > i and self.joint(k - 1):
            k -= 1
        return k, doubt

    def _kinds_of_staff(self, k: int) -> bool:
        """ "Phòng Công chức, viên chức": staff that a body is named after, listed on in small letters."""
        lx = self.lx
        before = any(lx.at("persons", j) == k for j in range(max(0, k - 3), k))
        return before and lx.at("persons", k + 1) > 0 and not lx.capital(k + 1)

    def _stops(self, k: int, complete: bool) -> bool:
        lx = self.lx
        word = lx.words[k]
        if k in lx.breaks or word in (";", ":", "(", ")", "."):
            return True
        if word == "/":
            return self.starts(k + 1) or self.label(k + 1) > 0
        if (word.isdigit() and lx.word(k + 1) in (".", ")")) or (self.prose and lx.at("by", k)):
            return True
        if self.role(k) or (complete and lx.at("qualifier", k) and not lx.capital(k)):
            return True
        return complete and self.verb(k, soft=self.prose)

    def _inside(self, k: int, joint: str) -> bool:
        """Whether a joint stands inside a name: in prose only between capitals."""
        return not self.prose or (self.lx.capital(k + 1) and (joint != "," or self._and_ahead(k + 1)))

    def _and_ahead(self, k: int) -> bool:
        return any(self.lx.at("and", j) for j in range(k, k + 8))

    def elided(self, j: int, head: str) -> int:
        """End of a name that lost its head ("Sở Tài chính, | Nội vụ"); 0 if head and words are no known unit."""
        end = self.lx.at("bare", j)
        if not end or not head or (end < self.lx.n and self.lx.capital(end) and end not in self.lx.breaks):
            return 0
        return end if self.table.candidates(f"{head} {self.lx.span(j, end)}") else 0

    def _draft(self, i: int, end: int, rule: str) -> Draft:
        name = self.lx.span(i, end)
        head = self.lx.span(i, self.lx.at("list_head", i) or i + 1)
        return Draft(i, end, name, rule, full=name, base=name, head=head)
