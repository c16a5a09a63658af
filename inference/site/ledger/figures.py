"""What is counted for each finding: agreement, calls and misses per 100 films, each with the films it rests on.

Without a table of truth the figures say how reader and model agree, never who was right. Intervals of shares are
Wilson's (J Am Stat Assoc 1927), 95 %, and treat films as independent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median

from inference.core.analysis import ScoreState
from inference.core.findings import FINDINGS
from inference.core.reader_annotations import UnaidedCall
from inference.core.statistics.small_samples import wilson
from inference.site.ledger.counts import Count, RegionCount
from inference.site.ledger.sight import NO_WORD

PRESENT, UNSURE, ABSENT = (call.value for call in UnaidedCall)
ABOVE, NOT_SURE, BELOW = ScoreState.ABOVE.value, ScoreState.NOT_SURE.value, ScoreState.BELOW.value
WORDS, STATES = (PRESENT, UNSURE, ABSENT), (ABOVE, NOT_SURE, BELOW)
_ORDER = {finding.key: place for place, finding in enumerate(FINDINGS)}


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many films."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, 0..1; None of no films."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Its 95 % interval; None of no films."""
        return wilson(self.count / self.of, self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one finding in one group; ``cells`` are films by the reader's word and the model's state.

    ``neither`` are films on which the reader disagreed with "not sure", which says neither present nor absent; they
    are in no figure. ``outcomes`` are films by truth, word and state, where a table of truth was brought. ``regions``
    are what readers drew for the finding and its heatmap was held against.
    """

    group: str
    finding: str
    cells: Mapping[tuple[str, str], int]
    neither: int = 0
    outcomes: Mapping[tuple[bool, str, str], int] = field(default_factory=dict)
    regions: tuple[RegionCount, ...] = ()

    def films_of(self, words: Iterable[str] = WORDS, states: Iterable[str] = STATES) -> int:
        """How many films have one of these words and one of these states."""
        known = tuple(states)
        return sum(self.cells.get((word, state), 0) for word in words for state in known)

    @property
    def films(self) -> int:
        """All films that are counted."""
        return self.films_of()

    @property
    def agreement(self) -> Share:
        """Present and above, or absent and below, of the films on which neither was unsure."""
        agreed = self.cells.get((PRESENT, ABOVE), 0) + self.cells.get((ABSENT, BELOW), 0)
        return Share(agreed, self.films_of((PRESENT, ABSENT), (ABOVE, BELOW)))

    @property
    def false_calls(self) -> Share:
        """The model says above where the reader said absent, of all films; false as the reader reads."""
        return Share(self.cells.get((ABSENT, ABOVE), 0), self.films)

    @property
    def misses(self) -> Share:
        """The model says below where the reader said present, of all films; a miss as the reader reads."""
        return Share(self.cells.get((PRESENT, BELOW), 0), self.films)

    @property
    def unsure(self) -> Share:
        """Reader or model were not sure, of all films."""
        return Share(self.films - self.films_of((PRESENT, ABSENT), (ABOVE, BELOW)), self.films)

    @property
    def hits(self) -> Share:
        """The heatmap is hottest inside, or hot where an arrow leads to, of all regions; these count as independent."""
        return Share(sum(one.hit for one in self.regions), len(self.regions))

    @property
    def overlap(self) -> float | None:
        """The median overlap (0..1) of heatmap and region; None of none, arrows have none."""
        known = [one.overlap for one in self.regions if one.overlap is not None]
        return median(known) if known else None

    def sensitivity(self, *, of_reader: bool) -> Share:
        """Called present (or above) of the films that have the finding by the table of truth; not sure is no call."""
        return self._called(of_reader=of_reader, truth=True)

    def specificity(self, *, of_reader: bool) -> Share:
        """Not called of the films that do not have it by the table of truth."""
        called = self._called(of_reader=of_reader, truth=False)
        return Share(called.of - called.count, called.of)

    def _called(self, *, of_reader: bool, truth: bool) -> Share:
        rows = [(word, state, films) for (fact, word, state), films in self.outcomes.items() if fact is truth]
        called = sum(films for word, state, films in rows if (word == PRESENT if of_reader else state == ABOVE))
        return Share(called, sum(films for _, _, films in rows))


def figures(found: Iterable[Count], drawn: Iterable[RegionCount] = ()) -> list[Figures]:
    """The figures by group and finding: groups in their order, findings in the program's; with what was drawn."""
    cells: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    outcomes: dict[tuple[str, str], Counter[tuple[bool, str, str]]] = {}
    neither: Counter[tuple[str, str]] = Counter()
    regions: dict[tuple[str, str], list[RegionCount]] = {}
    for region in drawn:
        regions.setdefault((region.group, region.finding), []).append(region)
    for one in found:
        place = one.group, one.finding
        cells.setdefault(place, Counter())
        if one.word == NO_WORD:
            neither[place] += one.films
            continue
        cells[place][one.word, one.state] += one.films
        if one.truth is not None:
            outcomes.setdefault(place, Counter())[one.truth, one.word, one.state] += one.films
    ordered = sorted({*cells, *regions}, key=lambda place: (place[0], _ORDER.get(place[1], len(_ORDER)), place[1]))
    return [
        Figures(*place, cells.get(place, {}), neither[place], outcomes.get(place, {}), tuple(regions.get(place, ())))
        for place in ordered
    ]
