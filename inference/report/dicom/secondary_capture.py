"""Pictures of a report as DICOM Secondary Capture images, RGB or grey (PS3.3 A.8.1)."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from highdicom import PhotometricInterpretationValues
from highdicom.sc import SCImage
from numpy.typing import NDArray
from PIL import Image
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian, JPEGLSLossless, generate_uid

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.core.findings import BY_KEY
from inference.core.software import VERSION
from inference.files.generated_files import RESULTS_SERIES
from inference.imaging.spatial_transform import UPRIGHT
from inference.report.deidentify.identity import without_time
from inference.report.dicom.codes import GRADCAM, MANUFACTURER, SOURCE_IMAGE
from inference.report.dicom.context import Context
from inference.report.film_info import orientation_as_seen
from inference.report.page.film.strip import with_strip
from inference.report.page.options import (
    CaptureSyntax,
    ReportOptions,
    overlaid_picture,
    plain_picture,
    transformed,
    transformed_aspect,
)
from inference.text.wording import METHOD_NAMES, RESEARCH_USE, probability_text, state_text

SYNTAXES: Final = {CaptureSyntax.EXPLICIT: ExplicitVRLittleEndian, CaptureSyntax.JPEG_LS: JPEGLSLossless}
FILM_SERIES: Final = 9900
SERIES: Final = RESULTS_SERIES  # a high number, so that results stand behind the films of a study
PLAIN_SHARE: Final = 2 / 3  # of the pixels of a page across, where nothing is compressed: 150 to the inch, 6.5 MB
DESCRIPTION: Final = "ThoraCAM AI results, research use only"


@dataclass(frozen=True, slots=True)
class InstancePlace:
    """Where an instance stands: its series, the instance's number in it and its own UID."""

    series_uid: str
    series_number: int
    number: int
    sop_uid: str
    description: str = DESCRIPTION


def new_place(series_uid: str, number: int) -> InstancePlace:
    """A place for a new instance in the series of pictures of one export."""
    return InstancePlace(series_uid, SERIES, number, generate_uid(None))


def report_capture(page: bytes, options: ReportOptions, context: Context, place: InstancePlace) -> Dataset:
    """The report page, from its PNG bytes; in the syntax that every archive takes with fewer pixels, for it is raw.

    ``BurnedInAnnotation`` is YES where the page names the patient, else what the film says of itself
    (PS3.3 C.7.6.1.1.5: annotation that identifies the patient).
    """
    share = PLAIN_SHARE if options.dicom.captures is CaptureSyntax.EXPLICIT else 1.0
    image = _capture(_rgb(page, share), options, context, place)
    image.PatientOrientation = None  # a page has none, PS3.3 C.7.6.1.1.1
    _say(image, f"Report page of an AI analysis. {RESEARCH_USE}")
    if not context.anonymous:
        image.BurnedInAnnotation = "YES"
    return image


def overlay_capture(
    film: Radiograph, analysis: Analysis, key: str, options: ReportOptions, context: Context, place: InstancePlace
) -> Dataset:
    """The film with the overlay of one finding, named by its key, at the film's own resolution, with its strip."""
    picture = transformed(overlaid_picture(film, analysis, (key,), options), options)
    said = without_time(analysis) if options.anonymize else analysis
    image = _capture(with_strip(picture, film, said, (key,), options), options, context, place)
    _set_geometry(image, film, options)
    result = analysis.result(BY_KEY[key])
    words = f"{result.finding.title}: {probability_text(result)}, {state_text(result)}"
    image.ImageComments = words
    method = METHOD_NAMES.get(analysis.provenance.method, analysis.provenance.method)
    _say(image, f"AI overlay on the film: {words}. Heatmap by {method}. {RESEARCH_USE}")
    if analysis.provenance.method == "gradcam":
        image.DerivationCodeSequence = [GRADCAM]
    return image


def film_capture(film: Radiograph, options: ReportOptions, context: Context) -> Dataset:
    """The film itself in grayscale, lying as stored, for a film that came from a picture: what the results refer to."""
    place = InstancePlace(context.film.series_uid, FILM_SERIES, 1, context.film.sop_uid, "Film from a picture file")
    image = _capture(plain_picture(film, options), options, context, place, derived=False)
    _set_geometry(image, film, replace(options, transform=UPRIGHT))
    return image


def _capture(
    pixels: NDArray[np.uint8], options: ReportOptions, context: Context, place: InstancePlace, *, derived: bool = True
) -> Dataset:
    colours = PhotometricInterpretationValues.RGB if pixels.ndim == 3 else PhotometricInterpretationValues.MONOCHROME2
    image = SCImage(
        pixel_array=np.ascontiguousarray(pixels),
        photometric_interpretation=colours,
        bits_allocated=8,
        coordinate_system="PATIENT",
        patient_orientation=("L", "F"),  # asked for, and set right by the caller
        study_instance_uid=context.study_uid,
        series_instance_uid=place.series_uid,
        series_number=place.series_number,
        sop_instance_uid=place.sop_uid,
        instance_number=place.number,
        manufacturer=MANUFACTURER,
        manufacturer_model_name=MANUFACTURER,
        software_versions=VERSION,
        series_description=place.description,
        transfer_syntax_uid=SYNTAXES[options.dicom.captures],
    )
    context.fill(image)
    image.update(context.request)
    image.BodyPartExamined = context.body_part
    if context.side:
        image.Laterality = context.side
    image.ConversionType = "WSD"  # workstation, PS3.3 C.8.6.1
    image.ImageType = ["DERIVED", "SECONDARY"]
    if context.burned_in in ("YES", "NO"):
        image.BurnedInAnnotation = context.burned_in
    image.update(context.lossy)
    if derived:
        image.SourceImageSequence = [_source(context)]
    return image


def _source(context: Context) -> Dataset:
    """The film as the source of a picture (PS3.3 C.7.6.1.1.4, PS3.16 CID 7202)."""
    item = Dataset()
    item.ReferencedSOPClassUID = context.film.sop_class
    item.ReferencedSOPInstanceUID = context.film.sop_uid
    if context.film.frame is not None:
        item.ReferencedFrameNumber = context.film.frame
    item.PurposeOfReferenceCodeSequence = [SOURCE_IMAGE]
    return item


def _set_geometry(image: Dataset, film: Radiograph, options: ReportOptions) -> None:
    """Sides and pixel shape of the film; no spacing, so that nobody measures on a picture (PS3.3 C.7.6.3.1.7)."""
    side, aspect = orientation_as_seen(film, options.transform), transformed_aspect(film, options)
    image.PatientOrientation = [side.right_edge, side.bottom_edge] if side else None
    if aspect != 1:
        image.PixelAspectRatio = [round(aspect * 1000), 1000]


def _say(image: Dataset, words: str) -> None:
    image.DerivationDescription = words[:1024]


def _rgb(page: bytes, share: float) -> NDArray[np.uint8]:
    """A page as RGB, at this share of its width."""
    with Image.open(io.BytesIO(page)) as picture:
        pixels = picture.convert("RGB")
    size = (round(pixels.width * share), round(pixels.height * share))
    return np.asarray(pixels.resize(size, Image.Resampling.LANCZOS) if share < 1 else pixels, dtype=np.uint8)
