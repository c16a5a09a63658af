"""What DICOM objects of other programs say of a film: presentation states, reports, segmentations, documents.

Points are (x, y) in pixels of the film as stored, 0 the outer edge of its first pixel (PS3.3 C.10.5.1.2, C.18.6.1).
Texts are those of the file, shown literally. Whatever these values say is said by their maker, never by this program.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.core.film import OverlayPlane, Radiograph
from inference.core.voi import Voi

Point = tuple[float, float]
Colour = tuple[int, int, int]  # red, green, blue, 0..255


class ObjectKind(StrEnum):
    """What an object is."""

    PRESENTATION = "presentation"
    REPORT = "report"
    SEGMENTATION = "segmentation"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class RelatedObject:
    """An object that was found and not read yet: where it is, and the study and patient that it names."""

    path: Path
    kind: ObjectKind
    study_uid: str
    patient_id: str
    sop_uid: str


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What an object has to agree with: the film at hand. ``pixels`` of it do not travel."""

    path: Path
    frame: int
    frames: int
    rows: int
    columns: int
    aspect: float
    sop_uid: str
    series_uid: str
    study_uid: str
    patient_id: str
    rescale: tuple[float, float] | None
    colour: bool
    spacing: tuple[float, float] | None


def facts_of(film: Radiograph) -> FilmFacts:
    """The facts of a film that was read from DICOM."""
    who, spacing = film.identity, film.spacing
    return FilmFacts(
        path=film.source,
        frame=film.frame,
        frames=film.frames,
        rows=film.shape[0],
        columns=film.shape[1],
        aspect=film.pixel_aspect,
        sop_uid=who.sop_uid,
        series_uid=who.series_uid,
        study_uid=who.study_uid,
        patient_id=who.patient_id,
        rescale=film.rescale,
        colour=film.colour,
        spacing=None if spacing is None else (spacing.row_mm, spacing.column_mm),
    )


@dataclass(frozen=True, slots=True)
class Origin:
    """Who made an object: program (manufacturer and model) with its version, a person, when (ISO), and its title."""

    program: str = ""
    version: str = ""
    person: str = ""
    when: str = ""
    title: str = ""

    @property
    def maker(self) -> str:
        """The program with its version, or who made it; empty where the file says neither."""
        return " ".join(filter(None, (self.program, self.version))) or self.person


# -- presentation states (PS3.3 A.33) ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Graphic:
    """A graphic object: its ``points`` as written, and the ``line`` through which it is drawn; one point is a dot.

    ``colour`` is its own where it has another than its layer.
    """

    kind: str
    points: tuple[Point, ...]
    line: tuple[Point, ...]
    filled: bool = False
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class GraphicText:
    """A text: in a ``box`` (two corners) or beside its ``anchor``, to which a line leads where it is ``visible``."""

    words: str
    box: tuple[Point, Point] | None = None
    anchor: Point | None = None
    visible: bool = False
    align: str = "LEFT"
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class ObjectLayer:
    """What is drawn together in one colour."""

    name: str
    description: str
    colour: Colour
    graphics: tuple[Graphic, ...] = ()
    texts: tuple[GraphicText, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)  # a VOI may hold an array
class Greys:
    """Window or LUT over the film's modality values, and whether low values end up white."""

    voi: Voi
    inverted: bool


@dataclass(frozen=True, slots=True)
class ShownArea:
    """The displayed area: edges in pixels, which may lie outside the film, and how large it is to be shown.

    ``mode``: SCALE TO FIT, TRUE SIZE or MAGNIFY by ``times`` screen pixels a film pixel.
    """

    left: float
    top: float
    right: float
    bottom: float
    mode: str = "SCALE TO FIT"
    times: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class FilmPresentation:
    """A presentation state for the film: ``greys`` None for those of the film (colour, or none of its own).

    ``quarters`` clockwise, then ``flipped`` from left to right (PS3.3 C.10.6); ``shutter`` is bool (rows, columns),
    true where the film is shown, None for all of it. ``layers`` lie in their order, the lowest first; ``planes`` are
    bitmaps that the state itself brings; ``films_planes``: those of the film are shown too.
    """

    origin: Origin
    greys: Greys | None
    shutter: NDArray[np.bool_] | None
    quarters: int = 0
    flipped: bool = False
    area: ShownArea | None = None
    layers: tuple[ObjectLayer, ...] = ()
    planes: tuple[OverlayPlane, ...] = ()
    films_planes: bool = False
    notes: tuple[str, ...] = ()


# -- structured reports (PS3.3 A.35) ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReportRegion:
    """A region of the film that a report refers to, by the name of what it is said of."""

    name: str
    graphic: Graphic


@dataclass(frozen=True, slots=True)
class ReportItem:
    """A content item: what it is (``name``), its value in words, what it contains; which ``region`` of the report."""

    name: str
    value: str = ""
    items: tuple[ReportItem, ...] = ()
    region: int | None = None


@dataclass(frozen=True, slots=True)
class ReportNumber:
    """A number of a report as written, with its unit; ``likelihood``: it says how probable something is."""

    name: str
    value: str
    unit: str = ""
    likelihood: bool = False


@dataclass(frozen=True, slots=True)
class ReportFinding:
    """A finding, or a group of measurements: its name, where, what is said of it in words and numbers, its regions."""

    name: str
    site: str = ""
    said: tuple[str, ...] = ()
    numbers: tuple[ReportNumber, ...] = ()
    regions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FilmReport:
    """A structured report that refers to the film; ``status`` is completion and verification in words."""

    origin: Origin
    root: ReportItem
    algorithms: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()
    status: str = ""
    findings: tuple[ReportFinding, ...] = ()
    regions: tuple[ReportRegion, ...] = ()
    notes: tuple[str, ...] = ()


# -- segmentations (PS3.3 A.51) and documents (A.45.1) ----------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Segment:
    """One segment over the film: ``mask`` is uint8 (rows, columns) of its part from ``top``, ``left``; 255 is all.

    ``made_by``: AUTOMATIC, SEMIAUTOMATIC or MANUAL, with the name of the algorithm.
    """

    number: int
    name: str
    category: str
    made_by: str
    colour: Colour
    top: int
    left: int
    mask: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class FilmSegmentation:
    """The segments that lie on the film; ``fraction`` names what a fractional one means (PROBABILITY, OCCUPANCY)."""

    origin: Origin
    kind: str
    segments: tuple[Segment, ...]
    fraction: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilmDocument:
    """A document of the film's study: its MIME type, and how long it is."""

    origin: Origin
    mime: str
    size: int
    notes: tuple[str, ...] = ()


FilmObject = FilmPresentation | FilmReport | FilmSegmentation | FilmDocument
