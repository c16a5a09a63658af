"""A DICOM object in explicit VR little endian, uncompressed: what every viewer opens, and plain media want."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
from pydicom import dcmread
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.filewriter import dcmwrite
from pydicom.uid import UID, ExplicitVRBigEndian, ExplicitVRLittleEndian

from inference.reading.dicom.elements import ODD
from inference.reading.dicom.pixel_data.decoders import PLUGIN
from inference.reading.dicom.pixel_data.transfer_syntaxes import syntax_name

_WORDS: Final = {"OW": 2, "OF": 4, "OL": 4, "OD": 8, "OV": 8}  # bytes of a word, by the VR of what is kept as bytes


def syntax_of(data: Dataset) -> UID | None:
    """The transfer syntax that a file names; None for one without a header of its own."""
    return data.file_meta.get("TransferSyntaxUID") if hasattr(data, "file_meta") else None


def plain_object(path: Path) -> bytes:
    """The whole object as a file in explicit VR little endian; the same pixels, values and UIDs.

    Raises ``ValueError`` with the name of its transfer syntax where that is not decoded here, or cannot be.
    """
    syntax: UID | None = None
    try:
        data = dcmread(path, force=True)
        syntax = syntax_of(data)
        if syntax is not None and syntax.is_encapsulated:
            data.decompress(decoding_plugin=PLUGIN, generate_instance_uid=False)
        elif syntax == ExplicitVRBigEndian:
            data.walk(_swap)
        return _file(data)
    except (*ODD, RuntimeError, OSError, MemoryError) as error:
        raise ValueError(syntax_name(syntax) if syntax is not None else "no transfer syntax") from error


def _swap(_: Dataset, element: DataElement) -> None:
    """Turn the words of an element that pydicom keeps as bytes."""
    size = _WORDS.get(str(element.VR))
    if size and isinstance(element.value, bytes) and len(element.value) % size == 0:
        element.value = np.frombuffer(element.value, f">u{size}").astype(f"<u{size}").tobytes()


def _file(data: Dataset) -> bytes:
    plain = Dataset()
    plain.update({element.tag: element for element in data})  # parsed, so that nothing is written as it was encoded
    plain.file_meta = data.file_meta
    plain.file_meta.MediaStorageSOPClassUID = data.SOPClassUID
    plain.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID
    plain.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    plain.preamble = b"\0" * 128
    buffer = BytesIO()
    dcmwrite(buffer, plain, enforce_file_format=True)
    return buffer.getvalue()
