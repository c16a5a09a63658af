"""Which studies and films are listed, in which order, and what a search leaves of them.

One value, made anew when that changes and at no other time: what follows from it is worked out once, when it is first
asked for, so that a step through ten thousand films walks none of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
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
        return tuple(path for path in self._all if path not in self.hidden) if self.hidden else self._all

    @cached_property
    def keys(self) -> frozenset[str]:
        """What tells the studies apart."""
        return frozenset(study.key for study in self.studies)

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
        own, end = self.study_of(path), len(self._all) if step > 0 else -1
        others = (self._all[place] for place in range(here + step, end, step))
        return next((film for film in others if self.study_of(film) is not own and self._is_head(film)), None)

    def _is_head(self, path: Path) -> bool:
        """Whether a film is listed, and the one above it is of another study."""
        place = self._places.get(path)
        return place is not None and (
            place == 0 or self.study_of(self.order[place - 1]) is not self.study_of(self.order[place])
        )

    @cached_property
    def _all(self) -> tuple[Path, ...]:
        return self.sequence or tuple(entry.path for study in self.studies for entry in study.films)

    @cached_property
    def _places(self) -> Mapping[Path, int]:
        return {path: place for place, path in enumerate(self.order)}

    @cached_property
    def _all_places(self) -> Mapping[Path, int]:
        return {path: place for place, path in enumerate(self._all)} if self.hidden else self._places

    @cached_property
    def _study_places(self) -> Mapping[Path, int]:
        return {entry.path: place for place, study in enumerate(self.studies) for entry in study.films}


def without_films_of(studies: tuple[Study, ...], paths: Collection[Path]) -> tuple[Study, ...]:
    """Studies without these films; one that has no other is gone, and one that has none of them is the same."""
    left = (_without(study, paths) for study in studies)
    return tuple(study for study in left if study.films)


def _without(study: Study, paths: Collection[Path]) -> Study:
    films = tuple(entry for entry in study.films if entry.path not in paths)
    return study if len(films) == len(study.films) else replace(study, films=films)
