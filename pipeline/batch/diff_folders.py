"""The folders diff/<old>--<new> of an output folder: named here, and taken away when they are out of date.

A comparison is as old as its plans: before a plan is read anew its comparisons go, so that a run that is killed in
between leaves none that speaks of an earlier reading.
"""

from __future__ import annotations

import glob
import hashlib
import shutil
from collections.abc import Collection
from pathlib import Path

FOLDER = "diff"
_BETWEEN = "--"
_LONGEST = 120  # bytes


def name_of(old: str, new: str) -> str:
    """Below the output folder; old, new: the folders of the two plans."""
    return f"{FOLDER}/{_short(old)}{_BETWEEN}{_short(new)}"


def newer(out: Path, folder: str) -> list[Path]:
    """The comparisons of which the plan in `folder` is the newer one."""
    return sorted((out / FOLDER).glob(f"*{_BETWEEN}{glob.escape(_short(folder))}"))


def _short(folder: str) -> str:
    """Two of them make a name that file systems take."""
    data = folder.encode("utf-8")
    if len(data) <= _LONGEST:
        return folder
    return data[: _LONGEST - 9].decode("utf-8", "ignore") + "~" + hashlib.sha256(data).hexdigest()[:8]


def forget(out: Path, folder: str) -> None:
    """Take away every comparison of the plan in `folder`."""
    name = glob.escape(_short(folder))
    for pattern in (f"{name}{_BETWEEN}*", f"*{_BETWEEN}{name}"):
        for path in (out / FOLDER).glob(pattern):
            shutil.rmtree(path, ignore_errors=True)


def prune(out: Path, plans: Collection[str], made: Collection[str]) -> None:
    """Take away comparisons of two plans of this run that are no pair of it; those of other runs stay."""
    known = {_short(plan) for plan in plans}
    for path in (out / FOLDER).glob(f"*{_BETWEEN}*"):
        parts = path.name.split(_BETWEEN)
        splits = [(_BETWEEN.join(parts[:n]), _BETWEEN.join(parts[n:])) for n in range(1, len(parts))]
        ours = any(old in known and new in known for old, new in splits)
        if ours and f"{FOLDER}/{path.name}" not in made:
            shutil.rmtree(path, ignore_errors=True)
