"""A judgement on paper: per-film CSV, figures as CSV, curves as PNG, and one page that opens offline."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from inference.core.findings import BY_KEY
from inference.files.atomic_file import write_whole
from inference.training.evaluation import curves
from inference.training.evaluation.evaluate import predictive_values
from inference.training.evaluation.judging import Judged, Judgement, Verdict
from inference.training.evaluation.looks import Looks
from inference.training.evaluation.looks_page import faithfulness_rows, image, looks_html, place_rows, said, table
from inference.training.evaluation.plots import Axes, line_plot

PREVALENCES = (0.02, 0.1, 0.3)
PLOTS: tuple[tuple[str, Axes, Callable[[Judged], curves.Curve]], ...] = (
    (
        "roc.png",
        Axes("ROC", "negatives called positive", "positives found", diagonal=True, names_low=True),
        lambda item: curves.roc(item.probabilities, item.truth),
    ),
    (
        "precision_recall.png",
        Axes("Precision and recall", "positives found", "calls that are right", names_low=True),
        lambda item: curves.precision_recall(item.probabilities, item.truth),
    ),
    (
        "calibration.png",
        Axes("Calibration", "mean probability", "share of positives", diagonal=True, names_low=True),
        lambda item: curves.reliability(item.probabilities, item.truth, prevalence=item.prevalence),
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
STYLE = (
    "body{font:15px/1.5 sans-serif;max-width:84em;margin:2em auto;padding:0 1em}"
    "figure{display:inline-block;margin:.3em;max-width:240px;font-size:12px;vertical-align:top}"
    "table{border-collapse:collapse;display:block;overflow-x:auto;font-size:14px;font-variant-numeric:tabular-nums}"
    "td,th{border:1px solid #ccc;padding:.2em .6em;text-align:left}td{white-space:nowrap}"
)


def write_report(folder: Path, judgement: Judgement, title: str, looks: Looks | None = None) -> tuple[Path, ...]:
    """Write everything into a folder and say which files; ``index.html`` holds it all.

    ``looks`` adds what was seen of each film: places, faithfulness, pictures.
    """
    pictures = {name: _plot(judgement, axes, curve_of) for name, axes, curve_of in PLOTS}
    files: dict[str, bytes] = dict(pictures)
    files["films.csv"] = _csv(_film_rows(judgement))
    files["figures.csv"] = _csv([COLUMNS, *(_cells(verdict) for verdict in judgement.assessments)])
    for item in judgement.findings:
        files[f"{item.key}.csv"] = _csv(_seed_rows(item))
    seen = looks_html(looks, judgement) if looks else ""
    if looks:
        files["places.csv"] = _csv(place_rows(looks))
        files["faithfulness.csv"] = _csv(faithfulness_rows(looks))
    files["index.html"] = _page(judgement, title, pictures, seen).encode("utf-8")
    for name, content in files.items():
        write_whole(folder / name, content, overwrite=True)
    return tuple(folder / name for name in files)


def _plot(judgement: Judgement, axes: Axes, curve_of: Callable[[Judged], curves.Curve]) -> bytes:
    lines = {BY_KEY[item.key].title: curve_of(item) for item in judgement.findings if item.truth.any()}
    return line_plot(lines, axes)


def _film_rows(judgement: Judgement) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = [("file", "patient", "finding", "probability", "above operating point", "truth")]
    for item in judgement.findings:
        for film, probability, truth in zip(item.films, item.probabilities, item.truth, strict=True):
            called = int(probability >= item.operating_point)
            rows.append((film.file, film.patient, item.key, f"{probability:.4f}", called, int(truth)))
    return rows


def _seed_rows(item: Judged) -> list[Sequence[object]]:
    """The seed's three columns: path, probability, and whether that is on or above the operating point."""
    rows: list[Sequence[object]] = [("path", "probability", "predicted")]
    for film, probability in zip(item.films, item.probabilities, strict=True):
        rows.append((film.file, f"{probability:.6f}", int(probability >= item.operating_point)))
    return rows


def _cells(verdict: Verdict) -> tuple[str, ...]:
    return (
        BY_KEY[verdict.key].title,
        verdict.group,
        str(verdict.positives + verdict.negatives),
        str(verdict.positives),
        str(verdict.negatives),
        f"{verdict.accuracy:.2f}",
        said(verdict.auc),
        "" if verdict.average_precision is None else f"{verdict.average_precision:.2f}",
        said(verdict.sensitivity),
        said(verdict.specificity),
        f"{verdict.calibration_error:.2f}",
    )


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode("utf-8")


def _page(judgement: Judgement, title: str, pictures: dict[str, bytes], seen: str) -> str:
    images = "".join(image(picture, name) for name, picture in pictures.items())
    left_out = "".join(f"<li>{html.escape(_reason(row.line, row.reason))}</li>" for row in judgement.skipped)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{STYLE}</style><h1>{html.escape(title)}</h1>"
        "<p>Research use only. Not a medical device. Intervals: 95 %, bootstrap over patients.</p>"
        f"<p>{html.escape(_how(judgement))}</p>"
        f"<h2>Figures</h2>{table([COLUMNS, *map(_cells, judgement.assessments)])}"
        f"<h2>What a call means, by how common the finding is</h2>{table(_predictive(judgement))}"
        f"<h2>Curves</h2>{images}{seen}<h2>Left out</h2><ul>{left_out or '<li>nothing</li>'}</ul></html>\n"
    )


def _how(judgement: Judgement) -> str:
    """What was judged and how probabilities are to be read, in words."""
    patients = {film.patient for item in judgement.findings for film in item.films}
    points = ", ".join(f"{BY_KEY[item.key].title} {item.operating_point:.2f}" for item in judgement.findings)
    stated = judgement.findings[0].prevalence
    prevalence = f" Probabilities are held against films of which {stated:.0%} had the finding." if stated else ""
    return (
        f"{len(patients)} patients. Operating points: {points}.{prevalence} Films that the pack learnt from, or that "
        "set its operating points, flatter it."
    )


def _predictive(judgement: Judgement) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [("finding", "prevalence", "positive calls that are right", "negative ones")]
    for verdict in judgement.assessments:
        if verdict.group == "all" and verdict.sensitivity and verdict.specificity:
            for prevalence in PREVALENCES:
                right, clear = predictive_values(verdict.sensitivity.value, verdict.specificity.value, prevalence)
                rows.append((BY_KEY[verdict.key].title, f"{prevalence:.0%}", f"{right:.2f}", f"{clear:.2f}"))
    return rows


def _reason(line: int, reason: str) -> str:
    return f"line {line}: {reason}" if line else reason
