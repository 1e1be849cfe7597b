"""Targets as one line of text, to compare in tests, and the phrases of tests/cases/targets.tsv."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.model import Target

FILE = Path(__file__).parent / "cases" / "targets.tsv"


@dataclass(frozen=True)
class Case:
    """want: the targets, " | " between; "-" nothing; "?" nothing and a finding U2 that quotes the number."""

    source: str
    text: str
    want: str


def cases() -> Iterator[Case]:
    for line in FILE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            source, text, want = line.split("\t")
            yield Case(source, text.replace("\\n", "\n"), want)


def show(target: Target) -> str:
    """Every field of a target but text and rule; what is absent is left out.

    >>> show(Target("ge", 85, unit="%", direction="up", stated=True, scope="hồ sơ"))
    'ge 85 % up stated scope=hồ sơ'
    """
    value = round(target.value, 4) if isinstance(target.value, float) else target.value
    number = "" if value is None else str(value)
    number += f"..{target.upper}" if target.upper is not None else ""
    number += f"/{target.of}" if target.of is not None else ""
    base = target.baseline
    named = {
        "metric": target.metric,
        "scope": target.scope,
        "per": target.per,
        "base": base and ",".join(str(x) for x in (base.value, base.year, base.text) if x is not None),
        "by": target.by and f"{target.by.start or ''}..{target.by.end or ''}",
        "vnd": target.value_vnd,
    }
    words = [target.comparator, number, target.unit, target.direction, target.stated and "stated"]
    words += [target.aspiration and "aspiration", *(f"{k}={v}" for k, v in named.items() if v is not None)]
    return " ".join(str(word) for word in words if word)
