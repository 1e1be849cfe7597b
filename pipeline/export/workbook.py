"""tasks.xlsx: assignment sheets (one a lead unit, one for shared duties) and the tracking sheet (DOMAIN 8.2).

In: Plan. Out: bytes of a workbook as an office prints it: Times New Roman, A4 landscape, header repeated, real
dates as dd/mm/yyyy, numbers such as 1.10 as text. It decides nothing: what is absent in the plan is blank here.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from ..model import Plan, Task
from .flat import cell_text, names, target_text, with_all_findings
from .sheets import SHARED, Duty, assign, sheet_names

ASSIGN_COLUMNS: tuple[tuple[str, float], ...] = (
    ("STT", 5), ("Nội dung nhiệm vụ", 34), ("Chỉ tiêu", 17), ("Sản phẩm", 18), ("Thời hạn", 14), ("Ngày đến hạn", 11),
    ("Chủ trì", 17), ("Phối hợp", 18), ("Mục, STT gốc", 10), ("Văn bản nguồn", 14),
)  # fmt: skip
TRACK_COLUMNS: tuple[tuple[str, float], ...] = (
    ("Mã nhiệm vụ", 9), ("Mục, STT gốc", 10), ("Nội dung nhiệm vụ", 36), ("Chỉ tiêu", 16), ("Sản phẩm", 16),
    ("Thời hạn", 14), ("Hạn ban đầu", 11), ("Hạn hiện hành", 11), ("Chủ trì", 17), ("Phối hợp", 17),
    ("Trạng thái", 15), ("Kết quả thực hiện", 18), ("Mức độ hoàn thành (%)", 10), ("Khó khăn", 14), ("Đề xuất", 14),
    ("Ngày hoàn thành thực tế", 11), ("Gia hạn - Số lần", 8), ("Gia hạn - Mốc cũ", 11), ("Cần kiểm tra", 26),
)  # fmt: skip
CENTRED = ("STT", "Mã nhiệm vụ", "Mục, STT gốc")
A4, A3 = 9, 8
LINE_HEIGHT = 16.0  # points, Times New Roman 12
STATES = ("Chưa thực hiện", "Đang thực hiện trong hạn", "Đang thực hiện quá hạn", "Hoàn thành đúng hạn",
          "Hoàn thành quá hạn", "Tạm dừng", "Điều chỉnh, chuyển kỳ", "Hủy")  # fmt: skip


def dump(plan: Plan) -> bytes:
    """The workbook of one plan."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False,
                                     "strings_to_urls": False})  # fmt: skip
    book.set_properties({"title": plan.document.subject or plan.document.file.name, "created": datetime(2000, 1, 1)})
    style = _Style(book)
    duties = assign(plan)
    for unit, title in sheet_names(list(duties)).items():
        _assignment_sheet(book.add_worksheet(title), style, plan, unit, duties[unit])
    _tracking_sheet(book.add_worksheet("Bảng theo dõi"), style, plan)
    book.close()
    return out.getvalue()


