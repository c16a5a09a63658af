"""From stored values to the screen as a presentation state says it: Modality LUT, softcopy VOI LUT, polarity."""

from __future__ import annotations

import math
from collections.abc import Callable
from copy import deepcopy
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.valuerep import DSfloat

from inference.core.film import Radiograph
from inference.core.voi import Voi, VoiFunction, VoiLut, VoiWindow
from inference.imaging.display_pipeline import apply_voi, choose_voi
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import items

WHOLE: Final = VoiWindow(128, 256, name="All 256 values")  # of a capture, whose pixels are those of the screen
_MOST = 1 << 16  # entries of a LUT
_TOP = _MOST - 1  # of 16 bits
_SIGN = 1 << 15
_LONGEST = 64  # letters of a name


def modality_lut(film: Radiograph, header: Dataset) -> Dataset | None:
    """The Modality LUT module (PS3.3 C.11.1), for a state without one takes stored values as they are.

    Empty where they are; None where the file's own cannot be told.
    """
    made = Dataset()
    if film.rescale is None:
        luts = items(header, "ModalityLUTSequence")
        if not luts:
            return None
        made.ModalityLUTSequence = Sequence([deepcopy(luts[0])])
    elif film.rescale != (1.0, 0.0):
        made.RescaleIntercept, made.RescaleSlope = _decimal(film.rescale[1]), _decimal(film.rescale[0])
        made.RescaleType = text(header, "RescaleType")[:_LONGEST] or film.unit or "US"
    return made


def voi_lut(film: Radiograph, voi: Voi | None) -> Dataset:
    """The item of a Softcopy VOI LUT (PS3.3 C.11.8) that the film is shown with: a LINEAR window, else a LUT.

    Every viewer knows a LINEAR window, so that LINEAR_EXACT becomes the same line as one; a sigmoid and a gamma are
    sampled at each whole modality value of the film.
    """
    chosen = choose_voi(film, voi)
    if isinstance(chosen, VoiLut):
        return _table(chosen.first, chosen.values.astype(np.float32) ** np.float32(chosen.gamma), chosen.name)
    if chosen.function is VoiFunction.SIGMOID or chosen.gamma != 1:
        first, last = _range(film, chosen)
        return _table(first, apply_voi(np.arange(first, last + 1, dtype=np.float32), chosen), chosen.name)
    return window(chosen)


def window(voi: VoiWindow) -> Dataset:
    """A window of either linear function as an item with a LINEAR one (PS3.3 C.11.2.1.2.1, C.11.2.1.3.2)."""
    more = 0.0 if voi.function is VoiFunction.LINEAR and voi.width >= 1 else 1.0
    item = Dataset()
    item.WindowCenter, item.WindowWidth = _decimal(voi.center + more / 2), _decimal(voi.width + more)
    item.WindowCenterWidthExplanation = _name(voi.name or "Window")
    return item


def lowest_and_highest(film: Radiograph) -> tuple[float, float]:
    """The least and the greatest finite modality value of a film; 0 and 0 where there is none."""
    finite: NDArray[np.float32] = film.pixels[np.isfinite(film.pixels)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)


def _range(film: Radiograph, voi: VoiWindow) -> tuple[int, int]:
    """The whole modality values that a table goes over: the film's, as many as it can hold, around the window."""
    low, high = (whole(value) for whole, value in zip(_WHOLE, lowest_and_highest(film), strict=True))
    if high - low >= _MOST:
        low = min(max(low, math.floor(voi.center) - _SIGN), high - _TOP)
        high = low + _TOP
    return low, max(high, low + 1)


def _table(first: int, values: NDArray[np.float32], name: str) -> Dataset:
    """A VOI LUT of 16 bits; its first value is signed where it is negative, as is the Modality LUT's output."""
    entries = np.rint(np.clip(values, 0, 1) * _TOP).astype("<u2")
    count = entries.size % _MOST  # 0 stands for all
    signed = first < 0
    lut = Dataset()
    numbers = [count - _MOST if signed and count >= _SIGN else count, first, 16]
    lut.add_new("LUTDescriptor", "SS" if signed else "US", numbers)
    lut.LUTExplanation = _name(name or "LUT")
    lut.add_new("LUTData", "OW", entries.tobytes())
    item = Dataset()
    item.VOILUTSequence = Sequence([lut])
    return item


def _name(name: str) -> str:
    return name.replace("\\", "/").strip()[:_LONGEST]


def _decimal(value: float) -> DSfloat:
    return DSfloat(float(value), auto_format=True)


_WHOLE: Final[tuple[Callable[[float], int], ...]] = (math.floor, math.ceil)
