"""Terms of the standard that say what kind of film it is and nothing of the patient."""

from __future__ import annotations

from typing import Final

KNOWN_MEASURES: Final = frozenset({"OD", "HU", "US", "MGML", "Z_EFF", "ED", "EDW", "HU_MOD", "PCT"})

# Coded strings that a site can fill with words of its own stay only as terms of PS3.16 Annex L and PS3.3 C.8.11.5.
_PARTS = """
CHEST THORAX LUNG RIB RIBS HEART STERNUM CLAVICLE SHOULDER SPINE TSPINE ABDOMEN NECK HEAD SKULL HAND WRIST ELBOW PELVIS
HIP KNEE ANKLE FOOT WHOLEBODY
"""
_VIEWS = "AP PA LL RL RLD LLD RLO LLO LAT"
TERMS: Final = {"BodyPartExamined": frozenset(_PARTS.split()), "ViewPosition": frozenset(_VIEWS.split())}
_MODALITIES = "CR DX DR RF RG XA CT MR MG PX IO OT SC XC US NM PT HC"
MODALITIES: Final = frozenset(_MODALITIES.split())  # PS3.3 C.7.3.1.1.1, those that hold pictures
