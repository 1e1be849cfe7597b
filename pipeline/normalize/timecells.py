"""The time cells of one row to one Deadline, where the time stands in several columns.

Layouts (DOMAIN 2.2): one column; "Bắt đầu" | "Kết thúc"; a column a quarter or month with x marks (L9).
"""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Deadline, Finding, Period
from .context import Context, Reading
from .deadline import DeadlineReader

RULE = "time-columns"


def read_time_cells(cells: Sequence[tuple[str, str]], reader: DeadlineReader, context: Context) -> Reading[Deadline]:
    """cells: (header, text) of the row's time columns. Exactly one value comes back."""
    filled = [(header, text) for header, text in cells if text]
    if len(cells) == 1 or not filled:
        return reader.read(cells[0][1], context)
    if all(_is_mark(text) for _, text in filled):
        return _marked([header for header, _ in filled], reader, context)
    if len(filled) == 1:
        return reader.read(filled[0][1], context)
    if len(cells) == 2:
        return _start_and_end(filled, reader, context)
    return _unread(filled)


def _is_mark(text: str) -> bool:
    """x, X, ✓ or another single sign: the column's heading is the time.

    >>> _is_mark("x"), _is_mark("15/6")
    (True, False)
    """
    return len(text) == 1 and not text.isdigit()


def _marked(headers: Sequence[str], reader: DeadlineReader, context: Context) -> Reading[Deadline]:
    """The union of the marked columns' periods; neighbours merge into one."""
    found = [reader.find(header, context) for header in headers]
    if any(len(f) != 1 or not (f[0].start and f[0].end) for f in found):
        return _unread([(header, "x") for header in headers])
    windows = _merge([Period(f[0].start, f[0].end) for f in found])
    text, source = "; ".join(headers), found[0][0].year_source
    if len(windows) == 1:
        only = windows[0]
        return Reading((
            Deadline("in_period", only.start, only.end, True, only.end, year_source=source, text=text, rule=RULE),
        ))  # fmt: skip
    return Reading((
        Deadline("multi", end_inclusive=True, due_date=windows[-1].end, windows=windows, year_source=source,
                 text=text, rule=RULE),
    ))  # fmt: skip


def _merge(periods: Sequence[Period]) -> tuple[Period, ...]:
    """Periods in order, those that touch made one."""
    from datetime import date, timedelta

    merged: list[Period] = []
    for period in sorted(periods, key=lambda p: (p.start or "", p.end or "")):
        last = merged[-1] if merged else None
        if last and last.end and period.start:
            next_day = date.fromisoformat(last.end) + timedelta(days=1)
            if date.fromisoformat(period.start) <= next_day:
                merged[-1] = Period(last.start, max(last.end, period.end or last.end))
                continue
        merged.append(period)
    return tuple(merged)


def _start_and_end(filled: Sequence[tuple[str, str]], reader: DeadlineReader, context: Context) -> Reading[Deadline]:
    """Two columns, first the start and then the end."""
    first, last = (reader.read(text, context) for _, text in filled)
    start, end = first.values[0], last.values[0]
    findings = (*first.findings, *last.findings)
    begin, close = start.start or start.end, end.end
    if findings or first.leftover or last.leftover or not (begin and close) or begin > close:
        return _unread(filled, findings)
    text = " - ".join(text for _, text in filled)
    return Reading((
        Deadline("range", begin, close, end.end_inclusive, end.due_date, year_source=end.year_source, text=text,
                 rule=RULE),
    ))  # fmt: skip


def _unread(filled: Sequence[tuple[str, str]], findings: Sequence[Finding] = ()) -> Reading[Deadline]:
    text = "; ".join(f"{header}: {text}" for header, text in filled)
    unread = Finding("U1", "warning", "Chưa đọc được thời hạn ghi ở nhiều cột.", quote=text)
    return Reading((Deadline("unspecified", text=text),), (text,), (*findings, unread))
