"""Comments and application segments in compressed pixels: they may hold names, and no picture needs them."""

from __future__ import annotations

from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate, generate_frames
from pydicom.uid import UID, JPEG2000TransferSyntaxes, JPEGLSTransferSyntaxes, JPEGTransferSyntaxes

from inference.reading.dicom.elements import ODD

_JPEG = frozenset((*JPEGTransferSyntaxes, *JPEGLSTransferSyntaxes))
_JPEG_2000 = frozenset(JPEG2000TransferSyntaxes)
_START = 2  # bytes: SOI of JPEG, SOC of JPEG 2000
# ITU-T T.81 B.1.1.3: COM and APPn; APP0 (JFIF), APP8 and APP14 say what the colours are, and stay.
_NAMES = frozenset({0xFE, *range(0xE0, 0xF0)} - {0xE0, 0xE8, 0xEE})
_SCAN = 0xDA
# ISO/IEC 15444-1 A.9.2: COM in the main header, which ends at the first SOT.
_COMMENT, _TILE = 0x64, 0x90


def clean_pixels(data: Dataset, syntax: UID) -> None:
    """Take comments out of the code streams of ``data``, in place; the pixels decode as before."""
    if "PixelData" not in data or syntax not in _JPEG | _JPEG_2000:
        return
    try:
        frames = list(generate_frames(data.PixelData, number_of_frames=int(data.get("NumberOfFrames") or 1)))
    except ODD:  # a stream in pieces that nobody can tell apart stays as it is
        return
    clean = [without_comments(frame, jpeg_2000=syntax in _JPEG_2000) for frame in frames]
    if clean != frames:
        data.PixelData = encapsulate(clean)
        data["PixelData"].is_undefined_length = True
        for keyword in ("ExtendedOffsetTable", "ExtendedOffsetTableLengths"):
            data.pop(keyword, None)


def without_comments(stream: bytes, *, jpeg_2000: bool = False) -> bytes:
    """A JPEG, JPEG-LS or JPEG 2000 code stream without comments; as it is from where it cannot be followed."""
    gone, last = (frozenset({_COMMENT}), _TILE) if jpeg_2000 else (_NAMES, _SCAN)
    pieces, position = [stream[:_START]], _START
    while position + 4 <= len(stream) and stream[position] == 0xFF and stream[position + 1] != last:
        length = int.from_bytes(stream[position + 2 : position + 4], "big")
        if length < 2:  # fill bytes, or damage
            break
        end = position + 2 + length
        if stream[position + 1] not in gone:
            pieces.append(stream[position:end])
        position = end
    return b"".join((*pieces, stream[position:]))
