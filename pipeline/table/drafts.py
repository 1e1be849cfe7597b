"""Physical rows to logical rows: page breaks healed, merged cells filled down.

In: `Line`s. Out: `Draft`s, one a logical body row, and the headings and index rows. It tells no section from a task.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..document import Notice
from .columns import ColumnReading
from .join import STRONG, Value, seam
from .labels import Label, compact, read_label, split_label
from .lines import Line
from .vocabulary import Vocabulary

_SURE = 4.0  # evidence that outweighs a number
_DOUBT = 1.0  # a decision at a page break nearer to 0 than this is told to the reader
_PLAN = ("time", "lead", "coop", "lead_coop", "target", "result", "deliverable", "method")


@dataclass(slots=True)
class Draft:
    """A logical row. own: texts that begin in it; down: texts it takes over from merged cells above."""

    own: list[Value | None]
    down: list[Value | None]
    line: Line
    label: Label | None = None
    label_inherited: bool = False
    parts: int = 1

    def value(self, column: int) -> Value | None:
        return self.own[column] or self.down[column]


@dataclass(slots=True)
class Drafted:
    drafts: list[Draft] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    continuation: int = 0
    notices: list[Notice] = field(default_factory=list)


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
        self.numbered = self.no is not None and labelled * 2 >= max(1, len(body) - 1)
        self.out = Drafted()
        self.carry: dict[int, tuple[Value, int]] = {}
        self.lines = lines
        self.merged = {id(v) for line in lines for v in line.down if v}
        self.merging = {i for line in body for i, v in enumerate(line.down) if v}

    def run(self) -> Drafted:
        for line in self.lines:
            if line.kind in ("header", "index"):
                self.out.furniture.append(line)
                continue
            self._take_over(line)
            if line.kind == "empty":
                self.out.continuation += 1
            elif self._goes_on(line):
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
        if line.wide:
            return
        ended = self.last_to_end
        for column, value in enumerate(previous.own):
            found = value or previous.down[column]
            merged_here = line.blank_rows.get(column, 1)
            if found and line.own[column] is None and (merged_here > 1 or column in ended):
                self.carry[column] = (found, merged_here)

    @property
    def last_to_end(self) -> frozenset[int]:
        return self.out.drafts[-1].line.to_end if self.out.drafts else frozenset()

    # --- continuation ----------------------------------------------------------------------------------------

    def _label(self, line: Line) -> Label | None:
        value = line.own[self.no] if self.no is not None else None
        return read_label(compact(value.text), self.vocabulary.label_words) if value else None

    def _goes_on(self, line: Line) -> bool:
        if not self.out.drafts or (line.sheet == 0 and line.row == 0):
            return False
        previous = self.out.drafts[-1]
        if self.no is not None and line.own[self.no]:
            return line.top and (self._number_below(previous, line) or self._number_cut(previous, line))
        if any(self.vocabulary.line(v.text) for v in line.own if v and len(line.filled) == 1):
            return False
        if len(line.wide) > 1 and self.content in line.wide and len(line.filled) == 1:
            return bool(previous.line.wide) and self._wide_goes_on(previous, line)
        score, strongest = self._score(previous, line)
        if not line.top:
            certain = (score > 1 and strongest >= STRONG) or self._goes_on_alone(previous, line)
            return self.numbered and not self._sub_row(line) and certain
        joined = score > 0
        if abs(score) < _DOUBT:
            self._doubt(line, joined)
        return joined

    def _wide_goes_on(self, previous: Draft, line: Line) -> bool:
        upper, lower = previous.own[self.content], line.own[self.content]
        return bool(line.top and upper and lower and seam(upper, lower, "content", self.vocabulary) >= STRONG)

    def _goes_on_alone(self, previous: Draft, line: Line) -> bool:
        """Only more content, after a content that ended in ";" or ","."""
        upper, lower = previous.own[self.content], line.own[self.content]
        alone = line.filled == [self.content] and upper is not None and lower is not None
        return alone and upper.text[-1:] in ";," and not lower.bold  # type: ignore[union-attr]

    def _sub_row(self, line: Line) -> bool:
        """The number is merged from above: a row of its own."""
        return self.no is not None and line.down[self.no] is not None

    def _score(self, previous: Draft, line: Line) -> tuple[float, float]:
        """Above 0: the line goes on with the row before. With the strongest single sign."""
        score = self._prior(line)
        seams = []
        filled = [i for i in line.filled if i != self.no]
        for column in filled:
            upper, lower = previous.own[column] or previous.down[column], line.own[column]
            if upper is None:
                score -= 1.0
            elif lower:
                seams.append(seam(upper, lower, self.roles[column], self.vocabulary, line.top))
        score += sum(seams) + self._missing(previous, line)
        if len(filled) == 1 and seams:
            score += 1.0
        return score, max(seams, default=0.0)

    def _prior(self, line: Line) -> float:
        if not line.top:
            return -2.0
        score = 1.0 if self.numbered else -1.5
        if line.open:
            score += 4.0
        if self._sub_row(line):
            score -= 2.5
        return score

    def _missing(self, previous: Draft, line: Line) -> float:
        """A row of its own would have its own deadline and owner; the rest of a cut row seldom fills all cells."""
        expected = [i for i, role in enumerate(self.roles) if role in _PLAN and previous.value(i)]
        missing = [i for i in expected if line.own[i] is None and line.down[i] is None]
        if not missing and len(expected) > 1:
            return -1.0
        return min(1.5, 0.5 * len(missing))

    def _number_below(self, previous: Draft, line: Line) -> bool:
        """The number stands in the lower part of a row that the page cut."""
        if not self.numbered or self.no is None or previous.label or previous.line.wide:
            return False
        if previous.own[self.no] or previous.down[self.no]:
            return False
        upper, lower = previous.own[self.content], line.own[self.content]
        return bool(upper and lower and seam(upper, lower, "content", self.vocabulary) >= STRONG)

    def _number_cut(self, previous: Draft, line: Line) -> bool:
        """The page cut the row and its number too: "2." / "7" in a narrow column."""
        if self.no is None:
            return False
        upper, lower = previous.own[self.no], line.own[self.no]
        if not upper or not lower or len(upper.text) + len(lower.text) > 12:
            return False
        whole = read_label("".join((upper.text + lower.text).split()))
        if whole is None:
            return False
        if upper.text[-1:] not in ".-/" and lower.text[:1] not in ".)" and not self._is_next(whole):
            return False
        score, strongest = self._score(previous, line)
        return score >= _SURE and strongest >= STRONG

    def _is_next(self, label: Label) -> bool:
        """The label follows the last one above the cut row: 118 after 117."""
        before = next((d.label for d in reversed(self.out.drafts[-4:-1]) if d.label and d.label.order), None)
        return before is not None and label.order == (before.order or 0) + 1

    def _doubt(self, line: Line, joined: bool) -> None:
        messages = self.vocabulary.messages
        choice = messages["doubtful_joined" if joined else "doubtful_new"]
        quote = next(v.text for v in line.own if v)[:80]
        self.out.notices.append(
            Notice("G2", messages["doubtful_row"].format(choice=choice), quote, line.page, "warning")
        )

    def _join(self, line: Line) -> None:
        previous = self.out.drafts[-1]
        for column, value in enumerate(line.own):
            upper = previous.value(column)
            if value and upper:
                upper.append(value, line.top)
                line.own[column] = None
                self._share(column, value, upper)
            elif value:
                previous.own[column] = value
        if self.no is not None and line.sheet and previous.own[self.no] and not previous.label_inherited:
            previous.label = self._label_of(previous)
        previous.parts += 1
        previous.line = _at_end(previous.line, line)
        self.out.continuation += 1

    def _share(self, column: int, lower: Value, upper: Value) -> None:
        """Rows below that take the lower part over from a merged cell take the whole."""
        if id(lower) not in self.merged:
            return
        for line in self.lines:
            if line.down[column] is lower:
                line.down[column] = upper

    # --- new rows --------------------------------------------------------------------------------------------

    def _start(self, line: Line) -> None:
        draft = Draft(line.own, line.down, line)
        self._take_number(draft)
        draft.label = self._label_of(draft)
        draft.label_inherited = bool(
            self.no is not None and draft.own[self.no] is None and draft.down[self.no] is not None
        )
        self._tell_blanks(draft)
        self.out.drafts.append(draft)

    def _tell_blanks(self, draft: Draft) -> None:
        """Empty at the top of a page, in a column that has merged cells: empty, or the rest of a merged cell."""
        if not draft.line.top or draft.line.wide or not self.out.drafts or len(draft.line.filled) < 3:
            return
        above = self.out.drafts[-1]
        for i, role in enumerate(self.roles):
            if role in _PLAN and i in self.merging and draft.value(i) is None and (value := above.value(i)):
                message = self.vocabulary.messages["doubtful_blank"].format(column=self.headers[i])
                self.out.notices.append(Notice("G3", message, value.text[:80], draft.line.page, "warning"))

    def _take_number(self, draft: Draft) -> None:
        """A row at the top of a page without number, with values of its own, belongs to the number above.

        It was merged over both rows; where one of them stands on each page, nothing else shows it.
        """
        line = draft.line
        previous = self.out.drafts[-1] if self.out.drafts else None
        if not (line.top and self.numbered and previous and previous.label) or self.no is None or draft.value(self.no):
            return
        if any(line.own[i] for i, role in enumerate(self.roles) if role in _PLAN) and not line.wide:
            draft.down[self.no] = previous.value(self.no)
            if draft.value(self.content) is None:
                draft.down[self.content] = previous.value(self.content)

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


def _at_end(upper: Line, lower: Line) -> Line:
    """The draft now ends where the lower line ends."""
    return Line(
        lower.sheet, lower.row, lower.page, upper.kind, upper.own, upper.down, upper.wide, lower.to_end,
        lower.blank_rows, upper.top, lower.open,
    )  # fmt: skip
