"""A table of objects that dcmtk, highdicom and pydicom's own test data bring: each is shown right, or refused in words.

Each is held against another program's drawing, or against what it was made of: greys by ``dcmp2pgm``, masks by
pydicom's decoder, words and numbers by ``dsrdump``.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import highdicom as hd
import numpy as np
import pydicom.data
import pytest
from highdicom import pr, sr
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import JPEG2000Lossless, RLELossless, generate_uid

from inference.core.film_objects import FilmFacts, FilmPresentation, FilmReport, FilmSegmentation, ReportItem, facts_of
from inference.reading import read_film
from inference.reading.objects.read_object import read_object
from tests import needs
from tests.builders import dataset, phantom, write_dataset, write_dicom
from tests.dicom_writing import lut_item
from tests.inference.highdicom_databases import closed_when_gone
from tests.inference.reading.objects import others
from tests.inference.reading.objects.states import presentation, read, seen
from tests.inference.reading.objects.test_segmentations import whole
from tests.inference.reading.test_layers import with_overlay
from tests.inference.report.dicom.dicom_results import WHO
from tests.inference.report.dicom.test_presentation_state import SHUTTERS, drawn

OF_STUDY: dict[str, Any] = {**WHO, "StudyInstanceUID": "1.2.826.0.1.7", "SeriesInstanceUID": "1.2.826.0.1.7.1"}
THEIRS = Path(pydicom.data.__file__).parent / "test_files"


def made_by(program: str, *arguments: str | Path) -> None:
    needs.this_program(program, "dcmtk")
    subprocess.run([program, "-q", *map(str, arguments)], check=True, capture_output=True)


# -- presentation states by dcmtk -------------------------------------------------------------------------------------

BY_DCMPSMK: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "plain": ({}, ()),
    "window": ({"WindowCenter": 1500, "WindowWidth": 900}, ()),
    "window left out": ({"WindowCenter": 1500, "WindowWidth": 900}, ("-V",)),
    "low is white": ({"photometric": "MONOCHROME1"}, ()),
    "inverse shape": ({"PresentationLUTShape": "INVERSE", "WindowCenter": 2000, "WindowWidth": 3000}, ()),
    "rescaled": ({"RescaleSlope": -2, "RescaleIntercept": 500, "RescaleType": "US"}, ()),
    "voi lut": ({"VOILUTSequence": lut_item([*range(0, 65536, 16)], first=0)}, ()),
    "modality lut": ({"ModalityLUTSequence": lut_item([*range(65535, -1, -16)], ModalityLUTType="US")}, ()),
    **{f"{name} shutter": (shutter, ()) for name, shutter in SHUTTERS.items()},
}


@pytest.mark.parametrize("name", BY_DCMPSMK)
def test_a_state_by_dcmpsmk_is_shown_as_dcmtk_draws_it(tmp_path: Path, name: str) -> None:
    tags, options = BY_DCMPSMK[name]
    film, state = write_dicom(tmp_path / "film.dcm", phantom(), **OF_STUDY, **tags), tmp_path / "state.dcm"
    made_by("dcmpsmk", *options, film, state)
    shown = presentation(state, film)
    inside = np.ones((96, 80), np.bool_) if shown.shutter is None else shown.shutter
    assert np.abs(drawn(film, state) - seen(film, shown))[inside].max() <= 1
    known = read_film(film).shutter
    assert (shown.shutter is None) == (known is None)
    assert known is None or np.array_equal(known, inside)


def test_a_bitmap_that_dcmpsmk_copies_is_drawn(tmp_path: Path) -> None:
    mask = np.eye(20, dtype=np.bool_)
    film = write_dataset(tmp_path / "film.dcm", with_overlay(dataset(phantom(), **OF_STUDY), mask, origin=(4, 9)))
    made_by("dcmpsmk", film, tmp_path / "state.dcm")
    [plane] = presentation(tmp_path / "state.dcm", film).planes
    assert np.array_equal(plane.mask, read_film(film).overlay_planes[0].mask)
    made_by("dcmpsmk", "+oa", film, tmp_path / "activated.dcm")  # the film's own is to be shown
    shown = presentation(tmp_path / "activated.dcm", film)
    assert (shown.planes, shown.films_planes) == ((), True)
    made_by("dcmpsmk", "-o", film, tmp_path / "without.dcm")
    shown = presentation(tmp_path / "without.dcm", film)
    assert (shown.planes, shown.films_planes) == ((), False)


# -- by highdicom -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dicom(tmp_path_factory.mktemp("film") / "film.dcm", phantom(), **OF_STUDY)


def state_by_highdicom(path: Path, film: Path, kind: Any = pr.GrayscaleSoftcopyPresentationState, **more: Any) -> Path:
    image = others.header_of(film)
    layer = pr.GraphicLayer("MARKS", 1, "Marks", hd.color.CIELabColor.from_rgb(90, 200, 120))
    line = pr.GraphicObject("POLYLINE", np.array([[1.5, 2.5], [30.25, 40.75]]), "PIXEL")
    text = pr.TextObject("Look", "DISPLAY", bounding_box=(0.1, 0.2, 0.5, 0.3))
    marks = pr.GraphicAnnotation([image], layer, graphic_objects=[line], text_objects=[text])
    made = kind(
        [image],
        generate_uid(None),
        3,
        generate_uid(None),
        1,
        "Elsewhere Ltd",
        "Marker",
        "1",
        "1",
        content_label="MARKS",
        graphic_layers=[layer],
        graphic_annotations=[marks],
        **more,
    )
    made.save_as(path, enforce_file_format=True)
    return path


def has_the_marks(shown: FilmPresentation) -> None:
    [layer] = shown.layers
    assert layer.colour == pytest.approx((90, 200, 120), abs=2)
    assert layer.graphics[0].points == ((1.5, 2.5), (30.25, 40.75))
    assert np.allclose(np.array(layer.texts[0].box), ((8, 19.2), (40, 28.8)))


def test_a_grayscale_state_by_highdicom_is_shown_as_dcmtk_draws_it(tmp_path: Path, film: Path) -> None:
    voi = pr.SoftcopyVOILUTTransformation(window_center=1800, window_width=1200)
    state = state_by_highdicom(tmp_path / "state.dcm", film, voi_lut_transformations=[voi])
    shown = presentation(state, film)
    assert np.abs(drawn(film, state) - seen(film, shown)).max() <= 1
    has_the_marks(shown)


def test_a_pseudo_color_state_by_highdicom_keeps_its_marks_and_says_what_it_lacks(tmp_path: Path, film: Path) -> None:
    red, green, blue = (
        hd.PaletteColorLUT(0, np.arange(256, dtype=np.uint16), color) for color in ("red", "green", "blue")
    )
    palette = hd.PaletteColorLUTTransformation(red, green, blue)
    state = state_by_highdicom(
        tmp_path / "state.dcm",
        film,
        pr.PseudoColorSoftcopyPresentationState,
        palette_color_lut_transformation=palette,
    )
    shown = presentation(state, film)
    has_the_marks(shown)
    assert shown.greys is None
    assert shown.notes == ("Its colours are not shown: only its geometry and graphics are.",)


KINDS_OF_SEGMENTATION: dict[str, dict[str, Any]] = {
    "binary": {},
    "binary, RLE": {"syntax": RLELossless, "kind": "FRACTIONAL", "fractional_type": "OCCUPANCY"},
    "fractional, JPEG 2000": {"syntax": JPEG2000Lossless, "kind": "FRACTIONAL", "fractional_type": "PROBABILITY"},
    "fractional": {"kind": "FRACTIONAL", "fractional_type": "PROBABILITY"},
    "label map": {"kind": "LABELMAP"},
    "label map, RLE": {"kind": "LABELMAP", "syntax": RLELossless},
}


@pytest.mark.parametrize("name", KINDS_OF_SEGMENTATION)
def test_a_segmentation_by_highdicom_has_the_pixels_that_highdicom_reads(tmp_path: Path, film: Path, name: str) -> None:
    options = KINDS_OF_SEGMENTATION[name]
    rows, columns = np.mgrid[0:96, 0:80]
    labels = ((columns > 20).astype(np.uint8) + (rows > 50)).astype(np.uint8)[np.newaxis]
    masks = np.stack([labels == number for number in (1, 2)], axis=-1)
    fractional = options.get("kind") == "FRACTIONAL"
    made: Any = labels if options.get("kind") == "LABELMAP" else masks.astype(np.float32) * 0.6 if fractional else masks
    path = others.segmentation(tmp_path / "seg.dcm", [film], made, **options)
    found = read(path, film)
    assert isinstance(found, FilmSegmentation)
    with closed_when_gone():
        read_by_highdicom = hd.seg.segread(path)
    theirs = read_by_highdicom.get_pixels_by_source_instance(
        [dcmread(film).SOPInstanceUID], rescale_fractional=True, assert_missing_frames_are_empty=True
    )
    for place, segment in enumerate(found.segments):
        assert np.abs(whole(segment) / 255 - np.asarray(theirs)[0, ..., place].astype(float)).max() < 0.003


@pytest.mark.parametrize("kind", [sr.ComprehensiveSR, sr.Comprehensive3DSR])
def test_a_report_by_highdicom_has_the_words_and_numbers_that_dcmtk_reads(
    tmp_path: Path, film: Path, kind: Any
) -> None:
    says_what_dsrdump_says(others.measurement_report(tmp_path / "sr.dcm", film, kind), facts_of(read_film(film)))


# -- reports by dcmtk and of pydicom's test data ----------------------------------------------------------------------


def test_a_report_that_dcmtk_wrote_anew_is_the_same(tmp_path: Path, film: Path) -> None:
    first = others.measurement_report(tmp_path / "sr.dcm", film, sr.ComprehensiveSR)
    made_by("dsr2xml", first, tmp_path / "sr.xml")
    made_by("xml2dsr", tmp_path / "sr.xml", tmp_path / "again.dcm")
    one, other = read(first, film), read(tmp_path / "again.dcm", film)
    assert isinstance(one, FilmReport)
    assert isinstance(other, FilmReport)
    assert other.root == one.root
    assert (other.findings, other.regions, other.algorithms) == (one.findings, one.regions, one.algorithms)
    says_what_dsrdump_says(tmp_path / "again.dcm", facts_of(read_film(film)))


@pytest.mark.parametrize("name", ["reportsi.dcm", "reportsi_with_empty_number_tags.dcm", "test-SR.dcm"])
def test_reports_of_pydicoms_test_data_are_read_whole(film: Path, name: str) -> None:
    says_what_dsrdump_says(THEIRS / name, of_object(THEIRS / name, film))


def of_object(path: Path, film: Path) -> FilmFacts:
    """A film that an object was made for: the first image that its content names, of the study that it names."""
    data = dcmread(path, stop_before_pixels=True)
    inner = [one for item in data.get("ContentSequence", [data]) for one in item.iterall()]
    images = [item for item in inner if item.keyword == "ReferencedSOPInstanceUID"]
    study = next((item.value for item in data.iterall() if item.keyword == "StudyInstanceUID"), "")
    uid = images[0].value if images else "1.2.3"
    known = facts_of(read_film(film))
    return replace(known, sop_uid=uid, study_uid=study, series_uid="", patient_id=data.get("PatientID", ""))


def items_of(item: ReportItem) -> Iterator[ReportItem]:
    yield item
    for inner in item.items:
        yield from items_of(inner)


def says_what_dsrdump_says(path: Path, film: FilmFacts) -> None:
    """As many items as dcmtk counts, and each text and number that pydicom finds."""
    found = read_object(path, film)
    assert isinstance(found, FilmReport)
    needs.this_program("dsrdump", "dcmtk")
    dump = subprocess.run(
        ["dsrdump", "-q", "-Er", "-Ev", "-Ec", "-Ee", path], capture_output=True, check=False
    ).stdout.decode("utf-8", "replace")
    counted = [line for line in dump.splitlines() if line.strip().startswith("<")]
    ours = list(items_of(found.root))
    assert len(ours) == len(counted)
    data = dcmread(path, stop_before_pixels=True)
    said = " ".join(item.value for item in ours)
    for text in (item.value for item in data.iterall() if item.keyword == "TextValue" and item.value):
        assert " ".join(str(text).split())[:40] in " ".join(said.split())
    for number in (item.value for item in data.iterall() if item.keyword == "NumericValue" and item.value is not None):
        assert str(number) in said


# -- segmentations of pydicom's test data -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["liver_1frame.dcm", "liver_expb_1frame.dcm"])
def test_segmentations_of_pydicoms_test_data_have_their_pixels(film: Path, name: str) -> None:
    data = dcmread(THEIRS / name)
    facts = replace(of_object(THEIRS / name, film), rows=512, columns=512, study_uid=data.StudyInstanceUID)
    found = read_object(THEIRS / name, facts)
    assert isinstance(found, FilmSegmentation)
    [segment] = found.segments
    assert np.array_equal(whole(segment, (512, 512)) > 0, data.pixel_array > 0)
    assert segment.name == data.SegmentSequence[0].SegmentLabel


# -- as other viewers want them ---------------------------------------------------------------------------------------


def ohif_length(header: Dataset) -> Dataset:
    """A length as OHIF stores it: the number is inferred from coordinates, which are selected from the film."""
    image = others.image_item(header)
    image.RelationshipType = "SELECTED FROM"
    line = others.content(
        "SCOORD", "121055", "Path", image, GraphicType="POLYLINE", GraphicData=[10.5, 20.5, 40.25, 60.75]
    )
    line.RelationshipType = "INFERRED FROM"
    length = others.number("410668003", "Length", "50.01", "mm")
    length.ContentSequence = [line]
    return others.content(
        "CONTAINER",
        "125007",
        "Measurement Group",
        others.content("TEXT", "112039", "Tracking Identifier", TextValue="Cornerstone3DTools@^0.1.0:Length"),
        others.content("UIDREF", "112040", "Tracking Unique Identifier", UID=generate_uid()),
        length,
    )


def test_a_length_as_ohif_stores_it_is_found_and_drawn(tmp_path: Path, film: Path) -> None:
    header = dcmread(film, stop_before_pixels=True)
    root = others.content("CONTAINER", "126010", "Imaging Measurements", ohif_length(header))
    found = read(write_dataset(tmp_path / "sr.dcm", others.report(film, root)), film)
    assert isinstance(found, FilmReport)
    [length] = found.findings
    assert (length.name, length.numbers[0].value, length.numbers[0].unit) == (
        "Cornerstone3DTools@^0.1.0:Length",
        "50.01",
        "mm",
    )
    assert found.regions[length.regions[0]].graphic.line == ((10.5, 20.5), (40.25, 60.75))


def test_a_graphic_in_its_own_style_has_its_own_colour_as_in_weasis(tmp_path: Path, film: Path) -> None:
    path = state_by_highdicom(tmp_path / "state.dcm", film)
    data = dcmread(path)
    styled = Dataset()
    styled.PatternOnColorCIELabValue = [*hd.color.CIELabColor.from_rgb(20, 90, 230).value]
    data.GraphicAnnotationSequence[0].GraphicObjectSequence[0].LineStyleSequence = [styled]
    data.save_as(path)
    assert presentation(path, film).layers[0].graphics[0].colour == pytest.approx((20, 90, 230), abs=2)
