"""Numbers in recognised text: which there are, whether they can be, how one in doubt is put out. Pure text in and out.

A wrong digit is a wrong date or a wrong target, and nothing in the text betrays it. Roman digits count: quarters are
written with them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

UNSURE = "□"
_ROMAN = re.compile(r"[(\[]?[IVXH]+[-.,;:/)\]]*|[|!\]l][.,;:)]*")
_HEADING = re.compile(r"([IVX]+)\.[^\W\d_]")  # "I.MỤC ĐÍCH"
_EDGES = " .,;:()[]_“”\"'’"
_DIGITS = re.compile(r"\d|(?<!\w)[IVXH|!l]+(?!\w)")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}")
_MONTH = re.compile(r"(\d{1,2})/\d{4}")
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
    """Whether days and months can be.

    >>> [plausible([word]) for word in ("30/11", "31/13/2024", "6/2024", "13/2024", "12/2020/TT-BTTTT")]
    [True, False, True, False, True]
    """
    days = [day for word in found if (day := _DAY.fullmatch(word))]
    months = [month for word in found if (month := _MONTH.fullmatch(word))]
    return all(0 < int(d[1]) < 32 and 0 < int(d[2]) < 13 for d in days) and all(0 < int(m[1]) < 13 for m in months)


def put_out(text: str) -> str:
    """The text without its digits.

    >>> put_out("quý IV/2024 đạt 87,5%")
    'quý □/□□□□ đạt □□,□%'
    """
    return _DIGITS.sub(UNSURE, text)
