"""The name and version under which this program writes itself into what it makes."""

from __future__ import annotations

import inference

VERSION = inference.__version__  # stands in ``inference/__init__.py``, where the build finds it
SOFTWARE = f"ThoraCAM {VERSION}"
PREPARATION = "1"  # how a film becomes the model's input; raised when scores change with it, so that sites tune again
