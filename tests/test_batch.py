"""Many documents: what breaks its child is lost alone, what is known is not read again, a kill leaves nothing half."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import batch
from pipeline.batch.diff_folders import forget
from pipeline.batch.engine import Options, read_all
from pipeline.batch.guard import Limits
from pipeline.batch.inputs import find
from pipeline.batch.program import program_hash
from pipeline.errors import UsageError
from tests import poison
from tests.build import Annex, Description, Layout, broken, soffice_path, write_docx

ROOT = Path(__file__).resolve().parents[1]
HEADER = ("STT", "Nội dung", "Chỉ tiêu", "Thời gian", "Chủ trì")
OPTIONS = Options(workers=2, limits=Limits(seconds=60), work=poison.read)


def plan(path: Path, n: int) -> Path:
    """A small plan of its own: n makes it differ from the others."""
    rows = tuple(
        (str(i), f"Rà soát quy trình số {n}, phần {i}", f"{80 + i}%", "Quý II/2024", "Văn phòng") for i in (1, 2)
    )
    return write_docx(
        Description(type="KẾ HOẠCH", subject=f"Công tác {n} năm 2024", annexes=(Annex(rows=(HEADER, *rows)),)),
        path,
        Layout(),
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight good documents, one of them twice, a broken one and one that is no plan."""
    folder = tmp_path_factory.mktemp("archive")
    for n in range(8):
        plan(folder / f"ke-hoach-{n}.docx", n)
    (folder / "sub").mkdir()
    shutil.copy(folder / "ke-hoach-3.docx", folder / "sub" / "ban-sao.docx")
    (folder / "hong.pdf").write_bytes(b"%PDF-1.4 hong")
    (folder / "thu.docx").write_bytes(broken.word("<w:p><w:r><w:t>Kính gửi</w:t></w:r></w:p>"))
    return folder


def contents(out: Path) -> dict[str, bytes]:
    """Every output file but the ledger, which knows the clock."""
    files = (p for p in sorted(out.rglob("*")) if p.is_file())
    return {str(p.relative_to(out)): p.read_bytes() for p in files if p.name not in _BOOKS}


_BOOKS = {"ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", ".run.lock", ".run.lock-journal"}