class _Style:
    """The cell formats of the house style."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "text_wrap": True}
        ruled = {**base, "border": 1}
        self.title = book.add_format({**base, "bold": True, "font_size": 14, "text_wrap": False})
        self.source = book.add_format({**base, "italic": True, "text_wrap": False})
        self.head = book.add_format(
            {**ruled, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E7E6E6"}
        )
        self.group = book.add_format({**ruled, "bold": True})
        self.text = book.add_format({**ruled, "num_format": "@"})
        self.middle = book.add_format({**ruled, "num_format": "@", "align": "center"})
        self.date = book.add_format({**ruled, "num_format": "dd/mm/yyyy", "align": "center"})
        self.number = book.add_format({**ruled, "align": "center"})


def _assignment_sheet(sheet: Any, style: _Style, plan: Plan, unit: str, duties: Sequence[Duty]) -> None:
    heading = unit if unit == SHARED else f"Phân công nhiệm vụ: {unit}"
    top = _frame(sheet, style, plan, heading, ASSIGN_COLUMNS)
    row, serial = top + 1, 0
    for group in dict.fromkeys(d.group for d in duties):
        sheet.merge_range(row, 0, row, len(ASSIGN_COLUMNS) - 1, group, style.group)
        row += 1
        for duty in (d for d in duties if d.group == group):
            serial += 1
            _write(sheet, style, row, [str(serial), *_assigned(plan, duty.task)], ASSIGN_COLUMNS)
            row += 1


def _assigned(plan: Plan, task: Task) -> list[Any]:
    return [
        task.content,
        _targets(task),
        task.deliverable,
        _when(task),
        _due(task),
        names(task.owners, "lead"),
        names(task.owners, "cooperating"),
        _path(task),
        _source(plan),
    ]


def _tracking_sheet(sheet: Any, style: _Style, plan: Plan) -> None:
    top = _frame(sheet, style, plan, "Bảng theo dõi thực hiện nhiệm vụ", TRACK_COLUMNS)
    last = max(top + len(plan.tasks), top + 1)
    for number, task in enumerate(with_all_findings(plan), 1):
        _write(sheet, style, top + number, _tracked(task), TRACK_COLUMNS)
    sheet.autofilter(top, 0, last, len(TRACK_COLUMNS) - 1)
    state = [name for name, _ in TRACK_COLUMNS].index("Trạng thái")
    sheet.data_validation(top + 1, state, last, state, {"validate": "list", "source": list(STATES)})


def _tracked(task: Task) -> list[Any]:
    warnings = "\n".join(f"{f.code}: {f.message}" for f in task.findings if f.level != "info") or None
    return [
        task.id,
        _path(task),
        task.content,
        _targets(task),
        task.deliverable,
        _when(task),
        _due(task),
        _due(task),
        names(task.owners, "lead"),
        names(task.owners, "cooperating"),
        "Chưa thực hiện",
        *[None] * 7,
        warnings,
    ]


def _frame(sheet: Any, style: _Style, plan: Plan, heading: str, columns: Sequence[tuple[str, float]]) -> int:
    """Titles, header row, page set-up. Returns the header's row."""
    sheet.write_string(0, 0, heading.upper(), style.title)
    sheet.write_string(1, 0, _source_line(plan), style.source)
    header = 3
    for column, (name, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(header, column, name, style.head)
    sheet.freeze_panes(header + 1, 3 if columns is TRACK_COLUMNS else 2)
    sheet.set_row(header, 2 * LINE_HEIGHT + (LINE_HEIGHT if columns is TRACK_COLUMNS else 0))
    sheet.set_landscape()
    sheet.set_paper(A3 if columns is TRACK_COLUMNS else A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.set_footer("&C&P/&N")
    return header


def _write(sheet: Any, style: _Style, row: int, values: Sequence[Any], columns: Sequence[tuple[str, float]]) -> None:
    lines = 1
    for column, value in enumerate(values):
        if isinstance(value, date):
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), style.date)
        elif value is None:
            sheet.write_blank(row, column, None, style.text)
        else:
            sheet.write_string(row, column, value, style.middle if columns[column][0] in CENTRED else style.text)
            lines = max(lines, _lines(value, columns[column][1]))
    sheet.set_row(row, min(lines * LINE_HEIGHT + 2, 409))


def _lines(text: str, width: float) -> int:
    """Lines a text takes in a column of that many characters; some programs do not fit rows by themselves.

    >>> _lines("một hai ba bốn", 9), _lines("a\\nb", 20)
    (2, 2)
    """
    return sum(len(textwrap.wrap(line, max(int(width * 1.12), 4))) or 1 for line in text.split("\n"))


def _path(task: Task) -> str | None:
    """ "I > 1 > 1.4": the numbers of the sections and of the task; the section titles stand in tasks.csv."""
    return " > ".join(n for n in (*(s.number for s in task.sections), task.number) if n) or None


def _targets(task: Task) -> str | None:
    return "\n".join(dict.fromkeys(target_text(t) for t in task.targets if t.role == "target")) or None


def _when(task: Task) -> str | None:
    return (task.deadline.text or None) if task.deadline else cell_text(task, "time")


def _due(task: Task) -> date | None:
    due = task.deadline.due_date if task.deadline else None
    return date.fromisoformat(due) if due else None


def _source(plan: Plan) -> str:
    return plan.document.reference or plan.document.file.name


def _source_line(plan: Plan) -> str:
    """The document in words: type, number, day, issuer."""
    info = plan.document
    day = f"ngày {date.fromisoformat(info.issued_on):%d/%m/%Y}" if info.issued_on else ""
    number = f"số {info.reference}" if info.reference else ""
    issuer = f"của {info.issuer.name}" if info.issuer.name else ""
    words = " ".join(part for part in (info.type or "Văn bản", number, day, issuer) if part)
    return f"Nguồn: {words} (tệp {info.file.name})"
