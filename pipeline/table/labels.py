"""Row labels: "1", "2.", "1 .1", "I.", "a)", "(1)", "NV 03". In: text. Out: `Label`, or the label split off a title.

A label's scheme says of what kind it is ("1", "1.1", "I", "A", "a", "(1)"); it never says whether a row is a section.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..text import fold

# Vietnamese order: đ stands after d; f, j, w, z are not used, yet met.
_ALPHABET = "abcdđeghiklmnopqrstuvxy"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_SAME = str.maketrans("АВСЕНІКМОРТХ０１２３４５６７８９．", "ABCEHIKMOPTX0123456789.")
_PART = r"(?:\d{1,4}|[IVXLC]{1,7}|[ivxlc]{2,7}|[^\W\d_])"
_DOTTED = rf"{_PART}(?:\s?[.,]\s?{_PART}){{0,5}}"
_WHOLE = re.compile(rf"\s*(?P<open>[(\[]?)\s*(?P<core>{_DOTTED})\s*(?P<close>[.)\]/:,;\s-]*)\Z")
_CODE = re.compile(r"\s*(?P<code>[A-ZĐ]{2,5})[\s.-]?(?P<number>\d{1,3})[\s.:)]*\Z")
_BULLET = re.compile(r"\s*[-–—+*•▪·o]{1,3}\s*\Z")
_PREFIX = re.compile(
    rf"\s*(?:(?P<open>\()\s*(?P<inner>{_PART})\s*\)|(?P<core>{_PART}(?:\.{_PART}){{0,5}})(?P<close>\s?[.)/:]|\s?[.)]?\s[-–](?=\s)))"
    r"(?:\s+|(?=[A-ZĐÀ-Ỹ][a-zà-ỹ]))(?=\S)"
)
_DOTTED_PREFIX = re.compile(r"\s*(?P<core>(?:\d{1,2}|[IVX]{1,5}|[A-Z])(?:\.\d{1,2}){1,5})\s+(?=[^\W\d_]|[“\"(])")
_BARE_ROMAN = re.compile(r"\s*(?P<core>[IVX]{2,5}|[A-H])\s+(?=[A-ZĐÀ-Ỹ]{2})")


@dataclass(frozen=True, slots=True)
class Label:
    """raw: as printed. number: normalised, None for a mere bullet. order: place in its scheme, for successors."""

    raw: str
    number: str | None
    scheme: str
    order: int | None

    @property
    def depth(self) -> int:
        return self.scheme.count(".") + 1


def read_label(text: str, words: tuple[str, ...] = ()) -> Label | None:
    """The label a number cell holds, None if the text is none.

    >>> [read_label(t).number for t in ("2.", "1 .1", "I.", "a)", "(3)", "1,2", "１０", "l.1")]
    ['2', '1.1', 'I', 'a', '3', '1.2', '10', '1.1']
    >>> read_label("NV 03", ("nv",)).number, read_label("Sở")
    ('NV 03', None)
    """
    if len(text) > 40 or not text.strip():
        return None
    if _BULLET.match(text) and text.strip() != "o":
        return Label(text, None, "-", None)
    plain = text.translate(_SAME)
    match = _WHOLE.match(plain)
    if match:
        return _label(text, match["core"], match["open"], match["close"].strip())
    return _worded(text, plain, words)


def compact(text: str) -> str:
    """A label without the blanks and breaks that a narrow column put into it; other text as it is.

    >>> compact("VI I"), compact("10 ."), compact("NV 03")
    ('VII', '10.', 'NV 03')
    """
    bare = "".join(text.split())
    if bare == text or len(bare) > 12:
        return text
    label = read_label(bare)
    spaced = label is None or " " in label.scheme or (label.scheme == "i" and len(bare) > 4)
    return text if spaced or label is None or not label.number else bare


def split_label(text: str, words: tuple[str, ...] = ()) -> tuple[Label, str] | None:
    """A label at the start of a title, and the title after it.

    >>> split_label("I. Chỉ đạo, điều hành")[1], split_label("2.000 hộ nghèo")
    ('Chỉ đạo, điều hành', None)
    """
    head = text[:60].translate(_SAME)
    worded = _words_pattern(words).match(head) if words else None
    if worded:
        raw = text[: worded.end()].rstrip()
        label = read_label(raw, words)
        return (label, text[worded.end() :].strip()) if label else None
    match = _PREFIX.match(head) or _DOTTED_PREFIX.match(head) or _BARE_ROMAN.match(head)
    if not match or not text[match.end() :].strip():
        return None
    groups = match.groupdict()
    core = groups.get("core") or groups.get("inner") or ""
    if re.match(r"\d{4}", core) or (core.isdigit() and text[match.end() :][:1].isdigit()):
        return None
    close = (groups.get("close") or (")" if groups.get("open") else "")).strip()
    raw = text[: match.end()].strip()
    return _label(raw, core, groups.get("open") or "", close), text[match.end() :].strip()


@lru_cache(maxsize=8)
def _words_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    choice = "|".join(re.escape(w).replace(r"\ ", r"\s") for w in words)
    return re.compile(
        rf"\s*(?:{choice})\s?(?:số\s)?(?:\d{{1,3}}|[IVX]{{1,5}}|[A-Z])(?:\s?[.:)]|\s[-–](?=\s))\s*(?=\S)", re.I
    )


def _worded(text: str, plain: str, words: tuple[str, ...]) -> Label | None:
    folded = fold(plain).strip()
    word = next((w for w in words if folded.startswith(w)), None)
    if word is None:
        code = _CODE.match(plain)
        number = " ".join(text.split()).rstrip(" .:-–)/")
        return Label(text, number, f"{code['code']} 1", int(code["number"])) if code else None
    rest = plain.strip()[len(word) :].strip(" .:-–)")
    inner = _WHOLE.match(rest)
    if not inner or not rest:
        return None
    inner_label = _label(rest, inner["core"], "", "")
    number = " ".join(text.split()).rstrip(" .:-–)/")
    return Label(text, number, f"{word} {inner_label.scheme}", inner_label.order)


def _label(raw: str, core: str, opening: str, closing: str) -> Label:
    parts = [p.strip() for p in re.split(r"[.,]", core)]
    if len(parts) > 1 or any(p.isdigit() for p in parts):  # OCR: l for 1 beside digits
        parts = ["1" if p == "l" and len(parts) > 1 else p for p in parts]
    scheme = ".".join(_kind(p) for p in parts)
    if opening:
        scheme = f"({scheme})"
    elif closing.startswith(")") and scheme.isdigit():
        scheme += ")"
    return Label(raw, ".".join(parts), scheme, _order(parts[-1]))


def _kind(part: str) -> str:
    if part.isdigit():
        return "1"
    if len(part) > 1 or part in "IVX":
        return "I" if part.isupper() else "i"
    return "A" if part.isupper() else "a"


def _order(part: str) -> int:
    if part.isdigit():
        return int(part)
    if len(part) > 1 or part in "IVX":
        return roman(part.upper())
    return letter(part)


def letter(part: str) -> int:
    """Place of a letter in the Vietnamese order of list letters, 1 for a; 0 for one outside it."""
    return _ALPHABET.find(part.lower()) + 1


def roman(text: str) -> int:
    """Value of a Roman number; wrong ones ("IIII") have one too.

    >>> roman("XIV"), roman("IIII")
    (14, 4)
    """
    values = [_ROMAN.get(c, 0) for c in text]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