@pytest.fixture(scope="module")
def clean(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive as one undisturbed run leaves it."""
    out = tmp_path_factory.mktemp("clean")
    batch.run([archive], out, OPTIONS)
    return out


def test_states_and_duplicates(archive: Path, clean: Path) -> None:
    record = json.loads((clean / "run.json").read_bytes())
    states = {each["path"]: each["state"] for each in record["inputs"]}
    good = {f"ke-hoach-{n}.docx": "done" for n in range(8)}
    assert states == {**good, "hong.pdf": "unreadable", "sub/ban-sao.docx": "duplicate", "thu.docx": "no_plan"}
    twin = next(each for each in record["inputs"] if each["path"] == "sub/ban-sao.docx")
    assert twin["same_as"] == "ke-hoach-3.docx"
    assert record["exit_code"] == 4
    assert not (clean / "hong").exists()
    assert str(archive) not in (clean / "run.json").read_text("utf-8")


def test_workers_do_not_change_the_result(archive: Path, clean: Path, tmp_path: Path) -> None:
    batch.run([archive], tmp_path, replace(OPTIONS, workers=1))
    assert contents(tmp_path) == contents(clean)


def test_second_run_reads_only_what_is_new(archive: Path, clean: Path, tmp_path: Path) -> None:
    out, inbox = tmp_path / "out", tmp_path / "in"
    shutil.copytree(clean, out)
    shutil.copytree(archive, inbox)
    plan(inbox / "moi.docx", 99)
    plan(inbox / "ke-hoach-5.docx", 55)
    (out / "ke-hoach-1" / "tasks.csv").unlink()
    outcomes = batch.run([inbox], out, OPTIONS)
    assert {o.shown for o in outcomes if o.fresh} == {"moi.docx", "ke-hoach-5.docx", "ke-hoach-1.docx"}
    again = batch.run([inbox], out, replace(OPTIONS, force=True))
    assert all(o.fresh for o in again)


def test_other_rules_make_old_results_stale(archive: Path, clean: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(clean, out)
    with sqlite3.connect(out / "ledger.sqlite") as base:
        base.execute("update documents set rules='khac' where name='ke-hoach-2.docx'")
        base.execute("update documents set program='khac' where name='hong.pdf'")
    outcomes = batch.run([archive], out, OPTIONS)
    assert {o.shown for o in outcomes if o.fresh} == {"ke-hoach-2.docx", "hong.pdf"}


def test_comparisons_are_never_older_than_their_plans(tmp_path: Path) -> None:
    """A plan read anew loses its comparisons at once; a pair that is none any more goes at the end."""
    out = tmp_path / "out"
    samples = ROOT / "samples"
    batch.run([samples / "ke-hoach-2023.docx", samples / "ke-hoach-2024.docx"], out, OPTIONS)
    made = out / "diff" / "ke-hoach-2023--ke-hoach-2024" / "diff.json"
    before = made.read_bytes()
    stale = [out / "diff" / name for name in ("ke-hoach-2024--ke-hoach-2023", "khac--ke-hoach-2024", "a--b")]
    for folder in stale:
        folder.mkdir()
    made.write_bytes(b"{}")
    forget(out, "ke-hoach-2024")
    assert not made.exists()
    assert [folder.exists() for folder in stale] == [False, False, True], "of other runs"
    batch.run([samples / "ke-hoach-2023.docx", samples / "ke-hoach-2024.docx"], out, OPTIONS)
    assert made.read_bytes() == before
    (out / "diff" / "ke-hoach-2024--ke-hoach-2023").mkdir()
    batch.run([samples / "ke-hoach-2023.docx", samples / "ke-hoach-2024.docx"], out, OPTIONS)
    assert sorted(p.name for p in (out / "diff").iterdir()) == ["a--b", "ke-hoach-2023--ke-hoach-2024"]


POISONED = [*poison.POISON, "bom-nen"]


@pytest.fixture
def poisoned(archive: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    shutil.copytree(archive, folder)
    for name in poison.POISON:
        plan(folder / f"{name}.docx", hash_of(name))
    (folder / "bom-nen.docx").write_bytes(broken.zip_bomb(400))
    return folder


def hash_of(name: str) -> int:
    return 1000 + list(poison.POISON).index(name)


def check_poisoned(folder: Path, out: Path, clean: Path, options: Options) -> None:
    outcomes = {o.shown.removesuffix(".docx"): o for o in batch.run([folder], out, options)}
    assert {name for name, o in outcomes.items() if o.state == "quarantined"} == set(poison.POISON)
    assert outcomes["bom-nen"].state == "unreadable"
    assert "giây" in (outcomes["treo"].reason or "")
    assert "bộ nhớ" in (outcomes["ngon-bo-nho"].reason or "")
    assert "RecursionError" in (outcomes["de-quy"].reason or "")
    ours = contents(out)
    assert all(ours[name] == data for name, data in contents(clean).items() if name != "run.json")
    again = batch.run([folder], out, options)
    assert not any(o.fresh for o in again if o.sha256), "what is in quarantine is not tried again"


def test_poison_costs_itself_alone(poisoned: Path, clean: Path, tmp_path: Path) -> None:
    check_poisoned(poisoned, tmp_path / "out", clean, replace(OPTIONS, limits=Limits(seconds=12, memory=1200)))


def test_two_runs_in_one_folder_are_refused(archive: Path, tmp_path: Path) -> None:
    lock = sqlite3.connect(tmp_path / ".run.lock", isolation_level=None)
    lock.execute("begin exclusive")
    with pytest.raises(UsageError, match="lần chạy khác"):
        batch.run([archive], tmp_path, OPTIONS)
    lock.close()


def test_killed_at_any_moment_the_next_run_finishes(archive: Path, clean: Path, tmp_path: Path) -> None:
    chance = random.Random(5)
    command = [sys.executable, "-m", "pipeline", "run", str(archive), "-o", str(tmp_path), "--workers", "2"]
    for _ in range(int(os.environ.get("KEHOACH_KILLS", "4"))):
        child = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(chance.uniform(0.3, 7.0))
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=120)
    assert contents(tmp_path) == contents(clean)
    with sqlite3.connect(tmp_path / "ledger.sqlite") as base:
        assert base.execute("select count(*) from documents where state='running'").fetchone() == (0,)
        assert base.execute("select count(*) from documents").fetchone() == (10,)


@pytest.mark.skipif(soffice_path() is None, reason="LibreOffice is absent: no .doc can be made or read")
def test_old_word_files_give_the_tasks_of_their_twins(tmp_path: Path) -> None:
    """Converted in a group; one of them is broken and costs itself alone."""
    inbox = tmp_path / "in"
    for n in range(3):
        plan(tmp_path / "new" / f"ke-hoach-{n}.docx", n)
    old = ["doc", "rtf", "odt"]
    for n, kind in enumerate(old):
        subprocess.run(
            [str(soffice_path()), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
             "--convert-to", kind, "--outdir", str(inbox), str(tmp_path / "new" / f"ke-hoach-{n}.docx")],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    (inbox / "hong.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    outcomes = {o.name: o for o in batch.run([inbox, tmp_path / "new"], tmp_path / "out", OPTIONS)}
    assert outcomes.pop("hong.doc").state == "unreadable"
    assert {o.state for o in outcomes.values()} == {"done"}
    for n, kind in enumerate(old):
        ours, theirs = (
            json.loads((tmp_path / "out" / str(outcomes[f"ke-hoach-{n}.{suffix}"].folder) / "plan.json").read_bytes())
            for suffix in (kind, "docx")
        )
        assert ours["tasks"] == theirs["tasks"]
        assert ours["document"]["file"]["format"] == kind
    assert not (tmp_path / "out" / ".docx").exists()


def test_a_file_that_vanishes_is_named(archive: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    shutil.copytree(archive, inbox)
    sources = find([inbox])
    (inbox / "ke-hoach-0.docx").unlink()
    outcomes = {o.shown: o for o in read_all(sources, tmp_path / "out", OPTIONS, lambda *_: None)}
    assert outcomes["ke-hoach-0.docx"].state == "unreadable"
    assert outcomes["ke-hoach-1.docx"].state == "done"
    shutil.copy(archive / "ke-hoach-0.docx", inbox)
    again = {o.shown: o for o in read_all(sources, tmp_path / "out", OPTIONS, lambda *_: None)}
    assert again["ke-hoach-0.docx"].state == "done", "what could not be had is looked for again"
    assert [name for name, o in again.items() if o.fresh] == ["ke-hoach-0.docx"]


def test_what_is_installed_later_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice or the reader of scans: what was refused for want of them is old."""
    before = program_hash()
    assert before == program_hash()
    monkeypatch.setattr("pipeline.programs.Program.path", lambda self: None)
    without_office = program_hash()
    assert without_office != before or soffice_path() is None


@pytest.fixture
def cluster() -> Iterator[str]:
    distributed = pytest.importorskip("distributed", reason="the extra kehoach[dask] is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as local:
        yield local.scheduler_address


def test_poison_on_a_dask_cluster(poisoned: Path, clean: Path, tmp_path: Path, cluster: str) -> None:
    options = replace(OPTIONS, limits=Limits(seconds=12, memory=1200), dask=cluster)
    check_poisoned(poisoned, tmp_path / "out", clean, options)
