"""A judgement on paper: per-film CSV, figures as CSV, curves as PNG, and one page that opens offline."""

from __future__ import annotations

import base64
import csv
import html
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from inference.findings import BY_KEY
from inference.training import curves
from inference.training.evaluate import predictive_values
from inference.training.figures import Interval
from inference.training.judging import Judged, Judgement, Verdict
from inference.training.plots import Axes, line_plot

PREVALENCES = (0.02, 0.1, 0.3)
PLOTS: tuple[tuple[str, Axes, Callable[[Judged], curves.Curve]], ...] = (
    (
        "roc.png",
        Axes("ROC", "negatives called positive", "positives found", diagonal=True),
        lambda item: curves.roc(item.probabilities, item.truth),
    ),
    (
        "precision_recall.png",
        Axes("Precision and recall", "positives found", "calls that are right"),
        lambda item: curves.precision_recall(item.probabilities, item.truth),
    ),
    (
        "calibration.png",
        Axes("Calibration", "mean probability", "share of positives", diagonal=True),
        lambda item: curves.reliability(item.probabilities, item.truth, prevalence=item.prevalence),
    ),
)
COLUMNS = (
    "finding",
    "group",
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
    "body{font:15px/1.5 sans-serif;max-width:70em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2em .6em;text-align:left}"
)


def write_report(folder: Path, judgement: Judgement, title: str) -> tuple[Path, ...]:
    """Write everything into a folder and say which files; ``index.html`` holds it all."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {name: _plot(judgement, axes, curve_of) for name, axes, curve_of in PLOTS}
    files: dict[str, bytes] = dict(pictures)
    files["films.csv"] = _csv(_film_rows(judgement))
    files["figures.csv"] = _csv([COLUMNS, *(_cells(verdict) for verdict in judgement.verdicts)])
    files["index.html"] = _page(judgement, title, pictures).encode("utf-8")
    for name, content in files.items():
        partial = folder / f".{name}.partial"
        partial.write_bytes(content)
        partial.replace(folder / name)
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


def _cells(verdict: Verdict) -> tuple[str, ...]:
    return (
        BY_KEY[verdict.key].title,
        verdict.group,
        str(verdict.positives),
        str(verdict.negatives),
        f"{verdict.accuracy:.2f}",
        _said(verdict.auc),
        "" if verdict.average_precision is None else f"{verdict.average_precision:.2f}",
        _said(verdict.sensitivity),
        _said(verdict.specificity),
        f"{verdict.calibration_error:.2f}",
    )


def _said(interval: Interval | None) -> str:
    return "" if interval is None else f"{interval.value:.2f} ({interval.low:.2f} to {interval.high:.2f})"


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode("utf-8")


def _page(judgement: Judgement, title: str, pictures: dict[str, bytes]) -> str:
    images = "".join(
        f'<img alt="{html.escape(name)}" src="data:image/png;base64,{base64.b64encode(picture).decode()}">'
        for name, picture in pictures.items()
    )
    left_out = "".join(f"<li>{html.escape(_reason(row.line, row.reason))}</li>" for row in judgement.skipped)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{STYLE}</style><h1>{html.escape(title)}</h1>"
        "<p>Research use only. Not a medical device. Intervals: 95 %, bootstrap over patients.</p>"
        f"<h2>Figures</h2>{_table([COLUMNS, *map(_cells, judgement.verdicts)])}"
        f"<h2>What a call means, by how common the finding is</h2>{_table(_predictive(judgement))}"
        f"<h2>Curves</h2>{images}<h2>Left out</h2><ul>{left_out or '<li>nothing</li>'}</ul></html>\n"
    )


def _predictive(judgement: Judgement) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [("finding", "prevalence", "positive calls that are right", "negative ones")]
    for verdict in judgement.verdicts:
        if verdict.group == "all" and verdict.sensitivity and verdict.specificity:
            for prevalence in PREVALENCES:
                right, clear = predictive_values(verdict.sensitivity.value, verdict.specificity.value, prevalence)
                rows.append((BY_KEY[verdict.key].title, f"{prevalence:.0%}", f"{right:.2f}", f"{clear:.2f}"))
    return rows


def _table(rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f"<table><tr>{head}</tr>{body}</table>"


def _reason(line: int, reason: str) -> str:
    return f"line {line}: {reason}" if line else reason
