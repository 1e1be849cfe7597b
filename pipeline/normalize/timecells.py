"""The time cells of one row to one Deadline, where the time stands in several columns.

Layouts (DOMAIN 2.2): one column; "Bắt đầu" | "Kết thúc"; a column a quarter or month with x marks (L9).
Two columns that are not the ends of one time ("Thời gian kiểm tra" | "Thời gian báo cáo") give a finding, no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model import Deadline, Finding, Period
from .context import Context, Reading
from .deadline import DeadlineReader

RULE = "time-columns"
_YEAR = re.compile(r"\b20\d\d\b")
_BARE = re.compile(r"\s*(?:\d{1,2}|[IVX]{1,4})(?:\s?[,;-]\s?(?:\d{1,2}|[IVX]{1,4})){0,5}\s*\Z")


def read_time_cells(cells: Sequence[tuple[str, str]], reader: DeadlineReader, context: Context) -> Reading[Deadline]:
    """cells: (header, text) of the row's time columns. Exactly one value comes back."""
    filled = [(header, text) for header, text in cells if text]
    if len(cells) == 1 or not filled:
        return _one(*cells[0], reader, context)
    if all(_is_mark(text) for _, text in filled):
        return _marked([header for header, _ in filled], reader, context)
    if all(_YEAR.search(header) and not _YEAR.search(text) for header, text in filled):
        return _marked([f"{header} / {text}" for header, text in filled], reader, context)
    if len(filled) == 1:
        return _one(*filled[0], reader, context)
    if len(cells) == 2 and reader.spans(cells[0][0], cells[1][0]):
        return _start_and_end(filled, reader, context)
    return _unread(filled)


def _one(header: str, text: str, reader: DeadlineReader, context: Context) -> Reading[Deadline]:
    """One cell; a bare number takes its unit from the heading: "Tháng" over "3"."""
    reading = reader.read(text, context)
    if _BARE.match(text) and not reader.find(text, context):
        found = next((f for p in _phrases(f"{header} / {text}") if (f := reader.find(p, context))), ())
        if len(found) == 1:
            return reader.read(found[0].text, context)
    return reading


def _phrases(header: str) -> Iterator[str]:
    """What a heading of one or more rows may say, the surest first: a year above belongs to the words below it.

    >>> list(_phrases("Năm 2027 / Quý I"))
    ['Quý I/2027', 'Quý I 2027', 'Năm 2027 / Quý I']
    >>> list(_phrases("Tháng / 3"))
    ['Tháng / 3', 'Tháng 3']
    """
    *parents, child = header.split(" / ")
    above = " ".join(parents)
    years = [] if _YEAR.search(child) else _YEAR.findall(above)
    bare = _BARE.match(child) is not None
    if len(years) == 1 and not bare:
        yield from (f"{child}/{years[0]}", f"{child} {years[0]}")
    yield header
    if above and not bare and not years:
        yield child
    if bare:
        yield from (f"{word} {child}/{years[0]}" if len(years) == 1 else f"{word} {child}" for word in above.split())


def _is_mark(text: str) -> bool:
    """x, X, ✓ or another single sign: the column's heading is the time.

    >>> _is_mark("x"), _is_mark("15/6")
    (True, False)
    """
    return len(text) == 1 and not text.isdigit()


def _marked(headers: Sequence[str], reader: DeadlineReader, context: Context) -> Reading[Deadline]:
    """The union of the marked columns' periods; neighbours merge into one."""
    found = [_found(header, reader, context) for header in headers]
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


def _found(header: str, reader: DeadlineReader, context: Context) -> Sequence[Deadline]:
    """The one whole period a heading names, () if none."""
    tries = (reader.find(phrase, context) for phrase in _phrases(header))
    return next((f for f in tries if len(f) == 1 and f[0].start and f[0].end), ())


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
    """Two columns that span one time, first the start and then the end."""
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
