"""For a person's eyes: records in, text out.

REPORTS: a comparison in every form `kehoach diff --format` knows; YEARS: the same for more than two plans. To add one:
a module here and a line in each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..comparison import Compared
    from ..rulebook import RuleBook
    from .years import Years


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


# --- more than two plans ------------------------------------------------------------------------------------------


def _years_json(years: Years, book: RuleBook) -> bytes:
    from .years import as_json

    return as_json(years)


def _years_text(years: Years, book: RuleBook) -> bytes:
    from .years import as_text

    return as_text(years, book).encode("utf-8")


def _years_html(years: Years, book: RuleBook) -> bytes:
    from .years_page import dump

    return dump(years, book)


def _years_xlsx(years: Years, book: RuleBook) -> bytes:
    from .years_excel import dump

    return dump(years, book)


def _years_docx(years: Years, book: RuleBook) -> bytes:
    from .years_word import dump

    return dump(years, book)


YEARS: dict[str, Callable[[Years, RuleBook], bytes]] = {
    "text": _years_text,
    "json": _years_json,
    "html": _years_html,
    "xlsx": _years_xlsx,
    "docx": _years_docx,
}
