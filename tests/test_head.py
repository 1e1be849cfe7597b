"""The metadata of documents: the table of tests/cases/heads.toml, the seed, and what holds for any document."""

from __future__ import annotations

import re
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import rulebook
from pipeline.document import Block, Cell, Document, Grid, Paragraph, PlanTable, RowCount
from pipeline.model import DocumentInfo
from pipeline.normalize import terms
from pipeline.normalize.head import annex_citations, read_head
from pipeline.text import fold

CASES = tomllib.loads((Path(__file__).parent / "cases/heads.toml").read_text("utf-8"))["case"]
SEED = Path(__file__).parent.parent / "../shared/seed/ke-hoach-2024.txt"
BOOK = rulebook.load()


def built(text: str) -> tuple[Document, tuple[PlanTable, ...]]:
    """A document in the notation of heads.toml."""
    blocks: list[Block] = []
    tables: list[PlanTable] = []
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith("||"):
            rows.append([cell.strip().replace("~", "\n") for cell in line[2:].split("||")])
            continue
        if rows:
            cells = tuple(Cell(r, c, t) for r, row in enumerate(rows) for c, t in enumerate(row))
            blocks.append(Grid(len(rows), max(map(len, rows)), cells, bordered=False))
            rows = []
        if line.startswith("[TABLE"):
            annex = line[6:].strip("] ") or None
            tables.append(PlanTable("T1", (), (), RowCount(), 0, 0, annex=annex, blocks=(len(blocks),)))
            blocks.append(Grid(1, 3, (Cell(0, 0, "Nơi nhận: SAI"), Cell(0, 1, "năm 1999"), Cell(0, 2, "KT. GIÁM ĐỐC"))))
        elif line.strip():
            blocks.append(Paragraph(line.lstrip("*") if line[1:2] != "*" else line, bold=line[0] == "*"))
    return Document("x", "0", "docx", tuple(blocks)), tuple(tables)


def field(info: DocumentInfo, name: str) -> Any:
    value: Any = info
    for part in name.split("."):
        value = getattr(value, part, None)
    return list(value) if isinstance(value, tuple) else value


def got(text: str, name: str) -> Any:
    document, tables = built(text)
    reading = read_head(document, tables, BOOK)
    if name == "findings":
        return [f.code for f in reading.findings]
    if name == "annex":
        return [c.reference for c in annex_citations(document, BOOK)]
    value = field(reading.values[0], name)
    if name == "bases":
        return ["|".join((b.type or "", b.reference or "", b.issued_on or "", b.issuer or "")) for b in value]
    return "<null>" if value is None else value


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_case(case: dict[str, Any]) -> None:
    assert {name: got(case["text"], name) for name in case["want"]} == case["want"]


def test_rules_read_their_examples() -> None:
    assert terms.check_rules(BOOK) == []


def seed() -> Document:
    if not SEED.exists():
        pytest.skip("the seed document is not beside the repository")
    lines = SEED.read_text("utf-8").split("\n")
    blocks: list[Block] = [Paragraph(line) for line in lines[:51] if line.strip()]
    return Document("seed", "0", "txt", (*blocks, Grid(1, 1, (Cell(0, 0, "\n".join(lines[51:])),))))


