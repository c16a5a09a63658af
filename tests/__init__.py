"""Tests as sentences, benchmarks, fuzzing; DCMTK's programs come before pynetdicom's of the same names."""

import os
import sys
from pathlib import Path

_OURS = str(Path(sys.executable).parent)
_PLACES = os.environ.get("PATH", os.defpath).split(os.pathsep)
os.environ["PATH"] = os.pathsep.join([*(place for place in _PLACES if place != _OURS), _OURS])
