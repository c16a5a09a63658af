"""Segmentations, reports and documents as other programs make them: by highdicom, and item by item."""

from __future__ import annotations

from collections.abc import Sequence as Several
from pathlib import Path
from typing import Any

import highdicom as hd
import numpy as np
from highdicom import sr
from highdicom.seg import Segmentation, SegmentDescription
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.sr.codedict import codes
from pydicom.uid import ChestCADSRStorage, EncapsulatedPDFStorage, ExplicitVRLittleEndian, generate_uid

from tests.builders import write_dataset
from tests.inference.highdicom_databases import closed_when_gone
from tests.inference.reading.objects.states import OF_FILM, item

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ALGORITHM = hd.AlgorithmIdentificationSequence("NoduleNet", codes.DCM.ArtificialIntelligence, "2.4")


def header_of(film: Path) -> Dataset:
    """A film as highdicom wants it."""
    data = dcmread(film)
    for keyword in ("PatientBirthDate", "PatientSex", "AccessionNumber", "StudyID", "StudyDate", "StudyTime"):
        data.setdefault(keyword, None)
    return data


def segmentation(
    path: Path,
    films: Several[Path],
    masks: NDArray[Any],
    kind: str = "BINARY",
    names: Several[str] = ("Left lung", "Right lung"),
    syntax: str = ExplicitVRLittleEndian,
    **more: Any,
) -> Path:
    """A segmentation by highdicom; ``masks`` are (frames, rows, columns, segments), or labels without the last axis."""
    described = [
        SegmentDescription(
            number,
            name,
            codes.SCT.Organ,
            codes.SCT.Lung,
            hd.seg.SegmentAlgorithmTypeValues.AUTOMATIC,
            ALGORITHM,
            tracking_uid=generate_uid(None),
            tracking_id=name,
            display_color=hd.color.CIELabColor.from_rgb(*((60, 160, 90) if number == 1 else (200, 90, 40))),
        )
        for number, name in enumerate(names, start=1)
    ]
    with closed_when_gone():
        made = Segmentation(
            [header_of(film) for film in films],
            masks,
            kind,
            described,
            generate_uid(None),
            88,
            generate_uid(None),
            1,
            "Elsewhere Ltd",
            "Segmenter",
            "1.0",
            "2",
            content_label="LUNGS",
            transfer_syntax_uid=syntax,
            omit_empty_frames=False,
            **more,
        )
    made.save_as(path, enforce_file_format=True)
    return path


def measurement_report(path: Path, film: Path, kind: Any = sr.Comprehensive3DSR, probability: float = 0.87) -> Path:
    """A report after TID 1500 by highdicom: one nodule with a circle on the film, a diameter and its likelihood."""
    image = header_of(film)
    observer = sr.ObserverContext(
        codes.DCM.Device,
        sr.DeviceObserverIdentifyingAttributes(generate_uid(None), "Reading room 3", "Elsewhere Ltd", "N1"),
    )
    person = sr.ObserverContext(codes.DCM.Person, sr.PersonObserverIdentifyingAttributes("Lee^Jiwoo"))
    region = sr.ImageRegion(
        sr.GraphicTypeValues.CIRCLE,
        np.array([[30.5, 40.25], [36.5, 40.25]]),
        sr.SourceImageForRegion(image.SOPClassUID, image.SOPInstanceUID),
    )
    likelihood = sr.Measurement(
        sr.CodedConcept("111047", "DCM", "Probability of cancer"), probability, sr.CodedConcept("1", "UCUM", "no units")
    )
    group = sr.PlanarROIMeasurementsAndQualitativeEvaluations(
        tracking_identifier=sr.TrackingIdentifier(generate_uid(None), "Nodule 1"),
        referenced_region=region,
        finding_type=sr.CodedConcept("27925004", "SCT", "Nodule"),
        finding_sites=[sr.FindingSite(sr.CodedConcept("45653009", "SCT", "Upper lobe of lung"))],
        algorithm_id=sr.AlgorithmIdentification("NoduleNet", "2.4"),
        measurements=[sr.Measurement(codes.SCT.Diameter, 12.5, codes.UCUM.Millimeter), likelihood],
        qualitative_evaluations=[
            sr.QualitativeEvaluation(
                sr.CodedConcept("111020", "DCM", "Certainty"), sr.CodedConcept("R-1", "99X", "High")
            )
        ],
    )
    content = sr.MeasurementReport(
        sr.ObservationContext(observer_person_context=person, observer_device_context=observer),
        sr.CodedConcept("399208008", "SCT", "Plain chest X-ray"),
        [group],
    )
    made = kind(
        evidence=[image],
        content=content,
        series_instance_uid=generate_uid(None),
        series_number=89,
        sop_instance_uid=generate_uid(None),
        instance_number=1,
        manufacturer="Elsewhere Ltd",
        manufacturer_model_name="NoduleNet",
        software_versions="2.4",
        is_complete=True,
    )
    made.save_as(path, enforce_file_format=True)
    return path


# -- item by item -----------------------------------------------------------------------------------------------------


def coded(value: str, scheme: str, meaning: str) -> Sequence:
    """A code sequence."""
    return Sequence([item(CodeValue=value, CodingSchemeDesignator=scheme, CodeMeaning=meaning)])


