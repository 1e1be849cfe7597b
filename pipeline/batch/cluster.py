"""The same guarded reading on a Dask cluster (extra `kehoach[dask]`): bytes travel to the workers, outputs come back.

On a worker each document is read in a child of its own process, under the same limits as on this machine, so that
a crash costs the document and not the worker. The ledger and all writing stay with the one who asks.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Future
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from ..errors import InputError, UsageError
from ..read import load
from .guard import Limits, LocalPool, Work
from .job import Job, Result


class ClusterPool:
    """Workers of a Dask scheduler at `address` ("tcp://host:8786"). Raises UsageError where it cannot be reached."""

    def __init__(self, address: str, limits: Limits, work: Work) -> None:
        self._client = _connect(address)
        self.width = max(1, sum(self._client.nthreads().values()))
        self._executor = self._client.get_executor(pure=False)
        self._read = partial(_guarded, limits=limits, work=work)

    def submit(self, job: Job) -> Future[Result]:
        future: Future[Result] = self._executor.submit(self._read, replace(job, data=_bytes(job.path)))
        return future

    def __enter__(self) -> ClusterPool:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()


def _bytes(path: Path) -> bytes | None:
    """None where the file is gone: the worker will say so."""
    try:
        return load(path)
    except InputError:
        return None


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError("Chưa cài phần chạy trên nhiều máy.", "Hãy cài: pip install 'kehoach[dask]'") from error
    try:
        return Client(address, timeout=10, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UsageError(f"Không nối được tới cụm Dask {address}.", "Hãy kiểm tra địa chỉ và máy điều phối.") from error


def _guarded(job: Job, limits: Limits, work: Work) -> Result:
    """On a worker: the document in a child of this process."""
    return _children(limits, work).submit(job).result()


@lru_cache(maxsize=1)
def _children(limits: Limits, work: Work) -> LocalPool:
    # Dask's nanny starts its workers as daemons, which may have no children; the children die with the worker anyway.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    return LocalPool(1, limits, work)
