"""The language of owners: phrases with their reading (cases/owners.tsv), rows, the seed, properties."""

from __future__ import annotations

import csv
import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Owner
from pipeline.normalize.context import Context
from pipeline.normalize.owner import OwnerReader, check_rules, owner_reader
from pipeline.normalize.owner.check import ROLES, as_text
from pipeline.rulebook import load
from pipeline.text import clean, key

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
ISSUER = "Sở Khoa học và Công nghệ"
CUT = re.compile(r"\(Cổng$|[,+]$|\+ | (?:chủ|và|các|Ủy|Văn|thực|chính|trong|Gia|Cà)$|^Thương mại$|^Công nghiệp và năng")
COLUMNS = (None, "lead", "coop", "lead_coop", "leader", "method", "note")


def cases() -> list[dict[str, str]]:
    """One case a line. issuer: blank is the department of the table, "-" is none."""
    with (HERE / "cases" / "owners.tsv").open(encoding="utf-8") as file:
        return [
            {k: v or "" for k, v in row.items()} for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


@pytest.fixture(scope="module")
def reader() -> OwnerReader:
    return owner_reader(load())


def context(case: dict[str, str]) -> Context:
    issuer = {"": ISSUER, "-": None}.get(case["issuer"], case["issuer"])
    return Context(
        column=case["column"] or None, issuer=issuer, issued_on=date.fromisoformat(case["on"] or "2024-01-17")
    )


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['id']} {case['text'][:40]}")
def test_phrase(reader: OwnerReader, case: dict[str, str]) -> None:
    got = reader.read(case["text"].replace("\\n", "\n"), context(case))
    for role in ROLES:
        assert as_text(got.values, role, case[role]) == case[role]
    if case["flag"]:  # "!" a person must look at it, "." nobody need
        assert bool(got.findings) == (case["flag"] == "!"), got.findings


def test_rules_hold() -> None:
    assert check_rules(load()) == []


# --- kinds -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sở Tài chính", "unit"),
        ("các sở, ban, ngành", "collective"),
        ("Toàn thể CBCCVC và người lao động", "persons"),
        ("Doanh nghiệp viễn thông (VNPT, Viettel)", "external"),
        ("Kho bạc Nhà nước", "external"),
        ("Giám đốc Sở Tài chính", "position"),
        ("Lãnh đạo Sở", "position"),
        ("Ông Nguyễn Văn A, Phó Giám đốc", "person"),
        ("Cán bộ, công chức, viên chức", "persons"),
        ("công chức phòng chuyên môn", "persons"),
        ("HTX Nông nghiệp Diên Điền", "external"),
        ("Ban Chỉ đạo CCHC tỉnh", "unit"),
        ("TTKSBT", "unknown"),
    ],
)
def test_kind(reader: OwnerReader, text: str, kind: str) -> None:
    assert [o.kind for o in reader.read(text, Context(issuer=ISSUER)).values] == [kind]


@pytest.mark.parametrize(
    ("text", "context", "want"),
    [
        ("Sở Tài chính", Context(plan_year=2025), None),
        ("Sở Tài chính", Context(plan_year=2025, issued_on=date(2025, 1, 20)), "so-tai-chinh-truoc-2025"),
        ("Sở Tài chính", Context(plan_year=2025, issued_on=date(2025, 4, 20)), "so-tai-chinh"),
        ("Sở Tài chính", Context(plan_year=2024), "so-tai-chinh-truoc-2025"),
        ("Sở Tài chính", Context(plan_year=2026), "so-tai-chinh"),
        ("Sở Tài chính", Context(), None),
        ("Sở Y tế", Context(plan_year=2025), "so-y-te"),
        ("Sở TT&TT", Context(plan_year=2025), "so-tttt"),
        ("UBND cấp xã", Context(plan_year=2025), None),
        ("Chủ trì, phối hợp với Sở Y tế", Context(plan_year=2025, issuer=ISSUER), None),
    ],
)
def test_a_body_that_changed_in_the_year_of_an_undated_plan_has_no_id(
    reader: OwnerReader, text: str, context: Context, want: str | None
) -> None:
    owner = reader.read(text, context).values[0]
    assert owner.unit == want
    assert owner.collective == text.startswith("UBND")


