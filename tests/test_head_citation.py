"""Citations: the table of tests/cases/citations.toml, and that spans point at what was read."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import rulebook
from pipeline.normalize.head.citation import Citation, find_citations

CASES = tomllib.loads((Path(__file__).parent / "cases/citations.toml").read_text("utf-8"))["case"]
FIELDS = ("type", "number", "year", "symbol", "reference", "issued_on", "issuer", "subject")
BOOK = rulebook.load()
PIECES = ["Luật", "Quyết định", "số", "12", "/", "2024", "KH", "-", "UBND", "ngày", "31/02/2024", "của", ";", " ", "\n"]


def shown(citation: Citation) -> dict[str, object]:
    return {name: getattr(citation, name) for name in FIELDS}


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:50] for c in CASES])
def test_case(case: dict[str, Any]) -> None:
    wanted = [{name: want.get(name) for name in FIELDS} for want in case["want"]]
    assert [shown(c) for c in find_citations(case["text"], BOOK)] == wanted


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join) | st.text(max_size=80))
def test_spans_point_into_the_text(text: str) -> None:
    last = 0
    for citation in find_citations(text, BOOK):
        start, end = citation.span
        assert last <= start < end <= len(text)
        assert text[start:end] == citation.text
        last = end


def test_long_text_is_read_in_linear_time() -> None:
    unit = "Căn cứ Luật Đấu thầu và Quyết định số 12/QĐ-UBND ngày 5/6/2024 của UBND tỉnh, Sở Y tế về việc giao "
    start = time.perf_counter()
    assert len(find_citations(unit * 1000, BOOK)) == 1000
    assert time.perf_counter() - start < 10
