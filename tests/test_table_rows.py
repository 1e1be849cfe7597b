"""Rows: section or task, numbers, merged cells, ditto marks, totals and notes. Tables are drawn (tests/drawing.py)."""

from __future__ import annotations

import pytest

from pipeline import rulebook
from pipeline.document import PlanRow, PlanTable
from pipeline.table import find_plan_tables
from pipeline.table.labels import compact, read_label, split_label
from tests.drawing import document, draw

HEAD = "STT | Nội dung | Thời gian | Chủ trì\n"


def table(text: str, word: bool = True, head: str = HEAD) -> PlanTable:
    (found,) = find_plan_tables(document(draw(head + text, word)), rulebook.load())
    return found


def kinds(found: PlanTable) -> str:
    """One letter a row: s, t, T(otal), n(ote)."""
    return "".join({"section": "s", "task": "t", "total_row": "T", "note": "n"}[r.kind] for r in found.rows)


def paths(found: PlanTable) -> list[str]:
    return [
        "/".join([*(s.number or s.title for s in r.sections), r.number or "-"]) for r in found.rows if r.kind == "task"
    ]


def texts(row: PlanRow) -> list[str]:
    return [("~" if c.inherited else "") + c.text for c in row.cells]


# --- section or task -------------------------------------------------------------------------------------------


def test_level_is_not_in_the_shape_of_the_number() -> None:
    """1 and 2 are sections under I and tasks under II."""
    found = table(
        """I | CẢI CÁCH | |
        1 | Thể chế | |
        1.1 | Rà soát | Quý I | A
        1.2 | Ban hành | Quý II | A
        2. | Bộ máy | |
        2.1 | Sắp xếp | Quý I | B
        II | ĐO LƯỜNG | |
        1 | Khảo sát | Quý III | C
        2 | Công bố | Quý IV | C"""
    )
    assert kinds(found) == "ssttststt"
    assert paths(found) == ["I/1/1.1", "I/1/1.2", "I/2/2.1", "II/1", "II/2"]


def test_roman_row_with_a_deadline_is_a_task() -> None:
    found = table(
        """I | Công tác A | |
        1 | Việc 1 | Quý I | P1
        II | Công tác B | |
        1 | Việc 2 | Quý I | P1
        III | Công tác C | Trước 15/8 | P9
        IV | Công tác D | |
        1 | Việc 3 | Quý I | P1"""
    )
    assert kinds(found) == "ststtst"
    assert paths(found) == ["I/1", "II/1", "III", "IV/1"]


@pytest.mark.parametrize(
    "merged", ["I. Chỉ đạo, điều hành", "A. Chỉ đạo, điều hành", "1. Chỉ đạo, điều hành", "I - Chỉ đạo, điều hành"]
)
def test_label_of_a_merged_section_is_split_off(merged: str) -> None:
    found = table(f"{merged} | < | < | <\n1.1 | Việc | Quý I | A")
    (head,) = found.rows[1].sections
    assert (head.number, head.title) == (merged[0], "Chỉ đạo, điều hành")
    assert found.rows[0].cells[1].text == "Chỉ đạo, điều hành"


@pytest.mark.parametrize(
    "row", ["*Công tác tuyên truyền | < | < | <", " | *Công tác tuyên truyền | | ", " | CÔNG TÁC TUYÊN TRUYỀN | < | <"]
)
def test_sections_without_number(row: str) -> None:
    found = table(f"1 | Việc A | Quý I | A\n{row}\n2 | Việc B | Quý II | B\n3 | Việc C | Quý II | B")
    assert kinds(found) == "tstt"
    assert [len(r.sections) for r in found.rows] == [0, 0, 1, 1]
    assert found.rows[2].sections[0].number is None


