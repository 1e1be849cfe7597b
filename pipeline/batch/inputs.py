"""Which documents a run has: the files under the paths, each with its fingerprint and its output folder.

In: paths as the user gave them. Out: `Source`s in stable order. Reads every file once, in blocks, and keeps none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..errors import InputError
from ..read import KNOWN_UNREAD, READERS, check_file


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the run. shown: its path below the given one; sha256 is None where it cannot be read.

    folder: name of its output folder; same_as: the source (its `shown`) whose bytes it repeats.
    """

    path: Path
    shown: str
    folder: str
    sha256: str | None = None
    same_as: str | None = None
    error: InputError | None = None

    @property
    def name(self) -> str:
        return self.path.name


def find(paths: Iterable[Path], only: Collection[Path] | None = None) -> list[Source]:
    """The documents under the paths, in stable order; a path given by name counts whatever its suffix is.

    only: of what lies in folders, no other files than these (those that have settled in an inbox).
    """
    files = _files(paths, only)
    folders = _folders([path for path, _ in files])
    first: dict[str, str] = {}
    sources = []
    for path, shown in files:
        sha256, error = _fingerprint(path)
        same_as = first.setdefault(sha256, shown) if sha256 else shown
        sources.append(Source(path, shown, folders[path], sha256, same_as if same_as != shown else None, error))
    return sources


def documents_in(folder: Path) -> list[Path]:
    """The files below a folder that may be documents. Word's lock files (~$...) and hidden files are none."""
    found = []
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if not hidden and path.suffix.lower() in (*READERS, *KNOWN_UNREAD) and path.is_file():
            found.append(path)
    return found


def _files(paths: Iterable[Path], only: Collection[Path] | None) -> list[tuple[Path, str]]:
    """Each file with its name as shown."""
    found: dict[Path, str] = {}
    for path in paths:
        if not path.is_dir():
            found.setdefault(path, path.name)
            continue
        for inner in documents_in(path):
            if only is None or inner in only:
                found.setdefault(inner, inner.relative_to(path).as_posix())
    return list(found.items())


def _folders(paths: Sequence[Path]) -> dict[Path, str]:
    """An output folder a document: its stem; where two share a stem, the later ones keep their suffix too."""
    taken: set[str] = set()
    folders: dict[Path, str] = {}
    for path in paths:
        name, n = path.stem, 2
        for candidate in (path.stem, path.name):
            name = candidate
            if candidate.casefold() not in taken:
                break
        while name.casefold() in taken:
            name, n = f"{path.name}-{n}", n + 1
        taken.add(name.casefold())
        folders[path] = name
    return folders


def _fingerprint(path: Path) -> tuple[str | None, InputError | None]:
    try:
        check_file(path)
        stat = path.stat()
        return _digest(path, stat.st_size, stat.st_mtime_ns), None
    except InputError as error:
        return None, error
    except OSError as error:
        reason = error.strerror or "lỗi đọc"
        return None, InputError(f"{path.name}: không mở được tệp ({reason}).", "Hãy kiểm tra quyền đọc và ổ đĩa.")


@lru_cache(maxsize=100_000)  # a watch looks again and again at files that stay as they are
def _digest(path: Path, size: int, changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