# --- rows ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "want"),
    [
        ({"lead": "Văn phòng Sở", "coop": "Phòng KHTC"}, "lead: Văn phòng Sở | cooperating: Phòng KHTC"),
        ({"lead": "Văn phòng Sở", "method": "Bộ phận Một cửa hướng dẫn nộp hồ sơ"}, "lead: Văn phòng Sở"),
        ({"method": "Bộ phận Một cửa hướng dẫn nộp hồ sơ"}, "lead: Bộ phận Một cửa*"),
        (
            {"lead": "Văn phòng Sở", "method": "Chủ trì, phối hợp với Sở Nội vụ; đề nghị Sở Tài chính hỗ trợ"},
            "lead: Văn phòng Sở | cooperating: Sở Nội vụ | requested: Sở Tài chính",
        ),
        ({"lead": "Quý II", "method": "Bộ phận Một cửa hướng dẫn nộp hồ sơ"}, ""),
        ({"coop": "Sở Nội vụ", "method": "Văn phòng Sở chủ trì"}, "lead: Văn phòng Sở | cooperating: Sở Nội vụ"),
        ({"coop": "Sở Nội vụ", "method": "Phối hợp với Sở Nội vụ rà soát"}, "cooperating: Sở Nội vụ"),
        ({"lead": "VP", "method": "Văn phòng Sở chủ trì"}, "lead: VP"),
        ({"lead_coop": "Sở Nội vụ, các phòng, đơn vị"}, "lead: Sở Nội vụ* | cooperating: các phòng, đơn vị [C]"),
        ({"lead": "Văn phòng Sở", "leader": "Đ/c Lê Phước Đức - PGĐ"}, "lead: Văn phòng Sở | leader: Lê Phước Đức"),
        ({"lead": "Văn phòng Sở", "note": "Thanh tra Sở theo dõi; phối hợp với Công an tỉnh"},
         "lead: Văn phòng Sở | cooperating: Công an tỉnh"),
        ({"note": "Theo Kế hoạch của Sở Nội vụ"}, ""),
    ],
)  # fmt: skip
def test_row(reader: OwnerReader, cells: dict[str, str], want: str) -> None:
    owners = reader.row(cells, Context(issuer=ISSUER, plan_year=2024)).values
    lines = ((role, as_text(owners, role)) for role in ROLES)
    assert " | ".join(f"{role}: {line}" for role, line in lines if line) == want


def test_unread_text_of_an_owner_column_is_a_finding(reader: OwnerReader) -> None:
    reading = reader.row({"lead": "Sở Nội vụ; chưa rõ"}, Context(issuer=ISSUER))
    assert reading.leftover == ("chưa rõ",)
    assert [(f.code, f.level, f.quote, f.column) for f in reading.findings] == [("U3", "warning", "chưa rõ", "lead")]


def test_ordinary_words_of_a_method_are_no_leftover(reader: OwnerReader) -> None:
    assert reader.row({"method": "Cập nhật kịp thời các quy định"}, Context()).leftover == ()


def test_unsure_name_is_a_finding(reader: OwnerReader) -> None:
    reading = reader.read("Phòng Thẩm định, Giám định", Context(column="lead"))
    assert [f.code for f in reading.findings] == ["U3"]


def test_explain_points_into_the_text(reader: OwnerReader) -> None:
    text = "Chủ trì: Văn phòng Sở; phối hợp: ai đó"
    steps = reader.explain(text, Context(column="lead", issuer=ISSUER))
    assert [(text[a:b], rule) for (a, b), _, rule, _ in steps] == [("Văn phòng Sở", "label"), ("ai đó", "")]
    assert all(text[a:b] == piece for (a, b), piece, _, _ in steps)


# --- the seed --------------------------------------------------------------------------------------------------------

