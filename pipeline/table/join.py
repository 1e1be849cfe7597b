"""Two parts of one cell: how they are joined, and whether the second goes on with the first.

In: texts, and the room a PDF left. Out: a separator; a number above 0 where it goes on, below 0 where it begins anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..document import Cell
from ..model import Fragment
from ..syllables import is_syllable
from .labels import split_label
from .vocabulary import Vocabulary

_BULLET = re.compile(r"[-–—+*•▪·](?:\s*(?=[^\s\d])|\s+(?=\d{1,3}(?![\d/])))")
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*\Z|(?<!\S)\w[\w-]*(?:\.\w[\w-]*){2,}[./]?\Z")
_HOST = re.compile(r"(?<!\S)[A-Za-z][\w-]*\.[a-z][\w.-]*\Z")
_HOST_GOES_ON = re.compile(r"[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,3}(?![\w.])")
_IN_LINE = re.compile(r"[.;:…] [-+–] (?=\S)")  # items of a list one behind the other
_BEHIND = re.compile(r"\w [-+–] (?=[A-ZĐÀ-Ỹ])")  # the same, in a cell that opens with a dash
_COUNTED = re.compile(r"(\(?)(\d{1,2})([).]) ")
_ITEM = re.compile(r"\n[-+–] ")
_CUT_YEAR = re.compile(r"(?<!\d)(?:(?:19|20)\d?|(?<=/)[12])\Z")
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = frozenset("aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ")

# What a start in lower case, and a start in upper case after an open end, say by column role.
_LOWER = {"content": 3.0, "method": 2.5, "time": 0.5}
_LOWER_ELSE = 1.5
_UPPER = {"content": -1.0, "time": -1.5, "target": -1.0}
_UPPER_ELSE = -0.7
STRONG = 2.5
_ENDS = ".;:!?…"
_MARGIN = 2.0  # points: measured widths are not exact (a line that missed by 0.1 is in the seed set on low pages)


@dataclass(slots=True)
class Value:
    """The text of one cell, over all its parts. room: of the last part, as in Cell."""

    text: str
    fragments: list[Fragment] = field(default_factory=list)
    bold: bool = False
    room: float | None = None
    lead: float | None = None
    ended: bool | None = None

    def append(self, other: Value, page_break: bool = True, listed: bool = True) -> None:
        """The other part, joined as the writer meant it. page_break: what room was left tells of the break.

        listed: the table's lists have one item a line.
        """
        if self is other:
            return
        self.text += separator(self, other, page_break, listed) + other.text
        self.fragments += other.fragments
        self.room, self.ended = other.room, other.ended


def value_of(cell: Cell) -> Value:
    fragments = [cell.fragment] if cell.fragment else []
    return Value(cell.text.strip(), fragments, cell.bold, cell.room, cell.lead, cell.ended)


def separator(upper: Value, lower: Value, page_break: bool = True, listed: bool = True) -> str:
    """What stands between two parts: a line break, a blank, or nothing inside a word.

    A sentence that goes on in lower case was never broken by its writer, whatever room a PDF seems to leave.

    >>> separator(Value("2025 -2"), Value("026")), separator(Value("việc;"), Value("- Hai"))
    (' ', '\\n')
    """
    a, b = upper.text, lower.text
    if not a or not b:
        return ""
    broken = _writer_broke(upper, lower) if page_break else None
    if broken and not (b[0].islower() and a[-1] not in _ENDS):
        return "\n"
    if _inside_word(a, b) or (page_break and _cut_letter(upper, lower)):
        return ""
    if (_BULLET.match(b) and _opens_item(upper, b[0], broken, listed)) or _is_next_line(a, b):
        return "\n"
    return " "


def _is_next_line(a: str, b: str) -> bool:
    """ "3)" where a line above opens with "2)"."""
    label = _COUNTED.match(b)
    return label is not None and f"\n{label[1]}{int(label[2]) - 1}{label[3]} " in f"\n{a}"


def list_votes(texts: Iterable[str]) -> int:
    """Above 0: the lists in these cells have one item a line; below 0: one behind the other."""
    items = in_line = 0
    for text in texts:
        items += len(_ITEM.findall(text))
        in_line += len(_IN_LINE.findall(text)) + (len(_BEHIND.findall(text)) if _BULLET.match(text) else 0)
    return items - in_line


def _opens_item(upper: Value, mark: str, broken: bool | None, listed: bool) -> bool:
    """A dash at the start of the lower part opens an item; after a full line only in a list of one item a line."""
    if broken is None:
        return upper.text[-1] in ".;:" or _bulleted(upper.text, mark)
    if upper.ended is False or not listed:
        return False
    return upper.text[-1] == ":" or _bulleted(f"\n{upper.text}", mark)


def _writer_broke(upper: Value, lower: Value) -> bool | None:
    """Whether the break at the page end is the writer's; None where nothing is measured."""
    if upper.room is None or lower.lead is None:
        return None
    return _had_room(upper, lower) if upper.ended is None else upper.ended


def _had_room(upper: Value, lower: Value) -> bool:
    """The next word would have fitted into the last line. A dash goes with the word behind it (LibreOffice)."""
    if upper.room is None or lower.lead is None:
        return False
    bullet = _BULLET.match(lower.text)
    word = len(lower.text[bullet.end() :].split(None, 1)[0]) if bullet else 0
    return upper.room >= lower.lead * (1 + 0.85 * word) + _MARGIN


