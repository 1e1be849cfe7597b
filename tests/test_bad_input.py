"""Bad input through the command line: the right exit code, two lines that help, no traceback, no half-written file."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.build import Annex, Description, Layout, broken, write_docx
from tests.child import Result, calls

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
WORD, PDF = SAMPLES / "ke-hoach-2024.docx", SAMPLES / "ke-hoach-2024.pdf"
HEADER = ("STT", "Nội dung", "Chỉ tiêu", "Thời gian", "Chủ trì")
ROW = ("1", "Rà soát quy trình", "100%", "Quý II/2024", "Văn phòng")

# name of the file -> (its bytes, the exit codes that are right)
FILES: dict[str, tuple[Callable[[], bytes], tuple[int, ...]]] = {
    "rong.docx": (lambda: b"", (3,)),
    "rong.pdf": (lambda: b"", (3,)),
    "so-khong.docx": (lambda: bytes(5000), (3,)),
    "chu.docx": (lambda: "Kế hoạch năm 2024".encode(), (3,)),
    "chu.pdf": (lambda: "Kế hoạch năm 2024".encode(), (3,)),
    "ke-hoach.txt": (lambda: "Kế hoạch năm 2024".encode(), (3,)),
    "cut.docx": (lambda: WORD.read_bytes()[:-900], (3,)),
    "nua.docx": (lambda: WORD.read_bytes()[: WORD.stat().st_size // 2], (3,)),
    "dau.pdf": (lambda: PDF.read_bytes()[:300], (3,)),
    "that-la-pdf.docx": (PDF.read_bytes, (3,)),
    "that-la-word.pdf": (WORD.read_bytes, (3,)),
    "khoa.docx": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 9, (3,)),
    "doi-cu.docx": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), (3,)),
    "zip-khac.docx": (lambda: broken.archive({"doc.txt": "Kế hoạch"}), (3,)),
    "excel.docx": (lambda: broken.archive({"xl/workbook.xml": "<workbook/>"}), (3,)),
    "xml-hong.docx": (lambda: broken.word("<w:p><w:r>"), (3,)),
    "bom-nen.docx": (lambda: broken.zip_bomb(400), (3,)),
    "bom-entity.docx": (broken.entity_bomb, (3,)),
    "doc-trom.docx": (lambda: broken.outside_entity("file:///etc/passwd"), (3,)),
    "khong-bang.docx": (lambda: broken.word("<w:p><w:r><w:t>Kế hoạch</w:t></w:r></w:p>"), (4,)),
    "khong-noi-dung.docx": (lambda: broken.word(""), (3, 4)),
    "long-nhau.docx": (lambda: broken.word(broken.nested(3000)), (3, 4)),
    "long-nhau-vua.docx": (lambda: broken.word(broken.nested(40)), (4,)),
    "bang-5000-cot.docx": (lambda: broken.word(broken.table([["Nội dung"] * 5000] * 3)), (4,)),
    "o-rong-vo-han.docx": (lambda: _huge_span("gridSpan"), (0, 1, 3, 4)),
    "truoc-vo-han.docx": (lambda: _huge_span("gridBefore"), (0, 1, 3, 4)),
    "chu-dai.docx": (lambda: broken.word(broken.table([list(HEADER), ["1", "tối thiểu " * 10000, *ROW[2:]]])), (0, 1)),
}


def _huge_span(kind: str) -> bytes:
    span = f'<w:{kind} w:val="99999999"/>'
    good = broken.table([list(HEADER), list(ROW)])
    if kind == "gridBefore":
        return broken.word(good.replace("<w:tr>", f"<w:tr><w:trPr>{span}</w:trPr>"))
    return broken.word(good.replace("<w:tc>", f"<w:tc><w:tcPr>{span}</w:tcPr>"))


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Result, Path]]:
    """Each file through `kehoach extract FILE -o OUT`, in one child; OUT stands alone in its folder."""
    folder = tmp_path_factory.mktemp("bad")
    for name, (make, _) in FILES.items():
        (folder / name).write_bytes(make())
    return extracted([folder / name for name in FILES])


def extracted(paths: list[Path], ocr: bool = True) -> dict[str, tuple[Result, Path]]:
    """The result and the place of the output, by the name of the file."""
    outs = [path.parent / "out" / path.name / "plan.json" for path in paths]
    found = calls([["extract", str(path), "-o", str(out)] for path, out in zip(paths, outs, strict=True)], ocr=ocr)
    return {path.name: (result, out) for path, out, result in zip(paths, outs, found, strict=True)}


@pytest.mark.parametrize("name", FILES)
def test_bad_file(name: str, results: dict[str, tuple[Result, Path]]) -> None:
    result, out = results[name]
    assert result.code in FILES[name][1], result.stderr
    polite(result)
    whole_or_nothing(result, out)
    if result.code in (3, 4):
        assert len(result.stderr.splitlines()) == 2, "what is wrong, and what to do"


def polite(result: Result) -> None:
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) <= 2, result.stderr
    assert "root:" not in result.stdout + result.stderr


def whole_or_nothing(result: Result, out: Path) -> None:
    """A whole JSON file where there is a result, else no file at all; no temporary file is left."""
    assert out.exists() == (result.code in (0, 1))
    if out.exists():
        assert json.loads(out.read_bytes())["schema"] == "kehoach.plan/1"
    crops = f"{out.stem}-anh"  # of a page that had to be recognised
    assert [p.name for p in out.parent.glob("*") if p.name != crops] == ([out.name] if out.exists() else [])


def test_missing_file_and_folder(tmp_path: Path) -> None:
    arguments = [["extract", str(tmp_path / "khong-co.docx")], ["extract", str(tmp_path)], ["run", str(tmp_path)]]
    for result in calls(arguments):
        assert result.code == 3
        assert result.stdout == ""
        polite(result)


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is absent: no PDF with a password can be made")
def test_pdf_with_a_password(tmp_path: Path) -> None:
    locked, open_to_read = tmp_path / "khoa.pdf", tmp_path / "cam-sua.pdf"
    for path, password in ((locked, "bi-mat"), (open_to_read, "")):
        subprocess.run(["qpdf", "--encrypt", password, "chu", "256", "--", PDF, path], check=True)
    refused, read = calls([["extract", str(locked)], ["extract", str(open_to_read)]])
    assert refused.code == 3
    assert "mật khẩu" in refused.stderr
    polite(refused)
    assert read.code in (0, 1), "a PDF that asks no password to be read is read"


def test_plan_without_a_table(tmp_path: Path) -> None:
    """A plan in prose: exit 4, and the official is told why."""
    prose = Description(
        type="KẾ HOẠCH",
        subject="Tổ chức hội thi tin học năm 2024",
        body=("1. Rà soát thiết bị. Đơn vị chủ trì: Văn phòng. Thời gian: Quý II/2024.", "2. Khai mạc hội thi."),
        sign=("GIÁM ĐỐC",),
        signer="Phan Văn Lộc",
        recipients=("- Lưu: VT.",),
    )
    (result,) = calls([["extract", str(write_docx(prose, tmp_path / "van-xuoi.docx"))]])
    assert result.code == 4
    assert result.stdout == ""
    polite(result)


def test_run_goes_on_past_bad_files(tmp_path: Path) -> None:
    good = Description(type="KẾ HOẠCH", subject="Công tác năm 2024", annexes=(Annex(rows=(HEADER, ROW)),))
    write_docx(good, tmp_path / "in" / "tot.docx", Layout())
    (tmp_path / "in" / "hong.docx").write_bytes(WORD.read_bytes()[:2000])
    (tmp_path / "in" / "rong.pdf").write_bytes(b"")
    (result,) = calls([["run", str(tmp_path / "in"), "-o", str(tmp_path / "out")]])
    assert result.code == 3
    assert "Traceback" not in result.stderr
    assert "hong.docx" in result.stderr + result.stdout
    states = {
        each["name"]: each["state"] for each in json.loads((tmp_path / "out" / "run.json").read_bytes())["inputs"]
    }
    assert states == {"hong.docx": "unreadable", "rong.pdf": "unreadable", "tot.docx": "done"}
    assert (tmp_path / "out" / "tot" / "plan.json").exists()


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Result, Path]]:
    """60 seeded mutants of a sample in each format, through the command line; pages that lost their text are told."""
    folder, paths = tmp_path_factory.mktemp("damaged"), []
    for good in (WORD, PDF):
        for i, data in enumerate(broken.mutants(good.read_bytes(), 60, seed=20240117)):
            paths.append(folder / f"{i:02}{good.suffix}")
            paths[-1].write_bytes(data)
    return extracted(paths, ocr=False)


@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_damaged_files_are_read_or_refused(suffix: str, damaged: dict[str, tuple[Result, Path]]) -> None:
    found = {name: each for name, each in damaged.items() if name.endswith(suffix)}
    wrong = {name: result for name, (result, _) in found.items() if result.code not in (0, 1, 3, 4)}
    assert wrong == {}
    for result, out in found.values():
        polite(result)
        whole_or_nothing(result, out)
    read = [name for name, (result, _) in found.items() if result.code in (0, 1)]
    assert 10 <= len(read) < len(found), "some are read, some refused: else the damage proves nothing"
