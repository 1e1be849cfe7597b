"""The language of deadlines. In: the text of a time cell, or running text, and a Context. Out: Deadline.

`read` gives exactly one Deadline for a time cell: a sure value, or kind "unspecified" with everything left over and a
finding. `find` gives the limits that running text states beyond doubt. The rules stand in rules/deadlines.toml.
No clock, no holidays; whether a year or a day is plausible is for the check stage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from ...model import Deadline, Finding
from ...rulebook import RuleBook
from ...text import clean, fold
from ..context import Context, Reading
from .dates import ImpossibleDateError
from .grammar import NAME, Grammar, prepare
from .join import join
from .make import Maker
from .parts import Part, Token
from .show import show
from .weekdays import wrong_weekdays
from .years import DoubtError

Step = tuple[tuple[int, int], str, str, str]
_BLANK = " .-–—…_/*+"
_HEADING = 120  # a text up to this length may be a heading that is nothing but a time


class DeadlineReader:
    """Reads deadlines by one rule book. Same text and context, same answer."""

    def __init__(self, book: RuleBook) -> None:
        self.grammar = Grammar(book)
        self._dittos = frozenset(book.table(NAME).get("words", {}).get("ditto", ()))
        columns = book.table(NAME).get("columns", {})
        self._first, self._last = (_any_of(columns.get(end, ())) for end in ("first", "last"))
        self._read_once = lru_cache(maxsize=16384)(self._read)
        self._maker = lru_cache(maxsize=256)(lambda context: Maker(context, self.grammar))

    def read(self, text: str, context: Context) -> Reading[Deadline]:
        """The one Deadline of a time cell; what no rule used is in `leftover`, doubts are in `findings`."""
        return self._read_once(text, context)

    def spans(self, first: str, last: str) -> bool:
        """Whether two columns of time under these headings are the start and the end of one time."""
        return bool(self._first.search(fold(first)) or self._last.search(fold(last)))

    def find(self, text: str, context: Context) -> tuple[Deadline, ...]:
        """The limits stated in running text; dates of cited documents and of past results are none."""
        source = clean(text)
        if context.column in (None, "time") and len(source) <= _HEADING:
            reading = self.read(text, context)
            if reading.values[0].kind != "unspecified" and not reading.leftover:
                return reading.values
        maker, folded, found = self._maker(context), prepare(source), []
        for group in self.grammar.sure(folded):
            made = _joined(group, [n > 0 for n in range(len(group))], maker, source)
            if isinstance(made, ImpossibleDateError):
                made = _invalid(group, source)
            if isinstance(made, Deadline) and not self._past(made, context):
                found.append(replace(made, text=source[group[0].start : group[-1].end]))
        return tuple(found)

    def explain(self, text: str, context: Context) -> list[Step]:
        """(place, words, rule, what it means) of every stretch of a time cell, in order."""
        source, maker = clean(text), self._maker(context)
        steps: list[Step] = []
        for token in self.grammar.tokens(source):
            words = source[token.start : token.end].rstrip()
            place = (token.start, token.start + len(words))
            if token.part:
                made = _joined([token.part], [False], maker, source)
                what = show(made) if isinstance(made, Deadline) else str(made) or "ngày không có trong lịch"
                steps.append((place, words, token.part.rule, what))
            elif token.kind in ("text", "reference"):
                steps.append((place, words, "", "chưa đọc được"))
            elif token.kind != "separator":
                steps.append((place, words, token.kind, "không đổi thời hạn"))
        return steps

    def rules_used(self, text: str) -> list[str]:
        """The ids of the rules that read the phrases of a text."""
        return [token.part.rule for token in self.grammar.tokens(clean(text)) if token.part]

    # --- one cell --------------------------------------------------------------------------------------------

    def _read(self, text: str, context: Context) -> Reading[Deadline]:
        source = clean(text)
        folded = fold(source)
        if folded in self._dittos or folded.strip(" .()") in self._dittos:
            return Reading((Deadline("ditto", text=source, rule="ditto"),))
        if not source.strip(_BLANK):
            return Reading((Deadline("unspecified", text=source, rule="empty"),))
        tokens = self.grammar.tokens(source)
        parts, joined = _parts(tokens)
        unread = tuple(source[t.start : t.end].strip() for t in tokens if t.kind in ("text", "reference"))
        if not parts or self._in_doubt(tokens, parts, folded):
            return _unread(source, "Chưa đọc được thời hạn")
        made = _joined(parts, joined, self._maker(context), source)
        if isinstance(made, ImpossibleDateError):
            return _impossible(parts, source, made.nearest(self._maker(context).base.year))
        if isinstance(made, DoubtError):
            return _unread(source, str(made), made.code)
        return Reading((made,), unread, (*_doubts(made, source, unread), *wrong_weekdays(made, source, self.grammar)))

    def _may_change(self, words: str) -> bool:
        """Whether unread folded words could move the limit beside them."""
        return any(c.isdigit() for c in words) or bool(self.grammar.danger.search(words))

    def _in_doubt(self, tokens: Sequence[Token], parts: Sequence[Part], folded: str) -> bool:
        """Whether unread words could move a limit. "Báo cáo năm 2023" names a paper beside a limit that stands fast."""
        if any(t.kind == "text" and self._may_change(folded[t.start : t.end]) for t in tokens):
            return True
        return any(t.kind == "reference" for t in tokens) and any(p.bare for p in parts)

    def _past(self, made: Deadline, context: Context) -> bool:
        """A year before the plan's in running text is history: "hồ sơ phát sinh trước ngày 01/7/2014"."""
        end = made.due_date or made.end or made.start
        return bool(end and context.plan_year and int(end[:4]) < context.plan_year)


