"""The sample films: bit-identical on repeat, readable, with the headers a real chest film has."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pydicom
import pytest

from inference.recipes.samples import samples, write_samples

SMALL = (96, 80)
REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    write_samples(folder, *SMALL)
    return folder


def dicoms(folder: Path) -> list[pydicom.Dataset]:
    return [pydicom.dcmread(path) for path in sorted(folder.rglob("*.dcm"))]


def test_samples_are_bit_identical_on_repeat(made: Path, tmp_path: Path) -> None:
    paths = write_samples(tmp_path, *SMALL)
    assert all(path.read_bytes() == (made / path.relative_to(tmp_path)).read_bytes() for path in paths)


def test_nothing_but_the_films_is_left_behind(made: Path) -> None:
    assert {path.relative_to(made).as_posix() for path in made.rglob("*.*")} == {s.path for s in samples()}


def test_pixels_open_with_pydicom(made: Path) -> None:
    for data in dicoms(made):
        pixels = data.pixel_array
        assert pixels.shape == SMALL
        assert 2500 < np.ptp(pixels) <= 4095


def test_headers_say_chest_film(made: Path) -> None:
    for data in dicoms(made):
        assert data.Modality in ("DX", "CR")
        assert data.BodyPartExamined == "CHEST"
        assert data.ViewPosition == "PA"
        assert list(data.PatientOrientation) == ["L", "F"]
        assert data.BitsStored == 12
        assert len(data.WindowCenter) == len(data.WindowWidth) == len(data.WindowCenterWidthExplanation)
        assert float(data.ImagerPixelSpacing[0]) > 0


def test_headers_say_synthetic(made: Path) -> None:
    for data in dicoms(made):
        assert str(data.PatientName).startswith("SYNTHETIC^")
        assert data.InstitutionName == "ThoraCAM phantom"
        assert data.BurnedInAnnotation == "NO"


def test_unique_identifiers_are_fixed_and_under_2_25(made: Path) -> None:
    uids = [str(data.SOPInstanceUID) for data in dicoms(made)]
    assert len(set(uids)) == len(uids)
    assert all(uid.startswith("2.25.") and len(uid) <= 64 for uid in uids)


def test_both_photometric_interpretations_show_bones_bright(made: Path) -> None:
    kinds = set()
    for data in dicoms(made):
        pixels = data.pixel_array.astype(int)
        kinds.add(data.PhotometricInterpretation)
        shown = 4095 - pixels if data.PhotometricInterpretation == "MONOCHROME1" else pixels
        assert shown[-20:, 30:50].mean() > shown[:3].mean() + 600  # abdomen against air over the shoulders
    assert kinds == {"MONOCHROME1", "MONOCHROME2"}


def test_a_patient_with_an_earlier_study_is_among_them(made: Path) -> None:
    seen = {(str(data.PatientID), str(data.StudyInstanceUID), str(data.StudyDate)) for data in dicoms(made)}
    patients = [patient for patient, _, _ in seen]
    [twice] = {patient for patient in patients if patients.count(patient) > 1}
    assert len({date for patient, _, date in seen if patient == twice}) == 2


def test_the_png_has_sixteen_bits(made: Path) -> None:
    picture = cv2.imread(str(made / "pictures" / "normal-16-bit.png"), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    assert picture.dtype == np.uint16
    assert picture.max() > 40000


def test_the_samples_of_the_repository_are_all_there_and_small() -> None:
    folder = REPOSITORY / "resources" / "samples"
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {s.path for s in samples()} <= {path.relative_to(folder).as_posix() for path in files}
    assert sum(path.stat().st_size for path in files) < 15_000_000
