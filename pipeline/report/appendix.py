"""What the appendix of a comparison says in Word and in Excel alike. In: Sheet. Out: texts and groups of lines.

The appendix goes to leaders with a letter: its number and day are left to be written in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..comparison import Compared
from .changes import Labels
from .halves import Half
from .marking import Piece
from .paired import Line, Sheet

TITLE = "PHỤ LỤC SO SÁNH"
WITH = "(Kèm theo Văn bản số ......./....... ngày ...../...../20..... của .................................)"
MARKS = "Chữ đậm gạch chân: mới hoặc đã sửa; chữ gạch ngang: đã bỏ hoặc bị thay."
NONE = "Không có"


def subtitle(sheet: Sheet) -> str:
    """Which document with which."""
    old, new = next((old, new) for what, old, new in sheet.head if what == "Văn bản")
    return f"Nhiệm vụ của {new} so với {old}"


def by_section(sheet: Sheet, lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """The lines of each section, sections in the order in which they come."""
    for section in sheet.sections:
        own = [line for line in lines if line.section == section]
        if own:
            yield section, own


def counted(compared: Compared, labels: Labels) -> list[tuple[str, int]]:
    """How many changes carry each code worth telling, by its name, in the order of attention."""
    counts = {str(code): count for code, count in compared.diff.summary.codes.items()}
    order = [*labels.rules, *(code for code in counts if code not in labels.rules)]
    shown = (code for code in order if not labels.hidden(code) or code == "carried_unchanged")
    return [(labels.name(code), counts[code]) for code in shown if counts.get(code)]


def kinds(line: Line, labels: Labels) -> str:
    """The names of its codes; those of an unchanged measure that it is so."""
    codes = line.codes or [code for code in line.quiet if code == "carried_unchanged"] or line.quiet
    return "; ".join(map(labels.name, codes))


def blocks(half: Half) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """What one task says: its content, then each labelled part."""
    yield "", half.content
    for part in half.parts:
        yield f"{part.label}: ", part.pieces


def spot(half: Half) -> str:
    """ "I.1.4 (trang 3)"."""
    where = f"({half.where})" if half.where else ""
    return f"{half.place} {where}".strip()
