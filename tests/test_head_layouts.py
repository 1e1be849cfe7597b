"""Heads and signatures put together at random: every body, wrap, order of columns and kind of signature reads the same.

The two columns stand in a layout grid, one after the other, or interleaved line by line as text exports have them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from pipeline.normalize.head import read_head
from pipeline.normalize.head.planyear import read_span
from tests.test_head import BOOK, built, field

PARTS = tomllib.loads((Path(__file__).parent / "cases/head_parts.toml").read_text("utf-8"))
RECIPIENTS = ["UBND tỉnh", "Các phòng, đơn vị thuộc Sở", "Lưu: VT, VP"]


@dataclass(frozen=True)
class Made:
    text: str
    want: dict[str, Any]


def wrapped(rng: Random, name: str) -> list[str]:
    """A name in capitals on one line or two."""
    words = name.upper().split()
    if len(words) < 4 or rng.random() < 0.5:
        return [" ".join(words)]
    at = rng.randint(2, len(words) - 2)
    return [" ".join(words[:at]), " ".join(words[at:])]


def arranged(rng: Random, left: list[str], right: list[str]) -> str:
    """Two columns as a document shows them; interleaved ones end on the same line."""
    way = rng.choice(("grid", "stacked", "interleaved"))
    if way == "grid":
        return f"|| {'~'.join(left)} || {'~'.join(right)}"
    if way == "stacked":
        return "\n".join(left + right)
    gap = len(left) - len(right)
    left, right = left + [""] * -gap, right[:-1] + [""] * gap + right[-1:]
    return "\n".join(f"{a} {b}".strip() for a, b in zip(left, right, strict=True))


def head(rng: Random) -> Made:
    parent, name = rng.choice(PARTS["bodies"])
    province = rng.choice(PARTS["provinces"])
    parent, name = parent.format(province), name.format(province)
    number, symbol = rng.choice(("12", "05", "1234")), rng.choice(PARTS["symbols"])
    line = rng.choice(("Số: {}/{}", "Số:{}/{}", "Số {}/{}", "Số: {} /{}")).format(number, symbol)
    day, month, year, place = (
        rng.randint(1, 28),
        rng.randint(1, 12),
        rng.randint(2023, 2026),
        rng.choice(PARTS["places"]),
    )
    left = [*(wrapped(rng, parent) if parent else []), *wrapped(rng, name), line]
    right = [*PARTS["motto"], f"{place}, ngày {day:02} tháng {month:02} năm {year}"]
    want = {"issuer.name": name, "issuer.parent": parent or None, "number": number, "symbol": symbol, "place": place}
    return Made(arranged(rng, left, right), {**want, "issued_on": f"{year}-{month:02}-{day:02}"})


def signature(rng: Random) -> Made:
    kind, person = rng.choice(PARTS["signature"]), rng.choice(PARTS["persons"])
    marks = [mark.replace(". ", ".") if rng.random() < 0.3 else mark for mark in kind["marks"]]
    items = ["Nơi nhận:", *(f"- {item};" for item in RECIPIENTS[:-1]), f"- {RECIPIENTS[-1]}."]
    text = arranged(rng, items, [*marks, person]) if rng.random() < 0.7 else "\n".join([*marks, *items, person])
    want = {"competence": kind["competence"], "for_": kind.get("for"), "position": kind["position"], "name": person}
    return Made(text, {**{f"signer.{key}": value for key, value in want.items()}, "recipients": RECIPIENTS})


@pytest.mark.parametrize("seed", range(12))
def test_every_layout_reads_the_same(seed: int) -> None:
    rng = Random(seed)
    for _ in range(25):
        top, bottom = head(rng), signature(rng)
        text = f"{top.text}\nKẾ HOẠCH\nCông tác văn thư\nnăm 2026\nI. MỤC ĐÍCH\nLàm tốt./.\n{bottom.text}\n"
        info = read_head(*built(text), BOOK).values[0]
        want = {**top.want, **bottom.want, "subject": "Công tác văn thư năm 2026"}
        assert {name: field(info, name) for name in want} == want, text


@pytest.mark.parametrize("case", PARTS["span"], ids=[c["text"] for c in PARTS["span"]])
def test_time_a_subject_names(case: dict[str, Any]) -> None:
    span = read_span((case["text"],), BOOK, 2025)
    ends = [span.period.start, span.period.end] if span.period else ["", ""]
    assert [span.year or 0, *ends] == case["want"]
