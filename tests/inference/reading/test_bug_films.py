"""Small films that came out wrong, each with the right display beside it (`tests/bugs`), and their kin."""

from __future__ import annotations

import shutil
import struct
import zlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.uid import (
    ComputedRadiographyImageStorage,
    DigitalXRayImageStorageForPresentation,
    EnhancedXAImageStorage,
    XRayAngiographicImageStorage,
    XRayRadiofluoroscopicImageStorage,
)

from inference.cli.main import main
from inference.core.errors import DamagedFilm
from inference.core.film import Radiograph
from inference.core.voi import VoiLut, VoiWindow
from inference.imaging.display_pipeline import render
from inference.reading import read_film, scan
from inference.reading.dicom.pixel_data.luminance import rgb_luminance
from inference.reading.picture.png import bare_png
from tests.builders import phantom, write_dicom, write_png
from tests.dicom_writing import lut_item

BUGS = Path(__file__).parents[2] / "bugs"
FILMS = sorted(path for path in BUGS.rglob("*") if Path(f"{path}.expected.png").exists())
FILM = phantom()


def expected(path: Path) -> NDArray[np.uint8]:
    picture = cv2.imread(f"{path}.expected.png", cv2.IMREAD_UNCHANGED)
    assert picture is not None
    return picture.astype(np.uint8)


def film(tmp_path: Path, pixels: NDArray[Any] = FILM, **tags: Any) -> Radiograph:
    return read_film(write_dicom(tmp_path / "film.dcm", pixels, **tags))


# row 12: what `thoracam render` writes is the right picture


