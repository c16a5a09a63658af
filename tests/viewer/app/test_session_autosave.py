"""What was open comes back after a restart, if and as the user wishes; also after an end that was none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

import resources
from inference.core.voi import VoiFunction, VoiWindow
from inference.imaging.spatial_transform import CLOCKWISE, UPRIGHT
from tests.builders import phantom, write_dicom
from tests.viewer.hands import Build, analysed, session
from viewer.app import application
from viewer.app.application import Application
from viewer.app.session_file import LastTime, SessionFile
from viewer.state.overlay import Overlay
from viewer.state.saved_session import SavedSession, Shown, from_dict, to_dict
from viewer.state.session import GrayscaleState, PresentationState

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FILM = Path("/films/필름 \udcff 1.dcm")  # a name of odd bytes is a name
LOOK = PresentationState(
    voi=VoiWindow(100.0, 50.0, VoiFunction.SIGMOID, "LUNG", 0.5),
    invert=True,
    overlay_planes=True,
    transform=CLOCKWISE,
    unlinked=GrayscaleState(VoiWindow(7.0, 3.0), invert=True),
    applied=Path("/films/state.dcm"),
)
WAS = SavedSession(
    opened=(Path("/films"), Path("/other/x.zip")),
    current=FILM,
    films={FILM: Shown(2, LOOK)},
    overlay=Overlay(frozenset({"pneumothorax"}), visible=True, opacity=0.6, colormap="viridis", outlined=True),
    method="layercam",
    comparing=True,
)


class Starts:
    """Starts of the program one after the other, all noting what is open in one file."""

    def __init__(self, build: Build, path: Path, qtbot: QtBot) -> None:
        self.build, self.path, self.qtbot = build, path, qtbot

    def start(self, *paths: Path, wish: str = "ask") -> Application:
        program = self.build()
        program.settings.now = replace(program.settings.now, reopen=wish)
        program.keeper = application.keeper_of(program, SessionFile(self.path))
        application.open_first(program, paths)
        if session(program).busy is None:  # nothing comes by itself after the first start
            program.window.files.open_samples()
        self.qtbot.waitUntil(lambda: analysed(program), timeout=20_000)
        return program

    def crash(self, program: Application) -> None:
        """End it in a way that lets nothing be written any more."""
        assert program.keeper is not None
        program.keeper.note()
        program.keeper.stop()
        program.keeper = None
        program.close()

    def written(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.path.read_text("utf-8"))
        return found


@pytest.fixture
def starts(build: Build, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Starts:
    sample, path = write_dicom(tmp_path / "sample.dcm", phantom()), resources.path  # one, since each is read anew
    monkeypatch.setattr(resources, "path", lambda name: sample if name == "samples" else path(name))
    return Starts(build, tmp_path / "data" / "session.json", qtbot)


def offer(program: Application) -> str:
    return program.window.offer.label.text() if program.window.offer.isVisible() else ""


def opened_as_it_was(program: Application, films: Path) -> bool:
    state = session(program)
    return state.current == films / "1.dcm" and state.presentation.invert and state.overlay.visible


def left_with_something_open(starts: Starts, films: Path) -> Application:
    program = starts.start(films)
    program.controller.travel.select(films / "1.dcm")
    starts.qtbot.waitUntil(lambda: analysed(program), timeout=20_000)
    program.controller.view.toggle_invert()
    program.controller.view.toggle_finding("pneumothorax")
    return program


def test_everything_is_the_same_after_writing_and_reading(tmp_path: Path) -> None:
    file = SessionFile(tmp_path / "session.json")
    file.write(LastTime(WAS, ended=False))
    found = file.read()
    assert found.ended is False
    assert to_dict(found.was) == to_dict(WAS)
    assert found.was.opened == WAS.opened
    assert found.was.films[FILM].presentation.transform == CLOCKWISE
    assert found.was.films[FILM].presentation.applied == LOOK.applied
    assert found.was.overlay == WAS.overlay
    assert (tmp_path / "session.json").stat().st_mode & 0o077 == 0  # paths may name people


@given(st.dictionaries(st.sampled_from(sorted(to_dict(WAS))), ANY))
def test_no_content_of_the_file_makes_senseless_films(facts: dict[str, Any]) -> None:
    made = from_dict(facts)
    assert all(shown.frame >= 0 for shown in made.films.values())
    assert 0 <= made.overlay.opacity <= 1


def changed(name: str, **parts: Any) -> dict[str, Any]:
    """What is written, with other content in one of its tables."""
    written = json.loads(json.dumps(to_dict(WAS)))
    table = written["films"][str(FILM)] if name == "films" else written[name]
    table.update(parts)
    return dict(written)


@pytest.mark.parametrize(
    "parts",
    [
        {"frame": -1},
        {"frame": "2"},
        {"turn": [1, 0, 0]},
        {"window": {"center": 1}},
        {"window": {"center": 1, "width": 0, "function": "LINEAR", "gamma": 1, "name": ""}},
        {"window": {"center": 1, "width": float("inf"), "function": "LINEAR", "gamma": 1, "name": ""}},
        {"window": {"center": 1, "width": 1, "function": "CUBIC", "gamma": 1, "name": ""}},
        {"invert": 1},
        {"apart": {"window": None}},
        {"state": 3},
    ],
)
def test_a_film_that_makes_no_sense_opens_as_any_and_the_rest_stays(parts: dict[str, Any]) -> None:
    found = from_dict(changed("films", **parts))
    assert found.films[FILM].frame == 0
    assert found.films[FILM].presentation.voi is None
    assert (found.opened, found.overlay, found.method) == (WAS.opened, WAS.overlay, WAS.method)


def test_a_turn_that_is_none_leaves_the_film_upright_in_its_window() -> None:
    presentation = from_dict(changed("films", turn=[2, 0, 0, 1])).films[FILM].presentation
    assert (presentation.transform, presentation.voi) == (UPRIGHT, LOOK.voi)


def test_an_overlay_of_a_newer_version_is_shown_as_far_as_this_one_knows_it() -> None:
    found = from_dict(changed("overlay", findings=["pneumothorax", "cold"], colormap="plasma", blur=3)).overlay
    assert found == replace(WAS.overlay, colormap=Overlay().colormap)
    assert from_dict(changed("overlay", findings="pneumothorax")).overlay == Overlay()


@pytest.mark.parametrize("content", ["", "[", "[]", "null", '{"opened": 3}', "\x00", "{" * 5000])
def test_a_damaged_file_is_as_good_as_none(content: str, tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    path.write_text(content, encoding="utf-8")
    assert SessionFile(path).read().was.opened == ()


def test_after_a_restart_what_was_open_is_offered_and_comes_back_as_it_was(starts: Starts, films: Path) -> None:
    left_with_something_open(starts, films).close()
    program = starts.start()
    assert "Open when you last left" in offer(program)
    assert "films" in offer(program)
    program.window.offer.accept.click()
    starts.qtbot.waitUntil(lambda: opened_as_it_was(program, films), timeout=20_000)
    assert offer(program) == ""


def test_the_overlay_viewports_own_window_opacity_and_colours_come_back_too(starts: Starts, films: Path) -> None:
    program = left_with_something_open(starts, films)
    program.window.commands.run("link_windows")
    program.controller.view.set_voi(VoiWindow(1500, 900), overlay=True)
    program.controller.view.set_opacity(0.7)
    program.controller.view.set_colormap("viridis")
    program.close()
    program = starts.start()
    program.controller.view.set_opacity(0.2)
    program.controller.view.set_colormap("jet")
    program.window.offer.accept.click()
    starts.qtbot.waitUntil(lambda: opened_as_it_was(program, films), timeout=20_000)
    own = session(program).presentation.grayscale(overlay=True)
    assert own.voi == VoiWindow(1500, 900)
    assert session(program).presentation.voi is None
    assert (session(program).overlay.opacity, session(program).overlay.colormap) == (0.7, "viridis")


def test_after_a_bad_end_it_is_said_and_offered_even_beside_other_films(
    starts: Starts, films: Path, tmp_path: Path
) -> None:
    starts.crash(left_with_something_open(starts, films))
    other = write_dicom(tmp_path / "other.dcm", phantom())
    program = starts.start(other)
    assert "did not end properly" in offer(program)
    starts.crash(program)  # before the user answered
    program = starts.start()
    assert "“films”, “other.dcm”" in offer(program)
    program.window.offer.accept.click()
    starts.qtbot.waitUntil(lambda: len(session(program).films) >= 4, timeout=20_000)


def test_an_offer_outlives_a_new_window_in_another_language(starts: Starts, films: Path) -> None:
    left_with_something_open(starts, films).close()
    program = starts.start()
    program.rebuild_window()
    program.window.offer.accept.click()
    starts.qtbot.waitUntil(lambda: opened_as_it_was(program, films), timeout=20_000)


def test_who_wants_it_always_gets_it_without_a_question_but_not_after_a_bad_end(starts: Starts, films: Path) -> None:
    left_with_something_open(starts, films).close()
    program = starts.start(wish="always")
    starts.qtbot.waitUntil(lambda: opened_as_it_was(program, films), timeout=20_000)
    assert offer(program) == ""
    starts.crash(program)
    assert "did not end properly" in offer(starts.start(wish="always"))


def test_who_never_wants_it_leaves_no_path_behind(starts: Starts, films: Path) -> None:
    left_with_something_open(starts, films).close()
    program = starts.start(films, wish="never")
    assert offer(program) == ""
    program.close()
    assert starts.written()["opened"] == []
    assert str(films) not in starts.path.read_text("utf-8")


def test_a_dismissed_offer_is_not_made_again(starts: Starts, films: Path) -> None:
    left_with_something_open(starts, films).close()
    program = starts.start()
    program.controller.messages.dismiss_offer()
    program.close()
    assert offer(starts.start()) == ""


def test_the_bundled_samples_are_nothing_to_come_back_to(starts: Starts) -> None:
    program = starts.start()
    assert resources.path("samples") in session(program).opened
    program.close()
    assert starts.written()["opened"] == []


def test_films_that_are_gone_stay_offered_until_their_disk_is_back(starts: Starts, films: Path) -> None:
    left_with_something_open(starts, films).close()
    away = films.rename(films.with_name("away"))
    program = starts.start()
    program.window.offer.accept.click()
    starts.qtbot.waitUntil(lambda: "not found" in program.window.notice.label.text(), timeout=20_000)
    assert offer(program)
    away.rename(films)
    program.window.offer.accept.click()
    starts.qtbot.waitUntil(lambda: opened_as_it_was(program, films), timeout=20_000)
