"""A ruled table as WordprocessingML.

In: rows of cells with "<" and "^" for merged ones, a layout. Out: one <w:tbl> element as text.
It writes the markup itself, row by row, because merging through python-docx is slow on long tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.sax.saxutils import escape

from .spec import LEFT, UP, Annex, Layout, Row, is_section

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TWIPS_PER_MM = 1440 / 25.4
_LEVELS = (re.compile(r"[IVX]+\.?"), re.compile(r"\d+\.?"), re.compile(r"\d+\.\d+\.?"))
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def table_xml(annex: Annex, layout: Layout, width_mm: float, lists: tuple[int, int]) -> str:
    """The table of an annex, width_mm wide. lists: the ids of Word's counting list and of its bullet list."""
    shares = annex.widths or (1.0,) * len(annex.rows[0])
    widths = [round(share * width_mm * TWIPS_PER_MM / sum(shares)) for share in shares]
    rows = [_shape(row, layout) if i >= annex.header_rows else row for i, row in enumerate(annex.rows)]
    setting = _Setting(rows, annex.header_rows, layout, widths, lists)
    body = "".join(setting.row(i) for i in range(len(rows)))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl {NS}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def _shape(row: Row, layout: Layout) -> Row:
    if layout.sections == "cells" or not is_section(row):
        return row
    if layout.sections == "title" or not row[0]:
        return (row[0], row[1], *(LEFT for _ in row[2:]))
    return (f"{row[0].rstrip('.')}. {row[1]}", *(LEFT for _ in row[1:]))


@dataclass(frozen=True)
class _Setting:
    """One table being set, row by row."""

    rows: list[Row]
    header_rows: int
    layout: Layout
    widths: list[int]
    lists: tuple[int, int]

    def row(self, i: int) -> str:
        header = i < self.header_rows
        marks = "" if self.layout.split_rows and not header else "<w:cantSplit/>"
        marks += "<w:tblHeader/>" if header and self.layout.header_repeat else ""
        cells = "".join(self._cell(i, j) for j, text in enumerate(self.rows[i]) if text != LEFT)
        return f"<w:tr><w:trPr>{marks}</w:trPr>{cells}</w:tr>"

    def _cell(self, i: int, j: int) -> str:
        row, header = self.rows[i], i < self.header_rows
        span = next((k for k in range(j + 1, len(row)) if row[k] != LEFT), len(row)) - j
        props = f'<w:tcW w:w="{sum(self.widths[j : j + span])}" w:type="dxa"/>'
        props += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        middle = header or (self.layout.middle and len(row[j]) < 60)
        props += self._vertical(i, j) + ('<w:vAlign w:val="center"/>' if middle else "")
        bold = header or is_section(row) or span == len(row)
        center = header or (j == 0 and span == 1)
        counted = j == 0 and not header and self.layout.numbering == "auto"
        content = "<w:p/>" if row[j] == UP else self._content(row[j], bold, center, counted)
        return f"<w:tc><w:tcPr>{props}</w:tcPr>{content}</w:tc>"

    def _vertical(self, i: int, j: int) -> str:
        if self.rows[i][j] == UP:
            return "<w:vMerge/>"
        return '<w:vMerge w:val="restart"/>' if i + 1 < len(self.rows) and self.rows[i + 1][j] == UP else ""

    def _content(self, text: str, bold: bool, center: bool, counted: bool) -> str:
        lines = text.split("\n")
        align = "center" if center else "both" if len(text) > 60 else "left"
        level = next((n for n, form in enumerate(_LEVELS) if form.fullmatch(text)), None)
        if counted and level is not None:
            return self._paragraph("", align, self.lists[0], level)
        if self.layout.breaks == "line":
            return self._paragraph(self._run(lines, bold), align)
        return "".join(self._line(line, bold, align) for line in lines)

    def _line(self, line: str, bold: bool, align: str) -> str:
        if self.layout.bullets == "auto" and line.startswith("- "):
            return self._paragraph(self._run([line[2:]], bold), align, self.lists[1])
        return self._paragraph(self._run([line], bold), align)

    def _run(self, lines: list[str], bold: bool) -> str:
        size = round(self.layout.size * 2)
        props = f'{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        text = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
        return f"<w:r><w:rPr>{props}</w:rPr>{text}</w:r>" if any(lines) else ""

    def _paragraph(self, run: str, align: str, number: int | None = None, level: int = 0) -> str:
        props = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number is not None else ""
        around = round(self.layout.spacing * 20)
        props += f'<w:spacing w:before="{around}" w:after="{around}" w:line="240" w:lineRule="auto"/>'
        props += '<w:ind w:left="0" w:firstLine="0"/>'
        return f'<w:p><w:pPr>{props}<w:jc w:val="{align}"/></w:pPr>{run}</w:p>'


def numbering_xml(abstract: int) -> tuple[str, str]:
    """Word's counting list (I / 1 / 1.1) and its list of dashes, as two <w:abstractNum>."""
    forms = (("upperRoman", "%1"), ("decimal", "%2"), ("decimal", "%2.%3"))
    levels = "".join(_level(i, form, text) for i, (form, text) in enumerate(forms))
    counting = _list(abstract, "multilevel", levels)
    return counting, _list(abstract + 1, "singleLevel", _level(0, "bullet", "-"))


def _list(abstract: int, kind: str, levels: str) -> str:
    head = f'<w:abstractNum {NS} w:abstractNumId="{abstract}">'
    return f'{head}<w:multiLevelType w:val="{kind}"/>{levels}</w:abstractNum>'


def _level(i: int, form: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
    )
