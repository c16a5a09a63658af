"""Similar films: nothing is kept unasked; then the nearest come with what readers said, and can be opened."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.core.errors import FileMissing, IndexNotKept
from inference.core.film import Radiograph, read_only
from inference.core.ports import ProgressCallback, no_progress
from inference.core.reader_annotations import ReaderAnnotations, UnaidedCall
from inference.site.similar import Neighbour, index_path
from tests.fakes import FakeEngine, film
from tests.viewer.control.desk import Desk
from viewer.app.application import Application
from viewer.control.beside.similar_films import Picture, SimilarFilm
from viewer.control.jobs.worker import Lane
from viewer.site.similar_dialog import SimilarDialog

A, B, C = (Path("/films") / name for name in ("a.dcm", "b.dcm", "c.dcm"))
WHERE = {"a.dcm": 0.0, "b.dcm": 0.1, "c.dcm": 0.5}  # radians, of what the fake sees of each film


class SeeingEngine(FakeEngine):
    """Sees of each film by its name how it lies to the others."""

    def analyse(
        self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback = no_progress
    ) -> Analysis:
        found = super().analyse(radiograph, token=token, progress=progress)
        turn = WHERE[radiograph.source.name]
        return replace(found, features=read_only(np.array([np.cos(turn), np.sin(turn)], np.float32)))


@pytest.fixture
def desk() -> Desk:
    """Three films, each analysed, the first open."""
    made = Desk({path: film(path.name) for path in (A, B, C)}, SeeingEngine()).open()
    for path in (B, C, A):
        made.service.work_off()
        made.controller.travel.select(path)
    made.service.work_off()
    assert all(state.analysis is not None for state in made.controller.session.films.values())
    return made


def found_by(desk: Desk, finding: str = "") -> tuple[SimilarFilm, ...]:
    told: list[tuple[SimilarFilm, ...]] = []
    assert desk.controller.similar.find(finding, told.append)
    desk.service.work_off()
    return told[0]


def test_nothing_is_kept_unasked(desk: Desk) -> None:
    assert found_by(desk) == ()
    assert not index_path().exists()


def test_the_nearest_come_first_with_what_the_reader_said(desk: Desk) -> None:
    desk.controller.travel.select(C)
    desk.service.work_off()
    desk.controller.assessments.judge("pneumothorax", 2)
    desk.controller.travel.select(A)
    desk.controller.similar.use(on=True)
    desk.service.work_off()
    near = found_by(desk, "pneumothorax")
    assert [one.neighbour.path for one in near] == [B, C]
    assert near[0].neighbour.distance == pytest.approx(1 - np.cos(0.1), abs=1e-3)
    assert near[0].reading.empty
    assert near[1].reading.assessment("pneumothorax").choice is not None
    assert found_by(desk, "rib_fracture") == ()


def test_a_film_that_is_analysed_later_comes_into_it_and_off_is_off(desk: Desk) -> None:
    similar, told = desk.controller.similar, list[int]()
    similar.use(on=True)
    similar.use(on=False)
    desk.service.work_off()
    similar.empty(told.append)
    desk.controller.analysing.analyse_again()
    desk.service.work_off()
    similar.count(told.append)
    similar.use(on=True)
    desk.service.work_off()
    similar.count(told.append)
    desk.service.work_off()
    assert told == [0, 0, 3]


def test_pictures_are_read_from_where_films_lie_and_one_that_moved_is_none(desk: Desk) -> None:
    desk.controller.similar.use(on=True)
    desk.service.work_off()
    near, pictures = found_by(desk), list[Picture | None]()
    desk.reader.films[C] = FileMissing(C)
    for one in near:
        desk.controller.similar.picture(one, pictures.append)
    desk.service.work_off(Lane.BESIDE)
    desk.reader.films[B] = film("another")
    desk.controller.similar.picture(near[0], pictures.append)
    desk.service.work_off(Lane.BESIDE)
    assert [one is None for one in pictures] == [False, True, True]


def test_an_index_that_is_not_read_is_told_each_time_it_is_asked(desk: Desk) -> None:
    index_path().parent.mkdir(parents=True, exist_ok=True)
    index_path().write_bytes(b"none" * 500)
    failures: list[object] = []
    for _ in range(2):
        assert desk.controller.similar.find("", lambda _: None, failures.append)
        desk.service.work_off()
    assert [type(one) for one in failures] == [IndexNotKept, IndexNotKept]


def test_an_unaided_read_shows_none(desk: Desk) -> None:
    desk.controller.similar.use(on=True)
    desk.controller.unaided.want(True)
    assert not desk.controller.similar.find("", lambda _: None)


@pytest.fixture
def dialog(qtbot: QtBot) -> SimilarDialog:
    made = SimilarDialog()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_card_says_what_readers_and_model_said_and_leads_to_the_film(dialog: SimilarDialog, qtbot: QtBot) -> None:
    near = Neighbour("f" * 64, B, 0, frozenset({"pneumothorax"}), 0.0123)
    called = ReaderAnnotations(calls={"hemothorax": UnaidedCall.PRESENT}, revealed=True)
    dialog.show_films([(near, called), (replace(near, path=C), ReaderAnnotations())])
    first, second, third, _ = dialog.cards
    assert first.said.text() == "Hemothorax: present\nModel: Pneumothorax"
    assert second.said.text().startswith("No reader said anything.")
    assert first.near.text() == "Distance 0.012"
    assert third.isHidden()
    first.show_picture(near, np.zeros((30, 20), np.uint8))
    second.show_picture(replace(near, path=C), None)
    assert not first.picture.pixmap().isNull()
    assert second.picture.text() == "Moved, changed or deleted since"
    with qtbot.waitSignal(dialog.film_wanted) as told:
        first.open.click()
    assert told.args == [B]
    assert not second.open.isEnabled()


def test_the_window_keeps_an_index_when_it_is_told(program: Application, qtbot: QtBot) -> None:
    program.window.commands.run("similar_films")
    [dialog] = program.window.findChildren(SimilarDialog)
    assert "No index is kept" in dialog.nothing.text()
    dialog.keep.click()
    assert program.settings.now.similar_films
    qtbot.waitUntil(lambda: "0" in dialog.count.text())
    program.controller.unaided.want(wanted=True)  # it follows what is seen of the open film
    assert dialog.nothing.text().startswith("Hidden until")
    dialog.close()
