"""What changed in a deadline. In: the two deadlines, the case. Out: findings of change; nothing is guessed.

Days are compared after the old one is moved by the years between the plans. A day the new plan names by last year is
a defect of that plan, no earlier deadline. What no day can tell is said in words (`reworded`, field deadline).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from ...comparison import Code
from ...model import Deadline
from . import recurrence
from .case import Case, Found, day, short
from .wording import compare as compare_words

_UNREAD = ("unspecified", "ditto")
_REGULAR = ("continuous", "recurring")
_FREE = ("event", "relative", "on_demand", "external_ref", "invalid", *_UNREAD)
_NAMED = ("explicit", "list", "range")


def compare(old: Deadline | None, new: Deadline | None, case: Case, where: str = "Hạn") -> Iterator[Found]:
    """What changed; nothing where neither has a deadline."""
    old, new = (None if d and d.kind in _UNREAD and not d.text else d for d in (old, new))
    if old is None or new is None:
        yield from _absent(old, new, where)
    elif old.kind in _FREE or new.kind in _FREE:
        yield from _free(old, new, case, where)
    elif new.kind in _REGULAR or old.kind in _REGULAR:
        yield from _regular(old, new, case, where)
    elif new.year_source not in _NAMED and compare_words(old.text, new.text, case) == "same":
        if case.shift:  # the same words without a year mean the same, whatever the moon makes of them
            yield _rolled(old, new)
    elif old.kind == new.kind == "from" or not (last_day(old) and last_day(new)):
        yield from _starting(old, new, case, where)
    else:
        yield from _dated(old, new, case, where)


def _absent(old: Deadline | None, new: Deadline | None, where: str) -> Iterator[Found]:
    if new and not old:
        yield _found("deadline_earlier", old, new, f"{where}: trước không ghi, nay ghi “{short(new.text)}”.")
    elif old and not new:
        yield _found("deadline_later", old, new, f"{where}: trước ghi “{short(old.text)}”, nay không ghi.")


def _free(old: Deadline, new: Deadline, case: Case, where: str) -> Iterator[Found]:
    """Limits that hang on an event or a request: only their words can be compared."""
    if compare_words(old.text, new.text, case) == "other":
        yield _other(old, new, where, "không so được bằng ngày")


def _regular(old: Deadline, new: Deadline, case: Case, where: str) -> Iterator[Found]:
    if old.kind not in _REGULAR:
        reason = f"{where}: “{short(old.text)}” → “{short(new.text)}”: thành việc thường xuyên, định kỳ."
        yield _found("status_to_regular", old, new, reason)
    elif new.kind not in _REGULAR:
        yield from _ending(old, new, case, where)
    elif old.kind == new.kind == "recurring":
        if verdict := recurrence.compare(old, new):
            code, how = verdict
            yield _found(code, old, new, f"{where}: “{short(old.text)}” → “{short(new.text)}”: {how}.")
        elif recurrence.rule(old) != recurrence.rule(new):
            yield _other(old, new, where, "lịch lặp lại khác")
    elif old.kind != new.kind:
        yield _other(old, new, where, "cách lặp lại khác")


def _ending(old: Deadline, new: Deadline, case: Case, where: str) -> Iterator[Found]:
    """Regular work that now has a day: it ended with the plan's year before."""
    last = last_day(new)
    end = last_day(old) or (date(case.old_year, 12, 31) if case.old_year else None)
    if last and end and last < roll(end, case.shift)[0]:
        yield _found(
            "deadline_earlier", old, new, f"{where}: “{short(old.text)}” → “{short(new.text)}”: nay có hạn cụ thể."
        )
    else:
        yield _other(old, new, where, "không còn là việc thường xuyên, định kỳ")


