"""What became of each document, across runs and kills: SQLite in the output folder, one row a document.

In: results. Out: what is known already. The ledger holds clock times and durations; the outputs do not.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from ..errors import InputError, KehoachError, UsageError, unwritten
from . import outbox

NAME = "ledger.sqlite"
_TABLE = """
create table if not exists documents (
  sha256 text primary key, name text not null, folder text not null,
  state text not null,           -- running, done, no_plan, unreadable, rules_invalid, quarantined
  attempts integer not null default 0, strikes integer not null default 0,
  lease text,                    -- host:pid of the run that has it in hand
  exit_code integer, reason text, counts text not null default '{}',
  seconds real, memory_mb integer, version text, program text, rules text,
  changed text not null default current_timestamp
) strict"""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a result depends on besides the document: program version, hash of its code, hash of the rules."""

    version: str
    program: str
    rules: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One document as the ledger knows it."""

    sha256: str
    name: str
    folder: str
    state: str
    strikes: int = 0
    exit_code: int = 0
    reason: str | None = None
    counts: dict[str, int] | None = None


class Ledger:
    """The ledger of one output folder. One run at a time: a second one is refused, a killed one leaves no trace."""

    def __init__(self, out: Path, stamp: Stamp) -> None:
        self._stamp = stamp
        self._lease = f"{socket.gethostname()}:{os.getpid()}"
        try:
            out.mkdir(parents=True, exist_ok=True)
            self._lock = sqlite3.connect(out / ".run.lock", timeout=0, isolation_level=None)
            self._base = sqlite3.connect(out / NAME, isolation_level=None)
            self._lock.execute("begin exclusive")
            self._open()
        except sqlite3.Error as error:
            raise _unwritable(out, error) from error
        except OSError as error:
            raise unwritten(out.name or ".", error) from error
        self._out = out

    def _open(self) -> None:
        self._base.execute("pragma journal_mode=wal")
        self._base.execute("pragma synchronous=normal")
        self._base.execute(_TABLE)
        self._base.execute(outbox.TABLE)

    def known(self, sha256: str, name: str, folder: str) -> Entry | None:
        """The settled result of this document under this name, if program and rules are still the same."""
        row = self._base.execute(
            "select state, strikes, exit_code, reason, counts from documents where sha256=? and name=? and folder=?"
            " and version=? and program=? and rules=? and state<>'running'",
            (sha256, name, folder, self._stamp.version, self._stamp.program, self._stamp.rules),
        ).fetchone()
        if row is None:
            return None
        return Entry(sha256, name, folder, row[0], row[1], row[2] or 0, row[3], json.loads(row[4]))

    def lease(self, sha256: str, name: str, folder: str) -> None:
        """The document is in hand. Strikes it got under another program or other rules are forgotten."""
        stamp = self._stamp
        self._base.execute(
            "insert into documents (sha256, name, folder, state, attempts, lease, version, program, rules)"
            " values (?, ?, ?, 'running', 1, ?, ?, ?, ?) on conflict (sha256) do update set"
            " strikes = iif(program=excluded.program and rules=excluded.rules and state='running', strikes, 0),"
            " name=excluded.name, folder=excluded.folder, state='running', attempts=attempts+1,"
            " lease=excluded.lease, version=excluded.version, program=excluded.program, rules=excluded.rules,"
            " changed=current_timestamp",
            (sha256, name, folder, self._lease, stamp.version, stamp.program, stamp.rules),
        )

    def strike(self, sha256: str) -> int:
        """The document broke its child once more: how often by now."""
        self._base.execute("update documents set strikes=strikes+1 where sha256=?", (sha256,))
        (strikes,) = self._base.execute("select strikes from documents where sha256=?", (sha256,)).fetchone()
        return int(strikes)

    def release(self, sha256: str) -> None:
        """Nothing came of it this time: the next run tries it as if it were new."""
        self._base.execute("delete from documents where sha256=?", (sha256,))

    def settle(self, entry: Entry, seconds: float = 0.0, memory: int = 0, channels: tuple[str, ...] = ()) -> None:
        """The document is done with, one way or another; a plan is to be told of through the channels."""
        self._base.execute("begin")
        if entry.state == "done":
            outbox.put(self._base, entry.sha256, channels)
        self._base.execute(
            "update documents set state=?, exit_code=?, reason=?, counts=?, seconds=?, memory_mb=?, lease=null,"
            " changed=current_timestamp where sha256=?",
            (entry.state, entry.exit_code, entry.reason, json.dumps(entry.counts or {}), round(seconds, 3), memory,
             entry.sha256),
        )  # fmt: skip
        self._base.execute("commit")

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _t: TracebackType | None
    ) -> None:
        with suppress(sqlite3.Error):
            self._base.close()
            self._lock.close()
        if isinstance(error, sqlite3.Error):
            raise _unwritable(self._out, error) from error


def _unwritable(out: Path, error: sqlite3.Error) -> KehoachError:
    """What went wrong with the ledger, by SQLite's name for it."""
    name = getattr(error, "sqlite_errorname", "")
    if "BUSY" in name or "LOCKED" in name:
        return UsageError(f"Thư mục {out.name} đang có một lần chạy khác.", "Hãy đợi lần đó xong, hoặc chọn -o khác.")
    if "CORRUPT" in name or "NOTADB" in name:
        return InputError(
            f"{out.name}: sổ ghi {NAME} bị hỏng.", f"Hãy xóa tệp {NAME} rồi chạy lại; văn bản sẽ được đọc lại."
        )
    kinds = {"FULL": errno.ENOSPC, "READONLY": errno.EROFS, "CANTOPEN": errno.EACCES, "PERM": errno.EACCES}
    number = next((number for kind, number in kinds.items() if kind in name), errno.EIO)
    return unwritten(out.name or ".", OSError(number, name))


@contextmanager
def open_outbox(out: Path) -> Iterator[sqlite3.Connection]:
    """The ledger between two runs, to tell what is to be told."""
    with closing(sqlite3.connect(out / NAME, isolation_level=None)) as base:
        base.execute(_TABLE)
        base.execute(outbox.TABLE)
        yield base
