"""Terms of the standard that say what kind of film it is and nothing of the patient."""

from __future__ import annotations

from typing import Final

KNOWN_MEASURES: Final = frozenset({"OD", "HU", "US", "MGML", "Z_EFF", "ED", "EDW", "HU_MOD", "PCT"})

# A site can fill every coded string with words of its own: each that is kept stays only as terms of PS3.3, those of the
# examination as terms of PS3.16 Annex L and PS3.3 C.8.11.5.
_PARTS = """
CHEST THORAX LUNG RIB RIBS HEART STERNUM CLAVICLE SHOULDER SPINE TSPINE ABDOMEN NECK HEAD SKULL HAND WRIST ELBOW PELVIS
HIP KNEE ANKLE FOOT WHOLEBODY
"""
_VIEWS = "AP PA LL RL RLD LLD RLO LLO LAT"
_MODALITIES = "CR DX DR RF RG XA CT MR MG PX IO OT SC XC US NM PT HC"
MODALITIES: Final = frozenset(_MODALITIES.split())  # PS3.3 C.7.3.1.1.1, those that hold pictures

_SIDES = "A P R L H F"
_WORDS: Final = {
    "BodyPartExamined": _PARTS,
    "ViewPosition": _VIEWS,
    "Modality": _MODALITIES,
    "ConversionType": "DV DI DF WSD SD SI DRW SYN",
    "PresentationIntentType": "",
    "FieldOfViewShape": "RECTANGLE ROUND HEXAGONAL",
    "Grid": "FIXED FOCUSED RECIPROCATING PARALLEL CROSSED NONE",
    "PositionerType": "CARM COLUMN MAMMOGRAPHIC PANORAMIC CEPHALOSTAT RIGID NONE UPRIGHT TABLE CASSETTE",
    "PositionerMotion": "STATIC DYNAMIC",
    "RadiationSetting": "SC GR",
    "ShutterShape": "RECTANGULAR CIRCULAR POLYGONAL",
    "DetectorType": "DIRECT SCINTILLATOR STORAGE FILM",
    "DetectorConfiguration": "AREA SLOT",
    "FieldOfViewHorizontalFlip": "YES NO",
    "Laterality": "L R",
    "ImageLaterality": "L R U B",
    "PhotometricInterpretation": "MONOCHROME1 MONOCHROME2 RGB YBR_FULL YBR_FULL_422 YBR_PARTIAL_422 YBR_PARTIAL_420 "
    "YBR_ICT YBR_RCT XYB HSV ARGB CMYK",
    "BurnedInAnnotation": "YES NO",
    "PixelSpacingCalibrationType": "GEOMETRY FIDUCIAL",
    "PixelIntensityRelationship": "LIN LOG DISP",
    "VOILUTFunction": "LINEAR LINEAR_EXACT SIGMOID",
    "LossyImageCompression": "00 01",
    "LossyImageCompressionMethod": "ISO_10918_1 ISO_14495_1 ISO_15444_1 ISO_15444_15 ISO_18181_1 ISO_13818_2 "
    "ISO_14496_10 ISO_23008_2",
    "PresentationLUTShape": "IDENTITY INVERSE",
}
_SPACED: Final = {
    "PresentationIntentType": ("FOR PRESENTATION", "FOR PROCESSING"),
    "PhotometricInterpretation": ("PALETTE COLOR",),
}
_EDGES: Final = {f"{first}{second}" for first in _SIDES.split() for second in (" " + _SIDES).split(" ")}
TERMS: Final = {
    **{keyword: frozenset((*words.split(), *_SPACED.get(keyword, ()))) for keyword, words in _WORDS.items()},
    "PatientOrientation": frozenset(_EDGES | {f"{edge}{third}" for edge in _EDGES for third in _SIDES.split()}),
}
# Image Type by place, PS3.3 C.7.6.1.1.2 and C.8; what stands behind is of the maker, or of the site.
IMAGE_TYPES: Final = (
    frozenset({"ORIGINAL", "DERIVED"}),
    frozenset({"PRIMARY", "SECONDARY"}),
    frozenset({"", "AXIAL", "LOCALIZER", "SINGLE PLANE", "BIPLANE A", "BIPLANE B", "REFORMATTED"}),
)
