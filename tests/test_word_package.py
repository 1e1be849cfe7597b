"""Files that are no readable .docx: refused at once, with a message in two lines and what to do next."""

from __future__ import annotations

import contextlib
import io
import random
import time
import tracemalloc
import zipfile

import pytest

from pipeline import rulebook
from pipeline.document import Paragraph
from pipeline.errors import InputError
from pipeline.read.word import read_word
from tests.word_xml import W, docx, p, packed, tbl, tr

BOOK = rulebook.load()
GOOD = docx(p("Kế hoạch"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(data: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        read_word(data, "ke-hoach.docx", BOOK)
    return caught.value


def with_document(xml: str) -> bytes:
    return docx("", parts={"word/document.xml": xml})


def locked() -> bytes:
    """A zip whose entries say that they are encrypted."""
    data = bytearray(GOOD)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BAD = {
    "empty": (b"", "rỗng"),
    "text": ("Kế hoạch cải cách".encode(), "định dạng khác"),
    "pdf": (b"%PDF-1.7\n", "định dạng khác"),
    "old doc": (OLE + b"\0" * 600, ".doc"),
    "password": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    "locked zip": (locked(), "mật khẩu"),
    "cut off": (GOOD[: len(GOOD) // 2], "chưa trọn"),
    "cut at the end": (GOOD[:-30], "chưa trọn"),
    "no document": (packed({"a.txt": "x"}), "nội dung"),
    "broken XML": (with_document("<w:document><w:body>"), "XML"),
    "other root": (with_document("<html/>"), "không phải văn bản Word"),
    "no body": (with_document(f'<w:document xmlns:w="{W}"/>'), "không có nội dung"),
    "entities": (
        with_document(
            f'<!DOCTYPE d [<!ENTITY l0 "lol">{LOL}]><w:document xmlns:w="{W}"><w:body>&l9;</w:body></w:document>'
        ),
        "hỏng|DTD",
    ),
    "file entity": (
        with_document(
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document xmlns:w="{W}">&x;</w:document>'
        ),
        "DTD",
    ),
    "too deep": (docx("<w:sdt><w:sdtContent>" * 5000 + p("x") + "</w:sdtContent></w:sdt>" * 5000), "hỏng"),
}


@pytest.mark.parametrize(("data", "words"), BAD.values(), ids=BAD.keys())
def test_refused_with_a_remedy(data: bytes, words: str) -> None:
    error = refused(data)
    assert any(word in error.message for word in words.split("|"))
    assert error.message.startswith("ke-hoach.docx: ")
    assert error.remedy
    assert len(str(error).splitlines()) == 2


def test_excel_file_is_named_as_such() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="xl/workbook.xml"/>'
        "</Relationships>"
    )
    assert "Excel" in refused(packed({"_rels/.rels": relations, "xl/workbook.xml": "<x/>"})).message


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """A document part of 220 MB, packed a thousand to one."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        part.write(f'<w:document xmlns:w="{W}"><w:body>'.encode())
        for _ in range(220):
            part.write(b"<w:p/>" * (2**20 // 6))
        part.write(b"</w:body></w:document>")
    return stream.getvalue()


def lying(data: bytes, size: int) -> bytes:
    """The same zip, declaring another unpacked size in its directory."""
    at = data.find(b"PK\x01\x02")
    return data[: at + 24] + size.to_bytes(4, "little") + data[at + 28 :]


@pytest.mark.parametrize("declared", [None, 1000], ids=["honest", "lying"])
def test_zip_bomb_is_refused_fast_and_in_little_memory(bomb: bytes, declared: int | None) -> None:
    data = lying(bomb, declared) if declared else bomb
    tracemalloc.start()
    start = time.perf_counter()
    error = refused(data)
    seconds, (_, peak) = time.perf_counter() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "bất thường" in error.message or "hỏng" in error.message
    assert seconds < 3
    assert peak < 32 * 2**20


def test_long_table_of_equal_rows_is_no_bomb() -> None:
    data = docx(tbl(*[tr("1", "Rà soát thủ tục hành chính", "Trước 30/11", "Văn phòng Sở")] * 3000))
    assert read_word(data, "t.docx", BOOK).blocks


def test_strict_file_reads_as_any_other() -> None:
    strict = {
        name: content.replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, content in entries(docx(p("Kế hoạch") + tbl(tr("a", "b")))).items()
    }
    assert (
        read_word(packed(strict), "t.docx", BOOK).blocks
        == read_word(docx(p("Kế hoạch") + tbl(tr("a", "b"))), "t.docx", BOOK).blocks
    )


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_document_part_by_another_name_and_backslashes() -> None:
    files = entries(docx(p("Kế hoạch")))
    files["word/document22.xml"] = files.pop("word/document.xml")
    files["_rels/.rels"] = files["_rels/.rels"].replace(b"document.xml", b"document22.xml")
    assert texts(packed(files)) == ["Kế hoạch"]
    assert texts(packed({name.replace("/", "\\"): content for name, content in entries(GOOD).items()})) == ["Kế hoạch"]


def texts(data: bytes) -> list[str]:
    return [b.text for b in read_word(data, "t.docx", BOOK).blocks if isinstance(b, Paragraph)]


def test_parts_that_are_not_needed_are_not_read() -> None:
    assert texts(docx(p("Kế hoạch"), parts={"word/media/image1.png": b"\0" * 10, "word/comments.xml": "<broken"})) == [
        "Kế hoạch"
    ]


def test_missing_styles_and_numbering_do_no_harm() -> None:
    files = entries(GOOD)
    del files["word/styles.xml"], files["word/numbering.xml"]
    assert texts(packed(files)) == ["Kế hoạch"]


def test_damaged_bytes_give_a_document_or_an_input_error() -> None:
    chance = random.Random(7)
    data = docx(p("Kế hoạch") + tbl(tr("a", "b"), tr("c", "d")))
    for _ in range(300):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 5)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        with contextlib.suppress(InputError):  # anything else fails the test
            read_word(bytes(broken), "t.docx", BOOK)
