"""results.csv as Parquet, for programs that read columns: written from the table, a block at a time."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from inference.core.errors import UsageError
from inference.files.atomic_file import atomic_file, typed_errors
from inference.report.output.csv_json import COLUMNS, FAMILIARITY, OUTSIDE, PREVALENCE

PARQUET = "results.parquet"
NOT_INSTALLED = "Parquet needs pyarrow, which is not installed: uv sync --extra parquet, or pip install pyarrow."
NUMBERS = ("probability", "operating_point", "seconds", OUTSIDE, PREVALENCE, FAMILIARITY)
_BLOCK = 4 << 20  # bytes of the table that are in memory at once
_FEW_VALUES = ("finding", "state", "model", "unlike")  # kept once each


def check_installed() -> None:
    """Raise ``UsageError`` where pyarrow is not installed."""
    if find_spec("pyarrow") is None:
        raise UsageError(NOT_INSTALLED)


def write_parquet(table: Path) -> Path:
    """Write a results.csv as results.parquet beside it: numbers as float64, else text; empty cells of numbers null.

    Raises ``UsageError`` without pyarrow, and ``ExportError`` kin.
    """
    check_installed()
    import pyarrow as pa
    from pyarrow import csv, parquet

    types = {name: pa.float64() if name in NUMBERS else pa.string() for name in COLUMNS}
    place = table.with_name(PARQUET)
    with typed_errors(place), atomic_file(place, durable=True) as file:
        reader = csv.open_csv(
            table,
            read_options=csv.ReadOptions(block_size=_BLOCK),
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(column_types=types),
        )
        with reader, parquet.ParquetWriter(file, reader.schema, use_dictionary=list(_FEW_VALUES)) as writer:
            for batch in reader:
                writer.write_batch(batch)
    return place
