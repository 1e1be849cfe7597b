"""Old Word files of a run, made into .docx many at a time: a start of LibreOffice costs more than a file.

In: sources. Out: .docx files in a folder of the run, by fingerprint. A file that could not be made is missing there;
its reader then tries it alone and says why.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from ..errors import InputError
from ..read.office import EACH, START, SUFFIXES, convert
from .inputs import Source

FOLDER = ".docx"  # in the output folder, for the time of the run
_GROUP = 20

Group = tuple[Source, ...]


def groups(sources: Sequence[Source], workers: int) -> Iterator[Group]:
    """The old files among the sources in handy groups; a single one is left to its reader."""
    old = [s for s in sources if s.path.suffix.lower() in SUFFIXES]
    size = max(2, min(_GROUP, -(-len(old) // workers)))
    rest = iter(old)
    while group := tuple(islice(rest, size)):
        if len(group) > 1:
            yield group


def seconds(group: Group) -> float:
    """How long a group may take: all together, and if need be each alone."""
    return (START + EACH) * (len(group) + 1)


def make(group: Group, folder: Path) -> None:
    """In a child: the group converted into `folder`."""
    try:
        made = convert({f"{s.sha256}{s.path.suffix}": s.path.read_bytes() for s in group})
    except (InputError, OSError):  # the reader of each will say it
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        (folder / Path(name).with_suffix(".docx")).write_bytes(data)


def path_of(source: Source, folder: Path) -> Path:
    return folder / f"{source.sha256}.docx"


def clear(out: Path) -> None:
    shutil.rmtree(out / FOLDER, ignore_errors=True)
