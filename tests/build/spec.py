"""The plain description of a document, and its reader.

In: a TOML file (samples/sources) or plain values. Out: `Description`, and `Layout`, the ways one description can be
set in Word. It does not write files and knows nothing of the program under test.

A table is rows of cells; "<" is a cell merged with the one at its left, "^" one merged with the cell above.
A paragraph of a body opens with "# " (bold heading), "= " (the same, centred) or "_ " (italic basis); without a mark
it is plain text.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Row = tuple[str, ...]
LEFT, UP = "<", "^"
MARKS = ("# ", "= ", "_ ")


@dataclass(frozen=True)
class Head:
    """What stands above the title. number: whole, "17/KH-SKHCĐS"; date: as printed after the place."""

    issuer: str
    parent: str = ""
    number: str = ""
    place: str = ""
    date: str = ""


@dataclass(frozen=True)
class Annex:
    """An annex after the signature: its headings, one table, and lines under the table."""

    rows: tuple[Row, ...]
    heading: str = ""
    title: str = ""
    note: str = ""
    widths: tuple[float, ...] = ()
    orientation: Literal["portrait", "landscape"] = "portrait"
    header_rows: int = 1
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attached:
    """A plan with its own title behind a decision: "(Ban hành kèm theo Quyết định số ...)"."""

    type: str
    subject: str
    note: str
    body: tuple[str, ...] = ()


@dataclass(frozen=True)
class Description:
    """One document. sign: lines above the name ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")."""

    type: str
    subject: str
    head: Head | None = None
    body: tuple[str, ...] = ()
    recipients_title: str = "Nơi nhận:"
    recipients: tuple[str, ...] = ()
    sign: tuple[str, ...] = ()
    signer: str = ""
    attached: Attached | None = None
    annexes: tuple[Annex, ...] = ()


@dataclass(frozen=True)
class Layout:
    """How a description is set.

    orientation: of every annex (None: its own). sections: a section row keeps its empty cells, or its title spans
    the row, or number and title together do. numbering: STT typed, or counted by Word. bullets: "- " typed, or
    Word's. breaks: lines of a cell are paragraphs, or <w:br/>. size: type size of the table in points.
    page: paper (width, height) in mm. margins: above and below the text, in mm. spacing: points before and after each
    paragraph of the table. middle: short cells stand in the middle of their rows. footer: a line under every page.
    """

    orientation: Literal["portrait", "landscape"] | None = None
    header_repeat: bool = True
    sections: Literal["cells", "title", "row"] = "cells"
    numbering: Literal["text", "auto"] = "text"
    bullets: Literal["text", "auto"] = "text"
    breaks: Literal["paragraph", "line"] = "paragraph"
    split_rows: bool = True
    size: float = 12
    body_size: float = 14
    page: tuple[float, float] = (210, 297)
    margins: tuple[float, float] = (20, 20)
    spacing: float = 2
    middle: bool = False
    footer: str = ""


def load(path: Path) -> tuple[Description, Layout]:
    """The description in a TOML file, and the layout its [layout] asks for."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    layout = Layout(**{key: _lines(value) for key, value in data.pop("layout", {}).items()})
    return describe(data), layout


def describe(data: dict[str, Any]) -> Description:
    """A description from plain values, as TOML gives them; "columns" and "rows" of an annex are put together."""
    values = {key: _lines(value) for key, value in data.items() if key not in ("head", "annex", "attached")}
    head, attached = data.get("head"), data.get("attached")
    return Description(
        **values,
        head=Head(**head) if head else None,
        attached=Attached(**{key: _lines(value) for key, value in attached.items()}) if attached else None,
        annexes=tuple(_annex(annex) for annex in data.get("annex", [])),
    )


def _annex(data: dict[str, Any]) -> Annex:
    values = {key: _lines(value) for key, value in data.items() if key != "rows"}
    rows = tuple(tuple(row) for row in data["rows"])
    assert len({len(row) for row in rows}) == 1, f"rows of different length: {[len(row) for row in rows]}"
    return Annex(rows=rows, **values)


def _lines(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def is_section(row: Row) -> bool:
    """A row with a title and nothing else: every cell after the second is empty (or merged to the left)."""
    return len(row) > 2 and row[1].strip() not in ("", LEFT, UP) and not any(cell not in ("", LEFT) for cell in row[2:])
