"""From stored to shown values: Modality LUT, windows and VOI LUTs, inversion and padding of real files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom.uid import (
    ImplicitVRLittleEndian,
)

from inference.core.film import Radiograph
from inference.core.voi import VoiFunction, VoiLut, VoiWindow
from inference.imaging.display_pipeline import full_range, render
from inference.reading import read_film
from tests.builders import phantom, write_dicom
from tests.dicom_writing import lut_item, sequence_item

EXACT = VoiFunction.LINEAR_EXACT


def film(tmp_path: Path, pixels: NDArray[Any], **tags: Any) -> Radiograph:
    return read_film(write_dicom(tmp_path / "film.dcm", pixels, **tags))


def u16(*values: int) -> NDArray[np.uint16]:
    return np.array([values], dtype=np.uint16)


# Modality LUT


@pytest.mark.parametrize(("slope", "intercept"), [("1", "0"), ("-0.37", "12.5"), ("2.5", "-1024"), ("1e-3", "1e5")])
@pytest.mark.parametrize("padding", [{}, {"PixelPaddingValue": 0}], ids=["all", "padded"])
def test_a_film_without_a_window_opens_from_its_least_to_its_greatest_value(
    tmp_path: Path, slope: str, intercept: str, padding: dict[str, int]
) -> None:
    pixels = np.random.default_rng(0).integers(0, 4096, (40, 30)).astype(np.uint16)
    a_film = film(tmp_path, pixels, RescaleSlope=slope, RescaleIntercept=intercept, **padding)
    assert a_film.default_voi == full_range(a_film.pixels, a_film.padding)


def test_slope_and_intercept_give_modality_values(tmp_path: Path) -> None:
    a_film = film(tmp_path, u16(0, 100), RescaleSlope="2", RescaleIntercept="-1000", RescaleType="HU")
    np.testing.assert_array_equal(a_film.pixels, [[-1000, -800]])
    assert a_film.unit == "HU"


def test_negative_slope_turns_the_film_around_once(tmp_path: Path) -> None:
    tags = {"WindowCenter": 2048, "WindowWidth": 4096, "bits_stored": 12}
    plain = film(tmp_path, phantom(), **tags)
    turned = film(tmp_path, 4095 - phantom(), RescaleSlope="-1", RescaleIntercept="4095", **tags)
    np.testing.assert_array_equal(render(turned), render(plain))


@pytest.mark.parametrize("slope", ["0", "nan", "abc"])
def test_unusable_slope_counts_as_one_with_a_note(tmp_path: Path, slope: str) -> None:
    a_film = film(tmp_path, u16(5, 6), RescaleSlope=slope, RescaleIntercept="0")
    np.testing.assert_array_equal(a_film.pixels, [[5, 6]])
    assert "slope" in a_film.notes[0]


def test_modality_lut_wins_over_slope_and_clamps_its_ends(tmp_path: Path) -> None:
    item = lut_item([10, 20, 40], first=5, ModalityLUTType="OD")
    a_film = film(tmp_path, u16(0, 5, 6, 7, 9), ModalityLUTSequence=item, RescaleSlope="9", RescaleIntercept="0")
    np.testing.assert_array_equal(a_film.pixels, [[10, 10, 20, 40, 40]])


def test_empty_modality_lut_sequence_is_as_good_as_none(tmp_path: Path) -> None:
    np.testing.assert_array_equal(film(tmp_path, u16(5, 6), ModalityLUTSequence=[]).pixels, [[5, 6]])


# VOI


def test_windows_keep_their_order_and_names(tmp_path: Path) -> None:
    a_film = film(
        tmp_path,
        u16(0, 4095),
        WindowCenter=["2048", "1000"],
        WindowWidth=["4096", "500"],
        WindowCenterWidthExplanation=["Lung", "Bone"],
    )
    assert a_film.vois == (VoiWindow(2048, 4096, name="Lung"), VoiWindow(1000, 500, name="Bone"))
    assert a_film.default_voi == a_film.vois[0]


@pytest.mark.parametrize("function", list(VoiFunction))
def test_voi_function_of_the_file_is_used(tmp_path: Path, function: VoiFunction) -> None:
    a_film = film(tmp_path, u16(0, 9), WindowCenter=5, WindowWidth=10, VOILUTFunction=function.value)
    assert a_film.default_voi == VoiWindow(5, 10, function, "Window 1")


@pytest.mark.parametrize(
    ("center", "width"), [("5", "0"), ("5", "-3"), ("nan", "10"), ("5", "nan"), ("", ""), ("x", "y"), ("5", None)]
)
def test_unusable_window_falls_back_to_least_and_greatest(tmp_path: Path, center: str, width: str | None) -> None:
    a_film = film(tmp_path, u16(100, 150, 200), WindowCenter=center, WindowWidth=width)
    np.testing.assert_array_equal(render(a_film), [[0, 128, 255]])
    assert a_film.vois == ()


def test_one_unusable_window_does_not_lose_the_others(tmp_path: Path) -> None:
    a_film = film(tmp_path, u16(0, 9), WindowCenter=["1", "5"], WindowWidth=["0", "10"])
    assert a_film.vois == (VoiWindow(5, 10, name="Window 2"),)
    assert "left out" in a_film.notes[0]


def test_width_of_one_is_a_threshold(tmp_path: Path) -> None:
    np.testing.assert_array_equal(
        render(film(tmp_path, u16(98, 99, 100, 101), WindowCenter=100, WindowWidth=1)), [[0, 0, 255, 255]]
    )


def test_voi_luts_come_before_windows(tmp_path: Path) -> None:
    luts = [*lut_item([0, 300, 65535], LUTExplanation="Film"), *lut_item([0, 65535], LUTExplanation="Hard")]
    a_film = film(tmp_path, u16(0, 1, 2), VOILUTSequence=luts, WindowCenter=1, WindowWidth=2)
    assert [voi.name for voi in a_film.vois] == ["Film", "Hard", "Window 1"]
    assert isinstance(a_film.default_voi, VoiLut)
    np.testing.assert_array_equal(render(a_film), [[0, 1, 255]])


def test_eight_bit_voi_lut_of_more_than_256_entries_does_not_wrap(tmp_path: Path) -> None:
    item = lut_item([value // 16 for value in range(4096)], bits=8)
    a_film = film(tmp_path, u16(0, 255, 256, 4095), VOILUTSequence=item)
    np.testing.assert_array_equal(render(a_film), [[0, 15, 16, 255]])


def test_voi_lut_in_bytes_is_read(tmp_path: Path) -> None:
    [item] = sequence_item(LUTDescriptor=[4, 0, 8], LUTData=bytes([0, 85, 170, 255]))
    item["LUTDescriptor"].VR, item["LUTData"].VR = "US", "OW"
    np.testing.assert_array_equal(render(film(tmp_path, u16(0, 1, 2, 3), VOILUTSequence=[item])), [[0, 85, 170, 255]])


def test_voi_lut_for_negative_values_is_read_also_implicit(tmp_path: Path) -> None:
    item = lut_item([0, 32768, 65535], first=-1)
    pixels = np.array([[-1, 0, 1]], dtype=np.int16)
    a_film = film(tmp_path, pixels, VOILUTSequence=item, syntax=ImplicitVRLittleEndian)
    np.testing.assert_array_equal(render(a_film), [[0, 128, 255]])


def test_voi_lut_that_is_too_short_is_left_out(tmp_path: Path) -> None:
    [item] = lut_item([0, 65535])
    item.LUTDescriptor = [4096, 0, 16]
    item["LUTDescriptor"].VR = "US"
    a_film = film(tmp_path, u16(0, 9), VOILUTSequence=[item])
    assert a_film.vois == ()
    np.testing.assert_array_equal(render(a_film), [[0, 255]])


@pytest.mark.parametrize("stored", [8, 6])
def test_eight_bit_film_without_window_is_never_stretched(tmp_path: Path, stored: int) -> None:
    pixels = np.array([[10, 40]], dtype=np.uint8)
    top = 2**stored - 1
    np.testing.assert_array_equal(
        render(film(tmp_path, pixels, bits_stored=stored)), np.rint(pixels / top * 255).astype(int)
    )


def test_deeper_film_without_window_is_spread_without_its_padding(tmp_path: Path) -> None:
    a_film = film(tmp_path, np.array([[-2000, 100, 150, 200]], np.int16), PixelPaddingValue=-2000)
    np.testing.assert_array_equal(render(a_film), [[0, 0, 128, 255]])


# presentation


@pytest.mark.parametrize(
    ("photometric", "shape", "inverted"),
    [
        ("MONOCHROME2", None, False),
        ("MONOCHROME1", None, True),
        ("MONOCHROME2", "IDENTITY", False),
        ("MONOCHROME1", "INVERSE", True),
        ("MONOCHROME2", "INVERSE", True),
        ("MONOCHROME1", "IDENTITY", False),
        ("MONOCHROME1", "", True),
    ],
)
def test_presentation_lut_shape_decides_else_monochrome1(
    tmp_path: Path, photometric: str, shape: str | None, inverted: bool
) -> None:
    a_film = film(tmp_path, np.array([[0, 255]], np.uint8), photometric=photometric, PresentationLUTShape=shape)
    assert a_film.inverted is inverted
    np.testing.assert_array_equal(render(a_film), [[255, 0]] if inverted else [[0, 255]])


@pytest.mark.parametrize(
    ("tags", "padding"),
    [
        ({"PixelPaddingValue": 0}, (0, 0)),
        ({"PixelPaddingValue": 0, "PixelPaddingRangeLimit": 9}, (0, 9)),
        ({"PixelPaddingValue": 9, "PixelPaddingRangeLimit": 0}, (0, 9)),
        ({"PixelPaddingValue": 1, "RescaleSlope": "-2", "RescaleIntercept": "5"}, (3, 3)),
        ({"PixelPaddingRangeLimit": 9}, None),
        ({}, None),
    ],
)
def test_padding_is_told_in_modality_values(
    tmp_path: Path, tags: dict[str, Any], padding: tuple[float, float] | None
) -> None:
    assert film(tmp_path, u16(0, 50, 100), **tags).padding == padding
