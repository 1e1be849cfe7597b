"""pdfium, as little and as fast as we need it. In: the bytes of a PDF. Out: pages as plain lists of numbers and text.

Each ctypes call costs, so characters are fetched by one C-level `map` a page, into one array. The calls go through
PYFUNCTYPE (the lock of the interpreter is kept: pdfium is not made for threads, and the call costs a third).
It knows no words, no tables and no Vietnamese. Coordinates that leave here are points from the top left of the
page as a reader sees it (rotation applied).
"""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

from ..errors import InputError
from .pdf_paths import Matrix, PathObject, Pointer, Quad, collect, fast

_BOLD, _ITALIC = 1 << 18, 1 << 6
_NAME, _NAME_SIZE = ctypes.create_string_buffer(256), ctypes.c_ulong(255)
_FLAGS = ctypes.c_int()
_FLAGS_AT = ctypes.byref(_FLAGS)


_loose_box = fast("FPDFText_GetLooseCharBox", None)
_origin = fast("FPDFText_GetCharOrigin", None)
_unicode = fast("FPDFText_GetUnicode", ctypes.c_uint)
_map_error = fast("FPDFText_HasUnicodeMapError")
_font_info = fast("FPDFText_GetFontInfo", ctypes.c_ulong)
_get_text = fast("FPDFText_GetText")
_page_object = fast("FPDFPage_GetObject", Pointer)


@dataclass(slots=True)
class Chars:
    """The characters of a page in the order of the file; lists run in parallel.

    text: one character each; pdfium's own blanks and line ends have no width. left, right: advance box on the page;
    bases(indices): distances of base lines from the top; behind(indices): the same for pdfium's own blanks, which stand
    on the base line of the letter before them, at no cost.
    """

    text: str
    left: list[float]
    right: list[float]
    bases: Callable[[Sequence[int]], list[float]]
    behind: Callable[[Sequence[int]], list[float]]


