"""Lungs and heart by the network: plausible or nothing, on the film as it lies, and the ratio that follows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

import resources
from inference.annotations.measure.measurements import cardiothoracic, scale_of
from inference.core.annotation import AnnotationKind
from inference.core.errors import PackMalformed, PackMissing
from inference.core.film import Radiograph, read_only
from inference.engine.anatomy.finding_regions import thorax_of
from inference.engine.anatomy.heart_width import SIDE, landmarks, proposed_annotation, proposed_ratio
from inference.engine.anatomy.network import Mask, Organs, find_organs, plausible
from inference.imaging.display_pipeline import small_display
from inference.reading import read_film

SHAPE = (100, 120)


@pytest.fixture(scope="module")
def film() -> Radiograph:
    return read_film(resources.path("samples") / "kim" / "1-pa.dcm")


def box(rows: tuple[int, int], columns: tuple[int, int]) -> Mask:
    mask = np.zeros(SHAPE, bool)
    mask[slice(*rows), slice(*columns)] = True
    return mask


RIGHT, LEFT, HEART = box((10, 80), (10, 45)), box((10, 75), (70, 110)), box((45, 85), (46, 88))


def test_the_patients_right_lung_lies_at_the_left_of_the_film_and_the_heart_between(film: Radiograph) -> None:
    organs = find_organs(small_display(film, 256))
    assert organs is not None
    columns = [float(np.nonzero(mask)[1].mean()) for mask in (organs.right, organs.heart, organs.left)]
    assert columns == sorted(columns)
    assert not (organs.right & organs.left).any()
    assert {mask.shape for mask in (organs.right, organs.left, organs.heart)} == {small_display(film, 256).shape}


@pytest.mark.parametrize("wrong", ["blank", "noise", "upside down"])
def test_nothing_is_seen_where_no_upright_chest_is(film: Radiograph, wrong: str) -> None:
    plane = small_display(film, 256)
    noise = np.random.default_rng(0).uniform(0, 1, plane.shape).astype(np.float32)
    shown = {"blank": np.zeros_like(plane), "noise": noise, "upside down": plane[::-1].copy()}[wrong]
    assert find_organs(shown) is None


def test_masks_are_plausible_by_area_side_and_order() -> None:
    assert plausible(RIGHT, LEFT, HEART)
    assert not plausible(LEFT, RIGHT, HEART)
    assert not plausible(RIGHT, box((10, 20), (70, 80)), HEART)
    assert not plausible(RIGHT, LEFT, box((0, 5), (50, 80)))
    assert not plausible(RIGHT, LEFT, np.zeros(SHAPE, bool))


def test_the_ratio_is_that_of_the_greatest_extents(film: Radiograph) -> None:
    points = landmarks(Organs(RIGHT, LEFT, HEART))
    assert [x for x, _ in points[2:]] == [46, 88, 10, 110]
    assert points[0][0] == points[1][0] == pytest.approx(57.5)
    assert (points[0][1], points[1][1]) == (10, 80)


def test_a_proposed_ratio_is_what_the_window_measures_of_it(film: Radiograph) -> None:
    small = small_display(film, SIDE)
    annotation, ratio = proposed_annotation(small, film.shape), proposed_ratio(small)
    assert annotation is not None
    assert ratio is not None
    assert annotation.kind is AnnotationKind.CARDIOTHORACIC
    assert 0.3 < ratio < 0.7
    found = cardiothoracic(annotation, scale_of(film))
    assert found is not None
    assert found.ratio == pytest.approx(ratio)


def test_a_proposal_lies_on_the_film_in_its_own_pixels(film: Radiograph) -> None:
    flat = cv2.resize(film.pixels, (film.shape[1], film.shape[0] // 2), interpolation=cv2.INTER_AREA)
    squeezed = replace(film, pixels=read_only(np.asarray(flat, np.float32)), pixel_aspect=2.0, spacing=None)
    whole, half = (proposed_annotation(small_display(one, SIDE), one.shape) for one in (film, squeezed))
    assert whole is not None
    assert half is not None
    np.testing.assert_allclose(np.array(half.points) * (1, 2), np.array(whole.points), atol=0.03 * max(film.shape))


def test_a_film_without_a_chest_has_no_ratio(film: Radiograph) -> None:
    noise = np.random.default_rng(0).uniform(0, 4095, film.shape).astype(np.float32)
    assert proposed_ratio(small_display(replace(film, pixels=read_only(noise)), SIDE)) is None


def test_the_thorax_is_the_networks_where_it_sees_one(film: Radiograph) -> None:
    thorax = thorax_of(film)
    assert thorax is not None
    assert thorax.heart is not None
    assert thorax.rows("right")[0] < thorax.rows("right")[1]


def test_a_missing_or_damaged_network_is_a_pack_error(film: Radiograph, tmp_path: Path) -> None:
    plane = small_display(film, 256)
    with pytest.raises(PackMissing):
        find_organs(plane, tmp_path / "none.onnx")
    (tmp_path / "bad.onnx").write_bytes(b"no network")
    with pytest.raises(PackMalformed):
        find_organs(plane, tmp_path / "bad.onnx")
