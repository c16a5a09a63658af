"""What a DICOM file is, by its SOP class: an object that speaks of films, or none."""

from __future__ import annotations

from typing import Final

from pydicom.dataset import Dataset
from pydicom.uid import (
    UID,
    BasicTextSRStorage,
    BlendingSoftcopyPresentationStateStorage,
    ChestCADSRStorage,
    ColonCADSRStorage,
    ColorSoftcopyPresentationStateStorage,
    Comprehensive3DSRStorage,
    ComprehensiveSRStorage,
    EncapsulatedPDFStorage,
    EnhancedSRStorage,
    ExtensibleSRStorage,
    GrayscaleSoftcopyPresentationStateStorage,
    MammographyCADSRStorage,
    PseudoColorSoftcopyPresentationStateStorage,
    SegmentationStorage,
    XRayRadiationDoseSRStorage,
)

from inference.core.errors import NoPixels
from inference.core.film_objects import ObjectKind, RelatedObject
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import code
from inference.reading.dicom.header import Header

LABEL_MAP: Final = UID("1.2.840.10008.5.1.4.1.1.66.7")  # Label Map Segmentation Storage; pydicom 3.0.2 does not name it
KINDS: Final[dict[UID, ObjectKind]] = {
    **dict.fromkeys(
        (
            GrayscaleSoftcopyPresentationStateStorage,
            ColorSoftcopyPresentationStateStorage,
            PseudoColorSoftcopyPresentationStateStorage,
            BlendingSoftcopyPresentationStateStorage,
        ),
        ObjectKind.PRESENTATION,
    ),
    **dict.fromkeys(
        (
            BasicTextSRStorage,
            EnhancedSRStorage,
            ComprehensiveSRStorage,
            Comprehensive3DSRStorage,
            ExtensibleSRStorage,
            ChestCADSRStorage,
            MammographyCADSRStorage,
            ColonCADSRStorage,
            XRayRadiationDoseSRStorage,
        ),
        ObjectKind.REPORT,
    ),
    SegmentationStorage: ObjectKind.SEGMENTATION,
    LABEL_MAP: ObjectKind.SEGMENTATION,
    EncapsulatedPDFStorage: ObjectKind.DOCUMENT,
}


def kind_of(data: Dataset) -> ObjectKind | None:
    """The kind of an object by its SOP class; None for images and all else."""
    return KINDS.get(UID(code(data, "SOPClassUID")))


def related_object(header: Header) -> RelatedObject | None:
    """What is known of an object from the header that a scan reads; None for images and all else."""
    kind = kind_of(header.data)
    if kind is None or (header.missing and header.pixels is None):
        return None
    names = (text(header.data, keyword) for keyword in ("StudyInstanceUID", "PatientID", "SOPInstanceUID"))
    return RelatedObject(header.path, kind, *names)


def why_not_alone(found: RelatedObject) -> NoPixels:
    """What to say of an object that was opened as if it were a film."""
    return NoPixels(found.path, f"it is of kind {_MODALITIES[found.kind]}, without an image of its own")


_MODALITIES: Final = {
    ObjectKind.PRESENTATION: "PR",
    ObjectKind.REPORT: "SR",
    ObjectKind.SEGMENTATION: "SEG",
    ObjectKind.DOCUMENT: "DOC",
}
