"""Findings for a person and for a program. In: Plan. Out: str."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from ..model import Finding, Plan

LEVELS = {"error": "LỖI", "warning": "CẢNH BÁO", "info": "LƯU Ý"}


def as_json(plan: Plan) -> str:
    """An array of findings, keys as in the contract."""
    return json.dumps([asdict(f) for f in plan.findings], ensure_ascii=False, indent=1) + "\n"


def as_text(plan: Plan) -> str:
    """Errors first, then warnings, then hints; within a level in the plan's order."""
    return "\n".join(_lines(plan)) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    places = {t.id: " > ".join([*(s.number or s.title for s in t.sections), t.number or t.id]) for t in plan.tasks}
    for level, name in LEVELS.items():
        found = [f for f in plan.findings if f.level == level]
        if found:
            yield f"{name} ({len(found)})"
            for finding in found:
                yield from _finding(finding, places)
    counts = ", ".join(f"{sum(f.level == k for f in plan.findings)} {v.lower()}" for k, v in LEVELS.items())
    yield f"{plan.document.file.name}: {len(plan.tasks)} nhiệm vụ; {counts}."


def _finding(finding: Finding, places: dict[str, str]) -> Iterator[str]:
    place = f"nhiệm vụ {places[finding.task]}: " if finding.task in places else ""
    yield f"  {finding.code:<3} {place}{finding.message}"
    if finding.quote:
        quote = " ".join(finding.quote.split())
        yield f"      “{quote if len(quote) <= 160 else quote[:157] + '...'}”"
    if finding.suggestion:
        yield f"      Gợi ý: {finding.suggestion}"
