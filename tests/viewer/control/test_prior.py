"""The prior beside the film: the right patient, the same part and window, and the change of each probability."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inference.core.analysis import Analysis, ScoreState
from inference.core.cancel import CancelToken
from inference.core.film import Identity, Radiograph
from inference.core.ports import ProgressCallback, no_progress
from inference.imaging.spatial_transform import (
    ANTICLOCKWISE,
    CLOCKWISE,
    FLIP_ACROSS,
    FLIP_DOWN,
    SpatialTransform,
)
from inference.reading.files.scan import FilmEntry
from tests import fakes
from tests.builders import phantom, write_dicom
from tests.fakes import FakeEngine
from tests.viewer.hands import move
from viewer.app import application
from viewer.app.application import Application
from viewer.state.camera import Camera, fitted, moved, zoomed
from viewer.state.prior_matching import linked, prior_of
from viewer.state.session import FilmState, Session, keys_called

NOW = Identity(patient_id="7", patient_name="DOE^JANE", study_date="2026-02-01", study_time="10:00", view_position="PA")


def who(**changes: str) -> Identity:
    return replace(NOW, study_date="2026-01-01", **changes) if "study_date" not in changes else replace(NOW, **changes)


def session(*others: Identity, now: Identity = NOW) -> Session:
    states = [
        FilmState(FilmEntry(Path(f"{place}.dcm"), identity, "PA")) for place, identity in enumerate((now, *others))
    ]
    return Session(films=MappingProxyType({state.entry.path: state for state in states}), current=Path("0.dcm"))


def test_the_newest_earlier_film_of_the_patient_is_the_prior() -> None:
    assert prior_of(session(who(study_date="2025-01-01"), who(), who(study_date="2026-03-01"))) == Path("2.dcm")


def test_a_prior_of_the_same_view_comes_first() -> None:
    assert prior_of(session(who(study_date="2025-01-01"), who(view_position="AP"))) == Path("1.dcm")


def test_two_films_of_one_day_are_told_apart_by_their_time() -> None:
    assert prior_of(session(who(study_date="2026-02-01", study_time="08:00"))) == Path("1.dcm")
    assert prior_of(session(who(study_date="2026-02-01", study_time="10:00"))) is None


@pytest.mark.parametrize(
    "other",
    [
        who(patient_id="8"),
        who(patient_id=""),
        who(patient_name="ROE^RICHARD"),
        who(sex="M", study_date="2026-01-01"),
        who(study_date=""),
    ],
)
def test_nobody_elses_film_is_a_prior(other: Identity) -> None:
    assert prior_of(session(other, now=replace(NOW, sex="F"))) is None


def test_patients_without_a_number_are_never_matched() -> None:
    from dataclasses import replace

    assert prior_of(session(replace(who(), patient_id=" "), now=replace(NOW, patient_id=" "))) is None


def test_the_same_part_of_a_film_of_another_size_is_looked_at() -> None:
    size, viewport, other, other_viewport = (1000.0, 1200.0), (500.0, 800.0), (2000.0, 2400.0), (400.0, 800.0)
    assert linked(fitted(size, viewport), size, viewport, other, other_viewport) == fitted(other, other_viewport)
    found = linked(Camera(250, 300, 1.0), size, viewport, other, other_viewport)
    assert (found.x, found.y) == (500, 600)
    assert found.scale == pytest.approx(2 * fitted(other, other_viewport).scale)


@pytest.mark.parametrize("transform", [FLIP_ACROSS, FLIP_DOWN, CLOCKWISE, ANTICLOCKWISE])
def test_the_prior_lies_and_pans_as_the_open_film_does(transform: SpatialTransform) -> None:
    size, viewport, other, other_viewport = (1000.0, 1200.0), (500.0, 800.0), (2000.0, 2400.0), (500.0, 800.0)
    whole = fitted(size, viewport, transform)
    assert linked(whole, size, viewport, other, other_viewport) == fitted(other, other_viewport, transform)
    near = zoomed(whole, 3.0, (400, 500))
    before, after = (linked(camera, size, viewport, other, other_viewport) for camera in (near, moved(near, 40, 10)))
    share = after.scale / before.scale
    assert share == pytest.approx(1.0)
    expected = moved(before, 40, 10)
    assert (after.x, after.y) == pytest.approx((expected.x, expected.y))
    assert after.transform == transform


class TwoFilms(FakeEngine):
    """Scores dark films 0.3 and bright ones 0.9."""

    def analyse(
        self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback = no_progress
    ) -> Analysis:
        if radiograph.pixels.mean() >= 1500:
            return fakes.analysis_of(radiograph, 0.9)
        low = fakes.analysis_of(radiograph, 0.3)
        states = (replace(result, state=ScoreState.BELOW) if result.heatmap else result for result in low.results)
        return replace(low, results=tuple(states))


Build = Callable[..., Application]


@pytest.fixture
def build(qtbot: QtBot, tmp_path: Path) -> Iterator[Build]:
    running: list[Application] = []

    def make(*, bright: bool = False, **prior: Any) -> Application:
        folder = tmp_path / "films"
        folder.mkdir()
        facts: dict[str, Any] = {"PatientID": "7", "PatientName": "DOE^JANE", "StudyDate": "20250101", **prior}
        write_dicom(folder / "b.dcm", phantom(200, 160) // (1 if bright else 3), StudyInstanceUID="1.2.3.1", **facts)
        now: dict[str, Any] = {
            "PatientID": "7",
            "PatientName": "DOE^JANE",
            "StudyDate": "20260101",
            "StudyInstanceUID": "1.2.3.2",
        }
        write_dicom(folder / "a.dcm", phantom(240, 200), **now)
        program = application.build(tmp_path / "config" / "settings.toml", engine=TwoFilms())
        program.window.resize(1600, 900)
        program.window.show()
        running.append(program)
        program.window.files.open_paths((folder,))
        qtbot.waitUntil(lambda: bool(program.controller.session.films), timeout=20_000)
        program.controller.travel.select(folder / "a.dcm")

        def analysed() -> bool:
            film = program.controller.session.film
            return film is not None and film.radiograph is not None and film.analysis is not None

        qtbot.waitUntil(analysed, timeout=20_000)
        return program

    yield make
    for program in running:
        program.close()


def row(program: Application) -> str:
    return program.window.findings.rows["pneumothorax"].prior.text()


def test_one_key_shows_the_prior_and_what_changed(build: Build, qtbot: QtBot) -> None:
    program = build()
    assert not program.window.prior.isVisible()
    QTest.keyClick(program.window, Qt.Key.Key_O)
    qtbot.waitUntil(lambda: row(program) == "Prior 2025-01-01: 30 %, now +60 points", timeout=20_000)
    viewport = program.window.prior.view
    assert viewport.isVisible()
    assert viewport.texts.corners.heading.startswith("Prior  2025-01-01")
    assert viewport.layers.grey.shape == (200, 160)
    QTest.keyClick(program.window, Qt.Key.Key_O)
    assert not viewport.isVisible()
    assert row(program) == ""


def test_zoom_and_polarity_are_linked_with_the_prior(build: Build, qtbot: QtBot) -> None:
    program = build()
    program.controller.layout.toggle_prior()
    viewport = program.window.prior.view
    qtbot.waitUntil(lambda: viewport.layers.grey.size > 0 and row(program) != "", timeout=20_000)
    before, image = viewport.seen.width(), viewport.layers.grey.copy()
    program.window.commands.run("zoom_in")
    assert viewport.seen.width() == pytest.approx(before / 1.25, rel=0.01)
    viewport.zoomed.emit(0.8, None)
    assert viewport.seen.width() == pytest.approx(before, rel=0.01)
    program.controller.view.toggle_invert()
    assert np.abs((255 - image.astype(int)) - viewport.layers.grey).max() <= 1


def test_a_window_step_changes_both_films_by_the_same_share(build: Build, qtbot: QtBot) -> None:
    program = build()
    program.controller.layout.toggle_prior()
    viewport = program.window.prior.view
    qtbot.waitUntil(lambda: viewport.layers.grey.size > 0, timeout=20_000)
    before = viewport.layers.grey.mean()
    program.window.viewports.window_dragged.emit(0.0, 80.0)
    assert viewport.layers.grey.mean() < before


def test_an_overlay_key_acts_on_the_film_in_hand_the_prior_or_the_current_one(build: Build, qtbot: QtBot) -> None:
    program = build()
    QTest.keyClick(program.window, Qt.Key.Key_O)
    prior, current = program.window.prior.view, program.window.viewports.overlay
    qtbot.waitUntil(lambda: row(program) != "", timeout=20_000)
    move(prior, prior.rect().center())
    QTest.keyClick(program.window, Qt.Key.Key_F2)
    assert prior.layers.overlay is not None
    assert current.layers.overlay is None
    assert any("Pneumothorax" in line.text for line in prior.texts.caption)
    move(current, current.rect().center())
    QTest.keyClick(program.window, Qt.Key.Key_F2)
    assert current.layers.overlay is not None
    move(prior, prior.rect().center())
    QTest.keyClick(program.window, Qt.Key.Key_M)
    assert prior.layers.overlay is None
    assert current.layers.overlay is not None
    QTest.keyClick(program.window, Qt.Key.Key_M)
    program.controller.unaided.want(True)
    assert prior.layers.overlay is None


def said(program: Application) -> list[str]:
    """What stands at the foot of the prior about its overlays."""
    return [line.text for line in program.window.prior.view.texts.caption]


def test_a_prior_says_that_nothing_is_above_only_when_asked_and_true(build: Build, qtbot: QtBot) -> None:
    program = build()
    QTest.keyClick(program.window, Qt.Key.Key_O)
    qtbot.waitUntil(lambda: row(program) != "", timeout=20_000)
    assert said(program) == []  # nobody asked
    move(program.window.prior.view, program.window.prior.view.rect().center())
    QTest.keyClick(program.window, Qt.Key.Key_M)
    assert said(program) == ["AI: no finding above"]
    QTest.keyClick(program.window, Qt.Key.Key_M)
    assert said(program) == []
    QTest.keyClick(program.window, Qt.Key.Key_F2)
    QTest.keyClick(program.window, Qt.Key.Key_F2)
    assert said(program) == []


def test_the_key_for_all_shows_what_is_called_on_the_prior_and_no_more(build: Build, qtbot: QtBot) -> None:
    program = build(bright=True)
    QTest.keyClick(program.window, Qt.Key.Key_O)
    qtbot.waitUntil(lambda: row(program) != "", timeout=20_000)
    assert said(program) == []
    move(program.window.prior.view, program.window.prior.view.rect().center())
    QTest.keyClick(program.window, Qt.Key.Key_M)
    prior = program.controller.session.prior_film
    assert prior is not None
    assert program.controller.session.prior_overlay == keys_called(prior) != frozenset()


def test_keys_act_on_the_current_film_again_when_the_prior_in_hand_is_gone(build: Build, qtbot: QtBot) -> None:
    program = build()
    QTest.keyClick(program.window, Qt.Key.Key_O)
    qtbot.waitUntil(lambda: row(program) != "", timeout=20_000)
    move(program.window.prior.view, program.window.prior.view.rect().center())
    program.controller.travel.go(1)  # the oldest film has no prior
    assert not program.window.prior.isVisible()
    qtbot.waitUntil(lambda: program.controller.session.film.analysis is not None, timeout=20_000)  # type: ignore[union-attr]
    QTest.keyClick(program.window, Qt.Key.Key_F2)
    assert program.window.viewports.overlay.layers.overlay is not None


def test_the_current_film_is_never_shown_twice_beside_its_prior(build: Build, qtbot: QtBot) -> None:
    program = build()
    program.window.commands.run("layout_pair")
    QTest.keyClick(program.window, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: row(program) != "", timeout=20_000)
    assert not program.window.viewports.film.isVisible()
    assert program.window.prior.width() == pytest.approx(program.window.viewports.overlay.width(), abs=1)
    QTest.keyClick(program.window, Qt.Key.Key_O)
    assert program.controller.session.layout == "pair"


def test_a_film_without_prior_says_so_and_why(build: Build) -> None:
    program = build(PatientID="8")
    program.controller.layout.toggle_prior()
    notice = program.controller.session.notice
    assert notice is not None
    assert notice.title == "No prior to compare with"
    assert not program.window.prior.isVisible()
    QTest.keyClick(program.window, Qt.Key.Key_F12)
    assert program.window.notice.isHidden()  # it spoke of the layout that was left


def test_the_change_is_hidden_while_the_reader_reads_first(build: Build, qtbot: QtBot) -> None:
    program = build()
    program.controller.layout.toggle_prior()
    qtbot.waitUntil(lambda: row(program) != "", timeout=20_000)
    program.controller.unaided.want(True)
    assert row(program) == ""


def test_a_flip_flips_the_prior_and_its_letters(build: Build, qtbot: QtBot) -> None:
    program = build(PatientOrientation=["L", "F"])
    program.controller.layout.toggle_prior()
    view = program.window.prior.view
    qtbot.waitUntil(lambda: view.isVisible() and view.texts.corners.left_edge == "R", timeout=20_000)
    program.controller.view.transform(FLIP_ACROSS)
    assert (view.texts.corners.left_edge, view.texts.corners.right_edge) == ("L", "R")
