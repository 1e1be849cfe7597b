"""One body, by the unit table or by its shape.

In: a `Lexed` text and a position. Out: `Draft` or None. It gives no roles.

A unit is known by the unit table, or by its shape: a head ("Phòng", "Trung tâm") and what follows up to a verb, a role
word or a separator. In a cell (an owner column) everything up to there is the name; in prose a name that the table does
not know must carry capitals. Persons and positions are in persons.py, collectives in collectives.py.
"""

from __future__ import annotations

import re

from .draft import Draft
from .grammar import LONGEST, Grammar

_ORDINAL = re.compile(r"\d{1,3}|[ivx]{1,4}|[a-zđ]")


class Names(Grammar):
    """Reads single bodies of one text."""

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
        if known and not any(lx.at("opener", k) for k in range(known, head)):  # "Đảng ủy | các cơ quan Đảng tỉnh"
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
        if base == lx.at("self", i) and (lx.at("approve", base) if not self.prose else self.verb(base)):
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
        draft.numbered = lx.at("numbered", i) == end - 1 and bool(_ORDINAL.fullmatch(lx.words[end - 1]))
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
            doubt = doubt or (complete and not lx.capital(k) and 0 < lx.at("compound", k) == self.arranges(k))
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
        if self.role(k) or (complete and lx.at("qualifier", k) and not lx.capital(k) and not self._about(k)):
            return True
        return complete and self.verb(k, soft=self.prose)

    def arranges(self, k: int) -> int:
        """End of a noun that is as well a verb and stands as one ("Trung tâm Lưu trữ | tổ chức tập huấn"); else 0."""
        end = self.lx.at("verb", k)
        return 0 if self.ends(end) or self.joint(end) or self.lx.any(("closing", "link"), end) else end

    def _about(self, k: int) -> bool:
        """ "Phòng Cảnh sát QLHC | về TTXH": in a cell a name in capitals goes on behind "về"."""
        behind = self.lx.at("toward", k)
        about = behind > 0 and behind == self.lx.at("qualifier", k)
        return about and not self.prose and self.lx.abbreviated(behind)

    def _inside(self, k: int, joint: str) -> bool:
        """Whether a joint stands inside a name: in prose only between capitals."""
        return not self.prose or (self.lx.capital(k + 1) and (joint != "," or self._and_ahead(k + 1)))

    def _and_ahead(self, k: int) -> bool:
        return any(self.lx.at("and", j) for j in range(k, k + 8))

    def _draft(self, i: int, end: int, rule: str) -> Draft:
        name = self.lx.span(i, end)
        head = self.lx.span(i, self.lx.at("list_head", i) or i + 1)
        return Draft(i, end, name, rule, full=name, base=name, head=head)
