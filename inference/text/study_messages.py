"""The words of failures of reader studies: data for ``inference.text.messages``; ``{name}`` is the file."""

from __future__ import annotations

from inference.core import study_errors as errors
from inference.text.error_messages import ErrorMessage

OF_STUDY_ERRORS: dict[type[BaseException], ErrorMessage] = {
    errors.ReaderStudyError: ErrorMessage(
        "Reader study not opened", "“{name}” cannot be used.", "Ask whoever runs the study for another copy."
    ),
    errors.StudyMalformed: ErrorMessage(
        "Not a reader study",
        "“{name}” is not a reader study that this program reads.",
        "Make one with Tools, Reader study, or with thoracam study new.",
    ),
    errors.StudyFilmChanged: ErrorMessage(
        "Film of the study changed",
        "“{name}” is not the file that the study was made of, so it is not shown.",
        "Copy the film again from where the study came; thoracam study check says which others differ.",
    ),
    errors.ResultsDamaged: ErrorMessage(
        "Reads not understood",
        "“{name}” is not a file of reads as this program writes it; nothing was changed in it.",
        "Keep it, and show it to whoever runs the study. A copy made before the damage can take its place.",
    ),
    errors.ResultsOfAnother: ErrorMessage(
        "Reads of another study",
        "“{name}” was read with another study file, or with this one before it was changed.",
        "Use the study file that the reads were begun with.",
    ),
    errors.ResultsClash: ErrorMessage(
        "Reads contradict each other",
        "“{name}” cannot be put together with the others.",
        "Give each reader a code of their own, and keep one file for each.",
    ),
    errors.ResultsInUse: ErrorMessage(
        "This study is being read already",
        "Another window adds to “{name}”.",
        "Go on in that window, or close it first.",
    ),
    errors.ModelOfStudyDiffers: ErrorMessage(
        "Another model than before",
        "The earlier reads of “{name}” were aided by another model than the one in use.",
        "Choose in the settings the model pack that the reads were begun with, and restart the program.",
    ),
    errors.TruthMalformed: ErrorMessage(
        "Table of truth not understood",
        "“{name}” is not a table of what is true of the films of this study.",
        "It needs a column case or film, and one for each finding by its key, with 1 for present and 0 for absent.",
    ),
}
