"""What every command shares: --rules, and where a result goes. In: arguments. Out: bytes on stdout or in a file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .errors import InputError

if TYPE_CHECKING:
    from .rulebook import RuleBook

F = TypeVar("F", bound=Callable[..., Any])
PATH = click.Path(path_type=Path)


def rules_option(function: F) -> F:
    """--rules DIR."""
    return click.option(
        "--rules",
        "rules_dir",
        type=PATH,
        metavar="DIR",
        help="Thư mục quy tắc riêng của cơ quan, đặt chồng lên bộ quy tắc có sẵn.",
    )(function)


def load_book(rules_dir: Path | None) -> RuleBook:
    """The program's rules with an office's laid over them."""
    from . import rulebook

    return rulebook.load(rules_dir)


def put(data: bytes, out: Path | None) -> None:
    """To stdout, or to a file that is never half written."""
    if out is None or str(out) == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from .files import write

    try:
        write(out, data)
    except OSError as error:
        raise InputError(
            f"{out.name}: không ghi được ({error.strerror}).", "Hãy kiểm tra quyền ghi và ổ đĩa."
        ) from error
