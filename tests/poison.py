"""Documents that break their reader, by file name: the work function of the batch tests, importable by the children."""

from __future__ import annotations

import os
import signal
import sys
import time

from pipeline.batch.job import Job, Result, read_document


def _hang() -> None:
    while True:
        time.sleep(1)


def _eat() -> None:
    hoard = []
    while True:
        hoard.append(bytearray(32 * 1024**2))


def _recurse(depth: int = 0) -> int:
    sys.setrecursionlimit(5000)
    return _recurse(depth + 1) + 1


def _raise() -> None:
    raise ValueError("độc")


POISON = {
    "nem-loi": _raise,
    "sap": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "treo": _hang,
    "ngon-bo-nho": _eat,
    "de-quy": _recurse,
    "thoat": lambda: os._exit(7),
}


def read(job: Job) -> Result:
    """Reads a document, unless its name says that it is poison."""
    poison = POISON.get(job.path.stem)
    if poison:
        poison()
    return read_document(job)
