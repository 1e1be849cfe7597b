"""Which documents are compared, and each measure's line through the years."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline import rulebook
from pipeline.diff import compare
from pipeline.diff.documents import Pairing, pair_documents
from pipeline.diff.lines import Line, lines, with_first_names
from pipeline.model import Plan
from pipeline.normalize.head.flow import Line as TextLine
from pipeline.normalize.head.replaced import read_replaced
from tests.made_plans import table

BOOK = rulebook.load()
ROWS = ("Trồng cây chắn sóng ven đê", "Mua bảo hiểm cho học sinh nghèo", "Thả cá giống xuống hồ thủy điện")
OFFICE = "Nâng cao chất lượng công tác văn thư của Sở Nội vụ năm {year}"


def plan(
    year: int, *contents: str, subject: str = OFFICE, issuer: str = "Sở Nội vụ", body: tuple[str, ...] = ()
) -> Plan:
    shared = {"lead": "Văn phòng Sở", "time": f"Trong năm {year}"}
    rows = [{"no": str(n), "content": c, **shared} for n, c in enumerate(contents or ROWS, 1)]
    return table(year, rows, ("no", "content", "time", "lead"), subject=subject, issuer=issuer, body=body)


def named(made: Plan, name: str, **changed: object) -> Plan:
    """The plan in another file, its document changed."""
    document = made.document
    file = replace(document.file, name=name, sha256=name, format=name.rsplit(".", 1)[-1])
    return replace(made, document=replace(document, file=file, **changed))


def names(pairing: Pairing, plans: list[Plan]) -> list[tuple[str, str]]:
    return [(plans[p.old].document.file.name, plans[p.new].document.file.name) for p in pairing.pairs]


def test_consecutive_years_of_one_issuer_and_subject() -> None:
    plans = [plan(2025), plan(2023), plan(2024), plan(2024, subject="Phòng, chống tham nhũng, tiêu cực năm {year}")]
    plans[3] = named(plans[3], "tham-nhung.docx", reference="99/KH-SNV")
    found = pair_documents(plans, BOOK)
    assert names(found, plans) == [
        ("ke-hoach-2023.docx", "ke-hoach-2024.docx"), ("ke-hoach-2024.docx", "ke-hoach-2025.docx"),
    ]  # fmt: skip
    assert "Cùng cơ quan ban hành: Sở Nội vụ." in found.pairs[0].reasons
    assert not found.findings


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Công tác dân vận năm {year}", "Công tác dân số năm {year}"),
        ("Kiểm soát thủ tục hành chính năm {year}", "Cải cách thủ tục hành chính năm {year}"),
        ("Tuyên truyền về bình đẳng giới năm {year}", "Tuyên truyền về an toàn giao thông năm {year}"),
    ],
)
def test_another_programme_is_not_compared(was: str, now: str) -> None:
    assert not pair_documents([plan(2024, subject=was), plan(2025, subject=now)], BOOK).pairs


def test_a_gap_of_years_or_another_issuer_is_not_compared() -> None:
    gap = pair_documents([plan(2023), plan(2025)], BOOK)
    assert not gap.pairs
    assert [(f.code, f.level) for f in gap.findings] == [("S3", "info")]
    assert "năm 2023 và năm 2025 không liền nhau" in gap.findings[0].message
    assert pair_documents([plan(2024), plan(2025, issuer="Sở Y tế")], BOOK) == Pairing(())
    assert not pair_documents([plan(2022), plan(2023), plan(2024)], BOOK).findings


def test_an_issuer_and_its_successor() -> None:
    subject = "Phát triển hạ tầng số trên địa bàn tỉnh năm {year}"
    old = plan(2024, subject=subject, issuer="Sở Thông tin và Truyền thông")
    new = plan(2025, subject=subject, issuer="Sở Khoa học và Công nghệ")
    (pair,) = pair_documents([old, new], BOOK).pairs
    assert any("theo bảng đơn vị" in reason for reason in pair.reasons)


def test_word_and_pdf_of_one_plan_are_one() -> None:
    plans = [plan(2024), named(plan(2024), "ke-hoach-2024.pdf"), plan(2025), named(plan(2025), "ban-sao.pdf")]
    assert names(pair_documents(plans, BOOK), plans) == [("ke-hoach-2024.docx", "ke-hoach-2025.docx")]


def test_two_candidates_are_a_finding_and_no_pair() -> None:
    plans = [plan(2024), named(plan(2024, *ROWS[:2]), "ban-khac.docx", reference="77/KH-SNV"), plan(2025)]
    found = pair_documents(plans, BOOK)
    assert not found.pairs
    assert [f.code for f in found.findings] == ["S3"]
    assert "ban-khac.docx" in found.findings[0].message


def test_the_cited_one_of_two_candidates_is_taken() -> None:
    other = named(plan(2024, *ROWS[:2]), "ban-khac.docx", reference="77/KH-SNV")
    new = plan(2025, body=("Căn cứ Kế hoạch số 24/KH-SNV ngày 17/3/2024 của Sở Nội vụ;",))
    plans = [other, plan(2024), new]
    found = pair_documents(plans, BOOK)
    assert names(found, plans) == [("ke-hoach-2024.docx", "ke-hoach-2025.docx")]


def test_a_plan_that_replaces_another_is_paired_with_it() -> None:
    first = plan(2025)
    said = "Kế hoạch này thay thế Kế hoạch số 25/KH-SNV ngày 17/3/2025 của Sở Nội vụ."
    second = named(plan(2025, *ROWS[:2], body=(said,)), "thay-the.docx", reference="80/KH-SNV")
    assert second.document.replaces == (first.document.reference,)
    plans = [plan(2024), first, second]
    found = pair_documents(plans, BOOK)
    assert ("ke-hoach-2025.docx", "thay-the.docx") in names(found, plans)
    assert any("thay thế 25/KH-SNV" in reason for pair in found.pairs for reason in pair.reasons)


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("Kế hoạch này thay thế Kế hoạch số 25/KH-SNV ngày 12/3/2024 của Sở Nội vụ.", ("25/KH-SNV",)),
        (
            "Điều 2. Quyết định này có hiệu lực từ ngày ký và thay thế Quyết định số 9/QĐ-SNV ngày 01/02/2023,"
            " Quyết định số 11/QĐ-SNV ngày 05/5/2023.",
            ("9/QĐ-SNV", "11/QĐ-SNV"),
        ),
        ("Kế hoạch này thay thế Kế hoạch số 25/KH-SNV về thực hiện Quyết định số 100/QĐ-UBND.", ("25/KH-SNV",)),
        ("(Thay thế Kế hoạch số 25/KH-SNV ngày 12/3/2024)", ("25/KH-SNV",)),
        ("Tham mưu ban hành Quyết định thay thế Quyết định số 12/2019/QĐ-UBND.", ()),
        ("Thay thế bóng đèn theo Kế hoạch số 25/KH-SNV.", ()),
    ],
)
def test_what_a_document_says_it_replaces(text: str, references: tuple[str, ...]) -> None:
    assert read_replaced([TextLine(text, 0)], BOOK) == references


# --- through the years -------------------------------------------------------------------------------------------


def followed(*years: tuple[str, ...]) -> tuple[list[Plan], tuple[Line, ...]]:
    plans = [plan(2022 + n, *contents) for n, contents in enumerate(years)]
    diffs = [compare(old, new, BOOK) for old, new in pairwise(plans)]
    return plans, lines(plans, diffs, BOOK)


def story(line: Line) -> list[str]:
    return [appearance.event for appearance in line.appearances]


def test_a_measure_comes_goes_and_comes_back() -> None:
    tree, insurance, fish = ROWS
    _, found = followed((tree, insurance), (insurance, fish), (insurance, "Trồng bù cây chắn sóng ven đê biển", fish))
    told = {line.content: story(line) for line in found}
    assert told == {
        "Trồng bù cây chắn sóng ven đê biển": ["first", "dropped", "back"],
        insurance: ["first", "kept", "kept"],
        fish: ["first", "kept"],
    }
    assert [a.plan for a in found[0].appearances] == [0, 1, 2]


def test_two_years_away_and_back() -> None:
    tree, insurance, fish = ROWS
    _, found = followed((tree, fish), (fish,), (fish, insurance), (fish, tree))
    told = {line.content: story(line) for line in found}
    assert told[tree] == ["first", "dropped", "back"]
    assert told[insurance] == ["first", "dropped"]


def test_a_split_stays_one_line_and_a_merge_ends_two_in_one_task() -> None:
    one = "Lắp máy quét ở quầy giao dịch; đào tạo nhân viên trực đường dây nóng"
    halves = ("Lắp máy quét ở quầy giao dịch", "Đào tạo nhân viên trực đường dây nóng")
    _, split = followed((one, ROWS[0]), (*halves, ROWS[0]))
    assert len(split) == 2
    assert len(split[0].appearances[1].tasks) == 2
    _, merged = followed((*halves, ROWS[0]), (one, ROWS[0]))
    assert len(merged) == 3
    assert merged[0].appearances[1].tasks == merged[1].appearances[1].tasks


def test_every_task_of_every_year_is_in_a_line() -> None:
    plans, found = followed(ROWS, ROWS[1:], (*ROWS, "Sơn lại cổng cơ quan"), ("Sơn lại cổng cơ quan", ROWS[0], ROWS[0]))
    seen = {(a.plan, task) for line in found for a in line.appearances for task in a.tasks}
    assert seen == {(n, task.id) for n, some in enumerate(plans) for task in some.tasks}
    assert len({line.measure_id for line in found}) == len(found)


def test_a_measure_keeps_the_name_it_had_first() -> None:
    plans, found = followed(
        (ROWS[0],), ("Trồng bù cây chắn sóng ở ven đê",), ("Trồng bù, chăm sóc cây chắn sóng ở đê",)
    )
    diffs = with_first_names([compare(a, b, BOOK) for a, b in pairwise(plans)], found)
    assert len(found) == 1
    assert {c.measure_id for diff in diffs for c in diff.changes} == {found[0].measure_id}


def test_no_plan_and_one_plan() -> None:
    assert lines([], [], BOOK) == ()
    assert [story(line) for line in lines([plan(2024)], [], BOOK)] == [["first"]] * 3
    with pytest.raises(ValueError, match="one comparison"):
        lines([plan(2024), plan(2025)], [], BOOK)


def test_a_replacement_that_changes_only_numbers_is_a_plan_of_its_own() -> None:
    first = named(plan(2025), "a.docx")
    body = (f"Kế hoạch này thay thế Kế hoạch số {first.document.reference} của Sở Nội vụ.",)
    second = named(plan(2025, body=body), "b.docx", reference="99/KH-SNV", issued_on="2025-06-10")
    plans = [first, second, named(plan(2024), "c.docx")]
    assert names(pair_documents(plans, BOOK), plans) == [("c.docx", "a.docx"), ("a.docx", "b.docx")]
