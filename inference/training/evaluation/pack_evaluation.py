"""Evaluation of a pack on labelled films through the engine itself: what a user would see, measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.core.errors import FilmError
from inference.core.film import Radiograph
from inference.core.findings import BY_KEY
from inference.core.ports import Engine
from inference.core.statistics import metrics
from inference.core.statistics.metrics import Interval
from inference.core.statistics.small_samples import auc_interval, held_wide, patients_with, wilson
from inference.engine.film_check import FilmCheckOutcome
from inference.model_pack.trained_on import NO_FILMS, TrainedOn
from inference.reading.files.reader_process import ReaderProcess
from inference.training.data.labels import LabelledFilm, LabelTable, SkippedRow
from inference.training.evaluation import curves

Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]
FILM_LINE = 0
FilmListener = Callable[[LabelledFilm, Radiograph, Analysis], None]
FEWEST = 5  # positives and negatives below which a subgroup is not given a figure


@dataclass(frozen=True, slots=True, eq=False)
class FindingScores:
    """One finding over the films whose truth is known: who, what was said, what is so."""

    key: str
    films: tuple[LabelledFilm, ...]
    probabilities: Floats
    truth: Truth
    operating_point: float
    prevalence: float | None = None

    def patients(self) -> NDArray[np.str_]:
        """The patient of each film."""
        return np.array([film.patient for film in self.films])

    def subgroup(self, kept: Truth) -> FindingScores:
        """The same over some of the films."""
        films = tuple(film for film, keep in zip(self.films, kept, strict=True) if keep)
        return replace(self, films=films, probabilities=self.probabilities[kept], truth=self.truth[kept])


@dataclass(frozen=True, slots=True)
class GroupMetrics:
    """A finding's figures in one group of films, with 95 % intervals over patients; None where there can be none."""

    key: str
    group: str
    positives: int
    negatives: int
    accuracy: float
    auc: Interval | None
    average_precision: float | None
    sensitivity: Interval | None
    specificity: Interval | None
    calibration_error: float


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """Scores of each finding, figures by group ("all" first), and the films that were left out.

    ``learnt``: how many of the films the pack learnt from.
    """

    findings: tuple[FindingScores, ...]
    metrics: tuple[GroupMetrics, ...]
    skipped: tuple[SkippedRow, ...]
    learnt: int = 0

    def leaving_out(self, more: Iterable[SkippedRow]) -> Evaluation:
        """The same with more that was left out."""
        return replace(self, skipped=(*self.skipped, *more))


