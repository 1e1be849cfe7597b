"""Owner phrases: who leads, who co-operates, who is asked, who directs.

In: a phrase or all owner-bearing cells of a task row, `Context` (column, issuer, day), the rules of owners.toml and
units.csv. Out: `Reading[Owner]`. It judges no plan: that a lead is missing or a body ended is for the check stage.

A cell (an owner column) is read whole and what stays unread is finding U3; in prose (a method text) owners are the
subjects, the partners ("phối hợp với") and the asked ("đề nghị"), and other words are no leftover.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ...model import Finding, Owner
from ...rulebook import RuleBook
from ...text import fold, key
from ...units import Unit, check_units, unit_table
from ..context import Context, Reading
from .draft import Draft
from .groups import Entry
from .lexer import Lexed, Lexer
from .lists import Lists
from .names import Names
from .roles import Clauses

CELLS = ("lead", "lead_coop", "coop", "leader")
PROSE = ("method", "note")
_OPEN = ("bare", "performer", "column", "column-first")  # roles that no word of the text gave
CLAIMS = ("word-lead", "label", "column", "column-dash")


@dataclass(frozen=True, slots=True)
class _Frame:
    """What of the context a reading depends on. first, last: the days the plan may be of."""

    column: str | None
    issuer: str | None
    parent: str | None
    first: date
    last: date


class OwnerReader:
    """Compiled once a rule book; readings are cached."""

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self.table = unit_table(book)
        self._lex: Lexer | None = None
        self._cached = lru_cache(maxsize=8192)(self._read)

    def read(self, text: str, context: Context) -> Reading[Owner]:
        """The owners of one phrase. column None: role words decide, a bare name is a lead."""
        return self._cached(text, _frame(context))

    def row(self, cells: Mapping[str, str], context: Context) -> Reading[Owner]:
        """The owners of one task row, from the texts of its owner-bearing columns by role.

        Performers named in the method are leads only where nobody leads: no lead column, no "chủ trì".
        """
        owners: list[Owner] = []
        leftover: list[str] = []
        findings: list[Finding] = []
        for column in (*CELLS, *PROSE):
            if not cells.get(column, "").strip():
                continue
            reading = self.read(cells[column], replace(context, column=column))
            leftover += reading.leftover
            findings += (replace(f, column=column) for f in reading.findings)  # type: ignore[arg-type]
            owners = self._merge(owners, reading.values, column, claimed=bool(cells.get("lead", "").strip()))
        return Reading(tuple(owners), tuple(leftover), tuple(findings))

    def explain(self, text: str, context: Context) -> list[tuple[tuple[int, int], str, str, str]]:
        """What was read where: span in the cleaned text, its text, rule, what it means."""
        lexed = self._lexer(text)
        frame = _frame(context)
        entries, clauses = self._entries(lexed, frame)
        steps = []
        for entry in entries:
            draft = entry.draft
            begin, end = (lexed.starts[draft.start], lexed.ends[draft.end - 1]) if draft else (0, 0)
            owner = self._owner(entry, frame)
            named = f"{draft.rule}: {draft.name}" if draft else owner.name
            known = f" = {owner.unit}" if owner.unit else ""
            steps.append(((begin, end), lexed.text[begin:end], entry.rule, f"{owner.role}: {named}{known}"))
        for begin, end in _runs(clauses.unused):
            span = (lexed.starts[begin], lexed.ends[end - 1])
            steps.append((span, lexed.text[span[0] : span[1]], "", "chưa đọc được"))
        return sorted(steps)

    def ditto(self, text: str) -> bool:
        """Whether a cell only says "như trên"."""
        lexed = self._lexer(text)
        return lexed.n > 0 and lexed.at("ditto", 0) == lexed.n

    # --- one phrase ------------------------------------------------------------------------------------------

    @property
    def _lexer(self) -> Lexer:
        if self._lex is None:
            self._lex = Lexer(self.book)
        return self._lex

    def _read(self, text: str, frame: _Frame) -> Reading[Owner]:
        if not text.strip():
            return Reading()
        lexed = self._lexer(text)
        if lexed.n and lexed.at("nothing", 0) == lexed.n:
            return Reading()
        if lexed.n and lexed.at("ditto", 0) == lexed.n:
            return Reading((), (), (_finding(lexed.text, "Ô ghi “như trên” nhưng không có ô trên để lấy."),))
        entries, clauses = self._entries(lexed, frame)
        owners = self._unique(self._owner(entry, frame) for entry in entries)
        leftover = tuple(lexed.span(begin, end) for begin, end in _runs(clauses.unused))
        if frame.column in CELLS and not (owners or leftover or clauses.doubts) and any(map(str.isalnum, lexed.text)):
            leftover = (lexed.span(0, lexed.n),)  # "Chủ trì:", "Phối hợp": words we know, and nobody named
        findings = [_finding(piece, "Không đọc được đơn vị trong ô này.") for piece in leftover]
        doubts = [*clauses.doubts, *(e.draft for e in entries if e.draft and not e.draft.sure)]
        findings += (_finding(d.full, "Chưa chắc tên đơn vị bắt đầu và kết thúc ở đâu.") for d in doubts)
        numbered = (e.draft.full for e in entries if e.draft and e.draft.numbered)
        findings += (_finding(name, "Chỉ có số thứ tự: chưa rõ là đơn vị nào.") for name in numbered)
        return Reading(owners, leftover, tuple(findings))

    def _entries(self, lexed: Lexed, frame: _Frame) -> tuple[list[Entry], Clauses]:
        if frame.column in CELLS:
            return self._parse(lexed, frame, prose=False)
        if frame.column is None:
            entries, clauses = self._parse(lexed, frame, prose=False)
            if not clauses.unused and not clauses.told:
                return entries, clauses
        return self._parse(lexed, frame, prose=True)

    def _parse(self, lexed: Lexed, frame: _Frame, *, prose: bool) -> tuple[list[Entry], Clauses]:
        clauses = Clauses(lexed, Lists(Names(lexed, self.table, prose=prose)), frame.column, prose=prose)
        entries = _settle(clauses.read(), clauses)
        if prose and frame.issuer:  # "Trung tâm đổi mới ..." in the plan of a Sở is not the issuer
            entries = [e for e in entries if not e.draft or self._speaks_of_itself(e.draft, frame)]
        for entry in entries:
            if entry.draft and self._approves(lexed, entry, entry.draft, frame):
                entry.role, entry.rule, entry.inferred = "requested", "approver", True
        return entries, clauses

    def _approves(self, lexed: Lexed, entry: Entry, draft: Draft, frame: _Frame) -> bool:
        """The body above the issuer: "UBND" alone in the plan of a department, "UBND tỉnh ban hành"."""
        if not frame.issuer:
            return False
        alone = entry.rule == "bare" and lexed.at("approver", draft.start) == draft.end
        above = draft.leads or any(lexed.at("above", k) for k in range(draft.start, draft.end))
        approves = draft.approves and entry.rule in _OPEN and above
        itself = alone is False and fold(frame.issuer).startswith(fold(draft.base))
        return (alone or approves) and not itself and self._unit(draft, frame) is not self._issuer(frame)

    def _owner(self, entry: Entry, frame: _Frame) -> Owner:
        draft = entry.draft
        if draft is None:
            unit = self._issuer(frame)
            known = unit.id if unit and unit is self._issuer(frame, frame.last) else None
            name = frame.issuer or ""
            return Owner(entry.role, name, known, kind="unit", inferred=True, text=name, rule=entry.rule)
        unit = self._unit(draft, frame)
        sure = unit is self._unit(draft, frame, frame.last)
        collective = draft.collective or bool(unit and unit.collective)
        kind = draft.kind
        if unit is not None and kind in ("unit", "collective") and unit.kind in ("external", "position", "collective"):
            kind = unit.kind  # type: ignore[assignment]
        if collective and kind == "unit":
            kind = "collective"
        name = draft.full if entry.role == "leader" and kind == "position" else draft.name
        return Owner(
            role=entry.role,
            name=name,
            unit=unit.id if unit and sure else None,
            collective=collective,
            kind=kind,
            inferred=entry.inferred,
            text=draft.full,
            rule=entry.rule,
        )

    def _unit(self, draft: Draft, frame: _Frame, on: date | None = None) -> Unit | None:
        """The unit at the plan's first possible day, or on another day."""
        if draft.kind == "person":
            return None
        if draft.rule in ("self", "self-named"):
            return self._issuer(frame, on) if self._speaks_of_itself(draft, frame) else None
        return self.table.resolve(draft.base, on or frame.first, frame.issuer, frame.parent)

    def _speaks_of_itself(self, draft: Draft, frame: _Frame) -> bool:
        """ "Sở" is the issuer only if the issuer is a Sở; "cơ quan" always is."""
        return draft.rule != "self-named" or fold(frame.issuer or "").startswith(fold(draft.base))

    def _issuer(self, frame: _Frame, on: date | None = None) -> Unit | None:
        return self.table.resolve(frame.issuer, on or frame.first, None, frame.parent) if frame.issuer else None

    # --- one row ---------------------------------------------------------------------------------------------

    def _merge(self, owners: list[Owner], more: Iterable[Owner], column: str, *, claimed: bool) -> list[Owner]:
        leads = any(o.role == "lead" for o in owners) or claimed
        for owner in more:
            if owner.role == "lead" and owner.inferred and column in PROSE and leads:
                continue
            if column == "note" and owner.rule == "performer":
                continue
            owners = [*owners, owner]
        return list(self._unique(owners))

    def _unique(self, owners: Iterable[Owner]) -> tuple[Owner, ...]:
        """Each owner once a role, the first mention stays; a lead of no known issuer is none."""
        found: dict[tuple[str, str], Owner] = {}
        for owner in owners:
            if owner.name:
                found.setdefault((owner.role, self._identity(owner)), owner)
        return tuple(found.values())

    def _identity(self, owner: Owner) -> str:
        """What makes two owners the same: their unit, of the same province; else their name."""
        return f"{owner.unit} {self.table.place_of(owner.name)}" if owner.unit else key(owner.name)


