"""Patients, studies and films: in which order they stand, what a search leaves, and that nothing moves by itself."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from inference.core.cancel import CancelToken
from inference.core.film import Identity
from inference.files.atomic_file import write_whole
from inference.reading.files.scan import FilmEntry, Study
from inference.report.page.png import ReportOptions, report_png
from tests.builders import phantom, write_dicom
from tests.fakes import FakeEngine, analysis_of, film
from tests.inference.reading.test_key_objects import selection
from tests.viewer.hands import Build, analysed, has_thumbnails_in_sight, radiograph, session
from viewer.app.application import Application
from viewer.state.session import Session
from viewer.state.transitions import with_current, with_film, with_studies
from viewer.state.worklist_order import (
    StudyProgress,
    WorklistOrder,
    arranged,
    next_study,
    progress_of,
    searched,
    with_review_toggled,
)
from viewer.worklist.worklist_view import WorklistView


def study(key: str, patient: str, *films: str) -> Study:
    who = Identity(patient_name=patient, patient_id=patient[:3])
    return Study(key, f"2026 {key}", tuple(FilmEntry(Path(name), who, "PA") for name in films))


@pytest.fixture
def opened() -> Session:
    """Two studies of Doe around one of Roe, as they were opened."""
    studies = (study("one", "DOE^JANE", "a", "b"), study("two", "ROE^RICHARD", "c"), study("three", "DOE^JANE", "d"))
    return with_current(with_studies(Session(), studies), Path("a"))


def with_probability(session: Session, path: str, probability: float) -> Session:
    return with_film(session, Path(path), analysis=analysis_of(film(path), probability))


def names(session: Session) -> str:
    return "".join(str(path) for path in session.order)


def test_the_studies_of_one_patient_stand_together(opened: Session) -> None:
    assert names(opened) == "abdc"


def test_the_worst_finding_comes_first_and_the_order_as_opened_comes_back(opened: Session) -> None:
    session = with_probability(with_probability(opened, "a", 0.6), "c", 0.95)
    session = arranged(session, WorklistOrder.URGENT)
    assert names(session) == "cabd"
    assert names(arranged(session, WorklistOrder.OPENED)) == "abdc"


def test_a_result_that_arrives_later_moves_nothing(opened: Session) -> None:
    session = arranged(with_probability(opened, "a", 0.6), WorklistOrder.URGENT)
    before = names(session)
    assert names(with_probability(session, "c", 0.99)) == before


def test_a_search_leaves_the_films_that_have_every_word(opened: Session) -> None:
    assert names(searched(opened, "doe")) == "abd"
    assert names(searched(opened, "jane three")) == "d"
    assert names(searched(opened, "nobody")) == ""
    assert names(searched(searched(opened, "nobody"), "")) == "abdc"


def test_a_search_finds_what_is_still_to_be_read(opened: Session) -> None:
    session = with_probability(opened, "c", 0.1)
    assert names(searched(session, "analysed")) == "c"


def test_studies_are_travelled_by_their_first_film(opened: Session) -> None:
    assert next_study(opened, 1) == Path("d")
    assert next_study(opened, -1) is None
    assert next_study(with_current(opened, Path("c")), -1) == Path("d")
    assert next_study(searched(opened, "roe"), 1) == Path("c")


def test_a_study_is_new_then_analysed_then_reviewed_and_back(opened: Session) -> None:
    first = opened.studies[0]
    assert progress_of(opened, first) is StudyProgress.NEW
    session = with_probability(with_probability(opened, "a", 0.2), "b", 0.2)
    assert progress_of(session, first) is StudyProgress.ANALYSED
    session = with_review_toggled(session)
    assert progress_of(session, first) is StudyProgress.REVIEWED
    assert progress_of(with_review_toggled(session), first) is StudyProgress.ANALYSED


def test_new_films_are_listed_even_where_an_old_search_would_hide_them(opened: Session) -> None:
    session = with_studies(searched(opened, "nobody"), (study("four", "NEW^NORA", "e"),))
    assert names(session) == "abdce"


# -- in the window ----------------------------------------------------------------------------------------------------


@pytest.fixture
def wards(build: Build, tmp_path: Path, qtbot: QtBot) -> Application:
    """Six studies of two films each, of three patients, shown by thumbnails below their headings."""
    (tmp_path / "ward").mkdir()
    for number in range(12):
        write_dicom(
            tmp_path / "ward" / f"{number:02}.dcm",
            phantom(rows=100 + number),
            PatientName=f"DOE^{'ABC'[number // 4]}",
            PatientID=f"ID{number // 4}",
            StudyInstanceUID=f"1.2.826.0.1.{number // 2 + 1}",
            InstanceNumber=number % 2 + 1,
        )
    made = build()
    made.window.commands.run("compact_list")
    made.window.files.open_paths((tmp_path / "ward",))
    qtbot.waitUntil(lambda: analysed(made), timeout=20_000)
    return made


def headings(program: Application) -> list[str]:
    return [row.text for row in program.window.worklist.list.shown_rows() if row.path is None]


def row_top(program: Application) -> int:
    rows = program.window.worklist.list
    current = rows.current_row()
    assert current is not None
    assert current.path is not None
    top = rows.row_top(current.path)
    assert top is not None
    return top


def test_patients_are_named_and_only_numbered_when_text_is_anonymised(wards: Application) -> None:
    assert [text for text in headings(wards) if "DOE" in text] == ["DOE A\nID0", "DOE B\nID1", "DOE C\nID2"]
    wards.window.commands.run("corners")
    assert not any("DOE" in text for text in headings(wards))
    assert "Patient 3" in headings(wards)


def test_page_down_goes_to_the_next_study_and_page_up_back(wards: Application) -> None:
    first = wards.controller.session.current
    QTest.keyClick(wards.window, Qt.Key.Key_PageDown)
    assert wards.controller.session.current == wards.controller.session.order[2]
    QTest.keyClick(wards.window, Qt.Key.Key_PageUp)
    assert wards.controller.session.current == first


def test_the_open_row_stays_where_the_eye_has_it_while_more_is_loaded(wards: Application, qtbot: QtBot) -> None:
    wards.controller.travel.select(wards.controller.session.order[6])
    before = row_top(wards)
    qtbot.waitUntil(lambda: has_thumbnails_in_sight(wards), timeout=20_000)
    assert row_top(wards) == before
    early = FilmEntry(Path("early.dcm"), Identity(patient_name="DOE^A", patient_id="ID0"), "PA")
    joined = with_studies(wards.controller.session, (Study("0", "early", (early,)),))
    assert joined.order.index(early.path) < 6
    wards.controller.changes.become(joined)
    assert row_top(wards) == before


def test_a_key_marks_the_study_as_reviewed(wards: Application) -> None:
    QTest.keyClick(wards.window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert headings(wards)[1].startswith("✓")
    QTest.keyClick(wards.window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert not headings(wards)[1].startswith("✓")


def test_what_was_reviewed_is_known_after_a_restart_without_naming_anybody(
    wards: Application, build: Build, tmp_path: Path, qtbot: QtBot
) -> None:
    wards.window.commands.run("reviewed")
    wards.close()
    written = (tmp_path / "config" / "settings.toml").read_text("utf-8")
    assert "1.2.826" not in written
    assert "DOE" not in written
    again = build()
    again.window.files.open_paths((tmp_path / "ward",))
    qtbot.waitUntil(lambda: analysed(again), timeout=20_000)
    assert headings(again)[1].startswith("✓")


def test_letters_typed_into_the_search_are_no_commands(wards: Application) -> None:
    QTest.keyClick(wards.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(wards.window.worklist.search, "doe b i")
    assert not wards.controller.session.presentation.invert
    assert len(wards.window.worklist.list.shown_rows()) == 1 + 2 + 4
    wards.window.worklist.search.clear()
    assert len(wards.window.worklist.list.shown_rows()) == 3 + 6 + 12


def test_reports_in_a_folder_are_named_in_a_notice_and_not_listed(
    program: Application, films: Path, qtbot: QtBot
) -> None:
    shown = radiograph(program)
    analysis = FakeEngine().analyse(shown, token=CancelToken())
    write_whole(films / "report.png", report_png(shown, analysis, ReportOptions()))
    program.window.files.open_paths((films,))
    qtbot.waitUntil(lambda: program.window.notice.isVisible(), timeout=20_000)
    assert "report.png" in program.window.notice.label.text()
    assert {path.suffix for path in session(program).films} == {".dcm"}


def test_a_folder_that_is_opened_again_lists_no_film_twice_and_shows_what_came_since(
    program: Application, films: Path, qtbot: QtBot
) -> None:
    before = session(program)
    selection(films, "key.dcm", "1.dcm")
    program.window.files.open_paths((films,))
    qtbot.waitUntil(lambda: session(program).worklist is not before.worklist, timeout=20_000)
    assert session(program).order == before.order
    told = [row.text for row in program.window.worklist.list.shown_rows()]
    assert ["⚑" in text for text in told] == [False, True, False]


def test_a_film_that_others_point_out_has_a_flag_and_says_why_but_not_in_an_unaided_read(
    build: Build, films: Path, qtbot: QtBot
) -> None:
    selection(films, "key.dcm", "1.dcm")
    program = build()
    program.window.files.open_paths((films,))
    qtbot.waitUntil(lambda: analysed(program), timeout=20_000)

    def told() -> str:
        model = program.window.worklist.list.model()
        rows = [row.text for row in program.window.worklist.list.shown_rows()]
        return "\n".join([*rows, *(str(model.index(n, 0).data(Qt.ItemDataRole.ToolTipRole)) for n in range(len(rows)))])

    assert told().count("⚑") == 2  # in its row and in the row's tip
    assert "For Referring Provider" in told()
    program.window.commands.run("read_first")
    assert "⚑" not in told()


def test_a_copy_of_the_study_that_is_open_takes_its_place(program: Application, films: Path, qtbot: QtBot) -> None:
    copy = Path(shutil.copytree(films, films.with_name("copy")))
    program.window.files.open_paths((copy,))
    qtbot.waitUntil(lambda: session(program).current == copy / "0.dcm" and analysed(program), timeout=20_000)
    assert [path.parent for path in session(program).order] == [copy] * 3


# -- the list as model and view ---------------------------------------------------------------------------------------


@pytest.fixture
def rows(qtbot: QtBot) -> WorklistView:
    """A list by itself, of the size it has in the window."""
    made = WorklistView()
    qtbot.addWidget(made)
    made.resize(190, 600)
    made.show()
    return made


def many(count: int) -> Session:
    """So many studies of one film each, the first open."""
    studies = tuple(study(str(number), f"{number:05}^X", f"{number}.dcm") for number in range(count))
    session = with_studies(Session(), studies)
    return with_current(session, session.order[0])


def test_headings_are_as_high_as_their_text_needs(rows: WorklistView, qtbot: QtBot) -> None:
    """As high as Qt makes them, which lays out every text; here each kind of line is measured once."""
    titles = (
        "Chest",
        "Chest of the thorax in two planes, standing, at the end of a long breath",
        "i" * 46,
        "i" * 44 + " ee",
    )
    studies = tuple(replace(study(title, "DOE^JANE", f"{title}.dcm"), title=title) for title in titles)
    rows.show_session(with_studies(Session(), studies))
    plain = QStyledItemDelegate(rows)
    option = QStyleOptionViewItem()
    rows.initViewItemOption(option)
    for place, row in enumerate(rows.shown_rows()):
        index = rows.model().index(place, 0)
        option.rect = rows.visualRect(index)  # as wide as it was laid out, with a scroll bar or without
        if row.path is None:
            assert rows.visualRect(index).height() == plain.sizeHint(option, index).height()


def test_a_film_that_is_asked_for_is_shown_whatever_the_place_it_has_among_thousands(rows: WorklistView) -> None:
    session = many(3000)
    rows.show_session(session)
    far = with_current(session, session.order[2500])
    rows.show_session(far)
    assert far.current in rows.films_in_sight()
    current = rows.current_row()
    assert current is not None
    assert current.path == far.current


def test_thumbnails_are_asked_for_the_films_in_sight_and_a_few_beyond(rows: WorklistView, qtbot: QtBot) -> None:
    session = many(3000)
    with qtbot.waitSignal(rows.thumbnails_wanted, timeout=5000) as asked:
        rows.show_session(session)
    wanted = asked.args[0]
    assert wanted[: len(rows.films_in_sight())] == rows.films_in_sight()
    assert len(wanted) < 20
    with qtbot.waitSignal(rows.thumbnails_wanted, timeout=5000) as asked:
        rows.show_session(with_current(session, session.order[2500]))
    assert session.order[2500] in asked.args[0]
    assert session.order[0] not in asked.args[0]


def test_a_thumbnail_that_is_shown_is_not_asked_for_again(rows: WorklistView, qtbot: QtBot) -> None:
    session = many(30)
    rows.show_session(session)
    rows.show_thumbnail(session.order[0], np.zeros((264, 220), np.uint8))
    assert rows.has_thumbnail(session.order[0])
    with qtbot.waitSignal(rows.thumbnails_wanted, timeout=5000) as asked:
        rows.viewport().update()
    assert session.order[0] not in asked.args[0]


def test_a_thumbnail_or_an_analysis_that_arrives_moves_no_row(rows: WorklistView, qtbot: QtBot) -> None:
    session = many(300)
    rows.show_session(session)
    before = [rows.row_top(path) for path in session.order]
    rows.show_thumbnail(session.order[1], np.zeros((264, 220), np.uint8))
    rows.show_session(with_probability(session, "1.dcm", 0.9))
    assert [rows.row_top(path) for path in session.order] == before
    assert any("▲ Pneumothorax" in row.text for row in rows.shown_rows())


def test_headings_cannot_be_picked_and_films_can(rows: WorklistView, qtbot: QtBot) -> None:
    session = many(3)
    rows.show_session(session)
    picked: list[Path] = []
    rows.film_picked.connect(picked.append)
    for place in range(len(rows.shown_rows())):
        centre = rows.visualRect(rows.model().index(place, 0)).center()
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert picked == list(session.order[:3])[: len(picked)]
    assert picked


def test_the_travel_through_ten_thousand_films_needs_no_walk(opened: Session) -> None:
    """The order is worked out once, and again only for another worklist."""
    session = with_probability(opened, "a", 0.9)
    assert session.worklist is opened.worklist
    assert session.order is opened.order
    assert searched(session, "doe").order is not opened.order


def test_what_a_search_leaves_is_seen_from_its_beginning_where_the_open_film_is_none_of_it(rows: WorklistView) -> None:
    session = with_current(many(300), Path("250.dcm"))
    rows.show_session(session)
    found = searched(session, "001")
    assert session.current not in found.order
    rows.show_session(found)
    assert rows.films_in_sight()[0] == found.order[0]


def test_escape_clears_the_search_and_leaves_it(wards: Application, qtbot: QtBot) -> None:
    panel = wards.window.worklist
    panel.begin_search()
    QTest.keyClicks(panel.search, "kim")
    QTest.keyClick(panel.search, Qt.Key.Key_Escape)
    assert panel.search.text() == ""
    assert not panel.search.hasFocus()
    assert wards.controller.session.worklist.search == ""


def test_the_film_that_a_key_leads_to_in_the_list_is_the_one_shown(wards: Application) -> None:
    rows, order = wards.window.worklist.list, wards.controller.session.order
    rows.setFocus()
    for key, path in ((Qt.Key.Key_End, order[-1]), (Qt.Key.Key_Home, order[0])):
        QTest.keyClick(rows, key)
        shown = rows.current_row()
        assert wards.controller.session.current == path
        assert shown is not None
        assert shown.path == path
