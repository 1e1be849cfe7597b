"""tasks.csv: one row a task, UTF-8 with BOM, commas; opens right in Excel by double click.

Excel turns "1.10" into 1.1 and "01/12" into a date of the current year. A tab in front of such a value keeps it
text there, and every program that strips blanks reads it as it is; values that Excel would leave alone are untouched.
A value that Excel would run as a formula is kept text the same way.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import TextIO

from ..model import Plan
from .flat import Row, columns, rows

TEXT_COLUMNS = frozenset({"number", "deadline_text", "reference", "content", "section", "targets", "deliverable",
                          "lead", "cooperating", "requested", "leader", "method", "note", "subject"})  # fmt: skip
_EXCEL_CONVERTS = re.compile(r"[\d.,/\-: %]*\d[\d.,/\-: %]*(?:[eE]\d+)?|[=+@-].*", re.DOTALL)


def dump(plan: Plan) -> bytes:
    """The tasks of one plan."""
    out = io.StringIO(newline="")
    RowWriter(out).write(rows(plan))
    return out.getvalue().encode("utf-8-sig")


class RowWriter:
    """Writes flat rows to an open text file (newline="", with a BOM of its own), the headings at once."""

    def __init__(self, out: TextIO) -> None:
        self._writer = csv.DictWriter(out, columns(), lineterminator="\r\n")
        self._writer.writeheader()

    def write(self, table: Iterable[Row]) -> None:
        self._writer.writerows({name: _field(name, value) for name, value in row.items()} for row in table)


def _field(name: str, value: object) -> object:
    """
    >>> _field("number", "1.10"), _field("number", "I"), _field("due_date", "2024-12-01")
    ('\\t1.10', 'I', '2024-12-01')
    """
    if name in TEXT_COLUMNS and isinstance(value, str) and _EXCEL_CONVERTS.fullmatch(value):
        return "\t" + value
    return value
