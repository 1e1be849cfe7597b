"""How fast are ruled PDFs read, beside pdfplumber's extract_tables, and are the cells the same?

Run: python -m benchmarks.pdf [pages ...]      (default 20 100 500; needs LibreOffice to make the files, once)
Every run is a process of its own, so that the peak of memory is its own. Seconds are of the processor: other work on
the machine does not count. "flat" is our time per page over that of the first size. The last line is a font that
lacks the Vietnamese letters (LibreOffice then draws them from a second font, out of order): the hardest text.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any

SIZES = (20, 100, 500)
ROWS_A_PAGE = 5.0
HEADER = ("STT", "Nội dung nhiệm vụ", "Chỉ tiêu", "Thời gian", "Đơn vị chủ trì", "Đơn vị phối hợp", "Sản phẩm")
WIDTHS = (10, 70, 40, 25, 35, 40, 40)
CONTENTS = (
    "Rà soát, cập nhật, công bố danh mục thủ tục hành chính thuộc thẩm quyền giải quyết của ngành; công khai trên "
    "cổng dịch vụ công và tại bộ phận một cửa theo quy định",
    "- Xây dựng, trình ban hành kế hoạch kiểm tra công tác cải cách hành chính;\n- Tổ chức kiểm tra tại các đơn vị "
    "trực thuộc;\n- Báo cáo kết quả, kiến nghị xử lý những tồn tại, hạn chế đã nêu trong các đợt kiểm tra trước",
    "Đẩy mạnh ứng dụng chữ ký số, số hóa hồ sơ và kết quả giải quyết thủ tục hành chính, kết nối và chia sẻ dữ liệu "
    "giữa hệ thống thông tin của tỉnh với cơ sở dữ liệu quốc gia về dân cư",
)
TARGETS = (
    "Đạt từ 85% trở lên",
    "100% hồ sơ được số hóa, lưu trữ và tái sử dụng theo quy định",
    "Từ 02 giải pháp trở lên",
)
TIMES = ("Quý I/2024", "Trước 30/11/2024", "Thường xuyên trong năm")
LEADS = ("Văn phòng Sở", "Phòng Kế hoạch - Tài chính", "Trung tâm Thông tin và Ứng dụng tiến bộ khoa học")
COOPS = ("Các phòng, đơn vị thuộc Sở; UBND các huyện, thị xã, thành phố", "Thanh tra Sở", "Các đơn vị liên quan")
PRODUCTS = ("Quyết định, văn bản triển khai", "Báo cáo kết quả kiểm tra của đoàn công tác", "Kế hoạch")


def make(pages: int, font: str) -> Path:
    """A plan of about so many landscape pages; kept in the temporary folder of the system."""
    from tests.build import Annex, Description, Layout, to_pdf, word, write_docx

    folder = Path(tempfile.gettempdir()) / "kehoach-benchmark"
    path = folder / f"{font.replace(' ', '')}-{pages}.pdf"
    if not path.exists():
        folder.mkdir(exist_ok=True)
        rows = islice(cycle(product(CONTENTS, TARGETS, TIMES, LEADS, COOPS, PRODUCTS)), int(pages * ROWS_A_PAGE))
        body = [(str(n), *row) for n, row in enumerate(rows, 1)]
        annex = Annex(rows=(HEADER, *body), heading="PHỤ LỤC", widths=WIDTHS, orientation="landscape")
        word.FONT = font
        docx = path.with_suffix(".docx")
        write_docx(Description(type="KẾ HOẠCH", subject="Thử tốc độ", annexes=(annex,)), docx, Layout(size=11))
        to_pdf(docx, folder, timeout=900)
    return path


def ours(path: Path) -> tuple[float, list[list[str]]]:
    from pipeline import rulebook
    from pipeline.document import Grid
    from pipeline.read.pdf import read_pdf

    book = rulebook.load()
    start = time.process_time()
    document = read_pdf(path.read_bytes(), path.name, book)
    seconds = time.process_time() - start
    cells: list[list[str]] = [[] for _ in range(document.pages or 0)]
    for grid in document.blocks:
        if isinstance(grid, Grid) and grid.page:
            cells[grid.page - 1] += [cell.text for cell in grid.cells]
    return seconds, cells


def pdfplumber(path: Path) -> tuple[float, list[list[str]]]:
    import pdfplumber as library

    start = time.process_time()
    cells = []
    with library.open(path) as pdf:
        for page in pdf.pages:
            found = page.extract_tables()
            cells.append([cell for table in found for row in table for cell in row if cell is not None])
            page.close()
    return time.process_time() - start, cells


def child(reader: str, path: Path) -> None:
    seconds, cells = {"ours": ours, "pdfplumber": pdfplumber}[reader](path)
    peak = _peak()
    even = [["".join(text.split()) for text in page] for page in cells]
    json.dump({"seconds": seconds, "peak": peak, "cells": even}, sys.stdout)


def _peak() -> float:
    """Peak of this process in MB; ru_maxrss would count the parent's memory before exec."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(reader: str, path: Path, runs: int) -> dict[str, Any]:
    """The fastest of some runs, each in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.pdf", "--child", reader, str(path)]
    found = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(runs)]
    return min(found, key=lambda run: float(run["seconds"]))


def compare(pages: int, font: str, first: float | None) -> float:
    path = make(pages, font)
    mine, theirs = measure("ours", path, 3), measure("pdfplumber", path, 1 if pages > 100 else 2)
    same = sum((Counter(a) & Counter(b)).total() for a, b in zip(mine["cells"], theirs["cells"], strict=True))
    total = sum(map(len, theirs["cells"]))
    count = len(mine["cells"])
    per_page = 1000 * mine["seconds"] / count
    ratio = theirs["seconds"] / mine["seconds"]
    print(
        f"{count:6} {mine['seconds']:9.3f} {theirs['seconds']:13.2f} {ratio:7.1f} {same / total:8.4f} {total:7} "
        f"{per_page:8.2f} {per_page / (first or per_page):6.2f} {mine['peak']:8.0f} {theirs['peak']:14.0f}  {font}"
    )
    return per_page


def main(sizes: list[int]) -> None:
    print(" pages    ours s  pdfplumber s   times    equal   cells  ms/page   flat  ours MB  pdfplumber MB  font")
    first: float | None = None
    for pages in sizes or SIZES:
        first = first or compare(pages, "DejaVu Serif", None)
        if pages != (sizes or SIZES)[0]:
            compare(pages, "DejaVu Serif", first)
    compare((sizes or SIZES)[0], "Times New Roman", None)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], Path(sys.argv[3]))
    else:
        main([int(size) for size in sys.argv[1:]])
