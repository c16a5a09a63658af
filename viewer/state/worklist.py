"""Which studies and films are listed, in which order, and what a search leaves of them.

One value, made anew when that changes and at no other time: what follows from it is worked out once, when it is first
asked for, so that a step through ten thousand films walks none of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from viewer.state.layout import page_of

if TYPE_CHECKING:  # the DICOM library comes with the first film, after the window
    from inference.reading import Study


@dataclass(frozen=True, eq=False)
class Worklist:
    """``studies`` are as opened, ``hidden`` the films that ``search`` and ``kept`` (a filter) leave out.

    ``sequence`` is the order of the films; without one they stand as opened. ``numbers`` are those of patients, by what
    tells these apart: given once, whoever comes or goes. ``results`` is how many films were known when the list was put
    in order.
    """

    studies: tuple[Study, ...] = ()
    sequence: tuple[Path, ...] = ()
    sorting: str = "opened"
    search: str = ""
    kept: str = "all"
    hidden: frozenset[Path] = frozenset()
    numbers: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    results: int = 0

    @cached_property
    def order(self) -> tuple[Path, ...]:
        """The films listed, in their order; those that a search leaves out are none of it."""
        return tuple(path for path in self._all if path not in self.hidden)

    def place(self, path: Path | None) -> int:
        """Where a film stands among those listed; 0 where it does not."""
        return 0 if path is None else self._places.get(path, 0)

    def without(self, paths: Collection[Path]) -> Worklist:
        """The list without these films; the others stay where they are."""
        sequence = tuple(path for path in self.sequence if path not in paths)
        studies = without_films_of(self.studies, paths)
        return replace(self, studies=studies, sequence=sequence, hidden=self.hidden.difference(paths))

    def neighbour(self, path: Path | None, step: int) -> Path | None:
        """The film ``step`` places further than this one, None at the ends; from a film not listed, the first."""
        here = None if path is None else self._places.get(path)
        if here is None:
            return self.order[0] if self.order else None
        there = here + step
        return self.order[there] if 0 <= there < len(self.order) else None

    def page(self, path: Path | None) -> tuple[Path, ...]:
        """The films of the page of the layout of four that holds this one; none for one not listed."""
        return page_of(self.order, None if path is None else self._places.get(path))

    def study_of(self, path: Path | None) -> Study | None:
        """The study that holds a film, listed or hidden."""
        place = None if path is None else self._study_places.get(path)
        return None if place is None else self.studies[place]

    def next_study(self, path: Path | None, step: int) -> Path | None:
        """The first film listed of the next study (``step`` 1) or the previous one (-1), None at the ends."""
        here = None if path is None else self._all_places.get(path)
        if here is None:
            return None
        after = bisect_right(self._heads, here, key=itemgetter(0))
        heads = self._heads[after:] if step > 0 else reversed(self._heads[:after])
        own = self.study_of(path)
        return next((head for _, head in heads if self.study_of(head) is not own), None)

    @cached_property
    def _all(self) -> tuple[Path, ...]:
        return self.sequence or tuple(entry.path for study in self.studies for entry in study.films)

    @cached_property
    def _places(self) -> Mapping[Path, int]:
        return {path: place for place, path in enumerate(self.order)}

    @cached_property
    def _all_places(self) -> Mapping[Path, int]:
        return {path: place for place, path in enumerate(self._all)}

    @cached_property
    def _study_places(self) -> Mapping[Path, int]:
        return {entry.path: place for place, study in enumerate(self.studies) for entry in study.films}

    @cached_property
    def _heads(self) -> tuple[tuple[int, Path], ...]:
        """Where in the list another study begins: the place among all films, and the film."""
        pairs = zip((None, *self.order), self.order, strict=False)
        begins = (path for before, path in pairs if self.study_of(before) is not self.study_of(path))
        return tuple((self._all_places[path], path) for path in begins)


def without_films_of(studies: tuple[Study, ...], paths: Collection[Path]) -> tuple[Study, ...]:
    """Studies without these films; one that has no other is gone, and one that has none of them is the same."""
    left = (_without(study, paths) for study in studies)
    return tuple(study for study in left if study.films)


def _without(study: Study, paths: Collection[Path]) -> Study:
    films = tuple(entry for entry in study.films if entry.path not in paths)
    return study if len(films) == len(study.films) else replace(study, films=films)
