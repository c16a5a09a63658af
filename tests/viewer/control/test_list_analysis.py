"""The list is analysed ahead: one film after the other, never in the way, and no film twice."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType, SimpleNamespace

import psutil
import pytest

from inference.annotations.store import MemoryAnnotationStore
from inference.core.cancel import CancelToken
from inference.core.errors import DamagedFilm, EmptyFilm, PackMissing
from inference.core.film import Radiograph
from inference.core.ports import ProgressCallback, no_progress
from inference.core.reader_annotations import Agreement, Assessment, ReaderAnnotations
from tests.fakes import FakeEngine, film
from tests.viewer.control.desk import A, B, C, Desk, Films
from viewer.control.jobs.power import Power
from viewer.control.jobs.worker import Lane
from viewer.state.ahead import AheadWish
from viewer.state.film_standing import known_count
from viewer.state.session import BusyKind

NAMES = tuple(Path(f"{number}.dcm") for number in range(8))


def working(desk: Desk, wish: AheadWish = AheadWish.MAINS) -> Desk:
    """The desk with its films open, as a program that works ahead."""
    desk.controller.analysing.rest.use(wish)
    return desk.open()


@pytest.fixture
def desk() -> Desk:
    return working(Desk({path: film(path.name) for path in NAMES}, power=Power(lambda: None)))


def until_ahead(desk: Desk) -> Path:
    """Work off everything up to the first film that is begun on the list's own lane; which that is."""
    desk.service.work_off(Lane.READ, Lane.ANALYSE)
    running = desk.controller.session.ahead.running
    assert running is not None
    return running


def known(desk: Desk) -> int:
    return known_count(desk.controller.session)


def test_every_film_of_the_list_is_analysed_once_and_without_being_opened(desk: Desk) -> None:
    desk.service.work_off()
    session = desk.controller.session
    assert known(desk) == len(NAMES)
    assert session.current == NAMES[0]
    assert sorted(desk.engine.analysed) == sorted(map(desk.hash_of, NAMES))
    assert session.ahead.running is None


def test_what_films_are_read_with_ahead_is_let_go_of_when_all_are_done(desk: Desk) -> None:
    desk.service.work_off()
    assert desk.reader.closed == 1


def test_films_below_the_open_one_come_first_then_those_above(desk: Desk) -> None:
    desk.controller.travel.select(NAMES[5])
    desk.service.work_off()
    order = [5, 6, 7, 0, 1, 2, 3, 4]
    assert desk.engine.analysed == [desk.hash_of(NAMES[place]) for place in order]


def test_no_pixels_are_kept_of_films_that_nobody_opens(desk: Desk) -> None:
    desk.service.work_off()
    held = [path for path, state in desk.controller.session.films.items() if state.radiograph is not None]
    assert held == [NAMES[0], NAMES[1]]  # the open one, and the next one to open


def test_work_that_the_user_waits_for_stops_it_until_that_is_done(desk: Desk) -> None:
    until_ahead(desk)

    def work(_token: CancelToken, _progress: ProgressCallback) -> None:
        return None

    desk.controller.exports.export(BusyKind.EXPORTING, work, lambda _value: None)
    assert desk.controller.session.ahead.running is None
    desk.service.work_off(Lane.AHEAD)
    assert known(desk) == 2
    desk.service.work_off(Lane.EXPORT)
    assert desk.controller.session.ahead.running == NAMES[2]
    desk.service.work_off()
    assert known(desk) == len(NAMES)


def test_a_film_under_way_is_taken_over_by_whoever_opens_it_and_is_not_analysed_again(desk: Desk) -> None:
    path = until_ahead(desk)
    late = desk.service.start(Lane.AHEAD)
    desk.controller.travel.select(path)
    desk.service.work_off(Lane.READ)
    busy = desk.controller.session.busy
    assert busy is not None
    assert busy.kind is BusyKind.ANALYSING
    desk.controller.handle(late)
    desk.service.work_off()
    assert desk.controller.session.films[path].analysis is not None
    assert desk.engine.analysed.count(desk.hash_of(path)) == 1


def test_a_film_opened_meanwhile_finds_the_result_that_came_before_its_pixels(desk: Desk) -> None:
    path = until_ahead(desk)
    late = desk.service.start(Lane.AHEAD)
    desk.controller.travel.select(path)
    desk.controller.handle(late)
    desk.service.work_off()
    assert desk.controller.session.busy is None
    assert desk.engine.analysed.count(desk.hash_of(path)) == 1


def test_a_film_that_was_analysed_ahead_is_there_when_the_user_arrives(desk: Desk) -> None:
    desk.service.work_off()
    desk.controller.travel.select(NAMES[4])
    desk.service.work_off(Lane.READ)
    state = desk.controller.session.film
    assert state is not None
    assert state.radiograph is not None
    assert state.analysis is not None
    assert desk.controller.session.busy is None
    assert desk.service.waiting(Lane.ANALYSE) == 0


