"""Scans: what stands in the pictures of pages, numbers that can be believed, and what is told where they cannot."""

from __future__ import annotations

import io
import re
import tomllib
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from PIL import Image

from pipeline import rulebook
from pipeline.model import Plan, ScanFragment, Task
from pipeline.read.scan_digits import numbers, put_out
from pipeline.read.scan_numbering import restore
from pipeline.read.scan_region import Heard
from pipeline.read.scan_usage import Usage, hushed
from pipeline.read.scan_vote import Word, doubtful, slots, vote
from pipeline.read.scan_words import available
from pipeline.run import extract_all

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "real"
CASES = tomllib.loads((ROOT / "tests" / "cases" / "scans.toml").read_text("utf-8"))
MISSING = available()
with_ocr = pytest.mark.skipif(MISSING is not None, reason=f"scans cannot be read here: {MISSING}")


def reading(text: str, confidence: float = 0.95) -> list[Word]:
    return [Word(word, 10.0 * n, 10.0 * n + 8, 20.0, 0, confidence) for n, word in enumerate(text.split())]


@pytest.fixture(scope="module")
def usage() -> Usage:
    return Usage(rulebook.load())


@pytest.mark.parametrize(
    ("readings", "text"),
    [
        (["Văn phòng Sở", "Văn phòng Sở"], "Văn phòng Sở"),
        (["Văn phòng SỞ chủ trì", "Văn phòng Sở chủ trì", "Văn phòng SỞ chủ trì"], "Văn phòng Sở chủ trì"),
        (["các hổ sơ đó", "các hồ sơ đó"], "các hồ sơ đó"),
        (["Bộ Tài chính __", "Bộ Tài chính", "Bộ Tài chính ..,"], "Bộ Tài chính"),
        (["đạt 85% trở lên", "đạt 85% trở lẽn", "đạt 85% trở lên"], "đạt 85% trở lên"),
    ],
)
def test_readings_are_made_one(readings: list[str], text: str, usage: Usage) -> None:
    words = list(vote(list(slots([reading(each) for each in readings])), usage))
    assert " ".join(word.text for word, _ in words) == text
    assert not any(doubt for _, doubt in words)


@pytest.mark.parametrize(
    "readings",
    [
        ["trước 30/11", "trước 30/1"],
        ["trước 30/11", "trước 30/1", "trước 30/7"],
        ["đạt 85%", "đạt 35%", "đạt"],
        ["quý II", "quý III"],
        ["quý H", "quý H"],
        ["ngày 31/13/2024", "ngày 31/13/2024"],
        ["|", "|"],
    ],
)
def test_a_number_counts_only_where_two_readings_agree(readings: list[str]) -> None:
    assert any(doubtful(slot) for slot in slots([reading(each) for each in readings]))


def test_two_readings_that_hardly_saw_a_number_are_none() -> None:
    sure, hardly = reading("Từ quý 2024", 0.9), reading("Từ quý 2024", 0.1)
    assert any(doubtful(slot) for slot in slots([sure, hardly]))
    assert not any(doubtful(slot) for slot in slots([sure, sure]))


@pytest.mark.parametrize(
    ("text", "shown"),
    [("30/11/2024", "□□/□□/□□□□"), ("Quý IV", "Quý □"), ("Văn phòng", "Văn phòng"), ("1.2", "□.□")],
)
def test_numbers_in_doubt_are_put_out(text: str, shown: str) -> None:
    assert put_out(text) == shown
    assert numbers(shown) == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("lập hồ SƠ mời", "lập hồ sơ mời"),
        ("- BỘ phận Một cửa", "- Bộ phận Một cửa"),
        ("tỷ lệ hỒ sơ", "tỷ lệ hồ sơ"),
        ("của UBND tỉnh", "của UBND tỉnh"),
        ("CẢI THIỆN CHỈ SỐ", "CẢI THIỆN CHỈ SỐ"),
    ],
)
def test_capitals_of_the_same_shape(text: str, shown: str) -> None:
    assert hushed(text.split()) == shown.split()


def test_marks_are_mended_only_where_they_were_hardly_read(usage: Usage) -> None:
    words = ["xử", "lý", "hổ", "sơ"]
    assert usage.mended(words, [True] * 4) == ["xử", "lý", "hồ", "sơ"]
    assert usage.mended(words, [False] * 4) == words
    assert usage.mended(["trong", "qua", "trình"], [True] * 3) == ["trong", "qua", "trình"]


def label(*readings: str) -> Heard:
    return Heard((0, 0, 9, 9), tuple(slots([reading(each) for each in readings])), (0, 0, 0), None, ("",))


