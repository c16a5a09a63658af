"""The windows and VOI LUTs that a file offers, by name: DICOM PS3.3 C.11.2."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pydicom.dataset import Dataset

from inference.core.voi import Voi, VoiFunction, VoiLut, VoiWindow
from inference.imaging.display_pipeline import usable
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import code, items, numbers
from inference.reading.dicom.luts import SHORT_LUT, Lut, read_lut


def read_vois(sources: Sequence[Dataset], lowest: float) -> tuple[tuple[Voi, ...], tuple[str, ...]]:
    """The usable VOIs of a file, LUTs before windows, each in the file's order; and notes on those left out.

    ``sources``: where to look, the frame's own group first; the first that has any decides. ``lowest``: the least
    modality value, which tells the sign of a LUT's first input value.
    """
    for data in sources:
        luts, windows = items(data, "VOILUTSequence"), _windows(data)
        if luts or windows:
            return _usable_of(luts, windows, lowest)
    return (), ()


def _usable_of(
    luts: Sequence[Dataset], windows: Sequence[VoiWindow], lowest: float
) -> tuple[tuple[Voi, ...], tuple[str, ...]]:
    """The VOIs that can be used, and notes; a LUT that is too short only where there is no window instead."""
    good = [window for window in windows if usable(window)]
    tables = [(number, item, read_lut(item, lowest=lowest)) for number, item in enumerate(luts, 1)]
    kept = [(number, item, table) for number, item, table in tables if table and not (table.short and good)]
    shown = [lut for number, item, table in kept if usable(lut := _lut(item, table, number))]
    lost = len(luts) + len(windows) - len(shown) - len(good)
    notes = (f"{lost} of the file's windows and VOI LUTs are unusable and were left out.",) if lost else ()
    return (*shown, *good), (*notes, *_lut_notes([table for _, _, table in kept]))


def _lut_notes(tables: Sequence[Lut]) -> tuple[str, ...]:
    short = any(table.short for table in tables)
    scaled = any(table.top != (1 << table.bits) - 1 for table in tables)
    return (
        *((SHORT_LUT.format("VOI LUT"),) if short else ()),
        *(
            ("A VOI LUT of the file says more bits than it has: its largest entry was taken for white.",)
            if scaled
            else ()
        ),
    )


def _lut(item: Dataset, table: Lut, number: int) -> VoiLut:
    values = (table.entries / np.float32(table.top)).astype(np.float32)
    values.flags.writeable = False
    return VoiLut(table.first, values, text(item, "LUTExplanation") or f"LUT {number}")


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
