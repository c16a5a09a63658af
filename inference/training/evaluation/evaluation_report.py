"""An evaluation on paper: per-film CSV, figures as CSV, curves as PNG, and one page that opens offline."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from inference.core.findings import BY_KEY
from inference.core.statistics.metrics import predictive_values
from inference.files.atomic_file import write_whole
from inference.files.safe_cells import safe_cell
from inference.text.html_page import html_page
from inference.training.data.labels import SkippedRow
from inference.training.evaluation import curves
from inference.training.evaluation.gallery_page import (
    box_rows,
    faithfulness_rows,
    figure_text,
    galleries,
    interval_text,
    localisation_rows,
)
from inference.training.evaluation.heatmap_gallery import HeatmapGallery
from inference.training.evaluation.localisation import HOT, REACH
from inference.training.evaluation.pack_evaluation import Evaluation, FindingScores, GroupMetrics
from inference.training.evaluation.plots import Axes, line_plot

Rows = list[Sequence[object]]
PREVALENCES = (0.02, 0.1, 0.3)
Point = tuple[float, float]
CurveOf = Callable[[FindingScores], curves.Curve]
PointOf = Callable[[FindingScores], Point | None]
PLOTS: tuple[tuple[str, Axes, CurveOf, PointOf], ...] = (
    (
        "roc.png",
        Axes("ROC", "negatives called positive", "positives found", diagonal=True, names_low=True),
        lambda item: curves.roc(item.probabilities, item.truth),
        lambda item: curves.roc_point(item.probabilities, item.truth, item.operating_point),
    ),
    (
        "precision_recall.png",
        Axes("Precision and recall", "positives found", "calls that are right", names_low=True),
        lambda item: curves.precision_recall(item.probabilities, item.truth),
        lambda item: curves.precision_recall_point(item.probabilities, item.truth, item.operating_point),
    ),
    (
        "calibration.png",
        Axes("Calibration", "mean probability", "share of positives", diagonal=True, names_low=True),
        lambda item: curves.reliability(item.probabilities, item.truth, prevalence=item.prevalence),
        lambda _item: None,
    ),
)
COLUMNS = (
    "finding",
    "group",
    "films",
    "positives",
    "negatives",
    "accuracy",
    "AUC",
    "average precision",
    "sensitivity",
    "specificity",
    "calibration error",
)


def write_report(
    folder: Path,
    evaluation: Evaluation,
    title: str,
    gallery: HeatmapGallery | None = None,
    sources: Mapping[str, str] | None = None,
) -> tuple[Path, ...]:
    """Write everything into a folder and say which files; ``index.html`` holds it all.

    ``gallery`` adds what was kept of each film's heatmap: where it lies, faithfulness, pictures. ``sources`` are the
    SHA-256 of the files that the truth was read from, by name.
    """
    plots = {name: _plot(evaluation, axes, curve_of, point_of) for name, axes, curve_of, point_of in PLOTS}
    files: dict[str, bytes] = dict(plots)
    files["films.csv"] = _csv(_film_rows(evaluation))
    files["figures.csv"] = _csv(_metric_rows(evaluation))
    for item in evaluation.findings:
        files[f"{item.key}.csv"] = _csv(_seed_rows(item))
    if gallery:
        files["places.csv"] = _csv(localisation_rows(gallery))
        files["boxes.csv"] = _csv(box_rows(gallery))
        files["faithfulness.csv"] = _csv(faithfulness_rows(gallery))
    files["index.html"] = _page(evaluation, title, plots, gallery, sources or {})
    for name, content in files.items():
        write_whole(folder / name, content, overwrite=True)
    return tuple(folder / name for name in files)


_FIGURE = re.compile(r"[+-]?[0-9.]+%?")


def _plot(
    evaluation: Evaluation,
    axes: Axes,
    curve_of: CurveOf,
    point_of: PointOf,
) -> bytes:
    shown = {BY_KEY[item.key].title: item for item in evaluation.findings if item.truth.any()}
    points = {title: point for title, item in shown.items() if (point := point_of(item)) is not None}
    return line_plot({title: curve_of(item) for title, item in shown.items()}, axes, points=points)


def _film_rows(evaluation: Evaluation) -> Rows:
    rows: Rows = [("file", "patient", "finding", "probability", "above operating point", "truth")]
    for item in evaluation.findings:
        for film, probability, truth in zip(item.films, item.probabilities, item.truth, strict=True):
            called = int(probability >= item.operating_point)
            rows.append((film.file, film.patient, item.key, f"{probability:.4f}", called, int(truth)))
    return rows


def _seed_rows(item: FindingScores) -> Rows:
    """The seed's three columns: path, probability, and whether that is on or above the operating point."""
    rows: Rows = [("path", "probability", "predicted")]
    for film, probability in zip(item.films, item.probabilities, strict=True):
        rows.append((film.file, f"{probability:.6f}", int(probability >= item.operating_point)))
    return rows


