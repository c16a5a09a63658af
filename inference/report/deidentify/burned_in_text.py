"""Are there letters in a film's own pixels? A search for lines of small, sharp, even shapes; it misses some.

Measured on films of NIH ChestX-ray14 (512 x 512, JPEG): it spoke up on 1 of 60 as they are, and on 92 of 180 copies
with a line of letters drawn in (1.2, 2 and 3.5 % of the height; white and black). So it warns, and never clears.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.film import Radiograph
from inference.imaging.display_pipeline import render

LONGEST_SIDE = 1600  # pixels in which letters are looked for
LEAST_IN_LINE = 4  # one or two letters are side markers, which every film has
LETTER_HEIGHT = (7, 70)  # pixels of the reduced film
EVEN = 30.0  # greatest standard deviation of grey inside a letter
SHARP = 50.0  # least step of grey at its edge
_Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Shape:
    """A connected shape that could be a letter, in pixels of the reduced film."""

    left: int
    top: int
    width: int
    height: int
    grey: float


def letters_note(film: Radiograph) -> str:
    """A sentence for whoever hands the film on without identity; empty where no letters were found."""
    found = text_lines(film)
    if not found:
        return ""
    many = "a line" if found == 1 else f"{found} lines"
    return f"Its pixels seem to hold {many} of letters, which were not removed: look at it before you hand it on."


def text_lines(film: Radiograph) -> int:
    """How many lines of at least four letters the pixels seem to hold."""
    grey = _reduced(render(film))
    return sum(_lines(_letters(picture)) for picture in (grey, 255 - grey))


def _reduced(grey: _Grey) -> _Grey:
    """The film at one size, larger or smaller, so that strokes are some pixels wide."""
    factor = LONGEST_SIDE / max(grey.shape)
    size = (max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(grey, size, interpolation=how), dtype=np.uint8)


def _letters(grey: _Grey) -> list[_Shape]:
    """Shapes brighter than what is around them, of the size and evenness of letters."""
    around = cv2.GaussianBlur(grey, (0, 0), 12)
    mask = ((grey.astype(np.int16) - around) > SHARP / 2) & (grey > 120)
    count, found_labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    labels = np.asarray(found_labels, dtype=np.int32)
    found = []
    for number in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[number])
        if not LETTER_HEIGHT[0] <= height <= LETTER_HEIGHT[1] or width > 1.6 * height:
            continue
        if not 0.15 <= area / (width * height) <= 0.95:
            continue
        shape = _shape(grey, labels, number, (left, top, width, height))
        if shape is not None:
            found.append(shape)
    return found


def _shape(grey: _Grey, labels: NDArray[np.int32], number: int, box: tuple[int, int, int, int]) -> _Shape | None:
    """The shape where it is even inside and steps down at its edge."""
    left, top, width, height = box
    rows = slice(max(top - 3, 0), top + height + 3)
    columns = slice(max(left - 3, 0), left + width + 3)
    inside = (labels[rows, columns] == number).astype(np.uint8)
    core = cv2.erode(inside, np.ones((2, 2), np.uint8)) > 0
    ring = (cv2.dilate(inside, np.ones((7, 7), np.uint8)) - cv2.dilate(inside, np.ones((3, 3), np.uint8))) > 0
    values = grey[rows, columns]
    if core.sum() < 4 or ring.sum() < 6:
        return None
    level = float(values[core].mean())
    if values[core].std() > EVEN or level - float(values[ring].mean()) < SHARP:
        return None
    return _Shape(left, top, width, height, level)


def _lines(shapes: list[_Shape]) -> int:
    """Rows of neighbours of one height and gray level."""
    left = sorted(shapes, key=lambda shape: shape.left)
    count = 0
    while left:
        line = [left.pop(0)]
        for shape in list(left):
            if _follows(line[-1], shape):
                line.append(shape)
                left.remove(shape)
        count += len(line) >= LEAST_IN_LINE
    return count


def _follows(before: _Shape, after: _Shape) -> bool:
    tall = max(before.height, after.height)
    truncated = after.left - before.left - before.width
    foot = abs(before.top + before.height - after.top - after.height)
    return (
        -0.2 * tall <= truncated <= 1.6 * tall
        and foot <= 0.35 * tall
        and min(before.height, after.height) >= 0.55 * tall
        and abs(before.grey - after.grey) <= 25
    )
