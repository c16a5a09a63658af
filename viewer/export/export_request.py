"""What a user asks of an export of one film, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inference.report.output.export import Part, Parts


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What the user asked for; ``overwrite`` only after being asked. ``reader`` is their name, who may have signed;
    ``annotations_shown``: the reader's annotations were on the screen. ``patient_id`` and ``patient_name``: whose a
    picture is.
    """

    path: Path
    anonymize: bool
    overwrite: bool
    parts: Parts = frozenset({Part.REPORT_PNG})
    as_seen: bool = True
    reader: str = ""
    signed: bool = False
    annotations_shown: bool = True
    patient_id: str = ""
    patient_name: str = ""