def _metric_rows(evaluation: Evaluation) -> Rows:
    return [COLUMNS, *map(_cells, evaluation.metrics)]


def _cells(metrics: GroupMetrics) -> tuple[str, ...]:
    return (
        BY_KEY[metrics.key].title,
        metrics.group,
        str(metrics.positives + metrics.negatives),
        str(metrics.positives),
        str(metrics.negatives),
        figure_text(metrics.accuracy),
        interval_text(metrics.auc),
        "" if metrics.average_precision is None else figure_text(metrics.average_precision),
        interval_text(metrics.sensitivity),
        interval_text(metrics.specificity),
        figure_text(metrics.calibration_error),
    )


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([_cell(value) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8")


def _cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula; figures stay as they are."""
    return safe_cell(value) if isinstance(value, str) and not _FIGURE.fullmatch(value) else value


def _page(
    evaluation: Evaluation,
    title: str,
    plots: dict[str, bytes],
    gallery: HeatmapGallery | None,
    sources: Mapping[str, str],
) -> bytes:
    """Parts without anything to show are left out."""
    return html_page(
        "evaluation.html",
        title=title,
        how=_how(evaluation),
        metrics=_metric_rows(evaluation),
        predictive=_predictive_rows(evaluation),
        plots=plots,
        localisation=localisation_rows(gallery) if gallery and any(gallery.on_masks.values()) else None,
        boxes=box_rows(gallery) if gallery and any(gallery.in_boxes.values()) else None,
        sources=sources,
        faithfulness=faithfulness_rows(gallery) if gallery and any(gallery.faithfulness.values()) else None,
        galleries=galleries(gallery, evaluation) if gallery and gallery.pictures else None,
        left_out=[_reason(row) for row in evaluation.skipped],
        reach=f"{REACH:.0%}",
        hot=f"{HOT:.0%}",
    )


def _how(evaluation: Evaluation) -> str:
    """What was measured and how probabilities are to be read, in words."""
    patients = {film.patient for item in evaluation.findings for film in item.films}
    points = ", ".join(f"{BY_KEY[item.key].title} {item.operating_point:.2f}" for item in evaluation.findings)
    stated = evaluation.findings[0].prevalence
    prevalence = f" Probabilities are held against films of which {stated:.0%} had the finding." if stated else ""
    learnt = f" The pack learnt from {evaluation.learnt} of these films." if evaluation.learnt else ""
    return (
        f"{len(patients)} patients. Operating points: {points}.{prevalence} Films that the pack learnt from, or that "
        f"set its operating points, flatter it.{learnt}"
    )


def _predictive_rows(evaluation: Evaluation) -> Rows:
    rows: Rows = [("finding", "prevalence", "positive calls that are right", "negative ones")]
    for one in evaluation.metrics:
        if one.group == "all" and one.sensitivity and one.specificity:
            for prevalence in PREVALENCES:
                right, clear = predictive_values(one.sensitivity.value, one.specificity.value, prevalence)
                rows.append((BY_KEY[one.key].title, f"{prevalence:.0%}", figure_text(right), figure_text(clear)))
    return rows


def _reason(row: SkippedRow) -> str:
    return f"line {row.line}: {row.reason}" if row.line else row.reason
