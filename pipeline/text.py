"""The only module that normalises text. In: str. Out: str (or a count). It knows no document and no rule.

nfc()    composed characters, marks typed in the wrong order put right.
clean()  what the output shows: odd blanks, look-alikes and list marks evened out, the writer's words untouched.
fold()   what rules match on: same length as its input, so that spans point into the text shown.
key()    what is compared: folded, accents kept, spaces and punctuation evened out.
bare()   a word without its accents.
file_name()  the name of a file, whatever its system allows in one.

Old 8-bit encodings are converted before (`encodings`): clean() drops soft hyphens, and one of them may be a letter.
"""

from __future__ import annotations

import os
import re
import unicodedata
from functools import lru_cache

# --- one Unicode form -------------------------------------------------------------------------------------------

_MARK_RANGE = "\u0300-\u036f"
_MARK = re.compile(f"[{_MARK_RANGE}]")
_SHAPES, _TONES = "\u0302\u0306\u031b", "\u0300\u0301\u0303\u0309\u0323"
_MARKS = re.compile(f"[{_SHAPES}{_TONES}]{{2,}}")


def nfc(text: str) -> str:
    """NFC; a tone typed before the circumflex or breve, which NFC leaves in two pieces, is put behind it.

    >>> nfc("a\\u0301\\u0302") == "ấ"
    True
    """
    if text.isascii():
        return text
    if _MARK.search(text):
        apart = unicodedata.normalize("NFD", text)
        text = _MARKS.sub(lambda m: "".join(sorted(m[0], key=_TONES.__contains__)), apart)
    return unicodedata.normalize("NFC", text)


def file_name(name: str) -> str:
    """A file's name or path as people and records are told it: NFC, one line, all of it printable.

    >>> file_name("a\\u0301.docx"), file_name("ke\\nhoach.docx"), file_name("b\\udcff.docx")
    ('á.docx', 'ke\\\\nhoach.docx', 'b\\\\xff.docx')
    """
    if name.isascii() and name.isprintable():
        return name
    known = nfc(os.fsencode(name).decode("utf-8", "backslashreplace"))
    return "".join(c if c.isprintable() else " " if c.isspace() and c > "\x7f" else repr(c)[1:-1] for c in known)


# --- what the output shows --------------------------------------------------------------------------------------


def _each(characters: str, shown: str | None) -> dict[int, str | None]:
    return dict.fromkeys(map(ord, characters), shown)


