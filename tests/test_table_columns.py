"""Headings: which roles they are read as, which tables are refused. Cases: tests/cases/headers.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline import rulebook
from pipeline.document import Grid, Verdict
from pipeline.table import check_rules, find_plan_tables, judge_grids
from tests.drawing import document, draw, grid

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "headers.toml").read_text(encoding="utf-8")
)
REAL = Path(__file__).resolve().parents[2] / "shared" / "real" / "headers.tsv"


def drawn(case: dict[str, Any]) -> Grid:
    columns = case["head"].split("\n")[0].count("|") + 1 if "<" in case["head"] or "^" in case["head"] else 0
    heads = case["head"].split("\n") if columns else [case["head"].replace("\n", "\\n")]
    columns = heads[0].count("|") + 1
    row = case.get("cells") or " | ".join(["1", *(f"Rà soát việc số {n}" for n in range(1, columns))][:columns])
    return draw("\n".join([*heads, row, row, row]))[0]


def judged(table: Grid) -> Verdict:
    return judge_grids(document(table), rulebook.load())[0]


@pytest.mark.parametrize("case", CASES["plan"], ids=lambda c: c["head"][:60])
def test_roles(case: dict[str, Any]) -> None:
    verdict = judged(drawn(case))
    assert " ".join(c.role for c in verdict.columns) == case["roles"], [c.reason for c in verdict.columns]
    assert verdict.accepted, verdict.reason
    if "headers" in case:
        assert [c.header for c in verdict.columns] == case["headers"].split("; ")


@pytest.mark.parametrize("case", CASES["near"], ids=lambda c: c["head"][:60])
def test_refused(case: dict[str, Any]) -> None:
    verdict = judged(drawn(case))
    assert not verdict.accepted
    assert case["why"] in verdict.reason


def test_alternatives_are_kept() -> None:
    verdict = judged(draw("TT | Chỉ tiêu | Chủ trì\n1 | Tỷ lệ đạt 45% | Sở Tài chính")[0])
    assert verdict.columns[1].alternatives == ("target",)
    verdict = judged(draw("TT | Nội dung công việc | Nội dung truyền thông | Chủ trì\n1 | A | B | Sở Nội vụ")[0])
    assert [c.role for c in verdict.columns] == ["no", "content", "other", "lead"]
    assert verdict.columns[2].alternatives == ("content",)


def test_index_rows_are_no_rows() -> None:
    for index in ("(1) | (2) | (3) | (4)", "A | B | 1 | 2", "1 | 2 | 3 | (4)=(2)+(3)"):
        (table,) = find_plan_tables(
            document(draw(f"TT | Nội dung | Thời gian | Chủ trì\n{index}\n1 | A | Quý I | Sở X")), rulebook.load()
        )
        assert [r.kind for r in table.rows] == ["task"]
        assert (table.counts.index, table.counts.header, table.counts.total) == (1, 1, 3)


def test_rules_read_their_own_examples() -> None:
    assert check_rules(rulebook.load()) == []


def _real() -> list[tuple[str, str]]:
    if not REAL.exists():
        return []
    lines = REAL.read_text(encoding="utf-8").splitlines()[1:]
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines]


# The roles of the plan headings in the order of the file, a letter a column.
_LETTERS = {
    "no": "n", "content": "c", "lead": "l", "coop": "p", "time": "t", "deliverable": "d", "result": "r", "target": "g",
    "other": "o", "method": "m", "budget": "b", "baseline": "s", "leader": "e", "note": "x",
}  # fmt: skip
_ROLES = """
ncl nclptd nclpt nclpt nclpt nclprt ncorl nclprt nclprt nclptx nclpt nclt nloc cltmbd ncoodol ncotpx ncolpte nclpoot
nctollob ncolotd nclptd ncosg ncgog nclprtx nclptrx nclptd ncomtl nclpto ncltr
"""

# These two headings read like a plan; what tells them apart are the cells, hours and days of work.
_LIKE_A_PLAN = ("Nội dung công việc | Đơn vị thực hiện", "TT | Cơ quan, bộ phận, người thực hiện")


@pytest.mark.skipif(not REAL.exists(), reason="the real headings are not beside the repository")
def test_roles_of_real_headings() -> None:
    plans = [head.replace("[blank]", "").split(" | ") for kind, head in _real() if kind != "near"]
    for heads, roles in zip(plans, _ROLES.split(), strict=True):
        row = ["1", *(f"Rà soát việc {n}" for n in range(1, len(heads)))]
        verdict = judged(grid([[h.strip() for h in heads], row, row, row]))
        assert "".join(_LETTERS[c.role] for c in verdict.columns) == roles, heads


@pytest.mark.skipif(not REAL.exists(), reason="the real headings are not beside the repository")
def test_real_headings() -> None:
    wrong = []
    for kind, head in _real():
        headings = [h.strip() for h in head.replace("[blank]", "").split(" | ")]
        time = "02 giờ làm việc" if head.startswith(_LIKE_A_PLAN) else "Rà soát việc"
        row = ["1", *(time if h.startswith("Thời gian") else f"Rà soát việc {n}" for n, h in enumerate(headings[1:]))]
        verdict = judged(grid([headings, row, row, row]))
        if verdict.accepted != (kind != "near"):
            wrong.append((kind, head, verdict.reason))
    assert wrong == []
