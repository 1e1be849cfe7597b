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

from ..model import Plan
from .flat import Row, columns, rows

TEXT_COLUMNS = frozenset({"number", "deadline_text", "reference", "content", "section", "targets", "deliverable",
                          "lead", "cooperating", "requested", "leader", "method", "note", "subject"})  # fmt: skip
_EXCEL_CONVERTS = re.compile(r"[\d.,/\-: %]*\d[\d.,/\-: %]*(?:[eE]\d+)?|[=+@-].*", re.DOTALL)


def dump(plan: Plan) -> bytes:
    """The tasks of one plan."""
    return dump_rows(rows(plan))


def dump_rows(table: Iterable[Row]) -> bytes:
    """Any flat rows, under their headings."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns(), lineterminator="\r\n")
    writer.writeheader()
    for row in table:
        writer.writerow({name: _field(name, value) for name, value in row.items()})
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _field(name: str, value: object) -> object:
    """
    >>> _field("number", "1.10"), _field("number", "I"), _field("due_date", "2024-12-01")
    ('\\t1.10', 'I', '2024-12-01')
    """
    if name in TEXT_COLUMNS and isinstance(value, str) and _EXCEL_CONVERTS.fullmatch(value):
        return "\t" + value
    return value
