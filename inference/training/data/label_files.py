"""Tables of labels in any of the layouts that are known here, told by their columns."""

from __future__ import annotations

from pathlib import Path

from inference.files.spreadsheet import rows_of
from inference.training.data.column_names import keys_of
from inference.training.data.labels import LabelError, LabelTable, read_nih, read_plain
from inference.training.data.seed_labels import read_seed


def read_labels(path: Path, films: Path) -> LabelTable:
    """ChestX-ray14's columns, a plain table (path, patient, a column per target) or the seed's spreadsheet.

    The columns that name a finding come first, in the program's order. Raises LabelError for a table that is none of
    the three or has no film left.
    """
    rows = rows_of(path)
    names = set(rows[0].cells) if rows else set()
    if names & {"nih_labels", "Finding Labels"}:
        table = read_nih(path)
    else:
        table = read_plain(path) if "path" in names else read_seed(path, films)
    if not table.films:
        why = f", such as line {table.skipped[-1].line}: {table.skipped[-1].reason}" if table.skipped else ""
        raise LabelError(f"no row of {path.name} can be used{why}")
    found = keys_of(table.names)
    return table.named((*found, *(name for name in table.names if name not in found)))