GOLD = {  # DOMAIN appendix A, names only: lead | cooperating | requested
    "1.1": ("Văn phòng Sở", "Các đơn vị [C]", ""),
    "1.2": ("Văn phòng Sở* ; Ban Biên tập Trang TTĐT*", "", ""),
    "1.3": ("", "Trung tâm phục vụ hành chính công", ""),
    "1.4": ("Các phòng, đơn vị [C]* ; Bộ phận tiếp nhận và trả kết quả*=bo-phan-mot-cua", "", ""),
    "1.5": ("Bộ phận Một cửa* ; Các phòng đơn vị [C]*", "", ""),
    "1.6": ("Bộ phận Một cửa*", "", ""),
    "1.7": ("Các phòng, đơn vị [C]*", "", ""),
    "1.8": ("Các phòng, đơn vị [C]* ; Bộ phận Một cửa*", "", ""),
    "2.1": ("Các phòng, đơn vị thuộc Sở [C]", "", ""),
    "2.2": ("Các phòng, đơn vị thuộc Sở [C]*", "", ""),
    "2.3": ("Các phòng, đơn vị thuộc Sở [C]*", "", ""),
    "2.4": ("Bộ phận Một cửa*", "các phòng, đơn vị [C]", ""),
    "1": ("Các phòng, đơn vị [C]* ; Bộ phận Một cửa*", "công chức phòng chuyên môn", "Trung tâm CNTT và DVHCCTT"),
    "2": ("Cán bộ, công chức, viên chức [C]*", "", ""),
    "3": ("Các phòng, đơn vị thuộc Sở [C]*", "", "Ban Biên tập"),
}


def seed_methods() -> dict[str, str]:
    """Method text by row number; a row cut by the page is joined."""
    path = SHARED / "seed" / "ke-hoach-2024.txt"
    if not path.exists():
        pytest.skip("the seed is not beside the repository")
    methods: dict[str, str] = {}
    last = ""
    for line in path.read_text("utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) == 5 and fields[4] and fields[0] != "STT":
            last = fields[0] or last
            methods[last] = f"{methods[last]} {fields[4]}" if last in methods else fields[4]
    return methods


def test_seed_rows(reader: OwnerReader) -> None:
    methods = seed_methods()
    assert set(methods) == set(GOLD)
    for number, gold in GOLD.items():
        owners = reader.row({"method": methods[number]}, Context(issuer=ISSUER, plan_year=2024)).values
        got = tuple(as_text(owners, role, want) for role, want in zip(ROLES, gold, strict=False))
        assert got == gold, number
        assert not [o for o in owners if o.role == "leader"], number


def test_real_cells_are_read(reader: OwnerReader) -> None:
    """Owner cells of real plans, but for those that the extraction cut, leave next to nothing unread."""
    path = SHARED / "real" / "cells.tsv"
    if not path.exists():
        pytest.skip("the real cells are not beside the repository")
    cells = {f[1] for f in (line.split("\t") for line in path.read_text("utf-8").splitlines()) if f[0] == "O"}
    whole = [c for c in cells if not CUT.search(c)]
    unread = [c for c in whole if reader.read(c, Context(column="lead")).leftover]
    assert len(whole) > 180
    assert len(unread) < len(whole) * 0.02, unread


# --- properties ------------------------------------------------------------------------------------------------------

WORDS = [w for case in cases() for w in case["text"].split(" ")]
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))


def spelled_out(owner: Owner, text: str) -> bool:
    """The name stands in the text, or is a head of the text before words of the text (elision)."""
    flat = key(text)
    head, _, rest = key(owner.name).partition(" ")
    return key(owner.name) in flat or (owner.rule == "no-subject") or (head in flat and rest in flat)


@given(TEXTS, st.sampled_from(COLUMNS))
@settings(max_examples=200, deadline=None)
def test_any_text_reads(text: str, column: str | None) -> None:
    reader = owner_reader(load())
    reading = reader.read(text, Context(column=column, issuer=ISSUER))
    assert all(spelled_out(owner, clean(text)) for owner in reading.values)
    assert len({(o.role, key(o.name)) for o in reading.values}) == len(reading.values)
    assert OwnerReader(reader.book).read(text, Context(column=column, issuer=ISSUER)) == reading
    reader.explain(text, Context(column=column))


