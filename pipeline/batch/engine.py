"""The run: what the ledger knows is recalled, the rest is read in guarded children, written whole, and settled.

In: paths and options. Out: `Outcome`s in the order of the inputs, whatever the number of workers. A document that
breaks its child is tried once more, then put in quarantine with its reason; the others never notice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from .. import __version__, rulebook
from ..errors import InputError, why
from ..files import sweep, write
from . import twins
from .diff_folders import forget
from .guard import Limits, LocalPool, Work, strike_of, workers_by_default
from .inputs import Source, find
from .job import PER_DOCUMENT, PICTURES, Job, Result, read_document
from .ledger import Entry, Ledger, Stamp
from .program import program_hash
from .twins import Group

if TYPE_CHECKING:
    from .cluster import ClusterPool

MAX_STRIKES = 2
_HEARTBEAT = 0.5  # seconds between looks at whether to stop
Progress = Callable[[int, int, str], None]


class Stopped(Exception):  # noqa: N818 - no error: somebody asked for it
    """The run was asked to end before its end; the ledger knows what is left."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to run. rules: the office's own folder; dask: address of a scheduler; work: what reads a document.
    pair: two documents to compare whatever the pairing says; pairs: a person's decisions on single measures.

    For a watch: only: the files that have settled; channels: who is to be told of new plans; stop: set to end early.
    """

    rules: Path | None = None
    workers: int | None = None
    limits: Limits = field(default_factory=Limits)
    force: bool = False
    dask: str | None = None
    work: Work = read_document
    pair: tuple[Path, Path] | None = None
    pairs: Path | None = None
    only: frozenset[Path] | None = None
    channels: tuple[str, ...] = ()
    stop: Event | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: done, no_plan, unreadable, quarantined or duplicate. reason: Vietnamese, one line."""

    name: str
    shown: str
    state: str
    exit_code: int
    reason: str | None = None
    sha256: str | None = None
    folder: str | None = None
    same_as: str | None = None
    counts: dict[str, int] = field(default_factory=dict, hash=False)
    fresh: bool = True


def read_all(sources: Sequence[Source], out: Path, options: Options, progress: Progress) -> list[Outcome]:
    """Every document read or recalled, its files in `out`. Raises UsageError where another run has the folder."""
    stamp = Stamp(__version__, program_hash(), rulebook.load(options.rules).hash)
    with Ledger(out, stamp) as ledger:
        sweep(out)
        twins.clear(out)
        unique = [s for s in sources if s.sha256 and not s.same_as]
        entries = {} if options.force else _recalled(unique, ledger, out)
        fresh = [s for s in unique if s.sha256 not in entries]
        shift = len(sources) - len(fresh)

        def begins(done: int, name: str) -> None:
            progress(shift + done, len(sources), name)

        entries |= {entry.sha256: entry for entry in _read(fresh, ledger, out, options, begins)}
        twins.clear(out)
        progress(len(sources), len(sources), "")
    known = {s.sha256 for s in fresh}
    return [_outcome(source, entries.get(source.sha256 or ""), source.sha256 in known) for source in sources]


def _recalled(sources: Sequence[Source], ledger: Ledger, out: Path) -> dict[str, Entry]:
    """What earlier runs settled and whose files are still there."""
    found = {}
    for source in sources:
        entry = ledger.known(source.sha256 or "", source.name, source.folder)
        whole = entry and (entry.state != "done" or all((out / source.folder / n).exists() for n in PER_DOCUMENT))
        if entry and whole:
            found[entry.sha256] = entry
    return found


def _read(
    sources: Sequence[Source], ledger: Ledger, out: Path, options: Options, begins: Callable[[int, str], None]
) -> Iterator[Entry]:
    """Each document's entry as it is settled, in the order in which they end."""
    if not sources:
        return
    settled = 0
    with _pool(options, len(sources)) as pool:
        desk = _Desk(sources, pool, ledger, out, options)
        while desk.busy():
            if options.stop and options.stop.is_set():
                raise Stopped
            desk.fill(partial(begins, settled))
            for entry in desk.collect():
                settled += 1
                yield entry


