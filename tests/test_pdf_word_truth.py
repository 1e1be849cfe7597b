"""A Word file and the PDF LibreOffice makes of it hold the same cells, line breaks of the writer included."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from pipeline import rulebook
from pipeline.document import Cell, Grid
from pipeline.read.pdf import read_pdf

from .build import Annex, Description, Layout, soffice_path, to_pdf, write_docx

CONTENTS = (
    "Rà soát, cập nhật danh mục văn bản thuộc thẩm quyền ban hành của Sở theo Quyết định số 91/QĐ-UBND ngày 11/01/2024",
    "- Xây dựng kế hoạch kiểm tra;\n- Tổ chức tập huấn cho công chức một cửa;\n- Báo cáo kết quả trước ngày 15/12",
    "Công khai thủ tục hành chính trên https://dichvucong.gov.vn và trang thông tin điện tử của đơn vị",
    "Duy trì, cải tiến hệ thống quản lý chất lượng theo Tiêu chuẩn quốc gia TCVN ISO 9001:2015",
    "Ứng dụng chữ ký số",
)
RESULTS = (
    "Đạt từ 85% trở lên",
    "100%\nKhông trễ hạn",
    "Văn bản/ Báo cáo",
    "",
    "Từ 02 giải pháp trở lên; số hóa 100% hồ sơ",
)
OWNERS = ("Văn phòng Sở", "Phòng KH-TC;\nThanh tra", "Các phòng, đơn vị liên quan", "UBND cấp huyện")
TIMES = ("Quý I/2024", "Trước 30/11/2024", "Thường xuyên", "Tháng 3, 6, 9 và 12")


def rows(count: int) -> tuple[tuple[str, ...], ...]:
    """Invented rows; every content meets every result."""
    header = ("STT", "Nội dung/ Nhiệm vụ", "Kết quả", "Thời gian", "Đơn vị chủ trì")
    pairs = list(product(CONTENTS, RESULTS))
    body = [
        (str(n + 1), *pairs[n * 7 % len(pairs)], TIMES[n % len(TIMES)], OWNERS[n % len(OWNERS)]) for n in range(count)
    ]
    return (header, *body)


WIDTHS = (12.0, 55.0, 35.0, 26.0, 36.0)
LAYOUTS = {
    "portrait": Layout(),
    "landscape": Layout(orientation="landscape", size=13),
    "low": Layout(page=(210, 140), size=13),
    "line-breaks": Layout(breaks="line", orientation="landscape"),
    "small": Layout(size=10, header_repeat=False),
}


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    if soffice_path() is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("truth")
    annex = Annex(rows=rows(25), heading="PHỤ LỤC", title="KẾ HOẠCH NĂM 2024", widths=WIDTHS)
    description = Description(type="KẾ HOẠCH", subject="Thử", annexes=(annex,))
    paths = []
    for name, layout in LAYOUTS.items():
        paths.append(folder / f"{name}.docx")
        write_docx(description, paths[-1], layout)
    return {path.stem: path for path in to_pdf(paths, folder)}


def physical_rows(path: Path) -> list[list[Cell]]:
    """The rows of all grids, a repeated header left out."""
    document = read_pdf(path.read_bytes(), path.name, rulebook.load())
    found: list[list[Cell]] = []
    for grid in document.blocks:
        if isinstance(grid, Grid):
            assert not grid.strays
            assert grid.columns == len(WIDTHS)
            for r in range(grid.rows):
                row = [cell for cell in grid.cells if cell.row == r]
                if not (found and [c.text for c in row] == [c.text for c in found[0]]):
                    found.append(row)
    return found


def stitched(upper: str, above: Cell, below: Cell) -> str:
    """The two parts of a cell cut by the page, as the stitcher joins them."""
    if not (upper and below.text):
        return upper or below.text
    assert above.room is not None
    assert below.lead is not None
    return upper + ("\n" if above.room >= below.lead + 1 else "" if upper[-1] in "-/" else " ") + below.text


@pytest.mark.parametrize("name", LAYOUTS)
def test_cells_equal_those_of_word(name: str, pdfs: dict[str, Path]) -> None:
    found = iter(physical_rows(pdfs[name]))
    for want in rows(25):
        row = next(found)
        texts = [cell.text for cell in row]
        while texts != list(want):
            below = next(found)
            assert below[0].text == "", (texts, want)
            texts = [stitched(text, above, part) for text, above, part in zip(texts, row, below, strict=True)]
            row = [part if part.text else above for above, part in zip(row, below, strict=True)]
    assert next(found, None) is None
