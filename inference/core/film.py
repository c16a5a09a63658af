"""A film as a value: its pixels and what is needed to show and measure it. Frozen; its arrays are read-only."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.core.voi import Voi

REINVERTED = "Black and white are swapped against the file's header, by the user's word."


def read_only(array: NDArray[np.float32]) -> NDArray[np.float32]:
    """The array as contiguous float32 that nobody can write to; copies only when it must."""
    result = np.ascontiguousarray(array, dtype=np.float32)
    if result is array and array.flags.writeable:
        result = array.view()
    result.flags.writeable = False
    return result


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class OverlayPlane:
    """A drawing that the file lays over its film (DICOM overlay, group 60xx): shown on request, never analysed.

    ``mask``: bool (rows, columns) of the film, read-only, true where drawn.
    """

    name: str
    mask: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class TruncatedPixels:
    """A part of a film that its file does not hold, because it ends early.

    ``mask``: bool (rows, columns) of the film, read-only, true where there is no pixel. ``there`` of the ``needed``
    bytes of pixel data, up to the end of the frame, are in the file.
    """

    mask: NDArray[np.bool_]
    there: int
    needed: int


@dataclass(frozen=True, slots=True)
class Spacing:
    """Distance between pixel centres in mm, down the rows and across the columns, and where the figure comes from.

    ``origin`` is said with every measurement: "at detector", "calibrated: fiducial", "calibrated: geometry", ...
    """

    row_mm: float
    column_mm: float
    origin: str


@dataclass(frozen=True, slots=True)
class Orientation:
    """Patient directions of the film as stored, DICOM PS3.3 C.7.6.1.1.1: letters from A, P, R, L, H, F.

    ``right_edge`` is the direction in which columns grow (at the right edge of the film, "L" on a usual frontal
    film), ``bottom_edge`` the direction in which rows grow (usually "F").
    """

    right_edge: str
    bottom_edge: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who and when, as text from the file, decoded, shown only literally; empty where the file is silent."""

    patient_name: str = ""
    patient_id: str = ""
    birth_date: str = ""
    sex: str = ""
    age: str = ""
    study_uid: str = ""
    study_date: str = ""  # as ISO yyyy-mm-dd where the file's date is legal
    study_time: str = ""  # hh:mm
    study_description: str = ""
    accession: str = ""
    institution: str = ""
    series_uid: str = ""
    series_description: str = ""
    sop_uid: str = ""
    modality: str = ""
    body_part: str = ""
    view_position: str = ""
    laterality: str = ""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)  # arrays do not compare to one bool
class Radiograph:
    """One film: modality values and what is needed to show and measure them.

    ``pixels`` are float32 after the Modality LUT, shape (rows, columns), before VOI and presentation. ``vois`` are the
    file's own, in its order; ``default_voi`` is the one it opens with. ``inverted`` says that low values are white
    (MONOCHROME1, or a Presentation LUT Shape INVERSE). ``padding`` is the inclusive range of modality values that are
    no image. ``rescale`` is the slope and intercept by which modality values were made of the stored ones, None where a
    LUT or the luminance of colours made them. ``film_hash`` is a SHA-256 over pixels, shape and default display: two
    films share it only if they look the same. ``pixel_aspect`` is the height of a pixel over its width. ``notes`` are
    sentences for the user about what had to be assumed; ``colour``: the file has colours, whose luminance is shown.
    ``overlay_planes`` and ``shutter`` (bool, of the film's shape, true where it is shown; None for all of it; DICOM
    PS3.3 C.7.6.11) are for the screen alone and never reach the model. Where ``truncated`` says that the file has no
    pixels they are not-a-number; such a film is shown hatched there and never analysed. ``reinverted``: black and white
    are swapped against what the file says, by the user's word. ``device`` is the maker and model of the machine.
    """

    source: Path
    pixels: NDArray[np.float32]
    default_voi: Voi
    film_hash: str
    vois: tuple[Voi, ...] = ()
    inverted: bool = False
    padding: tuple[float, float] | None = None
    bits: int = 8
    unit: str = ""
    rescale: tuple[float, float] | None = None
    spacing: Spacing | None = None
    pixel_aspect: float = 1.0
    orientation: Orientation | None = None
    identity: Identity = field(default_factory=Identity)
    frame: int = 0
    frames: int = 1
    transfer_syntax: str = ""
    notes: tuple[str, ...] = ()
    overlay_planes: tuple[OverlayPlane, ...] = ()
    shutter: NDArray[np.bool_] | None = None
    truncated: TruncatedPixels | None = None
    colour: bool = False
    reinverted: bool = False
    device: str = ""

    @property
    def from_picture(self) -> bool:
        """Whether it came from a PNG, JPEG or TIFF, whose name stands in place of a transfer syntax."""
        return self.transfer_syntax[:1].isalpha()

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the film."""
        return int(self.pixels.shape[0]), int(self.pixels.shape[1])

    @property
    def size(self) -> tuple[float, float]:
        """Width and height with square pixels, in film units: columns, and rows times the aspect of a pixel."""
        rows, columns = self.shape
        return float(columns), rows * self.pixel_aspect


def reinverted(film: Radiograph) -> Radiograph:
    """The film with black and white swapped, where its header contradicts its picture; another film by its hash."""
    return replace(
        film,
        inverted=not film.inverted,
        reinverted=not film.reinverted,
        film_hash=hashlib.sha256(f"inverted:{film.film_hash}".encode()).hexdigest(),
        notes=(*film.notes, REINVERTED),
    )


def of_patient(film: Radiograph, patient_id: str, patient_name: str) -> Radiograph:
    """A film from a picture file, which names nobody, as somebody's; a DICOM film stays its own patient's."""
    if not film.from_picture or not (patient_id or patient_name):
        return film
    return replace(film, identity=replace(film.identity, patient_id=patient_id, patient_name=patient_name))
