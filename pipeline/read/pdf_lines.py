"""Lines back to the text the writer typed. In: the lines of one cell or column, its inner edges. Out: text.

A line break is the page's (soft: a blank, or nothing) if the first word of the next line would not have fitted
behind the line; else it is the writer's, and becomes a line break.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from ..syllables import is_syllable
from .pdf_text import Line

_BLANK = 0.6  # width of a blank, in letters
_SLACK = 1.0  # measuring error of a free width, points
LABEL = re.compile(r"(?:[-+*•–—]|\(?(?:\d{1,3}|[a-zđA-ZĐ]|[ivxIVX]{1,5})[).])\s")
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*$")
_ENDS = '.;:,!?”")…'


@dataclass(slots=True)
class Habit:
    """How a file draws the end of a line: with a blank at soft breaks and none at hard ones (LibreOffice does)?

    Counted on breaks that width alone decides.
    """

    soft: int = 0
    soft_blank: int = 0
    hard: int = 0
    hard_blank: int = 0

    @property
    def tells(self) -> bool:
        """A missing blank says: here the writer broke the line."""
        return self.soft >= 8 and self.soft_blank >= 0.95 * self.soft and self.hard_blank <= 0.3 * max(1, self.hard)

    def see(self, lines: list[Line], left: float, right: float) -> None:
        for line, after in pairwise(lines):
            room = free_width(line, left, right)
            if line.text[-1:] in "-/" or line.words < 2 or right - line.x1 < _BLANK * line.letter:
                continue
            if room > after.lead + 3 * line.letter:
                self.hard += 1
                self.hard_blank += line.blank
            elif room < 0.5 * after.lead and not LABEL.match(after.text):
                self.soft += 1
                self.soft_blank += line.blank


def free_width(line: Line, left: float, right: float) -> float:
    """Free width behind a line between the inner edges of its cell, or round it where it is centred."""
    before, behind = line.x0 - left, right - line.x1
    if before > line.letter and abs(before - behind) <= 2 + 0.1 * before:
        return before + behind
    return behind


def join(lines: list[Line], left: float, right: float, habit: Habit) -> str:
    """The text of a cell or paragraph run; "\\n" where the writer broke the line."""
    if not lines:
        return ""
    out = [lines[0].text]
    for line, after in pairwise(lines):
        out.append(glue(line, after, left, right, habit))
        out.append(after.text)
    return "".join(out)


def glue(line: Line, after: Line, left: float, right: float, habit: Habit) -> str:
    """What stands between two lines: "\\n", a blank, or nothing."""
    room = free_width(line, left, right)
    space = _BLANK * line.letter
    bare = line.text[-1:] in "-/" and not line.blank and line.text[-2:-1].isalnum()
    need = after.lead if bare else after.lead + space
    if room >= need + _SLACK:
        return "\n"
    if bare:
        return ""
    if _broken_word(line, after, left, right):
        return ""
    if not line.blank and habit.tells and right - line.x1 >= space + _SLACK:
        return "" if _ADDRESS.search(line.text) else "\n"
    unsure = room >= need - _SLACK or LABEL.match(after.text) is not None
    if unsure and LABEL.match(after.text):
        return "\n" if line.text[-1:] in _ENDS or room >= need - _SLACK else " "
    return "" if not line.blank and _ADDRESS.search(line.text) else " "


def _broken_word(line: Line, after: Line, left: float, right: float) -> bool:
    """One word, wider than its cell, broken inside ("202" / "6", "ST" / "T")."""
    if line.words > 1 or line.blank or line.text[-1:] in _ENDS:
        return False
    if line.x1 - line.x0 + after.lead <= right - left + _SLACK or free_width(line, left, right) > 1.6 * line.letter:
        return False
    head = after.text.split(" ", 1)[0]
    return not (is_syllable(line.text) and is_syllable(head.rstrip(_ENDS)))
