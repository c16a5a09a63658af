"""Films like those a pack knows lie near, others far; few films do not make the covariance singular."""

from __future__ import annotations

import io

import numpy as np

from inference.recipes.bundled_pack.familiar import familiar_films

RANDOM = np.random.default_rng(0)
SPREAD = RANDOM.normal(size=(16, 16))


def like(count: int, shift: float = 0.0) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return (RANDOM.normal(size=(count, 16)) @ SPREAD + shift).astype(np.float32)


def test_about_one_of_a_hundred_films_of_the_same_kind_is_unlike() -> None:
    known = familiar_films(like(600), like(600))
    assert 0.0 < known.unlike(like(2000)).mean() < 0.03


def test_films_from_elsewhere_are_unlike() -> None:
    known = familiar_films(like(600), like(600))
    assert known.unlike(like(200, shift=30.0)).mean() > 0.95


def test_fewer_films_than_features_still_have_finite_distances() -> None:
    known = familiar_films(like(10), like(5))
    assert np.isfinite(known.precision).all()
    assert np.isfinite(known.distance(like(3))).all()


def test_the_file_holds_sorted_distances() -> None:
    with np.load(io.BytesIO(familiar_films(like(50), like(20)).file()), allow_pickle=False) as held:
        assert sorted(held.files) == ["distances", "mean", "precision"]
        assert (np.diff(held["distances"]) >= 0).all()
        assert held["precision"].dtype == np.float32
