"""Augmentation and batches: legal films out, the same by the same seed, each film as often as asked."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from inference.imaging.model_input import InputSpec
from inference.training.data.augment import BROAD, SEED_RECIPE, Augmentation, augment, move
from inference.training.data.films import DataLoader, FilmSampler, draws, inputs_of
from inference.training.evaluation.contact_sheet import contact_sheet, write_sheet

STILL = Augmentation(flip=0.0, degrees=0.0)


def film(side: int = 64, seed: int = 0) -> NDArray[np.float32]:
    return np.random.default_rng(seed).random((side, side), dtype=np.float32)


def grey(count: int = 5, side: int = 64) -> NDArray[np.uint8]:
    return np.random.default_rng(0).integers(0, 256, (count, side, side), dtype=np.uint8)


@pytest.mark.parametrize("options", [SEED_RECIPE, BROAD])
@pytest.mark.parametrize("seed", range(8))
def test_an_augmented_film_is_a_legal_film_of_the_same_shape(options: Augmentation, seed: int) -> None:
    result = augment(film(), np.random.default_rng(seed), options)
    assert result.shape == (64, 64)
    assert result.dtype == np.float32
    assert float(result.min()) >= 0.0
    assert float(result.max()) <= 1.0


def test_the_same_seed_gives_the_same_film_and_the_original_is_untouched() -> None:
    original = film()
    kept = original.copy()
    first = augment(original, np.random.default_rng(5), BROAD)
    assert np.array_equal(first, augment(original, np.random.default_rng(5), BROAD))
    assert np.array_equal(original, kept)


def test_nothing_asked_changes_nothing() -> None:
    assert augment(film(), np.random.default_rng(0), STILL) == pytest.approx(film(), abs=1e-6)


def test_a_certain_flip_mirrors_the_film() -> None:
    mirrored = augment(film(), np.random.default_rng(0), replace(STILL, flip=1.0))
    assert mirrored == pytest.approx(film()[:, ::-1], abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_a_mask_moves_with_its_film(seed: int) -> None:
    spot = np.zeros((128, 128), np.float32)
    spot[40:56, 70:90] = 1.0
    moved = move(spot.shape, np.random.default_rng(seed), replace(BROAD, shift=0.02))
    assert moved.mask(spot) == pytest.approx(moved.film(spot), abs=1e-6)
    assert moved.mask(spot).sum() > 100


def test_letters_are_burnt_in_near_an_edge_and_nowhere_else() -> None:
    dark = np.full((256, 256), 0.5, np.float32)
    changed = [augment(dark, np.random.default_rng(seed), replace(STILL, letters=1.0)) != dark for seed in range(10)]
    assert all(0 < mask.mean() < 0.1 for mask in changed)
    assert not any(mask[96:192, 64:160].any() for mask in changed if mask[:, :32].any())


def test_draws_give_each_film_as_often_as_its_weight_says() -> None:
    weights = np.array([1.0, 4.0, 0.5], np.float32)
    drawn = np.concatenate(list(islice(draws(weights, 11, np.random.default_rng(0)), 500)))
    assert np.bincount(drawn) / len(drawn) == pytest.approx(weights / weights.sum(), abs=0.02)


def data_loader(threads: int = 1) -> DataLoader:
    sampler = FilmSampler(grey(), np.zeros((5, 2, 2), np.float32), InputSpec(32, 32), BROAD)
    return DataLoader(sampler, np.ones(5, np.float32), 4, threads)


def test_batches_have_the_networks_shape_and_range() -> None:
    batch = next(data_loader().batches(seed=0))
    assert batch.inputs.shape == (4, 32, 32, 1)
    assert batch.targets.shape == (4, 2, 2)
    assert float(np.abs(batch.inputs).max()) <= 1.0


def test_batches_go_on_from_any_number_as_if_never_stopped() -> None:
    whole = list(islice(data_loader().batches(seed=1), 5))
    rest = list(islice(data_loader().batches(seed=1, first=3), 2))
    assert all(np.array_equal(a.inputs, b.inputs) for a, b in zip(whole[3:], rest, strict=True))


def test_batches_are_the_same_however_many_threads_make_them() -> None:
    one, many = (list(islice(data_loader(threads).batches(seed=2), 12)) for threads in (1, 6))
    assert all(np.array_equal(a.inputs, b.inputs) for a, b in zip(one, many, strict=True))
    assert not np.array_equal(one[0].inputs, one[1].inputs)


def test_inputs_are_the_engines_own_preparation() -> None:
    inputs = inputs_of(grey(), [0, 3], InputSpec(32, 32))
    assert inputs.shape == (2, 32, 32, 1)
    assert float(inputs.min()) == -1.0
    assert float(inputs.max()) == 1.0


def test_a_contact_sheet_shows_every_film_at_full_contrast(tmp_path: Path) -> None:
    inputs = inputs_of(grey(), range(5), InputSpec(32, 32))
    sheet = contact_sheet(inputs, columns=3, side=20)
    write_sheet(tmp_path / "sheet.png", sheet)
    read = cv2.imread(str(tmp_path / "sheet.png"), cv2.IMREAD_GRAYSCALE)
    assert sheet.shape == (2 * 24, 3 * 24)
    assert read is not None
    assert np.array_equal(read, sheet)
    assert not sheet[24:, 48:].any()
