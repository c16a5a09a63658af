"""The coded concepts of exported DICOM objects: public codes, and a private scheme for what those lack."""

from __future__ import annotations

from typing import Final

from highdicom.coding_schemes import CodingSchemeIdentificationItem
from highdicom.sr import CodedConcept

from inference.findings import (
    HEMOTHORAX,
    MEDIASTINUM_ABNORMALITY,
    PERICARDIAL_EFFUSION,
    PLEURAL_EFFUSION,
    PNEUMOTHORAX,
    RIB_FRACTURE,
    TENSION_PNEUMOTHORAX,
    Finding,
)
from inference.types import ScoreState

SCHEME: Final = "99THORACAM"
MANUFACTURER: Final = "ThoraCAM"


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

NO_UNITS = CodedConcept("1", "UCUM", "no units")
PRESENCE = CodedConcept("121052", "DCM", "Presence of property")
SOURCE_IMAGE = CodedConcept("121322", "DCM", "Source image for image processing operation")
GRADCAM = CodedConcept("130403", "DCM", "Gradient-weighted class activation")
PROCEDURE = CodedConcept("43468-8", "LN", "XR unspecified body region")  # PS3.16 CID 100
TITLE = CodedConcept("126000", "DCM", "Imaging Measurement Report")

# PS3.16 CID 240.
STATES: Final = {
    ScoreState.ABOVE: _sct("52101004", "Present"),
    ScoreState.BELOW: _sct("272519000", "Absent"),
    ScoreState.NOT_SURE: _sct("373068000", "Undetermined"),
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


def finding_code(finding: Finding) -> CodedConcept:
    """The SNOMED CT concept of a finding."""
    return _sct(finding.snomed, _MEANINGS.get(finding, finding.title))
