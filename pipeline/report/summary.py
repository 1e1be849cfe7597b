"""What `kehoach run` shows: progress with the file in hand (terminals only), and the table at the end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..batch.comparisons import Comparisons
    from ..batch.engine import Outcome
    from ..model import Plan

STATES = {
    "done": "xong",
    "no_plan": "không có bảng kế hoạch",
    "unreadable": "không đọc được",
    "rules_invalid": "quy tắc sai",
    "quarantined": "cách ly",
    "duplicate": "trùng tệp khác",
}
_LONGEST = 120  # characters of a name that are shown; run.json has all of them
_BESIDE = 24  # beside the bar


class Progress:
    """Call it with (done, total, name). Silent where stderr is no terminal."""

    def __init__(self) -> None:
        self.bar: Any = None
        self.task: Any = None

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            self.bar = Bar(
                TextColumn("Đang đọc"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
                TextColumn("còn"), TimeRemainingColumn(), TextColumn("{task.description}", markup=False),
                console=Console(stderr=True), transient=True,
            )  # fmt: skip
            self.bar.start()
            self.task = self.bar.add_task("", total=None, rate="")
        return self

    def __call__(self, done: int, total: int, name: str) -> None:
        if self.bar:
            speed = next(task for task in self.bar.tasks if task.id == self.task).speed
            rate = f"{speed:.1f} văn bản/giây".replace(".", ",") if speed else ""
            self.bar.update(self.task, completed=done, total=total, description=name[:_BESIDE], rate=rate)

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()


def print_summary(outcomes: Sequence[Outcome], out: Path) -> None:
    """One line a document on stdout, and the sum."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    width = None if sys.stdout.isatty() else 110
    console = Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)
    table = Table(box=SIMPLE_HEAD, padding=0, pad_edge=False)
    table.add_column("Văn bản", overflow="fold")
    table.add_column("Kết quả", overflow="fold", max_width=16)
    for name, width in HEADINGS.items():  # their words wrap, so that 80 columns hold them all
        table.add_column(name, justify="right", width=width)
    for outcome in outcomes:
        table.add_row(_short(outcome.shown), _state(outcome), *(str(outcome.counts.get(name, "")) for name in COUNTS))
    with console.capture() as drawn:  # rich ends the program where the reader has gone
        console.print(table)
    sys.stdout.write(drawn.get())
    done = sum(o.state == "done" for o in outcomes)
    tasks = sum(o.counts.get("tasks", 0) for o in outcomes)
    known = sum(not o.fresh for o in outcomes)
    recalled = f" ({known} văn bản đã đọc từ trước)" if known else ""
    print(f"{done}/{len(outcomes)} văn bản{recalled}, {tasks} nhiệm vụ. Kết quả ở thư mục {out}", flush=True)


def print_failures(outcomes: Sequence[Outcome]) -> None:
    """Each document that was not read, with its reason, on stderr."""
    for outcome in outcomes:
        if outcome.reason:
            print(f"{outcome.shown}: {outcome.reason.removeprefix(outcome.name + ': ')}", file=sys.stderr)


def _short(name: str) -> str:
    """
    >>> len(_short("Kế hoạch " + "rất " * 40 + "dài.docx"))
    120
    """
    half = _LONGEST // 2 - 1
    return name if len(name) <= _LONGEST else f"{name[:half]} … {name[1 - half :]}"


def print_comparisons(comparisons: Comparisons) -> None:
    """A line a comparison on stdout; what could not be compared, and why, on stderr."""
    kinds = {"new": "mới", "dropped": "không còn", "matched": "tương ứng", "split": "tách", "merged": "gộp"}
    for made in comparisons.made:
        if made.reason:
            print(f"So sánh {made.old} với {made.new}: {made.reason}", file=sys.stderr)
            continue
        counts = ", ".join(f"{made.counts[kind]} {name}" for kind, name in kinds.items() if made.counts.get(kind))
        print(f"So sánh {made.old} → {made.new}: {counts or 'không có nhiệm vụ'} ({made.folder})")
    for finding in comparisons.findings:
        print(f"{finding.message} {finding.suggestion or ''}".rstrip(), file=sys.stderr)


def print_outcomes(outcomes: Sequence[Outcome]) -> None:
    """A line a document, for a log."""
    for outcome in outcomes:
        tasks = f", {outcome.counts['tasks']} nhiệm vụ" if outcome.counts else ""
        reason = f": {outcome.reason}" if outcome.reason else ""
        print(f"{outcome.shown}: {_state(outcome)}{tasks}{reason}", flush=True)


def _state(outcome: Outcome) -> str:
    state = STATES.get(outcome.state, outcome.state)
    return f"{state} ({_short(outcome.same_as)})" if outcome.same_as else state


def counts(plan: Plan) -> dict[str, int]:
    """What the table at the end says of a plan."""
    findings = [*plan.findings, *(f for t in plan.tasks for f in t.findings if f not in plan.findings)]
    levels = [f.level for f in findings]
    return {
        "tables": len(plan.tables),
        "tasks": len(plan.tasks),
        "undated": sum(t.deadline is None or t.deadline.kind in ("unspecified", "invalid") for t in plan.tasks),
        "nobody": sum(not any(o.role == "lead" for o in t.owners) for t in plan.tasks),
        "errors": levels.count("error"),
        "warnings": levels.count("warning"),
    }


COUNTS = ("tables", "tasks", "undated", "nobody", "errors", "warnings")
HEADINGS = {"Bảng": 4, "Nhiệm vụ": 5, "Không có hạn": 8, "Không rõ chủ trì": 8, "Lỗi": 4, "Cảnh báo": 4}
