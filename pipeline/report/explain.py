"""`kehoach explain`: every stage's intermediate of one document as text. In: the records. Out: str."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from textwrap import wrap

from ..document import Document, FieldReading, Grid, Verdict
from ..model import Deadline, DocumentInfo, Finding, Owner, PageFragment, Plan, Target, Task, TaskCell, WordFragment
from .findings import LEVELS

_KINDS = {
    "by_date": "hạn cuối", "on_date": "đúng ngày", "in_period": "trong kỳ", "range": "trong khoảng", "from": "bắt đầu",
    "recurring": "lặp lại", "continuous": "thường xuyên", "event": "sau sự kiện", "relative": "tính từ một mốc",
    "on_demand": "khi có yêu cầu", "external_ref": "theo văn bản khác", "vague": "áng chừng", "multi": "nhiều mốc",
    "ditto": "như trên", "invalid": "ngày không có thật", "unspecified": "chưa có",
}  # fmt: skip
_YEARS = {
    "explicit": "ghi rõ", "list": "theo mốc sau trong ô", "range": "theo đầu kia", "section": "theo tên mục",
    "plan_year": "năm kế hoạch", "issue_date": "ngày ban hành", "unknown": "không rõ",
}  # fmt: skip
_SIGNS = {
    "ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "khoảng", "range": "trong khoảng", "delta_ge": "thay đổi ≥",
    "delta_le": "thay đổi ≤", "rank_le": "xếp hạng ≤", "ordinal_ge": "xếp loại ≥", "maintain_ge": "giữ ≥",
    "improve": "cải thiện", "qualitative": "định tính",
}  # fmt: skip


def explain_document(
    document: Document,
    verdicts: Sequence[Verdict],
    plan: Plan,
    readings: Mapping[str, Sequence[FieldReading]],
    row: int | None = None,
) -> str:
    """readings: how each task's cells were read, by task id. row: only the n-th task (from 1)."""
    tasks = plan.tasks if row is None else plan.tasks[row - 1 : row]
    lines = [*_head(plan.document), *_grids(document, verdicts), *_tables(plan)] if row is None else []
    for task in tasks:
        lines += _task(task, readings.get(task.id, ()))
    if row is None:
        lines += _accounting(plan)
    return _text(lines)


def explain_grids(document: Document, verdicts: Sequence[Verdict]) -> str:
    """Why each grid of a document without a plan table was refused."""
    return _text([f"VĂN BẢN  {document.name}", *_grids(document, verdicts)])


def _text(lines: Sequence[str]) -> str:
    """The lines as text; on a terminal long ones are broken between words, under the first word of their value."""
    if not sys.stdout.isatty():
        return "\n".join(lines) + "\n"
    width = max(shutil.get_terminal_size().columns, 60)
    return "\n".join(part for line in lines for part in _broken(line, width)) + "\n"


def _broken(line: str, width: int) -> list[str]:
    indent = len(line) - len(line.lstrip())
    return (
        wrap(line, width, subsequent_indent=" " * (indent + 4), drop_whitespace=True) if len(line) > width else [line]
    )


def _head(info: DocumentInfo) -> Iterator[str]:
    yield f"VĂN BẢN  {info.file.name}  ({info.file.format}, sha256 {info.file.sha256[:12]})"
    facts = (
        ("loại", info.type), ("số", info.reference), ("cơ quan", info.issuer.name), ("cấp trên", info.issuer.parent),
        ("nơi, ngày", f"{info.place or '-'}, {_day(info.issued_on)}"), ("trích yếu", info.subject),
        ("năm kế hoạch", info.plan_year), ("trạng thái", {"issued": "đã ban hành", "draft": "dự thảo"}[info.status]),
        ("người ký", _signer(info)),
        ("nơi nhận", "; ".join(info.recipients)),
    )  # fmt: skip
    yield from (f"  {name:<13} {value}" for name, value in facts if value)
    yield from (f"  căn cứ        {b.reference or '-'}  {_day(b.issued_on)}  {b.issuer or '-'}" for b in info.bases)
    yield from (f"  mục tiêu      {_target(goal)}  <- {goal.text}" for goal in info.goals)
    if info.reporting:
        due = info.reporting.deadline
        yield f"  báo cáo       {_deadline(due) if due else '-'}  gửi {info.reporting.to or '-'}"


def _signer(info: DocumentInfo) -> str:
    signer = info.signer
    return " ".join(p for p in (*signer.competence, signer.position, signer.name) if p) if signer else ""


def _grids(document: Document, verdicts: Sequence[Verdict]) -> Iterator[str]:
    yield ""
    yield "CÁC BẢNG TRONG VĂN BẢN"
    for verdict in verdicts:
        grid = document.blocks[verdict.block]
        assert isinstance(grid, Grid)
        place = f"trang {grid.page}" if grid.page else f"khối {verdict.block + 1}"
        mark = "kế hoạch" if verdict.accepted else "bỏ qua"
        yield f"  [{mark}] {place}: {grid.rows} dòng x {grid.columns} cột. {verdict.reason}"
        for column in verdict.columns:
            others = f" (hoặc {', '.join(column.alternatives)})" if column.alternatives else ""
            yield f"      cột {column.index + 1}: {column.role}{others} <- {_one_line(column.header) or '(trống)'}"


