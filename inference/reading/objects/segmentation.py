"""A segmentation of another program over the film: binary, fractional or a label map (PS3.3 A.51, C.8.20)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from inference.core.errors import DamagedFilm, ObjectMismatch
from inference.core.film_objects import Colour, FilmFacts, FilmSegmentation, Segment
from inference.core.limits import Limits
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import code, integer, items, numbers
from inference.reading.dicom.header import Header
from inference.reading.dicom.modality_lut import stored_values
from inference.reading.dicom.pixel_data.frames import read_frame
from inference.reading.dicom.pixel_data.image_pixel_module import ImagePixelModule, read_layout
from inference.reading.objects.matching import MOST, Reference, concept, of_series, reference, speaks_of
from inference.reading.objects.origin import colour_of, origin_of, shortened

MOST_SEGMENTS: Final = 256
MOST_FRAMES: Final = 1_000  # that lie on one film
MOST_PIXELS: Final = 64_000_000  # of all masks together
_COLOURS: Final = ((86, 180, 233), (204, 121, 167), (0, 158, 115), (230, 159, 0), (148, 132, 220), (213, 94, 0))
NOWHERE: Final = "None of its frames is said to lie on this film."
_BACKGROUND: Final = 0
_Mask = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Place:
    """A frame that lies on the film, and its segment; None in a label map, whose pixels say it."""

    frame: int
    segment: int | None


def read_segmentation(header: Header, film: FilmFacts, limits: Limits) -> FilmSegmentation | None:
    """The segments that lie on the film; None where the object names other images only.

    Raises ``ObjectMismatch`` where it names the film and is of another size, and as ``read_frame`` does.
    """
    data, path = header.data, header.path
    groups, shared = items(data, "PerFrameFunctionalGroupsSequence"), items(data, "SharedFunctionalGroupsSequence")[:1]
    named = [*of_series(data, "ReferencedInstanceSequence"), *_sources_of_all(groups, shared)]
    if not speaks_of(data, named, film, path, own_study=True):
        return None
    layout, _ = read_layout(header, limits)
    _check_size(layout, film, (*groups[:1], *shared), path)
    kind = code(data, "SegmentationType") or "BINARY"
    places = list(_places(layout, kind, film, named, groups, shared))
    reader = _Reader(header, layout, kind, film, limits)
    segments = tuple(reader.segments(items(data, "SegmentSequence"), places[:MOST_FRAMES]))
    more = (f"It has more than {MOST_FRAMES} frames.",) if len(places) > MOST_FRAMES else ()
    return FilmSegmentation(
        origin=origin_of(data),
        kind=kind,
        segments=segments,
        fraction=code(data, "SegmentationFractionalType") if kind == "FRACTIONAL" else "",
        notes=(*reader.notes, *more, *(() if places else (NOWHERE,))),
    )


# -- which frames lie on the film -------------------------------------------------------------------------------------


def _sources_of_all(groups: tuple[Dataset, ...], shared: tuple[Dataset, ...]) -> list[Reference]:
    return [one for group in (*shared, *groups[:MOST]) for one in _sources(group)][:MOST]


def _sources(group: Dataset) -> list[Reference]:
    """The images that a frame was made of (C.7.6.16.2.6)."""
    return [
        reference(source)
        for derived in items(group, "DerivationImageSequence")[:MOST]
        for source in items(derived, "SourceImageSequence")[:MOST]
    ]


def _places(
    layout: ImagePixelModule,
    kind: str,
    film: FilmFacts,
    named: list[Reference],
    groups: tuple[Dataset, ...],
    shared: tuple[Dataset, ...],
) -> Iterator[_Place]:
    alone = {one.sop_uid for one in named} == {film.sop_uid} and film.frames == 1
    common = [one for group in shared for one in _sources(group)]
    for frame in range(min(layout.frames, len(groups) or layout.frames, MOST)):
        own = groups[frame : frame + 1]
        sources = [one for group in own for one in _sources(group)] or common
        if any(one.names(film) for one in sources) or (not sources and alone):
            segment = None if kind == "LABELMAP" else _segment_of((*own, *shared))
            if kind == "LABELMAP" or segment is not None:
                yield _Place(frame, segment)


def _segment_of(groups: tuple[Dataset, ...]) -> int | None:
    found = (item for group in groups for item in items(group, "SegmentIdentificationSequence")[:1])
    return next((number for item in found if (number := integer(item, "ReferencedSegmentNumber")) is not None), None)


def _check_size(layout: ImagePixelModule, film: FilmFacts, groups: tuple[Dataset, ...], path: Path) -> None:
    """A frame lies on the film as large as it is, or where both say so in millimetres."""
    if (layout.rows, layout.columns) == (film.rows, film.columns):
        return
    found = [numbers(item, "PixelSpacing") for group in groups for item in items(group, "PixelMeasuresSequence")[:1]]
    spacing = next((values[:2] for values in found if len(values) >= 2 and min(values[:2]) > 0), None)
    if spacing is not None and film.spacing is not None:
        lengths = zip((layout.rows, layout.columns), spacing, (film.rows, film.columns), film.spacing, strict=True)
        if all(abs(size * step - whole * own) <= max(step, own) for size, step, whole, own in lengths):
            return
    sizes = f"{layout.columns} x {layout.rows} pixels, and the film {film.columns} x {film.rows}"
    raise ObjectMismatch(path, f"it has {sizes}")


# -- what they hold ---------------------------------------------------------------------------------------------------


class _Reader:
    """Decodes frames and cuts each segment's mask to where there is something of it."""

    def __init__(self, header: Header, layout: ImagePixelModule, kind: str, film: FilmFacts, limits: Limits) -> None:
        self._header, self._layout, self._kind, self._film, self._limits = header, layout, kind, film, limits
        self._pixels = 0
        self._largest = integer(header.data, "MaximumFractionalValue") or 255
        self.notes: tuple[str, ...] = ()

    def segments(self, said: tuple[Dataset, ...], places: list[_Place]) -> Iterator[Segment]:
        """The segments that have a pixel on the film, in the order of their numbers."""
        described = {integer(item, "SegmentNumber"): item for item in said[:MOST]}
        for place, (number, mask) in enumerate(self._masks(places)):
            if place >= MOST_SEGMENTS:
                self.notes = (f"It has more than {MOST_SEGMENTS} segments: the others are not shown.",)
                return
            item = described.get(number)
            top, left, part = _cut(self._on_film(mask))
            if not part.size:  # all of it fell between the pixels of a coarser film
                continue
            self._pixels += part.size
            if self._pixels > MOST_PIXELS:
                self.notes = ("Its segments are larger than can be shown together: some are missing.",)
                return
            yield _segment(number, item if item is not None else Dataset(), top, left, part)

    def _masks(self, places: list[_Place]) -> Iterator[tuple[int, _Mask]]:
        if self._kind == "LABELMAP":
            yield from self._labels(places)
            return
        numbers_ = sorted({place.segment for place in places if place.segment is not None})
        for number in numbers_:
            mask: _Mask = np.zeros((self._layout.rows, self._layout.columns), np.uint8)
            for place in places:
                if place.segment == number:
                    np.maximum(mask, self._weights(self._cells(place.frame)), out=mask)
            if mask.any():
                yield number, mask

    def _labels(self, places: list[_Place]) -> Iterator[tuple[int, _Mask]]:
        frames = [self._cells(place.frame) for place in places[:1]]
        for cells in frames:
            for number in np.unique(cells)[: 2 * MOST_SEGMENTS]:
                if int(number) != _BACKGROUND:
                    yield int(number), _full(cells == number)

    def _weights(self, cells: NDArray[Any]) -> _Mask:
        if self._kind != "FRACTIONAL":
            return _full(cells != 0)
        shares = np.clip(cells.astype(np.float32) / np.float32(max(self._largest, 1)), 0, 1)
        weights: _Mask = np.rint(shares * 255).astype(np.uint8)
        return weights

    def _cells(self, frame: int) -> NDArray[Any]:
        found = read_frame(self._header, self._layout, frame, self._limits)
        if found.truncated is not None:
            raise DamagedFilm(self._header.path, "its pixel data end early")
        cells = stored_values(found.cells, found.layout, found.syntax)
        if cells.shape != (self._layout.rows, self._layout.columns):
            raise DamagedFilm(self._header.path, "its frames are no masks")
        return cells

    def _on_film(self, mask: _Mask) -> _Mask:
        if mask.shape == (self._film.rows, self._film.columns):
            return mask
        size = (self._film.columns, self._film.rows)
        resized: _Mask = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST), np.uint8)
        return resized


