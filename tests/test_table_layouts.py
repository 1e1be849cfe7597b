"""Whole documents, drawn: which tables are the plan, their columns and rows. Cases: tests/cases/layouts.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline import rulebook
from pipeline.document import PlanRow, PlanTable
from pipeline.errors import NoPlanTableError
from pipeline.table import find_plan_tables, judge_grids
from tests.drawing import drawn

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "layouts.toml").read_text(encoding="utf-8")
)["case"]
KINDS = {"task": "t", "section": "s", "total_row": "T", "note": "n"}


def tables(text: str) -> tuple[PlanTable, ...]:
    try:
        return find_plan_tables(drawn(text), rulebook.load())
    except NoPlanTableError:
        return ()


def shown(table: PlanTable) -> str:
    content = next(c.index for c in table.columns if c.role == "content")
    return ", ".join(_row(row, content) for row in table.rows)


def _row(row: PlanRow, content: int) -> str:
    if row.kind not in ("task", "section"):
        return KINDS[row.kind]
    own = row.number or (row.cells[content].text if row.kind == "section" else "-")
    return f"{KINDS[row.kind]} {'/'.join([*(s.number or s.title for s in row.sections), own])}"


def cells(table: PlanTable, ordinal: int) -> str:
    row = table.rows[ordinal - 1]
    return f"{ordinal}: " + " | ".join(("~" if c.inherited else "") + c.text for c in row.cells)


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_layout(case: dict[str, Any]) -> None:
    found = tables(case["doc"])
    assert [" ".join(c.role for c in t.columns) for t in found] == case["tables"]
    assert [shown(t) for t in found] == case.get("rows", [])
    assert [n.code for t in found for n in t.notices] == case.get("notes", [])
    if "annexes" in case:
        assert [t.annex for t in found] == case["annexes"]
    for wanted in case.get("cells", []):
        assert cells(found[0], int(wanted.split(":")[0])) == wanted


@pytest.mark.parametrize("case", [c for c in CASES if "refused" in c], ids=lambda c: c["id"])
def test_other_tables_are_refused_with_a_reason(case: dict[str, Any]) -> None:
    reasons = [v.reason for v in judge_grids(drawn(case["doc"]), rulebook.load()) if not v.accepted]
    assert len(reasons) == len(case["refused"])
    for reason, word in zip(reasons, case["refused"], strict=True):
        assert word in reason
