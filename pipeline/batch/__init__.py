"""Many documents to an output folder: found, read each in a child that may die, written whole, kept in a ledger.

    inputs.py   which files, under which names, and which of them are the same file
    job.py      one document in a child process: path in, output bytes out
    guard.py    children on this machine, with limits of time and memory
    twins.py    old Word files made into .docx, many at a time
    cluster.py  the same on a Dask cluster
    program.py  when results are old
    ledger.py   what became of each document, across runs and kills
    engine.py   strings these: what is new is read, what is known is recalled
    watch.py    an inbox: run again whenever a document has settled there
    outbox.py   who is told of new plans, until he has been told
    comparisons.py  which plan follows which, and diff/; diff_folders.py what of it is out of date
    record.py   run.json and the tables of all documents together

The documents are read by run.py; nothing here knows what a plan is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .comparisons import Comparisons
    from .engine import Options, Outcome


def run(
    paths: Sequence[Path],
    out: Path,
    options: Options | None = None,
    progress: Callable[[int, int, str], None] = lambda done, total, name: None,
) -> list[Outcome]:
    """Every document under `paths` to `out` (CONTRACT 2.5). A bad one is named and the others go on.

    progress(done, total, name) tells the documents done and the one that is begun.
    """
    return run_and_compare(paths, out, options, progress)[0]


def run_and_compare(
    paths: Sequence[Path],
    out: Path,
    options: Options | None = None,
    progress: Callable[[int, int, str], None] = lambda done, total, name: None,
) -> tuple[list[Outcome], Comparisons]:
    """The same, with the comparisons that were made of the plans found."""
    from ..errors import unwritten
    from .comparisons import compare_all
    from .engine import Options, read_all, sources_of
    from .inputs import check_apart
    from .record import write_all_tasks, write_record

    chosen = options or Options()
    check_apart(paths, out)
    sources = sources_of(paths, chosen.only)
    outcomes = read_all(sources, out, chosen, progress)
    try:
        comparisons = compare_all(outcomes, write_all_tasks(outcomes, out), sources, out, chosen)
        write_record(outcomes, out, chosen.rules, comparisons)
    except OSError as error:
        raise unwritten(out.name or ".", error) from error
    return outcomes, comparisons
