"""The synthetic chest: the same bits for the same seed, findings where they should be and of the right tone."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.core import findings
from inference.core.findings import FINDINGS, Finding
from inference.recipes.phantom import Phantom, thorax

ROWS, COLUMNS = 240, 200
SIDED = (
    findings.PNEUMOTHORAX,
    findings.TENSION_PNEUMOTHORAX,
    findings.HEMOTHORAX,
    findings.PLEURAL_EFFUSION,
    findings.RIB_FRACTURE,
)


@lru_cache(maxsize=32)
def film(key: str = "", side: str | None = None, severity: float = 0.6, seed: int = 3) -> Phantom:
    finding = findings.BY_KEY[key] if key else None
    return thorax(seed, finding, side=side, severity=severity, rows=ROWS, columns=COLUMNS)


def patient_half(side: str) -> NDArray[np.bool_]:
    half = np.zeros((ROWS, COLUMNS), bool)
    if side == "right":  # lies at the left of the film
        half[:, : COLUMNS // 2 + 8] = True
    else:
        half[:, COLUMNS // 2 - 8 :] = True
    return half


def mean(phantom: Phantom, mask: NDArray[np.bool_]) -> float:
    return float(phantom.pixels[mask].mean())


def test_the_same_arguments_give_the_same_bits() -> None:
    again = thorax(3, rows=ROWS, columns=COLUMNS)
    assert np.array_equal(film().pixels, again.pixels)
    assert all(np.array_equal(film().masks[name], again.masks[name]) for name in again.masks)


def test_another_seed_is_another_person() -> None:
    assert not np.array_equal(film().pixels, film(seed=4).pixels)


def test_pixels_are_twelve_bits_of_the_asked_shape() -> None:
    pixels = film().pixels
    assert pixels.dtype == np.uint16
    assert pixels.shape == (ROWS, COLUMNS)
    assert pixels.max() <= 4095
    assert np.ptp(pixels) > 3000


def test_a_normal_film_has_organs_and_no_finding() -> None:
    assert set(film().masks) == {"right_lung", "left_lung", "heart", "mediastinum"}
    assert film().side == ""


def test_lungs_are_darker_than_the_heart() -> None:
    normal = film()
    lungs = (normal.masks["right_lung"] | normal.masks["left_lung"]) & ~normal.masks["heart"]
    assert mean(normal, lungs) < mean(normal, normal.masks["heart"]) - 800


@pytest.mark.parametrize("finding", FINDINGS, ids=str)
def test_every_finding_has_a_mask_that_is_not_empty(finding: Finding) -> None:
    mask = film(finding.key).masks[finding.key]
    assert mask.shape == (ROWS, COLUMNS)
    assert 0.0005 < mask.mean() < 0.25


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("finding", SIDED, ids=str)
def test_the_mask_lies_on_the_patients_side(finding: Finding, side: str) -> None:
    phantom = film(finding.key, side)
    assert phantom.side == side
    assert not (phantom.masks[finding.key] & ~patient_half(side)).any()


@pytest.mark.parametrize("key", ["pleural_effusion", "hemothorax"])
def test_fluid_is_brighter_than_the_same_place_without(key: str) -> None:
    ill = film(key, "right")
    mask = ill.masks[key] & film().masks["right_lung"] & ~film().masks["heart"]
    assert mean(ill, mask) > mean(film(), mask) + 500


def test_pneumothorax_is_darker_than_the_same_place_without() -> None:
    ill = film("pneumothorax", "left")
    mask = ill.masks["pneumothorax"] & film().masks["left_lung"]
    assert mean(ill, mask) < mean(film(), mask) - 150


def test_no_aerated_lung_within_the_pneumothorax() -> None:
    ill = film("pneumothorax", "left")
    assert not (ill.masks["pneumothorax"] & ill.masks["left_lung"]).any()


@pytest.mark.parametrize("key", ["pleural_effusion", "pneumothorax", "pericardial_effusion", "mediastinum_abnormality"])
def test_more_severe_is_larger(key: str) -> None:
    small, large = film(key, "left", 0.2), film(key, "left", 0.8)
    assert large.masks[key].sum() > 1.3 * small.masks[key].sum()


def test_a_tension_pneumothorax_pushes_the_heart_away() -> None:
    columns = np.arange(COLUMNS)
    usual = (film().masks["heart"] * columns).sum() / film().masks["heart"].sum()
    pushed = film("tension_pneumothorax", "right").masks["heart"]
    assert (pushed * columns).sum() / pushed.sum() > usual + 8


def test_a_finding_leaves_the_other_lung_alone() -> None:
    ill, side = film("pleural_effusion", "right", 0.4), film().masks["left_lung"]
    difference = ill.pixels[side].astype(int) - film().pixels[side].astype(int)
    assert np.median(np.abs(difference)) < 60  # scatter alone


def test_a_side_must_be_left_or_right() -> None:
    with pytest.raises(ValueError, match="left"):
        thorax(1, findings.PNEUMOTHORAX, side="both", rows=24, columns=20)
