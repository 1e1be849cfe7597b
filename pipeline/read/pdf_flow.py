"""Lines outside the tables to paragraphs. In: pages as read, running lines gone. Out: paragraphs in reading order.

Two blocks side by side (head of a decree, signature) come out one after the other, line by line: left, then right.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ..document import Paragraph
from ..text import clean
from .pdf_lines import LABEL, Habit, free_width, glue
from .pdf_text import Line

_INDENT = 6.0  # points: a line that starts so far right of the one before starts a paragraph
_PITCH = 4.0  # letters: lines farther apart belong to two paragraphs
_LEAP = 1.4  # of the widest pitch of two blocks side by side: a line farther below stands under them


@dataclass(frozen=True, slots=True)
class Column:
    """The text column of a page: its edges."""

    left: float
    right: float


def text_column(rows: list[list[Line]], width: float) -> Column:
    """The edges of the running text, from lines wider than half the page; margins of the decree if there are none."""
    wide = [row[0] for row in rows if len(row) == 1 and row[0].x1 - row[0].x0 > width / 2]
    if not wide:
        return Column(min((r[0].x0 for r in rows), default=85.0), width - 50.0)
    return Column(min(line.x0 for line in wide), max(line.x1 for line in wide))


def paragraphs(rows: list[list[Line]], column: Column, width: float, page: int, habit: Habit) -> list[Paragraph]:
    """The paragraphs of lines that follow each other on one page."""
    out: list[Paragraph] = []
    flow: list[Line] = []
    for block in _blocks(rows, width):
        if len(block) == 1:
            flow.extend(block[0])
            continue
        out += _joined(flow, column, page, habit)
        flow = []
        for side in block:
            out += _side(side, page)
    return out + _joined(flow, column, page, habit)


def _blocks(rows: list[list[Line]], width: float) -> list[list[list[Line]]]:
    """Runs of rows: [lines] where text runs over the page, [left lines, right lines] where two blocks stand."""
    blocks: list[list[list[Line]]] = []
    gutter: tuple[float, float] | None = None
    pitch = base = 0.0  # the widest so far in two blocks side by side; of the row before
    for row in rows:
        step, base = row[0].base - base, row[0].base
        below = len(row) == 1 and 0 < _LEAP * pitch < step
        narrowed = None if below else _narrow(gutter, row, width)
        pitch = max(pitch, step) if narrowed else 0.0
        if narrowed is None and len(row) > 1:
            narrowed = (row[0].x1, row[1].x0)
            blocks.append([[], []])
        if narrowed is None:
            blocks.append([[row[0]]])
        else:
            for line in row:
                blocks[-1][line.x0 >= narrowed[1] - 1].append(line)
        gutter = narrowed
    return blocks


def _narrow(gutter: tuple[float, float] | None, row: list[Line], width: float) -> tuple[float, float] | None:
    """The gutter between two blocks after one more row, None where the row does not respect it."""
    if gutter is None:
        return None
    if len(row) == 1 and abs(row[0].x0 + row[0].x1 - width) < 30 and row[0].x0 > gutter[0]:
        return None  # centred on the page: a title below the head
    left, right = gutter
    for line in row:
        if line.x0 >= right - _INDENT or line.x0 > left:
            right = min(right, line.x0)
        else:
            left = max(left, line.x1)
    return (left, right) if left < right else None


def _side(lines: list[Line], page: int) -> list[Paragraph]:
    """One block: a paragraph a line; a line that goes on in small letters where the one above stops is joined."""
    out: list[Paragraph] = []
    base = -1e9
    for line in lines:
        text = clean(line.text)
        level, base = abs(line.base - base) < line.letter / 2, line.base
        if out and (level or _goes_on(out[-1].text, text)):  # level: "Số:" and "/KH-UBND" round a hole for the number
            out[-1] = Paragraph(f"{out[-1].text} {text}", page, out[-1].bold, out[-1].italic)
        elif text:
            out.append(Paragraph(text, page, line.bold, line.italic))
    return out


def _goes_on(above: str, text: str) -> bool:
    return text[:1].islower() and above[-1:] not in ".;:/" and not LABEL.match(text)


def _joined(lines: list[Line], column: Column, page: int, habit: Habit) -> list[Paragraph]:
    out: list[Paragraph] = []
    group: list[Line] = []
    for line in lines:
        if group and _breaks(group[-1], line, column, habit):
            out.append(_paragraph(group, column, page, habit))
            group = []
        group.append(line)
    return [*out, _paragraph(group, column, page, habit)] if group else out


def _breaks(line: Line, after: Line, column: Column, habit: Habit) -> bool:
    """A new paragraph begins with `after`."""
    if after.base - line.base > _PITCH * max(line.letter, after.letter) or line.bold != after.bold:
        return True
    centred = _centred(line, column) and _centred(after, column)
    if not centred and after.x0 - line.x0 > _INDENT and not LABEL.match(line.text):
        return True
    return glue(line, after, (column.left, column.right), habit) == "\n"


def _paragraph(group: list[Line], column: Column, page: int, habit: Habit) -> Paragraph:
    text = group[0].text
    for line, after in pairwise(group):
        text += glue(line, after, (column.left, column.right), habit).replace("\n", " ") + after.text
    first = group[0]
    return Paragraph(clean(text), page, first.bold, first.italic, all(_centred(line, column) for line in group))


def _centred(line: Line, column: Column) -> bool:
    before, behind = line.x0 - column.left, column.right - line.x1
    return before > 2 * line.letter and abs(before - behind) <= 6 and free_width(line, (column.left, column.right)) > 12
