"""The values that travel between rooms: films, heatmaps, analyses. Frozen; their arrays are read-only."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from inference.core.findings import Finding

if TYPE_CHECKING:  # the check looks at films, which are defined here; a pack says how films become its input
    from inference.core.film_check_result import FilmCheck
    from inference.core.reader_annotations import ReaderAnnotations
    from inference.model_pack.spec import Measured


def read_only(array: NDArray[np.float32]) -> NDArray[np.float32]:
    """The array as contiguous float32 that nobody can write to; copies only when it must."""
    result = np.ascontiguousarray(array, dtype=np.float32)
    if result is array and array.flags.writeable:
        result = array.view()
    result.flags.writeable = False
    return result


class VoiFunction(StrEnum):
    """VOI LUT Function, DICOM PS3.3 C.11.2.1.3."""

    LINEAR = "LINEAR"
    LINEAR_EXACT = "LINEAR_EXACT"
    SIGMOID = "SIGMOID"


@dataclass(frozen=True, slots=True)
class VoiWindow:
    """A window: modality values around ``center`` over ``width`` are spread from black to white.

    ``gamma`` is the user's, never a file's: what the window gives (0..1) is raised to it.
    """

    center: float
    width: float
    function: VoiFunction = VoiFunction.LINEAR
    name: str = ""
    gamma: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class VoiLut:
    """A VOI LUT of the file: ``values`` (0..1) for modality values ``first``, ``first + 1``, ...; the ends clamp.

    ``gamma`` as that of a window.
    """

    first: int
    values: NDArray[np.float32]
    name: str = ""
    gamma: float = 1.0


Voi = VoiWindow | VoiLut


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


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Radiograph:
    """One film: modality values and what is needed to show and measure them.

    ``pixels`` are float32 after the Modality LUT, shape (rows, columns), before VOI and presentation. ``vois`` are
    the file's own, in its order; ``default_voi`` is the one it opens with. ``inverted`` says that low values are
    white (MONOCHROME1, or a Presentation LUT Shape INVERSE). ``padding`` is the inclusive range of modality values
    that are no image. ``rescale`` is the slope and intercept by which modality values were made of the stored ones,
    None where a LUT or the luminance of colours made them. ``film_hash`` is a SHA-256 over pixels, shape and default
    display: two films share it only if they look the same. ``pixel_aspect`` is the height of a pixel over its width.
    ``notes`` are sentences for the user about what had to be assumed. ``overlay_planes`` and ``shutter`` (bool, of the film's
    shape, true where it is shown; None for all of it; DICOM PS3.3 C.7.6.11) are for the screen alone and never reach
    the model. Where ``truncated`` says that the file has no pixels they are not-a-number; such a film is shown hatched there
    and never analysed.
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

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the film."""
        return int(self.pixels.shape[0]), int(self.pixels.shape[1])


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the film lies in the model's input: input = film * scale + offset, in continuous pixel coordinates.

    Continuous coordinates put 0 at the outer edge of the first pixel, so that pixel ``i`` has its centre at
    ``i + 0.5``; this keeps resizing exact to half a pixel at the corners for any aspect ratio. ``input_shape`` is
    (rows, columns) of the model input.
    """

    scale_x: float
    scale_y: float
    offset_x: float
    offset_y: float
    input_shape: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Heatmap:
    """Where the model looked for one finding, on the grid of the target layer, before colouring.

    ``values``: float32 (rows, columns) in logit units, signed: for a linear head their sum plus a bias is the logit.
    ``full_scale``: the value that the display shows at full colour, the same for every film of a pack; a map that
    nowhere rises above zero is no evidence and is said so in words, never stretched.
    """

    finding: Finding
    values: NDArray[np.float32]
    full_scale: float

    @property
    def empty(self) -> bool:
        """Whether nothing in the map speaks for the finding."""
        return not bool((self.values > 0).any())


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """Whether a heatmap shows what the score rests on: how far the probability falls without the place it names.

    ``drop``: the fall of ``probability`` when the hottest ``share`` of the film is replaced by its blurred
    surrounding; ``random_drop``: the median fall for ``regions`` other places of the same shape and size.
    """

    finding: Finding
    probability: float
    drop: float
    random_drop: float
    share: float
    regions: int


