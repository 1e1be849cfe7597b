"""Facts about a plan, for tests: the program's output as plain JSON, and what differs from what a person wrote down.

In: a document, or a task and the expected facts. Out: dictionaries; lists of differences in words.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

Json = dict[str, Any]
_ROLES = {"lead": "lead", "coop": "cooperating", "req": "requested"}


@lru_cache(maxsize=128)
def printed(path: Path) -> bytes:
    """What `kehoach extract` prints for a document."""
    pytest.importorskip("pipeline.normalize.plan", reason="a stage is not there yet", exc_type=ImportError)
    from pipeline.export import WRITERS
    from pipeline.run import extract

    return WRITERS["json"](extract(path))


@lru_cache(maxsize=128)
def plan(path: Path) -> Json:
    """The plan of a document as plain JSON."""
    return json.loads(printed(path))  # type: ignore[no-any-return]


def by_path(found: Json) -> dict[str, Json]:
    """Its tasks by "I/1/1.4", by "T2/I/3" where there are several tables."""
    several = len(found["tables"]) > 1
    out: dict[str, Json] = {}
    for task in found["tasks"]:
        parts = [task["table"]] * several + [section["number"] or "?" for section in task["sections"]]
        out["/".join([*parts, task["number"] or "?"])] = task
    return out


def sections(found: Json) -> set[tuple[str, ...]]:
    """The sections that tasks stand in, with those above them: {("T1", "I"), ("T1", "I", "1"), ...}."""
    out = set()
    for task in found["tasks"]:
        numbers = [section["number"] for section in task["sections"]]
        out |= {(task["table"], *numbers[: n + 1]) for n in range(len(numbers))}
    return out


def differences(task: Json, expected: Json) -> list[str]:
    """What the task says otherwise than expected; [] if nothing."""
    out = []
    for name, role in (("targets", "target"), ("title", "title")):
        optional = [{"comparator": "qualitative"}, *expected.get("optional", [])]
        measured = [
            target
            for target in task["targets"]
            if target["role"] == role and all(record_differences("", target, each) for each in optional)
        ]
        out += list_differences(name, measured, expected.get(name, []))
    out += record_differences("deadline", task["deadline"] or {}, expected["deadline"])
    for name, role in _ROLES.items():
        names = [owner["name"] for owner in task["owners"] if owner["role"] == role]
        if names != expected.get(name, []):
            out.append(f"{name}: {names}, expected {expected.get(name, [])}")
    return out


def list_differences(name: str, found: list[Json], expected: list[Json]) -> list[str]:
    """Records in order; only the fields that the expected record names are compared."""
    if len(found) != len(expected):
        return [f"{name}: {len(found)} found, {len(expected)} expected: {[brief(each) for each in found]}"]
    pairs = zip(found, expected, strict=True)
    return [line for i, (have, want) in enumerate(pairs) for line in record_differences(f"{name}[{i}]", have, want)]


def record_differences(name: str, found: Json, expected: Json) -> list[str]:
    return [
        f"{name}.{field}: {found.get(field)!r}, expected {value!r}"
        for field, value in expected.items()
        if found.get(field) != value
    ]


def brief(record: Json) -> Json:
    """Without what is absent."""
    return {key: value for key, value in record.items() if value not in (None, [], False)}


def without_places(task: Json) -> Json:
    """A task without the places of its cells: equal for .docx and .pdf of one plan (CONTRACT 2.3)."""
    return {**task, "cells": [{**cell, "fragments": None} for cell in task["cells"]]}
