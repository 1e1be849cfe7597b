"""The language of targets: the phrases of tests/cases/targets.tsv, real cells, and what must hold for any text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import rulebook
from pipeline.model import Baseline, Target
from pipeline.normalize.context import Context
from pipeline.normalize.target import TargetReader, check_rules, target_reader

from .target_cases import Case, cases, show

BOOK = rulebook.load()
READER = target_reader(BOOK)
CONTEXT = Context(plan_year=2024, column="target")
MIXED = Context(plan_year=2024, column="result")
SHARED = Path(__file__).resolve().parents[2] / "shared"
ALL = list(cases())


@pytest.mark.parametrize("case", ALL, ids=[f"{c.source} {c.text[:40]}" for c in ALL])
def test_phrase(case: Case) -> None:
    reading = READER.read(case.text, CONTEXT)
    targets = " | ".join(show(t) for t in reading.values)
    assert targets == case.want.removesuffix("?").strip().removeprefix("-")
    assert bool(reading.findings) == case.want.endswith("?")
    assert all(f.code == "U2" and f.quote and f.quote in case.text for f in reading.findings)
    assert all(t.text and t.text in " ".join(case.text.split()) and t.rule for t in reading.values)


def test_every_row_of_the_table_is_a_case() -> None:
    assert {c.source for c in ALL} >= {f"3.2#{n}" for n in range(1, 103)}


def test_rules_prove_themselves() -> None:
    assert [p for p in rulebook.check(BOOK) if p.startswith(("targets", "units_of_measure"))] == []
    assert check_rules(BOOK) == []


def test_a_broken_example_is_found() -> None:
    rules = [{"id": "wrong", "pattern": "{v}", "means": "bound", "gives": "lt", "examples": [
        {"text": "85%", "value": "lt 85 %"}], "not": ["85%"]}]  # fmt: skip
    files = {**BOOK.files, "targets": {**BOOK.files["targets"], "phrase": [*rules]}}
    problems = check_rules(rulebook.RuleBook(files, BOOK.lists, ""))
    assert any("wrong" in p and "phản ví dụ" in p for p in problems)


# --- columns, leftovers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Báo cáo", "Kế hoạch", "Quyết định của UBND tỉnh", "Văn bản", "Dự án được triển khai",
                                  "Kế hoạch đào tạo 2026 - 2030", "Đề án 06"])  # fmt: skip
def test_a_deliverable_is_left_over_whole(text: str) -> None:
    reading = READER.read(text, MIXED)
    assert (reading.values, reading.leftover, reading.findings) == ((), (text,), ())


@pytest.mark.parametrize(
    ("text", "leftover"),
    [
        ("100% TTHC; Báo cáo kết quả", ("Báo cáo kết quả",)),
        ("- Báo cáo\n- 02 hội nghị", ("Báo cáo",)),
        ("Đạt từ 85% trở lên", ()),
        ("Kế hoạch đào tạo 2026 - 2030; ít nhất 800 lượt người", ("Kế hoạch đào tạo 2026 - 2030",)),
        ("Khai thác sử dụng phần mềm để số hóa", ("Khai thác sử dụng phần mềm để số hóa",)),
        ("01 Kế hoạch", ("01 Kế hoạch",)),
    ],
)
def test_the_rest_of_a_mixed_cell_is_the_deliverable(text: str, leftover: tuple[str, ...]) -> None:
    assert READER.read(text, MIXED).leftover == leftover


def test_a_mixed_column_flags_only_what_looks_like_a_target() -> None:
    assert READER.read("Hệ thống phục vụ tại 5 nơi", MIXED).findings == ()
    assert READER.read("Hệ thống phục vụ tại 5 nơi", CONTEXT).findings != ()
    assert READER.read("Đạt 1.500 điểm", MIXED).findings != ()


@pytest.mark.parametrize(
    ("text", "value", "flagged"),
    [
        ("Ít nhất hai trạm sạc", 2, False), ("không quá ba người", 3, False), ("một văn bản chỉ đạo", 1, False),
        ("từ năm đến bảy mô hình", 5, False), ("mười cuộc", 10, False), ("ít nhất hai lớp", 2, False),
        ("bảy buồng hướng dẫn", None, True), ("hai ghế chờ", None, True), ("năm buồng", None, True),
        ("từ ba cấp trở lên", None, True), ("từ năm buồng trở lên", None, True), ("Tối thiểu bảy buồng", None, True),
        ("chia thành hai đợt thực hiện", None, True), ("Mô hình hoạt động trong cả năm", None, False),
        ("năm nào cũng có", None, False), ("thành một hệ thống thống nhất", None, False),
        ("tư vấn, hỗ trợ", None, False), ("Đến năm học tới", None, False), ("Năm học 2024 - 2025", None, False),
    ],
)  # fmt: skip
def test_a_number_word_is_read_or_told(text: str, value: int | None, flagged: bool) -> None:
    reading = READER.read(text, CONTEXT)
    assert [t.value for t in reading.values if t.value is not None] == ([] if value is None else [value])
    assert bool(reading.findings) == flagged


# --- content cells, sentences, methods ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (
            "Có trên 30% công việc được giao trên phần mềm được hoàn thành sớm hạn",
            "gt 30 % up stated scope=công việc",
        ),
        ("Tỷ lệ hồ sơ trực tuyến đạt 80%", "ge 80 % up metric=Tỷ lệ hồ sơ trực tuyến"),
        ("Mức độ hài lòng về tiếp cận dịch vụ", ""),
        ("Tiến độ thực hiện dự toán (đến hết ngày 30/11)", ""),
        ("Tham mưu các giải pháp theo TCVN ISO 9001:2015", ""),
        ("Tổ chức 02 lớp tập huấn", ""),
        ("Không để xảy ra vi phạm", ""),
        ("Cải thiện Chỉ số hài lòng", ""),
    ],
)
def test_title(text: str, want: str) -> None:
    found = READER.title(text, CONTEXT)
    assert " | ".join(show(t) for t in found) == want
    assert all(t.role == "title" for t in found)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (
            "- Góp phần hoàn thành các mục tiêu, nâng cao mức độ hài lòng của người dân, đảm bảo Chỉ số hài lòng của "
            "người dân đối với cơ quan năm 2024, đạt từ 87% trở lên.",
            "ge 87 % up stated metric=Chỉ số hài lòng của người dân đối với cơ quan by=2024-01-01..2024-12-31",
        ),
        ("Năm 2023, tỷ lệ hồ sơ đúng hạn đã đạt 92%.", ""),
        ("Kết quả năm 2023 đạt 92%.", ""),
        ("Căn cứ Quyết định số 91/QĐ-UBND ngày 11/01/2024;", ""),
        ("- Tỷ lệ hộ dân được sử dụng điện đạt 99,86%.", "ge 99.86 % up metric=Tỷ lệ hộ dân được sử dụng điện"),
        ("Trên 95% người dân hài lòng về sự phục vụ.", "gt 95 % up stated scope=người dân"),
        ("100% hồ sơ được giải quyết đúng hạn.", "ge 100 % up scope=hồ sơ"),
        ("Chỉ số của Sở xếp trong nhóm 05 sở, ngành dẫn đầu.", "rank_le 5 hạng down stated metric=Chỉ số của Sở"),
        (
            "Phấn đấu nằm trong tốp 20 cả nước về Chỉ số PCI.",
            "rank_le 20 hạng down stated aspiration metric=Chỉ số PCI",
        ),
        ("Mỗi xã, phường, đặc khu có tối thiểu 03 công chức.", "ge 3 công chức up stated per=xã, phường, đặc khu"),
        ("Phấn đấu có 03 xã đạt chuẩn.", "ge 3 xã up aspiration"),
        ("Có ít nhất 05 mô hình cấp xã.", "ge 5 mô hình up stated"),
        ("Bình quân mỗi xã đạt 15 tiêu chí trở lên.", "ge 15 tiêu chí up stated per=xã"),
        (
            "Xử lý các tiêu chí bị trừ điểm năm 2023, bảo đảm Chỉ số hài lòng năm 2024, đạt từ 86% trở lên.",
            "ge 86 % up stated metric=Chỉ số hài lòng by=2024-01-01..2024-12-31",
        ),
        ("Trong đó: cấp tỉnh đạt 90%, cấp xã đạt 70%.", "ge 90 % up scope=cấp tỉnh | ge 70 % up scope=cấp xã"),
        ("Kế hoạch gồm 21 nhiệm vụ nêu tại Phụ lục.", ""),
        (
            "Thu ngân sách nhà nước đạt 15.000 tỷ đồng.",
            "ge 15000 tỷ đồng metric=Thu ngân sách nhà nước vnd=15000000000000",
        ),
        ("Kim ngạch xuất khẩu đạt 2 tỷ USD.", "ge 2 tỷ USD metric=Kim ngạch xuất khẩu"),
        (
            "Doanh thu du lịch đạt trên 2.000 tỷ đồng.",
            "gt 2000 tỷ đồng up stated metric=Doanh thu du lịch vnd=2000000000000",
        ),
        ("Kinh phí thực hiện đạt 15 tỷ đồng.", ""),
        ("Năm 2023 thu ngân sách đạt 15.000 tỷ đồng.", ""),
        ("Đơn vị phối hợp trả lời trong 03 ngày làm việc.", ""),
        ("Theo kết quả khảo sát có 85% người dân hài lòng.", ""),
    ],
)
def test_find(text: str, want: str) -> None:
    assert " | ".join(show(t) for t in READER.find(text, Context(plan_year=2024))) == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Các phòng thực hiện sớm hơn quy định. Không có văn bản xin gia hạn.", "le 0 văn bản down stated"),
        ("- Không để hồ sơ trễ hạn;\n- Báo cáo kết quả", "le 0 hồ sơ down stated"),
        ("Nếu không có ý kiến thì trình ký", ""),
        ("Không có", ""),
        ("Không có hồ sơ thì báo cáo", ""),
        ("Văn phòng Sở chủ trì, không để trễ hạn", ""),
    ],
)
def test_zero_tolerance(text: str, want: str) -> None:
    assert " | ".join(show(t) for t in READER.zero_tolerance(text, Context(column="method"))) == want


@pytest.mark.parametrize(
    ("content", "metric"),
    [
        ("Mức độ hài lòng về tiếp cận dịch vụ", "Mức độ hài lòng về tiếp cận dịch vụ"),
        ("Tỷ lệ hồ sơ có kết quả điện tử (theo quy định).", "Tỷ lệ hồ sơ có kết quả điện tử (theo quy định)"),
        ("Tỷ lệ hồ sơ trực tuyến đạt 80%", "Tỷ lệ hồ sơ trực tuyến"),
        ("Có trên 30% công việc được giao hoàn thành sớm hạn", "công việc được giao hoàn thành sớm hạn"),
        ("Áp dụng HTQLCL theo TCVN ISO 9001:2015", "Áp dụng HTQLCL theo TCVN ISO 9001:2015"),
        ("", ""),
    ],
)
def test_metric_of(content: str, metric: str) -> None:
    assert READER.metric_of(content, CONTEXT) == metric


def test_explain_names_rule_and_value() -> None:
    text = "Đạt từ 60%; Báo cáo"
    steps = READER.explain(text, CONTEXT)
    assert [(s[1], s[2], s[3]) for s in steps] == [
        ("Đạt từ 60%", "from-incomplete", "ge 60 %"),
        ("Báo cáo", "", "sản phẩm"),
    ]
    assert [text[a:b].strip() for (a, b), *_ in steps] == ["Đạt từ 60%", "Báo cáo"]


def test_baseline_year_needs_the_plan_year() -> None:
    (target,) = READER.read("Tăng 5%", Context(column="target")).values
    assert target.baseline == Baseline(text="năm trước")


# --- real cells -----------------------------------------------------------------------------------------------------

needs_real = pytest.mark.skipif(not (SHARED / "real").is_dir(), reason="the real documents are not here")


@needs_real
def test_no_real_indicator_name_is_a_target() -> None:
    for line in (SHARED / "real/cells.tsv").read_text("utf-8").splitlines():
        kind, text, _ = line.split("\t")
        if kind == "I":
            assert READER.title(text, Context(column="content")) == () or "ít nhất" in text, text


@needs_real
def test_every_number_of_real_results_is_read() -> None:
    cells = [r.split("\t")[1] for r in (SHARED / "real/cells.tsv").read_text("utf-8").splitlines() if r[0] == "R"]
    numeric = [c for c in cells if any(ch.isdigit() for ch in c)]
    assert len(numeric) > 50
    assert [c for c in numeric if READER.read(c, CONTEXT).findings or not READER.read(c, CONTEXT).values] == []


@needs_real
def test_real_deliverables_have_no_number() -> None:
    cells = [r.split("\t")[1] for r in (SHARED / "real/cells.tsv").read_text("utf-8").splitlines() if r[0] == "R"]
    for cell in cells:
        if not any(ch.isdigit() for ch in cell):
            assert all(t.value is None for t in READER.read(cell, CONTEXT).values), cell


# --- laws -----------------------------------------------------------------------------------------------------------

WORDS = [
    "đạt", "từ", "trở lên", "trên", "85%", "02", "giải pháp", "hồ sơ", "tăng", "năm 2024", "so với", "(",
    ")", ";", ",", "không", "để", "“", "”", "\n", "-", "1.500", "điểm", "1/2",
    "số", "10/63", "xếp thứ", "%", "đến", "và", "a)", "ISO", "phấn đấu", "triệu", "đồng", "/",
    "quý I", ":", "giảm", "còn", "dưới", "#", "l00%", "8 5%",
]  # fmt: skip
plain_text = st.text(max_size=120)
clerk_text = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
contexts = st.sampled_from([CONTEXT, MIXED, Context(), Context(plan_year=2024, column="deliverable")])


@settings(max_examples=300, deadline=None)
@given(st.one_of(plain_text, clerk_text), contexts)
def test_never_raises_and_is_deterministic(text: str, context: Context) -> None:
    fresh = TargetReader.__new__(TargetReader)
    fresh.__dict__.update(READER.__dict__)
    first = READER.read(text, context)
    assert READER._read_cell(text, context) == first
    READER.title(text, context), READER.find(text, context), READER.zero_tolerance(text, context)
    READER.metric_of(text, context), READER.explain(text, context)


LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy "


@settings(max_examples=300, deadline=None)
@given(st.text(LETTERS + ",.;:-“”()\n", max_size=80))
def test_without_a_number_there_is_no_number(text: str) -> None:
    words = BOOK.table("units_of_measure")["numbers"]["words"]
    if any(w in text for w in [*words, "nửa", "gấp", "nhất"]):
        return
    for target in READER.read(text, CONTEXT).values:
        assert target.value is None or isinstance(target.value, str) or target.rule in ("none-happens", "none-exists",
            "none-let", "end-of", "than-before", "assigned"), (text, target)  # fmt: skip


def _numbers(target: Target) -> set[float]:
    return {float(v) for v in (target.value, target.upper) if isinstance(v, int | float)}


@settings(max_examples=200, deadline=None)
@given(clerk_text)
def test_no_number_vanishes(text: str) -> None:
    """In a target column every digit is in a target's text, in the leftover, or was never a target's."""
    reading = READER.read(text, CONTEXT)
    kept = " ".join([*(t.text for t in reading.values), *reading.leftover])
    digits = [ch for ch in text if ch.isdigit()]
    assert sorted(set(digits)) == sorted({ch for ch in kept if ch.isdigit()} & set(digits)) or not reading.values


LONG = [
    "Đạt 85% trở lên, ", "từ 5 xã ", "5 ", "không để ", "( ", "“", "1.234.567 ", "tăng a b ", "trong đó 5%, ", "A. ",
    "- A ", "năm 2024 ", "xếp thứ 5 ", "gấp ", "a", "từ từ ", "5 ngày ", "giảm 5 ngày ", "Quý I 5% ", "a) 5% ", "1.",
    "cải thiện chỉ số “A” và ", "từ 5% lên ", "5 - ", "(năm 2023: ", "TCVN 1:", "năm năm ", "mười ", "tỷ lệ a đạt ",
]  # fmt: skip


SHAPES = ["1", "1.", "1,", ".", ",", "%", "từ từ ", "(", ")", "một (1) ", "không được ", "giảm a "]


@pytest.mark.parametrize("unit", SHAPES)
def test_a_hundred_thousand_characters_take_seconds(unit: str) -> None:
    text = (unit * (100_000 // len(unit) + 1))[:100_000]
    start = time.process_time()
    READER._read_cell(text, CONTEXT)
    assert time.process_time() - start < 20


@pytest.mark.parametrize("unit", LONG)
def test_time_grows_with_length(unit: str) -> None:
    """Eight times the text takes about eight times as long."""

    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        start = time.process_time()
        READER._read_cell(text, CONTEXT)
        return time.process_time() - start

    short = max(seconds(1_500), 0.002)
    long = min(seconds(12_000), seconds(12_000))  # a collection of garbage may fall into one of them
    assert long < 30 * short
