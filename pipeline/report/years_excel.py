"""Measures through the years as a workbook. In: Years. Out: bytes. One sheet, a filter in its head."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from ..rulebook import RuleBook
from .appendix_excel import LINE_HEIGHT, MOST_HIGH, Dress, new_workbook, print_setup, write_blocks
from .excel_rows import Block, chunks, wrapped
from .years import Years
from .years_rows import TITLE, Grid, YearCell, lay_out

_NUMBER, _CONTENT, _YEARS = 5, 44, 92  # widths of columns; _YEARS: of all years together


def dump(years: Years, book: RuleBook) -> bytes:
    """The workbook."""
    grid, out = lay_out(years, book), io.BytesIO()
    workbook = new_workbook(out, f"{TITLE}: {', '.join(name for name, _, _ in grid.plans)}")
    _fill(workbook.add_worksheet("Qua các năm"), Dress(workbook), grid)
    workbook.close()
    return out.getvalue()


def _fill(page: Any, dress: Dress, grid: Grid) -> None:
    widths = (_NUMBER, _CONTENT, *[max(22, _YEARS / len(grid.plans))] * len(grid.plans))
    last = len(widths) - 1
    plans = "; ".join(f"{name}: {count} nhiệm vụ ({file})" for name, file, count in grid.plans)
    for row, (text, form) in enumerate([(TITLE, dress.title), (f"{plans}. {grid.tally}", dress.plain)]):
        page.merge_range(row, 0, row, last, "", form)
        page.write_string(row, 0, text, form)
        page.set_row(row, wrapped(text, sum(widths)) * LINE_HEIGHT + 4)
    top = 3
    for column, (name, width) in enumerate(
        zip(("TT", "Nhiệm vụ", *(name for name, _, _ in grid.plans)), widths, strict=True)
    ):
        page.set_column(column, column, width)
        page.write_string(top, column, name, dress.head)
    page.freeze_panes(top + 1, 2)
    page.repeat_rows(top)
    print_setup(page)
    end = _rows(page, dress, grid, widths, top + 1)
    page.autofilter(top, 0, max(end - 1, top + 1), last)


def _rows(page: Any, dress: Dress, grid: Grid, widths: tuple[float, ...], row: int) -> int:
    """The measures, each in as many rows as its longest cell needs. Returns the row after them."""
    for number, (content, cells) in enumerate(grid.rows, start=1):
        columns: list[list[Block]] = [[[("", str(number))]], [[("", content)]], *(list(_cell(cell)) for cell in cells)]
        parts = [list(chunks(blocks, width)) for blocks, width in zip(columns, widths, strict=True)]
        for some in zip_longest(*parts, fillvalue=((), 0)):
            for column, (blocks, _) in enumerate(some):
                write_blocks(page, dress, (row, column), blocks, dress.text if column else dress.middle)
            page.set_row(row, min(max(lines for _, lines in some) * LINE_HEIGHT + 3, MOST_HIGH))
            row += 1
    return row


def _cell(cell: YearCell) -> Iterator[Block]:
    yield [("strong", cell.what)]
    if cell.note:
        yield [("note", cell.note)]
    for label, words in cell.said:
        yield [("label", f"{label}: "), ("", words)]
