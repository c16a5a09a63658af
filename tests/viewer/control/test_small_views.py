"""Whiskers: small views of the open film are looked at beside everything else, and never before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from inference.core.analysis import FindingResult, ScoreState, Stability
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.findings import PNEUMOTHORAX
from tests.fakes import FakeEngine, film
from tests.viewer.control.desk import A, B, Desk
from tests.viewer.findings.seven_results import SICK, analysis_with
from viewer.control.jobs.worker import Lane
from viewer.findings.finding_row import FindingRow
from viewer.findings.probability_bar import FILLS, POINT


class Swaying(FakeEngine):
    """Says something else of each view of a film."""

    def __init__(self) -> None:
        super().__init__()
        self._says: Iterator[float] = iter([0.9, 0.45] * 50)

    def results(self, radiograph: Radiograph, token: CancelToken) -> tuple[FindingResult, ...]:
        value = next(self._says)
        state = ScoreState.ABOVE if value > 0.6 else ScoreState.NOT_SURE
        return tuple(replace(one, probability=value, state=state) for one in super().results(radiograph, token))


def desk(engine: FakeEngine | None = None) -> Desk:
    made = Desk(engine=engine)
    made.controller.stability.stay_s = 0.0
    made.controller.stability.use(on=True)
    return made.open()


def settle(made: Desk) -> None:
    """What looks at small views waits for the engine to measure itself, on another thread than this one."""
    made.service.work_off(Lane.ANALYSE)
    made.service.work_off(Lane.BESIDE)


def stability_of(found: Desk) -> Stability | None:
    state = found.controller.session.film
    assert state is not None
    assert state.analysis is not None
    return state.analysis.result(PNEUMOTHORAX).stability


def test_small_views_are_looked_at_once_when_the_bars_are_there() -> None:
    made = desk(Swaying())
    assert made.service.waiting(Lane.BESIDE) == 0
    made.service.work_off(Lane.ANALYSE)
    assert stability_of(made) is None
    made.service.work_off(Lane.BESIDE)
    found = stability_of(made)
    assert found is not None
    assert found.low_high == (0.45, 0.9)
    assert found.changes == 5
    assert made.service.waiting(Lane.BESIDE) == 0


def test_another_film_ends_them_and_they_are_kept_for_the_first() -> None:
    made = desk(Swaying())
    settle(made)
    found = stability_of(made)
    made.controller.travel.select(B)
    made.service.work_off(Lane.READ, Lane.ANALYSE)
    late = made.service.start(Lane.BESIDE)
    made.controller.travel.select(A)
    made.controller.handle(late)
    assert made.controller.session.films[B].analysis is not None
    made.service.work_off(Lane.READ, Lane.ANALYSE)
    assert stability_of(made) is found
    state = made.controller.session.films[B]
    assert state.analysis is not None
    assert state.analysis.result(PNEUMOTHORAX).stability is None


def test_work_of_the_user_ends_them_and_they_begin_again_after_it() -> None:
    made = desk(Swaying())
    made.service.work_off(Lane.ANALYSE)
    made.controller.analysing.test_heatmaps()
    late = made.service.start(Lane.BESIDE)
    made.controller.handle(late)
    assert stability_of(made) is None
    settle(made)
    assert stability_of(made) is not None


def test_who_wants_none_gets_none_and_an_unaided_read_waits() -> None:
    made = desk(Swaying())
    made.controller.stability.use(on=False)
    made.service.work_off(Lane.READ, Lane.AHEAD)
    settle(made)
    assert stability_of(made) is None
    made.controller.unaided.want(True)
    made.controller.stability.use(on=True)
    made.service.work_off(Lane.READ, Lane.AHEAD)
    settle(made)
    assert stability_of(made) is None


@pytest.mark.parametrize("wide", [False, True])
def test_a_bar_shows_its_whisker_and_a_change_of_state_is_said_in_words(qtbot: QtBot, wide: bool) -> None:
    row = FindingRow(PNEUMOTHORAX)
    qtbot.addWidget(row)
    row.resize(340, 90)
    row.show()
    shown = analysis_with(film("a.dcm"), SICK).result(PNEUMOTHORAX)
    states = (ScoreState.BELOW if wide else ScoreState.ABOVE, ScoreState.ABOVE)
    spread = Stability(PNEUMOTHORAX, 0.994, (0.3, 0.99), ScoreState.ABOVE, states)
    row.show_result(replace(shown, stability=spread), drawn=False, waiting=("", ""))
    picture = row.bar.grab().toImage()
    lines = [[picture.pixelColor(x, y).name() for x in range(picture.width())] for y in range(picture.height())]
    whisker = max(lines, key=lambda line: line.count(POINT.name()))
    assert whisker.count(POINT.name()) == pytest.approx(0.69 * picture.width(), abs=4)
    assert FILLS[ScoreState.ABOVE].name() in whisker
    assert ("not always above" in row.bar.toolTip()) is wide
    assert ("±" in row.badge.text()) is wide
