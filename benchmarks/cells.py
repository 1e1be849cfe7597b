"""Real cells of published plans: how many deadlines, owners and targets are read whole, in part, or not at all?

    python benchmarks/cells.py [--list] [--kind D|O|R|I] [FILE]

FILE: a table `kind<TAB>text<TAB>source` (default ../shared/real/cells.tsv), D deadline, O owner, R target or result,
I indicator; other kinds have no reader. Each different text counts once. "Part" is a value with a piece left unread.
--list prints each text with its reading, for a person to judge: counting cannot see that a value is wrong.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from pipeline.model import Deadline, Owner, Target  # noqa: E402
from pipeline.normalize.context import Context, Reading  # noqa: E402
from pipeline.normalize.deadline import deadline_reader  # noqa: E402
from pipeline.normalize.owner import owner_reader  # noqa: E402
from pipeline.normalize.target import target_reader  # noqa: E402
from pipeline.rulebook import load  # noqa: E402

CELLS = ROOT.parent / "shared" / "real" / "cells.tsv"
COLUMN = {"D": "time", "O": "lead", "R": "result", "I": "target"}
NAMES = {"D": "deadlines", "O": "owners", "R": "results", "I": "indicators"}
STATES = ("whole", "part", "unread")


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """Kind and text of every different cell, in the order of the file."""
    with path.open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        yield from dict.fromkeys((row["kind"], row["text"]) for row in rows if row["kind"] in COLUMN)


def reader(kind: str) -> Callable[[str], Reading[Any]]:
    book = load()
    made = {"D": deadline_reader, "O": owner_reader}.get(kind, target_reader)(book)
    context = Context(plan_year=2025, issued_on=date(2025, 1, 15), column=COLUMN[kind])
    return lambda text: made.read(text, context)


def state(reading: Reading[Any]) -> str:
    values = [v for v in reading.values if not (isinstance(v, Deadline) and v.kind in ("unspecified", "invalid"))]
    return "unread" if not values else "part" if reading.leftover else "whole"


def shown(value: Deadline | Owner | Target) -> str:
    if isinstance(value, Owner):
        marks = "".join((" [C]" if value.collective else "", "*" if value.inferred else ""))
        return f"{value.role} {value.name}{marks} = {value.unit or '?'}"
    if isinstance(value, Deadline):
        window = f"{value.start or ''}..{value.end or ''}{' excl' if value.end_inclusive is False else ''}"
        more = [value.recurrence, value.anchor, *(f"{w.start}..{w.end}" for w in value.windows)]
        return " ".join(filter(None, (value.kind, window, value.precision, value.year_source, *more)))
    return " ".join(str(v) for v in (value.comparator, value.value, value.upper, value.unit) if v is not None) + (
        f" | {value.metric}" if value.metric else ""
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("file", nargs="?", type=Path, default=CELLS)
    arguments.add_argument("--list", action="store_true", help="each text with its reading")
    arguments.add_argument("--kind", choices=sorted(COLUMN), action="append")
    options = arguments.parse_args()
    if not options.file.exists():
        sys.exit(f"{options.file}: no such file")
    kinds = options.kind or list(COLUMN)
    readers = {kind: reader(kind) for kind in kinds}
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in kinds}
    for kind, text in texts(options.file):
        if kind in readers:
            reading = readers[kind](text)
            counts[kind][state(reading)] += 1
            if options.list:
                left = "".join(f"   ?? {piece}" for piece in reading.leftover)
                print(f"{kind} {state(reading):6} {text}\n    => {' ; '.join(map(shown, reading.values))}{left}")
    print(f"{'':12}{'cells':>7}" + "".join(f"{name:>8}" for name in STATES) + "   unread in 100")
    for kind, count in counts.items():
        total = count.total()
        rates = "".join(f"{count[name]:8}" for name in STATES)
        print(f"{NAMES[kind]:12}{total:7}{rates}{100 * count['unread'] / total if total else 0:10.1f}")


if __name__ == "__main__":
    main()
