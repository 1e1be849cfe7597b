"""Writers: a Plan in, bytes out. To add an output: a module here and a line in WRITERS."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from ..model import Plan


def _json(plan: Plan) -> bytes:
    from .plan_json import dump

    return dump(plan)


def _jsonl(plan: Plan) -> bytes:
    """One task a line with all that is found of it and its document's key (CONTRACT 2.1 Task, `document` added)."""
    from .flat import with_all_findings
    from .plan_json import adapter

    whole = adapter().dump_python(replace(plan, tasks=tuple(with_all_findings(plan))), mode="json", by_alias=True)
    info = whole["document"]
    source = {k: info[k] for k in ("file", "type", "reference", "issued_on", "issuer", "plan_year", "subject")}
    lines = (json.dumps({**task, "document": source}, ensure_ascii=False) for task in whole["tasks"])
    return "".join(line + "\n" for line in lines).encode("utf-8")


def _csv(plan: Plan) -> bytes:
    from .task_csv import dump

    return dump(plan)


def _xlsx(plan: Plan) -> bytes:
    from .workbook import dump

    return dump(plan)


WRITERS: dict[str, Callable[[Plan], bytes]] = {"json": _json, "jsonl": _jsonl, "csv": _csv, "xlsx": _xlsx}
