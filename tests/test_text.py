"""clean, fold, key: one table of cases each, and what must hold for any text."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import clean, fold, key, nfc, nonwhite

CLEAN = [
    ("Trong\u00a0năm\u202f2024\u2003", "Trong năm 2024"),
    ("Nội\u200b dung\ufeff", "Nội dung"),
    ("a\tb\r\nc\rd\x0be", "a b\nc\nd\ne"),
    ("\n\n Sở Nội vụ \n \n Sở Y tế\n", "Sở Nội vụ\nSở Y tế"),
    ("Quyết ðịnh số 91/QÐ-UBND, Ɖắk", "Quyết định số 91/QĐ-UBND, Đắk"),
    ("thƣờng xuyên ƢU", "thường xuyên ƯU"),
    ("UBND tỉnh giao СТТ", "UBND tỉnh giao CTT"),
    ("НỘI DUNG", "HỘI DUNG"),
    ("２０２４ đạt ８５％", "2024 đạt 85%"),
    ("QĐ\u2011TTg, 25/KH\x1eSKHCN", "QĐ-TTg, 25/KH-SKHCN"),
    ("giai đoạn 2011\u00ad2020", "giai đoạn 2011-2020"),
    ("1961/QĐ\u00adUBND", "1961/QĐ-UBND"),
    ("Độc lập \u00ad Tự do", "Độc lập - Tự do"),
    ("quy\u00adết định", "quyết định"),
    ("\u00ad Văn phòng Sở", "- Văn phòng Sở"),
    ("\uf0b7 Sở Nội vụ\n\uf0a7\tSở Y tế\n\uf02d Sở Tài chính", "- Sở Nội vụ\n- Sở Y tế\n- Sở Tài chính"),
    ("o sát 02 lần", "o sát 02 lần"),  # the end of "khảo", cut by the page
    ("o rà soát\no ban hành", "- rà soát\n- ban hành"),
    ("• Sở Nội vụ\n– Sở Y tế\n▪Sở Tài chính\no Sở Xây dựng", "- Sở Nội vụ\n- Sở Y tế\n- Sở Tài chính\n- Sở Xây dựng"),
    ("+ Sở Nội vụ\n* Ghi chú", "+ Sở Nội vụ\n* Ghi chú"),
    ("\uf0b3 85%", "≥ 85%"),
    ("Quý I\uf0aeQuý II", "Quý I→Quý II"),
    ("•", "•"),
    ("–", "–"),
    ("ô nhiễm", "ô nhiễm"),
    ("Tiêu chuẩn – Đo lường", "Tiêu chuẩn – Đo lường"),
    ("“Kết quả” và ‘tiến độ’…", "“Kết quả” và ‘tiến độ’…"),
    ("Thuỷ lợi, Quí I, Qúy II", "Thuỷ lợi, Quí I, Qúy II"),
    ("москва Сочи", "москва Сочи"),
]
FOLD = [
    ("Uỷ ban hoà thuỷ khoẻ", "ủy ban hòa thủy khỏe"),
    ("QUÝ IV, quỹ, quỳ, quỷ", "quý iv, quỹ, quỳ, quỷ"),
    ("Qúy I, qũy", "quý i, quỹ"),
    ("Quí II, Qúi III", "quý ii, quý iii"),
    ("qui định, Qui chế, quít, quìn", "quy định, quy chế, quít, quìn"),
    ("Thuý Quỳnh, thuỵ, xoè, khoẻ, tuỳ, nguỵ", "thúy quỳnh, thụy, xòe, khỏe, tùy, ngụy"),
    ("hoàn thành, toàn tỉnh, thuyền, khoét", "hoàn thành, toàn tỉnh, thuyền, khoét"),
    ("tỉ lệ, kì, kĩ, lí, Mĩ, hỉ", "tỷ lệ, kỳ, kỹ, lý, mỹ, hỷ"),
    ("vị trí, chỉ thị, nghỉ, thì, nhị, tính, kính", "vị trí, chỉ thị, nghỉ, thì, nhị, tính, kính"),
    ("công ti", "công ti"),
    ("Đo – lường — “A” „B‟ ‘c’", 'đo - lường - "a" "b‟ \'c\''),
    ("a\nb\u00a0c", "a b c"),
]
KEY = [
    ("Kết quả/ Sản phẩm", "kết quả sản phẩm"),
    ("  UỶ BAN\nnhân dân (tỉnh) ", "ủy ban nhân dân tỉnh"),
    ("85 %", "85 %"),
    ("nội_dung", "nội dung"),
    (unicodedata.normalize("NFD", "Tỉ lệ hồ sơ QUÝ I đúng hạn"), "tỷ lệ hồ sơ quý i đúng hạn"),
]


@pytest.mark.parametrize(("raw", "wanted"), CLEAN)
def test_clean(raw: str, wanted: str) -> None:
    assert clean(raw) == wanted


@pytest.mark.parametrize(("raw", "wanted"), FOLD)
def test_fold(raw: str, wanted: str) -> None:
    assert fold(raw) == wanted


@pytest.mark.parametrize(("raw", "wanted"), KEY)
def test_key(raw: str, wanted: str) -> None:
    assert key(raw) == wanted


def test_quy_is_never_moved_to_qúy() -> None:
    for word in ("Quý", "quý", "QUÝ", "Quỳ", "quỹ", "Quỵ", "quỷ"):
        assert fold(word) == word.lower()
        assert clean(word) == word


VOWELS = "aăâeêioôơuưy"


@pytest.mark.parametrize("shape", ["\u0302", "\u0306", "\u031b"])
@pytest.mark.parametrize("tone", ["\u0300", "\u0301", "\u0303", "\u0309", "\u0323"])
def test_marks_in_any_order_give_one_letter(shape: str, tone: str) -> None:
    base = {"\u0302": "aeo", "\u0306": "a", "\u031b": "ou"}[shape]
    for letter in base:
        assert len(nfc(letter + tone + shape)) == 1
        assert nfc(letter + tone + shape) == nfc(letter + shape + tone)


def test_nfd_text_reads_as_nfc() -> None:
    text = "Kế hoạch cải cách hành chính, Ủy ban nhân dân tỉnh Đắk Lắk"
    assert clean(unicodedata.normalize("NFD", text)) == text


ODD = st.sampled_from("•–o- \n\r\t\u00ad\u2011\x1eаеоА\u0301\u0302\u0323\u031bơưđðqQuúyìoàế1２\uf0b7\uf0b3\u200bß İŉ")
TEXTS = st.one_of(st.text(), st.text(ODD, max_size=30))


@given(TEXTS)
def test_fold_keeps_length_and_folds_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_clean_is_idempotent_and_nfc(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\u00ad" not in once
    assert "  " not in once
    assert once == once.strip(" \n")


@given(TEXTS)
def test_key_is_stable(text: str) -> None:
    assert key(key(text)) == key(text)


@given(TEXTS)
def test_nonwhite_counts_what_is_seen(text: str) -> None:
    assert nonwhite(text) == sum(not c.isspace() for c in text)


@pytest.mark.parametrize(
    "text", ["o" * 100_000, "q" * 100_000, "a\u0301\u0302" * 30_000, "\u00ad" * 100_000, "А" * 90_000]
)
def test_long_text_takes_linear_time(text: str) -> None:
    start = time.perf_counter()
    clean(text)
    key(text)
    assert time.perf_counter() - start < 2
