"""The reports of a comparison: each change once, nothing of it lost, house style, the page driven in a real browser."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import docx as python_docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from pipeline.comparison import Change, Code, Compared
from pipeline.export import plan_json
from pipeline.model import Plan
from pipeline.report import REPORTS, YEARS
from pipeline.report.changes import Labels
from pipeline.report.marking import mark, mark_all
from pipeline.report.paired import lay_out
from pipeline.run import compare, compare_years
from tests import facts
from tests.made_plans import BOOK, table

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
COLUMNS = ("no", "content", "target", "product", "time", "lead", "coop", "method")
LABELS = Labels(BOOK)
FORMS = ("html", "xlsx", "docx")
LONG = "Rà soát từng thủ tục và " + "; ".join(f"phân hệ thứ {n} của kho dữ liệu" for n in range(160))


def row(no: str, content: str, **others: str) -> dict[str, str]:
    usual = {"no": no, "content": content, "target": "80%", "time": "Quý II/{year}", "lead": "Văn phòng Sở"}
    return {**usual, "section": "I CẢI CÁCH HÀNH CHÍNH", **others}


OLD = [
    row("1.9", "Số hóa hồ sơ lưu trữ <script>alert('x')</script> & \"kho\" tài liệu"),
    row("1.10", '=HYPERLINK("http://x") của Cổng thông tin điện tử nội bộ', time="01/12"),
    row("1.11", LONG, method=LONG),
    row("1.12", "Đặt hòm thư góp ý tại bộ phận tiếp nhận", product="Hòm thư"),
]
NEW = [
    row("1.9", "Số hóa hồ sơ lưu trữ <script>alert('y')</script> & \"kho\" tài liệu", target="90%"),
    row("1.10", '=HYPERLINK("http://x") của Cổng thông tin điện tử nội bộ', time="15/12"),
    row("1.11", LONG.replace("thứ 5 ", "thứ năm "), method=LONG, target="85%"),
    row("1.12", "Bồi dưỡng nghiệp vụ văn thư cho công chức mới tuyển dụng", lead='Phòng "A" <b>'),
]


def plan(year: int, rows: list[dict[str, str]]) -> Plan:
    return table(year, [{name: text.replace("{year}", str(year)) for name, text in r.items()} for r in rows], COLUMNS)


def sample(name: str) -> Plan:
    return plan_json.load(facts.printed(SAMPLES / name))


@lru_cache
def compared(name: str) -> Compared:
    old, new = {
        "2023-2024": lambda: (sample("ke-hoach-2023.docx"), sample("ke-hoach-2024.docx")),
        "2024-2025": lambda: (sample("ke-hoach-2024.pdf"), sample("ke-hoach-2025.pdf")),
        "tricky": lambda: (plan(2024, OLD), plan(2025, NEW)),
        "itself": lambda: (plan(2025, NEW), plan(2025, NEW)),
    }[name]()
    return compare(old, new, BOOK)


NAMES = ("2023-2024", "2024-2025", "tricky", "itself")


@lru_cache
def report(name: str, form: str) -> bytes:
    return REPORTS[form](compared(name), BOOK)


def page(name: str) -> Any:
    return html.document_fromstring(report(name, "html").decode())


def words(text: str) -> str:
    return " ".join(text.split())


def sides(name: str) -> list[tuple[Change, list[str], list[str]]]:
    """Each change with the contents of its tasks, old and new."""
    both = compared(name)
    old, new = ({t.id: words(t.content) for t in p.tasks} for p in (both.old, both.new))
    return [(c, [old[t] for t in c.old], [new[t] for t in c.new]) for c in both.diff.changes]


# --- marking ------------------------------------------------------------------------------------------------------

texts = st.lists(st.sampled_from(["Đạt", "từ", "85%", "90 %", "năm 2023", "năm 2024", ",", "\n", "“hồ sơ”", " "])).map(
    " ".join
)


@settings(max_examples=200, deadline=None)
@given(st.lists(texts, min_size=1, max_size=3), st.lists(texts, min_size=1, max_size=3), st.sampled_from([0, 1]))
def test_pieces_join_to_their_texts(olds: list[str], news: list[str], shift: int) -> None:
    ours, theirs = mark_all(olds, news, shift)
    assert ["".join(p.text for p in pieces) for pieces in (*ours, *theirs)] == [*olds, *news]


@settings(max_examples=200, deadline=None)
@given(texts, texts)
def test_a_difference_is_marked_and_nothing_else(old: str, new: str) -> None:
    def bare(text: str) -> list[str]:
        return re.findall(r"[^\W_]+|%", text.lower())

    marked = any(piece.mark != "same" for pieces in mark(old, new) for piece in pieces)
    assert marked == (bare(old) != bare(new))


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        ("Đạt từ 85% trở lên", "Đạt từ 90 % trở lên", ["85%"], ["90 %"]),
        ("Trong năm 2023", "Trong năm 2024", [], []),
        ("100% hồ sơ sớm hạn", "100% hồ sơ sớm hạn hoặc đúng hạn", [], ["hoặc đúng hạn"]),
        ("Có trên 25% nhiệm vụ", "Tỷ lệ nhiệm vụ", ["Có trên 25%"], ["Tỷ lệ"]),
        ("Báo cáo; tổng hợp.", "báo cáo, tổng hợp", [], []),
    ],
)
def test_marks(old: str, new: str, gone: list[str], come: list[str]) -> None:
    found = [[piece.text for piece in pieces if piece.mark == "changed"] for pieces in mark(old, new, 1)]
    assert found == [gone, come]


# --- each change once, whole --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_page_holds_each_change_once(name: str) -> None:
    rows = {row.get("id"): row for row in page(name).iter("tr") if row.get("data-codes") is not None}
    found = sides(name)
    assert sorted(rows) == sorted(change.measure_id for change, _, _ in found)
    for change, old, new in found:
        cells = [words(cell.text_content()) for cell in rows[change.measure_id].iter("td")]
        assert set(rows[change.measure_id].get("data-codes").split()) == set(change.codes)
        if change.codes == ("carried_unchanged",):
            assert all(content in cells[2] for content in new)
            continue
        assert all(content in cells[0] for content in old)
        assert all(content in cells[1] for content in new)
        assert all(words(reason) in cells[2] for reason in change.reasons)
        assert all(LABELS.name(c) in cells[2] for c in change.codes if not LABELS.hidden(c))
        assert ("Cần xác nhận" in cells[2]) == (change.confidence == "probable")


@pytest.mark.parametrize("name", NAMES)
def test_word_holds_each_change_once(name: str) -> None:
    document = python_docx.Document(io.BytesIO(report(name, "docx")))
    found, tables = sides(name), {t.rows[0].cells[-1].text: t for t in document.tables}
    told = [each for each in found if each[0].codes != ("carried_unchanged",)]
    lines = [[c.text for c in r.cells] for r in tables["Thay đổi"].rows] if "Thay đổi" in tables else []
    lines = [line for line in lines if line[0].isdigit()]
    assert [line[0] for line in lines] == [str(n) for n in range(1, len(told) + 1)]
    left = [(words(line[1]), words(line[2]), line[3]) for line in lines]
    for change, old, new in told:
        at = next(n for n, line in enumerate(left) if all(c in line[0] for c in old) and all(c in line[1] for c in new))
        _, _, reasons = left.pop(at)
        assert all(reason in reasons for reason in change.reasons if reason not in change.grounds) or not (old and new)
    same = [words(new[0]) for change, _, new in found if change.codes == ("carried_unchanged",)]
    if same:
        assert sorted(words(r.cells[3].text) for r in tables["Chủ trì"].rows[1:]) == sorted(same)


def sheet_rows(name: str) -> list[list[str]]:
    """The lines of the comparison, those that go on in the next row joined."""
    rows: list[list[str]] = []
    for cells in openpyxl.load_workbook(io.BytesIO(report(name, "xlsx")))["So sánh"].iter_rows(
        min_row=7, values_only=True
    ):
        line = [str(cell or "") for cell in cells]
        if line[0].isdigit():
            rows.append(line)
        elif not line[0] and rows:
            rows[-1] = [
                f"{was} {now}".strip() if n < 8 else was
                for n, (was, now) in enumerate(zip(rows[-1], line, strict=True))
            ]
    return rows


@pytest.mark.parametrize("name", NAMES)
def test_workbook_holds_each_change_once(name: str) -> None:
    found, rows = sides(name), sheet_rows(name)
    assert [r[0] for r in rows] == [str(n) for n in range(1, len(found) + 1)]
    left = [[words(cell) for cell in r] for r in rows]
    for change, old, new in found:
        at = next(n for n, r in enumerate(left) if all(c in r[2] for c in old) and all(c in r[4] for c in new))
        line = left.pop(at)
        assert all(words(LABELS.name(c)) in line[5] for c in change.codes if not LABELS.hidden(c))
        assert ("Cần xác nhận" in line[7]) == (change.confidence == "probable")
        if old and new:
            assert all(words(reason) in line[6] for reason in change.reasons if reason not in change.grounds)


@pytest.mark.parametrize("form", FORMS)
def test_head_and_plan_changes(form: str) -> None:
    both = compared("2023-2024")
    text = words(visible("2023-2024", form))
    for info in (both.diff.old, both.diff.new):
        assert f"số {info.reference} ngày {'/'.join(reversed((info.issued_on or '').split('-')))}" in text
        assert str(info.issuer.name) in text
        assert str(info.plan_year) in text
    assert all(words(change.message) in text for change in both.diff.plan_changes)


def visible(name: str, form: str) -> str:
    """All that a reader sees."""
    return seen(report(name, form), form)


def seen(data: bytes, form: str) -> str:
    if form == "html":
        body = html.document_fromstring(data.decode()).body
        for script in body.findall(".//script"):
            script.drop_tree()
        return str(body.text_content())
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        return "\n".join(str(c) for s in book for r in s.iter_rows(values_only=True) for c in r if c is not None)
    body = python_docx.Document(io.BytesIO(data)).element.body
    return "\n".join(t.text or "" for t in body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_plain_vietnamese(name: str, form: str) -> None:
    """No name of a program, no date of a machine, no sign for a word."""
    text = visible(name, form)
    assert not [code for code in get_args(Code) if re.search(rf"\b{code}\b", text) and "_" in code]
    assert not re.search(r"\b\d{4}-\d\d-\d\d\b|T\d\.r\d|\bNone\b|\bnull\b", text)
    assert not re.search("[\U0001f300-\U0001faff\u2600-\u27bf]", text)


@pytest.mark.parametrize("form", FORMS)
def test_nothing_to_compare(form: str) -> None:
    """An empty plan against a full one, either way."""
    full = plan(2025, NEW)
    empty = Plan(full.schema, full.document, full.tables, (), (), full.accounting)
    for old, new in ((empty, full), (full, empty), (empty, empty)):
        assert REPORTS[form](compare(old, new, BOOK), BOOK)


def second_column(data: bytes) -> str:
    cells = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["B"]
    return " ".join(str(cell.value) for cell in cells if cell.value is not None)


@pytest.mark.parametrize("form", FORMS)
def test_measures_through_the_years(form: str) -> None:
    """What each measure asked in every plan and what became of it; some go and come back."""
    kept = NEW[:1]
    years = compare_years([plan(2023, NEW), plan(2024, kept), plan(2025, OLD), plan(2026, NEW)], BOOK)
    data = YEARS[form](years, BOOK)
    text = words(seen(data, form))
    assert data == YEARS[form](years, BOOK)
    cells = text if form != "xlsx" else words(second_column(data))  # a long measure goes on in the row below
    assert all(words(line.content) in cells for line in years.lines)
    assert [text.count(year) > 0 for year in ("2023", "2024", "2025", "2026")] == [True] * 4
    assert text.count("Không còn") == sum(a.event == "dropped" for line in years.lines for a in line.appearances)
    assert text.count(": trở lại") == sum(a.event == "back" for line in years.lines for a in line.appearances) > 1
    assert "15/12" in text
    if form == "html":
        assert not html.document_fromstring(data.decode()).findall(".//script")


# --- the same bytes, no one else's ----------------------------------------------------------------------------------


def test_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    for which, made in (("old", plan(2024, OLD)), ("new", plan(2025, NEW))):
        (tmp_path / f"{which}.json").write_bytes(plan_json.dump(made))
    code = f"""
