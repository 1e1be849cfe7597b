"""Children that read documents on this machine and may die doing so: limits of time and memory, one loss a document.

pebble keeps the pool; the children come from a fork server that has the program loaded, so a new one is quick.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, TimeoutError
from dataclasses import dataclass
from typing import Any

from pebble import ProcessExpired, ProcessPool

from ..errors import KehoachError
from .job import Job, Result

Work = Callable[[Job], Result]
_RENEW_AFTER = 500  # documents a child: whatever a library keeps is given back


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost. seconds of wall clock, memory in MB."""

    seconds: float = 300.0
    memory: int = 2048


class LocalPool:
    """Guarded children on this machine. width: how many documents at a time."""

    def __init__(self, workers: int, limits: Limits, work: Work) -> None:
        self.width = workers
        self._limits = limits
        self._work = work
        self._pool = ProcessPool(
            max_workers=workers,
            max_tasks=_RENEW_AFTER,
            initializer=restrain,
            initargs=(limits.memory,),
            context=_context(),
        )

    def submit(self, job: Job) -> Future[Result]:
        try:
            return self._pool.schedule(self._work, args=(job,), timeout=self._limits.seconds)
        except BrokenExecutor as error:
            raise KehoachError(
                "Máy không mở được tiến trình đọc.", "Hãy đóng bớt chương trình, hoặc giảm --workers, rồi chạy lại."
            ) from error

    def call(self, function: Callable[..., None], *arguments: object, seconds: float) -> Future[None]:
        """Something else than reading, in a child, under its own limit of time."""
        return self._pool.schedule(function, args=arguments, timeout=seconds)

    def __enter__(self) -> LocalPool:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._pool.close()  # type: ignore[no-untyped-call]
        else:
            self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _context() -> Any:
    """A fork server where there is one: no thread of ours is ever forked."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipeline.batch.preload"])
    return context


def restrain(memory: int) -> None:
    """In the child: a limit to its memory (MB), and death with the parent."""
    try:
        import resource
    except ImportError:  # Windows: no such limit; time still is one
        return
    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    resource.setrlimit(kind, (memory * 1024**2, memory * 1024**2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG, SIGKILL


def strike_of(error: BaseException, limits: Limits) -> tuple[int, str]:
    """Exit code and reason (Vietnamese) of a document that broke its child."""
    if isinstance(error, TimeoutError):
        return 3, f"đọc quá {limits.seconds:g} giây thì bị dừng"
    if isinstance(error, MemoryError):
        return 3, f"cần quá {limits.memory} MB bộ nhớ thì bị dừng"
    if isinstance(error, ProcessExpired):
        return 70, "tiến trình đọc bị sập giữa chừng"
    return 70, f"lỗi của chương trình: {type(error).__name__}: {error}"[:300]


def workers_by_default() -> int:
    """As many as this process may use processors."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
