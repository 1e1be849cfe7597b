"""Readers: a file in, a `Document` out. To add a format: a module here and a line in READERS.

This module finds out what a file really is, whatever its name says, and reads its bytes once: what happens to
the file afterwards no longer matters. It does not know what a plan is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from ..document import Document
from ..errors import InputError
from ..rulebook import RuleBook

Reader = Callable[[bytes, str, RuleBook], Document]

MAX_BYTES = 500 * 1024 * 1024  # a plan of 500 pages with pictures has about 50 MB


def _word(data: bytes, name: str, book: RuleBook) -> Document:
    from .word import read_word

    return read_word(data, name, book)


def _pdf(data: bytes, name: str, book: RuleBook) -> Document:
    from .pdf import read_pdf

    return read_pdf(data, name, book)


READERS: dict[str, Reader] = {".docx": _word, ".pdf": _pdf}

# Documents of the field that no reader takes yet: named to the user, never passed over in silence.
KNOWN_UNREAD = (".doc", ".rtf", ".odt", ".docm", ".dotx", ".xlsx", ".xls")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(path: Path, book: RuleBook) -> Document:
    """Read one document. Raises InputError with what to do next."""
    return read_bytes(load(path), path.name, book)


def read_bytes(data: bytes, name: str, book: RuleBook) -> Document:
    """Read one document from its bytes; `name` is its file name. Raises InputError."""
    kind = sniff(data)
    suffix = Path(name).suffix.lower()
    if suffix not in READERS:
        raise InputError(
            f"{name}: chưa đọc được loại tệp {suffix or 'không có đuôi'}.",
            "Hãy mở bằng Word rồi lưu lại thành .docx (hoặc xuất ra .pdf).",
        )
    if kind == ".ole" and suffix == ".docx" and b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" not in data:
        raise InputError(f"{name}: thật ra là tệp .doc đời cũ.", "Hãy mở bằng Word rồi lưu lại thành .docx.")
    if kind in READERS and kind != suffix:
        raise InputError(f"{name}: đuôi là {suffix} nhưng nội dung là {kind}.", f"Hãy đổi đuôi tệp thành {kind}.")
    return READERS[suffix](data, name, book)


def check_file(path: Path) -> None:
    """Whether there is a file of sound size to read. Raises InputError."""
    try:
        if path.is_dir():
            raise InputError(f"{path.name}: là thư mục, không phải tệp.", "Dùng: kehoach run THƯ_MỤC")
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise InputError(f"{path.name}: không tìm thấy tệp.", "Hãy kiểm tra lại đường dẫn.") from error
    except OSError as error:
        raise _unopened(path, error) from error
    if size > MAX_BYTES:
        limit = f"{MAX_BYTES // 1024**2} MB"
        raise InputError(f"{path.name}: tệp lớn quá {limit}.", "Hãy tách văn bản, hoặc giảm cỡ ảnh trong tệp.")


def load(path: Path) -> bytes:
    """The bytes of a file, read once. Raises InputError where there is nothing to read."""
    check_file(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unopened(path, error) from error
    if not data.strip(b"\0 \t\r\n"):
        raise InputError(f"{path.name}: tệp rỗng.", "Hãy lấy lại tệp từ nơi gửi.")
    return data


def _unopened(path: Path, error: OSError) -> InputError:
    reason = error.strerror or "lỗi đọc"
    return InputError(f"{path.name}: không mở được tệp ({reason}).", "Hãy kiểm tra quyền đọc và ổ đĩa.")


def sniff(data: bytes) -> str | None:
    """The suffix the first bytes speak for: ".pdf", ".docx" (any zip), ".ole" (old Office), or None.

    >>> sniff(b"%PDF-1.7 ..."), sniff(b"hello")
    ('.pdf', None)
    """
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return ".docx"
    return ".ole" if data[:8] == _OLE else None


def sha256(data: bytes) -> str:
    """Fingerprint of a document's bytes, in hex."""
    return hashlib.sha256(data).hexdigest()
