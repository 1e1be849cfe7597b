"""What the Word reader leaves out, counted while it reads. In: each case as it is met. Out: one Notice a kind.

Codes: W1 hidden text, W2 tracked deletions, W3 pictures in tables, W4 footnotes, W5 struck-out text (kept),
W6 parts of other files, W7 text under merged cells, W8 a table too wide for a grid, W9 unused form fields,
X5 text in an old encoding.
"""

from __future__ import annotations

from ..document import Notice
from ..model import Level

_MESSAGES = {
    "W1": "Có {n} đoạn chữ ẩn trong tệp Word, không đưa vào kết quả.",
    "W2": "Tệp còn {n} chỗ xóa đang theo dõi (Track Changes); đã đọc như khi chấp nhận mọi sửa đổi.",
    "W3": "Có {n} hình ảnh trong bảng, chữ trong hình không đọc được.",
    "W4": "Có {n} chú thích cuối trang; dấu chú thích không đưa vào ô, nội dung chú thích cần xem lại.",
    "W5": "Có {n} đoạn chữ bị gạch ngang, vẫn được đọc như chữ thường; cần xem lại.",
    "W6": "Có {n} phần chèn từ tệp khác, không đọc được.",
    "W7": "Có {n} ô bị gộp che mất chữ; chữ bị che không đưa vào kết quả.",
    "W8": "Có {n} bảng quá nhiều cột (trên 300 cột), chỉ đọc được như đoạn văn; hãy bỏ các cột thừa.",
    "W9": "Có {n} ô nhập liệu còn để chữ gợi ý, coi như trống.",
    "X5": "Có {n} đoạn viết bằng bảng mã cũ (TCVN3, VNI...), đã chuyển sang Unicode.",
}
_GRAVE = ("X5",)  # the document itself must be put right
_DOUBTFUL = ("W1", "W5", "W6", "W7", "W8")  # a person should look; the rest is for information
_QUOTE = 200


class Remarks:
    """One tally a document."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._quotes: dict[str, list[str]] = {}

    def add(self, code: str, quote: str = "") -> None:
        self._counts[code] = self._counts.get(code, 0) + 1
        quotes = self._quotes.setdefault(code, [])
        if quote.strip() and sum(map(len, quotes)) < _QUOTE:
            quotes.append(" ".join(quote.split()))

    def notices(self) -> tuple[Notice, ...]:
        return tuple(
            Notice(
                code,
                _MESSAGES[code].format(n=count),
                "; ".join(self._quotes[code])[:_QUOTE] or None,
                level=_level(code),
            )
            for code, count in sorted(self._counts.items())
        )


def _level(code: str) -> Level:
    if code in _GRAVE:
        return "error"
    return "warning" if code in _DOUBTFUL else "info"
