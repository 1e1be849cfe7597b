"""The outputs of one plan: JSON that validates, CSV and Excel that keep what they are given."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import jsonschema
import openpyxl
import pandas as pd
import pytest

from pipeline.errors import InputError
from pipeline.export import WRITERS, flat
from pipeline.export.combined import write_tables
from pipeline.export.plan_json import dump, load, schema
from pipeline.export.sheets import SHARED, assign, sheet_names
from pipeline.model import (
    SCHEMA,
    Accounting,
    Deadline,
    DocumentInfo,
    File,
    Finding,
    Issuer,
    Owner,
    Plan,
    Section,
    Signer,
    Table,
    Target,
    Task,
    TaskCell,
)


def task(number: str, lead: str | None, *, coop: str | None = None, collective: bool = False, **values: object) -> Task:
    owners = [Owner("lead", lead, collective=collective)] if lead else []
    owners += [Owner("cooperating", coop)] if coop else []
    made = Task(
        id=f"T1.r{number}",
        table="T1",
        number=number,
        sections=(Section("I", "Cải cách"),),
        content=f"Việc {number}",
        cells=(TaskCell("method", "Cách làm", "=1+1"),),
        owners=tuple(owners),
    )
    return replace(made, **values)


@pytest.fixture
def plan() -> Plan:
    due = Deadline("by_date", end="2024-12-01", end_inclusive=True, due_date="2024-12-01", text="01/12", rule="date")
    goal = Target("gt", 84.5, unit="%", stated=True, text="trên 84,5%", rule="above")
    tasks = (
        task("1.10", "Văn phòng Sở", coop="Phòng Tổ chức", deadline=due, targets=(goal,)),
        task("1.2", "Phòng Tổ chức", findings=(Finding("U1", "warning", "chưa đọc được", task="T1.r1.2"),)),
        task("2", "Các phòng", collective=True),
        task("3", None),
    )
    info = DocumentInfo(
        File("k.docx", "0" * 64, "docx", None, False),
        type="Kế hoạch",
        reference="05/KH-SKH",
        issuer=Issuer("Sở Thử nghiệm"),
        issued_on="2024-01-05",
        plan_year=2024,
        signer=Signer(("KT",), "Giám đốc", "Phó Giám đốc", "Trần Thử"),
    )
    return Plan(SCHEMA, info, (Table("T1", None, (), None, "portrait"),), tasks, (), Accounting())


def test_json_validates_against_the_printed_schema_and_comes_back(plan: Plan) -> None:
    data = dump(plan)
    jsonschema.Draft202012Validator(schema()).validate(json.loads(data))
    assert load(data) == plan
    assert dump(plan) == data
    assert json.loads(data)["document"]["signer"]["for"] == "Giám đốc"


def test_json_keys_stand_in_the_order_of_the_contract(plan: Plan) -> None:
    assert list(json.loads(dump(plan))) == ["schema", "document", "tables", "tasks", "findings", "accounting"]


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'{"schema": "kehoach.plan/9"}', b"\xff\xfe"])
def test_what_is_no_plan_json_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        load(data)
    assert len(str(caught.value).splitlines()) == 2


def test_jsonl_has_one_task_a_line_with_its_source(plan: Plan) -> None:
    lines = [json.loads(line) for line in WRITERS["jsonl"](plan).decode().splitlines()]
    assert [line["number"] for line in lines] == ["1.10", "1.2", "2", "3"]
    assert {line["document"]["reference"] for line in lines} == {"05/KH-SKH"}


def test_csv_keeps_numbers_as_text_and_dates_as_iso(plan: Plan) -> None:
    data = WRITERS["csv"](plan)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0]["number"] == "\t1.10", "Excel would read 1.1"
    assert rows[0]["deadline_text"] == "\t01/12", "Excel would read a date of this year"
    assert rows[0]["due_date"] == "2024-12-01"
    assert rows[0]["method"] == "\t=1+1", "Excel would run a formula"
    assert rows[0]["content"] == "Việc 1.10"


@pytest.fixture
def tables(tmp_path: Path) -> Callable[..., tuple[str, pd.DataFrame]]:
    """Plans to the text of the combined CSV and the frame of the Parquet file."""

    def write(*plans: Plan) -> tuple[str, pd.DataFrame]:
        write_tables(plans, tmp_path / "t.csv", tmp_path / "t.parquet")
        return (tmp_path / "t.csv").read_bytes().decode("utf-8-sig"), pd.read_parquet(tmp_path / "t.parquet")

    return write


def test_tables_of_nothing_still_have_their_headings(tables: Callable[..., tuple[str, pd.DataFrame]]) -> None:
    text, frame = tables()
    assert text.strip().split(",") == flat.columns() == list(frame.columns)


def test_parquet_keeps_types_even_where_a_column_is_empty(
    plan: Plan, tables: Callable[..., tuple[str, pd.DataFrame]]
) -> None:
    text, frame = tables(plan, plan)
    assert list(frame["number"][:2]) == ["1.10", "1.2"]
    assert str(frame["due_date"][0]) == "2024-12-01"
    assert frame["target_value"][0] == 84.5
    assert frame["plan_year"].tolist() == [2024] * 8
    assert len(list(csv.DictReader(io.StringIO(text)))) == 8


def test_rows_in_blocks_are_the_rows(
    plan: Plan, tables: Callable[..., tuple[str, pd.DataFrame]], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tables(*[plan] * 3)
    monkeypatch.setattr("pipeline.export.combined._AT_ONCE", 5)
    blocks = tables(*[plan] * 3)
    assert blocks[0] == whole[0]
    assert blocks[1].equals(whole[1])


def test_workbook_has_a_sheet_a_lead_unit_one_shared_and_one_to_track(plan: Plan) -> None:
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](plan)))
    assert book.sheetnames == ["Văn phòng Sở", "Phòng Tổ chức", SHARED, "Bảng theo dõi"]
    cells = {c.value: c for row in book["Văn phòng Sở"].iter_rows() for c in row if c.value is not None}
    assert cells["I > 1.10"].data_type == "s"
    track = [row[1].value for row in book["Bảng theo dõi"].iter_rows(min_row=5)]
    assert track == ["I > 1.10", "I > 1.2", "I > 2", "I > 3"]
    assert cells[datetime(2024, 12, 1)].number_format == "dd/mm/yyyy"
    assert cells["> 84,5 %"].font.name == "Times New Roman"
    assert book["Bảng theo dõi"].freeze_panes


def test_every_task_is_on_some_assignment_sheet(plan: Plan) -> None:
    duties = assign(plan)
    assert {d.task.number for sheet in duties.values() for d in sheet} == {"1.10", "1.2", "2", "3"}
    groups = [(d.group.split(".")[0], d.task.number) for d in duties["Phòng Tổ chức"]]
    assert groups == [("I", "1.2"), ("II", "1.10")]


def test_sheet_names_are_valid_and_unique() -> None:
    units = [
        "Ủy ban nhân dân các xã, phường, đặc khu A",
        "Ủy ban nhân dân các xã, phường, đặc khu B",
        "[?]",
        "x/y",
        "X y",
    ]
    names = list(sheet_names(units).values())
    assert len({n.casefold() for n in names}) == len(units)
    assert all(0 < len(n) <= 31 and not set("[]:*?/\\") & set(n) for n in names)
