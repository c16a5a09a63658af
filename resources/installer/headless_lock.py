"""A lock without what only the window and training need: ``python headless_lock.py requirements.lock > other.lock``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

LEFT_OUT = frozenset(
    (
        *("pyside6-essentials", "shiboken6", "pyqtgraph", "colorama"),
        *("tensorflow", "keras", "tensorboard", "tensorboard-data-server", "libclang", "google-pasta", "gast"),
        *("astunparse", "opt-einsum", "optree", "namex", "flatbuffers", "termcolor", "wrapt", "absl-py", "ml-dtypes"),
        *("grpcio", "rich", "markdown-it-py", "mdurl", "wheel", "werkzeug", "markdown"),
    )
)
"""Distributions that nothing imports but TensorFlow, Keras and the window."""


def headless(lock: str) -> str:
    """The entries of a lock but those."""
    entries = re.split(r"(?m)^(?=[a-z0-9][a-z0-9-]*==)", lock)
    return "".join(entry for entry in entries if entry.partition("==")[0] not in LEFT_OUT)


if __name__ == "__main__":
    sys.stdout.write(headless(Path(sys.argv[1]).read_text("utf-8")))
