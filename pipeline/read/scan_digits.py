"""Numbers in recognised text: which there are, whether they can be, how one in doubt is put out. Pure text in and out.

A wrong digit is a wrong date or a wrong target, and nothing in the text betrays it. Roman digits count: quarters are
written with them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

UNSURE = "□"
_ROMAN = re.compile(r"[(\[]?[IVXH]+[-.,;:/)\]]*|[|!\]l][.,;:)]*")
_HEADING = re.compile(r"([IVX]+)\.[^\W\d_]")  # "I.MỤC ĐÍCH"
_EDGES = " .,;:()[]_“”\"'’"
_DIGITS = re.compile(r"\d|(?<!\w)[IVXH|!l]+(?!\w)")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MONTH = re.compile(r"(\d{1,2})/(\d{4})")
_YEARS = range(1945, 2100)
# no points in a long number; a letter for a figure: "12024" and "U2024" for "I/2024", "2O24", "lO", "l2"
_MISREAD = re.compile(r"\d{5}|[^\W\d_]\d{4}|\d[^\W\d_]{1,2}\d|\d[Ool](?![^\W\d_])|(?<![^\W\d_])[Il|!\]\[]\d|[|!\]\[]/")
_STROKES = re.compile(r"[(\[]?([1I]{1,2})/\d{4}")  # a month or a quarter
_ONE = "|!l]"


def numbers(text: str) -> tuple[str, ...]:
    """The words that hold a digit, Arabic or Roman, without the punctuation round them; H is II run together.

    >>> numbers("Trước ngày 30/11, đạt 87,5% (quý IV/2024) mục HI.")
    ('30/11', '87,5%', 'IV/2024', 'III')
    """
    found = []
    for word in text.split():
        if _ROMAN.fullmatch(word):
            found.append(word.strip(".,;:()[_-/").replace("H", "II"))
        elif head := _HEADING.match(word):
            found.append(head[1])
        elif any(c.isdigit() for c in word):
            found.append(word.strip(_EDGES))
    return tuple(found)


def ambiguous(text: str) -> bool:
    """Whether a sign stands there that may be a 1, an I, or two of them.

    >>> [ambiguous(text) for text in ("mục H.", "|", "quý III", "Hà Nội")]
    [True, True, False, False]
    """
    return any(_ROMAN.fullmatch(word) and ("H" in word or word[0] in _ONE) for word in text.split())


def plausible(found: Sequence[str]) -> bool:
    """Whether such numbers can be: days and months, figures without letters among them.

    >>> [plausible([word]) for word in ("30/11", "31/13/2024", "6/2024", "13/2024", "12/2020/TT-BTTTT", "5/5/3024")]
    [True, False, True, False, True, False]
    >>> [plausible([word]) for word in ("12024", "U2024", "2O24", "10O%", "I0/2024", "1.250.000", "IV/2024", "4G")]
    [False, False, False, False, False, True, True, True]
    """
    if any(_MISREAD.search(word) for word in found):
        return False
    days = [day for word in found if (day := _DAY.fullmatch(word))]
    months = [month for word in found if (month := _MONTH.fullmatch(word))]
    return all(0 < int(d[1]) < 32 for d in days) and all(
        0 < int(month) < 13 and int(year) in _YEARS for *_, month, year in (m.groups() for m in (*days, *months))
    )


def strokes(word: str) -> str:
    """The strokes before the year of a month or a quarter.

    >>> [strokes(word) for word in ("I/2024", "(11/2024", "III/2024", "10/2024")]
    ['I', '11', '', '']
    """
    found = _STROKES.match(word)
    return found[1] if found else ""


def unclear(word: str, before: str, quarter: Collection[str], month: Collection[str]) -> bool:
    """Whether a word may be a month as well as a quarter, I and 1 being one stroke, and the word before does not tell.

    >>> [unclear(*pair, {"quý"}, {"tháng"}) for pair in (("1/2024", "Quý"), ("1/2024", "đến"), ("I/2024", "tháng"))]
    [False, True, True]
    """
    found = strokes(word)
    if not found or before.lower() in (month if found.isdigit() else quarter):
        return False
    return not (found == "1" and before.lower() in quarter)  # the same quarter


def put_out(text: str) -> str:
    """The text without its digits.

    >>> put_out("quý IV/2024 đạt 87,5%")
    'quý □/□□□□ đạt □□,□%'
    """
    return _DIGITS.sub(UNSURE, text)
