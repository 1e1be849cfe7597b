"""The language of targets: what a plan wants reached, read from its cells and sentences.

In: the text of a cell or a sentence, with the plan it stands in. Out: `Target`s, the text no target used, and findings
for numbers that could not be read. Phrases and words are in rules/targets.toml and rules/units_of_measure.toml; this
module strings the parts: cut (text.py), find (scan.py), surroundings (around.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ...model import Finding, Target
from ...rulebook import RuleBook
from ...text import fold
from ..context import Context, Reading
from .around import Around
from .rules import check_rules
from .scan import Part, Scanner
from .text import Scene, Texts, clauses, trim
from .unread import Unread
from .words import Goals, Qualities

__all__ = ["TargetReader", "check_rules", "target_reader"]

Step = tuple[tuple[int, int], str, str, str]
_MIXED = frozenset({"result", "deliverable", "content", "method"})  # columns in which papers and numbers mix
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"(?<!\w)\d+(?:[.,]\d+)*")
_LOST = "Có con số chưa đọc được thành chỉ tiêu."
_TWO_WAYS = "Con số này có hai cách đọc nên chưa được đọc thành chỉ tiêu."
_LOST_HELP = "Hãy kiểm tra và ghi rõ chỉ tiêu (từ … trở lên, tối thiểu …)."


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause read: its targets, what it leaves to the deliverable, and the numbers nobody could read."""

    start: int
    end: int
    targets: tuple[Target, ...] = ()
    leftover: str = ""
    unread: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """A content cell read: the targets it states, and what it measures."""

    titles: tuple[Target, ...]
    metric: str


@lru_cache(maxsize=4)
def target_reader(book: RuleBook) -> TargetReader:
    """The reader of one rule book, compiled once."""
    return TargetReader(book)


