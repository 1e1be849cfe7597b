"""Values that stand elsewhere than in their own cell: in a heading, a section row, a column of units, a merged cell."""

from __future__ import annotations

import pytest

from pipeline import rulebook
from pipeline.model import Plan, Task
from pipeline.normalize.plan import normalize
from pipeline.table import find_plan_tables
from tests.drawing import drawn

TITLE = "# KẾ HOẠCH\n# Chuyển đổi số năm 2026\n"


def plan(text: str) -> Plan:
    document, book = drawn(TITLE + text), rulebook.load()
    return normalize(document, find_plan_tables(document, book), book)


def time(task: Task) -> tuple[str | None, str | None, bool]:
    assert task.deadline
    return task.deadline.start, task.deadline.end, task.deadline.inherited


def windows(task: Task) -> list[tuple[str | None, str | None]]:
    assert task.deadline
    return [(w.start, w.end) for w in task.deadline.windows]


def test_marks_under_months() -> None:
    one, two = plan(
        """TT | Nội dung | Tháng thực hiện năm 2026 | < | < | Phụ trách
        ^ | ^ | 1 | 2 | 3 | ^
        1 | Khảo sát | x | x | | Văn phòng
        2 | Tổng kết | x | | x | Văn phòng"""
    ).tasks
    assert time(one) == ("2026-01-01", "2026-02-28", False)
    assert windows(two) == [("2026-01-01", "2026-01-31"), ("2026-03-01", "2026-03-31")]


def test_marks_under_halves_of_two_years() -> None:
    (task,) = plan(
        """TT | Nội dung | Thời gian | < | < | < | Chủ trì
        ^ | ^ | Năm 2026 | < | Năm 2027 | < | ^
        ^ | ^ | 6 tháng đầu năm | 6 tháng cuối năm | 6 tháng đầu năm | 6 tháng cuối năm | ^
        1 | Mua máy chủ | | x | x | | Văn phòng"""
    ).tasks
    assert time(task) == ("2026-07-01", "2027-06-30", False)


def test_quarters_in_columns_of_years() -> None:
    one, two = plan(
        """TT | Nội dung | Chủ trì | Năm 2026 | Năm 2027
        1 | Mua máy chủ | Văn phòng | | Quý II
        2 | Nâng cấp | Văn phòng | Quý IV | Quý I"""
    ).tasks
    assert time(one) == ("2027-04-01", "2027-06-30", False)
    assert time(two) == ("2026-10-01", "2027-03-31", False)


@pytest.mark.parametrize(
    ("first", "last"),
    [("Bắt đầu", "Kết thúc"), ("Thời gian thực hiện", "Thời hạn hoàn thành"), ("Từ ngày", "Đến ngày")],
)
def test_two_columns_that_are_the_ends_of_one_time(first: str, last: str) -> None:
    (task,) = plan(
        f"TT | Nội dung | {first} | {last} | Chủ trì\n1 | Mua máy | 05/01/2026 | 31/3/2026 | Văn phòng"
    ).tasks
    assert time(task) == ("2026-01-05", "2026-03-31", False)


@pytest.mark.parametrize("last", ["Thời gian báo cáo", "Thời gian kiểm tra", "Tiến độ"])
def test_two_columns_of_two_times_are_not_made_one(last: str) -> None:
    (task,) = plan(f"TT | Nội dung | Thời gian | {last} | Chủ trì\n1 | Mua máy | Năm 2025 | Quý II | Văn phòng").tasks
    assert task.deadline
    assert (task.deadline.kind, task.deadline.end) == ("unspecified", None)
    assert [f.code for f in task.findings] == ["U1"]


def test_bare_numbers_under_a_month() -> None:
    one, two = plan("Tháng | Nội dung | Chủ trì\n3 | Họp thôn | Đoàn xã\n^ | Ra quân | Đoàn xã").tasks
    assert (time(one), time(two)) == (("2026-03-01", "2026-03-31", False), ("2026-03-01", "2026-03-31", True))


@pytest.mark.parametrize("text", ["3", "12"])
def test_bare_numbers_under_no_unit_are_no_time(text: str) -> None:
    (task,) = plan(f"TT | Nội dung | Thời gian | Chủ trì\n1 | Họp thôn | {text} | Đoàn xã").tasks
    assert task.deadline
    assert task.deadline.kind == "unspecified"
    assert [f.code for f in task.findings] == ["U1"]


def test_a_section_that_is_a_time() -> None:
    one, two = plan(
        """TT | Nội dung | Chủ trì | Ghi chú
        THÁNG 01 | < | < | <
        1 | Họp thôn | Đoàn xã |
        CÔNG TÁC KHÁC | < | < | <
        2 | Ra quân | Đoàn xã |"""
    ).tasks
    assert time(one) == ("2026-01-01", "2026-01-31", True)
    assert two.deadline is None


