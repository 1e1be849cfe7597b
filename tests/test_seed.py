"""The seed plan, end to end: every layout of it, as .docx and as .pdf, gives the same 15 whole tasks.

The seed is not part of the repository; where it is absent these tests skip. What the tasks say is in cases/seed.toml.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests import facts
from tests.build import cut_rows, seed

CASES = tomllib.loads((Path(__file__).parent / "cases" / "seed.toml").read_text(encoding="utf-8"))
LAYOUTS = list(seed.LAYOUTS)
CUT = {name: variant.cuts for name, variant in seed.LAYOUTS.items() if variant.cuts}
KINDS = ("docx", "pdf")


@pytest.fixture(params=[f"{name}.{kind}" for kind in KINDS for name in LAYOUTS])
def path(request: pytest.FixtureRequest) -> Path:
    name, kind = request.param.split(".")
    made: dict[str, Path] = request.getfixturevalue(f"seed_{kind}")
    return made[name]


@pytest.fixture
def reference(seed_docx: dict[str, Path]) -> facts.Json:
    """The plan as read from the plainest layout."""
    return facts.plan(seed_docx["portrait"])


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_table_is_whole(path: Path) -> None:
    found = facts.plan(path)
    assert len(found["tables"]) == 1
    assert list(facts.by_path(found)) == [task["path"] for task in CASES["task"]]
    assert len(facts.sections(found)) == 4
    for task, row in zip(found["tasks"], seed.tasks(), strict=True):
        assert [one_line(cell["text"]) for cell in task["cells"]] == [one_line(cell) for cell in row]


def test_section_titles_are_whole(path: Path) -> None:
    titles = {
        section["number"] + "/" * len(task["sections"]): one_line(section["title"])
        for task in facts.plan(path)["tasks"]
        for section in task["sections"][-1:]
    }
    ours = [one_line(row[1]) for row in seed.sections()]
    assert list(titles.values()) == ours[1:], "sections that hold tasks themselves: I/1, I/2, II"
    assert {one_line(task["sections"][0]["title"]) for task in facts.plan(path)["tasks"]} == {ours[0], ours[3]}


def test_tasks_are_the_same_in_every_layout(path: Path, reference: facts.Json) -> None:
    found = [facts.without_places(task) for task in facts.plan(path)["tasks"]]
    assert found == [facts.without_places(task) for task in reference["tasks"]]


def test_document_is_the_same_in_every_layout(path: Path, reference: facts.Json) -> None:
    found, want = facts.plan(path)["document"], reference["document"]
    assert {**found, "file": None} == {**want, "file": None}


def test_nothing_is_lost(path: Path) -> None:
    accounting = facts.plan(path)["accounting"]
    rows, characters = accounting["rows"], accounting["characters"]
    assert accounting["unplaced"] == []
    written = "".join(text for row in seed.rows() for text in row[1:])
    assert characters["source"] == characters["placed"] >= len("".join(written.split()))
    assert rows["total"] == sum(count for kind, count in rows.items() if kind != "total")
    assert (rows["task"], rows["section"]) == (15, 4)


@pytest.mark.parametrize("case", CASES["task"], ids=lambda case: case["path"])
def test_gold_row(case: dict[str, Any], reference: facts.Json) -> None:
    task = facts.by_path(reference)[case["path"]]
    assert facts.differences(task, case) == []


@pytest.mark.parametrize("case", CASES["task"], ids=lambda case: case["path"])
def test_gold_findings(case: dict[str, Any], reference: facts.Json) -> None:
    codes = {finding["code"] for finding in facts.by_path(reference)[case["path"]]["findings"]}
    assert set(case["codes"]) <= codes


def test_document(reference: facts.Json) -> None:
    found, want = reference["document"], CASES["document"]
    assert found["issuer"]["name"] == "Sở Khoa học và Công nghệ"
    assert (found["number"], found["reference"], found["place"], found["issued_on"]) == (None, None, None, None)
    assert (found["type"], found["plan_year"]) == (want["type"], want["plan_year"])
    assert found["signer"] == want["signer"]
    assert facts.list_differences("bases", found["bases"], want["bases"]) == []
    assert facts.list_differences("goals", found["goals"], want["goals"]) == []
    assert facts.record_differences("reporting", found["reporting"]["deadline"], want["reporting"]) == []
    assert len(found["recipients"]) == want["recipients"]
    assert set(want["codes"]) <= {finding["code"] for finding in reference["findings"]}


@pytest.mark.parametrize("name", CUT)
def test_page_ends_do_cut_rows(name: str, seed_pdf: dict[str, Path]) -> None:
    """The layouts that are meant to cut rows do: else the tests above would prove nothing about cuts."""
    assert len(cut_rows(seed_pdf[name], seed.rows())) >= CUT[name]
