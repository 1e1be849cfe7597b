"""Two plans compared, end to end: what a careful clerk would list, the laws of the record, the command line."""

from __future__ import annotations

import json
import random
import re
import sys
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline
from pipeline import cli
from pipeline.comparison import Code, Kind, PlanDiff
from pipeline.diff import compare
from pipeline.document import Cell, Document, Grid, Paragraph
from pipeline.export import plan_json
from pipeline.model import Plan, Task
from pipeline.normalize.plan import normalize
from pipeline.report import REPORTS
from pipeline.report.diff_json import dump, schema_text
from pipeline.run import compare as compared
from pipeline.table import find_plan_tables
from tests import facts
from tests.build import seed
from tests.made_plans import BOOK, COLUMNS, table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SAMPLES = ROOT / "samples"
REAL = ROOT.parent / "shared" / "real" / "tables"
EXPECTED = {name: tomllib.loads((SAMPLES / "expected" / "diff" / f"{name}.toml").read_text("utf-8"))
            for name in ("2023-2024", "2024-2025")}  # fmt: skip
YEARS = tomllib.loads((HERE / "cases" / "years.toml").read_text("utf-8"))
Json = dict[str, Any]


def path(task: Task) -> str:
    return "/".join([*((s.number or "?").rstrip(".") for s in task.sections), (task.number or "?").rstrip(".")])


@lru_cache
def sample(stem: str) -> Plan:
    return plan_json.load(facts.printed(SAMPLES / f"{stem}.docx"))


@lru_cache
def made(side: str) -> Plan:
    year = {"old": 2024, "new": 2025}[side]
    return table(year, YEARS[side], COLUMNS, day=f"ngày 15 tháng 7 năm {year}")


# --- what a clerk would list --------------------------------------------------------------------------------


def listed(diff: PlanDiff, old: dict[str, str], new: dict[str, str]) -> list[tuple[str, Any]]:
    """Each change as (its tasks as a person names them, kind and codes)."""
    return [(f"{[old[t] for t in c.old]} -> {[new[t] for t in c.new]}", (c.kind, list(c.codes))) for c in diff.changes]


def wanted(changes: list[Json]) -> list[tuple[str, Any]]:
    return [(f"{list(map(str, c['old']))} -> {list(map(str, c['new']))}", (c["kind"], c["codes"])) for c in changes]


def check_reasons(diff: PlanDiff, changes: list[Json]) -> None:
    """In whatever order: each wanted phrase stands in the reasons of its change."""
    for change, want in zip(diff.changes, changes, strict=True):
        for phrase in want.get("says", ()):
            assert phrase in " ".join(change.reasons), want


@pytest.mark.parametrize("name", EXPECTED)
def test_samples(name: str) -> None:
    want = EXPECTED[name]
    old, new = sample(want["old"]), sample(want["new"])
    diff = compare(old, new, BOOK)
    names = [{t.id: path(t) for t in plan.tasks} for plan in (old, new)]
    assert dict(listed(diff, *names)) == dict(wanted(want["change"]))
    place = {tuple(c["new"] or c["old"]): c for c in want["change"]}
    check_reasons(
        diff, [place[tuple(names[1][t] for t in c.new) or tuple(names[0][t] for t in c.old)] for c in diff.changes]
    )
    assert [c.what for c in diff.plan_changes] == [c["what"] for c in want["plan"]]
    for change, plan in zip(diff.plan_changes, want["plan"], strict=True):
        assert plan["says"] in change.message


def test_years() -> None:
    diff = compare(made("old"), made("new"), BOOK)
    rows = [{t.id: str(n) for n, t in enumerate(made(side).tasks, start=1)} for side in ("old", "new")]
    assert listed(diff, *rows) == wanted(YEARS["change"])
    check_reasons(diff, YEARS["change"])
    assert [f.code for f in diff.findings] == ["T8", "Y1"]


def test_enough_is_written_down() -> None:
    """At least 40 changes over at least 25 kinds and codes."""
    changes = [c for each in (*EXPECTED.values(), YEARS) for c in each["change"]]
    told = {c["kind"] for c in changes} | {code for c in changes for code in c["codes"]}
    assert len(changes) >= 40
    assert len(told) >= 25
    assert set(get_args(Code)) <= told


# --- the fixture of the domain note: an invented 2023 before the seed ----------------------------------------


