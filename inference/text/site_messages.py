"""The words of failures of what is kept at the reader's site: data for ``inference.text.messages``."""

from __future__ import annotations

from inference.core import errors
from inference.text.error_messages import ErrorMessage

OF_SITE_ERRORS: dict[type[BaseException], ErrorMessage] = {
    errors.RecordNotKept: ErrorMessage(
        "Use not recorded",
        "The record of use in the folder “{name}” cannot be written or read now.",
        "Free some space, or make the program's data folder writable; what was done meanwhile is added then.",
    ),
}
