"""One phrase to its JSON value, for `kehoach normalize`. In: str. Out: what json.dumps takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from ..errors import UsageError
from ..model import Deadline, Owner, Target
from ..rulebook import RuleBook
from ..text import clean
from .context import Context

DEFAULT_COLUMN = {"target": "target", "deadline": "time", "owner": None}


class Phrases:
    """Reads phrases of one kind ("target", "deadline" or "owner") in one context."""

    def __init__(
        self,
        kind: str,
        book: RuleBook,
        *,
        plan_year: int | None = None,
        issued_on: date | None = None,
        column: str | None = None,
        issuer: str | None = None,
    ) -> None:
        column = known_column(column) if column else DEFAULT_COLUMN[kind]
        self.context = Context(plan_year=plan_year, issued_on=issued_on, column=column, issuer=issuer)
        self._read = _READERS[kind](book)

    def read(self, phrase: str) -> Any:
        """An array of targets, one deadline object, or an array of owners."""
        return self._read(clean(phrase), self.context)


Read = Callable[[str, Context], Any]


def _targets(book: RuleBook) -> Read:
    from .target import target_reader

    reader, adapter = target_reader(book), TypeAdapter(tuple[Target, ...])
    return lambda text, context: adapter.dump_python(_target_values(reader, text, context), mode="json")


def _target_values(reader: Any, text: str, context: Context) -> tuple[Target, ...]:
    if context.column == "content":
        return tuple(reader.title(text, context))
    if context.column == "method":
        return tuple(reader.zero_tolerance(text, context))
    return tuple(reader.read(text, context).values)


def _deadline(book: RuleBook) -> Read:
    from .deadline import deadline_reader

    reader, adapter = deadline_reader(book), TypeAdapter(Deadline)
    return lambda text, context: adapter.dump_python(reader.read(text, context).values[0], mode="json")


def _owners(book: RuleBook) -> Read:
    from .owner import owner_reader

    reader, adapter = owner_reader(book), TypeAdapter(tuple[Owner, ...])
    return lambda text, context: adapter.dump_python(reader.read(text, context).values, mode="json")


_READERS: dict[str, Callable[[RuleBook], Read]] = {"target": _targets, "deadline": _deadline, "owner": _owners}


def known_column(role: str) -> str:
    """The role itself. Raises UsageError where the contract knows no such role."""
    from typing import get_args

    from ..model import Role

    if role not in get_args(Role):
        raise UsageError(f"Không có vai trò cột “{role}”.", "Các vai trò: " + ", ".join(get_args(Role)))
    return role