@given(TEXTS, st.sampled_from(("lead", "coop", "lead_coop", "leader")))
@settings(max_examples=200, deadline=None)
def test_a_cell_names_somebody_or_is_flagged(text: str, column: str) -> None:
    """Nothing is dropped in silence; "không", "-" and the like say that there is nobody."""
    reader = owner_reader(load())
    reading = reader.read(text, Context(column=column, issuer=ISSUER))
    silent = not reading.values and not reading.findings
    assert not silent or not any(map(str.isalnum, clean(text))) or key(text).split(" ")[0] in ("không", "0")


SET_PHRASES = """
các sở, ban, ngành | các sở, ban, ngành, đoàn thể | UBND các huyện, thị xã, thành phố | các cấp, các ngành
UBND các xã, phường, thị trấn | UBND các xã, phường, đặc khu | các phòng, đơn vị thuộc Sở | các phòng, ban, đơn vị
các cơ quan, đơn vị, địa phương | cán bộ, công chức, viên chức và người lao động | các tổ chức chính trị - xã hội
các cơ quan, tổ chức, cá nhân có liên quan | cấp ủy, chính quyền các cấp"""
PROTECTED = """
Sở Văn hóa, Thể thao và Du lịch | Sở Lao động - Thương binh và Xã hội | Sở Nông nghiệp và Phát triển nông thôn
Phòng Kinh tế, Hạ tầng và Đô thị | Phòng Kế hoạch - Tài chính | Văn phòng HĐND và UBND | Văn phòng Đoàn ĐBQH và HĐND
Chi cục Tiêu chuẩn - Đo lường - Chất lượng | Bộ phận Tiếp nhận và Trả kết quả | Trung tâm CNTT và DVHCCTT
Trung tâm GDNN - GDTX | Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh | Bộ Chỉ huy Bộ đội Biên phòng | Tổ Công nghệ số cộng đồng
Ban Quản lý Khu kinh tế Vân Phong | Ban Biên tập Trang thông tin điện tử | Liên hiệp các Hội Khoa học và Kỹ thuật
Trung tâm Ứng dụng Tiến bộ Khoa học và Công nghệ | Ban chỉ đạo Cải cách hành chính và Chuyển đổi số
Sở Quy hoạch - Kiến trúc | Sở Dân tộc và Tôn giáo | Sở Văn hóa và Thể thao"""
WHOLE = [name.strip() for name in f"{SET_PHRASES}|{PROTECTED}".replace("\n", "|").split("|") if name.strip()]
JOINTS = ["; ", "\n", "\n- "]


@given(
    st.lists(st.sampled_from(WHOLE), min_size=1, max_size=5, unique=True),
    st.sampled_from(JOINTS),
)
@settings(max_examples=80, deadline=None)
def test_lists_fall_into_their_members(names: list[str], joint: str) -> None:
    """However they are put together, set phrases and protected names stay whole."""
    reading = owner_reader(load()).read(joint.join(names), Context(column="coop"))
    assert {o.name for o in reading.values} <= set(names)
    assert len(reading.values) >= len(names) - 3  # names of one unit count once
    assert reading.leftover == ()


@pytest.mark.parametrize("name", WHOLE)
def test_after_another_owner_and_a_comma(reader: OwnerReader, name: str) -> None:
    reading = reader.read(f"Sở Y tế, {name}", Context(column="coop"))
    assert [o.name for o in reading.values] == ["Sở Y tế", name]


@pytest.mark.parametrize(
    "piece",
    [
        "(", "Sở;", "a ", "Sở Y tế;Sở Nội vụ ", "các ", "các sở, ban, ", "phối hợp với ", "Sở Tài chính, ",
        "Phòng A, B ", "không Sở ", "Sở A hoặc ", "Sở A cùng ", "HĐND, ", "các sở,\n", "(trừ Sở A) ", "giao Sở A ",
        "Theo Sở A, ",
    ],
)  # fmt: skip
def test_long_texts_take_their_length_in_time(reader: OwnerReader, piece: str) -> None:
    """Four times the text takes about four times the time, never sixteen."""

    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        reader.read(text, Context(column="lead"))
        reader.read(text, Context(column="method"))
        return time.process_time() - start

    short, long = seconds(8_000), seconds(32_000)
    assert long < 10 * short + 0.5
