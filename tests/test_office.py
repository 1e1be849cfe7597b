"""Old Word files through LibreOffice: the same tasks as from their .docx twins, and plain words where it cannot be."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict
from pathlib import Path

import pytest

from pipeline import extract, rulebook
from pipeline.errors import InputError
from pipeline.programs import OFFICE
from pipeline.read import office
from tests.build import Layout, seed, soffice_path, write_docx
from tests.child import calls

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "real" / "neg_bct_tt38_2025.doc"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
needs_office = pytest.mark.skipif(soffice_path() is None, reason="LibreOffice is absent: no .doc can be made or read")


def tasks(path: Path) -> list[object]:
    return [json.dumps(asdict(task), ensure_ascii=False) for task in extract(path).tasks]


@needs_office
@pytest.mark.skipif(not seed.SOURCE.exists(), reason="the seed is not beside the repository")
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_the_seed_gives_the_tasks_of_its_twin(kind: str, tmp_path: Path) -> None:
    twin = write_docx(seed.description(), tmp_path / "seed.docx", Layout())
    command = [str(soffice_path()), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", kind, "--outdir", str(tmp_path), str(twin)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert tasks(tmp_path / f"seed.{kind}") == tasks(twin)


@needs_office
@pytest.mark.skipif(not REAL.exists(), reason="the real documents are not beside the repository")
def test_a_real_doc_is_read_and_is_no_plan() -> None:
    (result,) = calls([["extract", str(REAL)]])
    assert result.code == 4
    assert REAL.name in result.stderr


@needs_office
def test_what_cannot_be_converted_is_told() -> None:
    with pytest.raises(InputError, match=r"hong\.doc: LibreOffice"):
        office.read_office(OLE + bytes(2000), "hong.doc", rulebook.load())


def test_without_libreoffice_the_remedy_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(OFFICE), "path", lambda self: None)
    with pytest.raises(InputError, match="apt install libreoffice-writer"):
        office.read_office(OLE + bytes(2000), "a.doc", rulebook.load())


@needs_office
def test_macros_are_off_and_nothing_is_loaded_from_outside(tmp_path: Path) -> None:
    """The profile that LibreOffice gets says so; it is read before anything else."""
    profile = office._PROFILE
    for setting in (
        "DisableMacrosExecution",
        "MacroSecurityLevel",
        "DisableActiveContent",
        "BlockUntrustedRefererLinks",
    ):
        assert setting in profile
    assert set(office._NO_NETWORK.values()) == {"http://127.0.0.1:9"}
