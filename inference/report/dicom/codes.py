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
from inference.core.reader_annotations import Agreement, KeyReason, UnaidedCall
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
SITE_POINT = _own("site_operating_point", "Operating point that the site tuned, on the probability")
SITE_FALSE_CALLS = _own("site_false_calls", "Share of normals for which the site intended calls")
SITE_PRESENCE = _own("site_presence", "Presence by the operating point that the site tuned")
EVIDENCE = _own("evidence", "Evidence for the model's figures")
EXPERIMENTAL = _own("experimental", "Experimental: no proof on real films")

FAMILIARITY = _own("familiarity", "Whether the film is like those the model knows")
FAMILIAR = _own("like", "Like the films the model knows")
UNLIKE = _own("unlike", "Unlike the films the model knows: do not trust its figures")
PERCENTILE = _own("familiarity_percentile", "Reference films of the model that are nearer to their mean")
PERCENT = CodedConcept("%", "UCUM", "percent")

REGION = _own("region", "What the region goes around")
OUTLINE = _own("heat_outline", "Outline of the heat from a share of full scale on")
HOTTEST = _own("hottest_box", "Box of the hottest cell with those half as hot joined to it")
WHOLE_FILM = _own("whole_film", "Corners of the film, of all of which the group speaks")

SET = _own("result_set", "Other objects of the same results")
REPORT_PAGE = _own("report_page", "Page of the report as picture")
REPORT_DOCUMENT = _own("report_document", "Report as document")
OVERLAY = _own("overlay", "Film with the overlay of one finding as picture")
AS_SEEN = _own("film_as_seen", "Film as seen, in a presentation state")
KEY_FILM = _own("key_objects", "Key object selection of the film")
HEAT = _own("heat", "Heatmap of one finding as data")

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
BOUNDED_BY = _sct("75958009", "Bounded by")  # PS3.16 CID 219
AROUND = CodedConcept("111041", "DCM", "Outline")  # PS3.16 CID 219
PROCEDURE = CodedConcept("43468-8", "LN", "XR unspecified body region")  # PS3.16 CID 100
CHEST_PROCEDURE = CodedConcept("30745-4", "LN", "XR Chest Views")
TITLE = CodedConcept("126000", "DCM", "Imaging Measurement Report")

MEASUREMENTS = CodedConcept("126010", "DCM", "Imaging Measurements")
LIBRARY = CodedConcept("111028", "DCM", "Image Library")  # TID 1600
LIBRARY_GROUP = CodedConcept("126200", "DCM", "Image Library Group")
SOURCE = _sct("260753009", "Source")
MODALITY = CodedConcept("121139", "DCM", "Modality")  # TID 1602
TARGET = CodedConcept("123014", "DCM", "Target Region")
LATERALITY = CodedConcept("111027", "DCM", "Image Laterality")
ROWS = CodedConcept("110910", "DCM", "Pixel Data Rows")
COLUMNS = CodedConcept("110911", "DCM", "Pixel Data Columns")
REGIONS: Final = {"CHEST": _sct("816094009", "Chest")}  # PS3.16 CID 4031
SIDES: Final = {"L": _sct("7771000", "Left"), "R": _sct("24028007", "Right")}  # PS3.16 CID 244
OTHER_MODALITY = CodedConcept("OT", "DCM", "Other")
MODALITIES: Final = {
    "CR": CodedConcept("CR", "DCM", "Computed Radiography"),
    "DX": CodedConcept("DX", "DCM", "Digital Radiography"),
    "RF": CodedConcept("RF", "DCM", "Radiofluoroscopy"),
}

# PS3.16 CID 7010.
KEY_REASONS: Final = {
    KeyReason.OF_INTEREST: CodedConcept("113000", "DCM", "Of Interest"),
    KeyReason.REFERRING: CodedConcept("113002", "DCM", "For Referring Provider"),
    KeyReason.TEACHING: CodedConcept("113004", "DCM", "For Teaching"),
    KeyReason.CONFERENCE: CodedConcept("113005", "DCM", "For Conference"),
    KeyReason.PEER_REVIEW: CodedConcept("113008", "DCM", "For Peer Review"),
    KeyReason.RESEARCH: CodedConcept("113009", "DCM", "For Research"),
}
OF_INTEREST = KEY_REASONS[KeyReason.OF_INTEREST]

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


def procedure(known: Dataset | None, body_part: str = "") -> CodedConcept:
    """The code of what was done, as the film says it; where it says none, by the part of the body."""
    if known is None:
        return CHEST_PROCEDURE if body_part == "CHEST" else PROCEDURE
    version = known.get("CodingSchemeVersion")
    return CodedConcept(known.CodeValue, known.CodingSchemeDesignator, known.CodeMeaning, version)


def activation(method: str) -> CodedConcept:
    """What a heatmap of a method is that has no code of its own."""
    return _own("class_activation", f"Class activation by {method}")


def finding_code(finding: Finding) -> CodedConcept:
    """The SNOMED CT concept of a finding."""
    return _sct(finding.snomed, _MEANINGS.get(finding, finding.title))
