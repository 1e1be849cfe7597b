"""An inbox watched: every document that has settled is read, compared with the plan before it, and told of.

In: a folder, perhaps on a network share. Out: what `run` leaves, after each new document. The file system's news
only wake the watch early; what is there is found by looking, so a share that tells nothing is served as well.
Nothing in the inbox is moved or changed. A watch is ended by SIGTERM or Ctrl-C and may be killed: the ledger knows.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

from . import run
from .engine import Options, Outcome, Stopped
from .inputs import documents_in
from .ledger import open_outbox
from .outbox import Listeners, deliver

State = tuple[int, int]  # size, time of last change in nanoseconds


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
    """Which files have rested long enough: same size and time of change since `settle` seconds."""

    def __init__(self, settle: float) -> None:
        self._settle = settle
        self._seen: dict[Path, tuple[State, float]] = {}

    def look(self, paths: list[Path], now: float) -> dict[Path, State]:
        """The files at rest, with their states."""
        states = {path: state for path in paths if (state := _state(path))}
        kept = {p: self._seen[p] for p, state in states.items() if p in self._seen and self._seen[p][0] == state}
        self._seen = {path: kept.get(path, (state, now)) for path, state in states.items()}
        return {path: state for path, (state, since) in self._seen.items() if now - since >= self._settle}


def _state(path: Path) -> State | None:
    try:
        stat = path.stat()
    except OSError:  # gone again, or the share is away
        return None
    return stat.st_size, stat.st_mtime_ns


def watch(task: Watch, say: Callable[[str], None], told: Callable[[list[Outcome]], None]) -> None:
    """Watch until SIGTERM or Ctrl-C. say: a line for the log; told: the new outcomes after each reading."""
    stop = Event()
    with _signals(stop):
        settling = Settling(task.settle)
        done: dict[Path, State] = {}
        options = replace(task.options, channels=task.listeners.channels, stop=stop)
        say(f"Đang theo dõi thư mục {task.inbox}; dừng bằng Ctrl-C.")
        with suppress(Stopped):
            for _ in _looks(task, stop):
                ready = settling.look(documents_in(task.inbox), time.monotonic())
                if set(ready.items()) - set(done.items()):
                    outcomes = run([task.inbox], task.out, replace(options, only=frozenset(ready)))
                    done = ready
                    told([outcome for outcome in outcomes if outcome.fresh])
                _tell(task, stop, say)
    say("Đã dừng theo dõi.")


def _tell(task: Watch, stop: Event, say: Callable[[str], None]) -> None:
    """What is due to whom, until it is time to stop."""
    if task.listeners.channels and task.out.is_dir() and not stop.is_set():
        with open_outbox(task.out) as base:
            for line in deliver(base, task.out, task.listeners, time.time()):
                say(line)


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
