"""Footnotes of PDFs: notes stand beside the table, never in it, and their marks are no part of a value."""

from __future__ import annotations

import pytest

from pipeline import rulebook
from pipeline.document import Document, Grid, Paragraph
from pipeline.read.pdf import read_pdf
from pipeline.table import find_plan_tables

from .pdf_maker import PdfMaker, PdfPage

XS = [50.0, 90.0, 300.0, 400.0, 540.0]
HEAD = ("TT", "Nội dung", "Thời gian", "Chủ trì")


def row(page: PdfPage, y: float, *texts: str) -> PdfPage:
    """A row of the table, its base line at y + 20; what stands in ^..^ is raised."""
    for left, text in zip(XS, texts, strict=False):
        x = left + 5
        for n, part in enumerate(text.split("^")):
            page.text(x, y + 20 - 4.5 * (n % 2), part, size=12 - 5 * (n % 2))
            x += sum(3.0 if c == " " else 6.0 for c in part) * (7 / 12 if n % 2 else 1)
    return page.grid(XS, [y, y + 30])


def note(page: PdfPage, y: float, mark: str, text: str) -> None:
    page.line(50, y - 14, 180, y - 14).text(50, y, f"{mark} {text}", size=10)


def two_pages(
    mark: str = "1", body: str = "Theo Quyết định của Ủy ban nhân dân tỉnh", overleaf: bool = False
) -> PdfMaker:
    maker = PdfMaker()
    page = maker.page()
    row(page, 50, *HEAD)
    row(page, 80, "1", "Rà soát văn bản", f"Quý I/2024^{mark}^", "Văn phòng Sở")
    row(page, 110, "2", "Kiểm tra, giám sát các", "Quý II/2024", "Thanh tra Sở" + "^2^" * overleaf)
    note(page, 780, mark, body)
    page.text(50, 793, "về ban hành quy định phối hợp", size=10)
    row(maker.page(), 50, "3", "Tập huấn", "Quý III/2024", "Văn phòng Sở")
    return maker


def read(maker: PdfMaker) -> Document:
    return read_pdf(maker.bytes(), "thu.pdf", rulebook.load())


@pytest.mark.parametrize("mark", ["1", "12", "*", "**"])
def test_a_note_does_not_part_the_table(mark: str) -> None:
    found = read(two_pages(mark))
    (table,) = find_plan_tables(found, rulebook.load())
    assert [r.cells[2].text for r in table.rows] == ["Quý I/2024", "Quý II/2024", "Quý III/2024"]
    kept = [b for b in found.blocks if isinstance(b, Paragraph)]
    assert kept[0].text.startswith(f"{mark} Theo Quyết định")
    assert kept[-1].text.endswith("quy định phối hợp")
    assert all(b.footnote for b in kept)
    assert [(n.code, n.page) for n in found.notices] == [("W4", 1)]


def test_room_below_the_table_ends_at_the_notes() -> None:
    """Else a row above them would seem to be followed by much room, and so not to be cut."""
    notes = two_pages()
    without = two_pages()
    del without.pages[0].ops[-3:]
    for maker in (notes, without):
        maker.pages[1].text(50, 800, "Sở Nội vụ theo dõi")
    full, less = (next(b for b in read(maker).blocks if isinstance(b, Grid)) for maker in (without, notes))
    assert full.spare == round((800 - 140) / 15, 1)
    assert less.spare == round((780 - 18 - 140) / 15, 1)


def test_a_mark_inside_a_text() -> None:
    maker = two_pages()
    page = maker.pages[0]
    row(page, 140, "", "Công bố^2^, công khai", "", "")
    note(page, 806, "2", "Trên cổng thông tin điện tử")
    grid = next(b for b in read(maker).blocks if isinstance(b, Grid))
    assert grid.cells[-3].text == "Công bố, công khai"


def test_a_note_overleaf() -> None:
    """The writer found no room for the second note: its mark still is one, and it parts nothing on the next page."""
    maker = two_pages(overleaf=True)
    after = maker.pages[1]
    row(after, 80, "4", "Báo cáo", "Quý IV/2024", "Văn phòng Sở")
    note(after, 780, "2", "Phối hợp với các phòng")
    row(maker.page(), 50, "5", "Tổng kết", "Tháng 12/2024", "Văn phòng Sở")
    (table,) = find_plan_tables(read(maker), rulebook.load())
    assert [r.cells[3].text for r in table.rows][:2] == ["Văn phòng Sở", "Thanh tra Sở"]
    assert len(table.rows) == 5


def test_a_raised_number_without_a_note_stays() -> None:
    maker = PdfMaker()
    page = maker.page()
    row(page, 50, *HEAD)
    row(page, 80, "1", "Trồng 500 m^2^", "Quý I/2024", "Văn phòng Sở")
    note(page, 780, "1", "Theo Quyết định")  # no mark 1 in the table: a line like any other
    grid, kept = read(maker).blocks
    assert isinstance(grid, Grid)
    assert grid.cells[5].text == "Trồng 500 m2"
    assert isinstance(kept, Paragraph)
    assert not kept.footnote


def test_a_numbered_line_below_the_table_is_no_note() -> None:
    """Nothing raised in the table has its number."""
    maker = two_pages()
    del maker.pages[0].ops[-3:]
    maker.pages[0].text(50, 780, "7 Sở Nội vụ theo dõi")
    assert not any(b.footnote for b in read(maker).blocks if isinstance(b, Paragraph))
