"""What a reader hands on, and what the table stage makes of it.

In: nothing (plain records). Out: `Document` from a reader, `PlanTable` from the table stage.
After the reader nobody knows whether the document was Word or PDF, and nobody parses a file again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .model import Fragment, Level, Role
from .model import Rows as RowCount
from .model import Section as SectionHead
from .model import Unplaced as Stray

__all__ = [
    "Block", "Cell", "Column", "Crop", "Document", "FieldReading", "Grid", "Notice", "Orientation", "Paragraph",
    "PlanRow", "PlanTable", "RowCell", "RowCount", "RowKind", "SectionHead", "Stray", "Verdict",
]  # fmt: skip

Orientation = Literal["portrait", "landscape"]
RowKind = Literal["task", "section", "header", "continuation", "index", "total_row", "note"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it stands in the file; a merged cell is ONE Cell with its spans, at its top-left position.

    text: clean NFC text; "\\n" is a line or paragraph break the writer made, soft wraps of a PDF are gone.
    room: PDF only, free width in points after the last line; lead: width of the first word and a space.
    With both, the stitcher knows whether a break at a page end was the writer's (room of the upper part
    >= lead of the lower part) or the page's.
    ended: PDF only, the file itself shows whether the writer broke the text behind the last line; None: it does not.
    """

    row: int
    column: int
    text: str = ""
    rowspan: int = 1
    colspan: int = 1
    fragment: Fragment | None = None
    bold: bool = False
    room: float | None = None
    lead: float | None = None
    ended: bool | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of a Word file, or one ruled grid on one page of a PDF.

    cells: in reading order; each grid position is covered by at most one cell.
    edges: columns + 1 positions in points, from the left of the page (PDF) or of the table (Word).
    header_rows: rows the file itself marks as repeated header (Word), else 0.
    bordered: visible rules; head and signature tables of Word files mostly have none.
    open_top / open_bottom: PDF, the row at that end lacks its closing rule: it is cut by the page.
    spare: PDF, so many more lines would have had room below it on its page; a row cut by the page leaves one or two.
    """

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    edges: tuple[float, ...] = ()
    page: int | None = None
    orientation: Orientation = "portrait"
    header_rows: int = 0
    bordered: bool = True
    open_top: bool = False
    open_bottom: bool = False
    strays: tuple[Stray, ...] = ()
    spare: float | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph outside the tables. Page numbers, running headers and footers are no paragraphs.

    footnote: a note at the foot of a page, mark included; what stands before it goes on on the next page.
    """

    text: str
    page: int | None = None
    bold: bool = False
    italic: bool = False
    centered: bool = False
    footnote: bool = False


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader repaired, left out or could not read; becomes a finding. `message` is Vietnamese.

    row: ordinal of the row of its table it is about; the finding names its task then.
    """

    code: str
    message: str
    quote: str | None = None
    page: int | None = None
    level: Level = "info"
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Crop:
    """A piece of a scanned page for a person to look at: file name and PNG."""

    name: str
    png: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read. `blocks` in reading order; two grids next to each other have nothing between them."""

    name: str
    sha256: str
    format: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    ocr: bool = False
    notices: tuple[Notice, ...] = ()
    crops: tuple[Crop, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A logical column. header: label as printed ("parent / child" under a two-row header).

    alternatives: what it might be as well. reason: which rule of columns.toml read it, on what words.
    unit: its cells ("%", "hộ") are the units of the numbers in the target columns.
    """

    index: int
    role: Role
    header: str
    alternatives: tuple[Role, ...] = ()
    reason: str = ""
    unit: bool = False


@dataclass(frozen=True, slots=True)
class RowCell:
    """The text of one column in one logical row. inherited: it stands in a row above (merged or ditto).

    mark: the ditto mark as printed ("nt"), where the text was taken from the row above because of it.
    """

    column: int
    text: str
    inherited: bool = False
    fragments: tuple[Fragment, ...] = ()
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One logical row of the body, page breaks healed.

    ordinal: 1-based among the logical body rows of its table (headers and index rows not counted), the same
    for Word and PDF. number: the row's label, normalised ("2." -> "2"), null if it has none.
    sections: outermost first. cells: one for every column. parts: physical rows it was joined from (>= 1).
    """

    ordinal: int
    kind: RowKind
    number: str | None
    sections: tuple[SectionHead, ...]
    cells: tuple[RowCell, ...]
    raw_number: str | None = None
    parts: int = 1
    is_parent: bool = False


@dataclass(frozen=True, slots=True)
class PlanTable:
    """One plan table, over all its pages.

    annex: heading of the annex it stands in ("PHỤ LỤC I ..."), null if none.
    blocks: indices into Document.blocks of the grids it was made of.
    characters: non-white characters of the source grids, merged cells once, strays included.
    placed: those that stand in a row, header, index, total or note. unplaced: the rest, each named.
    furniture: heading and index rows of every page as printed, ordinal 0; they are no rows of the body.
    """

    id: str
    columns: tuple[Column, ...]
    rows: tuple[PlanRow, ...]
    counts: RowCount
    characters: int
    placed: int
    unplaced: tuple[Stray, ...] = ()
    annex: str | None = None
    pages: tuple[int, ...] | None = None
    orientation: Orientation = "portrait"
    blocks: tuple[int, ...] = ()
    notices: tuple[Notice, ...] = ()
    furniture: tuple[PlanRow, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldReading:
    """How one cell was read, for a person: steps are (text read, rule that fired, value in words)."""

    role: Role
    header: str
    text: str
    steps: tuple[tuple[str, str, str], ...] = ()
    leftover: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one grid is a plan table, and why. block: its index in Document.blocks; reason: Vietnamese."""

    block: int
    accepted: bool
    reason: str
    columns: tuple[Column, ...] = ()
    score: float | None = None