class TargetReader:
    """Reads targets by the rules of one book. Every method is a function of its arguments."""

    def __init__(self, book: RuleBook) -> None:
        self._scanner = Scanner(book)
        self._texts = Texts(book, self._scanner.tools.units)
        self._around = Around(book, self._scanner.tools)
        self._qualities = Qualities(book, self._scanner.tools)
        self._goals = Goals(book)
        self._unclear = Unread(book, self._scanner.tools)
        self._read = lru_cache(maxsize=20_000)(self._read_cell)
        self._content = lru_cache(maxsize=1_000)(self._read_content)

    def read(self, text: str, context: Context) -> Reading[Target]:
        """The targets of a target, result or deliverable cell; leftover is what belongs to no target."""
        return self._read(text, _frame(context, context.column))

    def title(self, text: str, context: Context) -> tuple[Target, ...]:
        """Targets a content cell states ("Có trên 30% công việc ..."); only the sure ones, role "title"."""
        return self._content(text, _frame(context, "content")).titles

    def metric_of(self, content: str, context: Context) -> str:
        """What a content cell measures: its text without its own target clause and closing marks."""
        return self._content(content, _frame(context, "content")).metric

    def of_measure(self, target: Target) -> Target | None:
        """A target whose metric is what its row measures, as that turns it; None where it may be read two ways."""
        return self._around.of_measure(target)

    def doubt(self, target: Target) -> Finding:
        """What to tell of a target that may be read two ways."""
        return Finding("U2", "warning", _TWO_WAYS, quote=target.text, suggestion=_LOST_HELP)

    def find(self, text: str, context: Context) -> tuple[Target, ...]:
        """Goals in sentences of the body ("... năm 2024, đạt từ 87% trở lên"), metric from the sentence."""
        if not _DIGIT.search(text):
            return ()
        found = []
        for clause in self._clauses(text, context):
            sentence = text_of(clause, text)
            if clause.targets and self._goals.is_goal(sentence, context):
                found += [t for t in clause.targets if self._goals.wanted(t) and self._goals.is_named(t)]
        return tuple(found)

    def zero_tolerance(self, text: str, context: Context) -> tuple[Target, ...]:
        """Whole sentences of a method cell that forbid something: "Không có văn bản xin gia hạn."."""
        scene = self._texts.scene(text, context)
        found: list[Target] = []
        for start, end in clauses(scene.text):
            if self._qualities.forbids(scene.folded, start, end):
                found += self._targets(scene, start, end)[0]
        return tuple(t for t in found if t.comparator == "le" and t.value == 0)

    def explain(self, text: str, context: Context) -> list[Step]:
        """How a cell was read: (span in the cleaned text, text, rule id, what it became), in order."""
        scene = self._texts.scene(text, context)
        steps: list[Step] = []
        for clause in self._clauses(text, context):
            shown = scene.shown(clause.start, clause.end)
            steps += [((clause.start, clause.end), t.text or shown, t.rule, describe(t)) for t in clause.targets]
            if clause.unread:
                steps.append(((clause.start, clause.end), clause.unread, "", "chưa đọc được"))
            elif not clause.targets and shown:
                steps.append(((clause.start, clause.end), shown, "", "sản phẩm"))
        return steps

    # --- inside ---------------------------------------------------------------------------------------------------

    def _read_cell(self, text: str, context: Context) -> Reading[Target]:
        done = self._clauses(text, context)
        done = self._without_reached(done)
        values = tuple(t for c in done for t in c.targets)
        leftover = tuple(c.leftover for c in done if c.leftover)
        findings = tuple(_finding(c) for c in done if c.unread and (context.column != "deliverable" or c.doubtful))
        return Reading(values, leftover, findings)

    def _without_reached(self, done: list[Clause]) -> list[Clause]:
        """ "Kế hoạch: 95%; thực hiện: 98%": what was reached is no target, and is told."""
        if not any(self._goals.is_planned(t) for c in done for t in c.targets):
            return done
        return [self._only_planned(c) for c in done]

    def _only_planned(self, clause: Clause) -> Clause:
        kept = tuple(t for t in clause.targets if not self._goals.is_reached(t))
        lost = "; ".join(t.text for t in clause.targets if self._goals.is_reached(t))
        return replace(clause, targets=kept, unread=clause.unread or lost) if lost else clause

    def _read_content(self, text: str, context: Context) -> Content:
        scene = self._texts.scene(text, context)
        spans = clauses(scene.text)
        found = [self._targets(scene, start, end)[0] for start, end in spans]
        titles = tuple(replace(t, role="title") for targets in found for t in targets if self._goals.sure(t))
        metric = next((t.metric for t in titles if t.metric), None)
        return Content(titles, metric or self._measured(scene, len(spans)))

    def _measured(self, scene: Scene, spans: int) -> str:
        """What a content without a named target of its own measures."""
        flat = trim(" ".join(scene.text.split()))
        parts = self._scanner.parts(scene, 0, len(scene.text)) if spans <= 1 else []
        share = next((p.core for p in parts if p.core.kind == "percent"), None)
        if share is None:
            return flat
        before, after = scene.text[: share.start], scene.text[share.end :]
        return trim(" ".join(f"{self._goals.without_opening(before)} {after}".split())) or flat

    def _clauses(self, text: str, context: Context) -> list[Clause]:
        scene = self._texts.scene(text, context)
        return [self._clause(scene, start, end) for start, end in clauses(scene.text)]

    def _clause(self, scene: Scene, start: int, end: int) -> Clause:
        targets, parts, doubtful = self._targets(scene, start, end)
        shown = scene.shown(start, end)
        if not targets:
            quality = self._qualities.read(scene, start, end) if shown else None
            unread = shown if self._unread(scene, start, end, doubtful, []) else ""
            if quality and not unread:
                return Clause(start, end, (quality[0],), shown if quality[1] else "")
            if scene.context.column == "target" and self._unclear.alone(fold(shown)):
                unread = shown
            return Clause(start, end, (), shown, unread, doubtful)
        unused = self._unused(scene, start, end, parts)
        papers = shown if parts and all(p.core.plain and p.core.kind == "document" for p in parts) else ""
        lost = unused if self._unread(scene, start, end, doubtful, parts) else ""
        lost = lost or self._beside(scene, parts, targets)
        return Clause(start, end, tuple(targets), unused or papers, lost, doubtful)

    def _targets(self, scene: Scene, start: int, end: int) -> tuple[list[Target], list[Part], bool]:
        parts = self._scanner.parts(scene, start, end)
        doubtful = any(p.core.doubt for p in parts)
        found: list[Target] = []
        kept = []
        for part in parts:
            if part.core.doubt:
                continue
            targets = self._around.finish(part, scene, found[-1] if found else None)
            if not self._goals.is_past(targets[0], scene.context):
                found += targets
                kept.append(part)
        return found, kept, doubtful

    def _unused(self, scene: Scene, start: int, end: int, parts: list[Part]) -> str:
        pieces = [scene.shown(left, right) for left, right in _gaps(start, end, parts)]
        return "; ".join(piece for piece in pieces if piece)

    def _unread(self, scene: Scene, start: int, end: int, doubtful: bool, parts: list[Part]) -> bool:
        """Do the stretches of a clause outside its targets hold a number a clerk must look at?

        Every one in a target column; elsewhere, where papers and numbers mix, only what looks like a target.
        """
        for left, right in _gaps(start, end, parts):
            if scene.context.column in _MIXED and not doubtful:
                found = self._unclear.likely(scene.masked, left, right)
            else:
                found = self._unclear.any(scene.masked, left, right)
            if found:
                return True
        return False

    def _beside(self, scene: Scene, parts: list[Part], targets: list[Target]) -> str:
        """The text of a target with one more number beside it that no rule understood."""
        told = self._unclear.likely if scene.context.column in _MIXED else self._unclear.any
        names = " ".join(f"{t.metric} {t.scope} {t.baseline and t.baseline.text}" for t in targets)
        for part in parts:
            head = self._around.undated(scene.masked[part.start : part.core.start])
            if any(number not in names for number in _NUMBER.findall(head)) and told(head, 0, len(head)):
                return scene.shown(part.start, part.end)
            last = part.core.end
            for left, right in [*part.asides, (part.end, part.end)]:
                if last <= left and told(scene.masked, last, left):
                    return scene.shown(part.start, part.end)
                last = max(last, right)
        return ""


def _frame(context: Context, column: str | None) -> Context:
    """What of the context a reading depends on."""
    return Context(context.plan_year, column=column)


def _gaps(start: int, end: int, parts: list[Part]) -> list[tuple[int, int]]:
    """The stretches of a clause that belong to no part."""
    gaps, last = [], start
    for part in parts:
        gaps.append((last, part.start))
        last = part.end
    return [(left, right) for left, right in [*gaps, (last, end)] if right > left]


def text_of(clause: Clause, text: str) -> str:
    return text[clause.start : clause.end]


def _finding(clause: Clause) -> Finding:
    message = _TWO_WAYS if clause.doubtful else _LOST
    return Finding("U2", "warning", message, quote=clause.unread, suggestion=_LOST_HELP)


def describe(target: Target) -> str:
    """A target in short, for a person: "ge 85 %".

    >>> describe(Target("range", 80, 85, "%"))
    'range 80..85 %'
    """
    value = target.value if not isinstance(target.value, float) else round(target.value, 3)
    number = "" if value is None else str(value)
    number += f"..{target.upper}" if target.upper is not None else ""
    number += f"/{target.of}" if target.of is not None else ""
    return " ".join(word for word in (target.comparator, number, target.unit or "") if word)
