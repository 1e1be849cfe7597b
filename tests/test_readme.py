"""The README is true: its commands run, its set-up lines are those of CI, its library example works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
SHELL = [line.split("  #")[0].strip() for language, block in BLOCKS if language == "sh" for line in block.splitlines()]
COMMANDS = [line for line in SHELL if "kehoach " in line and "venv" not in line]
ALLOWED = {"kehoach check": (0, 1), "kehoach extract": (0, 1)}  # 1: done, the document holds errors of its own


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A folder with the samples, and `kehoach` on the path whether or not it is installed there."""
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "kehoach"
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m pipeline "$@"\n')
    script.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_command(command: str, workplace: Path) -> None:
    path = f"{workplace / 'bin'}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=workplace, capture_output=True, text=True, env={**os.environ, "PATH": path}, check=False,
    )  # fmt: skip
    expected = next((codes for start, codes in ALLOWED.items() if start in command), (0,))
    assert done.returncode in expected, done.stderr
    assert done.stdout or "-o " in command


def test_there_are_commands_to_run() -> None:
    assert len(COMMANDS) >= 6


def test_ci_runs_the_readmes_test_command() -> None:
    line = next(line for line in SHELL if "pytest" in line)
    assert line in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


def test_library_example() -> None:
    code = next(block for language, block in BLOCKS if language == "python")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 10


def test_every_command_stands_in_the_table() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = re.findall(r"^  (\w+)  ", done.stdout.split("Lệnh:")[1], re.MULTILINE)
    assert names
    assert [name for name in names if f"`kehoach {name}" not in README] == []


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)]+)\)", README))
def test_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()
