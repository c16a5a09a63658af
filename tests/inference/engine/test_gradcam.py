"""Heatmaps proved by hand on 2x2 maps, then by properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from inference.core.analysis import Method
from inference.engine.gradcam import View, default_full_scale, heatmaps, heatmaps_of_view

# Two channels over 2x2 cells: features[row, column] = (first, second).
FEATURES = np.array([[[1, 0], [2, 1]], [[0, 3], [4, 2]]], np.float32)
# One finding's gradients: the first channel rises in the left column only, the second falls everywhere.
GRADIENTS = np.array([[[[4, -1], [0, -1]], [[4, -1], [0, -1]]]], np.float32)
EVERYWHERE = np.array([[[[0.5, -0.25]]]], np.float32)  # the same at all positions, as after average pooling


def by_hand(method: Method, gradients: NDArray[np.float32] = GRADIENTS) -> list[list[float]]:
    values: list[list[float]] = heatmaps_of_view(View(FEATURES, gradients), method)[0].tolist()
    return values


def test_grad_cam_weighs_channels_by_their_mean_gradient() -> None:
    # means: (4 + 0 + 4 + 0) / 4 = 2 and -1; cell (0, 1): 2 * 2 - 1 * 1 = 3
    assert by_hand(Method.GRADCAM) == [[2, 3], [-3, 6]]


def test_hires_cam_weighs_each_position_by_its_own_gradient() -> None:
    assert by_hand(Method.HIRESCAM) == [[4, -1], [-3, -2]]


def test_layer_cam_takes_rising_gradients_only() -> None:
    assert by_hand(Method.LAYERCAM) == [[4, 0], [0, 0]]


def test_grad_cam_plus_plus_takes_a_weighted_mean_of_rising_gradients() -> None:
    # Channel 1: sum of features 7, gradient 4: share 16 / (2 * 16 + 7 * 64) = 1 / 30 in two of four cells;
    # weight = (1 / 30 * 4) * 2 / 4 = 1 / 15. Channel 2 only falls: weight 0.
    expected = np.array([[1, 2], [0, 4]]) / 15
    np.testing.assert_allclose(by_hand(Method.GRADCAM_PLUS_PLUS), expected, rtol=1e-6)


def test_eigen_cam_is_the_map_along_its_principal_direction() -> None:
    flat = FEATURES.reshape(-1, 2)
    direction = np.linalg.svd(flat)[2][0]
    expected = np.abs(flat @ direction).reshape(2, 2)  # all features are positive, so is the direction
    np.testing.assert_allclose(by_hand(Method.EIGENCAM), expected, rtol=1e-4)


def test_constant_gradients_make_grad_cam_and_hires_cam_equal() -> None:
    assert by_hand(Method.GRADCAM, EVERYWHERE) == by_hand(Method.HIRESCAM, EVERYWHERE)
    assert by_hand(Method.GRADCAM, EVERYWHERE) == [[0.5, 0.75], [-0.75, 1.5]]


@pytest.mark.parametrize("method", list(Method))
def test_compact_and_spread_gradients_give_the_same_map(method: Method) -> None:
    spread = np.ascontiguousarray(np.broadcast_to(EVERYWHERE, (1, 2, 2, 2)))
    np.testing.assert_allclose(by_hand(method, EVERYWHERE), by_hand(method, spread), rtol=1e-6)


@pytest.mark.parametrize("method", list(Method))
def test_a_zero_feature_map_gives_a_zero_heatmap(method: Method) -> None:
    maps = heatmaps_of_view(View(np.zeros_like(FEATURES), GRADIENTS), method)
    assert not maps.any()
    assert np.isfinite(maps).all()


@pytest.mark.parametrize("method", list(Method))
def test_zero_gradients_give_finite_maps(method: Method) -> None:
    assert np.isfinite(heatmaps_of_view(View(FEATURES, np.zeros_like(GRADIENTS)), method)).all()


def test_an_all_negative_map_stays_negative() -> None:
    against = np.array([[[[-1.0, -1.0]]]], np.float32)
    maps = heatmaps_of_view(View(FEATURES, against), Method.GRADCAM)
    assert (maps < 0).all()


def test_a_mirrored_view_is_turned_back() -> None:
    mirrored = View(np.ascontiguousarray(FEATURES[:, ::-1]), EVERYWHERE, mirrored=True)
    assert heatmaps_of_view(mirrored, Method.GRADCAM)[0].tolist() == by_hand(Method.GRADCAM, EVERYWHERE)


def test_views_are_averaged() -> None:
    blank = View(np.zeros_like(FEATURES), EVERYWHERE)
    both = heatmaps((View(FEATURES, EVERYWHERE), blank), Method.GRADCAM)
    np.testing.assert_allclose(both[0], np.array(by_hand(Method.GRADCAM, EVERYWHERE)) / 2)


def test_each_finding_gets_its_own_map() -> None:
    maps = heatmaps_of_view(View(FEATURES, np.concatenate([EVERYWHERE, -EVERYWHERE])), Method.GRADCAM)
    np.testing.assert_array_equal(maps[0], -maps[1])


def test_default_full_scale_is_two_logits_over_a_twentieth_of_the_cells() -> None:
    assert default_full_scale((10, 20)) * 10 == pytest.approx(2.0)


floats = st.floats(-10, 10, width=32)


@given(arrays(np.float32, (3, 4, 5), elements=floats), arrays(np.float32, (2, 1, 1, 5), elements=floats))
def test_a_linear_heads_maps_add_up_to_its_logits(features: NDArray[np.float32], weights: NDArray[np.float32]) -> None:
    maps = heatmaps_of_view(View(features, weights / np.float32(12)), Method.GRADCAM)
    logits = features.mean(axis=(0, 1)) @ weights[:, 0, 0].T
    np.testing.assert_allclose(maps.sum(axis=(1, 2)), logits, atol=1e-3)


@given(arrays(np.float32, (3, 4, 5), elements=floats), arrays(np.float32, (2, 3, 4, 5), elements=floats))
def test_every_method_gives_finite_maps_of_the_right_shape(
    features: NDArray[np.float32], gradients: NDArray[np.float32]
) -> None:
    for method in Method:
        maps = heatmaps_of_view(View(features, gradients), method)
        assert maps.shape == (2, 3, 4)
        assert maps.dtype == np.float32
        assert np.isfinite(maps).all()
