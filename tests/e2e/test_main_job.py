"""The main job, as a user does it: open a film, see findings with heatmaps, export an annotated PNG."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.engine.checked_engine import CheckedEngine
from inference.imaging.display_pipeline import HATCH, render
from inference.reading import read_film
from tests.builders import write_dicom
from tests.e2e.hot_corner import COLUMNS, CORNER, hot_corner, unlike, viewports_of
from tests.e2e.user import Condition, User, analysed, analysed_anyway, export, session_of, use_pack
from viewer.__main__ import main
from viewer.state.session import is_analysing
from viewer.window.main_window import MainWindow

PATIENCE_S = 60.0


@pytest.fixture
def film_path(tmp_path: Path) -> Path:
    return write_dicom(tmp_path / "corner.dcm", hot_corner(), PatientName="WINTERBOTTOM^JANE", PatientID="ID-4711")


def test_a_film_is_opened_analysed_toggled_and_exported_with_its_overlay_in_place(
    qapp: QApplication, tiny_pack: Path, film_path: Path, tmp_path: Path
) -> None:
    use_pack(tiny_pack)
    report = tmp_path / "out" / "report.png"

    def script(window: MainWindow) -> Iterator[Condition]:
        yield from analysed_anyway(window)
        assert session_of(window).overlay.drawn == frozenset()
        QTest.keyClick(window, Qt.Key.Key_F2)
        assert session_of(window).overlay.drawn == {"pneumothorax"}
        window.findings.controls.opacity.setValue(80)
        assert session_of(window).overlay.opacity == pytest.approx(0.8)
        export(window, report)
        yield report.exists

    user = User(script)
    assert main([str(film_path)]) == 0
    user.check()
    viewports, facts = viewports_of(report)
    shown = render(read_film(film_path))
    assert unlike(viewports["film"], shown) < 4
    how = {"opacity": 0.8, "colormap": "inferno", "outlined": False, "apart": None}
    assert facts["overlay"] == {"findings": ["pneumothorax"], **how}
    colour = viewports["overlay"].astype(int).max(axis=2) - viewports["overlay"].astype(int).min(axis=2)
    corner = CORNER * colour.shape[1] // COLUMNS  # in page pixels
    assert colour[: corner // 2, : corner // 2].mean() > 40
    assert colour[-corner:, -corner:].max() <= 1
    assert unlike(viewports["overlay"][-corner:, -corner:], shown[-CORNER:, -CORNER:]) < 6


def test_an_anonymised_report_holds_nothing_of_the_patient(
    qapp: QApplication, tiny_pack: Path, film_path: Path, tmp_path: Path
) -> None:
    use_pack(tiny_pack)
    report = tmp_path / "report.png"

    def script(window: MainWindow) -> Iterator[Condition]:
        yield from analysed_anyway(window)
        export(window, report)
        yield report.exists

    user = User(script)
    main([str(film_path)])
    user.check()
    with Image.open(report) as page:
        chunk = page.text["ThoraCAM"]  # type: ignore[attr-defined]  # a PNG has text chunks
    assert "WINTERBOTTOM" not in chunk
    assert "ID-4711" not in chunk
    assert "corner" not in chunk


def test_closing_during_an_analysis_is_clean(
    qapp: QApplication, tiny_pack: Path, film_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_pack(tiny_pack)
    begun, seen, analyse = threading.Event(), threading.Event(), CheckedEngine.analyse

    def analysing(engine: CheckedEngine, film: Radiograph, **words: Any) -> Analysis:
        begun.set()
        assert seen.wait(PATIENCE_S)
        return analyse(engine, film, **words)

    def script(window: MainWindow) -> Iterator[Condition]:
        yield begun.is_set
        assert is_analysing(session_of(window))
        seen.set()
        window.close()

    monkeypatch.setattr(CheckedEngine, "analyse", analysing)
    user = User(script)
    assert main([str(film_path)]) == 0
    user.check()
    assert seen.is_set()


def test_a_file_that_is_no_film_is_said_in_the_window(qapp: QApplication, tiny_pack: Path, tmp_path: Path) -> None:
    use_pack(tiny_pack)
    page = tmp_path / "page.dcm"
    page.write_text("<html><body>Not found</body></html>", encoding="utf-8")
    said: list[str] = []

    def script(window: MainWindow) -> Iterator[Condition]:
        yield window.notice.isVisible
        said.append(window.notice.label.text())

    user = User(script)
    main([str(page)])
    user.check()
    assert "page.dcm" in said[0]
    assert "Traceback" not in said[0]


def test_without_arguments_the_bundled_sample_study_opens(qapp: QApplication, tiny_pack: Path) -> None:
    use_pack(tiny_pack)

    def script(window: MainWindow) -> Iterator[Condition]:
        yield analysed(window)
        assert len(session_of(window).films) >= 2

    user = User(script)
    assert main([]) == 0
    user.check()


def test_a_film_that_is_no_chest_is_refused_in_words_and_one_click_insists(
    qapp: QApplication, tiny_pack: Path, film_path: Path, tmp_path: Path
) -> None:
    use_pack(tiny_pack)
    report = tmp_path / "report.png"

    def script(window: MainWindow) -> Iterator[Condition]:
        yield analysed(window)
        assert window.findings.doubts.isVisible()
        assert "not analysed" in window.findings.rows["pneumothorax"].state.text()
        assert window.findings.rows["pneumothorax"].number.text() == "–"
        row = next(row for row in window.worklist.list.shown_rows() if row.path == film_path)
        assert "refused by the film check" in row.text
        yield from analysed_anyway(window)
        assert window.findings.rows["pneumothorax"].number.text() != "–"
        assert "override" in window.findings.doubts.text()
        export(window, report)
        yield report.exists

    user = User(script)
    main([str(film_path)])
    user.check()


def test_a_film_cut_short_is_shown_in_part_under_a_banner_and_nobody_can_insist(
    qapp: QApplication, tiny_pack: Path, film_path: Path, tmp_path: Path
) -> None:
    use_pack(tiny_pack)
    film_path.write_bytes(film_path.read_bytes()[:-60_000])
    report = tmp_path / "report.png"

    def script(window: MainWindow) -> Iterator[Condition]:
        yield analysed(window)
        assert window.notice.isVisible()
        assert "Film cut short" in window.notice.label.text()
        assert "hatched" in window.findings.doubts.text()
        assert window.findings.foot.anyway.isHidden()
        assert "not analysed" in window.findings.rows["pneumothorax"].state.text()
        assert "incomplete" in window.findings.rows["pneumothorax"].state.toolTip()
        assert window.findings.rows["pneumothorax"].number.text() == "–"
        assert [line.text for line in window.viewports.film.texts.caption] == ["The film is incomplete."]
        export(window, report)
        yield report.exists

    user = User(script)
    main([str(film_path)])
    user.check()
    viewports, _ = viewports_of(report)
    lowest = viewports["film"][-60:]
    assert {lowest.min(), lowest.max()} <= {*range(min(HATCH) - 30, max(HATCH) + 31)}
    assert lowest.std() > 3  # hatched
