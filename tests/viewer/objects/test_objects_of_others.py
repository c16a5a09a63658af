"""What other programs say of the open film, in the real window: offered, shown when asked for, never as our own."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt, QUrl
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from inference.core.film_objects import FilmPresentation, FilmReport, ObjectKind, Origin, ShownArea
from inference.imaging.spatial_transform import CLOCKWISE, UPRIGHT
from tests.builders import phantom, write_dataset, write_dicom
from tests.inference.reading.objects import others
from tests.inference.reading.objects.states import item, state_of, window, write_state
from tests.inference.reading.test_key_objects import selection
from tests.inference.report.dicom.dicom_results import WHO
from tests.viewer.hands import Build, opened, session
from viewer.app.application import Application
from viewer.control.jobs.worker import Lane
from viewer.objects.documents import Documents
from viewer.objects.object_desk import ObjectDesk
from viewer.state.camera import Camera

OF_STUDY: dict[str, Any] = {
    **WHO,
    "StudyInstanceUID": "1.2.826.0.1.7",
    "SeriesInstanceUID": "1.2.826.0.1.7.1",
    "SeriesNumber": 1,
}
COLOUR = (200, 90, 40)  # of the right lung


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film, and beside it an object of each kind and one that lies about its patient."""
    made = tmp_path_factory.mktemp("study")
    film = write_dicom(made / "film.dcm", phantom(), **OF_STUDY)
    line = item(GraphicAnnotationUnits="PIXEL", GraphicData=[10.0, 20.0, 60.0, 70.0], GraphicType="POLYLINE")
    write_state(
        made / "state.dcm",
        film,
        SoftcopyVOILUTSequence=window(2000, 900),
        PresentationLUTShape="INVERSE",
        ImageRotation=90,
        ImageHorizontalFlip="N",
        ShutterShape="RECTANGULAR",
        ShutterLeftVerticalEdge=11,
        ShutterRightVerticalEdge=70,
        ShutterUpperHorizontalEdge=6,
        ShutterLowerHorizontalEdge=90,
        GraphicAnnotationSequence=[item(GraphicLayer="A", GraphicObjectSequence=[line])],
    )
    rows, columns = np.mgrid[0:96, 0:80]
    masks = np.stack([columns < 30, (columns > 50) & (rows > 10)], axis=-1)[np.newaxis]
    others.segmentation(made / "seg.dcm", [film], masks)
    others.measurement_report(made / "sr.dcm", film)
    others.document(made / "letter.dcm", film)
    write_dataset(made / "wrong.dcm", state_of(film, PatientID="SOMEBODY"))
    return made


@pytest.fixture
def program(build: Build, folder: Path, qtbot: QtBot) -> Application:
    made = opened(build(), folder, qtbot)
    qtbot.waitUntil(lambda: bool(session(made).others.found), timeout=20_000)
    return made


def run(program: Application, *names: str) -> None:
    for name in names:
        program.window.commands.run(name)


def lines(program: Application) -> dict[str, QTreeWidgetItem]:
    """All lines of the panel by their words."""
    tree = program.window.objects.panel.tree
    found = tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    return {one.text(0): one for one in found}


def tick(line: QTreeWidgetItem, *, on: bool = True) -> None:
    line.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


def test_a_presentation_state_is_offered_applied_and_taken_off_again(program: Application) -> None:
    desk: ObjectDesk = program.window.objects
    viewports = program.window.viewports
    assert desk.chip.button.isVisibleTo(program.window)
    assert session(program).presentation.applied is None
    assert not desk.layer.item.drawn.layers
    plain = viewports.overlay.layers.grey.copy()
    run(program, "next_presentation")
    shown = session(program).presentation
    assert (shown.applied is not None and shown.applied.name, shown.transform) == ("state.dcm", CLOCKWISE)
    assert shown.invert
    assert desk.chip.button.text().startswith("BONES")
    assert [layer.name for layer in desk.layer.item.drawn.layers] == ["A"]
    hidden = viewports.overlay.layers.grey[:4]
    assert not hidden.any()  # behind the shutter
    run(program, "next_presentation")
    assert session(program).presentation.applied is None
    run(program, "next_presentation", "reset")  # one action leads back, whichever
    assert (session(program).presentation.applied, session(program).presentation.transform) == (None, UPRIGHT)
    assert np.array_equal(viewports.overlay.layers.grey, plain)
    assert not desk.layer.item.drawn.layers


def test_the_area_that_a_state_displays_is_looked_at(program: Application) -> None:
    viewports = program.window.viewports
    wide, high = viewports.overlay.width(), viewports.overlay.height()

    def looked_at(area: ShownArea) -> Camera:
        program.window.objects.layer.show_area(FilmPresentation(Origin(), None, None, area=area), 1.0)
        camera = viewports.overlay.camera
        assert camera is not None
        return camera

    part = looked_at(ShownArea(10, 20, 50, 60))
    assert (part.x, part.y) == (30, 40)
    assert part.scale == pytest.approx(min(wide / 40, high / 40), rel=0.01)
    assert looked_at(ShownArea(10, 20, 50, 60, "MAGNIFY", 3)).scale == 3 / viewports.devicePixelRatioF()
    assert looked_at(ShownArea(0, 0, 80, 96)).fitted
    beyond = looked_at(ShownArea(-40, -48, 120, 144))  # more than the film: it is shown smaller
    assert (beyond.x, beyond.y) == (40, 48)
    assert beyond.scale == pytest.approx(min(wide / 160, high / 192), rel=0.01)


