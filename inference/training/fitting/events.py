"""Scalars for TensorBoard, whatever Keras runs on: Keras's own callback needs TensorFlow and the tensorboard package.

Source of the format: TensorFlow, ``tsl/lib/io/record_writer.h`` (length, masked CRC-32C, data, masked CRC-32C) and
``tensorflow/core/util/event.proto``; CRC-32C: RFC 3720, appendix B.4.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Mapping
from pathlib import Path

POLYNOMIAL = 0x82F63B78  # Castagnoli, reversed
VERSION = b"brain.Event:2"


class EventLog:
    """One run's event file; a second one in the same folder goes on where the first stopped."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        number = len(list(folder.glob("events.out.tfevents.*")))
        self._path = folder / f"events.out.tfevents.{int(time.time()):010d}.{number}.thoracam"
        self._append(_event(0, b"\x1a" + _sized(VERSION)))

    def scalars(self, step: int, values: Mapping[str, float]) -> None:
        """Write some figures of a step."""
        inner = b"".join(b"\x0a" + _sized(_value(name, value)) for name, value in values.items())
        self._append(_event(step, b"\x2a" + _sized(inner)))

    def _append(self, data: bytes) -> None:
        length = struct.pack("<Q", len(data))
        with self._path.open("ab") as stream:
            stream.write(length + _masked(length) + data + _masked(data))


def _event(step: int, what: bytes) -> bytes:
    """An Event: wall time (field 1), step (2), then a file version (3) or a summary (5)."""
    return b"\x09" + struct.pack("<d", time.time()) + b"\x10" + _varint(step) + what


def _value(tag: str, value: float) -> bytes:
    """A Summary.Value: tag (field 1) and simple_value (2)."""
    return b"\x0a" + _sized(tag.encode("utf-8")) + b"\x15" + struct.pack("<f", value)


def _sized(data: bytes) -> bytes:
    return _varint(len(data)) + data


def _varint(number: int) -> bytes:
    parts = []
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


def _table() -> tuple[int, ...]:
    entries = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = value >> 1 ^ (POLYNOMIAL if value & 1 else 0)
        entries.append(value)
    return tuple(entries)


_TABLE = _table()


def crc32c(data: bytes) -> int:
    """The CRC-32C of some bytes."""
    value = 0xFFFFFFFF
    for byte in data:
        value = _TABLE[(value ^ byte) & 0xFF] ^ value >> 8
    return value ^ 0xFFFFFFFF


def _masked(data: bytes) -> bytes:
    value = crc32c(data)
    return struct.pack("<I", ((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF)
