"""What is printed on a page and is no part of the text. In: pages as read. Out: the same without page numbers and
running headers and footers; stamps of electronic signing taken out and reported.

The patterns are rules (text_layer.toml).
"""

from __future__ import annotations

import re
from collections import Counter

from ..document import Notice
from ..rulebook import RuleBook
from ..text import fold
from .pdf_page import PageRead
from .pdf_stamps import stamp_patterns, without_stamp
from .pdf_text import Line

_MARGIN = 72.0  # points: where page numbers and running lines stand
_DIGITS = re.compile(r"\d+")


def strip_running(pages: list[PageRead], book: RuleBook) -> None:
    """Take page numbers, running headers and footers out of the pages."""
    number = [book.compile("text_layer", rule.pattern, rule.source) for rule in book.rules("text_layer", "page_number")]
    for page in pages:
        edge = _edge_rows(page)
        page.lines = [row for row in page.lines if not (row in edge and _is_number(row, number))]
    seen = Counter(key for page in pages for key in {_key(page, row) for row in _edge_rows(page)})
    limit = max(2, len(pages) // 3) if len(pages) < 9 else 3
    for page in pages:
        running = [row for row in _edge_rows(page) if seen[_key(page, row)] > _most(page, row, limit)]
        page.lines = [row for row in page.lines if row not in running]


def _most(page: PageRead, row: list[Line], limit: int) -> int:
    """How often a line may stand at its place: at the foot of pages only once; at their head titles repeat."""
    return 1 if row[0].base > page.height - _MARGIN and row is page.lines[-1] else limit


def _edge_rows(page: PageRead) -> list[list[Line]]:
    """The rows in the top and bottom margins: at most three, above and below everything else."""
    tops = [grid.ruled.ys[0] for grid in page.grids]
    rows = page.lines
    head = [row for row in rows[:3] if row[0].base < _MARGIN and all(row[0].base < top for top in tops)]
    foot = [row for row in rows[-3:] if row[0].base > page.height - _MARGIN]
    return head + foot


def _is_number(row: list[Line], patterns: list[re.Pattern[str]]) -> bool:
    return len(row) == 1 and any(p.fullmatch(fold(row[0].text.strip())) for p in patterns)


def _key(page: PageRead, row: list[Line]) -> tuple[str, int, int]:
    text = _DIGITS.sub("#", " ".join(line.text for line in row))
    return text, round(row[0].base / 4), round(page.width)


def strip_stamps(pages: list[PageRead], book: RuleBook) -> list[Notice]:
    """Take the text of signing stamps out of the lines outside the tables; one notice a page."""
    patterns = stamp_patterns(book)
    notices = []
    for page in pages:
        quotes: list[str] = []
        for row in page.lines:
            for line in row:
                line.text, found = without_stamp(line.text, patterns)
                quotes += found
        page.lines = [kept for row in page.lines if (kept := [line for line in row if line.text])]
        quotes += page.stamps
        if quotes:
            notices.append(Notice("P2", "Đã bỏ chữ của dấu ký số lẫn trong văn bản.", "; ".join(quotes), page.number))
    return notices
