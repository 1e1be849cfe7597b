"""Which files a run has: names of every kind, links, closed folders, copies; nothing is passed over in silence."""

from __future__ import annotations

import json
import os
import shutil
import unicodedata
from pathlib import Path

import pytest

from pipeline import batch
from pipeline.batch.diff_folders import name_of
from pipeline.batch.engine import Options
from pipeline.batch.inputs import find
from pipeline.errors import UsageError
from tests.test_batch import plan

pytestmark = pytest.mark.skipif(os.name == "nt", reason="file names and links of POSIX systems")
WORD = Path(__file__).resolve().parents[1] / "samples" / "ke-hoach-2024.docx"
PDF = WORD.with_suffix(".pdf")

NAMES = {  # what a file may be called -> its output folder
    "Kế hoạch năm 2025.docx": "Kế hoạch năm 2025",
    unicodedata.normalize("NFD", "Kế hoạch năm 2025.docx"): "Kế hoạch năm 2025.docx",
    "dòng\nmới\x1b[31m.docx": "dòng_nmới_x1b[31m",
    "ngoặc \"kép\" 'đơn'.docx": "ngoặc \"kép\" 'đơn'",
    os.fsdecode(b"byte-\xff.docx"): "byte-_xff",
    "[1]*--?.docx": "[1]*--?",
    "cuối có chấm. .docx": "cuối có chấm",
    "k" * 245 + ".docx": "k" * 200,
    "ế" * 82 + ".docx": "ế" * 66,
    "tasks.csv.docx": "tasks.csv.docx",
    "diff.docx": "diff.docx",
}


def touch(path: Path, data: bytes = b"") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data or path.name.encode("utf-8", "surrogateescape"))
    return path


def test_names(tmp_path: Path) -> None:
    for name in NAMES:
        touch(tmp_path / name)
    sources = find([tmp_path])
    folders = {source.path.name: source.folder for source in sources}
    assert {folders[name] for name in NAMES} == set(NAMES.values())
    assert len({source.shown for source in sources}) == len(NAMES)
    for source in sources:
        assert source.sha256
        assert source.shown.isprintable()
        assert source.shown == unicodedata.normalize("NFC", source.shown)
        json.dumps(source.shown, ensure_ascii=False).encode("utf-8")
        assert all(len(part.encode()) <= 255 for part in name_of(source.folder, "k" * 200).split("/"))


def test_no_output_folder_is_one_of_the_run(tmp_path: Path) -> None:
    """And a document that is all suffix does not write into the output folder itself."""
    folders = [find([touch(tmp_path / name)])[0].folder for name in ("..docx", "run.json.docx", "ledger.sqlite.pdf")]
    assert folders == ["van-ban", "run.json.docx", "ledger.sqlite.pdf"]


def test_what_looks_like_a_document_and_cannot_be_read_is_told(tmp_path: Path) -> None:
    good = touch(tmp_path / "in" / "a.docx")
    for name, target in {"treo.docx": "khong-co", "nam 2023": "khong-co", "vong.pdf": "vong.pdf"}.items():
        (good.parent / name).symlink_to(target)
    os.mkfifo(good.parent / "ong.docx")
    (good.parent / "thu-muc.docx").mkdir()
    for name in ("~$a.docx", ".DS_Store", "Thumbs.db", "._a.docx", ".an/b.docx", "ghi-chu.txt"):
        touch(good.parent / name)
    told = {source.shown: str(source.error) if source.error else None for source in find([good.parent])}
    assert told.pop("a.docx") is None
    assert {name: (text or "").split("\n")[0].split(": ")[1] for name, text in told.items()} == {
        "treo.docx": "tệp mà nó trỏ tới không còn.",
        "nam 2023": "tệp mà nó trỏ tới không còn.",
        "vong.pdf": "không mở được (liên kết vòng tròn).",
        "ong.docx": "không phải tệp thường.",
    }


def test_linked_folders_are_read_once(tmp_path: Path) -> None:
    touch(tmp_path / "in" / "that" / "a.docx")
    touch(tmp_path / "xa" / "b.docx")
    (tmp_path / "in" / "an-vong").symlink_to("../in")
    (tmp_path / "in" / "ban-sao").symlink_to("that")
    (tmp_path / "in" / "xa").symlink_to(tmp_path / "xa")
    assert [source.shown for source in find([tmp_path / "in"])] == ["that/a.docx", "xa/b.docx"]


def test_folders_that_do_not_open_are_told(tmp_path: Path) -> None:
    touch(tmp_path / "in" / "dong" / "a.docx")
    touch(tmp_path / "in" / "b.docx")
    (tmp_path / "in" / "b.docx").chmod(0)
    (tmp_path / "in" / "dong").chmod(0)
    for folder in (tmp_path, *tmp_path.parents):  # pytest closes them to others, one more where it runs in parallel
        if folder.stat().st_uid == os.geteuid() and folder.stat().st_mode & 0o777 == 0o700:
            folder.chmod(0o755)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        told = {source.shown: str(source.error) for source in find([tmp_path / "in"])}
    finally:
        if root:
            os.seteuid(0)
        (tmp_path / "in" / "dong").chmod(0o755)
    assert set(told) == {"b.docx", "dong"}
    assert all("không có quyền" in text for text in told.values())


def test_given_twice_and_named_alike(tmp_path: Path) -> None:
    one, two = touch(tmp_path / "a" / "x.docx"), touch(tmp_path / "b" / "x.docx", b"khac")
    (tmp_path / "c").symlink_to("a")
    twice = find([tmp_path / "a", one, tmp_path / "c", tmp_path / "b" / ".." / "a"])
    assert [source.shown for source in twice] == ["x.docx"]
    sources = find([one.parent, two.parent])
    assert [(source.shown, source.folder) for source in sources] == [("x.docx", "x"), ("b/x.docx", "x.docx")]
    two.write_bytes(one.read_bytes())
    assert [source.same_as for source in find([one, two])] == [None, "x.docx"]


def test_of_copies_the_one_with_the_right_suffix_is_read(tmp_path: Path) -> None:
    """A PDF also saved as .docx: under that name it could not be read."""
    shutil.copy(PDF, tmp_path / "a.docx")
    shutil.copy(PDF, tmp_path / "b.pdf")
    assert [(source.shown, source.same_as) for source in find([tmp_path])] == [("a.docx", "b.pdf"), ("b.pdf", None)]


def test_outputs_below_the_inputs_are_no_inputs(tmp_path: Path) -> None:
    plan(tmp_path / "a.docx", 1)
    for _ in range(2):
        outcomes = batch.run([tmp_path], tmp_path / "outputs", Options(workers=1))
        assert [outcome.shown for outcome in outcomes] == ["a.docx"]
    with pytest.raises(UsageError, match="trùng"):
        batch.run([tmp_path], tmp_path / "outputs" / "..", Options())
