"""What a model judges beyond the seven: one line below them, which opens to rows with overlays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inference.core.analysis import Analysis, FindingResult, Heatmap, ScoreState
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph, read_only
from inference.core.findings import EXTRA, Finding
from inference.core.ports import ProgressCallback, no_progress
from tests.builders import phantom, write_dicom
from tests.viewer.findings.seven_results import SevenResults
from tests.viewer.hands import Build, opened, session

NODULE = Finding(f"{EXTRA}nodule", "Nodule", "")


class EightResults(SevenResults):
    """Judges one thing more."""

    def analyse(
        self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback = no_progress
    ) -> Analysis:
        found = super().analyse(radiograph, token=token, progress=progress)
        seven = found.result(found.results[1].finding).heatmap
        assert seven is not None
        heat = Heatmap(NODULE, read_only(seven.values.copy()), seven.full_scale)
        return replace(found, extra=(FindingResult(NODULE, ScoreState.ABOVE, 0.7, 0.7, 0.5, heatmap=heat),))


def test_they_are_folded_below_the_seven_and_their_overlay_is_drawn(build: Build, qtbot: QtBot, tmp_path: Path) -> None:
    write_dicom(tmp_path / "film.dcm", phantom())
    program = build(EightResults())
    opened(program, tmp_path / "film.dcm", qtbot)
    panel = program.window.findings
    qtbot.waitUntil(lambda: panel.extra.isVisible())
    assert panel.extra.head.text() == "Further findings: 1, above: 1"
    row = panel.extra.rows[NODULE.key]
    assert not row.isVisible()
    QTest.mouseClick(panel.extra.head, Qt.MouseButton.LeftButton)
    assert row.isVisible()
    assert (row.name.text(), row.number.text()) == ("Nodule", "70 %")
    QTest.mouseClick(row.toggle, Qt.MouseButton.LeftButton)
    assert NODULE.key in session(program).overlay.drawn
    assert row.toggle.isChecked()


def test_they_are_gone_where_the_model_judges_nothing_more(build: Build, qtbot: QtBot, tmp_path: Path) -> None:
    write_dicom(tmp_path / "film.dcm", phantom())
    program = build(SevenResults())
    opened(program, tmp_path / "film.dcm", qtbot)
    assert not program.window.findings.extra.isVisible()
