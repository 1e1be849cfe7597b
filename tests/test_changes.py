"""What changed in a pair of tasks: each code from a minimal pair that yields it alone (cases/changes.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from pipeline.comparison import Code
from pipeline.diff.changes import describe
from pipeline.diff.changes.rule_check import check_rules
from pipeline.diff.pairs import Match
from pipeline.model import Plan
from tests.made_plans import BOOK, COLUMNS, table

DATA = tomllib.loads((Path(__file__).parent / "cases" / "changes.toml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = DATA["case"]
YEARS = {"old": 2024, "new": 2025}


def side(case: dict[str, Any], name: str) -> Plan:
    rows = case[name] if isinstance(case[name], list) else [case[name]]
    common = {k: v for k, v in case.items() if isinstance(v, str) and k not in ("id", "says", "finding")}
    columns = case.get(f"{name}_columns", case.get("columns", COLUMNS))
    columns = [*columns, *(c for c in {c for row in rows for c in row} - {*columns, "section"})]
    whole = [{**DATA["base"], **common, **row} for row in rows]
    filled = [{k: v.format(year=YEARS[name]) for k, v in row.items()} for row in whole]
    return table(YEARS[name], filled, columns, day=f"ngày 17 tháng 7 năm {YEARS[name]}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    old, new = side(case, "old"), side(case, "new")
    kind = {(1, 2): "split", (2, 1): "merged"}.get((len(old.tasks), len(new.tasks)), "matched")
    match = Match(kind, old.tasks, new.tasks, "certain", 1.0)  # type: ignore[arg-type]
    told = describe(match, old, new, BOOK)
    assert list(told.codes) == case["codes"], told.reasons
    assert case.get("says", "") in " ".join(told.reasons)
    assert [f.code for f in told.findings if f.code == "Y1"] == ([case["finding"]] if "finding" in case else [])


def test_every_code_has_a_case() -> None:
    told = {code for case in CASES for code in case["codes"]}
    assert told == set(get_args(Code)) - {"new", "dropped"}


def test_rules_are_sound_and_the_check_sees_what_is_not() -> None:
    assert check_rules(BOOK) == []
    assert [rule.id for rule in BOOK.rules("changes", "code")] == list(get_args(Code))
    changes = BOOK.table("changes")
    spoilt = {
        "code": [rule for rule in changes["code"] if rule["id"] != "moved"],
        "phrase": [{**changes["phrase"][1], "not": changes["phrase"][1]["examples"]}],
        "order": [{**changes["order"][0], "order": "same"}],
    }
    for kind, rules in spoilt.items():
        book = replace(BOOK, files={**BOOK.files, "changes": {**changes, kind: rules}})
        assert check_rules(book), kind
