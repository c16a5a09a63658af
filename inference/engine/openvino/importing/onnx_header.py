"""An ONNX file before anything is made of it: what it asks for is read from its own tables, values aside.

Refused are custom operators, functions of the file's own, values in files outside its folder, tensors that promise more
values than there are bytes, and files of unreasonable size. Numbers of fields are those of ``onnx.proto``.
"""

from __future__ import annotations

import math
import mmap
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath

from inference.core.errors import PackMalformed, PackUnsafe
from inference.engine.openvino.importing.protobuf import LENGTH, VARINT, Field, fields, text, varint

MAX_BYTES = 2 << 30  # of the file itself: Protocol Buffers know no larger ones
MAX_OUTSIDE = 8 << 30  # of all files with its values together
MAX_NODES, MAX_TENSORS, MAX_DEPTH = 50_000, 100_000, 16
OLDEST = 11  # opset
OWN_DOMAINS = ("", "ai.onnx")
_EXTERNAL = 1  # of data_location


@dataclass(slots=True)
class OnnxHeader:
    """What a file says of itself: ``opset``, who wrote it, how many steps it has, and files with its values."""

    opset: int = 0
    producer: str = ""
    nodes: int = 0
    tensors: int = 0
    outside: set[Path] = field(default_factory=set)


