"""Files written beside and then renamed: nobody ever sees half a file, and what a kill leaves behind is swept."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PART = ".part"
_BEGIN = 40  # characters of the name that its temporary file begins with: names may be as long as the system allows


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A path to write to; at the end of the block it becomes `path`, or vanishes where the block fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not (path.is_file() or path.is_dir()):  # a device or a pipe stays what it is
        yield path
        return
    path = Path(os.path.realpath(path))  # a link stays a link
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:_BEGIN]}.", suffix=_PART)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write(path: Path, data: bytes) -> None:
    """The whole file or nothing. Raises OSError."""
    with beside(path) as temporary:
        temporary.write_bytes(data)


def sweep(folder: Path) -> None:
    """Take away what a killed run was writing."""
    for path in folder.rglob(f".*{_PART}"):
        path.unlink(missing_ok=True)
