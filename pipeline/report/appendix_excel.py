"""The appendix of a comparison as a workbook (DOMAIN 8.2). In: Compared. Out: bytes.

One sheet compares, by sections, with a filter in its head; two columns for filtering stand outside the printed page.
The other counts by code and by section. Numbers such as 1.10 are text. Excel shows no row higher than 409 points: a
longer measure goes on in the row below.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, zip_longest
from typing import Any

from ..comparison import Compared
from ..rulebook import RuleBook
from .appendix import MARKS, NONE, TITLE, WITH, blocks, by_section, counted, kinds, subtitle
from .changes import Labels, tally
from .excel_rows import Block, chunks, wrapped
from .halves import Half
from .paired import Line, Sheet, lay_out

A4 = 9
LINE_HEIGHT = 15.75  # points, Times New Roman 12
MOST_HIGH = 409  # points: Excel shows no higher row
_WIDTHS = (4.5, 6.5, 29, 6.5, 29, 11.5, 26, 11.5, 30, 24)
_COUNTS = (44, 16, 16, 16, 16, 16, 16)
_PRINTED = 8  # columns
_DRESS = ({"changed": "gone"}, {"changed": "new"})


def dump(compared: Compared, book: RuleBook) -> bytes:
    """The workbook."""
    labels, sheet, out = Labels(book), lay_out(compared, book), io.BytesIO()
    workbook = new_workbook(out, f"{TITLE}: {subtitle(sheet)}")
    dress = Dress(workbook)
    _Comparison(workbook.add_worksheet("So sánh"), dress, sheet, labels).fill(compared)
    _Counts(workbook.add_worksheet("Tổng hợp"), dress).fill(sheet, compared, labels)
    workbook.close()
    return out.getvalue()


def new_workbook(out: io.BytesIO, title: str) -> Any:
    """An empty workbook in which nothing that is written becomes a number, a formula or a link."""
    import xlsxwriter

    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(out, options)
    workbook.set_properties({"title": title, "created": datetime(2000, 1, 1)})
    return workbook


class Dress:
    """Formats of cells, and of the runs in a cell by the names of blocks."""

    def __init__(self, book: Any) -> None:
        font = {"font_name": "Times New Roman", "font_size": 12}
        base = {**font, "valign": "top", "text_wrap": True}
        ruled = {**base, "border": 1, "num_format": "@"}
        self.title = book.add_format({**base, "bold": True, "font_size": 14, "align": "center"})
        self.subtitle = book.add_format({**base, "bold": True, "font_size": 13, "align": "center"})
        self.with_ = book.add_format({**base, "italic": True, "align": "center"})
        self.plain = book.add_format(base)
        self.heading = book.add_format({**base, "bold": True, "text_wrap": False})
        self.head = book.add_format(
            {**ruled, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E7E6E6"}
        )
        self.band = book.add_format({**ruled, "bold": True, "valign": "vcenter"})
        self.text = book.add_format({**ruled, "align": "left", "indent": 1})
        self.middle = book.add_format({**ruled, "align": "center"})
        self.number = book.add_format({**base, "border": 1, "align": "center"})
        dresses: dict[str, dict[str, Any]] = {
            "label": {"italic": True}, "strong": {"bold": True}, "note": {"bold": True, "italic": True},
            "new": {"bold": True, "underline": 1}, "gone": {"font_strikeout": True},
        }  # fmt: skip
        self.runs = {name: book.add_format({**font, **how}) for name, how in (("", {}), *dresses.items())}
        text = {**ruled, "align": "left", "indent": 1}
        self.cells = {name: book.add_format({**text, **how}) for name, how in dresses.items()}


class _Comparison:
    """The sheet that compares."""

    def __init__(self, page: Any, dress: Dress, sheet: Sheet, labels: Labels) -> None:
        self.page, self.dress, self.sheet, self.labels = page, dress, sheet, labels

    def fill(self, compared: Compared) -> None:
        top = self._head(compared)
        row, number = top + 1, count(1)
        for section, lines in by_section(self.sheet, self.sheet.lines):
            self._band(row, section)
            row += 1
            for line in lines:
                row = self._line(row, next(number), line)
        last = max(row - 1, top + 1)
        self.page.autofilter(top, 0, last, len(_WIDTHS) - 1)
        self.page.print_area(0, 0, last, _PRINTED - 1)

    def _head(self, compared: Compared) -> int:
        """Title, counts and column heads; the page set up. Returns the row of the heads."""
        page, dress = self.page, self.dress
        for row, (text, form) in enumerate([
            (TITLE, dress.title), (subtitle(self.sheet), dress.subtitle), (WITH, dress.with_),
            (f"Tóm tắt: {tally(compared)} {MARKS}", dress.plain),
        ]):  # fmt: skip
            page.merge_range(row, 0, row, _PRINTED - 1, "", form)
            page.write_string(row, 0, text, form)
            page.set_row(row, (wrapped(text, sum(_WIDTHS[:_PRINTED])) * LINE_HEIGHT) + 4)
        old, new = (f"{side[:1].lower()}{side[1:]}" for side in self.sheet.sides)
        heads = (
            "TT", f"STT {old}", self.sheet.sides[0], f"STT {new}", self.sheet.sides[1], "Loại thay đổi", "Thay đổi",
            "Cần xác nhận, xem lại", "Mục (để lọc)", "Chủ trì (để lọc)",
        )  # fmt: skip
        top = 5
        for column, (name, width) in enumerate(zip(heads, _WIDTHS, strict=True)):
            page.set_column(column, column, width)
            page.write_string(top, column, name, dress.head)
        page.set_row(top, 3 * LINE_HEIGHT)
        page.freeze_panes(top + 1, 0)
        page.repeat_rows(top)
        print_setup(page)
        return top

    def _band(self, row: int, section: str) -> None:
        self.page.merge_range(row, 0, row, _PRINTED - 1, "", self.dress.band)
        self.page.write_string(row, 0, section, self.dress.band)
        self.page.write_string(row, _PRINTED, section, self.dress.text)
        self.page.set_row(row, wrapped(section, sum(_WIDTHS[:_PRINTED]) * 0.9) * LINE_HEIGHT + 4)

    def _line(self, row: int, number: int, line: Line) -> int:
        """As many rows as its longest cell needs. Returns the row after them."""
        columns: list[list[Block]] = [
            [[("", str(number))]],
            [[("", half.place)] for half in line.old],
            [block for half in line.old for block in _half(half, 0, len(line.old) > 1)] or [[("label", NONE)]],
            [[("", half.place)] for half in line.new],
            [block for half in line.new for block in _half(half, 1, len(line.new) > 1)] or [[("label", NONE)]],
            [[("strong", kinds(line, self.labels))]],
            [[("", f"- {reason}")] for reason in line.told],
            [[("note", note)] for note in line.notes],
        ]
        parts = [list(chunks(blocks, width)) for blocks, width in zip(columns, _WIDTHS, strict=False)]
        leads = "; ".join(dict.fromkeys(half.lead for half in line.new or line.old if half.lead))
        for cells in zip_longest(*parts, fillvalue=((), 0)):
            for column, (cell, _) in enumerate(cells):
                form = self.dress.middle if column in (0, 1, 3) else self.dress.text
                write_blocks(self.page, self.dress, (row, column), cell, form)
            self.page.write_string(row, _PRINTED, line.section, self.dress.text)
            self.page.write_string(row, _PRINTED + 1, leads, self.dress.text)
            self.page.set_row(row, min(max(lines for _, lines in cells) * LINE_HEIGHT + 3, MOST_HIGH))
            row += 1
        return row


def write_blocks(page: Any, dress: Dress, at: tuple[int, int], blocks: Sequence[Block], form: Any) -> None:
    """A cell of several blocks, each on a line of its own, its runs dressed."""
    runs = [run for n, block in enumerate(blocks) for run in ([(block[0][0], "\n")] if n else []) + block if run[1]]
    text = "".join(text for _, text in runs)
    if not text:
        page.write_blank(*at, None, form)
    elif len({name for name, _ in runs}) == 1:
        page.write_string(*at, text, dress.cells.get(runs[0][0], form))
    else:
        page.write_rich_string(*at, *(each for name, text in runs for each in (dress.runs[name], text)), form)


def _half(half: Half, side: int, several: bool) -> Iterator[Block]:
    """A task's blocks; where it stands, and where several share a cell its number too."""
    where = " ".join(filter(None, (half.place if several else "", f"({half.where})" if half.where else "")))
    if where:
        yield [("label", where)]
    for label, pieces in blocks(half):
        yield [("label", label), *((_DRESS[side].get(p.mark, ""), p.text) for p in pieces)]


