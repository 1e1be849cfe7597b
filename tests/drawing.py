"""Tables drawn as text, for tests: `draw` makes Grids of them, `document` a Document.

    STT | Nội dung | Thời gian | Chủ trì
    1   | A        | Quý I     | Sở X
    ^   | B        | Quý II    | ^          merged with the cell above
    I. Phần chung  | <         | <  | <     merged with the cell at its left
    ---                                     the page ends here (a grid a page, or with word=True a table a page)

A literal \\n in a cell is a line break, * at its start makes it bold. A cell merged upward on the first row of a page
is an empty cell there, as a PDF shows the rest of a merged cell; the ^ below it belong to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Block, Cell, Document, Grid, Paragraph
from pipeline.model import PageFragment, WordFragment


def draw(text: str, word: bool = False, edges: Sequence[float] | None = None, first_page: int = 1) -> list[Grid]:
    """The grids of a drawing, one a page."""
    pages: list[list[list[str]]] = [[]]
    for line in text.strip("\n").split("\n"):
        if line.strip() == "---":
            pages.append([])
        elif line.strip():
            pages[-1].append([cell.strip() for cell in line.split("|")])
    return [grid(rows, None if word else first_page + n, n + 1, edges) for n, rows in enumerate(pages)]


def grid(
    rows: Sequence[Sequence[str]], page: int | None = 1, table: int = 1, edges: Sequence[float] | None = None
) -> Grid:
    """One grid of rows of cells, `<` and `^` merged."""
    columns = max(map(len, rows))
    table_rows = [[*row, *[""] * (columns - len(row))] for row in rows]
    cells = [
        _cell(table_rows, r, c, page, table)
        for r in range(len(table_rows))
        for c in range(columns)
        if table_rows[r][c] != "<" and not _covered(table_rows, r, c)
    ]
    places = tuple(edges) if edges else tuple(50.0 + 100.0 * i for i in range(columns + 1))
    return Grid(len(table_rows), columns, tuple(cells), places, page)


def _covered(rows: Sequence[Sequence[str]], row: int, column: int) -> bool:
    return row > 0 and rows[row][column] == "^"


def _cell(rows: Sequence[Sequence[str]], row: int, column: int, page: int | None, table: int) -> Cell:
    colspan = rowspan = 1
    while column + colspan < len(rows[row]) and rows[row][column + colspan] == "<":
        colspan += 1
    while row + rowspan < len(rows) and rows[row + rowspan][column] == "^":
        rowspan += 1
    text = rows[row][column]
    bold = text.startswith("*") and text[1:2] not in ("", " ")
    text = text[1:] if bold else text
    if text.startswith("^"):
        text = ""
    box = (50.0 + 100 * column, 50.0 + 20 * row, 50.0 + 100 * (column + colspan), 50.0 + 20 * (row + rowspan))
    fragment = PageFragment(page, box) if page else WordFragment(table, row + 1, column + 1)
    return Cell(row, column, text.replace("\\n", "\n"), rowspan, colspan, fragment, bold)


def document(*blocks: Block | str | Sequence[Block], name: str = "thu.docx") -> Document:
    """A document of blocks; a string is a paragraph, `# ` at its start makes it bold and centred."""
    flat: list[Block] = []
    for block in blocks:
        if isinstance(block, str):
            title = block.startswith("# ")
            flat.append(Paragraph(block.removeprefix("# "), bold=title, centered=title))
        elif isinstance(block, Paragraph | Grid):
            flat.append(block)
        else:
            flat += block
    return Document(name, "0" * 64, name.rsplit(".", 1)[-1], tuple(flat))


def drawn(text: str) -> Document:
    """A Word document drawn whole: lines with | are rows of tables, an empty line parts tables, the rest paragraphs."""
    blocks: list[Block | str] = []
    rows: list[list[str]] = []
    for line in [*text.strip("\n").split("\n"), ""]:
        if "|" in line:
            rows.append([cell.strip() for cell in line.split("|")])
            continue
        if rows:
            number = sum(isinstance(b, Grid) for b in blocks) + 1
            blocks.append(grid(rows, None, number))
            rows = []
        if line.strip():
            blocks.append(line)
    return document(*blocks)