class _Desk:
    """What waits, and what is in the hands of children. Old Word files go through LibreOffice in groups first."""

    def __init__(
        self, sources: Sequence[Source], pool: LocalPool | ClusterPool, ledger: Ledger, out: Path, options: Options
    ) -> None:
        self._pool, self._ledger, self._out, self._options = pool, ledger, out, options
        self._twins = out / twins.FOLDER
        groups = list(twins.groups(sources, pool.width)) if isinstance(pool, LocalPool) else []
        grouped = {source for group in groups for source in group}
        self._queue: deque[Source | Group] = deque([*groups, *(s for s in sources if s not in grouped)])
        self._hands: dict[Future[Any], Source | Group] = {}

    def busy(self) -> bool:
        return bool(self._queue or self._hands)

    def fill(self, begins: Callable[[str], None]) -> None:
        """As many in hand as there are workers."""
        while self._queue and len(self._hands) < self._pool.width:
            item = self._queue.popleft()
            begins((item if isinstance(item, Source) else item[0]).name)
            self._hands[self._begin(item)] = item

    def _begin(self, item: Source | Group) -> Future[Any]:
        if not isinstance(item, Source):
            assert isinstance(self._pool, LocalPool)
            return self._pool.call(twins.make, item, self._twins, seconds=twins.seconds(item))
        self._ledger.lease(item.sha256 or "", item.name, item.folder)
        forget(self._out, item.folder)
        job = Job(item.sha256 or "", item.path, self._options.rules, twin=twins.path_of(item, self._twins))
        return self._pool.submit(job)

    def collect(self) -> Iterator[Entry]:
        """What has ended: documents settled; those that broke their child, and converted groups, wait again."""
        for future in wait(self._hands, _HEARTBEAT, FIRST_COMPLETED).done:
            item = self._hands.pop(future)
            if not isinstance(item, Source):
                self._queue.extendleft(reversed(item))
                continue
            entry = _settle(item, future, self._ledger, self._out, self._options)
            if entry is None:
                self._queue.append(item)
            else:
                yield entry


def _pool(options: Options, count: int) -> LocalPool | ClusterPool:
    if options.dask:
        from .cluster import ClusterPool

        return ClusterPool(options.dask, options.limits, options.work)
    return LocalPool(min(options.workers or workers_by_default(), count), options.limits, options.work)


def _settle(source: Source, future: Future[Result], ledger: Ledger, out: Path, options: Options) -> Entry | None:
    """The document's entry, written down; None where it is to be tried again."""
    sha256 = source.sha256 or ""
    try:
        result = future.result()
    except (KeyboardInterrupt, CancelledError):
        raise
    except BaseException as error:
        code, reason = strike_of(error, options.limits)
        if ledger.strike(sha256) < MAX_STRIKES:
            return None
        result = Result("quarantined", code, f"cách ly sau {MAX_STRIKES} lần: {reason}")
    entry = Entry(sha256, source.name, source.folder, result.state, 0, result.exit_code, result.reason, result.counts)
    if result.passing:
        ledger.release(sha256)
        return entry
    try:
        _write(result, out / source.folder)
    except OSError as error:
        ledger.release(sha256)
        reason = f"không ghi được kết quả ({why(error)})"
        return Entry(sha256, source.name, source.folder, "unreadable", 0, 3, reason)
    ledger.settle(entry, result.seconds, result.memory, options.channels)
    return entry


def _write(result: Result, folder: Path) -> None:
    """The outputs of a document; what an earlier program or other rules left, and this one does not make, goes."""
    stale = [*PER_DOCUMENT, *(f"{PICTURES}/{path.name}" for path in folder.glob(f"{PICTURES}/*.png"))]
    for name in set(stale) - set(result.outputs):
        (folder / name).unlink(missing_ok=True)
    for name, data in result.outputs.items():
        write(folder / name, data)
    pictures = folder / PICTURES
    if pictures.is_dir() and not any(pictures.iterdir()):
        pictures.rmdir()
    if not result.outputs and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _outcome(source: Source, entry: Entry | None, fresh: bool) -> Outcome:
    if source.error:
        reason = " ".join(str(source.error).split()).removeprefix(f"{source.name}: ")
        return Outcome(source.name, source.shown, "unreadable", 3, reason)
    assert entry, "every document that could be opened is settled"
    if source.same_as:
        twin = source.same_as
        return Outcome(source.name, source.shown, "duplicate", 0, None, source.sha256, None, twin, fresh=fresh)
    folder = source.folder if entry.state == "done" else None
    return Outcome(
        source.name, source.shown, entry.state, entry.exit_code, entry.reason, source.sha256, folder, None,
        entry.counts or {}, fresh,
    )  # fmt: skip


def sources_of(paths: Sequence[Path], only: frozenset[Path] | None = None) -> list[Source]:
    """The documents under the paths. Raises InputError where there are none."""
    sources = find(paths, only)
    if not sources:
        raise InputError("Không có văn bản .docx hay .pdf nào để đọc.", "Hãy kiểm tra lại đường dẫn.")
    return sources
