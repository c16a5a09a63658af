"""The banner over the findings of a film that is unlike those the model knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inference.core.analysis import Familiarity
from inference.core.film import Identity
from inference.reading.files.scan import FilmEntry, Study
from inference.text.wording import UNLIKE_BRIEFLY
from tests.fakes import analysis_of, film
from viewer.findings.findings_panel import FindingsPanel
from viewer.findings.probability_bar import FILLS, MUTED
from viewer.state.session import FilmState, Session
from viewer.state.transitions import with_film, with_studies
from viewer.worklist.film_line import film_line

UNLIKE = Familiarity(percentile=99.5, distance=12.0, limit=99.0)


@pytest.fixture
def panel(qtbot: QtBot) -> FindingsPanel:
    made = FindingsPanel()
    qtbot.addWidget(made)
    made.resize(348, 900)
    made.show()
    return made


def show(panel: FindingsPanel, familiarity: Familiarity | None) -> None:
    shown = film("a.dcm")
    analysis = replace(analysis_of(shown), familiarity=familiarity)
    state = FilmState(FilmEntry(Path("a.dcm"), Identity(), "a.dcm"), radiograph=shown, analysis=analysis)
    panel.show_state(state, frozenset(), analysing=False)


def colours(panel: FindingsPanel) -> set[str]:
    picture = panel.rows["pneumothorax"].bar.grab().toImage()
    line = picture.height() // 2
    return {QColor(picture.pixel(x, line)).name() for x in range(picture.width())}


def test_the_banner_stands_there_for_an_unlike_film_alone(panel: FindingsPanel) -> None:
    show(panel, UNLIKE)
    assert panel.unlike.isVisible()
    assert "do not trust" in panel.unlike.text()
    assert "do not trust" in panel.unlike.accessibleName()
    for familiarity in (replace(UNLIKE, percentile=98.0), None):
        show(panel, familiarity)
        assert not panel.unlike.isVisible()


def test_the_banner_stands_above_the_findings(panel: FindingsPanel) -> None:
    show(panel, UNLIKE)
    assert panel.unlike.geometry().bottom() <= panel.area.geometry().top()


def test_the_bars_lose_their_colour_and_keep_their_words(panel: FindingsPanel) -> None:
    show(panel, None)
    row = panel.rows["pneumothorax"]
    fill, words = FILLS[analysis_of(film("a.dcm")).results[1].state].name(), row.state.text()
    assert fill in colours(panel)
    show(panel, UNLIKE)
    assert fill not in colours(panel)
    assert MUTED.name() in colours(panel)
    assert row.state.text() == words
    assert UNLIKE_BRIEFLY in row.bar.accessibleDescription()
    assert UNLIKE_BRIEFLY in row.bar.toolTip()


def test_the_worklist_counts_no_findings_of_an_unlike_film() -> None:
    shown = film("a.dcm")
    analysis = replace(analysis_of(shown), familiarity=UNLIKE)
    study = Study("one", "Chest", (FilmEntry(Path("a.dcm"), Identity(), "a.dcm"),))
    opened = with_studies(Session(), (study,))

    def state_of(session: Session) -> str:
        return film_line(session, study, study.films[0]).state

    known = with_film(opened, Path("a.dcm"), analysis=analysis)
    assert state_of(known) == "≠ unlike the films known"
    assert state_of(replace(known, read_unaided=True)) == "◌ unaided read"
    assert state_of(with_film(opened, Path("a.dcm"), analysis=analysis_of(shown))) == "▲ Pneumothorax"


def test_the_tab_key_reaches_the_banner(panel: FindingsPanel, qtbot: QtBot) -> None:
    show(panel, UNLIKE)
    panel.activateWindow()
    reached = []
    for _ in range(60):
        QTest.keyClick(panel.focusWidget() or panel, Qt.Key.Key_Tab)
        reached.append(panel.focusWidget())
    assert panel.unlike in reached
