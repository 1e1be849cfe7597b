"""Where one owner begins and ends: the questions about what stands at a position.

In: a `Lexed` text and a position. Out: ends of phrases, yes or no. It makes no drafts and gives no roles.
"""

from __future__ import annotations

from ...units import Unit, UnitTable
from .lexer import Lexed

LONGEST = 40  # tokens of one name
ROLES = ("lead", "advise", "coop", "leader")
LABELS = ("lead_label", "coop_label", "leader_label")
NOUNS = ("generic", "persons", "outside")
STARTS = ("unit", "opener", "coded", "short_head", "position", "leading", "title", *NOUNS)


class Grammar:
    """The questions every part of the name grammar asks."""

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

    def deed(self, i: int) -> bool:
        """Whether a word in a sentence is a verb and no body ("Thanh tra tỉnh | thanh tra đột xuất")."""
        lx = self.lx
        done = self.prose and not lx.capital(i) and lx.any(("verb", "soft_verb"), i)
        return bool(done) and done >= lx.any(("unit", "head", *NOUNS, "opener"), i) > 0

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
            if not end and not closed and not lx.capital(k) and self.ends(lx.at("self", k) or k):
                end = lx.at("self", k)  # "Công đoàn cơ quan"
            if not end and not closed:
                end = lx.any(("province", "place"), k)
                end = self.body(end) if end >= max(self.known(k), 1) else 0
            if not end:
                break
            k = end
        return k, closed

    def elided(self, j: int, head: str) -> int:
        """End of a name that lost its head ("Sở Tài chính, | Nội vụ"); 0 if head and words are no known unit."""
        end = self.lx.at("bare", j)
        if not end or not head or (end < self.lx.n and self.lx.capital(end) and end not in self.lx.breaks):
            return 0
        return end if self.table.candidates(f"{head} {self.lx.span(j, end)}") else 0