def test_it_pauses_at_once_and_goes_on_where_it_was(desk: Desk) -> None:
    until_ahead(desk)
    desk.controller.analysing.rest.toggle()
    desk.service.work_off()
    assert known(desk) == 2
    desk.controller.analysing.rest.toggle()
    desk.service.work_off()
    assert known(desk) == len(NAMES)


def test_a_list_that_nobody_wants_analysed_begins_paused() -> None:
    desk = working(Desk(), AheadWish.NEVER)
    desk.service.work_off()
    assert known(desk) == 2
    desk.controller.analysing.rest.toggle()
    desk.service.work_off()
    assert known(desk) == 3


def test_an_analysis_that_was_cancelled_is_not_taken_up_behind_the_users_back(desk: Desk) -> None:
    desk.controller.waiting.cancel()
    desk.service.work_off()
    assert desk.controller.session.films[NAMES[0]].analysis is None
    assert known(desk) == len(NAMES) - 1


def test_what_fails_is_said_in_its_row_and_holds_nobody_up() -> None:
    films: Films = {path: film(path.name) for path in NAMES}
    films[NAMES[3]] = DamagedFilm(NAMES[3], "12 of 400 bytes")

    class Choosy(FakeEngine):
        def analyse(self, radiograph: Radiograph, **how: object):  # type: ignore[no-untyped-def]
            if radiograph.source == NAMES[4]:
                raise EmptyFilm(radiograph.source)
            return super().analyse(radiograph, token=CancelToken(), progress=no_progress)

    desk = working(Desk(films, Choosy()))
    desk.service.work_off()
    states = desk.controller.session.films
    assert known(desk) == len(NAMES)
    assert states[NAMES[3]].failure is not None
    assert states[NAMES[4]].analysis_failure is not None
    assert sum(state.analysis is not None for state in states.values()) == len(NAMES) - 2


def test_a_film_that_could_not_be_read_ahead_is_tried_again_when_it_is_opened() -> None:
    films: Films = {A: film("a"), B: film("b"), C: DamagedFilm(C, "the disk was away")}
    desk = working(Desk(films))
    desk.service.work_off()
    desk.reader.films[C] = film("c")
    desk.controller.travel.select(C)
    desk.service.work_off()
    state = desk.controller.session.films[C]
    assert state.failure is None
    assert state.analysis is not None


def test_without_a_model_it_pauses_instead_of_failing_film_by_film() -> None:
    desk = working(Desk({A: DamagedFilm(A, "cut"), B: film("b"), C: film("c")}, FakeEngine(PackMissing("pack"))))
    desk.service.work_off()
    session = desk.controller.session
    assert not session.ahead.going
    assert session.films[C].analysis_failure is None


def test_a_film_that_is_closed_while_it_is_under_way_is_dropped(desk: Desk) -> None:
    path = until_ahead(desk)
    desk.controller.travel.close({path})
    desk.service.work_off()
    assert path not in desk.controller.session.films
    assert desk.hash_of(path) not in desk.engine.analysed
    assert known(desk) == len(NAMES) - 1


def test_what_the_reader_left_on_a_film_is_known_to_the_list_before_it_is_opened() -> None:
    store, left = MemoryAnnotationStore(), Assessment(Agreement.ACCEPT)
    desk = Desk({path: film(path.name) for path in NAMES}, store=store)
    store.save(desk.hash_of(NAMES[6]), ReaderAnnotations(assessments=MappingProxyType({"pneumothorax": left})))
    working(desk)
    desk.service.work_off()
    assert desk.controller.session.readings[desk.hash_of(NAMES[6])].assessments == {"pneumothorax": left}


# -- on battery -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mains", [True, False])
def test_a_computer_on_its_battery_is_told_from_one_on_the_mains(mains: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    battery = SimpleNamespace(percent=50, secsleft=3600, power_plugged=mains)
    monkeypatch.setattr(psutil, "sensors_battery", lambda: battery, raising=False)
    assert Power().on_battery() is not mains


def test_a_computer_of_which_nothing_is_known_is_on_the_mains(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: None, raising=False)
    assert not Power().on_battery()
    monkeypatch.delattr(psutil, "sensors_battery")
    assert not Power().on_battery()


def test_on_battery_it_waits_and_goes_on_with_the_mains() -> None:
    mains = [False]
    desk = working(Desk(power=Power(lambda: mains[0], look_s=0)))
    desk.service.work_off(Lane.READ, Lane.ANALYSE)
    assert desk.controller.session.ahead.on_battery
    assert known(desk) == 2
    mains[0] = True
    desk.service.work_off()
    assert not desk.controller.session.ahead.on_battery
    assert known(desk) == 3


def test_on_battery_it_goes_on_where_the_user_says_so() -> None:
    desk = working(Desk(power=Power(lambda: False, look_s=0)))
    desk.service.work_off(Lane.READ, Lane.ANALYSE)
    desk.controller.analysing.rest.toggle()
    desk.service.work_off()
    assert known(desk) == 3


def test_it_works_on_battery_where_the_setting_says_so() -> None:
    desk = working(Desk(power=Power(lambda: False, look_s=0)), AheadWish.ALWAYS)
    desk.service.work_off()
    assert known(desk) == 3
