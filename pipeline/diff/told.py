"""Matches with their reasons: Vietnamese sentences that a reviewer can check in the two documents.

In: what was chosen, and the candidates it was chosen from. Out: `Match` records. It chooses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..comparison import Confidence, Kind, RunnerUp
from ..model import Task
from ..rulebook import RuleBook
from ..units import unit_table
from .assign import Tie
from .decide import Decided, Fixed
from .facts import Facts, Owners
from .likeness import Candidate, Candidates, Link
from .pairs import Decision, Match
from .parts import Group
from .vectors import Row, pair_name

_SHOWN = 60  # characters of a content that are quoted
_PHRASES = 3
_WORTH_TELLING = 0.3  # score of a runner-up


class Telling:
    """One comparison, ready to be told."""

    def __init__(
        self, old: Sequence[Facts], new: Sequence[Facts], found: Candidates, decided: Decided, book: RuleBook
    ) -> None:
        self._rows = old, new
        self._found = found
        self._decided = decided
        self._floors = book.table("diff")["floors"]
        self._owners = Owners(book)
        self._units = unit_table(book).units
        self._became: dict[str, Match] = {}
        self._came: dict[str, Match] = {}
        self._of_old: dict[int, list[Link]] = {}
        self._of_new: dict[int, list[Link]] = {}
        for link in found.links:
            self._of_old.setdefault(link[0], []).append(link)
            self._of_new.setdefault(link[1], []).append(link)

    def settled(self, matches: Iterable[Match]) -> None:
        """What has been matched: told of the tasks that a new or a dropped one comes near to."""
        self._became = {task.id: match for match in matches for task in match.old}
        self._came = {task.id: match for match in matches for task in match.new}

    # --- the records ---

    def matched(self, link: Link, *, certain: bool, tie: Tie | None = None) -> Match:
        """One and one."""
        candidate = self._found.links[link]
        reasons = [*self._reasons(link, candidate), *self._next(link)]
        if tie:
            reasons.append("Có ứng viên ngang bằng: cần người đọc xác nhận.")
        return self._match(
            "matched", (link[0],), (link[1],), certain, candidate.score, reasons, self._runner_up(link[1], link[0])
        )

    def fixed(self, fixed: Fixed) -> Match:
        """What a person decided."""
        kinds: dict[str, Kind] = {"same": "matched", "split": "split", "merged": "merged"}
        reasons = [f"Người rà soát đã quyết định ({_line(fixed.decision)})."]
        reasons += [f"Ghi chú: {fixed.decision.note}"] if fixed.decision.note else []
        return self._match(kinds[fixed.decision.verdict], fixed.old, fixed.new, True, 1.0, reasons, None)

    def group(self, kind: Kind, old: tuple[int, ...], new: tuple[int, ...], group: Group) -> Match:
        """One and several, or several and one."""
        count, side = len(group.parts), 1 if kind == "split" else 0
        said = (
            f"Một nhiệm vụ cũ thành {count} nhiệm vụ mới"
            if kind == "split"
            else f"{count} nhiệm vụ cũ thành một nhiệm vụ mới"
        )
        reasons = [
            f"{said}: các phần nằm trong nhiệm vụ chung {_percent(group.inside)} số chữ (tính theo mức hiếm),"
            f" cùng nhau chiếm {_percent(group.share)} của nó."
        ]
        for part in group.parts:
            shared = self._shared(side, part, 1 - side, group.whole)
            reasons += [f"Phần {self.name(self._rows[side], part)}: {shared}."] if shared else []
        certain = min(group.share, group.inside) >= 0.9
        return self._match(kind, old, new, certain, min(group.share, group.inside), reasons, None)

    def new(self, j: int) -> Match:
        """No old task comes near."""
        return self._alone("new", j, self._of_new.get(j, ()), 0)

    def dropped(self, i: int) -> Match:
        """No new task comes near."""
        return self._alone("dropped", i, self._of_old.get(i, ()), 1)

    def _alone(self, kind: Kind, n: int, links: Sequence[Link], other: int) -> Match:
        where = ("cũ", "mới")[other]
        ranked = sorted(links, key=lambda link: (-self._found.links[link].score, link))
        sides: tuple[tuple[int, ...], tuple[int, ...]] = ((), (n,)) if kind == "new" else ((n,), ())
        reasons = list(self._denied(n, other))
        if not ranked:
            reasons.append(f"Không có nhiệm vụ nào của bản {where} nói tới việc này.")
            return self._match(kind, *sides, True, 1.0, reasons, None)
        best = ranked[0]
        score = self._found.links[best].score
        shared = self._shared(1 - other, n, other, best[other])
        reasons += [
            f"Không nhiệm vụ nào của bản {where} đủ giống; gần nhất là {self.name(self._rows[other], best[other])}"
            f" ({_percent(score)}{', chỉ chung ' + shared if shared else ''}).",
        ]
        near = self._rows[other][best[other]].task
        taken = (self._became, self._came)[other].get(near.id)
        if taken:
            partner = (taken.new if other == 0 else taken.old)[0]
            reasons.append(f"Nhiệm vụ ấy đã ghép với {_name(partner)} của bản {('mới', 'cũ')[other]}.")
        sure = taken is not None and taken.confidence == "certain"
        close = score >= self._floors["score"] - self._floors["near"] and not sure
        runner_up = self._runner_up(n, None) if kind == "new" else None
        return self._match(kind, *sides, not close, 1.0 if sure else 1 - score, reasons, runner_up)

    def _denied(self, n: int, other: int) -> Iterator[str]:
        """The tasks of the other plan that a person said this one is not."""
        for link, decision in self._decided.apart.items():
            if link[1 - other] == n:
                name = self.name(self._rows[other], link[other])
                yield f"Người rà soát đã quyết định đây không phải {name} ({_line(decision)})."

    def _match(
        self, kind: Kind, old: tuple[int, ...], new: tuple[int, ...], certain: bool, score: float,
        reasons: Sequence[str], runner_up: RunnerUp | None,
    ) -> Match:  # fmt: skip
        confidence: Confidence = "certain" if certain else "probable"
        tasks = tuple(self._rows[0][i].task for i in old), tuple(self._rows[1][j].task for j in new)
        return Match(kind, *tasks, confidence, round(score, 3), runner_up, tuple(reasons))

    # --- what is said of a pair ---

    def _reasons(self, link: Link, candidate: Candidate) -> Iterator[str]:
        a, b = self._rows[0][link[0]], self._rows[1][link[1]]
        if a.key == b.key:
            yield "Nội dung trùng nhau." if a.task.content != b.task.content else "Nội dung giống nguyên văn."
        else:
            shared = self._shared(0, link[0], 1, link[1])
            yield f"Nội dung giống {_percent(candidate.content)}{': cùng có ' + shared if shared else ''}."
        yield from self._sections(a, b, candidate.parts.get("section"))
        yield from self._leads(a, b)
        if candidate.parts.get("target") is not None:
            yield f"Thước đo của chỉ tiêu giống {_percent(candidate.parts['target'] or 0)}."
        if candidate.parts.get("neighbour"):
            yield "Nhiệm vụ liền kề cũng ghép với nhau."

    def _sections(self, a: Facts, b: Facts, agreement: float | None) -> Iterator[str]:
        if agreement is None or not a.section or not b.section:
            return
        titles = a.task.sections[-1].title, b.task.sections[-1].title
        if agreement > 0.8:
            yield f"Cùng mục “{_cut(titles[1])}”."
        else:
            yield f"Khác mục: “{_cut(titles[0])}” nay là “{_cut(titles[1])}”."

    def _leads(self, a: Facts, b: Facts) -> Iterator[str]:
        if not a.owners or not b.owners:
            return
        was, now = (", ".join(dict.fromkeys(o.name for o in r.task.owners if o.role == "lead")) for r in (a, b))
        if a.owners == b.owners:
            yield f"Cùng đơn vị chủ trì: {now}."
        elif self._owners.agree(a.owners, b.owners) == 1:
            yield f"Đơn vị chủ trì là một theo bảng đơn vị: {was} nay là {now}."
        else:
            yield f"Đơn vị chủ trì khác: {was} nay là {now}."

    def _next(self, link: Link) -> Iterator[str]:
        rivals = [(x, c.score) for x, c in self.rivals(*link) if x[1] == link[1]]
        best = max(rivals, key=lambda r: (r[1], -r[0][0]), default=None)
        if best and best[1] >= _WORTH_TELLING:
            yield f"Ứng viên kế tiếp ở bản cũ: {self.name(self._rows[0], best[0][0])} ({_percent(best[1])})."

    def rivals(self, i: int, j: int) -> Iterator[tuple[Link, Candidate]]:
        """The other candidates of either side."""
        for link in (*self._of_old.get(i, ()), *self._of_new.get(j, ())):
            if link != (i, j):
                yield link, self._found.links[link]

    def _runner_up(self, j: int, but: int | None) -> RunnerUp | None:
        others = [(self._found.links[link].score, -link[0]) for link in self._of_new.get(j, ()) if link[0] != but]
        if not others:
            return None
        score, at = max(others)
        return RunnerUp(self._rows[0][-at].task.id, round(score, 3))

    def name(self, rows: Sequence[Facts], n: int) -> str:
        """A task as a sentence names it: its number and the beginning of its words."""
        return _name(rows[n].task)

    def _shared(self, side: int, n: int, other: int, m: int) -> str:
        """The weightiest runs of words that both texts hold, quoted; "" if there are none."""
        vectors = (self._found.vectors.old_rows, self._found.vectors.new_rows)
        return ", ".join(
            f"“{_cut(run)}”"
            for run in shared_runs(self._rows[side][n].words.words, vectors[side][n], vectors[other][m])
        )


def shared_runs(words: Sequence[str], row: Row, other: Row) -> list[str]:
    """The runs of words of a text that stand in another too, the weightiest first."""
    runs: list[list[str]] = [[]]
    for before, word in zip(("", *words), words, strict=False):
        if word not in other:
            runs.append([])
        elif runs[-1] and pair_name(before, word) not in other:
            runs.append([word])
        else:
            runs[-1].append(word)
    weighed = {" ".join(run): sum(row[w] for w in run) for run in runs if run}
    ranked = sorted(weighed, key=lambda run: (-weighed[run], run))[:_PHRASES]
    return [run for run in ranked if " " in run] or ranked[:1]


def _line(decision: Decision) -> str:
    return f"tệp ghép cặp, dòng {decision.line}" if decision.line else "tệp ghép cặp"


def _name(task: Task) -> str:
    return f"nhiệm vụ {task.number} “{_cut(task.content)}”" if task.number else f"nhiệm vụ “{_cut(task.content)}”"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1].rsplit(" ", 1)[0] + "…"


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"
