"""Lines back to the text the writer typed. In: the lines of one cell or column, its inner edges. Out: text.

A line break is the page's (soft: a blank, or nothing) if the first word of the next line would not have fitted
behind the line; else it is the writer's, and becomes a line break.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

from ..syllables import is_syllable
from .pdf_text import TAKEN, Line

Edges = tuple[float, float]

_APART = 1.22  # a second font draws some lines a fifth farther apart
_SLACK = 1.0  # measuring error of a free width, points
_LATIN = "\u017f"  # letters beyond are missing in many fonts
_ENDS = '.;:,!?”")…'
LABEL = re.compile(r"(?:[-+*•–—]|\(?(?:\d{1,3}|[a-zđA-ZĐ]|[ivxIVX]{1,5})[).])\s")
_DASHES = "-+*•–—"
_DASH = re.compile(rf"[{_DASHES}]\s")
_COUNTED = re.compile(r"(\(?)(\d{1,2})([).])\s")
_IN_LINE = re.compile(r"[.;:…]\s[-+–]\s+\S")  # items of a list one behind the other in a line
_ADDRESS = re.compile(r"(?:(?:https?:|www\.|@)\S*|//)$")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+[./]?$")
_BEHIND = re.compile(r"\w\s[-+–]\s+[A-ZĐÀ-Ỹ]")  # the same, in a cell that opens with a dash
_CUT_NUMBER = re.compile(r"[/.,%]\d|%")
_SIGNS = frozenset(":/.@")
_HOST_GOES_ON = re.compile(r"[a-z\d-]+[./][a-z\d]")


@dataclass(slots=True)
class Habit:
    """How a file draws the end of a line: with a blank at soft breaks and none at hard ones (LibreOffice does)?

    Counted on breaks that width alone decides, where a blank would have had room.
    known: the program that made the file is known to do so. slashes: that program breaks lines behind a slash, as
    browsers do. stretched: lines spread over the cell though the next
    word would have fitted (<w:br/>). tells: a missing blank says that the writer broke the line. lists: by column,
    above 0 where items of lists stand each on a line of its own, below 0 where one stands behind the other.
    counted: columns with lists of "1)", "2)", each on a line of its own.
    """

    known: bool = False
    slashes: bool = False
    stretched: int = 0
    tells: bool = False

    soft: int = 0
    soft_blank: int = 0
    hard: int = 0
    hard_blank: int = 0
    laced: bool = False
    lists: Counter[tuple[int, int]] = field(default_factory=Counter)
    counted: set[tuple[int, int]] = field(default_factory=set)

    def settle(self) -> None:
        """All is counted. A missing blank tells if nearly all soft ends and few hard ones have it.

        (Some of the soft ones counted are hard by chance.)
        """
        few = self.hard_blank <= 0.2 * self.hard
        self.tells = few and (self.soft_blank >= 0.6 * self.soft if self.soft >= 4 else self.known)

    def missing(self, line: Line, edges: Edges) -> bool:
        """The writer broke the line: a blank would have had room behind it, and there is none.

        Behind a letter of a second font pdfium loses the blank; that says nothing.
        """
        return not line.blank and self.tells and self._shows(line, edges)

    def ended(self, lines: list[Line], edges: Edges) -> bool | None:
        """Whether the writer broke the text behind the last line; None where nothing tells."""
        last = lines[-1]
        if self.missing(last, edges) or (_falls_short(last, edges) and _justified(lines, edges)):
            return True
        return False if self.tells and last.blank else None

    def _shows(self, line: Line, edges: Edges) -> bool:
        """A blank would be drawn: not in centred lines, nor behind a single word of justified text."""
        if edges[1] - line.x1 < line.space + _SLACK or (line.words < 3 and line.words < 2 + _is_labelled(line)):
            return False
        return not (line.text[-1:] > _LATIN and (self.laced or line.text[-1] == TAKEN)) and not _midway(line, edges)

    def see(self, lines: list[Line], edges: Edges, votes: int) -> None:
        """Count the line ends of a cell. votes: its `list_votes`."""
        if votes:
            self.lists[_column(edges)] += votes
        if len(lines) > 2 and len(_in_order(lines)) > 2:
            self.counted.add(_column(edges))
        for line, after in pairwise(lines):
            self.laced = self.laced or line.laced
            if line.slack > line.letter and free_width(line, edges) > after.lead + line.space + 2:
                self.stretched += 1
            if line.text[-1:] in "-/" or line.slack > line.letter or not self._shows(line, edges):
                continue
            room = free_width(line, edges)
            if room > after.lead + 3 * line.letter:
                self.hard += 1
                self.hard_blank += line.blank
            elif room < 0.7 * after.lead and not _is_labelled(after):
                self.soft += 1
                self.soft_blank += line.blank


def free_width(line: Line, edges: Edges) -> float:
    """Free width behind a line between the inner edges of its cell, or round it where it is centred.

    What justification put into the blanks is free: lines that end in <w:br/> are stretched too.
    """
    before, behind = line.x0 - edges[0], edges[1] - line.x1
    if before > line.letter and abs(before - behind) <= 2 + 0.1 * before:  # centred
        return before + behind
    return behind + line.slack if line.slack > line.letter else behind


def _midway(line: Line, edges: Edges) -> bool:
    """Perhaps centred: stands off both edges alike, however little."""
    before, behind = line.x0 - edges[0], edges[1] - line.x1
    return before > 1.5 and abs(before - behind) <= 2.5 + 0.1 * before


def list_votes(lines: list[Line], edges: Edges) -> int:
    """Above 0: items of lists stand each on a line of its own in these cells; below 0: one behind the other."""
    votes = 0
    for line in lines:
        text = line.text
        if " - " in text or " – " in text or " + " in text:
            votes -= bool(_IN_LINE.search(text) or (_is_dashed(lines[0]) and _BEHIND.search(text, 2)))
    for line, after in pairwise(lines):
        if _is_dashed(after) and free_width(line, edges) > 3 * after.lead + after.space:
            votes += 1
    return votes


def join(lines: list[Line], edges: Edges, habit: Habit, row: int = 0, pitch: float = 0.0) -> str:
    """The text of a cell, one line at least; "\n" where the writer broke the line.

    row: `list_votes` of its row; pitch: usual distance of lines in its table, 0 where that is not known.
    """
    text = lines[0].text
    column = _column(edges)
    stretched = _justified(lines, edges)
    items = _are_items(lines, row or habit.lists.get(column, 0))
    ordered, counted = _in_order(lines), column in habit.counted
    far = pitch * _APART if pitch > 0 else inf
    for line, after in pairwise(lines):
        if (
            (stretched and _falls_short(line, edges))  # the last line of a justified paragraph
            or ((ordered or counted) and (label := _label(after)) and (counted or label in ordered))
            or (after.base - line.base > far and _stands_apart(line, after, habit))
        ):
            text += "\n" + after.text
        else:
            text += glue(line, after, edges, habit, items) + after.text
    return text


def _stands_apart(line: Line, after: Line, habit: Habit) -> bool:
    """More room above a line means a new paragraph, but for a raised mark: it makes room for itself."""
    return not (after.text[0].islower() or (habit.tells and line.blank) or TAKEN in after.text)


def _label(line: Line, step: int = 0) -> str:
    """The label a line opens with, "3)", or one before or behind it; "" if there is none."""
    label = _COUNTED.match(line.text)
    return f"{label[1]}{int(label[2]) + step}{label[3]}" if label else ""


def _in_order(lines: list[Line]) -> set[str]:
    """The labels at line starts that have the one before or behind them at a line start too."""
    labelled = [line for line in lines if line.text[0] in "(0123456789" and _COUNTED.match(line.text)]
    if len(labelled) < 2:
        return set()
    labels = {_label(line) for line in labelled}
    return {_label(line) for line in labelled if {_label(line, -1), _label(line, 1)} & labels}


def _are_items(lines: list[Line], votes: int) -> bool | None:
    """Whether dashes behind full lines open items: as in the row and the column; None where nothing tells.

    A list written in one go may come to stand so by chance.
    """
    if votes:
        return votes > 0
    return True if _is_dashed(lines[0]) else None


def _is_dashed(line: Line) -> bool:
    return line.text[0] in _DASHES and _DASH.match(line.text) is not None


def _is_labelled(line: Line) -> bool:
    return LABEL.match(line.text) is not None


def _column(edges: Edges) -> tuple[int, int]:
    return round(edges[0]), round(edges[1])


def _justified(lines: list[Line], edges: Edges) -> bool:
    return len(lines) > 1 and any(
        line.slack > line.letter / 2 and abs(edges[1] - line.x1) < _SLACK for line in lines[:-1]
    )


def _falls_short(line: Line, edges: Edges) -> bool:
    return line.words > 1 and edges[1] - line.x1 > _SLACK + 0.5


def glue(line: Line, after: Line, edges: Edges, habit: Habit, items: bool | None = None) -> str:
    """What stands between two lines: "\n", a blank, or nothing. items: dashes open items of a list here."""
    text = line.text
    if after.text[0] == TAKEN or (text[-1:] == TAKEN and after.text[0].islower()):
        return "" if after.text[0] == TAKEN else " "  # nobody begins a line with a mark
    bare = not line.blank and text[-1:] in "-/" and text[-2:-1].isalnum()
    need = after.lead if bare and text[-1] == "-" else after.lead + line.space
    if free_width(line, edges) >= need + _SLACK:
        return "\n"
    if not line.blank:
        missing = habit.missing(line, edges)
        if bare:
            return "" if missing or habit.slashes or text[-1] == "-" else _after_slash(line, after)
        if _broken_word(line, after, edges) or _broken_address(line, after):
            return ""
        if missing:
            return "\n"
    return "\n" if _starts_item(line, after, habit, items) else " "


def _starts_item(line: Line, after: Line, habit: Habit, items: bool | None) -> bool:
    """The next line opens a list item, though the line above is full: a dash, or a number after a full stop."""
    if (line.blank and habit.tells) or not _is_labelled(after):
        return False
    if _is_dashed(after):
        if after.text[2:].lstrip()[:1].islower() and line.text[-1:] not in _ENDS:
            return False  # "kinh tế" / "- xã hội"
        if items is not None:
            return items
        return line.text[-1:] in _ENDS and not (line.slack > 1 and habit.stretched < 2)
    if line.slack > 1 and habit.stretched < 2:
        return False  # the last line of a paragraph is not stretched
    return line.text[-1:] in _ENDS


def _after_slash(line: Line, after: Line) -> str:
    """Without room for a blank behind "Nhiệm vụ/" nobody can tell; Word breaks there only if there is a blank."""
    last = re.split(r"[\s/]", line.text[:-1])[-1]
    return " " if is_syllable(last) and is_syllable(re.split(r"[\s/]", after.text)[0].rstrip(_ENDS)) else ""


def _broken_word(line: Line, after: Line, edges: Edges) -> bool:
    """One word, wider than its cell, broken inside ("202" / "6", "ST" / "T"): not one more letter had room.

    ReportLab breaks it behind other words, too: "ngày 2" / "6/11/2024", "ngày 17" / "/07/2024".
    """
    upper, lower = line.text.rsplit(" ", 1)[-1], after.text.split(" ", 1)[0].rstrip(_ENDS)
    if upper[-1].isdigit() and _CUT_NUMBER.match(after.text):
        return True
    if line.words > 1 and (len(upper) + len(lower)) * line.letter < edges[1] - edges[0]:
        return False
    if line.words == 1 and after.text[0] in ",;.)":
        return True
    if free_width(line, edges) > after.head + _SLACK or not lower or upper[-1] in _ENDS:
        return False
    if upper[-1].isdigit() and lower[0].isdigit():
        return True
    if upper[-1].isupper() != lower[0].isupper() or not (upper[-1] + lower[0]).isalpha():
        return False
    foreign = not is_syllable(upper)
    return is_syllable(upper + lower) or (foreign and (_is_scrap(lower) or not is_syllable(lower)))


def _is_scrap(word: str) -> bool:
    """The end of a foreign name rather than a word, though it may be one ("MobiFon" / "e")."""
    return len(word) <= 2 and word.isascii()


def _broken_address(line: Line, after: Line) -> bool:
    """A web or mail address goes on in the next line: what follows is no word, or holds signs of an address."""
    if _SIGNS.isdisjoint(line.text.rsplit(" ", 1)[-1]):
        return False
    head = after.text.split(" ", 1)[0].rstrip(_ENDS)
    if _ADDRESS.search(line.text):
        return not is_syllable(head) or line.text[-1] in "/@:"
    if _HOST.search(line.text) is None:
        return False
    ended = line.text[-1] == "." and head.islower() and not is_syllable(head)  # "gov." / "vn"
    return ended or _HOST_GOES_ON.match(after.text) is not None
