"""Findings for a person and for a program. In: Plan. Out: str.

For a person they stand by place, as one goes through the document: first what concerns it as a whole, then row by
row; within a place errors come first. The last lines say how many there are and where the errors are.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from textwrap import wrap

from ..model import Finding, Plan, Task

LEVELS = {"error": "LỖI", "warning": "CẢNH BÁO", "info": "LƯU Ý"}
_PAPER = (60, 100)  # columns: the narrowest that is still read, and what is written to a file
_QUOTE, _TITLE, _HEADER = 160, 40, 40  # characters shown
_INDENT = 16


def as_json(plan: Plan) -> str:
    """An array of findings, keys as in the contract, and "place": "mục I.1, STT 1.4, cột Thời hạn" or null."""
    tasks = {task.id: task for task in plan.tasks}
    records = [{**asdict(f), "place": _place(plan, tasks.get(f.task or ""), f) or None} for f in plan.findings]
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def as_text(plan: Plan, width: int | None = None) -> str:
    """width: columns; without it those of the terminal, or a page's where the text goes to a file."""
    if width is None:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _PAPER[1]
    return "\n".join(_lines(plan, max(width, _PAPER[0]))) + "\n"


def _lines(plan: Plan, width: int) -> Iterator[str]:
    yield f"RÀ SOÁT  {plan.document.file.name}"
    by_task: dict[str | None, list[Finding]] = {}
    for finding in plan.findings:
        by_task.setdefault(finding.task, []).append(finding)
    if None in by_task:
        yield from ("", "TOÀN VĂN BẢN", *_group(plan, None, by_task[None], width))
    for task in plan.tasks:
        own = by_task.get(task.id, ())
        if own:
            place = _place(plan, task)
            title = _short(task.content.lstrip("-+• "), max(_TITLE, width - len(place)) - 2)
            yield from ("", *wrap(f"{place[0].upper()}{place[1:]}: {title}", width))
            yield from _group(plan, task, own, width)
    yield from ("", *_summary(plan, width))


def _group(plan: Plan, task: Task | None, found: Sequence[Finding], width: int) -> Iterator[str]:
    order = list(LEVELS)
    for finding in sorted(found, key=lambda f: order.index(f.level)):
        column = _column(plan, task, finding)
        message = f"{column[0].upper()}{column[1:]}: {finding.message}" if column else finding.message
        label = f"  {LEVELS[finding.level]:<9}{finding.code:<5}"
        yield from wrap(message, width, initial_indent=label, subsequent_indent=" " * _INDENT)
        if finding.quote and not _told(finding, task):
            yield from _indented(f"“{_short(finding.quote, _QUOTE)}”", width)
        if finding.suggestion:
            yield from _indented(f"Gợi ý: {finding.suggestion}", width)


def _told(finding: Finding, task: Task | None) -> bool:
    """Whether the quote stands in the message already, or is the content that the heading shows."""
    quote = finding.quote or ""
    return (
        f"“{quote}”" in finding.message
        or finding.message.endswith(f": {quote}.")
        or bool(task and quote == task.content)
    )


def _indented(text: str, width: int) -> list[str]:
    return wrap(text, width, initial_indent=" " * _INDENT, subsequent_indent=" " * _INDENT)


def _summary(plan: Plan, width: int) -> Iterator[str]:
    counts = [(sum(f.level == level for f in plan.findings), name.lower()) for level, name in LEVELS.items()]
    said = ", ".join(f"{n} {name}" for n, name in counts)
    nothing = " Không thấy điều gì phải xem lại." if not plan.findings else ""
    yield f"{plan.document.file.name}: {len(plan.tasks)} nhiệm vụ; {said}.{nothing}"
    tasks = {task.id: task for task in plan.tasks}
    errors = [f"{_place(plan, tasks.get(f.task or '')) or 'toàn văn bản'} ({f.code})" for f in plan.findings
              if f.level == "error"]  # fmt: skip
    if errors:
        yield from wrap(f"Lỗi phải sửa trước: {'; '.join(errors)}.", width)


# --- places -----------------------------------------------------------------------------------------------------


def _place(plan: Plan, task: Task | None, finding: Finding | None = None) -> str:
    """ "mục I.1, STT 1.4, cột Thời hạn"; "" for the document as a whole."""
    parts: list[str] = []
    if task and len(plan.tables) > 1:
        parts.append(f"bảng {[table.id for table in plan.tables].index(task.table) + 1}")
    if task:
        section = _section(task)
        parts += [f"mục {section}"] if section else []
        parts.append(f"STT {task.number}" if task.number else f"dòng thứ {int(task.id.rpartition('r')[2])} của bảng")
    column = _column(plan, task, finding) if finding else ""
    return ", ".join([*parts, column] if column else parts)


def _section(task: Task) -> str:
    """The labels of the sections, outermost first: "I.1"; the title where a section has no label."""
    path = ""
    for section in task.sections:
        label = section.number or f"“{_short(section.title, _HEADER)}”"
        path = label if not path or label.startswith(f"{path}.") else f"{path}.{label}"
    return path


def _column(plan: Plan, task: Task | None, finding: Finding) -> str:
    if not finding.column:
        return ""
    cells = task.cells if task else [column for table in plan.tables for column in table.columns]
    header = next((cell.header for cell in cells if cell.role == finding.column and cell.header.strip()), "")
    return f"cột {_short(header, _HEADER)}" if header else ""


def _short(text: str, most: int) -> str:
    """On one line, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 3].rsplit(' ', 1)[0]}..."
