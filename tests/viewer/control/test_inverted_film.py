"""A film whose header contradicts its picture: refused, with one button that inverts and analyses it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inference.core.analysis import Analysis, ScoreState
from inference.core.film import reinverted
from inference.core.film_check_result import LOOKS_INVERTED, FilmCheck, FilmCheckOutcome
from inference.report.page.film.report import film_report
from inference.report.page.options import ReportOptions
from tests.fakes import analysis_of, film
from tests.viewer.control.desk import A, B, C, Desk
from viewer.control.jobs.worker import Lane
from viewer.findings.findings_panel import FindingsPanel
from viewer.state.session import FilmState
from viewer.viewport.corner_annotations import corner_text


def refused() -> Analysis:
    analysis = analysis_of(film("a"))
    results = tuple(
        replace(item, state=ScoreState.NOT_ANALYSED, probability=None, heatmap=None) for item in analysis.results
    )
    check = FilmCheck(FilmCheckOutcome.REFUSE, (LOOKS_INVERTED,))
    return replace(analysis, results=results, check=check)


def test_inverting_analyses_the_film_the_other_way_round_also_when_it_is_read_again() -> None:
    desk = Desk().open()
    desk.service.work_off()
    before = desk.controller.session.film
    assert before is not None
    assert before.radiograph is not None
    desk.controller.analysing.invert_and_analyse()
    desk.service.work_off()
    state = desk.controller.session.film
    assert state is not None
    assert state.radiograph is not None
    assert state.radiograph.inverted is not before.radiograph.inverted
    assert desk.engine.analysed[-1] == state.radiograph.film_hash != before.radiograph.film_hash
    desk.controller.travel.select(B)
    desk.service.work_off()
    desk.controller.travel.select(C)
    desk.service.work_off()
    desk.controller.changes.learn(A, radiograph=None)
    desk.controller.travel.select(A)
    desk.service.work_off(Lane.READ)
    again = desk.controller.session.films[A].radiograph
    assert again is not None
    assert again.film_hash == state.radiograph.film_hash


def test_the_panel_offers_one_button_and_it_inverts(qtbot: QtBot) -> None:
    panel = FindingsPanel()
    qtbot.addWidget(panel)
    panel.show()
    desk = Desk().open()
    known = desk.controller.session.film
    assert known is not None
    state: FilmState = replace(known, analysis=refused())
    panel.show_state(state, frozenset(), analysing=False)
    assert panel.foot.inverting.isVisible()
    assert not panel.foot.anyway.isVisible()
    with qtbot.waitSignal(panel.inversion_wanted):
        QTest.mouseClick(panel.foot.inverting, Qt.MouseButton.LeftButton)


def test_that_a_film_is_inverted_stands_in_its_corner_and_on_its_report() -> None:
    shown = film("a")
    swapped = reinverted(shown)
    for level in ("full", "anonymised", "none"):
        assert corner_text(shown, level=level).bottom_right[-1:] != ("Inverted",)
        assert corner_text(shown, level=level, inverted=True).bottom_right[-1] == "Inverted"
        assert corner_text(swapped, level=level).bottom_right[-1] == "Inverted"
    words = str([page.items for page in film_report(swapped, analysis_of(swapped), ReportOptions()).pages])
    assert "swapped against" in words
