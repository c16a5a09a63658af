"""Libraries warn about odd files; those warnings are for programmers and may quote patient data."""

from __future__ import annotations

import logging
import warnings

from pydicom import config

_SPEAKERS = r"(pydicom|imagecodecs|PIL)(\.|$)"

# Values that break a rule of the standard are what this program is there to cope with; nothing is lost by not checking.
config.settings.reading_validation_mode = config.IGNORE
for _name in ("pydicom", "imagecodecs"):  # messages of the first quote element values
    logging.getLogger(_name).propagate = False
    logging.getLogger(_name).addHandler(logging.NullHandler())


def silence_library_warnings() -> None:
    """Ignore the warnings of the decoding libraries from now on.

    The filter is only added, never taken back: unlike ``warnings.catch_warnings`` that is safe from any thread.
    """
    warnings.filterwarnings("ignore", module=_SPEAKERS)
