"""Without identity nothing of a patient leaves: known strings in every tag, looked for in all that is written."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydicom.uid import ExplicitVRLittleEndian
from pypdf import PdfReader

from inference.annotations.store import FolderAnnotationStore, annotations_folder
from inference.core.annotation import Annotation, AnnotationKind
from inference.core.reader_annotations import Assessment, ReaderAnnotations, with_assessment
from inference.reading import read_film
from tests.builders import dataset, write_dataset
from tests.e2e.hot_corner import hot_corner
from tests.inference.report.dicom.test_identity import SECRETS, marked
from viewer.__main__ import main

EVERYTHING = ("--pdf", "--dicom", "--heatmaps", "--summary", "--studies", "--seed-csv", "--sort-normal-abnormal")
_ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le")


def png_texts(data: bytes) -> Iterator[bytes]:
    """The chunks of a PNG that are not its pixels, unpacked where they are packed."""
    place = 8
    while place < len(data):
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        chunk = data[place + 8 : place + 8 + length]
        if kind != b"IDAT":
            yield chunk
            for start in range(len(chunk) - 1):
                if chunk[start] == 0x78:  # where a packed text may begin
                    try:
                        yield zlib.decompressobj().decompress(chunk[start:])
                    except zlib.error:
                        continue
        place += length + 12


def pdf_texts(path: Path) -> Iterator[bytes]:
    """Every stream of a PDF unpacked, its metadata, and what a reader of it sees."""
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", path.read_bytes(), re.DOTALL):
        try:
            yield zlib.decompress(packed)
        except zlib.error:
            yield packed
    pdf = PdfReader(path)
    yield repr(pdf.metadata).encode()
    for page in pdf.pages:
        yield page.extract_text().replace("\0", "").encode()


def said(path: Path) -> Iterator[bytes]:
    """All that a file says, also to whoever unpacks it."""
    data = path.read_bytes()
    yield path.name.encode()
    yield data
    if path.suffix == ".png":
        yield from png_texts(data)
    elif path.suffix == ".pdf":
        yield from pdf_texts(path)
    elif path.suffix == ".html":
        for picture in re.findall(rb"base64,([A-Za-z0-9+/=]+)", data):
            yield from png_texts(base64.b64decode(picture))


def leaks(data: bytes, secrets: tuple[bytes, ...]) -> list[str]:
    low = data.lower()
    known = [(secret.decode(), secret.decode().encode(encoding)) for secret in secrets for encoding in _ENCODINGS]
    return [word for word, written in known if written in low]


@pytest.fixture
def films(tmp_path: Path) -> Path:
    """Two films of one study whose tags, file names and reader's notes all hold known strings."""
    folder = tmp_path / "Leak ward"
    folder.mkdir()
    store = FolderAnnotationStore(annotations_folder())
    for place in range(2):
        film = marked(dataset(hot_corner(300 + place, 260)))
        film.SOPInstanceUID = f"1.2.840.113619.9999.{place + 1}"
        path = write_dataset(folder / f"leak-{place}.dcm", film, ExplicitVRLittleEndian)
        drawn = ReaderAnnotations(annotations=(Annotation(1, AnnotationKind.ARROW, ((5, 5), (60, 60)), "leak here"),))
        store.save(read_film(path).film_hash, with_assessment(drawn, "pneumothorax", Assessment(None, "leak noted")))
    return folder


@pytest.mark.parametrize("anonymous", [True, False])
def test_no_string_of_a_film_is_in_anything_that_leaves_without_identity(
    films: Path, tiny_pack: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], anonymous: bool
) -> None:
    out = tmp_path / "out"
    asked = ["--marks", "--anyway", *EVERYTHING, *(["--anonymize"] if anonymous else [])]
    assert main(["analyze", str(films), "--out", str(out), "--model", str(tiny_pack), *asked]) == 0
    files = [path for path in out.rglob("*") if path.is_file()]
    kinds = {path.suffix for path in files}
    assert kinds == {".png", ".pdf", ".dcm", ".html", ".csv", ".json", ".npy"}
    found = {path.name: words for path in files for data in said(path) if (words := leaks(data, SECRETS))}
    if anonymous:
        assert found == {}
        assert not any("leak" in part.lower() for path in files for part in path.relative_to(out).parts)
        captured = capfd.readouterr()
        assert leaks((captured.out + captured.err).encode(), (b"leakpn", b"leak^", b"113619")) == []
    else:  # the search does find what is there
        assert {Path(name).suffix for name in found} >= {".png", ".pdf", ".dcm", ".html", ".csv", ".json"}
