"""One phantom film in every encoding: all of them render the same within one grey level, pair by pair.

The reference is computed from the phantom itself; where DCMTK is installed, its ``dcmj2pnm`` and ``dcml2pnm`` confirm
it.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom.uid import UID, JPEGLSTransferSyntaxes

from inference.core.voi import VoiLut
from inference.imaging.display_pipeline import render
from inference.reading import read_film
from tests import needs
from tests.builders import write_dicom
from tests.dicom_writing import lut_item
from tests.encodings import BYTES, ENCODINGS, FILM, LOSSY_BYTES, WINDOW


@pytest.fixture(scope="module")
def renders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, NDArray[np.int16]]:
    folder = tmp_path_factory.mktemp("encodings")
    written = {name: write(folder / f"{number}.dcm") for number, (name, write) in enumerate(ENCODINGS.items())}
    return {name: render(read_film(path)).astype(np.int16) for name, path in written.items()}


@pytest.mark.parametrize("name", list(ENCODINGS))
def test_each_encoding_renders_as_the_phantom(renders: dict[str, NDArray[np.int16]], name: str) -> None:
    assert np.abs(renders[name] - BYTES).max() <= 1


def test_all_pairs_of_encodings_render_alike(renders: dict[str, NDArray[np.int16]]) -> None:
    """Two eight-bit lossy encoders may round to either side of the phantom, each one level away."""
    apart = {
        (first, second): worst
        for first, one in renders.items()
        for second, other in renders.items()
        if (worst := int(np.abs(one - other).max())) > (2 if {first, second} & LOSSY_BYTES else 1)
    }
    assert apart == {}


DCMTK = shutil.which("dcmj2pnm")
BEYOND_DCMTK = {  # what it does not decode: JPEG 2000 and its kin, fragments that hold no JPEG, and pictures
    *(name for name in ENCODINGS if name.startswith(("JPEG 2000", "HTJ2K", "PNG", "TIFF")) or "fragments" in name),
    "JPEG",
}
WITH_DCMTK = [name for name in ENCODINGS if name not in BEYOND_DCMTK]


@needs.program("dcmj2pnm", "dcmtk")
@pytest.mark.parametrize("name", WITH_DCMTK)
def test_dcmtk_renders_the_same(tmp_path: Path, name: str) -> None:
    path = ENCODINGS[name](tmp_path / "film.dcm")
    assert np.abs(render(read_film(path)).astype(int) - by_dcmtk(path)).max() <= 1


VOIS: dict[str, dict[str, Any]] = {
    "narrow window": {"WindowCenter": 1000, "WindowWidth": 300},
    "threshold": {"WindowCenter": 1000, "WindowWidth": 1},
    "sigmoid": {"WindowCenter": 1800, "WindowWidth": 1500, "VOILUTFunction": "SIGMOID"},
    "offset window": {"WindowCenter": -500, "WindowWidth": 2000, "RescaleSlope": 0.5, "RescaleIntercept": -1024},
    "VOI LUT": {"VOILUTSequence": lut_item((np.sqrt(np.arange(4096) / 4095) * 65535).astype(int).tolist())},
    "VOI LUT of 12 bits": {"VOILUTSequence": lut_item(list(range(4095, -1, -1)), bits=12)},
    "VOI LUT from 1000": {"VOILUTSequence": lut_item(list(range(0, 64000, 32)), first=1000)},
    "Modality LUT": {
        "ModalityLUTSequence": lut_item([500 + value // 2 for value in range(4096)], ModalityLUTType="US"),
        **WINDOW,
    },
    "negative slope": {"WindowCenter": -1500, "WindowWidth": 900, "RescaleSlope": -1, "RescaleIntercept": 0},
    "MONOCHROME1": {"WindowCenter": 1000, "WindowWidth": 700, "photometric": "MONOCHROME1"},
}


@needs.program("dcmj2pnm", "dcmtk")
@pytest.mark.parametrize("name", list(VOIS))
def test_dcmtk_shows_windows_the_same(tmp_path: Path, name: str) -> None:
    path = write_dicom(tmp_path / "film.dcm", FILM, bits_stored=12, **VOIS[name])
    sigmoid = ["--sigmoid-function"] if name == "sigmoid" else []
    assert np.abs(render(read_film(path)).astype(int) - by_dcmtk(path, *sigmoid)).max() <= 1


def by_dcmtk(path: Path, *options: str) -> NDArray[np.int64]:
    """The film as DCMTK shows it with its first window, or as stored where it has none, in eight bits."""
    vois = read_film(path).vois
    window = ("+Wl" if isinstance(vois[0], VoiLut) else "+Wi", "1") if vois else ()
    shown = path.with_suffix(".pnm")
    tool = str(DCMTK) if UID(read_film(path).transfer_syntax) not in JPEGLSTransferSyntaxes else "dcml2pnm"
    done = subprocess.run([tool, *window, *options, str(path), str(shown)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    picture = cv2.imread(str(shown), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    return picture.astype(np.int64)
