"""DICOM files to films: stored bits, Modality LUT, VOIs, inversion, padding, geometry, identity; real files on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    RLELossless,
)

from inference.core.errors import DamagedFilm
from inference.core.film import Radiograph
from inference.core.voi import VoiFunction, VoiWindow
from inference.imaging.display_pipeline import render
from inference.reading import read_film
from tests.builders import dataset, phantom, write_dataset, write_dicom
from tests.dicom_writing import sequence_item

EXACT = VoiFunction.LINEAR_EXACT


def film(tmp_path: Path, pixels: NDArray[Any], **tags: Any) -> Radiograph:
    return read_film(write_dicom(tmp_path / "film.dcm", pixels, **tags))


def u16(*values: int) -> NDArray[np.uint16]:
    return np.array([values], dtype=np.uint16)


# stored bits


@pytest.mark.parametrize(
    "syntax",
    [ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian],
)
@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.uint16, np.int16, np.uint32, np.int32])
def test_native_pixels_come_out_as_they_were_stored(tmp_path: Path, syntax: str, dtype: type) -> None:
    low, high = max(np.iinfo(dtype).min, -70000), min(np.iinfo(dtype).max, 70000)
    pixels: NDArray[Any] = np.linspace(low, high, 35).astype(dtype).reshape(5, 7)
    np.testing.assert_array_equal(film(tmp_path, pixels, syntax=syntax).pixels, pixels)


@pytest.mark.parametrize("syntax", [RLELossless, JPEG2000Lossless])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int16])
def test_losslessly_compressed_pixels_come_out_as_they_were_stored(tmp_path: Path, syntax: str, dtype: type) -> None:
    pixels: NDArray[Any] = phantom(32, 40, top=np.iinfo(dtype).max).astype(dtype)
    if dtype is np.int16:
        pixels -= 9000
    np.testing.assert_array_equal(film(tmp_path, pixels, syntax=syntax).pixels, pixels)


def test_pixels_in_the_high_bits_are_shifted_down(tmp_path: Path) -> None:
    pixels = u16(0, 1, 2048, 4095)
    np.testing.assert_array_equal(film(tmp_path, pixels << 4, bits_stored=12, high_bit=15).pixels, pixels)


def test_overlay_bits_above_the_stored_ones_are_masked_out(tmp_path: Path) -> None:
    pixels = u16(0, 1, 2048, 4095)
    np.testing.assert_array_equal(film(tmp_path, pixels | 0xA000, bits_stored=12).pixels, pixels)


def test_sign_is_extended_from_the_stored_bits(tmp_path: Path) -> None:
    cells = np.array([[0x0FFF, 0x0800, 0x07FF, 0x0000]], dtype=np.int16)
    np.testing.assert_array_equal(film(tmp_path, cells, bits_stored=12).pixels, [[-1, -2048, 2047, 0]])


def test_high_bit_that_cannot_be_is_ignored_with_a_note(tmp_path: Path) -> None:
    a_film = film(tmp_path, u16(1, 2), bits_stored=12, HighBit=3)
    np.testing.assert_array_equal(a_film.pixels, [[1, 2]])
    assert "high bit" in a_film.notes[0]


@pytest.mark.parametrize("said", [None, "", "CMYK", "RGB"])
def test_grey_that_does_not_say_which_end_is_dark_is_shown_with_a_note(tmp_path: Path, said: str | None) -> None:
    film = read_film(write_dicom(tmp_path / "a.dcm", phantom(), PhotometricInterpretation=said))
    assert not film.inverted
    assert any("small values are dark or bright: dark was taken" in note for note in film.notes)
    assert read_film(write_dicom(tmp_path / "b.dcm", phantom())).notes == ()


def test_a_film_of_one_bit_is_black_and_white(tmp_path: Path) -> None:
    film_set = dataset(np.zeros((2, 8), dtype=np.uint8), BitsAllocated=1, BitsStored=1, HighBit=0)
    film_set.PixelData = bytes([0b10101010, 0b00001111])
    path = write_dataset(tmp_path / "bits.dcm", film_set)
    np.testing.assert_array_equal(
        render(read_film(path)), [[0, 255, 0, 255, 0, 255, 0, 255], [255, 255, 255, 255, 0, 0, 0, 0]]
    )


def test_float_pixel_data_is_read(tmp_path: Path) -> None:
    values = np.array([[0.0, 0.25], [0.5, 1.0]], dtype=np.float32)
    film_set = dataset(np.zeros((2, 2), dtype=np.uint16), BitsAllocated=32, BitsStored=None, HighBit=None)
    del film_set.PixelData
    film_set.FloatPixelData = values.tobytes()
    np.testing.assert_array_equal(read_film(write_dataset(tmp_path / "float.dcm", film_set)).pixels, values)


# colour


def test_rgb_is_shown_by_its_luminance(tmp_path: Path) -> None:
    pixels = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255], [9, 9, 9]]], dtype=np.uint8)
    a_film = film(tmp_path, pixels)
    np.testing.assert_array_equal(render(a_film), [[76, 150, 29, 9]])
    assert a_film.colour


@pytest.mark.parametrize("photometric", ["RGB", "YBR_FULL"])
@pytest.mark.parametrize(("side", "coloured"), [(13, False), (15, True)])
def test_a_small_coloured_stamp_makes_no_colour_film(
    tmp_path: Path, photometric: str, side: int, *, coloured: bool
) -> None:
    grey = np.linspace(0, 255, 10_000).reshape(100, 100).astype(np.uint8)
    pixels = np.dstack([grey] * 3 if photometric == "RGB" else [grey, np.full_like(grey, 128), np.full_like(grey, 128)])
    pixels[2 : 2 + side, 3 : 3 + side] = (230, 30, 40)
    a_film = film(tmp_path, pixels, photometric=photometric)
    assert a_film.colour is coloured
    assert any("colour" in note for note in a_film.notes) is coloured


def test_colour_planes_are_put_together(tmp_path: Path) -> None:
    pixels = np.arange(2 * 4 * 3, dtype=np.uint8).reshape(2, 4, 3)
    planes = np.ascontiguousarray(pixels.transpose(2, 0, 1)).reshape(2, 4, 3)
    expected = film(tmp_path, pixels).pixels
    np.testing.assert_array_equal(film(tmp_path, planes, PlanarConfiguration=1).pixels, expected)


def test_ybr_is_shown_by_its_first_channel(tmp_path: Path) -> None:
    pixels = np.array([[[100, 20, 200], [50, 128, 128]]], dtype=np.uint8)
    np.testing.assert_array_equal(render(film(tmp_path, pixels, photometric="YBR_FULL")), [[100, 50]])


def test_palette_is_shown_by_its_luminance(tmp_path: Path) -> None:
    palette: dict[str, Any] = {}
    for colour, entries in {"Red": [0, 0xFF00], "Green": [0, 0xFF00], "Blue": [0, 0]}.items():
        palette[f"{colour}PaletteColorLookupTableDescriptor"] = [2, 0, 16]
        palette[f"{colour}PaletteColorLookupTableData"] = np.array(entries, "<u2").tobytes()
    a_film = film(tmp_path, np.array([[0, 1]], np.uint8), photometric="PALETTE COLOR", **palette)
    np.testing.assert_array_equal(render(a_film), [[0, round(0.886 * 0xFF00 / 257)]])
    assert a_film.colour


def test_segmented_palette_is_written_out(tmp_path: Path) -> None:
    segments = [0, 2, 0, 100, 1, 3, 400, 2, 1, 4, 0]  # 0, 100; on to 400 in three steps; the line of bytes 4.. again
    segments[8:11] = [1, 0, 0]  # one segment from byte 0: 0, 100
    palette: dict[str, Any] = {}
    for colour in ("Red", "Green", "Blue"):
        palette[f"{colour}PaletteColorLookupTableDescriptor"] = [7, 0, 16]
        palette[f"Segmented{colour}PaletteColorLookupTableData"] = np.array(segments, "<u2").tobytes()
    pixels = np.arange(7, dtype=np.uint8)[None, :]
    a_film = film(tmp_path, pixels, photometric="PALETTE COLOR", **palette)
    np.testing.assert_array_equal(a_film.pixels, [[0, 100, 200, 300, 400, 0, 100]])


@pytest.mark.parametrize(
    "segments", [[], [0], [0, 5, 1], [1, 3, 9], [7, 1, 1], [2, 9, 0, 0], [0, 1, 5, 2, 60000, 0, 0]]
)
def test_malformed_segmented_palette_is_damage(tmp_path: Path, segments: list[int]) -> None:
    palette: dict[str, Any] = {}
    for colour in ("Red", "Green", "Blue"):
        palette[f"{colour}PaletteColorLookupTableDescriptor"] = [0, 0, 16]
        palette[f"Segmented{colour}PaletteColorLookupTableData"] = np.array(segments, "<u2").tobytes()
    with pytest.raises(DamagedFilm, match="palette"):
        film(tmp_path, np.zeros((2, 2), np.uint8), photometric="PALETTE COLOR", **palette)


# frames


def test_each_frame_is_read_by_its_number(tmp_path: Path) -> None:
    pixels = np.stack([phantom(), phantom()[::-1], phantom()[:, ::-1]])
    for syntax in (ExplicitVRLittleEndian, RLELossless, JPEG2000Lossless):
        path = write_dicom(tmp_path / "frames.dcm", pixels, frames=3, syntax=syntax)
        for number in range(3):
            a_film = read_film(path, number)
            np.testing.assert_array_equal(a_film.pixels, pixels[number])
            assert (a_film.frame, a_film.frames) == (number, 3)


def test_frames_have_their_own_windows_and_slopes(tmp_path: Path) -> None:
    groups = []
    for number in range(2):
        window = sequence_item(WindowCenter=100 * (number + 1), WindowWidth=50)
        slope = sequence_item(RescaleSlope=number + 1, RescaleIntercept=0, RescaleType="US")
        groups += sequence_item(FrameVOILUTSequence=window, PixelValueTransformationSequence=slope)
    shared = sequence_item(PixelMeasuresSequence=sequence_item(PixelSpacing=[0.2, 0.3]))
    path = write_dicom(
        tmp_path / "enhanced.dcm",
        np.full((2, 3, 3), 7, np.uint16),
        frames=2,
        PerFrameFunctionalGroupsSequence=groups,
        SharedFunctionalGroupsSequence=shared,
    )
    second = read_film(path, 1)
    assert second.pixels.max() == 14
    assert second.default_voi == VoiWindow(200, 50, name="Window 1")
    assert second.spacing is not None
    assert second.spacing.column_mm == 0.3


# the film hash


def test_two_files_of_one_uid_and_different_pixels_are_told_apart(tmp_path: Path) -> None:
    first = film(tmp_path, phantom(), SOPInstanceUID="1.2.3")
    second = film(tmp_path, phantom()[::-1].copy(), SOPInstanceUID="1.2.3")
    assert first.film_hash != second.film_hash


def test_the_same_picture_in_another_syntax_has_the_same_hash(tmp_path: Path) -> None:
    native, packed = (film(tmp_path, phantom(), syntax=syntax) for syntax in (ExplicitVRLittleEndian, RLELossless))
    assert native.film_hash == packed.film_hash


@pytest.mark.parametrize(
    "tags", [{"photometric": "MONOCHROME1"}, {"WindowCenter": 7, "WindowWidth": 9}, {"PixelAspectRatio": [2, 1]}]
)
def test_what_looks_different_has_another_hash(tmp_path: Path, tags: dict[str, Any]) -> None:
    assert film(tmp_path, phantom()).film_hash != film(tmp_path, phantom(), **tags).film_hash


# files without this or that


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian])
def test_file_without_preamble_is_read(tmp_path: Path, syntax: str) -> None:
    a_film = film(tmp_path, phantom(), syntax=syntax, preamble=False)
    np.testing.assert_array_equal(a_film.pixels, phantom())


def test_uncompressed_pixels_under_the_name_of_a_compressed_syntax_are_read(tmp_path: Path) -> None:
    path = write_dataset(tmp_path / "film.dcm", dataset(phantom()), ExplicitVRLittleEndian)
    name = ExplicitVRLittleEndian.encode() + b"\0"
    other = JPEGBaseline8Bit.encode()
    content = path.read_bytes()
    meta_grows = len(other) - len(name)
    length = int.from_bytes(content[140:144], "little") + meta_grows
    at = content.index(name)
    path.write_bytes(
        content[:140]
        + length.to_bytes(4, "little")
        + content[144 : at - 2]
        + len(other).to_bytes(2, "little")
        + other
        + content[at + len(name) :]
    )
    a_film = read_film(path)
    np.testing.assert_array_equal(a_film.pixels, phantom())
    assert "not compressed" in a_film.notes[0]


def test_paths_in_any_script_are_read(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "홍길동 фильм 胸部.dcm", phantom())
    assert read_film(path).shape == phantom().shape
