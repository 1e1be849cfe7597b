"""What a result depends on besides the document and the rules: our code, the libraries and programs that read for us.

In: nothing. Out: a hash. Where it changes, what earlier runs made is old.
"""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path

from ..programs import OFFICE

_LIBRARIES = ("pypdfium2", "pdfplumber", "python-docx", "lxml", "spacy", "tesserocr", "opencv-python-headless")


def program_hash() -> str:
    """A change of any line, another version of a library, a program installed since then."""
    digest = hashlib.sha256()
    root = Path(__file__).resolve().parents[1]
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    digest.update(repr([_version(name) for name in _LIBRARIES]).encode())
    digest.update(repr(_helpers()).encode())
    return digest.hexdigest()


def _version(library: str) -> str | None:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None


def _helpers() -> tuple[bool, bool]:
    """Whether old Word files and scans can be read here."""
    from ..read.scan_words import available

    return OFFICE.path() is not None, available() is None