@dataclass(frozen=True, slots=True)
class EvidenceLocation:
    """How much of the strongest evidence for a finding, what is at least half as hot as the hottest place of its map,
    lies outside the ``field`` where the finding can be, with a margin: a ``share`` of 0..1.

    ``far`` says that most of it does: a warning. Measured with the bundled pack and Grad-CAM on 1,405 films of NIH
    ChestX-ray14, on 1,262 of which a clear chest was found (852 of 864 PA, 410 of 541 AP): it warns of 7 of 115 called
    effusions and 7 of 45 called pneumothoraces that the label confirms (looked at, most of these maps do lie in the
    abdomen, the neck or the air beside the chest), of 8 of 380 findings called on films without any, and of 3 of 169
    called findings painted on films. Of maps made wrong it finds 1,571 of 1,574 that are hot where side letters stand,
    and 605 of 1,569 that were shifted by a third of the film (the others still lie in the chest). A map that is hot on
    the wrong side of the chest is not found.
    """

    field: str
    share: float

    @property
    def far(self) -> bool:
        """Whether most of the strongest evidence lies outside."""
        return self.share > 0.5


class ScoreState(StrEnum):
    """The five things a bar can say."""

    ABOVE = "above"
    NOT_SURE = "not_sure"
    BELOW = "below"
    NOT_ANALYSED = "not_analysed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, eq=False)
class FindingResult:
    """What the engine says about one finding of one film.

    ``probability`` (calibrated) and ``score`` (raw) are in 0..1 and None unless analysed; ``operating_point`` and the
    inclusive ``grey_band`` are on the probability's scale; ``reason`` is a sentence when not analysed or failed;
    ``experimental`` marks a finding without proof on real films; ``limits`` is what the pack says the number is worth,
    ``measured`` what validation said of it. ``evidence_location`` is None where nobody looked, or no field was found on the film.
    """

    finding: Finding
    state: ScoreState
    probability: float | None = None
    score: float | None = None
    operating_point: float | None = None
    grey_band: tuple[float, float] | None = None
    heatmap: Heatmap | None = None
    reason: str = ""
    experimental: bool = False
    faithfulness: Faithfulness | None = None
    limits: str = ""
    measured: Measured | None = None
    evidence_location: EvidenceLocation | None = None

    @property
    def analysed(self) -> bool:
        """Whether there is a probability to show."""
        return self.probability is not None


@dataclass(frozen=True, slots=True)
class Provenance:
    """How an analysis came to be: enough to repeat it.

    ``created`` is ISO 8601 UTC, ``seconds`` is engine time; ``reference_prevalence`` is the share of films with a
    finding for which the probabilities are stated, None where the pack does not say it; ``target_layer`` is the layer
    the heatmaps were taken at, whether the pack named it or it was found.
    """

    software: str
    pack_name: str
    pack_version: str
    pack_hash: str
    film_hash: str
    method: str
    device: str
    precision: str
    created: str
    seconds: float
    reference_prevalence: float | None = None
    target_layer: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """The frozen result of one engine run on one film; ``results`` holds all seven findings in their order.

    ``check`` is what the film check said, None where nobody asked; ``anyway`` that the user had a film analysed which
    it refused. ``reader`` is what a reader said and drew on the film, for exports; None where nobody was asked.
    """

    film_hash: str
    results: tuple[FindingResult, ...]
    placement: Placement
    provenance: Provenance
    check: FilmCheck | None = None
    anyway: bool = False
    reader: ReaderAnnotations | None = None

    def result(self, finding: Finding) -> FindingResult:
        """The result for one finding."""
        return next(item for item in self.results if item.finding == finding)
