"""What the user wants becomes work, and answers become the next session."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from inference.annotations.store import MemoryAnnotationStore
from inference.core.cancel import CancelToken
from inference.core.errors import DamagedFilm, EmptyFilm, PackMissing
from inference.core.ports import ProgressCallback
from inference.core.reader_annotations import ReaderAnnotations
from tests.fakes import FakeEngine, film
from tests.viewer.control.desk import A, B, C, Desk, Films
from viewer.control.jobs.job_registry import JobRegistry
from viewer.control.jobs.thumbnails import Thumbnails
from viewer.control.jobs.worker import Lane
from viewer.state.session import KEPT_FILMS, BusyKind, Session


@pytest.fixture
def desk() -> Desk:
    return Desk().open()


def test_opening_shows_the_first_film_before_it_is_analysed(desk: Desk) -> None:
    state = desk.controller.session.film
    assert state is not None
    assert state.entry.path == A
    assert state.radiograph is not None
    assert state.analysis is None


def test_the_first_film_is_analysed_without_being_asked(desk: Desk) -> None:
    desk.service.work_off()
    state = desk.controller.session.film
    assert state is not None
    assert state.analysis is not None
    assert desk.controller.session.busy is None


def test_what_was_assumed_of_a_film_stands_above_it_and_not_above_the_next() -> None:
    odd = replace(film("a"), notes=("The rescale slope of the file is unusable: 1 was taken.",))
    desk = Desk({A: odd, B: film("b")}).open()
    said = desk.controller.session.notice
    assert said is not None
    assert (said.title, said.text) == ("About this film", odd.notes[0])
    desk.controller.travel.select(B)
    desk.service.work_off()
    assert desk.controller.session.notice is None
    desk.controller.travel.select(A)
    assert desk.controller.session.notice == said


def test_a_second_film_shows_at_once_while_the_first_is_analysed(desk: Desk) -> None:
    late = desk.service.start(Lane.ANALYSE)
    desk.controller.travel.select(B)
    desk.service.work_off(Lane.READ)
    session = desk.controller.session
    assert session.current == B
    assert session.films[B].radiograph is not None
    desk.controller.handle(late)
    assert desk.controller.session.films[B].analysis is None


def test_a_late_result_is_never_painted_on_another_film(desk: Desk) -> None:
    late = desk.service.start(Lane.ANALYSE)
    desk.controller.travel.select(B)
    desk.controller.handle(late)
    desk.service.work_off()
    state = desk.controller.session.film
    assert state is not None
    assert state.analysis is not None
    assert state.radiograph is not None
    assert state.analysis.film_hash == state.radiograph.film_hash


def test_the_newest_request_wins(desk: Desk) -> None:
    desk.controller.travel.select(B)
    desk.controller.travel.select(C)
    desk.service.work_off()
    assert desk.controller.session.current == C
    assert desk.controller.session.films[B].analysis is None
    assert desk.controller.session.films[C].analysis is not None


def test_work_for_a_film_the_user_left_is_not_done(desk: Desk) -> None:
    desk.controller.travel.select(B)
    desk.service.work_off()
    assert desk.controller.session.films[A].analysis is None
    assert desk.hash_of(A) not in desk.engine.analysed


def test_cancelled_work_is_no_error(desk: Desk) -> None:
    desk.controller.waiting.cancel()
    desk.service.work_off()
    session = desk.controller.session
    assert session.busy is None
    assert session.notice is None
    assert session.films[A].analysis_failure is None


def test_a_cancelled_analysis_can_be_asked_for_again(desk: Desk) -> None:
    desk.controller.waiting.cancel()
    desk.service.work_off()
    desk.controller.analysing.analyse_again()
    desk.service.work_off()
    assert desk.controller.session.films[A].analysis is not None


def test_a_film_that_cannot_be_read_says_so_and_the_next_one_opens() -> None:
    desk = Desk({A: DamagedFilm(A, "12 of 400 bytes"), B: film("b")}).open()
    session = desk.controller.session
    assert session.films[A].failure is not None
    desk.controller.travel.go(1)
    desk.service.work_off()
    assert desk.controller.session.films[B].analysis is not None


def test_a_failed_analysis_says_so_on_its_film() -> None:
    desk = Desk(engine=FakeEngine(EmptyFilm("a.dcm"))).open()
    desk.service.work_off()
    assert desk.controller.session.films[A].analysis_failure is not None
    assert desk.controller.session.busy is None


def test_a_missing_pack_is_said_in_the_window() -> None:
    desk = Desk(engine=FakeEngine(PackMissing("pack")))
    desk.controller.analysing.warm_up()
    desk.service.work_off()
    assert desk.controller.session.notice is not None


def test_marks_are_off_when_a_film_opens(desk: Desk) -> None:
    desk.service.work_off()
    desk.controller.view.toggle_finding("pneumothorax")
    assert desk.controller.session.overlay.drawn == {"pneumothorax"}
    desk.controller.travel.select(B)
    desk.service.work_off()
    assert desk.controller.session.overlay.drawn == frozenset()


def test_one_key_shows_and_hides_all_marks(desk: Desk) -> None:
    desk.service.work_off()
    desk.controller.view.toggle_overlays()
    assert desk.controller.session.overlay.drawn == {"pneumothorax"}
    desk.controller.view.toggle_overlays()
    assert desk.controller.session.overlay.drawn == frozenset()


def test_a_finding_without_heatmap_cannot_be_shown(desk: Desk) -> None:
    desk.service.work_off()
    desk.controller.view.toggle_finding("hemothorax")
    assert desk.controller.session.overlay.drawn == frozenset()


def test_returning_to_an_analysed_film_analyses_it_no_second_time(desk: Desk) -> None:
    desk.service.work_off()
    desk.controller.travel.select(B)
    desk.service.work_off()
    desk.controller.travel.select(A)
    desk.service.work_off()
    assert desk.engine.analysed.count(desk.hash_of(A)) == 1


def test_the_pixels_of_films_left_long_ago_are_let_go_but_their_scores_stay() -> None:
    many: Films = {Path(f"{n}.dcm"): film(str(n)) for n in range(KEPT_FILMS + 3)}
    desk = Desk(many).open()
    for path in many:
        desk.controller.travel.select(path)
        desk.service.work_off()
    states = desk.controller.session.films.values()
    assert sum(state.radiograph is not None for state in states) == KEPT_FILMS
    assert all(state.analysis is not None for state in states)


def test_travelling_stops_at_both_ends(desk: Desk) -> None:
    desk.controller.travel.go(-1)
    assert desk.controller.session.current == A
    for _ in range(5):
        desk.controller.travel.go(1)
    assert desk.controller.session.current == C


def test_every_film_that_is_asked_for_gets_a_thumbnail_and_no_other(desk: Desk) -> None:
    shown: list[Path] = []
    desk.controller.thumbnails.listen(lambda path, _picture: shown.append(path))
    desk.service.work_off()
    assert shown == []
    desk.controller.thumbnails.want((C, A))
    desk.service.work_off()
    assert shown == [C, A]


def test_a_thumbnail_that_was_made_is_shown_again_without_reading_its_film(desk: Desk) -> None:
    shown: list[Path] = []
    desk.controller.thumbnails.want((C,))
    desk.service.work_off()
    desk.controller.thumbnails.listen(lambda path, _picture: shown.append(path))
    before = desk.reader.read_count
    desk.controller.thumbnails.want((C,))
    assert shown == [C]
    assert desk.reader.read_count == before


def test_a_thumbnail_that_is_out_of_sight_again_is_not_made(desk: Desk) -> None:
    shown: list[Path] = []
    desk.controller.thumbnails.listen(lambda path, _picture: shown.append(path))
    desk.controller.thumbnails.want((B, C))
    desk.controller.thumbnails.want((C,))
    desk.service.work_off()
    assert shown == [C]


def test_only_so_many_thumbnails_are_kept_as_there_is_room_for(desk: Desk) -> None:
    desk.service.work_off()
    jobs = JobRegistry(desk.service)
    desk.service.handle = jobs.answer
    thumbnails = Thumbnails(desk.controller.changes, jobs, desk.reader, kept_bytes=264 * 220)  # one of these films
    for path in (A, B):
        thumbnails.want((path,))
        desk.service.work_off()
    thumbnails.want((B,))
    assert desk.service.waiting(Lane.READ) == 0
    thumbnails.want((A,))
    assert desk.service.waiting(Lane.READ) == 1


def test_a_film_is_read_before_thumbnails_are_made(desk: Desk) -> None:
    order: list[Path] = []
    desk.controller.thumbnails.listen(lambda path, _picture: order.append(path))
    desk.controller.thumbnails.want((C,))
    desk.controller.travel.select(B)
    desk.service.handle(desk.service.start(Lane.READ))
    assert desk.controller.session.films[B].radiograph is not None
    assert order == []


def test_a_film_of_which_no_thumbnail_can_be_made_says_so_in_its_row() -> None:
    desk = Desk({A: film("a"), B: DamagedFilm(B, "12 of 400 bytes")}).open()
    desk.controller.travel.select(A)
    desk.controller.thumbnails.want((B,))
    desk.service.work_off()
    assert desk.controller.session.films[B].failure is not None
    before = desk.reader.read_count
    desk.controller.thumbnails.want((B,))
    desk.service.work_off()
    assert desk.reader.read_count == before


def test_progress_of_the_film_the_user_waits_for_is_shown(desk: Desk) -> None:
    stages: list[str] = []
    desk.controller.changes.listen(
        lambda session: session.busy, lambda busy: stages.append(busy.progress.stage if busy else "")
    )
    desk.service.work_off()
    assert "looking" in stages


def test_going_to_a_film_is_told_once(desk: Desk) -> None:
    desk.service.work_off()
    told: list[Session] = []
    desk.controller.changes.listen(lambda session: session, told.append)
    told.clear()
    desk.controller.travel.select(C)
    assert told == [desk.controller.session]


def test_each_answer_of_the_worker_is_told_once_whatever_follows_from_it(desk: Desk) -> None:
    told: list[Session] = []
    desk.controller.changes.listen(lambda session: session, told.append)
    for lane in (Lane.ANALYSE, Lane.READ, Lane.ANALYSE):  # the first film, then the next one ahead of need
        event = desk.service.start(lane)
        told.clear()
        desk.controller.handle(event)
        assert told == [desk.controller.session]


def test_what_the_reader_left_on_a_film_is_there_as_soon_as_the_film_is() -> None:
    store = MemoryAnnotationStore()
    desk = Desk(store=store)
    store.save(desk.hash_of(A), ReaderAnnotations(revealed=True))
    told: list[tuple[bool, bool]] = []
    desk.controller.changes.listen(
        lambda session: (session.radiograph is not None, session.reading.revealed), told.append
    )
    desk.open()
    assert told == [(False, False), (True, True)]


def test_the_next_film_is_analysed_ahead_of_need(desk: Desk) -> None:
    desk.service.work_off()
    assert desk.controller.session.current == A
    assert desk.controller.session.films[B].analysis is not None
    assert desk.controller.session.films[C].analysis is None


def test_work_ahead_is_dropped_when_the_user_goes_elsewhere(desk: Desk) -> None:
    desk.service.handle(desk.service.start(Lane.ANALYSE))
    desk.service.work_off(Lane.READ)
    desk.controller.travel.select(C)
    desk.service.work_off()
    assert desk.hash_of(B) not in desk.engine.analysed


def test_an_analysis_under_way_ahead_is_waited_for_and_not_begun_again(desk: Desk) -> None:
    desk.service.handle(desk.service.start(Lane.ANALYSE))
    desk.service.work_off(Lane.READ)
    ahead = desk.service.start(Lane.ANALYSE)
    desk.controller.travel.select(B)
    assert desk.controller.session.busy is not None
    desk.controller.handle(ahead)
    desk.service.work_off()
    assert desk.controller.session.busy is None
    assert desk.engine.analysed.count(desk.hash_of(B)) == 1


def test_another_method_makes_the_heatmaps_again(desk: Desk) -> None:
    desk.service.work_off()
    desk.controller.analysing.set_method("hirescam")
    desk.service.work_off()
    analysis = desk.controller.session.films[A].analysis
    assert analysis is not None
    assert analysis.provenance.method == "hirescam"


def test_overlays_stay_shown_when_the_method_changes(desk: Desk) -> None:
    desk.service.work_off()
    desk.controller.view.toggle_finding("pneumothorax")
    desk.controller.analysing.set_method("layercam")
    desk.service.work_off()
    assert desk.controller.session.overlay.drawn == {"pneumothorax"}


def test_heatmaps_are_tested_on_request(desk: Desk) -> None:
    desk.service.work_off()
    desk.controller.analysing.test_heatmaps()
    desk.service.work_off()
    analysis = desk.controller.session.films[A].analysis
    assert analysis is not None
    found = analysis.results[1].faithfulness
    assert found is not None
    assert found.drop == 0.0


def test_an_engine_that_had_to_run_otherwise_is_said_once(desk: Desk) -> None:
    desk.engine.notice = "The GPU ran out of memory; the processor does the work now."
    desk.service.work_off()
    notice = desk.controller.session.notice
    assert notice is not None
    assert "GPU" in notice.text
    desk.controller.messages.dismiss_notice()
    desk.controller.travel.select(B)
    desk.service.work_off()
    assert desk.controller.session.notice is None


def test_the_engine_settles_once_when_nothing_else_is_to_do(desk: Desk) -> None:
    assert desk.engine.settled == 0
    desk.service.work_off()
    assert desk.engine.settled == 1
    desk.controller.travel.select(B)
    desk.service.work_off()
    assert desk.engine.settled == 1


def test_settling_gives_way_to_a_film(desk: Desk) -> None:
    desk.service.handle(desk.service.start(Lane.ANALYSE))  # the first film; now the engine would settle
    desk.controller.travel.select(C)
    desk.service.work_off()
    assert desk.engine.analysed[:2] == [desk.hash_of(A), desk.hash_of(C)]
    assert desk.engine.settled == 1  # after that film, not before


def test_an_export_can_be_cancelled_after_another_film_was_chosen(desk: Desk) -> None:
    desk.service.work_off()
    stopped: list[bool] = []

    def work(token: CancelToken, _progress: ProgressCallback) -> object:
        stopped.append(token.cancelled)
        return None

    desk.controller.exports.export(BusyKind.EXPORTING, work, lambda _value: None)
    desk.controller.travel.select(B)
    desk.service.work_off(Lane.READ, Lane.ANALYSE)
    busy = desk.controller.session.busy
    assert busy is not None
    assert busy.kind is BusyKind.EXPORTING
    desk.controller.waiting.cancel()
    assert desk.controller.session.busy is None
    desk.service.work_off()
    assert stopped == []


def opened_one_by_one(*paths: str) -> Desk:
    """Films of one study (a folder of pictures is one too), each opened by itself."""
    desk = Desk({Path(path): film(path) for path in paths})
    for path in paths:
        desk.controller.opening.open_paths((Path(path),))
        desk.service.work_off(Lane.READ)
    return desk


def test_a_second_film_of_a_study_joins_the_first_in_the_list() -> None:
    desk = opened_one_by_one("a.dcm", "b.dcm", "c.dcm")
    session = desk.controller.session
    assert session.order == (Path("a.dcm"), Path("b.dcm"), Path("c.dcm"))
    assert [len(study.films) for study in session.studies] == [3]
    assert session.current == Path("c.dcm")
    assert set(session.films) == set(session.order)


def test_a_film_opened_again_is_listed_once_with_what_is_known_of_it() -> None:
    desk = opened_one_by_one("a.dcm", "b.dcm")
    before = desk.controller.session.films[Path("a.dcm")]
    desk.controller.opening.open_paths((Path("b.dcm"),))
    desk.service.work_off(Lane.READ)
    assert desk.controller.session.order == (Path("a.dcm"), Path("b.dcm"))
    assert desk.controller.session.films[Path("a.dcm")].radiograph is before.radiograph