def _settle(entries: list[Entry], clauses: Clauses) -> list[Entry]:
    """What can be said only with the whole text read: who is lead if nobody, or somebody, is said to lead."""
    if clauses.groups.column == "lead_coop" and not any(e.role == "lead" and e.rule != "word-leader" for e in entries):
        first = next((e for e in entries if e.rule == "column-first"), None)
        if first is not None:
            first.role, first.inferred = "lead", True
    if clauses.told:
        for entry in entries:
            if entry.rule == "bare":
                entry.rule, entry.inferred = "performer", True
    _direct(entries)
    claimed = any(e.role == "lead" and e.rule in CLAIMS for e in entries)
    if claimed:
        if clauses.groups.column not in PROSE:
            _help(entries)
        entries = [e for e in entries if e.rule not in ("performer", "no-subject") or e.role != "lead"]
    if any(e.role == "lead" and e.rule in ("word-lead", "label") for e in entries):
        for entry in entries:
            if entry.role == "lead" and entry.rule in ("partner", "word-advise"):
                entry.role, entry.inferred = "cooperating", True
    return entries


def _direct(entries: list[Entry]) -> None:
    """ "Sở Y tế chỉ đạo, Trung tâm Y tế thực hiện": who directs leads only where nobody else does the work."""
    if any(e.rule == "column" or (e.role == "lead" and e.rule != "word-leader") for e in entries):
        for entry in entries:
            if entry.rule == "word-leader":
                entry.role = "leader"


