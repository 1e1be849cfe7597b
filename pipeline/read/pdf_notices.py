"""What a person should know about a PDF that was read. In: its pages, its bytes. Out: notices.

P3 the file has no end mark: it may be cut short. P4 pictures inside tables: their text is not read. X5 text in an old
encoding was converted. P6 rows without rules between them, P7 such rows that could not be told.
(P1 pages without text: pdf_verdict; P2 signing stamps: pdf_furniture.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..document import Notice
from .pdf_page import PageRead
from .pdf_verdict import ranges

_TAIL = 4096
_TINY = 100.0  # square points: a bullet, a dot


def notices(pages: Sequence[PageRead], data: bytes) -> Iterator[Notice]:
    """The notices, in the order of their codes."""
    if b"%%EOF" not in data[-_TAIL:]:
        yield Notice("P3", "Tệp PDF thiếu dấu kết thúc, có thể bị cắt cụt; cần so với bản gốc.", level="warning")
    pictured = [page.number for page in pages if _pictures_in_tables(page)]
    if pictured:
        message = f"Có hình ảnh trong bảng ở trang {ranges(pictured)}, chữ trong hình không đọc được."
        yield Notice("P4", message, page=pictured[0])
    converted = [page.number for page in pages if page.converted]
    if converted:
        message = f"Trang {ranges(converted)} viết bằng bảng mã cũ (TCVN3, VNI...), đã chuyển sang Unicode."
        yield Notice("X5", message, page=converted[0], level="error")


def of_tables(pages: Sequence[PageRead]) -> Iterator[Notice]:
    """The notices on tables whose rows are not ruled."""
    told = [page.number for page in pages if page.unruled]
    if told:
        message = f"Bảng ở trang {ranges(told)} không kẻ đủ đường giữa các hàng; đã tách hàng theo vị trí chữ"
        yield Notice("P6", f"{message}, cần so với bản gốc.", page=told[0], level="warning")
    unclear = [page.number for page in pages if page.unclear]
    if unclear:
        message = f"Bảng ở trang {ranges(unclear)} không kẻ đường giữa các hàng và không tách được hàng, chưa được đọc"
        yield Notice(
            "P7", f"{message}; cần bản Word gốc hoặc kẻ đủ đường rồi in lại ra PDF.", page=unclear[0], level="error"
        )


def _pictures_in_tables(page: PageRead) -> bool:
    """Pictures whose middle lies in a cell; one behind the whole page is paper."""
    for x0, y0, x1, y1 in page.images:
        area = (x1 - x0) * (y1 - y0)
        if _TINY < area < page.width * page.height / 2:
            places = (grid.ruled.place((x0 + x1) / 2, (y0 + y1) / 2) for grid in page.grids)
            if any(place is not None and place >= 0 for place in places):
                return True
    return False
