"""All documents together: tasks.parquet and tasks.csv. In: plans. Out: bytes. pandas lives here and nowhere else."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from typing import Any

from ..model import Plan
from . import task_csv
from .flat import Row, columns, rows

_NUMBERS = {"plan_year": "Int64", "target_value": "float64", "target_upper": "float64"}
_DATES = ("issued_on", "deadline_start", "deadline_end", "due_date")


def flat_rows(plans: Iterable[Plan]) -> list[Row]:
    """The flat rows of all plans, in order."""
    return [row for plan in plans for row in rows(plan)]


def csv_bytes(table: list[Row]) -> bytes:
    return task_csv.dump_rows(table)


def parquet_bytes(table: list[Row]) -> bytes:
    """Typed columns, also where all values are missing: text stays text ("1.10"), dates are dates; no index."""
    import pandas as pd

    frame = pd.DataFrame({name: _series(name, [row[name] for row in table]) for name in columns()})
    out = io.BytesIO()
    frame.to_parquet(out, index=False, compression="zstd", schema=_schema())
    return out.getvalue()


def _series(name: str, values: list[Any]) -> Any:
    import pandas as pd

    if name in _DATES:
        return pd.Series([date.fromisoformat(v) if v else None for v in values], dtype="object")
    kind: Any = _NUMBERS.get(name, "string")
    return pd.Series(values, dtype=kind)


def _schema() -> Any:
    import pyarrow as pa

    kinds = {"Int64": pa.int64(), "float64": pa.float64(), None: pa.string()}
    return pa.schema([(n, pa.date32() if n in _DATES else kinds[_NUMBERS.get(n)]) for n in columns()])
