"""Whether a line goes on with the row before it, above all at the top of a page. In: the last `Draft`s, a `Line`.

Out: yes or no, and whether a person should be told that it is doubtful. Nothing is joined here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .join import STRONG, Value, seam
from .labels import Label, compact, read_label
from .lines import Line
from .vocabulary import Vocabulary

PLAN = ("time", "lead", "coop", "lead_coop", "target", "result", "deliverable", "method")
_SURE = 4.0  # evidence that outweighs a number
_MERGED = 1.5  # evidence that the text of a merged cell goes on
_CUT_LEAVES = 2.5  # lines of room that a row cut by the page leaves at most
_NEAR_LABELS = 40  # rows above among which the last label of a kind is looked for
_DOUBT = 1.0  # a decision at a page break nearer to 0 than this is told to the reader


@dataclass(slots=True)
class Draft:
    """A logical row. own: texts that begin in it; down: texts it takes over from merged cells above."""

    own: list[Value | None]
    down: list[Value | None]
    line: Line
    label: Label | None = None
    label_inherited: bool = False
    parts: int = 1

    def value(self, column: int) -> Value | None:
        return self.own[column] or self.down[column]


@dataclass(frozen=True, slots=True)
class Decision:
    """joined: the line goes on with the row before it; doubtful: a person should look."""

    joined: bool
    doubtful: bool = False


NEW, JOINED = Decision(False), Decision(True)


@dataclass(frozen=True, slots=True)
class Breaks:
    """One table: the roles of its columns, which hold numbers and content.

    numbered: its rows have numbers; all_numbered: every row inside a page has one of its own.
    """

    roles: Sequence[str]
    vocabulary: Vocabulary
    no: int | None
    content: int
    numbered: bool
    all_numbered: bool = False

    def decide(self, drafts: Sequence[Draft], line: Line) -> Decision:
        if not drafts or (line.sheet == 0 and line.row == 0):
            return NEW
        previous = drafts[-1]
        if self.no is not None and line.own[self.no]:
            cut = line.top and (self._number_below(previous, line) or self._number_cut(drafts, line))
            return Decision(cut)
        if any(self.vocabulary.line(v.text) for v in line.own if v and len(line.filled) == 1):
            return NEW
        if len(line.wide) > 1 and self.content in line.wide and len(line.filled) == 1:
            return Decision(bool(previous.line.wide) and self._wide_goes_on(previous, line))
        score, strongest = self._score(previous, line)
        if not line.top:
            certain = (score > 1 and strongest >= STRONG) or self._goes_on_alone(previous, line)
            return Decision(self.numbered and not self._sub_row(line) and certain)
        return Decision(score > 0, abs(score) < _DOUBT)

    def cell_goes_on(self, column: int, upper: Value, lower: Value, merged: bool) -> bool:
        """Whether the first cell of a page is the rest of a merged cell above, though its row is a new one.

        merged: one of the parts is seen to be merged; else the text must leave no doubt.
        """
        score = seam(upper, lower, self.roles[column], self.vocabulary)
        return score >= (_MERGED if merged else 2 * STRONG)

    def _wide_goes_on(self, previous: Draft, line: Line) -> bool:
        """A title over the whole row; one that begins a section has a label, or the line above had room for a word."""
        upper, lower = previous.own[self.content], line.own[self.content]
        if not (line.top and upper and lower):
            return False
        return seam(upper, lower, "content", self.vocabulary) >= (0.0 if previous.label else STRONG)

    def _goes_on_alone(self, previous: Draft, line: Line) -> bool:
        """Only more content, after a content that ended in ";" or ","."""
        upper, lower = previous.own[self.content], line.own[self.content]
        alone = line.filled == [self.content] and upper is not None and lower is not None
        return alone and upper.text[-1:] in ";," and not lower.bold  # type: ignore[union-attr]

    def _sub_row(self, line: Line) -> bool:
        """The number is merged from above: a row of its own."""
        return self.no is not None and line.down[self.no] is not None

    def _score(self, previous: Draft, line: Line) -> tuple[float, float]:
        """Above 0: the line goes on with the row before. With the strongest single sign.

        A numbered row without content is the upper part of one whose lines the page kept together (widow control).
        """
        score = self._prior(line)
        seams = []
        filled = [i for i in line.filled if i != self.no]
        for column in filled:
            upper, lower = previous.value(column), line.own[column]
            if upper is None:
                score += _SURE if column == self.content and line.top and previous.label else -1.0
            elif lower:
                seams.append(seam(upper, lower, self.roles[column], self.vocabulary, line.top))
        score += sum(seams) + self._missing(previous, line)
        if len(filled) == 1 and seams:
            score += 1.0
        return score, max(seams, default=0.0)

    def _prior(self, line: Line) -> float:
        if not line.top:
            return -2.0
        score = -1.5 if not self.numbered else 2.0 if self.all_numbered else 1.0
        if line.spare > _CUT_LEAVES:
            score -= 3.0
        if line.open:
            score += 4.0
        if self._sub_row(line):
            score -= 2.5
        return score

    def _missing(self, previous: Draft, line: Line) -> float:
        """A row of its own would have its own deadline and owner; the rest of a cut row seldom fills all cells."""
        expected = [i for i, role in enumerate(self.roles) if role in PLAN and previous.value(i)]
        missing = [i for i in expected if line.own[i] is None and line.down[i] is None]
        if not missing and len(expected) > 1:
            return -1.0
        return min(1.5, 0.5 * len(missing))

    def _number_below(self, previous: Draft, line: Line) -> bool:
        """The number stands in the lower part of a row that the page cut."""
        if not self.numbered or self.no is None or previous.label or previous.line.wide:
            return False
        if previous.value(self.no):
            return False
        upper, lower = previous.own[self.content], line.own[self.content]
        return bool(upper and lower and seam(upper, lower, "content", self.vocabulary) >= STRONG)

    def _number_cut(self, drafts: Sequence[Draft], line: Line) -> bool:
        """The page cut the row and its number too: "2." / "7" in a narrow column."""
        previous = drafts[-1]
        if self.no is None:
            return False
        upper, lower = previous.own[self.no], line.own[self.no]
        if not upper or not lower or len(upper.text) + len(lower.text) > 12:
            return False
        whole = read_label("".join((upper.text + lower.text).split()))
        if whole is None:
            return False
        follows = _is_next(drafts, whole)
        if upper.text[-1:] not in ".-/" and lower.text[:1] not in ".)" and not follows:
            return False
        score, strongest = self._score(previous, line)
        if follows and not _may_stand(drafts, read_label(compact(upper.text))):
            return score > 0
        return score >= _SURE and strongest >= STRONG


def _may_stand(drafts: Sequence[Draft], label: Label | None) -> bool:
    """The label is sound where it stands: the next of its kind, or the first below one of another kind."""
    if label is None or _is_next(drafts, label):
        return label is not None
    above = next((d.label for d in reversed(drafts[:-1]) if d.label), None)
    return label.order == 1 and (above is None or above.scheme != label.scheme)


def _is_next(drafts: Sequence[Draft], label: Label) -> bool:
    """The label follows the last one of its kind above the cut row: 118 after 117, III after II."""
    labels = (d.label for d in reversed(drafts[-_NEAR_LABELS:-1]) if d.label and d.label.order)
    before = next((above for above in labels if above.scheme == label.scheme), None)
    return before is not None and label.order == (before.order or 0) + 1
