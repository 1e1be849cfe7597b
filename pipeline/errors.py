"""One tree of foreseen errors: what is wrong, what to do next (Vietnamese, for the official), and the exit code.

Anything that is not a KehoachError is a bug (exit 70). Messages are one or two lines.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


class KehoachError(Exception):
    """A foreseen error. `message` says what is wrong, `remedy` what to do next."""

    exit_code = 70

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}\n{self.remedy}" if self.remedy else self.message


@contextmanager
def about(name: str) -> Iterator[None]:
    """Foreseen errors raised inside open with the name of the document, once."""
    try:
        yield
    except KehoachError as error:
        error.message = f"{name}: {error.message.removeprefix(f'{name}: ')}"
        raise


class UsageError(KehoachError):
    """Wrong use of the command line or of a public function."""

    exit_code = 2


class InputError(KehoachError):
    """The input cannot be read: missing, broken, encrypted, not a document."""

    exit_code = 3


class NoTextLayerError(InputError):
    """Pages whose text cannot be trusted: scans, garbage glyph maps, OCR in another language."""

    def __init__(self, message: str, remedy: str, pages: Sequence[int]) -> None:
        super().__init__(message, remedy)
        self.pages = tuple(pages)


class NoPlanTableError(KehoachError):
    """The document is readable and holds no plan table; `reasons`: one line a table, why it was refused."""

    exit_code = 4

    def __init__(self, message: str, remedy: str = "", reasons: Sequence[str] = ()) -> None:
        self.reasons = tuple(reasons)
        super().__init__(message, remedy)


class RulesError(KehoachError):
    """A rule file is unsound. The message points at file, rule and place."""

    exit_code = 5


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_AWAY = (errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ETIMEDOUT, errno.ENETUNREACH)
_WHY = {
    errno.ENOENT: "không tìm thấy", errno.EACCES: "không có quyền, hoặc tệp đang mở ở chương trình khác",
    errno.EPERM: "không có quyền", errno.EROFS: "ổ đĩa chỉ cho đọc", errno.EIO: "ổ đĩa hoặc đường truyền bị lỗi",
    errno.ENAMETOOLONG: "tên quá dài", errno.EISDIR: "là thư mục, không phải tệp",
    errno.ENOTDIR: "một phần của đường dẫn là tệp, không phải thư mục", errno.EEXIST: "đã có tệp cùng tên",
    errno.ELOOP: "liên kết vòng tròn", errno.EBUSY: "đang được chương trình khác dùng",
    errno.ETXTBSY: "đang được chương trình khác dùng", errno.EMFILE: "mở quá nhiều tệp cùng lúc",
    errno.ENFILE: "mở quá nhiều tệp cùng lúc", errno.ECONNREFUSED: "nơi nhận không mở cổng",
    errno.ECONNRESET: "nơi nhận ngắt giữa chừng", errno.ENOEXEC: "không phải chương trình",
    **dict.fromkeys(_FULL, "ổ đĩa đầy"), **dict.fromkeys(_AWAY, "máy ở đầu kia không trả lời"),
}  # fmt: skip


def why(error: OSError) -> str:
    """What the system says by its number, in Vietnamese."""
    if isinstance(error, TimeoutError):
        return _WHY[errno.ETIMEDOUT]
    return _WHY.get(error.errno or 0) or (f"lỗi hệ thống số {error.errno}" if error.errno else "lỗi hệ thống")


def unread(name: str, error: OSError) -> InputError:
    """A file or folder that cannot be opened."""
    return InputError(f"{name}: không mở được ({why(error)}).", "Hãy kiểm tra quyền đọc và ổ đĩa.")


def unwritten(name: str, error: OSError) -> InputError:
    """A place that cannot be written to."""
    full = error.errno in _FULL
    remedy = "Hãy giải phóng chỗ trên ổ đĩa rồi chạy lại." if full else "Hãy kiểm tra quyền ghi và ổ đĩa."
    return InputError(f"{name}: không ghi được ({why(error)}).", remedy)


def foreseen_of(error: Exception) -> KehoachError:
    """The error itself, what the system said, or the word for a bug."""
    if isinstance(error, KehoachError):
        return error
    if isinstance(error, OSError) and error.errno:
        name = os.path.basename(str(error.filename)) if error.filename else "Kết quả"
        return unwritten(name, error) if error.errno in _FULL else unread(name, error)
    if isinstance(error, UnicodeEncodeError):  # a file name, since our streams speak UTF-8
        return UsageError("Máy đang dùng bảng mã không có chữ Việt.", "Hãy đặt LANG=C.UTF-8 rồi chạy lại.")
    return KehoachError(
        f"Lỗi của chương trình: {type(error).__name__}: {error}"[:300],
        "Hãy gửi tệp này cho bộ phận kỹ thuật (đặt KEHOACH_DEBUG=1 để xem chi tiết).",
    )
