"""Targets without a number, and which sentences state goals at all.

In: a clause. Out: a `qualitative` target ("Đúng hạn", "Khai thác sử dụng phần mềm"), or yes and no. It reads no number.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ...model import Baseline, Target
from ...rulebook import RuleBook
from ...text import fold
from ..context import Context
from .core import Tools
from .text import Scene

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_LONGEST_BAN = 120


def _either(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


class Qualities:
    """The [[quality]] rules, compiled."""

    def __init__(self, book: RuleBook, tools: Tools) -> None:
        self._rules = [(r, book.compile("targets", r.pattern, r.source)) for r in book.rules("targets", "quality")]
        self._tools = tools
        words = tools.table
        self._ban = re.compile(rf"\s*(?:{_either(words.get('ban', []))})(?!\w)")
        self._condition = re.compile(rf"(?<!\w)(?:{_either(words.get('condition', []))})(?!\w)")

    def read(self, scene: Scene, start: int, end: int) -> tuple[Target, bool] | None:
        """The quality a whole clause names, and whether its text is a deliverable too."""
        shown = scene.shown(start, end)
        folded = fold(shown)
        for rule, pattern in self._rules:
            if pattern.fullmatch(folded):
                target = Target("qualitative", text=shown, rule=rule.id, direction=rule.extra.get("direction"))
                if rule.extra.get("baseline"):
                    year = scene.context.plan_year
                    text = self._tools.assumed.get(rule.extra["baseline"])
                    target = replace(target, baseline=Baseline(year=year - 1 if year else None, text=text))
                return target, bool(rule.extra.get("deliverable"))
        return None

    def forbids(self, folded: str, start: int, end: int) -> bool:
        """Is this clause of a method cell a ban and nothing else?"""
        while start < end and not folded[start].isalnum():
            start += 1
        if end - start > _LONGEST_BAN or not self._ban.match(folded, start, end):
            return False
        return not self._condition.search(folded, start, end)


class Goals:
    """Which targets and sentences are sure enough outside the target column."""

    def __init__(self, book: RuleBook) -> None:
        words = book.table("targets").get("words", {})
        opening = _either([w for kind in ("opening", "aspiration", "looks") for w in words.get(kind, ())])
        count = rf"^\W*(?:(?:{opening})\s+){{0,4}}\d+(?:[.,]\d+)*"
        self._count = re.compile(count)
        self._goal = re.compile(rf"(?<!\w)(?:{_either(words.get('goal', []))})(?!\w)|[≥≤<>]|{count}\s*%")
        self._done = re.compile(rf"(?<!\w)(?:{_either(words.get('done', []))})(?!\w)")
        year = rf"(?:\s+(?:{_either(words.get('of_year', []))})\s+20\d\d|\s+20\d\d)?"
        told = rf"{year}\s*(?::|-|{_either(words.get('told', []))}|(?=\d))"
        self._planned = re.compile(rf"\W*(?:{_either(words.get('planned', []))})(?!\w){told}")
        self._reached = re.compile(rf"\W*(?:{_either(words.get('reached', []))})(?!\w){told}")
        self._income = re.compile(rf"(?:{_either(words.get('income', []))})(?!\w)")
        self._attained = re.compile(rf"(?<!\w)(?:{_either(words.get('attained', []))})(?!\w)|[≥>]")
        self._sure_kinds = frozenset(words.get("sure_units", ()))
        self._sure_rules = frozenset(words.get("sure_rules", ()))
        self._unsure = frozenset(words.get("unsure_comparators", ()))
        self._metric = re.compile(rf"(?:{_either(words.get('metric', []))})(?!\w)")
        self._opening = re.compile(rf"(?:^|\s)(?:{_either(words.get('opening', []))})\s*$")

    def is_planned(self, target: Target) -> bool:
        """Is it called what is planned ("Kế hoạch: 95%"), so that a number beside it may be what was reached?"""
        return bool(self._planned.match(fold(target.text)))

    def is_reached(self, target: Target) -> bool:
        return bool(self._reached.match(fold(target.text)))

    def sure(self, target: Target) -> bool:
        """A percentage, score or place; a count only with a word that is nothing but a comparator."""
        if (
            target.value is None
            or target.comparator in self._unsure
            or (target.value == 0 and target.comparator == "le")
        ):
            return False
        return target.unit in self._sure_kinds or target.rule in self._sure_rules

    def wanted(self, target: Target) -> bool:
        """As `sure`, or a number striven for: "Phấn đấu có 03 xã đạt chuẩn"."""
        striven = target.aspiration and target.unit is not None and bool(target.value)
        return self.sure(target) or striven or self._earns(target)

    def _earns(self, target: Target) -> bool:
        """ "Thu ngân sách đạt 15.000 tỷ đồng": what is earned or made, not what the plan costs."""
        metric = fold(target.metric or "")
        return bool(
            target.unit and target.value and self._income.match(metric) and self._attained.search(fold(target.text))
        )

    def is_goal(self, sentence: str, context: Context) -> bool:
        """Does a sentence of the body want something, rather than tell what was?"""
        folded = fold(sentence)
        years = [int(y) for y in _YEAR.findall(folded)]
        if self._done.search(folded) or (context.plan_year and years and max(years) < context.plan_year):
            return False
        return bool(self._goal.search(folded) or years)

    def is_past(self, target: Target, context: Context) -> bool:
        """Is the target for a year before the plan ("năm 2023 đạt 83%")?"""
        if not target.by or not target.by.end or not context.plan_year:
            return False
        return int(target.by.end[:4]) < context.plan_year

    def is_named(self, target: Target) -> bool:
        """Does a goal say what is measured, or of what? ("có đầu tư ... 1% - 3% doanh thu" does not.)"""
        if not target.metric or self._metric.match(fold(target.metric)):
            if target.metric or target.scope or target.comparator == "rank_le" or (target.per and target.unit):
                return True
            return target.unit not in (None, "%") and bool(self._count.match(fold(target.text)))
        share = target.unit == "%" and target.stated and target.comparator != "range"
        # "Kho dữ liệu phục vụ được ít nhất 80% thủ tục"
        return bool(share and target.scope)

    def without_opening(self, text: str) -> str:
        """ "Có trên 30% công việc": nothing is left of "Có" when the target is taken out."""
        match = self._opening.search(fold(text))
        return text[: match.start()] if match else text
