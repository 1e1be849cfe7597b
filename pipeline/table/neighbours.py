"""Grids that may be lost parts of a plan table. In: every table with the decision on it. Out: a notice a plan table.

A table without a heading of its own, next to the plan and with no text between them, may be the plan's next page that
could not be joined (other column edges, no rules). It is not read; a person is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..document import Document, Notice
from .locate import Judged, places_of
from .stitch import Chain
from .vocabulary import Vocabulary

_UNREAD = frozenset(("no_header", "no_content", "no_plan_column"))
_COLUMNS = 3  # fewer are a head or a signature


def missed(document: Document, judged: Sequence[Judged], vocab: Vocabulary) -> dict[int, Notice]:
    """By the first block of the plan table they stand next to."""
    found: dict[int, Notice] = {}
    for n, plan in enumerate(judged):
        if plan.accepted:
            behind = list(_run(judged[n:]))
            before = list(_run(judged[n::-1]))
            blocks = sorted(sheet.lat.block for j in (*before, *behind) for sheet in j.chain.sheets)
            if blocks:
                message = vocab.messages["not_joined"].format(place=places_of(document, blocks, vocab))
                page = plan.chain.sheets[0].lat.grid.page
                found[plan.block] = Notice("G7", message, page=page, level="warning")
    return found


def _run(judged: Sequence[Judged]) -> Iterator[Judged]:
    """The tables that follow the first one without a gap and were not read."""
    for here, following in pairwise(judged):
        wide = following.chain.sheets[0].lat.columns >= _COLUMNS
        if following.rule not in _UNREAD or not wide or not _touch(here.chain, following.chain):
            return
        yield following


def _touch(a: Chain, b: Chain) -> bool:
    """Nothing stands between two tables, and they are on one page or on two that follow each other.

    Of tables without rules some lines may stand outside.
    """
    first, second = sorted((a, b), key=lambda chain: chain.sheets[0].lat.block)
    upper, lower = first.sheets[-1].lat.grid, second.sheets[0].lat.grid
    if any(paragraph.text.strip() for paragraph in second.before) and (upper.bordered or lower.bordered):
        return False
    last, page = upper.page, lower.page
    return last is not None and page is not None and page - last in (0, 1)
