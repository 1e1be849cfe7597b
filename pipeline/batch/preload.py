"""What the fork server loads once, so that each child starts ready: program, libraries, the program's own rules."""

from __future__ import annotations

import gc
import os
import sys


def load() -> None:
    """Everything a document may need. Importing is not enough: the readers compile the rules."""
    from ..check import check  # noqa: F401
    from ..export import plan_json, task_csv, workbook  # noqa: F401
    from ..normalize.deadline import deadline_reader
    from ..normalize.owner import owner_reader
    from ..normalize.plan import normalize  # noqa: F401
    from ..normalize.target import target_reader
    from ..read import pdf, word  # noqa: F401
    from .job import rules_of

    book = rules_of(None)
    for reader in (deadline_reader, target_reader, owner_reader):
        reader(book)
    gc.freeze()  # what is loaded stays: children do not copy these pages when they collect


def hush() -> None:
    """What a child has to say it says in its result; a child that is born while the pool closes has nothing to say."""
    if not os.environ.get("KEHOACH_DEBUG"):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


if any("multiprocessing.forkserver" in argument for argument in sys.orig_argv):  # elsewhere nothing happens
    load()
    hush()
