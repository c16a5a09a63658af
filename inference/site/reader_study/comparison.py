"""What a study found: areas under ROC curves by reader and way of reading, their differences, calls, and time."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from inference.core.statistics.delong import Area, AreaDifference, delong_area, delong_difference
from inference.core.statistics.metrics import Floats, Truth
from inference.core.statistics.small_samples import wilson
from inference.site.reader_study.exporting import Score, modalities, modality, scores
from inference.site.reader_study.results_file import Results
from inference.site.reader_study.study_file import Scale, Study
from inference.site.reader_study.truth import Truths

CUTS = {Scale.FIVE: 3, Scale.HUNDRED: 50}  # from here on a rating counts as a call, unless said otherwise


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of films with its 95 % interval (Wilson); ``value`` is None without a film."""

    hits: int
    count: int

    @property
    def value(self) -> float | None:
        """The share."""
        return self.hits / self.count if self.count else None

    @property
    def interval(self) -> tuple[float, float]:
        """Its interval; all there is without a film."""
        return wilson(self.hits / self.count, self.count) if self.count else (0.0, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class ReaderRow:
    """What a reader reached for a finding in one way of reading; ``curve`` are (false, true) positive shares."""

    finding: str
    reader: str
    modality: str
    area: Area | None
    sensitivity: Rate
    specificity: Rate
    curve: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """How much larger a reader's area is in ``one`` way than in the ``other``, on the ``films`` read in both."""

    finding: str
    reader: str
    one: str
    other: str
    films: int
    difference: AreaDifference | None


@dataclass(frozen=True, slots=True)
class TimeRow:
    """Seconds a film of a reader in one way of reading: median, quartiles, and how many films."""

    reader: str
    modality: str
    films: int
    median: float
    quartiles: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that the report tells; ``cut`` is the rating from which on a film counts as called."""

    cut: int
    rows: tuple[ReaderRow, ...]
    differences: tuple[DifferenceRow, ...]
    times: tuple[TimeRow, ...]
    models: tuple[str, ...]


def compared(study: Study, results: Results, truths: Truths, cut: int | None = None) -> Comparison:
    """Everything about these reads; without truths only times."""
    chosen = CUTS[study.scale] if cut is None else cut
    known = [score for score in scores(study, results, truths) if score.truth is not None]
    readers = sorted({place.reader for place in results.reads})
    ways = modalities(study)
    rows = [
        row_of(key, reader, way, found, chosen)
        for key in study.findings
        for reader in readers
        for way in ways
        if (found := _of(known, key, reader, way))
    ]
    differences = [
        _difference(key, reader, one, other, known)
        for key in study.findings
        for reader in readers
        for other, one in combinations(ways, 2)
        if _of(known, key, reader, one) and _of(known, key, reader, other)
    ]
    models = tuple(sorted({read.model for read in results.reads.values() if read.model}))
    return Comparison(chosen, tuple(rows), tuple(differences), tuple(_times(study, results, readers, ways)), models)


def row_of(finding: str, reader: str, way: str, found: Sequence[Score], cut: int) -> ReaderRow:
    """What these ratings of one reader reach."""
    ratings, truth = _arrays(found)
    called = ratings >= cut
    hits, clear = int((called & truth).sum()), int((~called & ~truth).sum())
    area = delong_area(ratings, truth)
    curve = roc_points(ratings, truth) if area is not None else ()
    rates = Rate(hits, int(truth.sum())), Rate(clear, int((~truth).sum()))
    return ReaderRow(finding, reader, way, area, *rates, curve)


def roc_points(ratings: Floats, truth: Truth) -> tuple[tuple[float, float], ...]:
    """The empirical ROC curve: shares of negatives and of positives called, from the strictest cut to the laxest."""
    cuts = [np.inf, *np.unique(ratings)[::-1]]
    return tuple((float((ratings[~truth] >= cut).mean()), float((ratings[truth] >= cut).mean())) for cut in cuts)


def _difference(finding: str, reader: str, one: str, other: str, known: Sequence[Score]) -> DifferenceRow:
    first = {score.case: score for score in _of(known, finding, reader, one)}
    second = {score.case: score for score in _of(known, finding, reader, other)}
    both = sorted(first.keys() & second.keys())
    ratings, truth = _arrays([first[case] for case in both])
    others, _ = _arrays([second[case] for case in both])
    return DifferenceRow(finding, reader, one, other, len(both), delong_difference(ratings, others, truth))


def _times(study: Study, results: Results, readers: Sequence[str], ways: Sequence[str]) -> list[TimeRow]:
    found: list[TimeRow] = []
    for reader in readers:
        for way in ways:
            seconds = [
                read.seconds
                for place, read in results.reads.items()
                if place.reader == reader and modality(study, place.arm, place.stage) == way
            ]
            if seconds:
                low, high = (float(value) for value in np.percentile(seconds, (25, 75)))
                found.append(TimeRow(reader, way, len(seconds), statistics.median(seconds), (low, high)))
    return found


def _of(known: Sequence[Score], finding: str, reader: str, way: str) -> list[Score]:
    return [item for item in known if (item.finding, item.reader, item.modality) == (finding, reader, way)]


def _arrays(found: Sequence[Score]) -> tuple[Floats, Truth]:
    ratings = np.array([score.rating for score in found], np.float64)
    return ratings, np.array([bool(score.truth) for score in found], np.bool_)
