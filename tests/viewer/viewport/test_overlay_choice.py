"""Which overlays a key shows: what is above or not sure; one as heat, several as outlines in their rows' colours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inference.core.analysis import ScoreState
from inference.core.findings import FINDINGS
from inference.imaging.heatmap_contours import stroke_of
from tests.builders import phantom, radiograph, write_dicom
from tests.viewer.findings.seven_results import SICK, WELL, SevenResults, analysis_with
from tests.viewer.hands import Build, opened, session
from viewer.app.application import Application
from viewer.state.overlay import Overlay
from viewer.viewport.heatmap_captions import captions as captions_of

CALLED = {"pneumothorax", "tension_pneumothorax", "hemothorax", "mediastinum_abnormality"}
NOTHING = "AI: no finding above"


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return write_dicom(tmp_path / "film.dcm", phantom(160, 120))


@pytest.fixture
def sick(build: Build, film: Path, qtbot: QtBot) -> Application:
    return opened(build(SevenResults(SICK)), film, qtbot)


@pytest.fixture
def well(build: Build, film: Path, qtbot: QtBot) -> Application:
    return opened(build(SevenResults(WELL)), film, qtbot)


def press(program: Application, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(program.window, key)


def drawn(program: Application) -> set[str]:
    return set(session(program).overlay.drawn)


def has_heat(program: Application) -> bool:
    return program.window.viewports.overlay.layers.overlay is not None


def colours(program: Application) -> set[str]:
    """The colours of the lines over the film, without the seams below them."""
    pens = [item.pen() for item in program.window.viewports.overlay.layers.outlines]
    return {pen.color().name() for pen in pens} - {"#000000"}


def captions(program: Application) -> list[str]:
    return [line.text for line in program.window.viewports.overlay.texts.caption]


def test_the_key_for_all_shows_what_is_above_or_not_sure_and_hides_it_again(sick: Application) -> None:
    press(sick, Qt.Key.Key_M)
    assert drawn(sick) == CALLED
    press(sick, Qt.Key.Key_M)
    assert drawn(sick) == set()
    assert captions(sick) == []


def test_several_are_outlines_in_the_colours_of_their_rows(sick: Application) -> None:
    press(sick, Qt.Key.Key_M)
    assert not has_heat(sick)
    assert colours(sick) == {stroke_of(key).colour for key in CALLED}
    rows = sick.window.findings.rows
    assert {key for key, row in rows.items() if row.toggle.isChecked()} == CALLED


def test_one_alone_is_heat_with_a_line_at_half_of_full_scale(sick: Application) -> None:
    press(sick, Qt.Key.Key_F2)
    assert has_heat(sick)
    assert colours(sick) == {stroke_of("pneumothorax").colour}
    press(sick, Qt.Key.Key_F1)
    assert not has_heat(sick)
    assert drawn(sick) == {"rib_fracture", "pneumothorax"}
    press(sick, Qt.Key.Key_F2)
    assert has_heat(sick)
    assert drawn(sick) == {"rib_fracture"}


def test_a_normal_film_says_that_nothing_is_above_and_draws_nothing(well: Application) -> None:
    press(well, Qt.Key.Key_M)
    assert drawn(well) == set()
    assert not has_heat(well)
    assert colours(well) == set()
    assert captions(well) == [NOTHING]
    assert well.window.notice.isHidden()
    press(well, Qt.Key.Key_M)
    assert captions(well) == []


@pytest.mark.parametrize(("states", "said"), [(SICK, []), (WELL, [NOTHING])])
def test_nothing_above_is_said_only_where_it_is_true(states: tuple[ScoreState, ...], said: list[str]) -> None:
    analysis = analysis_with(radiograph(phantom()), states)
    bare = replace(analysis, results=tuple(replace(result, heatmap=None) for result in analysis.results))
    assert [line.text for line in captions_of(bare, Overlay(visible=True))] == said


def test_a_finding_of_a_normal_film_is_shown_by_its_own_key(well: Application) -> None:
    press(well, Qt.Key.Key_M, Qt.Key.Key_F7)
    assert drawn(well) == {"pleural_effusion"}
    assert captions(well) == ["AI: Pleural effusion"]
    press(well, Qt.Key.Key_F7)
    assert drawn(well) == set()


def test_a_peek_shows_what_is_called_while_the_key_is_held(sick: Application) -> None:
    QTest.keyPress(sick.window, Qt.Key.Key_J)
    assert drawn(sick) == CALLED
    QTest.keyRelease(sick.window, Qt.Key.Key_J)
    assert drawn(sick) == set()
    assert captions(sick) == []


def test_a_peek_at_a_normal_film_says_that_nothing_is_above(well: Application) -> None:
    QTest.keyPress(well.window, Qt.Key.Key_J)
    assert captions(well) == [NOTHING]
    QTest.keyRelease(well.window, Qt.Key.Key_J)
    assert captions(well) == []


def test_all_seven_are_a_command_of_their_own(well: Application) -> None:
    well.window.commands.run("all_overlays")
    assert drawn(well) == {finding.key for finding in FINDINGS}
    assert colours(well) == {stroke_of(finding.key).colour for finding in FINDINGS}


def test_a_click_on_a_bar_shows_that_finding_alone(sick: Application) -> None:
    press(sick, Qt.Key.Key_M)
    QTest.mouseClick(sick.window.findings.rows["hemothorax"].bar, Qt.MouseButton.LeftButton)
    assert drawn(sick) == {"hemothorax"}
    assert has_heat(sick)


def test_another_window_tints_the_film_anew(sick: Application) -> None:
    press(sick, Qt.Key.Key_F2)
    layers = sick.window.viewports.overlay.layers
    before = layers.overlay
    assert before is not None
    sick.window.commands.run("invert")
    after = layers.overlay
    assert after is not None
    luma = np.array([0.299, 0.587, 0.114])
    assert np.abs((255 - before[..., :3] @ luma) - after[..., :3] @ luma).mean() < 40
    assert not np.array_equal(before, after)
