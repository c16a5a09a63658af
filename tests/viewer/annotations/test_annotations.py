"""The overlay under the user's hands: peek, outlines with a legend, the map's grain, the way to the hottest region."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inference.core.analysis import Analysis, EvidenceLocation, FindingResult, Heatmap, Measured, Placement, ScoreState
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph, read_only
from inference.core.findings import PLEURAL_EFFUSION, PNEUMOTHORAX
from inference.core.ports import ProgressCallback, no_progress
from tests.builders import phantom, write_dicom
from tests.fakes import FakeEngine
from tests.viewer.hands import Build, move, opened, radiograph, session
from viewer.app.application import Application
from viewer.state.overlay import Overlay
from viewer.viewport.heatmap_captions import outlines

MEASURED = Measured(sensitivity=0.64, specificity=0.82, positives=11, negatives=282)


class TwoFindings(FakeEngine):
    """A pneumothorax top left, an effusion bottom right whose map has a weak cell beside the strong one."""

    def analyse(
        self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback = no_progress
    ) -> Analysis:
        made = super().analyse(radiograph, token=token, progress=progress)
        values = np.zeros((4, 4), np.float32)
        values[3, 3], values[3, 2], values[0, 3] = 0.02, 0.012, 0.004
        effusion = FindingResult(
            PLEURAL_EFFUSION,
            ScoreState.ABOVE,
            probability=0.7,
            score=0.7,
            operating_point=0.5,
            heatmap=Heatmap(PLEURAL_EFFUSION, read_only(values), full_scale=0.02),
            measured=MEASURED,
        )
        results = tuple(effusion if item.finding == PLEURAL_EFFUSION else item for item in made.results)
        return replace(made, results=results)


@pytest.fixture
def program(build: Build, tmp_path: Path, qtbot: QtBot) -> Application:
    path = write_dicom(tmp_path / "film.dcm", phantom(160, 120), ImagerPixelSpacing=[0.2, 0.1], PixelSpacing=None)
    return opened(build(TwoFindings()), path, qtbot)


def colourful(program: Application) -> bool:
    return program.window.viewports.overlay.layers.overlay is not None


def drawn(program: Application) -> bool:
    return colourful(program) or bool(program.window.viewports.overlay.layers.outlines)


def legend(program: Application) -> list[str]:
    return [line.text for line in program.window.viewports.overlay.texts.caption]


def test_the_overlay_is_shown_as_long_as_the_key_is_held(program: Application) -> None:
    window = program.window
    QTest.keyPress(window, Qt.Key.Key_J)
    assert drawn(program)
    assert session(program).overlay.drawn == {"pneumothorax", "pleural_effusion"}
    assert not session(program).overlay.visible
    QTest.keyRelease(window, Qt.Key.Key_J)
    assert not drawn(program)


def test_another_key_coming_up_does_not_end_the_peek(program: Application) -> None:
    QTest.keyPress(program.window, Qt.Key.Key_J)
    QTest.keyRelease(program.window, Qt.Key.Key_K)
    assert drawn(program)
    QTest.keyRelease(program.window, Qt.Key.Key_J)
    assert not drawn(program)


def test_a_peek_ends_when_the_window_loses_the_keyboard(program: Application) -> None:
    QTest.keyPress(program.window, Qt.Key.Key_J)
    QApplication.sendEvent(program.window, QEvent(QEvent.Type.WindowDeactivate))
    assert not drawn(program)
    QTest.keyPress(program.window, Qt.Key.Key_J)
    assert drawn(program)
    QTest.keyRelease(program.window, Qt.Key.Key_J)


def test_a_peek_shows_what_was_chosen_and_leaves_the_choice(program: Application) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_F7)
    QTest.keyClick(program.window, Qt.Key.Key_M)
    QTest.keyPress(program.window, Qt.Key.Key_J)
    assert session(program).overlay.drawn == {"pleural_effusion"}
    QTest.keyRelease(program.window, Qt.Key.Key_J)
    assert session(program).overlay.chosen == {"pleural_effusion"}
    assert not session(program).overlay.visible


def test_several_findings_are_told_apart_as_outlines_with_a_legend(program: Application) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_M)
    assert not colourful(program)
    assert legend(program)[1:] == ["Pneumothorax", "Pleural effusion"]
    strokes = [line.stroke for line in program.window.viewports.overlay.texts.caption[1:]]
    assert strokes[0] != strokes[1]
    drawn = program.window.viewports.overlay.layers.outlines
    assert {item.pen().color().name() for item in drawn} >= {stroke.colour for stroke in strokes if stroke}
    QTest.keyClick(program.window, Qt.Key.Key_F7)
    assert colourful(program)
    assert legend(program) == ["AI: Pneumothorax"]
    half = program.window.viewports.overlay.layers.outlines
    assert {item.pen().color().name() for item in half} >= {strokes[0].colour if strokes[0] else ""}
    QTest.keyClick(program.window, Qt.Key.Key_U)
    assert not colourful(program)


def test_outlines_run_along_the_cells_of_the_map_and_not_finer(program: Application) -> None:
    film = session(program).film
    assert film is not None
    overlay = Overlay(chosen=frozenset({"pleural_effusion"}), visible=True, outlined=True)
    (found,) = outlines(film.analysis, overlay, (160, 120), 1.0)
    corners = {
        (round(found.path.elementAt(i).x, 6), round(found.path.elementAt(i).y, 6))
        for i in range(found.path.elementCount())
    }
    assert corners == {(60.0, 120.0), (120.0, 120.0), (120.0, 160.0), (60.0, 160.0)}  # two cells of 30 x 40 pixels


def test_outlines_of_a_letterboxed_map_stay_on_the_film() -> None:
    values: NDArray[np.float32] = np.ones((4, 4), np.float32)
    result = FindingResult(
        PNEUMOTHORAX, ScoreState.ABOVE, probability=0.9, heatmap=Heatmap(PNEUMOTHORAX, read_only(values), 1.0)
    )
    made = Analysis("", (result,), Placement(0.5, 0.5, 16, 0, (64, 64)), None)  # type: ignore[arg-type]
    (found,) = outlines(made, Overlay(frozenset({"pneumothorax"}), visible=True, outlined=True), (128, 64), 2.0)
    box = found.path.boundingRect()
    assert (box.left(), box.top(), box.right(), box.bottom()) == (0, 0, 64, 256)


def test_a_map_that_is_nowhere_strong_is_said_so_and_not_outlined(program: Application) -> None:
    film = session(program).film
    assert film is not None
    assert film.analysis is not None
    weak = [
        replace(item, heatmap=replace(item.heatmap, full_scale=9.0)) if item.heatmap else item
        for item in film.analysis.results
    ]
    program.controller.changes.learn(film.entry.path, analysis=replace(film.analysis, results=tuple(weak)))
    QTest.keyClick(program.window, Qt.Key.Key_U)
    QTest.keyClick(program.window, Qt.Key.Key_F2)
    assert "nowhere so strong" in legend(program)[1]
    assert program.window.viewports.overlay.layers.outlines == ()


def test_a_click_on_a_bar_shows_where_it_is_hottest_and_leaves_a_whole_film_whole(
    program: Application, qtbot: QtBot
) -> None:
    row, viewports = program.window.findings.rows["pleural_effusion"], program.window.viewports
    before = viewports.film.camera
    QTest.mouseClick(row.bar, Qt.MouseButton.LeftButton)
    assert session(program).overlay.drawn == {"pleural_effusion"}
    assert viewports.film.camera == before
    region = viewports.flash.region
    assert region is not None
    assert region.center().x() == pytest.approx(90, abs=1)
    assert region.center().y() == pytest.approx(280, abs=1)  # pixels of this film are twice as high as wide
    qtbot.waitUntil(lambda: viewports.flash.region is None)
    QTest.mouseClick(row.bar, Qt.MouseButton.LeftButton)
    assert session(program).overlay.drawn == {"pleural_effusion"}


def test_zoomed_in_a_click_on_a_bar_goes_there_and_keeps_the_film_in_its_viewport(program: Application) -> None:
    for _ in range(4):
        QTest.keyClick(program.window, Qt.Key.Key_Plus)
    QTest.mouseClick(program.window.findings.rows["pleural_effusion"].bar, Qt.MouseButton.LeftButton)
    view, film = program.window.viewports.overlay, radiograph(program)
    assert view.seen.center().x() == pytest.approx(film.size[0] - view.seen.width() / 2, abs=0.5)
    assert view.seen.bottom() <= film.size[1] + 0.5
    region = program.window.viewports.flash.region
    assert region is not None
    assert view.seen.contains(region)


def test_a_click_on_the_bar_of_a_finding_without_a_map_changes_nothing(program: Application) -> None:
    before = program.window.viewports.film.camera
    QTest.mouseClick(program.window.findings.rows["hemothorax"].bar, Qt.MouseButton.LeftButton)
    assert program.window.viewports.film.camera == before
    assert session(program).overlay.drawn == frozenset()


def test_the_grain_of_the_map_stands_by_the_colour_bar_in_millimetres(program: Application) -> None:
    spacing = radiograph(program).spacing
    assert spacing is not None
    assert program.window.findings.controls.colour_bar.grain == f"One cell of the map: 3 × 8 mm ({spacing.origin})"


def test_without_a_spacing_the_grain_is_in_pixels(build: Build, tmp_path: Path, qtbot: QtBot) -> None:
    path = write_dicom(tmp_path / "film.dcm", phantom(160, 120), ImagerPixelSpacing=None, PixelSpacing=None)
    program = opened(build(), path, qtbot)
    assert program.window.findings.controls.colour_bar.grain == "One cell of the map: 30 × 40 film pixels"


def test_a_row_tells_what_was_measured_at_its_operating_point(program: Application) -> None:
    row = program.window.findings.rows["pleural_effusion"]
    assert "sensitivity 64 %, specificity 82 % (11 films with, 282 without)" in row.bar.toolTip()
    assert "Measured" not in program.window.findings.rows["pneumothorax"].bar.toolTip()


def test_the_legend_stays_where_it_is_while_the_pointer_moves(program: Application) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_M)
    view = program.window.viewports.overlay
    before = view.texts.caption
    move(view, view.rect().center())
    assert len(view.texts.status) > 4
    assert view.texts.caption is before


def test_a_row_warns_of_evidence_that_lies_where_its_finding_cannot_be(program: Application) -> None:
    film = session(program).film
    assert film is not None
    assert film.analysis is not None
    row, other = (program.window.findings.rows[key] for key in ("pleural_effusion", "pneumothorax"))
    assert not row.evidence_location.isVisible()
    shares = {"pleural_effusion": 0.62, "pneumothorax": 0.4}
    results = [
        replace(item, evidence_location=EvidenceLocation("pleura", shares[item.finding.key]))
        if item.finding.key in shares
        else item
        for item in film.analysis.results
    ]
    program.controller.changes.learn(film.entry.path, analysis=replace(film.analysis, results=tuple(results)))
    words = "62 % of the strongest evidence lies outside the lungs and the pleura."
    assert row.evidence_location.isVisible()
    assert row.evidence_location.text() == f"⚠ {words}"
    assert row.evidence_location.accessibleName() == f"Pleural effusion: {words}"
    assert words in row.bar.accessibleDescription()
    assert not other.evidence_location.isVisible()
    QTest.keyClick(program.window, Qt.Key.Key_M)
    assert legend(program)[-1] == "⚠ Pleural effusion: most evidence outside"