def test_unfilled_tasks_do_not_vanish_as_sections() -> None:
    found = table("1 | Việc A | Quý I | A\n2 | Việc B | |\n3 | Việc C | Quý II | B\n4 | Việc D | |")
    assert kinds(found) == "tttt"
    found = table(
        """I | Nhóm | |
        1 | Việc A | | 
        2 | Việc B | | 
        3 | Việc C | Quý I | A
        II | Nhóm | |
        1 | Việc D | Quý I | A
        2 | Việc E | |"""
    )
    assert kinds(found) == "stttstt"


def test_sections_numbered_like_their_tasks() -> None:
    found = table(
        """1 | Tuyên truyền | |
        1 | Việc A | Quý I | A
        2 | Việc B | Quý I | A
        2 | Kiểm tra | |
        1 | Việc C | Quý I | A
        2 | Việc D | Quý I | A
        3 | Việc E | |"""
    )
    assert kinds(found) == "sttsttt"
    assert paths(found) == ["1/1", "1/2", "2/1", "2/2", "2/3"]


def test_three_levels_and_back() -> None:
    found = table(
        """A | PHẦN CHUNG | |
        I | Thể chế | |
        1 | Văn bản | |
        a) | Việc a | Quý I | A
        b) | Việc b | Quý I | A
        2 | Rà soát | |
        a) | Việc c | Quý I | A
        II | Bộ máy | |
        1 | Việc d | Quý II | B
        B | PHẦN RIÊNG | |
        I | Tài chính | |
        1 | Việc e | Quý II | B"""
    )
    assert paths(found) == ["A/I/1/a", "A/I/1/b", "A/I/2/a", "A/II/1", "B/I/1"]


def test_letters_that_look_roman() -> None:
    rows = "\n".join(f"{c} | Nhóm {c} | |\n1 | Việc | Quý I | A" for c in "ABCDEGHIK")
    assert paths(table(rows)) == [f"{c}/1" for c in "ABCDEGHIK"]


def test_parent_with_a_deadline_stays_a_task() -> None:
    found = table(
        "1 | Đề án | Quý IV | A\n1.1 | Khảo sát | Quý I | A\n1.2 | Soạn thảo | Quý II | B\n2 | Khác | Quý I | A"
    )
    assert kinds(found) == "tttt"
    assert [r.is_parent for r in found.rows] == [True, False, False, False]


def test_tasks_without_numbers_under_numbered_sections() -> None:
    found = table(
        "I | Nhóm A | |\n - | Việc A | Quý I | A\n - | Việc B | Quý I | A\nII | Nhóm B | |\n - | Việc C | Quý I | A"
    )
    assert kinds(found) == "sttst"
    assert [r.number for r in found.rows] == ["I", None, None, "II", None]
    assert found.rows[1].raw_number == "-"


def test_no_number_column_takes_the_label_from_the_content() -> None:
    found = table(
        """I. Nhóm A | < | <
        1. Rà soát văn bản | Quý I | A
        2. Ban hành quy chế | Quý II | B
        II. Nhóm B | < | <
        1. Kiểm tra | Quý III | C""",
        head="Nội dung | Thời gian | Chủ trì\n",
    )
    assert paths(found) == ["I/1", "I/2", "II/1"]
    assert [r.cells[0].text for r in found.rows if r.kind == "task"] == [
        "Rà soát văn bản",
        "Ban hành quy chế",
        "Kiểm tra",
    ]


def test_a_list_inside_a_cell_is_no_label() -> None:
    found = table("1. Rà soát\\n2. Ban hành | Quý I | A", head="Nội dung | Thời gian | Chủ trì\n")
    assert (found.rows[0].number, found.rows[0].cells[0].text) == (None, "1. Rà soát\n2. Ban hành")


# --- totals, notes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row", ["Tổng cộng | < | <| 3", " | Cộng | | ", " | Tổng số: 2 nhiệm vụ | < | <", "TỔNG CỘNG: | < | < | <"]
)
def test_total_rows(row: str) -> None:
    assert kinds(table(f"1 | Việc A | Quý I | A\n2 | Việc B | Quý I | A\n{row}")) == "ttT"


