"""What can go wrong with a reader study; a branch of the tree in ``inference.core.errors``.

::

    ReaderStudyError(path, detail)
    ├── StudyMalformed        its file is not what the format says
    ├── StudyFilmChanged      another file lies where a film of the study was
    ├── ResultsDamaged        a file of reads that was not understood
    ├── ResultsOfAnother      reads of another study, or of this one before it was changed
    ├── ResultsClash          files that say different things of one read
    ├── ModelOfStudyDiffers   another model is in use than the one that aided earlier reads
    ├── ResultsInUse          another window writes the same reads
    └── TruthMalformed        a table of what is true that was not understood
"""

from __future__ import annotations

from pathlib import Path

from inference.core.errors import ThoraCamError


class ReaderStudyError(ThoraCamError):
    """A reader study that cannot be read, shown or counted."""

    def __init__(self, path: Path | str, detail: str = "") -> None:
        super().__init__(detail)
        self.path = Path(path)


class StudyMalformed(ReaderStudyError):
    """A file that is no reader study, or one that makes no sense."""


class StudyFilmChanged(ReaderStudyError):
    """The file at a film's place is not the one that the study was made of."""


class ResultsDamaged(ReaderStudyError):
    """A file of reads that was not understood."""


class ResultsOfAnother(ReaderStudyError):
    """A file of reads that belongs to another study, or to this one before it was changed."""


class ResultsClash(ReaderStudyError):
    """Files that say different things of one read, or that are somebody else's."""


class ResultsInUse(ReaderStudyError):
    """A file of reads that another window adds to now."""


class ModelOfStudyDiffers(ReaderStudyError):
    """Another model is in use than the one by which the earlier reads of a file were aided."""


class TruthMalformed(ReaderStudyError):
    """A table of what is true of films that was not understood."""
