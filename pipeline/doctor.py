"""Which optional programs are present, which version, how to install the missing. Looks, changes nothing."""

from __future__ import annotations

import platform
import subprocess
from importlib import metadata

from . import __version__
from .programs import PROGRAMS, Program

PACKAGES = ("pypdfium2", "pdfplumber", "python-docx", "lxml", "spacy", "pandas", "pyarrow", "xlsxwriter", "pydantic")


def report() -> str:
    """The whole report as text."""
    lines = [f"kehoach {__version__}, Python {platform.python_version()}", "", "Thư viện:"]
    lines += [f"  {name:<12} {_package(name)}" for name in PACKAGES]
    lines += ["", "Chương trình phụ trợ (không bắt buộc với .docx và .pdf có lớp chữ):"]
    lines += [_line(program) for program in PROGRAMS]
    return "\n".join(lines)


def _package(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"thiếu; cài: pip install {name}"


def _line(program: Program) -> str:
    command = program.path()
    state = _version(command, program.version_flag) if command else f"không có; cài: {program.install}"
    return f"  {program.name:<12} {state}  ({program.used_for})"


def _version(command: str, flag: str) -> str:
    try:
        done = subprocess.run([command, flag], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "có, nhưng không chạy được"
    lines = (done.stdout or done.stderr).splitlines()
    return lines[0].strip() if lines else "có"