# --- the counts ---


@dataclass(frozen=True, slots=True)
class _Counts:
    """The sheet of counts: the documents, by code, by section, and what changed in the documents."""

    page: Any
    dress: Dress

    def fill(self, sheet: Sheet, compared: Compared, labels: Labels) -> None:
        for column, width in enumerate(_COUNTS):
            self.page.set_column(column, column, width)
        print_setup(self.page)
        self.page.write_string(0, 0, "TỔNG HỢP SO SÁNH", self.dress.heading)
        row = self._table(2, ("Văn bản", *sheet.sides), sheet.head, span=3)
        row = self._table(row, ("Loại thay đổi", "Số nhiệm vụ"), counted(compared, labels))
        heads = ("Mục", "Mới", "Không còn", "Có thay đổi", "Giữ nguyên")
        row = self._table(row, heads, [(section, *_kinds(lines)) for section, lines in by_section(sheet, sheet.lines)])
        for title, messages in (("Thay đổi của văn bản", sheet.messages), ("Cần xem lại", sheet.findings)):
            if messages:
                row = self._list(row, title, messages)

    def _table(self, row: int, heads: Sequence[str], lines: Sequence[Sequence[str | int]], span: int = 1) -> int:
        """span: columns of the sheet that each column of the table but the first takes."""
        for n, line in enumerate([heads, *lines]):
            lines_high = 1
            for place, value in enumerate(line):
                first, last = (0, 0) if place == 0 else ((place - 1) * span + 1, place * span)
                form = self.dress.head if n == 0 else self.dress.text if isinstance(value, str) else self.dress.number
                self._put(row + n, first, last, value, form)
                lines_high = max(lines_high, wrapped(str(value), sum(_COUNTS[first : last + 1])))
            self.page.set_row(row + n, min(lines_high * LINE_HEIGHT + 3, MOST_HIGH))
        return row + len(lines) + 2

    def _put(self, row: int, first: int, last: int, value: str | int, form: Any) -> None:
        shown = value if isinstance(value, int) else value or "không ghi"
        if last > first:
            self.page.merge_range(row, first, row, last, "", form)
        if isinstance(shown, int):
            self.page.write_number(row, first, shown, form)
        else:
            self.page.write_string(row, first, shown, form)

    def _list(self, row: int, title: str, messages: Sequence[str]) -> int:
        self.page.write_string(row, 0, title, self.dress.heading)
        for n, message in enumerate(messages, start=row + 1):
            self.page.merge_range(n, 0, n, len(_COUNTS) - 1, "", self.dress.plain)
            self.page.write_string(n, 0, f"- {message}", self.dress.plain)
            self.page.set_row(n, min(wrapped(message, sum(_COUNTS)) * LINE_HEIGHT + 3, MOST_HIGH))
        return row + len(messages) + 2


def _kinds(lines: Sequence[Line]) -> tuple[int, int, int, int]:
    new, gone = (sum(line.change.kind == kind for line in lines) for kind in ("new", "dropped"))
    same = sum(not line.codes for line in lines)
    return new, gone, len(lines) - new - gone - same, same


def print_setup(page: Any) -> None:
    """A4 landscape, as wide as the page, its number below."""
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    page.set_footer('&C&"Times New Roman"&P/&N')
