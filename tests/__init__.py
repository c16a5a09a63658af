"""Tests as sentences, benchmarks, fuzzing; no program of our own environment passes for one of DCMTK's.

pynetdicom brings programs of the same names, which take other options.
"""

import os
import sys
from pathlib import Path

if sys.prefix != sys.base_prefix:  # an environment of our own, whose folder holds nothing of the system
    _OURS = str(Path(sys.executable).parent)
    _PLACES = os.environ.get("PATH", os.defpath).split(os.pathsep)
    os.environ["PATH"] = os.pathsep.join(place for place in _PLACES if place != _OURS)
