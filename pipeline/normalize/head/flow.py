"""The text of a document outside its plan tables, as lines in reading order.

In: Document, its plan tables. Out: `Line` records; stamps of electronic signatures are taken out and handed on.
A borderless grid that lays out the head or the signature is read column by column; other grids are no text here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...document import Document, Grid, Paragraph, PlanTable
from ...rulebook import RuleBook
from ...text import clean, fold
from .. import terms

_ASTERISKS = re.compile(r"\*{2,}|__+|^#{1,6}\s")
_WIDE = re.compile(r"\t+|[ \u00a0]{5,}")
_LAYOUT_CELLS = 24


@dataclass(frozen=True, slots=True)
class Line:
    """One line. block: its index in Document.blocks; wide: places where the line had a wide blank or a tab.

    start: it begins a paragraph (or a line of a layout cell); cell: it stands in a layout grid.
    """

    text: str
    block: int
    start: bool = True
    bold: bool = False
    centered: bool = False
    cell: bool = False
    wide: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """All lines, the stamps taken out, and the indices of plan-table blocks."""

    lines: tuple[Line, ...]
    stamps: tuple[str, ...] = ()
    tables: frozenset[int] = frozenset()


def read_flow(document: Document, tables: tuple[PlanTable, ...], book: RuleBook) -> Flow:
    """The lines of `document` outside `tables`."""
    taken = frozenset(index for table in tables for index in table.blocks)
    lines: list[Line] = []
    stamps: list[str] = []
    for index, block in enumerate(document.blocks):
        if index in taken:
            continue
        if isinstance(block, Paragraph):
            texts = [(t, n == 0) for n, t in enumerate(block.text.split("\n"))]
            lines += _lines(texts, index, block, stamps, book)
        elif _is_layout(block, book):
            lines += _lines([(t, True) for t in _columns(block, book)], index, block, stamps, book)
    return Flow(tuple(lines), tuple(stamps), taken)


def _lines(
    texts: list[tuple[str, bool]], index: int, block: Paragraph | Grid, stamps: list[str], book: RuleBook
) -> list[Line]:
    out = []
    for raw, start in texts:
        text = _without_stamps(clean(_ASTERISKS.sub("", raw)), stamps, book)
        if not text:
            continue
        wide = tuple(clean(_ASTERISKS.sub("", piece)) for piece in _WIDE.split(raw.strip()))
        out.append(
            Line(
                text=text,
                block=index,
                start=start,
                bold=isinstance(block, Paragraph) and block.bold,
                centered=isinstance(block, Paragraph) and block.centered,
                cell=isinstance(block, Grid),
                wide=tuple(p for p in wide if p) if len(wide) > 1 else (),
            )
        )
    return out


def _without_stamps(text: str, stamps: list[str], book: RuleBook) -> str:
    for pattern in terms.patterns(book, "mark", "stamp"):
        for m in reversed(list(pattern.finditer(fold(text)))):
            stamps.append(text[m.start() : m.end()].strip())
            text = text[: m.start()] + text[m.end() :]
    return text.strip()


def _columns(grid: Grid, book: RuleBook) -> list[str]:
    """The lines of a layout grid, left column first. A head or a signature that begins below another stands alone:
    Word makes one grid of two that touch."""
    anchors = (("anchor", "motto"), ("recipient", "header"))
    begins = {c.row for c in grid.cells if any(terms.hit(book, *anchor, c.text) for anchor in anchors)}
    ordered = sorted(grid.cells, key=lambda c: (sum(row <= c.row for row in begins), c.column, c.row))
    return [line for cell in ordered for line in cell.text.split("\n")]


def _is_layout(grid: Grid, book: RuleBook) -> bool:
    """Whether the grid holds head, number, date, recipients or signature, and not the rows of some table."""
    if len(grid.cells) > _LAYOUT_CELLS:
        return False
    if not grid.bordered and grid.rows <= 3:
        return True
    text = "\n".join(cell.text for cell in grid.cells)
    if any(terms.hit(book, "anchor", means, text) for means in ("motto", "date")):
        return True
    return bool(terms.hit(book, "recipient", "header", text))
