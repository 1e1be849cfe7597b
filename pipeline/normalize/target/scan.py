"""Finds the cores of the targets in a clause and decides which of them are targets of their own.

In: a `Scene` and a clause of it. Out: `Part`s: a core with the stretch of text that belongs to it, left to right, and
the spans of numbers seen and not taken. It fills no metric, scope or baseline.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace

from ...rulebook import Rule, RuleBook
from . import amounts, marks
from .core import SURE, Core, Hit, Tools
from .refusals import Refusals
from .text import Scene

PRODUCTIONS: dict[str, Callable[[Hit], Core | None]] = {
    "bound": amounts.bound,
    "range": amounts.between,
    "fraction": amounts.fraction,
    "unclear": amounts.unclear,
    "delta": amounts.delta,
    "change": amounts.change,
    "level": amounts.level,
    "ratio": marks.ratio,
    "rank": marks.rank,
    "grade": marks.grade,
    "grade_alone": marks.grade_alone,
    "maintain": marks.maintain,
    "zero": marks.zero,
    "improve": marks.improve,
    "than_before": marks.than_before,
    "external": marks.external,
    "assigned": marks.assigned,
    "as_assigned": marks.as_assigned,
    "full_score": marks.full_score,
}

_OPENING = re.compile(r"[\s+*:•-]*")
_NEAR = 80
_LOOK_BACK = 1_000  # characters between two targets in which the mark that parts them is looked for
_MOVES = frozenset({"delta", "change", "level", "ratio"})  # these never only tell of whom another target speaks
_COUNTS = frozenset({"thing", "document", "frequency", "noun"})
_PAPER_END = re.compile(r"[,(]")


@dataclass(frozen=True, slots=True)
class Part:
    """A core and the text around it that is its own: head before, tail behind. rule: the rule that read it.
    asides: spans of numbers that tell of whom or of what the target speaks ("xã đạt từ 15 tiêu chí trở lên")."""

    core: Core
    rule: Rule
    start: int
    end: int
    asides: tuple[tuple[int, int], ...] = ()


class Scanner:
    """The [[phrase]] rules of one rule book, compiled."""

    def __init__(self, book: RuleBook) -> None:
        self.tools = Tools(book)
        words = self.tools.table
        either = "|".join(sorted(map(re.escape, words.get("opener", ())), key=len, reverse=True))
        self._opener = re.compile(rf"(?:^|[\s(:,;“\"+-])(?:{either or '(?!)'})\s*$|[:,;(+•-]\s*$|^\W*$")
        heads = [w for kind in ("metric", "aspiration", "separator", "before_subject") for w in words.get(kind, ())]
        starts = "|".join(sorted(map(re.escape, heads), key=len, reverse=True))
        self._head_word = re.compile(rf"\s*(?:{starts or '(?!)'})(?!\w)")
        no = "|".join(map(re.escape, words.get("not_metric", ()))) or "(?!)"
        either = "|".join(sorted(map(re.escape, words.get("metric", ())), key=len, reverse=True))
        self._metric = re.compile(rf"(?!(?:{no})(?!\w))(?:{either or '(?!)'})(?!\w)")
        either = "|".join(sorted(map(re.escape, words.get("separator", ())), key=len, reverse=True))
        self._share = re.compile(rf"(?:{'|'.join(map(re.escape, words.get('share', ()))) or '(?!)'})(?!\w)")
        self._refusals = Refusals(book)
        glued = "".join(rf"|(?<=\b{re.escape(word)})(?=\d)" for word in words.get("glued", ()))
        signed = r"|(?<=[^\W\d])(?=[<>≤≥≦≧])"  # "đạt>84%": a sign begins a phrase wherever it stands
        self._rules = book.index("targets", book.rules("targets"), rf"(?<![\w.,])(?<!\d/){glued}{signed}")
        either = "|".join(sorted(map(re.escape, words.get("weak_opener", ())), key=len, reverse=True))
        self._weak = re.compile(rf"(?<!\w)(?:{either or '(?!)'})\s*$")
        each = "|".join(map(re.escape, words.get("each", ()))) or "(?!)"
        self._each = re.compile(rf"(?<!\w)(?:{each})\s[^;:()\d#]{{1,30}}$")
        self._separator = re.compile(rf"[,;()\n:]|(?<!\w)[a-eđ]\)|(?<!\w)(?:{either or '(?!)'})(?!\w)")

    def parts(self, scene: Scene, start: int, end: int) -> list[Part]:
        """The targets of a clause with their text, in order; none overlaps another."""
        cores = self._cores(scene, start, end)
        found = self._own(scene, start, cores)
        own = {core.start for core, _, _ in found}
        parts = []
        for n, (core, rule, cut) in enumerate(found):
            stop = found[n + 1][2] if n + 1 < len(found) else end
            parts.append(Part(core, rule, cut, stop))
        return self._with_asides(parts, [c for c, r in cores if c.start not in own and r.means not in _MOVES])

    @staticmethod
    def _with_asides(parts: list[Part], others: list[Core]) -> list[Part]:
        if not others:
            return parts
        spans: dict[int, list[tuple[int, int]]] = {}
        starts = [part.start for part in parts]
        for core in others:
            spans.setdefault(bisect_right(starts, core.start) - 1, []).append((core.start, core.end))
        return [replace(part, asides=tuple(spans.get(n, ()))) for n, part in enumerate(parts)]

    def _cores(self, scene: Scene, start: int, end: int) -> list[tuple[Core, Rule]]:
        cores: list[tuple[Core, Rule]] = []
        text, pos = scene.masked, start
        for here, rules in self._rules.places(text, start, end):
            if here < pos:
                continue
            hits = [(match, lazy.rule) for lazy in rules if (match := lazy.pattern.match(text, here, end))]
            if hits:
                best = self._best(hits, scene, start, end)
                if best:
                    cores.append(best)
                pos = max(best[0].end, here + 1) if best else self._step(text, here, end)
        return cores

    @staticmethod
    def _step(text: str, pos: int, end: int) -> int:
        """The next place a rule may start: behind the word or the digits at `pos`."""
        pos += 1
        while pos < end and text[pos - 1].isalnum() and text[pos].isalnum():
            pos += 1
        return pos

    def _best(
        self, hits: list[tuple[re.Match[str], Rule]], scene: Scene, start: int, end: int
    ) -> tuple[Core, Rule] | None:
        """The longest hit whose production agrees; of equals the first in the file."""
        for match, rule in sorted(hits, key=lambda hit: -hit[0].end()):
            core = PRODUCTIONS[rule.means](Hit(rule, match, scene, start, end, self.tools))
            if core and self._stands(core, scene, start, end):
                return core, rule
        return None

    def _stands(self, core: Core, scene: Scene, start: int, end: int) -> bool:
        """Is this number a target where it stands? Counts need an opening word, a bare number the cell for itself."""
        text = scene.masked
        if self._refusals.refuses(core, text, start, end):
            return False
        if core.kind in SURE - {"money", "none", "better", "grade"}:
            return True
        opening = _OPENING.match(text, start, core.start)
        first = opening.end() if opening else start
        near = text[max(start, core.start - _NEAR) : core.start]
        if core.kind in _COUNTS and self._share.match(text, first, core.start):
            return False
        opened = bool(self._opener.search(near) or (core.kind in _COUNTS and self._each.search(near)))
        if core.kind in ("none", "better"):
            return opened
        if core.kind == "noun":
            return core.strong or first == core.start or (opened and not self._weak.search(near))
        if core.kind == "time" and core.plain:
            return bool(self.tools.down.search(near))
        if core.kind:
            surely = core.kind in ("money", "grade") or core.strong
            return opened or surely or (core.kind == "measure" and bool(self._metric.match(text, first, core.start)))
        return self._unitless(core, text, end, opened, first == core.start, near.rstrip().endswith(":"))

    @staticmethod
    def _unitless(core: Core, text: str, end: int, opened: bool, first: bool, labelled: bool) -> bool:
        """A number without a unit: the clause holds nothing else, or the comparator leaves no doubt."""
        rest = text[core.end : end]
        if not rest.strip(" .,;)"):
            return core.strong or first or (opened and not core.plain) or labelled
        if core.doubt or rest.lstrip()[:1] in "/%°-":
            return False
        return (core.strong and rest[:1] in " ,(") or (first and not core.plain and rest[:1] == " ")

    def _own(self, scene: Scene, start: int, cores: list[tuple[Core, Rule]]) -> list[tuple[Core, Rule, int]]:
        """Cores that are targets of their own, each with the place its text begins."""
        kept: list[tuple[Core, Rule, int]] = []
        for core, rule in cores:
            if not kept:
                kept.append((core, rule, self._behind_papers(scene.masked, start, core.start)))
                continue
            last = kept[-1][0]
            cut = self._cut(scene.masked, max(last.end, core.start - _LOOK_BACK), core.start)
            if cut is None and _rank(core) > _rank(last):
                kept[-1] = (core, rule, kept[-1][2])  # "hộ có 3 lao động trở lên đạt 90%": the first tells of whom
            elif cut is not None and self._apart(scene.masked, last, cut, core):
                kept.append((core, rule, cut))
        return kept

    def _behind_papers(self, text: str, start: int, end: int) -> int:
        """Where the first target's text begins: behind a paper named before it ("Báo cáo, 100% đơn vị ...")."""
        first = start
        while first < end and not text[first].isalpha():
            first += 1
        paper = self.tools.units.at(text, first, end)
        mark = _PAPER_END.search(text, first, end) if paper and paper.kind == "document" else None
        return mark.start() if mark else start

    def _apart(self, text: str, last: Core, cut: int, core: Core) -> bool:
        """Is a core behind a mark a target of its own, or does it tell of whom the one before speaks?"""
        if core.kind == "grade":  # "90% viên chức được đánh giá, xếp loại tốt": whom the percentage counts
            return not text[last.end : cut].strip()
        return core.kind in SURE or last.kind not in SURE or self._direct(text, cut, core)

    def _cut(self, text: str, left: int, right: int) -> int | None:
        """Where between two cores the text of the second begins; None if nothing parts them.

        The first comma before something measurable, else the last comma, else the last word that parts.
        """
        if not text[left:right].strip():
            return right
        found = _outside(text, list(self._separator.finditer(text, left, right)), right)
        commas = [m for m in found if not m[0][0].isalnum() and m[0] != ":"]
        for mark in commas:
            if self._head_word.match(text, mark.end(), right):
                return mark.start()
        best = commas or [m for m in found if m[0] != ":"]
        return best[-1].start() if best else left if found else None

    def _direct(self, text: str, cut: int, core: Core) -> bool:
        """Does a count follow its comma at once or behind opening words ("80%, tổ chức 02 lớp")?"""
        words = text[cut : core.start].strip(" ,(:;").rsplit(" ", 3)
        return not words[0] or (len(words) < 4 and bool(self._opener.search(" ".join(words))))


def _outside(text: str, marks: list[re.Match[str]], right: int) -> list[re.Match[str]]:
    """The marks outside brackets that close again before the second core: "80% (năm 2025), 90%" is cut behind one."""
    kept, closed = [], -1
    for mark in marks:
        if mark.start() < closed:
            continue
        if mark[0] == "(":
            closed = text.find(")", mark.end(), right)
        if mark[0] != "(" or closed < 0:
            kept.append(mark)
    return kept


def _rank(core: Core) -> int:
    """How surely a core is the target of its clause."""
    return 2 * (core.kind in SURE) + (not core.plain)
