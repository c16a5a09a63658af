"""Writes the films that ``thoracam self-test`` decodes: one phantom in every transfer syntax that the program reads.

Run: ``uv run python -m tests.streams`` renews ``resources/streams``: the films, ``streams.toml`` (which syntax each
has and how far its pixels may lie from the phantom's) and ``picture.png``, the phantom itself. All of it is synthetic.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import tomli_w
from pydicom.uid import UID, JPEGBaseline8Bit

import resources
from inference.reading import read_film
from tests.builders import write_png
from tests.encodings import FILM, PHANTOM, STREAMED, Writer, jpeg_2000, twelve_bits

FOLDER = resources.path("streams")
ENCODED: dict[str, Writer] = {**twelve_bits(PHANTOM), **STREAMED, "JPEG 2000": jpeg_2000(PHANTOM, noise=75)}
WANTED = (
    *("implicit", "explicit", "big endian", "deflated", "uncompressed fragments", "deflated fragments", "RLE"),
    *("JPEG baseline", "JPEG extended", "JPEG lossless", "JPEG lossless SV1", "JPEG-LS", "JPEG-LS near-lossless"),
    *("JPEG 2000 lossless", "JPEG 2000", "HTJ2K lossless", "HTJ2K lossless RPCL", "HTJ2K"),
)
HEAD = """\
# Made by `python -m tests.streams`. levels: pixels reach from 0 to this; apart: how many levels of 4095 a pixel may be
# off (0: lossless; else what the encoder of the code stream lost, and half a level where they are 255).
"""
LOST = {"JPEG 2000": 3, "JPEG baseline": 24, "JPEG extended": 2, "JPEG-LS near-lossless": 2, "HTJ2K": 1}


@dataclass(frozen=True, slots=True)
class Line:
    """One film in ``streams.toml``."""

    file: str
    syntax: str
    levels: int
    apart: int


def main(folder: Path = FOLDER) -> None:
    """Write films, table and picture."""
    folder.mkdir(exist_ok=True)
    lines = [_written(folder, name) for name in WANTED]
    table = tomli_w.dumps({"stream": [asdict(line) for line in lines]})
    (folder / "streams.toml").write_text(HEAD + "\n" + table, encoding="utf-8", newline="\n")
    write_png(folder / "picture.png", FILM)


def _written(folder: Path, name: str) -> Line:
    file = f"{name.replace(' ', '-').lower()}.dcm"
    path = ENCODED[name](folder / file)
    syntax = UID(read_film(path).transfer_syntax)
    return Line(file, str(syntax), 255 if syntax == JPEGBaseline8Bit else 4095, LOST.get(name, 0))


if __name__ == "__main__":
    main()
