"""The report of a study as plain text and as a page with ROC curves; both say how many films each figure rests on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from inference.core.findings import BY_KEY
from inference.core.statistics.delong import Area
from inference.site.reader_study.comparison import Comparison, DifferenceRow, Rate, ReaderRow, TimeRow
from inference.site.reader_study.study_file import Study
from inference.text.html_page import html_page

SIDE = 260  # of a drawing of ROC curves, in its own units
TONES = ("#1f6f9f", "#b3541e", "#4d7d3b", "#7a4f9e", "#8a6d1a", "#555f6b")
NEWCOMBE = (
    "fewer than 10 films of a kind, or every pair in order: the interval is Newcombe's, which is wider than DeLong's"
)
OVER_READERS = (
    "Each row is one reader. What holds for readers and films at large is for iMRMC or MRMCaov, which read the export."
)
Table = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The ROC curves of one reader for one finding: a path a way of reading, in an SVG of ``SIDE``."""

    title: str
    lines: tuple[tuple[str, str, str], ...]  # the way, its colour, its points


def tables(study: Study, found: Comparison) -> dict[str, Table]:
    """The tables by title, each with its heads first."""
    areas = [
        ("Finding", "Reader", "Way of reading", "AUC", "95 % interval", "Present", "Absent"),
        *(_area_cells(row) for row in found.rows),
    ]
    calls: list[tuple[str, ...]] = [
        ("Finding", "Reader", "Way of reading", f"Sensitivity, rating >= {found.cut}", "Specificity"),
        *(
            (_title(row), row.reader, row.modality, _rate(row.sensitivity), _rate(row.specificity))
            for row in found.rows
        ),
    ]
    differences = [
        ("Finding", "Reader", "Ways of reading", "Difference of AUC", "95 % interval", "p", "Films"),
        *map(_difference_cells, found.differences),
    ]
    times = [("Reader", "Way of reading", "Films", "Median", "Middle half"), *map(_time_cells, found.times)]
    told: dict[str, list[tuple[str, ...]]] = {"Areas under the ROC curve (DeLong)": areas, "Calls": calls}
    told |= {"Differences (paired DeLong)": differences, "Seconds a film": times}
    return {title: tuple(rows) for title, rows in told.items() if len(rows) > 1}


def notes(found: Comparison) -> list[str]:
    """What must be known beside the tables."""
    told = [OVER_READERS] if found.rows else ["No truth was given: only times can be told."]
    if any(row.area is not None and row.area.newcombe for row in found.rows):
        told.append(f"AUC marked *: {NEWCOMBE}.")
    if any(row.area is None for row in found.rows):
        told.append("An AUC needs two films with the finding and two without.")
    if len(found.models) > 1:
        told.append("Reads were aided by different models: compare them with care.")
    return told


def text_report(study: Study, found: Comparison, readers: Sequence[str]) -> str:
    """The report for a terminal."""
    parts = [f"{study.title}\n{_about(study, readers)}\n"]
    for title, table in tables(study, found).items():
        widths = [max(len(row[place]) for row in table) for place in range(len(table[0]))]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table
        ]
        parts.append("\n".join([title, *(f"  {line}" for line in lines)]) + "\n")
    return "\n".join([*parts, *notes(found)]) + "\n"


def html_report(study: Study, found: Comparison, readers: Sequence[str]) -> bytes:
    """The report as a page that stands alone."""
    return html_page(
        "reader_study.html",
        title=study.title,
        about=_about(study, readers),
        tables=[(title, table[0], table[1:]) for title, table in tables(study, found).items()],
        drawings=drawings(found),
        notes=notes(found),
        digest=study.digest,
        models=found.models,
        side=SIDE,
    )


def drawings(found: Comparison) -> list[Drawing]:
    """ROC curves, one drawing for each finding and reader."""
    keys = list(dict.fromkeys((row.finding, row.reader) for row in found.rows if row.curve))
    return [_drawing([row for row in found.rows if (row.finding, row.reader) == key]) for key in keys]


def _drawing(rows: Sequence[ReaderRow]) -> Drawing:
    lines = [
        (row.modality, TONES[place % len(TONES)], _points(row.curve)) for place, row in enumerate(rows) if row.curve
    ]
    return Drawing(f"{_title(rows[0])}, {rows[0].reader}", tuple(lines))


def _points(curve: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x * SIDE:.1f},{(1 - y) * SIDE:.1f}" for x, y in curve)


def _about(study: Study, readers: Sequence[str]) -> str:
    return f"{len(study.films)} films, {len(readers)} readers: {', '.join(readers)}. Seed {study.seed}."


def _title(row: ReaderRow | DifferenceRow) -> str:
    return BY_KEY[row.finding].title


def _area_cells(row: ReaderRow) -> tuple[str, ...]:
    head = (_title(row), row.reader, row.modality)
    counts = str(row.sensitivity.count), str(row.specificity.count)
    if row.area is None:
        return (*head, "not known", "", *counts)
    return (*head, _area(row.area), _span(row.area.low, row.area.high), *counts)


def _area(area: Area) -> str:
    return f"{area.value:.3f}{'*' * area.newcombe}"


def _span(low: float, high: float) -> str:
    return f"{low:.3f} to {high:.3f}"


def _rate(rate: Rate) -> str:
    if rate.value is None:
        return "no film"
    low, high = rate.interval
    return f"{rate.hits} of {rate.count}: {rate.value:.2f} ({low:.2f} to {high:.2f})"


def _difference_cells(row: DifferenceRow) -> tuple[str, ...]:
    head = (_title(row), row.reader, f"{row.one} - {row.other}")
    if row.difference is None:
        return (*head, "not known", "", "", str(row.films))
    found = row.difference
    if math.isnan(found.p):
        return (*head, f"{found.value:+.3f}", "too few films, or no pair apart", "", str(row.films))
    p = "< 0.001" if found.p < 0.001 else f"{found.p:.3f}"
    return (*head, f"{found.value:+.3f}", f"{found.low:+.3f} to {found.high:+.3f}", p, str(row.films))


def _time_cells(row: TimeRow) -> tuple[str, ...]:
    low, high = row.quartiles
    return row.reader, row.modality, str(row.films), f"{row.median:.1f}", f"{low:.1f} to {high:.1f}"
