"""Where output goes and what the system does to it: closed streams, gone readers, full disks, devices, signals."""

from __future__ import annotations

import errno
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.errors import foreseen_of, unread, unwritten, why
from pipeline.files import write
from tests.test_batch import plan

ROOT = Path(__file__).resolve().parents[1]
KEHOACH = f"{shlex.quote(sys.executable)} -m pipeline"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="streams and signals of POSIX systems")


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """In bash, with the code of the first command of a pipe as its own."""
    return subprocess.run(
        ["bash", "-c", f"{line}; exit ${{PIPESTATUS[0]}}"], cwd=ROOT, capture_output=True, text=True, timeout=120
    )


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plan(tmp_path_factory.mktemp("dong") / "in" / "a.docx", 1)


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("{k} extract {d} >&-", 0, ""),
        ("{k} extract khong-co.docx 2>&-", 3, ""),
        ("{k} normalize deadline <&-", 0, ""),
        ("{k} extract {d} | head -c 9", 0, ""),
        ("{k} extract {d} >/dev/full", 3, "Kết quả: không ghi được (ổ đĩa đầy)."),
        ("{k} run {d} {d}.khong-co -o {o} | true", 3, "khong-co: không tìm thấy tệp."),
        ("ulimit -f 2; {k} extract {d} -o {o}/x.json", 3, "x.json: không ghi được (ổ đĩa đầy)."),
        ("{k} extract {d} -o {d}/x.json", 3, "x.json: không ghi được"),
        ("{k} extract {d} -o {o}/" + "k" * 300, 3, "(tên quá dài)"),
    ],
)
def test_streams(line: str, code: int, said: str, document: Path, tmp_path: Path) -> None:
    done = shell(line.format(k=KEHOACH, d=document, o=tmp_path / "out"))
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == (0 if not said else 1 if "run" in line else 2)
    assert not list(tmp_path.rglob("*.part"))


def test_a_run_is_stopped(document: Path, tmp_path: Path) -> None:
    """SIGTERM as Ctrl-C: code 130, one line, nothing half; the next run goes on."""
    for n in range(2, 6):
        plan(document.parent / f"{n}.docx", n)
    command = [sys.executable, "-m", "pipeline", "run", str(document.parent), "-o", str(tmp_path), "--workers", "1"]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not list(tmp_path.glob("*/plan.json")) and child.poll() is None:
        time.sleep(0.05)
    child.send_signal(signal.SIGTERM)
    said = child.communicate(timeout=60)[1]
    assert child.returncode == 130
    assert said.strip() == "Đã dừng theo yêu cầu; chạy lại lệnh này để làm tiếp."
    assert not list(tmp_path.rglob("*.part"))
    assert not (tmp_path / "run.json").exists()
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert again.returncode == 0, again.stderr


def test_a_pipe_and_a_link_stay_what_they_are(tmp_path: Path) -> None:
    pipe, link, true = tmp_path / "ong", tmp_path / "lien-ket.json", tmp_path / "that.json"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write(pipe, b"tin")
    assert os.read(reader, 9) == b"tin"
    os.close(reader)
    link.symlink_to(true)
    write(link, b"1")
    assert link.is_symlink()
    assert true.read_bytes() == b"1"


@pytest.mark.parametrize("number", errno.errorcode)
def test_what_the_system_says_is_vietnamese(number: int) -> None:
    error = OSError(number, os.strerror(number), "/a/b.docx")
    for text in (why(error), str(unread("b", error)), str(unwritten("b", error)), str(foreseen_of(error))):
        assert os.strerror(number) not in text
        assert "/a/" not in text
