"""Pieces of a Word document in the house style: runs, paragraphs, ruled tables. In: texts. Out: XML elements, bytes.

python-docx makes the package; tables are written as XML, since filling thousands of its cells one by one is slow.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

FONT = "Times New Roman"
SIZE, TABLE_SIZE = 13, 12  # points
PAGE = (297, 210)  # mm
MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}
WIDTH = PAGE[0] - MARGINS["left"] - MARGINS["right"]
_TWIPS = 56.7  # in a millimetre
_STAMP = (1980, 1, 1, 0, 0, 0)
_WHOLE_ROW = 700  # characters of a cell up to which a row stays on one page


@dataclass(frozen=True, slots=True)
class Run:
    """A text in one dress; dress: any of b (bold), i (italic), u (underlined), strike."""

    text: str
    dress: tuple[str, ...] = ()


Paragraph = Sequence[Run]
Cell = Sequence[Paragraph]


def element(tag: str, *children: Any, **attributes: str) -> Any:
    """A "w:" element with its attributes and children."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made


def paragraph(runs: Paragraph, *, style: str = "", align: str = "", keep: bool = False) -> Any:
    """keep: it stays on the page of what follows."""
    about = [element("pStyle", val=style)] if style else []
    about += [element("keepNext")] if keep else []
    about += [element("jc", val=align)] if align else []
    return element("p", *([element("pPr", *about)] if about else []), *(_run(run) for run in runs if run.text))


def _run(run: Run) -> Any:
    dress = [element(name, val="single") if name == "u" else element(name) for name in run.dress]
    made = element("r", *([element("rPr", *dress)] if dress else []))
    for n, line in enumerate(run.text.split("\n")):
        if n:
            made.append(element("br"))
        text = element("t")
        text.text = line
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(text)
    return made


def table(widths: Sequence[float], head: Sequence[str], rows: Iterable[Any]) -> Any:
    """widths in mm; head repeats on every page; rows as `row` and `band` make them."""
    twips = [str(round(width * _TWIPS)) for width in widths]
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    about = element(
        "tblPr",
        element("tblW", w=str(sum(map(int, twips))), type="dxa"),
        element("tblBorders", *(element(side, val="single", sz="4", space="0", color="auto") for side in sides)),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *(element(side, w="85", type="dxa") for side in ("left", "right"))),
    )
    top = [row(widths, [[[Run(name, ("b",))]] for name in head], head=True)] if head else []
    return element("tbl", about, element("tblGrid", *(element("gridCol", w=w) for w in twips)), *top, *rows)


def row(widths: Sequence[float], cells: Sequence[Cell], *, head: bool = False, centred: Sequence[int] = ()) -> Any:
    """centred: which columns are set in the middle."""
    longest = max(sum(len(run.text) for each in cell for run in each) for cell in cells)
    about = [element("cantSplit")] if longest <= _WHOLE_ROW else []
    about += [element("tblHeader")] if head else []
    made = [
        _cell(width, cell, "center" if head or n in centred else "", shaded=head)
        for n, (width, cell) in enumerate(zip(widths, cells, strict=True))
    ]
    return element("tr", element("trPr", *about), *made)


def band(widths: Sequence[float], text: str) -> Any:
    """A row of one cell over the whole width, on the page of the row after it."""
    cell = _cell(sum(widths), [[Run(text, ("b",))]], "", span=len(widths), keep=True)
    return element("tr", element("trPr", element("cantSplit")), cell)


def _cell(width: float, cell: Cell, align: str, *, span: int = 1, shaded: bool = False, keep: bool = False) -> Any:
    about = [element("tcW", w=str(round(width * _TWIPS)), type="dxa")]
    about += [element("gridSpan", val=str(span))] if span > 1 else []
    about += [element("shd", val="clear", color="auto", fill="E7E6E6")] if shaded else []
    about += [element("vAlign", val="center")] if shaded else []
    paragraphs = [paragraph(runs, style="Bang", align=align, keep=keep) for runs in cell or [[]]]
    return element("tc", element("tcPr", *about), *paragraphs)


def new_document(title: str) -> Any:
    """An empty document: A4 landscape, the margins of the decree, page number in the middle above from page two."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt

    document = docx.Document()
    for name, value in (("author", ""), ("last_modified_by", ""), ("comments", ""), ("title", title)):
        setattr(document.core_properties, name, value)
    _dress(document.styles["Normal"], SIZE, 3)
    table_style = document.styles.add_style("Bang", WD_STYLE_TYPE.PARAGRAPH)
    table_style.base_style = document.styles["Normal"]
    table_style.font.size, table_style.paragraph_format.space_after = Pt(TABLE_SIZE), Pt(1)
    heading = document.styles.add_style("DeMuc", WD_STYLE_TYPE.PARAGRAPH)
    heading.base_style = document.styles["Normal"]
    heading.paragraph_format.space_before = Pt(12)
    last = document.styles.add_style("Cuoi", WD_STYLE_TYPE.PARAGRAPH)  # a table must not be the last: Word wants a line
    last.font.size, last.paragraph_format.line_spacing = Pt(1), Pt(1)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    for side, wide in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(wide))
    section.header_distance, section.different_first_page_header_footer = Mm(10), True
    _page_number(section.header.paragraphs[0])
    return document


def _dress(style: Any, size: int, after: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size = FONT, Pt(size)
    for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        style.element.rPr.rFonts.attrib.pop(qn(f"w:{script}"), None)
    for script in ("eastAsia", "cs"):
        style.element.rPr.rFonts.set(qn(f"w:{script}"), FONT)
    style.element.rPr.append(element("lang", val="vi-VN"))
    style.paragraph_format.space_after, style.paragraph_format.space_before = Pt(after), Pt(0)
    style.paragraph_format.line_spacing = 1.0


def _page_number(where: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    where.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number = element("fldSimple", _run(Run("1")), instr=" PAGE ")
    where._p.append(number)


def saved(document: Any) -> bytes:
    """The file; its entries bear no time, so that the same document gives the same bytes."""
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            again = zipfile.ZipInfo(entry.filename, _STAMP)
            again.external_attr = entry.external_attr
            new.writestr(again, old.read(entry.filename), zipfile.ZIP_DEFLATED)
    return out.getvalue()
