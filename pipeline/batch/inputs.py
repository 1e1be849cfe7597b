"""Which documents a run has: the files under the paths, each with its fingerprint and its output folder.

In: paths as the user gave them. Out: `Source`s in stable order. Reads every file once, in blocks, and keeps none.
What looks like a document and cannot be read is a source too: it is told, not passed over.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..errors import InputError, UsageError, unread
from ..read import KNOWN_UNREAD, READERS, check_file, fits
from ..text import file_name
from . import ledger

# What a run itself leaves in its output folder: no document's folder may be named so.
_OURS = frozenset({"diff", "run.json", "tasks.csv", "tasks.parquet", ledger.NAME})
_LONGEST = 200  # bytes of a folder's name; file systems take 255


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
        return file_name(self.path.name)


def find(paths: Iterable[Path], only: Collection[Path] | None = None) -> list[Source]:
    """The documents under the paths, in stable order; a path given by name counts whatever its suffix is.

    only: of what lies in folders, no other files than these (those that have settled in an inbox).
    """
    files = _files(paths, only)
    folders = _folders([path for path, _ in files])
    prints = [_fingerprint(path) for path, _ in files]
    first: dict[str, str] = {}
    for wanted in (True, False):  # of copies the one whose name says what it is: another could not be read
        for (path, shown), (sha256, _) in zip(files, prints, strict=True):
            if sha256 and (_fits(path) or not wanted):
                first.setdefault(sha256, shown)
    sources = []
    for (path, shown), (sha256, error) in zip(files, prints, strict=True):
        same_as = first[sha256] if sha256 else shown
        sources.append(Source(path, shown, folders[path], sha256, same_as if same_as != shown else None, error))
    return sources


def check_apart(paths: Iterable[Path], out: Path) -> None:
    """Outputs go to a folder of their own: among the inputs the next run would read them. Raises UsageError."""
    if any(os.path.isdir(path) and os.path.realpath(path) == os.path.realpath(out) for path in paths):
        raise UsageError("Thư mục kết quả trùng với thư mục văn bản.", "Hãy chọn thư mục khác: -o outputs")


def documents_in(folder: Path) -> list[Path]:
    """What lies below a folder and may be a document. Word's lock files (~$...) and hidden files are none.

    Links to folders are followed, each folder once. Links that lead nowhere and folders that do not open are given
    too: whoever reads them says so. The output folders of other runs are left out.
    """
    found: list[Path] = []
    seen: set[tuple[int, int]] = set()
    waiting = deque([folder])  # links wait until the true folders are through

    def closed(error: OSError) -> None:
        found.append(Path(error.filename))

    while waiting:
        for here, folders, files in os.walk(waiting.popleft(), onerror=closed):
            place = _place(here)
            if place is None or place in seen or (ledger.NAME in files and Path(here) != folder):
                folders.clear()
                continue
            seen.add(place)
            folders[:] = [name for name in folders if not _hidden(name)]
            waiting.extend(path for path in _paths(here, sorted(folders)) if path.is_symlink())
            found += [path for path in _paths(here, files) if not _hidden(path.name) and _may_be_document(path)]
    return sorted(found)


def _paths(here: str, names: Iterable[str]) -> Iterator[Path]:
    return (Path(here, name) for name in names)


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _place(folder: str) -> tuple[int, int] | None:
    """None where it is gone meanwhile."""
    try:
        stat = os.stat(folder)
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


def _may_be_document(path: Path) -> bool:
    """By its suffix; a link that leads nowhere may have been a folder of documents."""
    suffix = path.suffix.lower()
    return suffix in (*READERS, *KNOWN_UNREAD) or (not suffix and path.is_symlink() and not os.path.exists(path))


def _files(paths: Iterable[Path], only: Collection[Path] | None) -> list[tuple[Path, str]]:
    """Each file once, with its name as shown; files of several folders that are named alike show their folder too."""
    found: dict[tuple[str, str], tuple[Path, str]] = {}
    taken: set[str] = set()
    for path in paths:
        inside = documents_in(path) if os.path.isdir(path) else [path]
        for inner in inside:
            place = (_true_folder(inner.parent), inner.name)
            if place in found or (inner != path and only is not None and inner not in only):
                continue
            shown = inner.relative_to(path).as_posix() if inner != path else path.name
            names = (file_name(shown), file_name(f"{inner.parent.name if inner == path else path.name}/{shown}"))
            found[place] = (inner, _free(names, taken, str))
    return list(found.values())


@lru_cache(maxsize=1000)
def _true_folder(folder: Path) -> str:
    return os.path.realpath(folder)


def _folders(paths: Sequence[Path]) -> dict[Path, str]:
    """An output folder a document: its stem; where two share a stem, the later ones keep their suffix too."""
    taken = set(_OURS)
    return {path: _free((_folder(path.stem), _folder(path.name)), taken, str.casefold) for path in paths}


def _folder(name: str) -> str:
    """A name that every file system takes."""
    short = file_name(name).replace("\\", "_").encode("utf-8")[:_LONGEST].decode("utf-8", "ignore")
    return short.strip(" .") or "van-ban"


def _free(names: Sequence[str], taken: set[str], same: Callable[[str], str]) -> str:
    """The first of the names that is free, or the last one with a number; from now on it is taken."""
    name = next((name for name in names if same(name) not in taken), names[-1])
    n = 2
    while same(name) in taken:
        name, n = f"{names[-1]}-{n}", n + 1
    taken.add(same(name))
    return name


def _fingerprint(path: Path) -> tuple[str | None, InputError | None]:
    try:
        if os.path.isdir(path):
            os.listdir(path)  # it is here because it did not open
        check_file(path)
        stat = path.stat()
        return _digest(path, stat.st_size, stat.st_mtime_ns), None
    except InputError as error:
        return None, error
    except OSError as error:
        return None, unread(file_name(path.name), error)


def _fits(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return fits(path.suffix.lower(), file.read(1024))
    except OSError:
        return False


@lru_cache(maxsize=100_000)  # a watch looks again and again at files that stay as they are
def _digest(path: Path, size: int, changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
