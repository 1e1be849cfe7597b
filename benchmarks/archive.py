"""An archive of generated documents: how many a second, on how many workers, in how much memory?

    python benchmarks/archive.py [documents=1000] [workers=2]

Makes .docx, .pdf, .doc, copies of them, broken files and poison (tests/poison.py), then reads them three ways, each in
a process of its own: a plain loop over `extract`, `kehoach run` with one worker, and with all. Prints a table with
documents a second, peak memory of the children in the first and the last tenth of the run, and what was quarantined.
Needs soffice for .pdf and .doc; without it these are .docx too.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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
POISON = 5  # of each kind


def make(folder: Path, count: int) -> None:
    """The archive: half .docx, a quarter .pdf, a tenth .doc, the rest copies, broken files and poison."""
    chance = random.Random(2024)
    plain = [_plan(chance, folder / f"van-ban-{n:04}.docx", n) for n in range(round(count * 0.85))]
    if soffice_path():
        _convert(plain[: count // 4], "pdf")
        _convert(plain[count // 4 : count // 4 + count // 10], "doc")
    rest = count - len(plain)
    whole = sorted(folder.iterdir())
    (folder / "sao").mkdir()
    bad = [name for name in poison.POISON for _ in range(POISON if count >= 500 else 1)]
    for n, name in enumerate(bad[: rest // 2]):
        (folder / "doc-hai" / str(n)).mkdir(parents=True)
        _plan(chance, folder / "doc-hai" / str(n) / f"{name}.docx", 9000 + n)
    for n in range(rest - len(bad[: rest // 2]) - 2):
        source = whole[n * 7 % len(whole)]
        shutil.copy(source, folder / "sao" / f"{n}-{source.name}")
    (folder / "bom-nen.docx").write_bytes(broken.zip_bomb(400))
    (folder / "hong.pdf").write_bytes(b"%PDF-1.4 hong")


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
from tests import poison
inbox, out = map(Path, sys.argv[1:])
for n, path in enumerate(documents_in(inbox)):
    if path.stem in poison.POISON: continue          # a plain loop would end here
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
    batch.run([inbox], out, Options(workers=workers, limits=Limits(20, 1200), work=poison.read))
"""


def timed(code: str, *arguments: object) -> float:
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
        script.write(code)
        script.flush()
        start = time.perf_counter()
        subprocess.run([sys.executable, script.name, *map(str, arguments)], cwd=ROOT, check=True, env=_environment())
        return time.perf_counter() - start


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def memory(out: Path) -> tuple[int, int]:
    """Peak MB of a document, in the first and in the last tenth of the run (median of each)."""
    with sqlite3.connect(out / "ledger.sqlite") as base:
        peaks = [m for (m,) in base.execute("select memory_mb from documents where state='done' order by changed")]
    tenth = max(1, len(peaks) // 10)
    first, last = sorted(peaks[:tenth]), sorted(peaks[-tenth:])
    return first[len(first) // 2], last[len(last) // 2]


def main(count: int, workers: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inbox = folder / "in"
        inbox.mkdir()
        make(inbox, count)
        total = sum(path.is_file() for path in inbox.rglob("*"))
        print(f"{total} documents\n{'way':<22}{'s':>8}{'docs/s':>9}{'MB first':>10}{'MB last':>9}  quarantined")
        seconds = timed(LOOP, inbox, folder / "loop")
        print(f"{'plain loop':<22}{seconds:8.1f}{total / seconds:9.1f}{'':>10}{'':>9}  (poison left out)")
        for n in dict.fromkeys((1, workers)):
            out = folder / f"out-{n}"
            seconds = timed(RUN, inbox, out, n)
            first, last = memory(out)
            states = [each["state"] for each in json.loads((out / "run.json").read_bytes())["inputs"]]
            bad = states.count("quarantined")
            print(f"{f'kehoach run, {n} workers':<22}{seconds:8.1f}{total / seconds:9.1f}{first:>10}{last:>9}  {bad}")
        again = timed(RUN, inbox, folder / f"out-{workers}", workers)
        print(f"{'the same once more':<22}{again:8.1f}{total / again:9.1f}")


if __name__ == "__main__":
    main(*[int(a) for a in sys.argv[1:]] or [1000], *([] if len(sys.argv) > 2 else [2]))
