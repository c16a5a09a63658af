"""What a picture that left says of itself, and the film on it without the strip."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.files.generated_files import PICTURE


def said_by(path: Path, keyword: str = PICTURE) -> dict[str, Any]:
    """The facts in the text chunk of a picture."""
    with Image.open(path) as picture:
        facts: dict[str, Any] = json.loads(picture.info[keyword])
    return facts


def films_on(path: Path) -> dict[str, NDArray[np.uint8]]:
    """The films on a picture by their names, without its strip."""
    with Image.open(path) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    areas = said_by(path)["panes"].items()
    return {name: pixels[top : top + high, left : left + wide] for name, (left, top, wide, high) in areas}
