"""Weekdays that are not those of their dates: "Thứ Ba ngày 15/6/2024" is a Saturday.

In: a Deadline, the text it was read from, the grammar. Out: one finding a date. It changes nothing: the date counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...model import Deadline, Finding
from .grammar import Grammar

_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SHOWN = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def wrong_weekdays(made: Deadline, source: str, grammar: Grammar) -> Iterator[Finding]:
    """A finding for each date of the text whose weekday is stated and another."""
    folded, told = grammar.fold(source), set[date]()
    for pattern in ("{dated_weekday}", "{weekday_after}"):
        for match in grammar.regex(pattern).finditer(folded):
            day = _day_of(match, made)
            if day is None or day in told or _WEEK[day.weekday()] == _stated(match, grammar):
                continue
            told.add(day)
            message = f"Thứ ghi không khớp với ngày: {day:%d/%m/%Y} là {_SHOWN[day.weekday()]}."
            yield Finding("U1", "warning", message, quote=source[match.start() : match.end()])


def _stated(match: re.Match[str], grammar: Grammar) -> str:
    return grammar.weekdays[match["weekday"] or match["sunday"]]


def _day_of(match: re.Match[str], made: Deadline) -> date | None:
    """The date of the deadline that has this day and month; its year was found with it."""
    wanted = f"-{int(match['month']):02d}-{int(match['day']):02d}"
    for one in (made, *made.also):
        spans = [one.start, one.end, *(w.start for w in one.windows), *(w.end for w in one.windows)]
        found = next((d for d in spans if d and d.endswith(wanted)), None)
        if found:
            return date.fromisoformat(found)
    return None
