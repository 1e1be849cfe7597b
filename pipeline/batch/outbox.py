"""What others are to be told of new plans: kept in the ledger until it is told, each thing once to each listener.

In: documents as they are settled. Out: a command started, or a signed POST. A listener that is away is tried again,
later and later; nothing is lost meanwhile. A POST that was cut off in the middle comes again under the same id.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import os
import shlex
import socket
import sqlite3
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import UsageError, why
from .diff_folders import newer

TABLE = """
create table if not exists outbox (
  sha256 text not null, channel text not null,      -- command or webhook
  attempts integer not null default 0, due real not null default 0, told text,
  primary key (sha256, channel)
) strict"""
SECRET = "KEHOACH_WEBHOOK_SECRET"
_FIRST, _LONGEST = 5.0, 3600.0  # seconds until the next attempt: doubled each time
_PATIENCE = 30.0  # seconds for one POST
_COMMAND = 600.0  # seconds for one command


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told. command: started with the path of plan.json as its argument; webhook: address of a receiver.

    Raises UsageError where nothing could ever be told so.
    """

    command: str | None = None
    webhook: str | None = None

    def __post_init__(self) -> None:
        try:
            words = shlex.split(self.command or "")
        except ValueError as error:
            raise UsageError("Lệnh của --on-new thiếu dấu nháy đóng.", "Ví dụ: --on-new 'python bao-tin.py'") from error
        if self.command is not None and not words:
            raise UsageError("Lệnh của --on-new trống.", "Ví dụ: --on-new 'python bao-tin.py'")
        if self.webhook is not None and not _is_address(self.webhook):
            raise UsageError("Địa chỉ của --webhook không dùng được.", "Ví dụ: --webhook https://may-chu/nhan-tin")

    @property
    def channels(self) -> tuple[str, ...]:
        return tuple(name for name in ("command", "webhook") if getattr(self, name))


def _is_address(webhook: str) -> bool:
    try:
        parts = urllib.parse.urlsplit(webhook)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # a port that is no number
        return False


def put(base: sqlite3.Connection, sha256: str, channels: tuple[str, ...]) -> None:
    """To be told, once: a document read anew under other rules is no news."""
    base.executemany("insert or ignore into outbox (sha256, channel) values (?, ?)", [(sha256, c) for c in channels])


def deliver(
    base: sqlite3.Connection, out: Path, listeners: Listeners, now: float, stopped: Callable[[], bool] = lambda: False
) -> list[str]:
    """Tells what is due, until it is time to stop; one line (Vietnamese) for each that failed.

    now: seconds of a clock that may have been set meanwhile: what is due later than ever promised is due. A receiver
    that is away is not asked again for the next document.
    """
    failed: list[str] = []
    rows = base.execute(
        "select o.sha256, o.channel, o.attempts, d.folder, d.name from outbox o join documents d using (sha256)"
        " where o.told is null and (o.due <= ? or o.due > ?) and d.state='done' order by o.rowid",
        (now, now + _LONGEST),
    ).fetchall()
    away: set[str] = set()
    for sha256, channel, attempts, folder, name in rows:
        if channel not in listeners.channels or channel in away:
            continue
        if stopped():
            break
        problem = _CHANNELS[channel](listeners, out, folder, sha256)
        if problem is None:
            mark = "update outbox set told=current_timestamp, attempts=attempts+1 where sha256=? and channel=?"
            base.execute(mark, (sha256, channel))
            continue
        due = now + min(_LONGEST, _FIRST * 2.0 ** min(attempts, 20))
        mark = "update outbox set attempts=attempts+1, due=? where sha256=? and channel=?"
        base.execute(mark, (due, sha256, channel))
        failed.append(f"{name}: {problem}; sẽ thử lại")
        if channel == "webhook":
            away.add(channel)
    return failed


def _tell_command(listeners: Listeners, out: Path, folder: str, sha256: str) -> str | None:
    words = [*shlex.split(listeners.command or ""), str(out / folder / "plan.json")]
    diffs = [str(path) for path in _diffs(out, folder)]
    environment = {**os.environ, "KEHOACH_SHA256": sha256, "KEHOACH_DIFFS": os.pathsep.join(diffs)}
    try:
        done = subprocess.run(words, env=environment, timeout=_COMMAND, stdin=subprocess.DEVNULL, check=False)
    except subprocess.TimeoutExpired:
        return f"lệnh chạy quá {_COMMAND:g} giây thì bị dừng"
    except OSError as error:
        return f"không chạy được lệnh {words[0]} ({why(error)})"
    return f"lệnh kết thúc với mã {done.returncode}" if done.returncode else None


def _tell_webhook(listeners: Listeners, out: Path, folder: str, sha256: str) -> str | None:
    try:
        body = json.dumps(news(out, folder, sha256), ensure_ascii=False).encode("utf-8")
    except OSError as error:
        return f"không mở được plan.json ({why(error)})"
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": sha256}
    secret = os.environ.get(SECRET)
    if secret:
        headers["X-Kehoach-Signature"] = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    request = urllib.request.Request(listeners.webhook or "", body, headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE):
            return None
    except urllib.error.HTTPError as error:
        problem = f"trả lời mã {error.code}"
    except (OSError, http.client.HTTPException) as error:  # URLError and time-outs are OSErrors
        problem = _away(error)
    return f"không gửi được tới {listeners.webhook} ({problem})"


def _away(error: Exception) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, socket.gaierror):
        return "không tìm thấy máy này"
    return why(cause) if isinstance(cause, OSError) else "trả lời không hiểu được"


def news(out: Path, folder: str, sha256: str) -> dict[str, Any]:
    """What a receiver is sent: the document, counts, and where the outputs lie below the output folder."""
    plan = json.loads((out / folder / "plan.json").read_bytes())
    return {
        "schema": "kehoach.news/1",
        "event": "plan.new",
        "id": sha256,
        "document": plan["document"],
        "tasks": len(plan["tasks"]),
        "findings": len(plan["findings"]),
        "plan": f"{folder}/plan.json",
        "diffs": [path.relative_to(out).as_posix() for path in _diffs(out, folder)],
    }


def _diffs(out: Path, folder: str) -> list[Path]:
    """The comparisons of which this document is the newer plan."""
    return [path / "diff.json" for path in newer(out, folder) if (path / "diff.json").is_file()]


_CHANNELS: dict[str, Callable[[Listeners, Path, str, str], str | None]] = {
    "command": _tell_command,
    "webhook": _tell_webhook,
}
