"""ICU's data on Linux, less what Qt never asks for: Qt compares and sorts text with ICU, and knows calendars by it."""

from __future__ import annotations

import re
import struct
import subprocess
from fnmatch import fnmatch
from pathlib import Path

from resources.installer.stand_ins import linked, soname

LEFT_OUT = (
    "brkitr/*",  # where words end in Thai, Khmer and the like: Qt has its own rules
    "curr/*",  # names of currencies
    "lang/*",  # names of languages
    "region/*",  # names of countries
    "unit/*",  # names of units
    "translit/*",  # other scripts' spellings
    "rbnf/*",  # numbers in words
    "zone/*",  # names of time zones
    "*.cnv",  # encodings from before Unicode
    "*.spp",  # rules for names on the network
    "*.cfu",  # letters that look alike
    "unames.icu",  # names of characters
)
ALIGNED = 16
_SYMBOL = re.compile(r"^\s*\d+: ([0-9a-f]+)\s+(\S+) OBJECT\s+GLOBAL\s+DEFAULT\s+\d+ (icudt\d+_dat)$", re.MULTILINE)
_SECTION = re.compile(r"\]\s+\.\S+\s+\S+\s+([0-9a-f]+)\s+([0-9a-f]+)\s+([0-9a-f]+)")
Item = tuple[str, bytes]


def without_unused(library: Path, target: Path) -> None:
    """Write a copy of ICU's library of data at ``target`` without what is left out.

    Raises ``ValueError`` where the library is not laid out as ICU's are.
    """
    name, data = _blob(library)
    header, items = read_items(data)
    kept = [(item, content) for item, content in items if not _is_out(item)]
    payload = target.with_name(f"{target.name}.dat")
    payload.parent.mkdir(parents=True, exist_ok=True)
    payload.write_bytes(packed(header, kept))
    begin = f" .section .rodata\n .balign {ALIGNED}\n .globl {name}\n .type {name}, %object\n"
    linked(target, soname(library), f'{begin}{name}:\n .incbin "{payload}"\n .size {name}, . - {name}')
    payload.unlink()


def read_items(data: bytes) -> tuple[bytes, list[Item]]:
    """The header and each item, by its name, of a package of ICU's data."""
    if data[2:4] != b"\xda\x27" or data[12:16] != b"CmnD" or data[8] != 0:
        raise ValueError("these are no data of ICU that this machine can read")
    size = struct.unpack_from("<H", data)[0]
    table = data[size:]
    count = struct.unpack_from("<I", table)[0]
    places = [struct.unpack_from("<II", table, 4 + 8 * number) for number in range(count)]
    ends = [*(start for _, start in places[1:]), len(table)]
    names = [table[name : table.index(b"\0", name)].decode("ascii") for name, _ in places]
    return data[:size], [(name, table[place[1] : end]) for name, place, end in zip(names, places, ends, strict=True)]


def packed(header: bytes, items: list[Item]) -> bytes:
    """The same as a package, whose items lie in the order of their names, as ICU looks them up."""
    names, contents, entries = b"", b"", []
    start = 4 + 8 * len(items)
    first = _aligned(start + sum(len(name) + 1 for name, _ in items))
    for name, content in items:
        entries.append(struct.pack("<II", start + len(names), first + len(contents)))
        names += name.encode("ascii") + b"\0"
        contents += content.ljust(_aligned(len(content)), b"\0")
    table = struct.pack("<I", len(items)) + b"".join(entries) + names
    return header + table.ljust(first, b"\0") + contents


def _aligned(size: int) -> int:
    return -(-size // ALIGNED) * ALIGNED


def _is_out(item: str) -> bool:
    return any(fnmatch(item.split("/", 1)[1], pattern) for pattern in LEFT_OUT)


def _blob(library: Path) -> tuple[str, bytes]:
    """The name of the library's one object, and its bytes."""
    command = ["readelf", "--dyn-syms", "--sections", "--wide", str(library)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    symbol = _SYMBOL.search(said)
    if symbol is None:
        raise ValueError(f"{library.name} holds no data of ICU")
    address, size = int(symbol[1], 16), int(symbol[2], 0)
    for section in _SECTION.finditer(said):
        start, offset, length = (int(number, 16) for number in section.groups())
        if start and start <= address < start + length:
            begin = offset + address - start
            return symbol[3], library.read_bytes()[begin : begin + size]
    raise ValueError(f"{library.name} does not hold its data in a section")
