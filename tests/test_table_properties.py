"""What holds for every table: cutting it into pages changes no row, nothing is lost, no bug on any grid."""

from __future__ import annotations

from collections.abc import Sequence
from time import process_time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import rulebook
from pipeline.document import Cell, Grid, PlanTable
from pipeline.errors import NoPlanTableError
from pipeline.model import PageFragment
from pipeline.table import find_plan_tables
from pipeline.text import nonwhite
from tests.drawing import document, grid

HEAD = ["STT", "Nội dung", "Thời gian", "Chủ trì", "Sản phẩm"]
WORDS = ["rà soát", "sửa đổi", "các", "quy định", "của tỉnh", "Sở Nội vụ", "Ủy ban", "nhân dân", "về", "năm 2025"]
CALM = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])

phrase = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(lambda words: " ".join(["Tổ", "chức", *words]))
time = st.sampled_from(["Quý I", "Trong năm 2025", "Trước ngày 30/11", "Thường xuyên", "Tháng 6/2025", ""])
owner = st.sampled_from(["Sở Nội vụ", "Văn phòng", "Các phòng, đơn vị", "UBND các xã", ""])
task = st.tuples(phrase, time, owner, st.sampled_from(["Kế hoạch", "Báo cáo", ""])).filter(lambda t: bool(t[1] or t[2]))
section = st.sampled_from(["Thể chế", "Hạ tầng số", "Nhân lực"])


@st.composite
def plans(draw: st.DrawFn) -> list[list[str]]:
    """Rows I > 1, 2, 3 of a plan, the heading first."""
    rows = [HEAD]
    for number in ("I", "II", "III")[: draw(st.integers(1, 3))]:
        rows.append([number, draw(section), "", "", ""])
        rows += [[str(n), *t] for n, t in enumerate(draw(st.lists(task, min_size=1, max_size=4)), 1)]
    return rows


def found(*grids: Grid) -> PlanTable:
    (table,) = find_plan_tables(document(*grids), rulebook.load())
    return table


def shape(table: PlanTable) -> list[object]:
    return [(r.ordinal, r.kind, r.number, r.sections, [(c.text, c.inherited) for c in r.cells]) for r in table.rows]


@CALM
@given(plans(), st.data(), st.booleans())
def test_pages_change_nothing(rows: list[list[str]], data: st.DataObject, repeat: bool) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(2, max(2, len(rows) - 1)), max_size=4)))
    pages = [rows[a:b] for a, b in zip([0, *cuts], [*cuts, len(rows)], strict=True) if a < b]
    grids = [grid([HEAD, *page] if repeat and n else page, n + 1) for n, page in enumerate(pages)]
    assert shape(found(*grids)) == shape(found(grid(rows)))


@CALM
@given(plans(), st.data())
def test_a_row_cut_in_its_middle_is_healed(rows: list[list[str]], data: st.DataObject) -> None:
    """Every filled cell of the upper part is full, as where a page really ends."""
    place = data.draw(st.sampled_from([i for i, row in enumerate(rows) if i and (row[2] or row[3])]))
    halves = [_halves(text, data) for text in rows[place][1:]]
    if not any(lower for _, lower in halves):
        return
    upper = _measured([*rows[:place], [rows[place][0], *(u for u, _ in halves)]], 1)
    lower = _measured([["", *(low for _, low in halves)], *rows[place + 1 :]], 2)
    assert shape(found(upper, lower)) == shape(found(grid(rows)))


def _halves(text: str, data: st.DataObject) -> tuple[str, str]:
    words = text.split()
    cut = data.draw(st.integers(1, len(words))) if words else 0
    return " ".join(words[:cut]), " ".join(words[cut:])


def _measured(rows: Sequence[Sequence[str]], page: int) -> Grid:
    """A page of a PDF whose last lines leave no room for the first word of the next."""
    plain = grid(rows, page)
    cells = tuple(
        Cell(c.row, c.column, c.text, fragment=c.fragment, room=2.0 if c.text else None, lead=20.0 if c.text else None)
        for c in plain.cells
    )
    return Grid(plain.rows, plain.columns, cells, plain.edges, page)


texts = st.one_of(
    st.sampled_from(["", "1", "I", "-", "nt", "(1)", "Tổng cộng", "Ghi chú: a", "STT", "Nội dung", "Chủ trì", "x"]),
    phrase,
    st.text(alphabet="aâđ1I.-/;( \nÀ\u00a0*", max_size=12),
)


@st.composite
def any_grid(draw: st.DrawFn) -> Grid:
    """Any table of merged cells, with a plan's heading in two of three."""
    count, width = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    if draw(st.integers(0, 2)):
        cells = [Cell(0, i, HEAD[i]) for i in range(min(width, len(HEAD)))]
        taken = {(0, i) for i in range(width)}
    for row in range(count):
        for column in range(width):
            if (row, column) in taken:
                continue
            rowspan, colspan = draw(st.integers(1, 2)), draw(st.integers(1, 2))
            area = {(row + r, column + c) for r in range(rowspan) for c in range(colspan)}
            if area & taken or column + colspan > width or row + rowspan > count:
                rowspan = colspan = 1
                area = {(row, column)}
            taken |= area
            cells.append(Cell(row, column, draw(texts), rowspan, colspan, PageFragment(1, (0, 0, 1, 1))))
    page = draw(st.sampled_from([None, 1, 2]))
    return Grid(count, width, tuple(cells), tuple(100.0 * i for i in range(width + 1)), page)


@settings(CALM, max_examples=250)
@given(st.lists(any_grid(), max_size=4))
def test_nothing_is_lost_on_any_grid(grids: list[Grid]) -> None:
    try:
        tables = find_plan_tables(document(*grids), rulebook.load())
    except NoPlanTableError:
        return
    for table in tables:
        source = [grids[block] for block in table.blocks]
        assert table.characters == sum(nonwhite(c.text) for g in source for c in g.cells)
        assert table.placed == table.characters
        assert table.counts.total == sum(g.rows for g in source)
        assert [r.ordinal for r in table.rows] == list(range(1, len(table.rows) + 1))


def test_five_thousand_rows_in_a_second() -> None:
    tasks = ([str(n % 40 + 1), f"Tổ chức rà soát quy định số {n}", "Quý I", "Sở Nội vụ", ""] for n in range(5000))
    rows = [HEAD, *tasks]
    pages = [grid(rows[i : i + 12], n + 1) for n, i in enumerate(range(0, len(rows), 12))]
    rulebook.load()
    start = process_time()
    table = found(*pages)
    assert process_time() - start < 3  # 1 s on a machine of its own
    assert len(table.rows) == 5000