@pytest.mark.parametrize("path", FILMS, ids=lambda path: path.name)
def test_each_film_is_rendered_as_expected(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "film.png"
    assert main(["render", str(path), "--out", str(out)]) == 0
    picture = cv2.imread(str(out), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    assert np.abs(picture.astype(int) - expected(path)).max() <= 1


# tables that disagree with their descriptor


def cut_lut(entries: list[int], said: int, bits: int = 16, first: int = 0, **tags: Any) -> list[Any]:
    [item] = lut_item(entries, bits=bits, first=first, **tags)
    item.LUTDescriptor = [said & 0xFFFF, first, bits]
    item["LUTDescriptor"].VR = "US"
    return [item]


@pytest.mark.parametrize("there", [4095, 3000, 2500, 2049, 2047, 1000])
def test_a_voi_lut_that_is_cut_clamps_at_its_last_entry(tmp_path: Path, there: int) -> None:
    entries = [value * 16 for value in range(there)]
    a_film = film(tmp_path, VOILUTSequence=cut_lut(entries, 4096))
    assert isinstance(a_film.default_voi, VoiLut)
    wanted = np.minimum(FILM, there - 1) * 16.0
    top = 65535 if entries[-1] >= 65535 / 8 else entries[-1]
    assert np.abs(render(a_film) - wanted * 255 / top).max() <= 1
    assert any("fewer entries" in note for note in a_film.notes)


@pytest.mark.parametrize("there", [2500, 1000])
def test_a_voi_lut_that_is_cut_gives_way_to_a_window(tmp_path: Path, there: int) -> None:
    item = cut_lut([value * 16 for value in range(there)], 4096)
    a_film = film(tmp_path, VOILUTSequence=item, WindowCenter=2048, WindowWidth=4096)
    assert [type(voi) for voi in a_film.vois] == [VoiWindow]
    assert any("left out" in note for note in a_film.notes)


def test_a_modality_lut_that_is_cut_clamps_at_its_last_entry(tmp_path: Path) -> None:
    item = cut_lut(list(range(2500)), 4096, ModalityLUTType="US")
    a_film = film(tmp_path, ModalityLUTSequence=item)
    np.testing.assert_array_equal(a_film.pixels, np.minimum(FILM, 2499))
    assert any("Modality LUT" in note and "fewer entries" in note for note in a_film.notes)


def test_a_lut_of_odd_length_in_bytes_is_still_read(tmp_path: Path) -> None:
    data = np.arange(255, dtype=np.uint8).tobytes() + b"\0"
    item = Dataset()
    item.add_new("LUTDescriptor", "US", [255, 0, 8])
    item.add_new("LUTData", "OW", data)
    a_film = film(tmp_path, np.arange(255, dtype=np.uint8)[None, :], VOILUTSequence=[item])
    assert np.abs(render(a_film) - np.arange(255)[None, :].astype(int)).max() <= 1


@pytest.mark.parametrize(("largest", "shown"), [(4095, 255), (8191, 255), (8192, 32), (32767, 127), (65535, 255)])
def test_a_voi_lut_far_below_its_depth_is_scaled_by_its_largest_entry(tmp_path: Path, largest: int, shown: int) -> None:
    entries = np.rint(np.linspace(0, largest, 4096)).astype(int).tolist()
    a_film = film(tmp_path, VOILUTSequence=lut_item(entries))
    assert abs(int(render(a_film).max()) - shown) <= 1
    assert any("largest entry" in note for note in a_film.notes) == (largest < 65535 / 8)


def test_a_palette_of_bytes_that_says_sixteen_bits_is_not_black(tmp_path: Path) -> None:
    palette: dict[str, Any] = {}
    for colour in ("Red", "Green", "Blue"):
        palette[f"{colour}PaletteColorLookupTableDescriptor"] = [256, 0, 16]
        palette[f"{colour}PaletteColorLookupTableData"] = np.arange(256, dtype="<u2").tobytes()
    pixels = np.arange(256, dtype=np.uint8)[None, :]
    a_film = film(tmp_path, pixels, photometric="PALETTE COLOR", **palette)
    np.testing.assert_array_equal(render(a_film), pixels)


# a Modality LUT that leads back to X-ray intensity

INVERSE = list(range(4095, -1, -1))


@pytest.mark.parametrize(
    ("modality", "sop_class", "relation", "applied"),
    [
        ("RF", XRayRadiofluoroscopicImageStorage, "LOG", False),
        ("XA", XRayAngiographicImageStorage, "LOG", False),
        ("XA", EnhancedXAImageStorage, "LOG", False),
        ("XA", XRayAngiographicImageStorage, "DISP", False),
        ("OT", XRayAngiographicImageStorage, "LOG", False),
        ("XA", XRayAngiographicImageStorage, "LIN", True),
        ("XA", XRayAngiographicImageStorage, None, True),
        ("CR", ComputedRadiographyImageStorage, "LOG", True),
        ("DX", DigitalXRayImageStorageForPresentation, "LOG", True),
    ],
)
def test_the_modality_lut_of_a_logarithmic_fluoroscopy_is_not_for_display(
    tmp_path: Path, modality: str, sop_class: str, relation: str | None, *, applied: bool
) -> None:
    item = lut_item(INVERSE, ModalityLUTType="US")
    tags: dict[str, Any] = {"Modality": modality, "SOPClassUID": sop_class, "PixelIntensityRelationship": relation}
    a_film = film(tmp_path, ModalityLUTSequence=item, **tags)
    np.testing.assert_array_equal(a_film.pixels, 4095 - FILM if applied else FILM)


# a DICOMDIR whose files were renamed by copying


@pytest.mark.parametrize(
    "name", ["IM000000", "IM000000.dcm", "IM000000.DCM", "im000000.dcm", "im000000", "Im000000.Dcm", "IM000000.;1"]
)
@pytest.mark.parametrize(
    "folder", ["PT000000/ST000000/SE000000", "pt000000/st000000/se000000", "Pt000000/ST000000/se000000"]
)
def test_a_dicomdir_finds_its_files_by_any_spelling(tmp_path: Path, name: str, folder: str) -> None:
    medium = BUGS / "dicomdir_with_extensions"
    (tmp_path / folder).mkdir(parents=True)
    shutil.copy(medium / "DICOMDIR", tmp_path / "DICOMDIR")
    shutil.copy(medium / "PT000000/ST000000/SE000000/IM000000.dcm", tmp_path / folder / name)
    found = scan((tmp_path / "DICOMDIR",))
    assert found.skipped == ()
    assert [film.path for study in found.studies for film in study.films] == [tmp_path / folder / name]


def test_the_dicomdir_of_files_with_suffixes_is_found() -> None:
    found = scan((BUGS / "dicomdir_with_extensions" / "DICOMDIR",))
    assert [film.path.name for study in found.studies for film in study.films] == ["IM000000.dcm"]
    assert found.skipped == ()


# TIFF in separate planes and of half floats


def tiff(path: Path, planes: NDArray[Any], *, photometric: int = 1, tile: int = 0) -> Path:
    """A TIFF of (planes, rows, columns), uncompressed, each plane in one strip or in square tiles."""
    count, rows, columns = planes.shape
    parts = [part.tobytes() for plane in planes for part in tiles(plane, tile)]
    kinds = {"u": 1, "f": 3}
    entries = {256: [columns], 257: [rows], 258: [planes.itemsize * 8] * count, 259: [1], 262: [photometric]}
    entries |= {277: [count], 284: [2], 339: [kinds[planes.dtype.kind]] * count, **({338: [2]} if count == 4 else {})}
    entries |= {322: [tile], 323: [tile]} if tile else {278: [rows]}
    offsets = np.cumsum([8, *map(len, parts)])[:-1].tolist()
    entries |= {324 if tile else 273: offsets, 325 if tile else 279: [len(part) for part in parts]}
    body = b"".join(parts)
    at, table, more = 8 + len(body) + 2 + 12 * len(entries) + 4, b"", b""
    for tag, values in sorted(entries.items()):
        data = b"".join(struct.pack("<I", value) for value in values)
        table += struct.pack("<HHI", tag, 4, len(values)) + (
            data if len(values) == 1 else struct.pack("<I", at + len(more))
        )
        more += data if len(values) > 1 else b""
    directory = struct.pack("<H", len(entries)) + table + b"\0" * 4
    path.write_bytes(b"II*\0" + struct.pack("<I", 8 + len(body)) + body + directory + more)
    return path


def tiles(plane: NDArray[Any], side: int) -> list[NDArray[Any]]:
    if not side:
        return [plane]
    padded = np.pad(plane, [(0, -size % side) for size in plane.shape])
    return [
        padded[row : row + side, column : column + side]
        for row in range(0, padded.shape[0], side)
        for column in range(0, padded.shape[1], side)
    ]


def planes(dtype: Any, count: int = 3) -> NDArray[Any]:
    """The phantom in planes (count, rows, columns) that differ; an alpha that is full."""
    deep = dtype is not np.uint8
    grey = FILM * 16 if deep else FILM // 16
    top = 1.0 if np.issubdtype(dtype, np.floating) else float(np.iinfo(dtype).max)
    scale = top / 65535 if np.issubdtype(dtype, np.floating) else 1.0
    found = [grey * scale, grey * scale / 2, grey * scale / 4, np.full(FILM.shape, top)]
    return np.stack(found[:count]).astype(dtype)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32, np.float16])
