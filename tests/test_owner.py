"""The language of owners: phrases with their reading (cases/owners.tsv), rows, the seed, properties."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Owner
from pipeline.normalize.context import Context
from pipeline.normalize.owner import OwnerReader, check_rules, owner_reader
from pipeline.normalize.owner_check import ROLES, as_text
from pipeline.rulebook import load
from pipeline.text import clean, key

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
ISSUER = "Sở Khoa học và Công nghệ"
COLUMNS = (None, "lead", "coop", "lead_coop", "leader", "method", "note")


def cases() -> list[dict[str, str]]:
    """One case a line. issuer: blank is the department of the table, "-" is none."""
    with (HERE / "cases" / "owners.tsv").open(encoding="utf-8") as file:
        return [
            {k: v or "" for k, v in row.items()} for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


@pytest.fixture(scope="module")
def reader() -> OwnerReader:
    return owner_reader(load())


def context(case: dict[str, str]) -> Context:
    issuer = {"": ISSUER, "-": None}.get(case["issuer"], case["issuer"])
    return Context(
        column=case["column"] or None, issuer=issuer, issued_on=date.fromisoformat(case["on"] or "2024-01-17")
    )


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['id']} {case['text'][:40]}")
def test_phrase(reader: OwnerReader, case: dict[str, str]) -> None:
    got = reader.read(case["text"].replace("\\n", "\n"), context(case))
    for role in ROLES:
        assert as_text(got.values, role, case[role]) == case[role]


def test_rules_hold() -> None:
    assert check_rules(load()) == []


# --- kinds -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sở Tài chính", "unit"),
        ("các sở, ban, ngành", "collective"),
        ("Toàn thể CBCCVC và người lao động", "persons"),
        ("Doanh nghiệp viễn thông (VNPT, Viettel)", "external"),
        ("Kho bạc Nhà nước", "external"),
        ("Giám đốc Sở Tài chính", "position"),
        ("Lãnh đạo Sở", "position"),
        ("Ông Nguyễn Văn A, Phó Giám đốc", "person"),
    ],
)
def test_kind(reader: OwnerReader, text: str, kind: str) -> None:
    assert [o.kind for o in reader.read(text, Context(issuer=ISSUER)).values] == [kind]


# --- properties ------------------------------------------------------------------------------------------------------

WORDS = [w for case in cases() for w in case["text"].split(" ")]
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))


def spelled_out(owner: Owner, text: str) -> bool:
    """The name stands in the text, or is a head of the text before words of the text (elision)."""
    flat = key(text)
    head, _, rest = key(owner.name).partition(" ")
    return key(owner.name) in flat or (owner.rule == "no-subject") or (head in flat and rest in flat)


@given(TEXTS, st.sampled_from(COLUMNS))
@settings(max_examples=300, deadline=None)
def test_any_text_reads(text: str, column: str | None) -> None:
    reader = owner_reader(load())
    reading = reader.read(text, Context(column=column, issuer=ISSUER))
    assert all(spelled_out(owner, clean(text)) for owner in reading.values)
    assert len({(o.role, key(o.name)) for o in reading.values}) == len(reading.values)
    assert OwnerReader(reader.book).read(text, Context(column=column, issuer=ISSUER)) == reading
    reader.explain(text, Context(column=column))
