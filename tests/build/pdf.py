"""Word files to PDF through LibreOffice without a window.

In: paths of .docx files. Out: PDFs of the same names in a folder, without clock or random identifiers.
`soffice_path()` is None where LibreOffice is absent; tests skip then.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

_CLOCK = re.compile(rb"(?<=Date\(D:)\d{14}")
_RANDOM = re.compile(rb"(?<=[</])[0-9A-F]{32}(?=>|\n)")


def soffice_path() -> str | None:
    """Where LibreOffice is, or None."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_pdf(docx: Path | Iterable[Path], out_dir: Path, timeout: float = 180) -> list[Path]:
    """Convert in one start of LibreOffice (the start costs more than a file). Raises if one PDF is not there."""
    paths = [docx] if isinstance(docx, Path) else list(docx)
    program = soffice_path()
    if program is None:
        raise FileNotFoundError("soffice")
    out_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", "pdf", "--outdir", str(out_dir), *map(str, paths)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1704067200"}
        subprocess.run(command, check=True, capture_output=True, timeout=timeout, env=environment)
    made = [out_dir / f"{path.stem}.pdf" for path in paths]
    for path in made:
        path.write_bytes(_steady(path.read_bytes()))
    return made


def _steady(data: bytes) -> bytes:
    """The same file, its date fixed and its identifiers zero, all of the same length."""
    return _RANDOM.sub(b"0" * 32, _CLOCK.sub(b"20240101000000", data))


def cut_rows(path: Path, rows: tuple[tuple[str, ...], ...]) -> list[str]:
    """Labels of the rows of which some cell stands whole on no page, as pdfplumber sees the cells."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        whole = {
            "".join(text.split())
            for page in pdf.pages
            for table in page.extract_tables()
            for row in table
            for text in row
            if text
        }
    return [
        row[0] for row in rows if any("".join(cell.split()) not in whole for cell in row if cell not in ("", "<", "^"))
    ]
