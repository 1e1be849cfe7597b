"""Tables of Word files as grids, drawn as text: `<` merged to the left, `^` merged upward, `.` no cell, `_` empty."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import rulebook
from pipeline.document import Document, Grid, Paragraph
from pipeline.model import WordFragment
from pipeline.read.word import read_word
from pipeline.text import nonwhite
from tests.word_xml import abstract, docx, level, num, numbered, p, picture, r, tbl, tc, tr

BOOK = rulebook.load()
TOP, UNDER = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def read(body: str, **parts: str) -> Document:
    return read_word(docx(body, **parts), "t.docx", BOOK)


def grids(body: str, **parts: str) -> list[Grid]:
    return [block for block in read(body, **parts).blocks if isinstance(block, Grid)]


def span(n: int) -> str:
    return f'<w:gridSpan w:val="{n}"/>'


def wide(width: int, kind: str = "dxa") -> str:
    return f'<w:tcW w:w="{width}" w:type="{kind}"/>'


def drawn(*rows: str, grid: tuple[int, ...] = ()) -> list[str]:
    (found,) = grids(tbl(*rows, grid=grid))
    return picture(found)


SHAPES = [
    ("plain", tr("a", "b") + tr("c", "d"), ["a b", "c d"]),
    ("spans", tr(tc("a", span(2)), "b") + tr("c", "d", "e"), ["a < b", "c d e"]),
    (
        "vertical merge",
        tr("1", tc("chung", TOP)) + tr("2", tc("", UNDER)) + tr("3", tc("", UNDER)) + tr("4", "riêng"),
        ["1 chung", "2 ^", "3 ^", "4 riêng"],
    ),
    ("both ways", tr(tc("a", span(2) + TOP), "b") + tr(tc("", span(2) + UNDER), "c") + tr("d", "e", "f"),
     ["a < b", "^ ^ c", "d e f"]),
    ("merge after merge", tr(tc("a", TOP)) + tr(tc("", UNDER)) + tr(tc("b", TOP)) + tr(tc("", UNDER)),
     ["a", "^", "b", "^"]),
    ("continued from nothing", tr(tc("a", UNDER), "b") + tr(tc("", UNDER), "c"), ["a b", "^ c"]),
    ("continued under other edges", tr(tc("a", TOP + span(2)), "b") + tr(tc("c", UNDER), "d", "e"), ["a < b", "c d e"]),
    ("merge broken by a row", tr(tc("a", TOP)) + tr("b") + tr(tc("c", UNDER)), ["a", "b", "c"]),
    ("old horizontal merge", tr(tc("a", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "b") + tr("c", "d", "e"),
     ["a < b", "c d e"]),
    ("before and after", tr("a", "b", "c") + tr("d", pr='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
     ["a b c", ". d ."]),
    ("unused grid columns go", tr(tc("a", span(2)), tc("b", span(3))) + tr(tc("c", span(2)), tc("d", span(3))),
     ["a b", "c d"]),
    ("huge span", tr(tc("a", span(5_000_000)), "b") + tr(tc("c", span(5_000_000)), "d"), ["a b", "c d"]),
    ("bad span", tr(tc("a", '<w:gridSpan w:val="-3"/>'), tc("b", '<w:gridSpan w:val="x"/>')), ["a b"]),
    ("short row without widths", tr("a", "b", "c") + tr("d"), ["a b c", "d . ."]),
    ("long row", tr("a", "b") + tr("c", "d", "e"), ["a b .", "c d e"]),
    ("row without cells", tr("a") + "<w:tr/>" + tr("b"), ["a", ".", "b"]),
    ("deleted row", tr("a") + tr("b", pr='<w:del w:id="1" w:author="x"/>') + tr("c"), ["a", "c"]),
    ("inserted row", tr("a") + tr("b", pr='<w:ins w:id="1" w:author="x"/>'), ["a", "b"]),
    ("hidden row", tr("a") + tr("b", pr="<w:hidden/>"), ["a"]),
    ("row in a control", f"{tr('a')}<w:sdt><w:sdtPr/><w:sdtContent>{tr('b')}</w:sdtContent></w:sdt>", ["a", "b"]),
    ("cell in a control", f"<w:tr><w:sdt><w:sdtContent>{tc('a')}</w:sdtContent></w:sdt>{tc('b')}</w:tr>", ["a b"]),
    ("paragraph in a control", tr(f"<w:tc><w:sdt><w:sdtContent>{p('a')}</w:sdtContent></w:sdt></w:tc>"), ["a"]),
    ("paragraphs", tr(tc(p("a") + p("") + p(" ") + p("b"))), ["a/b"]),
    ("page break in a cell", tr(tc(p(r("a") + '<w:r><w:br w:type="page"/></w:r>' + r("b")))), ["a b"]),
    ("nested table", tr(tc(p("trên") + tbl(tr("a", "b"), tr("c", "d")) + p("dưới")), "e"),
     ["trên/a | b/c | d/dưới e"]),
    ("twice nested", tr(tc(tbl(tr(tc(tbl(tr("a", "b"), tr("c")) + p()), "d")) + p())), ["a | b c | d"]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "wanted"), [c[1:] for c in SHAPES], ids=[c[0] for c in SHAPES])
def test_shape(rows: str, wanted: list[str]) -> None:
    assert drawn(rows) == wanted


GRID = (1000, 2000, 3000, 1000)
WIDTHS = [
    ("whole row in one cell", tr(tc("I. Mục", wide(7000))), "I. Mục < < <"),
    ("two cells", tr(tc("1", wide(1000)), tc("b", wide(6000))), "1 b < <"),
    ("a little off", tr(tc("a", wide(2950)), tc("b", wide(4080))), "a < b <"),
    ("shares", tr(tc("a", wide(5000, "pct"))), "a < < <"),
    ("shares with a sign", tr(tc("a", '<w:tcW w:w="100%" w:type="pct"/>')), "a < < <"),
    (
        "left free",
        tr(tc("b", wide(6000)), pr='<w:gridBefore w:val="1"/><w:wBefore w:w="1000" w:type="dxa"/>'),
        ". b < <",
    ),
    ("unknown width", tr(tc("a", wide(1000)), "b"), "a b . ."),
    ("too narrow to stay apart", tr(tc("a", wide(10)), tc("b", wide(20))), "a b . ."),
]


@pytest.mark.parametrize(("row", "wanted"), [c[1:] for c in WIDTHS], ids=[c[0] for c in WIDTHS])
def test_short_rows_are_set_by_their_widths(row: str, wanted: str) -> None:
    assert drawn(tr("a", "b", "c", "d"), row, grid=GRID)[1] == wanted


def test_edges_header_rows_and_places() -> None:
    header = "<w:tblHeader/>"
    rows = [
        tr("STT", "Nội dung", pr=header),
        tr("(1)", "(2)", pr=header),
        tr("1", tc("x", TOP)),
        tr("2", tc("", UNDER)),
    ]
    (grid,) = grids(p("trước") + tbl(*rows, grid=(720, 2880)))
    assert grid.edges == (0.0, 36.0, 180.0)
    assert grid.header_rows == 2
    assert [c.fragment for c in grid.cells][-3:] == [
        WordFragment(1, 3, 1),
        WordFragment(1, 3, 2),
        WordFragment(1, 4, 1),
    ]
    assert grid.cells[-2].rowspan == 2


def test_edges_come_from_the_cells_where_the_grid_is_missing() -> None:
    (grid,) = grids(tbl(tr(tc("a", wide(720)), tc("b", wide(1440)))))
    assert grid.edges == (0.0, 36.0, 108.0)
    assert grids(tbl(tr("a", "b")))[0].edges == ()


def test_tables_are_counted_in_the_body_only() -> None:
    nested = tbl(tr(tc(tbl(tr("a")) + p())))
    control = f"<w:sdt><w:sdtContent>{tbl(tr('b'))}</w:sdtContent></w:sdt>"
    places = [grid.cells[0].fragment for grid in grids(nested + p() + control + tbl(tr("c")))]
    assert places == [WordFragment(1, 1, 1), WordFragment(2, 1, 1), WordFragment(3, 1, 1)]


def test_bold_cells() -> None:
    bold = "<w:b/>"
    cells = [tc(p(r("a", bold)) + p() + p(r("b", bold))), tc(p(r("a", bold)) + p("b")), tc(), tc(p(r(" ", bold)))]
    (grid,) = grids(tbl(tr(*cells)))
    assert [cell.bold for cell in grid.cells] == [True, False, False, False]


LINE = '<w:{} w:val="single" w:sz="4"/>'
NONE = '<w:{} w:val="nil"/>'
SIDES = ("top", "left", "bottom", "right")
BOX, BARE = ("".join(side.format(s) for s in SIDES) for side in (LINE, NONE))
STYLES = f"""
<w:style w:type="table" w:styleId="Grid"><w:tblPr><w:tblBorders>{BOX}</w:tblBorders></w:tblPr></w:style>
<w:style w:type="table" w:styleId="Own"><w:basedOn w:val="Grid"/></w:style>
<w:style w:type="table" w:default="1" w:styleId="Plain"/>
"""
BORDERS = [
    ("none said", tbl(tr("a", "b")), False),
    ("table", tbl(tr("a", "b"), pr=f"<w:tblBorders>{BOX}</w:tblBorders>"), True),
    ("table without", tbl(tr("a"), pr=f'<w:tblStyle w:val="Grid"/><w:tblBorders>{BARE}</w:tblBorders>'), False),
    ("style", tbl(tr("a", "b"), pr='<w:tblStyle w:val="Own"/>'), True),
    ("cells", tbl(tr(*[tc("a", f"<w:tcBorders>{BOX}</w:tcBorders>")] * 2)), True),
    ("taken from the cells", tbl(tr(*[tc("a", f"<w:tcBorders>{BARE}</w:tcBorders>")] * 2),
                                 pr='<w:tblStyle w:val="Grid"/>'), False),
    ("one line under a cell", tbl(tr(tc("a", f"<w:tcBorders>{LINE.format('bottom')}</w:tcBorders>"))), False),
]  # fmt: skip


@pytest.mark.parametrize(("table", "wanted"), [c[1:] for c in BORDERS], ids=[c[0] for c in BORDERS])
def test_bordered(table: str, wanted: bool) -> None:
    assert grids(table, styles=STYLES)[0].bordered is wanted


def section(size: str) -> str:
    return f"<w:sectPr><w:pgSz {size}/></w:sectPr>"


def test_orientation_is_that_of_the_section_which_ends_below() -> None:
    upright, turned = 'w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906" w:orient="landscape"'
    changed = f"<w:sectPr><w:pgSz {turned}/><w:sectPrChange>{section(upright)}</w:sectPrChange></w:sectPr>"
    body = tbl(tr("a")) + p("", section(upright)) + tbl(tr("b")) + p("", changed) + tbl(tr("c")) + section(upright)
    assert [grid.orientation for grid in grids(body)] == ["portrait", "landscape", "portrait"]
    assert [g.orientation for g in grids(tbl(tr("a")) + section('w:w="16838" w:h="11906"'))] == ["landscape"]
    assert [g.orientation for g in grids(tbl(tr("a")))] == ["portrait"]


def test_text_covered_by_a_merge_is_reported() -> None:
    document = read(tbl(tr(tc("a", TOP)), tr(tc("bị che", UNDER))))
    assert [(n.code, n.quote) for n in document.notices] == [("W7", "bị che")]


def test_text_box_and_picture_in_a_cell() -> None:
    box = f"<w:r><w:drawing><w:txbxContent>{p('trong khung')}</w:txbxContent></w:drawing></w:r>"
    image = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    document = read(p(image) + tbl(tr(tc(p(r("ô") + box)), tc(p(image)))))
    grid = document.blocks[0]
    assert isinstance(grid, Grid)
    assert picture(grid) == ["ô/trong khung _"]
    assert [n.code for n in document.notices] == ["W3"]


def test_deleted_paragraph_mark_does_not_leak_out_of_its_cell() -> None:
    gone = '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'
    assert drawn(tr(tc(p("a", gone) + p("b")), tc(p("c", gone)), "d")) == ["ab c d"]


def test_cell_holding_only_an_automatic_number() -> None:
    lists = abstract(0, level(0, "%1")) + num(1, 0)
    number = tc(p("", numbered(1)))
    (grid,) = grids(tbl(tr(number, "a"), tr(number, "b")), numbering=lists)
    assert picture(grid) == ["1 a", "2 b"]


def test_a_table_too_wide_for_a_plan_is_read_as_lines() -> None:
    start = time.perf_counter()
    document = read(tbl(tr(*map(str, range(5000))), tr(*["x"] * 5000)))
    assert time.perf_counter() - start < 3
    assert [n.code for n in document.notices] == ["W8"]
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert len(texts) == 2
    assert texts[0].startswith("0 | 1 | 2")
    assert texts[0].endswith("4998 | 4999")


def test_one_cell_merged_over_2000_rows_takes_linear_time() -> None:
    rows = [tr(str(n), "Rà soát", tc("Cả năm" if n == 0 else "", UNDER if n else TOP)) for n in range(2000)]
    data = docx(tbl(*rows))
    start = time.perf_counter()
    (grid,) = (b for b in read_word(data, "t.docx", BOOK).blocks if isinstance(b, Grid))
    assert time.perf_counter() - start < 5
    assert grid.cells[2].rowspan == 2000
    assert len(grid.cells) == 4001


def test_deeply_nested_tables_do_not_crash() -> None:
    inner = p("đáy")
    for _ in range(50):
        inner = tbl(tr(tc(inner + p())))
    assert picture(grids(inner)[0]) == ["đáy"]


CELL = st.builds(
    lambda text, n, merge, before: tc(text, span(n) + merge + wide(before)),
    st.sampled_from(["", "a", "bc", "Sở Nội vụ"]),
    st.integers(1, 4),
    st.sampled_from(["", "", TOP, UNDER, '<w:hMerge w:val="restart"/>', "<w:hMerge/>"]),
    st.integers(0, 4000),
)
ROW = st.builds(
    lambda cells, before, after: tr(*cells, pr=f'<w:gridBefore w:val="{before}"/><w:gridAfter w:val="{after}"/>'),
    st.lists(CELL, max_size=5),
    st.integers(0, 2),
    st.integers(0, 2),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(ROW, min_size=1, max_size=6), st.lists(st.integers(0, 3000), max_size=8))
def test_any_table_gives_cells_that_stay_inside_do_not_overlap_and_lose_nothing(
    rows: list[str], grid: list[int]
) -> None:
    body = tbl(*rows, grid=grid)
    document = read(body)
    seen = 0
    for found in document.blocks:
        assert isinstance(found, Grid)
        picture(found)  # fails where cells overlap or stand outside
        assert list(found.cells) == sorted(found.cells, key=lambda c: (c.row, c.column))
        assert found.edges == () or (len(found.edges) == found.columns + 1 and list(found.edges) == sorted(found.edges))
        seen += sum(nonwhite(cell.text) for cell in found.cells)
    covered = sum(n.code == "W7" for n in document.notices)
    source = nonwhite("".join(re.findall(r"<w:t [^>]*>([^<]*)", body)))
    assert seen == source if not covered else seen < source
