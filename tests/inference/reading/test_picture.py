"""PNG, JPEG and TIFF as films: depth, colour, alpha, EXIF orientation, any path, cut and oversized files."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from inference.core.errors import DamagedFilm, FilmTooLarge, NoPixels, UnsupportedSyntax
from inference.imaging.display_pipeline import render
from inference.reading import Limits, read_film
from tests.builders import phantom, write_jpeg, write_png, write_tiff

BYTES: NDArray[np.uint8] = np.rint(phantom() / 4095 * 255).astype(np.uint8)
TURNS: dict[int, Any] = {  # how a film is stored so that this EXIF orientation shows it upright
    1: lambda film: film,
    2: np.fliplr,
    3: lambda film: np.rot90(film, 2),
    4: np.flipud,
    5: np.transpose,
    6: np.rot90,
    7: lambda film: np.rot90(film, 2).T,
    8: lambda film: np.rot90(film, -1),
}


def save(path: Path, picture: Image.Image, kind: str, **options: Any) -> Path:
    content = io.BytesIO()
    picture.save(content, kind, **options)
    path.write_bytes(content.getvalue())
    return path


@pytest.mark.parametrize("write", [write_png, write_tiff])
def test_eight_bits_are_shown_as_they_are(tmp_path: Path, write: Any) -> None:
    pixels = BYTES // 2  # does not reach white, and is not stretched
    film = read_film(write(tmp_path / "film", pixels))
    np.testing.assert_array_equal(render(film), pixels)
    assert film.bits == 8


@pytest.mark.parametrize("write", [write_png, write_tiff])
def test_sixteen_bits_stay_sixteen_bits(tmp_path: Path, write: Any) -> None:
    film = read_film(write(tmp_path / "film", phantom(top=40000)))
    np.testing.assert_array_equal(film.pixels, phantom(top=40000))
    assert film.bits == 16


def test_twelve_bits_in_sixteen_are_spread_from_least_to_greatest(tmp_path: Path) -> None:
    np.testing.assert_array_equal(render(read_film(write_png(tmp_path / "a.png", phantom()))), BYTES)


def test_eight_bits_written_as_sixteen_are_not_stretched(tmp_path: Path) -> None:
    pixels = BYTES // 2
    film = read_film(write_png(tmp_path / "a.png", pixels.astype(np.uint16) * 257))
    np.testing.assert_array_equal(render(film), pixels)


@pytest.mark.parametrize("orientation", list(TURNS))
def test_jpeg_is_turned_upright_by_its_exif_orientation(tmp_path: Path, orientation: int) -> None:
    stored = np.ascontiguousarray(TURNS[orientation](BYTES))
    film = read_film(write_jpeg(tmp_path / "a.jpg", stored, orientation=orientation))
    assert np.abs(render(film).astype(int) - BYTES).max() <= 3


@pytest.mark.parametrize("orientation", list(TURNS))
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_other_pictures_are_turned_upright_too(tmp_path: Path, kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.fromarray(np.ascontiguousarray(TURNS[orientation](BYTES)))
    np.testing.assert_array_equal(render(read_film(save(tmp_path / "a", stored, kind, exif=exif))), BYTES)


@pytest.mark.parametrize("write", [write_png, write_tiff])
def test_colour_is_shown_by_its_luminance_with_a_note(tmp_path: Path, write: Any) -> None:
    pixels = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255], [9, 9, 9]]], dtype=np.uint8)
    film = read_film(write(tmp_path / "film", pixels))
    np.testing.assert_array_equal(render(film), [[76, 150, 29, 9]])
    assert "colour" in film.notes[0]
    assert film.colour


def test_grey_written_as_colour_is_grey_without_a_note(tmp_path: Path) -> None:
    film = read_film(write_png(tmp_path / "a.png", np.dstack([BYTES] * 3)))
    np.testing.assert_array_equal(render(film), BYTES)
    assert film.notes == ()
    assert not film.colour


@pytest.mark.parametrize(("side", "coloured"), [(13, False), (15, True)])
def test_colour_is_said_only_where_a_clear_part_has_it(tmp_path: Path, side: int, *, coloured: bool) -> None:
    pixels = np.dstack([np.linspace(0, 255, 10_000).reshape(100, 100).astype(np.uint8)] * 3)
    pixels[2 : 2 + side, 3 : 3 + side] = (230, 30, 40)  # 1.7 and 2.3 % of the film
    film = read_film(write_png(tmp_path / "stamped.png", pixels))
    assert film.colour is coloured
    assert len(film.notes) == coloured
    assert film.rescale is None  # the stamp's grey values are not the file's


def test_faint_colours_of_a_lossy_file_are_none(tmp_path: Path) -> None:
    pixels = np.dstack([BYTES] * 3)
    pixels[..., 2] ^= 7
    assert not read_film(write_png(tmp_path / "a.png", pixels)).colour


def test_alpha_is_laid_over_black(tmp_path: Path) -> None:
    alpha = np.array([[255, 128, 0]], dtype=np.uint8)
    pixels = np.dstack([np.full_like(alpha, 200)] * 3 + [alpha])
    np.testing.assert_array_equal(render(read_film(write_png(tmp_path / "a.png", pixels))), [[200, 100, 0]])


@pytest.mark.parametrize(("mode", "kind"), [("P", "PNG"), ("LA", "PNG"), ("P", "TIFF"), ("L", "TIFF")])
def test_palettes_and_grey_with_alpha_are_read(tmp_path: Path, mode: str, kind: str) -> None:
    path = save(tmp_path / "a", Image.fromarray(BYTES).convert(mode), kind)
    np.testing.assert_array_equal(render(read_film(path)), BYTES)


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_adobe_deflate", "packbits"])
def test_compressed_tiff_is_read(tmp_path: Path, compression: str) -> None:
    path = save(tmp_path / "a", Image.fromarray(BYTES), "TIFF", compression=compression)
    np.testing.assert_array_equal(render(read_film(path)), BYTES)


@pytest.mark.parametrize("pixels", [BYTES, phantom(top=65535)], ids=["8 bit", "16 bit"])
def test_tiff_whose_zero_is_white_is_shown_that_way(tmp_path: Path, pixels: NDArray[Any]) -> None:
    path = save(tmp_path / "a.tif", Image.fromarray(pixels), "TIFF")
    content = path.read_bytes()
    black_is_zero = b"\x06\x01\x03\x00\x01\x00\x00\x00\x01\x00"
    assert black_is_zero in content
    path.write_bytes(content.replace(black_is_zero, black_is_zero[:-2] + b"\x00\x00"))
    np.testing.assert_array_equal(render(read_film(path)), 255 - np.rint(pixels / pixels.max() * 255))


def test_pages_of_a_tiff_are_frames(tmp_path: Path) -> None:
    pages = [Image.fromarray(BYTES), Image.fromarray(np.ascontiguousarray(BYTES[::-1]))]
    path = save(tmp_path / "a.tif", pages[0], "TIFF", save_all=True, append_images=pages[1:])
    second = read_film(path, 1)
    assert (second.frame, second.frames) == (1, 2)
    np.testing.assert_array_equal(render(second), BYTES[::-1])
    with pytest.raises(NoPixels, match="page 3"):
        read_film(path, 2)


def test_tiff_compression_that_is_not_read_is_named(tmp_path: Path) -> None:
    path = save(tmp_path / "a.tif", Image.fromarray(BYTES), "TIFF", compression="lzma")
    with pytest.raises(UnsupportedSyntax, match="34925"):
        read_film(path)


def test_twelve_bit_jpeg_outside_dicom_is_named(tmp_path: Path) -> None:
    path = write_jpeg(tmp_path / "a.jpg", BYTES)
    content = bytearray(path.read_bytes())
    content[content.index(b"\xff\xc0") + 4] = 12
    path.write_bytes(content)
    with pytest.raises(UnsupportedSyntax, match="12 bits"):
        read_film(path)


@pytest.mark.parametrize("write", [write_png, write_jpeg, write_tiff])
@pytest.mark.parametrize("keep", [0.02, 0.5, 0.9])
def test_cut_picture_is_damaged_and_never_shown_in_part(tmp_path: Path, write: Any, keep: float) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 48), dtype=np.uint8)
    path = write(tmp_path / "film", noise)
    content = path.read_bytes()
    path.write_bytes(content[: max(int(len(content) * keep), 20)])
    with pytest.raises(DamagedFilm, match=r"\d+ bytes"):
        read_film(path)


def test_flipped_bit_in_a_png_is_damage(tmp_path: Path) -> None:
    path = write_png(tmp_path / "a.png", BYTES)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x10
    path.write_bytes(content)
    with pytest.raises(DamagedFilm):
        read_film(path)


def test_oversized_png_is_refused_from_its_head(tmp_path: Path) -> None:
    path = write_png(tmp_path / "a.png", BYTES)
    content = bytearray(path.read_bytes())
    content[16:24] = (100_000).to_bytes(4, "big") * 2
    path.write_bytes(content)
    with pytest.raises(FilmTooLarge, match="100000 x 100000"):
        read_film(path)


@pytest.mark.parametrize("write", [write_png, write_jpeg, write_tiff])
def test_limits_hold_for_pictures(tmp_path: Path, write: Any) -> None:
    path = write(tmp_path / "film", BYTES)
    with pytest.raises(FilmTooLarge):
        read_film(path, limits=Limits(frame_pixels=BYTES.size - 1))
    assert read_film(path, limits=Limits(frame_pixels=BYTES.size)).shape == BYTES.shape


@pytest.mark.parametrize("name", ["홍길동.png", "胸部 фильм.png", "a b#%&'.png", "emoji😀.png"])
def test_paths_in_any_script_are_read(tmp_path: Path, name: str) -> None:
    assert read_film(write_png(tmp_path / name, BYTES)).shape == BYTES.shape


def with_chunk(path: Path, kind: bytes, content: bytes) -> Path:
    """A PNG with one more chunk behind its head."""
    data = path.read_bytes()
    chunk = len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")
    path.write_bytes(data[:33] + chunk + data[33:])
    return path


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (b"iCCP", b"screen\0\0" + zlib.compress(bytes(2 << 20))),
        (b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * (2 << 20))),
        (b"iCCP", b"screen\0\0no profile"),
    ],
    ids=["large profile", "large text", "broken profile"],
)
def test_what_a_png_holds_besides_its_film_does_not_matter(tmp_path: Path, kind: bytes, content: bytes) -> None:
    film = read_film(with_chunk(write_png(tmp_path / "a.png", BYTES), kind, content))
    np.testing.assert_array_equal(render(film), BYTES)


def test_the_format_is_seen_in_the_content_not_in_the_name(tmp_path: Path) -> None:
    assert read_film(write_png(tmp_path / "film.dcm", BYTES)).transfer_syntax == "PNG"


def test_same_pixels_have_the_same_hash_in_png_and_tiff(tmp_path: Path) -> None:
    png, tiff = read_film(write_png(tmp_path / "a", BYTES)), read_film(write_tiff(tmp_path / "b", BYTES))
    assert png.film_hash == tiff.film_hash


def test_nothing_is_written_to_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = write_tiff(tmp_path / "a.tif", BYTES)
    path.write_bytes(path.read_bytes()[:400])
    with pytest.raises(DamagedFilm):
        read_film(path)
    assert capfd.readouterr() == ("", "")
