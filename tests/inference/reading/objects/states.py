"""Presentation states for tests, made attribute by attribute, and a film as one of them shows it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import GrayscaleSoftcopyPresentationStateStorage, generate_uid

from inference.core.film_objects import FilmObject, FilmPresentation, facts_of
from inference.imaging.display_pipeline import render
from inference.imaging.spatial_transform import apply_transform
from inference.reading import read_film
from inference.reading.objects.presentation import transform_of
from inference.reading.objects.read_object import read_object
from tests.builders import write_dataset
from tests.dicom_writing import sequence_item

OF_FILM = (
    "SpecificCharacterSet",
    "PatientID",
    "PatientName",
    "PatientBirthDate",
    "PatientSex",
    "StudyInstanceUID",
    "StudyID",
    "StudyDate",
)


def item(**tags: Any) -> Dataset:
    """A sequence item of these elements."""
    [made] = sequence_item(**tags)
    return made


def film_item(film: Dataset) -> Dataset:
    """The film as an object refers to it."""
    return item(ReferencedSOPClassUID=film.SOPClassUID, ReferencedSOPInstanceUID=film.SOPInstanceUID)


def window(center: float, width: float) -> Sequence:
    """A Softcopy VOI LUT Sequence of one window."""
    return Sequence([item(WindowCenter=center, WindowWidth=width)])


def state_of(film: Path, **tags: Any) -> Dataset:
    """A grayscale softcopy presentation state of a film: upright, all of it, identity; other elements as given."""
    header = dcmread(film, stop_before_pixels=True)
    state = Dataset()
    for keyword in OF_FILM:
        setattr(state, keyword, header.get(keyword, ""))
    state.StudyTime = state.AccessionNumber = state.ReferringPhysicianName = ""
    state.SOPClassUID, state.SOPInstanceUID = GrayscaleSoftcopyPresentationStateStorage, generate_uid(None)
    state.SeriesInstanceUID, state.SeriesNumber, state.InstanceNumber = generate_uid(None), 77, 1
    state.Modality, state.Manufacturer, state.ManufacturerModelName = "PR", "Elsewhere Ltd", "Marker"
    state.SoftwareVersions, state.DeviceSerialNumber = "3.1", "1"
    state.PresentationCreationDate, state.PresentationCreationTime = "20260102", "101500"
    state.ContentLabel, state.ContentDescription, state.ContentCreatorName = "BONES", "For the bones", "Kim^Minsu"
    series = item(SeriesInstanceUID=header.SeriesInstanceUID, ReferencedImageSequence=Sequence([film_item(header)]))
    state.ReferencedSeriesSequence = Sequence([series])
    area = item(
        DisplayedAreaTopLeftHandCorner=[1, 1],
        DisplayedAreaBottomRightHandCorner=[header.Columns, header.Rows],
        PresentationSizeMode="SCALE TO FIT",
        PresentationPixelAspectRatio=[1, 1],
    )
    state.DisplayedAreaSelectionSequence = Sequence([area])
    state.PresentationLUTShape = "IDENTITY"
    for keyword, value in tags.items():
        if value is None:
            del state[keyword]
        else:
            setattr(state, keyword, value)
    return state


def write_state(path: Path, film: Path, **tags: Any) -> Path:
    """A state of a film, written."""
    return write_dataset(path, state_of(film, **tags))


def read(path: Path, film: Path) -> FilmObject | None:
    """What an object says of a film."""
    return read_object(path, facts_of(read_film(film)))


def presentation(path: Path, film: Path) -> FilmPresentation:
    """What a presentation state says of a film that it is for."""
    found = read(path, film)
    assert isinstance(found, FilmPresentation)
    return found


def seen(film: Path, state: FilmPresentation, *, shuttered: bool = True) -> NDArray[np.uint8]:
    """The whole film as a state shows it, without graphics."""
    known = read_film(film)
    shown = replace(known, shutter=state.shutter if shuttered else None)
    assert state.greys is not None
    picture = render(shown, state.greys.voi, invert=state.greys.inverted != known.inverted)
    return np.ascontiguousarray(apply_transform(picture, transform_of(state.quarters, flipped=state.flipped)))
