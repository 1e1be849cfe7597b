"""Can the text of a PDF be trusted? In: pages as read. Out: nothing, a notice, or NoTextLayerError with all bad pages.

Bad is a page that is a picture with no or hardly any text, a page whose characters have no Unicode values, a page
whose words are no Vietnamese syllables or bear no marks (text recognised in another language; on a page that is a
picture a few words are enough to tell).
The rule: bad pages stop the reading if no other page holds a table, if one of them stands between two pages with
tables (the table may run over it), or if they are more than a quarter of the pages that hold anything.
Else they are named in a notice.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..document import Notice
from ..errors import NoTextLayerError
from ..rulebook import RuleBook
from ..syllables import profile
from ..text import clean
from .pdf_page import PageRead

_DEFAULTS = {
    "few_letters": 60, "picture_share": 0.4, "many_paths": 400, "unmapped": 0.1, "valid": 0.75, "marked": 0.35,
    "words": 40, "words_on_picture": 5, "bad_pages": 0.25,
}  # fmt: skip
_ELSE = (
    "hoặc nhận dạng chữ (OCR) cho tệp trước: ocrmypdf -l vie --force-ocr vào.pdf ra.pdf; "
    "hoặc dùng bản Word (.docx) gốc."
)
_UNREAD = "Nhận dạng chữ (OCR) cũng không đọc được. Hãy quét lại rõ hơn, hoặc dùng bản Word (.docx) gốc."


def judge(pages: Sequence[PageRead], reasons: dict[int, str], book: RuleBook, missing: str | None) -> list[Notice]:
    """Notices on pages without trustworthy text. Raises NoTextLayerError where they spoil the document.

    reasons: the `faults` of the pages; missing: what is to be installed so that scans are read.
    """
    if not reasons:
        return []
    bad = list(reasons)
    kinds = ", ".join(dict.fromkeys(reasons.values()))
    if _spoilt(pages, reasons, _limits(book)):
        raise NoTextLayerError(f"Không có lớp chữ dùng được ở trang {ranges(bad)} ({kinds}).", _remedy(missing), bad)
    message = f"Trang {ranges(bad)} không có lớp chữ dùng được ({kinds}); nội dung các trang này chưa được đọc."
    return [Notice("P1", message, page=bad[0], level="warning")]


def _remedy(missing: str | None) -> str:
    return f"{missing}; {_ELSE}" if missing else _UNREAD


def faults(pages: Sequence[PageRead], book: RuleBook) -> dict[int, str]:
    """The pages without trustworthy text, by number, each with what is wrong with it."""
    limits = _limits(book)
    return {page.number: why for page in pages if (why := _fault(page, limits))}


def _limits(book: RuleBook) -> dict[str, float]:
    return {**_DEFAULTS, **book.table("text_layer").get("limits", {})}


def _fault(page: PageRead, limits: dict[str, float]) -> str | None:
    if page.letters < limits["few_letters"]:
        if _pictured(page, limits["picture_share"]):
            return "bản chụp"
        return "chữ vẽ bằng nét" if page.paths > limits["many_paths"] else None
    if page.unmapped > limits["unmapped"]:
        return "phông chữ hỏng bảng mã"
    least = limits["words_on_picture"] if _pictured(page, limits["picture_share"]) else limits["words"]
    if _foreign(page.text, least, limits) and _foreign(clean(page.text), least, limits):  # clean: NFD, look-alikes
        return "chữ không phải tiếng Việt đọc được"
    return None


def _foreign(text: str, least: float, limits: dict[str, float]) -> bool:
    found = profile(text)
    if found.words < least:
        return False
    return found.valid < limits["valid"] * found.words or found.marked < limits["marked"] * found.words


def _pictured(page: PageRead, share: float) -> bool:
    area = sum(max(0.0, x1 - x0) * max(0.0, y1 - y0) for x0, y0, x1, y1 in page.images)
    return area > share * page.width * page.height


def _spoilt(pages: Sequence[PageRead], bad: dict[int, str], limits: dict[str, float]) -> bool:
    held = [page for page in pages if page.letters or page.number in bad]
    tables = [page.number for page in held if page.grids and page.number not in bad]
    if not tables or len(bad) > limits["bad_pages"] * len(held):
        return True
    return any(
        max((t for t in tables if t < n), default=0) == _before(n, bad) and _after(n, bad) in tables for n in bad
    )


def _before(n: int, bad: dict[int, str]) -> int:
    """The nearest sound page before a bad one."""
    while n in bad:
        n -= 1
    return n or -1


def _after(n: int, bad: dict[int, str]) -> int:
    while n in bad:
        n += 1
    return n


def ranges(pages: Sequence[int]) -> str:
    """Page numbers in short: 1-3, 7.

    >>> ranges([1, 2, 3, 7])
    '1-3, 7'
    """
    parts: list[list[int]] = []
    for page in pages:
        if parts and page == parts[-1][1] + 1:
            parts[-1][1] = page
        else:
            parts.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)
