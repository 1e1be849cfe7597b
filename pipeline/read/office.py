"""Old Word, RTF and OpenDocument files: made into .docx by LibreOffice without a window, then read as Word.

In: bytes or paths. Out: the bytes of .docx files. LibreOffice gets a profile of its own in which macros are off and
nothing outside the file is loaded, a time limit, and no way to the network but a proxy that is not there. One start
takes many files; a file that hangs or breaks it is found by trying each of the rest alone.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ..document import Document
from ..errors import InputError
from ..programs import OFFICE
from ..rulebook import RuleBook

SUFFIXES = (".doc", ".rtf", ".odt")
START, EACH = 60.0, 20.0  # seconds: for LibreOffice itself, and for each file

_ITEM = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="{}" oor:op="fuse">'
    "<value>{}</value></prop></item>"
)
_SAFE = {"DisableMacrosExecution": "true", "MacroSecurityLevel": "3", "BlockUntrustedRefererLinks": "true",
         "DisableActiveContent": "true"}  # fmt: skip
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(_ITEM.format(name, value) for name, value in _SAFE.items())
    + '<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">'
    "<value>0</value></prop></item></oor:items>"
)
_NO_NETWORK = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")


def read_office(data: bytes, name: str, book: RuleBook) -> Document:
    """The document in a .doc, .rtf or .odt. Raises InputError, also where LibreOffice is missing."""
    return read_twin(data, convert({name: data}).get(name), name, book)


def read_twin(data: bytes, twin: bytes | None, name: str, book: RuleBook) -> Document:
    """The document in `data`, read from the .docx made of it; None: none could be made."""
    from . import sha256
    from .word import read_word

    if twin is None:
        raise InputError(
            f"{name}: LibreOffice không chuyển được tệp này.",
            "Hãy mở bằng Word (có thể tệp có mật khẩu) rồi lưu lại thành .docx.",
        )
    return replace(read_word(twin, name, book), sha256=sha256(data), format=Path(name).suffix.lower().lstrip("."))


def convert(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """name -> bytes of a .doc, .rtf or .odt; name -> bytes of its .docx, without those that could not be made.

    Raises InputError where LibreOffice is missing.
    """
    program = OFFICE.path()
    if program is None:
        first = next(iter(files), "")
        raise InputError(f"{first}: cần LibreOffice để đọc loại tệp này.", f"Hãy cài: {OFFICE.install}")
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        names = {f"{number}{Path(name).suffix.lower()}": name for number, name in enumerate(files)}
        for short, name in names.items():
            (Path(folder) / short).write_bytes(files[name])
        _together_or_alone(program, Path(folder), list(names))
        made = {name: Path(folder) / "out" / f"{Path(short).stem}.docx" for short, name in names.items()}
        return {name: path.read_bytes() for name, path in made.items() if path.exists()}


def _together_or_alone(program: str, folder: Path, names: list[str]) -> None:
    """All in one start; those that did not come out once more, each alone."""
    _start(program, folder, names)
    missing = [name for name in names if not (folder / "out" / f"{Path(name).stem}.docx").exists()]
    if len(names) > 1:
        for name in missing:
            _start(program, folder, [name])


def _start(program: str, folder: Path, names: list[str]) -> None:
    """One start of LibreOffice. Whatever goes wrong shows in what is not there afterwards."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
    seconds = START + EACH * len(names)
    command = [
        *_bounded(seconds),
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
    ]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), *names]
    child = subprocess.Popen(
        command, cwd=folder, env={**os.environ, **_NO_NETWORK}, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        pass
    finally:
        _end(child)


def _bounded(seconds: float) -> list[str]:
    """The process that waits for LibreOffice may be killed, which LibreOffice does not notice: it ends all the same."""
    program = shutil.which("timeout") if os.name != "nt" else None
    return [program, "--kill-after=5", f"{seconds + 5:g}"] if program else []


def _end(child: subprocess.Popen[bytes]) -> None:
    """The program and what it has started, which on Linux is the one that works."""
    if child.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        child.kill()
        child.wait()