def _starting(old: Deadline, new: Deadline, case: Case, where: str) -> Iterator[Found]:
    """From a day on, without a last one: the first day counts. Where one side ends, the end counts."""
    ends = last_day(old), last_day(new)
    if any(ends):
        yield from _opened(old, new, ends, case, where)
        return
    first, now = (date.fromisoformat(d.start) if d.start else None for d in (old, new))
    if first is None or now is None:
        yield from _free(old, new, case, where)
    elif first == now:
        return  # begun and still going on
    elif now in roll(first, case.shift):
        yield _rolled(old, new)
    else:
        yield _shifted(old, new, roll(first, case.shift)[0], now, case, f"{where} (ngày bắt đầu)")


def _opened(
    old: Deadline, new: Deadline, ends: tuple[date | None, date | None], case: Case, where: str
) -> Iterator[Found]:
    """Only one side names a last day; the other goes on to the end of its plan's year at least."""
    limits = [date(year, 12, 31) if year else None for year in (case.old_year, case.new_year)]
    was, now = ends[0] or limits[0], ends[1] or limits[1]
    if was is None or now is None:
        yield _other(old, new, where, "không so được bằng ngày")
        return
    words, expected = f"{where}: “{short(old.text)}” → “{short(new.text)}”", roll(was, case.shift)[0]
    if ends[1] and now > expected:
        yield _found("period_extended", old, new, f"{words}: kéo dài đến {day(now)}.")
    elif ends[1] and now < expected:
        yield _found("deadline_earlier", old, new, f"{words}: nay có hạn cuối {day(now)}.")
    elif now > expected:
        yield _found("deadline_later", old, new, f"{words}: nay không có hạn cuối.")
    elif now == expected and _same_start(old, new, case):
        if case.shift:
            yield _rolled(old, new)
    else:
        yield _other(old, new, where, "ngày bắt đầu khác" if now == expected else "nay không có hạn cuối")


def _same_start(old: Deadline, new: Deadline, case: Case) -> bool:
    starts = [date.fromisoformat(d.start) for d in (old, new) if d.start]
    return len(starts) < 2 or starts[1] in roll(starts[0], case.shift)


def _dated(old: Deadline, new: Deadline, case: Case, where: str) -> Iterator[Found]:
    was, now = last_day(old), last_day(new)
    assert was
    assert now
    if _extended(old, new, was, now):
        reason = f"{where}: “{short(old.text)}” → “{short(new.text)}”: kéo dài từ một năm thành nhiều năm."
        yield _found("period_extended", old, new, reason)
        return
    if is_stale(new, case):
        yield _stale(old, new, case, where)
        rolled = roll(now, (case.new_year or 0) - now.year)
        expected = roll(was, (case.new_year or 0) - was.year)
        if not set(rolled) & set(expected):
            yield _shifted(old, new, expected[0], rolled[0], case, f"{where} (nếu sửa năm)")
        return
    if case.shift and old.year_source in _NAMED and was.year < (case.old_start or 0):
        yield from _mended(old, new, was, now, case, where)
    elif now == was and (not case.shift or now.year >= (case.new_start or 0)):
        yield from _same_end(old, new, case, where, 0)
    elif case.shift and now in roll(was, case.shift):
        yield from _same_end(old, new, case, where, case.shift)
    else:
        yield _shifted(old, new, _expected(old, was, now, case), now, case, where)


def _mended(old: Deadline, new: Deadline, was: date, now: date, case: Case, where: str) -> Iterator[Found]:
    """The old plan named a year before its own: its day is taken for the plan's year."""
    meant = roll(was, (case.old_year or was.year) - was.year)
    if any(now in roll(each, case.shift) for each in meant):
        yield _rolled(old, new)
    else:
        yield _shifted(old, new, roll(meant[0], case.shift)[0], now, case, f"{where} (kế hoạch cũ ghi sai năm)")


def _expected(old: Deadline, was: date, now: date, case: Case) -> date:
    """Where the old day would stand: moved with the plan, but a day far ahead (31/12/2030) stays where it is."""
    ahead = case.old_year is not None and was.year > case.old_year and old.year_source in _NAMED
    return was if ahead else roll(was, case.shift)[0]


