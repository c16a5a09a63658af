"""How the viewports lie in the middle of the window: which of them are shown, in which cells; pure geometry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

PAGE = 4  # films of the worklist on a page of the layout of four
HALF = 0.5
HANDLE = 9  # screen pixels of the border between two viewports: wide enough to be aimed at
GAP = 6  # screen pixels around each of four cells, in which the border of the one in hand is drawn
NARROWEST = 200  # screen pixels that a viewport keeps when its border is moved


class Layout(StrEnum):
    """The layouts: one film, the untouched film beside its overlay, prior and current, four films of the worklist."""

    LARGE = "large"
    PAIR = "pair"
    PRIOR = "prior"
    FOUR = "four"


class Role(StrEnum):
    """The viewports that a cell can hold beside those of other films; ``NOTHING`` is a cell without a film."""

    FILM = "film"
    OVERLAY = "overlay"
    PRIOR = "prior"
    NOTHING = "nothing"


Slot = Role | Path  # a path is another film of the page


@dataclass(frozen=True, slots=True)
class Cell:
    """A rectangle in screen pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A layout and the films that it holds beside the current one: a prior, if there is one, and the ``page``."""

    layout: Layout = Layout.LARGE
    prior: bool = False
    page: tuple[Path, ...] = ()
    current: Path | None = None

    def slots(self, *, parted: bool) -> tuple[Slot, ...]:
        """What the cells hold, in reading order; ``parted``: the overlay's viewport is on another screen."""
        current = Role.FILM if parted else Role.OVERLAY
        if self.layout is Layout.FOUR:
            films = [current if path == self.current else path for path in self.page] or [current]
            return (*films, *[Role.NOTHING] * (PAGE - len(films)))
        if self.layout is Layout.PRIOR and self.prior:
            return Role.PRIOR, current
        if self.layout is Layout.PAIR and not parted:
            return Role.FILM, Role.OVERLAY
        return (current,)


def cells(count: int, size: tuple[int, int], share: float = HALF) -> tuple[Cell, ...]:
    """The cells of one, two or four viewports in an area of ``size`` (width, height).

    Of two the left one gets ``share`` of the width; between them lies the border that the hand moves.
    """
    width, height = size
    if count == 1:
        return (Cell(0, 0, width, height),)
    if count == 2:
        left = round((width - HANDLE) * share)
        return Cell(0, 0, left, height), Cell(left + HANDLE, 0, width - HANDLE - left, height)
    half_width, half_height = (width - 3 * GAP) // 2, (height - 3 * GAP) // 2
    lefts, tops = (GAP, 2 * GAP + half_width), (GAP, 2 * GAP + half_height)
    return tuple(Cell(left, top, half_width, half_height) for top in tops for left in lefts)


def share_at(left: float, width: int) -> float:
    """The share of the left viewport whose border is put at ``left``; neither viewport becomes too narrow."""
    free = max(width - HANDLE, 1)
    least = min(NARROWEST / free, HALF)
    return min(max(left / free, least), 1 - least)


def page_of(order: Sequence[Path], place: int | None) -> tuple[Path, ...]:
    """The films of the page that holds the one at this place of the worklist; none for a film that is not listed."""
    if place is None:
        return ()
    first = place - place % PAGE
    return tuple(order[first : first + PAGE])
