"""Transfer syntaxes: which are read, and what would read the others."""

from __future__ import annotations

from pydicom.pixels.decoders.base import get_decoder
from pydicom.uid import UID

from inference.reading.dicom.charset import printable
from inference.reading.dicom.pixel_data.decoders import PLUGIN

PLAIN_FRAMES = UID("1.2.840.10008.1.2.1.98")  # Encapsulated Uncompressed
DEFLATED_FRAMES = UID("1.2.840.10008.1.2.8.1")  # Deflated Image Frame Compression
_VIDEO = ("MPEG", "HEVC", "SMPTE")


def why_not_read(syntax: UID) -> str:
    """The name of a syntax that this program does not read, and what would; empty for those that it reads."""
    if syntax in (PLAIN_FRAMES, DEFLATED_FRAMES):
        return ""
    try:
        decoder = get_decoder(syntax)
    except NotImplementedError:
        return f"{syntax_name(syntax)}; {_would_read(syntax)}"
    read = PLUGIN in decoder.available_plugins or not syntax.is_encapsulated
    return "" if read else f"{syntax_name(syntax)}; {_would_read(syntax)}"


def is_encapsulated(syntax: UID) -> bool:
    """Whether pixel data of a syntax that is read comes in fragments."""
    return syntax == DEFLATED_FRAMES or syntax.is_encapsulated


def syntax_name(syntax: UID) -> str:
    """The standard's name of a transfer syntax and its UID."""
    uid = printable(str(syntax))[:64]
    return uid if syntax.name == syntax else f"{syntax.name} ({uid})"


def _would_read(syntax: UID) -> str:
    name = syntax.name
    if any(kind in name for kind in _VIDEO):
        return "this is video, which ffmpeg reads after dcmdump +W has taken it out"
    if "JPIP" in name:
        return "the pixels lie on a server, and the archive can send the film with them"
    if "JPEG XL" in name:
        return "djxl of libjxl reads it, and DCMTK 3.7 or the archive can send the film as JPEG 2000 or uncompressed"
    return "dcmconv or dcmdjpeg of DCMTK, gdcmconv of GDCM or the archive itself may turn it into an uncompressed film"
