"""Parts that speak of one another, before their years are known: bounds that cover a list, frequencies side by side.

In: Parts and which of them stand in one list with the part before. Out: the same, fewer or closer.
"""

from __future__ import annotations

from dataclasses import replace

from .parts import Part
from .recurrence import EVERY_MONTH, at_month_ends, months_of, on_day


def spread(parts: list[Part], joined: list[bool]) -> tuple[list[Part], list[bool]]:
    """ "Trước ngày 15/6 và 15/12 hằng năm": the bound covers the bare days after it, the frequency those before."""
    for index in range(1, len(parts)):
        before, here = parts[index - 1], parts[index]
        days = before.shape == "limit" and before.unit == "day"
        if joined[index] and here.bare and days and (here.shape == "limit" or here.length == "yearly"):
            parts[index] = replace(here, inclusive=before.inclusive)
    for index in range(len(parts) - 1, 0, -1):
        here = parts[index]
        if joined[index] and here.length == "yearly":
            parts[index - 1] = _every_year(here, parts[index - 1]) or parts[index - 1]
    return parts, joined


def frequencies(parts: list[Part], joined: list[bool]) -> tuple[list[Part], list[bool]]:
    """Frequencies side by side become one: "hằng quý, hằng năm"; "hằng năm, trước ngày 15/12"."""
    found: list[Part] = []
    links: list[bool] = []
    for part, link in zip(parts, joined, strict=True):
        one = _one_frequency(found[-1], part, link) if found else None
        if one is not None:
            found[-1] = replace(one, start=found[-1].start, end=part.end)
        else:
            found.append(part)
            links.append(link)
    return found, links


def _one_frequency(a: Part, b: Part, listed: bool) -> Part | None:
    if a.shape == b.shape == "recurring":
        return _union(a, b)
    if listed and a.length == "yearly" and b.bare and b.shape == "limit":
        again = _every_year(a, b)
        return _same_day(a, again) if again else None
    for often, when in ((a, b), (b, a)):
        if often.shape == "recurring" and often.recurrence == "FREQ=YEARLY" and not often.spans:
            return _every_year(often, when)
    return None


def _union(a: Part, b: Part) -> Part | None:
    """Two frequencies as one, if one rule can say both."""
    if a.spans or b.spans or a.quota or b.quota:
        return None
    if a.recurrence is None or b.recurrence is None:
        return b if a.recurrence is None else a
    months_a, months_b = months_of(a.recurrence), months_of(b.recurrence)
    if months_a and months_b:
        return replace(a, recurrence=at_month_ends(months_a | months_b))
    if a.length == b.length == "yearly" and a.inclusive == b.inclusive:
        return _same_day(a, b)
    for plain, exact in ((months_a, b), (months_b, a)):
        if plain and exact.length == "fixed" and _months_named(exact.recurrence or "") == plain:
            return exact
    return None


def _same_day(a: Part, b: Part) -> Part | None:
    """The same day of two months, every year."""
    day_a, day_b = ((p.recurrence or "").rpartition("BYMONTHDAY=")[2] for p in (a, b))
    if day_a != day_b or not day_a.isdigit():
        return None
    months = _months_named(a.recurrence or "") | _months_named(b.recurrence or "")
    return replace(a, recurrence=on_day(int(day_a), months))


def _months_named(rule: str) -> frozenset[int]:
    named = [item[8:] for item in rule.split(";") if item.startswith("BYMONTH=")]
    return frozenset(map(int, named[0].split(","))) if named else EVERY_MONTH


def _every_year(often: Part, when: Part) -> Part | None:
    """A yearly frequency and a limit without a year: that limit every year."""
    if when.shape not in ("limit", "on", "period", "range") or any(s.year is not None for s in when.spans):
        return None
    if not when.spans or any(s.feast or s.shift for s in when.spans):
        return None
    season = when.shape == "range"
    spans = when.spans[-1:] if season else when.spans
    days = {s.hi[1] if when.inclusive else s.lo[1] for s in spans}
    if len(days) > 1:
        return None
    months = {s.hi[0] if when.inclusive else s.lo[0] for s in spans}
    return replace(often, recurrence=on_day(days.pop() or 31, months), inclusive=when.inclusive, vague=when.vague,
                   spans=when.spans if season else (), length="season" if season else "yearly")  # fmt: skip