import hashlib, json
from pathlib import Path
from pipeline import rulebook
from pipeline.report import REPORTS, YEARS
from pipeline.run import compare, read_plan
book, folder = rulebook.load(), Path({str(tmp_path)!r})
both = compare(read_plan(folder / "old.json"), read_plan(folder / "new.json"), book)
print(json.dumps([hashlib.sha256(REPORTS[form](both, book)).hexdigest() for form in {FORMS!r}]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) == [hashlib.sha256(report("tricky", form)).hexdigest() for form in FORMS]


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_no_clock_in_a_package(form: str) -> None:
    with zipfile.ZipFile(io.BytesIO(report("tricky", form))) as file:
        assert {entry.date_time[0] for entry in file.infolist()} == {1980}
        core = file.read("docProps/core.xml").decode()
    assert not re.search(r"20(?:2[4-9]|[3-9]\d)-", core)


@pytest.mark.parametrize("name", NAMES)
def test_page_asks_nothing_of_anyone(name: str) -> None:
    documents = {compared(name).diff.old.file.name, compared(name).diff.new.file.name}
    root = page(name)
    assert not root.xpath("//@src | //link | //img | //iframe | //base | //form/@action")
    for href in root.xpath("//@href"):
        assert href == "#bang" or re.sub(r"#page=\d+$", "", href) in documents
    style = root.findtext(".//style") or ""
    assert "url(" not in style
    assert "@import" not in style
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert root.get("lang") == "vi"


def test_page_escapes() -> None:
    root = page("tricky")
    assert len(root.findall(".//script")) == 1
    assert not root.findall(".//b[@onclick]")
    text = visible("tricky", "html")
    assert "<script>alert('y')</script> & \"kho\" tài liệu" in text
    assert 'Phòng "A" <b>' in text
    assert 'Phòng "A" <b>' in root.xpath("//select[@name='donvi']/option/@value")


def test_control_characters_do_not_break_a_report() -> None:
    rows = [row("1", "Số hóa\x0c hồ sơ\x01 lưu trữ\ufffe năm {year}")]
    both = compare(plan(2024, rows), plan(2025, rows), BOOK)
    for form in FORMS:
        assert REPORTS[form](both, BOOK)


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_order_of_attention_and_labels_of_controls(name: str) -> None:
    root = page(name)
    order = [group.get("data-group") for group in root.iter("tbody") if group.get("data-group")]
    assert order == [code for code in LABELS.rules if code in order]
    for control in root.xpath("//input | //select"):
        assert control.xpath("ancestor::label"), control.get("name")
    assert root.xpath("//*[@role='status'][@aria-live]")
    for table_ in root.xpath("//table"):
        assert table_.xpath("./thead/tr/th[@scope='col']")


def test_places() -> None:
    links = [(a.text, a.get("href")) for a in page("2024-2025").xpath("//table[@class='pairs']//a")]
    assert all(re.fullmatch(r"trang \d+", text) for text, _ in links)
    assert all(href.endswith(f"#page={text.split()[1]}") for text, href in links)
    assert {text.split()[0] for text in page("2023-2024").xpath("//table[@class='pairs']//a/text()")} == {"hàng"}


BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
browser = pytest.mark.skipif(BROWSER is None, reason="Chromium is absent: apt-get install chromium")


def opened(path: Path, fragment: str = "") -> Any:
    """The page as it stands after its script has run in a headless browser."""
    assert BROWSER
    done = subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
         f"--user-data-dir={path.parent / 'profile'}", "--virtual-time-budget=3000", "--dump-dom",
         f"{path.as_uri()}{fragment}"],
        capture_output=True, timeout=90, check=True,
    )  # fmt: skip
    return html.document_fromstring(done.stdout.decode())


