"""Who listened for something that is over listens no more: an old window, a restored report, a restored session."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from inference.files.atomic_file import write_whole
from inference.report.page.png import ReportOptions, report_png
from tests.fakes import analysis_of
from tests.viewer.hands import Build, analysed, radiograph, session
from viewer.app.application import Application
from viewer.state.saved_session import what_is_open


def listeners(program: Application) -> int:
    return program.controller.changes.listener_count


def test_a_window_in_the_place_of_another_leaves_as_many_listeners(program: Application) -> None:
    before = listeners(program)
    for _ in range(3):
        program.rebuild_window()
    assert listeners(program) == before


def test_a_study_that_is_reopened_leaves_as_many_listeners(program: Application, qtbot: QtBot) -> None:
    program.window.commands.run("overlay_pneumothorax")
    before = listeners(program)
    program.reopen()
    qtbot.waitUntil(lambda: analysed(program) and session(program).overlay.visible, timeout=20_000)
    assert listeners(program) == before


def test_what_waited_for_an_analysis_leaves_when_the_user_goes_elsewhere(program: Application, qtbot: QtBot) -> None:
    program.window.commands.run("overlay_pneumothorax")
    was, before = what_is_open(session(program)), listeners(program)
    program.controller.opening.restore(was)
    qtbot.waitUntil(lambda: session(program).busy is None, timeout=20_000)
    program.controller.travel.go(1)
    assert listeners(program) == before


def test_a_report_that_was_restored_is_listened_for_no_more(
    build: Build, program: Application, films: Path, qtbot: QtBot
) -> None:
    film, before = radiograph(program), listeners(program)
    shown = ReportOptions(keys=frozenset({"pneumothorax"}), invert=True)
    write_whole(films / "report.png", report_png(film, analysis_of(film), shown))
    program.window.files.open_paths((films / "report.png",))
    qtbot.waitUntil(lambda: session(program).overlay.visible, timeout=20_000)
    assert session(program).presentation.invert
    assert listeners(program) == before


def test_a_report_whose_analysis_never_came_is_left_behind_with_its_film(
    build: Build, films: Path, program: Application, qtbot: QtBot
) -> None:
    film, before = radiograph(program), listeners(program)
    write_whole(films / "report.png", report_png(film, analysis_of(film, method="layercam"), ReportOptions()))
    program.controller.analysing.set_method("gradcam")
    program.window.files.open_paths((films / "report.png",))
    qtbot.waitUntil(lambda: session(program).busy is None, timeout=20_000)
    program.controller.travel.go(1)
    qtbot.waitUntil(lambda: analysed(program), timeout=20_000)
    assert listeners(program) == before
