"""From a Document to its plan tables: which grids are the plan, one table over many pages, rows healed at page breaks.

In: Document, RuleBook. Out: PlanTables, or NoPlanTableError with a reason for every grid. It reads no phrase.

Tables under different annexes are different tables. Tables with the same heading and paragraphs between them stay
tables of their own; headings among these paragraphs are then the outermost sections of their rows.
"""

from __future__ import annotations

from dataclasses import replace

from ..document import Document, Paragraph, PlanTable, SectionHead
from ..errors import NoPlanTableError
from ..rulebook import RuleBook
from .accounting import AccountingError, placed_characters, source_characters, verify
from .annex import annexes, section_heads
from .locate import FRAME, Judged, judge, judge_grids, place_of, places_of
from .neighbours import missed
from .rows import read_rows
from .rule_check import check_rules
from .stitch import same_header
from .vocabulary import Vocabulary, vocabulary

__all__ = ["AccountingError", "check_rules", "find_plan_tables", "judge_grids", "verify"]

_UNREAD = frozenset(("P1", "P7", "W6", "W8"))  # what the reader could not read: the plan may stand there
_SHOWN = 3  # kinds of refused tables a message names


def find_plan_tables(document: Document, book: RuleBook) -> tuple[PlanTable, ...]:
    """The plan tables in document order. Raises NoPlanTableError when there is none."""
    judged = judge(document, book)
    vocab = vocabulary(book)
    accepted = [j for j in judged if j.accepted]
    if not accepted:
        raise _none(document, judged, vocab)
    headings = annexes(document.blocks, vocab)
    unread = missed(document, judged, vocab)
    tables = []
    for number, found in enumerate(accepted, 1):
        series = any(_in_series(found, other, headings) for other in accepted if other is not found)
        above = section_heads(found.chain.before, vocab) if series else ()
        table = _table(f"T{number}", found, headings, vocab, above)
        told = unread.get(found.block)
        tables.append(replace(table, notices=(*table.notices, told)) if told else table)
    return tuple(tables)


def _in_series(a: Judged, b: Judged, headings: list[str | None]) -> bool:
    """Two tables of one heading in one annex."""
    ours, theirs = a.chain.header, b.chain.header
    blocks = (a.chain.sheets[0].lat.block, b.chain.sheets[0].lat.block)
    return bool(ours and theirs and same_header(ours, theirs)) and headings[blocks[0]] == headings[blocks[1]]


def _table(
    name: str, found: Judged, headings: list[str | None], vocab: Vocabulary, above: tuple[SectionHead, ...]
) -> PlanTable:
    chain = found.chain
    grids = [sheet.lat.grid for sheet in chain.sheets]
    blocks = tuple(sheet.lat.block for sheet in chain.sheets)
    body = read_rows(chain, found.columns, vocab, above)
    columns = found.plan_columns
    number = next((c.index for c in columns if c.role == "no"), None)
    pages = sorted({grid.page for grid in grids if grid.page is not None})
    unplaced = tuple(stray for grid in grids for stray in grid.strays if stray.text.strip())
    table = PlanTable(
        id=name,
        columns=columns,
        rows=body.rows,
        counts=body.counts,
        characters=source_characters(grids),
        placed=placed_characters((*body.rows, *body.furniture), number),
        unplaced=unplaced,
        annex=_title_rows(found, vocab) or headings[blocks[0]],
        pages=tuple(pages) or None,
        orientation=grids[0].orientation,
        blocks=blocks,
        notices=(*found.notices, *body.notices),
        furniture=body.furniture,
    )
    verify(table, grids)
    return table


def _title_rows(found: Judged, vocab: Vocabulary) -> str | None:
    """The heading of an annex that stands inside the table, in rows above its heading row."""
    header, lat = found.chain.header, found.chain.sheets[0].lat
    rows = [" ".join(" ".join(c.text.split()) for c in row) for row in lat.starts[: header.top if header else 0]]
    first = next((i for i, text in enumerate(rows) if vocab.annex(text) == "annex"), None)
    if first is None:
        return None
    end = next((i for i, text in enumerate(rows) if i > first and vocab.stops_annex(text)), len(rows))
    return " ".join(rows[first:end]).strip()


def _none(document: Document, judged: list[Judged], vocab: Vocabulary) -> NoPlanTableError:
    """What stands in the document instead, and what to do."""
    messages = vocab.messages
    reasons = [f"{place_of(document, j.block, vocab)}: {j.reason}." for j in judged]
    prose = [b.text for b in document.blocks if isinstance(b, Paragraph) and vocab.is_prose_line(b.text)]
    unread = [notice.message for notice in document.notices if notice.code in _UNREAD]
    extra, remedy = unread, messages["remedy"].format(name=document.name)
    if not judged and not unread:
        extra, remedy = [messages["no_grid"]], messages["no_grid_remedy"]
    if len(prose) > 1:
        extra = [*extra, messages["prose"].format(count=len(prose), quote=prose[0].strip()[:60])]
        remedy = messages["prose_remedy"]
    shown = " ".join([f"{document.name}: {messages['none']}", *extra, *_kinds(document, judged, vocab)])
    return NoPlanTableError(shown, remedy, [*reasons, *extra])


def _kinds(document: Document, judged: list[Judged], vocab: Vocabulary) -> list[str]:
    """The refused tables by the reason against them; head and signature, which every document has, only if alone."""
    groups: dict[str, list[int]] = {}
    for j in [j for j in judged if j.rule not in FRAME] or judged:
        groups.setdefault(j.reason, []).append(j.block)
    lines = [f"{places_of(document, found, vocab)}: {reason}." for reason, found in groups.items()]
    more = vocab.messages["more_tables"].format(count=len(lines) - _SHOWN)
    return lines[:_SHOWN] + ([more] if len(lines) > _SHOWN else [])
