"""All documents together: tasks.parquet and tasks.csv. In: plans, one at a time. Out: files. pandas lives only here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from ..model import Plan
from .flat import Row, columns, rows
from .task_csv import RowWriter

_NUMBERS = {"plan_year": "Int64", "target_value": "float64", "target_upper": "float64"}
_DATES = ("issued_on", "deadline_start", "deadline_end", "due_date")
_AT_ONCE = 5000  # rows in memory


def write_tables(plans: Iterable[Plan], csv: Path, parquet: Path) -> None:
    """The flat rows of all plans, in order, to both files. Rows pass through in blocks: memory does not grow."""
    import pyarrow.parquet as pq

    with (
        csv.open("w", encoding="utf-8-sig", newline="") as text,
        pq.ParquetWriter(parquet, _schema(), compression="zstd") as writer,
    ):
        out = RowWriter(text)
        for block in _blocks(row for plan in plans for row in rows(plan)):
            out.write(block)
            writer.write_table(_table(block))


def _blocks(table: Iterable[Row]) -> Iterator[list[Row]]:
    block: list[Row] = []
    for row in table:
        block.append(row)
        if len(block) == _AT_ONCE:
            yield block
            block = []
    if block:
        yield block


def _table(block: list[Row]) -> Any:
    """Typed columns, also where all values are missing: text stays text ("1.10"), dates are dates; no index."""
    import pandas as pd
    import pyarrow as pa

    frame = pd.DataFrame({name: _series(name, [row[name] for row in block]) for name in columns()})
    return pa.Table.from_pandas(frame, schema=_schema(), preserve_index=False).replace_schema_metadata(None)


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
