"""Whether a film may be judged: what its pixels show, and how all evidence is weighed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom.data import get_testdata_file

import resources
from inference.core.errors import PackError, PackMalformed, PackMissing
from inference.core.film import Identity, Radiograph, read_only, reinverted
from inference.core.film_check_result import refuse, warn, weigh
from inference.core.voi import VoiWindow
from inference.engine.film_check import FilmCheck, FilmCheckOutcome, check_film
from inference.engine.film_check.cnn import WEIGHTS, ThumbnailClasses, load_detector
from inference.engine.film_check.pixels import thumbnail_evidence
from inference.reading import read_film
from tests.builders import radiograph

SAMPLES = sorted(path for path in resources.path("samples").rglob("*.*") if path.suffix in {".dcm", ".png"})
OTHER_PICTURES = [  # slices, ultrasound, nuclear medicine, photographs: pydicom's own
    "CT_small.dcm",
    "MR_small.dcm",
    "693_J2KI.dcm",
    "JPEG2000.dcm",
    "liver_1frame.dcm",
    "examples_overlay.dcm",
    "examples_palette.dcm",
    "examples_rgb_color.dcm",
]
GOOD = ThumbnailClasses(0.99, 0.0, 0.0, 0.01, (1.0, 0.0, 0.0, 0.0), 0.1, 0.0)


@pytest.fixture(scope="module")
def sample() -> Radiograph:
    return read_film(resources.path("samples/noa/1-pa.dcm"))


def repainted(film: Radiograph, change: Callable[[NDArray[Any]], NDArray[Any]]) -> Radiograph:
    return replace(film, pixels=read_only(np.ascontiguousarray(change(film.pixels))))


def test_the_gravest_reason_comes_first_and_each_only_once() -> None:
    answer = weigh([warn("a."), refuse("b."), warn("a.")])
    assert answer == FilmCheck(FilmCheckOutcome.REFUSE, ("b.", "a."))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_sample_films_are_ok(path: Path) -> None:
    assert check_film(read_film(path)) == FilmCheck(FilmCheckOutcome.OK, ())


@pytest.mark.parametrize(("quarters", "degrees"), [(1, 90), (2, 180), (3, 90)])
def test_a_turned_film_is_refused(sample: Radiograph, quarters: int, degrees: int) -> None:
    answer = check_film(repainted(sample, lambda pixels: np.rot90(pixels, quarters)))
    assert answer == FilmCheck(FilmCheckOutcome.REFUSE, (f"The film looks rotated by {degrees} degrees.",))


def test_an_inverted_film_is_refused_and_its_own_inversion_is_not(sample: Radiograph) -> None:
    answer = check_film(replace(sample, inverted=not sample.inverted))
    assert answer.asks_inversion
    assert "inverted" in answer.reasons[0]
    assert check_film(reinverted(reinverted(sample))).outcome is FilmCheckOutcome.OK
    twice = repainted(sample, lambda pixels: pixels.max() - pixels)
    window = VoiWindow(float(twice.pixels.max()) / 2, float(np.ptp(twice.pixels)))
    assert check_film(replace(twice, inverted=not sample.inverted, default_voi=window)).outcome is FilmCheckOutcome.OK


def test_noise_is_refused() -> None:
    noise = np.random.default_rng(0).random((300, 300)) * 4095
    assert check_film(radiograph(noise)).outcome is FilmCheckOutcome.REFUSE


@pytest.mark.parametrize("shade", [0.0, 700.0, np.nan])
def test_a_blank_film_is_refused(shade: float) -> None:
    answer = check_film(radiograph(np.full((64, 64), shade)))
    assert answer == FilmCheck(FilmCheckOutcome.REFUSE, ("The film is blank or nearly blank.",))


@pytest.mark.parametrize("shape", [(1, 1), (1, 4000), (3, 2)])
def test_a_film_of_hardly_any_pixels_is_not_ok(shape: tuple[int, int]) -> None:
    pixels = np.arange(shape[0] * shape[1], dtype=np.float32).reshape(shape)
    assert check_film(radiograph(pixels)).outcome is not FilmCheckOutcome.OK


def test_a_strip_of_a_film_is_warned_of(sample: Radiograph) -> None:
    answer = check_film(repainted(sample, lambda pixels: pixels[: pixels.shape[0] // 4]))
    assert any("cropped" in reason for reason in answer.reasons) or answer.outcome is FilmCheckOutcome.REFUSE


def test_a_colour_picture_is_warned_of(sample: Radiograph) -> None:
    answer = check_film(replace(sample, colour=True))
    assert answer == FilmCheck(FilmCheckOutcome.WARN, ("The picture has colours; a radiograph has none.",))


@pytest.mark.parametrize("name", OTHER_PICTURES)
def test_a_real_picture_of_something_else_is_not_ok_even_without_a_header(name: str) -> None:
    film = read_film(Path(str(get_testdata_file(name))))
    assert check_film(replace(film, identity=Identity(), orientation=None, notes=())).outcome is not FilmCheckOutcome.OK


def test_a_film_that_looks_right_gives_no_evidence() -> None:
    assert not list(thumbnail_evidence(GOOD))


@pytest.mark.parametrize(
    ("seen", "outcome", "word"),
    [
        (replace(GOOD, chest=0.01, other=0.99), FilmCheckOutcome.REFUSE, "frontal chest film"),
        (replace(GOOD, chest=0.01, lateral=0.9, other=0.09), FilmCheckOutcome.REFUSE, "lateral"),
        (replace(GOOD, chest=0.02, cropped=0.98, other=0.0), FilmCheckOutcome.WARN, "cropped"),
        (replace(GOOD, turns=(0.0, 0.5, 0.0, 0.5)), FilmCheckOutcome.REFUSE, "90"),
        (replace(GOOD, turns=(0.0, 0.0, 1.0, 0.0)), FilmCheckOutcome.REFUSE, "180"),
        (replace(GOOD, chest=0.4, other=0.6), FilmCheckOutcome.WARN, "not sure"),
        (replace(GOOD, turns=(0.4, 0.3, 0.0, 0.3)), FilmCheckOutcome.WARN, "not sure"),
        (replace(GOOD, mirrored=0.99), FilmCheckOutcome.WARN, "mirrored"),
        (replace(GOOD, inverted=0.99), FilmCheckOutcome.REFUSE, "inverted"),
        (replace(GOOD, inverted=0.5), FilmCheckOutcome.WARN, "not sure"),
    ],
)
def test_each_thumbnail_has_its_outcome(seen: ThumbnailClasses, outcome: FilmCheckOutcome, word: str) -> None:
    answer = weigh(thumbnail_evidence(seen))
    assert answer.outcome is outcome
    assert word in answer.reasons[0]


def test_a_missing_detector_is_a_pack_error(sample: Radiograph, tmp_path: Path) -> None:
    with pytest.raises(PackMissing):
        check_film(sample, tmp_path / "weights.npz")


@pytest.mark.parametrize("damage", [b"", b"no archive"], ids=["empty", "text"])
def test_a_damaged_detector_is_a_pack_error(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "weights.npz"
    path.write_bytes(damage)
    with pytest.raises(PackMalformed):
        load_detector(path)


def test_a_cut_or_altered_detector_is_a_pack_error(tmp_path: Path) -> None:
    whole = WEIGHTS.read_bytes()
    for number, damage in enumerate((whole[:5000], whole[:9000] + bytes(400) + whole[9400:])):
        path = tmp_path / f"{number}.npz"
        path.write_bytes(damage)
        with pytest.raises(PackMalformed):
            load_detector(path)


def test_a_detector_of_other_shapes_is_a_pack_error(tmp_path: Path) -> None:
    arrays: dict[str, Any] = dict(load_detector().arrays)
    np.savez(tmp_path / "weights.npz", **{**arrays, "out": arrays["out"][:, :3]})
    with pytest.raises(PackError):
        load_detector(tmp_path / "weights.npz")
