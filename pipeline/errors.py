"""One tree of foreseen errors: what is wrong, what to do next (Vietnamese, for the official), and the exit code.

Anything that is not a KehoachError is a bug (exit 70). Messages are one or two lines.
"""

from __future__ import annotations

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
