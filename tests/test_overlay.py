"""An office's own rules laid over ours: added, replaced by id, and errors that point at file, rule and place."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import rulebook
from pipeline.normalize.context import Context
from pipeline.normalize.deadline import deadline_reader
from pipeline.normalize.owner import owner_reader
from tests.child import calls

PLAN = Context(plan_year=2024, column="time")


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / name.replace("__", ".")).write_text(text, "utf-8")
    return tmp_path


OURS = "[[phrase]]\nid = 'ours'\npattern = '{}'\nmeans = 'quarter'\nexamples = ['quý']\nnot = ['x']\n"


def test_no_overlay_is_our_own_book() -> None:
    assert rulebook.load(None) is rulebook.load(None)


def test_a_unit_and_an_alias_are_added(tmp_path: Path) -> None:
    head = (rulebook.own_rules_dir() / "units.csv").read_text("utf-8").splitlines()[0]
    blank = dict.fromkeys(head.split(","), "")
    row = {**blank, "id": "to-sao-mai", "name": "Tổ Sao Mai xanh", "aliases": "Tổ SMX", "level": "xa",
           "inner": "xa", "kind": "unit"}  # fmt: skip
    book = rulebook.load(folder(tmp_path, units__csv=f"{head}\n{','.join(row.values())}\n"))
    assert book.hash != rulebook.load().hash
    assert len(book.rows("units")) == len(rulebook.load().rows("units")) + 1
    (owner,) = owner_reader(book).read("Tổ SMX", Context(plan_year=2024, column="lead")).values
    assert owner.unit == "to-sao-mai"


def test_a_rule_is_replaced_by_its_id(tmp_path: Path) -> None:
    rule = next(r for r in rulebook.load().rules("deadlines") if r.means == "continuous")
    text = f"""
[[phrase]]
id = "{rule.id}"
pattern = 'quanh năm suốt tháng'
means = "continuous"
examples = [{{ text = "Quanh năm suốt tháng", value = "continuous" }}]
not = ["trong năm"]
"""
    book = rulebook.load(folder(tmp_path, deadlines__toml=text))
    (value,) = deadline_reader(book).read("Quanh năm suốt tháng", PLAN).values
    assert (value.kind, value.rule) == ("continuous", rule.id)
    assert len(book.rules("deadlines")) == len(rulebook.load().rules("deadlines"))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("deadlines.toml", "[[phrase]\n", ["deadlines.toml", "dòng 1"]),
        ("deadlines.toml", OURS.format("quý ("), ["deadlines.toml", "ours", "vị trí"]),
        ("targets.toml", "[[phrase]]\nid = 'ours'\npattern = 'đạt'\n", ["targets.toml", "ours", "ví dụ"]),
        ("owners.toml", "\xff", ["owners.toml"]),
        ("units.csv", "id,name,valid_from\nx,Sở X,mai\n", ["units.csv", "mai"]),
    ],
)  # fmt: skip
def test_errors_point_at_file_rule_and_place(name: str, text: str, said: list[str], tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(text.encode("latin-1" if text == "\xff" else "utf-8"))
    (result,) = calls([["rules", "check", str(tmp_path)]])
    assert result.code == 5
    assert "Traceback" not in result.stderr
    for word in said:
        assert word in result.stdout + result.stderr


def test_an_example_that_its_rule_does_not_read_is_told(tmp_path: Path) -> None:
    text = """
[[phrase]]
id = "ours"
pattern = 'quanh năm suốt tháng'
means = "continuous"
examples = [{ text = "Quanh năm", value = "continuous" }]
not = ["Quanh năm suốt tháng"]
"""
    (result,) = calls([["rules", "check", str(folder(tmp_path, deadlines__toml=text))]])
    assert result.code == 5
    assert len([line for line in result.stdout.splitlines() if "ours" in line]) == 2, (
        "the example and the counter-example"
    )


def test_a_folder_that_is_not_there() -> None:
    (result,) = calls([["rules", "check", "khong-co"]])
    assert result.code == 5
    assert len(result.stderr.splitlines()) == 2
