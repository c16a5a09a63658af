"""The objects of other programs that are known, and what of them is shown on the film that is open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inference.core.film import Radiograph
from inference.core.film_objects import (
    FilmObject,
    FilmPresentation,
    FilmReport,
    FilmSegmentation,
    ObjectKind,
    RelatedObject,
)
from inference.text.messages import UserMessage

if TYPE_CHECKING:  # the DICOM library comes with the first film, after the window
    from inference.reading.dicom.key_objects import KeyObjects

OPACITY = 0.45


@dataclass(frozen=True, slots=True, eq=False)
class FoundObject:
    """An object in the study of the open film: what it says of the film, or why it says nothing."""

    path: Path
    kind: ObjectKind
    value: FilmObject | None = None
    refusal: UserMessage | None = None

    @property
    def presentation(self) -> FilmPresentation | None:
        """The presentation state that it is, if it is one."""
        return self.value if isinstance(self.value, FilmPresentation) else None

    @property
    def draws(self) -> bool:
        """Whether it is a segmentation with anything on the film."""
        return isinstance(self.value, FilmSegmentation) and bool(self.value.segments)

    @property
    def report(self) -> FilmReport | None:
        """The report that it is, if it is one."""
        return self.value if isinstance(self.value, FilmReport) else None


@dataclass(frozen=True, slots=True, eq=False)
class FilmObjects:
    """``related`` and ``keys`` are all that was found so far; ``found`` was read for the film of the key ``film``.

    ``shown`` are segments (file, number) that are drawn, ``region`` the region of a report that is. ``left`` objects
    of the film's study were not looked at, since there are so many. ``presented`` is the film as it was read and the
    same with the shutter of the presentation state that is applied.
    """

    related: tuple[RelatedObject, ...] = ()
    keys: tuple[KeyObjects, ...] = ()
    film: str = ""
    found: tuple[FoundObject, ...] = ()
    left: int = 0
    shown: frozenset[tuple[Path, int]] = frozenset()
    region: tuple[Path, int] | None = None
    opacity: float = OPACITY
    presented: tuple[Radiograph, Radiograph] | None = None