def shown(root: Any) -> set[str]:
    return {row.get("id") for row in root.iter("tr") if row.get("data-codes") is not None and row.get("hidden") is None}


def with_code(name: str, *codes: str) -> set[str]:
    return {change.measure_id for change, _, _ in sides(name) if set(codes) & set(change.codes)}


@browser
def test_browser_filters_by_address(tmp_path: Path) -> None:
    path = tmp_path / "diff.html"
    path.write_bytes(report("2023-2024", "html"))
    root = opened(path, "#loai=target_raised&loai=dropped")
    assert shown(root) == with_code("2023-2024", "target_raised", "dropped")
    hidden = {g.get("data-group") for g in root.iter("tbody") if g.get("hidden") is not None}
    assert {"new", "target_lowered", "merged"} <= hidden
    status = root.get_element_by_id("tinh").text_content()
    assert status.startswith(f"Đang hiện {len(shown(root))} trong {len(sides('2023-2024'))} dòng so sánh.")
    assert "Không còn; Nâng chỉ tiêu" in status
    root = opened(path, "#donvi=V%C4%83n%20ph%C3%B2ng%20S%E1%BB%9F&tim=hai%20long&chuyennam=1")
    found = [row for row in root.iter("tr") if row.get("id") in shown(root)]
    assert 0 < len(found) < 6
    assert all("hài lòng" in row.text_content() and "Văn phòng Sở" in row.text_content() for row in found)
    assert {"js", "all"} <= set(root.get("class").split())


