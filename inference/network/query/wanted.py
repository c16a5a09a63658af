"""What is to be fetched, which way, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pydicom.dataset import Dataset

from inference.network.receiver.options import ReceiverOptions

Progress = Callable[[int, int], None]  # objects that came, and how many there are; 0: nobody knows


class By(StrEnum):
    """How a study is retrieved."""

    AUTO = "auto"  # C-GET, and C-MOVE where that is not offered; WADO-RS from a DICOMweb node
    GET = "get"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A study, or one series of it; ``receiver`` is what a C-MOVE is sent to, where one may be opened.

    ``listening``: the AE title of a receiver of ours that is open already, to which a C-MOVE is sent instead.
    """

    study_uid: str
    series_uid: str = ""
    by: By = By.AUTO
    receiver: ReceiverOptions | None = None
    listening: str = ""

    def identifier(self) -> Dataset:
        """The keys of a C-GET or C-MOVE."""
        asked = Dataset()
        asked.QueryRetrieveLevel = "SERIES" if self.series_uid else "STUDY"
        asked.StudyInstanceUID = self.study_uid
        if self.series_uid:
            asked.SeriesInstanceUID = self.series_uid
        return asked


@dataclass(slots=True)
class Fetched:
    """What came: new files, how many were there already, and what could not be kept or sent, in words."""

    paths: list[Path] = field(default_factory=list)
    duplicates: int = 0
    failed: int = 0
    notes: list[str] = field(default_factory=list)
    by: str = ""
