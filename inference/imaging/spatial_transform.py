"""How a film lies on the screen: eight ways of turning and mirroring; pure geometry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class SpatialTransform:
    """A matrix of 0 and ±1: screen (x, y) = (xx * x + xy * y, yx * x + yy * y) of film x (right) and y (down)."""

    xx: int = 1
    xy: int = 0
    yx: int = 0
    yy: int = 1

    def then(self, other: SpatialTransform) -> SpatialTransform:
        """This transform, and then another one of what is seen."""
        return SpatialTransform(
            other.xx * self.xx + other.xy * self.yx,
            other.xx * self.xy + other.xy * self.yy,
            other.yx * self.xx + other.yy * self.yx,
            other.yx * self.xy + other.yy * self.yy,
        )

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """A step on the film as a step on the screen."""
        return self.xx * x + self.xy * y, self.yx * x + self.yy * y

    def to_film(self, x: float, y: float) -> tuple[float, float]:
        """A step on the screen as a step on the film."""
        return self.xx * x + self.yx * y, self.xy * x + self.yy * y

    def size(self, width: float, height: float) -> tuple[float, float]:
        """Width and height on the screen of what is so wide and high on the film, and the other way round."""
        return (width, height) if self.xx else (height, width)

    def place(self, point: tuple[float, float], size: tuple[float, float]) -> tuple[float, float]:
        """Where a point (x, y) of a picture (width, height) lies in the transformed picture; 0 is its outer edge."""
        x, y = self.to_screen(*point)
        corner = self.to_screen(*size)
        return x - min(0.0, corner[0]), y - min(0.0, corner[1])

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        """The matrix, row by row, to be written down."""
        return self.xx, self.xy, self.yx, self.yy

    @property
    def mirrored(self) -> bool:
        """Whether left and right (or top and bottom) are swapped, not only turned."""
        return self.xx * self.yy - self.xy * self.yx < 0


UPRIGHT = SpatialTransform()
CLOCKWISE = SpatialTransform(0, -1, 1, 0)
ANTICLOCKWISE = SpatialTransform(0, 1, -1, 0)
FLIP_ACROSS = SpatialTransform(-1, 0, 0, 1)
FLIP_DOWN = SpatialTransform(1, 0, 0, -1)

_WORDS = {
    UPRIGHT: "",
    CLOCKWISE: "Rotated 90° right",
    SpatialTransform(-1, 0, 0, -1): "Rotated 180°",
    ANTICLOCKWISE: "Rotated 90° left",
    FLIP_ACROSS: "Flipped left to right",
    FLIP_DOWN: "Flipped top to bottom",
    FLIP_ACROSS.then(CLOCKWISE): "Flipped left to right, rotated 90° right",
    FLIP_ACROSS.then(ANTICLOCKWISE): "Flipped left to right, rotated 90° left",
}


def apply_transform(picture: NDArray[Any], transform: SpatialTransform) -> NDArray[Any]:
    """A picture (rows, columns, ...) transformed: the same pixels, a view of them."""
    upright = picture if transform.xx else picture.swapaxes(0, 1)
    return upright[:: transform.yx + transform.yy, :: transform.xx + transform.xy]


def transform_of(facts: object) -> SpatialTransform:
    """The transform that was written down as its four numbers; upright where they are none."""
    return next((transform for transform in _WORDS if list(transform.numbers) == facts), UPRIGHT)


def translatable() -> list[str]:
    """All words of this module: what a translation has to know."""
    return [text for text in _WORDS.values() if text]


def transform_text(transform: SpatialTransform) -> str:
    """The transform in words for the corner of the viewport; empty for a film as stored."""
    return _WORDS[transform]
