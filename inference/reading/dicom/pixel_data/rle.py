"""RLE frames made safe before they are decoded: DICOM PS3.5 annex G.

The fast decoder stops the program's thread on a segment that unpacks to too much, and a slow one would unpack 128
bytes from two without end; so each segment is walked first and trimmed where its last byte is.
"""

from __future__ import annotations

import imagecodecs

from inference.reading.dicom.pixel_data.image_pixel_module import ImagePixelModule

_HEADER = 64
_MOST_SEGMENTS = 15
_NO_OPERATION = 128


def starts_like_rle(head: bytes, layout: ImagePixelModule) -> bool:
    """Whether the first 64 bytes are the header of an RLE frame of that layout."""
    return head[:8] == _wanted(layout).to_bytes(4, "little") + _HEADER.to_bytes(4, "little")


def _wanted(layout: ImagePixelModule) -> int:
    return layout.samples * max(layout.allocated // 8, 1)


def trimmed_rle(data: bytes, layout: ImagePixelModule) -> bytes:
    """The frame with its segments trimmed to what the layout needs.

    Raises ``ValueError``, with figures, where the segments are not those of the layout or one unpacks to too little
    or to too much.
    """
    wanted = _wanted(layout)
    offsets = [int.from_bytes(data[at : at + 4], "little") for at in range(0, _HEADER, 4)]
    if len(data) < _HEADER or offsets[0] != wanted or wanted > _MOST_SEGMENTS:
        raise ValueError(f"{offsets[0]} RLE segments where {wanted} are needed")
    edges = [*offsets[1 : wanted + 1], len(data)]
    if edges[0] < _HEADER or sorted(set(edges)) != edges:
        raise ValueError("the RLE segments are not in order")
    segments = [_needed(data[edges[at] : edges[at + 1]], layout.rows * layout.columns) for at in range(wanted)]
    return _assembled(segments)


def _needed(segment: bytes, pixels: int) -> bytes:
    """The part of a PackBits segment that unpacks to so many bytes, padded to an even length."""
    if _unpacks_to(segment, pixels):
        return segment + b"\0" * (len(segment) % 2)
    unpacked = position = 0
    size = len(segment)
    while unpacked < pixels and position < size:
        head = segment[position]
        if head < _NO_OPERATION:
            unpacked += head + 1
            position += head + 2
        elif head > _NO_OPERATION:
            unpacked += 257 - head
            position += 2
        else:
            position += 1
    if unpacked != pixels or position > size:
        raise ValueError(f"an RLE segment of {size} bytes unpacks to {unpacked} instead of {pixels}")
    return segment[:position] + b"\0" * (position % 2)


def _unpacks_to(segment: bytes, pixels: int) -> bool:
    """Whether all of a segment unpacks to so many bytes: ten times as fast as the walk, which few segments need."""
    try:
        return len(imagecodecs.packbits_decode(segment, out=pixels)) == pixels
    except RuntimeError:
        return False


def _assembled(segments: list[bytes]) -> bytes:
    offset, header = _HEADER, len(segments).to_bytes(4, "little")
    for segment in segments:
        header += offset.to_bytes(4, "little")
        offset += len(segment)
    return header.ljust(_HEADER, b"\0") + b"".join(segments)
