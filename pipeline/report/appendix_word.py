"""The appendix of a comparison as a Word file (DOMAIN 8.2). In: Compared. Out: bytes.

Counts on top, what changed in the documents, then the table by sections: old, new, what changed. What was carried over
unchanged is a list of its own at the end. Every change of the record stands in exactly one row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, zip_longest
from typing import Any

from ..comparison import Compared
from ..rulebook import RuleBook
from .appendix import MARKS, NONE, TITLE, WITH, blocks, by_section, counted, kinds, spot, subtitle
from .changes import Labels, tally
from .halves import Half
from .paired import Line, Sheet, lay_out
from .word_parts import WIDTH, Cell, Run, band, new_document, paragraph, row, saved, table

_PAIRS = (12, 86, 86, WIDTH - 184)
_SAME = (12, 26, 26, 96, 42, WIDTH - 202)
_HEAD = (42, (WIDTH - 42) / 2, (WIDTH - 42) / 2)
_COUNTS = (46, 17) * 4
_ROMAN = ("I", "II", "III", "IV", "V")
_DRESS = ({"changed": ("strike",)}, {"changed": ("b", "u")})


def dump(compared: Compared, book: RuleBook) -> bytes:
    """The document."""
    labels, sheet = Labels(book), lay_out(compared, book)
    document = new_document(f"{TITLE}: {subtitle(sheet)}")
    body = document.element.body
    for made in _body(sheet, compared, labels):
        body.insert(len(body) - 1, made)  # the last child says how the page is
    return saved(document)


def _body(sheet: Sheet, compared: Compared, labels: Labels) -> Iterator[Any]:
    yield paragraph([Run(TITLE, ("b",))], align="center")
    yield paragraph([Run(subtitle(sheet), ("b",))], align="center")
    yield paragraph([Run(WITH, ("i",))], align="center")
    numbers = iter(_ROMAN)

    def heading(text: str) -> Any:
        return paragraph([Run(f"{next(numbers)}. {text}", ("b",))], style="DeMuc", keep=True)

    yield heading("TỔNG HỢP")
    yield from _summary(sheet, compared, labels)
    if sheet.messages:
        yield heading("THAY ĐỔI CỦA VĂN BẢN")
        yield from (paragraph([Run(f"- {message}")]) for message in sheet.messages)
    if sheet.findings:
        yield heading("NỘI DUNG CẦN XEM LẠI")
        yield from (paragraph([Run(f"- {message}")]) for message in sheet.findings)
    told = [line for line in sheet.lines if line.codes]
    if told:
        yield heading("SO SÁNH TỪNG NHIỆM VỤ")
        yield paragraph([Run(MARKS, ("i",))], keep=True)
        yield table(_PAIRS, ("TT", *sheet.sides, "Thay đổi"), _rows(sheet, told, labels))
    same = [line for line in sheet.lines if not line.codes]
    if same:
        yield heading("NHIỆM VỤ GIỮ NGUYÊN")
        yield _unchanged(sheet, same)
    yield paragraph([], style="Cuoi")


def _summary(sheet: Sheet, compared: Compared, labels: Labels) -> Iterator[Any]:
    head = [
        row(_HEAD, [[[Run(what, ("b",))]], *([[Run(text or "không ghi")]] for text in both)])
        for what, *both in sheet.head
    ]
    yield table(_HEAD, ("", *sheet.sides), head)
    yield paragraph([])
    yield paragraph([Run("Tóm tắt: ", ("b",)), Run(tally(compared))], keep=True)
    counts = counted(compared, labels)
    if counts:
        lines = zip_longest(*[iter(counts)] * 4, fillvalue=("", 0))
        rows = [
            row(_COUNTS, [[[Run(text)]] for name, n in line for text in (name, str(n or ""))], centred=(1, 3, 5, 7))
            for line in lines
        ]
        yield table(_COUNTS, ("Loại thay đổi", "Số") * 4, rows)


def _rows(sheet: Sheet, lines: Sequence[Line], labels: Labels) -> Iterator[Any]:
    number = count(1)
    for section, own in by_section(sheet, lines):
        yield band(_PAIRS, section)
        for line in own:
            cells = [[[Run(str(next(number)))]], _side(line.old, 0), _side(line.new, 1), _told(line, labels)]
            yield row(_PAIRS, cells, centred=(0,))


def _side(halves: Sequence[Half], side: int) -> Cell:
    made: list[list[Run]] = []
    for half in halves:
        if spot(half):
            made.append([Run(spot(half), ("b",))])
        for label, pieces in blocks(half):
            made.append([Run(label, ("i",)), *(Run(p.text, _DRESS[side].get(p.mark, ())) for p in pieces)])
    return made or [[Run(NONE, ("i",))]]


def _told(line: Line, labels: Labels) -> Cell:
    notes = [[Run(note, ("b", "i"))] for note in line.notes]
    return [[Run(kinds(line, labels), ("b",))], *notes, *([Run(f"- {reason}")] for reason in line.told)]


def _unchanged(sheet: Sheet, lines: Sequence[Line]) -> Any:
    heads = ("TT", *(f"STT {side[:1].lower()}{side[1:]}" for side in sheet.sides), "Nội dung", "Thời hạn", "Chủ trì")
    rows = []
    for number, line in enumerate(lines, start=1):
        columns = (
            [str(number)],
            [half.place for half in line.old],
            [half.place for half in line.new],
            ["".join(p.text for p in half.content) for half in line.new],
            [_limit(half) for half in line.new],
            [half.lead or "không ghi" for half in line.new],
        )
        rows.append(row(_SAME, [[[Run(text)] for text in column] for column in columns], centred=(0, 1, 2)))
    return table(_SAME, heads, rows)


def _limit(half: Half) -> str:
    return next(("".join(p.text for p in part.pieces) for part in half.parts if part.label == "Thời hạn"), "không ghi")
