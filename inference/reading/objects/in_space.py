"""Where on a film coordinates in the patient lie (SCOORD3D, PS3.3 C.18.9), which few films have a place for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from inference.core.errors import FilmError
from inference.core.film_objects import FilmFacts, Point
from inference.core.limits import Limits
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import number, numbers
from inference.reading.dicom.header import read_header
from inference.reading.files.source import open_source

NO_PLACE: Final = "It has regions in the patient's space, in which this film has no place: they are not drawn."
_TAGS: Final = (
    "FrameOfReferenceUID",
    "ImagePositionPatient",
    "ImageOrientationPatient",
    "PixelSpacing",
    "SliceThickness",
)
_MOST_VALUES: Final = 30_000  # of one region
_FAR: Final = 1e6  # pixels: nothing that is drawn lies further
_THINNEST: Final = 1.0  # mm: points of a region lie as near to the plane of an image


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """A film in the patient: its first pixel's centre, mm; unit vectors across and down; the size of a pixel, mm."""

    space: str
    origin: NDArray[np.float64]
    axes: NDArray[np.float64]
    pixel: NDArray[np.float64]
    half: float


def plane_of(film: FilmFacts, limits: Limits) -> Plane | None:
    """Where a film lies in the patient; None for a projection, and for one of several frames."""
    if film.frames > 1:
        return None
    try:
        with open_source(film.path, limits.decoded_bytes) as source:
            data = read_header(source, limits, _TAGS).data
    except (FilmError, OSError):  # it went away since it was read
        return None
    space, origin = text(data, "FrameOfReferenceUID"), np.array(numbers(data, "ImagePositionPatient"))
    axes, spacing = np.array(numbers(data, "ImageOrientationPatient")), numbers(data, "PixelSpacing")
    if not space or origin.shape != (3,) or axes.shape != (6,) or len(spacing) != 2 or not min(spacing) > 0:
        return None
    across_and_down = axes.reshape(2, 3)
    if not np.allclose(across_and_down @ across_and_down.T, np.eye(2), atol=1e-3) or not np.isfinite(origin).all():
        return None
    thick = number(data, "SliceThickness") or 0.0
    return Plane(space, origin, across_and_down, np.array(spacing[::-1]), max(thick, _THINNEST) / 2)


def on_film(item: Dataset, plane: Plane) -> tuple[Point, ...]:
    """The points of a region in pixels of the film, 0 at the outer edge of the first; none where it lies elsewhere."""
    values = numbers(item, "GraphicData")
    if text(item, "ReferencedFrameOfReferenceUID") != plane.space or not values or len(values) % 3:
        return ()
    if len(values) > _MOST_VALUES or not np.isfinite(values).all():
        return ()
    with np.errstate(over="ignore", invalid="ignore"):
        away = np.array(values).reshape(-1, 3) - plane.origin
        points = away @ plane.axes.T / plane.pixel + 0.5
        lie_here = (abs(away @ np.cross(*plane.axes)) <= plane.half).all() and (abs(points) < _FAR).all()
    return tuple((float(x), float(y)) for x, y in points) if lie_here else ()