def test_seed() -> None:
    """The plan-level line of DOMAIN, appendix A."""
    document = seed()
    table = PlanTable("T1", (), (), RowCount(), 0, 0, blocks=(len(document.blocks) - 1,))
    info = read_head(document, (table,), BOOK).values[0]
    assert (info.type, info.number, info.symbol, info.place, info.issued_on) == ("Kế hoạch", None, None, None, None)
    assert (info.status, info.plan_year) == ("issued", 2024)
    assert asdict(info.issuer) == {
        "name": "Sở Khoa học và Công nghệ",
        "parent": "UBND tỉnh Khánh Hòa",
        "org_id": None,
    }
    assert info.signer is not None
    assert asdict(info.signer) == {
        "competence": ("KT",),
        "for_": "Giám đốc",
        "position": "Phó Giám đốc",
        "name": "Lê Phước Đức",
    }
    bases = [(b.type, b.reference, b.issued_on, b.issuer) for b in info.bases]
    assert bases == [
        ("Quyết định", "91/QĐ-UBND", "2024-01-11", "UBND tỉnh"),
        ("Công văn", "172/SNV-CCHC", "2023-01-15", "Sở Nội vụ"),
    ]
    assert info.recipients == ("Sở Nội vụ", "Lãnh đạo Sở", "Các phòng, đơn vị thuộc Sở", "Lưu: VT, VP")
    assert info.reporting is not None
    assert info.reporting.deadline is not None
    assert info.reporting.to == "Ủy ban nhân dân tỉnh (thông qua Sở Nội vụ)"
    assert (info.reporting.deadline.end, info.reporting.deadline.end_inclusive) == ("2024-12-15", False)


def test_goal_of_the_seed() -> None:
    info = read_head(seed(), (), BOOK).values[0]
    assert [(g.comparator, g.value, g.unit) for g in info.goals] == [("ge", 87, "%")]


