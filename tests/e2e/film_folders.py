"""Where a run put a film: its table says which folder is of which file."""

from __future__ import annotations

import csv
from pathlib import Path


def of(out: Path, stem: str) -> Path:
    """The folder of the film whose file has this name, without its ending."""
    with (out / "results.csv").open(newline="", encoding="utf-8") as handle:
        found = {row["folder"] for row in csv.DictReader(handle) if Path(row["film"]).stem == stem and row["folder"]}
    [folder] = found or {stem}
    return out / folder
