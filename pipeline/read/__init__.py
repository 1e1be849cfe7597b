"""Readers: a file in, a `Document` out. To add a format: a module here and a line in READERS.

This module finds out what a file really is, whatever its name says, and reads its bytes once: what happens to
the file afterwards no longer matters. It does not know what a plan is.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable
from pathlib import Path

from ..document import Document
from ..errors import InputError, unread
from ..rulebook import RuleBook
from ..text import file_name

Reader = Callable[[bytes, str, RuleBook], Document]

MAX_BYTES = 500 * 1024 * 1024  # a plan of 500 pages with pictures has about 50 MB


def _word(data: bytes, name: str, book: RuleBook) -> Document:
    from .word import read_word

    return read_word(data, name, book)


def _pdf(data: bytes, name: str, book: RuleBook) -> Document:
    from .pdf import read_pdf

    return read_pdf(data, name, book)


def _office(data: bytes, name: str, book: RuleBook) -> Document:
    from .office import read_office

    return read_office(data, name, book)


READERS: dict[str, Reader] = {
    ".docx": _word, ".docm": _word, ".pdf": _pdf, ".doc": _office, ".rtf": _office, ".odt": _office,
}  # fmt: skip

# Documents of the field that no reader takes: named to the user, never passed over in silence.
KNOWN_UNREAD = (".dotx", ".wps", ".xlsx", ".xls")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
# What the first bytes may say under a suffix; archives are full of .doc files that are .rtf or .docx inside.
_INSIDE: dict[str, tuple[str | None, ...]] = {
    ".docx": (".docx", None), ".docm": (".docx", None), ".pdf": (".pdf", None), ".odt": (".docx",),
    ".doc": (".ole", ".rtf", ".docx", None), ".rtf": (".rtf", ".ole", None),
}  # fmt: skip


def read(path: Path, book: RuleBook) -> Document:
    """Read one document. Raises InputError with what to do next."""
    return read_bytes(load(path), path.name, book)


def read_bytes(data: bytes, name: str, book: RuleBook, twin: bytes | None = None) -> Document:
    """Read one document from its bytes; `name` is its file name. Raises InputError.

    twin: the .docx already made of a .doc, .rtf or .odt (office.convert takes many at a time).
    """
    name = file_name(name)
    if twin is not None:
        from .office import read_twin

        return read_twin(data, twin, name, book)
    suffix = Path(name).suffix.lower()
    if suffix not in READERS:
        raise InputError(
            f"{name}: chưa đọc được loại tệp {suffix or 'không có đuôi'}.",
            "Hãy mở bằng Word rồi lưu lại thành .docx (hoặc xuất ra .pdf).",
        )
    kind = sniff(data)
    if kind == ".ole" and _LOCKED in data:
        raise InputError(f"{name}: văn bản có mật khẩu.", "Hãy mở bằng Word, bỏ mật khẩu rồi lưu lại.")
    if not fits(suffix, data):
        real = {".ole": ".doc"}.get(str(kind), kind or "không rõ")
        raise InputError(f"{name}: đuôi là {suffix} nhưng nội dung là {real}.", f"Hãy đổi đuôi tệp thành {real}.")
    reader = READERS[".docx"] if kind == ".docx" and suffix != ".odt" else READERS[suffix]
    return reader(data, name, book)


def check_file(path: Path) -> None:
    """Whether there is a file of sound size to read. Raises InputError."""
    name = file_name(path.name)
    try:
        found = path.stat()
    except FileNotFoundError as error:
        if path.is_symlink():
            raise InputError(f"{name}: tệp mà nó trỏ tới không còn.", "Hãy lấy lại tệp gốc.") from error
        raise InputError(f"{name}: không tìm thấy tệp.", "Hãy kiểm tra lại đường dẫn.") from error
    except OSError as error:
        raise unread(name, error) from error
    if stat.S_ISDIR(found.st_mode):
        raise InputError(f"{name}: là thư mục, không phải tệp.", "Dùng: kehoach run THƯ_MỤC")
    if not stat.S_ISREG(found.st_mode):  # a pipe would never end
        raise InputError(f"{name}: không phải tệp thường.", "Hãy lưu văn bản thành tệp rồi chạy lại.")
    if found.st_size > MAX_BYTES:
        limit = f"{MAX_BYTES // 1024**2} MB"
        raise InputError(f"{name}: tệp lớn quá {limit}.", "Hãy tách văn bản, hoặc giảm cỡ ảnh trong tệp.")


def load(path: Path) -> bytes:
    """The bytes of a file, read once. Raises InputError where there is nothing to read."""
    check_file(path)
    name = file_name(path.name)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unread(name, error) from error
    if not data.strip(b"\0 \t\r\n"):
        raise InputError(f"{name}: tệp rỗng.", "Hãy lấy lại tệp từ nơi gửi.")
    return data


def sniff(data: bytes) -> str | None:
    """The suffix the first bytes speak for: ".pdf", ".docx" (any zip), ".rtf", ".ole" (old Office), or None.

    >>> sniff(b"%PDF-1.7 ..."), sniff(b"{\\\\rtf1 ..."), sniff(b"hello")
    ('.pdf', '.rtf', None)
    """
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return ".docx"
    if data.lstrip()[:5] == b"{\\rtf":
        return ".rtf"
    return ".ole" if data[:8] == _OLE else None


def fits(suffix: str, head: bytes) -> bool:
    """Whether a file that begins so may bear this suffix."""
    return sniff(head) in _INSIDE.get(suffix, ())


def sha256(data: bytes) -> str:
    """Fingerprint of a document's bytes, in hex."""
    return hashlib.sha256(data).hexdigest()
