"""What a structured report says of the film it is about, and of the other objects of its set (TID 1600, evidence)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from highdicom.sr import (
    CodeContentItem,
    CodedConcept,
    CompositeContentItem,
    ContainerContentItem,
    ContentItem,
    ContentSequence,
    ImageContentItem,
    MeasurementReport,
    NumContentItem,
    RelationshipTypeValues,
)
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as DicomSequence
from pydicom.uid import GrayscaleSoftcopyPresentationStateStorage

from inference.core.film import Radiograph
from inference.report.dicom import codes as concepts
from inference.report.dicom.context import Context
from inference.report.dicom.own_object import evidence_of

_CONTAINS, _ACQUIRED = RelationshipTypeValues.CONTAINS, RelationshipTypeValues.HAS_ACQ_CONTEXT
_STATE: Final = str(GrayscaleSoftcopyPresentationStateStorage)


@dataclass(frozen=True, slots=True)
class SetObject:
    """An object that was written of a film: its SOP class, its UIDs, what it is, and whether it is an image."""

    sop_class: str
    sop_uid: str
    series_uid: str
    what: CodedConcept
    image: bool


def set_object(data: Dataset, what: CodedConcept) -> SetObject:
    """How a report refers to a data set that was made."""
    uids = (str(data.SOPClassUID), str(data.SOPInstanceUID), str(data.SeriesInstanceUID))
    return SetObject(*uids, what, image="Rows" in data)


def with_film_and_set(
    content: MeasurementReport, film: Radiograph, context: Context, objects: Sequence[SetObject]
) -> MeasurementReport:
    """The content of a report with the film in its image library, and with references to the objects of its set."""
    [root] = content
    items = root.ContentSequence
    measured = next(place for place, item in enumerate(items) if item.name == concepts.MEASUREMENTS)
    items.insert(measured, _library(film, context))
    if objects:
        items.append(_container(concepts.SET, [_reference(each, context) for each in objects]))
    return content


def evidence(context: Context, objects: Sequence[SetObject]) -> list[Dataset]:
    """The film and the objects of a set as evidence (Current Requested Procedure Evidence Sequence)."""
    film = context.film
    uids = [(film.sop_class, film.sop_uid, film.series_uid)]
    uids += [(each.sop_class, each.sop_uid, each.series_uid) for each in objects]
    return [evidence_of(context, *each) for each in uids]


def _library(film: Radiograph, context: Context) -> ContentItem:
    """The Image Library (TID 1600) with the film: how it was made, what was filmed, its size."""
    image = ImageContentItem(concepts.SOURCE, *_of_film(context), relationship_type=_CONTAINS)
    rows, columns = film.shape
    region, side = concepts.REGIONS.get(context.body_part), concepts.SIDES.get(context.side)
    modality = concepts.MODALITIES.get(film.identity.modality, concepts.OTHER_MODALITY)
    coded = [(concepts.MODALITY, modality), (concepts.TARGET, region), (concepts.LATERALITY, side)]
    image.ContentSequence = ContentSequence(
        [
            *(CodeContentItem(name, value, _ACQUIRED) for name, value in coded if value is not None),
            NumContentItem(concepts.ROWS, rows, concepts.PIXELS, relationship_type=_ACQUIRED),
            NumContentItem(concepts.COLUMNS, columns, concepts.PIXELS, relationship_type=_ACQUIRED),
        ]
    )
    return _container(concepts.LIBRARY, [_container(concepts.LIBRARY_GROUP, [image])])


def _container(name: CodedConcept, items: Sequence[ContentItem]) -> ContainerContentItem:
    container = ContainerContentItem(name, relationship_type=_CONTAINS)
    container.ContentSequence = ContentSequence(items)
    return container


def _reference(each: SetObject, context: Context) -> ContentItem:
    """An image, or a document, of the set; a presentation state is one of the film (PS3.3 C.18.4)."""
    if each.sop_class == _STATE:
        shown = ImageContentItem(each.what, *_of_film(context), relationship_type=_CONTAINS)
        state = Dataset()
        state.ReferencedSOPClassUID, state.ReferencedSOPInstanceUID = each.sop_class, each.sop_uid
        shown.ReferencedSOPSequence[0].ReferencedSOPSequence = DicomSequence([state])
        return shown
    kind = ImageContentItem if each.image else CompositeContentItem
    return kind(each.what, each.sop_class, each.sop_uid, relationship_type=_CONTAINS)


def _of_film(context: Context) -> tuple[str, str, list[int] | None]:
    film = context.film
    return film.sop_class, film.sop_uid, None if film.frame is None else [film.frame]