def content(kind: str, value: str, meaning: str, *inner: Dataset, scheme: str = "DCM", **tags: Any) -> Dataset:
    """A content item with what it contains."""
    made = item(
        RelationshipType="CONTAINS", ValueType=kind, ConceptNameCodeSequence=coded(value, scheme, meaning), **tags
    )
    if kind == "CONTAINER":
        made.ContinuityOfContent = "SEPARATE"
    if inner:
        made.ContentSequence = Sequence([*inner])
    return made


def number(value: str, meaning: str, said: str, unit: str = "1") -> Dataset:
    """A number."""
    measured = item(NumericValue=said, MeasurementUnitsCodeSequence=coded(unit, "UCUM", unit))
    return content("NUM", value, meaning, MeasuredValueSequence=Sequence([measured]))


def image_item(film: Dataset, **tags: Any) -> Dataset:
    """The film as a content item."""
    return item(
        RelationshipType="CONTAINS",
        ValueType="IMAGE",
        ReferencedSOPSequence=Sequence(
            [item(ReferencedSOPClassUID=film.SOPClassUID, ReferencedSOPInstanceUID=film.SOPInstanceUID, **tags)]
        ),
    )


def by_reference(*place: int) -> Dataset:
    """An item by reference."""
    return item(RelationshipType="SELECTED FROM", ReferencedContentItemIdentifier=[*place])


def report(film: Path, root: Dataset, sop_class: str = ChestCADSRStorage, **tags: Any) -> Dataset:
    """A structured report with this content, its evidence the film."""
    header = dcmread(film, stop_before_pixels=True)
    made = Dataset()
    for keyword in OF_FILM:
        setattr(made, keyword, header.get(keyword, ""))
    made.SOPClassUID, made.SOPInstanceUID, made.Modality = sop_class, generate_uid(None), "SR"
    made.SeriesInstanceUID, made.SeriesNumber, made.InstanceNumber = generate_uid(None), 90, 1
    made.Manufacturer, made.ManufacturerModelName, made.SoftwareVersions = "CAD House", "Look", "7"
    made.CompletionFlag, made.VerificationFlag = "COMPLETE", "UNVERIFIED"
    made.ContentDate, made.ContentTime = "20260103", "0900"
    series = item(
        SeriesInstanceUID=header.SeriesInstanceUID,
        ReferencedSOPSequence=Sequence(
            [item(ReferencedSOPClassUID=header.SOPClassUID, ReferencedSOPInstanceUID=header.SOPInstanceUID)]
        ),
    )
    study = item(StudyInstanceUID=header.StudyInstanceUID, ReferencedSeriesSequence=Sequence([series]))
    made.CurrentRequestedProcedureEvidenceSequence = Sequence([study])
    made.update(root)
    for keyword, value in tags.items():
        setattr(made, keyword, value)
    return made


def chest_cad(film: Path, **tags: Any) -> Dataset:
    """A report after TID 4100: an image library, a finding with outline by reference, certainty and algorithm."""
    header = dcmread(film, stop_before_pixels=True)
    library = content("CONTAINER", "111028", "Image Library", image_item(header))
    outline = content(
        "SCOORD",
        "111041",
        "Outline",
        by_reference(1, 1, 1),
        GraphicType="POLYLINE",
        GraphicData=[10.0, 20.0, 40.0, 20.0, 40.0, 60.0, 10.0, 20.0],
    )
    found = content(
        "CODE",
        "111059",
        "Single Image Finding",
        content(
            "CODE", "111056", "Rendering Intent", ConceptCodeSequence=coded("111150", "DCM", "Presentation Required")
        ),
        content("TEXT", "111001", "Algorithm Name", TextValue="Opacity finder"),
        content("TEXT", "111003", "Algorithm Version", TextValue="7.1"),
        number("111012", "Certainty of finding", "73", "%"),
        outline,
        ConceptCodeSequence=coded("112105", "DCM", "Opacity"),
    )
    findings = content("CONTAINER", "111034", "Individual Impression/Recommendation", found)
    root = content("CONTAINER", "112000", "Chest CAD Report", library, findings)
    del root.RelationshipType
    return report(film, root, **tags)


def document(path: Path, film: Path, body: bytes = PDF, **tags: Any) -> Path:
    """An encapsulated PDF of a film's study."""
    header = dcmread(film, stop_before_pixels=True)
    made = Dataset()
    for keyword in OF_FILM:
        setattr(made, keyword, header.get(keyword, ""))
    made.SOPClassUID, made.SOPInstanceUID, made.Modality = EncapsulatedPDFStorage, generate_uid(None), "DOC"
    made.SeriesInstanceUID, made.SeriesNumber, made.InstanceNumber = generate_uid(None), 91, 1
    made.Manufacturer, made.DocumentTitle = "Ward 7", "Referral letter"
    made.MIMETypeOfEncapsulatedDocument = "application/pdf"
    made.EncapsulatedDocument = body + b"\0" * (len(body) % 2)
    made.EncapsulatedDocumentLength = len(body)
    for keyword, value in tags.items():
        setattr(made, keyword, value)
    return write_dataset(path, made)
