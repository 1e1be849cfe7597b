"""The rows of the comparison page. In: Sheet. Out: HTML elements, by the code a change is told under.

What a row is filtered by stands in its data attributes: codes, kind, section and units (by their place in the lists).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

from .changes import Labels
from .halves import Half
from .marking import Piece, Pieces
from .paired import Line, Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TAGS = ({"changed": "del", "rolled": "span"}, {"changed": "ins", "rolled": "span"})


def element(tag: str, *children: Element | str, **attributes: str) -> Element:
    """An element; class_ is class, and "_" in a name is "-". Texts are escaped when it is written."""
    from lxml import etree

    made = etree.Element(tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()})
    last: Element | None = None
    for child in children:
        if not isinstance(child, str):
            made.append(child)
            last = child
        elif last is None:
            made.text = (made.text or "") + child
        else:
            last.tail = (last.tail or "") + child
    return made


def groups(sheet: Sheet, labels: Labels) -> Iterator[Element]:
    """A body of the table for each code, in the order of attention."""
    order = [*labels.rules, *sorted({line.group for line in sheet.lines} - set(labels.rules))]
    told = [line for line in sheet.lines if line.codes]
    for code in order:
        lines = [line for line in told if line.group == code]
        if lines:
            count = element("span", str(len(lines)), data_count="")
            title = element("th", f"{labels.name(code)} (", count, ")", colspan="3", scope="rowgroup")
            rows = (_row(line, sheet, labels) for line in lines)
            yield element("tbody", element("tr", title, class_="group"), *rows, data_group=code)


def unchanged(sheet: Sheet, labels: Labels) -> Iterator[Element]:
    """What was carried over, folded away."""
    lines = [line for line in sheet.lines if not line.codes]
    if not lines:
        return
    columns = {sheet.sides[0]: "narrow", sheet.sides[1]: "narrow", "Nội dung": "wide", "Chủ trì": "middling"}
    heads = [element("th", name, scope="col", class_=kind) for name, kind in columns.items()]
    rows = [
        element(
            "tr", element("td", *_places(line.old, sheet.names[0])), element("td", *_places(line.new, sheet.names[1])),
            element("td", *(_words(half.content, 1) for half in line.new), *_listed(line.aside, "aside")),
            element("td", *(element("p", half.lead or "không ghi") for half in line.new)), **_data(line, sheet),
        )
        for line in lines
    ]  # fmt: skip
    count = element("span", str(len(lines)), data_count="")
    yield element(
        "details",
        element("summary", f"{labels.name('carried_unchanged')} (", count, ")"),
        element("table", element("thead", element("tr", *heads)), element("tbody", *rows)),
        id="giu-nguyen", class_="same",
    )  # fmt: skip


def _row(line: Line, sheet: Sheet, labels: Labels) -> Element:
    return element(
        "tr",
        element("td", *_side(line, 0, sheet), data_side=sheet.sides[0]),
        element("td", *_side(line, 1, sheet), data_side=sheet.sides[1]),
        element("td", *_told(line, labels), data_side="Thay đổi"),
        **_data(line, sheet),
    )


def _data(line: Line, sheet: Sheet) -> dict[str, str]:
    units = " ".join(str(sheet.units.index(unit)) for unit in line.units)
    data = {
        "id": line.change.measure_id,
        "data_codes": " ".join((*line.codes, *line.quiet)),
        "data_kind": line.change.kind,
        "data_section": str(sheet.sections.index(line.section)),
        "data_units": units,
    }
    return {**data, "data_check": ""} if line.notes else data


def _side(line: Line, side: int, sheet: Sheet) -> Iterator[Element]:
    halves = (line.old, line.new)[side]
    if not halves:
        yield element("p", "Không có", class_="none")
    for half in halves:
        parts = [
            element("div", element("dt", part.label), element("dd", *_marked(part.pieces, side))) for part in half.parts
        ]
        yield element(
            "div", *_places([half], sheet.names[side]), _words(half.content, side),
            *([element("dl", *parts)] if parts else []), class_="task",
        )  # fmt: skip


def _places(halves: Iterable[Half], document: str) -> Iterator[Element]:
    for half in halves:
        page = f"#page={half.page}" if half.page else ""
        link = element("a", half.where or "mở văn bản", href=f"{quote(document)}{page}", data_doc="")
        yield element("p", half.place, " " if half.place else "", link, class_="place")


def _words(pieces: Pieces, side: int) -> Element:
    return element("p", *_marked(pieces, side), class_="words")


def _marked(pieces: Pieces, side: int) -> Iterator[Element | str]:
    for piece in pieces:
        yield piece.text if piece.mark == "same" else _tagged(piece, side)


def _tagged(piece: Piece, side: int) -> Element:
    tag = _TAGS[side][piece.mark]
    return element(tag, piece.text, class_="rolled") if tag == "span" else element(tag, piece.text)


def _told(line: Line, labels: Labels) -> Iterator[Element]:
    yield element("p", "; ".join(map(labels.name, line.codes)), class_="kinds")
    yield from _listed(line.notes, "notes")
    yield from _listed(line.told, "told")
    yield from _listed(line.aside, "aside")
    if line.grounds:
        why = (
            "Vì sao coi là cùng một nhiệm vụ" if line.old and line.new else "Vì sao coi là không có nhiệm vụ tương ứng"
        )
        yield element("details", element("summary", why), *_listed(line.grounds, "grounds"), class_="why")


def _listed(texts: Iterable[str], kind: str) -> Iterator[Element]:
    items = [element("li", text) for text in texts]
    if items:
        yield element("ul", *items, class_=kind)