class Page:
    """One open page. number counts from 1; width and height as seen."""

    def __init__(self, handle: Any, number: int) -> None:
        self.handle = self._handle = handle
        self._address = ctypes.cast(handle, ctypes.c_void_p)
        self.number = number
        self.rotation = pdfium.FPDFPage_GetRotation(handle) % 4
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(handle, box)
        self.matrix, self.width, self.height = _view(self.rotation, box.left, box.bottom, box.right, box.top)
        self._text = pdfium.FPDFText_LoadPage(handle)
        self._text_address = ctypes.cast(self._text, ctypes.c_void_p)
        self.count = max(0, pdfium.FPDFText_CountChars(self._text)) if self._text else 0

    def close(self) -> None:
        if self._text:
            pdfium.FPDFText_ClosePage(self._text)
        pdfium.FPDF_ClosePage(self._handle)

    def chars(self) -> Chars:
        """All characters with their places."""
        n = self.count
        if not n:
            return Chars("", [], [], self.bases, self.bases)
        left, right = self._extents(n)
        return Chars(self._string(n), left, right, self.bases, self._bottoms)

    def _string(self, n: int) -> str:
        buffer = (ctypes.c_ushort * (n + 1))()
        got = _get_text(self._text_address, 0, n, buffer)
        text = bytes(buffer)[: 2 * max(0, got - 1)].decode("utf-16-le", "replace")
        if len(text) == n:
            return text
        # characters beyond the basic plane or without Unicode: text and indices differ, ask one by one
        codes = map(_unicode, repeat(self._text_address, n), range(n))
        return "".join(chr(c) if 0 < c < 0x110000 and not 0xD800 <= c < 0xE000 else "\ufffd" for c in codes)

    def bases(self, indices: Sequence[int]) -> list[float]:
        """How far the base lines of these characters lie from the top."""
        n = len(indices)
        if not n:
            return []
        points, xs, ys = _SCRATCH.points(n)
        _run(map(_origin, repeat(self._text_address, n), indices, xs, ys))
        _, b, _, d, _, f = self.matrix
        if self.rotation == 0:
            return [f - y for y in points[1 : 2 * n : 2]]
        return [b * x + d * y + f for x, y in zip(points[0 : 2 * n : 2], points[1 : 2 * n : 2], strict=True)]

    def _extents(self, n: int) -> tuple[list[float], list[float]]:
        """Left and right edges of the advance boxes (left, top, right, bottom in the space of the file)."""
        boxes, slots = _SCRATCH.boxes(n)
        _run(map(_loose_box, repeat(self._text_address, n), range(n), slots))
        shift = self.matrix[4]
        low, high = ((0, 2), (3, 1), (2, 0), (1, 3))[self.rotation]
        left, right = boxes[low : 4 * n : 4].tolist(), boxes[high : 4 * n : 4].tolist()
        if self.rotation >= 2:
            return [shift - x for x in left], [shift - x for x in right]
        return ([x + shift for x in left], [x + shift for x in right]) if shift else (left, right)

    def _bottoms(self, indices: Sequence[int]) -> list[float]:
        """Distances of the lower left corners of these boxes from the top; only while no other page is asked."""
        boxes, _ = _SCRATCH.boxes(self.count)
        _, b, _, d, _, f = self.matrix
        if self.rotation == 0:
            bottoms = boxes[3 : 4 * self.count : 4].tolist()
            return [f - bottoms[i] for i in indices]
        return [b * boxes[4 * i] + d * boxes[4 * i + 3] + f for i in indices]

    def map_errors(self, indices: list[int]) -> int:
        """How many of these characters have no trustworthy Unicode value."""
        return list(map(_map_error, repeat(self._text_address), indices)).count(1)

    def font(self, index: int) -> tuple[str, int]:
        """Name and flags of the font of a character."""
        if not 0 < _font_info(self._text_address, index, _NAME, _NAME_SIZE, _FLAGS_AT) < 256:
            return "", 0
        return _NAME.value.decode("latin-1"), _FLAGS.value

    def style(self, index: int) -> tuple[bool, bool]:
        """Whether a character is bold, and whether it is italic."""
        if not 0 < _font_info(self._text_address, index, _NAME, _NAME_SIZE, _FLAGS_AT) < 256:
            return False, False
        return _style(_NAME.value, _FLAGS.value)

    def objects(self) -> tuple[list[PathObject], list[Quad]]:
        """The painted paths of the page, those inside forms too, and the boxes of its images."""
        count = pdfium.FPDFPage_CountObjects(self._handle)
        return collect(map(_page_object, repeat(self._address, count), range(count)), self.matrix)


@lru_cache(maxsize=256)
def _style(font: bytes, flags: int) -> tuple[bool, bool]:
    name = font.lower()
    return b"bold" in name or bool(flags & _BOLD), b"italic" in name or b"oblique" in name or bool(flags & _ITALIC)


def _run(calls: Iterator[object]) -> None:
    deque(calls, 0)


class _Scratch:
    """Arrays pdfium writes into, and references to their slots: made once, grown when a page needs more."""

    def __init__(self) -> None:
        self._boxes: tuple[array[float], list[Any]] = (array("f"), [])
        self._points: tuple[array[float], list[Any], list[Any]] = (array("d"), [], [])

    def boxes(self, n: int) -> tuple[array[float], list[Any]]:
        """Room for n boxes of four numbers."""
        if len(self._boxes[1]) < n:
            numbers = array("f", bytes(32 * n))
            place = (ctypes.c_float * (8 * n)).from_buffer(numbers)
            self._boxes = (numbers, [ctypes.byref(place, 16 * i) for i in range(2 * n)])
        return self._boxes

    def points(self, n: int) -> tuple[array[float], list[Any], list[Any]]:
        """Room for n points; references to their x and to their y."""
        if len(self._points[1]) < n:
            numbers = array("d", bytes(32 * n))
            place = (ctypes.c_double * (4 * n)).from_buffer(numbers)
            xs = [ctypes.byref(place, 16 * i) for i in range(2 * n)]
            self._points = (numbers, xs, [ctypes.byref(place, 16 * i + 8) for i in range(2 * n)])
        return self._points


_SCRATCH = _Scratch()


