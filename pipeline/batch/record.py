"""What a run leaves for all documents together: run.json, tasks.csv and tasks.parquet. No clock, no absolute path."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from .. import __version__, rulebook
from ..export import plan_json
from ..export.combined import write_tables
from ..files import beside, write
from ..model import Plan
from .engine import Outcome


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """The highest code that is not 0."""
    return max((o.exit_code for o in outcomes), default=0)


def plans(outcomes: Sequence[Outcome], out: Path) -> Iterator[Plan]:
    """The plans of the run, one at a time, in the order of the inputs."""
    for outcome in outcomes:
        if outcome.folder:
            path = out / outcome.folder / "plan.json"
            yield plan_json.load(path.read_bytes(), path.name)


def write_record(outcomes: Sequence[Outcome], out: Path, rules: Path | None) -> None:
    """tasks.csv and tasks.parquet row by row (a large archive does not stand in memory), then run.json."""
    with beside(out / "tasks.csv") as csv, beside(out / "tasks.parquet") as parquet:
        write_tables(plans(outcomes, out), csv, parquet)
    write(out / "run.json", _run_json(outcomes, rulebook.load(rules).hash))


def _run_json(outcomes: Sequence[Outcome], rules_sha256: str) -> bytes:
    inputs = [
        {
            "name": o.name,
            "path": o.shown,
            "sha256": o.sha256,
            "state": o.state,
            "reason": o.reason,
            "exit_code": o.exit_code,
            "folder": o.folder,
            "same_as": o.same_as,
            "tasks": o.counts.get("tasks", 0),
        }
        for o in outcomes
    ]
    record = {
        "schema": "kehoach.run/1",
        "version": __version__,
        "rules_sha256": rules_sha256,
        "exit_code": exit_code(outcomes),
        "inputs": inputs,
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