def _tables(plan: Plan) -> Iterator[str]:
    for table in plan.tables:
        yield ""
        pages = f", trang {', '.join(map(str, table.pages))}" if table.pages else ""
        yield f"BẢNG {table.id}  {_one_line(table.annex or '')}{pages}"


def _task(task: Task, readings: Sequence[FieldReading]) -> Iterator[str]:
    yield ""
    path = " > ".join(f"{s.number or '-'} {s.title}" for s in task.sections)
    yield f"NHIỆM VỤ {task.id}  số {task.number or '-'}  {path}"
    for cell, reading in zip_longest(task.cells, readings):
        yield f"  [{cell.role}] {cell.header}{' (lấy từ dòng trên)' if cell.inherited else ''}  {_places(cell)}"
        yield f"      {_one_line(cell.text) or '(trống)'}"
        if reading:
            yield from (f"      - “{text}”  quy tắc {rule}: {what}" for text, rule, what in reading.steps)
            yield from (f"      ! còn sót: “{_one_line(text)}”" for text in reading.leftover)
    yield from (f"  => chỉ tiêu   {_target(t)}  ({t.rule}; {t.role})" for t in task.targets)
    if task.deadline:
        yield f"  => thời hạn   {_deadline(task.deadline)}  ({task.deadline.rule or '-'})"
    yield from (f"  => {_owner(o)}" for o in task.owners)
    if task.deliverable:
        yield f"  => sản phẩm   {_one_line(task.deliverable)}"
    yield from (f"  => {_finding(f)}" for f in task.findings)


def _accounting(plan: Plan) -> Iterator[str]:
    rows, characters = plan.accounting.rows, plan.accounting.characters
    yield ""
    yield (
        f"SỔ DÒNG  {rows.total} = {rows.task} nhiệm vụ + {rows.section} mục + {rows.header} tiêu đề + "
        f"{rows.continuation} nối trang + {rows.index} số cột + {rows.total_row} tổng + {rows.note} ghi chú"
    )
    yield f"SỔ CHỮ   {characters.source} = {characters.placed} đã đặt + {characters.unplaced} chưa đặt"
    yield from (f"  ! {u.where}: “{_one_line(u.text)}”" for u in plan.accounting.unplaced)
    yield from (f"  {_finding(f)}" for f in plan.findings if not f.task)


def _target(target: Target) -> str:
    upper = f"..{target.upper}" if target.upper is not None else ""
    parts = (
        _SIGNS.get(target.comparator, target.comparator),
        f"{'' if target.value is None else target.value}{upper}",
        target.unit,
        target.scope,
    )
    return " ".join(str(p) for p in parts if p)


def _deadline(deadline: Deadline) -> str:
    ends = (("từ", deadline.start), ("đến", deadline.end))
    span = " ".join(f"{word} {_day(day)}" for word, day in ends if day)
    edge = {True: "tính cả ngày cuối", False: "không tính ngày cuối", None: ""}[deadline.end_inclusive]
    year = f"nguồn của năm: {_YEARS[deadline.year_source]}" if span else ""
    parts = (
        f"{_KINDS[deadline.kind]} ({deadline.kind})",
        span,
        edge,
        deadline.recurrence,
        year,
        f"hạn {_day(deadline.due_date)}" if deadline.due_date else "",
    )
    return ", ".join(p for p in parts if p)


def _day(day: str | None) -> str:
    """
    >>> _day("2024-11-30"), _day(None)
    ('30/11/2024', '-')
    """
    return "/".join(reversed(day.split("-"))) if day else "-"


def _owner(owner: Owner) -> str:
    words = {"lead": "chủ trì", "cooperating": "phối hợp", "requested": "đề nghị", "leader": "chỉ đạo"}
    marks = [m for m, on in (("suy ra", owner.inferred), ("tập thể", owner.collective)) if on]
    return f"{words[owner.role]:<10}  {owner.name}  ({', '.join([owner.rule, *marks])})"


def _finding(finding: Finding) -> str:
    tail = f"  Gợi ý: {finding.suggestion}" if finding.suggestion else ""
    return f"{finding.code} [{LEVELS[finding.level]}] {finding.message}{tail}"


def _places(cell: TaskCell) -> str:
    return "; ".join(_place(f) for f in cell.fragments)


def _place(fragment: PageFragment | WordFragment) -> str:
    if isinstance(fragment, PageFragment):
        return f"trang {fragment.page} ({', '.join(f'{x:.0f}' for x in fragment.bbox)})"
    return f"bảng {fragment.table} dòng {fragment.row} cột {fragment.column}"


def _one_line(text: str) -> str:
    return " / ".join(text.split("\n"))