def test_segments_are_drawn_in_their_colours_on_one_viewport(program: Application, qtbot: QtBot) -> None:
    run(program, "objects_panel")
    viewports = program.window.viewports

    def colour(view: Any) -> tuple[int, int, int]:
        place = view.screen_point(QPointF(65, 60)).toPoint()
        red, green, blue, _ = view.grab().toImage().pixelColor(place).getRgb()
        return red, green, blue

    before = colour(viewports.overlay)
    assert before[0] == before[1] == before[2]
    tick(lines(program)["Right lung"])
    program.window.objects.panel.opacity.setValue(100)
    assert max(abs(one - other) for one, other in zip(colour(viewports.overlay), COLOUR, strict=True)) <= 3
    assert colour(viewports.film) == before
    assert {number for _, number in session(program).others.shown} == {2}
    run(program, "other_segments")
    assert colour(viewports.overlay) == before
    assert lines(program)["Right lung"].checkState(0) is Qt.CheckState.Unchecked


def test_a_report_says_whose_its_numbers_are_and_draws_its_region(program: Application) -> None:
    run(program, "objects_panel")
    found = lines(program)
    number = found["Probability of cancer: 0.87 (Elsewhere Ltd NoduleNet)"]
    assert number.foreground(0) != found["Diameter: 12.5 mm"].foreground(0)
    assert "Algorithm: NoduleNet 2.4" in found
    tick(found["Nodule, Upper lobe of lung"])
    [region] = program.window.objects.layer.item.drawn.regions
    assert region.graphic.points[0] == (30.5, 40.25)
    state = session(program).film
    assert state is not None
    assert state.analysis is not None
    assert "0.87" not in repr(state.analysis)
    report = next(one for one in session(program).others.found if isinstance(one.value, FilmReport))
    program.window.objects.panel.opened.emit(report)
    assert program.window.objects.dialog is not None
    assert program.window.objects.dialog.tree.findItems("Nodule", Qt.MatchFlag.MatchRecursive, 1)


def test_an_object_that_lies_is_refused_in_words_and_an_unaided_read_hides_all(program: Application) -> None:
    run(program, "objects_panel")
    wrong = next(one for one in session(program).others.found if one.refusal is not None)
    assert wrong.refusal is not None
    assert "names another patient" in wrong.refusal.text
    assert any("names another patient" in words for words in lines(program))
    tick(lines(program)["Left lung"])
    run(program, "read_first")
    assert lines(program) == {}
    assert program.window.objects.chip.button.isHidden()
    assert not program.window.objects.layer.item.drawn.segments


def test_a_document_is_opened_elsewhere_after_a_question(program: Application, qtbot: QtBot) -> None:
    desk, asked = program.window.objects, list[QUrl]()

    def note(url: QUrl) -> bool:
        asked.append(url)
        return True

    desk.documents = Documents(program.window, note)
    letter = next(one for one in session(program).others.found if one.kind is ObjectKind.DOCUMENT)
    desk.panel.opened.emit(letter)
    question = desk.documents.question
    assert question is not None
    assert asked == []
    question.buttons()[0].click()
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    copy = Path(asked[0].toLocalFile())
    assert copy.read_bytes() == others.PDF
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    desk.close()
    assert not copy.exists()


def test_what_comes_after_its_film_joins_it(build: Build, tmp_path: Path, qtbot: QtBot) -> None:
    films, later = tmp_path / "films", tmp_path / "later"
    films.mkdir()
    later.mkdir()
    film = write_dicom(films / "1.dcm", phantom(), **OF_STUDY)
    write_dicom(films / "2.dcm", phantom(rows=97), **OF_STUDY)
    program = opened(build(), films, qtbot)
    selection(films, "../later/ko.dcm", "1.dcm")
    state = write_state(later / "state.dcm", film)
    program.controller.opening.bring_in((later / "ko.dcm",), Lane.FETCH)
    qtbot.waitUntil(lambda: bool(session(program).others.keys), timeout=20_000)
    reasons = {path.name: one.entry.key_reasons for path, one in session(program).films.items()}
    assert reasons == {"1.dcm": ("For Referring Provider: <b>Look</b> at the left apex",), "2.dcm": ()}
    program.window.files.open_paths((state,))
    qtbot.waitUntil(lambda: bool(session(program).others.found), timeout=20_000)
    assert session(program).notice is None
    told = session(program).outcome
    assert told is not None
    assert told.message.title == "Joined to the films of the list"