def seed_plan(rows: list[tuple[str, ...]], year: int) -> Plan:
    lines = [line.replace("2024", str(year)) for line in seed.lines() if line and "\t" not in line]
    cells = tuple(Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row))
    document = Document(
        f"ke-hoach-{year}.txt", f"{year:064d}", "docx",
        (*map(Paragraph, lines), Grid(len(rows), len(rows[0]), cells, header_rows=1)),
    )  # fmt: skip
    return normalize(document, find_plan_tables(document, BOOK), BOOK)


def year_before(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows of the domain note, the others as in the seed with their years one less."""
    back = [tuple(re.sub(r"202[34]", lambda m: str(int(m[0]) - 1), cell) for cell in row) for row in rows]
    at = {row[0]: n for n, row in enumerate(back) if "." in row[0].rstrip(".")}

    def change(number: str, new: str = "", target: str = "", time: str = "", method: str = "") -> None:
        _, content, was, when, how = back[at[number]]
        back[at[number]] = (new or number, content, target or was, time or when, method or how)

    change("1.1", target="Đạt từ 80% trở lên", method="VP Sở chủ trì")
    change("1.3", "1.4", "Đạt từ 84% trở lên", "Trong năm 2023")
    change("1.4", "1.3", "Đạt từ 84% trở lên", "Trong năm 2023")
    change("2.2", "2.4")
    change("2.4", "2.2", "100% hồ sơ sớm hạn")
    back[at["1.3"]], back[at["1.4"]] = back[at["1.4"]], back[at["1.3"]]
    back[at["2.2"]], back[at["2.4"]] = back[at["2.4"]], back[at["2.2"]]
    dropped = ("2.5", "Đặt hộp thư góp ý tại Bộ phận Một cửa", "01 hộp thư", "Quý I/2023", "Văn phòng Sở chủ trì")
    back.insert(at["2.4"] + 1, dropped)
    return [row for row in back if row[0] != "1.6"]


@pytest.mark.skipif(not seed.SOURCE.exists(), reason=seed.MISSING)
def test_domain_fixture() -> None:
    rows = list(seed.rows())
    old, new = seed_plan(year_before(rows), 2023), seed_plan(rows, 2024)
    diff = compare(old, new, BOOK)
    names = [{t.id: (t.number or "") if t.sections[0].number == "I" else f"II.{t.number}" for t in plan.tasks}
             for plan in (old, new)]  # fmt: skip
    found = dict(listed(diff, *names))
    assert found["['1.1'] -> ['1.1']"] == (
        "matched",
        ["target_raised", "year_rolled", "coop_changed", "method_changed"],
    )
    assert found["['1.4'] -> ['1.3']"] == ("matched", ["target_raised", "year_rolled", "renumbered"])
    assert found["['1.3'] -> ['1.4']"] == ("matched", ["year_not_rolled", "renumbered"])
    assert found["['2.2'] -> ['2.4']"] == ("matched", ["target_lowered", "year_rolled", "renumbered"])
    assert found["['2.5'] -> []"] == ("dropped", ["dropped"])
    assert found["[] -> ['1.6']"] == ("new", ["new"])
    others = {name: codes for name, (kind, codes) in found.items() if kind == "matched" and codes[0] not in (
        "target_raised", "year_not_rolled", "target_lowered")}  # fmt: skip
    assert set(map(tuple, others.values())) == {("carried_unchanged",)}
    assert [f.task for f in diff.findings if f.code == "Y1"] == [next(t.id for t in new.tasks if t.number == "1.4")]


# --- two owner versions of a real resolution -----------------------------------------------------------------


def markdown_plan(name: str) -> Plan:
    lines = [line.strip() for line in (REAL / name).read_text("utf-8").replace("**", "").splitlines() if line.strip()]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    rows = [row for row in rows if not all(set(cell) <= {"-", " "} for cell in row)]
    width = max(map(len, rows))
    cells = tuple(
        Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate([*row, *[""] * (width - len(row))])
    )
    head = [Paragraph(line) for line in lines if not line.startswith("|")]
    document = Document(name, "0" * 64, "docx", (*head, Grid(len(rows), width, cells, header_rows=1)))
    return normalize(document, find_plan_tables(document, BOOK), BOOK)


def owner_cells(plan: Plan, name: str) -> list[list[str]]:
    task = next(t for t in plan.tasks if t.id == name)
    return [cell.text.split() for cell in task.cells if cell.role in ("lead", "coop")]


@pytest.mark.skipif(not REAL.exists(), reason="the real tables are not beside the repository")
def test_two_owner_versions() -> None:
    """The draft names the ministry that wrote it, the other version the one that took it over in March 2025."""
    old, new = markdown_plan("nq03_pl2_draft_btttt.md"), markdown_plan("nq03_pl2_edited_bkhcn.md")
    diff = compare(old, new, BOOK)
    pairs = [c for c in diff.changes if c.kind == "matched"]
    owners = [c for c in pairs if "owner" in {f.field for f in c.fields}]
    assert len(pairs) >= 140
    assert [c.new for c in owners] == [c.new for c in pairs if owner_cells(old, c.old[0]) != owner_cells(new, c.new[0])]
    assert len(owners) >= 69
    words = " ".join(reason for c in owners for reason in c.reasons)
    assert "“Bộ Thông tin và Truyền thông” → “Bộ Khoa học và Công nghệ” (hợp nhất từ 01/03/2025)" in words
    assert "“Bộ Kế hoạch và Đầu tư” → “Bộ Tài chính” (hợp nhất từ 01/03/2025)" in words
    assert not any("deadline" in {f.field for f in c.fields} for c in pairs)


# --- laws ----------------------------------------------------------------------------------------------------


def hold_laws(diff: PlanDiff, old: Plan, new: Plan) -> None:
    """CONTRACT 2.4: each task once; order of the new plan, dropped ones where they stood; summary counts."""
    assert sorted(t for c in diff.changes for t in c.old) == sorted(t.id for t in old.tasks)
    assert sorted(t for c in diff.changes for t in c.new) == sorted(t.id for t in new.tasks)
    order = {t.id: n for n, t in enumerate(new.tasks)}
    places = [min(order[t] for t in c.new) for c in diff.changes if c.new]
    assert places == sorted(places)
    for kind in get_args(Kind):
        assert getattr(diff.summary, kind) == sum(c.kind == kind for c in diff.changes)
    for change in diff.changes:
        assert change.codes
        assert ("carried_unchanged" in change.codes) <= (len(change.codes) == 1)
        assert 0 <= change.score <= 1


PLANS = ["ke-hoach-2023", "ke-hoach-2024", "ke-hoach-2025", "quyet-dinh-chuong-trinh-2026"]


@pytest.mark.parametrize("stem", PLANS)
def test_a_plan_against_itself(stem: str) -> None:
    plan = sample(stem)
    diff = compare(plan, plan, BOOK)
    hold_laws(diff, plan, plan)
    assert {c.codes for c in diff.changes} == {("carried_unchanged",)}
    assert all(c.old == c.new and c.confidence == "certain" for c in diff.changes)
    assert not diff.plan_changes
    assert not diff.findings


ROWS = [row for side in ("old", "new") for row in YEARS[side]]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(range(len(ROWS))), max_size=12), st.lists(st.sampled_from(range(len(ROWS))), max_size=12)
)
def test_any_two_plans(left: list[int], right: list[int]) -> None:
    """Whatever rows, in whatever order and however often: the laws hold, and twice gives the same bytes."""
    plans = [table(year, [ROWS[n] for n in side] or [ROWS[0]]) for year, side in ((2024, left), (2025, right))]
    diff = compare(*plans, BOOK)
    hold_laws(diff, *plans)
    assert dump(diff) == dump(compare(*plans, BOOK))


def test_dropped_ones_stand_where_they_stood() -> None:
    texts = "Kiểm tra kho lưu trữ", "Tập huấn soạn thảo văn bản", "Số hóa sổ đăng ký", "Mua máy quét cho phòng đọc"
    rows = [{"content": text, "time": "Quý I/{}", "lead": "Văn phòng Sở"} for text in texts]
    old = table(2024, [{k: v.format(2024) for k, v in row.items()} for row in rows])
    new = table(2025, [{k: v.format(2025) for k, v in row.items()} for row in (rows[3], rows[0])])
    kinds = [(c.kind, c.old) for c in compare(old, new, BOOK).changes]
    ids = [t.id for t in old.tasks]
    assert kinds == [
        ("matched", (ids[3],)), ("matched", (ids[0],)), ("dropped", (ids[1],)), ("dropped", (ids[2],)),
    ]  # fmt: skip


def test_shuffled_rows_are_the_same_measures() -> None:
    rows = [{**row, "no": str(n)} for n, row in enumerate(YEARS["old"], start=1)]
    shuffled = list(rows)
    random.Random(5).shuffle(shuffled)
    old, new = table(2024, rows), table(2024, [{**row, "no": str(n)} for n, row in enumerate(shuffled, start=1)])
    diff = compare(old, new, BOOK)
    assert diff.summary.matched == len(rows)
    words = [{t.id: t.content for t in plan.tasks} for plan in (old, new)]
    assert all(words[0][c.old[0]] == words[1][c.new[0]] for c in diff.changes)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (3, 0), (1, 1), (0, 0)])
def test_small_plans(old: int, new: int) -> None:
    from dataclasses import replace

    plan = made("old")
    sides = replace(plan, tasks=plan.tasks[:old]), replace(plan, tasks=plan.tasks[:new])
    diff = compare(*sides, BOOK)
    hold_laws(diff, *sides)
    assert len(diff.changes) == max(old, new)


def test_measure_ids_last() -> None:
    """What the content says makes the name: not its number, its section, its owner or its year."""
    first = compare(sample("ke-hoach-2023"), sample("ke-hoach-2024"), BOOK)
    again = compare(sample("ke-hoach-2023"), sample("ke-hoach-2025"), BOOK)
    names = [{c.old[0]: c.measure_id for c in diff.changes if len(c.old) == 1} for diff in (first, again)]
    shared = names[0].keys() & names[1].keys()
    assert shared
    assert all(names[0][task] == names[1][task] for task in shared)
    ids = [c.measure_id for c in first.changes]
    assert len(set(ids)) == len(ids)


# --- reports and the command line ----------------------------------------------------------------------------


def test_json_fits_its_schema() -> None:
    schema = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    diff = compare(sample("ke-hoach-2024"), sample("ke-hoach-2025"), BOOK)
    record = json.loads(dump(diff))
    jsonschema.validate(record, schema)
    assert list(record)[:6] == ["schema", "old", "new", "changes", "summary", "findings"]
    assert list(record["changes"][0])[:9] == [
        "kind", "codes", "old", "new", "confidence", "score", "runner_up", "reasons", "fields",
    ]  # fmt: skip


def test_text_report() -> None:
    both = compared(sample("ke-hoach-2023"), sample("ke-hoach-2024"), BOOK)
    text = REPORTS["text"](both, BOOK).decode()
    lines = text.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0] == "SO SÁNH KẾ HOẠCH"
    heads = [line.split(" (")[0] for line in lines if re.match(r"[A-ZĐÀ-Ỹ]{2}[A-ZĐÀ-Ỹ ]+ \(\d", line)]
    assert heads == [
        "THAY ĐỔI CỦA VĂN BẢN", "CẦN XEM LẠI", "KHÔNG CÒN", "MỚI", "NÂNG CHỈ TIÊU", "HẠ CHỈ TIÊU", "THÊM CHỈ TIÊU",
        "SỚM HƠN", "CHƯA ĐỔI NĂM", "ĐỔI CÁCH THỨC", "TÁCH", "GỘP", "GIỮ NGUYÊN",
    ]  # fmt: skip
    assert "I.1.3 (cũ: I.1.4)" in text


@pytest.fixture
def saved(tmp_path: Path) -> dict[str, str]:
    """plan.json of the samples, as `extract` writes them."""
    paths = {}
    for stem in ("ke-hoach-2023", "ke-hoach-2024"):
        paths[stem] = str(tmp_path / f"{stem}.json")
        Path(paths[stem]).write_bytes(facts.printed(SAMPLES / f"{stem}.docx"))
    return paths


def kehoach(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["kehoach", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    return int(stop.value.code or 0)


def test_command(
    saved: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    old, new = saved.values()
    out = tmp_path / "diff.json"
    assert kehoach(monkeypatch, "diff", old, new, "--format", "json", "-o", str(out)) == 0
    assert capfdbinary.readouterr() == (b"", b"")
    assert out.read_bytes() == dump(compare(sample("ke-hoach-2023"), sample("ke-hoach-2024"), BOOK))
    assert kehoach(monkeypatch, "diff", old, new, "--fail-if-diff") == 1
    assert capfdbinary.readouterr().out.decode().startswith("SO SÁNH KẾ HOẠCH")
    assert kehoach(monkeypatch, "diff", old, old, "--fail-if-diff") == 0


def test_many_years(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """2024, then a year without two of the measures, then one of them again."""
    rows = [{**row, "time": "Trong năm {}"} for row in YEARS["old"]]
    plans = {2024: rows, 2025: rows[2:], 2026: [rows[0], *rows[2:]]}
    paths = []
    for year, kept in plans.items():
        paths.append(str(tmp_path / f"{year}.json"))
        plan = table(year, [{**row, "time": row["time"].format(year)} for row in kept])
        Path(paths[-1]).write_bytes(plan_json.dump(plan))
    assert kehoach(monkeypatch, "diff", *paths, "--format", "json") == 0
    record = json.loads(capfdbinary.readouterr().out)
    events = {line["content"]: [a["event"] for a in line["appearances"]] for line in record["lines"]}
    assert events[rows[0]["content"]] == ["first", "dropped", "back"]
    assert events[rows[1]["content"]] == ["first", "dropped"]
    assert all(events[row["content"]] == ["first", "kept", "kept"] for row in rows[2:])
    assert [plan["plan_year"] for plan in record["plans"]] == [2024, 2025, 2026]
    assert [diff["schema"] for diff in record["diffs"]] == ["kehoach.diff/1"] * 2
    assert kehoach(monkeypatch, "diff", *paths, "--fail-if-diff") == 1
    shown = capfdbinary.readouterr().out.decode()
    assert "    2025  không còn\n    2026  I.1: trở lại" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_a_persons_pairs_win(
    saved: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """What the program is not sure of is written out, corrected by hand and read back."""
    pairs, out = tmp_path / "pairs.csv", tmp_path / "diff.json"
    assert kehoach(monkeypatch, "diff", *saved.values(), "--save-pairs", str(pairs)) == 0
    lines = pairs.read_text("utf-8-sig").splitlines()
    split = [line for line in lines if line.startswith("tách,")]
    assert len(split) == 2
    pairs.write_text("\n".join([lines[0], split[0].replace("tách,", "cùng,", 1)]), "utf-8")
    arguments = ["diff", *saved.values(), "--pairs", str(pairs), "--format", "json", "-o", str(out)]
    assert kehoach(monkeypatch, *arguments) == 0
    summary = json.loads(out.read_bytes())["summary"]
    assert (summary["split"], summary["new"]) == (0, 3)
    pairs.write_text("a,b\n", "utf-8")
    assert kehoach(monkeypatch, *arguments) == 3


def test_run_compares_consecutive_plans(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    names = [f"ke-hoach-{year}.docx" for year in (2023, 2024, 2025)]
    inputs, out = [str(SAMPLES / name) for name in names], tmp_path / "out"
    assert kehoach(monkeypatch, "run", *inputs, "-o", str(out)) == 0
    folders = ["diff/ke-hoach-2023--ke-hoach-2024", "diff/ke-hoach-2024--ke-hoach-2025"]
    assert sorted(f"diff/{path.name}" for path in (out / "diff").iterdir()) == folders
    record = json.loads((out / "run.json").read_bytes())
    assert [made["folder"] for made in record["comparisons"]] == folders
    assert all(made["because"] for made in record["comparisons"])
    first = (out / folders[0] / "diff.json").read_bytes()
    assert first == dump(compare(sample("ke-hoach-2023"), sample("ke-hoach-2024"), BOOK))
    assert b"2 m\xe1\xbb\x9bi" in capfdbinary.readouterr().out
    asked = ["--old", inputs[0], "--new", inputs[2]]
    assert kehoach(monkeypatch, "run", *inputs, "-o", str(out), *asked) == 0
    record = json.loads((out / "run.json").read_bytes())
    assert [made["folder"] for made in record["comparisons"]] == ["diff/ke-hoach-2023--ke-hoach-2025"]
    assert kehoach(monkeypatch, "run", *inputs, "-o", str(out), *asked[:2]) == 2


def test_a_document_and_its_plan_json_are_one_plan(
    saved: dict[str, str], monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    document = str(SAMPLES / "ke-hoach-2023.docx")
    assert kehoach(monkeypatch, "diff", document, saved["ke-hoach-2023"], "--fail-if-diff") == 0


@pytest.mark.parametrize(
    ("arguments", "code"), [(["{}"], 2), (["{}", "absent.docx"], 3), (["{}", "pyproject.toml"], 3)]
)
def test_command_refuses(
    arguments: list[str], code: int, saved: dict[str, str], monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:  # fmt: skip
    assert kehoach(monkeypatch, "diff", *(a.format(saved["ke-hoach-2023"]) for a in arguments)) == code
    shown = capfdbinary.readouterr()
    assert shown.out == b""
    assert 1 <= shown.err.decode().count("\n") <= 3


def test_public_names() -> None:
    """Functions stay functions although the stages bear their names."""
    assert pipeline.diff(SAMPLES / "ke-hoach-2023.docx.json", sample("ke-hoach-2024")).summary.matched >= 12
    assert {f.code for f in pipeline.check(sample("ke-hoach-2024"))} >= {"Y1"}
    assert pipeline.normalize("target", "Đạt từ 85% trở lên")[0]["value"] == 85
