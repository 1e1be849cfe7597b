"""RFC 5545 RRULE values of recurring limits. In: months, days, weekdays. Out: the value of the RRULE property.

No UNTIL here: the exporter bounds a rule by the plan's period. RFC 5545 knows no quarter, and a MONTHLY rule for
the 30th skips February: both are written around.
"""

from __future__ import annotations

from collections.abc import Collection

EVERY_MONTH = frozenset(range(1, 13))
_UNITS = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}


def at_month_ends(months: Collection[int]) -> str:
    """The last day of each of these months.

    >>> at_month_ends({3, 6, 9, 12})
    'FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1'
    """
    if set(months) == EVERY_MONTH:
        return "FREQ=MONTHLY;BYMONTHDAY=-1"
    return f"FREQ=YEARLY;BYMONTH={_join(months)};BYMONTHDAY=-1"


def on_day(day: int, months: Collection[int] = EVERY_MONTH) -> str:
    """This day of each of these months, or the last day of a month that has no such day.

    >>> on_day(30)
    'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1'
    >>> on_day(15, {6, 12})
    'FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15'
    """
    if day >= 31:
        return at_month_ends(months)
    shortest = min(_LENGTH[month] for month in months)
    monthly = set(months) == EVERY_MONTH
    if day <= shortest:
        return f"FREQ=MONTHLY;BYMONTHDAY={day}" if monthly else f"FREQ=YEARLY;BYMONTH={_join(months)};BYMONTHDAY={day}"
    days = _join(range(shortest, day + 1))
    where = "" if monthly else f"BYMONTH={_join(months)};"
    return f"FREQ=MONTHLY;{where}BYMONTHDAY={days};BYSETPOS=-1"


_LENGTH = {month: 28 if month == 2 else 30 if month in (4, 6, 9, 11) else 31 for month in EVERY_MONTH}


def every(count: int, unit: str) -> str:
    """Every `count` days, weeks, months or years; where it divides the year, at the ends of the parts.

    >>> every(2, "month"), every(6, "month"), every(1, "week")
    ('FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1', 'FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1', 'FREQ=WEEKLY')
    """
    if unit == "quarter":
        count, unit = 3 * count, "month"
    if unit == "month" and count in (3, 6):
        return at_month_ends(range(count, 13, count))
    if unit == "month" and count % 12 == 0:
        count, unit = count // 12, "year"
    interval = "" if count == 1 else f";INTERVAL={count}"
    return f"FREQ={_UNITS[unit]}{interval}" + (";BYMONTHDAY=-1" if unit == "month" else "")


def weekly(days: Collection[str]) -> str:
    """These weekdays ("MO") of each week."""
    return f"FREQ=WEEKLY;BYDAY={','.join(days)}"


def months_of(rule: str | None) -> frozenset[int] | None:
    """The months at whose end a rule falls due; None for a rule of another kind.

    >>> sorted(months_of("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"))
    [6, 12]
    """
    if rule == "FREQ=YEARLY":
        return frozenset({12})
    if rule == "FREQ=MONTHLY;BYMONTHDAY=-1":
        return EVERY_MONTH
    head, tail = "FREQ=YEARLY;BYMONTH=", ";BYMONTHDAY=-1"
    if rule and rule.startswith(head) and rule.endswith(tail):
        return frozenset(int(month) for month in rule[len(head) : -len(tail)].split(","))
    return None


def _join(numbers: Collection[int]) -> str:
    return ",".join(map(str, sorted(numbers)))
