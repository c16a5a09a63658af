"""Films of the ledger as drift looks at them: week by week, with what may change in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from inference.core.analysis import ScoreState
from inference.site.ledger.store import Ledger

_FILMS = """select f.id, f.film, f.path, f.day, f.view, f.device, f.refused, f.unlike, f.sharpness from films f
    where f.pack_hash = ? order by f.day, f.id"""
_SCORES = """select s.film, s.finding, s.score, s.state from scores s join films f on f.id = s.film
    where f.pack_hash = ?"""


@dataclass(frozen=True, slots=True)
class DriftFilm:
    """One film: the Monday of its week, and what the model and the film check made of it.

    ``scores`` are raw, by the finding's key; ``called`` are the findings above.
    """

    film_hash: str
    path: str
    day: str
    week: date
    view: str
    device: str
    refused: bool
    unlike: float | None
    sharpness: float | None
    scores: dict[str, float]
    called: frozenset[str]


@dataclass(frozen=True, slots=True)
class Week:
    """The films of one week, counted: ``called`` have a finding above; medians are None where nothing was measured."""

    monday: date
    films: int
    refused: int
    called: int
    views: int
    devices: int
    unlike: float | None
    sharpness: float | None


def films_of(ledger: Ledger, pack_hash: str) -> list[DriftFilm]:
    """All films that a model judged, the oldest first."""
    scores: dict[int, dict[str, float]] = {}
    called: dict[int, set[str]] = {}
    with ledger.opened() as file:
        for number, finding, score, state in file.execute(_SCORES, (pack_hash,)):
            scores.setdefault(number, {})[finding] = score
            if state == ScoreState.ABOVE:
                called.setdefault(number, set()).add(finding)
        rows = file.execute(_FILMS, (pack_hash,)).fetchall()
    return [
        DriftFilm(
            *(film, path, day, monday_of(day), view, device, bool(refused), unlike, sharpness),
            scores.get(number, {}),
            frozenset(called.get(number, ())),
        )
        for number, film, path, day, view, device, refused, unlike, sharpness in rows
    ]


def monday_of(day: str) -> date:
    """The Monday of the week of an ISO day."""
    found = date.fromisoformat(day)
    return found - timedelta(days=found.weekday())


def weeks(films: Sequence[DriftFilm]) -> list[Week]:
    """The films counted week by week; weeks without films are left out."""
    by_week: dict[date, list[DriftFilm]] = {}
    for film in films:
        by_week.setdefault(film.week, []).append(film)
    return [_week(monday, found) for monday, found in sorted(by_week.items())]


def _week(monday: date, films: Sequence[DriftFilm]) -> Week:
    return Week(
        monday,
        len(films),
        sum(film.refused for film in films),
        sum(bool(film.called) for film in films),
        len({film.view for film in films}),
        len({film.device for film in films}),
        median(film.unlike for film in films),
        median(film.sharpness for film in films),
    )


def median(values: Iterable[float | None]) -> float | None:
    """The median of those that are known; None of none."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    return (known[(len(known) - 1) // 2] + known[len(known) // 2]) / 2
