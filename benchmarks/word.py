"""How fast are Word tables read, beside python-docx? Prints one line a table size.

Run: python benchmarks/word.py [rows ...]
"""

from __future__ import annotations

import io
import sys
import time
import zipfile
from collections.abc import Callable

import docx

from pipeline import rulebook
from pipeline.read.word import read_word
from pipeline.rulebook import RuleBook

MOST_MERGED = 1100  # row.cells walks up the merge for every row: 19 s at 500 rows, RecursionError from 1,000
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_CELL = (
    "<w:tc><w:tcPr><w:tcW w:w='2000' w:type='dxa'/>{merge}</w:tcPr><w:p><w:pPr><w:jc w:val='both'/></w:pPr>"
    "<w:r><w:rPr><w:sz w:val='26'/></w:rPr><w:t>{text}</w:t></w:r></w:p></w:tc>"
)
_TEXTS = ("{n}", "Rà soát, công bố thủ tục hành chính số {n}", "Đạt từ 85% trở lên", "Trước 30/11", "Văn phòng Sở")


def document(rows: int, merged: bool) -> bytes:
    """A table of five columns; with `merged` the last column is one cell over all rows."""
    body = "".join(_row(n, merged) for n in range(rows))
    grid = "<w:gridCol w:w='2000'/>" * len(_TEXTS)
    xml = f"<w:document xmlns:w='{_W}'><w:body><w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl></w:body>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELS)
        package.writestr("word/document.xml", f"{xml}</w:document>")
    return stream.getvalue()


def _row(n: int, merged: bool) -> str:
    mark = "<w:vMerge/>" if n else "<w:vMerge w:val='restart'/>"
    merges = [""] * (len(_TEXTS) - 1) + [mark if merged else ""]
    cells = (
        _CELL.format(merge=m, text=t.format(n=n) if not m or n == 0 else "")
        for m, t in zip(merges, _TEXTS, strict=True)
    )
    return f"<w:tr>{''.join(cells)}</w:tr>"


def by_row_cells(data: bytes) -> None:
    for row in docx.Document(io.BytesIO(data)).tables[0].rows:
        for cell in row.cells:
            cell.text  # noqa: B018 (reading is the work)


def milliseconds(work: Callable[[bytes], object], data: bytes, times: int) -> float | None:
    """Best of some runs, processor time; None where the recursion ends it."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        try:
            work(data)
        except RecursionError:
            return None
        best = min(best, time.process_time() - start)
    return best * 1000


def line(rows: int, merged: bool, book: RuleBook) -> str:
    data = document(rows, merged)
    ours = milliseconds(lambda data: read_word(data, "t.docx", book), data, 5) or 0.0
    start = f"{rows:>6} {'all' if merged else '-':>7} {ours:>13.0f} {ours / rows * 1000:>9.1f}"
    if merged and rows > MOST_MERGED:
        return f"{start} {'(not tried)':>15} {'-':>6}"
    theirs = milliseconds(by_row_cells, data, 1 if merged else 5)
    return f"{start} " + (f"{theirs:>15.0f} {theirs / ours:>6.1f}" if theirs else f"{'RecursionError':>15} {'-':>6}")


def main() -> None:
    book = rulebook.load()
    print(f"{'rows':>6} {'merged':>7} {'read_word ms':>13} {'us a row':>9} {'row.cells ms':>15} {'ratio':>6}")
    for rows in map(int, sys.argv[1:] or ("500", "1000", "2000", "5000")):
        for merged in (False, True):
            print(line(rows, merged, book), flush=True)


if __name__ == "__main__":
    main()