def _parts(tokens: Sequence[Token]) -> tuple[list[Part], list[bool]]:
    """The parts, and which of them stand in one list with the part before; softened ones are vague."""
    parts: list[Part] = []
    joined: list[bool] = []
    soft, listed = False, False
    for token in tokens:
        if token.part is None:
            soft = soft or token.kind == "softener"
            listed = listed and token.kind in ("separator", "linker")
            continue
        parts.append(replace(token.part, soft=True) if soft else token.part)
        joined.append(listed)
        soft, listed = False, True
    if soft and parts:
        parts[-1] = replace(parts[-1], soft=True)
    return parts, joined


def _joined(
    parts: list[Part], joined: list[bool], maker: Maker, source: str
) -> Deadline | DoubtError | ImpossibleDateError:
    """The Deadline of the parts, or why there is none."""
    try:
        return join(parts, joined, maker, source)
    except (DoubtError, ImpossibleDateError) as error:
        return error


def _invalid(parts: Sequence[Part], source: str) -> Deadline:
    return Deadline("invalid", text=source, rule=parts[0].rule)


def _impossible(parts: Sequence[Part], source: str, nearest: str | None) -> Reading[Deadline]:
    found = Finding("D3", "error", "Ngày không có trong lịch.", source, nearest)
    return Reading((_invalid(parts, source),), (), (found,))


def _unread(source: str, why: str, code: str = "U1") -> Reading[Deadline]:
    if code == "D8":
        found = Finding("D8", "error", f"{why}.", quote=source)
        return Reading((Deadline("invalid", text=source, rule="start-after-end"),), (), (found,))
    found = Finding("U1", "warning", f"{why}; cần người đọc lại.", quote=source)
    return Reading((Deadline("unspecified", text=source),), (source,), (found,))


def _doubts(made: Deadline, source: str, unread: tuple[str, ...]) -> list[Finding]:
    found = []
    for one in (made, *made.also):
        if one.kind == "recurring" and not one.recurrence and not one.quota:
            found.append(Finding("D6", "warning", "Ghi “định kỳ” nhưng không nói rõ bao lâu một lần.", one.text))
        if one.kind in _NEED_YEAR and not (one.start or one.end or one.windows):
            found.append(Finding("U1", "warning", "Không rõ năm của thời hạn; cần ghi rõ năm.", one.text or source))
    if made.kind == "in_period" and made.precision == "vague":
        found.append(Finding("U1", "info", "Thời hạn chỉ ghi áng chừng.", source))
    if unread:
        found.append(Finding("U1", "info", "Phần chữ đi kèm thời hạn chưa được đọc.", "; ".join(unread)))
    return found


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """One of these words, whole; of no words, nothing."""
    return re.compile("|".join(rf"\b{re.escape(fold(word))}\b" for word in words) or "(?!)")


_NEED_YEAR = ("by_date", "on_date", "in_period", "range", "vague")


@lru_cache(maxsize=8)
def deadline_reader(book: RuleBook) -> DeadlineReader:
    """The reader of a rule book, compiled once. Raises RulesError where a rule is unsound."""
    return DeadlineReader(book)


def check_rules(book: RuleBook) -> list[str]:
    """What the examples of rules/deadlines.toml show to be wrong, one line each; [] if all is well."""
    from .check import check

    return check(book, deadline_reader(book))
