"""How the panel uses its height: what is shown at length so that all seven findings stay in sight. No widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from viewer.findings.finding_row import Form


@dataclass(frozen=True, slots=True)
class Arrangement:
    """``details``: each row's further lines are shown; ``controls`` stand below the rows; banners are ``folded``."""

    form: Form
    details: bool
    controls: bool
    folded: bool


ROOMIEST_FIRST = (
    Arrangement(Form.TALL, details=True, controls=True, folded=False),
    Arrangement(Form.COMPACT, details=True, controls=True, folded=False),
    Arrangement(Form.TALL, details=True, controls=False, folded=False),
    Arrangement(Form.COMPACT, details=True, controls=False, folded=False),
    Arrangement(Form.COMPACT, details=False, controls=False, folded=False),
    Arrangement(Form.COMPACT, details=False, controls=False, folded=True),
    Arrangement(Form.TIGHT, details=False, controls=False, folded=True),
)


def fitting(room: int, needed: Callable[[Arrangement], int], *, controls: bool) -> tuple[Arrangement, int]:
    """The roomiest arrangement that needs no more than ``room`` pixels, else the least, and what it needs.

    Without ``controls`` those that show them are left out.
    """
    least = ROOMIEST_FIRST[-1]
    for arrangement in ROOMIEST_FIRST:
        if controls or not arrangement.controls:
            height = needed(arrangement)
            if height <= room:
                return arrangement, height
    return least, needed(least)
