"""How steady what is said of a film is: ten small views, always the same, and the spread of numbers and heatmaps."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from inference.core.analysis import FindingResult, Heatmap, Placement, ScoreState, Stability
from inference.core.calibration import state_of
from inference.core.cancel import Cancelled, CancelToken
from inference.core.film import Radiograph, read_only
from inference.core.findings import PNEUMOTHORAX
from inference.engine.stability import CHANGES, SmallChange, overlap, small_views, stability
from inference.text.wording import stability_text
from tests.inference.reading.films import film_of

CELLS = 10


@dataclass
class CornerViewer:
    """Scores a film by the mean of its top left quarter, and sees it where it is bright."""

    seen: list[Radiograph] = field(default_factory=list)

    def results(self, radiograph: Radiograph, token: CancelToken) -> tuple[FindingResult, ...]:
        token.raise_if_cancelled()
        self.seen.append(radiograph)
        return (result_of(radiograph),)


def result_of(radiograph: Radiograph) -> FindingResult:
    rows, columns = radiograph.shape
    value = float(radiograph.pixels[: rows // 2, : columns // 2].mean()) / 255
    cells = radiograph.pixels.reshape(CELLS, rows // CELLS, CELLS, columns // CELLS).mean(axis=(1, 3))
    state = state_of(value, 0.3, (0.25, 0.35))
    return FindingResult(
        PNEUMOTHORAX,
        state,
        probability=value,
        operating_point=0.3,
        grey_band=(0.25, 0.35),
        heatmap=Heatmap(PNEUMOTHORAX, read_only(cells), full_scale=255.0),
    )


def film(*, padding: tuple[float, float] | None = None) -> Radiograph:
    pixels = np.zeros((100, 80), np.float32)
    pixels[20:60, 20:50] = 200
    pixels[0, 0] = 255
    return replace(film_of(pixels), padding=padding)


def found_on(shown: Radiograph, viewer: CornerViewer | None = None) -> Stability:
    place = Placement(1.0, 1.0, 0.0, 0.0, shown.shape)
    [found] = stability(viewer or CornerViewer(), shown, [result_of(shown)], place, token=CancelToken())
    return found


def test_the_spread_is_that_of_the_film_and_ten_views() -> None:
    viewer = CornerViewer()
    found = found_on(film(), viewer)
    assert len(found.views) == len(CHANGES) == 10
    assert len({one.film_hash for one in viewer.seen}) == 10
    assert found.low_high[0] < found.probability < found.low_high[1]
    assert 0 < found.deviation < 0.05


def test_the_spread_by_hand() -> None:
    found = Stability(
        PNEUMOTHORAX, 0.5, (0.3, 0.7), ScoreState.ABOVE, (ScoreState.BELOW, ScoreState.ABOVE), overlap=0.5
    )
    assert found.low_high == (0.3, 0.7)
    assert found.deviation == pytest.approx((0.08 / 3) ** 0.5)
    assert found.changes == 1


def test_views_are_the_same_each_time_and_of_the_films_shape_and_range() -> None:
    first, second = list(small_views(film())), list(small_views(film()))
    assert [one.film_hash for one in first] == [one.film_hash for one in second]
    for one in first:
        assert one.shape == film().shape
        assert film().pixels.min() <= one.pixels.min() <= one.pixels.max() <= film().pixels.max()


def test_a_view_lies_two_per_cent_lower_and_another_is_bent_alone() -> None:
    views = dict(zip(CHANGES, small_views(film()), strict=True))
    lower = views[SmallChange(down=0.02)].pixels
    np.testing.assert_allclose(lower[22:62, 20:50], 200)
    np.testing.assert_allclose(lower[20:22, 20:50], 0, atol=1e-3)
    bent = views[SmallChange(gamma=0.85)].pixels
    np.testing.assert_allclose(bent[30, 30], 255 * (200 / 255) ** 0.85, rtol=1e-5)
    assert bent[90, 70] == 0


def test_padding_is_not_bent() -> None:
    views = dict(zip(CHANGES, small_views(film(padding=(200, 200))), strict=True))
    assert views[SmallChange(gamma=1.18)].pixels[30, 30] == 200


@pytest.mark.parametrize("aspect", [1.0, 2.0])
def test_a_turn_keeps_lengths_whatever_the_shape_of_a_pixel(aspect: float) -> None:
    matrix = SmallChange(degrees=2).matrix((100, 80), aspect)
    across, down = matrix[:, 0], matrix[:, 1]
    assert across[0] ** 2 + (across[1] * aspect) ** 2 == pytest.approx(1.0)
    assert (down[0] / aspect) ** 2 + down[1] ** 2 == pytest.approx(1.0)
    np.testing.assert_allclose(matrix @ [39.5, 49.5, 1.0], [39.5, 49.5])


@pytest.mark.parametrize("change", CHANGES)
def test_a_map_that_moves_with_the_film_agrees_and_one_that_stays_agrees_less(change: SmallChange) -> None:
    rows, columns = np.mgrid[0:96, 0:80].astype(np.float32)

    def heat(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.exp(-(((x - 55) / 9) ** 2) - ((y - 30) / 9) ** 2).astype(np.float32)

    matrix = np.vstack([change.matrix((96, 80), 1.0), [0, 0, 1]])
    back = np.linalg.inv(matrix)
    moved = heat(
        back[0, 0] * columns + back[0, 1] * rows + back[0, 2], back[1, 0] * columns + back[1, 1] * rows + back[1, 2]
    )
    with_film, against_it = (overlap(heat(columns, rows), one, change, 1.0) for one in (moved, heat(columns, rows)))
    assert with_film > 0.97
    assert change.gamma != 1.0 or against_it < with_film


def test_maps_that_follow_the_film_agree_and_what_is_said_names_states_that_change() -> None:
    found = found_on(film())
    assert found.overlap is not None
    assert found.overlap > 0.6
    shown = result_of(film())
    steady = Stability(PNEUMOTHORAX, 0.6, (0.5, 0.7), ScoreState.ABOVE, (ScoreState.ABOVE,) * 2)
    flips = Stability(PNEUMOTHORAX, 0.6, (0.5, 0.2), ScoreState.ABOVE, (ScoreState.ABOVE, ScoreState.BELOW), 0.5)
    assert stability_text(replace(shown, stability=steady)).endswith("50 % to 70 %, always above.")
    told = stability_text(replace(shown, stability=flips))
    assert "not always above: above 1, below 1. The hottest places agree to 50 %." in told


def test_it_stops_when_asked() -> None:
    token, viewer = CancelToken(), CornerViewer()
    token.cancel()
    with pytest.raises(Cancelled):
        stability(viewer, film(), [result_of(film())], Placement(1, 1, 0, 0, (100, 80)), token=token)
    assert viewer.seen == []
