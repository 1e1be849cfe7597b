"""The whole way from PDF to a validated plan.json, beside pdfplumber's tables alone; start-up included on both sides.

Run: python -m benchmarks.whole [pages ...]      (default 20 100 500; needs LibreOffice to make the files, once)
Ours is `kehoach extract x.pdf -o x.json`, a child process; pdfplumber's is a child that opens the file and calls
extract_tables on every page, closing each. Sparse pages hold some 5 rows of long cells, dense ones twice as many in
small type, and "two fonts" are dense pages in a font without the Vietnamese letters.
Seconds are of the processor (user and system, all threads): other work on the machine does not count.
"flat" is our time a page over that of the first size, start-up taken off.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .texts import HEADER, WIDTHS, Texts

if TYPE_CHECKING:
    from tests.build import Description

SIZES = (20, 100, 500)
PLUMBER = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        page.extract_tables()
        page.close()
"""


class Kind(NamedTuple):
    """rows: a page, about. size: of the type in points; sentences: of a content."""

    rows: float
    size: float
    sentences: int
    font: str


KINDS = {
    "sparse": Kind(5.0, 11, 3, "DejaVu Serif"),
    "dense": Kind(8.4, 8, 2, "DejaVu Serif"),
    "two fonts": Kind(9.1, 8, 2, "Times New Roman"),
}
_BLOCK = 600  # rows of one Word file: LibreOffice takes hours over a table of thousands


class Cost(NamedTuple):
    seconds: float
    clock: float
    megabytes: float


def make(kind: str, pages: int) -> Path:
    """A plan of about so many landscape pages; kept in the temporary folder of the system."""
    from tests.build import Layout, to_pdf, word, write_docx

    folder = Path(tempfile.gettempdir()) / "kehoach-benchmark"
    path = folder / f"whole-{kind.replace(' ', '-')}-{pages}.pdf"
    if not path.exists():
        how = KINDS[kind]
        word.FONT = how.font
        rows = list(Texts(pages).rows(int(pages * how.rows), how.sentences))
        blocks = [rows[n : n + _BLOCK] for n in range(0, len(rows), _BLOCK)]
        with tempfile.TemporaryDirectory() as work:
            parts = [Path(work) / f"{n}.docx" for n in range(len(blocks))]
            for n, (part, block) in enumerate(zip(parts, blocks, strict=True)):
                write_docx(_plan(block, first=n == 0), part, Layout(size=how.size))
            join(to_pdf(parts, Path(work), timeout=1800), path)
    return path


def _plan(rows: list[tuple[str, ...]], *, first: bool) -> Description:
    """A part of the plan; the head stands in the first, the title of the annex too."""
    from tests.build import Annex, Description, Head

    annex = Annex((HEADER, *rows), "PHỤ LỤC" if first else "", widths=WIDTHS, orientation="landscape")
    if not first:
        return Description("KẾ HOẠCH", "(tiếp theo)", annexes=(annex,))
    head = Head("SỞ KHOA HỌC", "UBND TỈNH BÌNH SƠN", "21/KH-SKH", "Bình Sơn", "ngày 17 tháng 01 năm 2024")
    subject = "Thực hiện công tác trọng tâm năm 2024"
    return Description("KẾ HOẠCH", subject, head, sign=("GIÁM ĐỐC",), signer="Lê Minh An", annexes=(annex,))


def join(parts: list[Path], path: Path) -> None:
    """One PDF of several; of those after the first the empty first page is left out."""
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for n, part in enumerate(parts):
        pdf = pypdfium2.PdfDocument(part)
        whole.import_pages(pdf, range(1 if n else 0, len(pdf)))
    path.parent.mkdir(exist_ok=True)
    whole.save(path)


def cost(command: list[str]) -> Cost:
    """What a child process took. (A child's peak is never under that of this small process.)"""
    before = os.times()
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) > 1:  # 1: done, with findings
        raise SystemExit(f"{' '.join(command)}: exit code {os.waitstatus_to_exitcode(status)}")
    peak = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return Cost(used.ru_utime + used.ru_stime, os.times().elapsed - before.elapsed, peak)


def ours(path: Path, runs: int = 3) -> Cost:
    command = [sys.executable, "-m", "pipeline", "extract", str(path), "-o", str(path.with_suffix(".json"))]
    return min(cost(command) for _ in range(runs))


def line(kind: str, pages: int, first: float, start: float) -> float:
    """Prints a line of the table; our milliseconds a page without start-up."""
    path = make(kind, pages)
    mine = ours(path)
    theirs = cost([sys.executable, "-c", PLUMBER, str(path)])
    plan = json.loads(path.with_suffix(".json").read_bytes())
    count = plan["document"]["file"]["pages"]
    each = 1000 * (mine.seconds - start) / count
    times = f"{mine.seconds:7.2f} {theirs.seconds:13.2f} {theirs.seconds / mine.seconds:6.1f}"
    pace = f"{theirs.clock / mine.clock:10.1f} {each:8.2f} {each / (first or each):6.2f}"
    peaks = f"{mine.megabytes:8.0f} {theirs.megabytes:14.0f}"
    print(f"{kind:9} {count:6} {len(plan['tasks']):6} {times} {pace} {peaks}", flush=True)
    return float(each)


def main(sizes: list[int]) -> None:
    small = Path(__file__).resolve().parents[1] / "samples" / "ke-hoach-2024.docx"
    start = min(cost([sys.executable, "-m", "pipeline", "extract", str(small), "-o", os.devnull]) for _ in range(5))
    print(f"a Word plan of one table ({small.name}): {start.seconds:.2f} s, {start.clock:.2f} s by the clock")
    print("kind       pages  tasks  ours s  pdfplumber s  times  by clock  ms/page   flat  ours MB  pdfplumber MB")
    for kind in KINDS:
        first = 0.0
        for pages in sizes or SIZES:
            each = line(kind, pages, first, start.seconds)
            first = first or each


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
