"""Scanned pages of one table brought to one width. In: what was found on the pages. Out: how to stretch each.

Paper lies a little differently in the scanner from page to page: the same columns stand some points to the left,
and a hundredth wider. The table stage knows a table that goes on by its columns.
"""

from __future__ import annotations

from collections.abc import Sequence

from .scan_page import Sheet

_ALIKE = 0.03  # of its width a table may differ from page to page
Stretch = tuple[float, float]  # factor, shift in points


def stretches(sheets: Sequence[Sheet]) -> dict[int, Stretch]:
    """By page number, for pages whose widest table is that of an earlier page with as many columns."""
    first: list[list[float]] = []
    found: dict[int, Stretch] = {}
    for sheet in sheets:
        if not sheet.columns:
            continue
        xs = sheet.columns
        model = next((other for other in first if _fits(other, xs)), None)
        if model is None:
            first.append(xs)
            continue
        factor = (model[-1] - model[0]) / (xs[-1] - xs[0])
        found[sheet.number] = (factor, model[0] - factor * xs[0])
    return found


def _fits(model: list[float], xs: list[float]) -> bool:
    """The same columns, each as wide."""
    wide, width = xs[-1] - xs[0], model[-1] - model[0]
    near = _ALIKE * width
    return (
        len(model) == len(xs)
        and abs(wide - width) < near
        and all(abs((a - model[0]) - (b - xs[0])) < near for a, b in zip(model, xs, strict=True))
    )
