"""What every command shares: the streams, --rules, and where a result goes.

In: arguments. Out: bytes on stdout or in a file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .errors import unwritten
from .text import file_name

if TYPE_CHECKING:
    from .rulebook import RuleBook

F = TypeVar("F", bound=Callable[..., Any])
PATH = click.Path(path_type=Path, readable=False)  # whoever opens it says why it does not open


def prepare_streams() -> None:
    """UTF-8 whatever the terminal says; a stream that the caller has closed is nowhere, not a crash."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def reader_gone() -> None:
    """Whoever read our output has gone (`| head`): the rest goes nowhere, and nobody minds."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
        raise unwritten(file_name(out.name), error) from error
