"""For a person's eyes: records in, text out.

REPORTS: a comparison in every form `kehoach diff --format` knows. To add one: a module here and a line in REPORTS.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..comparison import Compared
    from ..rulebook import RuleBook


def _json(compared: Compared, book: RuleBook) -> bytes:
    from .diff_json import dump

    return dump(compared.diff)


def _text(compared: Compared, book: RuleBook) -> bytes:
    from .changes import as_text

    return as_text(compared, book).encode("utf-8")


def _html(compared: Compared, book: RuleBook) -> bytes:
    from .page import dump

    return dump(compared, book)


def _xlsx(compared: Compared, book: RuleBook) -> bytes:
    from .appendix_excel import dump

    return dump(compared, book)


def _docx(compared: Compared, book: RuleBook) -> bytes:
    from .appendix_word import dump

    return dump(compared, book)


REPORTS: dict[str, Callable[[Compared, RuleBook], bytes]] = {
    "text": _text,
    "json": _json,
    "html": _html,
    "xlsx": _xlsx,
    "docx": _docx,
}
