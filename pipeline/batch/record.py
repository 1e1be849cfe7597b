"""What a run leaves for all documents together: run.json, tasks.csv and tasks.parquet. No clock, no absolute path."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from .. import __version__, rulebook
from ..export.combined import write_tables
from ..files import beside, write
from ..model import Plan
from .comparisons import Comparisons, plan_of, without_values
from .engine import Outcome

_NONE = Comparisons()


def exit_code(outcomes: Sequence[Outcome], comparisons: Comparisons = _NONE) -> int:
    """The highest code that is not 0; a comparison that failed is a bug."""
    failed = any(c.reason for c in comparisons.made)
    return max((*(o.exit_code for o in outcomes), 70 * failed), default=0)


def write_all_tasks(outcomes: Sequence[Outcome], out: Path) -> list[Plan]:
    """tasks.csv and tasks.parquet row by row: a large archive does not stand in memory.

    Returns what pairing asks of each plan, in the order of the inputs, so that each is read once.
    """
    light: list[Plan] = []
    with beside(out / "tasks.csv") as csv, beside(out / "tasks.parquet") as parquet:
        write_tables(_plans(outcomes, out, light), csv, parquet)
    return light


def _plans(outcomes: Sequence[Outcome], out: Path, light: list[Plan]) -> Iterator[Plan]:
    for outcome in outcomes:
        if outcome.folder:
            plan = plan_of(outcome, out)
            light.append(without_values(plan))
            yield plan


def write_record(outcomes: Sequence[Outcome], out: Path, rules: Path | None, comparisons: Comparisons) -> None:
    """run.json: with it a run is whole."""
    write(out / "run.json", _run_json(outcomes, rulebook.load(rules).hash, comparisons))


def _run_json(outcomes: Sequence[Outcome], rules_sha256: str, comparisons: Comparisons) -> bytes:
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
        "exit_code": exit_code(outcomes, comparisons),
        "inputs": inputs,
        "comparisons": [asdict(made) for made in comparisons.made],
        "findings": [asdict(finding) for finding in comparisons.findings],
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
