"""Scans: what stands in the pictures of pages, numbers that can be believed, and what is told where they cannot."""

from __future__ import annotations

import pytest

from pipeline import rulebook
from pipeline.read.scan_digits import numbers, put_out
from pipeline.read.scan_numbering import restore
from pipeline.read.scan_region import Heard
from pipeline.read.scan_usage import Usage, hushed
from pipeline.read.scan_vote import Word, doubtful, slots, vote


def reading(text: str, confidence: float = 0.95) -> list[Word]:
    return [Word(word, 10.0 * n, 10.0 * n + 8, 20.0, 0, confidence) for n, word in enumerate(text.split())]


@pytest.fixture(scope="module")
def usage() -> Usage:
    return Usage(rulebook.load())


@pytest.mark.parametrize(
    ("readings", "text"),
    [
        (["Văn phòng Sở", "Văn phòng Sở"], "Văn phòng Sở"),
        (["Văn phòng SỞ chủ trì", "Văn phòng Sở chủ trì", "Văn phòng SỞ chủ trì"], "Văn phòng Sở chủ trì"),
        (["các hổ sơ đó", "các hồ sơ đó"], "các hồ sơ đó"),
        (["Bộ Tài chính __", "Bộ Tài chính", "Bộ Tài chính ..,"], "Bộ Tài chính"),
        (["đạt 85% trở lên", "đạt 85% trở lẽn", "đạt 85% trở lên"], "đạt 85% trở lên"),
    ],
)
def test_readings_are_made_one(readings: list[str], text: str, usage: Usage) -> None:
    words = list(vote(list(slots([reading(each) for each in readings])), usage))
    assert " ".join(word.text for word, _ in words) == text
    assert not any(doubt for _, doubt in words)


@pytest.mark.parametrize(
    "readings",
    [
        ["trước 30/11", "trước 30/1"],
        ["trước 30/11", "trước 30/1", "trước 30/7"],
        ["đạt 85%", "đạt 35%", "đạt"],
        ["quý II", "quý III"],
        ["quý H", "quý H"],
        ["ngày 31/13/2024", "ngày 31/13/2024"],
        ["|", "|"],
    ],
)
def test_a_number_counts_only_where_two_readings_agree(readings: list[str]) -> None:
    assert any(doubtful(slot) for slot in slots([reading(each) for each in readings]))


def test_two_readings_that_hardly_saw_a_number_are_none() -> None:
    sure, hardly = reading("Từ quý 2024", 0.9), reading("Từ quý 2024", 0.1)
    assert any(doubtful(slot) for slot in slots([sure, hardly]))
    assert not any(doubtful(slot) for slot in slots([sure, sure]))


@pytest.mark.parametrize(
    ("text", "shown"),
    [("30/11/2024", "□□/□□/□□□□"), ("Quý IV", "Quý □"), ("Văn phòng", "Văn phòng"), ("1.2", "□.□")],
)
def test_numbers_in_doubt_are_put_out(text: str, shown: str) -> None:
    assert put_out(text) == shown
    assert numbers(shown) == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("lập hồ SƠ mời", "lập hồ sơ mời"),
        ("- BỘ phận Một cửa", "- Bộ phận Một cửa"),
        ("tỷ lệ hỒ sơ", "tỷ lệ hồ sơ"),
        ("của UBND tỉnh", "của UBND tỉnh"),
        ("CẢI THIỆN CHỈ SỐ", "CẢI THIỆN CHỈ SỐ"),
    ],
)
def test_capitals_of_the_same_shape(text: str, shown: str) -> None:
    assert hushed(text.split()) == shown.split()


def test_marks_are_mended_only_where_they_were_hardly_read(usage: Usage) -> None:
    words = ["xử", "lý", "hổ", "sơ"]
    assert usage.mended(words, [True] * 4) == ["xử", "lý", "hồ", "sơ"]
    assert usage.mended(words, [False] * 4) == words
    assert usage.mended(["trong", "qua", "trình"], [True] * 3) == ["trong", "qua", "trình"]


def label(*readings: str) -> Heard:
    return Heard((0, 0, 9, 9), tuple(slots([reading(each) for each in readings])), (0, 0, 0), None, ("",))


@pytest.mark.parametrize(
    ("column", "restored"),
    [
        ([("I", "I"), ("|", "|"), ("2", "2")], ["I", "1", "2"]),
        ([("1", "1"), ("|", "l"), ("3", "3")], ["1", "?", "3"]),
        ([("7", "7"), ("§", "8", "§"), ("9", "9")], ["7", "8", "9"]),
        ([("V", "V"), ("3", "3"), ("VH", "VH"), ("1", "|"), ("2", "2")], ["V", "3", "?", "1", "2"]),
        ([("VI", "VI"), ("3", "3"), ("VH", "VH"), ("1", "|"), ("2", "2")], ["VI", "3", "VII", "1", "2"]),
    ],
)
def test_numbers_of_rows_are_restored_where_one_is_left(column: list[tuple[str, ...]], restored: list[str]) -> None:
    heard = [label(*readings) for readings in column]
    mended = restore(heard)
    shown = [mended.get(n, each).slots[0].ways[0][0].text for n, each in enumerate(heard)]
    known = [text if n in mended or text == column[n][0] else "?" for n, text in enumerate(shown)]
    assert [a if b != "?" else "?" for a, b in zip(known, restored, strict=True)] == restored
    assert all(n not in mended for n, text in enumerate(restored) if text == "?")
