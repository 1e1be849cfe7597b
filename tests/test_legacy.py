"""Old encodings there and back, what must not be touched, symbol fonts; the rules' own examples."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import rulebook
from pipeline.legacy import by_statistics, font_kind, from_font, symbol
from pipeline.text import clean, fold

BOOK = rulebook.load()
RULES = BOOK.table("encodings")
PROSE = [
    "Căn cứ Quyết định số 91/QĐ-UBND ngày 11/01/2024 của Ủy ban nhân dân tỉnh",
    "Nâng cao mức độ hài lòng của người dân, tổ chức đối với sự phục vụ của cơ quan hành chính",
    "Văn phòng Sở chủ trì, phối hợp với các phòng, đơn vị; thường xuyên, trước ngày 30/11",
    "Rà soát, đơn giản hóa thủ tục; kịp thời khắc phục những hạn chế, khuyết điểm đã nêu",
    "những lỗi chữ ẵm, ngẫm nghĩ, cũng, kỹ, nghễ, khoẻ, quyển, thuở, rượu, ngượng, xoè, nguỵ",
]
LETTERS = "aáàảãạăắằẳẵặâấầẩẫậđeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵ"


def cp1252(data: bytes) -> str:
    """As Western Windows shows it, undefined bytes as they are."""
    return "".join(bytes([b]).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in data)


def _tones_apart(text: str) -> str:
    """As Windows-1258 wants it: "ế" is "ê" and a tone."""
    apart = unicodedata.normalize("NFD", text)
    return re.sub("[aeouAEOU](?:\u0302|\u0306|\u031b)", lambda m: unicodedata.normalize("NFC", m[0]), _tone_last(apart))


def _tone_last(apart: str) -> str:
    """NFD writes the dot below before the circumflex."""
    return re.sub("(\u0323)([\u0302\u0306])", r"\2\1", apart)


def encode(text: str, encoding: str) -> str:
    """What Western Windows shows of Vietnamese text in this encoding."""
    raw = RULES["encoding"][encoding]
    if encoding == "utf8":
        return cp1252(text.encode("utf-8"))
    if encoding == "cp1258":
        return cp1252(_tones_apart(text).encode("cp1258"))
    letters = raw["letters"].split()
    if "codes" in raw:
        shown = {le: cp1252(bytes([int(code, 16)])) for code, le in zip(raw["codes"].split(), letters, strict=True)}
        return "".join(shown.get(c, c) for c in text)
    small = dict(zip(letters, raw["written"].split(), strict=True))
    return "".join(small.get(c) or (small[c.lower()].upper() if c.lower() in small else c) for c in text)


FONTS = {"tcvn3": ".VnTime", "vni": "VNI-Times", "viscii": "VI Times"}


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii"])
def test_every_letter_survives_the_way_there_and_back(encoding: str) -> None:
    capitals = "ĂÂĐÊÔƠƯ" if encoding == "tcvn3" else LETTERS.upper() if encoding == "vni" else "ÁÀẢÃẠẤĐÊƠƯỨ"
    for letter in LETTERS + capitals:
        assert from_font(f"x{encode(letter, encoding)}x", FONTS[encoding], BOOK) == f"x{letter}x"


def test_no_two_letters_share_a_code() -> None:
    for encoding in ("tcvn3", "vni", "viscii"):
        raw = RULES["encoding"][encoding]
        codes = (raw.get("codes") or raw["written"]).split()
        assert len(set(codes)) == len(codes) == len(raw["letters"].split())
    assert len(RULES["encoding"]["tcvn3"]["codes"].split()) == 74


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "cp1258", "utf8"])
@pytest.mark.parametrize("text", PROSE)
def test_prose_is_recognised_without_its_font(text: str, encoding: str) -> None:
    if encoding == "tcvn3":
        text = text.replace("Ủ", "U")  # TCVN3 fonts have no toned capitals
    assert by_statistics(encode(text, encoding), BOOK) == (text, encoding)


SAMPLES = [
    ("C¨n cø QuyÕt ®Þnh sè 91/Q§-UBND", "tcvn3"),
    ("Caên cöù Quyeát ñònh soá 91/QÑ-UBND", "vni"),
    ("Cån cÑ Quyªt ð¸nh s¯ 91/QÐ-UBND", "viscii"),
    ("Cãn cýì Quyêìt ðiònh sôì 91/QÐ-UBND", "cp1258"),
    ("CÄƒn cá»© Quyáº¿t Ä‘á»‹nh sá»‘ 91/QÄ\x90-UBND", "utf8"),
]


@pytest.mark.parametrize(("shown", "encoding"), SAMPLES, ids=[s[1] for s in SAMPLES])
def test_one_sentence_in_five_encodings(shown: str, encoding: str) -> None:
    assert by_statistics(shown, BOOK) == ("Căn cứ Quyết định số 91/QĐ-UBND", encoding)


def test_utf8_whose_blank_bytes_became_blanks() -> None:
    assert by_statistics("Ã\u00a0 vÃ  HÃ  Ná»™i", BOOK)[0] == "à và Hà Nội"


UNTOUCHED = [
    *PROSE,
    "",
    "85%",
    "Hà Nội",
    "Quý I",
    "hòa bình và hạnh phúc",
    "Quyết ðịnh số 91/QÐ-UBND",  # a look-alike, for clean()
    "Noël, café, résumé, naïve, Zürich, Müller",
    "São Paulo, Curaçao, Ærø, Bjørn, señor",
    "± 5 °C; § 3; © 2024; 10 µm; « trích »",
    "Thêi gian",  # one word is no proof
    "soá",
]


@pytest.mark.parametrize("text", UNTOUCHED)
def test_sound_or_doubtful_text_stays(text: str) -> None:
    assert by_statistics(text, BOOK) == (text, None)


def test_a_hint_decides_short_text_but_never_makes_it_worse() -> None:
    assert by_statistics("Thêi gian", BOOK, "tcvn3") == ("Thời gian", "tcvn3")
    assert by_statistics("sè", BOOK, "tcvn3") == ("số", "tcvn3")
    assert by_statistics("soá", BOOK, "vni") == ("số", "vni")
    assert by_statistics("Noël", BOOK, "tcvn3") == ("Noël", None)
    assert by_statistics("Thời gian", BOOK, "tcvn3") == ("Thời gian", None)


WORDS = ["Sở", "số", "Quý", "kỳ", "thủ tục", "đơn vị", "Nội dung", "trước", "tỷ lệ", "Thời gian", "hằng năm", "nhưng"]


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "cp1258", "utf8"])
@pytest.mark.parametrize("word", WORDS)
def test_a_short_cell_of_a_document_in_an_old_encoding(word: str, encoding: str) -> None:
    """One or two words prove nothing; that the rest of the document is in the encoding does."""
    assert by_statistics(encode(word, encoding), BOOK, encoding) == (word, encoding)
    assert by_statistics(word, BOOK, encoding)[0] == word


@pytest.mark.parametrize("encoding", sorted(FONTS))
def test_runs_of_a_paragraph_are_converted_one_by_one(encoding: str) -> None:
    """Unicode, the old font, digits in the old font, Unicode typed in the old font."""
    runs = [
        ("Thực hiện ", "Times New Roman"),
        (encode("Quyết định số ", encoding), FONTS[encoding]),
        ("91/QĐ", "Arial"),
        ("-UBND, 85%", FONTS[encoding]),
        (encode(" những ", encoding), FONTS[encoding]),
        ("việc trễ hạn", FONTS[encoding]),
    ]
    text = "".join(from_font(text, font, BOOK) for text, font in runs)
    assert text == "Thực hiện Quyết định số 91/QĐ-UBND, 85% những việc trễ hạn"


def test_soft_hyphen_is_a_letter_until_it_is_converted() -> None:
    shown = "nh÷ng ng­êi ph­¬ng"
    assert "­" in shown
    assert clean(by_statistics(shown, BOOK)[0]) == "những người phương"


def test_capitals_of_h_fonts() -> None:
    assert from_font("kÕ ho¹ch", ".VnTimeH", BOOK) == "KẾ HOẠCH"
    assert from_font("kÕ ho¹ch", ".VnTime", BOOK) == "kế hoạch"
    assert from_font("kÕ ho¹ch", "ABCDEF+.VnArial NarrowH,Bold", BOOK) == "KẾ HOẠCH"


def test_vni_capitals_and_title_case() -> None:
    assert from_font("UÛY BAN NHAÂN DAÂN, Uûy ban, ÑAËC, Ñaëc, ÖÙng", "VNI-Times", BOOK) == (
        "ỦY BAN NHÂN DÂN, Ủy ban, ĐẶC, Đặc, Ứng"
    )


@pytest.mark.parametrize("font", ["Times New Roman", "Arial", "", "Calibri Light", "Segoe UI Symbol", "Univers"])
def test_ordinary_fonts_change_nothing(font: str) -> None:
    assert from_font("C¨n cø \uf0b7", font, BOOK) == "C¨n cø \uf0b7"
    assert font_kind(font, BOOK) == ""
    assert font_kind("Wingdings", BOOK) == "symbols"
    assert font_kind(".VnTime", BOOK) == "encoding"


def test_unicode_in_an_old_font_stays() -> None:
    assert from_font("Sở Nội vụ", ".VnTime", BOOK) == "Sở Nội vụ"


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Symbol", "F0B3", "≥"),
        ("Symbol", "00A3", "≤"),
        ("Symbol", "F02D", "-"),
        ("Symbol", "F035", "5"),
        ("Wingdings", "F0FC", "✓"),
        ("Wingdings", "F0A7", "•"),
        ("Wingdings 2", "F050", "✓"),
        ("Webdings", "F061", "•"),
        ("Arial", "2264", "≤"),
        ("Arial", "F041", "A"),
        (".VnTime", "F0AD", "ư"),
        ("Symbol", "", ""),
        ("Symbol", "zz", ""),
    ],
)
def test_symbols(font: str, code: str, shown: str) -> None:
    assert symbol(font, code, BOOK) == shown


def test_font_rules_read_their_examples_and_no_other_does() -> None:
    rules = BOOK.rules("encodings", "font")
    for rule in rules:
        pattern = BOOK.compile("encodings", rule.pattern)
        for example in rule.examples:
            first = next(r for r in rules if BOOK.compile("encodings", r.pattern).fullmatch(fold(example.text)))
            assert first.id == rule.id
        assert not [text for text in rule.counter if pattern.fullmatch(fold(text))]
        assert rule.means in RULES["encoding"] or rule.means in RULES["symbols"]


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=80))
def test_statistics_never_fail_and_say_what_they_did(text: str) -> None:
    converted, encoding = by_statistics(text, BOOK)
    assert (converted == text) if encoding is None else encoding in RULES["encoding"]


@given(st.text(alphabet=LETTERS + " ,.0123456789", max_size=60), st.sampled_from(sorted(FONTS)))
def test_any_small_letters_survive(text: str, encoding: str) -> None:
    shown = encode(text, encoding)
    if encoding != "vni":  # in VNI a letter and the next may look like one: "oa" + "é" is never written
        assert from_font(shown, FONTS[encoding], BOOK) == text
