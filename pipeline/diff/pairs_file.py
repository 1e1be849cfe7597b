"""The file of a person's decisions: CSV, one line a link, opens in Excel.

In: bytes and the rules (headings and verdicts are theirs). Out: `Pairs`, and back. A task is named by its words and its
section, never by its id: the file survives the next run and renumbering. It matches nothing (decide.py).
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from ..errors import InputError
from ..model import DocumentInfo, Plan, Task
from ..rulebook import RuleBook
from ..text import key, nfc
from .pairs import Decision, Match, Pairs, Place, Verdict

_VERDICTS: tuple[Verdict, ...] = ("same", "different", "split", "merged")
_BOM = "\ufeff"
_SEPARATOR = re.compile(r"sep=(.)\r?\n")  # Excel's own first line
_LOST = re.compile(r"\?\w")  # a letter that Excel could not write


def read_pairs(data: bytes, name: str, book: RuleBook) -> Pairs:
    """The decisions of a file. Raises InputError where it is not such a file, naming the line."""
    settings = book.table("diff")["pairs"]
    text = _decoded(data, name, settings)
    announced = _SEPARATOR.match(text)
    text = text[announced.end() :] if announced else text
    separator = announced[1] if announced else max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise InputError(
            f"{name}: không phải tệp CSV ({error}).", "Hãy dùng tệp do chương trình ghi ra làm mẫu."
        ) from error
    return Pairs(tuple(_grouped(_decisions(rows, name, settings))), name)


def _decoded(data: bytes, name: str, settings: Mapping[str, Any]) -> str:
    """UTF-8, or what Excel makes of a CSV on a Vietnamese machine: UTF-16 ("Unicode Text"), code page 1258.

    Where Excel put "?" for letters that the code page does not have, they are lost, and the file is refused.
    """
    encoding = "utf-16" if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    with suppress(UnicodeDecodeError):
        return nfc(data.decode(encoding))
    with suppress(UnicodeDecodeError):
        text = nfc(data.decode("cp1258"))
        if key(settings["columns"]["verdict"]) in key(text.partition("\n")[0]) and not _LOST.search(text):
            return text
    raise InputError(
        f"{name}: không phải mã UTF-8; chữ có dấu đọc không được hoặc đã mất.",
        "Hãy mở tệp gốc, lưu lại bằng “CSV UTF-8” trong Excel.",
    )


def _decisions(rows: Sequence[Sequence[str]], name: str, settings: Mapping[str, Any]) -> Iterator[Decision]:
    """A decision a line; a line without a verdict is none. Lines are counted as rows of the table."""
    heads = {key(shown): column for column, shown in settings["columns"].items()}
    columns = [heads.get(key(cell), "") for cell in (rows[0] if rows else ())]
    if not {"verdict", "old_content", "new_content"} <= set(columns):
        wanted = ", ".join(f"“{settings['columns'][c]}”" for c in ("verdict", "old_content", "new_content"))
        raise InputError(f"{name}: dòng đầu phải có các cột {wanted}.", "Hãy dùng tệp do chương trình ghi ra làm mẫu.")
    for line, row in enumerate(rows[1:], start=2):
        cells = {c: value.strip() for c, value in zip(columns, row, strict=False) if c}
        if cells.get("verdict"):
            yield _decision(cells, line, name, settings["verdicts"])


def _decision(cells: Mapping[str, str], line: int, name: str, verdicts: Mapping[str, Sequence[str]]) -> Decision:
    said = key(cells["verdict"])
    verdict = next((v for v in _VERDICTS if said in map(key, verdicts.get(v, ()))), None)
    if verdict is None:
        known = ", ".join(f"“{verdicts[v][0]}”" for v in _VERDICTS)
        raise InputError(
            f"{name}, dòng {line}: không hiểu quyết định “{cells['verdict']}”.", f"Hãy ghi một trong: {known}."
        )
    sides = [
        Place(cells.get(f"{s}_content", ""), cells.get(f"{s}_section", ""), cells.get(f"{s}_number", ""))
        for s in ("old", "new")
    ]
    if not all(side.content for side in sides):
        raise InputError(f"{name}, dòng {line}: thiếu nội dung cũ hoặc nội dung mới.", "Hãy điền đủ cả hai ô.")
    plans = cells.get("old_plan", ""), cells.get("new_plan", "")
    return Decision(verdict, (sides[0],), (sides[1],), *plans, cells.get("note", ""), line)


def _grouped(links: Iterable[Decision]) -> Iterable[Decision]:
    """The lines of one split (one old place) or one merge (one new place) as one decision."""
    groups: dict[Any, Decision] = {}
    for link in links:
        shared = {"split": link.old, "merged": link.new}.get(link.verdict)
        slot = (link.verdict, link.old_plan, link.new_plan, shared) if shared else link.line
        known = groups.get(slot)
        if known is None:
            groups[slot] = link
        else:
            old = known.old if link.verdict == "split" else known.old + link.old
            new = known.new if link.verdict == "merged" else known.new + link.new
            groups[slot] = Decision(known.verdict, old, new, known.old_plan, known.new_plan, known.note, known.line)
    return groups.values()


def write_pairs(pairs: Pairs, book: RuleBook) -> bytes:
    """The decisions as a file that read_pairs reads back."""
    settings = book.table("diff")["pairs"]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(settings["columns"].values())
    for d in pairs.decisions:
        for old, new in ((old, new) for old in d.old for new in d.new):
            cells = {"verdict": settings["verdicts"][d.verdict][0], "note": d.note}
            for side, plan, place in (("old", d.old_plan, old), ("new", d.new_plan, new)):
                cells[f"{side}_plan"], cells[f"{side}_content"] = plan, place.content
                cells[f"{side}_section"], cells[f"{side}_number"] = place.section, place.number
            writer.writerow(cells[column] for column in settings["columns"])
    return (_BOM + out.getvalue()).encode("utf-8")


def decisions_of(matches: Iterable[Match], old: Plan, new: Plan, book: RuleBook) -> Pairs:
    """What the program is not sure of, as decisions for a person to confirm or change.

    A new task that comes near to an old one stands there as different from it.
    """
    labels = plan_label(old.document), plan_label(new.document)
    verdicts: dict[str, Verdict] = {"matched": "same", "split": "split", "merged": "merged", "new": "different"}
    tasks = {task.id: task for task in old.tasks}
    decisions = []
    for m in matches:
        olds = m.old if m.kind != "new" else (tasks[m.runner_up.task],) if m.runner_up else ()
        if m.kind in verdicts and m.confidence == "probable" and olds:
            decisions.append(Decision(verdicts[m.kind], places(olds, book), places(m.new, book), *labels))
    return Pairs(tuple(decisions))


def places(tasks: Iterable[Task], book: RuleBook) -> tuple[Place, ...]:
    """How a file names tasks."""
    between = book.table("diff")["pairs"]["between"]
    return tuple(Place(t.content, between.join(s.title for s in t.sections), t.number or "") for t in tasks)


def plan_label(document: DocumentInfo) -> str:
    """What a file calls a plan: its reference, else its year, else its file."""
    return document.reference or (str(document.plan_year) if document.plan_year else document.file.name)


def is_about(label: str, document: DocumentInfo) -> bool:
    """Whether a plan named in a file is this one; an empty name is any."""
    names = (document.reference, str(document.plan_year), document.file.name)
    return not label or key(label) in {key(name) for name in names if name}
