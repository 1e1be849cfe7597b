"""An inbox watched: every document that has settled is read, compared with the plan before it, and told of.

In: a folder, perhaps on a network share. Out: what `run` leaves, after each new document. The file system's news
only wake the watch early; what is there is found by looking, so a share that tells nothing is served as well.
Nothing in the inbox is moved or changed. A watch is ended by SIGTERM or Ctrl-C and may be killed: the ledger knows.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

from .. import rulebook
from ..errors import InputError, KehoachError, why
from ..read import check_file
from . import run
from .engine import Options, Outcome, Stopped
from .inputs import check_apart, documents_in
from .ledger import NAME as LEDGER
from .ledger import open_outbox
from .outbox import Listeners, deliver

State = tuple[int, int, bool]  # size, time of last change in nanoseconds, whether it opens


@dataclass(frozen=True, slots=True)
class Watch:
    """How to watch. interval: seconds between looks; settle: seconds a file must rest before it is read."""

    inbox: Path
    out: Path
    options: Options = field(default_factory=Options)
    listeners: Listeners = field(default_factory=Listeners)
    interval: float = 5.0
    settle: float = 3.0


class Settling:
    """Which files have rested long enough: same size, time of change and readiness to open since `settle` seconds."""

    def __init__(self, settle: float) -> None:
        self._settle = settle
        self._seen: dict[Path, tuple[State, float]] = {}

    def look(self, paths: list[Path], now: float) -> dict[Path, State]:
        """The files at rest, with their states."""
        states = {path: state for path in paths if (state := self._state(path))}
        kept = {p: self._seen[p] for p, state in states.items() if p in self._seen and self._seen[p][0] == state}
        self._seen = {path: kept.get(path, (state, now)) for path, state in states.items()}
        return {path: state for path, (state, since) in self._seen.items() if now - since >= self._settle}

    def _state(self, path: Path) -> State | None:
        """None where it is gone again, or the share is away. A file that opened once is not opened again."""
        try:
            stat = path.lstat() if path.is_symlink() and not os.path.exists(path) else path.stat()
        except OSError:
            return None
        size, changed = stat.st_size, stat.st_mtime_ns
        before = self._seen.get(path)
        return size, changed, bool(before and before[0] == (size, changed, True)) or _opens(path)


def _opens(path: Path) -> bool:
    """Not while the program that copies it keeps it to itself."""
    try:
        check_file(path)
        with path.open("rb"):
            return True
    except (OSError, InputError):
        return False


def watch(task: Watch, say: Callable[[str], None], told: Callable[[list[Outcome]], None]) -> None:
    """Watch until SIGTERM or Ctrl-C. say: a line for the log; told: the new outcomes after each reading.

    Raises UsageError and RulesError before it begins; what goes wrong later is said once and tried again.
    """
    check_apart([task.inbox], task.out)
    rulebook.load(task.options.rules)
    stop = Event()
    with _signals(stop), suppress(Stopped):
        say(f"Đang theo dõi thư mục {task.inbox}; dừng bằng Ctrl-C.")
        watcher = _Watcher(task, stop, say, told)
        for _ in _looks(task, stop):
            watcher.look()
    say("Đã dừng theo dõi.")


class _Watcher:
    """One look after the other at an inbox."""

    def __init__(
        self, task: Watch, stop: Event, say: Callable[[str], None], told: Callable[[list[Outcome]], None]
    ) -> None:
        self._task, self._stop, self._say, self._told = task, stop, say, told
        self._options = replace(task.options, channels=task.listeners.channels, stop=stop)
        self._settling = Settling(task.settle)
        self._done: dict[Path, State] = {}
        self._unopened: set[Outcome] = set()
        self._trouble = ""

    def look(self) -> None:
        try:
            self._read()
            self._tell()
            self._trouble = ""
        except (KehoachError, OSError, sqlite3.Error) as error:
            self._complain(error)

    def _read(self) -> None:
        """What has come to rest since the last look."""
        ready = self._settling.look(documents_in(self._task.inbox), time.monotonic())
        if set(ready.items()) <= set(self._done.items()):
            return
        outcomes = run([self._task.inbox], self._task.out, replace(self._options, only=frozenset(ready)))
        self._done = ready
        news = [outcome for outcome in outcomes if outcome.fresh and outcome not in self._unopened]
        self._unopened = {outcome for outcome in outcomes if outcome.sha256 is None}
        self._told(news)

    def _tell(self) -> None:
        """What is due to whom, until it is time to stop."""
        task = self._task
        if task.listeners.channels and (task.out / LEDGER).exists() and not self._stop.is_set():
            with open_outbox(task.out) as base:
                for line in deliver(base, task.out, task.listeners, time.time(), self._stop.is_set):
                    self._say(line)

    def _complain(self, error: Exception) -> None:
        """Says what is wrong, once: the disk may be full for a night."""
        reason = why(error) if isinstance(error, OSError) else str(error)
        if isinstance(error, sqlite3.Error):
            reason = f"không dùng được sổ ghi {LEDGER}."
        line = f"{' '.join(reason.split())} Sẽ thử lại."
        if line != self._trouble:
            self._say(line)
        self._trouble = line


def _looks(task: Watch, stop: Event) -> Iterator[None]:
    """Once at the start, then whenever the folder has news, and every `interval` seconds whether or not it has."""
    yield
    with suppress(OSError, RuntimeError):  # no notification here (a share, too many watches): the clock alone
        from watchfiles import watch as news

        step = round(task.interval * 1000)
        for _ in news(task.inbox, rust_timeout=step, yield_on_timeout=True, stop_event=stop, raise_interrupt=False):
            if not stop.is_set():
                yield
    while not stop.wait(task.interval):
        yield


@contextmanager
def _signals(stop: Event) -> Iterator[None]:
    """SIGTERM and SIGINT set the event while the block runs."""
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, lambda *_: stop.set()) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
