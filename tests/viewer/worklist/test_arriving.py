"""Films that come by themselves join the list as it stands: nothing that the reader sees, wrote or chose moves."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel
from pytestqt.qtbot import QtBot

from inference.reading.files.scan import Study
from tests.viewer.worklist.test_worklist import names, study, with_probability
from viewer.state.session import Session
from viewer.state.transitions import with_arrived, with_current, with_studies, without
from viewer.state.worklist_order import FilmFilter, WorklistOrder, arranged, filtered, newer_results, searched, updated
from viewer.worklist.worklist_view import WorklistView

KIM = study("four", "KIM^YUNA", "e", "f")
DOES = study("five", "DOE^JANE", "g")


@pytest.fixture
def listed() -> Session:
    """Two studies of Doe and one of Roe, of which a film of Doe is open."""
    studies = (study("one", "DOE^JANE", "a", "b"), study("two", "DOE^JANE", "d"), study("three", "ROE^RICHARD", "c"))
    return with_current(with_studies(Session(), studies), Path("a"))


def test_a_search_goes_on_while_films_arrive_and_finds_them_too(listed: Session) -> None:
    session = with_arrived(searched(listed, "doe"), (KIM, DOES))
    assert session.worklist.search == "doe"
    assert names(session) == "abdg"
    assert names(searched(session, "")) == "abdgcef"


def test_a_filter_goes_on_while_films_arrive(listed: Session) -> None:
    above = filtered(with_probability(listed, "c", 0.95), FilmFilter.ABOVE)
    session = with_arrived(above, (KIM,))
    assert session.worklist.kept == FilmFilter.ABOVE
    assert names(session) == names(above) == "c"


def test_what_arrives_moves_no_row_of_the_most_urgent_until_that_is_asked_for(listed: Session) -> None:
    urgent = arranged(with_probability(listed, "c", 0.6), WorklistOrder.URGENT)
    assert names(urgent) == "cabd"
    session = with_arrived(with_probability(urgent, "d", 0.95), (KIM, DOES))
    assert names(session) == "cabdgef"
    assert newer_results(session) == 1
    assert names(updated(session)) == "dabgcef"


def test_what_arrives_has_its_place_in_the_order_by_name(listed: Session) -> None:
    session = with_arrived(arranged(listed, WorklistOrder.NAME), (KIM, DOES))
    assert names(session) == "abdgefc"


def test_films_that_arrive_leave_those_selected_selected(listed: Session, qtbot: QtBot) -> None:
    view = WorklistView()
    qtbot.addWidget(view)
    view.show_session(listed)
    for place, row in enumerate(view.shown_rows()):
        if row.path in {Path("a"), Path("c")}:
            index = view.model().index(place, 0)
            view.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
    for study_that_came in (KIM, DOES):  # below all others, and between them
        listed = with_arrived(listed, (study_that_came,))
        view.show_session(listed)
        assert view.selected_films() == (Path("a"), Path("c"))


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_rows_that_came_one_by_one_are_those_of_a_list_made_at_once(seed: int, compact: bool, qtbot: QtBot) -> None:
    chance, view, session = random.Random(seed), WorklistView(), Session()
    qtbot.addWidget(view)
    view.show_compact(compact=compact)
    for number in range(25):
        session = changed(session, number, chance)
        view.show_session(session)
        fresh = WorklistView()
        qtbot.addWidget(fresh)
        fresh.show_compact(compact=compact)
        fresh.show_session(session)
        assert view.shown_rows() == fresh.shown_rows()
        assert all(view.row_top(path) == fresh.row_top(path) for path in session.order[:1])


def changed(session: Session, number: int, chance: random.Random) -> Session:
    """Something happens to a list: most often films arrive, of one who is known or of another."""
    kind = chance.randrange(10)
    if kind == 0 and session.order:
        return searched(session, chance.choice(("doe", "")))
    if kind == 1 and len(session.order) > 1:
        return without(session, {session.order[-1]})
    if kind == 2:
        return arranged(session, chance.choice((WorklistOrder.OPENED, WorklistOrder.NAME, WorklistOrder.URGENT)))
    came = (came_study(number, chance), came_study(1000 + number, chance))
    return with_studies(session, came) if kind == 3 else with_arrived(session, came)


def came_study(number: int, chance: random.Random) -> Study:
    who = chance.choice((f"DOE^{number}", f"ROE^{number}", "DOE^KNOWN"))
    key = chance.choice((f"{number}", f"{number}", "known")) if who == "DOE^KNOWN" else f"{number}"
    return study(key, who, f"{number}.dcm", f"{number}b.dcm")
