"""What `kehoach run` shows: progress with the file in hand (terminals only), and the table at the end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..model import Plan
    from ..run import Outcome

STATES = {
    "done": "xong",
    "no_plan": "không có bảng kế hoạch",
    "unreadable": "không đọc được",
    "rules_invalid": "quy tắc sai",
    "bug": "lỗi chương trình",
}


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
                TextColumn("Đang đọc"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
                TextColumn("{task.description}", markup=False), console=Console(stderr=True), transient=True,
            )  # fmt: skip
            self.bar.start()
            self.task = self.bar.add_task("", total=None)
        return self

    def __call__(self, done: int, total: int, name: str) -> None:
        if self.bar:
            self.bar.update(self.task, completed=done, total=total, description=name)

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()


def print_summary(outcomes: Sequence[Outcome], out: Path) -> None:
    """One line a document on stdout, then each failure with its reason on stderr."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    width = None if sys.stdout.isatty() else 110
    console = Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name, justify in (("Văn bản", "left"), ("Kết quả", "left"), ("Bảng", "right"), ("Nhiệm vụ", "right"),
                          ("Không có hạn", "right"), ("Không rõ chủ trì", "right"), ("Lỗi", "right"),
                          ("Cảnh báo", "right")):  # fmt: skip
        table.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for outcome in outcomes:
        counts = _counts(outcome.plan) if outcome.plan else [""] * 6
        table.add_row(outcome.name, STATES.get(outcome.state, outcome.state), *counts)
    console.print(table)
    done = sum(o.state == "done" for o in outcomes)
    tasks = sum(len(o.plan.tasks) for o in outcomes if o.plan)
    console.print(f"{done}/{len(outcomes)} văn bản, {tasks} nhiệm vụ. Kết quả ở thư mục {out}")
    for outcome in outcomes:
        if outcome.reason:
            print(f"{outcome.name}: {outcome.reason.removeprefix(outcome.name + ': ')}", file=sys.stderr)


def _counts(plan: Plan) -> list[str]:
    undated = sum(t.deadline is None or t.deadline.kind in ("unspecified", "invalid") for t in plan.tasks)
    nobody = sum(not any(o.role == "lead" for o in t.owners) for t in plan.tasks)
    findings = [*plan.findings, *(f for t in plan.tasks for f in t.findings if f not in plan.findings)]
    levels = [f.level for f in findings]
    numbers = (len(plan.tables), len(plan.tasks), undated, nobody, levels.count("error"), levels.count("warning"))
    return [str(n) for n in numbers]
