"""The terms by which headers say what a film shows; as DICOM PS3.3 and PS3.16 define them, and as sites write them."""

from __future__ import annotations

import re

RADIOGRAPHY = frozenset({"CR", "DX", "RG", "DR", "XR"})  # the last two are no DICOM terms, but are met
UNCLEAR_MODALITY = frozenset({"RF", "XA", "PX", "OT", "HC", "SC", "FILM"})  # may hold a chest film, or anything
OTHER_MODALITY = {
    "CT": "computed tomography",
    "MR": "magnetic resonance",
    "US": "ultrasound",
    "IVUS": "ultrasound",
    "NM": "nuclear medicine",
    "PT": "positron emission tomography",
    "MG": "mammography",
    "BI": "breast imaging",
    "IO": "a film of teeth",
    "BMD": "a bone density measurement",
    "DXA": "a bone density measurement",
    "ES": "endoscopy",
    "XC": "a photograph",
    "GM": "microscopy",
    "SM": "microscopy",
    "DMS": "a photograph",
    "OP": "a photograph of the eye",
    "OCT": "optical coherence tomography",
    "OPT": "optical coherence tomography",
    "ECG": "an electrocardiogram",
    "DOC": "a document",
    "SR": "a report",
    "RTIMAGE": "a radiotherapy image",
    "RTDOSE": "a radiotherapy dose",
}
_CHEST = frozenset(
    {"CHEST", "THORAX", "TORAX", "THORACIC CAVITY", "LUNG", "PULMO", "CXR", "BRUSTKORB", "POITRINE", "TORACE", "PECHO"}
    | {"胸", "흉부"}
)
_SPINE = re.compile(r"\bT[ -]?SPINE\b|\b(THORACIC|CHEST|DORSAL|THORACOLUMBAR)[ -]?(VERTEBRA|SPINE|COLUMN)|\b[BT]WS\b")
_OTHERS = {
    "the head": "SKULL HEAD BRAIN FACE FACIAL SINUS ORBIT JAW MANDIBLE MAXILLA NASAL NOSE TEETH TOOTH DENTAL EAR TMJ",
    "the neck": "NECK CSPINE CERVICAL LARYNX",
    "the spine": "SPINE TSPINE LSPINE SSPINE LUMBAR LUMBOSACRAL SACRUM COCCYX VERTEBRA SCOLIOSIS",
    "the abdomen": "ABDOMEN ABD KUB BOWEL COLON STOMACH KIDNEY BLADDER LIVER",
    "the pelvis": "PELVIS HIP HIPS",
    "the shoulder": "SHOULDER CLAVICLE SCAPULA ACJOINT",
    "an arm": "ARM ELBOW FOREARM HUMERUS RADIUS ULNA WRIST HAND FINGER THUMB SCAPHOID UPPEREXTREMITY",
    "a leg": "LEG KNEE FEMUR THIGH TIBIA FIBULA PATELLA ANKLE FOOT FEET TOE CALCANEUS HEEL LOWEREXTREMITY",
    "a limb": "EXTREMITY LIMB",
    "the breast": "BREAST MAMMA",
}
_PART_OF = {word: part for part, words in _OTHERS.items() for word in words.split()}
_LATERAL_VIEWS = frozenset({"LL", "RL", "LLD", "RLD", "LAT", "LLAT", "RLAT", "LATERAL", "SIDE"})
_OBLIQUE_VIEWS = frozenset({"LLO", "RLO", "LAO", "RAO", "LPO", "RPO", "OBL", "OBLIQUE"})
_FRONTAL = frozenset(
    {"PA", "AP", "FRONTAL", "ANTERO", "POSTERO", "ANTEROPOSTERIOR", "POSTEROANTERIOR", "BEDSIDE", "PORTABLE"}
)


def words(text: str) -> list[str]:
    """The words of a text in capitals, without punctuation."""
    return [word for word in re.split(r"[\W_]+", text.upper()) if word]


def names_chest(text: str) -> bool:
    """Whether a text names the chest, and not merely the spine behind it."""
    plain = " ".join(words(text))
    return any(name in plain for name in _CHEST) and not _SPINE.search(plain)


def other_part(text: str) -> str:
    """The part of the body other than the chest that a text names, as part of a sentence; empty where it names none."""
    if _SPINE.search(" ".join(words(text))):
        return "the spine"
    return next((_PART_OF[word] for word in words(text) if word in _PART_OF), "")


def is_lateral(text: str) -> bool:
    """Whether a view is lateral, or lateral decubitus, and no frontal one is named beside it."""
    found = set(words(text))
    return bool(found & _LATERAL_VIEWS) and not found & _FRONTAL


def is_oblique(text: str) -> bool:
    """Whether a view is an oblique one."""
    return bool(set(words(text)) & _OBLIQUE_VIEWS)
