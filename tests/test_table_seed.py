"""The seed's table, as one Word table with its continuation rows, and cut into pages at every row."""

from __future__ import annotations

import pytest

from pipeline import rulebook
from pipeline.document import PlanTable
from pipeline.table import find_plan_tables
from tests.build import seed
from tests.drawing import document, grid

pytestmark = pytest.mark.skipif(not seed.SOURCE.exists(), reason=seed.MISSING)


def tables(*blocks: object) -> tuple[PlanTable, ...]:
    return find_plan_tables(document(*blocks), rulebook.load())  # type: ignore[arg-type]


def shape(table: PlanTable) -> list[tuple[object, ...]]:
    return [
        (r.ordinal, r.kind, r.number, tuple(s.number for s in r.sections), tuple(c.text for c in r.cells))
        for r in table.rows
    ]


def test_gold() -> None:
    (table,) = tables("# PHỤ LỤC", "# NỘI DUNG, NHIỆM VỤ", grid(seed.rows(joined=False), None))
    assert table.annex == "PHỤ LỤC NỘI DUNG, NHIỆM VỤ"
    assert [c.role for c in table.columns] == ["no", "content", "result", "time", "method"]
    counts = table.counts
    assert (counts.total, counts.task, counts.section, counts.header, counts.continuation) == (22, 15, 4, 1, 2)
    paths = ["/".join([*(s.number or "" for s in r.sections), r.number or ""]) for r in table.rows if r.kind == "task"]
    assert paths == [
        *(f"I/1/1.{n}" for n in range(1, 9)),
        *(f"I/2/2.{n}" for n in range(1, 5)),
        *(f"II/{n}" for n in range(1, 4)),
    ]
    assert [tuple(c.text for c in r.cells) for r in table.rows] == list(seed.rows()[1:])
    assert next(r.raw_number for r in table.rows if r.number == "2") == "2."


@pytest.mark.parametrize("repeat", [False, True], ids=["header-once", "header-on-every-page"])
@pytest.mark.parametrize("joined", [True, False], ids=["whole", "as-exported"])
def test_cut_at_every_row(repeat: bool, joined: bool) -> None:
    rows = seed.rows(joined)
    want = shape(tables(grid(rows, None))[0])
    for cut in range(1 + repeat, len(rows)):
        pages = [rows[:cut], (*rows[:1], *rows[cut:]) if repeat else rows[cut:]]
        (table,) = tables(*(grid(page, n) for n, page in enumerate(pages, 1)))
        assert shape(table) == want, cut
