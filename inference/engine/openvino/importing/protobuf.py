"""The wire format of Protocol Buffers, walked in place: no value is copied and nothing is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5
_SIZES = {FIXED64: 8, FIXED32: 4}


class Field(NamedTuple):
    """One field of a message: its ``number`` and ``kind``; ``value`` of a varint, else bytes from ``start`` to ``end``.

    ``start`` and ``end`` count from the beginning of the file.
    """

    number: int
    kind: int
    value: int
    start: int
    end: int


def fields(data: memoryview, start: int, end: int) -> Iterator[Field]:
    """The fields of the message in ``data[start:end]``; raises ``ValueError`` where it is none."""
    while start < end:
        tag, start = varint(data, start, end)
        number, kind = tag >> 3, tag & 7
        if kind == VARINT:
            value, start = varint(data, start, end)
            yield Field(number, kind, value, start, start)
            continue
        if kind == LENGTH:
            size, start = varint(data, start, end)
        elif kind in _SIZES:
            size = _SIZES[kind]
        else:
            raise ValueError("holds a field of an unknown kind")
        if size > end - start:
            raise ValueError("ends early")
        yield Field(number, kind, 0, start, start + size)
        start += size


def varint(data: memoryview, start: int, end: int) -> tuple[int, int]:
    """A whole number of variable length, and where it ends; raises ``ValueError``."""
    value = 0
    for place in range(start, min(end, start + 10)):
        byte = data[place]
        value |= (byte & 0x7F) << (7 * (place - start))
        if byte < 0x80:
            return value, place + 1
    raise ValueError("ends early" if end - start < 10 else "holds a number of unreasonable length")


def text(data: memoryview, field: Field) -> str:
    """A field's bytes as text; raises ``ValueError`` (``UnicodeDecodeError`` is one)."""
    return bytes(data[field.start : field.end]).decode("utf-8")