def evaluate_pack(
    engine: Engine,
    table: LabelTable,
    root: Path,
    keys: Mapping[str, str],
    *,
    prevalence: float | None = None,
    seen: TrainedOn = NO_FILMS,
    rounds: int = 1000,
    listener: FilmListener | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Evaluation:
    """Run the engine over a table's films; ``keys`` names the finding behind each of the table's names that counts.

    ``prevalence`` is what the pack's calibration is stated for (None: the films' own); ``seen`` is what the
    pack learnt from. Films that cannot be read or
    analysed join ``skipped``. ``listener`` hears of each film with its analysis, ``progress`` of how many are done.
    """
    analyses: list[tuple[LabelledFilm, Analysis]] = []
    skipped, learnt = list(table.skipped), 0
    with closing(ReaderProcess()) as reader:
        for number, film in enumerate(table.films, start=1):
            try:
                radiograph = reader.read(root / film.file)
                analysis = engine.analyse(radiograph, token=CancelToken())
            except FilmError as problem:
                skipped.append(SkippedRow(FILM_LINE, f"{film.file}: {type(problem).__name__}"))
                continue
            finally:
                if progress:
                    progress(number, len(table.films))
            if analysis.check and analysis.check.outcome is FilmCheckOutcome.REFUSE and not analysis.override:
                skipped.append(SkippedRow(FILM_LINE, f"{film.file}: {' '.join(analysis.check.reasons)}"))
                continue
            analyses.append((film, analysis))
            learnt += seen.knows(analysis.film_hash)
            if listener:
                listener(film, radiograph, analysis)
    columns = {key: table.names.index(name) for name, key in keys.items()}
    found = tuple(item for key in columns if (item := _scores(analyses, columns[key], key, prevalence)))
    by_group = tuple(one for item in found for one in _metrics_by_group(item, rounds))
    return Evaluation(found, by_group, tuple(skipped), learnt)


def subgroups(scores: FindingScores) -> Iterator[tuple[str, Truth]]:
    """The subgroups that the films' traits make: view, sex, age under 40, 40 to 64, 65 and older."""
    for trait in ("view", "sex"):
        values = np.array([film.traits.get(trait, "") for film in scores.films])
        for value in sorted(set(values.tolist()) - {""}):
            yield f"{trait} {value}", values == value
    ages = np.array([_age(film) for film in scores.films])
    for name, low, high in (("age under 40", 0, 40), ("age 40 to 64", 40, 65), ("age 65 and older", 65, 200)):
        yield name, (ages >= low) & (ages < high)


def group_metrics(scores: FindingScores, group: str = "all", *, rounds: int = 1000) -> GroupMetrics:
    """The figures of one finding over its films."""
    truth, probabilities, point = scores.truth, scores.probabilities, scores.operating_point
    both = truth.any() and not truth.all()

    def interval(metric: metrics.Metric) -> Interval | None:
        return metrics.bootstrap(metric, probabilities, truth, scores.patients(), rounds=rounds) if both else None

    def share(metric: metrics.Metric, kind: Truth) -> Interval | None:
        found = interval(metric)
        return found and held_wide(found, wilson(found.value, patients_with(scores.patients(), kind)))

    def area() -> Interval | None:
        found = interval(metrics.auc)
        counts = (patients_with(scores.patients(), kind) for kind in (truth, ~truth))
        return found and held_wide(found, auc_interval(found.value, *counts))

    return GroupMetrics(
        key=scores.key,
        group=group,
        positives=int(truth.sum()),
        negatives=int((~truth).sum()),
        accuracy=float(((probabilities >= point) == truth).mean()),
        auc=area(),
        average_precision=curves.average_precision(probabilities, truth) if both else None,
        sensitivity=share(lambda p, t: metrics.sensitivity(p, t, point), truth),
        specificity=share(lambda p, t: metrics.specificity(p, t, point), ~truth),
        calibration_error=curves.expected_calibration_error(probabilities, truth, prevalence=scores.prevalence),
    )


def _metrics_by_group(scores: FindingScores, rounds: int) -> Iterator[GroupMetrics]:
    yield group_metrics(scores, rounds=rounds)
    for name, kept in subgroups(scores):
        if min(scores.truth[kept].sum(), (~scores.truth[kept]).sum()) >= FEWEST:
            yield group_metrics(scores.subgroup(kept), name, rounds=rounds)


def _scores(
    analyses: list[tuple[LabelledFilm, Analysis]], column: int, key: str, prevalence: float | None
) -> FindingScores | None:
    """A finding's films with known truth and a probability; None when there are none."""
    rows = []
    for film, analysis in analyses:
        result = analysis.result(BY_KEY[key])
        if np.isfinite(film.targets[column]) and result.probability is not None:
            rows.append((film, result.probability, film.targets[column] == 1, result.operating_point or 0.5))
    if not rows:
        return None
    films, probabilities, truth, points = zip(*rows, strict=True)
    return FindingScores(key, films, np.array(probabilities, np.float64), np.array(truth, bool), points[0], prevalence)


def _age(film: LabelledFilm) -> float:
    digits = film.traits.get("age", "").strip().rstrip("Yy").lstrip("0") or "nan"
    return float(digits) if digits.isdecimal() else float("nan")
