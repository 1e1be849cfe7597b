"""The unit table: names at the plan's day and in the issuer's house, successions, spellings."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import RulesError
from pipeline.rulebook import RuleBook, load, own_rules_dir
from pipeline.units import UnitTable, check_units, spellings, unit_table

BEFORE, AFTER, TWO_LEVELS = date(2024, 1, 17), date(2025, 4, 1), date(2025, 8, 1)
DEPARTMENT = "Sở Khoa học và Công nghệ"


@pytest.fixture(scope="module")
def table() -> UnitTable:
    return unit_table(load())


def test_shipped_table_is_sound() -> None:
    assert check_units(load()) == []


@pytest.mark.parametrize(
    ("name", "on", "issuer", "want"),
    [
        ("Sở Tài chính", BEFORE, None, "so-tai-chinh-truoc-2025"),
        ("Sở Tài chính", AFTER, None, "so-tai-chinh"),
        ("Sở Tài chính", None, None, "so-tai-chinh"),
        ("Sở Nội vụ tỉnh Khánh Hòa", AFTER, None, "so-noi-vu"),
        ("Sở TT&TT", AFTER, None, "so-tttt"),
        ("Sở NN&MT", BEFORE, None, "so-nnmt"),
        ("Bộ KH&ĐT", BEFORE, None, "bo-khdt"),
        ("Bộ Khoa học, Công nghệ", AFTER, None, "bo-khcn"),
        ("Thuế Đồng Nai", AFTER, None, "thue-tinh"),
        ("Công an tỉnh Khánh Hòa", AFTER, None, "cong-an-tinh"),
        ("VP", BEFORE, DEPARTMENT, "van-phong-so"),
        ("VP", BEFORE, "UBND tỉnh Khánh Hòa", "vp-ubnd-tinh"),
        ("VP", BEFORE, "Bộ Nội vụ", "van-phong-bo"),
        ("VP", TWO_LEVELS, "UBND xã Diên Điền", "vp-hdnd-ubnd-xa"),
        ("VP", BEFORE, None, None),
        ("UBND", BEFORE, DEPARTMENT, "ubnd-tinh"),
        ("UBND", TWO_LEVELS, "UBND xã Diên Điền", "ubnd-xa"),
        ("Các đơn vị", BEFORE, "Bộ Nội vụ", "cac-don-vi-thuoc-bo"),
        ("tỉnh Khánh Hòa", BEFORE, None, "tinh-khanh-hoa-truoc-2025"),
        ("tỉnh Khánh Hòa", TWO_LEVELS, None, "tinh-khanh-hoa"),
        ("tỉnh Ninh Thuận", TWO_LEVELS, None, "tinh-ninh-thuan"),
        ("Sở Không có", BEFORE, None, None),
    ],
)
def test_resolve(table: UnitTable, name: str, on: date | None, issuer: str | None, want: str | None) -> None:
    unit = table.resolve(name, on, issuer)
    assert (unit.id if unit else None) == want


@pytest.mark.parametrize(
    ("name", "on", "valid"),
    [
        ("Sở TT&TT", BEFORE, True),
        ("Sở TT&TT", AFTER, False),
        ("Sở NN&MT", BEFORE, False),
        ("Thanh tra Sở", AFTER, True),
        ("Thanh tra Sở", TWO_LEVELS, False),
        ("tỉnh Ninh Thuận", TWO_LEVELS, False),
    ],
)
def test_validity(table: UnitTable, name: str, on: date, valid: bool) -> None:
    unit = table.resolve(name, on)
    assert unit is not None
    assert unit.valid(on) is valid


def test_named_districts_end_with_their_class(table: UnitTable) -> None:
    unit = table.class_of("UBND huyện Vạn Ninh")
    assert unit is not None
    assert unit.valid(BEFORE)
    assert not unit.valid(TWO_LEVELS)
    assert table.class_of("UBND thành phố Hà Nội") is None


def test_every_succession_is_told_on_both_sides_or_by_the_ended(table: UnitTable) -> None:
    """Whoever has a predecessor with an end is named among its successors."""
    for unit in table.units.values():
        for before in unit.predecessors:
            assert unit.id in table.units[before].successors or table.units[before].valid_to is None


def test_departments_of_2025(table: UnitTable) -> None:
    heirs = {name: table.resolve(name, BEFORE) for name in ("Sở KH&ĐT", "Sở GTVT", "Sở TT&TT", "Sở TN&MT", "Sở LĐTBXH")}
    assert [unit.successors[0] for unit in heirs.values() if unit] == [
        "so-tai-chinh", "so-xay-dung", "so-khcn", "so-nnmt", "so-noi-vu",
    ]  # fmt: skip


def test_spellings_of_abbreviations() -> None:
    assert {"sở vhttdl", "sở vh - tt - dl", "sở vh , tt và dl", "sở vh , tt & dl"} <= spellings("Sở VH,TT&DL", "và")


def _book(*rows: Mapping[str, str]) -> RuleBook:
    return RuleBook({}, {"units": rows}, "")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"id": "a", "name": ""}, "without id or name"),
        ({"id": "a", "name": "A", "parent": "b"}, "parent b is no row"),
        ({"id": "a", "name": "A", "successors": "c|a"}, "successors c is no row"),
        ({"id": "a", "name": "A", "valid_from": "1/3/2025"}, "is no date"),
        ({"id": "a", "name": "A", "valid_to": "2/28/2025"}, "is no date"),
        ({"id": "a", "name": "A", "valid_to": "31/02/2025"}, "is no date"),
        ({"id": "a", "name": "A", "valid_from": "2025-03-01", "valid_to": "2025-02-28"}, "after valid_to"),
    ],
)
def test_unsound_rows(row: Mapping[str, str], problem: str) -> None:
    (found,) = check_units(_book(row))
    assert problem in found


def test_a_book_without_units_knows_nothing() -> None:
    assert UnitTable(RuleBook({}, {}, "")).resolve("Sở Nội vụ") is None


# --- the table goes through Excel -----------------------------------------------------------------------------------


def _through_excel(separator: str, day: str) -> bytes:
    """units.csv as Excel saves it: BOM, CRLF, its own separator and days, needless quotes, blank lines at the end."""
    rows = list(csv.reader(io.StringIO((own_rules_dir() / "units.csv").read_text("utf-8"))))
    days = [n for n, heading in enumerate(rows[0]) if heading.startswith("valid")]
    for row in rows[1:]:
        for n in days:
            row[n] = date.fromisoformat(row[n]).strftime(day) if row[n] else ""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return b"\xef\xbb\xbf" + (out.getvalue() + (separator * (len(rows[0]) - 1) + "\r\n") * 2).encode("utf-8")


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("day", ["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"])
def test_a_table_saved_by_excel_is_the_same_table(tmp_path: Path, table: UnitTable, separator: str, day: str) -> None:
    (tmp_path / "units.csv").write_bytes(_through_excel(separator, day))
    book = load(tmp_path)
    assert check_units(book) == []
    assert UnitTable(book).units == table.units


def test_one_line_of_an_office_adds_a_unit(tmp_path: Path) -> None:
    text = "id;name;aliases;level\r\nphong-dmst;Phòng Đổi mới sáng tạo;Phòng ĐMST|P. ĐMST;so\r\n"
    (tmp_path / "units.csv").write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    unit = UnitTable(load(tmp_path)).resolve("P.ĐMST", BEFORE, DEPARTMENT)
    assert unit is not None
    assert unit.id == "phong-dmst"


@pytest.mark.parametrize("day", ["7/1/2025", "sau 2025", "2025-13-01"])
def test_a_day_that_is_none_stops_the_run(day: str) -> None:
    """Read as blank it would let the body live forever; "7/1/2025" is January or July, by the Excel that wrote it."""
    with pytest.raises(RulesError, match="a: "):
        UnitTable(_book({"id": "a", "name": "A", "valid_to": day}))


def test_days_and_heirs_are_those_of_the_reorganisation_of_2025(table: UnitTable) -> None:
    """DOMAIN 5.7 knows four days; a succession that rests on anything else is not in the table."""
    known = {date(2025, 2, 28), date(2025, 3, 1), date(2025, 6, 30), date(2025, 7, 1), None}
    assert {day for unit in table.units.values() for day in (unit.valid_from, unit.valid_to)} == known
    for unit in table.units.values():
        assert unit.valid_to or not unit.successors, unit.id
        assert unit.valid_from or not unit.predecessors, unit.id


@pytest.mark.parametrize(
    ("name", "on", "issuer", "want"),
    [
        ("Cục Thuế", BEFORE, DEPARTMENT, "cuc-thue-tinh"),
        ("Cục Thuế", BEFORE, "Bộ Tài chính", "cuc-thue"),
        ("Cục Thuế", BEFORE, None, None),
        ("Phòng Kinh tế", BEFORE, "UBND thành phố Nha Trang", "phong-kinh-te-huyen"),
        ("Phòng Kinh tế", TWO_LEVELS, "UBND xã Diên Điền", "phong-kinh-te"),
        ("Văn phòng Huyện ủy", BEFORE, DEPARTMENT, "vp-huyen-uy"),
        ("TTr", BEFORE, DEPARTMENT, "thanh-tra-so"),
        ("UB MTTQ Việt Nam tỉnh", BEFORE, DEPARTMENT, "mttq-tinh"),
    ],
)
def test_names_of_two_levels(table: UnitTable, name: str, on: date, issuer: str | None, want: str | None) -> None:
    unit = table.resolve(name, on, issuer)
    assert (unit.id if unit else None) == want


@pytest.mark.parametrize(
    ("name", "issuer", "parent", "want"),
    [
        ("Văn phòng", "Sở Nội vụ", "UBND tỉnh An Giang", "van-phong-so"),
        ("Văn phòng", "Văn phòng", "Sở Xây dựng Khánh Hòa", "van-phong-so"),
        ("Văn phòng", "Ủy ban nhân dân tỉnh Phú Yên", None, "vp-ubnd-tinh"),
        ("UBND", "Đảng ủy xã Đức Trọng", None, "ubnd-xa"),
        ("Văn phòng", "Đảng ủy xã Đức Trọng", "Đảng bộ tỉnh Lâm Đồng", None),
        ("Văn phòng", "Tỉnh ủy Khánh Hòa", None, None),
        ("Văn phòng", "Hội đồng nhân dân tỉnh Nghệ An", None, None),
        ("Văn phòng", "Trường Đại học Nha Trang", "Bộ Giáo dục và Đào tạo", None),
        ("Ban Giám đốc", "Bệnh viện Đa khoa tỉnh", "Sở Y tế Khánh Hòa", None),
        ("Các phòng, đơn vị", "Công an tỉnh Khánh Hòa", "Bộ Công an", None),
    ],
)
def test_organs_of_the_issuer_alone(
    table: UnitTable, name: str, issuer: str, parent: str | None, want: str | None
) -> None:
    """A bare "Văn phòng" is the office of the body that issues the plan; of a body the table does not know, none."""
    unit = table.resolve(name, None, issuer, parent)
    assert (unit.id if unit else None) == want
