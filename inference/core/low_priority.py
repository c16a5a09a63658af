"""Work in the background gives way to whatever else the processor is asked for, where the system knows priorities."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress

NICENESS = 10


def lower_priority() -> None:
    """Lower the priority of this thread, and of no other; of what it starts too. Only Linux has it by thread."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
