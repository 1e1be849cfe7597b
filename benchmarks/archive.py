"""An archive of generated documents: how many a second, on how many workers, in how much memory?

    python benchmarks/archive.py [documents=1000] [workers=2]

Makes .docx, .pdf, .doc, copies of them and broken files, then reads them three ways, each in a process of its own: a
plain loop over `extract`, `kehoach run` with one worker, and with all. Prints a table with documents a second and the
median of the children's peak memory: of the .docx read first, when a child is still cold, in the middle and last.
The processor time is that of all processes together; where other programs share the machine, it is the better figure,
and "busy" says how many processors the run had at work on average.
Then poison (tests/poison.py) is added to the archive: what hangs costs its time limit twice, so it has a line of its
own. Needs soffice for .pdf and .doc; without it these are .docx too.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import poison  # noqa: E402
from tests.build import Annex, Description, Layout, broken, soffice_path, to_pdf, write_docx  # noqa: E402

HEADER = ("STT", "Nội dung", "Chỉ tiêu", "Thời gian", "Chủ trì", "Phối hợp")
WORK = (
    "Rà soát quy trình",
    "Số hóa hồ sơ",
    "Tập huấn nghiệp vụ",
    "Kiểm tra công vụ",
    "Xây dựng báo cáo",
    "Nâng cấp phần mềm",
)
WHERE = (
    "tại bộ phận một cửa",
    "ở các phòng chuyên môn",
    "cho cán bộ mới",
    "về an toàn thông tin",
    "theo đề án đã duyệt",
)
WHEN = ("Quý II/2024", "Trước ngày 30/6", "Trong năm 2024", "Hằng tháng", "Từ tháng 3 đến tháng 9/2024", "15/11/2024")
WHO = (
    "Văn phòng Sở",
    "Phòng Tổ chức - Hành chính",
    "Thanh tra Sở",
    "Phòng Kế hoạch - Tài chính",
    "Trung tâm Dịch vụ số",
)
POISON = 5  # of each kind, in an archive of 500 or more


def make(folder: Path, count: int) -> None:
    """The archive: half .docx, a quarter .pdf, a tenth .doc, the rest copies and broken files."""
    chance = random.Random(2024)
    plain = [_plan(chance, folder / f"van-ban-{n:04}.docx", n) for n in range(round(count * 0.88))]
    if soffice_path():
        _convert(plain[: count // 4], "pdf")
        _convert(plain[count // 4 : count // 4 + count // 10], "doc")
    whole = sorted(folder.iterdir())
    (folder / "sao").mkdir()
    for n in range(count - len(plain) - 2):
        source = whole[n * 7 % len(whole)]
        shutil.copy(source, folder / "sao" / f"{n}-{source.name}")
    (folder / "bom-nen.docx").write_bytes(broken.zip_bomb(400))
    (folder / "hong.pdf").write_bytes(b"%PDF-1.4 hong")


def add_poison(folder: Path, each: int) -> int:
    """Documents whose names make poison.read break its child; how many."""
    chance = random.Random(7)
    names = [name for name in poison.POISON for _ in range(each)]
    for n, name in enumerate(names):
        (folder / "doc-hai" / str(n)).mkdir(parents=True)
        _plan(chance, folder / "doc-hai" / str(n) / f"{name}.docx", 9000 + n)
    return len(names)


def _plan(chance: random.Random, path: Path, number: int) -> Path:
    rows = tuple(
        (str(n), f"{chance.choice(WORK)} {chance.choice(WHERE)} đợt {n}", f"Đạt từ {chance.randint(60, 99)}% trở lên",
         chance.choice(WHEN), *chance.sample(WHO, 2))
        for n in range(1, chance.randint(8, 40))
    )  # fmt: skip
    annex = Annex(rows=(HEADER, *rows))
    return write_docx(
        Description(type="KẾ HOẠCH", subject=f"Công tác số {number} năm 2024", annexes=(annex,)), path, Layout()
    )


def _convert(paths: list[Path], kind: str) -> None:
    for start in range(0, len(paths), 100):
        group = paths[start : start + 100]
        if kind == "pdf":
            to_pdf(group, group[0].parent, timeout=900)
        else:
            with tempfile.TemporaryDirectory() as profile:
                command = [str(soffice_path()), f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"]
                command += ["--convert-to", "doc", "--outdir", str(group[0].parent), *map(str, group)]
                subprocess.run(command, check=True, capture_output=True, timeout=900)
        for path in group:
            path.unlink()


LOOP = """
import sys, time
from pathlib import Path
from pipeline import extract
from pipeline.batch.inputs import documents_in
from pipeline.batch.job import PER_DOCUMENT
from pipeline.errors import KehoachError
from pipeline.export import WRITERS
from pipeline.files import write
inbox, out = map(Path, sys.argv[1:])
for n, path in enumerate(documents_in(inbox)):
    try: plan = extract(path)
    except KehoachError: continue
    for name, kind in PER_DOCUMENT.items(): write(out / str(n) / name, WRITERS[kind](plan))
