"""A DICOM file as a film: header, stored bits, Modality LUT, and what is needed to show, measure and name it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from inference.core.errors import DamagedFilm, FilmTooLarge
from inference.core.film import Radiograph, TruncatedPixels, read_only
from inference.core.limits import Limits
from inference.core.voi import Voi, VoiFunction, VoiWindow
from inference.imaging.display_pipeline import full_range
from inference.reading.dicom.charset import text
from inference.reading.dicom.display_shutter import read_shutter
from inference.reading.dicom.elements import code, items
from inference.reading.dicom.geometry import read_aspect, read_orientation, read_spacing
from inference.reading.dicom.header import Header, read_header
from inference.reading.dicom.identity import read_identity
from inference.reading.dicom.modality_lut import (
    Modality,
    modality,
    modality_luts,
    padding_range,
    stored_range,
    stored_values,
)
from inference.reading.dicom.overlay_planes import read_overlay_planes, shutter_bitmap
from inference.reading.dicom.pixel_data.frames import Frame, Stored, read_frame
from inference.reading.dicom.pixel_data.image_pixel_module import ImagePixelModule, read_layout
from inference.reading.dicom.pixel_data.luminance import (
    FROM_YBR,
    has_chroma,
    has_colours,
    luminance,
    palette_colours,
    rgb_luminance,
)
from inference.reading.dicom.voi_lut import read_vois
from inference.reading.files.film_hash import film_hash
from inference.reading.files.source import Source

_BYTE = 8
_GROUPS = (
    "FrameVOILUTSequence",
    "PixelValueTransformationSequence",
    "PixelMeasuresSequence",
    "PlaneOrientationSequence",
)


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class _Grey:
    """Modality values with what the stored values decide: the range they may have, padding, the VOIs, notes."""

    pixels: NDArray[np.float32]
    bits: int
    vois: tuple[Voi, ...]
    default: Voi
    padding: tuple[float, float] | None
    notes: tuple[str, ...]
    rescale: tuple[float, float] | None = None
    colour: bool = False


def read_dicom(source: Source, frame: int, limits: Limits) -> Radiograph:
    """Read one frame of a DICOM file; raises the ``FilmError`` that says what is wrong with it."""
    try:
        header = read_header(source, limits)
        layout, notes = read_layout(header, limits)
        return _film(header, read_frame(header, layout, frame, limits), frame, notes)
    except MemoryError as error:
        raise FilmTooLarge(source.path, "this computer has too little memory for it") from error
    except RecursionError as error:
        raise DamagedFilm(source.path, "sequences nested too deep") from error


def _film(header: Header, found: Frame, frame: int, notes: tuple[str, ...]) -> Radiograph:
    layout, sources = found.layout, _sources(header.data, frame)
    grey = _grey(header, found, sources)
    spacing, bitmap = read_spacing(sources), shutter_bitmap(header.data, found, frame)
    shutter = read_shutter(header.data, (layout.rows, layout.columns), bitmap)
    aspect, inverted = read_aspect(sources, spacing), _inverted(sources, layout)
    return Radiograph(
        source=header.path,
        pixels=read_only(grey.pixels),
        default_voi=grey.default,
        film_hash=film_hash(grey.pixels, grey.default, inverted=inverted, aspect=aspect, shutter=shutter),
        vois=grey.vois,
        inverted=inverted,
        padding=grey.padding,
        bits=grey.bits,
        unit=_unit(sources),
        rescale=grey.rescale,
        spacing=spacing,
        pixel_aspect=aspect,
        orientation=read_orientation(sources),
        identity=read_identity(header.data),
        frame=frame,
        frames=layout.frames,
        transfer_syntax=str(header.syntax),
        notes=(*notes, *found.notes, *grey.notes),
        overlay_planes=read_overlay_planes(header.data, found, frame),
        shutter=shutter,
        truncated=found.truncated,
        colour=grey.colour,
        device=" ".join(filter(None, (text(header.data, name) for name in ("Manufacturer", "ManufacturerModelName")))),
    )


def _sources(data: Dataset, frame: int) -> tuple[Dataset, ...]:
    """Where to look for an attribute: the frame's functional groups, the shared ones, the data set (PS3.3 C.7.6.16)."""
    own, shared = items(data, "PerFrameFunctionalGroupsSequence"), items(data, "SharedFunctionalGroupsSequence")
    groups = (*own[frame : frame + 1], *shared[:1])
    return (*(item for group in groups for name in _GROUPS for item in items(group, name)[:1]), data)


