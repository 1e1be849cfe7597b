"""Shared by all tests: made documents (one start of LibreOffice a session) and the golden switch."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.build import seed, soffice_path, to_pdf, write_docx


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--force-golden", action="store_true", help="write the golden plans of the samples anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Strict xfail for what cases/known.toml names."""
    known = tomllib.loads((Path(__file__).parent / "cases" / "known.toml").read_text(encoding="utf-8"))
    reasons = {test: group["reason"] for group in known.values() for test in group["tests"]}
    for item in items:
        if reason := reasons.get(item.nodeid.removeprefix("tests/")):
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the extra `kehoach[ocr]` is not installed."""
    monkeypatch.setattr("pipeline.read.pdf.available", lambda: "Hãy cài phần nhận dạng chữ: pip install 'kehoach[ocr]'")


@pytest.fixture(scope="session")
def seed_docx(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The seed plan as .docx, in every layout of `seed.LAYOUTS`."""
    if not seed.SOURCE.exists():
        pytest.skip(seed.MISSING)
    folder = tmp_path_factory.mktemp("seed")
    return {
        name: write_docx(seed.description(variant.joined), folder / f"{name}.docx", variant.layout)
        for name, variant in seed.LAYOUTS.items()
    }


@pytest.fixture(scope="session")
def seed_pdf(seed_docx: dict[str, Path]) -> dict[str, Path]:
    """The PDFs made from them."""
    if soffice_path() is None:
        pytest.skip("LibreOffice (soffice) is absent: no PDF can be made")
    folder = next(iter(seed_docx.values())).parent
    return dict(zip(seed_docx, to_pdf(seed_docx.values(), folder), strict=True))