@pytest.mark.parametrize(
    "row",
    [
        "Ghi chú: các đơn vị báo cáo đúng hạn | < | < | <",
        "(*) Nhiệm vụ phát sinh | < | < | <",
        " | * Số liệu tạm tính | | ",
        "Các đơn vị căn cứ kế hoạch này để thực hiện. | < | < | <",
    ],
)
def test_note_rows(row: str) -> None:
    assert kinds(table(f"1 | Việc A | Quý I | A\n2 | Việc B | Quý I | A\n{row}")) == "ttn"


@pytest.mark.parametrize(
    "row",
    [
        "3 | Tổng hợp báo cáo năm | Quý IV | A",
        "3 | Cộng đồng học tập | Quý I | B",
        "3 | Tổng số hồ sơ giải quyết | Quý I | B",
        "3 | Ghi chú sổ sách | Quý I | C",
    ],
)
def test_tasks_that_sound_like_totals_or_notes(row: str) -> None:
    assert kinds(table(f"1 | Việc A | Quý I | A\n2 | Việc B | Quý I | A\n{row}")) == "ttt"


# --- numbers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "number"),
    [("2.", "2"), ("1 .1", "1.1"), ("I.", "I"), ("a)", "a"), ("(3)", "3"), ("１０", "10"), ("1.10", "1.10"),
     ("II.3.", "II.3"), ("đ)", "đ"), ("1,1", "1.1"), ("NV 03", "NV 03"), ("Mục 1", "Mục 1"), ("-", None),
     ("Sở Nội vụ", None), ("IIII", "IIII"), ("1/", "1")],
)  # fmt: skip
def test_numbers(raw: str, number: str | None) -> None:
    label = read_label(raw, ("nv", "mục"))
    assert (label.number if label else None) == number


@pytest.mark.parametrize(
    "text",
    [
        "2.000 hộ nghèo",
        "1,5 triệu đồng",
        "V/v báo cáo",
        "2026 - 2030",
        "5 lớp tập huấn",
        "a lô",
        "1 - 2 lớp",
        "Tháng 1. Việc",
    ],
)
def test_texts_that_only_look_labelled(text: str) -> None:
    assert split_label(text, ("mục", "phần")) is None


def test_narrow_number_columns() -> None:
    assert [compact(t) for t in ("VI I", "10 .", "II. 1", "NV 03", "1\n.\n2")] == ["VII", "10.", "II.1", "NV 03", "1.2"]


# --- merged cells, ditto marks ---------------------------------------------------------------------------------


def test_vertical_merges_are_filled_down() -> None:
    found = table("1 | Đề án | Quý I | Sở A\n^ | ^ | Quý II | Sở B\n2 | Việc | Quý III | Sở C\n3 | Việc khác | ^ | ^")
    assert [texts(r) for r in found.rows] == [
        ["1", "Đề án", "Quý I", "Sở A"],
        ["~1", "~Đề án", "Quý II", "Sở B"],
        ["2", "Việc", "Quý III", "Sở C"],
        ["3", "Việc khác", "~Quý III", "~Sở C"],
    ]
    assert found.rows[1].number == "1"
    assert found.rows[3].cells[3].fragments == found.rows[2].cells[3].fragments


def test_blank_cells_stay_blank() -> None:
    found = table("1 | Việc A | Quý I | Sở A\n2 | Việc B | | Sở B\n3 | Việc C | Quý I | ")
    assert texts(found.rows[1]) == ["2", "Việc B", "", "Sở B"]
    assert texts(found.rows[2]) == ["3", "Việc C", "Quý I", ""]


