"""What a file lays over its film: overlays (DICOM PS3.3 C.9.2), in bits of their own or in bits the pixels leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from inference.core.film import OverlayPlane
from inference.reading.dicom.charset import printable
from inference.reading.dicom.elements import ODD, codes, integer
from inference.reading.dicom.pixel_data.frames import Frame
from inference.reading.dicom.pixel_data.image_pixel_module import ImagePixelModule

_GROUPS = range(0x6000, 0x6020, 2)
_ROWS, _COLUMNS, _FRAMES, _DESCRIPTION, _TYPE = 0x0010, 0x0011, 0x0015, 0x0022, 0x0040
_ORIGIN, _FIRST_FRAME, _BITS, _POSITION, _LABEL, _DATA = 0x0050, 0x0051, 0x0100, 0x0102, 0x1500, 0x3000
_LARGEST = 1 << 16  # rows or columns, as in the pixels


@dataclass(frozen=True, slots=True)
class _Plane:
    """The attributes of one overlay group; ``row`` and ``column`` are where it starts, counted from 0."""

    group: int
    rows: int
    columns: int
    row: int
    column: int
    frame: int  # the one that belongs to the film's frame


def read_overlay_planes(data: Dataset, found: Frame, frame: int) -> tuple[OverlayPlane, ...]:
    """The overlays of one frame, each as large as the film; a shutter, and those malformed, are left out."""
    overlay_planes = []
    for group in _GROUPS:
        mask = _mask(data, found, group, frame) if group != _shutter_group(data) else None
        if mask is not None and mask.any():
            mask.flags.writeable = False
            overlay_planes.append(OverlayPlane(_name(data, group), mask))
    return tuple(overlay_planes)


def shutter_bitmap(data: Dataset, found: Frame, frame: int) -> NDArray[np.bool_] | None:
    """The overlay that is no drawing but a shutter, as large as the film (PS3.3 C.7.6.15); None where there is none."""
    group = _shutter_group(data)
    return None if group is None else _mask(data, found, group, frame)


def _shutter_group(data: Dataset) -> int | None:
    group = integer(data, "ShutterOverlayGroup")
    return group if group in _GROUPS and "BITMAP" in codes(data, "ShutterShape") else None


def _mask(data: Dataset, found: Frame, group: int, frame: int) -> NDArray[np.bool_] | None:
    if (group, _ROWS) not in data:
        return None
    try:
        return _drawing(data, found, group, frame)
    except ODD:
        return None


def _drawing(data: Dataset, found: Frame, group: int, frame: int) -> NDArray[np.bool_] | None:
    plane = _plane(data, group, frame)
    if plane is None:
        return None
    drawn = _own_bits(data, plane) if (group, _DATA) in data else _pixel_bits(data, found, plane)
    return None if drawn is None else _on_film(drawn, plane, found.layout)


def _plane(data: Dataset, group: int, frame: int) -> _Plane | None:
    rows, columns = int(data[group, _ROWS].value), int(data[group, _COLUMNS].value)
    row, column = (int(value) - 1 for value in data[group, _ORIGIN].value) if (group, _ORIGIN) in data else (0, 0)
    frames, first = _number(data, group, _FRAMES, 1), _number(data, group, _FIRST_FRAME, 1)
    own = frame + 1 - first if (group, _FRAMES) in data else 0
    if not (0 < rows < _LARGEST and 0 < columns < _LARGEST and 0 <= own < max(frames, 1)):
        return None
    return _Plane(group, rows, columns, row, column, own)


def _own_bits(data: Dataset, plane: _Plane) -> NDArray[np.bool_] | None:
    element = data[plane.group, _DATA]
    packed = np.frombuffer(element.value, dtype=np.uint8)
    if element.VR == "OW" and data.original_encoding[1] is False:  # big endian words, the low bits first
        packed = packed[: packed.size // 2 * 2].view(">u2").astype("<u2").view(np.uint8)
    size = plane.rows * plane.columns
    start = size * plane.frame
    if packed.size * 8 < start + size:
        return None
    bits = np.unpackbits(packed[start // 8 : -(-(start + size) // 8)], bitorder="little")
    return bits[start % 8 : start % 8 + size].reshape(plane.rows, plane.columns).astype(bool)


def _pixel_bits(data: Dataset, found: Frame, plane: _Plane) -> NDArray[np.bool_] | None:
    """An overlay in one bit of the pixel cells (retired), which only cells that were not re-coded still hold."""
    position = _number(data, plane.group, _POSITION, 0)
    cells, layout = found.cells, found.layout
    low = layout.high_bit + 1 - layout.stored
    if cells.ndim != 2 or cells.dtype.kind == "f" or not 0 <= position < layout.allocated:
        return None
    if low <= position <= layout.high_bit:
        return None  # a bit of the picture itself
    return (cells >> position & 1).astype(bool)


def _on_film(drawn: NDArray[np.bool_], plane: _Plane, layout: ImagePixelModule) -> NDArray[np.bool_]:
    """The plane at its place on the film, cropped at the edges."""
    mask = np.zeros((layout.rows, layout.columns), dtype=np.bool_)
    top, left = max(plane.row, 0), max(plane.column, 0)
    part = drawn[top - plane.row :, left - plane.column :][: max(layout.rows - top, 0), : max(layout.columns - left, 0)]
    mask[top : top + part.shape[0], left : left + part.shape[1]] = part
    return mask


def _name(data: Dataset, group: int) -> str:
    for element in (_LABEL, _DESCRIPTION):
        try:
            if (group, element) in data and (name := printable(str(data[group, element].value))):
                return name
        except ODD:
            continue
    return f"Overlay {(group - _GROUPS.start) // 2 + 1}"


def _number(data: Dataset, group: int, element: int, default: int) -> int:
    return int(data[group, element].value) if (group, element) in data else default
