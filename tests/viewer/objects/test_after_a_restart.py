"""A film that was left in another program's presentation state comes back in it after a restart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom.sequence import Sequence
from pytestqt.qtbot import QtBot

import resources
from tests.builders import phantom, write_dicom
from tests.dicom_writing import lut_item
from tests.inference.reading.objects.states import item, window, write_state
from tests.inference.report.dicom.dicom_results import WHO
from tests.inference.report.dicom.test_presentation_state import SHUTTERS
from tests.viewer.app.test_session_autosave import Starts
from tests.viewer.hands import Build, analysed, session
from viewer.app.application import Application


@pytest.fixture
def starts(build: Build, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Starts:
    sample, path = write_dicom(tmp_path / "sample.dcm", phantom()), resources.path
    monkeypatch.setattr(resources, "path", lambda name: sample if name == "samples" else path(name))
    (tmp_path / "study").mkdir()
    return Starts(build, tmp_path / "data" / "session.json", qtbot)


GREYS: dict[str, Any] = {
    "window": window(2000, 900),
    "lut": Sequence([item(VOILUTSequence=lut_item([*range(0, 65536, 16)], first=0))]),
}


@pytest.mark.parametrize("greys", GREYS)
def test_a_film_that_was_left_in_a_presentation_state_comes_back_in_it(
    starts: Starts, tmp_path: Path, greys: str
) -> None:
    def shown(program: Application) -> bool:
        objects = program.window.objects
        return objects.chip.button.text().startswith("BONES") and bool(objects.layer.item.drawn.layers)

    film = write_dicom(tmp_path / "study" / "film.dcm", phantom(), **WHO)
    line = item(GraphicAnnotationUnits="PIXEL", GraphicData=[10.0, 20.0, 60.0, 70.0], GraphicType="POLYLINE")
    drawn = [item(GraphicLayer="A", GraphicObjectSequence=[line])]
    shutter = SHUTTERS["circle"]
    write_state(
        film.with_name("state.dcm"),
        film,
        SoftcopyVOILUTSequence=GREYS[greys],
        GraphicAnnotationSequence=drawn,
        **shutter,
    )
    program = starts.start(film.parent)
    starts.qtbot.waitUntil(lambda: bool(session(program).others.found), timeout=20_000)
    program.window.commands.run("next_presentation")
    assert shown(program)
    seen = program.window.viewports.overlay.layers.grey.copy()
    program.close()
    program = starts.start()
    program.window.offer.accept.click()
    starts.qtbot.waitUntil(lambda: shown(program), timeout=20_000)
    assert np.array_equal(program.window.viewports.overlay.layers.grey, seen)
    program.window.commands.run("presentation_as_stored")
    assert not program.window.objects.layer.item.drawn.layers


def test_a_presentation_state_that_is_gone_leaves_the_window_it_was_shown_in(starts: Starts, tmp_path: Path) -> None:
    film = write_dicom(tmp_path / "study" / "film.dcm", phantom(), **WHO)
    state = write_state(film.with_name("state.dcm"), film, SoftcopyVOILUTSequence=window(2000, 900))
    program = starts.start(film.parent)
    starts.qtbot.waitUntil(lambda: bool(session(program).others.found), timeout=20_000)
    program.window.commands.run("next_presentation")
    left = session(program).presentation.voi
    program.close()
    state.unlink()
    program = starts.start()
    program.window.offer.accept.click()
    starts.qtbot.waitUntil(lambda: session(program).current == film and analysed(program), timeout=20_000)
    assert session(program).presentation.voi == left
    assert not program.window.objects.layer.item.drawn.layers
