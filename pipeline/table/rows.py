"""The rows of a plan table. In: a Chain that is a plan, its columns. Out: PlanRows, heading rows, counts, notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..document import Notice, PlanRow, RowCell, RowCount, SectionHead
from .columns import ColumnReading
from .drafts import Drafted, Drafter
from .items import Item
from .join import Value
from .labels import compact
from .lines import Line, make_lines
from .outline import outline
from .stitch import Chain
from .vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Body:
    rows: tuple[PlanRow, ...]
    furniture: tuple[PlanRow, ...]
    counts: RowCount
    notices: tuple[Notice, ...]


def read_rows(
    chain: Chain, columns: Sequence[ColumnReading], vocabulary: Vocabulary, above: tuple[SectionHead, ...] = ()
) -> Body:
    """above: section headings that stand as paragraphs over the table."""
    lines = make_lines(chain, columns, vocabulary)
    drafted = Drafter(columns, vocabulary, lines).run()
    roles = [c.role for c in columns]
    items = outline(drafted.drafts, roles, vocabulary, above)
    writer = _Writer(columns, vocabulary)
    rows = tuple(writer.row(item, ordinal) for ordinal, item in enumerate(items, 1))
    furniture = tuple(_furniture(line) for line in drafted.furniture)
    counts = _counts(items, drafted.furniture, drafted.continuation, len(lines))
    return Body(rows, furniture, counts, (*drafted.notices, *_of_tasks(drafted, items), *writer.notices))


def _of_tasks(drafted: Drafted, items: Sequence[Item]) -> list[Notice]:
    """What is told of drafts that turned out to be tasks."""
    ordinals = {id(item.draft): n for n, item in enumerate(items, 1) if item.kind == "task"}
    return [replace(n, row=ordinals[id(draft)]) for draft, n in drafted.blanks if id(draft) in ordinals]


class _Writer:
    """Writes rows in order; a ditto mark takes the text of the task above."""

    def __init__(self, columns: Sequence[ColumnReading], vocabulary: Vocabulary) -> None:
        self.columns = columns
        self.vocabulary = vocabulary
        roles = [c.role for c in columns]
        self.no = roles.index("no") if "no" in roles else None
        self.content = roles.index("content")
        self.above: dict[int, RowCell] = {}
        self.notices: list[Notice] = []

    def row(self, item: Item, ordinal: int) -> PlanRow:
        cells = tuple(self._cell(item, column) for column in range(len(self.columns)))
        if item.kind == "task":
            self.above = {c.column: c for c in cells}
            self._merged_across(item)
        if item.shared:
            self._shared(item)
        if item.kind == "note" and item.label and item.label.number and not cells[self.content].text:
            message = self.vocabulary.messages["unfilled"].format(number=item.label.number)
            self.notices.append(Notice("G6", message, item.label.raw, item.draft.line.page))
        label = item.label
        no_text = cells[self.no].text if self.no is not None else ""
        return PlanRow(
            ordinal, item.kind, label.number if label else None, item.sections, cells,
            raw_number=self._raw(item) or no_text or None, parts=item.draft.parts, is_parent=item.is_parent,
        )  # fmt: skip

    def _raw(self, item: Item) -> str | None:
        """The label as printed; one at the head of a merged content is printed in the row where that begins."""
        taken_over = item.stripped and item.draft.own[self.content] is None
        return item.label.raw if item.label and not taken_over else None

    def _cell(self, item: Item, column: int) -> RowCell:
        own, down = item.draft.own[column], item.draft.down[column]
        if own is None and column == self.content and item.stripped and down and item.kind == "task":
            return RowCell(column, item.title, True, tuple(down.fragments))
        if own is None:
            return self._inherited(column, down) if down and item.kind == "task" else RowCell(column, "")
        if column == self.content and item.stripped:
            return RowCell(column, item.title, fragments=tuple(own.fragments))
        above = self.above.get(column)
        if column != self.no and item.kind == "task" and above and above.text and self.vocabulary.is_ditto(own.text):
            return RowCell(column, above.text, True, above.fragments, own.text)
        text = compact(own.text) if column == self.no else own.text
        return RowCell(column, text, fragments=tuple(own.fragments))

    def _inherited(self, column: int, value: Value) -> RowCell:
        text = compact(value.text) if column == self.no else value.text
        return RowCell(column, text, True, tuple(value.fragments))

    def _shared(self, item: Item) -> None:
        """A section row with an owner or a time: the rows below have it from there."""
        values = [(column, item.draft.own[column]) for column in item.shared]
        named = "; ".join(f"{self.columns[c].header}: {' '.join(v.text.split())}" for c, v in values if v)
        title = " ".join(part for part in (item.label.raw if item.label else "", item.title) if part)
        message = self.vocabulary.messages["shared"].format(section=title[:80], values=named[:160])
        self.notices.append(Notice("G4", message, item.title[:80], item.draft.line.page))

    def _merged_across(self, item: Item) -> None:
        """One cell over several plan columns of a task: its text is written once, and a person told."""
        wide = [c for c in item.draft.line.wide if c != self.no]
        if len(wide) < 2 or self.content in wide:
            return
        messages = self.vocabulary.messages
        names = "; ".join(self.columns[c].header for c in wide)
        message = messages["merged_across"].format(columns=names, column=self.columns[wide[0]].header)
        value = item.draft.own[wide[0]]
        self.notices.append(Notice("G1", message, value.text if value else None, item.draft.line.page, "warning"))


def _furniture(line: Line) -> PlanRow:
    cells = tuple(
        RowCell(i, v.text, fragments=tuple(v.fragments)) if v else RowCell(i, "") for i, v in enumerate(line.own)
    )
    return PlanRow(0, "index" if line.kind == "index" else "header", None, (), cells)


def _counts(items: Sequence[Item], furniture: Sequence[Line], continuation: int, total: int) -> RowCount:
    """Physical rows; an empty row adds nothing to the row before it and counts as its continuation."""
    kinds: Counter[str] = Counter(item.kind for item in items)
    kinds.update("index" if line.kind == "index" else "header" for line in furniture)
    return RowCount(
        total=total, task=kinds["task"], section=kinds["section"], header=kinds["header"], continuation=continuation,
        index=kinds["index"], total_row=kinds["total_row"], note=kinds["note"],
    )  # fmt: skip