def read_header(path: Path) -> OnnxHeader:
    """What the file says of itself; raises ``PackMalformed`` and ``PackUnsafe`` in words, or ``OSError``."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise PackMalformed(path, f"{path.name} is of unreasonable length.")
    if not size:
        raise PackMalformed(path, f"{path.name} is empty.")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        data = memoryview(mapped)
        try:
            return _Walk(path, data).model()
        except ValueError as error:
            raise PackMalformed(path, f"{path.name} is no ONNX file that can be read: it {_reason(error)}.") from None
        finally:
            data.release()


def _reason(error: ValueError) -> str:
    return "holds a name that is no text" if isinstance(error, UnicodeDecodeError) else str(error)


class _Walk:
    """One walk through a file's tables."""

    def __init__(self, path: Path, data: memoryview) -> None:
        self._path, self._data, self._found = path, data, OnnxHeader()

    def model(self) -> OnnxHeader:
        """``ModelProto``."""
        graphs = []
        for item in fields(self._data, 0, len(self._data)):
            if item.number == 2 and item.kind == LENGTH:
                self._found.producer = text(self._data, item)[:100]
            elif item.number == 7 and item.kind == LENGTH:
                graphs.append(item)
            elif item.number == 8 and item.kind == LENGTH:
                self._opset(item)
            elif item.number == 25:
                raise PackUnsafe(self._path, "The file brings functions of its own; export it with these inlined.")
        if len(graphs) != 1 or not self._found.opset:
            raise ValueError("describes no network")
        if self._found.opset < OLDEST:
            words = f"It is of opset {self._found.opset}; export it with opset {OLDEST} or newer."
            raise PackMalformed(self._path, words)
        self._graph(graphs[0], 0)
        if not self._found.nodes:
            raise ValueError("describes no network")
        return self._found

    def _opset(self, item: Field) -> None:
        domain, version = "", 0
        for part in fields(self._data, item.start, item.end):
            if part.number == 1 and part.kind == LENGTH:
                domain = text(self._data, part)
            elif part.number == 2 and part.kind == VARINT:
                version = part.value
        if domain in OWN_DOMAINS:
            self._found.opset = version

    def _graph(self, item: Field, depth: int) -> None:
        """``GraphProto``: its steps and its values."""
        if depth > MAX_DEPTH:
            raise ValueError("is nested too deeply")
        for part in fields(self._data, item.start, item.end):
            if part.kind != LENGTH:
                continue
            if part.number == 1:
                self._node(part, depth)
            elif part.number == 5:
                self._tensor(part)
            elif part.number == 15:
                self._sparse(part)

    def _node(self, item: Field, depth: int) -> None:
        self._found.nodes += 1
        if self._found.nodes > MAX_NODES:
            raise ValueError(f"has more than {MAX_NODES} steps")
        kind, domain, attributes = "", "", []
        for part in fields(self._data, item.start, item.end):
            if part.kind != LENGTH:
                continue
            if part.number == 4:
                kind = text(self._data, part)
            elif part.number == 7:
                domain = text(self._data, part)
            elif part.number == 5:
                attributes.append(part)
        if domain not in OWN_DOMAINS:
            raise PackUnsafe(self._path, f"The step {kind} of {domain} is an operator of its maker's own, not ONNX's.")
        for part in attributes:
            self._attribute(part, depth)

    def _attribute(self, item: Field, depth: int) -> None:
        for part in fields(self._data, item.start, item.end):
            if part.kind != LENGTH:
                continue
            if part.number in (6, 11):
                self._graph(part, depth + 1)
            elif part.number in (5, 10):
                self._tensor(part)
            elif part.number in (22, 23):
                self._sparse(part)

    def _sparse(self, item: Field) -> None:
        for part in fields(self._data, item.start, item.end):
            if part.number in (1, 2) and part.kind == LENGTH:
                self._tensor(part)

    def _tensor(self, item: Field) -> None:
        """``TensorProto``: its shape against the bytes that are there."""
        self._found.tensors += 1
        if self._found.tensors > MAX_TENSORS:
            raise ValueError(f"holds more than {MAX_TENSORS} tensors")
        shape: list[int] = []
        held, raw, outside, location = 0, False, False, ""
        for part in fields(self._data, item.start, item.end):
            if part.number == 1:
                shape += [part.value] if part.kind == VARINT else self._packed(part)
            elif part.number in (4, 5, 6, 7, 9, 10, 11):
                held += max(part.end - part.start, 1)
                raw = raw or part.number == 9
            elif part.number == 13 and part.kind == LENGTH:
                location = self._entry(part) or location
                outside = True
            elif part.number == 14 and part.value == _EXTERNAL:
                outside = True
        if outside:
            held = self._outside(location)
        if any(side < 0 or side >> 63 for side in shape) or math.prod(shape) > 2 * held:
            raise ValueError(
                f"promises a tensor of {'x'.join(map(str, shape[:8]))} values and holds {held} bytes of it"
            )

    def _packed(self, item: Field) -> list[int]:
        if item.end - item.start > 256:
            raise ValueError("holds a tensor of too many axes")
        sides, place = [], item.start
        while place < item.end:
            side, place = varint(self._data, place, item.end)
            sides.append(side)
        return sides

    def _entry(self, item: Field) -> str:
        """The file that an entry of ``external_data`` names; empty for its other entries."""
        key, value = "", ""
        for part in fields(self._data, item.start, item.end):
            if part.kind == LENGTH and part.number in (1, 2):
                key, value = (text(self._data, part), value) if part.number == 1 else (key, text(self._data, part))
        return value if key == "location" else ""

    def _outside(self, location: str) -> int:
        """How many bytes there are in a file beside; raises ``PackUnsafe`` where it lies anywhere else."""
        path = self._path.parent / location
        inside = path.resolve().is_relative_to(self._path.parent.resolve())
        absolute = PurePosixPath(location).is_absolute() or PureWindowsPath(location).anchor
        if not location or absolute or ".." in PurePosixPath(location).parts or "\\" in location or not inside:
            raise PackUnsafe(self._path, "The file takes values from a file outside its folder.")
        if not path.is_file():
            raise PackMalformed(self._path, f"{location}, which holds the network's values, is missing.")
        self._found.outside.add(path)
        if sum(file.stat().st_size for file in self._found.outside) > MAX_OUTSIDE:
            raise PackMalformed(self._path, "The files with the network's values are of unreasonable length.")
        return path.stat().st_size