def _full(there: NDArray[np.bool_]) -> _Mask:
    full: _Mask = there.astype(np.uint8) * np.uint8(255)
    return full


def _cut(mask: _Mask) -> tuple[int, int, _Mask]:
    """Top, left and the part of a mask that has something."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return 0, 0, np.zeros((0, 0), np.uint8)
    part = np.ascontiguousarray(mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    part.flags.writeable = False
    return int(rows[0]), int(columns[0]), part


def _segment(number: int, said: Dataset, top: int, left: int, mask: _Mask) -> Segment:
    _, _, meant = concept(said, "SegmentedPropertyTypeCodeSequence")
    _, _, category = concept(said, "SegmentedPropertyCategoryCodeSequence")
    plain: Colour = _COLOURS[number % len(_COLOURS)]
    return Segment(
        number=number,
        name=shortened(text(said, "SegmentLabel") or meant) or f"Segment {number}",
        category=shortened(", ".join(dict.fromkeys(filter(None, (category, meant))))),
        made_by=_made_by(said),
        colour=colour_of(said, "RecommendedDisplayCIELabValue", plain),
        top=top,
        left=left,
        mask=mask,
    )


def _made_by(said: Dataset) -> str:
    """AUTOMATIC, SEMIAUTOMATIC or MANUAL, and by which algorithm."""
    named = text(said, "SegmentAlgorithmName")
    for item in items(said, "SegmentationAlgorithmIdentificationSequence")[:1]:
        named = " ".join(filter(None, (text(item, "AlgorithmName"), text(item, "AlgorithmVersion"))))
    return shortened(", ".join(filter(None, (code(said, "SegmentAlgorithmType").lower(), named))))
