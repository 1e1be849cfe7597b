"""Numbers as plans write them: every written form reads back to the number it was made from."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import rulebook
from pipeline.normalize import numerals
from pipeline.normalize.context import Context
from pipeline.normalize.target import target_reader

BOOK = rulebook.load()
READER = target_reader(BOOK)
WORDS = numerals.NumberWords(BOOK.table("units_of_measure")["numbers"])
CONTEXT = Context(plan_year=2024, column="target")
SCALES = BOOK.table("units_of_measure")["money"]["scales"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", 1234.5), ("1.200", 1200), ("0,3", 0.3), ("85.5", 85.5), ("02", 2), ("8 5", 85), ("1 234,5", 1234.5),
        ("12.989", 12989), ("860.008.000.000", 860008000000), ("0.500", 0.5), ("1,234,567.5", 1234567.5), ("85,0", 85),
        ("loo", 100), ("1.2.3", None), ("", None), ("-", None), ("1,2,3", None), ("٣", None),
    ],
)  # fmt: skip
def test_written_forms(text: str, value: float | None) -> None:
    assert numerals.parse(text) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [("một", 1), ("mười", 10), ("mười lăm", 15), ("hai mươi", 20), ("hai mươi mốt", 21), ("chín mươi tư", 94),
     ("một trăm", 100), ("một trăm linh hai", 102), ("hai trăm ba mươi lăm", 235), ("hai ba", None), ("mươi", None),
     ("", None), ("cửa", None), ("hai mươi mười", None)],
)  # fmt: skip
def test_number_words(words: str, value: int | None) -> None:
    assert WORDS.parse(words) == value


def vietnamese(value: Decimal, dots: bool) -> str:
    whole, _, part = f"{value:f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", ".") if dots else whole
    return f"{grouped},{part}" if part else grouped


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**12), st.integers(0, 2), st.booleans())
def test_every_written_form_reads_back(whole: int, places: int, dots: bool) -> None:
    value = Decimal(whole).scaleb(-places)
    text = vietnamese(value, dots)
    assert numerals.decimal_of(text) == value
    assert numerals.decimal_of("0" + text if whole < 10 and not places else text) == value
    assert numerals.decimal_of(text.replace(".", " ")) == value


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 10_000),
    st.integers(0, 2),
    st.sampled_from(
        ["{}%", "{} %", "Đạt {}%", "{} phần trăm", "đạt {}o/o", "Từ {}% trở lên", "Trên {} %", "≥{}%", "tối thiểu {}%"]
    ),
)
def test_percentages_read_back(whole: int, places: int, form: str) -> None:
    value = Decimal(whole).scaleb(-places)
    (target,) = READER.read(form.format(vietnamese(value, dots=False)), CONTEXT).values
    assert (target.value, target.unit) == (numerals.as_number(value), "%")


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 999_999), st.integers(0, 2), st.sampled_from([s for s in SCALES if s not in ("tr", "trăm triệu")])
)
def test_money_reads_back(whole: int, places: int, scale: str) -> None:
    value = Decimal(whole).scaleb(-places)
    text = f"{vietnamese(value, dots=True)} {scale} đồng"
    reading = READER.read(text, CONTEXT)
    (target,) = reading.values
    assert target.value == numerals.as_number(value)
    exact = value * SCALES[scale]
    assert target.value_vnd == (int(exact) if exact == exact.to_integral_value() else None)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 99), st.sampled_from(["giải pháp", "TTHC", "mô hình", "hội nghị", "lượt", "xã", "sáng kiến"]),
       st.sampled_from(["{} {}", "Có {} {}", "Từ {} {} trở lên", "Ít nhất {} {}", "Tổ chức {} {}", "{} {}/năm"]),
       st.booleans())  # fmt: skip
def test_counts_read_back(count: int, noun: str, form: str, zero: bool) -> None:
    (target,) = READER.read(form.format(f"{count:02}" if zero else count, noun), CONTEXT).values
    assert (target.value, target.unit) == (count, noun)


@pytest.mark.parametrize("text", ["1.500 điểm", "Đạt 1.500 điểm", "1,200 lượt", "từ 1.500% trở lên", "1,500 đồng"])
def test_two_readings_give_none_and_a_finding(text: str) -> None:
    reading = READER.read(text, CONTEXT)
    assert reading.values == ()
    assert [f.code for f in reading.findings] == ["U2"]
    assert reading.leftover == (text,)


@pytest.mark.parametrize(
    ("text", "value"),
    [("năm giải pháp", 5), ("trong năm giải pháp", None), ("cả năm hồ sơ", None), ("năm 2024", None),
     ("hằng năm báo cáo", None), ("đủ năm tiêu chí", None), ("có năm sáng kiến", 5)],
)  # fmt: skip
def test_nam_is_five_or_year(text: str, value: int | None) -> None:
    assert [t.value for t in READER.read(text, CONTEXT).values] == ([value] if value else [])


UNITS, TEENS = ["", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"], {1: "mốt", 4: "tư", 5: "lăm"}


def in_words(number: int) -> str:
    """1 to 999 as a clerk spells it: "hai trăm linh năm", "hai mươi mốt", "mười lăm"."""
    hundreds, rest = divmod(number, 100)
    tens, unit = divmod(rest, 10)
    words = [f"{UNITS[hundreds]} trăm"] if hundreds else []
    if tens:
        words.append("mười" if tens == 1 else f"{UNITS[tens]} mươi")
        words.append("lăm" if unit == 5 else TEENS.get(unit, UNITS[unit]) if tens > 1 else UNITS[unit])
    elif unit:
        words += ["linh", UNITS[unit]] if hundreds else [UNITS[unit]]
    return " ".join(filter(None, words))


@pytest.mark.parametrize("number", [*range(1, 100), 101, 105, 110, 115, 121, 150, 200, 355, 999])
def test_words_read_back(number: int) -> None:
    words = in_words(number)
    assert WORDS.parse(words) == number
    for form in ("Ít nhất {} mô hình", "không quá {} mô hình", "{} ({}) mô hình"):
        (target,) = READER.read(form.format(words, number), CONTEXT).values
        assert (target.value, target.unit) == (number, "mô hình")


@pytest.mark.parametrize("number", [1000, 2000, 1200, 15000, 150000])
def test_thousands_in_words_read_back(number: int) -> None:
    high, low = divmod(number, 1000)
    assert WORDS.parse(f"{in_words(high)} nghìn {in_words(low)}".strip()) == number


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 90),
    st.integers(1, 9),
    st.sampled_from(["Từ {} đến {}", "{}-{}", "{} - {}", "{}~{}", "{} ÷ {}"]),
    st.sampled_from(["%", " %", " mô hình", " phần trăm", " điểm"]),
)
def test_ranges_read_back(low: int, more: int, form: str, unit: str) -> None:
    (target,) = READER.read(form.format(low, low + more) + unit, CONTEXT).values
    assert (target.comparator, target.value, target.upper) == ("range", low, low + more)


COMPARATORS = {
    "ge": [
        "tối thiểu",
        "ít nhất",
        "không dưới",
        "không được thấp hơn",
        "không thấp hơn",
        "lớn hơn hoặc bằng",
        "≥",
        ">=",
    ],
    "gt": ["trên", "hơn", "vượt", ">"],
    "le": ["tối đa", "không quá", "không được vượt quá", "nhỏ hơn hoặc bằng", "nhiều nhất", "≤", "<="],
    "lt": ["dưới", "thấp hơn", "chưa đến", "<"],
    "approx": ["khoảng", "xấp xỉ", "trên dưới", "gần"],
}


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([(code, word) for code, words in COMPARATORS.items() for word in words]),
    st.integers(1, 9999),
    st.integers(0, 1),
    st.sampled_from(["%", " %", " hồ sơ", " ngày làm việc", " tỷ đồng", " m2"]),
    st.sampled_from(["", "Đạt ", "- "]),
)
def test_every_comparator_with_every_number(
    pair: tuple[str, str], whole: int, places: int, unit: str, head: str
) -> None:
    code, word = pair
    value = Decimal(whole).scaleb(-places)
    reading = READER.read(f"{head}{word} {vietnamese(value, dots=whole > 999 and not places)}{unit}", CONTEXT)
    if reading.findings:  # "1.500 %" may be 1500 or 1.5
        assert reading.values == ()
        return
    (target,) = reading.values
    assert (target.comparator, target.value, target.stated) == (code, numerals.as_number(value), True)


@pytest.mark.parametrize("word", ["không", "không phải", "chưa", "không đạt"])
@pytest.mark.parametrize("rest", ["85%", "khoảng 85%", "05 hồ sơ", "95/100 điểm"])
def test_a_denied_number_is_no_target(word: str, rest: str) -> None:
    reading = READER.read(f"{word} {rest}", CONTEXT)
    assert reading.values == ()
    assert reading.findings
