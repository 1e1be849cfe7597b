"""Published documents: what is a plan, what is none, what cannot be read, and numbers drawn in signature fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import extract, rulebook
from pipeline.errors import NoPlanTableError, NoTextLayerError
from pipeline.normalize.head import read_head
from pipeline.read import read

REAL = Path(__file__).resolve().parents[2] / "shared" / "real"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the folder of real documents is not beside the project")


@pytest.mark.parametrize(
    ("name", "reference", "issued_on"),
    [
        ("bacgiang_sgd_kh25_2020_prose", "25/KH-SGDĐT", "2020-03-27"),
        ("hiephoa_pgd_thidua_2020", "25/KH-PGD&ĐT", "2020-10-30"),
        ("neg_khlcnt_14cot_3p", "64/QĐ-UBND", "2025-03-14"),
        ("vungtau_p1_kh447_2025_prose", "447/KH-UBND", "2025-03-24"),
        ("vungtau_tp_kh2144_2025_prose", "2144/KH-UBND", "2025-03-18"),
    ],
)
def test_number_and_day_drawn_in_a_form_field_are_read(name: str, reference: str, issued_on: str) -> None:
    book = rulebook.load()
    info = read_head(read(REAL / f"{name}.pdf", book), (), book).values[0]
    assert (info.reference, info.issued_on, info.status) == (reference, issued_on, "issued")


@pytest.mark.parametrize(
    "name",
    [
        "bacgiang_sgd_kh25_2020_prose.pdf", "hiephoa_pgd_thidua_2020.pdf", "laocai_sct_kh_dean08_2026.docx",
        "neg_glyph_u01a3.pdf", "neg_khlcnt_14cot_3p.pdf", "neg_quytrinh_noibo_20p.pdf",
        "vungtau_p1_kh447_2025_prose.pdf", "vungtau_tp_kh2144_2025_prose.pdf",
    ],
)  # fmt: skip
def test_what_is_no_plan_table_is_refused_with_reasons(name: str) -> None:
    with pytest.raises(NoPlanTableError) as caught:
        extract(REAL / name)
    assert caught.value.reasons
    assert len(str(caught.value).splitlines()) == 2


@pytest.mark.usefixtures("without_ocr")
@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("bcdcchc_qd46_2021_scan", 10), ("hiephoa_kh150_2017_badocr_33p", 33), ("ttg_qd146_2022_scan", 19),
        ("ttg_qd942_2021_scan", 32),
    ],
)  # fmt: skip
def test_pages_without_a_text_layer_are_named(name: str, pages: int) -> None:
    with pytest.raises(NoTextLayerError) as caught:
        extract(REAL / f"{name}.pdf")
    assert caught.value.pages == tuple(range(1, pages + 1))
    assert "kehoach[ocr]" in caught.value.remedy


def test_a_provincial_plan_gives_its_tasks() -> None:
    plan = extract(REAL / "laocai_kh_ct11_khoangsan_2026.docx")
    assert [task.number for task in plan.tasks] == [str(n) for n in range(1, 15)]
    assert all(task.deadline and task.deadline.kind not in ("unspecified", "invalid") for task in plan.tasks)
    assert all(any(o.role == "lead" for o in task.owners) for task in plan.tasks)
    assert plan.document.status == "draft"
