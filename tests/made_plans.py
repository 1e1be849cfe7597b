"""Plans made in memory for the comparison: rows in, a Plan read by the real stages out. No file is written.

A row is a dict by column name (no, content, target, product, time, lead, coop, method, budget, basis, note); "section"
names the section it stands in. `table` builds the plan of one table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline import rulebook
from pipeline.document import Cell, Document, Grid, Paragraph
from pipeline.model import Plan
from pipeline.normalize.plan import normalize
from pipeline.table import find_plan_tables

BOOK = rulebook.load()
HEADINGS = {
    "no": "STT", "content": "Nội dung nhiệm vụ", "target": "Chỉ tiêu", "product": "Sản phẩm",
    "result": "Kết quả/ Sản phẩm",
    "time": "Thời gian thực hiện", "lead": "Chủ trì", "coop": "Phối hợp", "method": "Cách thức thực hiện",
    "budget": "Kinh phí", "basis": "Căn cứ", "note": "Ghi chú",
}  # fmt: skip
COLUMNS = ("no", "content", "target", "product", "time", "lead", "coop")
Row = Mapping[str, str]
_HEAD = (
    "UBND TỈNH BÌNH SƠN", "{issuer_capitals}", "Số: {number}/KH-SNV", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc", "Bình Sơn, {day}", "KẾ HOẠCH", "{subject}",
)  # fmt: skip


def table(
    year: int,
    rows: Sequence[Row],
    columns: Sequence[str] = COLUMNS,
    *,
    day: str = "",
    subject: str = "Nâng cao chất lượng công tác văn thư của Sở Nội vụ năm {year}",
    body: Sequence[str] = (),
    issuer: str = "Sở Nội vụ",
) -> Plan:
    """The plan of one table; day: as printed after the place."""
    words = {
        "issuer_capitals": issuer.upper(), "number": str(year % 100), "day": day or f"ngày 17 tháng 3 năm {year}",
        "subject": subject.format(year=year),
    }  # fmt: skip
    head = [line.format(**words) for line in _HEAD]
    tail = ["Nơi nhận:", "- Lưu: VT, VP.", "GIÁM ĐỐC", "Trần Minh An", "PHỤ LỤC", "NHIỆM VỤ CÔNG TÁC VĂN THƯ"]
    lines = [Paragraph(text) for text in (*head, *body, *tail)]
    document = Document(f"ke-hoach-{year}.docx", f"{year:064d}", "docx", (*lines, grid(rows, columns)))
    return normalize(document, find_plan_tables(document, BOOK), BOOK)


def grid(rows: Sequence[Row], columns: Sequence[str]) -> Grid:
    """The table; a section row stands before the first row of each section."""
    lines = [[HEADINGS[name] for name in columns]]
    current = None
    for n, row in enumerate(rows, start=1):
        section = row.get("section")
        if section is not None and section != current:
            number, _, title = section.partition(" ")
            lines.append([number, title, *[""] * (len(columns) - 2)])
            current = section
        lines.append([row.get(name, str(n) if name == "no" else "") for name in columns])
    cells = tuple(Cell(r, c, text) for r, line in enumerate(lines) for c, text in enumerate(line))
    return Grid(len(lines), len(columns), cells, header_rows=1)
