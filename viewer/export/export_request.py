"""What a user asks of an export of one film, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inference.report.output.export import Part, Parts, ending_of
from inference.report.page.options import PLAIN_DICOM, DicomForm, SeenArea


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What the user asked for; ``overwrite`` only after being asked. ``reader`` is their name, who may have signed;
    ``annotations_shown``: the reader's annotations were on the screen; ``all_overlays``: overlays of findings below
    their operating point are wanted too. ``patient_id`` and ``patient_name``: whose a
    picture is. ``dicom`` is the form of DICOM; ``area`` the part of the film that is seen, None for all of it.
    """

    path: Path
    anonymize: bool
    overwrite: bool
    parts: Parts = frozenset({Part.REPORT_PNG})
    as_seen: bool = True
    reader: str = ""
    signed: bool = False
    annotations_shown: bool = True
    all_overlays: bool = False
    patient_id: str = ""
    patient_name: str = ""
    dicom: DicomForm = PLAIN_DICOM
    area: SeenArea | None = None


def with_ending(path: Path, parts: Parts) -> Path:
    """The path with the ending that its content has, in place of one that another choice had."""
    ending = ending_of(parts)
    if path.suffix.lower() in {part.ending for part in Part if part.ending} - {ending}:
        path = path.with_suffix("")
    if not path.name or path.suffix.lower() == ending:
        return path
    return path.with_name(path.name + ending)
