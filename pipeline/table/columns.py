"""What the columns are. In: the headings of a table and samples of its cells. Out: one `ColumnReading` a column.

The words are in rules/columns.toml. It does not find the heading row and refuses no table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from ..model import Role
from ..rulebook import Rule
from ..text import key
from .header_words import BRACKETS, HeaderWords, Match

OWNER_ROLES = frozenset(("lead", "coop", "lead_coop", "leader"))
PLAN_ROLES = OWNER_ROLES | {"time", "target", "result", "deliverable", "method"}
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_MOST = 0.7  # of the filled cells
_WORDY = 4  # words of a task, on the average
_FALLBACK = ("target", "deliverable", "result", "method")


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """What a column is taken for, and why.

    weak: it is no proof of a plan; guessed: told by its cells alone; valued: its heading is a year; unit: its cells are
    the units of the numbers in the target columns.
    """

    header: str
    role: Role
    alternatives: tuple[Role, ...] = ()
    reason: str = ""
    weak: bool = False
    known: bool = True
    guessed: bool = False
    valued: bool = False
    unit: bool = False


def join_header(parts: Sequence[str]) -> str:
    """Label of a column under a heading of several rows: "parent / child", each part once.

    >>> join_header(["Thời gian", "", "Bắt đầu"])
    'Thời gian / Bắt đầu'
    """
    kept: list[str] = []
    for part in parts:
        flat = " ".join(part.split())
        if flat and flat not in kept:
            kept.append(flat)
    return " / ".join(kept)


def read_columns(
    headers: Sequence[Sequence[str]], samples: Sequence[Sequence[str]], words: HeaderWords
) -> tuple[ColumnReading, ...]:
    """Roles of the columns. headers: the parts of each heading, outermost first; samples: texts of each column."""
    matches = [_match_parts(parts, words) for parts in headers]
    readings = [_reading(join_header(parts), match) for parts, match in zip(headers, matches, strict=True)]
    readings = _blank_number(readings, samples, words)
    readings = _one_content(readings, matches)
    readings = _decide_doubts(readings, matches, samples, words)
    return tuple(_by_cells(_fallback_content(readings, matches), samples, words))


def _match_parts(parts: Sequence[str], words: HeaderWords) -> Match | None:
    """Child first, then all parts together, then the parents from the inside."""
    filled = [p for p in parts if p.strip()]
    named = [p for p in filled if BRACKETS.sub("", p).strip()] or filled  # "(triệu đồng)" below "Kinh phí" is a unit
    if len(named) < 2:
        return words.match(named[0]) if named else None
    child, whole = words.match(named[-1]), words.match(" / ".join(named))
    parent = next((m for m in (words.match(p) for p in reversed(named[:-1])) if m), None)
    if child and child.valued and parent and parent.role in ("time", "baseline", "budget", "score", "tracking"):
        return parent
    if child and child.sure:
        return child
    if whole and whole.sure and whole.how != "starts":
        return whole
    return parent or child or whole


def _reading(header: str, match: Match | None) -> ColumnReading:
    if match is None:
        return ColumnReading(header, "other", reason="tiêu đề lạ" if header else "tiêu đề trống", known=False)
    reason = f"{match.rule}: “{match.phrase}”"
    return ColumnReading(header, match.role, reason=reason, weak=match.weak, valued=match.valued, unit=match.unit)


def past_years(columns: Sequence[ColumnReading], first_year: int | None) -> tuple[ColumnReading, ...]:
    """Columns of years before the plan begins show what was reached, not what is to be."""
    return tuple(
        replace(c, role="baseline", alternatives=("target",), reason=f"{c.reason}; trước {first_year}")
        if first_year and c.role == "target" and c.valued and _last_year(c.header) < first_year
        else c
        for c in columns
    )


def _last_year(header: str) -> int:
    return max(map(int, YEAR.findall(header)), default=9999)


def _blank_number(
    readings: list[ColumnReading], samples: Sequence[Sequence[str]], words: HeaderWords
) -> list[ColumnReading]:
    """A first column without a heading that holds labels is the number column; there is only one number column."""
    if readings and not any(r.role == "no" for r in readings):
        first = readings[0]
        if not first.known and words.share("label", samples[0]) >= 0.6:
            readings = [replace(first, role="no", reason="ô là số thứ tự"), *readings[1:]]
    seen = False
    out = []
    for reading in readings:
        if reading.role == "no" and seen:
            reading = replace(reading, role="other", alternatives=("no",), weak=True)
        seen = seen or reading.role == "no"
        out.append(reading)
    return out


def _one_content(readings: list[ColumnReading], matches: Sequence[Match | None]) -> list[ColumnReading]:
    """One column holds the content: the highest rank, then the leftmost; the others are kept as "other"."""
    places = [i for i, r in enumerate(readings) if r.role == "content"]
    if len(places) < 2:
        return readings

    def rank(i: int) -> tuple[int, int]:
        match = matches[i]
        return (-(match.rank if match else 0), i)

    chosen = min(places, key=rank)
    return [
        replace(r, role="other", alternatives=("content",)) if i in places and i != chosen else r
        for i, r in enumerate(readings)
    ]


def _decide_doubts(
    readings: list[ColumnReading], matches: Sequence[Match | None], samples: Sequence[Sequence[str]], words: HeaderWords
) -> list[ColumnReading]:
    out = list(readings)
    for i, reading in enumerate(readings):
        for doubt in words.doubts:
            if _applies(doubt, reading, matches[i]):
                choice = _choose(doubt, i, out, samples[i], words)
                out[i] = replace(out[i], unit=bool(choice.get("unit")) or out[i].unit)
                if choice and choice["role"] != out[i].role:
                    out[i] = replace(
                        out[i],
                        role=cast(Role, choice["role"]),
                        alternatives=(out[i].role,),
                        reason=f"{out[i].reason}; {doubt.id}",
                    )
                break
    return out


def _applies(doubt: Rule, reading: ColumnReading, match: Match | None) -> bool:
    if "words" in doubt.extra:
        last = key(BRACKETS.sub(" ", reading.header.rsplit(" / ", 1)[-1]))
        return last in {key(w) for w in doubt.extra["words"]}
    valued = bool(match and match.valued)
    return reading.role in doubt.extra.get("roles", ()) and valued >= bool(doubt.extra.get("valued"))


def _choose(
    doubt: Rule, place: int, readings: Sequence[ColumnReading], sample: Sequence[str], words: HeaderWords
) -> Mapping[str, Any]:
    """The first choice that holds, {} if none."""
    others = {r.role for i, r in enumerate(readings) if i != place}
    for choice in cast(Sequence[dict[str, Any]], doubt.extra["choices"]):
        if "with" in choice and not others & set(choice["with"]):
            continue
        if "without" in choice and others & set(choice["without"]):
            continue
        if "cells" in choice and words.share(choice["cells"], sample) < choice.get("share", 0.5):
            continue
        return choice
    return {}


def _fallback_content(readings: list[ColumnReading], matches: Sequence[Match | None]) -> list[ColumnReading]:
    """ "TT | Chỉ tiêu | Chủ trì": without a content column, the first text column is what has to be done."""
    if any(r.role == "content" for r in readings):
        return readings
    first = next((i for i, r in enumerate(readings) if r.role != "no"), None)
    if first is None:
        return readings
    reading, match = readings[first], matches[first]
    if reading.role not in _FALLBACK or reading.weak or (match and match.valued):
        return readings
    content = replace(
        reading, role="content", alternatives=(reading.role,), reason=f"{reading.reason}; thay cột nội dung"
    )
    return [*readings[:first], content, *readings[first + 1 :]]


def _by_cells(
    readings: list[ColumnReading], samples: Sequence[Sequence[str]], words: HeaderWords
) -> list[ColumnReading]:
    """Unknown headings by their cells, where the known ones make no plan: dates, owners, and the longest texts.

    Only all three together are a plan.
    """
    roles = {r.role for r in readings if not r.weak}
    if "content" in roles and roles & PLAN_ROLES:
        return readings
    free = [i for i, r in enumerate(readings) if not r.known and r.role == "other"]
    found: dict[int, Role] = {}
    wanted: tuple[tuple[Role, str, frozenset[str]], ...] = (
        ("time", "date", frozenset(("time",))), ("lead", "owner", OWNER_ROLES)
    )  # fmt: skip
    for role, shape, same in wanted:
        best = max(free, key=lambda i: words.share(shape, samples[i]), default=None)
        if roles & same:
            continue
        if best is None or words.share(shape, samples[best]) < _MOST:
            return readings
        found[best] = role
        free.remove(best)
    if "content" not in roles:
        longest = max(free, key=lambda i: _mean_words(samples[i]), default=None)
        if longest is None or _mean_words(samples[longest]) < _WORDY:
            return readings
        found[longest] = "content"
    return [
        replace(r, role=found[i], alternatives=("other",), reason="theo nội dung ô", guessed=True) if i in found else r
        for i, r in enumerate(readings)
    ]


def _mean_words(texts: Sequence[str]) -> float:
    words = sum(sum(map(str.isalpha, key(t).split())) for t in texts)
    return words / len(texts) if texts else 0.0
