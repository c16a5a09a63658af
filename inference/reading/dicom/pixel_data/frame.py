"""One decoded frame, and the layout of a file in the words of pydicom's decoders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray
from pydicom.pixels.common import PhotometricInterpretation
from pydicom.uid import UID

from inference.core.film import TruncatedPixels
from inference.reading.dicom.header import Header
from inference.reading.dicom.pixel_data.image_pixel_module import ImagePixelModule

Stored = NDArray[Any]  # integers, or floats of Float Pixel Data
_PHOTOMETRICS = tuple(item.value for item in PhotometricInterpretation)


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Frame:
    """Decoded cells (rows, columns) or (rows, columns, 3), bits not yet put right.

    ``layout`` is the file's, corrected where the pixel data knows better; ``syntax`` is what the cells really were in;
    where ``truncated`` says that the file has none the cells are zero.
    """

    cells: Stored
    layout: ImagePixelModule
    syntax: UID
    notes: tuple[str, ...] = ()
    truncated: TruncatedPixels | None = None


def decoder_options(header: Header, layout: ImagePixelModule) -> dict[str, Any]:
    """The layout in the decoder's words."""
    return {
        "rows": layout.rows,
        "columns": layout.columns,
        "samples_per_pixel": layout.samples,
        "number_of_frames": layout.frames,
        "bits_allocated": layout.allocated,
        "bits_stored": layout.stored,
        "pixel_representation": int(layout.signed),
        "photometric_interpretation": known_photometric(layout),
        "planar_configuration": layout.planar,
        "pixel_keyword": layout.keyword,
        "pixel_vr": header.pixels.vr if header.pixels and header.pixels.vr else "OW",
    }


def known_photometric(layout: ImagePixelModule) -> str:
    """A name the decoder knows: of single samples it needs none, and of unknown colour spaces it must not judge."""
    if layout.samples == 1:
        return layout.photometric if layout.photometric.startswith("MONOCHROME") else "MONOCHROME2"
    return layout.photometric if layout.photometric in _PHOTOMETRICS else "RGB"
