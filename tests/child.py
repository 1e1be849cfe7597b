"""Runs `kehoach` many times in one child process: quick, and a crash of native code is seen, not suffered.

As a module: calls(list of arguments) gives (exit code, stdout, stderr) of each. As a script: reads a JSON list of
argument lists on stdin, writes one JSON line a call on stdout. Memory of the child is bounded.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MEMORY = 3 * 2**30
WITHOUT_OCR = "--without-ocr"


@dataclass(frozen=True)
class Result:
    code: int
    stdout: str
    stderr: str


def calls(arguments: Sequence[Sequence[str]], timeout: float = 120, ocr: bool = True) -> list[Result]:
    """The results in order. Fails with the arguments at fault where the child dies or hangs.

    ocr: as where the extra `kehoach[ocr]` is installed.
    """
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.child", *([] if ocr else [WITHOUT_OCR])],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    try:
        out, err = child.communicate(json.dumps([list(map(str, each)) for each in arguments]), timeout)
    except subprocess.TimeoutExpired:
        child.kill()
        out, err = child.communicate()
        err += f" after {timeout} seconds"
    results = [Result(**json.loads(line)) for line in out.splitlines()]
    if len(results) < len(arguments):
        raise AssertionError(f"died ({child.returncode}) on {arguments[len(results)]}: {err[-500:]}")
    return results


def _once(arguments: list[str]) -> Result:
    from pipeline.cli import main

    keep = sys.argv, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    streams = io.TextIOWrapper(out, "utf-8"), io.TextIOWrapper(err, "utf-8")
    sys.argv, (sys.stdout, sys.stderr) = ["kehoach", *arguments], streams
    code = 0
    try:
        main()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    finally:
        for stream in streams:
            stream.flush()
        sys.argv, sys.stdout, sys.stderr = keep
    return Result(code, out.getvalue().decode("utf-8", "replace"), err.getvalue().decode("utf-8", "replace"))


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _bound_memory()
    if WITHOUT_OCR in sys.argv:
        import pipeline.read.pdf

        pipeline.read.pdf.available = lambda: "Hãy cài phần nhận dạng chữ."
    for each in json.load(sys.stdin):
        result = _once(each)
        print(json.dumps({"code": result.code, "stdout": result.stdout, "stderr": result.stderr}), flush=True)
