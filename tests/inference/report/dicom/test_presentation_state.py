"""A film as seen as a presentation state: drawn by dcmtk it is what the window shows, and its lines lie on the film."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pydicom import dcmread
from pydicom.dataset import Dataset

from inference.annotations.measure.measurements import scale_of
from inference.annotations.measure.outline import outline
from inference.core.analysis import Familiarity
from inference.core.film import of_patient
from inference.core.reader_annotations import without_free_text
from inference.core.voi import Voi, VoiFunction, VoiWindow
from inference.imaging.heatmap_contours import outline_of
from inference.imaging.spatial_transform import (
    ANTICLOCKWISE,
    CLOCKWISE,
    FLIP_ACROSS,
    UPRIGHT,
    SpatialTransform,
    apply_transform,
)
from inference.reading import read_film
from inference.reading.dicom.display_shutter import read_shutter
from inference.report.deidentify.uids import NewUids
from inference.report.dicom.files import FILM, STATE, write_dicom_files
from inference.report.dicom.presentation.geometry import area_module
from inference.report.page.options import (
    AreaSize,
    DicomForm,
    ReportOptions,
    SeenArea,
    plain_picture,
    transformed,
)
from tests import needs
from tests.builders import dataset, phantom, write_dataset, write_dicom, write_png
from tests.dicom_writing import lut_item
from tests.inference.reading.test_layers import with_overlay
from tests.inference.report.dicom import dicom_results
from tests.inference.report.dicom.dicom_results import states
from tests.inference.report.dicom.test_sr_reader import MARKS, READER, SPACING
from tests.inference.report.dicom.test_tools import LATERALITY, NO_DATE, OTHER_ENTITY, beyond, said_by

WHO = {**dicom_results.WHO, "PatientName": "Hong^Gildong"}  # dcmpschk takes letters of ASCII alone for a name
TURNED = (UPRIGHT, CLOCKWISE, CLOCKWISE.then(CLOCKWISE), ANTICLOCKWISE)
ALL_WAYS = [way for turned in TURNED for way in (turned, turned.then(FLIP_ACROSS))]
RECTANGLE = {
    "ShutterShape": "RECTANGULAR",
    "ShutterLeftVerticalEdge": 11,
    "ShutterRightVerticalEdge": 70,
    "ShutterUpperHorizontalEdge": 6,
    "ShutterLowerHorizontalEdge": 90,
}


def write(folder: Path, path: Path, **options: Any) -> tuple[Dataset, NDArray[np.uint8]]:
    """The state that was written, and the film as it is seen."""
    film = of_patient(read_film(path), "ID-4711", "Hong^Gildong")
    asked = ReportOptions(dicom=DicomForm(state=True), **options)
    reader = without_free_text(READER) if asked.anonymize else READER
    write_dicom_files(folder, film, replace(states(film), reader=reader), asked, pages=[], uids=NewUids())
    return dcmread(folder / STATE), transformed(plain_picture(film, asked), asked)


def drawn(film: Path, state: Path) -> NDArray[np.int16]:
    """The film in a presentation state as dcmtk draws it: without graphics, and without a shutter of edges."""
    needs.this_program("dcmp2pgm", "dcmtk")
    picture = state.with_suffix(".pgm")
    subprocess.run(["dcmp2pgm", "-q", "-p", state, film, picture], check=True, capture_output=True)
    with Image.open(picture) as shown:
        return np.asarray(shown, np.int16)


def holds(state: Path) -> None:
    """Neither dicom3tools nor dcmtk finds anything wrong in a presentation state."""
    assert beyond(said_by("dciodvfy", state), NO_DATE, LATERALITY) == []
    needs.this_program("dcmpschk", "dcmtk")
    done = subprocess.run(["dcmpschk", state], capture_output=True, text=True, check=False)
    told = done.stdout + done.stderr
    assert "Test passed" in told
    assert not [line for line in told.splitlines() if line.startswith(("E:", "Error"))]


KINDS: dict[str, dict[str, Any]] = {
    "as it opens": {},
    "white where low": {"PhotometricInterpretation": "MONOCHROME1"},
    "negative slope": {"RescaleSlope": -2, "RescaleIntercept": 500, "RescaleType": "US"},
    "exact": {"WindowCenter": 1500, "WindowWidth": 900, "VOILUTFunction": "LINEAR_EXACT"},
    "sigmoid": {"WindowCenter": 1500, "WindowWidth": 900, "VOILUTFunction": "SIGMOID"},
    "voi lut": {"VOILUTSequence": lut_item([*range(0, 65536, 16)], first=0)},
    "negative voi lut": {
        "RescaleSlope": 1,
        "RescaleIntercept": -1000,
        "VOILUTSequence": lut_item([0, 9000, 65535], -1),
    },
    "modality lut": {"ModalityLUTSequence": lut_item([*range(65535, -1, -16)], ModalityLUTType="US")},
}


@pytest.mark.parametrize("kind", KINDS)
def test_dcmtk_draws_the_film_as_the_window_shows_it(tmp_path: Path, kind: str) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **WHO, **KINDS[kind])
    _, seen = write(tmp_path / "out", path)
    holds(tmp_path / "out" / STATE)
    assert np.abs(drawn(path, tmp_path / "out" / STATE) - seen).max() <= 1


SHUTTERS: dict[str, dict[str, Any]] = {
    "rectangle": RECTANGLE,
    "circle": {"ShutterShape": "CIRCULAR", "CenterOfCircularShutter": [40, 44], "RadiusOfCircularShutter": 30},
    "polygon": {"ShutterShape": "POLYGONAL", "VerticesOfThePolygonalShutter": [5, 9, 9, 70, 80, 40, 60, 5]},
}


@pytest.mark.parametrize("kind", SHUTTERS)
def test_the_state_has_the_shutter_of_the_film(tmp_path: Path, kind: str) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **WHO, **SHUTTERS[kind])
    state, seen = write(tmp_path / "out", path)
    holds(tmp_path / "out" / STATE)
    shown, known = read_shutter(state, seen.shape), read_film(path).shutter
    assert shown is not None
    assert known is not None
    assert np.array_equal(shown, known)
    assert np.abs(drawn(path, tmp_path / "out" / STATE) - seen)[shown].max() <= 1


def test_a_shutter_that_is_a_bitmap_is_one_in_the_state(tmp_path: Path) -> None:
    film = with_overlay(dataset(phantom(), **WHO), np.eye(20, dtype=np.bool_), origin=(4, 9), group=0x6002)
    film.ShutterShape, film.ShutterOverlayGroup = "BITMAP", 0x6002
    path = write_dataset(tmp_path / "film.dcm", film)
    _, seen = write(tmp_path / "out", path)
    holds(tmp_path / "out" / STATE)
    assert np.abs(drawn(path, tmp_path / "out" / STATE) - seen).max() <= 1


@pytest.mark.parametrize("transform", ALL_WAYS)
def test_dcmtk_turns_and_mirrors_it_as_the_window_does(tmp_path: Path, transform: SpatialTransform) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **WHO)
    _, seen = write(tmp_path / "out", path, transform=transform, invert=transform.mirrored)
    assert np.abs(drawn(path, tmp_path / "out" / STATE) - seen).max() <= 1


@pytest.mark.parametrize(
    "voi",
    [
        VoiWindow(1200.5, 431.25),
        VoiWindow(1200, 1),
        VoiWindow(1200, 0.5),
        VoiWindow(900, 2000, VoiFunction.LINEAR_EXACT, gamma=2.2),
        VoiWindow(900, 800, VoiFunction.SIGMOID, gamma=0.5),
    ],
)
def test_the_users_own_window_is_the_one_that_is_drawn(tmp_path: Path, voi: Voi) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **WHO, RescaleSlope=1, RescaleIntercept=-100)
    _, seen = write(tmp_path / "out", path, voi=voi)
    holds(tmp_path / "out" / STATE)
    assert np.abs(drawn(path, tmp_path / "out" / STATE) - seen).max() <= 1


@pytest.mark.parametrize("transform", ALL_WAYS)
def test_what_is_seen_of_the_film_is_what_is_displayed_of_it(tmp_path: Path, transform: SpatialTransform) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **WHO)
    film, area = read_film(path), SeenArea(10.4, -6.0, 50.0, 41.2)
    [item] = area_module(film, transform, area).DisplayedAreaSelectionSequence
    corners = (item.DisplayedAreaTopLeftHandCorner, item.DisplayedAreaBottomRightHandCorner)
    whole = np.arange(film.shape[0] * film.shape[1]).reshape(film.shape)
    shown, part = apply_transform(whole, transform), whole[0:42, 10:50]
    ends = [int(whole[row - 1, column - 1]) for column, row in corners]
    places = [np.argwhere(shown == pixel)[0] for pixel in ends]
    (top, left), (bottom, right) = places
    assert np.array_equal(shown[top : bottom + 1, left : right + 1], apply_transform(part, transform))
    assert item.PresentationSizeMode == "SCALE TO FIT"


PRINTER = """[[GENERAL]]
[PRINT]
MinPrintResolution = 1\\1
MaxPrintResolution = 8192\\8192
[DATABASE]
Directory = database
[[COMMUNICATION]]
[PAPER]
Type = LOCALPRINTER
Aetitle = PAPER
Hostname = localhost
Port = 10
DisplayFormat = 1,1
FilmSizeID = A4
"""


def printed(film: Path, state: Path) -> NDArray[np.float64]:
    """What dcmtk puts on paper of a film in a presentation state, in grey levels of 0 to 255."""
    needs.this_program("dcmpsprt", "dcmtk")
    folder = state.parent / "printing"
    (folder / "database").mkdir(parents=True)
    (folder / "printer.cfg").write_text(PRINTER)
    command = ["dcmpsprt", "-q", "-c", "printer.cfg", "+p", str(state), str(film)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    [made] = (folder / "database").glob("HG_*.dcm")
    return dcmread(made).pixel_array / 4095 * 255


@pytest.mark.parametrize("transform", [CLOCKWISE, FLIP_ACROSS])
def test_dcmtk_prints_the_part_of_the_film_that_is_seen(tmp_path: Path, transform: SpatialTransform) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **WHO)
    write(tmp_path / "out", path, transform=transform, area=SeenArea(10.4, 6.0, 50.0, 41.2))
    shown = apply_transform(plain_picture(read_film(path), ReportOptions())[6:42, 10:50], transform)
    paper = printed(path, tmp_path / "out" / STATE)
    times = paper.shape[0] // shown.shape[0]
    assert paper.shape == (shown.shape[0] * times, shown.shape[1] * times)
    assert np.abs(paper[times // 2 :: times, times // 2 :: times] - shown).max() <= 1


SIZES: dict[str, tuple[SeenArea, dict[str, Any]]] = {
    "one to one": (SeenArea(0, 0, 50, 40, AreaSize.MAGNIFY, 1.0), {"PresentationPixelMagnificationRatio": 1.0}),
    "real size": (SeenArea(0, 0, 50, 40, AreaSize.TRUE_SIZE), {"PresentationPixelSpacing": [0.2, 0.3]}),
}


@pytest.mark.parametrize("size", SIZES)
def test_it_is_displayed_as_large_as_it_is_seen(tmp_path: Path, size: str) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **WHO, **SPACING)
    area, wanted = SIZES[size]
    state, _ = write(tmp_path / "out", path, area=area)
    holds(tmp_path / "out" / STATE)
    [item] = state.DisplayedAreaSelectionSequence
    assert item.PresentationSizeMode == area.size
    assert {keyword: item[keyword].value for keyword in wanted} == wanted


def test_each_finding_and_the_reader_have_a_layer_with_lines_in_film_pixels(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **WHO)
    state, _ = write(tmp_path / "out", path, transform=CLOCKWISE)
    film = read_film(path)
    result = states(film).results[1]
    assert [layer.GraphicLayer for layer in state.GraphicLayerSequence] == ["AI 1 PNEUMOTHORA", "READER"]
    assert state.GraphicLayerSequence[0].GraphicLayerDescription.startswith("AI: Pneumothorax 12 %")
    model, reader = state.GraphicAnnotationSequence
    assert result.heatmap is not None
    [loop] = outline_of(result.heatmap, states(film).placement, film.shape)
    assert np.allclose(_lines(model), [(*loop, loop[0])], atol=0.01)
    assert [text.UnformattedTextValue for text in model.TextObjectSequence] == ["AI: Pneumothorax 12 %"]
    told = [line for one in MARKS for line in outline(one, scale_of(film, MARKS))]
    assert [len(line) for line in _lines(reader)] == [len(line) for line in told]
    for line, drawn_line in zip(told, _lines(reader), strict=True):
        assert np.allclose(line, drawn_line, atol=0.01)
    assert "old scar" in [text.UnformattedTextValue for text in reader.TextObjectSequence]


def test_a_film_unlike_those_known_says_so_beside_its_outlines(tmp_path: Path) -> None:
    film = read_film(write_dicom(tmp_path / "film.dcm", phantom(), **WHO))
    analysis = replace(states(film), familiarity=Familiarity(percentile=99.9, distance=9.0, limit=99.0))
    options = ReportOptions(dicom=DicomForm(state=True))
    write_dicom_files(tmp_path / "out", film, analysis, options, pages=[], uids=NewUids())
    [layer] = dcmread(tmp_path / "out" / STATE).GraphicAnnotationSequence
    assert "do not trust the numbers" in layer.TextObjectSequence[0].UnformattedTextValue


def test_the_state_is_of_the_film_and_agrees_with_the_other_results(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", np.stack([phantom(), phantom()[::-1]]), frames=2, **WHO)
    state, _ = write(tmp_path / "out", path)
    [series] = state.ReferencedSeriesSequence
    [image] = series.ReferencedImageSequence
    film = dcmread(path)
    assert (series.SeriesInstanceUID, image.ReferencedSOPInstanceUID) == (film.SeriesInstanceUID, film.SOPInstanceUID)
    assert image.ReferencedFrameNumber == 1
    assert beyond(said_by("dcentvfy", path, *sorted((tmp_path / "out").glob("*.dcm"))), OTHER_ENTITY) == []


def test_without_identity_it_shows_the_copy_and_says_nobodys_name_nor_day(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **WHO)
    state, seen = write(tmp_path / "out", path, anonymize=True)
    holds(tmp_path / "out" / STATE)
    assert np.abs(drawn(tmp_path / "out" / FILM, tmp_path / "out" / STATE) - seen).max() <= 1
    assert state.PresentationCreationDate == "19000101"
    assert "old scar" not in str(state)
    assert str(state.PatientName) != WHO["PatientName"]


def test_of_a_picture_it_shows_the_capture_and_colours_have_none(tmp_path: Path) -> None:
    path = write_png(tmp_path / "film.png", phantom())
    _, seen = write(tmp_path / "out", path, invert=True, transform=CLOCKWISE)
    holds(tmp_path / "out" / STATE)
    assert np.abs(drawn(tmp_path / "out" / FILM, tmp_path / "out" / STATE) - seen).max() <= 1
    red = np.dstack([phantom() >> 4, phantom() >> 5, phantom() >> 6]).astype(np.uint8)
    colours = write_dicom(tmp_path / "colours.dcm", red, **WHO)
    film, options = read_film(colours), ReportOptions(dicom=DicomForm(state=True))
    write_dicom_files(tmp_path / "red", film, states(film), options, pages=[], uids=NewUids())
    assert not (tmp_path / "red" / STATE).exists()


def _lines(item: Dataset) -> list[tuple[tuple[float, float], ...]]:
    return [
        tuple(map(tuple, np.reshape(graphic.GraphicData, (-1, 2)).tolist())) for graphic in item.GraphicObjectSequence
    ]
