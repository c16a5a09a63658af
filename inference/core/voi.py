"""VOI windows and LUTs as values, DICOM PS3.3 C.11.2. Frozen; their arrays are read-only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class VoiFunction(StrEnum):
    """VOI LUT Function, DICOM PS3.3 C.11.2.1.3."""

    LINEAR = "LINEAR"
    LINEAR_EXACT = "LINEAR_EXACT"
    SIGMOID = "SIGMOID"


@dataclass(frozen=True, slots=True)
class VoiWindow:
    """A window: modality values around ``center`` over ``width`` are spread from black to white.

    ``gamma`` is the user's, never a file's: what the window gives (0..1) is raised to it.
    """

    center: float
    width: float
    function: VoiFunction = VoiFunction.LINEAR
    name: str = ""
    gamma: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class VoiLut:
    """A VOI LUT of the file: ``values`` (0..1) for modality values ``first``, ``first + 1``, ...; the ends clamp.

    ``gamma`` as that of a window.
    """

    first: int
    values: NDArray[np.float32]
    name: str = ""
    gamma: float = 1.0


Voi = VoiWindow | VoiLut