@pytest.mark.parametrize("count", [3, 4])
@pytest.mark.parametrize("tile", [0, 32])
def test_a_colour_tiff_in_planes_is_that_of_interleaved_pixels(
    tmp_path: Path, dtype: type[np.generic], count: int, tile: int
) -> None:
    colours = planes(dtype, count)
    shown = read_film(tiff(tmp_path / "planes.tif", colours, photometric=2, tile=tile))
    grey = rgb_luminance(np.moveaxis(colours[:3], 0, -1))
    np.testing.assert_allclose(shown.pixels, grey, rtol=1e-3)
    assert shown.colour


@pytest.mark.parametrize("white_is_zero", [False, True])
def test_a_half_float_tiff_is_read(tmp_path: Path, *, white_is_zero: bool) -> None:
    pixels = (FILM / 4095).astype(np.float16)
    a_film = read_film(tiff(tmp_path / "half.tif", pixels[None], photometric=0 if white_is_zero else 1))
    np.testing.assert_array_equal(a_film.pixels, pixels.astype(np.float32))
    assert a_film.inverted is white_is_zero


def test_a_cut_tiff_in_planes_is_damage(tmp_path: Path) -> None:
    path = tiff(tmp_path / "planes.tif", planes(np.uint16), photometric=2)
    path.write_bytes(path.read_bytes()[: FILM.size])
    with pytest.raises(DamagedFilm):
        read_film(path)


# what libraries would tell the terminal


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


NOISY = {
    "colour profile": chunk(b"iCCP", b"x\0\0abc"),
    "gamma": chunk(b"gAMA", b"\0"),
    "chromaticities": chunk(b"cHRM", b"\0" * 3),
    "rendering intent": chunk(b"sRGB", b"\x09"),
    "significant bits": chunk(b"sBIT", b"\x20"),
    "text": chunk(b"zTXt", b"a\0\0nothing deflated"),
    "time": chunk(b"tIME", b"\0"),
    "palette of a grey picture": chunk(b"PLTE", b"\0\0\0"),
    "transparency too long": chunk(b"tRNS", b"\0" * 9),
}


@pytest.mark.parametrize("name", list(NOISY))
def test_no_decoder_speaks_to_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str) -> None:
    path = write_png(tmp_path / "film.png", FILM)
    content = path.read_bytes()
    path.write_bytes(content[:33] + NOISY[name] + content[33:])
    np.testing.assert_array_equal(read_film(path).pixels, FILM)
    picture = cv2.imdecode(np.frombuffer(bare_png(path.read_bytes()), np.uint8), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    assert capfd.readouterr() == ("", "") or name.startswith(("palette", "transparency"))


def test_the_png_with_a_broken_profile_is_read_in_silence(capfd: pytest.CaptureFixture[str]) -> None:
    read_film(BUGS / "p_iccp.png")
    assert capfd.readouterr() == ("", "")
