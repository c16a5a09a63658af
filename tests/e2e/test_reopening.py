"""``thoracam open REPORT.png``: the film comes back as the report shows it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
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
from inference.report.output.reopen import read_report
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
        window.findings.controls.opacity.setValue(70)
        QTest.keyClick(window, Qt.Key.Key_R)
        window.controller.annotations.add(LINE)
        window.controller.assessments.judge("pneumothorax", 2)
        export(window, path, anonymize=False, reader="Kim^Ada")
        yield path.exists

    user = User(script)
    assert main([str(film_path)]) == 0
    user.check()
    return path


def shown_again(window: MainWindow, film: Path) -> Condition:
    return lambda: session_of(window).current == film and bool(session_of(window).overlay.drawn)


def shown_as_in_the_report(window: MainWindow) -> None:
    session = session_of(window)
    assert session.presentation.voi == VoiWindow(1234, 567)
    assert session.presentation.invert
    assert session.overlay.drawn == {"pneumothorax"}
    assert session.overlay.opacity == pytest.approx(0.7)
    assert session.presentation.transform == CLOCKWISE
    assert session.overlay.outlined
    assert session.presentation.unlinked is not None
    assert session.presentation.unlinked.voi == VoiWindow(2000, 345)
    assert not window.commands.actions["link_windows"].isChecked()
    assert session.notice is None
    assert session.film is not None
    assert session.film.analysis is not None
    assert session.film.analysis.override  # as when the report was made


def test_film_window_transform_overlay_and_annotations_come_back(report: Path, film_path: Path, tmp_path: Path) -> None:
    def script(window: MainWindow) -> Iterator[Condition]:
        yield shown_again(window, film_path)
        shown_as_in_the_report(window)
        session = session_of(window)
        assert session.reading.annotations == (LINE,)
        assert session.reading.assessment("pneumothorax").choice is Agreement.REJECT
        assert session.report_annotations is None  # they are the user's own, and kept
        assert not window.of_report.isVisible()
        again = tmp_path / "again.png"
        export(window, again)
        yield again.exists

    user = User(script)
    assert main(["open", str(report), str(film_path.parent)]) == 0
    user.check()


def test_annotations_from_another_computer_stay_the_reports_until_they_are_taken_over(
    report: Path, film_path: Path, tmp_path: Path
) -> None:
    shutil.rmtree(annotations_folder())

    def script(window: MainWindow) -> Iterator[Condition]:
        yield shown_again(window, film_path)
        shown_as_in_the_report(window)
        assert session_of(window).reading.empty
        assert not any(annotations_folder().glob("*.json"))
        theirs = session_of(window).report_annotations
        assert theirs is not None
        assert theirs.author.startswith("Kim Ada, 20")
        assert window.of_report.isVisible()
        assert "Kim Ada" in window.of_report.label.text()
        said = window.findings.rows["pneumothorax"].others
        assert said.isVisible()
        assert said.text() == f"{theirs.author} disagrees with the model"
        _, item = next(iter(window.annotations.items.values()))
        [drawn] = item.annotations
        assert drawn.number < 0
        assert drawn.label[-1] == f"by {theirs.author}"
        window.of_report.accept.click()
        own = session_of(window).reading
        assert [(one.number, one.points, one.author) for one in own.annotations] == [(1, LINE.points, theirs.author)]
        assert own.assessment("pneumothorax").author == theirs.author
        assert session_of(window).report_annotations is None
        assert not window.of_report.isVisible()
        assert said.text() == f"Taken over from {theirs.author}"
        again, unnamed = tmp_path / "again.png", tmp_path / "unnamed.png"
        export(window, again, anonymize=False)
        yield again.exists
        kept = read_report(again)[0]["reader"]
        assert [kept["marks"][0]["author"], kept["verdicts"]["pneumothorax"]["author"]] == [theirs.author] * 2
        export(window, unnamed)
        yield unnamed.exists
        facts, _ = read_report(unnamed)
        assert facts["reader"]["marks"][0]["author"] == "another reader"
        assert "Ada" not in str(facts)

    user = User(script)
    assert main(["open", str(report), str(film_path.parent)]) == 0
    user.check()


def test_the_users_own_annotations_are_neither_replaced_nor_mixed(report: Path, film_path: Path) -> None:
    other = Annotation(1, AnnotationKind.ARROW, ((5.0, 5.0), (9.0, 9.0)))

    def change(window: MainWindow) -> Iterator[Condition]:
        yield lambda: bool(session_of(window).reading.annotations)
        window.controller.annotations.delete_all()
        window.controller.annotations.add(other)

    user = User(change)
    assert main([str(film_path)]) == 0
    user.check()

    def script(window: MainWindow) -> Iterator[Condition]:
        yield window.of_report.isVisible
        assert session_of(window).reading.annotations == (other,)
        window.commands.run("delete_all_marks")
        window.commands.run("undo_mark")
        assert session_of(window).reading.annotations == (other,)
        window.commands.run("take_over")
        first, second = session_of(window).reading.annotations
        assert first == other
        assert (second.number, second.points) == (2, LINE.points)
        assert second.author
        window.controller.annotations.change(replace(second, points=((0.0, 0.0), (1.0, 1.0))))
        assert session_of(window).reading.annotations[1].author == f"{second.author}, changed since"

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
