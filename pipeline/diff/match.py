"""Which task of the old plan is which of the new one, without a key.

In: two plans, the rules, a person's decisions. Out: `Alignment`: every task in exactly one match, in the order of the
new plan, dropped ones where they stood. It does not say what changed in a pair (changes).

The order of work: a person's decisions; likeness of all pairs (likeness.py); tasks with the very same words; the
assignment that is best for the whole plan (assign.py), twice, the second time knowing the neighbours; splits and
merges among the rest (parts.py).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..model import Finding, Plan
from ..rulebook import RuleBook
from .assign import Tie, assign, ties
from .decide import Decided, decide
from .facts import Facts, facts
from .likeness import Candidates, Link, candidates, with_neighbours
from .order import in_order
from .pairs import Alignment, Match, Pairs
from .parts import Group, merges, splits
from .told import Telling
from .words import lexicon

_FEW = 4  # words that may well stand in two sections without being one measure


def match(old: Plan, new: Plan, book: RuleBook, pairs: Pairs | None = None) -> tuple[Match, ...]:
    """The matches alone."""
    return align(old, new, book, pairs).matches


def align(
    old: Plan, new: Plan, book: RuleBook, pairs: Pairs | None = None, archive: tuple[Plan, ...] = ()
) -> Alignment:
    """The matches and what a person must look at; archive: other plans, whose words say what is common."""
    rows = facts(old, book), facts(new, book)
    decided = decide(pairs or Pairs(), *rows, (old.document, new.document), book)
    lex = lexicon(book)
    words = [lex.words(task.content) for plan in archive for task in plan.tasks]
    everything = candidates(*rows, book, words)
    work = _Work(book, *rows, decided, everything.without(decided.closed(), frozenset(decided.apart)))
    matches = in_order(work.matches(), *rows)
    return Alignment(tuple(matches), (*decided.findings, *work.findings))


@dataclass
class _Work:
    """One comparison under way."""

    book: RuleBook
    old: list[Facts]
    new: list[Facts]
    decided: Decided
    found: Candidates

    def __post_init__(self) -> None:
        settings = self.book.table("diff")
        self.floors = settings["floors"]
        sizes = len(self.old), len(self.new)
        alone = self._alone()
        first = assign(self.found, *sizes, self.floors["score"], alone)
        self.found = with_neighbours(self.found, first)
        self.chosen = assign(self.found, *sizes, self.floors["score"], alone)
        self.ties = {tie.link: tie for tie in ties(self.found, self.chosen, self.floors["score"], self.floors["tie"])}
        self.splits, self.merges = self._groups(settings["parts"])
        self.telling = Telling(self.old, self.new, self.found, self.decided, self.book)
        self.findings: list[Finding] = []

    def _alone(self) -> dict[int, int]:
        """Tasks whose words, more than a few, stand once in either plan: whatever else changed, they are one."""
        sides = [Counter(row.key for row in rows) for rows in (self.old, self.new)]
        there = {row.key: j for j, row in enumerate(self.new) if sides[1][row.key] == 1}
        pairs = {
            i: there[row.key]
            for i, row in enumerate(self.old)
            if sides[0][row.key] == 1 and row.key in there and len(row.words.words) >= _FEW
        }
        return {i: j for i, j in pairs.items() if (i, j) in self.found.links}

    def _groups(self, limits: dict[str, float]) -> tuple[list[Group], list[Group]]:
        """Splits and merges; where one task would be in both, the surer group stays."""
        groups = [(g, True) for g in splits(self.found, self.chosen, limits)]
        groups += [(g, False) for g in merges(self.found, self.chosen, limits)]
        used: tuple[set[int], set[int]] = (set(), set())
        kept: tuple[list[Group], list[Group]] = ([], [])
        for group, is_split in sorted(groups, key=lambda g: (-g[0].share * g[0].inside, not g[1], g[0].whole)):
            olds, news = ((group.whole,), group.parts) if is_split else (group.parts, (group.whole,))
            if used[0].isdisjoint(olds) and used[1].isdisjoint(news):
                used[0].update(olds)
                used[1].update(news)
                kept[0 if is_split else 1].append(group)
        return kept

    def matches(self) -> list[Match]:
        """Every task once."""
        settled = [self.telling.fixed(f) for f in self.decided.fixed]
        settled += [self.telling.group("split", (g.whole,), g.parts, g) for g in self.splits]
        settled += [self.telling.group("merged", g.parts, (g.whole,), g) for g in self.merges]
        old = {t.id for m in settled for t in m.old}
        new = {t.id for m in settled for t in m.new}
        for i, j in sorted(self.chosen.items()):
            if self.old[i].task.id not in old and self.new[j].task.id not in new:
                settled.append(self._matched((i, j)))
                old.add(self.old[i].task.id)
                new.add(self.new[j].task.id)
        self.telling.settled(settled)
        settled += [self.telling.dropped(i) for i, row in enumerate(self.old) if row.task.id not in old]
        settled += [self.telling.new(j) for j, row in enumerate(self.new) if row.task.id not in new]
        return settled

    def _matched(self, link: Link) -> Match:
        tie = self.ties.get(link)
        if tie:
            self.findings.append(self._tie(tie))
        return self.telling.matched(link, certain=tie is None and self._certain(link), tie=tie)

    def _certain(self, link: Link) -> bool:
        """The same words (not just two or three in another section) and no other task with them, or much alike and
        nothing near."""
        i, j = link
        candidate = self.found.links[link]
        rivals = [(x, c) for x, c in self.telling.rivals(i, j) if x != link]
        if self.old[i].key == self.new[j].key:
            few = len(self.old[i].words.words) < _FEW and self.old[i].section != self.new[j].section
            return not few and not any(self.old[x].key == self.new[y].key for (x, y), _ in rivals)
        far = all(candidate.score - c.score >= self.floors["margin"] for _, c in rivals)
        return candidate.content >= self.floors["certain"] and far

    def _tie(self, tie: Tie) -> Finding:
        i, j = tie.link
        a, b = tie.rival
        same = self.old[i].key == self.old[a].key and self.new[j].key == self.new[b].key
        said = (
            f"{self.telling.name(self.new, j)} của bản mới có thể là {self.telling.name(self.old, a if b == j else i)}"
        )
        other = (
            f"hoặc {self.telling.name(self.old, i)} của bản cũ"
            if b == j
            else f"hay {self.telling.name(self.new, b)} mới là nhiệm vụ ấy"
        )
        return Finding(
            "S1", "info" if same else "warning", f"Chưa phân định được: {said} {other}.", self.new[j].task.content,
            "Hãy ghi quyết định vào tệp ghép cặp.", self.new[j].task.id,
        )  # fmt: skip
