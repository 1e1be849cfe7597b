"""A description as a Word file in the layout of Nghị định 30/2020/NĐ-CP.

In: a `Description` and a `Layout`. Out: a .docx, the same bytes each time.
A4, margins 20/20/30/15 mm, Times New Roman; borderless head and signature tables; page number centred in the top
margin from page 2; each annex after the signature, in a section of its own.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from .grid import NS, numbering_xml, table_xml
from .spec import MARKS, Annex, Attached, Description, Layout

FONT = "Times New Roman"
STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
LEFT, RIGHT = 30, 15
_STAMP = (2024, 1, 1, 0, 0, 0)


def write_docx(what: Description, path: Path, layout: Layout | None = None) -> Path:
    """Write `what` to `path`; returns the path."""
    layout = layout or Layout()
    document = Document()
    _page_setup(document, layout)
    _head(document, what)
    _titles(document, what.type, what.subject, "")
    _body(document, what.body)
    _signature(document, what)
    if what.attached:
        _attached(document, what.attached)
    for annex in what.annexes:
        _annex(document, annex, layout)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_steady(document))
    return path


def _page_setup(document: Any, layout: Layout) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(layout.page[0]), Mm(layout.page[1])
    section.top_margin, section.bottom_margin = map(Mm, layout.margins)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(layout.body_size)
    fonts = normal.element.rPr.rFonts
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), FONT)
    normal.paragraph_format.space_after = Pt(0)
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    number._p.append(parse_xml(f'<w:fldSimple {NS} w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'))
    if layout.footer:
        section.footer.paragraphs[0].text = layout.footer


def _head(document: Any, what: Description) -> None:
    if what.head is None:
        return
    table = document.add_table(rows=2, cols=2)
    _columns(table, 74, 96)
    left, right = table.rows[0].cells
    for i, line in enumerate(filter(None, (what.head.parent, what.head.issuer))):
        _line(left, line, first=i == 0, bold=line == what.head.issuer, size=12)
    _rule(left, 22)
    _line(right, STATE[0], first=True, bold=True, size=12)
    _line(right, STATE[1], bold=True, size=13)
    _rule(right, 18)
    left, right = table.rows[1].cells
    _line(left, f"Số: {what.head.number}", first=True, size=13)
    _line(right, f"{what.head.place}, {what.head.date}", first=True, italic=True, size=13)


def _columns(table: Any, *widths: float) -> None:
    table.autofit = False
    for column, width in enumerate(widths):
        table.columns[column].width = Mm(width)
        for cell in table.columns[column].cells:
            cell.width = Mm(width)


def _line(
    cell: Any, text: str, *, first: bool = False, size: float = 13, align: Any = ALIGN.CENTER, **font: bool
) -> None:
    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.bold, run.italic = font.get("bold"), font.get("italic")


def _rule(cell: Any, indent_mm: float) -> None:
    """The short line under the issuer and under the motto."""
    paragraph = cell.add_paragraph()
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(indent_mm)
    paragraph.paragraph_format.line_spacing = Pt(4)
    border = '<w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/>'
    paragraph._p.get_or_add_pPr().insert(0, parse_xml(f"<w:pBdr {NS}>{border}</w:pBdr>"))


def _titles(document: Any, kind: str, subject: str, note: str) -> None:
    for i, text in enumerate((kind, subject, note)):
        if not text:
            continue
        paragraph = document.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        paragraph.paragraph_format.space_before = Pt(14 if i == 0 else 2)
        run = paragraph.add_run(text)
        run.bold, run.italic = text is not note, text is note
    document.paragraphs[-1].paragraph_format.space_after = Pt(10)


def _body(document: Any, body: tuple[str, ...]) -> None:
    for text in body:
        mark, plain = (text[0], text[2:]) if text[:2] in MARKS else ("", text)
        paragraph = document.add_paragraph()
        paragraph.alignment = ALIGN.CENTER if mark == "=" else ALIGN.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Mm(0 if mark == "=" else 10)
        paragraph.paragraph_format.space_after = Pt(6)
        run = paragraph.add_run(plain)
        run.bold, run.italic = mark in ("#", "="), mark == "_"


def _signature(document: Any, what: Description) -> None:
    if not (what.recipients or what.sign):
        return
    table = document.add_table(rows=1, cols=2)
    _columns(table, 85, 80)
    left, right = table.rows[0].cells
    _line(left, what.recipients_title, first=True, size=12, align=ALIGN.LEFT, bold=True, italic=True)
    for line in what.recipients:
        _line(left, line, size=11, align=ALIGN.LEFT)
    for i, line in enumerate(what.sign):
        _line(right, line, first=i == 0, size=14, bold=True)
    for _ in range(4):
        right.add_paragraph()
    _line(right, what.signer, size=14, bold=True)


def _attached(document: Any, what: Attached) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    _titles(document, what.type, what.subject, what.note)
    _body(document, what.body)


def _annex(document: Any, annex: Annex, layout: Layout) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    landscape = (layout.orientation or annex.orientation) == "landscape"
    turn = landscape and layout.page[0] < layout.page[1]
    width, height = layout.page[::-1] if turn else layout.page
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin, section.right_margin = (Mm(20), Mm(15)) if landscape else (Mm(LEFT), Mm(RIGHT))
    _titles(document, annex.heading, annex.title, annex.note)
    margins = 35 if landscape else LEFT + RIGHT
    table = parse_xml(table_xml(annex, layout, width - margins, _numbers(document)))
    document.element.body.insert(len(document.element.body) - 1, table)
    for line in annex.after or ("",):
        paragraph = document.add_paragraph(line)
        paragraph.paragraph_format.space_before = Pt(6)


def _numbers(document: Any) -> tuple[int, int]:
    """A new counting list and a new bullet list in the numbering part; their ids."""
    numbering = document.part.numbering_part.element
    abstract = 1 + max(int(each.get(qn("w:abstractNumId"))) for each in numbering.iter(qn("w:abstractNum")))
    number = 1 + max(int(each.get(qn("w:numId"))) for each in numbering.iter(qn("w:num")))
    for each in numbering_xml(abstract):
        numbering.insert(0, parse_xml(each))
    for i in range(2):
        text = f'<w:num {NS} w:numId="{number + i}"><w:abstractNumId w:val="{abstract + i}"/></w:num>'
        numbering.append(parse_xml(text))
    return number, number + 1


def _steady(document: Any) -> bytes:
    """The file with fixed dates inside and in the archive, so that remaking it changes nothing."""
    core = document.core_properties
    core.created = core.modified = datetime(*_STAMP)
    core.author = core.last_modified_by = core.comments = ""
    core.title, core.language = "", "vi-VN"
    buffer = io.BytesIO()
    document.save(buffer)
    return repack(buffer.getvalue())


def repack(data: bytes) -> bytes:
    """The same archive with fixed time stamps, entries in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