"""
RUN = """
import sys
from pathlib import Path
from pipeline import batch
from pipeline.batch.engine import Options
from pipeline.batch.guard import Limits
from tests import poison
inbox, out, workers = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
if __name__ == "__main__":
    batch.run([inbox], out, Options(workers=workers, limits=Limits(float(sys.argv[4]), 1200), work=poison.read))
"""


class Timed(NamedTuple):
    """One way to read. processor: seconds of all its processes together."""

    seconds: float
    processor: float

    def line(self, way: str, count: int, rest: str) -> str:
        busy = self.processor / self.seconds
        return f"{way:<26}{self.seconds:8.1f}{count / self.seconds:8.1f}{self.processor:10.1f}{busy:6.2f}  {rest}"


def timed(code: str, *arguments: object) -> Timed:
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
        script.write(code)
        script.flush()
        start, before = time.perf_counter(), _children()
        subprocess.run([sys.executable, script.name, *map(str, arguments)], cwd=ROOT, check=True, env=_environment())
        seconds = time.perf_counter() - start
        with suppress(ChildProcessError):
            while True:  # a fork server outlives its run; it counts
                os.waitpid(-1, 0)
        return Timed(seconds, _children() - before)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def memory(out: Path) -> str:
    """Peak MB of the .docx in the first, the middle and the last tenth of them (median of each)."""
    ask = "select memory_mb from documents where state='done' and name like '%.docx' order by changed, rowid"
    with sqlite3.connect(out / "ledger.sqlite") as base:
        peaks = [peak for (peak,) in base.execute(ask)]
    tenth = max(1, len(peaks) // 10)
    middle = (len(peaks) - tenth) // 2
    parts = (peaks[:tenth], peaks[middle : middle + tenth], peaks[-tenth:])
    return " ".join(f"{median(part):8.0f}" for part in parts)


def states(out: Path) -> Counter[str]:
    return Counter(each["state"] for each in json.loads((out / "run.json").read_bytes())["inputs"])


def main(count: int, workers: int) -> None:
    ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER: who loses its parent becomes ours to wait for
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inbox = folder / "in"
        inbox.mkdir()
        make(inbox, count)
        total = sum(path.is_file() for path in inbox.rglob("*"))
        titles = f"{'way':<26}{'s':>8}{'docs/s':>8}{'processor':>10}{'busy':>6}"
        print(f"{total} documents\n{titles}  {'MB first':>10}   middle     last")
        print(timed(LOOP, inbox, folder / "loop").line("plain loop", total, ""), flush=True)
        for n in dict.fromkeys((1, workers)):
            out = folder / f"out-{n}"
            way = timed(RUN, inbox, out, n, 60).line(f"kehoach run, workers: {n}", total, "  {}")
            print(way.format(memory(out)), flush=True)
        out = folder / f"out-{workers}"
        print(timed(RUN, inbox, out, workers, 60).line("the same once more", total, ""), flush=True)
        bad = add_poison(inbox, POISON if count >= 500 else 1)
        print(timed(RUN, inbox, out, workers, 10).line(f"{bad} poisoned added", bad, f"  {dict(states(out))}"))


if __name__ == "__main__":
    main(*[int(a) for a in sys.argv[1:]] or [1000], *([] if len(sys.argv) > 2 else [2]))
