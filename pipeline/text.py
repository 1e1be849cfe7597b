"""The only module that normalises text. In: str. Out: str (or a count). It knows no document and no rule.

clean()  what the output shows: NFC, odd blanks and dashes repaired, the writer's words untouched.
fold()   what rules match on: same length as its input, so that spans point into the text shown.
key()    what is compared: folded, accents kept, spaces and punctuation evened out.
"""

from __future__ import annotations

import re
import unicodedata

_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2002\u2003\u2009\u3000\t"), " ")
_NOTHING = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"), None)
_LOOKALIKE = {0x00D0: "Đ", 0x0189: "Đ", 0x00F0: "đ", 0x01A2: "Ư", 0x01A3: "ư"}
_TABLE = {**_BLANKS, **_NOTHING, **_LOOKALIKE}

# NFC does not cure a tone typed before the circumflex or breve: a + U+0301 + U+0302 stays in two pieces.
_TONE_BEFORE_SHAPE = re.compile("([\u0300\u0301\u0303\u0309\u0323])([\u0302\u0306\u031b])")

_TONES = "àáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ"
_OLD_STYLE = {  # tone on the second vowel -> on the first, where the pair ends the syllable
    old + new: pair
    for base, marked in (("oa", "òa óa ỏa õa ọa"), ("oe", "òe óe ỏe õe ọe"), ("uy", "ùy úy ủy ũy ụy"))
    for pair, old, new in (
        (p, base[0], q)
        for p, q in zip(
            marked.split(),
            {"oa": "àáảãạ", "oe": "èéẻẽẹ", "uy": "ỳýỷỹỵ"}[base],
            strict=True,
        )
    )
}
_TONE_PLACE = re.compile(r"(?<!q)(?:" + "|".join(_OLD_STYLE) + r")(?!\w)")
_QUY = re.compile(r"q(?:ú|ù|ủ|ũ|ụ)y(?!\w)")
_QUY_FIX = {"qúy": "quý", "qùy": "quỳ", "qủy": "quỷ", "qũy": "quỹ", "qụy": "quỵ"}
_I_FOR_Y = re.compile(r"(?<!\w)(h|k|l|m|s|t|qu)([ìíỉĩị])(?!\w)")
_I_TO_Y = dict(zip("ìíỉĩị", "ỳýỷỹỵ", strict=True))


def nfc(text: str) -> str:
    """NFC, marks in wrong order rebuilt."""
    if text.isascii():
        return text
    if _TONE_BEFORE_SHAPE.search(unicodedata.normalize("NFD", text)):
        text = unicodedata.normalize("NFD", text)
        text = _TONE_BEFORE_SHAPE.sub(r"\2\1", text)
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Text as the output shows it; line breaks stay, runs of blanks become one space, lines are stripped.

    >>> clean("Trong\\u00a0 năm  2024 ")
    'Trong năm 2024'
    """
    text = nfc(text.translate(_TABLE))
    if "  " in text or "\n" in text or text[:1] == " " or text[-1:] == " ":
        lines = (" ".join(line.split()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        text = "\n".join(line for line in lines if line)
    return text


def fold(text: str) -> str:
    """Lower case, one style of tone place and of y, one dash and one quote; length is kept.

    >>> fold("Uỷ ban – Quí I"), fold("Qúy IV"), fold("quý")
    ('ủy ban - quý i', 'quý iv', 'quý')
    """
    folded = text.lower()
    if len(folded) != len(text):  # a capital that lowers to two characters: keep spans right
        folded = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    folded = folded.translate(_FOLD)
    folded = _TONE_PLACE.sub(lambda m: _OLD_STYLE[m[0]], folded)
    folded = _QUY.sub(lambda m: _QUY_FIX[m[0]], folded)
    return _I_FOR_Y.sub(lambda m: m[1] + _I_TO_Y[m[2]], folded)


_FOLD = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-"),
    **dict.fromkeys(map(ord, "“”„«»″"), '"'),
    **dict.fromkeys(map(ord, "‘’′"), "'"),
    ord("\n"): " ",
    0x00A0: " ",
}


def key(text: str) -> str:
    """Comparison key: folded, words only, one space between them.

    >>> key("Kết quả/ Sản phẩm (1)") == key("KẾT QUẢ/SẢN PHẨM  (1)")
    True
    """
    return " ".join(re.findall(r"[^\W_]+|%", fold(nfc(text))))


def nonwhite(text: str) -> int:
    """Number of characters that are not white space.

    >>> nonwhite(" a b\\nc")
    3
    """
    return len("".join(text.split()))
