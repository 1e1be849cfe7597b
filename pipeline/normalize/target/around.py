"""Completes a core with the words around it: by when, against what, which way, how surely.

In: a `Part` of a scene. Out: its `Target`s, complete with text and rule.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from ...model import Baseline, Comparator, Number, Period, Target
from ...rulebook import RuleBook
from ...text import fold
from .. import numerals
from ..context import Context
from .core import Tools
from .names import Names, balanced, phrase
from .periods import Periods
from .scan import Part
from .text import Scene

Direction = Literal["up", "down"] | None
_CHANGES = frozenset({"delta_ge", "delta_le", "ratio_ge"})
_BY_OR_TO = ("%", "pp")
_NEAR, _FAR, _LOWERED = 160, 200, 24
_LIST_MARK = re.compile(r"^\W*\d{1,2}[.)]\s")
_PERCENT = re.compile(r"\(\s*%\s*\)")


class Around:
    """The words of rules/targets.toml that stand around a target, compiled."""

    def __init__(self, book: RuleBook, tools: Tools) -> None:
        words = tools.table
        self.tools = tools
        self._periods = Periods(book)
        self._names = Names(book, tools, self._periods)
        self._aspiration = phrase(words.get("aspiration", []), r"(?<!\w)", r"(?!\w)")
        self._cured = phrase(words.get("down_cured", []), r"(?<!\w)", r"(?!\w)")
        self._reduces = phrase(words.get("down_change", []), r"\W*(?:\w+\s+){0,2}?", r"(?!\w)")
        self._turned_by = phrase(words.get("down_turned", []), r"(?<!\w)", r"(?!\w)")
        self._ends_measure = phrase(words.get("down_tail", []), r"\s*(?:$|[,.;:()\d/]|", r"(?!\w))")
        self._scale = book.compile("targets", "{scale_of}")
        self._yearly = phrase(words.get("yearly", []), r"(?<!\w)", r"(?!\w)")
        opening = "|".join([*words.get("aspiration", []), *words.get("before_each", [])]) or "(?!)"
        self._each = phrase(words.get("each", []), rf"\W*(?:(?:{opening})\s+){{0,2}}", r"(?=\s)")
        self._baselines = [book.compile("targets", r.pattern, r.source) for r in book.rules("targets", "baseline")]

    def finish(self, part: Part, scene: Scene, earlier: Target | None) -> tuple[Target, ...]:
        """The targets of one part, complete. earlier: the one before it in the clause, whose metric it may share."""
        core, target = part.core, part.core.target
        head = scene.folded[part.start : core.start]
        tail = scene.folded[core.end : part.end]
        if target.unit is None and _PERCENT.search(head):  # "Tỷ lệ hài lòng (%): 85"
            target = replace(target, unit="%")
        target = self._on_scale(target, head, tail)
        baseline = self._baseline_in(tail, scene.context) or target.baseline
        period, baseline = self._period(target, head, tail, baseline, scene.context)
        aspiration = bool(head) and bool(self._aspiration.search(head))
        metric, scope = self._names.read(part, scene, earlier if period or aspiration else None, earlier)
        if core.plain and earlier and scope is None and self._goes_on(head, earlier, target):
            target = replace(target, comparator=earlier.comparator, direction=earlier.direction)
            baseline = baseline or earlier.baseline
        comparator, direction = self._turned(target, head, tail)
        target = replace(
            target,
            comparator=comparator,
            metric=metric,
            scope=scope,
            baseline=baseline,
            direction=direction,
            per=target.per or self._per(head, tail),
            by=period,
            aspiration=aspiration,
            text=balanced(scene.shown(part.start, part.end)),
            rule=part.rule.id,
        )
        return (target, *(replace(target, metric=other.metric) for other in core.more))

    def _on_scale(self, target: Target, head: str, tail: str) -> Target:
        """ "95 điểm trên thang điểm 100": out of how many."""
        if target.of is not None or target.unit != self.tools.table.get("score"):
            return target
        match = self._scale.search(tail[:_NEAR]) or self._scale.search(head[-_FAR:])
        of = numerals.parse(match["of"]) if match else None
        fits = of is not None and isinstance(target.value, int | float) and target.value <= of
        return replace(target, of=of) if fits else target

    def of_measure(self, target: Target) -> Target | None:
        """A target whose metric is what its row measures, as that turns it: "Tỷ lệ hộ nghèo", "2%".

        None where two readings are possible: "Giảm tỷ lệ hộ nghèo", "2%".
        """
        measure = target.metric or ""
        open_to_it = target.comparator in ("ge", "gt", "approx", "range") and target.direction == "up"
        if not open_to_it or target.value == 100 or target.scope:
            return target
        if target.unit in _BY_OR_TO and self._reduces.match(fold(measure)):
            return None
        if not self.falls(measure):
            return target
        less = target.comparator == "ge" and not target.stated
        return replace(target, comparator="le" if less else target.comparator, direction="down")

    def falls(self, measure: str) -> bool:
        """Does a measure say of itself that less is better, and nothing of what is done about it?"""
        folded = fold(measure)
        found = next(self.tools.down.finditer(folded), None)
        if not found or self._turned_by.search(folded, 0, found.start()):
            return False
        return bool(self._ends_measure.match(folded, found.end()))

    def undated(self, head: str) -> str:
        """What stands before a number, without the mark of a list and the days and years it is for."""
        head = _LIST_MARK.sub("", head)
        for pattern in self._periods.patterns if any(c.isdigit() for c in head) else ():
            head = pattern.sub("", head)
        return head

    def _goes_on(self, head: str, earlier: Target, target: Target) -> bool:
        """ "tăng 5% năm 2024, 7% năm 2025": a bare number of the same kind is one more change."""
        if earlier.comparator not in _CHANGES or earlier.unit != target.unit:
            return False
        return not any(c.isalpha() for c in self.undated(head))

    def _per(self, head: str, tail: str) -> str | None:
        """ "mỗi năm", "hằng quý", "mỗi đơn vị"."""
        match = self._yearly.search(head) or self._yearly.search(tail)
        if match:
            return match[0].split()[-1]
        each = self._each.match(head)
        unit = self.tools.units.at(head, each.end(), len(head)) if each else None
        if not each or not unit or unit.kind != "thing":
            return None
        span = self.tools.units.phrase(head, each.end(), len(head))
        listed = span and head[span[0] : span[1]].strip()
        return listed if listed and "," in listed else unit.name

    # --- when, against what -----------------------------------------------------------------------------------------

    def _period(
        self, target: Target, head: str, tail: str, baseline: Baseline | None, context: Context
    ) -> tuple[Period | None, Baseline | None]:
        """The period a target is for. A past year behind a change is what it is measured against."""
        found = self._periods.find(head[-_FAR:], context) if head else None
        if found:
            return found[0], baseline
        found = self._periods.find(tail[:_NEAR], context) if tail else None
        if not found or self._in_baseline(tail[:_NEAR], found[1]):
            return None, baseline
        year = int((found[0].end or "0")[:4])
        if target.comparator in _CHANGES and context.plan_year and year < context.plan_year:
            return None, Baseline(year=year, text=tail[found[1] : found[2]].strip())
        return found[0], baseline

    def _in_baseline(self, tail: str, at: int) -> bool:
        return any(b.start() <= at < b.end() for p in self._baselines for b in [p.search(tail)] if b)

    def _baseline_in(self, tail: str, context: Context) -> Baseline | None:
        for pattern in self._baselines if tail else ():
            match = pattern.search(tail[:_FAR])
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

    # --- which way --------------------------------------------------------------------------------------------------

    def _turned(self, target: Target, head: str, tail: str) -> tuple[Comparator, Direction]:
        """Comparator and direction: less is better where the metric says so ("tỷ lệ hồ sơ trễ hạn")."""
        kept = target.comparator, target.direction
        if target.comparator == "range" and self.tools.lowered.search(head[-_LOWERED:]):
            return "range", "down"
        if target.comparator not in ("ge", "approx", "range", "gt") or target.direction is None or target.value == 100:
            return kept
        behind = tail[:60].split(",")[0]
        bad = self.tools.down.search(head) or (self.tools.down.search(behind) and not self._cured.search(behind))
        if not bad:
            return kept
        return "le" if target.comparator == "ge" and not target.stated else target.comparator, "down"
