"""The text of a document outside its plan tables, as lines in reading order.

In: Document, its plan tables. Out: `Line` records; stamps of electronic signatures are taken out and handed on.
A borderless grid that lays out the head or the signature is read column by column; other grids are no text here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ...document import Document, Grid, Paragraph, PlanTable
from ...rulebook import RuleBook
from ...text import clean, fold
from .. import terms

_ASTERISKS = re.compile(r"\*{2,}|__+|^#{1,6}\s")
_WIDE = re.compile(r"\t+|[ \u00a0]{5,}")
_LAYOUT_CELLS = 24
_HEAD_LINES = 20
_MOTTO_LINES = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One line. block: its index in Document.blocks; wide: places where the line had a wide blank or a tab.

    start: it begins a paragraph (or a line of a layout cell); cell: it stands in a layout grid; below: the first
    line below a table.
    """

    text: str
    block: int
    start: bool = True
    bold: bool = False
    centered: bool = False
    cell: bool = False
    wide: tuple[str, ...] = ()
    below: bool = False


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
    below = False
    for index, block in enumerate(document.blocks):
        if isinstance(block, Grid) and (index in taken or not _is_layout(block, book)):
            below = True
            continue
        texts = _columns(block, book) if isinstance(block, Grid) else block.text.split("\n")
        starts = [(text, isinstance(block, Grid) or n == 0) for n, text in enumerate(texts)]
        found = _lines(starts, index, block, stamps, book)
        if found and below:
            found[0], below = replace(found[0], below=True), False
        lines += found
    return Flow(tuple(_motto_first(lines, book)), tuple(stamps), taken)


def _motto_first(lines: list[Line], book: RuleBook) -> list[Line]:
    """A motto below the title, up to the date under it, is brought above: in a PDF a title at the left edge may seem
    to go on with the left column of the head.
    """
    near = range(min(len(lines) - 1, _HEAD_LINES))
    first = next((at for at in near if _reach(lines, at, "motto", book)), None)
    if first is None or not any(_is_type(line.text, book) for line in lines[:first]):
        return lines
    ends = ((at, _reach(lines, at, "date", book)) for at in near[first : first + _MOTTO_LINES])
    end = next((at + count for at, count in ends if count), first)
    return [*lines[first:end], *lines[:first], *lines[end:]]


def _reach(lines: list[Line], at: int, means: str, book: RuleBook) -> int:
    """Over how many lines a motto, or a date, reaches that begins on this one: 0, 1 or 2."""
    text = lines[at].text
    found = terms.hit(book, "anchor", means, f"{text}\n{lines[at + 1].text}")
    if found is None or found.start() >= len(text):
        return 0
    return 1 + (found.end() > len(text) + 1)


def _is_type(text: str, book: RuleBook) -> bool:
    """The name of a type of document, alone on its line."""
    found = terms.opens_with_type(text, book)
    return found is not None and not (text[: found.start()] + text[found.end() :]).strip(" :.*")


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
