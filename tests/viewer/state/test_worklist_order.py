"""Which film comes first, which are left in the list, and what opening and closing do to the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from inference.core.analysis import Analysis, Familiarity, FindingResult, ScoreState
from inference.core.film import Identity
from inference.core.findings import (
    FINDINGS,
    PLEURAL_EFFUSION,
    PNEUMOTHORAX,
    RIB_FRACTURE,
    TENSION_PNEUMOTHORAX,
    Finding,
)
from inference.core.reader_annotations import ReaderAnnotations
from inference.reading.files.scan import FilmEntry, Study
from inference.text.messages import nothing_found
from tests.fakes import analysis_of, film
from viewer.state.film_standing import URGENCY, Standing, known_count, next_waiting, standing_of
from viewer.state.session import Session
from viewer.state.transitions import with_current, with_film, with_studies, without
from viewer.state.worklist_order import (
    FilmFilter,
    WorklistOrder,
    arranged,
    filtered,
    newer_results,
    updated,
    with_review_toggled,
)

ABOVE, NOT_SURE, BELOW = ScoreState.ABOVE, ScoreState.NOT_SURE, ScoreState.BELOW


def result(finding: Finding, state: ScoreState, probability: float) -> FindingResult:
    return FindingResult(finding, state, probability, probability, 0.5, (0.4, 0.5))


def analysis(name: str, *found: FindingResult) -> Analysis:
    """A film with these results, all other findings far below."""
    by_finding = {item.finding: item for item in found}
    results = tuple(by_finding.get(finding, result(finding, BELOW, 0.01)) for finding in FINDINGS)
    return replace(analysis_of(film(name)), results=results)


def pictures(*names: str, folder: str = "/ward") -> Study:
    """A folder of pictures, of which nobody knows whose they are."""
    return Study(folder, Path(folder).name, tuple(FilmEntry(Path(folder, name), Identity(), name) for name in names))


def studies_of(*patients: tuple[str, str, tuple[str, ...]]) -> tuple[Study, ...]:
    """Studies by patient, date and films."""
    made = []
    for patient, date, names in patients:
        who = Identity(patient_name=patient, patient_id=patient[:3], study_date=date)
        made.append(
            Study(f"{patient} {date}", f"{date} Chest", tuple(FilmEntry(Path(name), who, "PA") for name in names))
        )
    return tuple(made)


def names(session: Session) -> list[str]:
    return [path.name for path in session.order]


def learnt(session: Session, **analyses: Analysis) -> Session:
    for name, found in analyses.items():
        path = next(path for path in session.films if path.name == name)
        session = with_film(session, path, analysis=found)
    return session


URGENT_FIRST = {
    "tension": (result(TENSION_PNEUMOTHORAX, ABOVE, 0.51),),
    "pneumothorax_far_up": (result(PNEUMOTHORAX, ABOVE, 0.99),),
    "pneumothorax_just_up": (result(PNEUMOTHORAX, ABOVE, 0.52),),
    "effusion": (result(PLEURAL_EFFUSION, ABOVE, 0.99), result(PNEUMOTHORAX, NOT_SURE, 0.45)),
    "fracture": (result(RIB_FRACTURE, ABOVE, 0.99),),
    "tension_not_sure": (result(TENSION_PNEUMOTHORAX, NOT_SURE, 0.45),),
    "fracture_not_sure": (result(RIB_FRACTURE, NOT_SURE, 0.45),),
    "nearly": (result(RIB_FRACTURE, BELOW, 0.39),),
    "normal": (),
}


def test_the_most_urgent_film_comes_first_by_state_rank_and_margin() -> None:
    opened = with_studies(Session(), (pictures(*reversed(URGENT_FIRST)),))
    known = learnt(opened, **{name: analysis(name, *found) for name, found in URGENT_FIRST.items()})
    assert names(arranged(known, WorklistOrder.URGENT)) == list(URGENT_FIRST)
    assert names(arranged(arranged(known, WorklistOrder.URGENT), WorklistOrder.OPENED)) == names(opened)


def test_every_finding_has_its_rank() -> None:
    assert sorted(URGENCY, key=str) == sorted(FINDINGS, key=str)


def test_what_the_model_cannot_say_stands_between_not_sure_and_below_and_what_waits_is_last() -> None:
    session = with_studies(Session(), (pictures("waiting", "normal", "failed", "gone", "refused", "unlike", "unsure"),))
    refused = tuple(FindingResult(finding, ScoreState.NOT_ANALYSED, reason="lateral") for finding in FINDINGS)
    far = Familiarity(percentile=99.9, distance=9.0, limit=99.0)
    session = learnt(
        session,
        normal=analysis("normal"),
        refused=replace(analysis("refused"), results=refused),
        unlike=replace(analysis("unlike", result(TENSION_PNEUMOTHORAX, ABOVE, 0.99)), familiarity=far),
        unsure=analysis("unsure", result(RIB_FRACTURE, NOT_SURE, 0.45)),
    )
    session = with_film(session, Path("/ward/gone"), failure=nothing_found())
    session = with_film(session, Path("/ward/failed"), analysis_failure=nothing_found())
    ordered = arranged(session, WorklistOrder.URGENT)
    assert names(ordered) == ["unsure", "failed", "gone", "refused", "unlike", "normal", "waiting"]
    assert names(filtered(ordered, FilmFilter.NO_WORD)) == ["failed", "gone", "refused", "unlike"]


def test_films_of_a_named_patient_stay_together_and_pictures_of_a_folder_do_not() -> None:
    doe = studies_of(("DOE^JANE", "2026-01-01", ("old", "older")), ("DOE^JANE", "2026-02-01", ("new",)))
    session = with_studies(Session(), (*doe, pictures("calm", "urgent")))
    session = learnt(
        session,
        old=analysis("old"),
        older=analysis("older", result(RIB_FRACTURE, ABOVE, 0.9)),
        new=analysis("new", result(PLEURAL_EFFUSION, ABOVE, 0.9)),
        calm=analysis("calm"),
        urgent=analysis("urgent", result(TENSION_PNEUMOTHORAX, ABOVE, 0.9)),
    )
    assert names(arranged(session, WorklistOrder.URGENT)) == ["urgent", "new", "older", "old", "calm"]


def test_the_newest_film_comes_first_and_one_without_a_date_last() -> None:
    patients = (
        ("A", "2025-12-31", ("a",)),
        ("B", "", ("b",)),
        ("C", "2026-03-01", ("c",)),
        ("A", "2026-05-01", ("d",)),
    )
    session = arranged(with_studies(Session(), studies_of(*patients)), WorklistOrder.NEWEST)
    assert names(session) == ["d", "a", "c", "b"]


def test_names_are_in_the_order_in_which_people_count() -> None:
    session = with_studies(Session(), (pictures("film 10", "film 9", "Film 1"),))
    assert names(arranged(session, WorklistOrder.NAME)) == ["Film 1", "film 9", "film 10"]


def test_an_unaided_read_lets_nothing_of_the_model_into_order_and_filter() -> None:
    session = with_studies(Session(), (pictures("calm", "urgent"),))
    found = analysis("urgent", result(TENSION_PNEUMOTHORAX, ABOVE, 0.9))
    session = replace(learnt(session, calm=analysis("calm"), urgent=found), read_unaided=True)
    assert names(arranged(session, WorklistOrder.URGENT)) == ["calm", "urgent"]
    assert names(filtered(session, FilmFilter.ABOVE)) == []
    assert {standing_of(session, state) for state in session.films.values()} == {Standing.UNAIDED}
    revealed = MappingProxyType({found.film_hash: ReaderAnnotations(revealed=True)})
    assert names(arranged(replace(session, readings=revealed), WorklistOrder.URGENT)) == ["urgent", "calm"]


def test_a_filter_and_an_order_take_in_what_came_since_only_when_asked() -> None:
    session = with_studies(Session(), (pictures("a", "b", "c"),))
    session = arranged(learnt(session, a=analysis("a")), WorklistOrder.URGENT)
    assert newer_results(session) == 0
    later = learnt(session, b=analysis("b"), c=analysis("c", result(PNEUMOTHORAX, ABOVE, 0.9)))
    assert names(later) == names(session)
    assert newer_results(later) == 2
    assert names(updated(later))[0] == "c"
    assert newer_results(updated(later)) == 0
    above = filtered(session, FilmFilter.ABOVE)
    assert names(above) == []
    assert names(updated(learnt(above, c=analysis("c", result(PNEUMOTHORAX, ABOVE, 0.9))))) == ["c"]


def test_a_study_that_is_reviewed_leaves_the_list_of_those_that_are_not() -> None:
    session = with_current(with_studies(Session(), studies_of(("A", "", ("a",)), ("B", "", ("b",)))), Path("a"))
    assert names(filtered(with_review_toggled(session), FilmFilter.NOT_REVIEWED)) == ["b"]


def test_the_next_film_to_analyse_is_the_nearest_below_the_open_one() -> None:
    session = with_current(with_studies(Session(), (pictures("a", "b", "c", "d"),)), Path("/ward/c"))
    assert next_waiting(session) == Path("/ward/d")
    assert next_waiting(learnt(session, d=analysis("d"))) == Path("/ward/a")
    done = learnt(session, a=analysis("a"), b=analysis("b"), d=analysis("d"))
    assert next_waiting(done) is None  # the open one is its reader's affair
    assert known_count(done) == 3


# -- opening and closing ----------------------------------------------------------------------------------------------


@pytest.fixture
def ward() -> Session:
    return with_studies(Session(), studies_of(("A", "", ("a", "b")), ("B", "", ("c",)), ("C", "", ("d",))))


def test_nobody_is_given_another_number_by_who_comes_or_goes(ward: Session) -> None:
    before = dict(ward.worklist.numbers)
    assert sorted(before.values()) == [1, 2, 3]
    session = without(ward, {Path("c")})
    session = with_studies(session, studies_of(("N", "", ("new",))))
    session = arranged(session, WorklistOrder.NAME)
    numbers = dict(session.worklist.numbers)
    assert {key: numbers[key] for key in before} == before
    assert set(numbers.values()) - set(before.values()) == {4}
    again = with_studies(session, studies_of(("A", "", ()), ("B", "", ("c",)))[1:])
    assert dict(again.worklist.numbers) == numbers


def test_one_more_film_joins_its_study_where_that_stands(ward: Session) -> None:
    first = replace(ward.studies[0], films=(replace(ward.studies[0].films[0], path=Path("more")),))
    assert names(with_studies(ward, (first,))) == ["a", "b", "more", "c", "d"]


def test_a_film_opened_again_stays_where_it_is(ward: Session) -> None:
    again = replace(ward.studies[0], films=ward.studies[0].films[1:])
    assert names(with_studies(ward, (again,))) == names(ward)


def test_a_study_is_gone_with_its_last_film(ward: Session) -> None:
    session = without(ward, {Path("c")})
    assert names(session) == ["a", "b", "d"]
    assert [study.key for study in session.studies] == ["A ", "C "]
    assert Path("c") not in session.films
    assert session.closed == {Path("c")}


def test_what_is_opened_again_is_no_longer_closed(ward: Session) -> None:
    session = with_studies(without(ward, {Path("c")}), (ward.studies[1],))
    assert session.closed == frozenset()
    assert names(session) == ["a", "b", "d", "c"]


def test_a_closed_film_leaves_the_order_of_the_others_alone(ward: Session) -> None:
    ordered = arranged(ward, WorklistOrder.NEWEST)
    assert names(without(ordered, {Path("b")})) == [name for name in names(ordered) if name != "b"]
