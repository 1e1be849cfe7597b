"""The Word reader over whole documents: made with python-docx, the seed in its layouts, real plans."""

from __future__ import annotations

import hashlib
import io
import time
from pathlib import Path

import docx as python_docx
import pytest

from pipeline import rulebook
from pipeline.document import Document, Grid, Paragraph
from pipeline.read.word import read_word
from pipeline.text import nonwhite
from tests.word_xml import docx, p, picture, tbl, tr

BOOK = rulebook.load()
REAL = Path(__file__).resolve().parents[2] / "shared" / "real"


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def seen(document: Document) -> int:
    texts = (b.text if isinstance(b, Paragraph) else "".join(c.text for c in b.cells) for b in document.blocks)
    return sum(map(nonwhite, texts))


def test_document_made_with_python_docx() -> None:
    made = python_docx.Document()
    made.add_heading("KẾ HOẠCH", 1)
    made.add_paragraph("Việc thứ nhất", style="List Number")
    made.add_paragraph("Việc thứ hai", style="List Number")
    made.add_paragraph("Sở Nội vụ", style="List Bullet")
    table = made.add_table(3, 3, style="Table Grid")
    for n, text in enumerate(("STT", "Nội dung", "Thời gian")):
        table.cell(0, n).text = text
    table.cell(1, 0).merge(table.cell(1, 2)).text = "I. Tuyên truyền"
    table.cell(2, 1).text = "Tập huấn"
    stream = io.BytesIO()
    made.save(stream)
    document = read_word(stream.getvalue(), "ke-hoach.docx", BOOK)
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == [
        "KẾ HOẠCH", "1. Việc thứ nhất", "2. Việc thứ hai", "- Sở Nội vụ",
    ]  # fmt: skip
    (grid,) = grids(document)
    assert picture(grid) == ["STT Nội dung Thời gian", "I. Tuyên truyền < <", "_ Tập huấn _"]
    assert grid.bordered
    assert document.notices == ()


def test_what_the_document_says_of_its_file() -> None:
    data = docx(p("Kế hoạch"))
    document = read_word(data, "ke-hoach.docx", BOOK)
    assert (document.name, document.format, document.pages) == ("ke-hoach.docx", "docx", None)
    assert document.sha256 == hashlib.sha256(data).hexdigest()


def test_running_headers_footers_and_comments_are_no_paragraphs() -> None:
    parts = {f"word/{name}.xml": f"<x>{p('ngoài văn bản')}</x>" for name in ("header1", "footer1", "comments")}
    assert len(read_word(docx(p("Kế hoạch"), parts=parts), "t.docx", BOOK).blocks) == 1


def test_the_same_bytes_give_the_same_document() -> None:
    data = docx(p("Kế hoạch") + tbl(tr("a", "b")))
    assert read_word(data, "t.docx", BOOK) == read_word(data, "t.docx", BOOK)


def test_5000_rows_take_linear_time() -> None:
    def seconds(rows: int) -> float:
        data = docx(tbl(*[tr(str(n), "Rà soát", "Quý II/2024") for n in range(rows)]))
        start = time.process_time()
        read_word(data, "t.docx", BOOK)
        return time.process_time() - start

    small, large = min(seconds(1000) for _ in range(3)), min(seconds(5000) for _ in range(2))
    assert large < 12 * small  # 25 if it were quadratic


def test_the_seed_in_every_layout_loses_no_character(seed_docx: dict[str, Path]) -> None:
    for name, path in seed_docx.items():
        data = path.read_bytes()
        document = read_word(data, path.name, BOOK)
        assert grids(document), name
        assert seen(document) >= oracle(data) > 0, name  # automatic numbers come on top
        for grid in grids(document):
            picture(grid)


@pytest.mark.parametrize("name", ["laocai_kh_ct11_khoangsan_2026.docx", "laocai_sct_kh_dean08_2026.docx"])
def test_real_documents_against_python_docx(name: str) -> None:
    if not (REAL / name).exists():
        pytest.skip("the real documents are not part of the project")
    data = (REAL / name).read_bytes()
    assert seen(read_word(data, name, BOOK)) == oracle(data)


def test_landscape_annex_after_a_portrait_body() -> None:
    path = REAL / "laocai_kh_ct11_khoangsan_2026.docx"
    if not path.exists():
        pytest.skip("the real documents are not part of the project")
    head, signature, plan = grids(read_word(path.read_bytes(), path.name, BOOK))
    assert (head.orientation, signature.orientation, plan.orientation) == ("portrait", "portrait", "landscape")
    assert (head.bordered, signature.bordered, plan.bordered) == (False, False, True)
    assert (plan.rows, plan.columns) == (16, 6)


def oracle(data: bytes) -> int:
    """Characters python-docx sees in paragraphs and cells."""
    read = python_docx.Document(io.BytesIO(data))
    cells = {cell._tc: cell.text for table in read.tables for row in table.rows for cell in row.cells}
    return sum(map(nonwhite, [*(paragraph.text for paragraph in read.paragraphs), *cells.values()]))