@pytest.mark.parametrize("mark", ["nt", "-nt-", "Như trên", "//", "″", '"', "- như trên -"])
def test_ditto_marks(mark: str) -> None:
    found = table(f"1 | Việc A | Quý I | Sở A\n2 | Việc B | {mark} | {mark}\n3 | Việc C | {mark} | Sở C")
    assert texts(found.rows[1]) == ["2", "Việc B", "~Quý I", "~Sở A"]
    assert texts(found.rows[2]) == ["3", "Việc C", "~Quý I", "Sở C"]
    assert found.rows[1].cells[2].mark == mark
    assert found.placed == found.characters


def test_a_dash_is_no_ditto_mark() -> None:
    assert texts(table("1 | Việc A | Quý I | Sở A\n2 | Việc B | - | x").rows[1]) == ["2", "Việc B", "-", "x"]


def test_a_cell_over_two_owner_columns_is_told() -> None:
    found = table(
        "1 | Việc A | Quý I | Các sở, ban, ngành | <\n2 | Việc B | Quý I | A | B",
        head="STT | Nội dung | Thời gian | Chủ trì | Phối hợp\n",
    )
    assert texts(found.rows[0]) == ["1", "Việc A", "Quý I", "Các sở, ban, ngành", ""]
    assert [n.code for n in found.notices] == ["G1"]


def test_columns_finer_than_the_heading() -> None:
    """Word tables edited by hand have more grid columns than headings."""
    found = table(
        "1 | < | Việc A | Quý I | Sở A\n2 | Việc B | < | Quý II | Sở B\n3 | < | Việc C | Quý II | Sở B",
        head="STT | < | Nội dung | Thời gian | Chủ trì\n",
    )
    assert [texts(r)[:2] for r in found.rows] == [["1", "Việc A"], ["2", "Việc B"], ["3", "Việc C"]]


def test_row_of_a_text_export_split_in_two() -> None:
    found = table(
        """1 | Rà soát thủ tục hành | Trong năm | - Các phòng đề xuất đơn
         | chính | 2023 | giản hóa
        2 | Việc B | Quý I | Sở B"""
    )
    assert texts(found.rows[0]) == [
        "1",
        "Rà soát thủ tục hành chính",
        "Trong năm 2023",
        "- Các phòng đề xuất đơn giản hóa",
    ]
    assert (found.rows[0].parts, found.counts.continuation) == (2, 1)


def test_repeated_heading_in_the_middle() -> None:
    found = table(
        """1 | Việc A | Quý I | Sở A
        STT | Nội dung | Thời gian | Chủ trì
        2 | Việc B | Quý I | Sở B
        (tiếp theo) | < | < | <
        3 | Việc C | Quý I | Sở B"""
    )
    assert kinds(found) == "ttt"
    assert found.counts.header == 3


def test_a_heading_in_other_words_inside_the_table_is_no_task() -> None:
    found = table(
        """STT | Nội dung nhiệm vụ | Thời gian | Đơn vị chủ trì
        1 | Việc A | Quý I | Sở A
        STT | Nội dung công việc | Thời hạn | Đơn vị thực hiện
        2 | Việc B | Quý II | Sở B""",
        head="",
    )
    assert [row.number for row in found.rows] == ["1", "2"]
    assert found.counts.header == 2


def test_names_below_a_signature_inside_the_table_are_no_task() -> None:
    found = table(
        """STT | Nội dung | Thời gian | Chủ trì
        1 | Việc A | Quý I | Sở A
        | NGƯỜI LẬP BIỂU | | GIÁM ĐỐC
        | Nguyễn Thị B | | Trần Văn C""",
        head="",
    )
    assert [row.kind for row in found.rows] == ["task", "note", "note"]


@pytest.mark.parametrize("letters", ["GHI", "TUV", "UVX", "UVWX"])
def test_a_roman_digit_among_letters_is_a_letter(letters: str) -> None:
    sections = "\n".join(f"{one} | NHÓM VIỆC | |\n1 | Việc | Quý I | Sở A" for one in letters)
    found = table(f"STT | Nội dung | Thời gian | Chủ trì\n{sections}", head="")
    assert kinds(found) == "st" * len(letters)