@browser
def test_browser_filters_by_hand(tmp_path: Path) -> None:
    """A tick, a choice, typed words, a folder; then all cleared again."""
    path, clicks = tmp_path / "diff.html", """
      const form = document.getElementById("loc"), seen = [];
      const count = () => [...document.querySelectorAll("tr[data-codes]")].filter((r) => !r.hidden).length;
      const put = (name, value) => {
        form.elements[name].value = value;
        form.elements[name].dispatchEvent(new Event("input", {bubbles: true}));
      };
      const steps = [
        () => document.querySelector("[name=loai][value=new]").click(),
        () => put("tim", "lấy ý kiến"),
        () => put("thumuc", "D:\\\\Kế hoạch"),
        () => form.querySelector("[type=reset]").click(),
        () => { form.elements.xem.click(); },
      ];
      const next = () => {
        seen.push([count(), location.hash, document.querySelector("a[data-doc]").getAttribute("href")]);
        const step = steps.shift();
        if (!step) { document.body.dataset.seen = JSON.stringify(seen); return; }
        step();
        setTimeout(next, 300);
      };
      next();
    """  # fmt: skip
    made = report("2023-2024", "html").decode()
    made = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", made)
    path.write_text(made.replace("</body>", f"<script>{clicks}</script></body>"), "utf-8")
    seen = json.loads(opened(path).body.get("data-seen"))
    whole = len(sides("2023-2024"))
    unsure = {c.measure_id for c, _, _ in sides("2023-2024") if c.confidence == "probable"}
    review = {line.change.measure_id for line in lay_out(compared("2023-2024"), BOOK).lines if line.notes}
    assert unsure < review
    assert [count for count, _, _ in seen] == [whole, 2, 1, 1, whole, len(review)]
    assert seen[2][1].startswith("#loai=new&tim=l%E1%BA%A5y")
    assert seen[3][2] == "file:///D:/K%E1%BA%BF%20ho%E1%BA%A1ch/ke-hoach-2023.docx"
    assert seen[4][1:] == ["", "ke-hoach-2023.docx"]


