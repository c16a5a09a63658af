"""The windows and VOI LUTs that a file offers, by name: DICOM PS3.3 C.11.2."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pydicom.dataset import Dataset

from inference.core.voi import Voi, VoiFunction, VoiLut, VoiWindow
from inference.imaging.display_pipeline import usable
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import code, items, numbers
from inference.reading.dicom.luts import read_lut


def read_vois(sources: Sequence[Dataset], lowest: float) -> tuple[tuple[Voi, ...], tuple[str, ...]]:
    """The usable VOIs of a file, LUTs before windows, each in the file's order; and notes on those left out.

    ``sources``: where to look, the frame's own group first; the first that has any decides. ``lowest``: the least
    modality value, which tells the sign of a LUT's first input value.
    """
    for data in sources:
        luts, windows = items(data, "VOILUTSequence"), _windows(data)
        if not luts and not windows:
            continue
        vois: list[Voi] = [lut for number, item in enumerate(luts, 1) if (lut := _lut(item, lowest, number))]
        vois += [window for window in windows if usable(window)]
        lost = len(luts) + len(windows) - len(vois)
        return tuple(vois), (
            f"{lost} of the file's windows and VOI LUTs are unusable and were left out.",
        ) if lost else ()
    return (), ()


def _lut(item: Dataset, lowest: float, number: int) -> VoiLut | None:
    table = read_lut(item, lowest=lowest)
    if table is None:
        return None
    values = (table.entries / np.float32((1 << table.bits) - 1)).astype(np.float32)
    values.flags.writeable = False
    lut = VoiLut(table.first, values, text(item, "LUTExplanation") or f"LUT {number}")
    return lut if usable(lut) else None


def _windows(data: Dataset) -> list[VoiWindow]:
    centers, widths = numbers(data, "WindowCenter"), numbers(data, "WindowWidth")
    names = text(data, "WindowCenterWidthExplanation").split("\\")
    function = _function(data)
    return [
        VoiWindow(
            center, width, function, names[at].strip() if at < len(names) and names[at].strip() else f"Window {at + 1}"
        )
        for at, (center, width) in enumerate(zip(centers, widths, strict=False))
    ]


def _function(data: Dataset) -> VoiFunction:
    """The file's VOI LUT Function; LINEAR where it names none, or one the standard does not know."""
    try:
        return VoiFunction(code(data, "VOILUTFunction"))
    except ValueError:
        return VoiFunction.LINEAR
