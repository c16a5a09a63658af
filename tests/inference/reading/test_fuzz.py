"""Whatever bytes a file holds, it opens or is refused by a typed error: pydicom's own odd files, and broken ones."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import warnings
from functools import cache
from pathlib import Path

import numpy as np
import pydicom.data
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset

from inference.core.errors import DamagedFilm, FilmError, NoPixels
from inference.imaging.display_pipeline import render
from inference.reading import read_film, scan
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import code
from inference.reading.files.read_film import UNFORESEEN
from inference.report.film_info import film_info, info_text
from inference.text.messages import message_for
from tests.encodings import ENCODINGS

PYDICOM = Path(pydicom.data.__file__).parent
THEIRS = sorted(path for path in PYDICOM.rglob("*") if path.is_file() and "_files" in f"{path.relative_to(PYDICOM)}")
SEEDS = (
    "implicit",
    "big endian",
    "deflated",
    "RLE",
    "JPEG baseline",
    "JPEG-LS",
    "HTJ2K lossless",
    "PNG",
    "TIFF",
    "JPEG",
)
SPITEFUL = (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0", b"SQ\0\0")


def look_at(path: Path) -> FilmError | None:
    """Read, render and describe a film; the error where it is refused."""
    started = time.process_time()
    refusal: FilmError | None = None
    try:
        film = read_film(path)
    except FilmError as error:
        refusal = error
    finally:
        assert time.process_time() - started < 5
    if refusal is not None:
        assert message_for(refusal).text
        assert UNFORESEEN not in refusal.detail
        return refusal
    assert film.pixels.dtype == np.float32
    assert not film.pixels.flags.writeable
    assert render(film).shape == film.shape
    assert film_info(film)["film_hash"] == film.film_hash
    assert info_text(film)
    return None


@pytest.mark.parametrize("path", THEIRS, ids=lambda path: path.name)
def test_every_file_of_pydicoms_test_data_opens_or_is_refused(path: Path) -> None:
    look_at(path)


def test_most_of_pydicoms_images_open() -> None:
    refused = {path.name: error for path in THEIRS if (error := look_at(path)) and not is_without_pixels(path, error)}
    assert {name for name in refused if name.endswith(".dcm")} == {
        "JPEG2000-embedded-sequence-delimiter.dcm",  # its code stream asks for 1024 x 3722445056 pixels
        "no_meta.dcm",  # starts one byte late
    }


def is_without_pixels(path: Path, error: FilmError) -> bool:
    """Whether a file was refused since it holds no pixels: no image, or one that ends within its header."""
    if isinstance(error, NoPixels):
        return True
    return isinstance(error, DamagedFilm) and "PixelData" not in pydicom.dcmread(path, force=True)


def test_a_scan_of_all_of_it_ends() -> None:
    result = scan([PYDICOM])
    assert sum(len(study.films) for study in result.studies) > 90


@cache
def seed(name: str) -> bytes:
    """A sound film in one encoding."""
    with tempfile.TemporaryDirectory() as folder:
        return ENCODINGS[name](Path(folder) / "film").read_bytes()


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """A sound film, cut, with bytes changed, dropped, added or made spiteful, mostly in its head."""
    content = bytearray(seed(draw(st.sampled_from(SEEDS))))
    for _ in range(draw(st.integers(0, 6))):
        region = draw(st.sampled_from((200, 1200, len(content))))
        at = draw(st.integers(0, max(min(region, len(content)) - 1, 0)))
        patch = draw(st.one_of(st.sampled_from(SPITEFUL), st.binary(min_size=1, max_size=8)))
        dropped = draw(st.sampled_from((0, len(patch), 16)))
        content[at : at + dropped] = patch
    keep = draw(st.one_of(st.just(len(content)), st.integers(0, len(content))))
    return bytes(content[:keep])


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(content=broken())
def test_broken_files_open_or_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "film.dcm"
    path.write_bytes(content)
    look_at(path)
    scan([path])


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=600), preamble=st.booleans())
def test_noise_opens_or_is_refused(tmp_path: Path, content: bytes, *, preamble: bool) -> None:
    path = tmp_path / "film.dcm"
    path.write_bytes(b"\0" * 128 + b"DICM" + content if preamble else content)
    look_at(path)


@pytest.mark.parametrize("name", SEEDS)
def test_a_file_cut_anywhere_is_never_shown_as_another(tmp_path: Path, name: str) -> None:
    """Cut files are refused or shown in part, and what is shown is shown as in the whole film."""
    path = tmp_path / "film"
    path.write_bytes(seed(name))
    whole = render(read_film(path))
    for keep in np.linspace(0, len(seed(name)) - 1, 60).astype(int):
        path.write_bytes(seed(name)[:keep])
        try:
            film = read_film(path)
        except FilmError:
            continue
        there = np.ones(film.shape, bool) if film.truncated is None else ~film.truncated.mask
        np.testing.assert_array_equal(render(film)[there], whole[there])


IN_TWO_GIGABYTES = """
import resource, sys
from pathlib import Path
from inference.core.errors import FilmError
from inference.reading import read_film
resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))
for path in sys.argv[1:]:
    try:
        read_film(Path(path))
    except FilmError:
        pass
print("done")
"""


def test_two_gigabytes_of_memory_are_enough(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    written = []
    for name in SEEDS:
        for number, cut in enumerate((1.0, 0.9, 0.3)):
            path = tmp_path / f"{name} {number}"
            path.write_bytes(seed(name)[: int(len(seed(name)) * cut)].replace(b"\x30\x00", b"\xff\xff"))
            written.append(path)
    done = subprocess.run(
        [sys.executable, "-c", IN_TWO_GIGABYTES, *map(str, [*written, *THEIRS])],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "done\n", done.stderr
    assert done.stderr == ""


def test_reading_changes_no_warning_filter_but_its_own(tmp_path: Path) -> None:
    path = tmp_path / "film"
    path.write_bytes(seed("implicit"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        before = list(warnings.filters)
        read_film(path)
        read_film(path)
        added = [entry for entry in warnings.filters if entry not in before]
    assert len(added) == 1
    assert added[0][0] == "ignore"
    assert added[0][3].match("pydicom.dataset")  # type: ignore[union-attr]  # a compiled pattern


FOUND = sorted((Path(__file__).parents[2] / "fuzz" / "found").iterdir())


@pytest.mark.parametrize("found", FOUND, ids=lambda path: path.name)
def test_what_fuzzing_found_is_refused_in_foreseen_words(found: Path) -> None:
    with pytest.raises(FilmError) as refused:
        read_film(found)
    assert UNFORESEEN not in refused.value.detail


def test_a_sequence_where_a_text_is_wanted_is_no_text() -> None:
    data = Dataset()
    data.add(DataElement("PatientName", "SQ", [Dataset()]))
    data.add(DataElement("Modality", "SQ", [Dataset()]))
    assert text(data, "PatientName") == ""
    assert code(data, "Modality") == ""
