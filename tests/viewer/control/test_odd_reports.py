"""Reports whose description somebody wrote by hand: what makes no sense in them is passed over, and nothing breaks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inference.files.atomic_file import write_whole
from inference.report.page.film.report import film_report
from inference.report.page.png import ReportOptions, page_png
from tests.fakes import analysis_of
from tests.viewer.hands import radiograph, session
from viewer.app.application import Application

ODD: dict[str, list[object]] = {
    "method": [["gradcam"], {}, 4, "no such method"],
    "pack": [None, [], "pack", {"hash": 7}],
    "overlay": [None, {"findings": [[1]], "opacity": 10**400}, {"findings": {}, "opacity": "much"}],
    "turn": [[], "abc"],
    "inverted": ["yes"],
    "window": [{"kind": []}, 10**400],
    "signed_by": [["x"], 3],
    "created": [10**400],
    "analysed_anyway": [["x"]],
    "reader": [[], {"format": 1}],
}


@pytest.mark.parametrize("name", ODD)
def test_a_report_with_an_odd_fact_shows_its_film(program: Application, films: Path, qtbot: QtBot, name: str) -> None:
    film = radiograph(program)
    options = ReportOptions(keys=frozenset({"pneumothorax"}))
    report = film_report(film, analysis_of(film), options)
    before = program.controller.changes.listener_count
    for place, value in enumerate(ODD[name]):
        path = films / f"report-{place}.png"
        write_whole(path, page_png(replace(report, facts={**report.facts, name: value}), 0, options))
        program.window.files.open_paths((path,))
        qtbot.waitUntil(lambda: session(program).busy is not None, timeout=20_000)
        qtbot.waitUntil(lambda: session(program).busy is None, timeout=20_000)
        assert radiograph(program).film_hash == film.film_hash
        qtbot.waitUntil(lambda: program.controller.changes.listener_count == before, timeout=20_000)
