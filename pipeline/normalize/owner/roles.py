"""Which owner has which role: clauses, role words, labels, columns.

In: a `Lexed` text, the role of its column. Out: `Entry` records (draft, role, rule) and what no rule used.
Role words beat the column, the column beats the position. It knows no unit ids and makes no output records.

A clause ends at ";", a line, a bullet or a full stop. In it a *group* of owners waits for its role: a role word
behind it ("A, B chủ trì"), a label before it ("Chủ trì: A"), its column, or a verb that makes it the performer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from .asking import read_asked
from .brackets import LABELS, WORDS, read_bracket
from .draft import Draft
from .groups import Entry, Groups
from .lexer import Lexed
from .lists import Lists
from .partners import more_partners, read_along
from .refusals import cut_short, read_choice, read_denial, read_unmarked
from .subjects import announced, new_subject, one_more, opens_clause, subject_after_time, subject_at_last

BULLETS = ("-", "+", "•", "*", "·", "●", "▪", "")


class Clauses:
    """Reads one text. prose: a sentence, where owners stand as subjects or after "phối hợp với", "đề nghị"."""

    def __init__(self, lexed: Lexed, lists: Lists, column: str | None, *, prose: bool) -> None:
        self.lx = lexed
        self.lists = lists
        self.groups = Groups(column)
        self.prose = prose
        self.unused: list[int] = []
        self.doubts: list[Draft] = []
        self.fresh = True
        self.predicate = False
        self.object_end = -1
        self.adverbial = self.timely = False  # the clause opens with "Theo ...", with a time: its subject comes later
        self._readers: tuple[Callable[[int], int], ...] = (
            self._numbering, self._label, self._owner_first, partial(read_denial, self), partial(read_choice, self),
            partial(read_along, self), self._role_word,
            partial(read_unmarked, self), partial(read_asked, self), self._owner,
        )  # fmt: skip
        self.role_end = -1
        self.told = False  # whether some predicate was met: the text is more than a list

    def read(self) -> list[Entry]:
        """All owners of the text, in its order."""
        i = 0
        while i < self.lx.n:
            if i in self.lx.breaks:
                self.end_clause()
            i = self._step(i)
        self.end_clause()
        return self.groups.entries

    def _step(self, i: int) -> int:
        """Handles what stands at i; returns where to go on."""
        word = self.lx.words[i]
        if not word[0].isalnum():
            return self._mark(i, word)
        if i not in self.lx.marks and (self.prose or not self.lx.capital(i)) and not self._numbering(i):
            return self._other(i)
        for read in self._readers:
            end = read(i)
            if end > i:
                return end
        return self._other(i)

    # --- marks -----------------------------------------------------------------------------------------------

    def _mark(self, i: int, word: str) -> int:
        lx = self.lx
        if word == ";" or (word == "." and (i + 1 >= lx.n or (lx.capital(i + 1) and not self._short(i)))):
            self.end_clause()
        elif word == "(":
            return read_bracket(self, i)
        elif word in BULLETS and (i == 0 or i in lx.breaks or (self.fresh and word != "-")):
            pass
        elif word == ":" and self.groups.waiting:
            self._colon(i + 1)
        elif word == ":" and self.unused and self.unused[-1] == i - 1:
            self.unused.append(i)  # "Giám sát: Ban Pháp chế": a label we do not know
        elif word == "-" and lx.spaced(i) and lx.capital(i + 1) and self._another(i + 1):
            self._dash()
        elif word in ("/", "+", "*") and not self.predicate and self._opens(i + 1):
            pass
        elif not self.prose and not self.predicate and word not in (",", ":", ".", "&", "-", '"', ")"):
            self.unused.append(i)
        return i + 1

    def _colon(self, i: int) -> None:
        """ "Sở A: chủ trì", "Sở A: tổng hợp": what follows is its role or its work, anything else is not understood."""
        if self.lx.any(WORDS, i):
            return
        self.groups.default()
        if self.prose or self.lists.grammar.verb(i, soft=True) or i in self.lx.breaks:
            self.tell()

    def _opens(self, i: int) -> bool:
        return self.lists.starts(i) or self.lists.grammar.label(i) > 0

    def _another(self, i: int) -> bool:
        return self.lists.starts(i) and not self.lists.grammar.doing(i)

    def _short(self, i: int) -> bool:
        return i > 0 and self.lx.at("short_head", i - 1) > i

    def _dash(self) -> None:
        if self.predicate or not self.groups.dash():
            self.end_clause()

    def _numbering(self, i: int) -> int:
        """ "1.", "a)" at the head of a clause."""
        word = self.lx.words[i]
        if self.lx.word(i + 1) not in (".", ")") or not (word.isdigit() or len(word) == 1):
            return 0
        if not self.fresh and word.isdigit() and self.lists.starts(i + 2):
            self.end_clause()
        return i + 2 if self.fresh and not self.lx.at("short_head", i) else 0

    # --- words -----------------------------------------------------------------------------------------------

    def _label(self, i: int) -> int:
        """ "Đơn vị chủ trì:" holds until the next label."""
        end = self.lists.grammar.label(i)
        if end:
            if announced(self, i, end):
                self.groups.waiting = []
            self.end_clause()
            self.groups.label = max(LABELS.items(), key=lambda item: self.lx.at(item[0], i))[1]
        return end

    def _owner_first(self, i: int) -> int:
        """A name that begins with what could be a role word ("Thường trực Tỉnh ủy")."""
        lx = self.lx
        leading = lx.at("leading", i) if lx.at("lead", i) and lx.capital(i) else 0
        known = self.lists.grammar.known(i)
        if self.predicate or not (known or (leading and lx.capital(leading))) or lx.at("leader", i) > known:
            return 0
        return self._owner(i)

    def _role_word(self, i: int) -> int:
        lx = self.lx
        kinds = [kind for kind in WORDS if lx.at(kind, i)]
        if not kinds or (self.predicate and lx.capital(i)):
            return 0
        kind = max(kinds, key=lambda k: lx.at(k, i))
        end = lx.at(kind, i)
        self.role_end = end
        if kind == "coop":
            return self.coop(end)
        if kind == "leader":
            return self._leader(end)
        return self._lead(end, kind)

    def _lead(self, end: int, kind: str) -> int:
        if self.groups.waiting:
            self.groups.assign("lead", f"word-{kind}")
        elif kind == "lead" and self.groups.subject:
            self.groups.promote()
        elif self.fresh and self.lists.starts(end) and kind == "advise":
            after = self.lists.read(end)[1]  # "Tham mưu UBND tỉnh": whom one advises does not lead
            self.unused += [] if self.prose else range(end, after)
            end = self.object_end = after
        elif self.fresh and self.lists.starts(end) and not self.prose:
            self.groups.label = "lead"
            return end
        elif self.fresh and (colon := self._colon_ahead(end)):
            self.groups.label = "lead"  # "Đầu mối tổng hợp: Sở A"
            return colon
        elif self.fresh and kind == "lead" and self.groups.label is None and self.groups.column != "coop":
            self.groups.entries.append(Entry(None, "lead", "no-subject", inferred=True))
        self.tell()
        return end

    def _colon_ahead(self, k: int) -> int:
        """End of the colon that soon follows, if an owner stands behind it; else 0."""
        colon = next((j for j in range(k, min(self.lx.n, k + 4)) if self.lx.words[j] == ":"), 0)
        return colon + 1 if colon and self.lists.starts(colon + 1) else 0

    def coop(self, end: int) -> int:
        begin = self.lx.at("with", end) or end
        partners, after = self.lists.read(begin)
        while partners and (more := more_partners(self, after)):
            partners, after = [*partners, *more[0]], more[1]
        if partners:
            self.groups.assign("lead", "partner", inferred=True)
            self.groups.add(partners, "cooperating", "word-coop")
            self.object_end = after
        elif begin > end:  # "phối hợp với" somebody we do not know
            after = begin
            self.groups.assign("lead", "partner", inferred=True)
        else:
            after = end
            self.groups.assign("cooperating", "word-coop")
        self.tell()
        return after

    def _leader(self, end: int) -> int:
        if not self.groups.waiting:
            return 0 if self.predicate else end
        self.groups.assign("leader" if self.groups.waiting[-1].leads else "lead", "word-leader")
        self.tell()
        return end

    def _owner(self, i: int) -> int:
        """An owner: a member of the group; in a predicate an object, unless a comma opens a new clause with it."""
        if not self.lists.starts(i):
            return 0
        owners, end = self.lists.read(i)
        if not owners:
            return 0
        if not self.prose and not self.predicate and (cut := cut_short(self.lx, end, owners[-1])):
            self.unused += range(owners.pop().start, cut)
            end = cut
            if not owners:
                return end
        if self.prose and self.predicate and self.adverbial and subject_at_last(self, owners, end):
            self.end_clause()
            owners = owners[1:]
        elif self.prose and self.predicate and self.timely and subject_after_time(self, i, end):
            self.end_clause()
        elif self.unused and self.unused[-1] == i - 1 and not self.lists.grammar.slip(i - 1):
            end = end if self.lx.capital(i) else owners[0].end
            self.unused += range(i, end)  # what stands before them is not understood: neither are they
            return end
        addressed = self.prose and owners[0].kind in ("external", "persons") and not self.lx.capital(i)
        if self.predicate and (addressed or not new_subject(self, i, end)):  # "vận động ..., doanh nghiệp nộp"
            if not self.prose and one_more(self, i, end):
                self.unused += range(i, end)  # "Sở A tham mưu, Sở B lo kinh phí": an object or one more owner?
            self.object_end = end
            return end
        if self.prose and not self.predicate and not opens_clause(self, owners):
            self.predicate, self.fresh, self.object_end = True, False, end
            return end
        if self.predicate:
            self.end_clause()
        self.groups.waiting += owners
        self.fresh = False
        return end

    def _other(self, i: int) -> int:
        """A word that is none of these: a verb ends the group, anything else only in prose."""
        lx = self.lx
        end = max(lx.any(("verb", "soft_verb", "qualifier"), i), self.lists.grammar.never(i), i + 1)
        if self.fresh and not self.groups.waiting:
            self.adverbial = self.adverbial or lx.at("qualifier", i) > 0
            self.timely = self.timely or lx.at("when", i) > 0
        if lx.at("and", i) and not self.predicate:
            if not self.prose and not self.lists.starts(i + 1):
                self.unused.append(i)
            return i + 1
        waiting = self.groups.waiting
        verb = self.lists.grammar.verb(i, soft=True) or lx.at("qualifier", i)
        if waiting and self.prose and lx.at("qualifier", i) and not lx.any(("verb", "soft_verb"), i):
            verb = lx.capital(waiting[0].start)  # "...; cán bộ, công chức về ..." goes on with what was said
            waiting = waiting if verb else []
        closed = waiting and waiting[-1].rule in ("unit-table", "collective")
        if waiting and (verb or (self.prose and closed)):
            waiting[-1].approves = lx.at("approve", i) > 0 and waiting[-1].end == i
            for draft in waiting:
                draft.acts = True
            self.groups.default(performing=not lx.at("qualifier", i) or self.prose)
            self.tell()
        elif self.prose:
            self.doubts += self.groups.waiting
            self.groups.waiting = []
            self.predicate, self.fresh = True, False
        elif not self.predicate:
            self.unused += range(i, end)
            self.fresh = False
        return end

    # --- where the reading stands ----------------------------------------------------------------------------

    def tell(self) -> None:
        self.predicate, self.fresh, self.told = True, False, True

    def end_clause(self) -> None:
        self.groups.default()
        self.groups.subject = []
        self.fresh, self.predicate, self.adverbial, self.timely, self.object_end = True, False, False, False, -1
