"""Who is told of new plans: in time whatever the clock says, once, and without waiting on one who is away."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.batch import outbox
from pipeline.batch.ledger import open_outbox
from pipeline.batch.outbox import Listeners, deliver
from pipeline.errors import UsageError

AWAY = Listeners(webhook="http://127.0.0.1:9/")
HOUR = 3600.0


@pytest.fixture
def base(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Three plans of which nobody has been told."""
    with open_outbox(tmp_path) as base:
        for n in range(3):
            row = (f"sha{n}", f"{n}.docx", str(n))
            base.execute("insert into documents (sha256, name, folder, state) values (?, ?, ?, 'done')", row)
            outbox.put(base, f"sha{n}", ("command", "webhook"))
            (tmp_path / str(n)).mkdir()
            (tmp_path / str(n) / "plan.json").write_text('{"document": {}, "tasks": [], "findings": []}')
        yield base


def due(base: sqlite3.Connection) -> list[float]:
    return [row[0] for row in base.execute("select due from outbox where channel='webhook' order by rowid")]


def test_one_who_is_away_is_asked_once_a_round(base: sqlite3.Connection, tmp_path: Path) -> None:
    (said,) = deliver(base, tmp_path, AWAY, 1000.0)
    assert said == "0.docx: không gửi được tới http://127.0.0.1:9/ (nơi nhận không mở cổng); sẽ thử lại"
    assert due(base) == [1005.0, 0.0, 0.0]
    (said,) = deliver(base, tmp_path, AWAY, 1001.0)
    assert said.startswith("1.docx"), "the next one's turn"


def test_a_clock_set_back_delays_nothing(base: sqlite3.Connection, tmp_path: Path) -> None:
    base.execute("update outbox set due=?", (9e9,))
    heard = tmp_path / "heard"
    listeners = Listeners(command=f"{sys.executable} -c \"import sys; open(r'{heard}','a').write(sys.argv[1])\"")
    assert deliver(base, tmp_path, listeners, 1000.0) == []
    assert heard.read_text().count("plan.json") == 3
    base.execute("update outbox set told=null, due=?", (1000.0 + HOUR,))
    assert deliver(base, tmp_path, AWAY, 1000.0) == [], "what is due within the longest delay waits"


def test_it_is_time_to_stop(base: sqlite3.Connection, tmp_path: Path) -> None:
    assert deliver(base, tmp_path, AWAY, 1000.0, lambda: True) == []
    assert due(base) == [0.0, 0.0, 0.0]


def test_a_plan_that_is_gone_and_a_command_that_is_none(base: sqlite3.Connection, tmp_path: Path) -> None:
    (tmp_path / "0" / "plan.json").unlink()
    assert deliver(base, tmp_path, AWAY, 1.0)[0] == "0.docx: không mở được plan.json (không tìm thấy); sẽ thử lại"
    said = deliver(base, tmp_path, Listeners(command="khong-co-lenh"), 1.0)
    assert said[0] == "0.docx: không chạy được lệnh khong-co-lenh (không tìm thấy); sẽ thử lại"


@pytest.mark.parametrize(
    "wrong", [{"command": "python 'thieu nhay"}, {"command": " "}, {"webhook": "may-chu/tin"}, {"webhook": "file:///a"}]
)
def test_listeners_who_could_never_hear(wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError) as error:
        Listeners(**wrong)
    assert "Ví dụ" in error.value.remedy


def test_a_ledger_that_is_none(tmp_path: Path) -> None:
    from pipeline.batch.ledger import Ledger, Stamp
    from pipeline.errors import InputError

    (tmp_path / "ledger.sqlite").write_bytes(b"hong" * 2000)
    with pytest.raises(InputError, match="bị hỏng"):
        Ledger(tmp_path, Stamp("1", "2", "3"))
