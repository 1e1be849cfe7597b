"""Strings the stages: one document to a Plan, many documents to an output folder. No other module does.

In: paths and rules. Out: records, and in `run` files that are written beside and then renamed, never half.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import __version__, rulebook
from .document import Document
from .errors import InputError, KehoachError, NoPlanTableError, UsageError
from .export import WRITERS
from .model import Plan
from .read import KNOWN_UNREAD, READERS, load, read_bytes, sha256
from .rulebook import RuleBook

PER_DOCUMENT = {"plan.json": "json", "tasks.csv": "csv", "tasks.xlsx": "xlsx"}


def extract(path: Path | str, rules: RuleBook | None = None) -> Plan:
    """The plan of one document.

    Raises InputError (cannot be read), NoPlanTableError (read, but holds no plan table), RulesError.
    """
    path = Path(path)
    return extract_bytes(load(path), path.name, rules or rulebook.load())


def extract_bytes(data: bytes, name: str, book: RuleBook) -> Plan:
    """The plan of one document given as bytes under its file name, checked. Raises as `extract` does."""
    return _plan(read_bytes(data, name, book), book)


def _plan(document: Document, book: RuleBook) -> Plan:
    """The stages after reading. Raises NoPlanTableError."""
    from .check import check
    from .normalize.plan import normalize, with_findings
    from .table import find_plan_tables

    tables = find_plan_tables(document, book)
    plan = normalize(document, tables, book)
    return with_findings(plan, check(document, tables, plan, book))


# --- many documents ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input. state: done, no_plan, unreadable, bug; reason: Vietnamese, one line."""

    name: str
    path: Path
    state: str
    exit_code: int
    reason: str | None = None
    sha256: str | None = None
    folder: str | None = None
    plan: Plan | None = None


_STATES = {3: "unreadable", 4: "no_plan", 5: "rules_invalid"}


def find_inputs(paths: Iterable[Path]) -> list[Path]:
    """The documents under the paths, in stable order; a path given by name counts whatever its suffix is.

    Word's lock files (~$...) and hidden files are no documents.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        for inner in sorted(path.rglob("*")):
            suffix = inner.suffix.lower()
            hidden = any(part.startswith((".", "~$")) for part in inner.relative_to(path).parts)
            if inner.is_file() and not hidden and suffix in (*READERS, *KNOWN_UNREAD):
                found[inner] = None
    return list(found)


def run(
    paths: Sequence[Path],
    out: Path,
    rules: RuleBook | None = None,
    progress: Callable[[int, int, str], None] = lambda done, total, name: None,
) -> list[Outcome]:
    """Every document under `paths` to `out` (CONTRACT 2.5). A bad one is named and the others go on.

    progress(done, total, name) is called before each document and once at the end.
    """
    book = rules or rulebook.load()
    inputs = find_inputs(paths)
    if not inputs:
        raise InputError("Không có văn bản .docx hay .pdf nào để đọc.", "Hãy kiểm tra lại đường dẫn.")
    folders = _folders(inputs)
    outcomes: list[Outcome] = []
    for number, path in enumerate(inputs):
        progress(number, len(inputs), path.name)
        outcomes.append(_one(path, folders[path], out, book))
    progress(len(inputs), len(inputs), "")
    _write_combined(outcomes, out)
    write(out / "run.json", _run_record(outcomes, book))
    return outcomes


def _one(path: Path, folder: str, out: Path, book: RuleBook) -> Outcome:
    """One document, guarded: whatever happens to it, the run goes on."""
    digest: str | None = None
    try:
        data = load(path)
        digest = sha256(data)
        plan = extract_bytes(data, path.name, book)
        for name, kind in PER_DOCUMENT.items():
            write(out / folder / name, WRITERS[kind](plan))
    except KehoachError as error:
        state = _STATES.get(error.exit_code, "unreadable")
        reason = " ".join(str(error).split())
        return Outcome(path.name, path, state, error.exit_code, reason, digest)
    except OSError as error:
        reason = f"không ghi được kết quả ({error.strerror})"
        return Outcome(path.name, path, "unreadable", 3, reason, digest)
    except Exception as error:
        reason = f"lỗi của chương trình: {type(error).__name__}: {error}"
        return Outcome(path.name, path, "bug", 70, reason[:300], digest)
    return Outcome(path.name, path, "done", 0, None, digest, folder, plan)


def _folders(inputs: Sequence[Path]) -> dict[Path, str]:
    """An output folder a document: its stem; where two share a stem, the later ones keep their suffix too."""
    taken: set[str] = set()
    folders: dict[Path, str] = {}
    for path in inputs:
        name, n = path.stem, 2
        for candidate in (path.stem, path.name):
            name = candidate
            if candidate.casefold() not in taken:
                break
        while name.casefold() in taken:
            name, n = f"{path.name}-{n}", n + 1
        taken.add(name.casefold())
        folders[path] = name
    return folders


def _write_combined(outcomes: Sequence[Outcome], out: Path) -> None:
    from .export.combined import csv_bytes, flat_rows, parquet_bytes

    table = flat_rows(o.plan for o in outcomes if o.plan)
    write(out / "tasks.csv", csv_bytes(table))
    write(out / "tasks.parquet", parquet_bytes(table))


def _run_record(outcomes: Sequence[Outcome], book: RuleBook) -> bytes:
    """run.json: inputs, hashes, state and reason of each, versions, rule set hash; no clock, no absolute path."""
    inputs = [
        {
            "name": o.name,
            "sha256": o.sha256,
            "state": o.state,
            "reason": o.reason,
            "exit_code": o.exit_code,
            "folder": o.folder,
            "tasks": len(o.plan.tasks) if o.plan else 0,
        }
        for o in outcomes
    ]
    record = {
        "schema": "kehoach.run/1",
        "version": __version__,
        "rules_sha256": book.hash,
        "exit_code": exit_code(outcomes),
        "inputs": inputs,
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def exit_code(outcomes: Iterable[Outcome]) -> int:
    """The highest code that is not 0."""
    return max((o.exit_code for o in outcomes), default=0)


def write(path: Path, data: bytes) -> None:
    """Write beside, then rename: nobody ever sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


# --- for the developer and the doubter ------------------------------------------------------------------------


def check_rules(book: RuleBook) -> list[str]:
    """What is unsound in the rules: their form, then their examples; one line each."""
    from .check import check_rules as check_checks
    from .normalize.plan import check_rules as check_examples
    from .table import check_rules as check_tables

    return rulebook.check(book) or [*check_examples(book), *check_tables(book), *check_checks(book)]


def explain(path: Path, book: RuleBook, row: int | None = None) -> str:
    """Every stage's intermediate of one document, for a reader. row: only the n-th task."""
    from .normalize.explain import Explainer
    from .normalize.plan import context_of
    from .report.explain import explain_document, explain_grids
    from .table import judge_grids

    document = read_bytes(load(path), path.name, book)
    verdicts = judge_grids(document, book)
    try:
        plan = _plan(document, book)
    except NoPlanTableError:
        return explain_grids(document, verdicts)
    if row is not None and not 1 <= row <= len(plan.tasks):
        raise UsageError(f"Không có nhiệm vụ thứ {row}.", f"Văn bản có {len(plan.tasks)} nhiệm vụ, đánh số từ 1.")
    explainer = Explainer(context_of(plan.document), book)
    readings = {task.id: explainer.explain(task) for task in plan.tasks}
    return explain_document(document, verdicts, plan, readings, row)
