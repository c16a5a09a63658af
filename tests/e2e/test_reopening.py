"""``thoracam open REPORT.png``: the film comes back as the report shows it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inference.annotations.store import annotations_folder
from inference.core.annotation import Annotation, AnnotationKind
from inference.core.reader_annotations import Agreement
from inference.core.voi import VoiWindow
from inference.imaging.spatial_transform import CLOCKWISE
from tests.builders import write_dicom, write_png
from tests.e2e.hot_corner import hot_corner
from tests.e2e.user import Condition, User, analysed_anyway, export, session_of, use_pack
from tests.inference.report.output.test_reopen import edited
from viewer.__main__ import main
from viewer.window.main_window import MainWindow

LINE = Annotation(1, AnnotationKind.LENGTH, ((10.0, 20.0), (60.0, 90.0)))


@pytest.fixture
def film_path(tmp_path: Path) -> Path:
    (tmp_path / "films").mkdir()
    return write_dicom(tmp_path / "films" / "corner.dcm", hot_corner(), PatientName="WINTERBOTTOM^JANE")


@pytest.fixture
def report(qapp: QApplication, tiny_pack: Path, film_path: Path, tmp_path: Path) -> Path:
    """A report of the film with a window, a polarity and an overlay of the user's own."""
    use_pack(tiny_pack)
    path = tmp_path / "reports" / "report.png"

    def script(window: MainWindow) -> Iterator[Condition]:
        yield from analysed_anyway(window)
        window.controller.view.set_voi(VoiWindow(1234, 567))
        QTest.keyClick(window, Qt.Key.Key_I)
        QTest.keyClick(window, Qt.Key.Key_F2)
        QTest.keyClick(window, Qt.Key.Key_U)
        window.commands.run("link_windows")
        window.controller.view.set_voi(VoiWindow(2000, 345), overlay=True)
        window.findings.opacity.setValue(70)
        QTest.keyClick(window, Qt.Key.Key_R)
        window.controller.annotations.add(LINE)
        window.controller.assessments.judge("pneumothorax", 2)
        export(window, path)
        yield path.exists

    user = User(script)
    assert main([str(film_path)]) == 0
    user.check()
    return path


def shown_again(window: MainWindow, film: Path) -> Condition:
    return lambda: session_of(window).current == film and bool(session_of(window).overlay.drawn)


@pytest.mark.parametrize("kept", [True, False], ids=["on the same computer", "on another computer"])
def test_film_window_transform_overlay_and_annotations_come_back(
    report: Path, film_path: Path, tmp_path: Path, kept: bool
) -> None:
    if not kept:
        shutil.rmtree(annotations_folder())

    def script(window: MainWindow) -> Iterator[Condition]:
        yield shown_again(window, film_path)
        session = session_of(window)
        assert session.presentation.voi == VoiWindow(1234, 567)
        assert session.presentation.invert
        assert session.overlay.drawn == {"pneumothorax"}
        assert session.overlay.opacity == pytest.approx(0.7)
        assert session.presentation.transform == CLOCKWISE
        assert session.reading.annotations == (LINE,)
        assert session.reading.assessment("pneumothorax").choice is Agreement.REJECT
        assert session.overlay.outlined
        assert session.presentation.unlinked is not None
        assert session.presentation.unlinked.voi == VoiWindow(2000, 345)
        assert not window.commands.actions["link_windows"].isChecked()
        assert session.notice is None
        assert session.film is not None
        assert session.film.analysis is not None
        assert session.film.analysis.override  # as when the report was made
        again = tmp_path / "again.png"
        export(window, again)
        yield again.exists

    user = User(script)
    assert main(["open", str(report), str(film_path.parent)]) == 0
    user.check()


def test_annotations_that_were_changed_since_stay_and_it_is_said(report: Path, film_path: Path) -> None:
    other = Annotation(1, AnnotationKind.ARROW, ((5.0, 5.0), (9.0, 9.0)))

    def change(window: MainWindow) -> Iterator[Condition]:
        yield lambda: bool(session_of(window).reading.annotations)
        window.controller.annotations.delete_all()
        window.controller.annotations.add(other)

    user = User(change)
    assert main([str(film_path)]) == 0
    user.check()

    def script(window: MainWindow) -> Iterator[Condition]:
        yield lambda: window.notice.isVisible() and "annotations" in window.notice.label.text()
        assert session_of(window).reading.annotations == (other,)

    user = User(script)
    assert main(["open", str(report), str(film_path.parent)]) == 0
    user.check()


def test_a_changed_report_is_said_in_the_window(report: Path, film_path: Path) -> None:
    edited(report, pixel=True)
    said: list[str] = []

    def script(window: MainWindow) -> Iterator[Condition]:
        yield lambda: window.notice.isVisible() and "changed" in window.notice.label.text()
        said.append(window.notice.label.text())

    user = User(script)
    assert main([str(report), str(film_path.parent)]) == 0
    user.check()
    assert "report.png" in said[0]


def test_a_film_that_is_not_found_is_said_in_the_window(report: Path, film_path: Path) -> None:
    film_path.unlink()

    def script(window: MainWindow) -> Iterator[Condition]:
        yield lambda: window.notice.isVisible() and "report" in window.notice.label.text()
        assert "was not found" in window.notice.label.text()

    user = User(script)
    assert main(["open", str(report)]) == 0
    user.check()


def test_what_is_no_report_is_said_and_no_window_opens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = write_png(tmp_path / "film.png", hot_corner())
    assert main(["open", str(picture)]) == 2
    assert "film.png" in capsys.readouterr().err
    assert main(["open", str(tmp_path / "none.png")]) == 2
    assert "none.png" in capsys.readouterr().err
