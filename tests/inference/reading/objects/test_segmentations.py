"""Segmentations of other programs: the same masks as were put in, on the film they were made of, within bounds."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.uid import JPEG2000Lossless, RLELossless, generate_uid

from inference.core.errors import DamagedFilm, ObjectMismatch
from inference.core.film_objects import FilmDocument, FilmSegmentation, Segment
from inference.core.limits import DEFAULT_LIMITS
from inference.reading.objects.document import document_bytes
from inference.reading.objects.segmentation import NOWHERE
from tests.builders import phantom, write_dataset, write_dicom
from tests.inference.reading.objects import others
from tests.inference.reading.objects.states import read
from tests.inference.report.dicom.dicom_results import WHO

OF_STUDY: dict[str, Any] = {**WHO, "StudyInstanceUID": "1.2.826.0.1.7", "SeriesInstanceUID": "1.2.826.0.1.7.1"}


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dicom(tmp_path_factory.mktemp("film") / "film.dcm", phantom(), **OF_STUDY)


@pytest.fixture(scope="module")
def masks() -> NDArray[np.bool_]:
    """Two segments that overlap, (1, rows, columns, 2)."""
    rows, columns = np.mgrid[0:96, 0:80]
    left, right = (rows - 48) ** 2 + (columns - 24) ** 2 < 400, np.abs(columns - 50) + np.abs(rows - 40) < 30
    return np.stack([left, right], axis=-1)[np.newaxis]


def opened(path: Path, film: Path) -> FilmSegmentation:
    found = read(path, film)
    assert isinstance(found, FilmSegmentation)
    return found


def whole(segment: Segment, shape: tuple[int, int] = (96, 80)) -> NDArray[np.uint8]:
    made = np.zeros(shape, np.uint8)
    rows, columns = segment.mask.shape
    made[segment.top : segment.top + rows, segment.left : segment.left + columns] = segment.mask
    return made


def test_a_binary_one_has_the_masks_that_were_put_in(tmp_path: Path, film: Path, masks: NDArray[np.bool_]) -> None:
    found = opened(others.segmentation(tmp_path / "seg.dcm", [film], masks), film)
    assert (found.kind, found.origin.maker) == ("BINARY", "Elsewhere Ltd Segmenter 1.0")
    assert [segment.name for segment in found.segments] == ["Left lung", "Right lung"]
    for place, segment in enumerate(found.segments):
        assert np.array_equal(whole(segment) > 0, masks[0, ..., place])
    assert found.segments[0].category == "Organ, Lung"
    assert found.segments[0].made_by == "automatic, NoduleNet 2.4"
    colours = zip(found.segments[0].colour, (60, 160, 90), strict=True)
    assert max(abs(one - other) for one, other in colours) <= 2


@pytest.mark.parametrize("syntax", [RLELossless, JPEG2000Lossless])
def test_a_fractional_one_keeps_its_shades(tmp_path: Path, film: Path, masks: NDArray[np.bool_], syntax: str) -> None:
    shares = masks.astype(np.float32) * np.linspace(0.2, 1, 80, dtype=np.float32)[:, np.newaxis]
    path = others.segmentation(
        tmp_path / "seg.dcm", [film], shares, "FRACTIONAL", syntax=syntax, fractional_type="PROBABILITY"
    )
    found = opened(path, film)
    assert (found.kind, found.fraction) == ("FRACTIONAL", "PROBABILITY")
    for place, segment in enumerate(found.segments):
        assert np.abs(whole(segment) / 255 - shares[0, ..., place]).max() < 0.01


def test_a_label_map_is_one_segment_a_label(tmp_path: Path, film: Path, masks: NDArray[np.bool_]) -> None:
    labels = np.where(masks[0, ..., 1], 2, np.where(masks[0, ..., 0], 1, 0)).astype(np.uint8)[np.newaxis]
    found = opened(others.segmentation(tmp_path / "seg.dcm", [film], labels, "LABELMAP"), film)
    assert [segment.number for segment in found.segments] == [1, 2]
    for segment in found.segments:
        assert np.array_equal(whole(segment) > 0, labels[0] == segment.number)


def test_of_several_films_each_has_its_own_masks(tmp_path: Path, masks: NDArray[np.bool_]) -> None:
    space: dict[str, Any] = {
        "FrameOfReferenceUID": "1.2.3",
        "ImageOrientationPatient": [1, 0, 0, 0, 1, 0],
        "PixelSpacing": [0.4, 0.4],
        "SliceThickness": 1,
    }
    films = [
        write_dicom(tmp_path / f"{at}.dcm", phantom(), **OF_STUDY, **space, ImagePositionPatient=[0, 0, at])
        for at in range(2)
    ]
    both = np.concatenate([masks, masks[:, ::-1]])
    path = others.segmentation(tmp_path / "seg.dcm", films, both)
    for number, one in enumerate(films):
        found = opened(path, one)
        assert np.array_equal(whole(found.segments[0]) > 0, both[number, ..., 0])


def test_one_of_another_size_is_refused(tmp_path: Path, masks: NDArray[np.bool_]) -> None:
    film = write_dicom(tmp_path / "film.dcm", phantom(), **OF_STUDY)
    path = others.segmentation(tmp_path / "seg.dcm", [film], masks)
    larger = dcmread(film)
    again = write_dicom(
        tmp_path / "large.dcm", phantom(192, 160), **{**OF_STUDY, "SOPInstanceUID": larger.SOPInstanceUID}
    )
    with pytest.raises(ObjectMismatch, match="80 x 96 pixels, and the film 160 x 192"):
        read(path, again)


def test_one_that_is_coarser_in_millimetres_is_laid_over(tmp_path: Path, masks: NDArray[np.bool_]) -> None:
    film = write_dicom(tmp_path / "film.dcm", phantom(), **OF_STUDY, PixelSpacing=[0.4, 0.4])
    path = others.segmentation(tmp_path / "seg.dcm", [film], masks)
    uid = dcmread(film).SOPInstanceUID
    fine = {**OF_STUDY, "SOPInstanceUID": uid, "PixelSpacing": [0.2, 0.2]}
    again = write_dicom(tmp_path / "large.dcm", phantom(192, 160), **fine)
    segment = opened(path, again).segments[0]
    assert np.array_equal(whole(segment, (192, 160))[::2, ::2] > 0, masks[0, ..., 0])


def test_one_of_another_patient_is_refused(tmp_path: Path, film: Path, masks: NDArray[np.bool_]) -> None:
    path = others.segmentation(tmp_path / "seg.dcm", [film], masks)
    data = dcmread(path)
    data.PatientID = "SOMEBODY"
    data.save_as(path)
    with pytest.raises(ObjectMismatch, match="another patient"):
        read(path, film)


def test_one_that_is_cut_short_is_damaged(tmp_path: Path, film: Path, masks: NDArray[np.bool_]) -> None:
    path = others.segmentation(tmp_path / "seg.dcm", [film], masks)
    path.write_bytes(path.read_bytes()[:-900])
    with pytest.raises(DamagedFilm):
        read(path, film)


# -- documents --------------------------------------------------------------------------------------------------------


def test_a_document_belongs_to_its_study(tmp_path: Path, film: Path) -> None:
    path = others.document(tmp_path / "letter.dcm", film)
    found = read(path, film)
    assert isinstance(found, FilmDocument)
    assert (found.origin.title, found.size, found.notes) == ("Referral letter", len(others.PDF), ())
    assert document_bytes(path, DEFAULT_LIMITS) == others.PDF
    assert read(others.document(tmp_path / "other.dcm", film, StudyInstanceUID=generate_uid()), film) is None


def test_a_document_that_is_no_pdf_is_not_opened(tmp_path: Path, film: Path) -> None:
    path = others.document(tmp_path / "letter.dcm", film, b"MZ this is a program")
    found = read(path, film)
    assert isinstance(found, FilmDocument)
    assert found.notes
    with pytest.raises(DamagedFilm, match="no PDF"):
        document_bytes(path, DEFAULT_LIMITS)


def test_one_whose_frames_say_nothing_of_the_film_says_so(tmp_path: Path, film: Path, masks: NDArray[np.bool_]) -> None:
    path = others.segmentation(tmp_path / "seg.dcm", [film], masks)
    data = dcmread(path)
    [series] = data.ReferencedSeriesSequence
    other = deepcopy(series.ReferencedInstanceSequence[0])
    other.ReferencedSOPInstanceUID = generate_uid()
    series.ReferencedInstanceSequence.append(other)
    for group in (*data.PerFrameFunctionalGroupsSequence, *data.SharedFunctionalGroupsSequence):
        if "DerivationImageSequence" in group:
            del group.DerivationImageSequence
    found = opened(write_dataset(path, data), film)
    assert found.segments == ()
    assert found.notes == (NOWHERE,)
