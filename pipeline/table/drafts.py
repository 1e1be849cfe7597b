"""Physical rows to logical rows: page breaks healed, merged cells filled down.

In: `Line`s. Out: `Draft`s, one a logical body row, and the headings and index rows. It tells no section from a task.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..document import Notice
from .columns import ColumnReading
from .join import Value, list_votes
from .labels import Label, compact, read_label, split_label
from .lines import Line
from .page_break import PLAN, Breaks, Draft
from .vocabulary import Vocabulary

__all__ = ["Draft", "Drafted", "Drafter"]

_NEVER_EMPTY = ("time", "lead", "lead_coop", "method")  # a task without others to help, or without a paper, is common
_OWED = ("time", "lead", "coop", "lead_coop")  # owners and deadlines
_FEW = 4  # rows that show a habit of numbering
_COMMON = 6  # so many rows without an empty cell in a column: it has none


@dataclass(slots=True)
class Drafted:
    drafts: list[Draft] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    continuation: int = 0
    notices: list[Notice] = field(default_factory=list)
    blanks: list[tuple[Draft, Notice]] = field(default_factory=list)  # told of the draft, if it is a task


class Drafter:
    """Walks the lines of one table."""

    def __init__(self, columns: Sequence[ColumnReading], vocabulary: Vocabulary, lines: Sequence[Line]) -> None:
        self.roles = [c.role for c in columns]
        self.headers = [c.header for c in columns]
        self.vocabulary = vocabulary
        self.no = self.roles.index("no") if "no" in self.roles else None
        self.content = self.roles.index("content") if "content" in self.roles else 0
        body = [line for line in lines if line.kind == "body"]
        labelled = sum(1 for line in body if self._label(line))
        rest = sum(1 for line in body if line.top and not self._label(line))  # of cut rows, mostly
        numbered = self.no is not None and labelled * 2 >= max(1, len(body) - rest - 1)
        whole = [line for line in body if not line.top and not line.wide and len(line.filled) > 2]
        all_numbered = len(whole) >= _FEW and all(self._label(line) for line in whole)
        self.breaks = Breaks(self.roles, vocabulary, self.no, self.content, numbered, all_numbered)
        self.lists = [list_votes(v.text for line in body if (v := line.own[i])) for i in range(len(columns))]
        self.out = Drafted()
        self.carry: dict[int, tuple[Value, int]] = {}
        self.lines = lines
        self.merged = {id(v) for line in lines for v in line.down if v}
        self.merging = {i for line in body for i, v in enumerate(line.down) if v}
        merges = bool(self.merging) or any(rows > 1 for line in body for rows in line.blank_rows.values())
        self.always = {i for i, role in enumerate(self.roles) if merges and role in _NEVER_EMPTY and _filled(i, body)}
        self.merges = merges
        self.only_on_top = {i for i, role in enumerate(self.roles) if role in _OWED and _blank_on_top_only(i, body)}
        self.untaken: dict[int, Value] = {}

    def run(self) -> Drafted:
        for line in self.lines:
            if line.kind in ("header", "index"):
                self.out.furniture.append(line)
                continue
            self._take_over(line)
            if line.kind == "empty":
                self.out.continuation += 1
                continue
            decision = self.breaks.decide(self.out.drafts, line)
            if decision.doubtful:
                self._doubt(line, decision.joined)
            if decision.joined:
                self._join(line)
            else:
                self._start(line)
        return self.out

    # --- merged cells over a page break ----------------------------------------------------------------------

    def _take_over(self, line: Line) -> None:
        """At the top of a page: cells merged over the break stand empty here, their text is above."""
        if line.top and self.out.drafts:
            self._open_carries(line, self.out.drafts[-1])
        for column, (value, left) in list(self.carry.items()):
            if line.own[column] is None and line.down[column] is None:
                line.down[column] = value
            if left <= 1 or line.own[column]:
                del self.carry[column]
            else:
                self.carry[column] = (value, left - 1)

    def _open_carries(self, line: Line, previous: Draft) -> None:
        self.carry = {}
        ended = self.last_to_end
        if line.wide or self._is_title(line, previous, ended):
            return
        for column, value in enumerate(previous.own):
            found = value or previous.down[column]
            merged_here = line.blank_rows.get(column, 1)
            if found and line.own[column] is None and (merged_here > 1 or column in ended):
                self.carry[column] = (found, merged_here)

    def _is_title(self, line: Line, previous: Draft, ended: frozenset[int]) -> bool:
        """Nothing but number and content, and cells that no merged cell explains are empty too: a section."""
        if line.blank_rows or not set(line.filled) <= {self.no, self.content}:
            return False
        empty = [i for i, role in enumerate(self.roles) if role in PLAN and i not in ended and previous.value(i)]
        return len(empty) > 1 or (bool(empty) and bool(line.own[self.content] and line.own[self.content].bold))  # type: ignore[union-attr]

    @property
    def last_to_end(self) -> frozenset[int]:
        return self.out.drafts[-1].line.to_end if self.out.drafts else frozenset()

    # --- continuation ----------------------------------------------------------------------------------------

    def _label(self, line: Line) -> Label | None:
        value = line.own[self.no] if self.no is not None else None
        return read_label(compact(value.text), self.vocabulary.label_words) if value else None

    def _doubt(self, line: Line, joined: bool) -> None:
        messages = self.vocabulary.messages
        choice = messages["doubtful_joined" if joined else "doubtful_new"]
        quote = next(v.text for v in line.own if v)[:80]
        self.out.notices.append(
            Notice("G2", messages["doubtful_row"].format(choice=choice), quote, line.page, "warning")
        )

    def _join(self, line: Line) -> None:
        previous = self.out.drafts[-1]
        listed = self._listed(previous, line)
        for column, value in enumerate(line.own):
            upper = previous.value(column)
            if value and upper:
                upper.append(value, line.top, listed[column])
                line.own[column] = None
                self._share(column, value, upper)
            elif value:
                previous.own[column] = value
        if self.no is not None and line.sheet and previous.own[self.no] and not previous.label_inherited:
            previous.label = self._label_of(previous)
        previous.parts += 1
        previous.line = _at_end(previous.line, line)
        self.out.continuation += 1

    def _listed(self, above: Draft, line: Line) -> list[bool]:
        """By column, whether lists have one item a line: as in the row, else as in the column."""
        row = list_votes(v.text for v in (*above.own, *line.own) if v)
        return [(row or votes) >= 0 for votes in self.lists]

    def _share(self, column: int, lower: Value, upper: Value) -> None:
        """Rows below that take the lower part over from a merged cell take the whole."""
        if id(lower) not in self.merged:
            return
        for line in self.lines:
            if line.down[column] is lower:
                line.down[column] = upper

    # --- new rows --------------------------------------------------------------------------------------------

    def _start(self, line: Line) -> None:
        if line.top and self.out.drafts and not line.wide:
            self._join_merged(line, self.out.drafts[-1])
        draft = Draft(line.own, line.down, line)
        self._take_number(draft)
        draft.label = self._label_of(draft)
        draft.label_inherited = bool(
            self.no is not None and draft.own[self.no] is None and draft.down[self.no] is not None
        )
        self._fill_blanks(draft)
        self.out.drafts.append(draft)

    def _join_merged(self, line: Line, above: Draft) -> None:
        """A new row, yet some of its first cells are the rest of cells merged over the page end."""
        listed = self._listed(above, line)
        for column, value in enumerate(line.own):
            upper = above.value(column)
            if value is None or upper is None or column == self.no:
                continue
            merged = id(value) in self.merged or column in self.last_to_end
            if self.breaks.cell_goes_on(column, upper, value, merged):
                upper.append(value, listed=listed[column])
                line.own[column], line.down[column] = None, upper
                self._share(column, value, upper)

    def _fill_blanks(self, draft: Draft) -> None:
        """Empty at the top of a page: empty, or the rest of a merged cell, where cells are merged or never empty else.

        Where the column has no empty cell inside any page it is the rest of one. Else a person is told.
        """
        before, self.untaken = self.untaken, {}
        if not draft.line.top or draft.line.wide or not self.out.drafts:
            return
        above = self.out.drafts[-1]
        few = len(draft.line.filled) < 3  # a section perhaps
        for i, role in enumerate(self.roles):
            value = above.value(i) or before.get(i)
            if role not in PLAN or value is None or draft.value(i) is not None:
                continue
            if i in self.only_on_top or (self.merges and (not few or role in _OWED)):
                taken = i in self.always and not few
                draft.down[i] = value if taken else None
                self.untaken.update({} if taken else {i: value})
                self._tell_blank(draft, i, value, "filled_blank" if taken else "doubtful_blank")

    def _tell_blank(self, draft: Draft, column: int, above: Value | None, kind: str) -> None:
        """A question is a finding of its task. What is answered is told of the table: tasks are those of Word then."""
        message = self.vocabulary.messages[kind].format(column=self.headers[column])
        notice = Notice("G3", message, above.text[:80] if above else None, draft.line.page, "warning")
        if kind == "filled_blank":
            self.out.notices.append(notice)
        else:
            self.out.blanks.append((draft, notice))

    def _take_number(self, draft: Draft) -> None:
        """A row at the top of a page without number, with values of its own, belongs to the number above.

        It was merged over both rows; where one of them stands on each page, nothing else shows it.
        """
        line = draft.line
        previous = self.out.drafts[-1] if self.out.drafts else None
        if self.no is None or draft.value(self.no):
            return
        if not (line.top and self.breaks.numbered and previous and previous.label):
            return
        if any(line.own[i] for i, role in enumerate(self.roles) if role in PLAN) and not line.wide:
            if draft.value(self.content) is None:
                draft.down[self.content] = previous.value(self.content)
            elif self.no not in self.merging:
                self._tell_blank(draft, self.no, previous.value(self.no), "doubtful_blank")
                return
            draft.down[self.no] = previous.value(self.no)

    def _label_of(self, draft: Draft) -> Label | None:
        words = self.vocabulary.label_words
        value = draft.value(self.no) if self.no is not None else None
        if value:
            return read_label(compact(value.text), words)
        content = draft.own[self.content]
        if content is None:
            return None
        found = split_label(content.text, words)
        return found[0] if found else None


def _filled(column: int, body: Sequence[Line]) -> bool:
    """In rows of tasks no cell of the column is empty but at the top of a page."""
    tasks = [line for line in body if len(line.filled) > 2 and not line.wide]
    filled = [line for line in tasks if line.own[column] or line.down[column]]
    on_top = _on_top(column, body)
    return len(filled) >= _COMMON and all(line in filled or id(line) in on_top for line in tasks)


def _blank_on_top_only(column: int, body: Sequence[Line]) -> bool:
    """Inside pages every task has its cell, two at least: an empty one at the top of a page may be none of its own."""
    on_top = _on_top(column, body)
    tasks = [line for line in body if len(line.filled) > 2 and not line.wide and id(line) not in on_top]
    return len(tasks) > 1 and all(line.own[column] or line.down[column] for line in tasks)


def _on_top(column: int, body: Sequence[Line]) -> set[int]:
    """Lines whose cell of the column is the first of a page, or part of an empty merged cell that is."""
    found: set[int] = set()
    left = 0
    for line in body:
        left = line.blank_rows.get(column, 1) if line.top else left - 1
        if left > 0:
            found.add(id(line))
    return found


def _at_end(upper: Line, lower: Line) -> Line:
    """The draft now ends where the lower line ends."""
    return Line(
        lower.sheet, lower.row, lower.page, upper.kind, upper.own, upper.down, upper.wide, lower.to_end,
        lower.blank_rows, upper.top, lower.open,
    )  # fmt: skip
