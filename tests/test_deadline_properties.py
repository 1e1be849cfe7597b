"""Deadlines for any date and any text: what is written reads back, what holds no time gives no date, nothing raises."""

from __future__ import annotations

import time
from datetime import date, timedelta
from itertools import product

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import rulebook
from pipeline.model import Deadline
from pipeline.normalize.context import Context
from pipeline.normalize.deadline import deadline_reader
from pipeline.normalize.deadline.dates import LAST, ImpossibleDateError, Span, add_months, day_span, month_span
from pipeline.normalize.deadline.recurrence import EVERY_MONTH, at_month_ends, every, on_day

READER = deadline_reader(rulebook.load())
PLAN = Context(2024, date(2024, 1, 17), column="time")
DAYS = st.dates(date(2000, 1, 1), date(2098, 12, 31))
YEARS = st.integers(2000, 2088)
QUARTERS = (("I", "1", "01", "l"), ("II", "2", "02", "ll"), ("III", "3", "03", "lll"), ("IV", "4", "04", "lV"))


def read(text: str, context: Context = PLAN) -> Deadline:
    return READER.read(text, context).values[0]


def month_end(year: int, month: int) -> date:
    return add_months(date(year, month, 1), 1) - timedelta(days=1)


DAY_FORMS = (
    "{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}-{m}-{y}", "{d:02}.{m:02}.{y}", "ngày {d} tháng {m} năm {y}",
    "Ngày {d:02}/{m}/{y}", "{d}/{m}/{yy:02}", "{d} / {m} / {y}", "NGÀY {d:02} THÁNG {m:02} NĂM {y}",
    "ngày {d}/{m} năm {y}",
)  # fmt: skip


@given(DAYS, st.sampled_from(DAY_FORMS))
def test_any_day_reads_back(day: date, form: str) -> None:
    words = form.format(d=day.day, m=day.month, y=day.year, yy=day.year % 100)
    for text, inclusive in ((words, True), (f"Đến hết {words}", True), (f"Hoàn thành trước {words}", False)):
        value = read(text)
        due = day if inclusive else day - timedelta(days=1)
        assert (value.kind, value.end, value.end_inclusive, value.due_date, value.year_source) == (
            "by_date", day.isoformat(), inclusive, due.isoformat(), "explicit",
        ), text  # fmt: skip


@given(DAYS, YEARS)
def test_a_day_without_year_takes_the_plan_year(day: date, year: int) -> None:
    value = read(f"{day.day:02}/{day.month:02}", Context(year, None, column="time"))
    try:
        expected = day.replace(year=year).isoformat()
    except ValueError:
        assert value.kind == "invalid"
        return
    assert (value.end, value.year_source) == (expected, "plan_year")


@given(DAYS, DAYS)
def test_any_range_of_days_reads_back(a: date, b: date) -> None:
    first, last = min(a, b), max(a, b)
    for form in ("Từ ngày {} đến ngày {}", "Từ {} đến hết {}", "{} - {}", "từ ngày {} - {}"):
        value = read(form.format(first.strftime("%d/%m/%Y"), last.strftime("%d/%m/%Y")))
        assert (value.kind, value.start, value.end, value.due_date) == (
            "range", first.isoformat(), last.isoformat(), last.isoformat(),
        )  # fmt: skip


@given(
    st.integers(1, 12), YEARS, st.sampled_from(("Tháng {m}/{y}", "T{m}/{y}", "{m:02}/{y}", "Trong tháng {m} năm {y}"))
)
def test_any_month_reads_back(month: int, year: int, form: str) -> None:
    value = read(form.format(m=month, y=year))
    assert (value.kind, value.start, value.end) == (
        "in_period", f"{year}-{month:02}-01", month_end(year, month).isoformat(),
    )  # fmt: skip


@given(
    st.integers(1, 4),
    YEARS,
    st.integers(0, 3),
    st.sampled_from(("Quý {q}/{y}", "quý {q} năm {y}", "Q.{q}/{y}", "Qúy {q}-{y}")),
)
def test_any_quarter_reads_back(quarter: int, year: int, spelling: int, form: str) -> None:
    value = read(form.format(q=QUARTERS[quarter - 1][spelling], y=year))
    assert (value.kind, value.start, value.end, value.year_source) == (
        "in_period", f"{year}-{3 * quarter - 2:02}-01", month_end(year, 3 * quarter).isoformat(), "explicit",
    )  # fmt: skip


@given(
    st.lists(st.integers(1, 12), min_size=1, max_size=12, unique=True),
    YEARS,
    st.sampled_from((", ", ",", " và ", "; ")),
)
def test_any_rising_list_of_months_reads_back(months: list[int], year: int, sign: str) -> None:
    months.sort()
    value = read(f"Tháng {sign.join(map(str, months))}/{year}")
    spans = [(p.start, p.end) for p in value.windows] or [(value.start, value.end)]
    assert spans[0][0] == f"{year}-{months[0]:02}-01"
    assert spans[-1][1] == month_end(year, months[-1]).isoformat()
    together = months == list(range(months[0], months[-1] + 1))
    assert value.kind == ("in_period" if together else "multi")
    assert len(spans) == (1 if together else len(months))


@given(
    YEARS,
    st.integers(1, 10),
    st.sampled_from(("{a}-{b}", "Năm {a} - {b}", "Giai đoạn {a}-{b}", "Từ năm {a} đến năm {b}")),
)
def test_any_range_of_years_reads_back(year: int, length: int, form: str) -> None:
    value = read(form.format(a=year, b=year + length))
    assert (value.kind, value.start, value.end) == ("range", f"{year}-01-01", f"{year + length}-12-31")


