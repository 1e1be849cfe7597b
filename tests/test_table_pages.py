"""Tables over many pages: grids joined, rows healed, merged cells taken over. Drawn, with `---` between pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import rulebook
from pipeline.document import Cell, Grid, Paragraph, PlanTable
from pipeline.export.flat import rows as rows_of
from pipeline.normalize.plan import normalize
from pipeline.table import find_plan_tables
from pipeline.table.join import Value, separator
from tests.drawing import document, draw

HEAD = "STT | Nội dung | Thời gian | Chủ trì\n"


def tables(text: str, word: bool = False, head: str = HEAD) -> tuple[PlanTable, ...]:
    return find_plan_tables(document(draw(head + text, word)), rulebook.load())


def rows(text: str, word: bool = False) -> list[list[str]]:
    (found,) = tables(text, word)
    return [[("~" if c.inherited else "") + c.text for c in r.cells] for r in found.rows]


# --- rows cut by a page ----------------------------------------------------------------------------------------


def test_cut_in_mid_phrase() -> None:
    cut = """1 | Mức độ hài lòng về thủ tục hành | Trong năm | Các phòng rà soát, đề xuất đơn
    ---
     | chính | 2023 | giản hóa thủ tục
    2 | Việc B | Quý I | A"""
    assert rows(cut)[0][1:3] == ["Mức độ hài lòng về thủ tục hành chính", "Trong năm 2023"]
    assert rows(cut)[0][3] == "Các phòng rà soát, đề xuất đơn giản hóa thủ tục"
    (found,) = tables(cut)
    assert [len(c.fragments) for c in found.rows[0].cells] == [1, 2, 2, 2]
    assert (found.rows[0].parts, found.counts.continuation, found.counts.task) == (2, 1, 2)
    assert found.pages == (1, 2)


def test_new_bullet_on_the_next_page_is_a_new_line() -> None:
    cut = "1 | - Rà soát văn bản; | Quý I | A\n---\n | - Ban hành quy chế | | \n2 | Việc B | Quý II | B"
    assert rows(cut)[0][1] == "- Rà soát văn bản;\n- Ban hành quy chế"


def test_over_three_pages_under_repeated_headings() -> None:
    cut = f"""1 | Xây dựng kế hoạch và | Quý I | Sở A
    ---
    {HEAD} | tổ chức triển khai các | | 
    ---
    {HEAD} | nhiệm vụ được giao | | 
    2 | B | Quý I | C"""
    assert rows(cut)[0] == ["1", "Xây dựng kế hoạch và tổ chức triển khai các nhiệm vụ được giao", "Quý I", "Sở A"]


def test_a_heading_that_runs_on_into_the_rest_of_a_cut_row() -> None:
    """ReportLab draws no rule between a repeated heading and the rest of a row."""
    cut = """1 | Xây dựng kế hoạch và | Quý I | Sở A
    ---
    STT | Nội dung\\ntổ chức thực hiện | Thời gian | Chủ trì
    2 | B | Quý I | C"""
    (found,) = tables(cut)
    assert [r.cells[1].text for r in found.rows] == ["Xây dựng kế hoạch và tổ chức thực hiện", "B"]
    assert (found.counts.header, found.counts.continuation, found.counts.total) == (2, 1, 5)


def test_content_that_the_page_kept_together_below_its_number() -> None:
    """Widow control moves two lines to the next page, and leaves the number and the owner."""
    cut = "1 | Việc A | Quý I | A\n2 | | | Sở Y tế\n---\n | Rà soát văn bản. | Quý II |\n3 | Việc C | Quý I | A"
    assert rows(cut)[1] == ["2", "Rà soát văn bản.", "Quý II", "Sở Y tế"]


def test_only_the_owners_go_on() -> None:
    cut = "1 | Rà soát. | Quý I | Sở Nội vụ; Sở Tài chính;\n---\n | | | Sở Y tế\n2 | Việc B | Quý II | B"
    assert rows(cut)[0][3] == "Sở Nội vụ; Sở Tài chính; Sở Y tế"


def test_number_in_the_lower_part() -> None:
    cut = "1 | Việc A | Quý I | A\n | Rà soát các văn bản của | | \n---\n2 | tỉnh | Quý II | B\n3 | Việc C | Quý I | A"
    assert rows(cut)[1] == ["2", "Rà soát các văn bản của tỉnh", "Quý II", "B"]


def test_number_cut_by_a_narrow_column() -> None:
    cut = """2.6 | Việc A | Quý I | A
    2. | Đẩy mạnh phát triển hạ tầng kết | Năm | Sở Khoa học
    ---
    7 | nối số | 2025 | và Công nghệ
    2.8 | Việc | Quý I | A"""
    assert rows(cut)[1] == ["2.7", "Đẩy mạnh phát triển hạ tầng kết nối số", "Năm 2025", "Sở Khoa học và Công nghệ"]


def test_section_title_cut_by_the_page() -> None:
    cut = "I | Nâng cao hiệu quả của | |\n---\n | công tác tuyên truyền | |\n1 | Việc A | Quý I | A"
    (found,) = tables(cut)
    assert [r.kind for r in found.rows] == ["section", "task"]
    assert found.rows[1].sections[0].title == "Nâng cao hiệu quả của công tác tuyên truyền"


# --- new rows at the top of a page -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lower",
    [" | Ban hành quy chế. | Quý II | Sở B", " | - Ban hành quy chế. | Quý II | Sở B", " | Tập huấn | Hằng năm | Sở C"],
)  # fmt: skip
def test_new_row_of_a_merged_task(lower: str) -> None:
    """The number is blank, yet the row begins a sentence, with an owner and a deadline of its own."""
    found = rows(f"1 | Rà soát văn bản. | Quý I | Sở A\n---\n{lower}\n2 | Việc B | Quý II | B")
    assert len(found) == 3
    assert found[0] == ["1", "Rà soát văn bản.", "Quý I", "Sở A"]


def test_a_row_that_left_much_room_is_not_cut() -> None:
    """The same text: a cut row fills its page but for a line or two."""
    first, second = draw(
        HEAD + "1 | - Rà soát văn bản | Quý I | Sở A\n---\n | - Ban hành | | \n2 | Việc B | Quý II | B"
    )
    for spare, count in ((0.4, 2), (9.0, 3)):
        (found,) = find_plan_tables(document(replace(first, spare=spare), second), rulebook.load())
        assert len(found.rows) == count


def test_a_number_cut_by_the_page_is_made_whole() -> None:
    """ "III" in a narrow column, its row cut too: II stands above, so "II" and "I" are no numbers of their own."""
    text = """I | Mục một | |
    1 | Việc A | Quý I | Sở A
    II | Mục hai | |
    1 | Việc B | Quý I | Sở B
    2 | Việc C | Quý I | Sở C
    ---
    I | và hạ tầng số | |
    1 | Việc D | Quý I | Sở D"""
    found = rows(text.replace("---", "II | Phát triển nhân lực | |\n    ---"))
    assert [r[0] for r in found] == ["I", "1", "II", "1", "2", "III", "1"]
    assert [r[0] for r in rows(text.replace("I | và hạ tầng", "III | Hạ tầng"))] == [
        "I",
        "1",
        "II",
        "1",
        "2",
        "III",
        "1",
    ]
    restart = "I | Mục | |\n1 | A | Quý I | A\nII | Mục | |\n1 | B | Quý I | B\n---\n2 | C | Quý I | C"
    assert [r[0] for r in rows(restart)] == ["I", "1", "II", "1", "2"]
    eleven = "\n".join(f"{n} | Việc | Quý I | Sở A" for n in range(1, 12))
    assert len(rows(f"{eleven}\nII | Mục | |\n1 | Việc B | Quý I | B\n---\n2 | Việc C | Quý I | C")) == 14


def test_many_cut_rows_do_not_hide_that_rows_are_numbered() -> None:
    parts = "\n---\n".join(" | Đẩy mạnh | | " for _ in range(9))
    (found,) = tables(f"1 | Rà soát; | Quý I | A\n---\n{parts}\n2 | Việc B | Quý II | B")
    assert [(r.number, r.parts) for r in found.rows] == [("1", 10), ("2", 1)]


def test_a_row_that_reads_like_a_heading_is_none_where_headings_are_bold() -> None:
    head = "*STT | *Nội dung | *Kết quả | *Chủ trì\n"
    (found,) = tables(
        """1 | Việc A | Văn bản | Sở A
        2 | Việc B cho các | Văn bản | Sở A
        ---
        | đơn vị | |
        | Nhiệm vụ thường xuyên | Kết quả thực hiện | Đơn vị chủ trì
        3 | Việc D | Văn bản | Sở A""",
        head=head,
    )
    assert len(found.rows) == 4


def test_sub_rows_of_a_merged_number_over_a_page() -> None:
    found = rows(
        """1 | Việc A | Quý I | Sở A
        ^ | Việc B | Quý II | Sở B
        ---
        ^ | Việc C | Quý III | Sở C
        2 | Việc D | Quý I | D"""
    )
    assert [r[0] for r in found] == ["1", "~1", "~1", "2"]


def test_merged_owner_over_a_page() -> None:
    """The rest of the merged cell stands empty on the next page, over two rows."""
    found = rows(
        """1 | Việc A | Quý I | Sở A
        2 | Việc B | Quý II | ^
        ---
        3 | Việc C | Quý III | ^
        4 | Việc D | Quý I | ^
        5 | Việc E | Quý I | Sở E"""
    )
    assert [r[3] for r in found] == ["Sở A", "~Sở A", "~Sở A", "~Sở A", "Sở E"]


def test_a_blank_cell_at_the_top_of_a_page_stays_blank() -> None:
    found = rows(
        "1 | Việc A | Quý I | Sở A\n2 | Việc B | Quý II | Sở B\n---\n3 | Việc C | Quý III | \n4 | Việc D | Quý I | Sở D"
    )
    assert found[2] == ["3", "Việc C", "Quý III", ""]


def test_the_rest_of_a_merged_cell_that_nothing_shows_is_told() -> None:
    """One row of the merged owner on each page: the lower part looks like a cell left empty."""
    (found,) = tables(
        """1 | Việc A | Quý I | Sở A
        2 | Việc B | Quý II | ^
        3 | Việc C | Quý II | Sở C
        ---
        4 | Việc D | Quý III |
        5 | Việc E | Quý IV | Sở E"""
    )
    assert found.rows[3].cells[3].text == ""
    assert [(n.code, n.page) for n in found.notices] == [("G3", 2)]


def blanks(text: str, head: str = HEAD) -> list[tuple[int | None, str, int | None]]:
    """What is told of empty cells: row, quote, page."""
    (found,) = tables(text, head=head)
    return [(n.row, n.quote or "", n.page) for n in found.notices if n.code == "G3"]


def test_no_merged_cell_is_seen_where_each_page_holds_one_of_its_rows() -> None:
    """Inside pages the owner is never empty: at the top of a page it may be merged with the one above."""
    text = """1 | Việc A | Quý I | Sở A
        2 | Việc B | Quý II | Sở B
        ---
        3 | Việc C | Quý III |
        4 | Việc D | Quý I | Sở D
        5 | Việc E | Quý I | Sở E"""
    assert blanks(text) == [(3, "Sở B", 2)]
    assert blanks(text.replace("Sở D", "")) == []  # a table with empty cells


def test_a_merged_cell_over_three_pages_is_told_on_each() -> None:
    text = """1 | Việc A | Quý I | Sở A
        2 | Việc B | Quý II | Sở B
        ---
        3 | Việc C | Quý III |
        ---
        4 | Việc D | Quý I |
        5 | Việc E | Quý I | Sở E"""
    assert blanks(text) == [(3, "Sở B", 2), (4, "Sở B", 3)]


def test_a_task_whose_owner_and_deadline_are_merged_over_the_page() -> None:
    """Number and content alone, as in a section: told once it is known to be a task."""
    text = """1 | Việc A | Quý I | Sở A
        2 | Việc B | Quý II | Sở B
        ---
        3 | Rà soát, sửa đổi quy chế làm việc của cơ quan | |
        4 | Việc D | Quý I | Sở D"""
    assert blanks(text) == [(3, "Quý II", 2), (3, "Sở B", 2)]
    section = text.replace("3 | Rà soát, sửa đổi quy chế làm việc của cơ quan", "II | *NHIỆM VỤ KHÁC")
    assert blanks(section.replace("1 | Việc A", "I | *NHIỆM VỤ | |\n1 | Việc A", 1)) == []


def test_what_is_told_of_a_row_names_its_task() -> None:
    """It does not stand at the task: the Word file of the same plan has no page break to ask about (CONTRACT 2.3)."""
    drawn = document(draw(HEAD + "1 | A | Quý I | Sở A\n2 | B | Quý II | Sở B\n---\n3 | C | Quý III | "))
    book = rulebook.load()
    plan = normalize(drawn, find_plan_tables(drawn, book), book)
    assert [f.task for f in plan.findings if f.code == "G3"] == ["T1.r003"]
    assert "G3" not in {f.code for f in plan.tasks[2].findings}
    assert "G3: Ô “Chủ trì” của hàng đầu trang để trống" in str(list(rows_of(plan))[2]["findings"])


def test_numberless_tables() -> None:
    """Without a number column a row of its own is told by its text."""
    head = "Nội dung | Thời gian | Chủ trì\n"
    (found,) = tables(
        """Rà soát văn bản | Quý I | Sở A
        Ban hành | Quý I | Sở A
        ---
        Kiểm tra | Quý II | Sở B
        Tổng kết | Quý IV | Sở A""",
        head=head,
    )
    assert len(found.rows) == 4
    (found,) = tables("Rà soát văn bản của | Quý I | Sở A\n---\ncác đơn vị | | \nTổng kết | Quý IV | Sở A", head=head)
    assert [r.cells[0].text for r in found.rows] == ["Rà soát văn bản của các đơn vị", "Tổng kết"]


FULL = "\n".join(f"{n} | Việc | Quý I | Sở A | Sở B" for n in range(1, 7))
WIDE = "STT | Nội dung | Thời gian | Chủ trì | Phối hợp\n"


def test_a_blank_that_stands_in_no_other_row_is_the_rest_of_a_merged_cell() -> None:
    """Owner and deadline; a task without anybody to help is common, so that cell stays empty. Both are told."""
    (found,) = tables(
        f"""{FULL}
        7 | Việc | Quý II | ^ | ^
        8 | Việc | Quý II | Sở C | Sở D
        ---
        9 | Việc | Quý III | |
        10 | Việc | Quý IV | Sở E | Sở G""",
        head=WIDE,
    )
    assert [(c.text, c.inherited) for c in found.rows[8].cells[3:]] == [("Sở C", True), ("", False)]
    assert [n.code for n in found.notices] == ["G3", "G3"]


def test_an_empty_cell_merged_below_the_top_of_a_page_is_no_empty_cell_inside_it() -> None:
    """9 has the owner of 8; 11 and 12 that of 10. What is taken is told of the table, not of a task."""
    (found,) = tables(
        f"""{FULL}
        7 | Việc | Quý II | ^ | Sở B
        8 | Việc | Quý II | Sở C | Sở D
        ---
        9 | Việc | Quý III | | Sở D
        10 | Việc | Quý III | Sở E | Sở D
        ---
        11 | Việc | Quý III | ^ | Sở G
        12 | Việc | Quý III | ^ | Sở G
        13 | Việc | Quý IV | Sở H | Sở G""",
        head=WIDE,
    )
    owners = [row.cells[3] for row in found.rows[8:12]]
    assert [(c.text, c.inherited) for c in owners] == [("Sở C", True), ("Sở E", False), ("Sở E", True), ("Sở E", True)]
    assert [(n.code, n.row, n.page) for n in found.notices] == [("G3", None, 2)]


def test_the_text_of_a_merged_cell_goes_on_beside_a_new_row() -> None:
    found = rows(
        """1 | Việc A | Quý I | Các phòng rà soát, đề xuất đơn giản hóa
        2 | Việc B | Quý II | ^
        ---
        3 | Việc C | Quý III | thủ tục thuộc lĩnh vực của
        4 | Việc D | Quý I | ^
        5 | Việc E | Quý I | Sở E"""
    )
    whole = "Các phòng rà soát, đề xuất đơn giản hóa thủ tục thuộc lĩnh vực của"
    assert [r[3] for r in found] == [whole, f"~{whole}", f"~{whole}", f"~{whole}", "Sở E"]


def test_a_new_owner_below_a_merged_one_is_new() -> None:
    found = rows(
        """1 | Việc A | Quý I | Văn phòng Sở
        2 | Việc B | Quý II | ^
        ---
        3 | Việc C | Quý III | Bộ phận Một cửa
        4 | Việc D | Quý I | ^"""
    )
    assert [r[3] for r in found] == ["Văn phòng Sở", "~Văn phòng Sở", "Bộ phận Một cửa", "~Bộ phận Một cửa"]


def test_a_section_below_merged_cells_takes_nothing_over() -> None:
    (found,) = tables(
        """I | *Các tiêu chí | | |
        1 | Việc A | Quý I | Sở A | Sở B
        2 | Việc B | ^ | ^ | Sở D
        ---
        II | *Các tiêu chí khác | | |
        1 | Việc C | Quý I | Sở A | Sở B""",
        head=WIDE,
    )
    assert [r.kind for r in found.rows] == ["section", "task", "task", "section", "task"]


def test_without_a_merged_number_a_row_without_one_has_none() -> None:
    """It may be merged with the one above: told, not taken."""
    (found,) = tables(
        """1 | Việc A. | Quý I | Sở A
        2 | Việc B. | Quý I | Sở A
        ---
        | Ban hành quy chế. | Quý II | Sở B
        4 | Việc D. | Quý I | Sở A"""
    )
    assert [r.number for r in found.rows] == ["1", "2", None, "4"]
    assert [n.code for n in found.notices] == ["G3"]


# --- repeated headings -----------------------------------------------------------------------------------------


def test_a_heading_that_spilled_into_the_index_row() -> None:
    head = "STT | Nội dung | Thời hạn hoàn thành | Chủ trì\n(1) | (2) | (3) | (4)\n"
    again = "STT | Nội dung | Thời hạn | Chủ trì\n(1) | (2) | hoàn\\n(3) | (4)\n"
    (found,) = tables(f"1 | Việc A | Quý I | A\n---\n{again}2 | Việc B | Quý I | B", head=head)
    assert [r.number for r in found.rows] == ["1", "2"]
    assert (found.counts.header, found.counts.index) == (2, 2)


@pytest.mark.parametrize(
    ("upper", "lower", "headers"),
    [
        ("STT | Nội dung nhiệm | Thời gian thực | Đơn vị chủ", " | vụ | hiện | trì",
         ["STT", "Nội dung nhiệm vụ", "Thời gian thực hiện", "Đơn vị chủ trì"]),
        ("STT | Nội dung | Thời gian | Đơn vị", " | | | chủ trì", ["STT", "Nội dung", "Thời gian", "Đơn vị chủ trì"]),
        ("STT | Nội dung | Thời | Sản phẩm đầu", " | | hạn | ra", ["STT", "Nội dung", "Thời hạn", "Sản phẩm đầu ra"]),
        ("STT | Nội dung | Đơn vị thực hiện | <", " | | Chủ trì | Phối hợp",
         ["STT", "Nội dung", "Đơn vị thực hiện / Chủ trì", "Đơn vị thực hiện / Phối hợp"]),
    ],
)  # fmt: skip
def test_a_heading_cut_by_the_page(upper: str, lower: str, headers: list[str]) -> None:
    (found,) = tables(f"{upper}\n---\n{lower}\n1 | A | Quý I | Sở A\n2 | B | Quý II | Sở B", head="")
    assert [c.header for c in found.columns] == headers
    assert [r.number for r in found.rows] == ["1", "2"]


@pytest.mark.parametrize("first", ["1 | vụ | Quý I | trì", " | Rà soát | hiện | Sở A", HEAD.strip()])
def test_a_row_below_a_heading_is_no_part_of_it(first: str) -> None:
    (found,) = tables(f"---\n{first}\n2 | B | Quý II | Sở B")
    assert [c.header for c in found.columns] == ["STT", "Nội dung", "Thời gian", "Chủ trì"]
    assert len(found.rows) == (1 if first == HEAD.strip() else 2)


def test_the_rest_of_a_row_is_no_third_row_of_a_heading() -> None:
    """Only cells under the spanning heading go on: they stand like children of it."""
    head = "STT | Nội dung | Đơn vị | <\n^ | ^ | Chủ trì | Phối hợp\n"
    found = tables(f"1 | Việc A | Sở A | Sở B, Sở C,\n---\n{head} | | | Sở D\n2 | Việc B | Sở E | Sở G", head=head)
    assert [r.cells[3].text for r in found[0].rows] == ["Sở B, Sở C, Sở D", "Sở G"]


def test_section_title_in_capitals_cut_by_the_page() -> None:
    cut = "I. NÂNG MỨC HÀI LÒNG CỦA NGƯỜI DÂN | < | < | <\n---\nVỚI SỰ PHỤC VỤ | < | < | <\n1 | Việc A | Quý I | A"
    first, second = draw(HEAD + cut)
    title, rest = first.cells[-1], second.cells[0]
    full = replace(first, cells=(*first.cells[:-1], replace(title, room=3.0)))
    below = replace(second, cells=(replace(rest, lead=30.0), *second.cells[1:]))
    (found,) = find_plan_tables(document(full, below), rulebook.load())
    assert [r.kind for r in found.rows] == ["section", "task"]
    assert found.rows[1].sections[0].title == "NÂNG MỨC HÀI LÒNG CỦA NGƯỜI DÂN VỚI SỰ PHỤC VỤ"


# --- how parts are joined --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("upper", "lower", "whole"),
    [
        ("thủ t", "ục hành chính", "thủ tục hành chính"), ("giai đoạn 2026-", "2030", "giai đoạn 2026-2030"),
        ("Quyết định số 91/", "QĐ-UBND", "Quyết định số 91/QĐ-UBND"), ("QĐ-", "UBND", "QĐ-UBND"),
        ("Tháng 12/202", "6", "Tháng 12/2026"), ("ngày 31/12/2", "025", "ngày 31/12/2025"),
        ("Dichvucong.khanh", "hoa.gov.vn", "Dichvucong.khanhhoa.gov.vn"), ("của sở.", "gov.vn", "của sở. gov.vn"),
        ("Trong năm", "2023", "Trong năm 2023"),
        ("Khánh Hòa -", "Phú Yên", "Khánh Hòa - Phú Yên"), ("https://dvc.gov.", "vn/trang", "https://dvc.gov.vn/trang"),
        ("500 m", "ở rộng", "500 m ở rộng"), ("ngh", "iên cứu", "nghiên cứu"), ("cho các", "hộ", "cho các hộ"),
        ("đạt 20", "24 lớp", "đạt 2024 lớp"),
    ],
)  # fmt: skip
def test_joining(upper: str, lower: str, whole: str) -> None:
    assert upper + separator(Value(upper), Value(lower)) + lower == whole


@pytest.mark.parametrize(
    ("room", "lead", "lower", "want"),
    [(5.0, 30.0, "Sở Tài chính", " "), (60.0, 30.0, "Sở Tài chính", "\n"), (21.4, 21.2, "Cao hiệu quả", " "),
     (60.0, 30.0, "cao hiệu quả", " "), (20.0, 5.0, "- Thương binh", " "), (90.0, 5.0, "- Thương binh", "\n")],
)  # fmt: skip
def test_room_tells_whose_the_break_was(room: float, lead: float, lower: str, want: str) -> None:
    assert separator(Value("Sở Nội vụ", room=room), Value(lower, lead=lead)) == want


@pytest.mark.parametrize(
    ("upper", "lower", "ended", "listed", "want"),
    [
        ("- Rà soát văn bản", "- Ban hành quy chế", None, True, "\n"),
        ("- Rà soát văn bản", "- Ban hành quy chế", None, False, " "),
        ("- Rà soát văn bản", "- Ban hành quy chế", False, True, " "),
        ("Rà soát văn bản", "Ban hành quy chế", True, True, "\n"),
        ("1) Rà soát văn bản\n2) Ban hành", "3) Kiểm tra", None, True, "\n"),
        ("Gồm: (1) rà soát", "(2) ban hành", None, True, " "), ("Kế hoạch", "- Tài chính", None, True, " "),
    ],
)  # fmt: skip
def test_after_a_full_line(upper: str, lower: str, ended: bool | None, listed: bool, want: str) -> None:
    above = Value(upper, room=2.0, ended=ended)
    assert separator(above, Value(lower, lead=5.0), listed=listed) == want


# --- which grids are one table ---------------------------------------------------------------------------------

TWO = "1 | Việc A | Quý I | A\n2 | Việc B | Quý I | A\n---\n3 | Việc C | Quý I | A\n4 | Việc D | Quý I | A"


@pytest.mark.parametrize("between", ["(tiếp theo)", "3", "- 3 -", "Bảng 1 (tiếp theo)", ""])
def test_nothing_that_counts_between(between: str) -> None:
    first, second = draw(HEAD + TWO)
    (found,) = find_plan_tables(document(first, between, second), rulebook.load())
    assert len(found.rows) == 4


def test_a_page_that_cannot_be_joined_is_told() -> None:
    """Without a heading and with other columns it is not read; with a title above it it is another table."""
    first, second = draw(HEAD + TWO)
    other = replace(second, edges=(50.0, 200.0, 300.0, 320.0, 450.0))
    (found,) = find_plan_tables(document(first, other), rulebook.load())
    assert [(n.code, "trang 2" in n.message) for n in found.notices] == [("G7", True)]
    (found,) = find_plan_tables(document(first, "Danh sách kèm theo", other), rulebook.load())
    assert found.notices == ()


def test_other_columns_are_another_table() -> None:
    first, second = draw(HEAD + TWO)
    other = replace(second, edges=(50.0, 250.0, 300.0, 320.0, 450.0))
    (found,) = find_plan_tables(document(first, other), rulebook.load())
    assert len(found.rows) == 2
    moved = replace(second, edges=tuple(e + 12.0 for e in second.edges))  # mirrored margins
    (found,) = find_plan_tables(document(first, moved), rulebook.load())
    assert len(found.rows) == 4


def test_word_tables_one_a_page() -> None:
    first, second = draw(HEAD + TWO, word=True)
    (found,) = find_plan_tables(
        document(first, replace(second, edges=(0.0, 90.0, 210.0, 310.0, 400.0))), rulebook.load()
    )
    assert [r.number for r in found.rows] == ["1", "2", "3", "4"]
    assert found.pages is None


def test_a_page_of_finer_columns() -> None:
    """A page on which a section row alone shows other edges still belongs to the table."""
    first, _ = draw(HEAD + TWO)
    wide = Grid(1, 1, (Cell(0, 0, "II. Nhóm hai"),), (50.0, 450.0), 2)
    rest = draw("1 | Việc E | Quý I | A\n2 | Việc F | Quý I | B", first_page=3)
    (found,) = find_plan_tables(document(first, wide, rest), rulebook.load())
    assert [r.kind for r in found.rows] == ["task", "task", "section", "task", "task"]
    assert [len(r.sections) for r in found.rows] == [0, 0, 0, 1, 1]


def test_annexes_are_tables_of_their_own() -> None:
    first, second = draw(HEAD + "1 | Việc A | Quý I | A\n---\n" + HEAD + "1 | Việc B | Quý I | B")
    found = find_plan_tables(
        document(
            "# PHỤ LỤC I", "# NHIỆM VỤ CỦA CÁC SỞ", "(Kèm theo Kế hoạch số 5/KH-UBND)", first,
            "# Phụ lục số 02. Nhiệm vụ của các xã", second,
        ),
        rulebook.load(),
    )  # fmt: skip
    assert [(t.id, t.annex, len(t.rows)) for t in found] == [
        ("T1", "PHỤ LỤC I NHIỆM VỤ CỦA CÁC SỞ", 1),
        ("T2", "Phụ lục số 02. Nhiệm vụ của các xã", 1),
    ]


def test_one_table_a_section_with_the_section_as_paragraph() -> None:
    first, second = draw(HEAD + "1 | Việc A | Quý I | A\n---\n" + HEAD + "1 | Việc B | Quý I | B")
    found = find_plan_tables(document("I. Thể chế", first, "II. Hạ tầng", second), rulebook.load())
    assert [[(s.number, s.title) for s in t.rows[0].sections] for t in found] == [
        [("I", "Thể chế")],
        [("II", "Hạ tầng")],
    ]


def test_the_heading_of_the_body_is_no_section_of_a_single_table() -> None:
    (found,) = find_plan_tables(document("II. NỘI DUNG", draw(HEAD + "1 | Việc A | Quý I | A")), rulebook.load())
    assert (found.annex, found.rows[0].sections) == (None, ())


def test_no_annex_in_a_mere_reference() -> None:
    blocks = (
        Paragraph("Phụ lục kèm theo Kế hoạch này nêu chi tiết các nhiệm vụ và được cập nhật hằng quý."),
        *draw(HEAD + TWO),
    )
    assert find_plan_tables(document(*blocks), rulebook.load())[0].annex is None


@pytest.mark.parametrize("head", ["", HEAD])
def test_notes_below_the_table_of_a_page_do_not_part_it(head: str) -> None:
    first, second = draw(f"{HEAD}1 | Việc A (1) | Quý I | Sở A\n---\n{head}2 | Việc B | Quý II | Sở B")
    notes = [Paragraph("(1) Theo Quyết định số 05/QĐ-UBND của UBND tỉnh", 1), Paragraph("về việc giao chỉ tiêu.", 1)]
    (found,) = find_plan_tables(document(first, *notes, second), rulebook.load())
    assert [row.number for row in found.rows] == ["1", "2"]
    title = Paragraph("(1) Nhiệm vụ của các huyện", 1, bold=True)
    assert len(find_plan_tables(document(first, title, second), rulebook.load())) == (2 if head else 1)


@pytest.mark.parametrize(("dirt", "ocr", "count"), [("ì 6", True, 1), ("ì 6", False, 2), ("Phụ lục B 6", True, 2)])
def test_specks_round_the_page_number_of_a_scan_do_not_part_a_table(dirt: str, ocr: bool, count: int) -> None:
    head = "STT | Nhiệm vụ | Chủ trì | Thời gian"
    first, second = (f"{head}\n{n} | Làm việc {n} | Văn phòng | Quý {n}\n" for n in (1, 2))
    pages = (draw(first), Paragraph(dirt), draw(second, first_page=2))
    found = find_plan_tables(replace(document(*pages, name="quet.pdf"), ocr=ocr), rulebook.load())
    assert len(found) == count
