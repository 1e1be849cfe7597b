"""Scans: what stands in the pictures of pages, numbers that can be believed, and what is told where they cannot."""

from __future__ import annotations

import io
import json
import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from pipeline import rulebook
from pipeline.batch import run
from pipeline.export import WRITERS
from pipeline.model import Plan, ScanFragment, Task
from pipeline.read.scan_digits import UNSURE, numbers, put_out
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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("xử lý hổ sơ", "xử lý hồ sơ"),
        ("và để xuất", "và đề xuất"),
        ("để sửa đổi", "để sửa đổi"),
        ("trong qua trình", "trong qua trình"),
        ("khen thưởng, chuyên ngành", "khen thưởng, chuyên ngành"),
        ("ông Trần Hổ Sơn", "ông Trần Hổ Sơn"),
    ],
)
@pytest.mark.parametrize("unsure", [True, False])
def test_marks_are_mended_where_no_neighbour_knows_the_word(text: str, shown: str, unsure: bool, usage: Usage) -> None:
    words = text.split()
    assert usage.mended(words, [unsure] * len(words)) == shown.split()


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Từ quý I/2024", False),
        ("Từ quý 1/2024", False),
        ("tháng 11/2024", False),
        ("Quý II/2024", False),
        ("từ IV/2023 đến 1/2024", True),
        ("từ IV/2023 đến I/2024", True),
        ("quý 11/2024", True),
        ("tháng I/2024", True),
        ("trước 10/2024", False),
        ("quý 12024", True),
    ],
)
def test_a_month_that_may_be_a_quarter_is_in_doubt(text: str, doubt: bool, usage: Usage) -> None:
    found = list(vote(list(slots([reading(text), reading(text)])), usage))
    assert any(bad for _, bad in found) == doubt


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


PAGE = 2  # of the sample: half of its table


@lru_cache
def one_page(marks: str = "") -> tuple[bytes, tuple[float, float, float, float]]:
    """A page of a sample as a picture, and where a date stands on it. marks: what is drawn over it."""
    path = ROOT / "samples" / "ke-hoach-2025.pdf"
    scale = 200 / 72
    with pdfium.PdfDocument(path) as document:
        page = document[PAGE]
        text = page.get_textpage()
        index, count = text.search("31/12/2025").get_next()
        boxes = [text.get_charbox(i) for i in range(index, index + count)]
        high = page.get_height()
        box = tuple(
            scale * v
            for v in (boxes[0][0], high - max(b[3] for b in boxes), boxes[-1][2], high - min(b[1] for b in boxes))
        )
        picture = page.render(scale=scale).to_pil().convert("RGB")
    left, top, right, bottom = box
    if marks == "watermark":
        veil = Image.new("L", picture.size, 255)
        ImageDraw.Draw(veil).text((200, 500), "BAN SAO", font=ImageFont.load_default(300), fill=215)
        picture = ImageChops.darker(picture, veil.rotate(30, fillcolor=255).convert("RGB"))
    elif marks == "stamp":
        ring = Image.new("RGB", picture.size, "white")
        centre = ((left + right) / 2, (top + bottom) / 2)
        for radius in (150, 130, 60):
            edge = [centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius]
            ImageDraw.Draw(ring).ellipse(edge, outline=(225, 40, 50), width=7)
        picture = ImageChops.darker(picture, ring)
    elif marks == "scrawl":
        for n in range(4):
            y = top + (n + 0.5) * (bottom - top) / 4
            ImageDraw.Draw(picture).line((left - 4, y, right + 4, y + 6 * (-1) ** n), fill=(20, 20, 20), width=4)
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=200)
    return out.getvalue(), (left, top, right, bottom)


@pytest.fixture(scope="module")
def plain() -> Plan:
    return extract_all(one_page()[0], "quet.pdf", rulebook.load())[0]


def values(plan: Plan) -> list[tuple[Any, ...]]:
    return [
        (t.number, t.deadline and (t.deadline.start, t.deadline.end), [o.name for o in t.owners]) for t in plan.tasks
    ]


@with_ocr
def test_the_same_scan_gives_the_same_bytes(plain: Plan) -> None:
    again = extract_all(one_page()[0], "quet.pdf", rulebook.load())[0]
    assert WRITERS["json"](again) == WRITERS["json"](plain)
    assert len(plain.tasks) > 5


@with_ocr
@pytest.mark.parametrize("marks", ["watermark", "stamp"])
def test_what_is_stamped_over_a_page_is_not_read(marks: str, plain: Plan) -> None:
    plan = extract_all(one_page(marks)[0], "quet.pdf", rulebook.load())[0]
    assert values(plan) == values(plain)


@with_ocr
def test_pictures_of_what_is_in_doubt_lie_beside_the_output(tmp_path: Path) -> None:
    (tmp_path / "vao").mkdir()
    (tmp_path / "vao" / "quet.pdf").write_bytes(one_page("scrawl")[0])
    run([tmp_path / "vao"], tmp_path / "ra")
    shown = {path.name: path.read_bytes() for path in tmp_path.glob("ra/**/anh/*.png")}
    assert shown
    assert all(png.startswith(b"\x89PNG") for png in shown.values())
    plan = json.loads(next(tmp_path.glob("ra/**/plan.json")).read_text("utf-8"))
    told = [f for t in plan["tasks"] for f in t["findings"]] + plan["findings"]
    assert any(name in f["message"] for f in told if f["code"] == "P5" for name in shown)
    assert "31/12/2025" not in json.dumps(plan["tasks"])


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
    golden = [line.split("|") for line in case["rows"].split("\n") if line]
    wrong_leads, wrong_values, left_out = [], [], []
    for (section, number, lead, time), task in zip(golden, plan.tasks, strict=True):
        found = {cell.role: re.sub(r"\s+", " ", cell.text) for cell in task.cells}
        shown = [(task.sections[-1].number, section), (task.number, number), (found["time"], time)]
        left_out += [pair for pair in shown if not pair[0] or UNSURE in pair[0]]
        wrong_values += [pair for pair in shown if pair not in left_out and len({t.replace(" ", "") for t in pair}) > 1]
        wrong_leads += [(section, number, found["lead"])] * (found["lead"].casefold() != lead.casefold())
    assert wrong_values == []
    assert len(left_out) <= 0.05 * 3 * len(golden), left_out
    assert len(wrong_leads) <= 0.1 * len(golden), wrong_leads
