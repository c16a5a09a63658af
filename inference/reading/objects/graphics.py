"""Graphic annotations and layers of a presentation state, in pixels of the film: PS3.3 C.10.5 and C.10.7."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from pydicom.dataset import Dataset

from inference.core.film_objects import Colour, FilmFacts, Graphic, GraphicText, ObjectLayer, Point, ShownArea
from inference.imaging.spatial_transform import SpatialTransform
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import code, integer, items, number, numbers
from inference.reading.objects.matching import MOST, applies
from inference.reading.objects.origin import colour_of, shortened

To = Callable[[Point], Point]
PLAIN: Final = (242, 201, 76)  # of a layer without a colour of its own
MOST_POINTS: Final = 10_000  # of one graphic object
MOST_OBJECTS = 2_000  # graphics and texts of a state
_LONGEST_TEXT: Final = 2_000
_SIDES: Final = 96  # of the polygon that a circle is drawn as
_BETWEEN: Final = 8  # points between two of an interpolated line
_FAR: Final = 1e6  # pixels: nothing that is drawn lies further
_CLOSED: Final = ("RECTANGLE", "ELLIPSE")


class Bounded:
    """Counts what is drawn, so that a file cannot ask for more than can be; what was left out is said."""

    def __init__(self) -> None:
        self._left = MOST_OBJECTS
        self._out: Counter[str] = Counter()

    def take(self) -> bool:
        """Whether there is room for one more."""
        self._left -= 1
        if self._left < 0:
            self._out["beyond"] += 1
        return self._left >= 0

    def leave_out(self) -> None:
        """One that is malformed."""
        self._out["odd"] += 1

    @property
    def notes(self) -> tuple[str, ...]:
        """What to say of what was left out."""
        odd, beyond = self._out["odd"], self._out["beyond"]
        return (
            *((f"{odd} of its graphics and texts are malformed and were left out.",) if odd else ()),
            *((f"It has {beyond} graphics and texts more than are drawn.",) if beyond else ()),
        )


def read_layers(
    data: Dataset, film: FilmFacts, area: ShownArea | None, transform: SpatialTransform
) -> tuple[tuple[ObjectLayer, ...], tuple[str, ...]]:
    """The layers with what is drawn on this film, in their order, and notes.

    ``area`` and ``transform`` tell where points lie that are given as shares of the displayed area.
    """
    bound = Bounded()
    to_film = {"PIXEL": _same, "DISPLAY": display_to_film(film, area, transform)}
    drawn: dict[str, tuple[list[Graphic], list[GraphicText]]] = {}
    for item in items(data, "GraphicAnnotationSequence")[:MOST]:
        if applies(item, film):
            graphics, texts = drawn.setdefault(code(item, "GraphicLayer"), ([], []))
            graphics += _graphics(item, to_film, bound)
            texts += _texts(item, to_film, bound)
    said = sorted(
        items(data, "GraphicLayerSequence")[:MOST], key=lambda layer: integer(layer, "GraphicLayerOrder") or 0
    )
    named = {code(layer, "GraphicLayer"): layer for layer in said}
    names = [*(name for name in named if name in drawn), *(name for name in drawn if name not in named)]
    layers = tuple(_layer(name, named.get(name), *drawn[name]) for name in names if any(drawn[name]))
    return layers, bound.notes


def _layer(name: str, said: Dataset | None, graphics: list[Graphic], texts: list[GraphicText]) -> ObjectLayer:
    said = said if said is not None else Dataset()
    colour = colour_of(said, "GraphicLayerRecommendedDisplayCIELabValue", _grey(said))
    return ObjectLayer(name, shortened(text(said, "GraphicLayerDescription")), colour, tuple(graphics), tuple(texts))


def _grey(said: Dataset) -> tuple[int, int, int]:
    """The recommended colours that came before CIELab, or what is plainly seen."""
    rgb = numbers(said, "GraphicLayerRecommendedDisplayRGBValue")  # retired
    grey = number(said, "GraphicLayerRecommendedDisplayGrayscaleValue")
    values = rgb[:3] if len(rgb) >= 3 else (grey,) * 3 if grey is not None else ()
    if not values or not all(value is not None and 0 <= value <= 65535 for value in values):
        return PLAIN
    red, green, blue = (round(float(value or 0) / 257) for value in values)
    return red, green, blue


# -- graphics ---------------------------------------------------------------------------------------------------------


def _graphics(item: Dataset, to_film: dict[str, To], bound: Bounded) -> Iterator[Graphic]:
    plain = items(item, "GraphicObjectSequence")
    for one in plain[:MOST]:
        if bound.take() and (found := _graphic(one, to_film, bound)) is not None:
            yield found
    spelled_out = {integer(one, "CompoundGraphicInstanceID") for one in plain}
    spelled_out |= {integer(one, "CompoundGraphicInstanceID") for one in items(item, "TextObjectSequence")}
    for one in items(item, "CompoundGraphicSequence")[:MOST]:
        known = integer(one, "CompoundGraphicInstanceID")
        if (known is None or known not in spelled_out) and bound.take():
            found = _graphic(one, to_film, bound, kind=code(one, "CompoundGraphicType"), units="CompoundGraphicUnits")
            if found is not None:
                yield found


def _graphic(
    item: Dataset, to_film: dict[str, To], bound: Bounded, kind: str = "", units: str = "GraphicAnnotationUnits"
) -> Graphic | None:
    convert, made = to_film.get(code(item, units)), None
    points = points_of(item)
    if convert is not None and points:
        made = graphic_of(kind or code(item, "GraphicType"), points, filled=code(item, "GraphicFilled") == "Y")
    if made is None or convert is None:
        bound.leave_out()
        return None
    points, line = tuple(map(convert, made.points)), tuple(map(convert, made.line))
    colour = _own_colour(item, "LineStyleSequence", "PatternOnColorCIELabValue")
    return Graphic(made.kind, points, line, made.filled, colour)


def _own_colour(item: Dataset, style: str, keyword: str) -> Colour | None:
    """The colour of a graphic or text that has its own style (C.10.5.1)."""
    return next((colour_of(one, keyword, None) for one in items(item, style)[:1]), None)


def points_of(item: Dataset, keyword: str = "GraphicData") -> tuple[Point, ...]:
    """The points of a graphic; none where one of them is no number, or there are more than are drawn."""
    values = numbers(item, keyword)
    if len(values) < 2 or len(values) % 2 or len(values) > 2 * MOST_POINTS or not all(map(_near, values)):
        return ()
    return tuple(zip(values[::2], values[1::2], strict=True))


def graphic_of(kind: str, points: tuple[Point, ...], *, filled: bool = False) -> Graphic | None:
    """A graphic of a type of PS3.3 C.10.5.1.2, C.10.5.1.1 (compound) or C.18.6.1; None for one that is not drawn."""
    if kind in ("POINT", "MULTIPOINT"):
        return Graphic(kind, points, points if kind == "MULTIPOINT" else points[:1])
    if kind in ("POLYLINE", "POLYGON", "MULTILINE", "ARROW", "RULER", "RANGELINE") and len(points) > 1:
        return Graphic(kind, points, points, filled)
    if kind == "INTERPOLATED" and len(points) > 1:
        return Graphic(kind, points, _curve(points), filled)
    if kind == "CIRCLE" and len(points) == 2:
        return Graphic(kind, points, _circle(*points), filled)
    if kind == "ELLIPSE" and len(points) == 4:
        return Graphic(kind, points, _ellipse(points), filled)
    if kind == "RECTANGLE" and len(points) in (2, 4):
        (left, top), (right, bottom) = points[0], points[len(points) // 2]
        corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
        return Graphic(kind, points, corners, filled)
    return None


def _circle(centre: Point, rim: Point) -> tuple[Point, ...]:
    radius = math.dist(centre, rim)
    return tuple((centre[0] + radius * math.cos(at), centre[1] + radius * math.sin(at)) for at in _around())


def _ellipse(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Through the ends of the major axis and those of the minor one."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
    x, y = (ax + bx) / 2, (ay + by) / 2
    major, minor = ((bx - ax) / 2, (by - ay) / 2), ((dx - cx) / 2, (dy - cy) / 2)
    return tuple(
        (
            x + major[0] * math.cos(at) + minor[0] * math.sin(at),
            y + major[1] * math.cos(at) + minor[1] * math.sin(at),
        )
        for at in _around()
    )


def _around() -> Iterator[float]:
    return (2 * math.pi * step / _SIDES for step in range(_SIDES + 1))


def _curve(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """A Catmull-Rom spline: the standard leaves the curve open, and wants it through the points."""
    closed = points[0] == points[-1]
    before, after = (points[-2], points[1]) if closed else (points[0], points[-1])
    all_points = (before, *points, after)
    made = [points[0]]
    for place in range(len(points) - 1):
        ends = all_points[place : place + 4]
        made += [_between(ends, step / _BETWEEN) for step in range(1, _BETWEEN + 1)]
    return tuple(made)


def _between(ends: tuple[Point, ...], at: float) -> Point:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = ends
    weights = (-at + 2 * at**2 - at**3, 2 - 5 * at**2 + 3 * at**3, at + 4 * at**2 - 3 * at**3, at**3 - at**2)
    xs, ys = (ax, bx, cx, dx), (ay, by, cy, dy)
    x = sum(weight * value for weight, value in zip(weights, xs, strict=True)) / 2
    return x, sum(weight * value for weight, value in zip(weights, ys, strict=True)) / 2


# -- texts ------------------------------------------------------------------------------------------------------------


def _texts(item: Dataset, to_film: dict[str, To], bound: Bounded) -> Iterator[GraphicText]:
    for one in items(item, "TextObjectSequence")[:MOST]:
        if not bound.take():
            continue
        words = _lines(one)
        box = _corners(one, to_film.get(code(one, "BoundingBoxAnnotationUnits")))
        anchor = _point(one, "AnchorPoint", to_film.get(code(one, "AnchorPointAnnotationUnits")))
        if words and (box is not None or anchor is not None):
            visible = code(one, "AnchorPointVisibility") == "Y"
            align = code(one, "BoundingBoxTextHorizontalJustification") or "LEFT"
            colour = _own_colour(one, "TextStyleSequence", "TextColorCIELabValue")
            yield GraphicText(words, box, anchor, visible and anchor is not None, align, colour)
        else:
            bound.leave_out()


def _lines(item: Dataset) -> str:
    """The text with its line breaks, which reading an element on one line would lose."""
    try:
        raw = str(item.get("UnformattedTextValue") or "")
    except (ValueError, TypeError, LookupError):
        raw = text(item, "UnformattedTextValue")
    kept = ("".join(letter if letter.isprintable() else " " for letter in line) for line in raw.splitlines())
    return shortened("\n".join(line.rstrip() for line in kept).strip(), _LONGEST_TEXT)


def _corners(item: Dataset, convert: To | None) -> tuple[Point, Point] | None:
    one = _point(item, "BoundingBoxTopLeftHandCorner", convert)
    other = _point(item, "BoundingBoxBottomRightHandCorner", convert)
    return None if one is None or other is None else (one, other)


def _point(item: Dataset, keyword: str, convert: To | None) -> Point | None:
    values = numbers(item, keyword)[:2]
    if convert is None or len(values) < 2 or not all(map(_near, values)):
        return None
    return convert((values[0], values[1]))


# -- where points lie -------------------------------------------------------------------------------------------------


def display_to_film(film: FilmFacts, area: ShownArea | None, transform: SpatialTransform) -> To:
    """From shares of the displayed area as it is seen (0..1 across and down) to pixels of the film."""
    shown = area or ShownArea(0, 0, film.columns, film.rows)
    wide, high = shown.right - shown.left, shown.bottom - shown.top
    across, down = transform.size(wide, high)
    x, y = transform.to_screen(wide, high)
    corner = min(0.0, x), min(0.0, y)

    def convert(point: Point) -> Point:
        back = transform.to_film(point[0] * across + corner[0], point[1] * down + corner[1])
        return shown.left + back[0], shown.top + back[1]

    return convert


def _same(point: Point) -> Point:
    return point


def _near(value: float) -> bool:
    return math.isfinite(value) and abs(value) < _FAR
