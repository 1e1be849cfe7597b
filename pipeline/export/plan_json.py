"""Plan to JSON text and back (CONTRACT 2): UTF-8, keys in the order of the schema, the same plan the same bytes."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ..errors import InputError
from ..model import SCHEMA, Plan

_TOGETHER = 100  # tasks checked at a time: a second plan beside the first would take its memory again
_OPEN, _CLOSE = b'\n "tasks": [', b'\n ],\n "findings": ['


@lru_cache(maxsize=1)
def adapter() -> TypeAdapter[Plan]:
    """The one validator and serialiser of plans."""
    return TypeAdapter(Plan)


def dump(plan: Plan) -> bytes:
    """Indented JSON, checked against the schema before it is handed on."""
    text = io.BytesIO()
    text.writelines(_pieces(plan))
    return text.getvalue()


def _pieces(plan: Plan) -> Iterator[bytes]:
    """The text of the plan: what stands before its tasks, some tasks after the other, the rest."""
    before, opening, after = _checked(replace(plan, tasks=())).partition(_OPEN)
    yield before + opening
    bare = replace(plan, tables=(), findings=())
    for n in range(0, len(plan.tasks), _TOGETHER):
        part = _checked(replace(bare, tasks=plan.tasks[n : n + _TOGETHER]))
        yield (b"," if n else b"") + part[part.index(_OPEN) + len(_OPEN) : part.rindex(_CLOSE)]
    yield (b"\n " if plan.tasks else b"") + after + b"\n"


def _checked(plan: Plan) -> bytes:
    data = adapter().dump_json(plan, by_alias=True, indent=1)
    adapter().validate_json(data)
    return data


def load(data: bytes, name: str = "plan.json") -> Plan:
    """A plan from its JSON. Raises InputError where it is not one."""
    try:
        return adapter().validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "đầu tệp"
        raise InputError(
            f"{name}: không phải plan.json hợp lệ ({place}: {first['msg']}).",
            "Hãy tạo lại tệp bằng: kehoach extract FILE -o plan.json",
        ) from error


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what `kehoach extract` prints."""
    body = adapter().json_schema(mode="serialization", by_alias=True)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, "title": "Plan"}
    return {**head, **{k: v for k, v in body.items() if k not in head}}


def schema_text() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
