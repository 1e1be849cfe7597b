"""A Deadline as one short line, for rule examples, test tables and `explain`. In: Deadline. Out: str."""

from __future__ import annotations

from ...model import Deadline, Period


def show(deadline: Deadline) -> str:
    """Kind, dates (")" ends before that day), hour, RRULE, quota, offset, anchor, vague, and further limits after "+".

    >>> show(Deadline("by_date", end="2024-11-30", end_inclusive=False))
    'by_date ..2024-11-30)'
    """
    d = deadline
    words = [
        d.kind,
        _days(Period(d.start, d.end), d.end_inclusive) if d.start or d.end else "",
        ", ".join(_days(w, d.end_inclusive) for w in d.windows),
        f"T{d.end_time}" if d.end_time else "",
        f"{d.recurrence}{')' if d.end_inclusive is False else ''}" if d.recurrence else "",
        f"{d.quota.count}/{d.quota.per}" if d.quota else "",
        f"{d.offset.count:+d} {d.offset.unit}" if d.offset else "",
        f"“{d.anchor}”" if d.anchor else "",
        "vague" if d.precision == "vague" else "",
    ]
    line = " ".join(word for word in words if word)
    return " + ".join([line, *(show(one) for one in d.also)])


def _days(period: Period, inclusive: bool | None) -> str:
    close = ")" if inclusive is False else ""
    if period.start == period.end and not close:
        return period.start or ""
    return f"{period.start or ''}..{period.end or ''}{close}"
