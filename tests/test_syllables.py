"""Vietnamese or not: single syllables, and the profile of a text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.syllables import is_syllable, profile, syllable_share

GOOD = """a ạ ông Ủy uỷ ban nhân dân tỉnh nghiệp nghĩa gì gìn giữ giết giêng già giúp quý quốc quyết quyền quỹ quân
quặng quơ khuya khuỷu nguyễn thuở hoà hòa hoàn xoắn ngoằn xuất thuế thuê huỳnh yêu yết ý ỷ iêm ích ếch ươm ước ướt được
đắk soóc PHƯỜNG KẾ HOẠCH nghiêng ghê ghi gọi go kỹ kĩ cơ xướng riêng phiếu chuyển tuýp khuếch tuệch"""

BAD = """cac hoc hàc cẻc ktuyết ngia ghan nghan ci qi hộạ hưong đƣợc HQI word internet file ttg truong
tr b thịi chàt ngưòi ssô uyê ươu1 hiêp"""


@pytest.mark.parametrize("word", GOOD.split())
def test_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", BAD.split())
def test_not_a_syllable(word: str) -> None:
    assert not is_syllable(word)


PROSE = (
    "Văn phòng Sở chủ trì, phối hợp với các phòng, đơn vị rà soát, cập nhật danh mục thủ tục hành chính theo "
    "Quyết định số 91/QĐ-UBND; báo cáo UBND tỉnh qua hệ thống CNTT tại https://abc.gov.vn trước ngày 15/12 hằng năm."
)


def test_prose_is_all_valid_and_well_marked() -> None:
    found = profile(PROSE)
    assert found.share == 1.0
    assert found.marked_share is not None
    assert found.marked_share > 0.6


def test_unaccented_prose_is_told_apart() -> None:
    bare = "".join(c for c in unicodedata.normalize("NFD", PROSE) if not unicodedata.combining(c)).replace("đ", "d")
    found = profile(bare)
    assert found.marked == 0
    assert found.share is not None
    assert found.share < 0.85


def test_codes_numbers_and_addresses_do_not_count() -> None:
    assert profile("UBND CNTT 12/KH-SKHCN 2024 15/12 a@b.vn http://x.vn/y dichvucong.gov.vn QĐ-UBND b) 1.1.").words == 0


def test_too_few_words_give_no_share() -> None:
    assert syllable_share("Tổ chức thực hiện") is None


@given(st.text())
def test_never_fails_and_counts_hold(text: str) -> None:
    found = profile(text)
    assert 0 <= found.valid <= found.words
    assert 0 <= found.marked <= found.words
    assert is_syllable(text) in (True, False)
