"""The record of use: what was shown, revealed, called, changed, exported and sent, line by line, each by a hash on the
one before it; without identity. Off until the reader wants it.

``UseRecord`` appends and ``verified`` holds what is there against itself. Called by the window, off its thread, and by
``thoracam record``. Knows nothing of films but their hashes.
"""

from inference.site.record.lines import Did, Fact, Use
from inference.site.record.use_record import UseRecord, record_folder
from inference.site.record.verification import Fault, Verification, verified

__all__ = ["Did", "Fact", "Fault", "Use", "UseRecord", "Verification", "record_folder", "verified"]
