"""A comparison for the terminal: counts first, then the changes in the order of attention. In: Compared. Out: text.

80 columns, plain words. A change is told once, under the first of its codes; what only rolled its year is counted.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ..comparison import Change, Compared
from ..model import DocumentInfo, Plan, Task
from ..rulebook import RuleBook

WIDTH = 80
_SURE = {"certain": "", "probable": " [cần xác nhận]"}


def as_text(compared: Compared, book: RuleBook) -> str:
    """The whole report, its last line ended."""
    return "\n".join(line.rstrip() for line in _lines(compared, Labels(book))) + "\n"


class Labels:
    """Vietnamese names of the codes, from rules/changes.toml, in the order of attention."""

    def __init__(self, book: RuleBook) -> None:
        self.rules = {rule.id: rule for rule in book.rules("changes", "code")}

    def name(self, code: str) -> str:
        return str(self.rules[code].extra.get("label", code)) if code in self.rules else code

    def hidden(self, code: str) -> bool:
        """Seldom worth a line: the year rolled, the number moved, nothing changed."""
        return bool(self.rules[code].extra.get("hidden")) if code in self.rules else False


def group_of(change: Change, labels: Labels) -> str:
    """The code a change is told under: what became of it first, then the first change that is worth a line."""
    if change.kind in ("split", "merged"):
        return change.kind
    return next((code for code in change.codes if not labels.hidden(code)), change.codes[0])


def told(change: Change) -> tuple[str, ...]:
    """What changed; why the sides are one measure only where that is in doubt."""
    if change.confidence == "probable":
        return change.reasons
    return tuple(reason for reason in change.reasons if reason not in change.grounds)


def _lines(compared: Compared, labels: Labels) -> Iterator[str]:
    diff = compared.diff
    tasks = {"old": {t.id: t for t in compared.old.tasks}, "new": {t.id: t for t in compared.new.tasks}}
    yield "SO SÁNH KẾ HOẠCH"
    yield from wrapped(_document(diff.old, compared.old), "Cũ:  ", "     ")
    yield from wrapped(_document(diff.new, compared.new), "Mới: ", "     ")
    yield ""
    yield from _summary(compared, labels)
    if diff.plan_changes:
        yield from ("", f"THAY ĐỔI CỦA VĂN BẢN ({len(diff.plan_changes)})")
        for each in diff.plan_changes:
            yield from wrapped(each.message, "  - ", "    ")
    if diff.findings:
        yield from ("", f"CẦN XEM LẠI ({len(diff.findings)})")
        for finding in diff.findings:
            place = f"{place_of(tasks['new'][finding.task])}: " if finding.task in tasks["new"] else ""
            yield from wrapped(f"{finding.code} {place}{finding.message}", "  - ", "    ")
    for code in labels.rules:
        group = [c for c in diff.changes if group_of(c, labels) == code]
        if group and code == "carried_unchanged":
            places = ", ".join(_both_places(change, tasks) for change in group)
            yield ""
            yield from wrapped(places + ".", f"{labels.name(code).upper()} ({len(group)}): ", "  ")
        elif group:
            others = sum(code in c.codes for c in diff.changes) - len(group)
            more = f"; {others} việc nữa nêu ở nhóm khác" if others > 0 else ""
            yield from ("", f"{labels.name(code).upper()} ({len(group)}{more})")
            for change in group:
                yield from _change(change, tasks, labels)


def _document(info: DocumentInfo, plan: Plan) -> str:
    parts = [
        info.reference and f"số {info.reference}",
        info.issued_on and f"ngày {'/'.join(reversed(info.issued_on.split('-')))}",
        info.plan_year and f"năm {info.plan_year}",
        f"{len(plan.tasks)} nhiệm vụ",
        f"({info.file.name})",
    ]
    return ", ".join(part for part in parts if part)


def tally(compared: Compared) -> str:
    """How many changes of each kind, in a sentence."""
    summary = compared.diff.summary
    same = summary.codes.get("carried_unchanged", 0)
    unsure = sum(c.confidence == "probable" for c in compared.diff.changes)
    return (
        f"{summary.new} mới, {summary.dropped} không còn, {summary.matched} tương ứng (trong đó {same} giữ nguyên), "
        f"{summary.split} tách, {summary.merged} gộp; {unsure} cặp cần xác nhận."
    )


def _summary(compared: Compared, labels: Labels) -> Iterator[str]:
    yield from wrapped(tally(compared), "TÓM TẮT: ", "  ")
    for code, count in compared.diff.summary.codes.items():
        if not labels.hidden(code):
            yield f"  {labels.name(code):<24}{count:>4}"


def _change(change: Change, tasks: dict[str, dict[str, Task]], labels: Labels) -> Iterator[str]:
    olds = [tasks["old"][name] for name in change.old]
    news = [tasks["new"][name] for name in change.new]
    sure = _SURE[change.confidence]
    if len(olds) + len(news) == 1:
        task = (*olds, *news)[0]
        yield from wrapped(f"{place_of(task)}: {shown(task.content)}{sure}", "  * ", "    ")
        yield from wrapped(_facts(task), "      ", "        ")
    elif len(olds) == len(news) == 1:
        place = _both_places(change, tasks)
        yield from wrapped(f"{place}: {shown(news[0].content)}{sure}", "  * ", "    ")
    else:
        for n, (side, task) in enumerate([*(("cũ", t) for t in olds), *(("mới", t) for t in news)]):
            mark = "  * " if n == 0 else "    "
            yield from wrapped(
                f"{side} {place_of(task)}: {shown(task.content)}{sure if n == 0 else ''}", mark, "      "
            )
    for reason in told(change):
        yield from wrapped(reason, "      ", "        ")
    also = [labels.name(c) for c in change.codes if c != group_of(change, labels) and not labels.hidden(c)]
    if also:
        yield from wrapped(", ".join(also).lower() + ".", "      Cũng: ", "        ")


def _facts(task: Task) -> str:
    """For a measure that stands in one plan only: what it asks, on one line."""
    line = "; ".join(f"{name}: {shown(value)}" for name, value in stated(task))
    return f"{line[:1].upper()}{line[1:]}." if line else ""


def stated(task: Task) -> list[tuple[str, str]]:
    """What a measure asks, of whom and until when."""
    leads = "; ".join(dict.fromkeys(owner.name for owner in task.owners if owner.role == "lead"))
    targets = "; ".join(dict.fromkeys(target.text for target in task.targets if target.role == "target"))
    limit = task.deadline.text if task.deadline else ""
    named = (("chỉ tiêu", targets), ("sản phẩm", task.deliverable or ""), ("hạn", limit), ("chủ trì", leads))
    return [(name, value) for name, value in named if value]


def _both_places(change: Change, tasks: dict[str, dict[str, Task]]) -> str:
    was, now = place_of(tasks["old"][change.old[0]]), place_of(tasks["new"][change.new[0]])
    return now if was == now else f"{now} (cũ: {was})"


def place_of(task: Task) -> str:
    """ "I.2.4": the numbers of the sections and of the task, none said twice."""
    numbers = [s.number.rstrip(".") for s in task.sections if s.number]
    own = (task.number or "").rstrip(".")
    if numbers and own.startswith(f"{numbers[-1]}."):
        numbers.pop()
    return ".".join([*numbers, own]) if own else ".".join(numbers) or task.id


def shown(content: str) -> str:
    """The content on one line, cut where it is long."""
    line = " ".join(content.split()).removeprefix("- ")
    return line if len(line) <= 150 else line[:147].rsplit(" ", 1)[0] + "..."


def wrapped(text: str, first: str, rest: str) -> list[str]:
    """The lines of a text at 80 columns; first, rest: what stands before the first line and before the others."""
    return textwrap.wrap(
        " ".join(text.split()), WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False,
        break_long_words=True,
    )  # fmt: skip
