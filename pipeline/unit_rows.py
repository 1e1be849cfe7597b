"""The rows of units.csv: each one a `Unit`, and what is unsound in them.

In: the rule book. Out: `Unit` records by id, or problems in words. It resolves no names (units.py).

Officials edit the table in Excel, which writes a day its own way ("01/07/2025") and leaves blank lines at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from .errors import RulesError
from .rulebook import RuleBook

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_SHOWN_DAY = re.compile(r"(\d\d)[/.-](\d\d?)[/.-](\d{4})")  # day first; "7/1/2025" may be July: refused


@dataclass(frozen=True, slots=True)
class Unit:
    """One row of the unit table.

    level: where the body stands (trung-uong, tinh, huyen, xa, or so / bo for units inside a department / ministry).
    inner: the level of its own units. kind "class": a shape of names ("UBND huyện *"), never the body itself.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    local_aliases: tuple[str, ...] = ()
    parent: str | None = None
    level: str = ""
    inner: str = ""
    kind: str = "unit"
    collective: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    note: str = ""

    def valid(self, on: date | None) -> bool:
        """Whether the body existed on that day; True if the day is not known."""
        return on is None or ((self.valid_from or on) <= on <= (self.valid_to or on))


def read_units(book: RuleBook) -> dict[str, Unit]:
    """All units by id. Raises RulesError for a day that is no date: a body would exist forever."""
    return {row["id"]: _unit(row) for row in _filled(book) if row.get("id")}


def parse_day(text: str) -> date | None:
    """A day of the table, None for a blank. Raises ValueError if it is no date, or not surely one.

    >>> parse_day("2025-07-01") == parse_day("01/07/2025") == parse_day("01/7/2025")
    True
    """
    if not text:
        return None
    if iso := _DAY.fullmatch(text):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if shown := _SHOWN_DAY.fullmatch(text):
        return date(int(shown[3]), int(shown[2]), int(shown[1]))
    raise ValueError(f"{text!r} is no date (YYYY-MM-DD or dd/mm/yyyy)")


def _filled(book: RuleBook) -> Iterator[Mapping[str, str]]:
    return (row for row in book.rows("units") if any(row.values()))


def _several(row: Mapping[str, str], column: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in row.get(column, "").split("|") if part.strip())


def _unit(row: Mapping[str, str]) -> Unit:
    try:
        first, last = parse_day(row.get("valid_from", "")), parse_day(row.get("valid_to", ""))
    except ValueError as error:
        problem = f"units.csv: {row['id']}: {error}"
        raise RulesError(problem, "Hãy ghi ngày dạng 2025-07-01 hoặc 01/07/2025.") from error
    return Unit(
        id=row["id"],
        name=row.get("name", ""),
        aliases=_several(row, "aliases"),
        local_aliases=_several(row, "local_aliases"),
        parent=row.get("parent") or None,
        level=row.get("level", ""),
        inner=row.get("inner", ""),
        kind=row.get("kind") or "unit",
        collective=bool(row.get("collective")),
        valid_from=first,
        valid_to=last,
        successors=_several(row, "successors"),
        predecessors=_several(row, "predecessors"),
        note=row.get("note", ""),
    )


def check_units(book: RuleBook) -> list[str]:
    """What is unsound in units.csv: one line each; [] if all is well."""
    rows = list(_filled(book))
    known = {row.get("id", "") for row in rows}
    nameless = [row for row in rows if not (row.get("id") and row.get("name"))]
    problems = [f"units.csv: a row without id or name: {dict(row)}" for row in nameless]
    for row in rows:
        for column in ("parent", "successors", "predecessors"):
            gone = set(_several(row, column)) - known
            problems += (f"units.csv: {row['id']}: {column} {id} is no row" for id in sorted(gone))
        problems += _check_days(row)
    return problems


def _check_days(row: Mapping[str, str]) -> Iterator[str]:
    try:
        first, last = parse_day(row.get("valid_from", "")), parse_day(row.get("valid_to", ""))
    except ValueError as error:
        yield f"units.csv: {row['id']}: a validity day is no date: {error}"
        return
    if first and last and first > last:
        yield f"units.csv: {row['id']}: valid_from after valid_to"
