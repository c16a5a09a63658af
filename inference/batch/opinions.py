"""What several models say of the same films, side by side: one row a film and finding."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from inference.files.safe_cells import safe_cell
from inference.report.output.csv_json import FRAME, Row

OPINIONS = "opinions.csv"
CALLED = ("above", "not_sure", "below")
AGREE = "agree"
PARTS = ("probability", "operating_point", "state")


@dataclass(frozen=True, slots=True)
class Opinions:
    """The table as CSV in UTF-8; of the ``shared`` calls, which several models made, how many ``agree``."""

    table: bytes
    shared: int
    agree: int


def read_rows(text: bytes) -> list[Row]:
    """The rows of a ``results.csv``."""
    return list(csv.DictReader(io.StringIO(text.decode("utf-8"), newline="")))


def opinions(by_model: Mapping[str, Sequence[Row]]) -> Opinions:
    """The rows of several models joined by film, frame and finding, in the order in which they first come.

    ``agree`` is yes or no where at least two models called the finding, else empty.
    """
    names = tuple(by_model)
    joined: dict[tuple[str, str, str], dict[str, Row]] = {}
    for name, rows in by_model.items():
        for row in rows:
            joined.setdefault((row["film"], row[FRAME], row["finding"]), {})[name] = row
    buffer, shared, agree = io.StringIO(), 0, 0
    table = csv.writer(buffer)
    table.writerow(
        ["film", FRAME, "finding", *(safe_cell(f"{name} {part}") for name in names for part in PARTS), AGREE]
    )
    for key, said in joined.items():
        states = {row["state"] for row in said.values() if row["state"] in CALLED}
        several = sum(row["state"] in CALLED for row in said.values()) > 1
        shared, agree = shared + several, agree + (several and len(states) == 1)
        word = ("yes" if len(states) == 1 else "no") if several else ""
        table.writerow([*key, *_cells(names, said), word])
    return Opinions(buffer.getvalue().encode("utf-8"), shared, agree)


def _cells(names: Sequence[str], said: Mapping[str, Row]) -> Iterator[str]:
    for name in names:
        yield from (said[name][part] if name in said else "" for part in PARTS)
