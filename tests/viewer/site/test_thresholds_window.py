"""The dialog of site thresholds in the real window: own films, a point beside the pack's, a file, withdrawn."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

import resources
from inference.core.findings import FINDINGS
from inference.model_pack import load_pack
from inference.site.thresholds import file
from viewer.app.application import Application
from viewer.site.thresholds.thresholds_dialog import ThresholdsDialog

KEY = "pneumothorax"


def results(folder: Path, scores: list[float], first: int = 0) -> Path:
    pack_hash = load_pack(resources.DEFAULT_PACK).pack_hash
    for number, score in enumerate(scores, start=first):
        place = folder / str(number)
        place.mkdir(parents=True)
        facts = {
            "film": {"hash": f"{number:064d}"},
            "findings": [{"finding": one.key, "score": score} for one in FINDINGS],
            "provenance": {"pack_hash": pack_hash, "preparation": "1"},
        }
        (place / "result.json").write_text(json.dumps(facts))
    return folder


@pytest.fixture
def dialog(program: Application, qtbot: QtBot) -> ThresholdsDialog:
    program.window.commands.run("site_thresholds")
    made = program.window.site.thresholds_dialog
    assert made is not None
    qtbot.waitUntil(lambda: bool(made.pack.pack_hash), timeout=10_000)
    made.form.finding.setCurrentIndex(made.form.finding.findData(KEY))
    return made


def test_fifty_normals_give_a_point_with_its_interval(dialog: ThresholdsDialog, qtbot: QtBot, tmp_path: Path) -> None:
    assert not dialog.form.use.isEnabled()
    assert "9 more are needed" in dialog.form.result.text()
    dialog.take_normals(results(tmp_path / "normals", list(np.linspace(0.01, 0.5, 50))))
    qtbot.waitUntil(lambda: dialog.form.use.isEnabled(), timeout=10_000)
    assert "50 normals leave between 4 and 17" in dialog.form.result.text()
    assert "nobody knows how many it finds" in dialog.form.result.text()
    assert not dialog.form.band.isEnabled()
    assert "0 normals and 9 positives are missing" in dialog.form.band.text()
    dialog.take_positives(results(tmp_path / "positives", list(np.linspace(0.2, 0.9, 12)), first=100))
    qtbot.waitUntil(lambda: dialog.form.band.isEnabled(), timeout=10_000)
    assert "of 12 positives" in dialog.form.result.text()
    dialog.form.band.setChecked(True)
    point = dialog.desk.point(KEY)
    assert point is not None
    assert point.band is not None
    dialog.form.false_calls.setValue(1)
    assert "49 more are needed" in dialog.form.result.text()


def test_thresholds_are_put_in_force_exported_brought_in_and_withdrawn(
    dialog: ThresholdsDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.take_normals(results(tmp_path / "normals", list(np.linspace(0.01, 0.5, 30))))
    qtbot.waitUntil(lambda: dialog.form.use.isEnabled(), timeout=10_000)
    dialog.form.signer.setText("A. Kim")
    dialog.form.prevalence.setCurrentIndex(dialog.form.prevalence.findData(0.02))
    dialog.export(tmp_path / "ours.toml")
    qtbot.waitUntil(lambda: (tmp_path / "ours.toml").exists(), timeout=10_000)
    point = file.usable(tmp_path / "ours.toml").point(KEY)
    assert point is not None
    assert (point.signer, point.prevalence) == ("A. Kim", 0.02)
    dialog.put_in_force()
    qtbot.waitUntil(lambda: "signed off by A. Kim" in dialog.form.head.text(), timeout=10_000)
    dialog.withdraw()
    qtbot.waitUntil(lambda: "No site thresholds are in force" in dialog.form.head.text(), timeout=10_000)
    dialog.bring(tmp_path / "ours.toml")
    qtbot.waitUntil(lambda: "signed off by A. Kim" in dialog.form.head.text(), timeout=10_000)


def test_a_folder_without_films_is_said_in_the_dialog(dialog: ThresholdsDialog, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    dialog.take_normals(tmp_path / "empty")
    assert "Collecting" in dialog.form.said.text()
    qtbot.waitUntil(lambda: "There is no film" in dialog.form.said.text(), timeout=10_000)
    assert "thoracam" not in dialog.form.said.text()


def test_nothing_is_collected_for_a_dialog_that_is_closed(
    dialog: ThresholdsDialog, program: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.take_normals(results(tmp_path / "normals", [0.1] * 3))
    assert program.controller.session.busy is not None
    dialog.close()
    assert program.controller.session.busy is None