def _grey(header: Header, found: Frame, sources: tuple[Dataset, ...]) -> _Grey:
    layout, stored = found.layout, stored_values(found.cells, found.layout, found.syntax)
    if layout.samples > 1:
        grey = luminance(header.path, stored, layout.photometric, layout.stored)
        ybr = layout.photometric in FROM_YBR
        coloured = has_chroma(stored, layout.stored) if ybr else has_colours(stored)
        return _from_colours(_emptied(grey, found.truncated), layout.stored, coloured=coloured)
    if layout.photometric == "PALETTE COLOR":
        colours, bits = palette_colours(header.path, header.data, stored)
        grey = _emptied(rgb_luminance(colours), found.truncated)
        return _from_colours(grey, bits, coloured=has_colours(colours))
    return _monochrome(header, found, stored, sources)


def _emptied(pixels: NDArray[np.float32], truncated: TruncatedPixels | None) -> NDArray[np.float32]:
    """The pixels, freshly made, with not-a-number where the file has none."""
    if truncated is not None:
        pixels[truncated.mask] = np.nan
    return pixels


def _from_colours(pixels: NDArray[np.float32], bits: int, *, coloured: bool) -> _Grey:
    """Pixels stored in colours; many grey films are, and some of them with a coloured stamp."""
    notes = ("A colour film, shown by its luminance.",) if coloured else ()
    return _Grey(pixels, bits, (), _whole(0, (1 << bits) - 1), None, notes, colour=coloured)


def _monochrome(header: Header, found: Frame, stored: Stored, sources: tuple[Dataset, ...]) -> _Grey:
    layout = found.layout
    lowest = float(np.fmin.reduce(stored, axis=None))
    to_modality, line, modality_notes = modality(sources, lowest)
    pixels = _emptied(to_modality(stored), found.truncated)
    padding = padding_range(header.data, layout, to_modality)
    whole = stored.dtype.kind in "iu" and found.truncated is None and padding is None
    ends = to_modality(_ends(stored)) if line is not None and whole else pixels
    vois, voi_notes = read_vois(sources, float(np.fmin.reduce(ends, axis=None)))
    default = vois[0] if vois else _plain(layout, to_modality, ends, padding, sources)
    return _Grey(pixels, layout.stored, vois, default, padding, (*modality_notes, *voi_notes), line)


def _ends(stored: Stored) -> Stored:
    """The least and the greatest: a line brings them to those of the pixels, which take longer to look through."""
    return np.array([stored.min(), stored.max()], stored.dtype)


def _plain(
    layout: ImagePixelModule,
    to_modality: Modality,
    pixels: NDArray[np.float32],
    padding: tuple[float, float] | None,
    sources: tuple[Dataset, ...],
) -> Voi:
    """The display of a film without a VOI: eight bits as stored, so that a lossy level moves nothing; else min..max."""
    if layout.stored > _BYTE or modality_luts(sources):
        return full_range(pixels, padding)
    ends: NDArray[Any] = to_modality(np.array(stored_range(layout)))
    return _whole(float(ends.min()), float(ends.max()))


def _whole(low: float, high: float) -> VoiWindow:
    return VoiWindow((low + high) / 2, high - low, VoiFunction.LINEAR_EXACT, "As stored")


def _inverted(sources: tuple[Dataset, ...], layout: ImagePixelModule) -> bool:
    """Presentation LUT Shape decides where present (PS3.3 C.11.6), else MONOCHROME1."""
    shape = next((found for data in sources if (found := code(data, "PresentationLUTShape"))), "")
    return shape == "INVERSE" if shape in ("IDENTITY", "INVERSE") else layout.photometric == "MONOCHROME1"


def _unit(sources: tuple[Dataset, ...]) -> str:
    """What modality values measure: Rescale Type (PS3.3 C.11.1.1.2); Hounsfield units for a CT slice without one."""
    kind = next((found for data in sources if (found := text(data, "RescaleType"))), "")
    if not kind and code(sources[-1], "Modality") == "CT":
        return "HU"
    return "" if kind == "US" else kind
