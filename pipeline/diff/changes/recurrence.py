"""Two recurring limits: which comes more often, which earlier. In: deadlines with RRULE or quota. Out: a verdict."""

from __future__ import annotations

from ...comparison import Code
from ...model import Deadline

_TIMES = {"DAILY": 365.0, "WEEKLY": 52.0, "MONTHLY": 12.0, "YEARLY": 1.0}
_QUOTA = {"day": 365.0, "week": 52.0, "month": 12.0, "quarter": 4.0, "half_year": 2.0, "year": 1.0}
_LAST = 31


def compare(old: Deadline, new: Deadline) -> tuple[Code, str] | None:
    """Earlier (or more often) or later, and how in Vietnamese; None where neither can be said."""
    was, now = times(old), times(new)
    if was and now and was != now:
        return ("deadline_earlier", "dày hơn") if now > was else ("deadline_later", "thưa hơn")
    first, then = rule(old), rule(new)
    days = _day(first), _day(then)
    if first and then and days[0] and days[1]:
        old_day, new_day = (d - (e.end_inclusive is False) for d, e in zip(days, (old, new), strict=True))  # type: ignore[operator]
        if old_day != new_day:
            return (
                ("deadline_earlier", "ngày trong kỳ sớm hơn")
                if new_day < old_day
                else ("deadline_later", "ngày trong kỳ muộn hơn")
            )
    return None


def rule(deadline: Deadline) -> dict[str, str]:
    """The parts of the RRULE, the day of the quota; {} if there are none."""
    if deadline.recurrence:
        return dict(part.split("=", 1) for part in deadline.recurrence.split(";") if "=" in part)
    if deadline.quota:
        return {"QUOTA": f"{deadline.quota.count}/{deadline.quota.per}"}
    return {}


def times(deadline: Deadline) -> float | None:
    """How often a year."""
    if deadline.quota:
        often = _QUOTA.get(deadline.quota.per)
        return deadline.quota.count * often if often else None
    parts = rule(deadline)
    often = _TIMES.get(parts.get("FREQ", ""))
    if often is None:
        return None
    months = parts.get("BYMONTH")
    if parts["FREQ"] == "YEARLY" and months:
        often = float(len(months.split(",")))
    return often / int(parts.get("INTERVAL", "1"))


def _day(parts: dict[str, str]) -> int | None:
    """The day of the month, the last one as 31; None where the rule has no single one."""
    days = [int(d) for d in parts.get("BYMONTHDAY", "").split(",") if d.lstrip("-").isdigit()]
    if len(days) != 1:
        return None
    return _LAST if days[0] == -1 else days[0]
