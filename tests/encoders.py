"""A film compressed by real tools, DCMTK and OpenJPH; nothing of a tool that is not installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from pydicom.uid import HTJ2K, HTJ2KLossless

from tests.builders import dataset, write_dicom, write_encapsulated
from tests.encodings import Master, Writer, deep, dicom

OPENJPH = "ojph_compress"


def by_tools(film: Master) -> dict[str, Writer]:
    """The film in the encodings that keep its 12 bits, or lose next to nothing of them."""
    twelve = dicom(film.pixels, **film.tags)
    return {
        **_by_dcmtk("JPEG lossless", twelve, "dcmcjpeg", "+el", "+sv", "6"),
        **_by_dcmtk("JPEG lossless SV1", twelve, "dcmcjpeg", "+e1"),
        **_by_dcmtk("JPEG extended", twelve, "dcmcjpeg", "+ee", "+q", "98"),
        **_by_dcmtk("JPEG-LS", twelve, "dcmcjpls", "+el"),
        **_by_dcmtk("JPEG-LS near-lossless", deep(film, 16), "dcmcjpls", "+en", "+md", "2"),
        **_by_openjph("HTJ2K lossless", film, HTJ2KLossless, "-reversible", "true"),
        **_by_openjph("HTJ2K", film, HTJ2K, "-reversible", "false", "-qstep", "0.0002"),
    }


def baseline(film: Master) -> dict[str, Writer]:
    """The film as 8-bit JPEG in DICOM, at the best quality there is."""
    return _by_dcmtk("JPEG baseline", lambda path: write_dicom(path, film.eight), "dcmcjpeg", "+eb", "+q", "100")


def _by_dcmtk(name: str, plain: Writer, tool: str, *options: str) -> dict[str, Writer]:
    def write(path: Path) -> Path:
        _run(tool, *options, str(plain(path.with_suffix(".plain"))), str(path))
        return path

    return {name: write} if shutil.which(tool) else {}


def _by_openjph(name: str, film: Master, syntax: str, *options: str) -> dict[str, Writer]:
    def write(path: Path) -> Path:
        grey, stream = path.with_suffix(".pgm"), path.with_suffix(".j2c")
        rows, columns = film.pixels.shape
        grey.write_bytes(f"P5\n{columns} {rows}\n4095\n".encode() + film.pixels.astype(">u2").tobytes())
        _run(OPENJPH, "-i", str(grey), "-o", str(stream), *options)
        return write_encapsulated(path, dataset(film.pixels, **film.tags), [stream.read_bytes()], syntax)

    return {name: write} if shutil.which(OPENJPH) else {}


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
