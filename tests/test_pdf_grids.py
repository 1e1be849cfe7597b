"""Ruled grids of hand-made PDFs: what is a border, what is a cell, what is cut by the page."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline import rulebook
from pipeline.document import Document, Grid, Paragraph
from pipeline.model import PageFragment
from pipeline.read.pdf import read_pdf

from .pdf_maker import PdfMaker, PdfPage

XS, YS = [50.0, 150.0, 300.0], [50.0, 80.0, 120.0]


def read(maker: PdfMaker) -> Document:
    return read_pdf(maker.bytes(), "thu.pdf", rulebook.load())


def grids(maker: PdfMaker) -> list[Grid]:
    return [block for block in read(maker).blocks if isinstance(block, Grid)]


def shape(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in grid.cells]


def fill(page: PdfPage) -> PdfPage:
    """Four words in the cells of XS and YS."""
    return page.text(55, 65, "một").text(155, 65, "hai").text(55, 95, "ba").text(155, 95, "bốn")


FOUR = [(0, 0, 1, 1, "một"), (0, 1, 1, 1, "hai"), (1, 0, 1, 1, "ba"), (1, 1, 1, 1, "bốn")]


def strokes(page: PdfPage) -> None:
    page.grid(XS, YS)


def bars_per_cell(page: PdfPage) -> None:
    """As Word draws it: thin filled rectangles a cell, little squares at the corners."""
    for y in YS:
        for x0, x1 in pairwise(XS):
            page.bar(x0 + 0.48, y, x1, y + 0.48)
        for x in XS:
            page.bar(x, y, x + 0.48, y + 0.48)
    for x in XS:
        for y0, y1 in pairwise(YS):
            page.bar(x, y0 + 0.48, x + 0.48, y1)


def frames_per_cell(page: PdfPage) -> None:
    for x0, x1 in pairwise(XS):
        for y0, y1 in pairwise(YS):
            page.frame(x0 + 0.3, y0 + 0.3, x1 - 0.3, y1 - 0.3)


def doubled(page: PdfPage) -> None:
    page.grid(XS, YS)
    page.grid([x + 1.5 for x in XS], [y + 1.5 for y in YS])


def in_a_form(page: PdfPage) -> None:
    """Drawn at half size inside a form that doubles it."""
    h = page.height
    ops = [f"{XS[0] / 2} {(h - y) / 2} m {XS[-1] / 2} {(h - y) / 2} l S" for y in YS]
    ops += [f"{x / 2} {(h - YS[0]) / 2} m {x / 2} {(h - YS[-1]) / 2} l S" for x in XS]
    page.form("2 0 0 2 0 0", "\n".join(ops))


def shaded(page: PdfPage) -> None:
    page.ops.append("0.8 g")
    page.bar(XS[0], YS[0], XS[-1], YS[1]).bar(60, 85, 140, 110)
    page.ops.append("0 g")
    page.grid(XS, YS)


def underlined(page: PdfPage) -> None:
    page.grid(XS, YS)
    page.line(55, 67, 75, 67).bar(155, 96.5, 180, 97)


def thick(page: PdfPage) -> None:
    """Doubled with lines of 3 points, as `w:sz="24"`: the inner pieces end far from the outer line."""
    for gap in (-3, 3):
        page.frame(XS[0] - gap, YS[0] - gap, XS[-1] + gap, YS[-1] + gap)
        for x in XS[1:-1]:
            page.line(x + gap, YS[0] + 8, x + gap, YS[-1] - 8, 3)
        for y in YS[1:-1]:
            page.line(XS[0] + 8, y + gap, XS[-1] - 8, y + gap, 3)


def without_sides(page: PdfPage) -> None:
    """No verticals at the left and right: the rules show where the table ends."""
    for y in YS:
        page.line(XS[0], y, XS[-1], y)
    page.line(XS[1], YS[0], XS[1], YS[-1])


def open_left(page: PdfPage) -> None:
    for y in YS:
        page.line(XS[0], y, XS[-1], y)
    for x in XS[1:]:
        page.line(x, YS[0], x, YS[-1])


def gaps(page: PdfPage) -> None:
    """Nothing is drawn where lines cross."""
    for y in YS:
        for x0, x1 in pairwise(XS):
            page.line(x0 + 4, y, x1 - 4, y)
    for x in XS:
        for y0, y1 in pairwise(YS):
            page.line(x, y0 + 4, x, y1 - 4)


def dotted(page: PdfPage) -> None:
    """Little squares, as a browser draws it."""
    for y in YS:
        for n in range(round((XS[-1] - XS[0]) / 2)):
            page.bar(XS[0] + 2 * n, y, XS[0] + 2 * n + 0.75, y + 0.75)
    for x in XS:
        for n in range(round((YS[-1] - YS[0]) / 2)):
            page.bar(x, YS[0] + 2 * n, x + 0.75, YS[0] + 2 * n + 0.75)


def dashed(page: PdfPage) -> None:
    page.ops.append("[6 4] 0 d")
    page.grid(XS, YS)
    page.ops.append("[] 0 d")


def hairlines(page: PdfPage) -> None:
    for y in YS:
        page.line(XS[0], y, XS[-1], y, 0.1)
    for x in XS:
        page.bar(x, YS[0], x + 0.1, YS[-1])


def ring(page: PdfPage, x0: float, y0: float, x1: float, y1: float, cut: float = 1.0) -> tuple[str, str]:
    """The inner and the outer box of a border of one point; cut: 0 where the page cut its lower side off."""
    high = page.height - y1
    return f"{x0 + 1} {high + cut} {x1 - x0 - 2} {y1 - y0 - 1 - cut} re", f"{x0} {high} {x1 - x0} {y1 - y0} re"


def rings(page: PdfPage) -> None:
    """Each border filled between two boxes."""
    for x0, x1 in pairwise(XS):
        for y0, y1 in pairwise(YS):
            inner, outer = ring(page, x0, y0, x1, y1)
            page.ops.append(f"{outer} {inner} f*")


def rings_inside_out(page: PdfPage) -> None:
    """As WeasyPrint draws cells that do not share their borders."""
    for x0, x1 in pairwise(XS):
        for y0, y1 in pairwise(YS):
            page.ops.append(" ".join((*ring(page, x0 + 0.75, y0 + 0.75, x1 - 0.75, y1 - 0.75), "f*")))


def overshot(page: PdfPage) -> None:
    for y in YS:
        page.line(XS[0] - 5, y, XS[-1] + 5, y)
    for x in XS:
        page.line(x, YS[0] - 5, x, YS[-1] + 5)


def on_a_watermark(page: PdfPage) -> None:
    page.ops.append("0.9 g 40 700 m 200 820 l 220 810 l 60 690 l h f 0 g")
    page.grid(XS, YS)


def under_outlined_letters(page: PdfPage) -> None:
    """A watermark of hollow letters over the rules: a T, and a D with its curves."""
    page.grid(XS, YS)
    t = [(170, 760), (170, 750), (182, 750), (182, 700), (192, 700), (192, 750), (205, 750), (205, 760)]
    page.ops.append(" ".join(f"{x} {y} {'l' if n else 'm'}" for n, (x, y) in enumerate(t)) + " h S")
    page.ops.append("60 690 m 60 780 l 80 780 l 130 780 140 760 140 735 c 140 710 130 690 80 690 c h")
    page.ops.append("70 700 m 70 770 l 80 770 l 120 770 130 750 130 735 c 130 720 120 700 80 700 c h S")


def rounded(page: PdfPage) -> None:
    """The outer border with round corners."""
    page.grid(XS, YS[1:2])
    page.line(XS[1], YS[0], XS[1], YS[-1])
    a, b, c, d = XS[0], page.height - YS[0], XS[-1], page.height - YS[-1]
    page.ops.append(
        f"{a} {d + 4} m {a} {b - 4} l {a} {b} {a} {b} {a + 4} {b} c {c - 4} {b} l {c} {b} {c} {b} {c} {b - 4} c"
    )
    page.ops.append(f"{c} {d + 4} l {c} {d} {c} {d} {c - 4} {d} c {a + 4} {d} l {a} {d} {a} {d} {a} {d + 4} c h S")


DRAWN = (
    under_outlined_letters, rounded,
    strokes, bars_per_cell, frames_per_cell, doubled, in_a_form, shaded, underlined, thick, without_sides, open_left,
    gaps, dotted, dashed, hairlines, rings, rings_inside_out,
    overshot, on_a_watermark,
)  # fmt: skip


@pytest.mark.parametrize("draw", DRAWN)
def test_four_cells_however_drawn(draw: object) -> None:
    maker = PdfMaker()
    page = maker.page()
    draw(page)  # type: ignore[operator]
    fill(page)
    (grid,) = grids(maker)
    assert (grid.rows, grid.columns) == (2, 2)
    assert shape(grid) == FOUR
    assert (grid.open_top, grid.open_bottom) == (False, False)


def test_a_page_ruled_with_thousands_of_dots() -> None:
    maker = PdfMaker()
    page = maker.page()
    xs, ys = [50.0, 200.0, 350.0, 500.0], [50.0 + 30 * n for n in range(25)]
    for y in ys:
        page.ops += [f"{50 + 1.5 * n} {842 - y} .7 .7 re f" for n in range(300)]
    for x in xs:
        page.ops += [f"{x} {842 - 50 - 1.5 * n} .7 .7 re f" for n in range(480)]
    (grid,) = grids(maker)
    assert (grid.rows, grid.columns) == (24, 3)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_rotated_page_is_read_as_seen(rotate: int) -> None:
    """The page is drawn turned, and /Rotate turns it back."""
    maker = PdfMaker()
    drawn = maker.page(842, 595)
    strokes(drawn)
    fill(drawn)
    turned = maker.page(*((842, 595) if rotate == 180 else (595, 842)), rotate)
    matrix = {90: "0 1 -1 0 595 0", 180: "-1 0 0 -1 842 595", 270: "0 -1 1 0 0 842"}[rotate]
    turned.ops = [f"q {matrix} cm", *drawn.ops, "Q"]
    upright, read_back = grids(maker)
    assert shape(read_back) == shape(upright) == FOUR
    assert read_back.orientation == upright.orientation == "landscape"
    assert read_back.edges == pytest.approx(upright.edges, abs=0.1)


def test_a_page_box_off_the_origin_moves_nothing() -> None:
    maker = PdfMaker()
    page = maker.page(origin=(100, -50))
    strokes(page)
    fill(page)
    (grid,) = grids(maker)
    assert shape(grid) == FOUR
    assert grid.cells[0].fragment == PageFragment(1, (50.0, 50.0, 150.0, 80.0))


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_crop_box_on_a_rotated_page(rotate: int) -> None:
    """What lies outside the crop box is not seen; places count from its corner."""
    maker = PdfMaker()
    drawn = maker.page(842, 595)
    strokes(drawn)
    fill(drawn)
    turned = maker.page(*((842, 595) if rotate == 180 else (595, 842)), rotate, crop=(20, 30))
    matrix = {90: "0 1 -1 0 595 0", 180: "-1 0 0 -1 842 595", 270: "0 -1 1 0 0 842"}[rotate]
    turned.ops = [f"q {matrix} cm", *drawn.ops, "Q"]
    upright, read_back = grids(maker)
    assert shape(read_back) == shape(upright) == FOUR
    left = {90: 30, 180: 20, 270: 30}[rotate]
    assert read_back.edges == pytest.approx([x - left for x in upright.edges], abs=0.1)


def test_merged_cells_have_spans() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.frame(50, 50, 350, 140)
    page.line(50, 80, 350, 80).line(150, 110, 350, 110)  # row 1 | rows 2, 3
    page.line(150, 80, 150, 140).line(250, 50, 250, 140)
    page.text(55, 65, "ngang").text(255, 65, "a").text(55, 95, "dọc").text(155, 95, "b").text(255, 125, "c")
    (grid,) = grids(maker)
    assert (grid.rows, grid.columns) == (3, 3)
    assert shape(grid) == [
        (0, 0, 1, 2, "ngang"),
        (0, 2, 1, 1, "a"),
        (1, 0, 2, 1, "dọc"),
        (1, 1, 1, 1, "b"),
        (1, 2, 1, 1, ""),
        (2, 1, 1, 1, ""),
        (2, 2, 1, 1, "c"),
    ]


def test_two_grids_on_a_page_stay_two() -> None:
    maker = PdfMaker()
    page = maker.page()
    strokes(page)
    fill(page)
    page.text(50, 140, "giữa hai bảng")
    page.grid([50, 200], [150, 170, 190]).text(55, 165, "năm").text(55, 185, "sáu")
    first, between, second = read(maker).blocks
    assert isinstance(first, Grid)
    assert isinstance(between, Paragraph)
    assert between.text == "giữa hai bảng"
    assert isinstance(second, Grid)
    assert shape(second) == [(0, 0, 1, 1, "năm"), (1, 0, 1, 1, "sáu")]


def test_a_nested_grid_is_text_of_its_cell() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.grid([50, 300, 500], [50, 80, 200]).grid([100, 150, 200], [100, 120, 140])
    page.text(105, 113, "a").text(155, 113, "b").text(105, 133, "c")
    (grid,) = grids(maker)
    assert "a" in grid.cells[2].text
    assert "c" in grid.cells[2].text
    assert len(grid.cells) == 4


def test_a_frame_round_text_is_no_grid() -> None:
    maker = PdfMaker()
    maker.page().frame(50, 50, 200, 80).text(60, 68, "DỰ THẢO")
    assert [b.text for b in read(maker).blocks if isinstance(b, Paragraph)] == ["DỰ THẢO"]


@pytest.mark.parametrize(("ys", "top", "bottom"), [([50.0, 80.0], False, True), ([80.0, 120.0], True, False)])
def test_a_row_cut_by_the_page_is_closed_and_marked(ys: list[float], top: bool, bottom: bool) -> None:
    maker = PdfMaker()
    page = maker.page()
    for y in ys:
        page.line(50, y, 300, y)
    for x in XS:
        page.line(x, 50, x, 120)
    fill(page)
    (grid,) = grids(maker)
    assert (grid.open_top, grid.open_bottom) == (top, bottom)
    assert shape(grid) == FOUR


def test_a_cut_row_of_rings_is_closed() -> None:
    maker = PdfMaker()
    page = maker.page()
    for x0, x1 in pairwise(XS):
        page.ops.append(" ".join((*ring(page, x0, YS[0], x1, YS[1]), "f*")))
        page.ops.append(" ".join((*ring(page, x0, YS[1], x1, YS[2], cut=0), "f*")))
    (grid,) = grids(fill(page) and maker)
    assert shape(grid) == FOUR
    assert (grid.open_top, grid.open_bottom) == (False, True)


def test_a_cut_row_whose_verticals_end_unevenly() -> None:
    """Without outer verticals, too: the row is closed where the longest ends."""
    for xs in (XS, [100.0, 150.0, 250.0], [150.0, 200.0]):
        maker = PdfMaker()
        page = maker.page().line(50, 50, 300, 50).line(50, 80, 300, 80)
        for n, x in enumerate(xs):
            page.line(x, 50, x, 120 - 6 * n)
        (grid,) = grids(maker)
        assert grid.open_bottom
        assert (grid.rows, grid.columns, len(grid.cells)) == (2, len(grid.edges) - 1, 2 * grid.columns)
        assert (grid.edges[0], grid.edges[-1]) == pytest.approx((50, 300), abs=1)


def test_a_page_inside_one_row_has_no_horizontals_at_all() -> None:
    maker = PdfMaker()
    page = maker.page()
    for x in XS:
        page.line(x, 50, x, 700)
    page.text(55, 100, "giữa").text(155, 100, "hàng")
    (grid,) = grids(maker)
    assert grid.open_top
    assert grid.open_bottom
    assert shape(grid) == [(0, 0, 1, 1, "giữa"), (0, 1, 1, 1, "hàng")]


def test_a_line_that_hangs_out_of_a_cut_row_is_in_its_cell() -> None:
    maker = PdfMaker()
    page = maker.page().grid([50, 100, 300], [50, 80, 120])
    page.text(105, 94, "Rà soát các văn bản").text(105, 108, "thuộc thẩm quyền").text(105, 122, "ban hành của Sở")
    maker.page().grid([50, 100, 300], [50, 80]).text(105, 66, "và các phòng")
    first, _ = grids(maker)
    assert first.cells[3].text.split()[-3:] == ["hành", "của", "Sở"]
    assert not [block for block in read(maker).blocks if not isinstance(block, Grid)]


def test_a_paragraph_below_a_table_is_no_text_of_it() -> None:
    maker = PdfMaker()
    page = maker.page().grid([50, 100, 300], [50, 80, 120])
    page.text(105, 94, "Rà soát các văn bản").text(105, 108, "thuộc thẩm quyền").text(105, 128, "Ghi chú của Sở")
    maker.page().grid([50, 100, 300], [50, 80]).text(105, 66, "và các phòng")
    assert [block.text for block in read(maker).blocks if not isinstance(block, Grid)] == ["Ghi chú của Sở"]


def test_room_below_a_grid_is_counted_in_lines() -> None:
    maker = PdfMaker()
    for bottom in (800, 650):
        page = maker.page().grid([50, 100, 300], [50, bottom])
        for n in range(8):
            page.text(105, 70 + 15 * n, "Rà soát các văn bản")
    assert [grid.spare for grid in grids(maker)] == [0.0, 10.0]


def test_a_word_over_a_border_is_cut_at_it() -> None:
    maker = PdfMaker()
    page = maker.page()
    strokes(page)
    page.text(138, 65, "abcd")  # 6 points a letter: the border at 150 lies between b and c
    (grid,) = grids(maker)
    assert [c.text for c in grid.cells[:2]] == ["ab", "cd"]


def test_text_in_the_table_and_in_no_cell_is_kept_as_stray() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.grid([50, 150], [50, 80, 120, 160]).line(150, 50, 300, 50).line(150, 80, 300, 80).line(300, 50, 300, 80)
    page.text(55, 65, "trong").text(160, 100, "lạc")
    (grid,) = grids(maker)
    assert [s.text for s in grid.strays] == ["lạc"]
    assert grid.strays[0].where == "trang 1"


def test_columns_side_by_side_at_different_heights() -> None:
    """A header cell of two lines beside one of one line in the middle."""
    maker = PdfMaker()
    page = maker.page()
    strokes(page)
    page.text(55, 68, "Số").text(155, 62, "Nội dung dòng").text(155, 75, "thứ hai")
    (grid,) = grids(maker)
    assert grid.cells[0].text == "Số"
    assert grid.cells[1].text.split() == ["Nội", "dung", "dòng", "thứ", "hai"]


def test_a_table_without_rules_is_found_by_its_gaps() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.text(60, 60, "Bảng phân công")
    rows = [
        ("TT", "Nội dung", "Thời gian"),
        ("1", "Rà soát các", "Quý I"),
        ("2", "Tập huấn", "Quý II"),
        ("3", "Báo cáo", "Quý IV"),
    ]
    for n, row in enumerate(rows):
        for x, text in zip((60, 120, 300), row, strict=True):
            page.text(x, 100 + 30 * n, text)
    page.text(120, 144, "thủ tục")
    heading, grid = read(maker).blocks
    assert isinstance(heading, Paragraph)
    assert isinstance(grid, Grid)
    assert not grid.bordered
    assert [c.text for c in grid.cells if c.row == 1] == ["1", "Rà soát các thủ tục", "Quý I"]
    assert (grid.rows, grid.columns) == (4, 3)


def test_two_signatures_side_by_side_are_no_table() -> None:
    maker = PdfMaker()
    page = maker.page()
    for n, (left, right) in enumerate(
        [("Nơi nhận:", "KT. GIÁM ĐỐC"), ("- Như trên;", "PHÓ GIÁM ĐỐC"), ("- Lưu: VT.", "A B C")] * 2
    ):
        page.text(60, 100 + 15 * n, left).text(350, 100 + 15 * n, right)
    assert not grids(maker)
