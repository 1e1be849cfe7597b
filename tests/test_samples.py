"""The samples say what a person wrote down about them (samples/expected), as .docx and as .pdf."""

from __future__ import annotations

import re
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests import facts
from tests.build import cut_rows, is_section, load, seed, write_docx

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
REAL = seed.SOURCE.parents[1] / "real"
STEMS = sorted(path.stem for path in (SAMPLES / "expected").glob("*.toml"))
DOCUMENTS = sorted(path for suffix in ("docx", "pdf") for path in SAMPLES.glob(f"*.{suffix}"))
PDFS = [path for path in DOCUMENTS if path.suffix == ".pdf"]


def expected(stem: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLES / "expected" / f"{stem}.toml").read_text(encoding="utf-8"))


FACTS = [(path, task) for path in DOCUMENTS for task in expected(path.stem)["task"]]


def name(value: Any) -> str:
    return value.name if isinstance(value, Path) else value["path"] if isinstance(value, dict) else str(value)


# --- what the program reads --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_counts(path: Path) -> None:
    found, want = facts.plan(path), expected(path.stem)
    assert len(found["tables"]) == want["tables"]
    assert list(facts.by_path(found)) == [task["path"] for task in want["task"]]
    assert len(facts.sections(found)) == want["sections"]


@pytest.mark.parametrize(("path", "task"), FACTS, ids=name)
def test_task(path: Path, task: dict[str, Any]) -> None:
    found = facts.by_path(facts.plan(path))[task["path"]]
    assert facts.differences(found, task) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_document(path: Path) -> None:
    found, want = facts.plan(path)["document"], expected(path.stem)["document"]
    have = {field: found[field] for field in ("type", "reference", "place", "issued_on", "plan_year")}
    have |= {"signer": (found["signer"] or {}).get("name"), "recipients": len(found["recipients"])}
    have |= {"bases": [basis["issued_on"] for basis in found["bases"] if basis["issued_on"]]}
    plain = {field: value for field, value in want.items() if field not in ("goals", "reporting")}
    assert facts.record_differences("document", have, plain) == []
    assert facts.list_differences("goals", found["goals"], want["goals"]) == []
    deadline = (found["reporting"] or {}).get("deadline") or {}
    assert facts.record_differences("reporting", deadline, want["reporting"]) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_findings(path: Path) -> None:
    found = facts.plan(path)
    tasks = facts.by_path(found)
    missing = []
    for where, codes in expected(path.stem)["findings"].items():
        findings = found["findings"] if where == "document" else tasks[where]["findings"]
        missing += [f"{where}: {code}" for code in codes if code not in {each["code"] for each in findings}]
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_no_false_error(path: Path) -> None:
    errors = [each for each in facts.plan(path)["findings"] if each["level"] == "error"]
    assert [each["code"] for each in errors] == expected(path.stem)["errors"], errors


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_nothing_is_lost(path: Path) -> None:
    accounting = facts.plan(path)["accounting"]
    rows, characters = accounting["rows"], accounting["characters"]
    assert rows["total"] == sum(rows.values()) - rows["total"]
    assert characters["source"] == characters["placed"] + characters["unplaced"]
    assert accounting["unplaced"] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_cell_is_whole(path: Path) -> None:
    """The cells of the source, in order, are the cells of the tasks (typed breaks count as spaces)."""
    description, _ = load(SAMPLES / "sources" / f"{path.stem}.toml")
    tasks = iter(facts.plan(path)["tasks"])
    for annex in description.annexes[: expected(path.stem)["tables"]]:
        for row in annex.rows[annex.header_rows :]:
            if row[0] == "" or is_section(row) or "<" in row:
                continue
            have = [" ".join(cell["text"].split()) for cell in next(tasks)["cells"]]
            want = [" ".join(cell.split()) for cell in row]
            assert have[1:] == [old if new == "^" else new for old, new in zip(have, want, strict=True)][1:]
    assert next(tasks, None) is None


@pytest.mark.parametrize("path", PDFS, ids=name)
def test_pdf_and_word_give_the_same_tasks(path: Path) -> None:
    word, pdf = (facts.plan(path.with_suffix(suffix))["tasks"] for suffix in (".docx", ".pdf"))
    assert [facts.without_places(task) for task in pdf] == [facts.without_places(task) for task in word]


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_golden(path: Path, request: pytest.FixtureRequest) -> None:
    golden, now = path.with_name(f"{path.name}.json"), facts.printed(path)
    if request.config.getoption("--force-golden"):
        golden.write_bytes(now)
    if not golden.exists():
        pytest.skip("not written yet: pytest tests/test_samples.py --force-golden")
    assert golden.read_bytes() == now, "changed on purpose? pytest tests/test_samples.py --force-golden"


# --- the samples themselves ---------------------------------------------------------------------------------


@pytest.mark.parametrize("stem", STEMS)
def test_expected_facts_name_the_rows_of_the_source(stem: str) -> None:
    description, _ = load(SAMPLES / "sources" / f"{stem}.toml")
    want = expected(stem)
    rows = [row for annex in description.annexes[: want["tables"]] for row in annex.rows[annex.header_rows :]]
    numbers = [row[0].rstrip(".") for row in rows if row[0] and not is_section(row) and "<" not in row]
    assert [task["path"].split("/")[-1] for task in want["task"]] == numbers
    assert want["sections"] == sum(is_section(row) and row[0] != "" for row in rows)


@pytest.mark.parametrize("stem", STEMS)
def test_word_file_is_made_from_its_source(stem: str, tmp_path: Path) -> None:
    description, layout = load(SAMPLES / "sources" / f"{stem}.toml")
    made = write_docx(description, tmp_path / "made.docx", layout)
    bodies = [zipfile.ZipFile(path).read("word/document.xml") for path in (made, SAMPLES / f"{stem}.docx")]
    assert bodies[0] == bodies[1], "run: python samples/make.py"


def test_rows_are_cut_by_page_ends() -> None:
    """In the PDF of 2024 at least two rows stand on two pages; else it would show nothing."""
    description, _ = load(SAMPLES / "sources" / "ke-hoach-2024.toml")
    assert len(cut_rows(SAMPLES / "ke-hoach-2024.pdf", description.annexes[0].rows)) >= 2


@pytest.mark.skipif(not seed.SOURCE.exists(), reason=seed.MISSING)
def test_wording_is_our_own() -> None:
    """No 12 syllables in a row of one cell are those of the seed or of the real tables; set phrases are shorter."""
    others = [seed.SOURCE, *REAL.glob("tables/*"), REAL / "cells.tsv"]
    theirs = runs("\n".join(path.read_text(encoding="utf-8") for path in others))
    ours = runs("\n".join(path.read_text(encoding="utf-8") for path in SAMPLES.glob("sources/*.toml")))
    assert ours & theirs == set()


def runs(text: str, length: int = 12) -> set[tuple[str, ...]]:
    """Every run of that many syllables inside a cell or a line."""
    out: set[tuple[str, ...]] = set()
    for cell in re.split(r'[\t\n|"]', text.lower()):
        words = re.findall(r"\w+", cell)
        out |= set(zip(*(words[i:] for i in range(length)), strict=False))
    return out


@pytest.mark.parametrize("name", ["2023-2024", "2024-2025"])
def test_expected_changes_name_every_task_once(name: str) -> None:
    changes = tomllib.loads((SAMPLES / "expected" / "diff" / f"{name}.toml").read_text(encoding="utf-8"))
    for side in ("old", "new"):
        named = [path for change in changes["change"] for path in change[side]]
        assert sorted(named) == sorted(task["path"] for task in expected(changes[side])["task"])
