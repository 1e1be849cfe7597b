"""Measures through the years as one HTML page: no network, no script, always the same bytes. In: Years. Out: bytes."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING

from ..rulebook import RuleBook
from .page import digest
from .page_rows import element
from .years import Years
from .years_rows import TITLE, Grid, YearCell, lay_out

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def dump(years: Years, book: RuleBook) -> bytes:
    """The page, UTF-8."""
    from lxml import etree

    grid = lay_out(years, book)
    style = files(__package__).joinpath("page.css").read_text("utf-8")
    page = element("html", element("head", *_head(grid, style)), element("body", *_body(grid)), lang="vi")
    text = etree.tostring(page, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return f"{text}\n".encode()


def _head(grid: Grid, style: str) -> Iterator[Element]:
    policy = f"default-src 'none'; style-src {digest(style)}; base-uri 'none'; form-action 'none'"
    yield element("meta", charset="utf-8")
    yield element("meta", name="viewport", content="width=device-width, initial-scale=1")
    yield element("meta", http_equiv="Content-Security-Policy", content=policy)
    yield element("title", f"{TITLE.capitalize()}: {', '.join(name for name, _, _ in grid.plans)}")
    yield element("style", style)


def _body(grid: Grid) -> Iterator[Element]:
    yield element("h1", TITLE)
    heads = ("Kế hoạch", "Tệp", "Số nhiệm vụ")
    yield element(
        "table",
        element("thead", element("tr", *(element("th", head, scope="col") for head in heads))),
        element("tbody", *(
            element("tr", element("th", name, scope="row"), element("td", file), element("td", str(count)))
            for name, file, count in grid.plans
        )),
        class_="head",
    )  # fmt: skip
    yield element("p", element("b", "Tóm tắt: "), grid.tally, class_="tally")
    names = ("TT", "Nhiệm vụ", *(name for name, _, _ in grid.plans))
    yield element(
        "table",
        element("thead", element("tr", *(element("th", name, scope="col") for name in names))),
        element("tbody", *(_row(n, content, cells, grid) for n, (content, cells) in enumerate(grid.rows, start=1))),
        class_="pairs years",
    )


def _row(number: int, content: str, cells: tuple[YearCell, ...], grid: Grid) -> Element:
    return element(
        "tr",
        element("td", str(number), data_side="TT"),
        element("td", element("p", content, class_="words"), data_side="Nhiệm vụ"),
        *(element("td", *_cell(cell), data_side=name) for cell, (name, _, _) in zip(cells, grid.plans, strict=True)),
    )


def _cell(cell: YearCell) -> Iterator[Element]:
    yield element("p", cell.what, class_="kinds")
    if cell.note:
        yield element("ul", element("li", cell.note), class_="notes")
    parts = [element("div", element("dt", label), element("dd", words)) for label, words in cell.said]
    if parts:
        yield element("dl", *parts)
