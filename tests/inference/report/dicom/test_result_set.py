"""All objects of one film together: they agree, refer to each other, hold before others' tools, and read back equal."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import highdicom
import numpy as np
import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import ParametricMapStorage

from inference.annotations.measure.measurements import scale_of
from inference.annotations.measure.outline import outline
from inference.core.analysis import Analysis
from inference.core.film import of_patient
from inference.core.film_objects import FilmPresentation, FilmReport, facts_of
from inference.core.reader_annotations import KeyReason
from inference.imaging.heat_on_film import film_point
from inference.imaging.heatmap_contours import hottest_box, outline_of
from inference.reading import read_film, scan
from inference.reading.objects.read_object import read_object
from inference.report.deidentify.uids import NewUids
from inference.report.dicom.codes import HOTTEST, OUTLINE, PROBABILITY, REGION, SET
from inference.report.dicom.files import FILM, KEYS, READER, READER_KEYS, RESULTS, STATE, write_dicom_files
from inference.report.dicom.media import write_media
from inference.report.page.film.report import film_report
from inference.report.page.options import DicomForm, Observer, ReportClass, ReportOptions
from inference.report.page.pdf import report_pdf
from inference.report.page.png import report_png
from tests import needs
from tests.builders import phantom, write_dicom, write_png
from tests.inference.highdicom_databases import closed_when_gone
from tests.inference.report.dicom.dicom_results import SOUND, WHO, report, rois, states
from tests.inference.report.dicom.test_sr_reader import MARKS, SPACING
from tests.inference.report.dicom.test_sr_reader import READER as SAID
from tests.inference.report.dicom.test_tools import LATERALITY, NO_DATE, OTHER_ENTITY, OWN_SCHEME, beyond, said_by

HEAT = "heat-pneumothorax.dcm"
ALL = DicomForm(document=True, state=True, keys=True, maps=True, report=ReportClass.COMPREHENSIVE_3D)
NAME = "Hong^Gildong"  # dcmpschk takes letters of ASCII alone
NOT_CHECKED = (  # of dcmtk, about itself
    "W: The VR checker does not support this Specific Character Set: ISO_IR 192",
    "W: Check for template constraints not yet supported",
)
FLAGGED = replace(SAID, key_reason=KeyReason.CONFERENCE, assessments=MappingProxyType({}))
NAMES = {
    *("report.dcm", "report-pdf.dcm", "overlay-pneumothorax.dcm", HEAT),
    *(STATE, KEYS, READER_KEYS, RESULTS, READER),
}


def write(folder: Path, path: Path, *, anonymize: bool = False) -> Analysis:
    """Every kind of object of one film."""
    film = of_patient(read_film(path), "ID-4711", NAME)
    options = ReportOptions(dicom=ALL, anonymize=anonymize, observer=Observer("Kim^Ada"))
    analysis = replace(states(film), reader=FLAGGED)
    page, pdf = report_png(film, analysis, options), report_pdf(film_report(film, analysis, options), options)
    write_dicom_files(folder, film, analysis, options, pages=[page], pdf=pdf, uids=NewUids())
    return analysis


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dicom(
        tmp_path_factory.mktemp("film") / "film.dcm", phantom(), **{**SOUND, **WHO, **SPACING, "PatientName": NAME}
    )


@pytest.fixture(scope="module")
def named(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("named") / "dicom"
    write(folder, source)
    return folder


@pytest.fixture(scope="module")
def anonymous(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("anonymous") / "dicom"
    write(folder, source, anonymize=True)
    return folder


def test_each_object_is_written_and_none_is_taken_for_a_film(named: Path) -> None:
    assert {path.name for path in named.iterdir()} == NAMES
    found = scan([named])
    assert found.studies == ()
    assert found.skipped == ()
    assert found.related == ()  # nor for one of others'


@pytest.mark.parametrize("kind", ["named", "anonymous", "picture"])
def test_nothing_is_wrong_with_any_of_them(
    kind: str, named: Path, anonymous: Path, source: Path, tmp_path: Path
) -> None:
    folder = {"named": named, "anonymous": anonymous}.get(kind, tmp_path / "out")
    if kind == "picture":
        write(folder, write_png(tmp_path / "film.png", phantom()))
    for path in sorted(folder.iterdir()):
        known = said_by("dciodvfy", source) if path.name == FILM else []
        assert beyond(said_by("dciodvfy", path), OWN_SCHEME, NO_DATE, LATERALITY, *known) == [], path.name
    films = [source] if kind == "named" else []
    assert beyond(said_by("dcentvfy", *films, *sorted(folder.glob("*.dcm"))), OTHER_ENTITY) == []
    needs.this_program("dcmpschk", "dcmtk")
    done = subprocess.run(["dcmpschk", folder / STATE], capture_output=True, text=True, check=False)
    assert "Test passed" in done.stdout + done.stderr
    for name in (RESULTS, READER, KEYS, READER_KEYS):
        needs.this_program("dsrdump", "dcmtk")
        dumped = subprocess.run(["dsrdump", folder / name], capture_output=True, text=True, check=False)
        assert dumped.returncode == 0, dumped.stderr
        told = [line for line in dumped.stderr.splitlines() if line.startswith(("E:", "W:"))]
        assert beyond(told, *NOT_CHECKED) == []


def test_what_the_model_says_is_the_root_of_its_results_and_the_readers_report_is_none_of_them(
    named: Path, source: Path
) -> None:
    root, film = dcmread(named / RESULTS), dcmread(source)
    [container] = [item for item in root.ContentSequence if item.ConceptNameCodeSequence[0].CodeValue == SET.value]
    told = {item.ReferencedSOPSequence[0].ReferencedSOPInstanceUID: item for item in container.ContentSequence}
    uids = {name: dcmread(named / name).SOPInstanceUID for name in NAMES}
    of_model = ("report.dcm", "report-pdf.dcm", "overlay-pneumothorax.dcm", HEAT, KEYS)
    assert told.keys() == {*(uids[name] for name in of_model), film.SOPInstanceUID}
    shown = told[film.SOPInstanceUID].ReferencedSOPSequence[0].ReferencedSOPSequence[0]
    assert shown.ReferencedSOPInstanceUID == uids[STATE]
    assert evidence_of(root) == {*(uids[name] for name in (*of_model, STATE)), film.SOPInstanceUID}
    assert evidence_of(dcmread(named / READER)) == {uids[STATE], uids[READER_KEYS], film.SOPInstanceUID}


def test_without_identity_the_references_hold_within_the_set(anonymous: Path, source: Path) -> None:
    there = {dcmread(path).SOPInstanceUID for path in anonymous.iterdir()}
    for name in (RESULTS, READER, KEYS, READER_KEYS):
        assert evidence_of(dcmread(anonymous / name)) <= there, name
    told = b"".join(path.read_bytes() for path in anonymous.iterdir())
    film = dcmread(source)
    for word in (film.SOPInstanceUID, film.StudyInstanceUID, "ID-4711", "Kim^Ada"):
        assert str(word).encode() not in told


def test_regions_lie_on_the_film_where_the_outlines_and_the_hottest_place_are(named: Path, source: Path) -> None:
    film = read_film(source)
    analysis = states(film)
    heatmap = analysis.results[1].heatmap
    assert heatmap is not None
    wanted = [(OUTLINE, loop) for loop in outline_of(heatmap, analysis.placement, film.shape)]
    box = hottest_box(heatmap, analysis.placement, film.shape)
    assert box is not None
    found = rois(named)
    assert len(found) == len(wanted) + 1
    for group, (what, loop) in zip(found, [*wanted, (HOTTEST, box)], strict=True):
        [said] = group.get_qualitative_evaluations(name=REGION)
        assert said.value == what
        assert np.abs(group.roi.value - np.array([*loop, loop[0]])).max() < 0.01
        assert group.finding_type.value == analysis.results[1].finding.snomed
    row, column = np.argwhere(heatmap.values == heatmap.values.max())[0]
    y, x = film_point((row, column), analysis.placement, heatmap.values.shape)
    assert box[0][0] <= x <= box[2][0]
    assert box[0][1] <= y <= box[2][1]


def test_the_report_says_which_film_it_was_what_was_filmed_and_who_observed(named: Path) -> None:
    words = str(dcmread(named / RESULTS))
    for word in ("Image Library", "Target Region", "Chest", "XR Chest Views", "Pixel Data Rows", "Device"):
        assert word in words
    assert "Kim^Ada" not in words
    assert "Kim^Ada" in str(dcmread(named / READER))
    assert "Algorithm Name" not in str(dcmread(named / READER))
    assert report(named).SOPClassUID == report(named, READER).SOPClassUID


def test_heat_reads_back_as_it_was_computed(named: Path, source: Path) -> None:
    film = read_film(source)
    analysis = states(film)
    heatmap = analysis.results[1].heatmap
    assert heatmap is not None
    data = dcmread(named / HEAT)
    assert data.SOPClassUID == ParametricMapStorage
    assert np.array_equal(data.pixel_array, heatmap.values)
    with closed_when_gone():
        read = highdicom.imread(named / HEAT)
    assert np.abs(read.get_frames(apply_real_world_transform=True, dtype=np.float64)[0] - heatmap.values).max() < 1e-6
    shared = data.SharedFunctionalGroupsSequence[0]
    [mapping] = shared.RealWorldValueMappingSequence
    assert mapping.MeasurementUnitsCodeSequence[0].CodeValue == "1"
    assert mapping.QuantityDefinitionSequence[0].ConceptCodeSequence[0].CodeMeaning.startswith(("Gradient", "Class"))
    source_image = shared.DerivationImageSequence[0].SourceImageSequence[0]
    assert source_image.ReferencedSOPInstanceUID == dcmread(source).SOPInstanceUID
    assert film.spacing is not None
    rows = analysis.placement.input_shape[0] / heatmap.values.shape[0] / analysis.placement.scale_y
    assert float(shared.PixelMeasuresSequence[0].PixelSpacing[0]) == pytest.approx(rows * film.spacing.row_mm)
    assert "ImagePositionPatient" not in data
    assert "FractionalSegmentation" not in str(data)


def test_our_own_readers_find_in_it_what_was_written(named: Path, source: Path) -> None:
    film = read_film(source)
    analysis, facts = states(film), facts_of(film)
    shown, model, said = (read_object(named / name, facts) for name in (STATE, RESULTS, READER))
    assert isinstance(shown, FilmPresentation)
    assert isinstance(model, FilmReport)
    assert isinstance(said, FilmReport)
    heatmap = analysis.results[1].heatmap
    assert heatmap is not None
    loops = outline_of(heatmap, analysis.placement, film.shape)
    layers = {layer.name: layer for layer in shown.layers}
    lines = [graphic.line for graphic in layers["AI 1 PNEUMOTHORA"].graphics]
    drawn = [region.graphic.line for region in model.regions]
    for loop, line, region in zip(loops, lines, drawn, strict=False):
        for points in (line, region):
            assert np.abs(np.array(points) - np.array([*loop, loop[0]])).max() < 0.01
    scale = scale_of(film, MARKS)
    wanted = [line for mark in MARKS for line in outline(mark, scale)]
    for told, graphic in zip(wanted, layers["READER"].graphics, strict=True):
        assert np.abs(np.array(graphic.line) - np.array(told)).max() < 0.01
    numbers = [number for finding in model.findings for number in finding.numbers]
    probabilities = [float(number.value) for number in numbers if number.name == PROBABILITY.meaning]
    known = [result.probability for result in analysis.results if result.analysed]
    assert probabilities == pytest.approx(known, abs=1e-6)


def test_a_folder_for_any_viewer_lists_them_all(named: Path, source: Path, tmp_path: Path) -> None:
    made = write_media(tmp_path / "media", [source, *sorted(named.iterdir())])
    assert made.objects == len(NAMES) + 1
    assert made.notes == ()


def test_findings_of_the_pack_without_a_code_are_left_to_csv_and_json(tmp_path: Path, source: Path) -> None:
    film = read_film(source)
    analysis = states(film)
    options = ReportOptions(keys=("extra_nodule", "pneumothorax"), dicom=ALL)
    write_dicom_files(tmp_path / "out", film, analysis, options, pages=[], uids=NewUids())
    assert [path.name for path in (tmp_path / "out").glob("overlay-*")] == ["overlay-pneumothorax.dcm"]


def evidence_of(data: Dataset) -> set[str]:
    studies = data.CurrentRequestedProcedureEvidenceSequence
    series = [one for study in studies for one in study.ReferencedSeriesSequence]
    return {item.ReferencedSOPInstanceUID for one in series for item in one.ReferencedSOPSequence}
