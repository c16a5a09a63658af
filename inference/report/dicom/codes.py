"""The coded concepts of exported DICOM objects: public codes, and a private scheme for what those lack."""

from __future__ import annotations

from typing import Final

from highdicom.coding_schemes import CodingSchemeIdentificationItem
from highdicom.sr import CodedConcept
from pydicom.dataset import Dataset

from inference.core.analysis import ScoreState
from inference.core.findings import (
    HEMOTHORAX,
    MEDIASTINUM_ABNORMALITY,
    PERICARDIAL_EFFUSION,
    PLEURAL_EFFUSION,
    PNEUMOTHORAX,
    RIB_FRACTURE,
    TENSION_PNEUMOTHORAX,
    Finding,
)
from inference.core.reader_annotations import Agreement, UnaidedCall
from inference.files.generated_files import PROGRAM

SCHEME: Final = "99THORACAM"
MANUFACTURER: Final = PROGRAM


def coding_scheme() -> CodingSchemeIdentificationItem:
    """The declaration of the private scheme (PS3.3 C.12.1.1.1, Coding Scheme Identification Sequence)."""
    return CodingSchemeIdentificationItem(
        designator=SCHEME, name="ThoraCAM concepts", version="1", responsible_organization="ThoraCAM"
    )


def _own(value: str, meaning: str) -> CodedConcept:
    return CodedConcept(value, SCHEME, meaning)


def _sct(value: str, meaning: str) -> CodedConcept:
    return CodedConcept(value, "SCT", meaning)


PROBABILITY = _own("probability", "Calibrated probability of the finding")
SCORE = _own("score", "Model output before calibration")
OPERATING_POINT = _own("operating_point", "Operating point on the probability")
GREY_LOW = _own("grey_band_low", "Lower end of the grey band around the operating point")
GREY_HIGH = _own("grey_band_high", "Upper end of the grey band around the operating point")
EVIDENCE = _own("evidence", "Evidence for the model's figures")
EXPERIMENTAL = _own("experimental", "Experimental: no proof on real films")

FAMILIARITY = _own("familiarity", "Whether the film is like those the model knows")
FAMILIAR = _own("like", "Like the films the model knows")
UNLIKE = _own("unlike", "Unlike the films the model knows: do not trust its figures")
PERCENTILE = _own("familiarity_percentile", "Reference films of the model that are nearer to their mean")
PERCENT = CodedConcept("%", "UCUM", "percent")

ASSESSMENT = _own("verdict", "Reader's verdict on the model's word")
CHOICES: Final = {
    Agreement.ACCEPT: _own("accept", "Reader agrees with the model"),
    Agreement.UNSURE: _own("unsure", "Reader is not sure about the model's word"),
    Agreement.REJECT: _own("reject", "Reader disagrees with the model"),
}
ORDER = _own("reading_order", "When the reader spoke")
BEFORE_MODEL = _own("before_model", "Before the model's word was shown")
CARDIOTHORACIC = _own("cardiothoracic_ratio", "Cardiothoracic ratio")
HEART = _own("heart_width", "Transverse diameter of the heart")
THORAX = _own("thorax_width", "Inner transverse diameter of the thorax")
PIXEL_VALUE = _own("modality_value", "Modality value of the film")

LENGTH = _sct("410668003", "Length")
AREA = _sct("42798000", "Area")
ANGLE = _sct("1483009", "Angle")
COBB = _sct("285285000", "Cobb angle")
MEAN = _sct("373098007", "Mean")
DEVIATION = _sct("386136009", "Standard Deviation")
LEAST = _sct("255605001", "Minimum")
GREATEST = _sct("56851009", "Maximum")
MM = CodedConcept("mm", "UCUM", "mm")
SQUARE_MM = CodedConcept("mm2", "UCUM", "square millimeter")
PIXELS = CodedConcept("{pixels}", "UCUM", "pixels")
DEGREE = CodedConcept("deg", "UCUM", "Degree")
RATIO = CodedConcept("{ratio}", "UCUM", "ratio")
HOUNSFIELD = CodedConcept("[hnsf'U]", "UCUM", "Hounsfield unit")
OBSERVER = CodedConcept("121005", "DCM", "Observer Type")
PERSON = CodedConcept("121006", "DCM", "Person")
COMMENT = CodedConcept("121106", "DCM", "Comment")
IMPRESSION = CodedConcept("121073", "DCM", "Impression")
NO_UNITS = CodedConcept("1", "UCUM", "no units")
PRESENCE = CodedConcept("121052", "DCM", "Presence of property")
SOURCE_IMAGE = CodedConcept("121322", "DCM", "Source image for image processing operation")
GRADCAM = CodedConcept("130403", "DCM", "Gradient-weighted class activation")
PROCEDURE = CodedConcept("43468-8", "LN", "XR unspecified body region")  # PS3.16 CID 100
OF_INTEREST = CodedConcept("113000", "DCM", "Of Interest")  # PS3.16 CID 7010
TITLE = CodedConcept("126000", "DCM", "Imaging Measurement Report")

# PS3.16 CID 240.
STATES: Final = {
    ScoreState.ABOVE: _sct("52101004", "Present"),
    ScoreState.BELOW: _sct("272519000", "Absent"),
    ScoreState.NOT_SURE: _sct("373068000", "Undetermined"),
}
CALLS: Final = {
    UnaidedCall.PRESENT: STATES[ScoreState.ABOVE],
    UnaidedCall.ABSENT: STATES[ScoreState.BELOW],
    UnaidedCall.UNSURE: STATES[ScoreState.NOT_SURE],
}
_PLEURA = _sct("3120008", "Pleura")
SITES: Final[dict[Finding, CodedConcept]] = {
    RIB_FRACTURE: _sct("113197003", "Rib"),
    PNEUMOTHORAX: _PLEURA,
    TENSION_PNEUMOTHORAX: _PLEURA,
    HEMOTHORAX: _PLEURA,
    PERICARDIAL_EFFUSION: _sct("80891009", "Heart"),
    MEDIASTINUM_ABNORMALITY: _sct("72410000", "Mediastinum"),
    PLEURAL_EFFUSION: _PLEURA,
}
_MEANINGS: Final = {RIB_FRACTURE: "Fracture of rib", MEDIASTINUM_ABNORMALITY: "Disorder of mediastinum"}


def procedure(known: Dataset | None) -> CodedConcept:
    """The code of what was done, as the film says it."""
    if known is None:
        return PROCEDURE
    version = known.get("CodingSchemeVersion")
    return CodedConcept(known.CodeValue, known.CodingSchemeDesignator, known.CodeMeaning, version)


def finding_code(finding: Finding) -> CodedConcept:
    """The SNOMED CT concept of a finding."""
    return _sct(finding.snomed, _MEANINGS.get(finding, finding.title))
