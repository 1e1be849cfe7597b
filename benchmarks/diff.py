"""Which task became which: how right is the matching, beside daff and plain RapidFuzz; how long do large plans take?

    python benchmarks/diff.py [pairs of each kind] [--large]

Pairs of plans with known edits (tests/edits.py), 60 rows each: of our own measures and, where the folder of real tables
stands beside the repository, of real wording. The numbers of rules/diff.toml were set on seeds 100 to 119; reported
are others (1, 2, ...). F1 is over the links (old task, new task), a split or merged task counting once for each link;
"codes" is the F1 of the change codes that the edits made, over the links found. The floors of the two RapidFuzz columns
are the best for them on seeds 100 to 109. daff (pip install daff; not a dependency) compares the tables cell by cell:
section, number, content, target, time, owners.

--large: plans of 250 to 2,000 rows, seconds of CPU and megabytes at the peak: of our own measures, and of one sentence
for as many communes, named by few words ("one sentence": hundreds of rows are as like each other as the right ones).
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
from rapidfuzz import fuzz, process  # noqa: E402
from scipy.optimize import linear_sum_assignment  # noqa: E402

from pipeline import rulebook  # noqa: E402
from pipeline.diff import compare  # noqa: E402
from pipeline.diff.match import match  # noqa: E402
from pipeline.model import Plan, Task  # noqa: E402
from tests import edits  # noqa: E402

Links = set[tuple[int, int]]
Matcher = Callable[[Plan, Plan], Links]
MADE = {"target_raised", "owner_renamed", "owner_changed", "reworded", "moved", "split", "merged"}
SAME = {"owner_merged": "owner_renamed", "typo_only": "reworded"}  # the edits do not tell these apart
SYLLABLES = ("an", "bình", "hòa", "phú", "tân", "long", "mỹ", "lộc", "sơn", "hải", "đông", "tây", "nam", "bắc", "xuân")


def ours(old: Plan, new: Plan) -> Links:
    return _links(old, new, match(old, new, rulebook.load()))


def _links(old: Plan, new: Plan, matches: Sequence[object]) -> Links:
    places = [{task.id: n for n, task in enumerate(plan.tasks)} for plan in (old, new)]
    return {(places[0][a.id], places[1][b.id]) for m in matches for a in m.old for b in m.new}  # type: ignore[attr-defined]


def by_ratio(scorer: Callable[..., float], floor: float) -> Matcher:
    """Plain RapidFuzz and the best assignment, nothing below the floor."""

    def matcher(old: Plan, new: Plan) -> Links:
        texts = [[task.content.lower() for task in plan.tasks] for plan in (old, new)]
        scores = process.cdist(*texts, scorer=scorer)
        chosen = linear_sum_assignment(np.where(scores >= floor, scores - floor, 0), maximize=True)
        return {(int(i), int(j)) for i, j in zip(*chosen, strict=True) if scores[i, j] >= floor}

    return matcher


def by_daff(old: Plan, new: Plan) -> Links:
    import daff

    tables = [daff.PythonTableView([_HEAD, *map(_cells, plan.tasks)]) for plan in (old, new)]
    order = daff.Coopy.compareTables(*tables).align().toOrder().getList()
    return {(unit.l - 1, unit.r - 1) for unit in order if unit.l > 0 and unit.r > 0}


_HEAD = ["section", "number", "content", "target", "time", "lead", "coop"]


def _cells(task: Task) -> list[str]:
    cells = {cell.role: cell.text for cell in task.cells}
    section = task.sections[-1].title if task.sections else ""
    return [section, *(cells.get(role, "") for role in ("no", "content", "target", "time", "lead", "coop"))]


def pairs(seeds: range, real: bool) -> Iterator[edits.Pair]:
    tables = edits.real_tables() if real else {}
    names = sorted(tables)
    for seed in seeds:
        if not real:
            yield edits.pair(seed)
        elif names:
            yield edits.pair(seed, table=tables[names[seed % len(names)]])


def f1(pairs: Sequence[edits.Pair], matcher: Matcher) -> tuple[float, int, int]:
    """F1, links that are wrong, links that are missed."""
    right = wrong = missed = 0
    for pair in pairs:
        found, want = matcher(pair.old, pair.new), set(pair.links)
        right, wrong, missed = right + len(found & want), wrong + len(found - want), missed + len(want - found)
    return 2 * right / (2 * right + wrong + missed), wrong, missed


def codes_f1(pairs: Sequence[edits.Pair]) -> float:
    """F1 of the codes that the edits made, over the links found; of a split or a merge only that it is one."""
    right = wrong = missed = 0
    for pair in pairs:
        diff = compare(pair.old, pair.new, rulebook.load())
        places = [{task.id: n for n, task in enumerate(plan.tasks)} for plan in (pair.old, pair.new)]
        for change in diff.changes:
            links = {(places[0][a], places[1][b]) for a in change.old for b in change.new} & set(pair.links)
            asked = MADE if change.kind == "matched" else {"split", "merged"}
            want = {code for link in links for code in pair.links[link]} & asked
            found = {SAME.get(code, code) for code in change.codes} & asked if links else set()
            right, wrong, missed = right + len(found & want), wrong + len(found - want), missed + len(want - found)
    return 2 * right / (2 * right + wrong + missed)


def best_floor(scorer: Callable[..., float]) -> float:
    tuning = [*pairs(range(100, 110), False), *pairs(range(100, 110), True)]
    return max(range(30, 90, 5), key=lambda floor: f1(tuning, by_ratio(scorer, floor))[0])


def table(count: int) -> None:
    ratio, tokens = best_floor(fuzz.ratio), best_floor(fuzz.token_sort_ratio)
    columns: dict[str, Matcher] = {
        "kehoach": ours,
        f"ratio>={ratio}": by_ratio(fuzz.ratio, ratio),
        f"token_sort>={tokens}": by_ratio(fuzz.token_sort_ratio, tokens),
    }
    try:
        import daff  # noqa: F401

        columns["daff"] = by_daff
    except ImportError:
        print("daff is not installed: its column is left out")
    print(f"{'pairs':22}" + "".join(f"{name:>26}" for name in columns) + f"{'codes':>8}")
    for real in (False, True):
        some = list(pairs(range(1, count + 1), real))
        name = f"{len(some)} of {'real' if real else 'our own'} wording"
        if some:
            scores = [f1(some, matcher) for matcher in columns.values()]
            shown = "".join(
                f"{score:8.4f} ({wrong:3} wrong, {missed:3} missed)".rjust(26) for score, wrong, missed in scores
            )
            print(f"{name:22}{shown}{codes_f1(some):8.3f}")


def large_pair(rows: int) -> tuple[Plan, Plan, Links]:
    """Measures of ours, each for many communes: the templates repeat by the dozen."""
    chance = random.Random(rows)
    measures = edits.own_measures(chance)
    old = []
    for n in range(rows):
        place = f" tại xã {chance.choice(SYLLABLES).title()} {chance.choice(SYLLABLES).title()}"
        measure = chance.choice(measures)
        old.append(edits.Row(measure, measure.wordings[0] + place, n * len(edits.SECTIONS) // rows))
    new = [edits.edited(replace(row, origin=(n,)), chance) for n, row in enumerate(old)]
    new = sorted((row for row in new if chance.random() > 0.1), key=lambda row: row.section)
    links = {(o, n) for n, row in enumerate(new) for o in row.origin}
    return edits.plan(old, edits.OLD), edits.plan(new, edits.NEW), links


def one_sentence(rows: int) -> tuple[Plan, Plan, Links]:
    """One sentence for many communes: the new plan is shuffled, half of its rows carry a word more."""
    chance = random.Random(rows)
    names = [" ".join(three).title() for three in product(SYLLABLES, repeat=3)]
    measure = edits.Measure(("",), "one", "{}%", "Trong năm {year}", "Văn phòng Sở")
    old = [edits.Row(measure, f"Rà soát hồ sơ đất rừng xã {name}", 0) for name in chance.sample(names, rows)]
    order = chance.sample(range(rows), rows)
    new = [replace(old[n], content=old[n].content + chance.choice(("", " hằng quý")), origin=(n,)) for n in order]
    return edits.plan(old, edits.OLD), edits.plan(new, edits.NEW), {(o, n) for n, o in enumerate(order)}


LARGE = {"our own measures": large_pair, "one sentence": one_sentence}


def large(rows: int, kind: str) -> None:
    old, new, want = LARGE[kind](rows)
    match(old, new, rulebook.load())  # imports and rules are not counted
    start = time.process_time()
    found = _links(old, new, match(old, new, rulebook.load()))
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    score = 2 * len(found & want) / (len(found) + len(want))
    size = f"{len(old.tasks):6} x {len(new.tasks):5}"
    print(f"{kind:18}{size}  {spent:6.1f} s  {peak:5.0f} MB  F1 {score:.4f}", flush=True)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["--rows"]:
        large(int(arguments[1]), arguments[2])
    elif "--large" in arguments:
        for kind in LARGE:
            for rows in (250, 500, 1000, 2000):
                subprocess.run([sys.executable, __file__, "--rows", str(rows), kind], check=True)
    else:
        table(int(arguments[0]) if arguments else 30)
