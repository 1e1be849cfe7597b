"""One table over many pages. In: Document. Out: `Chain`s: the grids of one table, each laid on the table's columns.

It joins grids, not rows: that is rows.py's work. It does not say whether a table is a plan.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..document import Cell, Document, Grid, Paragraph
from .cut_heading import heal
from .header_words import HeaderWords
from .labels import read_label
from .lattice import Header, Lattice, find_header, headings_below, lattice, no_taller, split_leaves
from .run_on_heading import part
from .vocabulary import Vocabulary

_TOLERANCE = 5.0  # points two column edges may differ by, from page to page
_SAME_HEADER = 0.6
_NO_TEXT = re.compile(r"[\W\d_]*\Z")  # what is left of a page number
_DIRT = re.compile(r"(?:[\W\d_]|\b[^\W\d_]\b)*\Z")  # the same in a scan: specks are read as single letters


@dataclass(slots=True)
class Sheet:
    """A grid of a chain. spans: where each logical column lies in it; first: its first body row.

    headings: rows of its body that are the heading once more.
    """

    lat: Lattice
    header: Header | None
    spans: list[tuple[float, float]]
    first: int = 0
    headings: frozenset[int] = frozenset()
    memo: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)

    def columns_of(self, cell: Cell) -> tuple[int, ...]:
        """The logical columns a cell covers, at least one."""
        slot = (cell.column, cell.colspan)
        if slot not in self.memo:
            self.memo[slot] = self._columns(*slot)
        return self.memo[slot]

    def _columns(self, column: int, colspan: int) -> tuple[int, ...]:
        edges = self.lat.edges
        left, right = edges[column] - edges[0], edges[min(column + colspan, len(edges) - 1)] - edges[0]
        shared = [min(right, b) - max(left, a) for a, b in self.spans]
        covered = tuple(i for i, (a, b) in enumerate(self.spans) if shared[i] > (b - a) / 2)
        return covered or (max(range(len(shared)), key=lambda i: shared[i]),)


@dataclass(slots=True)
class Chain:
    """The grids of one table. before: the paragraphs between the grid before it and its first one."""

    sheets: list[Sheet]
    before: tuple[Paragraph, ...] = ()
    after_grid: int | None = None  # block of the grid before, None for the first

    @property
    def header(self) -> Header | None:
        return self.sheets[0].header


def chains(document: Document, words: HeaderWords, vocabulary: Vocabulary) -> list[Chain]:
    """All tables of the document in order; a grid that belongs to no other is a chain of its own."""
    out: list[Chain] = []
    gap: list[Paragraph] = []
    for index, block in enumerate(heal(document.blocks, words)):
        if isinstance(block, Paragraph):
            gap += [] if block.footnote or (document.ocr and _DIRT.match(block.text)) else [block]
            continue
        above = out[-1] if out else None
        if above and above.header:
            block = part(above.sheets[0].lat, above.header, block)
        lat = lattice(block, index)
        header = find_header(lat, words)
        sheet = _next_sheet(out[-1], lat, header, gap, vocabulary) if out else None
        if sheet:
            out[-1].sheets.append(sheet)
        else:
            before = out[-1].sheets[-1].lat.block if out else None
            out.append(Chain([_first_sheet(lat, header)], tuple(gap), before))
        if out[-1].header:
            added = out[-1].sheets[-1]
            added.headings = headings_below(lat, added.first, words)
        gap = []
    return out


def _first_sheet(lat: Lattice, header: Header | None) -> Sheet:
    header = split_leaves(lat, header) if header else None
    leaves = header.leaves if header else tuple((i, i + 1) for i in range(lat.columns))
    return Sheet(lat, header, _spans(lat, leaves), header.bottom if header else 0)


def _spans(lat: Lattice, leaves: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    return [(lat.edges[a] - lat.edges[0], lat.edges[b] - lat.edges[0]) for a, b in leaves]


def _next_sheet(
    chain: Chain, lat: Lattice, header: Header | None, gap: Sequence[Paragraph], vocabulary: Vocabulary
) -> Sheet | None:
    """The grid as a further sheet of the chain, None if it is a table of its own."""
    own = chain.header
    last = chain.sheets[-1].lat.grid
    between = _without_page_notes(gap, last, lat.grid, vocabulary)
    if any(not _is_nothing(p.text, vocabulary) for p in between) or not _follows(last, lat.grid):
        return None
    if own is None:
        pages = header is None and lat.measured and last.page is not None and last.page != lat.grid.page
        return Sheet(lat, None, chain.sheets[0].spans) if pages and _edges_fit(chain.sheets[0].lat, lat) else None
    if _is_form(lat, header, vocabulary):
        return None
    if header:
        header = no_taller(lat, header, own.bottom - own.top)
        if not same_header(own, header):
            plain = last.page != lat.grid.page and _is_plainer(chain.sheets[0].lat, own, lat, header)
            return Sheet(lat, None, chain.sheets[0].spans) if plain and _edges_fit(chain.sheets[0].lat, lat) else None
        leaves = header.leaves if len(header.leaves) == len(own.leaves) else None
        spans = _spans(lat, leaves) if leaves else _fitted(chain, lat)
        if not spans:
            return None
        # rows above a repeated heading are rows: the heading of the next section may stand near the top of a page
        return Sheet(lat, header, spans, header.bottom) if header.top == 0 else Sheet(lat, None, spans)
    spans = _fitted(chain, lat)
    return Sheet(lat, None, spans) if spans else None


def _is_form(lat: Lattice, header: Header | None, vocabulary: Vocabulary) -> bool:
    """A form to be filled in, directly below the plan: dots, row labels, empty cells, and no word without dots."""
    rows = lat.starts[header.bottom if header else 0 :]
    texts = [c.text.strip() for row in rows for c in row if c.text.strip()]
    if not all(vocabulary.is_blank(t) or vocabulary.has_dots(t) or read_label(t) for t in texts):
        return False
    return any(map(vocabulary.has_dots, texts)) or (header is not None and bool(rows))


def _is_plainer(first: Lattice, own: Header, lat: Lattice, header: Header) -> bool:
    """What reads as a heading is a row of the body: below other rows, or in plain letters where ours is bold."""

    def bold(of: Lattice, row: int) -> bool:
        return any(c.bold for c in of.starts[row] if c.text.strip())

    return header.top > 0 or (bold(first, own.top) and not bold(lat, header.top))


def _without_page_notes(
    gap: Sequence[Paragraph], last: Grid, grid: Grid, vocabulary: Vocabulary
) -> Sequence[Paragraph]:
    """What stands between two pages of a table, notes at the foot of the first one left out."""
    if last.page is None or grid.page != last.page + 1:
        return gap
    foot = [p for p in gap if p.page == last.page]
    if not foot or not vocabulary.is_page_note(foot[0].text) or any(p.bold or p.centered for p in foot):
        return gap
    return [p for p in gap if p.page != last.page]


def _is_nothing(text: str, vocabulary: Vocabulary) -> bool:
    """No text, the rest of a page number, or "(tiếp theo)"."""
    return bool(_NO_TEXT.match(text)) or vocabulary.line(text) == "header"


def _follows(last: Grid, grid: Grid) -> bool:
    if last.bordered and not grid.bordered:
        return False
    return last.page is None or grid.page is None or grid.page - last.page in (0, 1)


def same_header(a: Header, b: Header) -> bool:
    """At least 60 % of the headings equal, blanks and case left out."""
    theirs = set(b.keys) - {""}
    ours = set(a.keys) - {""}
    return bool(ours) and len(ours & theirs) >= _SAME_HEADER * max(len(ours), len(theirs))


def _fitted(chain: Chain, lat: Lattice) -> list[tuple[float, float]] | None:
    """The chain's columns in a grid without a heading: by edges, or by their number where widths tell nothing."""
    first = chain.sheets[0]
    for sheet in (first, chain.sheets[-1]):
        if _edges_fit(sheet.lat, lat):
            return sheet.spans
    if lat.grid.page is not None and lat.measured and first.lat.measured:
        return None
    header = first.header
    if header and lat.columns == first.lat.columns:
        return _spans(lat, header.leaves)
    if header and lat.columns == len(header.leaves):
        return _spans(lat, [(i, i + 1) for i in range(lat.columns)])
    return None


def _edges_fit(ours: Lattice, theirs: Lattice) -> bool:
    """Same width, and nine in ten of their inner edges are edges of ours."""
    if not (ours.measured and theirs.measured):
        return ours.columns == theirs.columns
    mine = [e - ours.edges[0] for e in ours.edges]
    other = [e - theirs.edges[0] for e in theirs.edges]
    if abs(mine[-1] - other[-1]) > 2 * _TOLERANCE:
        return False
    inner = other[1:-1]
    hits = sum(1 for e in inner if any(abs(e - m) <= _TOLERANCE for m in mine))
    return hits >= 0.9 * len(inner)
