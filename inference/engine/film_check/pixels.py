"""What the pixels of a film say against judging it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from inference.core.film import Radiograph
from inference.core.film_check_result import LOOKS_INVERTED, FilmCheckReason, refuse, warn
from inference.engine.film_check.cnn import WEIGHTS, ThumbnailClasses, classify, load_detector
from inference.engine.film_check.thumbnail import thumbnail

BLANK = 0.004  # share of the screen's range that a film must span: one grey level of 256
NEARLY_BLANK = 0.02
FOREIGN = 0.98  # shares from which each thing is said, chosen as the card says
INCOMPLETE = 0.8
DOUBTFUL = 0.18  # share of "no whole chest, or not upright" from which it is said that the detector is at a loss
ROTATED = 0.97
MIRRORED = 0.9
INVERTED = 0.95
MAYBE_INVERTED = 0.3  # from which it is said that the check is not sure
WIDEST = 1.8  # long side over short side; films are made up to 1.25
_UNSURE = "The film may not be an upright, whole, frontal chest film: the check is not sure what it shows."
_SAYS_BLANK = "The film is blank or nearly blank."


def pixel_evidence(film: Radiograph, weights: Path = WEIGHTS) -> Iterator[FilmCheckReason]:
    """Everything in the picture that speaks against judging the film; raises ``PackError`` without the detector."""
    detector = load_detector(weights)
    if film.colour:
        yield warn("The picture has colours; a radiograph has none.")
    if not min(film.shape):
        yield refuse(_SAYS_BLANK)
        return
    small = thumbnail(film)
    if small.spread < BLANK:
        yield refuse(_SAYS_BLANK)
        return
    yield from _format(film)
    yield from thumbnail_evidence(classify(detector, small.values), nearly_blank=small.spread < NEARLY_BLANK)


def thumbnail_evidence(seen: ThumbnailClasses, *, nearly_blank: bool = False) -> Iterator[FilmCheckReason]:
    """The rules over what the detector saw: what it shows first, then how it lies, then how it is toned."""
    if seen.lateral + seen.other > FOREIGN:
        yield refuse(_foreign(seen, nearly_blank=nearly_blank))
        return
    if 1 - seen.chest > INCOMPLETE:
        yield warn(_incomplete(seen))
        return
    if seen.inverted > INVERTED:
        yield refuse(LOOKS_INVERTED)
    yield from _lie(seen)


def _unsure(seen: ThumbnailClasses) -> bool:
    """Whether the check is at a loss: perhaps no whole chest, or not upright, or its grey scale inverted."""
    return 1 - seen.chest * seen.turns[0] > DOUBTFUL or MAYBE_INVERTED < seen.inverted <= INVERTED


def _lie(seen: ThumbnailClasses) -> Iterator[FilmCheckReason]:
    """How a chest lies on its film; a chest that seems to lie no way at all is perhaps none."""
    if 1 - seen.turns[0] > ROTATED:
        yield refuse(_rotated(seen) if seen.chest > DOUBTFUL else _foreign(seen, nearly_blank=False))
    elif _unsure(seen):
        yield warn(_UNSURE)
    elif seen.mirrored > MIRRORED:
        yield warn("The film looks mirrored: the heart lies to the right. Check the side, or think of situs inversus.")


def _foreign(seen: ThumbnailClasses, *, nearly_blank: bool) -> str:
    if seen.lateral > seen.other:
        return "The film looks like a lateral view; the model knows frontal films only."
    return _SAYS_BLANK if nearly_blank else "The film does not look like a frontal chest film."


def _incomplete(seen: ThumbnailClasses) -> str:
    if seen.cropped > max(seen.lateral, seen.other):
        return "The film looks cropped: it does not show the whole chest."
    return _UNSURE


def _rotated(seen: ThumbnailClasses) -> str:
    half = seen.turns[2] > max(seen.turns[1], seen.turns[3])
    return f"The film looks rotated by {180 if half else 90} degrees."


def _format(film: Radiograph) -> Iterator[FilmCheckReason]:
    height, width = film.shape[0] * film.pixel_aspect, film.shape[1]
    if max(height, width) > WIDEST * min(height, width):
        yield warn("The film is too narrow for a whole chest: it may be cropped.")
