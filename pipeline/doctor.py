"""Which optional programs are present, which version, how to install the missing. Looks, changes nothing."""

from __future__ import annotations

import platform
import shutil
import subprocess
from dataclasses import dataclass
from importlib import metadata

from . import __version__

PACKAGES = ("pypdfium2", "pdfplumber", "python-docx", "lxml", "spacy", "pandas", "pyarrow", "xlsxwriter", "pydantic")


@dataclass(frozen=True, slots=True)
class Program:
    """A program that some inputs need. commands: names it may go by."""

    name: str
    commands: tuple[str, ...]
    version_flag: str
    used_for: str
    install: str


PROGRAMS = (
    Program("LibreOffice", ("soffice", "libreoffice"), "--version", "chuyển .doc, .rtf sang .docx; dựng PDF mẫu",
            "apt install libreoffice-writer"),
    Program("Tesseract", ("tesseract",), "--version", "nhận dạng chữ trong bản quét",
            "apt install tesseract-ocr tesseract-ocr-vie"),
    Program("Chromium", ("chromium", "chromium-browser", "google-chrome"), "--version", "kiểm thử báo cáo HTML",
            "apt install chromium"),
)  # fmt: skip


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
    command = next((path for c in program.commands if (path := shutil.which(c))), None)
    state = _version(command, program.version_flag) if command else f"không có; cài: {program.install}"
    return f"  {program.name:<12} {state}  ({program.used_for})"


def _version(command: str, flag: str) -> str:
    try:
        done = subprocess.run([command, flag], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "có, nhưng không chạy được"
    lines = (done.stdout or done.stderr).splitlines()
    return lines[0].strip() if lines else "có"
