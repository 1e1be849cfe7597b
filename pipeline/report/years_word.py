"""Measures through the years as a Word file. In: Years. Out: bytes. A4 landscape, the head of the table repeated."""

from __future__ import annotations

from ..rulebook import RuleBook
from .word_parts import WIDTH, Cell, Run, new_document, paragraph, row, saved, table
from .years import Years
from .years_rows import TITLE, YearCell, lay_out

_NUMBER, _CONTENT = 12, 0.3  # mm; share of the rest of the page


def dump(years: Years, book: RuleBook) -> bytes:
    """The document."""
    grid = lay_out(years, book)
    names = [name for name, _, _ in grid.plans]
    content = round((WIDTH - _NUMBER) * _CONTENT)
    widths = (_NUMBER, content, *[(WIDTH - _NUMBER - content) / len(names)] * len(names))
    rows = [
        row(widths, [[[Run(str(number))]], [[Run(words)]], *map(_cell, cells)], centred=(0,))
        for number, (words, cells) in enumerate(grid.rows, start=1)
    ]
    document = new_document(f"{TITLE}: {', '.join(names)}")
    body = document.element.body
    for made in (
        paragraph([Run(TITLE, ("b",))], align="center"),
        *(paragraph([Run(f"- {name}: {count} nhiệm vụ ({file})")]) for name, file, count in grid.plans),
        paragraph([Run("Tóm tắt: ", ("b",)), Run(grid.tally)], keep=True),
        table(widths, ("TT", "Nhiệm vụ", *names), rows),
        paragraph([], style="Cuoi"),
    ):
        body.insert(len(body) - 1, made)  # the last child says how the page is
    return saved(document)


def _cell(cell: YearCell) -> Cell:
    note = [[Run(cell.note, ("b", "i"))]] if cell.note else []
    return [[Run(cell.what, ("b",))], *note, *([Run(f"{label}: ", ("i",)), Run(words)] for label, words in cell.said)]
