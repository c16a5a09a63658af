"""Which studies and films are listed, in which order, and what a search leaves of them.

One value, made anew when that changes and at no other time: what follows from it is worked out once, when it is first
asked for, so that a step through ten thousand films walks none of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.state.layout import page_of

if TYPE_CHECKING:  # the DICOM library comes with the first film, after the window
    from inference.reading import Study


@dataclass(frozen=True, eq=False)
class Worklist:
    """``arrival`` are the keys of the studies as opened, ``hidden`` the films that the ``search`` leaves out."""

    studies: tuple[Study, ...] = ()
    arrival: tuple[str, ...] = ()
    sorting: str = "opened"
    search: str = ""
    hidden: frozenset[Path] = frozenset()

    @cached_property
    def order(self) -> tuple[Path, ...]:
        """The films listed, in their order; those that a search leaves out are none of it."""
        return tuple(entry.path for study in self.studies for entry in study.films if entry.path not in self.hidden)

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
        here = None if path is None else self._study_places.get(path)
        if here is None:
            return None
        place = itemgetter(0)
        after, before = bisect_right(self._heads, here, key=place), bisect_left(self._heads, here, key=place) - 1
        there = after if step > 0 else before
        return self._heads[there][1] if 0 <= there < len(self._heads) else None

    @cached_property
    def _places(self) -> Mapping[Path, int]:
        return {path: place for place, path in enumerate(self.order)}

    @cached_property
    def _study_places(self) -> Mapping[Path, int]:
        return {entry.path: place for place, study in enumerate(self.studies) for entry in study.films}

    @cached_property
    def _heads(self) -> tuple[tuple[int, Path], ...]:
        """Of each study of which films are listed: its place among all, and the first of them."""
        shown = ((place, self._first_listed(study)) for place, study in enumerate(self.studies))
        return tuple((place, path) for place, path in shown if path is not None)

    def _first_listed(self, study: Study) -> Path | None:
        return next((entry.path for entry in study.films if entry.path not in self.hidden), None)
