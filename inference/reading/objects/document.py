"""An encapsulated document of the film's study (PS3.3 A.45.1): what it is, and its bytes when they are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pydicom.dataset import Dataset

from inference.core.errors import DamagedFilm
from inference.core.film_objects import FilmDocument, FilmFacts
from inference.core.limits import Limits
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import integer, items, raw_bytes
from inference.reading.dicom.header import Header, read_header
from inference.reading.files.source import open_source
from inference.reading.objects.matching import MOST, reference, same_patient, speaks_of
from inference.reading.objects.origin import origin_of

_PDF: Final = b"%PDF-"
_HEAD: Final = 1024  # bytes in which readers of PDF look for its beginning


def read_document(header: Header, film: FilmFacts, _limits: Limits) -> FilmDocument | None:
    """A document about the film, or about no image in its study; None for one about other images."""
    data = header.data
    sources = [reference(item) for item in items(data, "SourceInstanceSequence")[:MOST]]
    if sources and not speaks_of(data, sources, film, header.path, own_study=True):
        return None
    if not sources and not same_patient(data, film):
        return None
    content = _content(data)
    mime = text(data, "MIMETypeOfEncapsulatedDocument") or "application/pdf"
    odd = () if _is_pdf(content) else ("It is no PDF, whatever its header says: it cannot be opened.",)
    return FilmDocument(origin_of(data), mime, len(content), odd)


def document_bytes(path: Path, limits: Limits) -> bytes:
    """The PDF in a file; raises ``DamagedFilm`` where it holds none, and as ``read_header`` does."""
    with open_source(path, limits.decoded_bytes) as source:
        content = _content(read_header(source, limits).data)
    if not _is_pdf(content):
        raise DamagedFilm(path, "it holds no PDF")
    return content


def _content(data: Dataset) -> bytes:
    content = raw_bytes(data, "EncapsulatedDocument")
    length = integer(data, "EncapsulatedDocumentLength")  # without the byte that makes it even
    return content[:length] if length and 0 < length <= len(content) else content


def _is_pdf(content: bytes) -> bool:
    return _PDF in content[:_HEAD]
