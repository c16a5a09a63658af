"""Judging a pack on labelled films through the engine itself: what a user would see, measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
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
from inference.engine.film_check import FilmCheckOutcome as CheckVerdict
from inference.reading import read_film
from inference.training.data.labels import LabelledFilm, LabelTable, SkippedRow
from inference.training.evaluation import curves, figures
from inference.training.evaluation.figures import Interval

Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]
FILM_LINE = 0
Look = Callable[[LabelledFilm, Radiograph, Analysis], None]
FEWEST = 5  # positives and negatives below which a subgroup is not given a figure


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
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

    def subgroup(self, kept: Truth) -> Judged:
        """The same over some of the films."""
        films = tuple(film for film, keep in zip(self.films, kept, strict=True) if keep)
        return replace(self, films=films, probabilities=self.probabilities[kept], truth=self.truth[kept])


@dataclass(frozen=True, slots=True)
class Verdict:
    """A finding's figures with 95 % intervals over patients; a figure that cannot be had is None."""

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
class Judgement:
    """All of it: the findings judged, their figures by group ("all" first), and the films that were left out."""

    findings: tuple[Judged, ...]
    assessments: tuple[Verdict, ...]
    skipped: tuple[SkippedRow, ...]

    def leaving_out(self, more: Iterable[SkippedRow]) -> Judgement:
        """The same with more that was left out."""
        return replace(self, skipped=(*self.skipped, *more))


def judge(
    engine: Engine,
    table: LabelTable,
    root: Path,
    keys: Mapping[str, str],
    *,
    prevalence: float | None = None,
    rounds: int = 1000,
    look: Look | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Judgement:
    """Run the engine over a table's films; ``keys`` names the finding behind each of the table's names that counts.

    ``prevalence`` is what the pack's calibration is stated for (None: the films' own). Films that cannot be read or
    judged join ``skipped``. ``look`` is shown each film with its analysis, ``progress`` how many of how many are done.
    """
    analyses: list[tuple[LabelledFilm, Analysis]] = []
    skipped = list(table.skipped)
    for number, film in enumerate(table.films, start=1):
        try:
            radiograph = read_film(root / film.file)
            analysis = engine.analyse(radiograph, token=CancelToken())
        except FilmError as problem:
            skipped.append(SkippedRow(FILM_LINE, f"{film.file}: {type(problem).__name__}"))
            continue
        finally:
            if progress:
                progress(number, len(table.films))
        if analysis.check and analysis.check.outcome is CheckVerdict.REFUSE and not analysis.override:
            skipped.append(SkippedRow(FILM_LINE, f"{film.file}: {' '.join(analysis.check.reasons)}"))
            continue
        analyses.append((film, analysis))
        if look:
            look(film, radiograph, analysis)
    columns = {key: table.names.index(name) for name, key in keys.items()}
    found = tuple(item for key in columns if (item := _judged(analyses, columns[key], key, prevalence)))
    assessments = tuple(verdict for item in found for verdict in _verdicts(item, rounds))
    return Judgement(found, assessments, tuple(skipped))


def groups_of(judged: Judged) -> Iterator[tuple[str, Truth]]:
    """The subgroups that the films' traits make: view, sex, age under 40, 40 to 64, 65 and older."""
    for trait in ("view", "sex"):
        values = np.array([film.traits.get(trait, "") for film in judged.films])
        for value in sorted(set(values.tolist()) - {""}):
            yield f"{trait} {value}", values == value
    ages = np.array([_age(film) for film in judged.films])
    for name, low, high in (("age under 40", 0, 40), ("age 40 to 64", 40, 65), ("age 65 and older", 65, 200)):
        yield name, (ages >= low) & (ages < high)


def verdict(judged: Judged, group: str = "all", *, rounds: int = 1000) -> Verdict:
    """The figures of one finding over its films."""
    truth, probabilities, point = judged.truth, judged.probabilities, judged.operating_point
    both = truth.any() and not truth.all()

    def interval(figure: figures.Figure) -> Interval | None:
        return figures.bootstrap(figure, probabilities, truth, judged.patients(), rounds=rounds) if both else None

    return Verdict(
        key=judged.key,
        group=group,
        positives=int(truth.sum()),
        negatives=int((~truth).sum()),
        accuracy=float(((probabilities >= point) == truth).mean()),
        auc=interval(figures.auc),
        average_precision=curves.average_precision(probabilities, truth) if both else None,
        sensitivity=interval(lambda p, t: figures.sensitivity(p, t, point)),
        specificity=interval(lambda p, t: figures.specificity(p, t, point)),
        calibration_error=curves.expected_calibration_error(probabilities, truth, prevalence=judged.prevalence),
    )


def _verdicts(judged: Judged, rounds: int) -> Iterator[Verdict]:
    yield verdict(judged, rounds=rounds)
    for name, kept in groups_of(judged):
        if min(judged.truth[kept].sum(), (~judged.truth[kept]).sum()) >= FEWEST:
            yield verdict(judged.subgroup(kept), name, rounds=rounds)


def _judged(
    analyses: list[tuple[LabelledFilm, Analysis]], column: int, key: str, prevalence: float | None
) -> Judged | None:
    """A finding's films with known truth and a probability; None when there are none."""
    rows = []
    for film, analysis in analyses:
        result = analysis.result(BY_KEY[key])
        if np.isfinite(film.targets[column]) and result.probability is not None:
            rows.append((film, result.probability, film.targets[column] == 1, result.operating_point or 0.5))
    if not rows:
        return None
    films, probabilities, truth, points = zip(*rows, strict=True)
    return Judged(key, films, np.array(probabilities, np.float64), np.array(truth, bool), points[0], prevalence)


def _age(film: LabelledFilm) -> float:
    digits = film.traits.get("age", "").strip().rstrip("Yy").lstrip("0") or "nan"
    return float(digits) if digits.isdecimal() else float("nan")
