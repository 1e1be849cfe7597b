"""The physical rows of a chain on its logical columns. In: Chain, column readings. Out: `Line`s in order, with the kind
of those that are no body: heading, index row, "(tiếp theo)", empty row. Body rows stay open ("body").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..document import Cell
from .columns import ColumnReading
from .join import Value, value_of
from .lattice import Header, bare
from .stitch import Chain, Sheet
from .vocabulary import Vocabulary

LineKind = Literal["body", "header", "index", "empty"]
_Head = tuple[LineKind, frozenset[str]]
_INDEX = re.compile(r"[\[(]?\s*(?:\d{1,2}|[A-Za-zĐđ])\s*[\])]?(?:\s*=[\s\d()+\-xX*:/.%=]{1,60})?\Z")
_SAME = 0.6


@dataclass(slots=True)
class Line:
    """own: texts that begin in this row; down: texts that reach into it from above, by column.

    wide: the columns one filled cell covers, where it covers several. to_end: columns whose cell is merged down to the
    end of the grid. blank_rows: rows spanned by an empty merged cell that begins here. top: first body row of its grid.
    open: it lacks the rule between it and the row before; spare: lines that had room below that row on its page.
    """

    sheet: int
    row: int
    page: int | None
    kind: LineKind
    own: list[Value | None]
    down: list[Value | None]
    wide: tuple[int, ...] = ()
    to_end: frozenset[int] = frozenset()
    blank_rows: dict[int, int] = field(default_factory=dict)
    top: bool = False
    open: bool = False
    spare: float = 0.0

    @property
    def filled(self) -> list[int]:
        return [i for i, v in enumerate(self.own) if v]


def make_lines(chain: Chain, columns: Sequence[ColumnReading], vocabulary: Vocabulary) -> list[Line]:
    content = next((i for i, c in enumerate(columns) if c.role == "content"), None)
    header = chain.header
    heads = _header_rows(chain.sheets[0]) if header else []
    lines: list[Line] = []
    for number, sheet in enumerate(chain.sheets):
        _add_sheet(lines, chain, number, sheet, len(columns), content, heads, vocabulary)
        if not number:
            heads += [("index", _keys(line)) for line in lines if line.kind == "index"]
    return lines


def _add_sheet(
    lines: list[Line], chain: Chain, number: int, sheet: Sheet, count: int, content: int | None,
    heads: Sequence[_Head], vocabulary: Vocabulary,
) -> None:  # fmt: skip
    values: dict[int, Value] = {}
    top = number > 0
    before = chain.sheets[number - 1].lat.grid if number else None
    for row in range(sheet.lat.rows):
        line = _line(sheet, number, row, count, content, values)
        line.kind = _kind(line, sheet, heads, vocabulary, lines)
        if line.kind == "body" and top:
            line.top, top = True, False
            line.open = bool(before and before.open_bottom) or sheet.lat.grid.open_top
            line.spare = before.spare or 0.0 if before else 0.0
        elif line.kind == "empty" and top and row >= sheet.first and sheet.lat.rows > sheet.first + 1:
            line.top = True
        lines.append(line)


def _line(sheet: Sheet, number: int, row: int, count: int, content: int | None, values: dict[int, Value]) -> Line:
    own: list[Value | None] = [None] * count
    down: list[Value | None] = [None] * count
    wide: tuple[int, ...] = ()
    blank_rows: dict[int, int] = {}
    for cell in sorted(sheet.lat.starts[row], key=lambda c: c.column):
        covered = sheet.columns_of(cell)
        if not cell.text.strip():
            if cell.rowspan > 1:
                blank_rows.update(dict.fromkeys(covered, cell.rowspan))
            continue
        place = content if content in covered and content is not None else covered[0]
        value = values[id(cell)] = value_of(cell)
        present = own[place]
        if present:
            present.append(value)
            values[id(cell)] = present
        else:
            own[place] = value
        wide = max(wide, covered, key=len) if len(covered) > 1 else wide
    for cell in sheet.lat.above[row]:
        found = values.get(id(cell)) if cell.row >= sheet.first else None
        if found:
            covered = sheet.columns_of(cell)
            down[content if content in covered and content is not None else covered[0]] = found
    if row == sheet.first:  # a heading cell drawn down into the body: under it the cells are empty
        hanging = [c for c in sheet.lat.above[row] if c.row < sheet.first]
        blank_rows.update({i: c.row + c.rowspan - row for c in hanging for i in sheet.columns_of(c)})
    page = sheet.lat.grid.page
    return Line(number, row, page, "body", own, down, wide, _to_end(sheet, row), blank_rows)


def _to_end(sheet: Sheet, row: int) -> frozenset[int]:
    if row != sheet.lat.rows - 1:
        return frozenset()
    cells: list[Cell] = [*sheet.lat.above[row]]
    return frozenset(i for c in cells if c.row >= sheet.first for i in sheet.columns_of(c))


def _kind(line: Line, sheet: Sheet, heads: Sequence[_Head], vocabulary: Vocabulary, before: Sequence[Line]) -> LineKind:
    header = sheet.header
    if header and line.row < header.bottom:
        return "header" if line.filled else "empty"
    filled = line.filled
    if not filled:
        return "empty"
    texts = [value.text for value in line.own if value]
    if len(texts) == 1 and vocabulary.line(texts[0]) == "header":
        return "header"
    if is_index(texts, len(line.own)) and (line.row == 0 or (before and before[-1].kind in ("header", "index"))):
        return "index"
    return "header" if line.row in sheet.headings else _repeated(line, heads) or "body"


def is_index(texts: Sequence[str], columns: int) -> bool:
    """(1) (2) (3)=(1)+(2), or A B 1 2: in half of the columns and in nothing else."""
    return len(texts) >= 2 and len(texts) * 2 >= columns and all(_INDEX.match(t.strip()) for t in texts)


def _header_rows(sheet: Sheet) -> list[_Head]:
    """Each heading row of the table."""
    header: Header | None = sheet.header
    if not header:
        return []
    rows: list[_Head] = []
    for row in range(header.top, header.bottom):
        keys = frozenset(bare(c.text) for c in sheet.lat.starts[row] if c.text.strip())
        if len(keys) > 1:
            rows.append(("header", keys))
    return rows


def _repeated(line: Line, heads: Sequence[_Head]) -> LineKind | None:
    """A heading or index row once more: 60 % of its cells. (LibreOffice lets a heading spill into the row below.)"""
    if len(line.filled) < 2 or any(len(v.text) > 160 for v in line.own if v):
        return None
    keys = _keys(line)
    return next((kind for kind, head in heads if len(keys & head) >= _SAME * max(len(head), len(keys))), None)


def _keys(line: Line) -> frozenset[str]:
    return frozenset(bare(v.text) for v in line.own if v)
