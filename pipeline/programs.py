"""The optional programs: by which names they go, what they are for, how to install them. Looks, starts nothing."""

from __future__ import annotations

import shutil
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Program:
    """A program that some inputs need. commands: names it may go by."""

    name: str
    commands: tuple[str, ...]
    version_flag: str
    used_for: str
    install: str

    def path(self) -> str | None:
        """Where it is; None where it is not installed."""
        return next((path for command in self.commands if (path := shutil.which(command))), None)


OFFICE = Program(
    "LibreOffice", ("soffice", "libreoffice"), "--version", "đọc .doc, .rtf, .odt", "apt install libreoffice-writer"
)
TESSERACT = Program(
    "Tesseract", ("tesseract",), "--version", "nhận dạng chữ trong bản quét",
    "apt install tesseract-ocr tesseract-ocr-vie",
)  # fmt: skip
CHROMIUM = Program(
    "Chromium", ("chromium", "chromium-browser", "google-chrome"), "--version", "kiểm thử báo cáo HTML",
    "apt install chromium",
)  # fmt: skip
PROGRAMS = (OFFICE, TESSERACT, CHROMIUM)
