"""How steady probabilities are: ten small views, always the same, and the spread of what is said of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.findings import PNEUMOTHORAX, Finding
from inference.engine.stability import Stability, small_views, stability
from tests.inference.reading.films import film_of


@dataclass
class CornerScorer:
    """Scores a film by the mean of its top left quarter."""

    seen: list[Radiograph] = field(default_factory=list)

    def probabilities(self, radiograph: Radiograph, token: CancelToken) -> dict[Finding, float]:
        token.raise_if_cancelled()
        self.seen.append(radiograph)
        rows, columns = radiograph.shape
        return {PNEUMOTHORAX: float(radiograph.pixels[: rows // 2, : columns // 2].mean()) / 255}


def film() -> Radiograph:
    pixels = np.zeros((100, 80), np.float32)
    pixels[20:60, 20:50] = 200
    pixels[0, 0] = 255
    return film_of(pixels)


def test_the_spread_is_that_of_the_film_and_ten_views() -> None:
    scorer = CornerScorer()
    [found] = stability(scorer, film(), token=CancelToken())
    assert len(found.views) == 10
    assert len({one.film_hash for one in scorer.seen}) == 11
    assert found.low_high[0] < found.probability < found.low_high[1]
    assert 0 < found.deviation < 0.05


def test_the_spread_by_hand() -> None:
    found = Stability(PNEUMOTHORAX, 0.5, (0.3, 0.7))
    assert found.low_high == (0.3, 0.7)
    assert found.deviation == pytest.approx((0.08 / 3) ** 0.5)


def test_views_are_the_same_each_time_and_of_the_films_shape_and_range() -> None:
    first, second = list(small_views(film())), list(small_views(film()))
    assert [one.film_hash for one in first] == [one.film_hash for one in second]
    for one in first:
        assert one.shape == film().shape
        assert film().pixels.min() <= one.pixels.min() <= one.pixels.max() <= film().pixels.max()


def test_the_first_view_lies_two_per_cent_lower() -> None:
    view = next(iter(small_views(film())))
    np.testing.assert_allclose(view.pixels[22:62, 20:50], 200)
    np.testing.assert_allclose(view.pixels[20:22, 20:50], 0, atol=1e-3)