_EVEN: dict[int, str | None] = {
    **dict.fromkeys(range(0xF020, 0xF100), "•"),  # Symbol and Wingdings: most are list marks
    **{0xFF00 + n: chr(0x20 + n) for n in range(1, 0x5F)},  # full width
    **_each("\t\x1c\x1d\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " "),
    **_each("\u202f\u205f\u3000", " "),
    **_each("\r\x0b\x0c\x85\u2028\u2029", "\n"),
    **_each("\x00\x07\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\ufffc", None),
    **_each("\x1e\u2010\u2011\uf02d", "-"),
    **_each("\x1f", "\u00ad"),
    **_each("ÐƉ", "Đ"),
    **_each("ð", "đ"),
    **_each("Ƣ", "Ư"),
    **_each("ƣ", "ư"),
    0xF02B: "+",
    0xF03C: "<",
    0xF03D: "=",
    0xF03E: ">",
    0xF0A3: "≤",
    0xF0AE: "→",
    0xF0B0: "°",
    0xF0B1: "±",
    0xF0B3: "≥",
    0xF0B4: "×",
    0xF0E0: "→",
    0xF0E8: "→",
    0xF0FC: "✓",
    0xF0FD: "☒",
    0xF0FE: "☑",
}
_UNEVEN = re.compile("[" + "".join(map(re.escape, map(chr, sorted(_EVEN)))) + f"\u00ad{_MARK_RANGE}\u0400-\u04ff]")
_SOFT = re.compile("\u00ad+")

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_CYRILLIC_TWINS = str.maketrans("АВЕКМНОРСТУХІЅЈаеорсухіѕј", "ABEKMHOPCTYXISJaeopcyxisj")
_LATIN = re.compile("[A-Za-zÀ-ỹ]")
_LETTERS = re.compile(r"[^\W\d_]+")

_BULLET = re.compile(r"(?:[•·●○◦▪▫■□◊◆❖➢➤►▶‣⁃∙]\s*|[–—−§o]\s+)(?=[^\s])")
_BULLET_SIGNS = frozenset("•·●○◦▪▫■□◊◆❖➢➤►▶‣⁃∙–—−§o")


def clean(text: str) -> str:
    """Text as the output shows it; line breaks stay, runs of blanks become one space, empty lines go.

    >>> clean("Trong\\u00a0 năm  2024 "), clean("\\uf0b7 Sở Nội vụ\\r\\n• Sở Y tế"), clean("giai đoạn 2011\\u00ad2020")
    ('Trong năm 2024', '- Sở Nội vụ\\n- Sở Y tế', 'giai đoạn 2011-2020')
    """
    text = _even(text) if _UNEVEN.search(text) else unicodedata.normalize("NFC", text)
    if _opens_with_a_tail(text):
        return "o " + clean(text[2:])
    if "\n" in text:
        return "\n".join(filter(None, map(_clean_line, text.split("\n"))))
    return _clean_line(text)


def _opens_with_a_tail(text: str) -> bool:
    """ "o sát", behind "khả" on the page before: the end of a cut word, no list mark; no other line opens so."""
    return text[:2] == "o " and text[2:3].islower() and "\no " not in text


def _even(text: str) -> str:
    text = text.translate(_EVEN)
    if "\u00ad" in text:
        text = _SOFT.sub(_hyphen, nfc(text))
    if _CYRILLIC.search(text):
        text = _latin_twins(text)
    return nfc(text)


def _clean_line(line: str) -> str:
    if "  " in line or line[:1] == " " or line[-1:] == " ":
        line = " ".join(line.split())
    return _BULLET.sub("- ", line, count=1) if line[:1] in _BULLET_SIGNS and _BULLET.match(line) else line


def _hyphen(soft: re.Match[str]) -> str:
    """A soft hyphen that Word or a PDF put for a real one: in symbols, numbers, and alone between blanks."""
    before, after = soft.string[: soft.start()][-1:], soft.string[soft.end() :][:1]
    if before.isalnum() and after.isalnum():
        return "-" if after.isupper() or after.isdigit() or before.isdigit() else ""
    if before in ("", "\n"):
        return "-" if after else ""
    return "-" if before == " " and after == " " else ""


def _latin_twins(text: str) -> str:
    """Cyrillic letters typed for Latin ones of the same shape; words of a Cyrillic text stay."""
    foreign = _CYRILLIC.search(text.translate(_CYRILLIC_TWINS)) is not None

    def word(match: re.Match[str]) -> str:
        latin = match[0].translate(_CYRILLIC_TWINS)
        typo = not _CYRILLIC.search(latin) and (not foreign or _LATIN.search(match[0]) is not None)
        return latin if typo else match[0]

    return _LETTERS.sub(word, text)


# --- what rules match on ----------------------------------------------------------------------------------------

_ALIKE = {
    **_each("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    **_each("“”„«»″", '"'),
    **_each("‘’′", "'"),
    **_each("\n\xa0", " "),
}
_SIGNS = {chr(code): like or "" for code, like in _ALIKE.items()}
_UNLIKE = re.compile("[" + "".join(map(chr, sorted(_ALIKE))) + "]")


def _spellings() -> dict[str, str]:
    """Ends of syllables in the style of spelling that rules do not use, and what they use.

    The tone stands on the first vowel of oa, oe, uy (hòa, khỏe, thủy) but never after q (quý); y, not i, after
    h, k, l, m, s, t, qu (kỳ, lý, tỷ, quý), and without a tone after qu (quy định).
    """
    toned = {"a": "àáảãạ", "e": "èéẻẽẹ", "i": "ìíỉĩị", "o": "òóỏõọ", "u": "ùúủũụ", "y": "ỳýỷỹỵ"}
    table: dict[str, str] = {}
    for first, second in ("oa", "oe", "uy"):
        table |= {first + late: early + second for early, late in zip(toned[first], toned[second], strict=True)}
    table |= {f"q{wrong}y": f"qu{right}" for wrong, right in zip(toned["u"], toned["y"], strict=True)}
    table |= {f"q{wrong}i": f"qu{right}" for wrong, right in zip(toned["u"], toned["y"], strict=True)} | {"qui": "quy"}
    for onset in ("h", "k", "l", "m", "s", "t", "qu"):
        table |= {onset + i: onset + y for i, y in zip(toned["i"], toned["y"], strict=True)}
    tones = {"u": "uùúủũụ", "ư": "ưừứửữự", "o": "oòóỏõọ", "ơ": "ơờớởỡợ"}
    for tone, right in enumerate(tones["ơ"]):  # ươ with a horn or a tone on the wrong letter: truớc, trưóc, trứơc
        table |= {"u" + right: "ư" + right, "ư" + tones["o"][tone]: "ư" + right}
        if tone:
            table |= {tones[u][tone] + o: "ư" + right for u in "uư" for o in "oơ" if u + o != "uo"}
    return table


_SPELLING = _spellings()
_OTHER_SPELLING = re.compile(  # letters first, what stands around them last: most places fall through at once
    r"[ohklmstquưùúủũụừứửữự](?:[àáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵơờớởỡợ](?:"
    r"(?:(?<=o[àáảãạèéẻẽẹ])|(?<=u[ỳýỷỹỵ])(?<!qu.)|(?<=[hklmst][ìíỉĩị])(?<!\w..)|(?<=q[ùúủũụ])(?:y|(?<!\w..)i))(?!\w)"
    r"|(?:(?<=u[ơờớởỡợ])(?<!qu.)|(?<=ư[òóỏõọ])|(?<=[ùúủũụừứửữự]ơ))(?=[a-zđ]))"
    r"|(?<=[ưừứửữự])o(?=[a-zđ])|(?<=q)u(?<!\w..)[iìíỉĩị](?!\w))"
)


def fold(text: str) -> str:
    """Lower case, one style of tone place, of y and of ươ, one dash and one quote; length is kept.

    >>> fold("Uỷ ban – Quí I"), fold("Qúy IV"), fold("quý"), fold("Truớc, trứơc"), fold("thuở, huơ, quờ")
    ('ủy ban - quý i', 'quý iv', 'quý', 'trước, trước', 'thuở, huơ, quờ')
    """
    folded = text.lower()
    if len(folded) != len(text):  # a capital that lowers to two characters: keep spans right
        folded = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for sign in set(_UNLIKE.findall(folded)):
        folded = folded.replace(sign, _SIGNS[sign])  # several times as fast as translate
    if folded.isascii():
        return folded
    return _OTHER_SPELLING.sub(lambda m: _SPELLING[m[0]], folded)


# --- what is compared -------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_]+|%")
_UNSTRIPED = str.maketrans("đĐ", "dD")


@lru_cache(maxsize=1 << 13)
def key(text: str) -> str:
    """Comparison key: folded, words only, one space between them.

    >>> key("Kết quả/ Sản phẩm (1)") == key("KẾT QUẢ/SẢN PHẨM  (1)")
    True
    """
    return " ".join(_WORD.findall(fold(nfc(text))))


def nonwhite(text: str) -> int:
    """Number of characters that are not white space.

    >>> nonwhite(" a b\\nc")
    3
    """
    return len("".join(text.split()))


@lru_cache(maxsize=1 << 14)
def bare(word: str) -> str:
    """A word without tones and marks: what is left where they were lost or mistaken.

    >>> bare("đường"), bare("Cổng") == bare("Công")
    ('duong', True)
    """
    apart = unicodedata.normalize("NFD", word).translate(_UNSTRIPED)
    return unicodedata.normalize("NFC", _MARK.sub("", apart))
