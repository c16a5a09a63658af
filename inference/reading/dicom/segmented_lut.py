"""Segmented lookup tables written out: DICOM PS3.3 C.7.9.2, within the entries that the descriptor promises."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_DISCRETE, _LINEAR, _INDIRECT = 0, 1, 2
_MOST_SEGMENTS = 1 << 16


def expanded(words: NDArray[np.uint16], count: int) -> NDArray[np.uint16] | None:
    """The first ``count`` entries of a segmented table, or None where it is malformed or gives fewer.

    Nothing is written beyond ``count``, whatever the segments ask for.
    """
    entries = np.zeros(count, dtype=np.uint16)
    data = [int(word) for word in words]
    filled = position = segments = 0
    copies: list[int] = []  # starts of the segments that an indirect one repeats
    while filled < count and segments < _MOST_SEGMENTS:
        start = copies.pop() if copies else position
        if start + 1 >= len(data):
            return None
        segments += 1
        kind, length = data[start], data[start + 1]
        if kind == _INDIRECT:
            if start != position or position + 3 >= len(data):
                return None
            copies = _starts(data, data[start + 2] | data[start + 3] << 16, length)[::-1]
            position += 4
            continue
        end = start + 2 + (length if kind == _DISCRETE else 1)
        if kind not in (_DISCRETE, _LINEAR) or end > len(data) or (kind == _LINEAR and not filled):
            return None
        filled = _fill(entries, filled, kind, data[start + 2 : end], length)
        position = max(position, end)
    return entries if filled >= count else None


def _fill(entries: NDArray[np.uint16], filled: int, kind: int, values: list[int], length: int) -> int:
    """Write one segment, as far as there is room; answers how many entries there are now."""
    take = min(length, entries.size - filled)
    if kind == _DISCRETE:
        entries[filled : filled + take] = values[:take]
    elif length:
        last = float(entries[filled - 1])
        steps = np.arange(1, take + 1) / length
        entries[filled : filled + take] = np.rint(last + (values[0] - last) * steps)
    return filled + take


def _starts(data: list[int], offset: int, count: int) -> list[int]:
    """Where the ``count`` segments from a byte offset start; an indirect one among them ends the list."""
    starts: list[int] = []
    position = offset // 2
    while len(starts) < count and position + 1 < len(data) and data[position] in (_DISCRETE, _LINEAR):
        starts.append(position)
        position += 2 + (data[position + 1] if data[position] == _DISCRETE else 1)
    return starts
