"""Who is measured, and of what: the metric before the number, the scope behind it or in a label.

In: a `Part` of a scene. Out: metric and scope as written, or None. It reads no number.
"""

from __future__ import annotations

import re

from ...model import Target
from ...rulebook import RuleBook
from ...text import fold
from .core import Tools
from .periods import DATED, Periods
from .scan import Part
from .text import Scene

_LABEL = re.compile(r"^[\s(,;*•-]*((?:[^\s:,;()\d]+|[\d#]+)(?:\s[^\s:,;()]+){0,4}?)\s*:\s*$|^\s*([a-zđ])\)\s*$")
_OPENING = re.compile(r"[\s,;:(+*•–-]+")
_TRAILING = re.compile(r"[,(-]\s*$")
_OF_ANYTHING = frozenset({"percent", "pp", "score", "money", "measure", "grade", "place"})
_SCOPED = frozenset({"percent", "pp", ""})
_FAR = 120


def phrase(words: list[str], before: str = "", after: str = "") -> re.Pattern[str]:
    """One of the words, longest first, between two patterns; matches nothing where there are none."""
    either = "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"
    return re.compile(f"{before}(?:{either}){after}")


class Names:
    """The words of rules/targets.toml that metrics and scopes are cut at, compiled."""

    def __init__(self, book: RuleBook, tools: Tools, periods: Periods) -> None:
        words = book.table("targets").get("words", {})
        self._units = tools.units
        self._periods = periods
        ends = [*words.get("predicate", []), *words.get("aspiration", []), ":"]
        upward = "".join(rf"(?<!{re.escape(word)} )" for word in words.get("upward", []))  # "trở lên" belongs together
        self._predicate = phrase(ends, rf"(?<!\w){upward}", r"[\s:]*$")
        no = "|".join(map(re.escape, words.get("not_metric", []))) or "(?!)"
        self._metric = phrase(words.get("metric", []), rf"(?!(?:{no})(?!\w))", r"(?!\w)")
        before_group = "|".join(map(re.escape, words.get("group_before", []))) or "(?!)"
        self._group = phrase(words.get("group", []), rf"[\s,;(]*(?:(?:{before_group})\s+)?", r"(?!\w)")
        self._group_word = phrase(words.get("group_before", []), "", r"(?!\w)\s*")
        lead = "|".join(map(re.escape, words.get("lead_in", []))) or "(?!)"
        self._lead_in = re.compile(rf"(?<!\w)(?:{lead})(?!\w)[\s:]+(?={self._metric.pattern})")
        self._about = phrase(words.get("about_metric", []), r"(?<!\w)", rf"\s+(?={self._metric.pattern})")
        self._label_skip = phrase(words.get("label_skip", []), r"^\s*", r"(?!\w)")
        self._apart = phrase(words.get("apart", []), "", r"(?!\w)\s*")
        self._headings = frozenset(map(fold, words.get("heading", [])))
        before = [*words.get("before_subject", []), *words.get("aspiration", [])]
        self._before = [phrase(before, "", r"(?!\w)"), *periods.patterns]

    def read(
        self, part: Part, scene: Scene, same: Target | None, earlier: Target | None
    ) -> tuple[str | None, str | None]:
        """Metric and scope. earlier: the target before in the clause; same: the same if this is another level of it."""
        scope = self._scope(scene, part) if part.core.kind in _SCOPED else None
        metric, start, end = part.core.target.metric, part.start, part.core.start
        if metric is not None or start == end:
            return metric or self._object(scene, part), scope
        label = self._label(scene, part)
        if label is not None and label.isupper() and len(label) > 1:
            return label, scope  # "SIPAS: 87%"
        if label is not None:
            return None, scope or label or None
        metric, apart = self._subject(scene, part)
        if metric and fold(metric) in self._headings:
            metric = None  # "Kết quả: 100%"
        metric = metric or self._object(scene, part)
        if metric is None or (part.core.kind in _SCOPED and not self._metric.match(metric.lower())):
            group = self._group_before(scene, start, end)
            metric, scope = (None, scope or group) if group else (metric, scope)
        measurable = bool(metric and self._metric.match(metric.lower()))
        if apart and metric and ((earlier and earlier.metric) or not measurable):
            return earlier.metric if earlier else None, scope or metric
        if part.core.kind == "place" and not measurable:
            metric = self._placed(scene, part) or metric
        if metric is None and scope is None and same and same.unit == part.core.target.unit:
            metric = same.metric
        return metric, scope

    def _placed(self, scene: Scene, part: Part) -> str | None:
        """What a place is one of: "tốp 20 cả nước về Chỉ số PCI"."""
        match = self._about.search(scene.folded, part.core.end, min(part.end, part.core.end + _FAR))
        return tidy(re.split(r"[,;:()]", scene.text[match.end() : part.end])[0]) if match else None

    # --- scope ----------------------------------------------------------------------------------------------------

    def _scope(self, scene: Scene, part: Part) -> str | None:
        """The noun behind the unit ("100% hồ sơ ..."), else a group in brackets ("90% (cấp tỉnh)")."""
        core, units = part.core, self._units
        span = units.phrase(scene.folded, core.unit_end, min(part.end, core.unit_end + _FAR))
        if span is None and core.end > core.unit_end:
            span = units.phrase(scene.folded, core.end, min(part.end, core.end + _FAR))
        if span is None:
            match = self._group.match(scene.folded, core.end, part.end)
            return tidy(self._bare_group(scene, match.start(), min(part.end, core.end + _FAR))) if match else None
        if core.kind == "" and not scene.text[span[0] : span[0] + 1].isupper():
            return None
        return tidy(scene.text[span[0] : span[1]])

    def _bare_group(self, scene: Scene, start: int, end: int) -> str:
        """A group without "đối với" and brackets, up to the next mark."""
        opening = _OPENING.match(scene.folded, start, end)
        start = opening.end() if opening else start
        word = self._group_word.match(scene.folded, start, end)
        start = word.end() if word else start
        return re.split(r"[,;:()]", scene.text[start:end])[0]

    def _group_before(self, scene: Scene, start: int, end: int) -> str | None:
        """ "Cấp tỉnh đạt 90%", "cấp xã 80%": a group in front is the scope, not the metric."""
        if not self._group.match(scene.folded, start, end):
            return None
        end, _ = self._without_predicate(scene.folded, start, end)
        return tidy(self._bare_group(scene, start, end))

    def _label(self, scene: Scene, part: Part) -> str | None:
        """The name before a colon ("Nhóm 1:"); "" where that is a period or says nothing; None if there is none."""
        label = _LABEL.match(scene.folded[part.start : part.core.start])
        if not label:
            return None
        start, end = (part.start + at for at in label.span(label.lastindex or 0))
        if self._metric.match(scene.folded, start, end):
            return None
        bare = self._label_skip.sub("", scene.folded[start:end]).lstrip()
        period = any(p.match(words) for p in self._periods.patterns for words in (bare, scene.folded[start:end]))
        empty = not bare.strip() or self._without_predicate(scene.folded, start, end)[0] <= start
        dated = period or (scene.folded[start:end].isdigit() and end - start == 4)
        return "" if dated or empty else tidy(self._bare_group(scene, start, end)) or ""

    # --- metric ---------------------------------------------------------------------------------------------------

    def _object(self, scene: Scene, part: Part) -> str | None:
        """What a verb of change acts on, where it can be measured ("nâng tỷ lệ hài lòng lên 90%")."""
        start, end = part.core.object or (0, 0)
        return tidy(scene.text[start:end]) if self._metric.match(scene.folded[start:end].strip()) else None

    def _subject(self, scene: Scene, part: Part) -> tuple[str | None, bool]:
        """The subject in front of a core; whether it was set apart ("trong đó ...")."""
        start, apart = self._opened(scene.folded, part.start, part.core.start)
        end, bare = self._without_predicate(scene.folded, start, part.core.start)
        folded = scene.folded[start:end].strip()
        if not folded:
            return None, apart
        if not self._metric.match(folded):
            inner = [m.end() for m in self._lead_in.finditer(scene.folded, start, end)]
            if inner:
                return tidy(scene.text[inner[-1] : self._undated(scene.folded, inner[-1], end)]), apart
            short = len(folded.split()) < 2 and not scene.text[start:end].strip().isupper()
            if short or not bare or part.core.kind not in _OF_ANYTHING:
                return None, apart
        return tidy(scene.text[start : self._undated(scene.folded, start, end)]), apart

    def _undated(self, text: str, start: int, end: int) -> int:
        """End of a subject without the year behind it ("Chỉ số hài lòng năm 2024")."""
        near = max(start, end - 30)
        if not DATED.search(text, near, end):
            return end
        cuts = [m.start() for p in self._periods.patterns for m in p.finditer(text, near, end) if m.end() == end]
        return min((c for c in cuts if c > start), default=end)

    def _opened(self, text: str, start: int, end: int) -> tuple[int, bool]:
        """Where the subject begins: behind bullets, "trong đó", "phấn đấu", "đến năm 2030,"."""
        apart, moved = False, True
        while moved and start < end:
            moved = False
            for pattern in (_OPENING, self._apart, *self._before):
                match = pattern.match(text, start, end)
                if match and match.end() > start:
                    start, moved, apart = match.end(), True, apart or pattern is self._apart
        return start, apart

    def _without_predicate(self, text: str, start: int, end: int) -> tuple[int, bool]:
        """End of the subject before "đạt", "chiếm", ":", "phấn đấu đạt"; whether there was such a word."""
        found = False
        for _ in range(6):
            match = self._predicate.search(text, max(start, end - 40), end)
            found = found or bool(match)
            match = match or _TRAILING.search(text, max(start, end - 5), end)
            if not match:
                break
            end = match.start()
            while end > start and text[end - 1] in " \n":
                end -= 1
        return end, found


def tidy(text: str) -> str | None:
    """Text on one line without marks around it; None if nothing is left."""
    kept = balanced(" ".join(text.split()).strip(" ,;:.-"))
    return kept if any(c.isalnum() for c in kept) else None


def balanced(text: str) -> str:
    """Without a bracket at its ends that has no other half.

    >>> balanced("(đô thị: 80%"), balanced("100% (48/48 xã)")
    ('đô thị: 80%', '100% (48/48 xã)')
    """
    if text.startswith("(") and text.count("(") > text.count(")"):
        text = text[1:]
    if text.endswith(")") and text.count(")") > text.count("("):
        text = text[:-1]
    return text.strip()
