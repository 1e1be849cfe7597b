"""Each check fires on a fault planted in a sound plan, and no other check does."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from pipeline import rulebook
from pipeline.check import CHECKS, check, check_rules
from pipeline.document import Cell, Document, Grid, Paragraph
from pipeline.model import Finding, Plan
from pipeline.normalize.plan import normalize, with_findings
from pipeline.report.findings import as_json, as_text
from pipeline.report.rules import listing
from pipeline.run import extract
from pipeline.table import find_plan_tables

BOOK = rulebook.load()


@dataclass
class Sound:
    """A plan without fault, as lines and rows that a test may spoil."""

    name: str = "ke-hoach-2024.docx"
    head: list[str] = field(
        default_factory=lambda: [
            "UBND TỈNH BÌNH SƠN",
            "SỞ NỘI VỤ",
            "Số: 12/KH-SNV",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Bình Sơn, ngày 17 tháng 01 năm 2024",
            "KẾ HOẠCH",
            "Nâng cao chất lượng công tác văn thư của Sở Nội vụ năm 2024",
        ]
    )
    bases: list[str] = field(
        default_factory=lambda: [
            "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;",
            "Căn cứ Quyết định số 15/QĐ-UBND ngày 05/01/2024 của UBND tỉnh ban hành Chương trình công tác;",
            "Sở Nội vụ ban hành Kế hoạch như sau:",
        ]
    )
    body: list[str] = field(
        default_factory=lambda: [
            "I. MỤC ĐÍCH",
            "Bảo đảm văn bản đến được chuyển đúng người, đúng việc.",
            "II. NỘI DUNG",
            "Nhiệm vụ cụ thể tại Phụ lục kèm theo.",
            "III. TỔ CHỨC THỰC HIỆN",
            "Giao Văn phòng Sở tổng hợp, báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện trước ngày 15/12/2024.",
        ]
    )
    tail: list[str] = field(
        default_factory=lambda: [
            "Nơi nhận:",
            "- Ủy ban nhân dân tỉnh;",
            "- Các phòng, đơn vị thuộc Sở;",
            "- Lưu: VT, VP.",
            "GIÁM ĐỐC",
            "Trần Minh An",
        ]
    )
    annex: list[str] = field(default_factory=lambda: ["PHỤ LỤC", "NHIỆM VỤ CÔNG TÁC VĂN THƯ"])
    header: list[str] = field(
        default_factory=lambda: ["STT", "Nội dung nhiệm vụ", "Chỉ tiêu", "Thời gian thực hiện", "Chủ trì", "Phối hợp"]
    )
    rows: list[list[str]] = field(
        default_factory=lambda: [
            ["I", "CÔNG TÁC VĂN THƯ", "", "", "", ""],
            [
                "1",
                "Tỷ lệ văn bản đi được ký số",
                "Đạt từ 90% trở lên",
                "Trong tháng 6/2024",
                "Văn phòng Sở",
                "Thanh tra Sở",
            ],
            ["2", "Tập huấn kỹ năng soạn thảo văn bản", "02 lớp", "Quý II/2024", "Văn phòng Sở", "Thanh tra Sở"],
            [
                "3",
                "Tỷ lệ hồ sơ công việc lập trên hệ thống",
                "Đạt từ 80% trở lên",
                "Trước ngày 29/11/2024",
                "Văn phòng Sở",
                "",
            ],
            ["II", "CÔNG TÁC LƯU TRỮ", "", "", "", ""],
            [
                "1",
                "Chỉnh lý tài liệu tồn đọng",
                "Từ 20 mét giá trở lên",
                "Quý III/2024",
                "Thanh tra Sở",
                "Văn phòng Sở",
            ],
            ["2", "Kiểm tra kho lưu trữ", "Ít nhất 02 lần", "Tháng 10/2024", "Thanh tra Sở", ""],
        ]
    )

    def document(self) -> Document:
        lines = [*self.head, *self.bases, *self.body, *self.tail, *self.annex]
        table = [self.header, *self.rows]
        cells = tuple(Cell(r, c, text) for r, row in enumerate(table) for c, text in enumerate(row))
        grid = Grid(len(table), len(self.header), cells, header_rows=1)
        return Document(self.name, "0" * 64, "docx", (*(Paragraph(text) for text in lines), grid))


def findings(plan: Sound) -> tuple[Finding, ...]:
    document = plan.document()
    tables = find_plan_tables(document, BOOK)
    read = normalize(document, tables, BOOK)
    return (*read.findings, *check(document, tables, read, BOOK))


def at(row: int, column: int, text: str) -> Callable[[Sound], object]:
    return lambda plan: plan.rows[row].__setitem__(column, text)


def line(part: str, number: int, text: str) -> Callable[[Sound], object]:
    return lambda plan: getattr(plan, part).__setitem__(number, text)


def add(part: str, text: str) -> Callable[[Sound], object]:
    return lambda plan: getattr(plan, part).append(text)


def insert(row: int, cells: list[str]) -> Callable[[Sound], object]:
    return lambda plan: plan.rows.insert(row, cells)


def both(*edits: Callable[[Sound], object]) -> Callable[[Sound], object]:
    return lambda plan: [edit(plan) for edit in edits]


CONTENT, TARGET, TIME, LEAD, COOP = 1, 2, 3, 4, 5
FAULTS: list[tuple[str, Callable[[Sound], object]]] = [
    ("Y1", at(1, TIME, "Trong tháng 6/2023")),
    ("Y1", at(2, TIME, "Trước ngày 30/11/2022")),
    ("Y2", add("body", "- Nâng cao tinh thần phục vụ và tiếp tục cải thiện Chỉ số văn thư của Sở năm 2023.")),
    ("Y3", at(1, TIME, "Quý I/2025")),
    ("Y4", line("bases", 1, "Căn cứ Công văn số 15/SNV-VP ngày 05/01/2024 của Sở Nội vụ về kết quả văn thư năm 2024;")),
    ("Y5", line("bases", 1, "Căn cứ Quyết định số 15/QĐ-UBND ngày 05/02/2024 của UBND tỉnh ban hành Chương trình;")),
    ("Y6", at(1, TIME, "Trước ngày 10/01/2024")),
    ("Y7", lambda plan: setattr(plan, "name", "ke-hoach-2022.docx")),
    ("Y8", line("annex", 1, "NHIỆM VỤ CÔNG TÁC VĂN THƯ NĂM 2023")),
    ("Y8", at(0, CONTENT, "NHIỆM VỤ VĂN THƯ NĂM 2023")),
    ("D1", at(1, TIME, "")),
    ("D2", at(1, TIME, "Trong năm 2024")),
    ("D3", at(1, TIME, "31/11/2024")),
    ("D4", at(1, TIME, "Ngày 30/11/2024")),
    ("D4", at(1, TIME, "02/9/2024")),
    ("D5", at(1, CONTENT, "Tỷ lệ văn bản đi được ký số (trước ngày 30/8/2024)")),
    ("D6", at(1, TIME, "Định kỳ")),
    ("D7", at(1, TIME, "Quý II")),
    ("D9", both(insert(4, ["3.1", "Lập danh mục hồ sơ", "01 danh mục", "Trước ngày 05/12/2024", "Văn phòng Sở", ""]))),
    ("T1", at(1, CONTENT, "Có trên 70% văn bản đi được ký số")),
    ("T2", both(at(3, CONTENT, "Hồ sơ giải quyết sớm hạn"), at(3, TARGET, "100% hồ sơ sớm hạn hoặc đúng hạn"))),
    ("T3", at(1, TARGET, "")),
    ("T4", at(1, TARGET, "Đạt từ 90%")),
    ("T5", add("body", "- Phấn đấu tỷ lệ văn bản đi được ký số năm 2024 đạt từ 95% trở lên.")),
    ("T6", at(1, TARGET, "Tăng 5%")),
    ("T7", at(1, TARGET, "Đạt từ 110% trở lên")),
    ("T9", at(1, TARGET, "Đạt trên 80%")),
    ("O1", at(1, LEAD, "")),
    ("O2", at(1, LEAD, "Các phòng, đơn vị thuộc Sở")),
    ("O3", at(1, LEAD, "Văn phòng Sở; Phòng Tổ chức cán bộ")),
    ("O4", at(1, COOP, "Sở Tài chinh")),
    ("O5", at(1, COOP, "Sở Dân tộc và Tôn giáo")),
    ("O6", at(1, COOP, "Sở Nội vụ")),
    ("O7", at(1, COOP, "Văn phòng Sở")),
    ("O8", line("tail", 1, "- Sở Tài chính;")),
    ("N1", at(2, 0, "4")),
    ("N1", at(3, 0, "2")),
    ("N2", at(4, 0, "II.")),
    ("N3", insert(7, ["III", "CÔNG TÁC KHÁC", "", "", "", ""])),
    ("R1", at(2, CONTENT, "Tỷ lệ văn bản đi được ký số")),
    ("R1", at(2, CONTENT, "Tỷ lệ các văn bản đi được ký số")),
    ("R2", line("body", 3, "Nhiệm vụ cụ thể tại Phụ lục; Văn phòng Sở thực hiện nhiệm vụ 1.9 Phụ lục kèm theo.")),
    ("R2", line("body", 3, "Nhiệm vụ cụ thể tại mục III của Phụ lục.")),
    ("R3", add("body", "Kế hoạch gồm 9 nhiệm vụ.")),
    ("X1", at(1, CONTENT, "Tỷ lệ văn bản đi được ký số trên hệ thống QLVBĐH")),
    ("X2", at(2, CONTENT, "Tập huấn kỹ năng “Soạn thảo văn bản")),
    ("X3", at(2, CONTENT, "Tập huấn kỹ năng soạn thảo văn bản cho các")),
    ("X4", at(2, CONTENT, "Tập huấn kỹ năng soạn thảo văn bản, sử dụng chữ ký sôố")),
    ("M1", lambda plan: plan.head.pop(2)),
    ("M2", line("body", 3, "Các phòng thực hiện nhiệm vụ được giao.")),
    ("M3", line("head", 2, "Số: 12/BC-SNV")),
    ("M4", line("bases", 1, "Căn cứ Quyết định số 15/QĐ-UBND của UBND tỉnh ban hành Chương trình công tác;")),
    ("M4", line("bases", 1, "Căn cứ Quyết định ngày 05/01/2024 của UBND tỉnh ban hành Chương trình công tác;")),
    ("M5", lambda plan: plan.bases.insert(0, plan.bases.pop(1))),
    ("M6", both(line("tail", 4, "KT GIÁM ĐỐC"), lambda plan: plan.tail.insert(5, "PHÓ GIÁM ĐỐC"))),
]  # fmt: skip


def test_a_sound_plan_has_no_findings() -> None:
    assert [(f.code, f.message, f.quote) for f in findings(Sound())] == []


@pytest.mark.parametrize(("code", "spoil"), FAULTS, ids=[f"{code}-{n}" for n, (code, _) in enumerate(FAULTS)])
def test_the_check_fires_on_its_fault_and_no_other_does(code: str, spoil: Callable[[Sound], object]) -> None:
    plan = Sound()
    spoil(plan)
    found = findings(plan)
    assert {f.code for f in found} == {code}, [(f.code, f.message, f.quote) for f in found]
    assert all(f.message and f.level in ("error", "warning", "info") for f in found)


def test_a_budget_that_does_not_add_up() -> None:
    plan = Sound()
    plan.header.append("Kinh phí (triệu đồng)")
    amounts = iter(["", "1.200", "300,5", "10", "", "5", "4,5", ""])
    plan.rows = [[*row, next(amounts)] for row in plan.rows] + [["", "Tổng cộng", "", "", "", "", "1.521"]]
    assert {f.code for f in findings(plan)} == {"R4"}
    plan.rows[-1][-1] = "1.520"
    assert findings(plan) == ()


def undated(year: int, *edits: Callable[[Sound], object]) -> list[tuple[str | None, str]]:
    """What O9 says of the sound plan of another year, without its day of issue."""
    plan = Sound(name=f"ke-hoach-{year}.docx")
    plan.head[5] = "Bình Sơn, ngày     tháng     năm"
    for part in (plan.head, plan.body):
        part[:] = [text.replace("2024", str(year)) for text in part]
    plan.rows = [[text.replace("2024", str(year)) for text in row] for row in plan.rows]
    for edit in edits:
        edit(plan)
    return [(f.quote, f.message) for f in findings(plan) if f.code == "O9"]


def test_units_that_changed_in_the_year_of_an_undated_plan() -> None:
    assert undated(2024, at(1, COOP, "Sở Tài chính")) == []
    ((quote, message),) = undated(2025, at(1, COOP, "Sở Tài chính"), at(2, COOP, "Sở Kế hoạch và Đầu tư"))
    assert quote == "Sở Tài chính; Sở Kế hoạch và Đầu tư; Thanh tra Sở"
    assert "01/03/2025" in message
    assert "01/07/2025" in message
    ((quote, message),) = undated(2025, at(1, COOP, "UBND các huyện, thị xã, thành phố"))
    assert "UBND các huyện, thị xã, thành phố" in str(quote)
    assert undated(2026, at(1, COOP, "Sở Tài chính")) == []


def test_every_check_has_a_fault_planted() -> None:
    planted = {code for code, _ in FAULTS} | {"R4", "O9"}
    assert set(CHECKS) <= planted


# What is right and was, or might be, taken for a fault.
SOUND: list[Callable[[Sound], object]] = [
    line("body", 3, "Nhiệm vụ cụ thể tại mục II của Phụ lục; nhiệm vụ I.2 Phụ lục làm trước."),
    line("body", 3, "Nhiệm vụ tại Phụ lục, theo mục 9 Phụ lục kèm theo Thông tư số 01/2023/TT-BNV."),
    line("bases", 1, "Căn cứ Chương trình công tác năm 2024 của UBND tỉnh;"),
    lambda plan: plan.bases.insert(0, "Căn cứ Luật Tổ chức chính quyền địa phương năm 2015;"),
    line("tail", 1, "- Thường trực UBND tỉnh;"),
    line("tail", 1, "- Như Điều 3;"),
    at(1, CONTENT, "Tỷ lệ văn bản đi được ký số, tổng kết ngày 20/6/2024"),
    at(2, CONTENT, "Tập huấn kỹ năng soạn thảo văn bản năm 2024 và các năm tiếp theo"),
    at(2, CONTENT, "Tập huấn kỹ năng soạn thảo văn bản, khắc phục những tồn tại"),
    at(2, CONTENT, "Tập huấn kỹ năng soạn thảo văn bản cho cán bộ, công chức"),
    # DOMAIN 4.3, no warning: what looks back, what is cited, what is prepared for the next year, plans of several years
    at(0, CONTENT, "NHỮNG HẠN CHẾ, THIẾU SÓT CỦA NĂM 2023"),
    add("body", "- Nâng cao chất lượng văn bản so với năm 2023, khắc phục hạn chế của năm 2023."),
    add("body", "- Phát huy kết quả năm 2023, tiếp tục triển khai nhiệm vụ."),
    add("body", "- Tiếp tục thực hiện Chương trình cải cách hành chính giai đoạn 2021-2030 của Chính phủ."),
    add("body", "- Tiếp tục thực hiện Quyết định số 12/QĐ-UBND ngày 15/3/2023 của UBND tỉnh về văn thư."),
    at(2, CONTENT, "Duy trì hệ thống quản lý chất lượng theo TCVN ISO 9001:2015"),
    at(2, CONTENT, "Xây dựng dự toán kinh phí công tác văn thư năm 2025"),
    at(1, TARGET, "Đạt từ 90% trở lên (năm 2023: 88%)"),
    line("bases", 1, "Căn cứ Quyết định số 15/QĐ-UBND ngày 11/01/2024 của UBND tỉnh công bố kết quả năm 2023;"),
    both(
        line("head", 7, "Nâng cao chất lượng công tác văn thư của Sở Nội vụ giai đoạn 2024-2026"),
        at(1, TIME, "Năm 2025"),
    ),
    both(at(1, LEAD, "Các phòng, đơn vị thuộc Sở; Văn phòng Sở"), at(1, COOP, "Các phòng, đơn vị thuộc Sở")),
    both(at(5, CONTENT, "Tỷ lệ văn bản đi được ký số"), at(5, LEAD, "Văn phòng Sở"), at(5, COOP, "Thanh tra Sở")),
]


@pytest.mark.parametrize("edit", SOUND, ids=range(len(SOUND)))
def test_no_alarm_where_nothing_is_wrong(edit: Callable[[Sound], object]) -> None:
    plan = Sound()
    edit(plan)
    assert [(f.code, f.message, f.quote) for f in findings(plan) if f.code not in ("O3",)] == []


def test_after_one_slip_the_numbers_go_on() -> None:
    plan = Sound()
    plan.rows.insert(4, ["3", "Lập danh mục hồ sơ của cơ quan", "01 danh mục", "Quý III/2024", "Văn phòng Sở", ""])
    plan.rows.insert(5, ["4", "Giao nộp hồ sơ vào lưu trữ", "01 biên bản", "Quý III/2024", "Thanh tra Sở", ""])
    at(3, 0, "1")(plan)
    assert [(f.code, f.quote) for f in findings(plan)] == [("N1", "1")]


def test_a_plan_of_several_years_is_told_once() -> None:
    plan = Sound()
    for row in (1, 2, 3, 5):
        at(row, TIME, "Năm 2024-2026")(plan)
    assert [(f.code, f.task) for f in findings(plan)] == [("Y3", None)]


# --- all codes in one place ---------------------------------------------------------------------------------


def test_every_code_is_listed_and_no_other() -> None:
    """rules/checks.toml lists what the program can say: the codes that stand in its source."""
    source = Path(check_rules.__code__.co_filename).parents[1]
    written = {
        code
        for path in source.rglob("*.py")
        for code in re.findall(r'"([A-Z][1-9]\d?)"', path.read_text(encoding="utf-8"))
    }
    listed = {rule.id for rule in BOOK.rules("checks", "check")}
    assert listed == written


def test_rules_list_tells_each_code() -> None:
    shown = listing(BOOK)
    for rule in BOOK.rules("checks", "check"):
        line = next(line for line in shown.splitlines() if line.split()[:2] == ["[check]", rule.id])
        assert rule.extra["title"] in line
        assert rule.extra["level"] in line


# The levels of DOMAIN 8.4, and those a check gives itself.
LEVELS = {
    "error": "Y1 Y5 D3 D8 T7 O5 R3 R4 X5 M3",
    "warning": "Y2 Y4 Y6 Y7 Y8 D1 D5 D6 D9 T1 T2 T6 O1 O4 O7 O9 N1 N3 R1 R2 X2 X3 M1 M2 M4",
    "info": "Y3 D2 D4 D7 T3 T4 T5 T9 O2 O3 O6 O8 N2 X1 X4 M5 M6",
}


def test_levels_are_those_of_the_domain() -> None:
    listed = {rule.id: rule.extra["level"] for rule in BOOK.rules("checks", "check")}
    wanted = {code: level for level, codes in LEVELS.items() for code in codes.split()}
    assert {code: listed[code] for code in wanted} == wanted
    assert set(CHECKS) <= set(wanted)


# --- the seed -----------------------------------------------------------------------------------------------

# Code and place: "" is the document. DOMAIN 8.4 "Expected findings on the seed", 0.2 and appendix A; nothing else.
SEED_FINDINGS = """
Y2, Y4, D2, D7, T5, O8, N2, X1, M1
I.1 1.1: D5
I.1 1.3: T9, O1
I.1 1.4: Y1, X3
I.1 1.5: T4
I.1 1.7: O2, X4
I.2 2.1: D4, O2
I.2 2.2: O2
I.2 2.3: T1, O2, X4
I.2 2.4: T2
II 2: O2, X2, X4
II 3: O1, O2
"""


@pytest.mark.parametrize("layout", ["portrait", "as-exported", "auto-numbers", "landscape-label-in-title"])
def test_seed(layout: str, seed_docx: dict[str, Path]) -> None:
    plan = extract(seed_docx[layout], BOOK)
    paths = {t.id: f"{'.'.join(s.number or '' for s in t.sections)} {t.number}" for t in plan.tasks}
    found = sorted((paths[f.task] if f.task else "", f.code) for f in plan.findings)
    wanted = sorted(
        (line.rpartition(": ")[0], code)
        for line in SEED_FINDINGS.strip().splitlines()
        for code in line.rpartition(": ")[2].split(", ")
    )
    if layout not in ("portrait", "as-exported"):  # labels that Word counts, or that open a title, are of one kind
        wanted.remove(("", "N2"))
    assert found == wanted


# --- for a person -------------------------------------------------------------------------------------------


def planted(*edits: Callable[[Sound], object]) -> Plan:
    plan = Sound()
    both(*edits)(plan)
    document = plan.document()
    tables = find_plan_tables(document, BOOK)
    read = normalize(document, tables, BOOK)
    return with_findings(read, check(document, tables, read, BOOK))


def test_report_goes_by_place_and_ends_with_a_summary() -> None:
    plan = planted(
        at(1, TIME, "Trong tháng 6/2023"), at(1, LEAD, "Các phòng, đơn vị thuộc Sở"), lambda p: p.head.pop(2)
    )
    assert as_text(plan, 70).splitlines() == [
        "RÀ SOÁT  ke-hoach-2024.docx",
        "",
        "TOÀN VĂN BẢN",
        "  CẢNH BÁO M1   Văn bản thiếu: số.",
        "                Gợi ý: Bổ sung trước khi ban hành.",
        "",
        "Mục I, STT 1: Tỷ lệ văn bản đi được ký số",
        "  LỖI      Y1   Cột Thời gian thực hiện: Thời hạn ghi năm 2023, kế",
        "                hoạch là của năm 2024.",
        "                “Trong tháng 6/2023”",
        "                Gợi ý: Trong tháng 6/2024",
        "  LƯU Ý    O2   Cột Chủ trì: Chủ trì chỉ là tập thể chung, không rõ",
        "                một đầu mối.",
        "                “Các phòng, đơn vị thuộc Sở”",
        "                Gợi ý: Nêu một đơn vị làm đầu mối.",
        "",
        "ke-hoach-2024.docx: 6 nhiệm vụ; 1 lỗi, 1 cảnh báo, 1 lưu ý.".replace("6", str(len(plan.tasks))),
        "Lỗi phải sửa trước: mục I, STT 1 (Y1).",
    ]


def test_report_of_a_sound_plan() -> None:
    assert as_text(planted()).splitlines()[-1].endswith("0 lỗi, 0 cảnh báo, 0 lưu ý. Không thấy điều gì phải xem lại.")


def test_json_names_the_place() -> None:
    (found,) = json.loads(as_json(planted(at(5, TIME, "Trong tháng 6/2023"))))
    assert list(found) == ["code", "level", "message", "quote", "suggestion", "task", "column", "place"]
    assert found["place"] == "mục II, STT 1, cột Thời gian thực hiện"


def test_the_rules_of_the_checks_are_sound() -> None:
    assert check_rules(BOOK) == []


def test_an_office_switches_a_check_off(tmp_path: Path) -> None:
    (tmp_path / "checks.toml").write_text('[[check]]\nid = "D4"\nlevel = "info"\nmeans = "x"\noff = true\n')
    book = rulebook.load(tmp_path)
    plan = Sound()
    at(1, TIME, "Ngày 30/11/2024")(plan)
    document = plan.document()
    tables = find_plan_tables(document, book)
    assert check(document, tables, normalize(document, tables, book), book) == ()


def test_levels_come_from_the_rules() -> None:
    plan = Sound()
    at(1, TIME, "Trong tháng 6/2023")(plan)
    (found,) = findings(plan)
    assert (found.level, found.suggestion) == ("error", "Trong tháng 6/2024")
    assert found.task
    assert replace(found, task=None).quote == "Trong tháng 6/2023"
