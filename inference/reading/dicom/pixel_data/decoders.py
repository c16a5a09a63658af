"""The decoders of compressed frames: plug-ins of pydicom, over imagecodecs (BSD); they run in the reading process.

All formats are decoded by imagecodecs, which was measured against the plug-ins of pylibjpeg on a film of 7.5 million
pixels of 12 bits: JPEG and lossless JPEG by libjpeg-turbo (three to six times as fast, differences taken modulo 65536
as T.81 H.2.1 wants it, and not under the GPL), JPEG-LS by CharLS (four times as fast, and damage is noticed),
JPEG 2000 by OpenJPEG (a fifth faster), RLE (equal). HTJ2K is decoded by OpenJPEG as well, and not by OpenJPH, which
is twice as fast but lets imagecodecs return what it failed to decode.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from pydicom.pixels.common import PhotometricInterpretation
from pydicom.pixels.decoders.base import DecodeRunner, get_decoder
from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    UID,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    JPEG2000Lossless,
    JPEGLSTransferSyntaxes,
    JPEGTransferSyntaxes,
    RLELossless,
)

from inference.reading.dicom.pixel_data.codestream import inspect_jpeg

PLUGIN = "imagecodecs"
_REVERTED = (PhotometricInterpretation.YBR_ICT, PhotometricInterpretation.YBR_RCT)  # to RGB, by the decoder
_JPEG2000 = (JPEG2000Lossless, JPEG2000, HTJ2KLossless, HTJ2KLosslessRPCL, HTJ2K)  # not part 2
_SYNTAXES = (*JPEGTransferSyntaxes, *JPEGLSTransferSyntaxes, *_JPEG2000, RLELossless)
DECODER_DEPENDENCIES = dict.fromkeys(_SYNTAXES, ("imagecodecs>=2026.3",))  # pydicom asks for it by this name


def is_available(uid: str) -> bool:
    """Whether frames of a transfer syntax are decoded here; pydicom asks for it by this name."""
    return uid in _SYNTAXES


def decode_frame(source: bytes, runner: DecodeRunner) -> bytes | bytearray | memoryview:
    """The cells of one frame as bytes; tells the runner how they lie. Raises ``ValueError`` or ``RuntimeError``."""
    syntax = runner.transfer_syntax
    if syntax == RLELossless:
        runner.set_option("planar_configuration", 1)
        return imagecodecs.dicomrle_decode(source, np.dtype(f"<u{runner.bits_allocated // 8}"))
    cells = np.ascontiguousarray(_decoder(syntax)(source))
    runner.set_option("bits_allocated", cells.dtype.itemsize * 8)
    runner.set_option("planar_configuration", 0)
    if syntax in _JPEG2000 and runner.photometric_interpretation in _REVERTED:
        runner.set_option("photometric_interpretation", PhotometricInterpretation.RGB)
    return cells.reshape(-1).view(np.uint8).data


def _decoder(syntax: UID) -> Callable[[bytes], NDArray[Any]]:
    if syntax in _JPEG2000:
        return imagecodecs.jpeg2k_decode
    return imagecodecs.jpegls_decode if syntax in JPEGLSTransferSyntaxes else decode_jpeg


def decode_jpeg(source: bytes) -> NDArray[Any]:
    """A JPEG of any process as it was stored, in the colours that the data set names."""
    stream = inspect_jpeg(source)
    colour = "RGB" if stream is not None and stream.samples == 3 else None  # the same in and out: nothing is converted
    return imagecodecs.jpeg8_decode(source, colorspace=colour, outcolorspace=colour)


def _register() -> None:
    for syntax in _SYNTAXES:
        decoder = get_decoder(UID(syntax))
        if PLUGIN not in decoder.available_plugins:
            decoder.add_plugin(PLUGIN, (__name__, decode_frame.__name__))


_register()
