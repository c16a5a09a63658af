"""What the seed notebook left behind, for scripts that read it: a table a finding, and pictures sorted by call."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.files.atomic_file import write_whole
from inference.files.safe_cells import safe_cell
from inference.report.output.csv_json import Row
from inference.report.output.pictures import OVERLAY_SIDE, overlay_png
from inference.report.page.options import ReportOptions

COLUMNS = ("path", "probability", "predicted")
NORMAL, ABNORMAL = "Normal(0)", "Abnormal(1)"


def seed_table(rows: Iterable[Row], finding: str) -> bytes:
    """Path, probability and predicted (1 at the operating point and above, else 0) of one finding, as CSV in UTF-8.

    Probability and prediction are empty for a film that was not analysed or failed.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for row in rows:
        if row["finding"] == finding:
            writer.writerow((safe_cell(row["film"]), row["probability"], _predicted(row)))
    return buffer.getvalue().encode("utf-8")


def _predicted(row: Row) -> str:
    if not row["probability"] or not row["operating_point"]:
        return ""
    return str(int(float(row["probability"]) >= float(row["operating_point"])))


def sorted_place(folder: Path, finding: str, name: str, *, abnormal: bool) -> Path:
    """Where the picture of a film belongs."""
    return folder / finding / (ABNORMAL if abnormal else NORMAL) / f"{name}.png"


def sorted_before(folder: Path, name: str, facts: dict[str, Any]) -> bool:
    """Whether a film done before, by its ``result.json``, has all its pictures there."""
    maps = [item for item in facts["findings"] if item["heatmap"] is not None and item["probability"] is not None]
    return all(
        sorted_place(folder, item["finding"], name, abnormal=item["probability"] >= item["operating_point"]).is_file()
        for item in maps
    )


def write_sorted(
    folder: Path, name: str, film: Radiograph, analysis: Analysis, options: ReportOptions
) -> tuple[Path, ...]:
    """Write the film with each analysed finding's overlay below ``folder/<finding>/Normal(0)`` or ``Abnormal(1)``.

    Takes away the same film's picture in the other of the two where ``options.overwrite``. Returns what was written;
    raises ``ExportError`` and its kin.
    """
    written = []
    for result in analysis.results:
        if result.heatmap is None or result.probability is None or result.operating_point is None:
            continue
        key, abnormal = result.finding.key, result.probability >= result.operating_point
        picture = overlay_png(film, analysis, key, options, OVERLAY_SIDE)
        place = sorted_place(folder, key, name, abnormal=abnormal)
        written.append(write_whole(place, picture, overwrite=options.overwrite))
        if options.overwrite:
            sorted_place(folder, key, name, abnormal=not abnormal).unlink(missing_ok=True)
    return tuple(written)
