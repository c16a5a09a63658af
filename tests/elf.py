"""What a shared object of Linux asks for, read from the file itself: ``ldd`` would have to find it all."""

from __future__ import annotations

import struct
from pathlib import Path

SECTION = struct.Struct("<IIQQQQIIQQ")  # name, kind, flags, address, offset, size, link, ...
DYNAMIC, NEEDED = 6, 1


def needed_by(library: Path) -> list[str]:
    """The names under which it asks for others directly (64 bits, little-endian)."""
    content = library.read_bytes()
    (table,) = struct.unpack_from("<Q", content, 0x28)
    size, count = struct.unpack_from("<HH", content, 0x3A)
    sections = [SECTION.unpack_from(content, table + number * size) for number in range(count)]
    _, _, _, _, start, length, link, *_ = next(section for section in sections if section[1] == DYNAMIC)
    names = sections[link][4]
    entries = (struct.unpack_from("<qQ", content, place) for place in range(start, start + length, 16))
    return [_text(content, names + value) for tag, value in entries if tag == NEEDED]


def _text(content: bytes, start: int) -> str:
    return content[start : content.index(b"\0", start)].decode()
