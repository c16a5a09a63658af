"""What the panel draws can be seen: contrast measured on its pixels, in both themes.

Limits: WCAG 2.2, 1.4.3 and 1.4.11. Text stands out by 4.5 : 1, parts of bars by 3 : 1.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inference.core.analysis import FindingResult, ScoreState
from inference.core.film import Identity
from inference.core.findings import FINDINGS
from inference.core.reader_annotations import ReaderAnnotations, UnaidedCall
from inference.imaging.heatmap_contours import stroke_of
from inference.reading.files.scan import FilmEntry
from tests.fakes import film
from tests.viewer.findings.seven_results import ABOVE, BELOW, NOT_SURE, analysis_with
from viewer.app import application
from viewer.findings.findings_panel import FindingsPanel
from viewer.findings.probability_bar import BAND_HEIGHT
from viewer.findings.row_label import LineLabel
from viewer.state.session import FilmState
from viewer.state.settings import Settings

TEXT, PART = 4.5, 3.0
STATES = (BELOW, NOT_SURE, ABOVE, BELOW, NOT_SURE, ABOVE, BELOW)
KEYS = [finding.key for finding in FINDINGS]
TENSION = "tension_pneumothorax"


@pytest.fixture(params=["dark", "dim"])
def panel(request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication) -> FindingsPanel:
    application.dress(qapp, Settings(theme=request.param))
    made = FindingsPanel()
    qtbot.addWidget(made)
    made.resize(348, 900)
    keys = {f"{what}_{key}": "F1" for key in KEYS for what in ("overlay", "judge")}
    made.show_keys({**keys, "marks": "M"})
    made.show()
    return made


def show(panel: FindingsPanel, *, unlike: bool = False) -> None:
    """Seven bars filled to 70 %, or to 20 % where the state is below; the second and third overlays are drawn."""
    shown = film("a.dcm")
    made = analysis_with(shown, STATES, full=unlike)
    results = tuple(_filled(result) for result in made.results)
    state = FilmState(
        FilmEntry(Path("a.dcm"), Identity(), "a.dcm"), radiograph=shown, analysis=replace(made, results=results)
    )
    panel.show_state(state, frozenset(KEYS[1:3]), analysing=False)
    reading = ReaderAnnotations(calls=dict.fromkeys(KEYS, UnaidedCall.ABSENT), revealed=True)
    panel.show_reading(reading, state, None, unaided=False)
    QApplication.processEvents()


def _filled(result: FindingResult) -> FindingResult:
    return replace(result, probability=0.2 if result.state is BELOW else 0.7, experimental=False)


def pixels(panel: FindingsPanel, of: QWidget) -> NDArray[np.uint8]:
    """What is seen where a widget of the panel lies, RGB (rows, columns, 3)."""
    image = panel.grab(QRect(of.mapTo(panel, QPoint(0, 0)), of.size())).toImage()
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def luminance(colours: NDArray[np.uint8]) -> NDArray[np.float64]:
    share = colours.astype(np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    darker, lighter = sorted((float(luminance(one)), float(luminance(other))))
    return (lighter + 0.05) / (darker + 0.05)


def text_contrast(seen: NDArray[np.uint8]) -> float:
    """How far the letters stand out: of the commonest colour, and the one that is farthest from it."""
    colours, counts = np.unique(seen.reshape(-1, 3), axis=0, return_counts=True)
    ground = colours[counts.argmax()]
    return max(contrast(colour, ground) for colour in colours)


def weak_texts(panel: FindingsPanel) -> list[str]:
    labels = [label for label in panel.findChildren(LineLabel) if label.isVisible() and label.text()]
    found = [(label.objectName(), label.text(), text_contrast(pixels(panel, label))) for label in labels]
    for row in panel.rows.values():
        for part in (row.toggle, *row.assessment.buttons, row.assessment.note):
            found.append((row.finding.key, part.text(), text_contrast(pixels(panel, part)[3:-5, 3:-3])))
        for line in (row.evidence_location, row.test):
            if line.isVisible():
                found.append((row.finding.key, line.text(), text_contrast(pixels(panel, line))))
    for other in (panel.unlike, panel.read_first.words, panel.controls.colour_bar):
        if other.isVisible():
            found.append((other.objectName(), "", text_contrast(pixels(panel, other)[16:])))
    return [f"{name} {text}: {value:.2f}" for name, text, value in found if value < TEXT]


@pytest.mark.parametrize("unlike", [False, True])
def test_every_text_stands_out(panel: FindingsPanel, unlike: bool) -> None:
    show(panel, unlike=unlike)
    panel.resize(348, 1500)
    QApplication.processEvents()
    assert weak_texts(panel) == []


@pytest.mark.parametrize("unlike", [False, True])
def test_every_part_of_a_bar_stands_out_in_every_state(panel: FindingsPanel, unlike: bool) -> None:
    show(panel, unlike=unlike)
    weak = []
    for key, row in panel.rows.items():
        seen, around = pixels(panel, row.bar), pixels(panel, row)
        height, width = seen.shape[:2]
        middle, below = (height - BAND_HEIGHT) // 2, height - BAND_HEIGHT - 1
        fill, trough, ground = seen[middle, width // 8], seen[middle, width * 9 // 10], around[1, -14]
        band, point, seam = seen[below, round(width * 0.4)], seen[middle, width // 2], seen[middle, width // 2 - 3]
        found = {
            "fill on trough": contrast(fill, trough),
            "fill on row": contrast(fill, ground),
            "band on row": contrast(band, ground),
            "point on its seam": contrast(point, seam),
        }
        weak += [f"{key} {row.state.text()}: {name} {value:.2f}" for name, value in found.items() if value < PART]
    assert weak == []


def test_states_are_told_apart_without_colour(panel: FindingsPanel) -> None:
    show(panel)
    words = {row.state.text().split(" (")[0] for row in panel.rows.values()}
    assert words == {"below", "not sure", "above", "‼ urgent: above"}


def test_a_tension_pneumothorax_above_looks_and_reads_urgent_and_nothing_else_does(panel: FindingsPanel) -> None:
    for unlike in (False, True):
        show(panel, unlike=unlike)
        urgent = {key for key, row in panel.rows.items() if row.property("tone") == "urgent"}
        assert urgent == {TENSION}
        assert panel.rows[TENSION].state.text().startswith("‼ urgent")
        grounds = {key: tuple(pixels(panel, row)[1, -14]) for key, row in panel.rows.items()}
        assert grounds[TENSION] not in {ground for key, ground in grounds.items() if key != TENSION}


def test_a_tension_pneumothorax_below_is_not_urgent(panel: FindingsPanel) -> None:
    shown = film("a.dcm")
    analysis = analysis_with(shown, (ScoreState.BELOW,) * 7)
    state = FilmState(FilmEntry(Path("a.dcm"), Identity(), "a.dcm"), radiograph=shown, analysis=analysis)
    panel.show_state(state, frozenset(), analysing=False)
    assert panel.rows[TENSION].property("tone") == "plain"
    assert "urgent" not in panel.rows[TENSION].state.text()


def test_the_button_of_an_overlay_shows_the_colour_of_its_outline(panel: FindingsPanel) -> None:
    show(panel)
    for key in KEYS[1:3]:
        assert panel.rows[key].toggle.isChecked()
        expected = QColor(stroke_of(key).colour)
        seen = pixels(panel, panel.rows[key].toggle)[4, 6]
        assert tuple(int(value) for value in seen) == (expected.red(), expected.green(), expected.blue())
