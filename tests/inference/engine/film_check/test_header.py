"""Whether a film may be judged: what its header says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from inference.core.film import Identity, Orientation
from inference.core.film_check_result import weigh
from inference.engine.film_check import FilmCheck, FilmCheckOutcome
from inference.engine.film_check.header import header_evidence, years
from tests.builders import radiograph


def said(identity: Identity, **fields: Any) -> FilmCheck:
    return weigh(header_evidence(radiograph(np.eye(4), identity=identity, **fields)))


def test_a_silent_header_is_no_evidence() -> None:
    assert said(Identity()) == FilmCheck(FilmCheckOutcome.OK, ())


@pytest.mark.parametrize("modality", ["CR", "DX", "RG", "dx "])
def test_radiography_is_welcome(modality: str) -> None:
    assert said(Identity(modality=modality)).outcome is FilmCheckOutcome.OK


@pytest.mark.parametrize("modality", ["CT", "MR", "US", "MG", "NM", "PT", "XC", "ES", "IO"])
def test_other_modalities_are_refused(modality: str) -> None:
    answer = said(Identity(modality=modality))
    assert answer.outcome is FilmCheckOutcome.REFUSE
    assert f"({modality})" in answer.reasons[0]


@pytest.mark.parametrize("modality", ["OT", "RF", "PX", "SC", "ZZ"])
def test_a_modality_that_may_hold_anything_is_warned_of(modality: str) -> None:
    assert said(Identity(modality=modality)).outcome is FilmCheckOutcome.WARN


def test_an_unknown_modality_is_not_quoted() -> None:
    assert "DOE" not in " ".join(said(Identity(modality="DOE JANE")).reasons)


@pytest.mark.parametrize(
    "part", ["CHEST", "Thorax", "LUNG", "CHEST PA", "TORAX", "흉부", "胸部", "Thoracic cavity structure"]
)
def test_the_chest_is_welcome_in_several_languages(part: str) -> None:
    assert said(Identity(body_part=part)).outcome is FilmCheckOutcome.OK


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("HAND", "an arm"),
        ("SKULL", "the head"),
        ("KNEE", "a leg"),
        ("ABDOMEN", "the abdomen"),
        ("PELVIS", "the pelvis"),
        ("LSPINE", "the spine"),
        ("Thoracic spine", "the spine"),
        ("BREAST", "the breast"),
    ],
)
def test_another_body_part_is_refused_by_name(part: str, name: str) -> None:
    answer = said(Identity(body_part=part))
    assert answer == FilmCheck(FilmCheckOutcome.REFUSE, (f"The file says that the film shows {name}, not the chest.",))


def test_a_chest_with_something_else_is_warned_of() -> None:
    assert said(Identity(body_part="CHEST ABDOMEN")).outcome is FilmCheckOutcome.WARN


def test_an_unknown_body_part_is_warned_of_without_quoting_it() -> None:
    answer = said(Identity(body_part="Doe Jane"))
    assert answer.outcome is FilmCheckOutcome.WARN
    assert "Doe" not in answer.reasons[0]


def test_a_study_about_another_part_is_warned_of_where_the_body_part_is_silent() -> None:
    assert said(Identity(study_description="HAND LEFT 2 VIEWS")).outcome is FilmCheckOutcome.WARN
    assert said(Identity(study_description="Chest and left hand")).outcome is FilmCheckOutcome.OK
    assert said(Identity(body_part="CHEST", study_description="HAND")).outcome is FilmCheckOutcome.OK


@pytest.mark.parametrize("view", ["LL", "RL", "LLD", "RLD", "LATERAL", "left lateral"])
def test_lateral_views_are_refused(view: str) -> None:
    answer = said(Identity(view_position=view))
    assert answer.outcome is FilmCheckOutcome.REFUSE
    assert "lateral" in answer.reasons[0]


@pytest.mark.parametrize("view", ["LAO", "RPO", "oblique"])
def test_oblique_views_are_refused(view: str) -> None:
    assert "oblique" in said(Identity(view_position=view)).reasons[0]


@pytest.mark.parametrize("view", ["PA", "AP", "postero-anterior", "AP supine"])
def test_frontal_views_are_welcome(view: str) -> None:
    assert said(Identity(view_position=view)).outcome is FilmCheckOutcome.OK


def test_a_lateral_series_is_warned_of_unless_the_view_says_otherwise() -> None:
    assert said(Identity(series_description="Chest LAT")).outcome is FilmCheckOutcome.WARN
    assert said(Identity(series_description="Chest LAT", view_position="PA")).outcome is FilmCheckOutcome.OK
    assert said(Identity(series_description="Chest PA + LAT")).outcome is FilmCheckOutcome.OK


@pytest.mark.parametrize(
    ("laterality", "outcome"),
    [
        ("L", FilmCheckOutcome.WARN),
        ("R", FilmCheckOutcome.WARN),
        ("U", FilmCheckOutcome.OK),
        ("B", FilmCheckOutcome.OK),
    ],
)
def test_a_film_of_one_side_is_warned_of(laterality: str, outcome: FilmCheckOutcome) -> None:
    assert said(Identity(laterality=laterality)).outcome is outcome


@pytest.mark.parametrize(
    ("age", "outcome"),
    [
        ("015Y", FilmCheckOutcome.WARN),
        ("016Y", FilmCheckOutcome.OK),
        ("100M", FilmCheckOutcome.WARN),
        ("010D", FilmCheckOutcome.WARN),
        ("044Y", FilmCheckOutcome.OK),
    ],
)
def test_children_are_warned_of(age: str, outcome: FilmCheckOutcome) -> None:
    assert said(Identity(age=age)).outcome is outcome


def test_the_age_comes_from_the_dates_where_the_file_has_none() -> None:
    assert years(Identity(birth_date="2020-01-05", study_date="2026-01-05")) == pytest.approx(6, abs=0.01)
    assert years(Identity(birth_date="2027-01-05", study_date="2026-01-05")) is None
    assert years(Identity(birth_date="unknown", study_date="2026-01-05")) is None
    assert years(Identity(age="old")) is None


@pytest.mark.parametrize(
    ("right", "bottom", "outcome", "word"),
    [
        ("L", "F", FilmCheckOutcome.OK, ""),
        ("LF", "FR", FilmCheckOutcome.OK, ""),
        ("R", "F", FilmCheckOutcome.WARN, "mirrored"),
        ("R", "H", FilmCheckOutcome.REFUSE, "upside down"),
        ("L", "H", FilmCheckOutcome.REFUSE, "upside down"),
        ("H", "L", FilmCheckOutcome.REFUSE, "90 degrees"),
        ("F", "R", FilmCheckOutcome.REFUSE, "90 degrees"),
        ("A", "F", FilmCheckOutcome.REFUSE, "from the side"),
        ("P", "F", FilmCheckOutcome.REFUSE, "from the side"),
        ("", "", FilmCheckOutcome.OK, ""),
    ],
)
def test_the_stated_orientation_is_held_against_left_and_feet(
    right: str, bottom: str, outcome: FilmCheckOutcome, word: str
) -> None:
    answer = said(Identity(), orientation=Orientation(right, bottom))
    assert answer.outcome is outcome
    assert word in " ".join(answer.reasons)