def _bulleted(text: str, mark: str) -> bool:
    """The last line of the text is an item of the same list."""
    last = text.rsplit("\n", 1)[-1]
    return last.startswith(mark) and "\n" in text


def _inside_word(a: str, b: str) -> bool:
    if a[-1] in "-/" and a[-2:-1].isalnum() and b[0].isalnum():
        return True
    if _CUT_YEAR.search(a) and re.match(r"\d{1,3}(?!\d)", b):
        return len(_CUT_YEAR.search(a)[0]) + len(re.match(r"\d+", b)[0]) == 4  # type: ignore[index]
    if _ADDRESS.search(a[-200:]) and (b[0].islower() or b[0].isdigit()) and (a[-1] in "./" or _address_goes_on(b)):
        return True
    return _host_cut(a, b) or _cut_syllable(a, b)


def _cut_letter(upper: Value, lower: Value) -> bool:
    """ "Khả" / "o sát": a word alone in its line, one letter of it on the next page, for which there was no room."""
    a, b = upper.text, lower.text
    if upper.room is None or lower.lead is None or upper.room >= lower.lead or not a.isalpha():
        return False
    return b[0].islower() and not b[1:2].isalnum() and is_syllable(a + b[0])


def _address_goes_on(b: str) -> bool:
    return bool(re.match(r"[\w-]*[./]\w", b)) or not re.search(r"\s", b)


def _host_cut(a: str, b: str) -> bool:
    """ "dichvu.binh" / "son.gov.vn": both parts have dots inside."""
    return _HOST.search(a[-100:]) is not None and _HOST_GOES_ON.match(b[:100]) is not None


def _cut_syllable(a: str, b: str) -> bool:
    """ "th" / "ủ tục": the end is no syllable, together with what follows it is one."""
    last, first = _LAST_WORD.search(a[-12:]), _FIRST_WORD.match(b[:12])
    if not last or not first or not first[0].islower() or not last[0][-1].islower():
        return False
    if a[: -len(last[0])].rstrip()[-1:].isdigit() or b[first.end() : first.end() + 1] in (")", "."):
        return False
    head, tail = last[0], first[0]
    broken = not any(c in _VOWELS for c in head.lower()) or not any(c in _VOWELS for c in tail)
    return broken and is_syllable(head + tail)


def seam(upper: Value, lower: Value, role: str, vocabulary: Vocabulary, page_break: bool = True) -> float:
    """Whether `lower` goes on with `upper`: above 0 yes, below 0 no, 0 does not tell."""
    score = 0.0
    if page_break and upper.room is not None and lower.lead is not None:
        score += _room_says(upper, lower)
        score += STRONG if upper.ended is False else 0.0
    if lower.bold and not upper.bold and role == "content":
        score -= 3.0
    return score + _text_seam(upper.text, lower.text, role, vocabulary)


def _room_says(upper: Value, lower: Value) -> float:
    """A full last line is full by chance in a narrow column; one with room left was ended by its writer."""
    if not _writer_broke(upper, lower):
        return 1.0
    return 0.0 if _BULLET.match(lower.text) and _may_list(upper.text, lower.text[0]) else -2.0


def _may_list(upper: str, mark: str) -> bool:
    """An item may follow: the text ends a sentence, or in an item of the same list."""
    return upper[-1:] in ".;:" or _bulleted(f"\n{upper}", mark)


def _text_seam(a: str, b: str, role: str, vocabulary: Vocabulary) -> float:
    first = b.lstrip("“\"'(")[:1]
    if _BULLET.match(b):
        return 0.0 if _may_list(a, b[0]) else -0.5
    listed = _next_in_list(a, b)
    if listed:
        return listed
    if vocabulary.ends_unfinished(a) or a[-1:] in ",(" or (a[-1:] in "-/" and a[-2:-1].isalnum()) or _inside_word(a, b):
        return 3.0
    if first.isdigit():
        return _before_digit(a, b, role, vocabulary)
    if first.islower():
        return _LOWER.get(role, _LOWER_ELSE)
    if a[-1:] == ";" and role in ("lead", "coop", "lead_coop", "leader"):
        return 1.5
    if _open_bracket(a):
        return 2.0
    if a[-1:] in ".;:!?…":
        return -2.0 if role in ("content", "method") else -1.0
    return _UPPER.get(role, _UPPER_ELSE)


def _before_digit(a: str, b: str, role: str, vocabulary: Vocabulary) -> float:
    if vocabulary.wants_number(a):
        return STRONG
    return -1.0 if role in ("time", "target") else 0.0


def _next_in_list(a: str, b: str) -> float:
    """(5) goes on where (4) stands above; any other label begins something new; 0 without a label."""
    found = split_label(b)
    if not found:
        return 0.0
    label = found[0]
    if label.order and label.order > 1 and str(label.order) in label.raw:
        before = re.sub(rf"{label.order}(?!.*\d)", str(label.order - 1), label.raw)
        if before in a:
            return STRONG
    return -1.0


def _open_bracket(text: str) -> bool:
    tail = text[-300:]
    return tail.count("(") > tail.count(")") or tail.count("“") > tail.count("”")