def _help(entries: list[Entry]) -> None:
    """ "Văn phòng Sở là đầu mối, các phòng cung cấp số liệu": in a cell the others who act help the lead."""
    if any(e.role == "lead" and e.rule in ("word-lead", "label") for e in entries):
        for entry in entries:
            if entry.role == "lead" and entry.rule in ("performer", "column") and entry.draft and entry.draft.acts:
                entry.role, entry.rule, entry.inferred = "cooperating", "performer", True


def _frame(context: Context) -> _Frame:
    """A plan without a day may be of any day of its year, one without a year of any: a name that changed its body
    in that time gets no unit id, for either would be a guess."""
    if context.issued_on:
        first = last = context.issued_on
    elif context.plan_year:
        first, last = date(context.plan_year, 1, 1), date(context.plan_year, 12, 31)
    else:
        first, last = date.min, date.max
    return _Frame(context.column, context.issuer, context.parent, first, last)


def _runs(tokens: Iterable[int]) -> list[tuple[int, int]]:
    """Consecutive numbers as half-open ranges."""
    runs: list[tuple[int, int]] = []
    for token in sorted(set(tokens)):
        if runs and runs[-1][1] == token:
            runs[-1] = (runs[-1][0], token + 1)
        else:
            runs.append((token, token + 1))
    return runs


def _finding(quote: str, message: str) -> Finding:
    return Finding("U3", "warning", message, quote=quote)


@lru_cache(maxsize=4)
def owner_reader(book: RuleBook) -> OwnerReader:
    """The reader of a rule book, compiled once."""
    return OwnerReader(book)


def check_rules(book: RuleBook) -> list[str]:
    """Examples and counter-examples of owners.toml that do not hold, and what is unsound in units.csv."""
    from .check import check_owners

    return [*check_units(book), *check_owners(book, owner_reader(book))]
