"""Presentation states of other programs: the film looks as dcmtk draws it, and their graphics lie where they say."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from highdicom.color import CIELabColor
from pydicom import dcmread
from pydicom.sequence import Sequence
from pydicom.uid import ColorSoftcopyPresentationStateStorage

from inference.annotations.measure.measurements import scale_of
from inference.annotations.measure.outline import outline
from inference.core.errors import ObjectMismatch
from inference.core.film_objects import FilmPresentation, Graphic
from inference.core.voi import VoiWindow
from inference.imaging.spatial_transform import CLOCKWISE, FLIP_ACROSS
from inference.reading import read_film
from inference.report.dicom.files import STATE
from tests.builders import phantom, write_dataset, write_dicom
from tests.dicom_writing import lut_item
from tests.inference.reading.objects.states import (
    film_item,
    item,
    presentation,
    read,
    seen,
    state_of,
    window,
    write_state,
)
from tests.inference.report.dicom.dicom_results import WHO
from tests.inference.report.dicom.test_presentation_state import RECTANGLE, drawn, write
from tests.inference.report.dicom.test_sr_reader import READER

OF_STUDY: dict[str, Any] = {**WHO, "StudyInstanceUID": "1.2.826.0.1.7", "SeriesInstanceUID": "1.2.826.0.1.7.1"}

SHUTTERED: dict[str, Any] = {**OF_STUDY, **RECTANGLE}


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return write_dicom(tmp_path / "film.dcm", phantom(), **OF_STUDY)


FILMS: dict[str, dict[str, Any]] = {
    "plain": {},
    "low is white": {"photometric": "MONOCHROME1"},
    "rescaled": {"RescaleSlope": 2, "RescaleIntercept": -1000, "RescaleType": "US"},
    "signed": {"pixels": phantom().astype(np.int16) - 2000},
    "modality lut": {"ModalityLUTSequence": lut_item([*range(65535, -1, -16)], ModalityLUTType="US")},
}
RESCALED = {"RescaleSlope": 2, "RescaleIntercept": -1000, "RescaleType": "US"}
CURVE = lut_item([round(65535 * (step / 1023) ** 1.7) for step in range(1024)], first=0)
STATES: dict[str, tuple[str, dict[str, Any]]] = {
    "a window": ("plain", {"SoftcopyVOILUTSequence": window(2000, 1200)}),
    "no window": ("plain", {}),
    "inverse": ("plain", {"SoftcopyVOILUTSequence": window(2000, 1200), "PresentationLUTShape": "INVERSE"}),
    "inverse of low is white": (
        "low is white",
        {"SoftcopyVOILUTSequence": window(2000, 1200), "PresentationLUTShape": "INVERSE"},
    ),
    "a table": (
        "plain",
        {"SoftcopyVOILUTSequence": Sequence([item(VOILUTSequence=lut_item([*range(0, 65536, 16)], 0))])},
    ),
    "its own rescale": ("plain", {**RESCALED, "SoftcopyVOILUTSequence": window(3000, 2500)}),
    "the film's rescale": ("rescaled", {**RESCALED, "SoftcopyVOILUTSequence": window(3000, 2500)}),
    "no rescale of a rescaled film": ("rescaled", {"SoftcopyVOILUTSequence": window(2000, 1200)}),
    "signed": ("signed", {"SoftcopyVOILUTSequence": window(0, 1500)}),
    "the film's modality lut": (
        "modality lut",
        {**FILMS["modality lut"], "SoftcopyVOILUTSequence": window(30000, 20000)},
    ),
    "a presentation lut": (
        "plain",
        {"SoftcopyVOILUTSequence": window(2000, 1200), "PresentationLUTShape": None, "PresentationLUTSequence": CURVE},
    ),
    "rotated": (
        "plain",
        {"SoftcopyVOILUTSequence": window(2000, 1200), "ImageRotation": 90, "ImageHorizontalFlip": "N"},
    ),
    "rotated and flipped": (
        "plain",
        {"SoftcopyVOILUTSequence": window(2000, 1200), "ImageRotation": 270, "ImageHorizontalFlip": "Y"},
    ),
}


@pytest.mark.parametrize("kind", STATES)
def test_the_film_is_shown_as_dcmtk_draws_it(tmp_path: Path, kind: str) -> None:
    name, tags = STATES[kind]
    known: dict[str, Any] = dict(FILMS[name])
    pixels = known.pop("pixels", None)
    shown = phantom() if pixels is None else pixels
    film = write_dicom(tmp_path / "film.dcm", shown, **OF_STUDY, **known)
    state = write_state(tmp_path / "state.dcm", film, **tags)
    assert np.abs(drawn(film, state) - seen(film, presentation(state, film))).max() <= 1


def test_its_maker_is_named(tmp_path: Path, film: Path) -> None:
    origin = presentation(write_state(tmp_path / "state.dcm", film), film).origin
    assert (origin.maker, origin.person) == ("Elsewhere Ltd Marker 3.1", "Kim Minsu")
    assert (origin.title, origin.when) == ("BONES: For the bones", "2026-01-02 10:15")


def test_its_shutter_takes_the_place_of_the_films(tmp_path: Path) -> None:
    film = write_dicom(tmp_path / "film.dcm", phantom(), **SHUTTERED)
    round_one = {"ShutterShape": "CIRCULAR", "CenterOfCircularShutter": [40, 44], "RadiusOfCircularShutter": 30}
    state = write_state(tmp_path / "state.dcm", film, ShutterPresentationValue=0, **round_one)
    shutter = presentation(state, film).shutter
    assert shutter is not None
    rows, columns = np.ogrid[1:97, 1:81]
    assert np.array_equal(shutter, (rows - 40) ** 2 + (columns - 44) ** 2 <= 900)
    assert presentation(write_state(tmp_path / "open.dcm", film), film).shutter is None


def test_what_this_program_writes_is_read_back_to_the_same_pixels_and_points(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(), **SHUTTERED)
    voi, turned = VoiWindow(1800, 900, name="Lung"), CLOCKWISE.then(FLIP_ACROSS)
    _, picture = write(tmp_path / "out", path, voi=voi, transform=turned, invert=True)
    shown = presentation(tmp_path / "out" / STATE, path)
    assert np.array_equal(seen(path, shown), picture)
    film = read_film(path)
    scale = scale_of(film, READER.annotations)
    drawn_lines = [line for one in READER.annotations for line in outline(one, scale) if len(line) > 1]
    [reader] = [layer for layer in shown.layers if layer.name == "READER"]
    for line, graphic in zip(drawn_lines, reader.graphics, strict=True):
        assert np.abs(np.array(line) - np.array(graphic.points)).max() < 0.01
    assert shown.area is not None
    assert (shown.area.left, shown.area.top, shown.area.right, shown.area.bottom) == (0, 0, 80, 96)
    assert shown.notes == ()


# -- graphics ---------------------------------------------------------------------------------------------------------


def annotated(film: Path, path: Path, units: str = "PIXEL", **tags: Any) -> FilmPresentation:
    """A state with one graphic of each type, two texts and two layers."""

    def graphic(kind: str, *data: float, filled: str = "N") -> Any:
        return item(
            GraphicAnnotationUnits=units,
            GraphicDimensions=2,
            NumberOfGraphicPoints=len(data) // 2,
            GraphicData=[*data],
            GraphicType=kind,
            GraphicFilled=filled,
        )

    shapes = [
        graphic("POINT", 0.25, 0.5),
        graphic("POLYLINE", 0, 0, 0.5, 0.5, 1, 0),
        graphic("INTERPOLATED", 0.1, 0.1, 0.2, 0.4, 0.3, 0.1),
        graphic("CIRCLE", 0.5, 0.5, 0.5, 0.75, filled="Y"),
        graphic("ELLIPSE", 0.2, 0.5, 0.8, 0.5, 0.5, 0.4, 0.5, 0.6),
    ]
    boxed = item(
        BoundingBoxAnnotationUnits=units,
        BoundingBoxTopLeftHandCorner=[0.1, 0.2],
        BoundingBoxBottomRightHandCorner=[0.4, 0.3],
        BoundingBoxTextHorizontalJustification="CENTER",
        AnchorPointAnnotationUnits=units,
        AnchorPoint=[0.5, 0.5],
        AnchorPointVisibility="Y",
        UnformattedTextValue="<b>Nodule</b>\r\n12 mm",
    )
    header = dcmread(film, stop_before_pixels=True)
    images = Sequence([film_item(header)])
    above = item(ReferencedImageSequence=images, GraphicLayer="TOP", GraphicObjectSequence=Sequence(shapes))
    below = item(ReferencedImageSequence=images, GraphicLayer="LOW", TextObjectSequence=Sequence([boxed]))
    lab = [*CIELabColor.from_rgb(200, 40, 90).value]
    layers = [
        item(GraphicLayer="TOP", GraphicLayerOrder=2, GraphicLayerRecommendedDisplayCIELabValue=lab),
        item(GraphicLayer="LOW", GraphicLayerOrder=1, GraphicLayerRecommendedDisplayGrayscaleValue=0xFFFF),
        item(GraphicLayer="EMPTY", GraphicLayerOrder=3),
    ]
    tags = {
        "GraphicAnnotationSequence": Sequence([above, below]),
        "GraphicLayerSequence": Sequence(layers),
        **tags,
    }
    return presentation(write_state(path, film, **tags), film)


def graphics(shown: FilmPresentation) -> dict[str, Graphic]:
    return {graphic.kind: graphic for layer in shown.layers for graphic in layer.graphics}


def test_layers_lie_in_their_order_in_their_colours(tmp_path: Path, film: Path) -> None:
    shown = annotated(film, tmp_path / "state.dcm")
    assert [layer.name for layer in shown.layers] == ["LOW", "TOP"]
    low, top = (layer.colour for layer in shown.layers)
    assert low == (255, 255, 255)
    assert max(abs(one - other) for one, other in zip(top, (200, 40, 90), strict=True)) <= 2
    assert shown.notes == ()


def test_graphics_of_every_type_lie_where_they_say(tmp_path: Path, film: Path) -> None:
    found = graphics(annotated(film, tmp_path / "state.dcm"))
    assert found["POINT"].line == ((0.25, 0.5),)
    assert found["POLYLINE"].line == ((0, 0), (0.5, 0.5), (1, 0))
    assert {(0.1, 0.1), (0.2, 0.4), (0.3, 0.1)} <= {(round(x, 6), round(y, 6)) for x, y in found["INTERPOLATED"].line}
    assert {round(math.dist((0.5, 0.5), point), 6) for point in found["CIRCLE"].line} == {0.25}
    assert found["CIRCLE"].filled
    xs, ys = zip(*found["ELLIPSE"].line, strict=True)
    assert (min(xs), max(xs), min(ys), max(ys)) == pytest.approx((0.2, 0.8, 0.4, 0.6), abs=1e-3)


def test_text_is_literal_and_has_box_and_anchor(tmp_path: Path, film: Path) -> None:
    [text] = annotated(film, tmp_path / "state.dcm").layers[0].texts
    assert text.words == "<b>Nodule</b>\n12 mm"
    assert np.allclose(np.array(text.box), ((0.1, 0.2), (0.4, 0.3)))
    assert np.allclose(np.array(text.anchor), (0.5, 0.5))
    assert (text.visible, text.align) == (True, "CENTER")


@pytest.mark.parametrize(
    ("tags", "corner"),
    [
        ({}, (0, 0)),
        ({"ImageRotation": 90, "ImageHorizontalFlip": "N"}, (0, 96)),
        ({"ImageRotation": 0, "ImageHorizontalFlip": "Y"}, (80, 0)),
        ({"ImageRotation": 270, "ImageHorizontalFlip": "Y"}, (80, 96)),
    ],
)
def test_shares_of_the_display_follow_how_the_film_lies(
    tmp_path: Path, film: Path, tags: dict[str, Any], corner: tuple[float, float]
) -> None:
    shown = annotated(film, tmp_path / "state.dcm", "DISPLAY", **tags)
    assert graphics(shown)["POLYLINE"].line[0] == pytest.approx(corner)
    assert graphics(shown)["POLYLINE"].line[1] == pytest.approx((40, 48))


def test_shares_of_the_display_are_those_of_the_displayed_area(tmp_path: Path, film: Path) -> None:
    area = item(
        DisplayedAreaTopLeftHandCorner=[11, 21],
        DisplayedAreaBottomRightHandCorner=[50, 60],
        PresentationSizeMode="SCALE TO FIT",
    )
    shown = annotated(film, tmp_path / "state.dcm", "DISPLAY", DisplayedAreaSelectionSequence=Sequence([area]))
    assert np.allclose(graphics(shown)["POLYLINE"].line, ((10, 20), (30, 40), (50, 20)))
    assert shown.area is not None
    assert (shown.area.left, shown.area.top, shown.area.right, shown.area.bottom) == (10, 20, 50, 60)


def test_a_compound_graphic_is_drawn_where_nothing_spells_it_out(tmp_path: Path, film: Path) -> None:
    def box(number: int) -> Any:
        return item(
            CompoundGraphicInstanceID=number,
            CompoundGraphicUnits="PIXEL",
            GraphicDimensions=2,
            NumberOfGraphicPoints=2,
            GraphicData=[10, 20, 30, 50],
            CompoundGraphicType="RECTANGLE",
        )

    plain = item(
        CompoundGraphicInstanceID=1,
        GraphicAnnotationUnits="PIXEL",
        GraphicDimensions=2,
        NumberOfGraphicPoints=2,
        GraphicData=[1, 2, 3, 4],
        GraphicType="POLYLINE",
    )
    marks = item(
        GraphicLayer="A", GraphicObjectSequence=Sequence([plain]), CompoundGraphicSequence=Sequence([box(1), box(2)])
    )
    shown = presentation(write_state(tmp_path / "state.dcm", film, GraphicAnnotationSequence=Sequence([marks])), film)
    assert [graphic.kind for graphic in shown.layers[0].graphics] == ["POLYLINE", "RECTANGLE"]
    assert shown.layers[0].graphics[1].line[2] == (30, 50)


# -- refused ----------------------------------------------------------------------------------------------------------


def test_a_state_of_other_films_is_none_of_this_one(tmp_path: Path, film: Path) -> None:
    other = write_dicom(tmp_path / "other.dcm", phantom(), **OF_STUDY)
    assert read(write_state(tmp_path / "state.dcm", other), film) is None


@pytest.mark.parametrize(
    ("tags", "why"),
    [({"PatientID": "SOMEBODY"}, "another patient"), ({"StudyInstanceUID": "1.2.3"}, "another study")],
)
def test_a_state_that_lies_about_the_film_is_refused(
    tmp_path: Path, film: Path, tags: dict[str, Any], why: str
) -> None:
    with pytest.raises(ObjectMismatch, match=why):
        read(write_state(tmp_path / "state.dcm", film, **tags), film)


def test_a_state_for_another_frame_is_none_of_this_one(tmp_path: Path) -> None:
    film = write_dicom(tmp_path / "film.dcm", np.stack([phantom()] * 3), frames=3, **OF_STUDY)
    state = state_of(film)
    state.ReferencedSeriesSequence[0].ReferencedImageSequence[0].ReferencedFrameNumber = 2
    assert read(write_dataset(tmp_path / "state.dcm", state), film) is None


def test_the_colours_of_a_colour_state_are_left_to_the_film(tmp_path: Path, film: Path) -> None:
    state = write_state(tmp_path / "s.dcm", film, SOPClassUID=ColorSoftcopyPresentationStateStorage, ImageRotation=90)
    shown = presentation(state, film)
    assert (shown.greys, shown.quarters) == (None, 1)


def test_what_is_malformed_or_too_much_is_left_out_and_said(
    tmp_path: Path, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inference.reading.objects.graphics.MOST_OBJECTS", 20)

    def line(*data: float) -> Any:
        return item(GraphicAnnotationUnits="PIXEL", GraphicData=[*data], GraphicType="POLYLINE")

    odd = [line(1, 2), line(1, 2, 3), line(1e9, 2, 3, 4), *[line(1, 2, 3, 4)] * 20]
    marks = item(GraphicLayer="A", GraphicObjectSequence=Sequence(odd))
    state = write_state(tmp_path / "state.dcm", film, GraphicAnnotationSequence=Sequence([marks]), ImageRotation=45)
    shown = presentation(state, film)
    assert len(shown.layers[0].graphics) == 17
    assert "3 of its graphics and texts are malformed and were left out." in shown.notes
    assert "It has 3 graphics and texts more than are drawn." in shown.notes
    assert any("rotation" in note for note in shown.notes)
