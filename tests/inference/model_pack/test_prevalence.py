"""Probabilities for another prevalence: by hand, as properties, and through the engine; no call changes."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.core.analysis import Analysis, ScoreState
from inference.core.calibration import Isotonic, Restated, Temperature, odds_ratio, state_of, with_odds
from inference.core.cancel import CancelToken
from inference.core.findings import HEMOTHORAX, PLEURAL_EFFUSION, PNEUMOTHORAX, TENSION_PNEUMOTHORAX
from inference.engine.keras import KerasEngine
from inference.model_pack import AS_STATED, ModelPack, Prevalence, load_pack, objection, restated
from inference.text.wording import brief_state_text, prevalence_text, state_text
from tests.inference.model_pack.packs import KEYS, finding_table, load_table, write_manifest, write_tiny_pack
from tests.inference.reading.films import analyse, hot_corner

SHARES = st.floats(0.001, 0.999)
PROBABILITIES = st.floats(0, 1)


def test_bayes_by_hand() -> None:
    ratio = odds_ratio(0.5, 0.1)  # odds 1 become odds 1 to 9
    assert ratio == pytest.approx(1 / 9)
    assert with_odds(0.5, ratio) == pytest.approx(0.1)
    assert with_odds(0.9, ratio) == pytest.approx(0.5)  # odds 9 become odds 1
    assert with_odds(0.0, ratio) == 0
    assert with_odds(1.0, ratio) == 1


def test_a_restated_temperature_is_a_shifted_bias() -> None:
    stated, ratio = Temperature(1.7, 0.4), odds_ratio(0.5, 0.02)
    shifted = Temperature(1.7, 0.4 + math.log(ratio))
    for log_odds in (-9.0, -1.0, 0.0, 2.5, 30.0):
        assert Restated(stated, ratio).probability(log_odds) == pytest.approx(shifted.probability(log_odds), abs=1e-12)


@given(SHARES, SHARES, PROBABILITIES)
def test_there_and_back_is_the_same(stated: float, wanted: float, probability: float) -> None:
    there = with_odds(probability, odds_ratio(stated, wanted))
    assert 0 <= there <= 1
    assert with_odds(there, odds_ratio(wanted, stated)) == pytest.approx(probability, abs=1e-9)


@given(SHARES, SHARES, st.integers(0, 1000), st.integers(1, 999), st.integers(0, 80))
def test_no_call_changes(stated: float, wanted: float, thousandths: int, point: int, width: int) -> None:
    ratio, probability, threshold = odds_ratio(stated, wanted), thousandths / 1000, point / 1000
    band = (max(point - width, 0) / 1000, min(point + width, 1000) / 1000)
    moved = [with_odds(value, ratio) for value in (probability, threshold, *band)]
    assert state_of(moved[0], moved[1], (moved[2], moved[3])) is state_of(probability, threshold, band)


def findings() -> list[dict[str, Any]]:
    """Measured; measured without positives; an index; measured by an isotonic curve."""
    curve = {"kind": "isotonic", "x": [0.0, 0.4, 1.0], "y": [0.05, 0.3, 0.95]}
    return [
        finding_table(KEYS[1], 0, positives=50, negatives=60),
        finding_table(KEYS[2], 1, negatives=60),
        finding_table(KEYS[3], 2, positives=9, negatives=60, index=True),
        finding_table(
            KEYS[6], 3, positives=9, negatives=60, calibration=curve, operating_point=0.3, grey_band=[0.2, 0.4]
        ),
    ]


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> ModelPack:
    folder = tmp_path_factory.mktemp("packs") / "tiny"
    names = (*KEYS[1:4], KEYS[6])
    write_tiny_pack(folder, findings=names)
    table = load_table(folder)
    write_manifest(folder, {**table, "findings": findings(), "training": {"reference_prevalence": 0.5}})
    return load_pack(folder)


def judged(pack: ModelPack, wanted: Prevalence = AS_STATED) -> Analysis:
    return analyse(KerasEngine(restated(pack, wanted)), hot_corner())


def test_measured_probabilities_move_and_their_points_with_them(pack: ModelPack) -> None:
    before, after = judged(pack), judged(pack, Prevalence(0.05))
    ratio = odds_ratio(0.5, 0.05)
    for finding in (PNEUMOTHORAX, PLEURAL_EFFUSION):
        old, new = before.result(finding), after.result(finding)
        assert old.probability is not None
        assert old.operating_point is not None
        assert new.probability == pytest.approx(with_odds(old.probability, ratio))
        assert new.operating_point == pytest.approx(with_odds(old.operating_point, ratio))
        assert (new.state, new.score) == (old.state, old.score)
        assert (old.prevalence, new.prevalence) == (None, 0.05)
        assert after.prevalence_of(new) == 0.05
    assert after.result(PNEUMOTHORAX).state is ScoreState.ABOVE


def test_an_index_and_what_was_never_measured_stay(pack: ModelPack) -> None:
    before, after = judged(pack), judged(pack, Prevalence(0.05))
    for finding in (TENSION_PNEUMOTHORAX, HEMOTHORAX):
        assert after.result(finding).probability == before.result(finding).probability
        assert after.result(finding).operating_point == before.result(finding).operating_point
    assert after.result(HEMOTHORAX).index
    assert after.prevalence_of(after.result(HEMOTHORAX)) is None
    assert after.prevalence_of(after.result(TENSION_PNEUMOTHORAX)) == 0.5


def test_a_finding_may_have_a_prevalence_of_its_own(pack: ModelPack) -> None:
    after = judged(pack, Prevalence(0.05, ((PNEUMOTHORAX, 0.02),)))
    assert after.result(PNEUMOTHORAX).prevalence == 0.02
    assert after.result(PLEURAL_EFFUSION).prevalence == 0.05


def test_probabilities_alone_are_restated_too(pack: ModelPack) -> None:
    engine = KerasEngine(restated(pack, Prevalence(0.05)))
    alone = engine.probabilities(hot_corner(), CancelToken())
    assert alone[PNEUMOTHORAX] == pytest.approx(analyse(engine, hot_corner()).result(PNEUMOTHORAX).probability)


def test_it_is_said_for_which_prevalence(pack: ModelPack) -> None:
    own = "Probabilities as if 50 of 100 films had the finding."
    index = "An index is no probability."
    assert prevalence_text(judged(pack)) == f"{own} {index}"
    assert state_text(judged(pack).result(HEMOTHORAX)).endswith("(operating point 50 %, index)")
    assert brief_state_text(judged(pack).result(HEMOTHORAX)).endswith("(50 %), index")
    assert prevalence_text(judged(pack, Prevalence(0.05, ((PNEUMOTHORAX, 0.025),)))) == (
        f"{own} Restated as if 2.5 of 100 films had it: Pneumothorax. "
        f"Restated as if 5 of 100 films had it: Pleural effusion. {index}"
    )


def test_what_cannot_be_restated_is_said(pack: ModelPack, tmp_path: Path) -> None:
    assert objection(pack, Prevalence(0.05)) == ""
    assert "Hemothorax" in objection(pack, Prevalence(own=((HEMOTHORAX, 0.05),)))
    silent = load_pack(write_tiny_pack(tmp_path / "silent"))
    assert "does not say for which prevalence" in objection(silent, Prevalence(0.05))
    assert objection(silent, AS_STATED) == ""
    assert restated(silent, Prevalence(0.05)) == silent


@pytest.mark.parametrize("stated", [0.0, 1.0])
def test_a_pack_stated_for_none_or_all_films_is_not_restated(pack: ModelPack, stated: float) -> None:
    one = replace(pack, reference_prevalence=stated)
    assert restated(one, Prevalence(0.05)) == one


def test_an_isotonic_curve_moves_point_by_point(pack: ModelPack) -> None:
    spec = restated(pack, Prevalence(0.05)).spec(PLEURAL_EFFUSION)
    assert spec is not None
    assert isinstance(spec.calibration, Restated)
    assert isinstance(spec.calibration.stated, Isotonic)
    assert spec.grey_band == pytest.approx((with_odds(0.2, 1 / 19), with_odds(0.4, 1 / 19)))
