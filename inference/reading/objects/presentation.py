"""A presentation state of another program for the film at hand: greys, shutter, how it lies, what is drawn on it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

import numpy as np
from pydicom.dataset import Dataset
from pydicom.tag import Tag
from pydicom.uid import (
    BlendingSoftcopyPresentationStateStorage,
    ColorSoftcopyPresentationStateStorage,
    GrayscaleSoftcopyPresentationStateStorage,
    PseudoColorSoftcopyPresentationStateStorage,
)

from inference.core.errors import ObjectMismatch
from inference.core.film_objects import FilmFacts, FilmPresentation, Greys, ShownArea
from inference.core.limits import Limits
from inference.imaging.spatial_transform import CLOCKWISE, FLIP_ACROSS, UPRIGHT, SpatialTransform
from inference.reading.dicom.charset import text
from inference.reading.dicom.display_shutter import read_shutter
from inference.reading.dicom.elements import code, integer, items, number, numbers
from inference.reading.dicom.header import Header, read_header
from inference.reading.dicom.overlay_planes import read_overlay_planes, shutter_bitmap
from inference.reading.dicom.pixel_data.frames import Frame
from inference.reading.dicom.pixel_data.image_pixel_module import ImagePixelModule
from inference.reading.files.source import open_source
from inference.reading.objects.graphics import read_layers
from inference.reading.objects.greys import FILM_TAGS, read_greys
from inference.reading.objects.matching import MOST, applies, of_series, speaks_of
from inference.reading.objects.origin import origin_of

_WITHOUT_GREYS: Final = {
    ColorSoftcopyPresentationStateStorage: "",
    PseudoColorSoftcopyPresentationStateStorage: "Its colours are not shown: only its geometry and graphics are.",
    BlendingSoftcopyPresentationStateStorage: "It blends two images: only its geometry and graphics are shown.",
}
_BLACK: Final = "The shutter is drawn black; the file asks for grey."
_ODD_ANGLE: Final = "It asks for a rotation that is no multiple of 90°, which was left out."
SENTENCES: Final = (_BLACK, _ODD_ANGLE, *filter(None, _WITHOUT_GREYS.values()))
_OVERLAYS: Final = range(0x6000, 0x6020, 2)
_DATA, _LAYER = 0x3000, 0x1001  # Overlay Data, Overlay Activation Layer
_FAR: Final = 1 << 20  # pixels that a displayed area may reach beyond a film


def read_presentation(header: Header, film: FilmFacts, limits: Limits) -> FilmPresentation | None:
    """A presentation state as it shows the film; None where it names other images only.

    Raises ``ObjectMismatch`` where it names the film and does not fit it.
    """
    data, path = header.data, header.path
    if not speaks_of(data, of_series(data, "ReferencedImageSequence"), film, path, own_study=True):
        return None
    greys, notes = _greys(data, film, path, limits)
    quarters, turned = _quarters(data)
    flipped = code(data, "ImageHorizontalFlip") == "Y"
    area, transform = _area(data, film), transform_of(quarters, flipped=flipped)
    layers, left_out = read_layers(data, film, area, transform)
    bits, pixels = _no_pixels(header, film), (film.rows, film.columns)
    films_planes = _activates_films(data)
    shutter = read_shutter(data, pixels, shutter_bitmap(data, bits, film.frame))
    grey_shutter = shutter is not None and (integer(data, "ShutterPresentationValue") or 0) > 0
    label, told = text(data, "ContentLabel"), text(data, "ContentDescription")
    return FilmPresentation(
        origin=origin_of(data, f"{label}: {told}" if label and told else label or told),
        greys=greys,
        shutter=shutter,
        quarters=quarters,
        flipped=flipped,
        area=area,
        layers=layers,
        planes=read_overlay_planes(_only_activated(data), bits, film.frame),
        films_planes=films_planes,
        notes=(*notes, *turned, *((_BLACK,) if grey_shutter else ()), *left_out),
    )


def transform_of(quarters: int, *, flipped: bool) -> SpatialTransform:
    """Clockwise by quarters, then flipped from left to right, as one transform."""
    turned = UPRIGHT
    for _ in range(quarters):
        turned = turned.then(CLOCKWISE)
    return turned.then(FLIP_ACROSS) if flipped else turned


def _greys(data: Dataset, film: FilmFacts, path: Path, limits: Limits) -> tuple[Greys | None, tuple[str, ...]]:
    kind = code(data, "SOPClassUID")
    if kind != GrayscaleSoftcopyPresentationStateStorage:
        return None, tuple(filter(None, (_WITHOUT_GREYS.get(kind, ""),)))  # type: ignore[call-overload]  # a string
    if film.colour:
        raise ObjectMismatch(path, "it is for a grey film, and this one is in colours")
    with open_source(film.path, limits.decoded_bytes) as source:
        own = read_header(source, limits, FILM_TAGS).data
        return read_greys(data, film, own, path)


def _quarters(data: Dataset) -> tuple[int, tuple[str, ...]]:
    degrees = integer(data, "ImageRotation") or 0
    if degrees % 90:
        return 0, (_ODD_ANGLE,)
    return degrees // 90 % 4, ()


def _area(data: Dataset, film: FilmFacts) -> ShownArea | None:
    """The displayed area for this film; None where the file has none that can be shown."""
    for item in items(data, "DisplayedAreaSelectionSequence")[:MOST]:
        if not applies(item, film):
            continue
        corners = (
            *numbers(item, "DisplayedAreaTopLeftHandCorner")[:2],
            *numbers(item, "DisplayedAreaBottomRightHandCorner")[:2],
        )
        if len(corners) < 4 or not all(math.isfinite(value) and abs(value) < _FAR for value in corners):
            return None
        xs, ys = sorted(corners[::2]), sorted(corners[1::2])
        mode, times = code(item, "PresentationSizeMode"), number(item, "PresentationPixelMagnificationRatio")
        if mode == "MAGNIFY" and (times is None or not 1e-3 < times < 1e3):
            mode = "SCALE TO FIT"
        return ShownArea(xs[0] - 1, ys[0] - 1, xs[1], ys[1], mode or "SCALE TO FIT", times or 1.0)
    return None


def _is_activated(data: Dataset, group: int) -> bool:
    """Whether an overlay is to be shown, in some layer (C.11.7)."""
    item = data.get_item(Tag(group, _LAYER))
    return item is not None and bool(item.value)


def _only_activated(data: Dataset) -> Dataset:
    """A state, which nobody reads after this, with those of its overlays alone that are to be shown."""
    for tag in tuple(data.keys()):
        if tag.group in _OVERLAYS and not _is_activated(data, tag.group):
            del data[tag]
    return data


def _activates_films(data: Dataset) -> bool:
    """Whether the state has overlays of the film shown: it activates some that it does not hold."""
    return any(_is_activated(data, group) and (group, _DATA) not in data for group in _OVERLAYS)


def _no_pixels(header: Header, film: FilmFacts) -> Frame:
    """A frame without pixels, as large as the film: what overlay planes of a state are measured by."""
    layout = ImagePixelModule(
        film.rows, film.columns, 1, max(film.frames, 1), 16, 16, 15, False, "MONOCHROME2", 0, "PixelData"
    )
    return Frame(np.zeros(0, np.uint8), layout, header.syntax)
