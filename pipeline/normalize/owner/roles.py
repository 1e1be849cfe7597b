"""Which owner has which role: clauses, role words, labels, columns.

In: a `Lexed` text, the role of its column. Out: `Entry` records (draft, role, rule) and what no rule used.
Role words beat the column, the column beats the position. It knows no unit ids and makes no output records.

A clause ends at ";", a line, a bullet or a full stop. In it a *group* of owners waits for its role: a role word
behind it ("A, B chủ trì"), a label before it ("Chủ trì: A"), its column, or a verb that makes it the performer.
"""

from __future__ import annotations

from ...model import OwnerRole
from .groups import Entry, Groups
from .lexer import Lexed
from .lists import Lists
from .names import Draft

LABELS: dict[str, OwnerRole] = {"lead_label": "lead", "coop_label": "cooperating", "leader_label": "leader"}
WORDS: dict[str, OwnerRole] = {"lead": "lead", "advise": "lead", "coop": "cooperating", "leader": "leader"}
BRACKETED = {**LABELS, **WORDS}
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
        self.told = False  # whether some predicate was met: the text is more than a list

    def read(self) -> list[Entry]:
        """All owners of the text, in its order."""
        i = 0
        while i < self.lx.n:
            if i in self.lx.breaks:
                self._end_clause()
            i = self._step(i)
        self._end_clause()
        return self.groups.entries

    def _step(self, i: int) -> int:
        """Handles what stands at i; returns where to go on."""
        word = self.lx.words[i]
        if not word[0].isalnum():
            return self._mark(i, word)
        if i not in self.lx.marks and (self.prose or not self.lx.capital(i)) and not self._numbering(i):
            return self._other(i)
        for read in (self._numbering, self._label, self._owner_first, self._role_word, self._asked, self._owner):
            end = read(i)
            if end > i:
                return end
        return self._other(i)

    # --- marks -----------------------------------------------------------------------------------------------

    def _mark(self, i: int, word: str) -> int:
        lx = self.lx
        if word == ";" or (word == "." and (i + 1 >= lx.n or (lx.capital(i + 1) and not self._short(i)))):
            self._end_clause()
        elif word == "(":
            return self._bracket(i)
        elif word in BULLETS and (i == 0 or i in lx.breaks or (self.fresh and word != "-")):
            pass
        elif word == ":" and self.groups.waiting:
            self.groups.default()
            self._tell()
        elif word == "-" and lx.spaced(i) and lx.capital(i + 1) and self.lists.starts(i + 1):
            self._dash()
        elif word == "/" and self.lists.starts(i + 1) and not self.predicate:
            pass
        elif not self.prose and not self.predicate and word not in (",", ":", ".", "&", "-", '"', ")"):
            self.unused.append(i)
        return i + 1

    def _short(self, i: int) -> bool:
        return i > 0 and self.lx.at("short_head", i - 1) > i

    def _dash(self) -> None:
        if self.predicate or not self.groups.dash():
            self._end_clause()

    def _bracket(self, i: int) -> int:
        """A bracket: a role for the owner before it, its child or members (part of the name), or an aside."""
        lx = self.lx
        close = next((k for k in range(i + 1, min(lx.n, i + 80)) if lx.words[k] == ")" or k in lx.breaks), 0)
        if not close or lx.words[close] != ")":
            if not self.prose:
                self.unused += range(i, close or lx.n)
            return close or lx.n if not self.prose else i + 1
        last = self.groups.waiting[-1] if self.groups.waiting and self.groups.waiting[-1].end == i else None
        if last:
            said = next((role for kind, role in BRACKETED.items() if lx.at(kind, i + 1) == close), None)
            if said:
                self.groups.mark_last(said)
                return close + 1
            if self.lists.starts(i + 1) or last.kind == "external":
                last.name = last.full = lx.span(last.start, close + 1)
                last.end = close + 1
        return close + 1

    def _numbering(self, i: int) -> int:
        """ "1.", "a)" at the head of a clause."""
        word = self.lx.words[i]
        if self.lx.word(i + 1) not in (".", ")") or not (word.isdigit() or len(word) == 1):
            return 0
        if not self.fresh and word.isdigit() and self.lists.starts(i + 2):
            self._end_clause()
        return i + 2 if self.fresh and not self.lx.at("short_head", i) else 0

    # --- words -----------------------------------------------------------------------------------------------

    def _label(self, i: int) -> int:
        """ "Đơn vị chủ trì:" holds until the next label."""
        for kind, role in LABELS.items():
            end = self.lx.at(kind, i)
            end = self.lx.at("with", end) or end
            if end and self.lx.word(end) == ":" and end not in self.lx.breaks:
                self._end_clause()
                self.groups.label = role
                return end + 1
        return 0

    def _owner_first(self, i: int) -> int:
        """A name that begins with what could be a role word ("Thường trực Tỉnh ủy")."""
        lx = self.lx
        leading = lx.at("leading", i) if lx.at("lead", i) and lx.capital(i) else 0
        if self.predicate or not (self.lists.grammar.known(i) or (leading and lx.capital(leading))):
            return 0
        return self._owner(i)

    def _role_word(self, i: int) -> int:
        lx = self.lx
        kinds = [kind for kind in WORDS if lx.at(kind, i)]
        if not kinds or (self.predicate and lx.capital(i)):
            return 0
        kind = max(kinds, key=lambda k: lx.at(k, i))
        end = lx.at(kind, i)
        if kind == "coop":
            return self._coop(end)
        if kind == "leader":
            return self._leader(end)
        return self._lead(end, kind)

    def _lead(self, end: int, kind: str) -> int:
        if self.groups.waiting:
            self.groups.assign("lead", f"word-{kind}")
        elif kind == "lead" and self.groups.subject:
            self.groups.promote()
        elif self.fresh and self.lists.starts(end):
            self.groups.label = "lead"
            return end
        elif self.fresh and kind == "lead" and self.groups.label is None and self.groups.column != "coop":
            self.groups.entries.append(Entry(None, "lead", "no-subject", inferred=True))
        self._tell()
        return end

    def _coop(self, end: int) -> int:
        begin = self.lx.at("with", end) or end
        partners, after = self.lists.read(begin)
        while partners and (more := self._more_partners(after)):
            partners, after = [*partners, *more[0]], more[1]
        if partners:
            self.groups.assign("lead", "partner", inferred=True)
            self.groups.add(partners, "cooperating", "word-coop")
            self.object_end = after
        else:
            after = end
            self.groups.assign("cooperating", "word-coop")
        self._tell()
        return after

    def _more_partners(self, at: int) -> tuple[list[Draft], int] | None:
        """ "phối hợp với A; B": what stands between semicolons and is nothing but owners goes on with the list."""
        if self.lx.word(at) != ";" or not self.lists.starts(at + 1):
            return None
        owners, end = self.lists.read(at + 1)
        alone = end >= self.lx.n or end in self.lx.breaks or self.lx.words[end] in (";", ".")
        return (owners, end) if owners and alone else None

    def _leader(self, end: int) -> int:
        if not self.groups.waiting:
            return 0 if self.predicate else end
        self.groups.assign("leader" if self.groups.waiting[-1].leads else "lead", "word-leader")
        self._tell()
        return end

    def _asked(self, i: int) -> int:
        """The asked ("đề nghị Sở A"); "giao Văn phòng Sở chủ trì" only opens a subject."""
        assign = self.lx.at("assign", i)
        if assign and self.lists.starts(assign):
            return self._assigned(i, assign)
        request = self.lx.at("request", i)
        asked, after = self.lists.read(request) if request else ([], 0)
        if not asked:
            return 0
        self.groups.assign("lead", "performer", inferred=True)
        self.groups.add(asked, "requested", "request")
        self.object_end = after
        self._tell()
        return after

    def _assigned(self, i: int, assign: int) -> int:
        """In a sentence only "giao A chủ trì" opens a subject: "nhiệm vụ do Chính phủ giao" is another matter."""
        if self.predicate:
            _, end = self.lists.read(assign)
            if self.lx.at("by", i) or not self.lx.any(("lead", "advise"), end):
                return end
            self._end_clause()
        return assign

    def _owner(self, i: int) -> int:
        """An owner: a member of the group; in a predicate an object, unless a comma opens a new clause with it."""
        if not self.lists.starts(i):
            return 0
        owners, end = self.lists.read(i)
        if not owners:
            return 0
        if self.unused and self.unused[-1] == i - 1 and not self.lists.grammar.slip(i - 1):
            self.unused += range(i, owners[0].end)  # what stands before it is not understood: neither is this
            return owners[0].end
        addressed = self.prose and owners[0].kind in ("external", "persons") and not self.lx.capital(i)
        if self.predicate and (addressed or not self._new_subject(i, end)):  # "vận động ..., doanh nghiệp nộp"
            self.object_end = end
            return end
        if self.prose and not self.predicate and not self._opens(owners, i):
            self.predicate, self.fresh, self.object_end = True, False, end
            return end
        if self.predicate:
            self._end_clause()
        self.groups.waiting += owners
        self.fresh = False
        return end

    def _opens(self, owners: list[Draft], i: int) -> bool:
        """Whether owners not in a predicate are the subject: not a lone kind of person ("cán bộ đáp ứng yêu cầu")."""
        lone = owners[0].kind == "persons" and not owners[0].collective and len(owners) == 1
        return bool(self.groups.waiting) or (self.fresh and not lone)

    def _new_subject(self, i: int, end: int) -> bool:
        """After a comma, not in a list of objects, and itself followed by a verb or a role word."""
        lx = self.lx
        if lx.word(i - 1) != "," or self.object_end == i - 1:
            return False
        grammar = self.lists.grammar
        said = grammar.role(end) or grammar.verb(end, soft=True)
        listed = self.prose and not (lx.capital(i) or lx.at("opener", i) or grammar.known(i))
        if listed:
            return False  # "các tập đoàn, tổ chức, viện nghiên cứu": one more object
        return said or (not self.prose and (end >= lx.n or end in lx.breaks or lx.words[end] in (";", ",", ".")))

    def _other(self, i: int) -> int:
        """A word that is none of these: a verb ends the group, anything else only in prose."""
        lx = self.lx
        end = max(lx.any(("verb", "soft_verb", "qualifier"), i), i + 1)
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
            self.groups.default(performing=not lx.at("qualifier", i) or self.prose)
            self._tell()
        elif self.prose:
            self.doubts += self.groups.waiting
            self.groups.waiting = []
            self.predicate, self.fresh = True, False
        elif not self.predicate:
            self.unused += range(i, end)
        return end

    # --- where the reading stands ----------------------------------------------------------------------------

    def _tell(self) -> None:
        self.predicate, self.fresh, self.told = True, False, True

    def _end_clause(self) -> None:
        self.groups.default()
        self.groups.subject = []
        self.fresh, self.predicate, self.object_end = True, False, -1
