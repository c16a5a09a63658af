"""pynetdicom, set up once: it logs nothing, since what it would say names patients, and leaves files as they are."""

from __future__ import annotations

import logging

from pynetdicom import _config
from pynetdicom.ae import ApplicationEntity

from inference.reading.files.library_warnings import silence_library_warnings

AE = ApplicationEntity
_config.LOG_HANDLER_LEVEL = "none"
_config.STORE_SEND_CHUNKED_DATASET = True  # from the file, byte for byte
_config.STORE_RECV_CHUNKED_DATASET = True  # into a file, byte for byte; a decoded data set would be written otherwise
_logger = logging.getLogger("pynetdicom")
_logger.addHandler(logging.NullHandler())
_logger.propagate = False
_logger.setLevel(logging.CRITICAL + 1)
silence_library_warnings()
