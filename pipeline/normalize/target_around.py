"""Reads the words around a core: who is measured, of what, by when, against what, how surely.

In: a `Part` of a scene. Out: the `Target` with metric, scope, baseline, by, per, direction, aspiration and text.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from typing import Literal

from ..model import Baseline, Comparator, Number, Period, Target
from ..rulebook import RuleBook
from . import numerals
from .context import Context
from .target_core import Tools
from .target_scan import Part
from .target_text import Scene

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_LABEL = re.compile(r"^[\s(,;*•-]*((?:[^\s:,;()\d]+|[\d#]+)(?:\s[^\s:,;()]+){0,4}?)\s*:\s*$|^\s*([a-zđ])\)\s*$")
_OPENING = re.compile(r"[\s,;:(+*•–-]+")
_DATED = re.compile(r"\d|(?<!\w)q")  # a year, a month, or "quý I"
_TRAILING = re.compile(r"[,(-]\s*$")
_MONTHS = 12
_OF_ANYTHING = frozenset({"percent", "pp", "score", "money", "measure", "grade", "place"})
Direction = Literal["up", "down"] | None


def _phrase(words: list[str], before: str = "", after: str = "") -> re.Pattern[str]:
    either = "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"
    return re.compile(f"{before}(?:{either}){after}")


class Around:
    """The words of rules/targets.toml that stand around a target, compiled."""

    def __init__(self, book: RuleBook, tools: Tools) -> None:
        words = tools.table
        self.tools = tools
        self._aspiration = _phrase(words.get("aspiration", []), r"(?<!\w)", r"(?!\w)")
        self._predicate = _phrase([*words.get("predicate", []), ":"], r"(?<!\w)", r"[\s:]*$")
        no = "|".join(map(re.escape, words.get("not_metric", []))) or "(?!)"
        self._metric = _phrase(words.get("metric", []), rf"^(?!(?:{no})(?!\w))", r"(?!\w)")
        self._apart = _phrase(words.get("apart", []), "", r"(?!\w)\s*")
        self._cured = _phrase(words.get("down_cured", []), r"(?<!\w)", r"(?!\w)")
        self._yearly = _phrase(words.get("yearly", []), r"(?<!\w)", r"(?!\w)")
        self._periods = [(book.compile("targets", r.pattern, r.source), bool(r.extra.get("until")))
                         for r in book.rules("targets", "period")]  # fmt: skip
        before = _phrase(words.get("before_subject", []), "", r"(?!\w)")
        self._openings = [(pattern, False) for pattern in (before, *(p for p, _ in self._periods))]
        self._baselines = [book.compile("targets", r.pattern, r.source) for r in book.rules("targets", "baseline")]

    def finish(self, part: Part, scene: Scene, earlier: Target | None) -> tuple[Target, ...]:
        """The targets of one part, complete. earlier: the one before it in the clause, whose metric it may share."""
        core, target = part.core, part.core.target
        head = scene.folded[part.start : core.start]
        tail = scene.folded[core.end : part.end]
        period, label_end = self._period_in(head, tail, scene.context)
        yearly = target.per is None and (self._yearly.search(head) or self._yearly.search(tail))
        aspiration = bool(self._aspiration.search(head))
        alone = not (period or aspiration)
        metric, scope = self._named(target, scene, part, head, label_end, None if alone else earlier, earlier)
        comparator, direction = self._turned(target, head, tail)
        target = replace(
            target,
            comparator=comparator,
            metric=metric,
            scope=scope,
            baseline=self._baseline_in(tail, scene.context) or target.baseline,
            direction=direction,
            per=words_per(yearly[0]) if yearly else target.per,
            by=period,
            aspiration=aspiration,
            text=_balanced(scene.shown(part.start, part.end)),
            rule=part.rule.id,
        )
        return (target, *(replace(target, metric=other.metric) for other in core.more))

    # --- who is measured ------------------------------------------------------------------------------------------

    def _named(
        self,
        target: Target,
        scene: Scene,
        part: Part,
        head: str,
        label_end: int,
        same: Target | None,
        earlier: Target | None,
    ) -> tuple[str | None, str | None]:
        """Metric from the subject before the number, scope from the noun behind it or from a label."""
        scope = self._scope(scene, part) if part.core.kind in ("percent", "", "pp") else None
        if target.metric is not None or not head.strip():
            return target.metric or self._object(scene, part), scope
        label = _LABEL.match(head)
        span = label.span(label.lastindex or 0) if label else (0, 0)
        if label and not self._metric.match(head[span[0] :]):
            name = scene.text[part.start + span[0] : part.start + span[1]].strip()
            return None, scope or (None if label_end >= span[1] else name)
        metric, apart = self._subject(scene, part)
        metric = metric or self._object(scene, part)
        if apart and metric and earlier and earlier.metric:
            return earlier.metric, scope or metric
        if metric is None and scope is None and same and same.unit == target.unit:
            metric = same.metric
        return metric, scope

    def _scope(self, scene: Scene, part: Part) -> str | None:
        core = part.core
        phrase = self.tools.units.phrase
        span = phrase(scene.folded, core.unit_end, min(part.end, core.unit_end + 120))
        if span is None and core.end > core.unit_end:
            span = phrase(scene.folded, core.end, min(part.end, core.end + 120))
        if span is None:
            return None
        if core.kind == "" and not scene.text[span[0] : span[0] + 1].isupper():
            return None
        return scene.text[span[0] : span[1]].strip(" \n,.;:-") or None

    def _object(self, scene: Scene, part: Part) -> str | None:
        """What a verb of change acts on, where it can be measured ("nâng tỷ lệ hài lòng lên 90%")."""
        start, end = part.core.object or (0, 0)
        text = scene.text[start:end].strip()
        return _tidy(text) if self._metric.match(scene.folded[start:end].strip()) else None

    def _subject(self, scene: Scene, part: Part) -> tuple[str | None, bool]:
        """The subject in front of a core; whether it was set apart ("trong đó ...")."""
        start, end = part.start, part.core.start
        start, apart = self._opened(scene.folded, start, end)
        end, bare = self._without_predicate(scene.folded, start, end)
        folded = scene.folded[start:end]
        if not folded.strip():
            return None, apart
        if not self._metric.match(folded.lstrip()):
            few = len(folded.split()) < 2
            if (
                few
                or not bare
                or part.core.kind not in ("percent", "pp", "score", "money", "measure", "grade", "place")
            ):
                return None, apart
        return _tidy(scene.text[start : self._undated(scene.folded, start, end)]), apart

    def _undated(self, text: str, start: int, end: int) -> int:
        """End of a subject without the year behind it ("Chỉ số hài lòng năm 2024")."""
        near = max(start, end - 30)
        if not _DATED.search(text, near, end):
            return end
        cuts = [m.start() for p, _ in self._periods for m in p.finditer(text, near, end) if m.end() == end]
        return max((c for c in cuts if c > start), default=end)

    def _opened(self, text: str, start: int, end: int) -> tuple[int, bool]:
        """Where the subject begins: behind bullets, "trong đó", "phấn đấu", "đến năm 2030,"."""
        apart, moved = False, True
        while moved and start < end:
            moved = False
            for pattern, tells in ((_OPENING, False), (self._apart, True), (self._aspiration, False), *self._openings):
                match = pattern.match(text, start, end)
                if match and match.end() > start:
                    start, moved, apart = match.end(), True, apart or tells
        return start, apart

    def _without_predicate(self, text: str, start: int, end: int) -> tuple[int, bool]:
        """End of the subject before "đạt", "chiếm", ":", "phấn đấu đạt"; whether there was such a word."""
        found = False
        for _ in range(6):
            match = self._predicate.search(text, max(start, end - 40), end)
            if not match:
                match = _TRAILING.search(text, max(start, end - 5), end)
            else:
                found = True
            if not match:
                break
            end = match.start()
            while end > start and text[end - 1] in " \n":
                end -= 1
        return end, found

    # --- when -----------------------------------------------------------------------------------------------------

    def _period_in(self, head: str, tail: str, context: Context) -> tuple[Period | None, int]:
        """The period a target is for: in the head, else behind the number; and where it ends in the head."""
        near, skipped = head[-200:], max(0, len(head) - 200)
        if _DATED.search(near):
            for pattern, until in self._periods:
                match = pattern.search(near)
                if match and (period := _period(match, until, context)):
                    return period, match.end() + skipped
        near = tail[:160]
        if _DATED.search(near):
            for pattern, until in self._periods:
                match = pattern.search(near)
                if match and not self._in_baseline(near, match) and (period := _period(match, until, context)):
                    return period, 0
        return None, 0

    def _in_baseline(self, tail: str, match: re.Match[str]) -> bool:
        return any(b.start() <= match.start() < b.end() for p in self._baselines for b in [p.search(tail)] if b)

    # --- against what, which way ----------------------------------------------------------------------------------

    def _baseline_in(self, tail: str, context: Context) -> Baseline | None:
        for pattern in self._baselines if tail else ():
            match = pattern.search(tail[:200])
            if match:
                return self._baseline(match.groupdict(), context)
        return None

    def _baseline(self, found: dict[str, str | None], context: Context) -> Baseline:
        year = int(found["year"] or 0) if found.get("year") else None
        value: Number | None = numerals.parse(found["value"] or "") if found.get("value") else None
        before = context.plan_year - 1 if context.plan_year else None
        if found.get("same_period"):
            return Baseline(value, year or before, self.tools.assumed.get("same_period"))
        text = (found.get("text") or "").strip(" ,.;")
        assumed = self.tools.assumed.get("last_year")
        return Baseline(value, before if found.get("last_year") or text == assumed else year, text or None)

    def _turned(self, target: Target, head: str, tail: str) -> tuple[Comparator, Direction]:
        """Comparator and direction: less is better where the metric says so ("tỷ lệ hồ sơ trễ hạn")."""
        kept = target.comparator, target.direction
        if target.comparator not in ("ge", "approx", "range", "gt") or target.direction is None or target.value == 100:
            return kept
        behind = tail[:60].split(",")[0]
        bad = self.tools.down.search(head) or (self.tools.down.search(behind) and not self._cured.search(behind))
        if not bad:
            return kept
        return "le" if target.comparator == "ge" and not target.stated else target.comparator, "down"


def words_per(text: str) -> str:
    """The unit of time in "mỗi năm", "hằng quý": its last word."""
    return text.split()[-1]


def _balanced(text: str) -> str:
    """Without a bracket at its ends that has no other half.

    >>> _balanced("(đô thị: 80%"), _balanced("100% (48/48 xã)")
    ('đô thị: 80%', '100% (48/48 xã)')
    """
    if text.startswith("(") and text.count("(") > text.count(")"):
        text = text[1:]
    if text.endswith(")") and text.count(")") > text.count("("):
        text = text[:-1]
    return text.strip()


def _tidy(text: str) -> str | None:
    return " ".join(text.split()).strip(" ,;:.-") or None


def _period(match: re.Match[str], until: bool, context: Context) -> Period | None:
    found = match.groupdict()
    year_text = found.get("year") or found.get("year_b")
    year = int(year_text) if year_text else context.plan_year
    if year is None:
        return None
    first, last = 1, _MONTHS
    if found.get("quarter"):
        last = 3 * _QUARTERS[found["quarter"]]
        first = last - 2
    elif found.get("month"):
        first = last = int(found["month"])
        if not 1 <= last <= _MONTHS:
            return None
    elif found.get("first_half"):
        last = _MONTHS // 2
    elif found.get("second_half"):
        first = _MONTHS // 2 + 1
    end_year = int(found["last"]) if found.get("last") else year
    end = f"{end_year:04}-{last:02}-{monthrange(end_year, last)[1]:02}"
    return Period(None if until else f"{year:04}-{first:02}-01", end)
