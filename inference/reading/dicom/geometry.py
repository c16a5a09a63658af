"""Size and direction of a film: spacing with its origin, pixel aspect, patient orientation."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pydicom.dataset import Dataset

from inference.core.film import Orientation, Spacing
from inference.reading.dicom.elements import code, codes, number, numbers

_PROJECTION = ("", "CR", "DX", "RG", "RF", "XA", "PX", "IO", "MG", "OT", "SC", "XC")
_OPPOSITE = {"A": "P", "P": "A", "R": "L", "L": "R", "H": "F", "F": "H"}
_AXES = (("L", "R"), ("P", "A"), ("H", "F"))  # PS3.3 C.7.6.2.1.1: x grows to the left, y to the back, z to the head
_MOST_MAGNIFIED = 10
_OBLIQUE = 0.25  # a direction cosine below this does not earn a letter


def read_spacing(sources: Sequence[Dataset]) -> Spacing | None:
    """Pixel spacing and what it measures, DICOM PS3.3 10.7.1.

    A calibrated Pixel Spacing wins over Imager Pixel Spacing, which is measured at the detector; where both are equal
    nothing was calibrated, and an Estimated Radiographic Magnification Factor (PS3.3 C.8.7.2) leads back from the
    detector to the patient. A projection film whose Pixel Spacing says nothing of itself is not called calibrated.
    """
    pixel, imager = _pair(sources, "PixelSpacing"), _pair(sources, "ImagerPixelSpacing")
    kind = _code(sources, "PixelSpacingCalibrationType").lower()
    if pixel is not None and (imager is None or pixel != imager):
        return Spacing(*pixel, _origin(kind, _code(sources, "Modality"), differs=imager is not None))
    if imager is not None:
        return _in_the_patient(imager, _magnification(sources))
    scanned = _pair(sources, "NominalScannedPixelSpacing")
    return None if scanned is None else Spacing(*scanned, "at scanned film")


def _in_the_patient(at_detector: tuple[float, float], magnification: float | None) -> Spacing:
    if magnification is None:
        return Spacing(*at_detector, "at detector")
    row, column = at_detector
    return Spacing(row / magnification, column / magnification, "estimated from the magnification")


def _magnification(sources: Sequence[Dataset]) -> float | None:
    """How much larger the detector shows the patient; None where not said, or where no real projection has it."""
    found = (number(data, "EstimatedRadiographicMagnificationFactor") for data in sources)
    return next((value for value in found if value is not None and 1 <= value <= _MOST_MAGNIFIED), None)


def read_aspect(sources: Sequence[Dataset], spacing: Spacing | None) -> float:
    """The height of a pixel over its width: from the spacing, else Pixel Aspect Ratio (PS3.3 C.7.6.3.1.7), else 1."""
    if spacing is not None:
        return spacing.row_mm / spacing.column_mm
    ratio = _pair(sources, "PixelAspectRatio")
    return 1.0 if ratio is None else ratio[0] / ratio[1]


def read_orientation(sources: Sequence[Dataset]) -> Orientation | None:
    """Where the columns and the rows of a film lead in the patient: Patient Orientation, else the direction cosines."""
    for data in sources:
        letters = codes(data, "PatientOrientation")
        if len(letters) == 2 and all(map(_is_direction, letters)):
            return Orientation(*letters)
    for data in sources:
        cosines = numbers(data, "ImageOrientationPatient")
        if len(cosines) == 6 and all(map(math.isfinite, cosines)):
            right, bottom = _letters(cosines[:3]), _letters(cosines[3:])
            return Orientation(right, bottom) if right and bottom else None
    return None


def _origin(kind: str, modality: str, *, differs: bool) -> str:
    if kind in ("fiducial", "geometry"):
        return f"calibrated: {kind}"
    if modality not in _PROJECTION:
        return "in the patient"
    return "calibrated: method not stated" if differs else "as stated, calibration unknown"


def _pair(sources: Sequence[Dataset], keyword: str) -> tuple[float, float] | None:
    for data in sources:
        values = numbers(data, keyword)[:2]
        if len(values) == 2 and all(math.isfinite(value) and value > 0 for value in values):
            return values[0], values[1]
    return None


def _code(sources: Sequence[Dataset], keyword: str) -> str:
    return next((found for data in sources if (found := code(data, keyword))), "")


def _is_direction(letters: str) -> bool:
    """One to three letters of different axes; letters for animals (PS3.3 C.7.6.1.1.1, quadrupeds) are not used here."""
    axes = ["".join(sorted(letter + _OPPOSITE.get(letter, ""))) for letter in letters]
    return 1 <= len(letters) <= 3 and all(letter in _OPPOSITE for letter in letters) and len(set(axes)) == len(axes)


def _letters(cosines: Sequence[float]) -> str:
    """The letters of a direction in the patient, the strongest first."""
    strongest = sorted(zip(cosines, _AXES, strict=True), key=lambda pair: -abs(pair[0]))
    return "".join(
        positive if value > 0 else negative for value, (positive, negative) in strongest if abs(value) > _OBLIQUE
    )
