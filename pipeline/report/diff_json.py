"""A comparison to JSON text and back (CONTRACT 2.4): UTF-8, keys in the order of the schema, same input same bytes."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ..comparison import DIFF_SCHEMA, PlanDiff


@lru_cache(maxsize=1)
def adapter() -> TypeAdapter[PlanDiff]:
    """The one validator and serialiser of comparisons."""
    return TypeAdapter(PlanDiff)


def dump(diff: PlanDiff) -> bytes:
    """Indented JSON, checked against the schema before it is handed on."""
    data = adapter().dump_json(diff, by_alias=True, indent=1)
    adapter().validate_json(data)
    return data + b"\n"


def load(data: bytes) -> PlanDiff | None:
    """A comparison from its JSON; None where it is not one of this version."""
    try:
        return adapter().validate_json(data)
    except ValidationError:
        return None


def schema_text() -> str:
    """The JSON Schema (2020-12) of what `kehoach diff --format json` prints."""
    body: dict[str, Any] = adapter().json_schema(mode="serialization", by_alias=True)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": DIFF_SCHEMA, "title": "PlanDiff"}
    whole = {**head, **{k: v for k, v in body.items() if k not in head}}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