def _view(rotation: int, x0: float, y0: float, x1: float, y1: float) -> tuple[Matrix, float, float]:
    """Matrix from the space of the file to the page as seen, its width and height."""
    if x1 <= x0 or y1 <= y0:
        x0, y0, x1, y1 = 0.0, 0.0, 612.0, 792.0
    wide, high = x1 - x0, y1 - y0
    return (
        ((1.0, 0.0, 0.0, -1.0, -x0, y1), wide, high),
        ((0.0, 1.0, 1.0, 0.0, -y0, -x0), high, wide),
        ((-1.0, 0.0, 0.0, 1.0, x1, -y0), wide, high),
        ((0.0, -1.0, -1.0, 0.0, y1, x1), high, wide),
    )[rotation]


class PdfFile:
    """An open PDF; close it (it holds pdfium's memory)."""

    def __init__(self, data: bytes) -> None:
        self._data = data  # pdfium reads from it while the file is open
        self._handle = open_handle(data)
        self._open: Page | None = None
        self.pages = pdfium.FPDF_GetPageCount(self._handle)

    def close(self) -> None:
        if self._open:
            self._open.close()
        pdfium.FPDF_CloseDocument(self._handle)

    @property
    def producer(self) -> str:
        """The program that made the file, as it says."""
        buffer = ctypes.create_string_buffer(512)
        size = pdfium.FPDF_GetMetaText(self._handle, b"Producer", buffer, 512)
        return buffer.raw[: max(0, min(size, 512) - 2)].decode("utf-16-le", "replace")

    def _load(self, number: int) -> Any:
        handle = pdfium.FPDF_LoadPage(self._handle, number - 1)
        if not handle:
            raise InputError(f"Trang {number} của tệp PDF bị hỏng.", _REMEDY)
        return handle

    def page(self, number: int) -> Page:
        """Page `number` from 1, open until the next is asked for. Raises InputError if it cannot be read.

        (With no page open the C library hands its memory back, and asks for it again.)
        """
        before, self._open = self._open, Page(_with_fields(self._load(number), lambda: self._load(number)), number)
        if before:
            before.close()
        return self._open


def _with_fields(handle: Any, reload: Callable[[], Any]) -> Any:
    """The page with its form fields drawn into it: signing tools print the number and day of an issued plan there."""
    kinds = (_annotation_kind(handle, n) for n in range(pdfium.FPDFPage_GetAnnotCount(handle)))
    if not any(kind == pdfium.FPDF_ANNOT_WIDGET for kind in kinds):
        return handle
    if pdfium.FPDFPage_Flatten(handle, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS:
        return handle
    pdfium.FPDF_ClosePage(handle)
    return reload()


def _annotation_kind(handle: Any, number: int) -> int:
    annotation = pdfium.FPDFPage_GetAnnot(handle, number)
    kind = int(pdfium.FPDFAnnot_GetSubtype(annotation)) if annotation else -1
    if annotation:
        pdfium.FPDFPage_CloseAnnot(annotation)
    return kind


_REMEDY = "Hãy mở tệp bằng trình đọc PDF, in lại ra PDF (Print to PDF) hoặc xin lại tệp gốc."
_LOCKED = "Hãy mở tệp bằng mật khẩu, lưu lại bản không đặt mật khẩu rồi chạy lại."
_started = False


def open_handle(data: bytes) -> Any:
    """pdfium's document. Raises InputError for what is no PDF, is broken, or asks for a password."""
    global _started
    if not _started:
        pdfium.FPDF_InitLibrary()
        _started = True
    if not data:
        raise InputError("Tệp rỗng (0 byte).", "Hãy xin lại tệp gốc.")
    with suppress(ValueError, OverflowError):
        handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if handle:
            return handle
    if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
        raise InputError("Tệp PDF có mật khẩu, không đọc được.", _LOCKED)
    if b"%PDF-" not in data[:1024]:
        raise InputError("Tệp không phải là PDF.", "Hãy kiểm tra lại phần mở rộng và nguồn của tệp.")
    raise InputError("Tệp PDF bị hỏng hoặc bị cắt cụt.", _REMEDY)
