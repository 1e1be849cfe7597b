"""Plan tables in PDFs that lack rules: read in rows and told (P6), or refused and told (P7); never one silent row.

The oracle is the table that was drawn.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline import rulebook
from pipeline.document import Grid
from pipeline.errors import NoPlanTableError
from pipeline.model import Plan
from pipeline.read.pdf import read_pdf
from pipeline.run import extract

from .pdf_maker import BLANK, LETTER, PdfMaker, PdfPage

HEAD = ("STT", "Nội dung nhiệm vụ", "Thời gian", "Đơn vị chủ trì", "Sản phẩm")
ROWS = (
    ("I", "CẢI CÁCH THỂ CHẾ", "", "", ""),
    ("1", "Rà soát, sửa đổi các văn bản thuộc thẩm quyền ban hành của Sở", "Quý I/2025", "Phòng Pháp chế", "Danh mục"),
    ("2", "Tham mưu ban hành quy chế phối hợp", "Trước 30/6/2025", "Văn phòng Sở", "Quyết định"),
    ("3", "Theo dõi thi hành pháp luật tại các huyện", "Cả năm", "Thanh tra Sở", "Báo cáo kết quả theo dõi thi hành"),
    ("II", "CẢI CÁCH THỦ TỤC HÀNH CHÍNH", "", "", ""),
    ("1", "Giải quyết hồ sơ đúng hạn từ 98% trở lên", "Năm 2025", "Bộ phận Một cửa", "Hồ sơ đúng hạn 98%"),
    ("2", "Tổ chức đối thoại với doanh nghiệp", "Quý III/2025", "Phòng Quản lý Công nghệ", "02 hội nghị"),
)
XS = list(itertools.accumulate((50, 35, 180, 85, 95, 100)))
SIZE, LEAD, PAD = 11, 14.3, 5
Style = Callable[[PdfPage, list[float], bool], None]


def wrapped(text: str, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        fits = sum(SIZE * (BLANK if c == " " else LETTER) for c in longer) <= width
        lines = [*lines[:-1], longer] if fits or not lines[-1] else [*lines, word]
    return lines


def made(style: Style, rows: tuple[tuple[str, ...], ...] = ROWS, gap: float = 6, middle: bool = False) -> PdfMaker:
    """A plan in a PDF. gap: so much higher are rows than their lines; middle: cells stand in the middle of rows."""
    maker = PdfMaker()
    page, y = maker.page(), 100.0
    page.text(120, 60, "Kế hoạch cải cách hành chính năm 2025", 13, bold=True)
    ys = [y]
    for n, row in enumerate((HEAD, *rows)):
        cells = [wrapped(text, b - a - 2 * PAD) for text, (a, b) in zip(row, pairwise(XS), strict=True)]
        height = max(map(len, cells)) * LEAD + gap
        if y + height > 760:
            style(page, ys, len(maker.pages) == 1)
            page, y = maker.page(), 60.0
            ys = [y]
        for x, lines in zip(XS, cells, strict=False):
            down = (max(map(len, cells)) - len(lines)) * LEAD / 2 if middle else 0
            for k, line in enumerate(lines):
                if line:
                    page.text(x + PAD, y + down + LEAD * (k + 1) - 1, line, SIZE, bold=n == 0)
        y += height
        ys.append(y)
    style(page, ys, len(maker.pages) == 1)
    page.text(50, y + 35, "Trên đây là Kế hoạch cải cách hành chính năm 2025 của Sở.")
    return maker


def posts(page: PdfPage, ys: list[float], first: bool) -> None:
    """Verticals, and rules round the table and its heading."""
    for x in XS:
        page.line(x, ys[0], x, ys[-1])
    booktabs(page, ys, first)


def bare_posts(page: PdfPage, ys: list[float], first: bool) -> None:
    for x in XS:
        page.line(x, ys[0], x, ys[-1])


def inner_posts(page: PdfPage, ys: list[float], first: bool) -> None:
    """Verticals between the columns, a rule under the heading, and no outer border."""
    for x in XS[1:-1]:
        page.line(x, ys[0], x, ys[-1])
    if first:
        page.line(XS[0], ys[1], XS[-1], ys[1])


def booktabs(page: PdfPage, ys: list[float], first: bool) -> None:
    for y in (ys[0], ys[-1], *ys[1 : 1 + first]):
        page.line(XS[0], y, XS[-1], y)


def rules(page: PdfPage, ys: list[float], first: bool) -> None:
    for y in ys:
        page.line(XS[0], y, XS[-1], y)


def frame(page: PdfPage, ys: list[float], first: bool) -> None:
    page.frame(XS[0], ys[0], XS[-1], ys[-1])


def _filled(page: PdfPage, boxes: list[tuple[float, float, float, float]]) -> None:
    page.ops[:0] = ["0.85 g", *(f"{a} {page.height - d} {c - a} {d - b} re f" for a, b, c, d in boxes), "0 g"]


def stripes(page: PdfPage, ys: list[float], first: bool) -> None:
    """Every second row is coloured."""
    _filled(page, [(XS[0], a, XS[-1], b) for a, b in list(pairwise(ys))[::2]])


def coloured(page: PdfPage, ys: list[float], first: bool) -> None:
    """Each cell is coloured, gaps between them."""
    _filled(page, [(a + 1, c + 1, b - 1, d - 1) for c, d in pairwise(ys) for a, b in pairwise(XS)])


def nothing(page: PdfPage, ys: list[float], first: bool) -> None:
    pass


def read(maker: PdfMaker, folder: Path) -> Plan:
    path = folder / "ke-hoach.pdf"
    path.write_bytes(maker.bytes())
    return extract(path)


def cells(plan: Plan) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in task.cells) for task in plan.tasks]


def tasks(rows: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    return [row for row in rows if row[2]]


@pytest.mark.parametrize("times", [1, 5])
@pytest.mark.parametrize("middle", [False, True])
@pytest.mark.parametrize("style", [posts, bare_posts, booktabs, rules, frame, stripes, coloured, nothing])
def test_rows_are_read_however_little_is_ruled(style: Style, middle: bool, times: int, tmp_path: Path) -> None:
    plan = read(made(style, ROWS * times, middle=middle), tmp_path)
    assert cells(plan) == tasks(ROWS * times)
    assert [task.sections[-1].title for task in plan.tasks[:4]] == ["CẢI CÁCH THỂ CHẾ"] * 3 + [ROWS[4][1]]
    assert [f.code for f in plan.findings if f.code == "P6"] == ["P6"] * (style is not coloured)
    assert plan.accounting.characters.unplaced == 0


def test_a_table_without_outer_verticals_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(NoPlanTableError, match="không tách được hàng"):
        read(made(inner_posts, ROWS * 5), tmp_path)


@pytest.mark.parametrize("lines", [("1", "8"), ("S", "T", "T"), ("1", "0", "0")])
def test_a_number_broken_in_a_narrow_column_is_one_row(lines: tuple[str, ...]) -> None:
    maker = PdfMaker()
    page = maker.page().grid([50, 68, 250, 400], [50, 130])
    for n, line in enumerate(lines):
        page.text(55, 64 + n * 14, line).text(73, 64 + n * 14, f"Việc {n}").text(255, 64 + n * 14, "Sở")
    (grid,) = [b for b in read_pdf(maker.bytes(), "thu.pdf", rulebook.load()).blocks if isinstance(b, Grid)]
    assert (grid.rows, grid.cells[0].text) == (1, "".join(lines))


@pytest.mark.parametrize("style", [posts, booktabs, nothing])
def test_rows_that_cannot_be_told_are_refused_with_the_reason(style: Style, tmp_path: Path) -> None:
    """Cells in the middle of rows with nothing between them: no line shows where a row begins."""
    with pytest.raises(NoPlanTableError) as caught:
        read(made(style, gap=0, middle=True), tmp_path)
    assert "không tách được hàng" in str(caught.value)
    assert "bản Word" in str(caught.value)
