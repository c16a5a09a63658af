"""How a film lies in a presentation state: spatial transform, displayed area, display shutter."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.valuerep import DSfloat

from inference.core.film import Radiograph
from inference.imaging.spatial_transform import CLOCKWISE, FLIP_ACROSS, UPRIGHT, SpatialTransform
from inference.reading.dicom.elements import codes, numbers
from inference.report.page.options import AreaSize, SeenArea

_SHUTTERS: Final = {
    "RECTANGULAR": (
        "ShutterLeftVerticalEdge",
        "ShutterRightVerticalEdge",
        "ShutterUpperHorizontalEdge",
        "ShutterLowerHorizontalEdge",
    ),
    "CIRCULAR": ("CenterOfCircularShutter", "RadiusOfCircularShutter"),
    "POLYGONAL": ("VerticesOfThePolygonalShutter",),
}
_OVERLAY: Final = 0x6000


def spatial_transform(transform: SpatialTransform) -> Dataset:
    """The Spatial Transformation module (PS3.3 C.10.6): a rotation clockwise, then a flip from left to right."""
    turned = transform.then(FLIP_ACROSS) if transform.mirrored else transform
    quarters, reached = 0, UPRIGHT
    while reached != turned:
        quarters, reached = quarters + 1, reached.then(CLOCKWISE)
    made = Dataset()
    made.ImageHorizontalFlip = "Y" if transform.mirrored else "N"
    made.ImageRotation = 90 * quarters
    return made


def displayed_area(film: Radiograph, transform: SpatialTransform, area: SeenArea | None = None) -> Dataset:
    """An item of the Displayed Area (PS3.3 C.10.4): what is seen of the film, else the whole of it, scaled to fit.

    The corners are pixels of the film as stored, counted from 1, named by where they lie on the screen; they are whole
    pixels of the film, so that what is seen beside it is left to whoever shows it. Real size needs a spacing.
    """
    rows, columns = film.shape
    seen = area or SeenArea(0, 0, columns, rows)
    low_x, high_x = _whole_pixels(seen.left, seen.right, columns)
    low_y, high_y = _whole_pixels(seen.top, seen.bottom, rows)
    across, down = transform.to_film(1, 1)  # a step to the right and down on the screen, as one on the film
    left, right = (low_x, high_x) if across > 0 else (high_x, low_x)
    top, bottom = (low_y, high_y) if down > 0 else (high_y, low_y)
    item = Dataset()
    item.DisplayedAreaTopLeftHandCorner, item.DisplayedAreaBottomRightHandCorner = [left, top], [right, bottom]
    size = AreaSize.FIT if seen.size is AreaSize.TRUE_SIZE and film.spacing is None else seen.size
    item.PresentationSizeMode = str(size)
    if size is AreaSize.TRUE_SIZE and film.spacing is not None:
        spacing = (film.spacing.row_mm, film.spacing.column_mm)
        item.PresentationPixelSpacing = [DSfloat(value, auto_format=True) for value in spacing]
    else:
        item.PresentationPixelAspectRatio = _ratio(film.pixel_aspect)
    if size is AreaSize.MAGNIFY:
        item.PresentationPixelMagnificationRatio = seen.magnified
    return item


def _whole_pixels(low: float, high: float, count: int) -> tuple[int, int]:
    """The first and the last pixel, counted from 1, that are seen between two places; at least one of the film's."""
    first = min(max(math.floor(low), 0), count - 1)
    return first + 1, max(min(math.ceil(high), count), first + 1)


def display_shutter(film: Radiograph, header: Dataset) -> Dataset:
    """The Display Shutter module (C.7.6.11), else, where the file's is a bitmap, that of a bitmap (C.7.6.15).

    Empty for a film without a shutter that hides anything.
    """
    made = Dataset()
    if film.shutter is None:
        return made
    kinds = codes(header, "ShutterShape")
    found = {key: numbers(header, key) for kind in kinds for key in _SHUTTERS.get(kind, ())}
    if all(kind in _SHUTTERS for kind in kinds) and all(map(_sound, found.values())):
        made.ShutterShape = [*kinds]
        for key, values in found.items():
            setattr(made, key, [int(value) for value in values])
    else:
        made.update(_bitmap(film))
    made.ShutterPresentationValue = 0
    return made


def _sound(values: tuple[float, ...]) -> bool:
    return bool(values) and all(math.isfinite(value) and value == int(value) for value in values)


def _bitmap(film: Radiograph) -> Dataset:
    """A shutter as an overlay plane (PS3.3 C.9.2), drawn where the film is hidden."""
    assert film.shutter is not None
    made, group = Dataset(), _OVERLAY << 16
    made.ShutterShape, made.ShutterOverlayGroup = "BITMAP", _OVERLAY
    bits = np.packbits(~film.shutter.reshape(-1), bitorder="little").tobytes()
    rows, columns = film.shape
    made.add_new(group | 0x0010, "US", rows)
    made.add_new(group | 0x0011, "US", columns)
    made.add_new(group | 0x0040, "CS", "G")
    made.add_new(group | 0x0050, "SS", [1, 1])
    made.add_new(group | 0x0100, "US", 1)
    made.add_new(group | 0x0102, "US", 0)
    made.add_new(group | 0x3000, "OW", bits + b"\0" * (len(bits) % 2))
    return made


def _ratio(aspect: float) -> list[int]:
    """The height of a pixel over its width, as two whole numbers."""
    return [1, 1] if aspect == 1 else [round(aspect * 10000), 10000]


def area_module(film: Radiograph, transform: SpatialTransform, area: SeenArea | None = None) -> Dataset:
    """The Displayed Area module and the Spatial Transformation module together."""
    made = spatial_transform(transform)
    made.DisplayedAreaSelectionSequence = Sequence([displayed_area(film, transform, area)])
    return made
