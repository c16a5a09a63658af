"""What is written, against what other viewers ask of it before they show it; the rules are those of their sources.

OHIF 3.13 with the adapters of Cornerstone3D (reports), Weasis 4.7 (presentation states, key objects, reports),
3D Slicer with QuantitativeReporting and dcmqi (reports). ``tests/e2e/viewers`` runs the code of OHIF and of dcmqi.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import (
    Comprehensive3DSRStorage,
    ComprehensiveSRStorage,
    EncapsulatedPDFStorage,
    GrayscaleSoftcopyPresentationStateStorage,
    SecondaryCaptureImageStorage,
)

from inference.core.analysis import Familiarity
from inference.core.annotation import Annotation, AnnotationKind
from inference.core.film_objects import FilmReport, facts_of
from inference.imaging.spatial_transform import CLOCKWISE, FLIP_ACROSS
from inference.reading import read_film
from inference.reading.objects.read_object import read_object
from inference.report.deidentify.uids import NewUids
from inference.report.dicom.codes import WHOLE_FILM
from inference.report.dicom.files import KEYS, READER, READER_KEYS, RESULTS, STATE, write_dicom_files
from inference.report.page.options import DicomForm, ReportClass, ReportOptions
from inference.report.page.png import report_png
from tests.builders import phantom, write_dicom
from tests.inference.report.dicom.dicom_results import SOUND, WHO, states
from tests.inference.report.dicom.test_presentation_state import SHUTTERS
from tests.inference.report.dicom.test_result_set import FLAGGED
from tests.inference.report.dicom.test_sr_reader import SPACING

ALL = DicomForm(document=True, state=True, keys=True, maps=True)
UNMEASURED = Annotation(10, AnnotationKind.CALIBRATION, ((5.0, 5.0), (40.0, 5.0)))  # nobody said how long it is
SAID = replace(
    FLAGGED, impression="Nothing acute.", impression_author="Kim", annotations=(*FLAGGED.annotations, UNMEASURED)
)
DRAWN_BY_OHIF = {"POINT", "MULTIPOINT", "POLYLINE", "CIRCLE", "ELLIPSE"}
DRAWN_BY_WEASIS = {"POINT", "POLYLINE", "INTERPOLATED", "CIRCLE", "ELLIPSE"}
COORDINATES = {"POINT": 2, "MULTIPOINT": 2, "POLYLINE": 4, "CIRCLE": 4, "ELLIPSE": 8}  # at least


def write(folder: Path, film_path: Path, **options: Any) -> Path:
    """Everything that is written of a film, with every kind of group a report may have."""
    film = read_film(film_path)
    analysis = replace(states(film), reader=SAID, familiarity=Familiarity(percentile=99.5, distance=9.0, limit=99.0))
    asked = ReportOptions(dicom=replace(ALL, **options))
    page = report_png(film, analysis, asked)
    write_dicom_files(folder, film, analysis, asked, pages=[page], pdf=b"%PDF-1.7\n", uids=NewUids())
    return folder


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dicom(tmp_path_factory.mktemp("film") / "film.dcm", phantom(), **{**SOUND, **WHO, **SPACING})


@pytest.fixture(scope="module", params=[ReportClass.COMPREHENSIVE, ReportClass.COMPREHENSIVE_3D])
def made(source: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    return write(tmp_path_factory.mktemp("made"), source, report=request.param)


# -- reports ----------------------------------------------------------------------------------------------------------


def concept_of(item: Dataset) -> tuple[str, str]:
    [name] = item.ConceptNameCodeSequence
    return name.get("CodeValue") or name.LongCodeValue, name.CodeMeaning


def inside(item: Dataset, value: str, meaning: str) -> list[Dataset]:
    """The items of a name, which OHIF and Cornerstone3D ask for, one by its code and the other by its words."""
    found = [one for one in item.ContentSequence if concept_of(one)[0] == value]
    assert all(concept_of(one)[1] == meaning for one in found)
    return found


def groups(report: Dataset) -> list[Dataset]:
    [measured] = inside(report, "126010", "Imaging Measurements")
    return inside(measured, "125007", "Measurement Group")


def coordinates(group: Dataset) -> list[Dataset]:
    """Those of the group, else those of its numbers, as OHIF looks for them."""
    of_numbers = (one for item in group.ContentSequence for one in item.get("ContentSequence", ()))
    for items in (group.ContentSequence, of_numbers):
        if found := [item for item in items if item.ValueType == "SCOORD"]:
            return found
    return []


@pytest.mark.parametrize("name", [RESULTS, READER])
def test_every_group_of_a_report_has_coordinates_without_which_ohif_opens_none_of_it(
    made: Path, source: Path, name: str
) -> None:
    film, report = dcmread(source), dcmread(made / name)
    assert len(groups(report)) > 5
    for group in groups(report):
        found = coordinates(group)
        assert found, concept_of(group)
        for shape in found:
            assert shape.GraphicType in DRAWN_BY_OHIF
            assert len(shape.GraphicData) >= COORDINATES[shape.GraphicType]
            [place] = shape.ContentSequence
            [reference] = place.ReferencedSOPSequence
            assert reference.ReferencedSOPInstanceUID == film.SOPInstanceUID
            assert reference.ReferencedSOPClassUID == film.SOPClassUID
            points = np.array(shape.GraphicData).reshape(-1, 2)
            assert np.all((points >= 0) & (points <= (film.Columns, film.Rows)))


@pytest.mark.parametrize("name", [RESULTS, READER])
def test_what_is_of_the_whole_film_has_its_corners_and_is_no_region_to_us(made: Path, source: Path, name: str) -> None:
    film = read_film(source)
    rows, columns = film.shape
    report, read = dcmread(made / name), read_object(made / name, facts_of(film))
    whole = [one for group in groups(report) for one in coordinates(group) if concept_of(one)[0] == WHOLE_FILM.value]
    assert whole
    for shape in whole:
        assert shape.GraphicType == "MULTIPOINT"
        assert [*shape.GraphicData] == [0, 0, columns, 0, columns, rows, 0, rows]
    assert isinstance(read, FilmReport)
    assert len(read.regions) == sum(len(coordinates(group)) for group in groups(report)) - len(whole)


@pytest.mark.parametrize("name", [RESULTS, READER])
def test_reports_are_what_ohif_slicer_and_dcmqi_take_for_an_imaging_measurement_report(
    made: Path, source: Path, name: str
) -> None:
    report = dcmread(made / name)
    assert report.Modality == "SR"
    assert report.SOPClassUID in (ComprehensiveSRStorage, Comprehensive3DSRStorage)
    assert concept_of(report) == ("126000", "Imaging Measurement Report")
    [template] = report.ContentTemplateSequence
    assert (template.TemplateIdentifier, template.MappingResource) == ("1500", "DCMR")
    [library] = inside(report, "111028", "Image Library")
    [of_film] = inside(library, "126200", "Image Library Group")
    assert (
        of_film.ContentSequence[0].ReferencedSOPSequence[0].ReferencedSOPInstanceUID == dcmread(source).SOPInstanceUID
    )
    first = report.CurrentRequestedProcedureEvidenceSequence[0].ReferencedSeriesSequence[0]
    assert first.SeriesInstanceUID == dcmread(source).SeriesInstanceUID  # where Slicer looks for the image


@pytest.mark.parametrize("name", [RESULTS, READER])
def test_every_item_of_a_report_has_a_name_and_each_group_is_tracked_for_itself(made: Path, name: str) -> None:
    report = dcmread(made / name)
    assert all(concept_of(item) for item in every(report) if item.get("RelationshipType") != "SELECTED FROM")
    uids = []
    for group in groups(report):
        assert inside(group, "112039", "Tracking Identifier")[0].TextValue
        [first, *_] = [item for item in group.ContentSequence if item.ValueType == "UIDREF"]
        assert concept_of(first) == ("112040", "Tracking Unique Identifier")  # OHIF takes the first there is
        uids.append(first.UID)
    assert len(set(uids)) == len(uids)  # else OHIF takes several groups for one


def test_no_number_is_inferred_from_anything_but_coordinates_on_the_film(made: Path) -> None:
    numbers = [item for item in every(dcmread(made / READER)) if item.ValueType == "NUM"]
    assert numbers
    for number in numbers:
        inferred = [one for one in number.get("ContentSequence", ()) if one.RelationshipType == "INFERRED FROM"]
        assert all(one.ValueType == "SCOORD" for one in inferred)


def test_regions_of_the_model_say_what_slicer_makes_a_table_of(made: Path) -> None:
    found = [one for one in groups(dcmread(made / RESULTS)) if inside(one, "111030", "Image Region")]
    assert found
    for group in found:
        assert inside(group, "121071", "Finding")
        assert inside(group, "363698007", "Finding Site")
        assert len(coordinates(group)[0].GraphicData) >= 8  # it takes four corners of each


def test_ellipses_lie_along_the_axes_for_ohif_draws_no_other(made: Path) -> None:
    shapes = [one for group in groups(dcmread(made / READER)) for one in coordinates(group)]
    [ellipse] = [one for one in shapes if one.GraphicType == "ELLIPSE"]
    [left, right, top, bottom] = np.array(ellipse.GraphicData).reshape(-1, 2)
    for one, other in ((left, right), (top, bottom)):
        assert min(abs(one - other)) == pytest.approx(0, abs=1e-4)


def every(item: Dataset) -> Iterator[Dataset]:
    for one in item.get("ContentSequence", ()):
        yield one
        yield from every(one)


# -- presentation states ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("turned", [CLOCKWISE, CLOCKWISE.then(FLIP_ACROSS)])
@pytest.mark.parametrize("shutter", [{}, SHUTTERS["polygon"]])
def test_presentation_states_are_what_weasis_applies_and_draws(tmp_path: Path, shutter: Any, turned: Any) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **{**SOUND, **WHO, **SPACING, **shutter})
    film = read_film(path)
    analysis, options = replace(states(film), reader=SAID), ReportOptions(dicom=ALL, transform=turned)
    write_dicom_files(tmp_path, film, analysis, options, pages=[], uids=NewUids())
    state = dcmread(tmp_path / STATE)
    assert state.SOPClassUID == GrayscaleSoftcopyPresentationStateStorage
    assert state.ContentLabel  # its name in the menu
    [series] = state.ReferencedSeriesSequence
    [image] = series.ReferencedImageSequence
    assert (series.SeriesInstanceUID, image.ReferencedSOPInstanceUID) == (
        film.identity.series_uid,
        film.identity.sop_uid,
    )
    assert state.ImageRotation % 90 == 0
    assert state.ImageHorizontalFlip in ("Y", "N")
    assert state.PresentationLUTShape in ("IDENTITY", "INVERSE")
    [area] = state.DisplayedAreaSelectionSequence
    assert area.PresentationSizeMode in ("SCALE TO FIT", "MAGNIFY", "TRUE SIZE")
    layers = {layer.GraphicLayer: layer for layer in state.GraphicLayerSequence}
    assert all(len(layer.GraphicLayerRecommendedDisplayCIELabValue) == 3 for layer in layers.values())
    for annotation in state.GraphicAnnotationSequence:
        assert annotation.GraphicLayer in layers  # it leaves out those of a layer that is not declared
        assert annotation.ReferencedImageSequence[0].ReferencedSOPInstanceUID == film.identity.sop_uid
        for drawn in annotation.get("GraphicObjectSequence", ()):
            assert drawn.GraphicType in DRAWN_BY_WEASIS
            assert drawn.GraphicAnnotationUnits == "PIXEL"
            assert len(drawn.GraphicData) == 2 * drawn.NumberOfGraphicPoints >= 4
        for text in annotation.get("TextObjectSequence", ()):
            assert text.UnformattedTextValue
            assert len(text.AnchorPoint) == 2
    kinds = {"RECTANGULAR", "CIRCULAR", "POLYGONAL", "BITMAP"}
    shapes = state.get("ShutterShape", [])
    assert {*([shapes] if isinstance(shapes, str) else shapes)} <= kinds
    assert bool(shutter) == ("ShutterShape" in state)


# -- key objects, captures, documents ---------------------------------------------------------------------------------


def test_key_objects_name_the_film_as_evidence_where_weasis_looks_for_it(source: Path, tmp_path: Path) -> None:
    film = read_film(source)
    write_dicom_files(
        tmp_path, film, replace(states(film), reader=SAID), ReportOptions(dicom=ALL), pages=[], uids=NewUids()
    )
    found = [path for path in (tmp_path / KEYS, tmp_path / READER_KEYS) if path.exists()]
    assert found
    for path in found:
        keys = dcmread(path)
        assert keys.Modality == "KO"
        [study] = keys.CurrentRequestedProcedureEvidenceSequence
        [series] = study.ReferencedSeriesSequence
        [image] = series.ReferencedSOPSequence
        assert series.SeriesInstanceUID == film.identity.series_uid
        assert image.ReferencedSOPInstanceUID == film.identity.sop_uid


def test_captures_and_documents_are_images_and_pdfs_that_all_three_list(made: Path) -> None:
    for path in (made / "report.dcm", made / "overlay-pneumothorax.dcm"):
        image = dcmread(path)
        assert image.SOPClassUID == SecondaryCaptureImageStorage
        assert image.Rows > 1
        assert (image.PhotometricInterpretation, image.PlanarConfiguration, image.BitsAllocated) == ("RGB", 0, 8)
    document = dcmread(made / "report-pdf.dcm")
    assert document.SOPClassUID == EncapsulatedPDFStorage
    assert document.MIMETypeOfEncapsulatedDocument == "application/pdf"
    assert document.EncapsulatedDocument.startswith(b"%PDF-")
