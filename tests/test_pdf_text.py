"""Text of hand-made PDFs: line ends, letters out of order, running lines, stamps, pages that cannot be trusted."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import rulebook
from pipeline.document import Document, Grid, Paragraph
from pipeline.errors import InputError, KehoachError, NoTextLayerError
from pipeline.read.pdf import read_pdf
from pipeline.text import fold

from .pdf_maker import PdfMaker, PdfPage


def read(maker: PdfMaker) -> Document:
    return read_pdf(maker.bytes(), "thu.pdf", rulebook.load())


def cell(lines: list[str], width: float, size: float = 12) -> str:
    """The text of a cell `width` wide inside, padding 5, with these lines in it."""
    maker = PdfMaker()
    page = maker.page()
    page.grid([50, 60 + width, 500], [50, 80, 300])
    page.text(55, 68, "x" * int(width // (size / 2)), size)  # a full line: shows the padding
    for n, line in enumerate(lines):
        page.text(55, 95 + n * size * 1.15, line, size)
    grid = next(b for b in read(maker).blocks if isinstance(b, Grid))
    return grid.cells[2].text


CELLS = [
    (["Rà soát văn bản và", "cập nhật"], 110, "Rà soát văn bản và cập nhật"),
    (["Rà soát", "cập nhật"], 110, "Rà soát\ncập nhật"),
    (["Quyết định 91/QĐ-", "UBND tỉnh"], 110, "Quyết định 91/QĐ-UBND tỉnh"),
    (["Kinh tế -", "thành phố"], 68, "Kinh tế - thành phố"),
    (["ST", "T"], 13, "STT"),
    (["202", "6"], 20, "2026"),
    (["MobiFon", "e tỉnh"], 49, "MobiFone tỉnh"),
    (["Viettel", "tỉnh"], 38, "Viettel tỉnh"),
    (["vào ngày 2", "6/11/2024"], 56, "vào ngày 26/11/2024"),
    (["ngày 17", "/07/2024"], 50, "ngày 17/07/2024"),
    (["năm 2024 và 15", "30 mô hình"], 89, "năm 2024 và 15 30 mô hình"),
    (["30/11/20", "24"], 50, "30/11/2024"),
    (["Bộ phận một cửa của sở;", "- Trung tâm"], 135, "Bộ phận một cửa của sở;\n- Trung tâm"),
    (["xem https://abc.gov.vn/a/", "trang.html"], 160, "xem https://abc.gov.vn/a/trang.html"),
    (["Dichvucong.tinh.gov.", "vn"], 121, "Dichvucong.tinh.gov.vn"),
    (["Trang thông tin điện tử", "; in sổ tay"], 130, "Trang thông tin điện tử ; in sổ tay"),
    (["phát triển kinh tế", "- xã hội của tỉnh"], 105, "phát triển kinh tế - xã hội của tỉnh"),
    (["- Kênh trên Trang", "- Số điện thoại"], 97, "- Kênh trên Trang\n- Số điện thoại"),
    (["- Rà soát; - Ban hành", "- Kiểm tra lại"], 115, "- Rà soát; - Ban hành - Kiểm tra lại"),
    (["1) Kiểm tra hồ sơ", "2) Báo cáo kết quả"], 105, "1) Kiểm tra hồ sơ\n2) Báo cáo kết quả"),
    (["Kiểm tra mục số", "2) của hướng dẫn"], 90, "Kiểm tra mục số 2) của hướng dẫn"),
]


@pytest.mark.parametrize(("lines", "width", "want"), CELLS)
def test_line_ends(lines: list[str], width: float, want: str) -> None:
    assert cell(lines, width) == want


def test_space_between_paragraphs_breaks_a_full_line() -> None:
    maker = PdfMaker()
    page = maker.page().grid([50, 160, 500], [50, 200])
    heights = [70, 84, 98, 112, 126, 140, 154, 174]
    for y, line in zip(heights, ["Rà soát văn bản a"] * 7 + ["Ban hành quy chế"], strict=True):
        page.text(55, y, line)
    (grid,) = [b for b in read(maker).blocks if isinstance(b, Grid)]
    assert grid.cells[0].text.split("\n") == [" ".join(["Rà soát văn bản a"] * 7), "Ban hành quy chế"]


def test_a_footer_of_two_pages_is_no_text_and_a_title_of_two_pages_is() -> None:
    maker = PdfMaker()
    for n in (1, 2):
        page = maker.page().grid([50, 200, 500], [100, 300])
        page.text(55, 60, "PHỤ LỤC").text(55, 120, f"Việc {n}").text(55, 810, "Tài liệu lưu hành nội bộ")
    assert [b.text for b in read(maker).blocks if isinstance(b, Paragraph)] == ["PHỤ LỤC", "PHỤ LỤC"]


def test_decomposed_accents_are_composed() -> None:
    assert cell([unicodedata.normalize("NFD", "Rà soát thủ tục")], 200) == "Rà soát thủ tục"


def test_letters_of_a_second_font_drawn_last_find_their_place() -> None:
    """As LibreOffice does where a font lacks Vietnamese letters: "Tri n khai", then "ể" into the hole."""
    maker = PdfMaker()
    page = maker.page()
    page.grid([50, 200, 400], [50, 80, 120])
    page.ops.append(
        f"BT /F1 12 Tf 1 0 0 1 55 {842 - 68} Tm ("  # T r i, hole of one letter, n khai
        + "".join(f"\\{maker.code(c):03o}" for c in "Tri")
        + f") Tj 24 0 Td <{''.join(f'{maker.code(c):02x}' for c in 'n khai')}> Tj ET"
    )
    page.text(73, 68, "ể")
    page.text(55, 100, "x")
    grid = next(b for b in read(maker).blocks if isinstance(b, Grid))
    assert grid.cells[0].text == "Triển khai"


def test_head_and_signature_blocks_come_out_side_by_side() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.text(60, 60, "UBND TỈNH X").text(300, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA")
    page.text(60, 75, "SỞ Y").text(320, 75, "Độc lập - Tự do - Hạnh phúc")
    page.text(60, 95, "Số: 25/KH-Z").text(310, 95, "K, ngày 17 tháng 01 năm 2024")
    texts = [b.text for b in read(maker).blocks if isinstance(b, Paragraph)]
    assert texts == [
        "UBND TỈNH X",
        "SỞ Y",
        "Số: 25/KH-Z",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA",
        "Độc lập - Tự do - Hạnh phúc",
        "K, ngày 17 tháng 01 năm 2024",
    ]


def test_a_title_at_the_left_edge_far_below_the_head_is_no_part_of_it() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.text(60, 60, "UBND TỈNH X").text(300, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA")
    page.text(60, 75, "Số: 25/KH-Z").text(320, 75, "Độc lập - Tự do - Hạnh phúc")
    page.text(310, 90, "K, ngày 17 tháng 01 năm 2024")
    page.text(60, 115, "KẾ HOẠCH").text(60, 140, "Chuyển đổi số")
    texts = [b.text for b in read(maker).blocks if isinstance(b, Paragraph)]
    assert texts[-3:] == ["K, ngày 17 tháng 01 năm 2024", "KẾ HOẠCH", "Chuyển đổi số"]


LONG = "Thực hiện kế hoạch của ủy ban nhân dân tỉnh về cải cách hành chính năm nay và các năm"


def test_paragraphs_are_joined_over_soft_line_ends() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.text(85, 100, LONG).text(55, 115, "tiếp theo.").text(85, 140, "Đoạn mới bắt đầu ở đây.")
    page.text(55, 200, "x" * 83)
    texts = [b.text for b in read(maker).blocks if isinstance(b, Paragraph)]
    assert texts[:2] == [f"{LONG} tiếp theo.", "Đoạn mới bắt đầu ở đây."]


def test_page_numbers_and_running_lines_are_no_paragraphs() -> None:
    maker = PdfMaker()
    for n in range(1, 6):
        page = maker.page()
        page.text(290, 40, str(n)).text(60, 820, "Kế hoạch năm 2024 của Sở").text(60, 100, f"Đoạn {'abcde'[n - 1]}")
    texts = [b.text for b in read(maker).blocks if isinstance(b, Paragraph)]
    assert texts == ["Đoạn a", "Đoạn b", "Đoạn c", "Đoạn d", "Đoạn e"]


def test_a_number_in_the_middle_of_a_page_stays() -> None:
    maker = PdfMaker()
    maker.page().text(60, 100, "Số tiền").text(60, 400, "15")
    assert [b.text for b in read(maker).blocks if isinstance(b, Paragraph)] == ["Số tiền", "15"]


def test_signing_stamps_are_taken_out_and_reported() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.grid([50, 300, 500], [50, 80, 160])
    page.text(55, 65, "Nội dung").text(55, 95, "Rà soát").text(55, 109, "Ngày ký: 17.01.2024 15:20:33 +07:00")
    page.text(350, 30, "Người ký: Sở Nội vụ")
    document = read(maker)
    grid = next(b for b in document.blocks if isinstance(b, Grid))
    assert grid.cells[2].text == "Rà soát"
    assert not [b for b in document.blocks if isinstance(b, Paragraph)]
    (notice,) = document.notices
    assert notice.page == 1
    assert notice.quote is not None
    assert "Sở Nội vụ" in notice.quote
    assert "17.01.2024" in notice.quote


def plan_page(maker: PdfMaker) -> PdfPage:
    page = maker.page()
    page.grid([50, 150, 300, 500], [50, 80, 120])
    return page.text(55, 65, "Nội dung công việc").text(155, 65, "Thời gian").text(155, 95, "Quý I năm nay và quý sau")


@pytest.mark.usefixtures("without_ocr")
def test_a_scan_has_no_text_layer() -> None:
    maker = PdfMaker()
    for _ in range(3):
        maker.page().picture()
    with pytest.raises(NoTextLayerError) as caught:
        read(maker)
    assert caught.value.pages == (1, 2, 3)
    assert "1-3" in caught.value.message
    assert "kehoach[ocr]" in caught.value.remedy


def test_a_scan_between_two_pages_of_the_table_stops_the_reading() -> None:
    maker = PdfMaker()
    for n in range(9):
        if n == 4:
            maker.page().picture()
        else:
            plan_page(maker)
    with pytest.raises(NoTextLayerError) as caught:
        read(maker)
    assert caught.value.pages == (5,)


def test_a_scan_behind_the_plan_is_reported() -> None:
    maker = PdfMaker()
    for _ in range(6):
        plan_page(maker)
    maker.page().picture()
    (notice,) = read(maker).notices
    assert notice.code == "P1"
    assert "Trang 7" in notice.message


def test_empty_pages_are_no_scans() -> None:
    maker = PdfMaker()
    plan_page(maker)
    maker.page()
    assert read(maker).notices == ()


@pytest.mark.usefixtures("without_ocr")
def test_text_recognised_in_another_language_is_not_trusted() -> None:
    maker = PdfMaker()
    page = maker.page()
    text = """Thuc hien chuang trinh gido due ph6 thong mai cac truang tieu hoc dap irng yeu cau cua nganh trong
    nam hoc nay va nhtrng nam tiep theo"""
    words = text.split()
    for n in range(6):
        page.text(60, 100 + 20 * n, " ".join(words[n : n + 14]))
    with pytest.raises(NoTextLayerError):
        read(maker)


BROKEN = {
    "empty": b"",
    "no PDF": b"PK\x03\x04 something else",
    "cut": b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog",
    "header only": b"%PDF-1.7\n%%EOF\n",
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_pdf_is_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_pdf(data, "x.pdf", rulebook.load())
    assert caught.value.remedy


def _sound() -> bytes:
    maker = PdfMaker()
    plan_page(maker).text(60, 300, "Đoạn văn dưới bảng")
    return maker.bytes()


SOUND = _sound()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), max_size=12), st.integers(0, len(SOUND))
)
def test_damaged_files_never_crash(changes: list[tuple[int, int]], keep: int) -> None:
    data = bytearray(SOUND if keep % 2 else SOUND[:keep])
    for place, value in changes:
        if place < len(data):
            data[place] = value
    try:
        read_pdf(bytes(data), "x.pdf", rulebook.load())
    except KehoachError:
        return


def test_text_in_an_old_encoding_becomes_unicode_and_is_reported() -> None:
    maker = PdfMaker(base_font=".VnTime")
    page = maker.page()
    page.grid([50, 200, 500], [50, 80, 120]).text(55, 65, "C¨n cø QuyÕt ®Þnh").text(205, 65, "Néi dung c«ng viÖc")
    document = read(maker)
    grid = next(b for b in document.blocks if isinstance(b, Grid))
    assert [c.text for c in grid.cells[:2]] == ["Căn cứ Quyết định", "Nội dung công việc"]
    assert [n.code for n in document.notices] == ["X5"]


@pytest.mark.usefixtures("without_ocr")
def test_characters_without_meaning_are_not_trusted() -> None:
    """A subset font whose codes say nothing about the letters."""
    maker = PdfMaker()
    page = maker.page()
    for n in range(8):
        page.text(60, 100 + 20 * n, "".join(chr(0xE000 + (7 * n + k) % 60) for k in range(40)))
    with pytest.raises(NoTextLayerError):
        read(maker)


def test_a_file_without_its_end_mark_may_be_cut() -> None:
    document = read_pdf(SOUND.replace(b"%%EOF", b""), "x.pdf", rulebook.load())
    assert [n.code for n in document.notices] == ["P3"]


@pytest.mark.parametrize("kind", ["page_number", "stamp"])
def test_rules_read_their_examples_and_no_counter_example(kind: str) -> None:
    book = rulebook.load()
    rules = book.rules("text_layer", kind)
    assert rules
    for rule in rules:
        pattern = book.compile("text_layer", rule.pattern)
        matches = pattern.fullmatch if kind == "page_number" else pattern.search
        assert all(matches(fold(example.text)) for example in rule.examples), rule.id
        assert not any(matches(fold(text)) for text in rule.counter), rule.id
