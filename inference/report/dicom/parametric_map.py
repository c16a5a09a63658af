"""A heatmap as data: a Parametric Map (PS3.3 A.75) of its own values on its own grid, with their quantity and unit."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import numpy as np
from highdicom.pm import RealWorldValueMapping
from highdicom.sr import CodedConcept
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import ParametricMapStorage, generate_uid
from pydicom.valuerep import DSfloat

from inference.core.analysis import Analysis, Heatmap, Placement
from inference.core.film import Radiograph
from inference.files.generated_files import HEAT_SERIES
from inference.imaging.heat_on_film import film_point
from inference.report.dicom import codes as concepts
from inference.report.dicom.context import Context
from inference.report.dicom.own_object import film_reference, new_object
from inference.text.wording import METHOD_NAMES, RESEARCH_USE

SERIES: Final = HEAT_SERIES
_LABEL, _TEXT = 16, 1024  # letters of a label (CS), of a text (ST)
_KIND: Final = ["DERIVED", "PRIMARY", "STATIC", "NONE"]  # PS3.3 C.8.16.1.3: one frame of one moment, no volume
_GRID: Final = (
    "The centre of the cell in row r and column c, counted from 0, lies {top:.4f} + r * {down:.4f} pixels of the film "
    "below its upper edge and {left:.4f} + c * {across:.4f} right of its left edge, as stored."
)


def parametric_map(film: Radiograph, analysis: Analysis, heatmap: Heatmap, context: Context) -> Dataset:
    """The values of a heatmap, float32 (rows, columns) as they were computed, signed, in logit units.

    The cells' size in mm is said where the film's is known. Position and orientation in the patient, which a
    projection has not, are left out, as they may be of a derived frame (PS3.3 C.7.6.16.2.3); where the cells lie on
    the film is said in words, for a Parametric Map has no other place for it.
    """
    description = "ThoraCAM AI heatmaps as data, research use only"
    data = new_object(context, ParametricMapStorage, "OT", SERIES, description)
    data.BodyPartExamined = context.body_part
    if context.side:
        data.Laterality = context.side
    data.DeviceSerialNumber = analysis.provenance.pack_hash[:64] or "0"
    data.FrameOfReferenceUID, data.PositionReferenceIndicator = generate_uid(None), ""
    data.CodingSchemeIdentificationSequence = Sequence([concepts.coding_scheme()])
    data.update(_pixels(heatmap))
    data.update(_image(heatmap, context))
    data.update(_dimensions())
    shared = _geometry(film, analysis.placement, heatmap)
    shared.update(_meaning(analysis, heatmap, context))
    data.SharedFunctionalGroupsSequence = Sequence([shared])
    data.ReferencedSeriesSequence = Sequence([_series(context)])
    return data


def _pixels(heatmap: Heatmap) -> Dataset:
    """The Floating Point Image Pixel module (PS3.3 C.7.6.24)."""
    made = Dataset()
    made.SamplesPerPixel, made.PhotometricInterpretation = 1, "MONOCHROME2"
    made.Rows, made.Columns = heatmap.values.shape
    made.BitsAllocated, made.NumberOfFrames = 32, 1
    made.FloatPixelData = np.ascontiguousarray(heatmap.values, "<f4").tobytes()
    return made


def _image(heatmap: Heatmap, context: Context) -> Dataset:
    """The Parametric Map Image module (PS3.3 C.8.32.2)."""
    made, now = Dataset(), datetime.now(UTC)
    made.ContentDate, made.ContentTime = f"{now:%Y%m%d}", f"{now:%H%M%S}"
    made.ImageType = _KIND
    made.ContentLabel = heatmap.finding.key.upper()[:_LABEL].strip()
    made.ContentDescription = f"AI heatmap: {heatmap.finding.title}"[:64]
    made.ContentCreatorName = ""
    made.ContentQualification = "RESEARCH"
    made.BurnedInAnnotation, made.RecognizableVisualFeatures = "NO", "NO"
    made.PresentationLUTShape = "IDENTITY"
    made.AcquisitionContextSequence = Sequence([])
    made.LossyImageCompression = "00"
    made.update(context.lossy)
    return made


def _dimensions() -> Dataset:
    """One frame, which is the first of its stack (PS3.3 C.7.6.16, C.7.6.17)."""
    made, organization, index = Dataset(), Dataset(), Dataset()
    organization.DimensionOrganizationUID = index.DimensionOrganizationUID = generate_uid(None)
    index.DimensionIndexPointer, index.FunctionalGroupPointer = 0x00209056, 0x00209111  # stack, frame content
    made.DimensionOrganizationSequence = Sequence([organization])
    made.DimensionIndexSequence = Sequence([index])
    frame, content = Dataset(), Dataset()
    content.StackID, content.InStackPositionNumber, content.DimensionIndexValues = "1", 1, [1]
    frame.FrameContentSequence = Sequence([content])
    made.PerFrameFunctionalGroupsSequence = Sequence([frame])
    return made


def _geometry(film: Radiograph, place: Placement, heatmap: Heatmap) -> Dataset:
    made, measures = Dataset(), Dataset()
    if film.spacing is not None:
        rows, columns = _cell(place, heatmap)
        measures.PixelSpacing = [_decimal(rows * film.spacing.row_mm), _decimal(columns * film.spacing.column_mm)]
    made.PixelMeasuresSequence = Sequence([measures])
    made.PlanePositionSequence, made.PlaneOrientationSequence = Sequence([Dataset()]), Sequence([Dataset()])
    return made


def _meaning(analysis: Analysis, heatmap: Heatmap, context: Context) -> Dataset:
    """What the values are, of which film and how they were made."""
    made = Dataset()
    kind, anatomy, identity, window = Dataset(), Dataset(), Dataset(), Dataset()
    kind.FrameType = _KIND
    made.ParametricMapFrameTypeSequence = Sequence([kind])
    anatomy.AnatomicRegionSequence = Sequence([concepts.SITES[heatmap.finding]])
    anatomy.FrameLaterality = context.side or "U"
    made.FrameAnatomySequence = Sequence([anatomy])
    identity.RescaleIntercept, identity.RescaleSlope, identity.RescaleType = 0, 1, "US"
    made.PixelValueTransformationSequence = Sequence([identity])
    window.WindowCenter = _decimal(heatmap.full_scale / 2)
    window.WindowWidth = _decimal(max(heatmap.full_scale, 1e-6))
    made.FrameVOILUTSequence = Sequence([window])
    made.RealWorldValueMappingSequence = Sequence([_mapping(analysis, heatmap)])
    made.DerivationImageSequence = Sequence([_derivation(analysis, heatmap, context)])
    return made


def _mapping(analysis: Analysis, heatmap: Heatmap) -> Dataset:
    """Stored values are the real ones, without unit (logits)."""
    lowest, highest = float(heatmap.values.min()), float(heatmap.values.max())
    explanation = f"{heatmap.finding.title}: evidence in logit units"[:64]
    return RealWorldValueMapping(
        "LOGIT",
        explanation,
        concepts.NO_UNITS,
        (lowest, highest),
        1.0,
        0.0,
        quantity_definition=_quantity(analysis.provenance.method),
    )


def _quantity(method: str) -> CodedConcept:
    return concepts.GRADCAM if method == "gradcam" else concepts.activation(METHOD_NAMES.get(method, method))


def _derivation(analysis: Analysis, heatmap: Heatmap, context: Context) -> Dataset:
    made, source, method = Dataset(), film_reference(context), analysis.provenance.method
    source.PurposeOfReferenceCodeSequence = Sequence([concepts.SOURCE_IMAGE])
    source.SpatialLocationsPreserved = "NO"
    made.SourceImageSequence = Sequence([source])
    made.DerivationCodeSequence = Sequence([_quantity(method)])
    words = f"Heatmap of {heatmap.finding.title} by {METHOD_NAMES.get(method, method)}, in logit units, signed."
    grid = _where(analysis.placement, heatmap)
    made.DerivationDescription = f"{words} {grid} {RESEARCH_USE}"[:_TEXT]
    return made


def _where(place: Placement, heatmap: Heatmap) -> str:
    """Where the cells lie on the film, in words."""
    rows, columns = heatmap.values.shape
    top, left = film_point((0, 0), place, (rows, columns))
    down, across = _cell(place, heatmap)
    return _GRID.format(top=top, left=left, down=down, across=across)


def _cell(place: Placement, heatmap: Heatmap) -> tuple[float, float]:
    """The height and the width of a cell in film pixels."""
    rows, columns = heatmap.values.shape
    return place.input_shape[0] / rows / place.scale_y, place.input_shape[1] / columns / place.scale_x


def _series(context: Context) -> Dataset:
    """The film in the Common Instance Reference module (PS3.3 C.12.2)."""
    item, film = Dataset(), Dataset()
    film.ReferencedSOPClassUID, film.ReferencedSOPInstanceUID = context.film.sop_class, context.film.sop_uid
    item.SeriesInstanceUID = context.film.series_uid
    item.ReferencedInstanceSequence = Sequence([film])
    return item


def _decimal(value: float) -> DSfloat:
    return DSfloat(float(value), auto_format=True)