def _same_end(old: Deadline, new: Deadline, case: Case, where: str, shift: int) -> Iterator[Found]:
    """The last day is the same; days between may not be. Of a long period the first year goes with the plan."""
    starts = [date.fromisoformat(d.start) for d in (old, new) if d.start]
    if len(starts) == 2 and starts[1] not in (*roll(starts[0], shift), *roll(starts[0], case.shift)):
        yield _other(old, new, where, "cùng hạn cuối, ngày bắt đầu khác")
    elif old.also and len(old.also) == len(new.also):
        for was, now in zip(old.also, new.also, strict=True):
            yield from compare(was, now, case, f"{where} (mốc kèm theo)")
    elif _inner(old, shift) != _inner(new, 0):
        yield _other(old, new, where, "cùng hạn cuối, các mốc khác")
    elif shift:
        yield _rolled(old, new)


def _inner(deadline: Deadline, shift: int) -> list[date]:
    """The ends of the windows and of further limits, moved."""
    ends = [w.end for w in deadline.windows if w.end] + [
        e.due_date or e.end for e in deadline.also if e.due_date or e.end
    ]
    return [roll(date.fromisoformat(end), shift)[0] for end in ends if end]


def is_stale(new: Deadline, case: Case) -> bool:
    """A limit that names a year before the first year of a plan that is newer than the old one."""
    last = last_day(new)
    if not (last and case.shift > 0 and case.new_start) or new.kind in (*_REGULAR, "from"):
        return False
    return last.year < case.new_start and new.year_source in _NAMED


def _stale(old: Deadline, new: Deadline, case: Case, where: str) -> Found:
    reason = f"{where}: “{short(new.text)}” còn ghi năm cũ trong kế hoạch năm {case.new_year}; cần sửa kế hoạch mới."
    return _found("year_not_rolled", old, new, reason)


def _extended(old: Deadline, new: Deadline, was: date, now: date) -> bool:
    """A span of one year became one of several."""
    several = bool(new.start) and new.start[:4] != str(now.year)  # type: ignore[index]
    one = not old.start or old.start[:4] == str(was.year)
    return several and one and now > was


def _shifted(old: Deadline, new: Deadline, expected: date, now: date, case: Case, where: str) -> Found:
    days = (now - expected).days
    code: Code = "deadline_later" if days > 0 else "deadline_earlier"
    how = "muộn hơn" if days > 0 else "sớm hơn"
    rolled = " sau khi chuyển năm" if case.shift else ""
    reason = f"{where}: “{short(old.text)}” → “{short(new.text)}”: {how} {abs(days)} ngày{rolled}."
    return _found(code, old, new, reason)


def _rolled(old: Deadline, new: Deadline) -> Found:
    return Found("year_rolled", "deadline", old.text or None, new.text or None)


def _other(old: Deadline, new: Deadline, where: str, how: str) -> Found:
    return _found("reworded", old, new, f"{where}: “{short(old.text)}” → “{short(new.text)}”: {how}.")


def _found(code: Code, old: Deadline | None, new: Deadline | None, reason: str) -> Found:
    return Found(
        code, "deadline", old.text if old and old.text else None, new.text if new and new.text else None, reason
    )


# --- days -------------------------------------------------------------------------------------------------------


def last_day(deadline: Deadline) -> date | None:
    """The last day on which the work counts; None for open and recurring limits."""
    windows = [w.end for w in deadline.windows if w.end]
    iso = deadline.due_date or deadline.end or (max(windows) if windows else None)
    return date.fromisoformat(iso[:10]) if iso else None


def roll(on: date, years: int) -> tuple[date, ...]:
    """The day `years` later; the end of February stays its end, so that both 28/02 and 29/02 may be meant.

    >>> roll(date(2023, 11, 30), 1), roll(date(2024, 2, 29), 1), roll(date(2023, 2, 28), 1)[1]
    ((datetime.date(2024, 11, 30),), (datetime.date(2025, 2, 28),), datetime.date(2024, 2, 29))
    """
    year = on.year + years
    last = monthrange(year, on.month)[1]
    days = {min(on.day, last): None}
    if on.day == monthrange(on.year, on.month)[1]:
        days[last] = None
    return tuple(date(year, on.month, each) for each in days)
