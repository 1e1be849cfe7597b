"""Painted paths of a page through pdfium. In: its page objects. Out: boxes of paths and images, corners of paths.

Coordinates are points from the top left of the page as seen; matrices of forms are applied. It does not know
which path is a border.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from itertools import islice, repeat
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

Matrix = tuple[float, float, float, float, float, float]
Quad = tuple[float, float, float, float]

_PATH, _IMAGE, _FORM = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM
_DEEPEST = 12  # forms inside forms
_CORNERS = 4  # of a rectangle
_MAX_OBJECTS = 200_000  # a page with more is a drawing


class Pointer(ctypes.c_void_p):
    """What pdfium points to; plain c_void_p would come back as a number."""


def fast(name: str, result: Any = ctypes.c_int) -> Any:
    """A pdfium function without argument checks: pass pointers, and byref for results."""
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result)(address)


_form_object = fast("FPDFFormObj_GetObject", Pointer)
_object_type = fast("FPDFPageObj_GetType")
_bounds = fast("FPDFPageObj_GetBounds")
_draw_mode = fast("FPDFPath_GetDrawMode")
_count_segments = fast("FPDFPath_CountSegments")
_segment = fast("FPDFPath_GetPathSegment", ctypes.c_void_p)
_point = fast("FPDFPathSegment_GetPoint")
_segment_type = fast("FPDFPathSegment_GetType")
_segment_close = fast("FPDFPathSegment_GetClose")
_get_matrix = fast("FPDFPageObj_GetMatrix")


class PathObject(NamedTuple):
    """A painted path: its box on the page; the rest is asked for only where the box is no line."""

    box: Quad
    handle: Pointer
    matrix: Matrix

    @property
    def stroked(self) -> bool:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        return bool(_draw_mode(self.handle, ctypes.byref(fill), ctypes.byref(stroke)) and stroke.value)


def collect(objects: Iterable[Pointer], matrix: Matrix) -> tuple[list[PathObject], list[Quad]]:
    """The painted paths among page objects, those inside forms too, and the boxes of images."""
    paths: list[PathObject] = []
    images: list[Quad] = []
    _collect(list(islice(objects, _MAX_OBJECTS)), matrix, paths, images, 0)
    return paths, images


def multiply(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _box_on(matrix: Matrix, x0: float, y0: float, x1: float, y1: float) -> Quad:
    """A box carried over to the page: x0, top, x1, bottom."""
    a, b, c, d, e, f = matrix
    if b == 0 == c and a > 0 > d:
        return (a * x0 + e, d * y1 + f, a * x1 + e, d * y0 + f)
    xs = (a * x0 + c * y0, a * x1 + c * y0, a * x0 + c * y1, a * x1 + c * y1)
    ys = (b * x0 + d * y0, b * x1 + d * y0, b * x0 + d * y1, b * x1 + d * y1)
    return (min(xs) + e, min(ys) + f, max(xs) + e, max(ys) + f)


def _collect(handles: list[Pointer], matrix: Matrix, paths: list[PathObject], images: list[Quad], depth: int) -> None:
    numbers = (ctypes.c_float * 4)()
    at = [ctypes.byref(numbers, 4 * k) for k in (0, 1, 2, 3)]
    for handle, kind in zip(handles, map(_object_type, handles), strict=True):
        if kind == _PATH:
            _bounds(handle, *at)
            paths.append(PathObject(_box_on(matrix, *numbers), handle, matrix))
        elif kind == _IMAGE:
            _bounds(handle, *at)
            images.append(_box_on(matrix, *numbers))
        elif kind == _FORM and depth < _DEEPEST:
            count = _form_count(handle)
            inner = list(map(_form_object, repeat(handle, count), range(count)))
            _collect(inner, multiply(_object_matrix(handle), matrix), paths, images, depth + 1)


def _form_count(handle: Pointer) -> int:
    pointer = ctypes.cast(handle, pdfium.FPDF_PAGEOBJECT)
    count: int = pdfium.FPDFFormObj_CountObjects(pointer)
    return min(_MAX_OBJECTS, max(0, count))


def _object_matrix(handle: Pointer) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not _get_matrix(handle, ctypes.byref(found)):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def has_letters(path: PathObject) -> bool:
    """Outlines of letters, as a watermark is drawn: a part of many corners, or curves that are no round corners."""
    lines = curves = corners = most = 0
    for i in range(min(_MAX_OBJECTS, max(0, _count_segments(path.handle)))):
        kind = _segment_type(ctypes.c_void_p(_segment(path.handle, i)))
        lines += kind == pdfium.FPDF_SEGMENT_LINETO
        curves += kind == pdfium.FPDF_SEGMENT_BEZIERTO
        corners = corners + 1 if kind == pdfium.FPDF_SEGMENT_LINETO else 0
        most = max(most, corners)
    return most > _CORNERS or (curves > 0 and lines * 3 != curves)  # a curve is three points


def straight_pieces(path: PathObject) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """The sub-paths of a path as (corner points on the page, closed). Curves break a sub-path."""
    matrix = multiply(_object_matrix(path.handle), path.matrix)
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for i in range(min(_MAX_OBJECTS, max(0, _count_segments(path.handle)))):
        segment = ctypes.c_void_p(_segment(path.handle, i))
        kind = _segment_type(segment)
        if kind != pdfium.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points, False
            points = []
        if not _point(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if _segment_close(segment) and len(points) > 1:
            yield points, True
            points = points[:1]
    if len(points) > 1:
        yield points, False
