"""Many films: in order, side by side, past bad ones, whole on interruption, and taken up again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inference.batch.pipeline import DEPTH, Outcome, Stages, done_before, run_batch
from inference.core.analysis import Analysis, FindingResult, Placement, Provenance, ScoreState
from inference.core.cancel import Cancelled, CancelToken
from inference.core.errors import DamagedFilm
from inference.core.film import Identity, Radiograph
from inference.core.findings import FINDINGS
from inference.report.film_info import identity_digest
from tests.inference.reading.films import hot_corner

PATIENCE_S = 30.0
PATHS = [Path(f"film-{number}.png") for number in range(12)]


def read(path: Path) -> Radiograph:
    return replace(hot_corner(8, 8), source=path, film_hash=path.name)


def analyse(film: Radiograph) -> Analysis:
    results = tuple(FindingResult(finding, ScoreState.NOT_ANALYSED) for finding in FINDINGS)
    made = Provenance("x", "x", "1", "pack", film.film_hash, "gradcam", "cpu", "float32", "", 0.0)
    return Analysis(film.film_hash, results, Placement(1, 1, 0, 0, (8, 8)), made)


def write(path: Path, film: Radiograph, analysis: Analysis, token: CancelToken) -> str:
    assert film.film_hash == analysis.film_hash == path.name
    return path.stem


def batch(stages: Stages[str], paths: list[Path] = PATHS, token: CancelToken | None = None) -> list[Outcome[str]]:
    return list(run_batch(paths, stages, token=token))


def no_thread_left() -> bool:
    return not [thread for thread in threading.enumerate() if thread.name.startswith("batch")]


def fails_on(bad: str, error: Exception, work: Callable[[Path], Radiograph] = read) -> Callable[[Path], Radiograph]:
    def reading(path: Path) -> Radiograph:
        if path.name == bad:
            raise error
        return work(path)

    return reading


def test_every_film_comes_back_in_order() -> None:
    outcomes = batch(Stages(read, analyse, write))
    assert [outcome.written for outcome in outcomes] == [path.stem for path in PATHS]
    assert [outcome.place for outcome in outcomes] == list(range(12))
    assert no_thread_left()


def test_several_writers_keep_the_order_of_the_films() -> None:
    together = threading.Barrier(3, timeout=300)

    def slow(path: Path, film: Radiograph, analysis: Analysis, token: CancelToken) -> str:
        together.wait()  # passes only where three films are written at once
        return write(path, film, analysis, token)

    outcomes = list(run_batch(PATHS, Stages(read, analyse, slow), writers=3))
    assert [outcome.written for outcome in outcomes] == [path.stem for path in PATHS]
    assert no_thread_left()


def test_a_film_that_takes_long_to_write_holds_up_no_other() -> None:
    others = threading.Event()

    def slow_first(path: Path, film: Radiograph, analysis: Analysis, token: CancelToken) -> str:
        if path.name == "film-0.png":
            assert others.wait(30)  # which comes only where far later films are written meanwhile
        if path.name == "film-9.png":
            others.set()
        return write(path, film, analysis, token)

    outcomes = list(run_batch(PATHS, Stages(read, analyse, slow_first), writers=2))
    assert [outcome.written for outcome in outcomes] == [path.stem for path in PATHS]


def test_a_film_that_takes_long_to_analyse_keeps_no_other_analyst_waiting() -> None:
    others = threading.Event()

    def slow_first(film: Radiograph) -> Analysis:
        if film.film_hash == "film-0.png":
            assert others.wait(30)  # which comes only where a further film is at hand for the other analyst
        if film.film_hash == "film-2.png":
            others.set()
        return analyse(film)

    outcomes = list(run_batch(PATHS, Stages(read, slow_first, write), analysts=2))
    assert [outcome.written for outcome in outcomes] == [path.stem for path in PATHS]


def test_no_film_at_all_is_fine() -> None:
    assert batch(Stages(read, analyse, write), []) == []
    assert no_thread_left()


def test_one_unreadable_film_never_stops_the_rest() -> None:
    outcomes = batch(Stages(fails_on("film-3.png", DamagedFilm("film-3.png")), analyse, write))
    assert [outcome.place for outcome in outcomes if outcome.error] == [3]
    assert isinstance(outcomes[3].error, DamagedFilm)
    assert len(outcomes) == 12


def test_one_surprise_never_stops_the_rest() -> None:
    outcomes = batch(Stages(fails_on("film-3.png", ZeroDivisionError()), analyse, write))
    assert isinstance(outcomes[3].error, ZeroDivisionError)
    assert sum(outcome.written is not None for outcome in outcomes) == 11


def test_a_failing_engine_or_writer_never_stops_the_rest() -> None:
    def bad_engine(film: Radiograph) -> Analysis:
        if film.film_hash == "film-5.png":
            raise RuntimeError
        return analyse(film)

    def bad_writer(path: Path, film: Radiograph, analysis: Analysis, token: CancelToken) -> str:
        if path.name == "film-7.png":
            raise OSError(28, "full")
        return path.stem

    outcomes = batch(Stages(read, bad_engine, bad_writer))
    assert [outcome.place for outcome in outcomes if outcome.error] == [5, 7]


def test_films_done_before_are_skipped() -> None:
    stages = Stages(read, analyse, write, done_before=lambda path, film: path.name in ("film-0.png", "film-9.png"))
    outcomes = batch(stages)
    assert [outcome.place for outcome in outcomes if outcome.skipped] == [0, 9]
    assert outcomes[0].written is None
    assert outcomes[0].error is None


def test_reading_never_runs_far_ahead() -> None:
    ahead: list[int] = []
    count = {"read": 0, "written": 0}

    def counted_read(path: Path) -> Radiograph:
        count["read"] += 1
        ahead.append(count["read"] - count["written"])
        return read(path)

    def counted_write(path: Path, film: Radiograph, analysis: Analysis, token: CancelToken) -> str:
        count["written"] += 1
        return path.stem

    batch(Stages(counted_read, analyse, counted_write), [Path(f"film-{number}.png") for number in range(60)])
    being_read, with_analyst, passed_on, with_writer = DEPTH + 1, 1 + 1, 1, 1 + DEPTH
    assert max(ahead) <= being_read + with_analyst + passed_on + with_writer


def test_cancelling_raises_cancelled_and_leaves_no_thread() -> None:
    token = CancelToken()

    def cancelling(film: Radiograph) -> Analysis:
        if film.film_hash == "film-4.png":
            token.cancel()
            token.raise_if_cancelled()
        return analyse(film)

    with pytest.raises(Cancelled):
        batch(Stages(read, cancelling, write), token=token)
    assert no_thread_left()


def test_cancelling_while_a_film_is_read_analyses_no_further_one() -> None:
    token = CancelToken()
    analysed: list[str] = []

    def reading(path: Path) -> Radiograph:
        if path.name == "film-3.png":
            token.cancel()
        return read(path)

    def counted(film: Radiograph) -> Analysis:
        analysed.append(film.film_hash)
        return analyse(film)

    with pytest.raises(Cancelled):
        batch(Stages(reading, counted, write), token=token)
    assert "film-3.png" not in analysed
    assert no_thread_left()


def test_a_film_that_waits_for_the_engine_when_the_run_is_cancelled_is_not_analysed() -> None:
    token, handed_over = CancelToken(), threading.Event()
    analysed: list[str] = []

    def reading(path: Path) -> Radiograph:
        if path.name == "film-4.png":  # which is read ahead once the second film waits for the engine
            handed_over.set()
        return read(path)

    def counted(film: Radiograph) -> Analysis:
        analysed.append(film.film_hash)
        assert handed_over.wait(PATIENCE_S)
        token.cancel()
        return analyse(film)

    with pytest.raises(Cancelled):
        batch(Stages(reading, counted, write), token=token)
    assert analysed == ["film-0.png"]


def test_a_writer_that_is_cancelled_is_no_failure() -> None:
    def cancelled(path: Path, film: Radiograph, analysis: Analysis, token: CancelToken) -> str:
        raise Cancelled

    with pytest.raises(Cancelled):
        batch(Stages(read, analyse, cancelled))
    assert no_thread_left()


def test_an_interrupt_lets_the_file_at_hand_be_finished() -> None:
    started, go_on = threading.Event(), threading.Event()
    finished: list[str] = []

    def slow_write(path: Path, film: Radiograph, analysis: Analysis, token: CancelToken) -> str:
        started.set()
        go_on.wait(5)
        finished.append(path.stem)
        return path.stem

    def interrupted(film: Radiograph) -> Analysis:
        if film.film_hash == "film-1.png":
            started.wait(5)
            threading.Timer(0.05, go_on.set).start()
            raise KeyboardInterrupt
        return analyse(film)

    with pytest.raises(KeyboardInterrupt):
        batch(Stages(read, interrupted, slow_write))
    assert finished == ["film-0"]
    assert no_thread_left()


def test_leaving_early_ends_the_work() -> None:
    outcomes = run_batch(PATHS, Stages(read, analyse, write))
    assert next(outcomes).written == "film-0"
    outcomes.close()
    assert no_thread_left()


def test_preparing_runs_before_the_analysis() -> None:
    prepared: list[str] = []

    def checking(film: Radiograph) -> Analysis:
        assert film.film_hash in prepared
        return analyse(film)

    stages = Stages(read, checking, write, prepare=lambda film: prepared.append(film.film_hash))
    assert not [outcome for outcome in batch(stages) if outcome.error]


def test_a_whole_manifest_of_the_same_film_and_pack_counts_as_done(tmp_path: Path) -> None:
    film, manifest = read(PATHS[0]), tmp_path / "result.json"
    assert not done_before(manifest, film, "pack")
    known = {"hash": film.film_hash, "identity": identity_digest(film.identity)}
    manifest.write_text(json.dumps({"film": known, "provenance": {"pack_hash": "pack"}}))
    assert done_before(manifest, film, "pack")
    assert not done_before(manifest, film, "another pack")
    assert not done_before(manifest, read(PATHS[1]), "pack")
    assert not done_before(manifest, replace(film, identity=Identity(patient_name="Doe^Jane")), "pack")
    assert not done_before(manifest, film, "pack", anonymize=True)
    manifest.write_text(manifest.read_text()[:20])
    assert not done_before(manifest, film, "pack")


def test_memory_is_not_held_for_films_that_are_done() -> None:
    import weakref

    films: list[weakref.ref[np.ndarray[tuple[int, int], np.dtype[np.float32]]]] = []

    def watched_read(path: Path) -> Radiograph:
        film = read(path)
        films.append(weakref.ref(film.pixels.base if film.pixels.base is not None else film.pixels))
        return film

    for _ in run_batch(PATHS, Stages(watched_read, analyse, write)):
        assert sum(film() is not None for film in films) <= 8