LINES = sorted({line for case in CASES for line in case["text"].split("\n") if line.strip() and line[0] not in "|["})
ODD = st.text(alphabet="ABĐ Kếhoạch/-.:;()0123 năm\n\t*", max_size=60)


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text)))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(LINES) | ODD, max_size=25), st.booleans())
def test_any_document_is_read_and_nothing_is_invented(lines: list[str], as_grid: bool) -> None:
    """Whatever the order of lines: no error, and each word given stands in the document."""
    blocks: tuple[Block, ...] = tuple(Paragraph(line) for line in lines)
    if as_grid and lines:
        cells = tuple(Cell(n // 2, n % 2, line) for n, line in enumerate(lines))
        blocks = (Grid(len(lines) // 2 + 1, 2, cells, bordered=False),)
    info = read_head(Document("x", "0", "pdf", blocks), (), BOOK).values[0]
    signer = info.signer
    given_out = [info.type, info.subject, info.place, info.issuer.name, *info.recipients, *(b.text for b in info.bases)]
    given_out += [signer.for_, signer.name] if signer else []
    source = words("\n".join(lines)) | words(re.sub(r"\*{2,}", "", "\n".join(lines)))  # marks of bold are no text
    for text in given_out:
        assert text is None or (text.strip() == text != "" and words(text) <= source)


def test_signature_does_not_end_the_reading() -> None:
    """The head of an attached plan stands behind the signature; a later signature in a form is not the signer."""
    text = "KẾ HOẠCH\nThi đua năm 2025\nGIÁM ĐỐC\nLê Văn Tám\nPHỤ LỤC\nNGƯỜI LẬP BIỂU\nTRƯỞNG PHÒNG\nTrần Văn Chín"
    assert got(text, "signer.name") == "Lê Văn Tám"


def test_letters_of_a_table_are_no_head() -> None:
    """Only host names are taken from a plan table."""
    text = "KẾ HOẠCH\nThi đua\n[TABLE]"
    assert got(text, "signer") == "<null>"
    assert got(text, "recipients") == []
    assert got(text, "plan_year") == "<null>"


REPORTS = tomllib.loads((Path(__file__).parent / "cases/reporting.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", REPORTS, ids=[c["body"][:40] for c in REPORTS])
def test_reporting(case: dict[str, Any]) -> None:
    text = (
        f"KẾ HOẠCH\nCông tác văn thư năm 2025\nI. MỤC ĐÍCH\nGọn nhẹ.\nII. TỔ CHỨC\n{case['body']}\nGIÁM ĐỐC\nLê Văn Tám"
    )
    duty = read_head(*built(text), BOOK).values[0].reporting
    kind = "kind" if "kind" in case else "end"
    found = (duty.to, getattr(duty.deadline, kind)) if duty and duty.deadline else ("", "")
    assert found == (case["to"], case[kind])


def test_goals_are_those_of_the_aims() -> None:
    """Numbers of the duties are tasks, not goals; a smaller heading does not end the section on aims."""
    text = (
        "KẾ HOẠCH\nCông tác văn thư năm 2025\nI. MỤC TIÊU\n1. Mục tiêu chung\nLàm tốt.\n2. Cụ thể\n"
        "- Tỷ lệ văn bản ký số đạt từ 95% trở lên.\nII. NHIỆM VỤ\n- Tập huấn đạt 100% cán bộ.\n"
    )
    goals = read_head(*built(text), BOOK).values[0].goals
    assert [(g.comparator, g.value) for g in goals] == [("qualitative", None), ("ge", 95)]


@pytest.mark.parametrize(
    "heading", ["I. MỤC TIÊU", "1. Chỉ tiêu chủ yếu", "MỤC TIÊU", "Mục tiêu cụ thể:", "* Các chỉ tiêu"]
)
@pytest.mark.parametrize(
    ("sentence", "value", "codes"),
    [
        ("Giải ngân đạt 100% kế hoạch vốn.", ("ge", 100), []),
        ("- Tuyển sinh 350 học viên.", ("qualitative", None), ["U2"]),
        ("a) Xây dựng mới 05 trạm y tế;", ("ge", 5), []),
        ("+ Không để xảy ra dịch lớn.", ("le", 0), []),
        ("Hồ sơ được bàn giao đầy đủ.", ("qualitative", None), []),
    ],
)
def test_a_sentence_under_a_heading_of_goals_is_a_goal(
    heading: str, sentence: str, value: tuple[str, float | None], codes: list[str]
) -> None:
    end = "NHIỆM VỤ" if heading[0] in "M*" else "II. NHIỆM VỤ" if heading[0] == "I" else "2. Nhiệm vụ"
    head = "KẾ HOẠCH\nCông tác năm 2025\nCăn cứ tình hình thực tế."
    text = f"{head}\n{heading}\n{sentence}\n{end}\n- Tập huấn đạt 100% cán bộ.\n"
    reading = read_head(*built(text), BOOK)
    assert [(g.comparator, g.value) for g in reading.values[0].goals] == [value]
    assert [f.code for f in reading.findings] == codes


@pytest.mark.parametrize(
    "right",
    [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nBình Sơn, ngày 17 tháng 01 năm 2024",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA\nVIỆT NAM\nĐộc lập - Tự do -\nHạnh phúc\nBình Sơn, ngày 17 tháng 01 năm\n2024",
        "ĐẢNG CỘNG SẢN VIỆT NAM\nBình Sơn, ngày 17 tháng 01 năm 2024",
    ],
)
def test_a_title_read_before_the_right_column_of_the_head(right: str) -> None:
    """A PDF with the title at the left edge, directly below the head; and a sentence below the table."""
    left = "UBND TỈNH BÌNH SƠN\nSỞ KHOA HỌC\nSố: 21/KH-SKH\nKẾ HOẠCH\nChuyển đổi số năm 2024"
    text = f"{left}\n{right}\n[TABLE]\nTrên đây là Kế hoạch của Sở"
    info = read_head(*built(text), BOOK).values[0]
    assert (info.place, info.issued_on, info.reference) == ("Bình Sơn", "2024-01-17", "21/KH-SKH")
    assert (info.type, info.subject) == ("Kế hoạch", "Chuyển đổi số năm 2024")
    assert info.issuer.name == "Sở Khoa học"


def test_a_subject_ends_at_the_table() -> None:
    text = "KẾ HOẠCH\nChuyển đổi số năm 2024\n[TABLE]\nTrên đây là Kế hoạch của Sở"
    assert read_head(*built(text), BOOK).values[0].subject == "Chuyển đổi số năm 2024"
