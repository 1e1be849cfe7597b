"""A person's decisions: read, written, and applied to plans that were renumbered, reworded, or are others."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import rulebook
from pipeline.diff.match import align
from pipeline.diff.pairs import Alignment, Decision, Pairs, Place
from pipeline.diff.pairs_file import decisions_of, read_pairs, write_pairs
from pipeline.errors import InputError
from pipeline.model import Plan
from tests.made_plans import table

BOOK = rulebook.load()
OLD = ("Trồng cây chắn sóng ven đê", "Sửa mái nhà kho", "Mua bảo hiểm cho học sinh nghèo", "Thả cá giống xuống hồ")
NEW = ("Thả cá giống xuống hồ", "Trồng cây chắn sóng ven đê", "Lợp tôn khu để xe", "Mua bảo hiểm cho học sinh nghèo")
HEAD = "Quyết định,Nội dung cũ,Nội dung mới"


def plan(year: int, *contents: str) -> Plan:
    shared = {"lead": "Văn phòng Sở", "time": f"Trong năm {year}"}
    rows = [{"no": str(n), "content": c, "section": "I. Nhiệm vụ", **shared} for n, c in enumerate(contents, 1)]
    return table(year, rows, ("no", "content", "time", "lead"))


def compared(*lines: str, old: tuple[str, ...] = OLD, new: tuple[str, ...] = NEW, head: str = HEAD) -> Alignment:
    pairs = read_pairs("\n".join([head, *lines]).encode(), "ghep.csv", BOOK)
    return align(plan(2024, *old), plan(2025, *new), BOOK, pairs)


def pairs_of(found: Alignment) -> set[tuple[tuple[str, ...], tuple[str, ...]]]:
    return {(tuple(t.content for t in m.old), tuple(t.content for t in m.new)) for m in found.matches}


def test_the_same_measure_in_quite_other_words() -> None:
    found = compared("cùng một nhiệm vụ,Sửa mái nhà kho,Lợp tôn khu để xe")
    assert (("Sửa mái nhà kho",), ("Lợp tôn khu để xe",)) in pairs_of(found)
    decided = next(m for m in found.matches if m.new and m.new[0].content == "Lợp tôn khu để xe")
    assert (decided.confidence, decided.score) == ("certain", 1.0)
    assert decided.reasons[0] == "Người rà soát đã quyết định (tệp ghép cặp, dòng 2)."


def test_not_the_same_although_the_words_are() -> None:
    found = compared("khác,Thả cá giống xuống hồ,Thả cá giống xuống hồ")
    assert {(("Thả cá giống xuống hồ",), ()), ((), ("Thả cá giống xuống hồ",))} <= pairs_of(found)
    reasons = [m.reasons[0] for m in found.matches if "Thả cá giống xuống hồ" in {t.content for t in (*m.old, *m.new)}]
    assert len(reasons) == 2
    assert all("không phải nhiệm vụ" in reason for reason in reasons)


def test_a_split_and_a_merge() -> None:
    split = compared("tách,Sửa mái nhà kho,Lợp tôn khu để xe", "tách,Sửa mái nhà kho,Thả cá giống xuống hồ")
    assert (("Sửa mái nhà kho",), ("Lợp tôn khu để xe", "Thả cá giống xuống hồ")) in pairs_of(split)
    merged = compared("gộp,Sửa mái nhà kho,Lợp tôn khu để xe", "gộp,Thả cá giống xuống hồ,Lợp tôn khu để xe")
    assert (("Sửa mái nhà kho", "Thả cá giống xuống hồ"), ("Lợp tôn khu để xe",)) in pairs_of(merged)


def test_it_survives_renumbering_and_the_next_run() -> None:
    line = "cùng,  SỬA mái nhà kho ,Lợp tôn khu để xe"
    found = compared(line, old=("Việc khác hẳn ở đầu bảng", *reversed(OLD)), new=(*NEW, "Việc mới ở cuối bảng"))
    assert (("Sửa mái nhà kho",), ("Lợp tôn khu để xe",)) in pairs_of(found)
    assert not found.findings


def test_a_decision_that_no_longer_applies_is_a_finding() -> None:
    found = compared("cùng,Việc đã xóa từ lâu,Lợp tôn khu để xe")
    assert [(f.code, f.quote) for f in found.findings] == [("S2", "Việc đã xóa từ lâu")]
    assert "dòng 2: bản cũ không còn nhiệm vụ này" in found.findings[0].message


def test_words_that_stand_twice_need_the_section_or_the_number() -> None:
    twice = ("Sửa mái nhà kho", "Trồng cây chắn sóng ven đê", "Sửa mái nhà kho")
    found = compared("cùng,Sửa mái nhà kho,Lợp tôn khu để xe", old=twice)
    assert "bản cũ có 2 nhiệm vụ như thế này" in found.findings[0].message
    head = "Quyết định,Nội dung cũ,Số cũ,Nội dung mới"
    found = compared("cùng,Sửa mái nhà kho,3,Lợp tôn khu để xe", old=twice, head=head)
    decided = next(m for m in found.matches if m.new and m.new[0].content == "Lợp tôn khu để xe")
    assert [t.number for t in decided.old] == ["3"]


def test_the_later_of_two_contradicting_decisions_is_told() -> None:
    found = compared("cùng,Sửa mái nhà kho,Lợp tôn khu để xe", "cùng,Sửa mái nhà kho,Thả cá giống xuống hồ")
    assert (("Sửa mái nhà kho",), ("Lợp tôn khu để xe",)) in pairs_of(found)
    assert [f.code for f in found.findings] == ["S2"]


@pytest.mark.parametrize(("plans", "applies"), [("2024,2025", True), ("2023,2024", False), (",", True)])
def test_decisions_about_other_plans_are_passed_by(plans: str, applies: bool) -> None:
    head = f"{HEAD},Kế hoạch cũ,Kế hoạch mới"
    found = compared(f"cùng,Sửa mái nhà kho,Lợp tôn khu để xe,{plans}", head=head)
    assert ((("Sửa mái nhà kho",), ("Lợp tôn khu để xe",)) in pairs_of(found)) is applies
    assert not found.findings


def test_a_line_without_a_verdict_is_left_out() -> None:
    assert pairs_of(compared(",Sửa mái nhà kho,Lợp tôn khu để xe")) == pairs_of(compared())


def test_files_as_excel_saves_them() -> None:
    text = "\ufeffQuyết định;Nội dung cũ;Nội dung mới\r\ncùng;Sửa mái nhà kho;Lợp tôn khu để xe\r\n"
    legacy = "".join(windows_1258(letter) for letter in text[1:]).encode("cp1258")
    tabs = text[1:].replace(";", "\t").encode("utf-16")
    for data in (text.encode("utf-8"), b"sep=;\r\n" + text[1:].encode("utf-8"), tabs, legacy):
        assert read_pairs(data, "ghep.csv", BOOK).decisions[0].new[0].content == "Lợp tôn khu để xe"


def windows_1258(letter: str) -> str:
    """The tone apart from the letter, as that code page has them."""
    apart = unicodedata.normalize("NFD", letter)
    tone = "".join(c for c in apart if c in "\u0300\u0301\u0303\u0309\u0323")
    base = unicodedata.normalize("NFC", "".join(c for c in apart if c not in tone))
    return base + tone


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "dòng đầu phải có các cột"),
        ("Cột,Khác\n1,2\n".encode(), "dòng đầu phải có các cột"),
        (f"{HEAD}\nchắc là giống,A,B\n".encode(), "dòng 2: không hiểu quyết định “chắc là giống”"),
        (f"{HEAD}\ncùng,A,\n".encode(), "dòng 2: thiếu nội dung"),
        ("Quyết định".encode("utf-16"), "dòng đầu phải có các cột"),
        (f"{HEAD}\ncùng,Sửa nhà,Sửa mái nhà\n".encode("cp1258", "replace"), "không phải mã UTF-8"),
        (b"\xff\xfe\x00", "không phải mã UTF-8"),
        (f"{HEAD}\ncùng,{'a' * 200_000},B\n".encode(), "không phải tệp CSV"),
    ],
)
def test_files_that_are_none(data: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_pairs(data, "ghep.csv", BOOK)
    assert said in caught.value.message
    assert caught.value.remedy


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1).map(str.strip).filter(bool)
PLACES = st.builds(Place, WORDS, WORDS, WORDS)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(("same", "different")), PLACES, PLACES, WORDS, WORDS)
def test_what_is_written_is_read_again(verdict: str, old: Place, new: Place, plan_name: str, note: str) -> None:
    written = Pairs((Decision(verdict, (old,), (new,), plan_name, plan_name, note, 2),))  # type: ignore[arg-type]
    read = read_pairs(write_pairs(written, BOOK), "x.csv", BOOK)
    assert read_pairs(write_pairs(read, BOOK), "x.csv", BOOK) == read
    assert [d.verdict for d in read.decisions] == [verdict]


def test_what_is_not_sure_is_proposed_and_confirming_it_makes_it_sure() -> None:
    old, new = plan(2024, "Sửa mái nhà kho phía đông", *OLD), plan(2025, "Sửa mái, thay cửa nhà kho", *NEW)
    before = align(old, new, BOOK)
    proposed = decisions_of(before.matches, old, new, BOOK)
    assert proposed.decisions
    file = write_pairs(proposed, BOOK)
    assert file.startswith("\ufeffQuyết định,".encode())
    after = align(old, new, BOOK, read_pairs(file, "x.csv", BOOK))
    assert pairs_of(after) == pairs_of(before)
    assert not after.findings
    kept = {d.new[0].content for d in proposed.decisions if d.verdict == "same"}
    assert all(m.confidence == "certain" for m in after.matches if m.new and m.new[0].content in kept)
