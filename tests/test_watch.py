"""An inbox watched: files that have settled are read, listeners hear of each plan once, a stop is clean."""

from __future__ import annotations

import errno
import hashlib
import hmac
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pipeline.batch import watch as watching
from pipeline.batch.engine import Options, Outcome
from pipeline.batch.watch import Settling
from pipeline.errors import UsageError
from tests.test_batch import plan

ROOT = Path(__file__).resolve().parents[1]
SECRET = "bi-mat"


class Receiver(HTTPServer):
    """Away for the first two calls, then it takes what it is sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.calls: list[int] = []
        self.news: list[dict[str, object]] = []
        self.keys: list[str] = []
        self.forged = 0


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = 503 if len(self.server.calls) < 2 else 204
        self.server.calls.append(answer)
        signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        self.server.forged += self.headers["X-Kehoach-Signature"] != f"sha256={signature}"
        if answer == 204:
            self.server.news.append(json.loads(body))
            self.server.keys.append(self.headers["Idempotency-Key"])
        self.send_response(answer)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()


def start(inbox: Path, out: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline", "watch", str(inbox), "-o", str(out)]
    command += ["--interval", "0.3", "--settle", "1", *options]
    environment = {**os.environ, "KEHOACH_WEBHOOK_SECRET": SECRET}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def until(condition: object, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


def stop(child: subprocess.Popen[str]) -> tuple[str, str]:
    child.send_signal(signal.SIGTERM)
    out, err = child.communicate(timeout=30)
    assert child.returncode == 0, err
    assert "Traceback" not in err
    return out, err


def test_watch(tmp_path: Path, receiver: Receiver) -> None:
    inbox, out = tmp_path / "in", tmp_path / "out"
    plan(inbox / "a.docx", 1)
    heard = tmp_path / "heard.txt"
    script = tmp_path / "nghe.py"
    script.write_text("import sys\nwith open(sys.argv[1], 'a') as f: f.write(sys.argv[2] + '\\n')\n")
    command = f"{sys.executable} {script} {heard}"
    options = ("--on-new", command, "--webhook", f"http://127.0.0.1:{receiver.server_port}/")
    child = start(inbox, out, *options)
    try:
        until((out / "a" / "plan.json").exists)
        whole = plan(tmp_path / "b.docx", 2).read_bytes()
        with (inbox / "b.docx").open("wb") as slow:  # a copy over a slow line
            for n in range(0, len(whole), -(-len(whole) // 5)):
                slow.write(whole[n : n + -(-len(whole) // 5)])
                slow.flush()
                time.sleep(0.5)
        until((out / "b" / "plan.json").exists)
        shutil.copy(inbox / "b.docx", inbox / "c.docx")
        (inbox / "d.docx").write_bytes(b"hong")
        until(lambda: len(receiver.news) == 2)
        until(lambda: heard.exists() and len(heard.read_text().splitlines()) == 2)
        until(lambda: len(json.loads((out / "run.json").read_bytes())["inputs"]) == 4)
    finally:
        said = stop(child)
    states = {each["path"]: each["state"] for each in json.loads((out / "run.json").read_bytes())["inputs"]}
    assert states == {"a.docx": "done", "b.docx": "done", "c.docx": "duplicate", "d.docx": "unreadable"}
    assert receiver.forged == 0
    assert len(set(receiver.keys)) == 2
    assert {str(news["plan"]) for news in receiver.news} == {"a/plan.json", "b/plan.json"}
    assert sorted(path.name for path in inbox.iterdir()) == ["a.docx", "b.docx", "c.docx", "d.docx"]
    assert "sẽ thử lại" in said[1]
    again = start(inbox, out, *options)
    time.sleep(4)
    stop(again)
    assert len(receiver.news) == 2, "nothing twice"
    assert len(heard.read_text().splitlines()) == 2


def test_nothing_is_lost_while_the_receiver_is_away(tmp_path: Path, receiver: Receiver) -> None:
    """Killed before anything could be told: the next watch tells it."""
    inbox, out = tmp_path / "in", tmp_path / "out"
    plan(inbox / "a.docx", 1)
    child = start(inbox, out, "--webhook", "http://127.0.0.1:9/")
    until((out / "run.json").exists)
    child.kill()
    child.communicate()
    receiver.calls += [0, 0]
    child = start(inbox, out, "--webhook", f"http://127.0.0.1:{receiver.server_port}/")
    try:
        until(lambda: receiver.news)
    finally:
        stop(child)
    assert [news["plan"] for news in receiver.news] == ["a/plan.json"]


def test_a_file_settles_when_it_rests(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"1")
    settling = Settling(3.0)
    assert not settling.look([path], 10.0)
    assert not settling.look([path], 12.0)
    path.write_bytes(b"12")
    assert not settling.look([path], 13.5)
    assert not settling.look([path], 16.0)
    assert set(settling.look([path], 16.5)) == {path}
    path.unlink()
    assert not settling.look([path], 20.0)


class Log:
    """What a watcher says and tells, with a `run` that does as it is told."""

    def __init__(self, inbox: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.said: list[str] = []
        self.read: list[list[str]] = []
        self.error: Exception | None = None
        monkeypatch.setattr(watching, "run", self.run)
        task = watching.Watch(inbox, out, settle=0)
        self.watcher = watching._Watcher(task, threading.Event(), self.said.append, lambda outcomes: None)

    def run(self, paths: list[Path], out: Path, options: Options) -> list[Outcome]:
        if self.error:
            raise self.error
        self.read.append(sorted(path.name for path in options.only or ()))
        return []

    def look(self) -> None:
        self.watcher.look()


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Log:
    (tmp_path / "in").mkdir()
    return Log(tmp_path / "in", tmp_path / "out", monkeypatch)


def test_replaced_renamed_deleted(tmp_path: Path, log: Log) -> None:
    path = tmp_path / "in" / "a.docx"
    path.write_bytes(b"1")
    log.look()
    log.look()
    (tmp_path / "moi.docx").write_bytes(b"22")
    os.replace(tmp_path / "moi.docx", path)
    log.look()
    path.rename(path.with_name("b.docx"))
    log.look()
    path.with_name("b.docx").unlink()
    log.look()
    assert log.read == [["a.docx"], ["a.docx"], ["b.docx"]]
    assert log.said == []


def test_an_inbox_that_goes_and_returns(tmp_path: Path, log: Log) -> None:
    """A share that is away for a while: nothing is said, nothing read twice."""
    inbox = tmp_path / "in"
    (inbox / "a.docx").write_bytes(b"1")
    log.look()
    inbox.rename(tmp_path / "away")
    log.look()
    (tmp_path / "away").rename(inbox)
    log.look()
    (inbox / "b.docx").write_bytes(b"2")
    log.look()
    assert log.read == [["a.docx"], ["a.docx", "b.docx"]]
    assert log.said == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "ổ đĩa đầy"),
        (UsageError("Thư mục out đang có một lần chạy khác."), "lần chạy khác"),
        (sqlite3.OperationalError("disk I/O error"), "sổ ghi"),
    ],
)
def test_trouble_is_told_once_and_outlived(tmp_path: Path, log: Log, error: Exception, said: str) -> None:
    (tmp_path / "in" / "a.docx").write_bytes(b"1")
    log.error = error
    log.look()
    log.look()
    assert len(log.said) == 1
    assert said in log.said[0]
    assert log.said[0].endswith("Sẽ thử lại.")
    assert "disk" not in log.said[0]
    log.error = None
    log.look()
    assert log.read == [["a.docx"]]


def test_a_file_that_its_writer_keeps_to_itself(tmp_path: Path, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told as one that does not open; read as soon as it does."""
    (tmp_path / "in" / "a.docx").write_bytes(b"1")
    monkeypatch.setattr(watching, "_opens", lambda path: False)
    log.look()
    log.look()
    monkeypatch.setattr(watching, "_opens", lambda path: True)
    log.look()
    log.look()
    assert log.read == [["a.docx"], ["a.docx"]]