@pytest.mark.parametrize(
    ("column", "restored"),
    [
        ([("I", "I"), ("|", "|"), ("2", "2")], ["I", "1", "2"]),
        ([("1", "1"), ("|", "l"), ("3", "3")], ["1", "?", "3"]),
        ([("7", "7"), ("§", "8", "§"), ("9", "9")], ["7", "8", "9"]),
        ([("V", "V"), ("3", "3"), ("VH", "VH"), ("1", "|"), ("2", "2")], ["V", "3", "?", "1", "2"]),
        ([("VI", "VI"), ("3", "3"), ("VH", "VH"), ("1", "|"), ("2", "2")], ["VI", "3", "VII", "1", "2"]),
    ],
)
def test_numbers_of_rows_are_restored_where_one_is_left(column: list[tuple[str, ...]], restored: list[str]) -> None:
    heard = [label(*readings) for readings in column]
    mended = restore(heard)
    shown = [mended.get(n, each).slots[0].ways[0][0].text for n, each in enumerate(heard)]
    known = [text if n in mended or text == column[n][0] else "?" for n, text in enumerate(shown)]
    assert [a if b != "?" else "?" for a, b in zip(known, restored, strict=True)] == restored
    assert all(n not in mended for n, text in enumerate(restored) if text == "?")


def pictures(pdf: Path, turned: tuple[int, ...] = ()) -> bytes:
    """The pages of a PDF as pictures at 200 dpi; turned: degrees by page."""
    with pdfium.PdfDocument(pdf) as document:
        pages = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in document]
    pages = [
        page.rotate(angle, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
        for page, angle in zip(pages, [*turned, *[0] * len(pages)], strict=False)
    ]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    return out.getvalue()


def words_of(task: Task) -> list[str]:
    return [re.sub(r"\s+", " ", cell.text) for cell in task.cells]


def wrong(read: Plan, truth: Plan) -> tuple[list[Any], list[Any]]:
    """Cells that differ, and values that differ where one is given."""
    pairs = list(zip(read.tasks, truth.tasks, strict=True))
    cells = [(a, b) for x, y in pairs for a, b in zip(words_of(x), words_of(y), strict=True) if a != b]
    values = [
        (ours.text, theirs.text)
        for ours, theirs in ((x.deadline, y.deadline) for x, y in pairs)
        if ours and theirs and (ours.start or ours.end) and (ours.start, ours.end) != (theirs.start, theirs.end)
    ]
    return cells, values


@pytest.fixture(scope="module")
def scanned() -> tuple[bytes, Plan, Plan]:
    """A sample as pictures, upside down, askew and on its side; how it is read; how the sample itself is read."""
    sample = ROOT / "samples" / "ke-hoach-2025.pdf"
    data = pictures(sample, (180, 1, 90, 270, 180, -1))
    book = rulebook.load()
    return data, extract_all(data, "quet.pdf", book)[0], extract_all(sample.read_bytes(), sample.name, book)[0]


@with_ocr
def test_a_scan_gives_the_tasks_of_its_original(scanned: tuple[bytes, Plan, Plan]) -> None:
    _, plan, truth = scanned
    assert plan.document.file.ocr
    assert [task.number for task in plan.tasks] == [task.number for task in truth.tasks]
    cells, values = wrong(plan, truth)
    assert len(cells) <= 0.1 * sum(len(task.cells) for task in truth.tasks), cells
    assert values == []


@with_ocr
def test_cells_of_a_scan_say_how_sure_they_are(scanned: tuple[bytes, Plan, Plan]) -> None:
    _, plan, truth = scanned
    places = [place for task in plan.tasks for cell in task.cells if cell.text for place in cell.fragments]
    assert places
    assert all(isinstance(place, ScanFragment) and 0 <= place.confidence <= 1 for place in places)
    assert not any(isinstance(p, ScanFragment) for task in truth.tasks for cell in task.cells for p in cell.fragments)


def annex(name: str) -> bytes:
    """The first page and those of the annex."""
    path, case = REAL / f"{name}.pdf", CASES[name]
    if not path.exists():
        pytest.skip("the folder of real documents is not beside the project")
    out = io.BytesIO()
    with pdfium.PdfDocument(path) as document, pdfium.PdfDocument.new() as part:
        part.import_pages(document, [0, *range(case["first"] - 1, case["last"])])
        part.save(out)
    return out.getvalue()


@with_ocr
@pytest.mark.parametrize("name", CASES)
def test_real_scans(name: str) -> None:
    case = CASES[name]
    plan, _ = extract_all(annex(name), f"{name}.pdf", rulebook.load())
    assert len(plan.tasks) == case["tasks"]
    assert len({section for task in plan.tasks for section in task.sections}) == case["sections"]
    rows = {(task.sections[-1].number, task.number): task for task in plan.tasks if task.sections}
    golden = [line.split("|") for line in case["rows"].split("\n") if line]
    wrong_leads, wrong_times = [], []
    for section, number, lead, time in golden:
        task = rows[section, number]
        found = {cell.role: re.sub(r"\s+", " ", cell.text) for cell in task.cells}
        wrong_leads += [(section, number, found["lead"])] * (found["lead"].casefold() != lead.casefold())
        wrong_times += [(section, number, found["time"])] * (re.sub(" ", "", found["time"]) != re.sub(" ", "", time))
    assert wrong_times == []
    assert len(wrong_leads) <= 0.1 * len(golden), wrong_leads
