"""A film and one sound object of every kind that is read, to be changed by fuzzers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from pydicom import dcmread
from pydicom.uid import KeyObjectSelectionDocumentStorage, RLELossless

from tests.builders import phantom, write_dataset, write_dicom
from tests.dicom_writing import lut_item
from tests.inference.reading.objects import others
from tests.inference.reading.objects.states import film_item, item, state_of, window
from tests.inference.report.dicom.dicom_results import WHO

OF_STUDY: dict[str, Any] = {**WHO, "StudyInstanceUID": "1.2.826.0.1.7", "SeriesInstanceUID": "1.2.826.0.1.7.1"}


def write_film(folder: Path) -> Path:
    """The film that all objects are for; small, so that a fuzzer makes many."""
    return write_dicom(folder / "film.dcm", phantom(24, 20), **OF_STUDY, SOPInstanceUID="1.2.826.0.1.7.1.1")


def write_objects(folder: Path, film: Path) -> list[Path]:
    """One object of each kind, and of each way to store its pixels."""
    header = dcmread(film, stop_before_pixels=True)
    rows, columns = np.mgrid[0:24, 0:20]
    masks = np.stack([columns < 9, rows > 12], axis=-1)[np.newaxis]
    labels = (rows // 9).astype(np.uint8)[np.newaxis]
    shares = masks.astype(np.float32) * 0.5
    return [
        write_dataset(folder / "state", _state(film, header)),
        write_dataset(folder / "cad", others.chest_cad(film)),
        others.measurement_report(folder / "sr", film),
        others.segmentation(folder / "binary", [film], masks),
        others.segmentation(
            folder / "fractional", [film], shares, "FRACTIONAL", syntax=RLELossless, fractional_type="OCCUPANCY"
        ),
        others.segmentation(folder / "labels", [film], labels, "LABELMAP"),
        others.document(folder / "letter", film),
        write_dataset(folder / "key", _key(film, header)),
    ]


def _key(film: Path, header: Any) -> Any:
    image = others.image_item(header)
    words = others.content("TEXT", "113012", "Key Object Description", TextValue="Look at the apex")
    root = others.content("CONTAINER", "113000", "Of Interest", words, image)
    return others.report(film, root, KeyObjectSelectionDocumentStorage, Modality="KO")


def _state(film: Path, header: Any) -> Any:
    def graphic(kind: str, *data: float) -> Any:
        return item(GraphicAnnotationUnits="DISPLAY", GraphicData=[*data], GraphicType=kind, GraphicFilled="Y")

    shapes = [
        graphic("CIRCLE", 0.5, 0.5, 0.5, 0.7),
        graphic("ELLIPSE", 0.2, 0.5, 0.8, 0.5, 0.5, 0.4, 0.5, 0.6),
        graphic("INTERPOLATED", 0.1, 0.1, 0.2, 0.4, 0.3, 0.1),
    ]
    text = item(
        UnformattedTextValue="Here",
        AnchorPoint=[3.0, 4.0],
        AnchorPointAnnotationUnits="PIXEL",
        AnchorPointVisibility="Y",
    )
    marks = item(
        ReferencedImageSequence=[film_item(header)],
        GraphicLayer="A",
        GraphicObjectSequence=shapes,
        TextObjectSequence=[text],
    )
    layer = item(GraphicLayer="A", GraphicLayerOrder=1, GraphicLayerRecommendedDisplayCIELabValue=[40000, 30000, 9000])
    return state_of(
        film,
        RescaleSlope=2,
        RescaleIntercept=-100,
        RescaleType="US",
        SoftcopyVOILUTSequence=window(900, 700),
        PresentationLUTShape=None,
        PresentationLUTSequence=lut_item([*range(0, 65536, 256)]),
        ImageRotation=90,
        ImageHorizontalFlip="Y",
        ShutterShape="CIRCULAR",
        CenterOfCircularShutter=[10, 12],
        RadiusOfCircularShutter=8,
        GraphicAnnotationSequence=[marks],
        GraphicLayerSequence=[layer],
    )