def test_an_owner_of_the_section_row() -> None:
    found = plan(
        """TT | Nội dung | Thời gian | Chủ trì
        I | Tuyên truyền | | Văn phòng
        1 | Viết tin bài | Quý I |
        2 | Làm pa nô | Quý II |"""
    )
    assert [[(o.role, o.name, o.inherited) for o in t.owners] for t in found.tasks] == [
        [("lead", "Văn phòng", True)]
    ] * 2
    assert [f.code for f in found.findings if f.code.startswith("G")] == ["G4"]


def test_units_from_their_own_column() -> None:
    tasks = plan(
        """TT | Chỉ tiêu | ĐVT | Năm 2025 | Năm 2026 | Chủ trì
        1 | Tỷ lệ hồ sơ trực tuyến | % | 70 | 85 | Văn phòng
        2 | Thu ngân sách | Triệu đồng | 1.250 | 1.400 | Phòng Tài chính
        3 | Xã đạt chuẩn | Xã | 1 | Đạt 02 xã | Phòng Kinh tế
        4 | Chỉ số hài lòng | Điểm | 80 | trên 85 | Văn phòng"""
    ).tasks
    values = [[(t.value, t.unit, t.by.end if t.by else None, t.text) for t in task.targets] for task in tasks]
    assert values == [
        [(85, "%", "2026-12-31", "85")], [(1400, "triệu đồng", "2026-12-31", "1.400")],
        [(2, "xã", "2026-12-31", "Đạt 02 xã")], [(85, "điểm", "2026-12-31", "trên 85")],
    ]  # fmt: skip


def test_numbers_under_quarters_are_targets_of_the_quarters() -> None:
    (task,) = plan(
        """TT | Chỉ tiêu | ĐVT | Cả năm 2026 | Quý I | Quý II | Chủ trì
        1 | Số vụ kiểm tra | vụ | 40 | 10 | 30 | Đội Quản lý thị trường"""
    ).tasks
    assert [(t.value, t.unit, t.by.end if t.by else None) for t in task.targets] == [
        (40, "vụ", "2026-12-31"), (10, "vụ", "2026-03-31"), (30, "vụ", "2026-06-30"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "cell", "want"),
    [
        ("Tỷ lệ hộ nghèo", "2,0%", ("le", 2, "down")),
        ("Số vụ tai nạn giao thông trên địa bàn", "Dưới 5 vụ", ("lt", 5, "down")),
        ("Tỷ lệ hồ sơ trễ hạn", "1%", ("le", 1, "down")),
        ("Thời gian giải quyết thủ tục hành chính", "Khoảng 03 ngày", ("approx", 3, "down")),
        ("Tỷ lệ hộ nghèo tiếp cận dịch vụ", "90%", ("ge", 90, "up")),
        ("Tỷ lệ giải quyết khiếu nại", "90%", ("ge", 90, "up")),
        ("Tỷ lệ hộ nghèo được vay vốn", "80%", ("ge", 80, "up")),
    ],
)
def test_the_measure_of_the_row_says_which_way(measure: str, cell: str, want: tuple[str, int, str]) -> None:
    (task,) = plan(f"TT | Nội dung | Chỉ tiêu | Chủ trì\n1 | {measure} | {cell} | Văn phòng").tasks
    assert [(t.comparator, t.value, t.direction) for t in task.targets] == [want]


@pytest.mark.parametrize("measure", ["Giảm tỷ lệ hộ nghèo", "Tiếp tục kéo giảm tai nạn", "Cắt giảm chi phí tuân thủ"])
def test_by_how_much_or_to_what_is_told(measure: str) -> None:
    (task,) = plan(f"TT | Nội dung | Chỉ tiêu | Chủ trì\n1 | {measure} | 2% | Văn phòng").tasks
    assert task.targets == ()
    assert [(f.code, f.quote) for f in task.findings] == [("U2", "2%")]


@pytest.mark.parametrize(
    ("content", "cell", "metrics"),
    [
        ("- Tỷ lệ A\\n- Tỷ lệ B", "85%\\n90%", ["Tỷ lệ A", "Tỷ lệ B"]),
        ("Cải cách:\\na) Tỷ lệ A\\nb) Tỷ lệ B", "- 85%\\n- 90%", ["Tỷ lệ A", "Tỷ lệ B"]),
        ("1. Tỷ lệ A\\n2. Tỷ lệ B\\n3. Tỷ lệ C", "85%\\n90%\\n95%", ["Tỷ lệ A", "Tỷ lệ B", "Tỷ lệ C"]),
        ("- Tỷ lệ A\\n- Tỷ lệ B", "85%", ["Tỷ lệ A - Tỷ lệ B"]),
    ],
)
def test_bullets_of_content_and_target_pair(content: str, cell: str, metrics: list[str]) -> None:
    (task,) = plan(f"TT | Nội dung | Chỉ tiêu | Chủ trì\n1 | {content} | {cell} | Văn phòng").tasks
    assert [t.metric for t in task.targets] == metrics
