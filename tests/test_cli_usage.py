"""Wrong usage: exit code 2 and two lines in Vietnamese that name what is wrong."""

from __future__ import annotations

import sys

import pytest

from pipeline.cli import main


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("run", "thiếu PATHS."),
        ("extract", "thiếu FILE."),
        ("extract a.docx b.docx", "thừa b.docx."),
        (
            "extract a.docx --format yaml",
            "giá trị của --format không dùng được; chọn một trong: json, jsonl, csv, xlsx.",
        ),
        ("explain a.docx --row x", "giá trị của --row không dùng được; phải là số."),
        ("normalize deadline --issued 2025-13-01", "giá trị của --issued không dùng được; ngày ghi theo dạng"),
        ("normalize deadlines", "chọn một trong: target, deadline, owner."),
        ("run a --workers 0", "giá trị của --workers không dùng được; phải là số từ 1 đến 256."),
        ("frobnicate", "không có lệnh “frobnicate”."),
        ("extract --fromat json a.docx", "không có tùy chọn --fromat."),
        ("schema", "thiếu WHAT"),
    ],
)
def test_wrong_usage(line: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["kehoach", *line.split()])
    with pytest.raises(SystemExit) as stop:
        main()
    shown = capsys.readouterr().err
    assert stop.value.code == 2
    assert said in shown
    assert "--help" in shown.splitlines()[1]
    assert "Error" not in shown
    assert "Usage" not in shown
