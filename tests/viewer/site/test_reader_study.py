"""A reader study in the real window: what each arm shows, times, pauses, resumes, and the two-arm study to its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from inference.cli.main import main
from inference.site.reader_study.results_file import ResultsFile, read_results
from inference.site.reader_study.study_file import ArmKind, Scale, Stage, read_study
from tests.fakes import FakeEngine
from tests.viewer.hands import Build
from tests.viewer.site.players import AI_FIRST, AI_SECOND, UNAIDED, ask, begin, press, read_on, to_film, write_study_of
from viewer.app.application import Application
from viewer.site.study_form import StudyForm
from viewer.site.study_player import StudyPlayer


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def reader(build: Build, engine: FakeEngine) -> Iterator[Application]:
    """A program without a film; the player of a study ends with it."""
    program = build(engine)
    yield program
    for player in program.window.findChildren(StudyPlayer):
        player.close()


def model_is_seen(player: StudyPlayer) -> bool:
    """Whether anything of the model is on the screen."""
    words = any(row.word.isVisible() for row in player.side.ratings.rows.values())
    return words or bool(player.view.overlay.drawn) or player.view.view.layers.overlay is not None


def case_of(player: StudyPlayer) -> int:
    assert player.reading.asked is not None
    return player.reading.asked.place.case


def test_a_two_arm_study_of_twenty_films_is_read_exported_and_analysed(
    reader: Application, engine: FakeEngine, tmp_path: Path, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_study_of(tmp_path, 20, UNAIDED, AI_FIRST)
    player = begin(reader, path, "R1", qtbot)
    seen: list[tuple[ArmKind, bool]] = []

    def rate(at: StudyPlayer) -> int:
        seen.append((at.reading.arm.kind, model_is_seen(at)))
        sick, aided = case_of(at) % 2 == 0, at.reading.aided
        return 5 if sick else 1 if aided or case_of(at) % 5 else 4

    assert read_on(player, qtbot, rate) == 40
    assert set(seen) == {(ArmKind.UNAIDED, False), (ArmKind.AI_FIRST, True)}
    assert "R1.reads.jsonl" in player.page.text.text()
    press(player, Qt.Key.Key_Return)
    assert not player.isVisible()
    table = "case,pneumothorax\n" + "".join(f"{case},{int(case % 2 == 0)}\n" for case in range(1, 21))
    path.with_name("study.truth.csv").write_text(table, encoding="utf-8")
    reads = str(path.with_name("study.R1.reads.jsonl"))
    assert main(["study", "export", str(path), reads, "--out", str(tmp_path / "tables")]) == 0
    assert len((tmp_path / "tables" / "pneumothorax.imrmc.csv").read_text("utf-8").splitlines()) == 1 + 20 + 40
    assert main(["study", "report", str(path), reads]) == 0
    told = capsys.readouterr().out
    assert "1.000*" in told  # with the model every film of the finding is rated above every other


def test_films_of_an_unaided_arm_are_not_even_analysed(
    reader: Application, engine: FakeEngine, tmp_path: Path, qtbot: QtBot
) -> None:
    player = begin(reader, write_study_of(tmp_path, 3, UNAIDED), "R1", qtbot)
    read_on(player, qtbot, lambda _: 1)
    assert engine.analysed == []


def test_nothing_tells_who_was_imaged_or_what_the_file_is_called(
    reader: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    player = begin(reader, write_study_of(tmp_path, 2, UNAIDED), "R1", qtbot)
    to_film(player, qtbot)
    texts = player.view.view.texts
    told = [label.text() for label in player.findChildren(QLabel)]
    told += [*texts.status, *texts.corners.top_left, *texts.corners.top_right, *texts.corners.bottom_right]
    assert not [text for text in told if "SECRET" in text or "DOE" in text.upper()]
    assert player.windowFlags() & Qt.WindowType.Window
    assert player.isFullScreen()


def test_with_the_model_second_its_word_comes_after_the_rating_and_may_change_it(
    reader: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    path = write_study_of(tmp_path, 1, AI_SECOND)
    player = begin(reader, path, "R1", qtbot)
    to_film(player, qtbot)
    assert not model_is_seen(player)
    press(player, "2")
    press(player, Qt.Key.Key_Return)
    to_film(player, qtbot)
    assert model_is_seen(player)
    assert player.reading.ratings == {"pneumothorax": 2}
    press(player, "4")
    press(player, Qt.Key.Key_Return)
    reads = read_results(path.with_name("study.R1.reads.jsonl")).reads
    assert {place.stage: read.ratings["pneumothorax"] for place, read in reads.items()} == {
        Stage.UNAIDED: 2,
        Stage.AIDED: 4,
    }
    assert {place.stage: bool(read.model) for place, read in reads.items()} == {Stage.UNAIDED: False, Stage.AIDED: True}


def test_after_a_kill_the_reader_stands_at_the_same_film_with_the_same_rating(
    reader: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    path = write_study_of(tmp_path, 4, UNAIDED)
    player = begin(reader, path, "R1", qtbot)
    read_on(player, qtbot, lambda _: 3, films=2)
    to_film(player, qtbot)
    press(player, "4")
    case, kept = case_of(player), path.with_name("study.R1.reads.jsonl").read_bytes()
    player.close()
    path.with_name("study.R2.reads.jsonl").unlink(missing_ok=True)
    path.with_name("study.R1.reads.jsonl").write_bytes(kept + b'{"type":"rat')  # as a kill would leave it
    again = begin(reader, path, "R1", qtbot)
    to_film(again, qtbot)
    assert case_of(again) == case
    assert again.reading.ratings == {"pneumothorax": 4}
    assert again.side.bar.value() == 2


def test_while_paused_the_film_is_hidden_and_the_clock_stands_still(
    reader: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    player = begin(reader, write_study_of(tmp_path, 2, UNAIDED), "R1", qtbot)
    assert not player.clock.running  # before the block begins
    to_film(player, qtbot)
    assert player.clock.running
    press(player, Qt.Key.Key_Escape)
    assert not player.film_is_seen
    assert not player.clock.running
    press(player, Qt.Key.Key_Return)
    assert player.film_is_seen
    assert player.clock.running


def test_behind_another_window_the_film_is_hidden_and_the_time_counts_as_away(
    reader: Application, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = begin(reader, write_study_of(tmp_path, 2, UNAIDED), "R1", qtbot)
    to_film(player, qtbot)
    monkeypatch.setattr(player, "isActiveWindow", lambda: False)
    QApplication.sendEvent(player, QEvent(QEvent.Type.ActivationChange))
    assert not player.film_is_seen
    assert not player.clock.running
    before = player.clock.away
    qtbot.waitUntil(lambda: player.clock.away > before)
    monkeypatch.setattr(player, "isActiveWindow", lambda: True)
    QApplication.sendEvent(player, QEvent(QEvent.Type.ActivationChange))
    assert player.film_is_seen
    assert player.clock.running


def test_enter_says_what_is_still_to_rate(reader: Application, tmp_path: Path, qtbot: QtBot) -> None:
    findings = ("pneumothorax", "pleural_effusion")
    player = begin(reader, write_study_of(tmp_path, 2, UNAIDED, findings=findings), "R1", qtbot)
    to_film(player, qtbot)
    case = case_of(player)
    press(player, "5")
    press(player, Qt.Key.Key_Return)
    assert "Pleural effusion" in player.side.hint.text()
    press(player, "1")
    assert player.reading.ratings == {"pneumothorax": 5, "pleural_effusion": 1}
    press(player, Qt.Key.Key_Return)
    to_film(player, qtbot)
    assert case_of(player) != case


def test_digits_make_a_rating_of_a_hundred(reader: Application, tmp_path: Path, qtbot: QtBot) -> None:
    player = begin(reader, write_study_of(tmp_path, 1, UNAIDED, scale=Scale.HUNDRED), "R1", qtbot)
    to_film(player, qtbot)
    press(player, "75")
    assert player.reading.ratings == {"pneumothorax": 75}
    press(player, Qt.Key.Key_Return)
    assert player.reading.asked is None


def test_a_reader_goes_back_where_the_study_lets_them_and_on_from_there(
    reader: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    path = write_study_of(tmp_path, 4, UNAIDED, go_back=True)
    player = begin(reader, path, "R1", qtbot)
    to_film(player, qtbot)
    first = case_of(player)
    read_on(player, qtbot, lambda _: 2, films=1)
    to_film(player, qtbot)
    second = case_of(player)
    press(player, Qt.Key.Key_Backspace)
    to_film(player, qtbot)
    assert case_of(player) == first
    assert player.reading.ratings == {"pneumothorax": 2}
    press(player, "5")
    press(player, Qt.Key.Key_Return)
    to_film(player, qtbot)
    assert case_of(player) == second
    reads = read_results(path.with_name("study.R1.reads.jsonl")).reads
    assert [read.ratings["pneumothorax"] for read in reads.values()] == [5]


def test_a_film_that_was_changed_is_not_shown(reader: Application, tmp_path: Path, qtbot: QtBot) -> None:
    path = write_study_of(tmp_path, 1, UNAIDED)
    film = next((tmp_path / "films").iterdir())
    film.write_bytes(film.read_bytes() + b"\0")
    player = begin(reader, path, "R1", qtbot)
    press(player, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: player.page.title.text() == "Film of the study changed")
    assert not player.film_is_seen


def test_reads_of_one_file_are_aided_by_one_model(reader: Application, tmp_path: Path, qtbot: QtBot) -> None:
    path = write_study_of(tmp_path, 2, AI_FIRST)
    player = begin(reader, path, "R1", qtbot)
    read_on(player, qtbot, lambda _: 3, films=1)
    player.close()
    kept = path.with_name("study.R1.reads.jsonl")
    kept.write_bytes(kept.read_bytes().replace(b'"model":"' + b"0" * 64, b'"model":"' + b"1" * 64))
    again = begin(reader, path, "R1", qtbot)
    press(again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: again.page.title.text() == "Another model than before")


def test_the_next_session_does_not_open_before_its_day(reader: Application, tmp_path: Path, qtbot: QtBot) -> None:
    path = write_study_of(tmp_path, 2, UNAIDED, AI_FIRST, washout_days=30)
    player = begin(reader, path, "R1", qtbot)
    assert read_on(player, qtbot, lambda _: 3) == 2
    assert "Session 2 of 2 opens on" in player.page.text.text()
    player.close()
    dialog = ask(reader)
    assert not dialog.start.isEnabled()
    assert "opens on" in dialog.about.text()


def test_a_study_that_another_window_reads_is_refused_in_words(
    reader: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    path = write_study_of(tmp_path, 1, UNAIDED)
    other = ResultsFile(path.with_name("study.R1.reads.jsonl"), read_study(path), "R1")
    dialog = ask(reader)
    dialog.path.setText(str(path))
    dialog.reader.setText("R1")
    dialog.start.click()
    other.close()
    assert reader.window.findChildren(StudyPlayer) == []
    notice = reader.controller.session.notice
    assert notice is not None
    assert notice.title == "This study is being read already"


def test_the_open_films_become_a_study_by_the_dialog(program: Application, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = ask(program)
    dialog.make.click()
    form = dialog.findChildren(StudyForm)[-1]
    form.title.setText("Three films")
    form.ask(tmp_path / "made.toml")
    qtbot.waitUntil(lambda: dialog.path.text() == str(tmp_path / "made.toml"))
    study = read_study(tmp_path / "made.toml")
    assert (study.title, len(study.films), [arm.name for arm in study.arms]) == (
        "Three films",
        3,
        ["Unaided", "AI first"],
    )
    assert "Three films" in dialog.about.text()
    assert replace(study, title="x").digest == study.digest
