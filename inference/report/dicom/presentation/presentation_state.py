"""A film as seen, with outlines and annotations, as a Grayscale Softcopy Presentation State (PS3.3 A.33.1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Final

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import GrayscaleSoftcopyPresentationStateStorage

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.report.deidentify.source import read_source_header
from inference.report.dicom.context import Context, FilmCopy
from inference.report.dicom.own_object import film_reference, new_object
from inference.report.dicom.presentation.geometry import area_module, display_shutter
from inference.report.dicom.presentation.graphic_layers import graphics, layers_of
from inference.report.dicom.presentation.grayscale import WHOLE, modality_lut, voi_lut, window
from inference.report.page.options import ReportOptions

SERIES: Final = 9904
LABEL: Final = "THORACAM"


def presentation_state(
    film: Radiograph, analysis: Analysis, keys: Collection[str], options: ReportOptions, context: Context
) -> Dataset | None:
    """The film in its window, as it lies, in its shutter, with the findings of ``keys`` and what the reader drew.

    A film that came from a picture is referred to by its capture, whose pixels are those of the screen already. None
    for colours, and where nothing can say how modality values are made of the stored ones.
    """
    captured = context.copy is FilmCopy.CAPTURE
    if film.colour and not captured:
        return None
    header = None if captured else read_source_header(film.source)
    grayscale = _as_captured() if header is None else _grayscale(film, options, header.data)
    if grayscale is None:
        return None
    description = "ThoraCAM AI presentation, research use only"
    data = new_object(context, GrayscaleSoftcopyPresentationStateStorage, "PR", SERIES, description)
    data.BodyPartExamined = context.body_part
    if context.side:
        data.Laterality = context.side
    data.update(_identification(options))
    data.ReferencedSeriesSequence = Sequence([_film(context)])
    data.update(grayscale)
    if header is not None:
        data.update(display_shutter(film, header.data))
    data.update(area_module(film, options.transform, options.area))
    data.update(graphics(layers_of(film, analysis, keys), film_reference(context)))
    return data


def _identification(options: ReportOptions) -> Dataset:
    """The Presentation State Identification module (PS3.3 C.11.10)."""
    made, now = Dataset(), datetime.now(UTC)
    made.PresentationCreationDate, made.PresentationCreationTime = f"{now:%Y%m%d}", f"{now:%H%M%S}"
    made.ContentLabel = LABEL
    made.ContentDescription = "Film as seen, outlines of an AI, annotations"
    name = "" if options.anonymize else options.observer.name
    made.ContentCreatorName = name if not name or "^" in name else f"{name}^"
    return made


def _film(context: Context) -> Dataset:
    item = Dataset()
    item.SeriesInstanceUID = context.film.series_uid
    item.ReferencedImageSequence = Sequence([film_reference(context)])
    return item


def _grayscale(film: Radiograph, options: ReportOptions, header: Dataset) -> Dataset | None:
    made = modality_lut(film, header)
    if made is not None:
        made.SoftcopyVOILUTSequence = Sequence([voi_lut(film, options.voi)])
        made.PresentationLUTShape = "INVERSE" if film.inverted != options.invert else "IDENTITY"
    return made


def _as_captured() -> Dataset:
    """For a capture of the film as it is shown: window and polarity are in its pixels."""
    made = Dataset()
    made.SoftcopyVOILUTSequence = Sequence([window(WHOLE)])
    made.PresentationLUTShape = "IDENTITY"
    return made
