"""The phrase table of deadlines, the rule examples, and the real cells beside the project."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline import rulebook
from pipeline.model import Deadline, Period, Section
from pipeline.normalize.context import Context, Reading
from pipeline.normalize.deadline import check_rules, deadline_reader
from pipeline.normalize.deadline.show import show

CASES = Path(__file__).parent / "cases" / "deadlines.tsv"
REAL = Path(__file__).parent.parent.parent / "shared" / "real" / "cells.tsv"
BOOK = rulebook.load()
READER = deadline_reader(BOOK)
PLAN = Context(2024, date(2024, 1, 17), column="time")


class Case(NamedTuple):
    source: str
    text: str
    value: str
    year_source: str
    due: str
    findings: str
    context: Context


def context_of(plan: str) -> Context:
    """ "2025@-" is a plan of 2025 without a known day of issue."""
    year, _, issued = (plan or "2024").partition("@")
    day = None if issued == "-" else date.fromisoformat(issued or "2024-01-17")
    return Context(None if year == "-" else int(year), day, column="time")


def cases() -> list[Case]:
    lines = [line for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith(("#", "source\t"))]
    rows = [(line.split("\t") + [""] * 7)[:7] for line in lines]
    return [Case(s, t.replace("\\n", "\n"), v, y, d, f, context_of(p)) for s, t, v, y, d, f, p in rows]


def read(text: str, context: Context = PLAN) -> Deadline:
    reading = READER.read(text, context)
    assert len(reading.values) == 1
    return reading.values[0]


def codes(reading: Reading[Deadline]) -> list[str]:
    return [f.code for f in reading.findings]


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c.source}: {c.text}")
def test_phrase(case: Case) -> None:
    reading = READER.read(case.text, case.context)
    value = reading.values[0]
    got = (show(value), value.year_source, value.due_date or "", ",".join(codes(reading)))
    assert got == (case.value, case.year_source, case.due, case.findings)


def test_table_is_whole() -> None:
    rows = {int(c.source) for c in cases() if c.source.isdigit()}
    assert set(range(1, 104)) - rows == {92}, "row 92 is an empty merged cell: the flag `inherited` of the row stage"


def test_rule_examples_hold() -> None:
    assert check_rules(BOOK) == []
    assert [p for p in rulebook.check(BOOK) if p.startswith("deadlines")] == []


def test_seed_column() -> None:
    assert read("Trước ngày 30/11").due_date == "2024-11-29"
    assert read("Trước ngày 30/11").end == "2024-11-30"
    assert read("Trước ngày 30/11").rule == "before"
    assert read("Trong năm 2023").year_source == "explicit"


# --- years -----------------------------------------------------------------------------------------------------


def in_section(*titles: str, year: int | None = 2024) -> Context:
    return Context(year, None, column="time", sections=tuple(Section(None, t) for t in titles))


@pytest.mark.parametrize(
    ("context", "start", "source"),
    [
        (in_section("NHIỆM VỤ TRỌNG TÂM NĂM 2025"), "2025-04-01", "section"),
        (in_section("NHIỆM VỤ NĂM 2023"), "2024-04-01", "plan_year"),
        (in_section("Những hạn chế, thiếu sót cần khắc phục của năm 2025"), "2024-04-01", "plan_year"),
        (in_section("Thực hiện Quyết định số 12/2025/QĐ-UBND"), "2024-04-01", "plan_year"),
        (in_section("NHIỆM VỤ NĂM 2025", "Cải cách thể chế"), "2025-04-01", "section"),
        (in_section("Nhiệm vụ giai đoạn năm 2025 - năm 2027"), "2024-04-01", "plan_year"),
        (in_section("NHIỆM VỤ NĂM 2025", year=None), "2025-04-01", "section"),
        (Context(None, date(2024, 1, 17)), "2024-04-01", "issue_date"),
        (Context(None, None, Period("2024-01-01", "2024-12-31")), "2024-04-01", "plan_year"),
        (Context(None, date(2021, 1, 17), Period("2021-01-01", "2025-12-31")), None, "unknown"),
        (Context(), None, "unknown"),
    ],
)
def test_year_comes_from(context: Context, start: str | None, source: str) -> None:
    value = read("Quý II", context)
    assert (value.start, value.year_source) == (start, source)


SCHOOL_YEAR = Context(None, date(2025, 9, 12), Period("2025-09-01", "2026-05-31"), column="time")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Tháng 10", "in_period 2025-10-01..2025-10-31"),
        ("Tháng 3", "in_period 2026-03-01..2026-03-31"),
        ("Trước ngày 15/01", "by_date ..2026-01-15)"),
        ("Từ tháng 9 đến tháng 5", "range 2025-09-01..2026-05-31"),
        ("Tháng 10, tháng 3", "unspecified"),  # the year turns inside one list
        ("Trước Tết Nguyên đán", "by_date ..2026-02-17)"),
        ("Tháng 7", "in_period"),
        ("29/2", "by_date"),
        ("Tháng 3/2025", "in_period 2025-03-01..2025-03-31"),
    ],
)
def test_a_month_of_a_school_year_lies_inside_it(text: str, value: str) -> None:
    reading = READER.read(text, SCHOOL_YEAR)
    assert show(reading.values[0]) == value
    assert ("U1" in codes(reading)) == (value in ("in_period", "by_date", "unspecified"))


@pytest.mark.parametrize(
    "text", ["Quý II", "Trước ngày 15/12", "31/12", "Trong năm", "Từ 01/3 đến 30/6", "15/6, 15/12"]
)
def test_no_year_is_invented(text: str) -> None:
    reading = READER.read(text, Context(column="time"))
    value = reading.values[0]
    assert (value.start, value.end, value.due_date, value.windows) == (None, None, None, ())
    assert value.year_source == "unknown"
    assert "U1" in codes(reading)


def test_plan_period_bounds_lasting_work() -> None:
    context = Context(None, None, Period("2021-01-01", "2025-12-31"), "time")
    assert show(read("Thường xuyên", context)) == "continuous 2021-01-01..2025-12-31"
    quarter = Context(2024, None, Period("2024-04-01", "2024-06-30"), "time")
    assert show(read("Trong quý", quarter)) == "in_period 2024-04-01..2024-06-30"


# --- doubts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Từ 01/6/2024 đến 01/3/2024", "D8"),
        ("Tháng 9 đến tháng 5", "D8"),
        ("31/11/2024", "D3"),
        ("Trước ngày 30/02", "D3"),
        ("Từ 01/01 đến 31/6/2024", "D3"),
        ("Tháng 13/2024", "D3"),
    ],
)
def test_wrong_dates_are_errors_without_a_value(text: str, code: str) -> None:
    reading = READER.read(text, PLAN)
    value = reading.values[0]
    assert (value.kind, value.start, value.end, value.due_date) == ("invalid", None, None, None)
    assert [(f.code, f.level) for f in reading.findings] == [(code, "error")]


def test_impossible_day_proposes_the_last_of_the_month() -> None:
    assert READER.read("31/11/2024", PLAN).findings[0].suggestion == "30/11/2024"
    assert READER.read("Trước ngày 30/2", PLAN).findings[0].suggestion == "29/02/2024"


@pytest.mark.parametrize(
    "text",
    [
        "01 ngày/hội nghị", "Quý cơ quan", "x", "10/63", "Ngày 15", "Quý I hoặc Quý II", "15/12 (lùi 5 ngày nếu mưa)",
        "Không quá quý II, trừ cấp xã đến quý III", "Báo cáo năm 2023", "So với năm 2023", "Tháng 12/2024, tháng 3",
        "30/1 1", "Dự toán năm 2025", "Sau 2 tuần rưỡi", "Học kỳ I năm học 2024-2025", "10-12/2026",
        "31/12 hoặc sớm hơn",
        "Chưa xác định, có thể 30/6", "Không thực hiện trong năm 2024",
    ],
)  # fmt: skip
def test_unsure_cells_give_no_date(text: str) -> None:
    reading = READER.read(text, PLAN)
    value = reading.values[0]
    assert (value.kind, value.start, value.end, value.due_date) == ("unspecified", None, None, None)
    assert reading.leftover == (text,)
    assert [(f.code, f.level, f.quote) for f in reading.findings] == [("U1", "warning", text)]


@pytest.mark.parametrize("text", ["", "  ", "-", "–", "…"])
def test_empty_cell_is_unspecified_without_a_finding(text: str) -> None:
    assert READER.read(text, PLAN) == Reading((Deadline("unspecified", text=text.strip(), rule="empty"),))


def test_words_beside_a_sure_limit_are_kept_and_told() -> None:
    reading = READER.read("Hoàn thành lắp đặt thiết bị trước ngày 15/12", PLAN)
    assert show(reading.values[0]) == "by_date ..2024-12-15)"
    assert reading.leftover == ("lắp đặt thiết bị",)
    assert [(f.code, f.level) for f in reading.findings] == [("U1", "info")]


# --- running text ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Tiến độ giải ngân dự toán chi thường xuyên (đến hết ngày 30/11)", ["by_date ..2024-11-30"]),
        ("Văn phòng tổng hợp, báo cáo UBND tỉnh trước ngày 15/12.", ["by_date ..2024-12-15)"]),
        ("Các đơn vị gửi báo cáo trước ngày 15 tháng 6 và trước ngày 01 tháng 12 để tổng hợp.",
         ["multi ..2024-06-15), ..2024-12-01)"]),
        ("Gửi kế hoạch trước ngày 15/6 và ngày 15/12 về Sở.",
         ["multi ..2024-06-15), ..2024-12-15) FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15)"]),
        ("Báo cáo định kỳ trước ngày 25 hằng tháng gửi Sở Nội vụ", ["recurring FREQ=MONTHLY;BYMONTHDAY=25)"]),
        ("Phê duyệt quy hoạch, hoàn thành trong quý II/2024, đúng quy định", ["in_period 2024-04-01..2024-06-30"]),
        ("Thực hiện Quyết định số 91/QĐ-UBND ngày 11/01/2024 của UBND tỉnh", []),
        ("Công văn số 172/SNV-CCHC ngày 15/01/2023 của Sở Nội vụ", []),
        ("Tăng 5% so với năm 2023; phát huy kết quả năm 2023", []),
        ("Số liệu tính đến hết ngày 30/11/2024", []),
        ("Hồ sơ phát sinh trước ngày 01/7/2024 chưa giải quyết", []),
        ("Đất sử dụng ổn định trước ngày 15/10/1993", []),
        ("Chương trình phát triển đến năm 2030", []),
        ("Kế hoạch công tác hằng năm của đơn vị", []),
        ("Giải quyết 100% hồ sơ đúng hạn, thường xuyên cập nhật", []),
    ],
)  # fmt: skip
def test_find_takes_only_sure_limits(text: str, values: list[str]) -> None:
    found = READER.find(text, Context(2024, None, column="content"))
    assert [show(d) for d in found] == values
    assert all(d.text in text and d.rule for d in found)


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("Quý I", "in_period 2024-01-01..2024-03-31"),
        ("Tháng 6", "in_period 2024-06-01..2024-06-30"),
        ("Đến hết năm 2026", "by_date ..2026-12-31"),
        ("Năm 2025", "in_period 2025-01-01..2025-12-31"),
    ],
)
def test_find_reads_a_heading_that_is_a_time(heading: str, value: str) -> None:
    assert [show(d) for d in READER.find(heading, Context(2024))] == [value]


def test_explain_covers_every_word() -> None:
    text = "Hoàn thành lắp đặt trước ngày 15/12; quý II/2025"
    steps = READER.explain(text, PLAN)
    assert [(words, rule) for _, words, rule, _ in steps] == [
        ("Hoàn thành", "harmless"), ("lắp đặt", ""), ("trước ngày 15/12", "before"), ("quý II/2025", "quarter"),
    ]  # fmt: skip
    assert all(text[a:b] == words for (a, b), words, _, _ in steps)


# --- real cells ------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not REAL.is_file(), reason="the real cells lie beside the project, not in it")
def test_real_cells_are_read() -> None:
    lines = [line.split("\t") for line in REAL.read_text("utf-8").splitlines()]
    texts = [row[1] for row in lines if row[0] == "D"]
    unread = [t for t in texts if READER.read(t, PLAN).values[0].kind == "unspecified"]
    assert len(texts) > 70
    assert len(unread) / len(texts) < 0.05, unread


@pytest.mark.skipif(not REAL.is_file(), reason="the real cells lie beside the project, not in it")
def test_no_time_is_read_from_names_of_offices() -> None:
    lines = [line.split("\t") for line in REAL.read_text("utf-8").splitlines()]
    dated = [row[1] for row in lines if row[0] == "O" and READER.read(row[1], PLAN).values[0].due_date]
    assert dated == []


def _core(value: Deadline) -> tuple[object, ...]:
    return (value.kind, value.start, value.end, value.end_inclusive, value.recurrence, value.windows, value.year_source)


@pytest.mark.parametrize("variant", ["nfd", "upper", "spaces", "stop", "dash", "brackets"])
def test_spelling_changes_nothing(variant: str) -> None:
    def changed(text: str) -> str:
        match variant:
            case "nfd":
                return unicodedata.normalize("NFD", text)
            case "upper":
                return text.upper()
            case "spaces":
                return f" {text.replace(' ', '  ')}\u00a0"
            case "stop":
                return f"{text}."
            case "dash":
                return text.replace(" - ", " – ")
        return f"({text})"

    wrong = [
        (case.text, show(read(changed(case.text), case.context)))
        for case in cases()
        if case.text and case.text[0] != "-" and "\n" not in case.text and "(" not in case.text
        if _core(read(changed(case.text), case.context)) != _core(read(case.text, case.context))
    ]
    assert wrong == []
