"""One document, as a child process reads it: a `Job` in, a `Result` out. Foreseen errors are results, bugs are raised.

Pure but for reading the file: whatever is written is written by the parent, so a child can be killed at any moment.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from .. import rulebook
from ..errors import InputError, KehoachError
from ..export import WRITERS
from ..read import load, sha256
from ..rulebook import RuleBook
from ..text import file_name

PER_DOCUMENT = {"plan.json": "json", "tasks.csv": "csv", "tasks.xlsx": "xlsx"}
PICTURES = "anh"
_STATES = {3: "unreadable", 4: "no_plan", 5: "rules_invalid"}


@dataclass(frozen=True, slots=True)
class Job:
    """A document to read. data: its bytes, where the child cannot see `path`; rules: the office's own folder;
    twin: where the .docx made of it lies, if one was made.
    """

    sha256: str
    path: Path
    rules: Path | None = None
    data: bytes | None = None
    twin: Path | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a child made of a document. outputs: file name -> bytes; seconds and memory (MB) are for the ledger.

    passing: the file could not be had just now; the next run looks again.
    """

    state: str
    exit_code: int = 0
    reason: str | None = None
    outputs: dict[str, bytes] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    memory: int = 0
    rules_sha256: str = ""
    passing: bool = False


def read_document(job: Job) -> Result:
    """The document read, or why it cannot be. Raises only what nobody foresaw (and MemoryError)."""
    started = time.perf_counter()
    _forget_peak()
    book = rules_of(job.rules)
    data = None
    try:
        data = _bytes(job)
        outputs, counts = _outputs(job, data, book)
    except KehoachError as error:
        state = _STATES.get(error.exit_code, "unreadable")
        reason = " ".join(str(error).split()).removeprefix(f"{file_name(job.path.name)}: ")
        seconds = time.perf_counter() - started
        return Result(state, error.exit_code, reason, {}, {}, seconds, _peak(), book.hash, passing=data is None)
    return Result("done", 0, None, outputs, counts, time.perf_counter() - started, _peak(), book.hash)


def _bytes(job: Job) -> bytes:
    data = job.data if job.data is not None else load(job.path)
    if sha256(data) != job.sha256:
        raise InputError(f"{file_name(job.path.name)}: tệp đổi trong khi đọc.", "Hãy chạy lại khi tệp đã lưu xong.")
    return data


def _outputs(job: Job, data: bytes, book: RuleBook) -> tuple[dict[str, bytes], dict[str, int]]:
    from ..report.summary import counts
    from ..run import extract_all

    twin = job.twin.read_bytes() if job.twin and job.twin.exists() else None
    plan, crops = extract_all(data, job.path.name, book, twin)
    outputs = {name: WRITERS[kind](plan) for name, kind in PER_DOCUMENT.items()}
    return outputs | {f"{PICTURES}/{name}": png for name, png in crops.items()}, counts(plan)


@lru_cache(maxsize=1)
def rules_of(rules: Path | None) -> RuleBook:
    return rulebook.load(rules)


def _forget_peak() -> None:
    """Linux: let the peak of this process begin anew, so that it is told by document."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _peak() -> int:
    """Peak memory in MB since `_forget_peak`; 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return _peak_of_process()
    line = next((line for line in status.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(line.split()[1]) // 1024


def _peak_of_process() -> int:
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024**2 if sys.platform == "darwin" else 1024)