@given(DAYS, st.integers(1, 12), st.integers(1, 31))
def test_impossible_days_never_become_dates(day: date, month: int, number: int) -> None:
    text = f"Trước ngày {number:02}/{month:02}/{day.year}"
    try:
        expected: str | None = date(day.year, month, number).isoformat()
    except ValueError:
        expected = None
    value = read(text)
    assert value.end == expected
    assert (value.kind == "invalid") == (expected is None)


@given(st.text(st.sampled_from("abcdeghiklmnopqrstuvxyđăâêôơư ,;:()-\n"), max_size=60))
def test_no_numeral_and_no_time_word_gives_no_date(text: str) -> None:
    words = ("năm", "ky", "quy", "tet", "q", "t.")
    value = read(text)
    if not any(word in text for word in words):
        assert (value.start, value.end, value.due_date, value.windows) == (None, None, None, ())


WORDS = """
trước sau đến từ hết ngày tháng quý năm hằng hàng mỗi khi theo không cuối đầu giữa tuần lần nt và 5 15 31/12 30/2
6/2024 2024 2030 II IV 17h00 , ; - ( ) : % / thường xuyên định kỳ yêu cầu kế hoạch chậm nhất tết hoàn thành
"""
PIECES = st.sampled_from(WORDS.split())


@settings(max_examples=400)
@given(
    st.lists(PIECES, max_size=12).map(lambda words: " ".join(words).replace(" - ", "\n- ", 1)) | st.text(max_size=40)
)
def test_nothing_raises_and_the_answer_stands(text: str) -> None:
    for context in (PLAN, Context()):
        reading = READER._read(text, context)
        assert reading == READER._read(text, context)
        value = reading.values[0]
        assert len(reading.values) == 1
        if value.start and value.end:
            assert value.start <= value.end
        if value.kind in ("unspecified", "invalid"):
            assert (value.start, value.end, value.due_date, value.recurrence) == (None, None, None, None)
        if reading.leftover or value.kind == "invalid":
            assert reading.findings
        READER.find(text, context)
        READER.explain(text, context)


@pytest.mark.parametrize(
    "unit",
    ["quý ", "trước ngày ", "15/12, ", "tháng 3, ", "theo kế hoạch, ", "sau khi ", "năm 2024 - ", "từ 01/3 đến ", "( ",
     "a", " ", "không quá ", "hằng quý, ", "Quý I - ", "1", "; ", "- \n", "hoàn thành trong ",
     "trong vòng 5 ngày kể từ ngày, "],
)  # fmt: skip
def test_time_grows_with_the_length(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        begin = time.process_time()
        READER._read(text, PLAN)
        READER.find(text, Context(2024, column="content"))
        return time.process_time() - begin

    assert seconds(100_000) < 25 * max(seconds(10_000), 0.05)


# --- recurrence rules against dateutil -------------------------------------------------------------------------


def expanded(rule: str, year: int) -> list[date]:
    start, end = date(year, 1, 1), date(year, 12, 31)
    found = rrulestr(f"DTSTART:{start:%Y%m%d}\nRRULE:{rule};UNTIL={end:%Y%m%d}")
    return [d.date() for d in found]


@given(st.integers(1, 31), st.sets(st.integers(1, 12), min_size=1), YEARS)
def test_a_day_of_months_expands_to_that_day_or_the_last(day: int, months: set[int], year: int) -> None:
    expected = [date(year, m, min(day, month_end(year, m).day)) for m in sorted(months)]
    assert expanded(on_day(day, months), year) == expected


@given(st.sets(st.integers(1, 12), min_size=1), YEARS)
def test_month_ends_expand_to_month_ends(months: set[int], year: int) -> None:
    assert expanded(at_month_ends(months), year) == [month_end(year, m) for m in sorted(months)]


@pytest.mark.parametrize(
    ("text", "first", "count"),
    [
        ("Hằng ngày", "2024-01-01", 366),
        ("Thứ Sáu hằng tuần", "2024-01-05", 52),
        ("Hằng quý", "2024-03-31", 4),
        ("6 tháng/lần", "2024-06-30", 2),
        ("Ngày làm việc cuối cùng của tháng", "2024-01-31", 12),
        ("Thứ Hai tuần đầu tháng", "2024-01-01", 12),
        ("Ngày 30 hằng tháng", "2024-01-30", 12),
        ("Ngày 10 tháng đầu quý sau", "2024-01-10", 4),
        ("Trước ngày 15/12 hằng năm", "2024-12-15", 1),
        ("Chậm nhất 30 ngày sau khi kết thúc quý", "2024-01-30", 4),
    ],
)
def test_recurrence_expands_to_the_right_days(text: str, first: str, count: int) -> None:
    value = read(text)
    days = expanded(value.recurrence or "", 2024)
    assert (days[0].isoformat(), len(days)) == (first, count)


@pytest.mark.parametrize(
    ("count", "unit"), list(product((1, 2, 3, 4, 6, 12), ("day", "week", "month", "quarter", "year")))
)
def test_every_interval_is_a_rule(count: int, unit: str) -> None:
    assert rrulestr(f"DTSTART:20240101\nRRULE:{every(count, unit)};COUNT=3")


def test_days_after_quarters_fall_where_civil_law_counts_them() -> None:
    rule = read("Chậm nhất 30 ngày sau khi kết thúc quý").recurrence or ""
    ends = [date(2023, 12, 31), date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30)]
    assert expanded(rule, 2024) == [end + timedelta(days=30) for end in ends]


def test_calendar_arithmetic() -> None:
    assert set(EVERY_MONTH) == {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
    assert Span(2024, (2, 1), (2, LAST)).last == date(2024, 2, 29)
    assert month_span(11, 2, 2024).last == date(2025, 2, 28)
    with pytest.raises(ImpossibleDateError):
        day_span(29, 2, 2023)
