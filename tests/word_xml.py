"""Word files for tests from small pieces of XML. In: body, styles, numbering as text. Out: the bytes of a .docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from pipeline.document import Grid

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MAIN = f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>
<Override PartName="/word/numbering.xml" ContentType="{_TYPE}.numbering+xml"/></Types>"""


def docx(body: str, *, styles: str = "", numbering: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A .docx with this body; styles and numbering are the content of their parts, parts any others by name."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _MAIN,
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relations({"styles": "styles.xml", "numbering": "numbering.xml"}),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>",
        **(parts or {}),
    }
    return packed(files)


def packed(files: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return stream.getvalue()


def _relations(targets: Mapping[str, str]) -> str:
    lines = (
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def r(text: str, pr: str = "") -> str:
    """A run."""
    return f'<w:r>{f"<w:rPr>{pr}</w:rPr>" if pr else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str = "", pr: str = "") -> str:
    """A paragraph; plain text becomes a run."""
    inner = content if content.startswith("<") or not content else r(content)
    return f"<w:p>{f'<w:pPr>{pr}</w:pPr>' if pr else ''}{inner}</w:p>"


def tc(content: str = "", pr: str = "") -> str:
    """A cell; plain text becomes a paragraph."""
    inner = content if content.startswith("<w:p>") or content.startswith("<w:tbl>") else p(content)
    return f"<w:tc>{f'<w:tcPr>{pr}</w:tcPr>' if pr else ''}{inner}</w:tc>"


def tr(*cells: str, pr: str = "") -> str:
    """A row; a cell given as plain text becomes a w:tc."""
    inner = "".join(c if c.startswith("<w:") and not c.startswith(("<w:p>", "<w:r>")) else tc(c) for c in cells)
    return f"<w:tr>{f'<w:trPr>{pr}</w:trPr>' if pr else ''}{inner}</w:tr>"


def tbl(*rows: str, grid: Iterable[int] = (), pr: str = "") -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr>{pr}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def level(ilvl: int, text: str, fmt: str = "decimal", start: int = 1, more: str = "") -> str:
    """A w:lvl of a list."""
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(number: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{more}{"".join(levels)}</w:abstractNum>'


def num(number: int, abstract_number: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract_number}"/>{overrides}</w:num>'


def numbered(number: int, ilvl: int = 0) -> str:
    """The w:numPr of a paragraph."""
    return f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{number}"/></w:numPr>'


def picture(grid: Grid) -> list[str]:
    """The grid as lines of text: `<` merged to the left, `^` merged upward, `.` covered by no cell."""
    shown = [["."] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                assert shown[row][column] == ".", "cells overlap"
                shown[row][column] = "^" if row > cell.row else "<" if column > cell.column else cell.text or "_"
    return [" ".join(line).replace("\n", "/") for line in shown]
