"""What changed in a pair of tasks: each code from a minimal pair that yields it alone (cases/changes.toml)."""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import pytest

from pipeline.comparison import Code
from pipeline.diff.changes import Case, deadlines, describe, targets
from pipeline.diff.changes.rule_check import check_rules
from pipeline.diff.pairs import Match
from pipeline.model import Plan, Task
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


# --- laws over the phrases of other tests ----------------------------------------------------------------------

OPPOSITE = {
    "target_raised": "target_lowered", "target_added": "target_removed", "deadline_earlier": "deadline_later",
}  # fmt: skip
OPPOSITE |= {b: a for a, b in OPPOSITE.items()}
ONE_WAY = {"status_to_regular", "period_extended"}  # the way back is told as a limit, or in words


def phrases(name: str, count: int) -> list[str]:
    lines = (Path(__file__).parent / "cases" / name).read_text("utf-8").splitlines()
    known = dict.fromkeys(line.split("\t")[1].replace("\\n", "\n") for line in lines[2:] if "\t" in line)
    return random.Random(1).sample(list(known), count)


@lru_cache
def phrase_plan(year: int) -> Plan:
    """A plan of many rows: every target and every time a phrase of the tables of phrases."""
    rows = zip(phrases("targets.tsv", 250), phrases("deadlines.tsv", 250), strict=True)
    return table(year, [{"content": "Tỷ lệ văn bản đi được ký số", "target": a, "time": b} for a, b in rows])


def pairs(count: int) -> list[tuple[Task, Task]]:
    chance, tasks = random.Random(2), phrase_plan(2024).tasks
    return [(chance.choice(tasks), chance.choice(tasks)) for _ in range(count)]


def test_what_is_raised_one_way_is_lowered_the_other() -> None:
    case = Case(phrase_plan(2024), phrase_plan(2024), BOOK)
    told = set()
    for a, b in pairs(1000):
        there, back = ([f.code for f in targets.compare([x], [y], case)] for x, y in ((a, b), (b, a)))
        told.update(there)
        assert sorted(there) == sorted(OPPOSITE.get(code, code) for code in back), (a.cells[2].text, b.cells[2].text)
    assert len(told) >= 5


def test_what_is_earlier_one_way_is_later_the_other() -> None:
    case = Case(phrase_plan(2024), phrase_plan(2024), BOOK)
    told = set()
    for a, b in pairs(1000):
        sides = ((a.deadline, b.deadline), (b.deadline, a.deadline))
        there, back = ([f.code for f in deadlines.compare(x, y, case)] for x, y in sides)
        told.update(there)
        assert bool(there) == bool(back)
        if not ONE_WAY & {*there, *back}:
            assert sorted(there) == sorted(OPPOSITE.get(code, code) for code in back), (a.deadline, b.deadline)
    assert told >= {"deadline_earlier", "deadline_later", "reworded", *ONE_WAY}


def test_the_same_words_a_year_later_are_unchanged_or_not_rolled() -> None:
    old, new = phrase_plan(2024), phrase_plan(2025)
    case = Case(old, new, BOOK)
    for a, b in zip(old.tasks, new.tasks, strict=True):
        assert not list(targets.compare([a], [b], case)), a.cells[2].text
        codes = {f.code for f in deadlines.compare(a.deadline, b.deadline, case)}
        assert codes <= {"year_rolled", "year_not_rolled"}, a.deadline
