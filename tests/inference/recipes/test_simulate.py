"""Findings simulated on films: the same bits for the same seed, on the asked side, where the organ is, nowhere else."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.core import findings
from inference.core.findings import BY_KEY, FINDINGS, Finding
from inference.engine.anatomy import NoThorax, Thorax, find_thorax
from inference.recipes.phantom import Phantom, thorax
from inference.recipes.simulate import Simulated, distract, simulate

ROWS, COLUMNS = 288, 240
SIDED = (
    findings.PNEUMOTHORAX,
    findings.TENSION_PNEUMOTHORAX,
    findings.PLEURAL_EFFUSION,
    findings.HEMOTHORAX,
    findings.RIB_FRACTURE,
)
WITHOUT_WARP = (findings.PLEURAL_EFFUSION, findings.HEMOTHORAX, findings.RIB_FRACTURE)


@lru_cache(maxsize=4)
def person(seed: int = 3) -> Phantom:
    return thorax(seed, rows=ROWS, columns=COLUMNS)


@lru_cache(maxsize=4)
def film(seed: int = 3) -> NDArray[np.float32]:
    return np.asarray(person(seed).pixels / 4095, np.float32)


@lru_cache(maxsize=4)
def geometry(seed: int = 3) -> Thorax:
    return find_thorax(film(seed))


@lru_cache(maxsize=64)
def simulated(key: str, side: str | None = None, severity: float | None = 0.6, seed: int = 5) -> Simulated:
    random = np.random.default_rng(seed)
    return simulate(film(), BY_KEY[key], random, side=side, severity=severity, thorax=geometry())


def overlap(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    return float((one & other).sum() / (one | other).sum())


def mean(values: NDArray[np.float32], mask: NDArray[np.bool_]) -> float:
    return float(values[mask].mean())


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("seed", [3, 4])
def test_the_lungs_of_a_phantom_are_found(side: str, seed: int) -> None:
    exact = person(seed).masks[f"{side}_lung"] & ~person(seed).masks["heart"]
    assert overlap(geometry(seed).lungs[side], exact) > 0.75


def test_a_film_of_nothing_has_no_thorax() -> None:
    with pytest.raises(NoThorax):
        find_thorax(np.random.default_rng(0).random((ROWS, COLUMNS), dtype=np.float32))


@pytest.mark.parametrize("finding", FINDINGS, ids=str)
def test_the_same_seed_paints_the_same_bits(finding: Finding) -> None:
    again = simulate(film(), finding, np.random.default_rng(5), severity=0.6, thorax=geometry())
    assert np.array_equal(simulated(finding.key).film, again.film)
    assert np.array_equal(simulated(finding.key).mask, again.mask)


def test_the_geometry_is_found_when_it_is_not_given() -> None:
    finding = findings.PNEUMOTHORAX
    found = simulate(film(), finding, np.random.default_rng(5), severity=0.6)
    assert np.array_equal(found.film, simulated(finding.key).film)


@pytest.mark.parametrize("finding", FINDINGS, ids=str)
def test_a_simulated_film_is_a_film(finding: Finding) -> None:
    result = simulated(finding.key)
    assert result.film.dtype == np.float32
    assert result.film.shape == result.mask.shape == (ROWS, COLUMNS)
    assert 0 <= result.film.min() < result.film.max() <= 1
    assert 0.0005 < result.mask.mean() < 0.3
    assert result.description


@pytest.mark.parametrize("finding", FINDINGS, ids=str)
def test_the_given_film_is_left_alone(finding: Finding) -> None:
    before = film().copy()
    simulated(finding.key, severity=0.3)
    assert np.array_equal(film(), before)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("finding", SIDED, ids=str)
def test_the_mask_lies_on_the_patients_side(finding: Finding, side: str) -> None:
    result = simulated(finding.key, side)
    columns = np.nonzero(result.mask)[1]
    middle = float(geometry().middle.mean())
    assert result.side == side
    assert (columns.mean() > middle) == (side == "left")


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("finding", [findings.PNEUMOTHORAX, findings.PLEURAL_EFFUSION, findings.RIB_FRACTURE], ids=str)
def test_the_mask_lies_in_the_lung(finding: Finding, side: str) -> None:
    mask = simulated(finding.key, side).mask
    assert (mask & geometry().lungs[side]).sum() > 0.6 * mask.sum()


def test_a_pericardial_effusion_lies_between_the_lungs() -> None:
    mask = simulated("pericardial_effusion").mask
    assert (mask & person().masks["heart"]).sum() > 0.5 * mask.sum()


@pytest.mark.parametrize("finding", WITHOUT_WARP, ids=str)
def test_the_other_lung_is_left_as_it_was(finding: Finding) -> None:
    other = geometry().lungs["left"]
    assert np.array_equal(simulated(finding.key, "right").film[other], film()[other])


@pytest.mark.parametrize("key", ["pneumothorax", "pleural_effusion", "tension_pneumothorax"])
def test_more_severe_is_larger(key: str) -> None:
    sizes = [simulated(key, "right", severity).mask.sum() for severity in (0.15, 0.5, 0.9)]
    assert sizes[0] < sizes[1] < sizes[2]


def test_fluid_is_brighter_than_the_same_place_without() -> None:
    result = simulated("pleural_effusion", "right", 0.8)
    assert mean(result.film, result.mask) > mean(film(), result.mask) + 0.05


def test_air_is_darker_than_the_same_place_without() -> None:
    result = simulated("pneumothorax", "right", 0.4)
    assert mean(result.film, result.mask) < mean(film(), result.mask)


def test_a_tension_pneumothorax_pushes_the_heart_away() -> None:
    heart = person().masks["heart"]
    rows = np.flatnonzero(heart.any(axis=1))
    row = int(rows[len(rows) // 2])
    before, after = film()[row], simulated("tension_pneumothorax", "right", 0.8).film[row]
    columns = np.arange(COLUMNS)
    bright = [columns[(line > np.median(line)) & heart[row]].mean() for line in (before, after)]
    assert not np.array_equal(before[heart[row]], after[heart[row]])
    assert bright[1] > bright[0]


def test_slivers_are_at_least_half_of_all_pneumothoraces() -> None:
    random = np.random.default_rng(0)
    drawn = [simulate(film(), findings.PNEUMOTHORAX, random, thorax=geometry()).severity for _ in range(24)]
    assert np.mean(np.array(drawn) <= 0.5) >= 0.5


def test_an_unknown_side_is_refused() -> None:
    with pytest.raises(ValueError, match="side is"):
        simulate(film(), findings.PNEUMOTHORAX, np.random.default_rng(0), side="up", thorax=geometry())


def test_distractors_are_seeded_and_change_the_film() -> None:
    one, other = (distract(film(), np.random.default_rng(8)) for _ in range(2))
    assert np.array_equal(one, other)
    assert not np.array_equal(one, film())


@pytest.mark.parametrize("seed", range(8))
def test_distractors_do_not_cover_everything(seed: int) -> None:
    result = distract(film(), np.random.default_rng(seed))
    assert result.dtype == np.float32
    assert 0 <= result.min() <= result.max() <= 1
    assert (np.abs(result - film()) < 0.05).mean() > 0.6
