"""Which tables of a document are the plan, and what is said where there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import rulebook
from pipeline.document import Document, Grid
from pipeline.errors import InputError, NoPlanTableError
from pipeline.read import read_bytes
from pipeline.table import find_plan_tables, judge_grids
from tests.drawing import document, draw

BOOK = rulebook.load()
PLAN = "STT | Nội dung | Thời gian | Chủ trì\n1 | Việc A | Quý I | Sở A\n2 | Việc B | Quý II | Sở B"
HEAD = "UBND TỈNH\\nSỞ NỘI VỤ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\\nĐộc lập - Tự do - Hạnh phúc"
SIGNATURE = "Nơi nhận:\\n- Như trên;\\n- Lưu: VT. | KT. GIÁM ĐỐC\\nPHÓ GIÁM ĐỐC\\n\\nTrần Văn A"
FORM = "STT | Nội dung | Thời gian | Chủ trì\n1 | ... | |\n2 | …… | |"
BUDGET = "STT | Nội dung | Số lượng | Đơn giá | Thành tiền\n1 | In tài liệu | 100 | 20.000 | 2.000.000"


def reasons(found: Document) -> tuple[str, ...]:
    with pytest.raises(NoPlanTableError) as error:
        find_plan_tables(found, rulebook.load())
    assert error.value.exit_code == 4
    assert error.value.remedy
    return error.value.reasons


def word(text: str, bordered: bool = True) -> list[Grid]:
    return [replace(grid, bordered=bordered) for grid in draw(text, word=True)]


def test_the_plan_among_other_tables() -> None:
    found = document(
        word(HEAD, False),
        "KẾ HOẠCH",
        word(SIGNATURE, False),
        "# PHỤ LỤC",
        word(BUDGET),
        "# PHỤ LỤC II",
        word(PLAN),
        "Mẫu báo cáo",
        word(FORM),
    )
    (table,) = find_plan_tables(found, rulebook.load())
    assert (table.id, table.annex, table.blocks) == ("T1", "PHỤ LỤC II", (6,))
    verdicts = judge_grids(found, rulebook.load())
    assert [v.accepted for v in verdicts] == [False, False, False, True, False]
    assert [v.block for v in verdicts] == [0, 2, 4, 6, 8]


def test_a_reason_for_each_table() -> None:
    lines = reasons(
        document(word(HEAD, False), "KẾ HOẠCH", word(SIGNATURE, False), "Biểu 1", word(FORM), "Biểu 2", word(BUDGET))
    )
    assert [line.split(":")[0] for line in lines] == ["Bảng thứ 1", "Bảng thứ 2", "Bảng thứ 3", "Bảng thứ 4"]
    for line, word_ in zip(lines, ("quốc hiệu", "nơi nhận", "biểu mẫu trống", "kinh phí"), strict=True):
        assert word_ in line


def test_the_message_names_the_file_and_says_what_to_do() -> None:
    with pytest.raises(NoPlanTableError) as error:
        find_plan_tables(document(word(HEAD, False), "KẾ HOẠCH", "Biểu 1", word(FORM), "Biểu 2", word(FORM)), BOOK)
    what, then = str(error.value).split("\n")
    assert what.startswith("thu.docx: ")
    assert "Bảng thứ 2, 3: biểu mẫu trống" in what
    assert "quốc hiệu" not in what
    assert "kehoach explain" in then
    assert "thu.docx" in then


def test_pages_are_named_in_a_pdf() -> None:
    assert reasons(document(draw(FORM, first_page=3)))[0].startswith("Bảng ở trang 3: biểu mẫu trống")


def test_a_plan_in_prose() -> None:
    lines = reasons(
        document(
            "1. Tuyên truyền cải cách hành chính", "- Đơn vị chủ trì: Văn phòng", "- Thời gian thực hiện: Quý I/2025",
            "2. Kiểm tra", "- Đơn vị chủ trì: Thanh tra",
        )
    )  # fmt: skip
    assert any("viết bằng lời" in line and "3 dòng" in line for line in lines)


@pytest.mark.parametrize("data", [b"%PDF-1.4 cut", b"%PDF-1.7\n%%EOF"])
def test_errors_of_a_pdf_name_it_once(data: bytes) -> None:
    with pytest.raises(InputError) as error:
        read_bytes(data, "ke-hoach.pdf", BOOK)
    assert str(error.value).count("ke-hoach.pdf: ") == 1
    assert str(error.value).startswith("ke-hoach.pdf: ")


def test_an_empty_document() -> None:
    assert len(reasons(document())) == 1


def test_strays_are_named_and_counted() -> None:
    from pipeline.document import Stray

    (grid,) = draw(PLAN)
    (table,) = find_plan_tables(document(replace(grid, strays=(Stray("DỰ THẢO", "trang 1"),))), rulebook.load())
    assert [(s.text, s.where) for s in table.unplaced] == [("DỰ THẢO", "trang 1")]
    assert table.characters == table.placed + 6


def test_body_words_that_are_also_headings() -> None:
    """The first row of a page without heading begins like one."""
    first, second = draw(
        """STT | Nội dung | Thời gian | Chủ trì
        1 | Việc A | Quý I | Sở A
        ---
        2 | Nội dung tuyên truyền | Tiến độ theo kế hoạch | Đơn vị chủ trì
        3 | Việc C | Quý I | Sở A"""
    )
    (table,) = find_plan_tables(document(first, second), rulebook.load())
    assert [r.number for r in table.rows] == ["1", "2", "3"]
