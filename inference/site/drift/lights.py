"""Three lights: are scores, films and their likeness still as in the first weeks?

A light compares the films of the last weeks with those of the first by several measures. Each measure is a difference
with a 99 % interval, held wider for the number of measures of its light. Yellow: more different than chance makes it.
Red: and by at least ``MUCH``, whatever chance did. Grey: too few films to say. No light says what is wrong: new
patients, a new machine and a broken one look alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial

import numpy as np

from inference.core.findings import FINDINGS
from inference.site.drift.films import DriftFilm
from inference.site.statistics.difference import Difference, of_shares, of_values

FIRST_WEEKS, LAST_WEEKS = 4, 4
LEAST_FIRST, LEAST_LAST = 30, 20  # films
MUCH = 0.15  # of shares, and of how much oftener values are above than below


class Light(StrEnum):
    """What a light shows."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


class Topic(StrEnum):
    """What a light is about."""

    SCORES = "scores"
    FILMS = "films"
    LIKENESS = "likeness"


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that was compared: its name (``subject`` is a finding's key, a view or a device), and the outcome.

    ``earlier`` and ``later`` are shares, or medians, of the first and of the last weeks.
    """

    name: str
    subject: str
    earlier: float
    later: float
    difference: Difference


@dataclass(frozen=True, slots=True)
class Card:
    """A light, the measures behind it, the largest difference first, and the films of the last weeks, oddest first."""

    topic: Topic
    light: Light
    measures: tuple[Measure, ...]
    films: tuple[DriftFilm, ...]


@dataclass(frozen=True, slots=True)
class Periods:
    """The films of the first weeks and of the last; a film is in one of them at most."""

    first: tuple[DriftFilm, ...]
    last: tuple[DriftFilm, ...]

    @property
    def enough(self) -> bool:
        """Whether there are films enough to compare."""
        return len(self.first) >= LEAST_FIRST and len(self.last) >= LEAST_LAST


def periods(films: Sequence[DriftFilm]) -> Periods:
    """The first and the last four weeks in which there were films."""
    mondays = sorted({film.week for film in films})
    if not mondays:
        return Periods((), ())
    end = mondays[0] + timedelta(weeks=FIRST_WEEKS)
    start = max(end, mondays[-1] - timedelta(weeks=LAST_WEEKS - 1))
    return Periods(
        tuple(film for film in films if film.week < end), tuple(film for film in films if film.week >= start)
    )


def cards(films: Sequence[DriftFilm]) -> tuple[Card, ...]:
    """The three lights, in their order."""
    between = periods(films)
    return (
        _card(Topic.SCORES, between, _score_measures, _oddest_by_scores),
        _card(Topic.FILMS, between, _film_measures, _oddest_by_kind),
        _card(Topic.LIKENESS, between, _likeness_measures, _least_alike),
    )


Measuring = Callable[[Periods], Iterable[Measure]]
Ordering = Callable[[Periods, "tuple[Measure, ...]"], Iterable[DriftFilm]]


def _card(topic: Topic, between: Periods, measuring: Measuring, ordering: Ordering) -> Card:
    if not between.enough:
        return Card(topic, Light.GREY, (), between.last)
    measures = tuple(sorted(measuring(between), key=lambda one: -one.difference.least))
    return Card(topic, _light(measures), measures, tuple(ordering(between, measures)))


def _light(measures: Sequence[Measure]) -> Light:
    if not measures:
        return Light.GREY
    worst = measures[0].difference
    return Light.RED if worst.least >= MUCH else Light.YELLOW if worst.sure else Light.GREEN


# -- what is measured -------------------------------------------------------------------------------------------------


def _score_measures(between: Periods) -> Iterable[Measure]:
    tests = 2 * len(FINDINGS)
    for finding in FINDINGS:
        first, last = ([film for film in films if finding.key in film.scores] for films in _both(between))
        if len(first) >= LEAST_FIRST and len(last) >= LEAST_LAST:
            yield _values("score", finding.key, *_scores(first, last, finding.key), tests)
            yield _shares("above", finding.key, first, last, partial(_is_called, finding.key), tests)


def _film_measures(between: Periods) -> Iterable[Measure]:
    first, last = between.first, between.last
    views, devices = _common(between, lambda film: film.view), _common(between, lambda film: film.device)
    tests = 2 + len(views) + len(devices)
    yield _shares("refused", "", first, last, _is_refused, tests)
    for view in views:
        yield _shares("view", view, first, last, partial(_is_of_view, view), tests)
    for device in devices:
        yield _shares("device", device, first, last, partial(_is_of_device, device), tests)
    earlier, later = ([film.sharpness for film in films if film.sharpness is not None] for films in _both(between))
    if len(earlier) >= LEAST_FIRST and len(later) >= LEAST_LAST:
        yield _values("sharpness", "", earlier, later, tests)


def _likeness_measures(between: Periods) -> Iterable[Measure]:
    earlier, later = ([film.unlike for film in films if film.unlike is not None] for films in _both(between))
    if len(earlier) >= LEAST_FIRST and len(later) >= LEAST_LAST:
        yield _values("unlike", "", earlier, later, 1)


def _is_called(key: str, film: DriftFilm) -> bool:
    return key in film.called


def _is_of_view(view: str, film: DriftFilm) -> bool:
    return film.view == view


def _is_of_device(device: str, film: DriftFilm) -> bool:
    return film.device == device


def _is_refused(film: DriftFilm) -> bool:
    return film.refused


def _both(between: Periods) -> tuple[tuple[DriftFilm, ...], tuple[DriftFilm, ...]]:
    return between.first, between.last


def _scores(first: Sequence[DriftFilm], last: Sequence[DriftFilm], key: str) -> tuple[list[float], list[float]]:
    return [film.scores[key] for film in first], [film.scores[key] for film in last]


def _common(between: Periods, kind: Callable[[DriftFilm], str], most: int = 8) -> list[str]:
    """The kinds that most films are of, in either time."""
    found = Counter(kind(film) for film in (*between.first, *between.last))
    return [name for name, _ in found.most_common(most)]


def _values(name: str, subject: str, earlier: Sequence[float], later: Sequence[float], tests: int) -> Measure:
    first, last = np.array(earlier), np.array(later)
    found = of_values(first, last, tests)
    return Measure(name, subject, float(np.median(first)), float(np.median(last)), found)


def _shares(
    name: str,
    subject: str,
    first: Sequence[DriftFilm],
    last: Sequence[DriftFilm],
    chosen: Callable[[DriftFilm], bool],
    tests: int,
) -> Measure:
    earlier, later = (sum(map(chosen, first)), len(first)), (sum(map(chosen, last)), len(last))
    return Measure(name, subject, earlier[0] / earlier[1], later[0] / later[1], of_shares(earlier, later, tests))


# -- the films behind a light -----------------------------------------------------------------------------------------


def _oddest_by_scores(between: Periods, measures: tuple[Measure, ...]) -> Iterable[DriftFilm]:
    """By the score of the finding that differs most, from the side to which it went."""
    if not measures:
        return between.last
    worst = measures[0]
    sign = -1 if worst.difference.value > 0 else 1
    return sorted(between.last, key=lambda film: sign * film.scores.get(worst.subject, -sign))


def _oddest_by_kind(between: Periods, measures: tuple[Measure, ...]) -> Iterable[DriftFilm]:
    """What is more common now first: refused films, those of a view or device, or the most or least sharp."""
    worst = measures[0]
    if worst.name == "sharpness":
        sign = -1 if worst.difference.value > 0 else 1
        return sorted(between.last, key=lambda film: sign * (film.sharpness or 0.0))
    kinds = {"view": partial(_is_of_view, worst.subject), "device": partial(_is_of_device, worst.subject)}
    chosen, grown = kinds.get(worst.name, _is_refused), worst.difference.value > 0
    return sorted(between.last, key=lambda film: chosen(film) is not grown)


def _least_alike(between: Periods, _measures: tuple[Measure, ...]) -> Iterable[DriftFilm]:
    return sorted(between.last, key=lambda film: -(film.unlike or 0.0))