# --- house style ----------------------------------------------------------------------------------------------------


def test_workbook_style() -> None:
    book = openpyxl.load_workbook(io.BytesIO(report("tricky", "xlsx")), rich_text=True)
    page_, counts = book["So sánh"], book["Tổng hợp"]
    assert page_.freeze_panes == "A7"
    assert page_.auto_filter.ref.startswith("A6:J")
    assert page_.print_title_rows == "$6:$6"
    for each in (page_, counts):
        assert (each.page_setup.orientation, each.page_setup.paperSize) == ("landscape", 9)
        assert each.page_setup.fitToHeight == 0
        assert each.sheet_properties.pageSetUpPr.fitToPage
        assert {c.font.name for r in each.iter_rows() for c in r if c.value is not None} == {"Times New Roman"}
        assert max(d.height or 0 for d in each.row_dimensions.values()) <= 409
    assert all(c.data_type != "f" for r in page_.iter_rows() for c in r)
    numbers = [r[1].value for r in page_.iter_rows(min_row=7) if r[1].value]
    assert "I.1.10" in numbers
    assert all(isinstance(number, str) for number in numbers)
    runs = [
        run for r in page_.iter_rows(min_row=7) for c in r if not isinstance(c.value, str | None) for run in c.value
    ]
    assert {run.text for run in runs if not isinstance(run, str) and run.font.strike} >= {"80%", "01/12"}
    assert {run.text for run in runs if not isinstance(run, str) and run.font.u} >= {"90%", "15/12"}
    assert {run.font.rFont for run in runs if not isinstance(run, str)} == {"Times New Roman"}
    tally = {r[0]: r[1] for r in counts.iter_rows(values_only=True)}
    assert (tally["Mới"], tally["Không còn"]) == (1, 1)
    assert tally["I. CẢI CÁCH HÀNH CHÍNH"] == 1


def test_word_style() -> None:
    document = python_docx.Document(io.BytesIO(report("tricky", "docx")))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert (document.styles["Normal"].font.name, document.styles["Normal"].font.size.pt) == ("Times New Roman", 13)
    assert document.paragraphs[0].text == "PHỤ LỤC SO SÁNH"
    assert document.paragraphs[2].text.startswith("(Kèm theo")
    assert "PAGE" in section.header._element.xml
    pairs = next(t for t in document.tables if t.rows[0].cells[-1].text == "Thay đổi")
    assert [c.text for c in pairs.rows[0].cells] == ["TT", "Năm 2024", "Năm 2025", "Thay đổi"]
    assert pairs.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert pairs.rows[1].cells[0].text == "I. CẢI CÁCH HÀNH CHÍNH"
    runs = [run for line in pairs.rows[2:] for cell in line.cells for p in cell.paragraphs for run in p.runs]
    assert {run.text for run in runs if run.font.strike} >= {"80%", "01/12"}
    assert {run.text for run in runs if run.font.underline and run.font.bold} >= {"90%", "15/12"}
