"""Collectives, each one owner, never split: "các sở, ban, ngành", "UBND các xã, phường", "cán bộ, công chức".

In: the grammar of one text and a position. Out: `Draft` or None. A collective is an opening word ("các") and a run of
common nouns with their joints, and what restricts it ("thuộc Sở", "có liên quan", "trên địa bàn tỉnh").
"""

from __future__ import annotations

from .draft import Draft
from .grammar import LONGEST, NOUNS
from .names import Names

LONG = 24  # tokens of a collective: more is a sentence


class Collectives:
    """Reads collectives of one text."""

    def __init__(self, grammar: Names) -> None:
        self.g = grammar
        self.lx = grammar.lx

    def read(self, i: int) -> Draft | None:
        """The collective that starts at i."""
        opened = self.lx.at("opener", i)
        if opened in self.lx.breaks:
            return None
        return self.list_head(i, opened) or self._of_places(i, opened or i) or self._run(i, opened or i, opened > 0)

    def list_head(self, i: int, opened: int) -> Draft | None:
        """ "Các Sở: Tài chính, ...": the first member of a list whose head stands once."""
        lx = self.lx
        opened = opened or i
        head_end = lx.at("list_head", opened)
        colon = lx.word(head_end) == ":"
        if not head_end or not (colon or opened > i):
            return None
        first = head_end + colon
        head = lx.span(opened, head_end)
        end = self.g.elided(first, head)
        if colon and not end and lx.capital(first) and not lx.at("outside", first):
            end = self.member(first)
        listed = colon or (end and end < lx.n and self.g.joint(end, ","))
        return self.headless(first, end, head, start=i, open_list=colon) if end and listed else None

    def member(self, j: int) -> int:
        """End of a member of a colon list whose units the table does not know."""
        k = j
        while (
            k < min(self.lx.n, j + LONGEST) and not self.g.ends(k) and not self.g.role(k) and not self.lx.at("and", k)
        ):
            k += 1
        return k

    def headless(self, j: int, end: int, head: str, *, start: int | None = None, open_list: bool = False) -> Draft:
        """A name with its elided head restored."""
        name = f"{head[:1].upper()}{head[1:]} {self.lx.span(j, end)}"
        begin = j if start is None else start
        full = self.lx.span(begin, end)
        return Draft(begin, end, name, "elided-head", full=full, base=name, head=head, open_list=open_list)

    def _of_places(self, i: int, j: int) -> Draft | None:
        """ "UBND các xã, phường", "UBND cấp huyện, cấp xã", "Công an các xã": a head over a run of places."""
        lx = self.lx
        end = max(self._places_after(lx.at("head", j)), self._places_after(self.g.known(j)))
        known = self.g.known(i)
        if known and not lx.any((*NOUNS, "opener"), i) and self.g.collective_name(i, known):
            end = max(end, known)
        return self._finish(i, end, "collective") if end else None

    def _places_after(self, head: int) -> int:
        """End of "các xã, phường", "cấp huyện, cấp xã" after a head; 0 if there is none."""
        if not head or head in self.lx.breaks:
            return 0
        opener = self.lx.at("opener", head)
        end, nouns = self._nouns(opener or head, places=True)
        level = 0 < self.lx.at("link", head) < self.lx.at("generic", head)  # "cấp huyện"
        return end if nouns and (opener or nouns > 1 or level) else 0

    def of_places(self, draft: Draft) -> Draft:
        """ "Trung tâm Y tế các huyện, thị xã": one of each place."""
        for k in range(draft.start + 1, draft.end):
            opener = self.lx.at("opener", k)
            end, nouns = self._nouns(opener, places=True) if opener else (0, 0)
            if nouns and end >= draft.end:
                draft.end, draft.collective, draft.sure = self.g.tails(end)[0], True, True
                draft.name = draft.full = draft.base = self.lx.span(draft.start, draft.end)
                break
        return draft

    def _run(self, i: int, j: int, opened: bool) -> Draft | None:
        """A run of common nouns."""
        lx = self.lx
        end, nouns = self._nouns(j, opened=opened)
        known = self.g.known(i)
        if known > end and self.g.collective_name(i, known):
            end, nouns = known, nouns + 1  # "các cấp, các ngành"
        if not nouns:
            return self._opened_name(i, j) if opened else None
        only_head = not opened and nouns == 1
        if only_head and (lx.at("head", j) >= end or (self.g.prose and lx.at("public", i) >= end)):
            return None
        if not opened and nouns == 1 and lx.any(("verb", "link"), i) == end and self._acts(i):
            return None  # "Tổ chức học tập kinh nghiệm", "cấp kinh phí"
        if not opened and nouns == 1 and lx.capital(i) and self._numbered(end):
            return None  # "Phòng Nghiệp vụ 5"
        kind = self._kind(j, end)
        draft = self._finish(i, end, kind)
        if not opened and draft.end == lx.at("self", i):
            return None  # "cơ quan": the issuer itself
        several = any(self.g.joint(k) or (kind == "persons" and lx.abbreviated(k)) for k in range(i, end))
        proper = (
            kind == "external" and nouns == 1 and lx.capital(end) and not lx.at("place", end)
        )  # "HTX Nông nghiệp Diên Điền"
        proper = proper or (nouns == 1 and self._named_organ(i, end))
        draft.collective = opened or several or (kind != "persons" and not proper)
        return draft

    def _named_organ(self, i: int, end: int) -> bool:
        """Whether a noun of several words is written as a name: "Ban Xây dựng Đảng", but "các ban xây dựng Đảng"."""
        lx = self.lx
        return (
            0 < lx.at("head", i) < end
            and lx.capital(i)
            and lx.capital(lx.at("head", i))
            and lx.capital(end - 1)
            and not lx.shout
        )

    def _numbered(self, k: int) -> bool:
        """Whether a noun is told by its number, and the name ends with it."""
        k = self.lx.at("number_sign", k) or k
        return k not in self.lx.breaks and self.lx.word(k).isdigit() and self.g.ends(k + 1)

    def _opened_name(self, i: int, j: int) -> Draft | None:
        """ "các Trung tâm Phục vụ hành chính công", "các hộ tiểu thương": a plural of anything."""
        named = self.g.named(j)
        if named is None and (self.g.prose or self.g.ends(j) or self.g.never(j)):
            return None
        draft = self._finish(i, named.end if named else j + 1, "collective")
        draft.sure = named is not None  # "các hộ tiểu thương", and "các văn bản" as well
        return draft

    def _nouns(self, j: int, *, opened: bool = True, places: bool = False) -> tuple[int, int]:
        """End of the run of common nouns from j, and how many there are."""
        lx = self.lx
        end = count = 0
        k = j
        while k < min(lx.n, j + LONGEST):
            noun = self._noun(k, opened=opened and not count)
            if count and (places or not opened) and lx.capital(k) and not lx.capital(j):
                break  # "thôn, Tổ công nghệ số cộng đồng"
            if not noun or (places and not (lx.at("place", k) or lx.at("link", k))):
                break
            end, count = noun, count + 1
            k = noun
            while self.g.joint(k, ",-/" if opened or places else ",/") and k not in lx.breaks and k < noun + 2:
                k += 1
            if k in lx.breaks or lx.at("opener", k) or (k == noun and self._acts(k)):
                break
        return end, count

    def _acts(self, k: int) -> bool:
        """Whether a noun that is as well a verb stands as one ("các phòng, đơn vị | tổ chức tập huấn", "cấp")."""
        if 0 < self.lx.at("generic", k) == self.lx.at("link", k):
            return True
        return self.g.arranges(k) > 0

    def _noun(self, k: int, *, opened: bool) -> int:
        """End of a common noun at k; 0 if it is the head of a proper name."""
        lx = self.lx
        noun = lx.any(NOUNS, k)
        if not noun or lx.at("never", k) > noun:
            return 0
        known = self.g.known(k)
        if known > noun and not self.g.collective_name(k, known):
            return 0
        proper = lx.at("head", k) and lx.capital(noun) and not lx.any(("place", "self"), noun)
        return 0 if proper and not opened and noun not in lx.breaks else noun

    def _kind(self, j: int, end: int) -> str:
        """persons or external if all nouns are; else collective."""
        lx = self.lx
        kinds = set()
        k = j
        while k < end:
            noun = lx.any(NOUNS, k)
            if noun:
                kinds.add(max(("persons", "outside", "generic"), key=lambda kind: lx.at(kind, k)))
            k = noun or k + 1
        if lx.at("persons", j) and "outside" not in kinds and not lx.at("generic", j):
            return "persons"
        return "external" if kinds == {"outside"} else "collective"

    def _finish(self, i: int, end: int, kind: str) -> Draft:
        nouns_end = end
        end, closed = self.g.tails(end)
        if not self.g.prose and not closed:
            plural = any(self.lx.at("opener", k) for k in range(i, min(end, i + 4)))
            if self.lx.word(end) == ":" and plural and not self.g.known(end + 1) and self.lx.capital(end + 1):
                end += 1
            end = self._free_tail(i, end, nouns_end, kind)
        name = self.lx.span(i, end)
        draft = Draft(i, end, name, "collective", full=name, base=name, collective=True)
        draft.kind = kind  # type: ignore[assignment]
        draft.sure = end - i <= LONG
        draft.bystander = any(self.lx.at("bystander", k) for k in range(i, end))
        return draft

    def _free_tail(self, i: int, k: int, first: int, kind: str) -> int:
        """In a cell, what follows up to the next separator belongs to the collective."""
        lx = self.lx
        listed = k > 0 and lx.words[k - 1] == ":"
        opened = lx.at("opener", i) > 0
        while k < min(lx.n, i + LONGEST):
            word = lx.words[k]
            if k in lx.breaks or word in (";", "(", ")", ":", ".") or lx.at("qualifier", k):
                break
            if self.g.role(k) and not (kind == "persons" and lx.at("leader", k)):
                break
            if kind != "external" and self.g.verb(k):
                break
            if self.g.joint(k):
                noun = 0 if lx.at("opener", k + 1) else self._noun(k + 1, opened=listed)
                if (not noun or lx.capital(k + 1)) and self.g.starts(k + 1) and not listed:
                    break
                named = lx.capital(k + 1) and (lx.at("province", k + 1) or not lx.at("self", k - 1))
                restricts = k > first and (named or lx.at("reference", k + 1))
                further = opened and self._common(k + 1) and self._common(k + 2)
                if word == "," and not noun and not restricts and not further:
                    break
                k = max(k, noun - 1)
            closing = lx.at("closing", k)
            if closing:
                return self.g.tails(closing)[0]
            k = max(k + 1, lx.at("compound", k))
        while k > first and (self.g.joint(k - 1, ",-/:") or self._dangling(k)):
            k -= 1
        return k

    def _common(self, k: int) -> bool:
        """Whether a word that says nothing else goes on with a list ("cơ quan truyền thông, báo chí")."""
        lx = self.lx
        word = lx.word(k)
        other = self.g.role(k) or self.g.verb(k, soft=True) or lx.any(("qualifier", "deny", "except", "reference"), k)
        return word.isalpha() and not lx.capital(k) and k not in lx.breaks and not other

    def _dangling(self, k: int) -> bool:
        """Whether the token before k is a one-word link with nothing behind it ("cấp xã trong")."""
        return self.lx.at("link", k - 1) == k and not any(self.lx.at("link", k - n) == k for n in (2, 3))
