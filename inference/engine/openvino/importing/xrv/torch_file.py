"""PyTorch's files, the present ones (a ZIP archive) and those before 1.6, as tensors by name: NumPy arrays.

Read are weights by name (a state dict) and whole modules of ``torch.nn``, ``torchvision`` and ``torchxrayvision``,
whose parts are followed for their tensors alone. Every size is looked at before any memory is taken.
"""

from __future__ import annotations

import io
import math
import mmap
import struct
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
from numpy.typing import NDArray

from inference.engine.openvino.importing.xrv.pickle_data import Name, Record, Reference, read_pickle

MOST_BYTES, MOST_PICKLE = 2 << 30, 64 << 20
MOST_ENTRIES, MOST_TENSORS, MOST_PARTS, MOST_DEPTH = 100_000, 50_000, 50_000, 64
MAGIC = 0x1950A86A20F9469CFC6C
KINDS = {
    "FloatStorage": "<f4",
    "HalfStorage": "<f2",
    "DoubleStorage": "<f8",
    "BFloat16Storage": "<u2",
    "LongStorage": "<i8",
    "IntStorage": "<i4",
    "ShortStorage": "<i2",
    "CharStorage": "<i1",
    "ByteStorage": "<u1",
    "BoolStorage": "<u1",
}
REBUILDING = ("torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor")
PARAMETERS = ("torch._utils._rebuild_parameter", "torch.nn.parameter.Parameter", "torch._utils._rebuild_parameter_v2")
CONTAINERS = ("collections.OrderedDict", "builtins.set", "__builtin__.set", "builtins.frozenset", "torch.Size")
MODULES = ("torch.nn.", "torchvision.models.", "torchxrayvision.")
_UNREADABLE = (
    *(zipfile.BadZipFile, NotImplementedError, EOFError, struct.error),
    *(TypeError, LookupError, AttributeError, OverflowError, RecursionError),  # a part is of another kind than it says
)


@dataclass(frozen=True, slots=True, eq=False)
class TorchFile:
    """The tensors of a file by name, and the plain lists of words among a module's attributes, such as its labels."""

    tensors: Mapping[str, NDArray[Any]]
    words: Mapping[str, tuple[str, ...]]


def read_torch_file(path: Path) -> TorchFile:
    """The tensors of a file; raises ``ValueError`` in words, or ``OSError``."""
    if path.stat().st_size > MOST_BYTES:
        raise ValueError("it is of unreasonable length")
    if path.stat().st_size < 16:
        raise ValueError("it is no file of PyTorch")
    with path.open("rb") as file:
        data = mmap.mmap(
            file.fileno(), 0, access=mmap.ACCESS_READ
        )  # arrays may still look into it: it closes with them
        try:
            whole, storages = _zipped(data) if zipfile.is_zipfile(file) else _legacy(data)
            found = _Collected(storages)
            found.collect(whole)
        except _UNREADABLE as error:
            raise ValueError("it is no file of PyTorch that can be read") from error
    return TorchFile(found.tensors, found.words)


def _allowed(name: Name) -> bool:
    """Whether a pickle may name this: tensors, containers, kinds of numbers, and the modules' own classes."""
    full = str(name)
    if full in (*REBUILDING, *PARAMETERS, *CONTAINERS) or full.startswith(MODULES):
        return True
    return name.module in ("torch", "torch.storage") and (name.name in KINDS or name.name.endswith("Storage"))


class _Storages:
    """The numbers of a file by key; ``sizes`` are bytes."""

    def __init__(self, data: mmap.mmap, places: Mapping[str, tuple[int, int]]) -> None:
        self._data, self._places = data, places

    def array(self, reference: Any) -> NDArray[Any]:
        """The numbers that a reference names."""
        if not isinstance(reference, tuple) or len(reference) < 5 or reference[0] != "storage":
            raise ValueError("it refers to something that is no tensor")
        kind, key, count = reference[1], _key(reference), reference[4]
        if not isinstance(kind, Name) or kind.name not in KINDS:
            words = f" ({kind})" if isinstance(kind, Name) else ""
            raise ValueError(f"it holds numbers of a kind that is not read{words}")
        dtype = np.dtype(KINDS[kind.name])
        if key not in self._places or not isinstance(count, int):
            raise ValueError("it refers to numbers that are not there")
        start, size = self._places[key]
        if not 0 <= count * dtype.itemsize <= size:
            raise ValueError("it holds fewer numbers than it says")
        return np.frombuffer(self._data, dtype, count, start)


def _key(reference: tuple[Any, ...]) -> str:
    """Under which key the numbers lie that are referred to."""
    key = reference[2]
    if not isinstance(key, str | int):
        raise ValueError("it refers to numbers that are not there")  # noqa: TRY004 - the file is at fault
    return str(key)


def _zipped(data: mmap.mmap) -> tuple[Any, _Storages]:
    """The present form: ``NAME/data.pkl`` and ``NAME/data/KEY``, stored as they are."""
    with zipfile.ZipFile(io.BufferedReader(_Window(data))) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > len(data):
            raise ValueError("it holds an unreasonable number of parts")
        if any(entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1 for entry in entries):
            raise ValueError("its parts are packed, which those of PyTorch never are")
        pickles = [entry for entry in entries if entry.filename.split("/")[1:] == ["data.pkl"]]
        if len(pickles) != 1:
            raise ValueError("it holds no tensors of PyTorch")
        if pickles[0].file_size > MOST_PICKLE:
            raise ValueError("it describes itself at unreasonable length")
        top = pickles[0].filename.split("/")[0]
        if f"{top}/byteorder" in archive.namelist() and archive.read(f"{top}/byteorder") != b"little":
            raise ValueError("its numbers are written in an order of bytes that is not read")
        whole = read_pickle(io.BytesIO(archive.read(pickles[0])), _allowed)
    return whole, _Storages(data, dict(_places(data, entries, f"{top}/data/")))


class _Window(io.RawIOBase):
    """A mapped file as a stream, which reads without copying the file."""

    def __init__(self, data: mmap.mmap) -> None:
        super().__init__()
        self._data, self._at = data, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = max(offset + (0, self._at, len(self._data))[whence], 0)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        part = self._data[self._at : self._at + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)


def _places(data: mmap.mmap, entries: list[zipfile.ZipInfo], folder: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Where the bytes of each storage lie: after the archive's own header before them."""
    for entry in entries:
        if entry.filename.startswith(folder):
            at = entry.header_offset
            name, more = struct.unpack("<HH", data[at + 26 : at + 30])
            start = at + 30 + name + more
            if data[at : at + 4] != b"PK\3\4" or start + entry.file_size > len(data):
                raise ValueError("it ends early")
            yield entry.filename[len(folder) :], (start, entry.file_size)


def _legacy(data: mmap.mmap) -> tuple[Any, _Storages]:
    """The form before 1.6: pickles one after another, then the numbers of each storage with their count."""
    if read_pickle(cast("IO[bytes]", data), lambda name: False) != MAGIC:
        raise ValueError("it is no file of PyTorch")
    for _ in range(2):  # version and machine
        read_pickle(cast("IO[bytes]", data), lambda name: False)
    whole, used = read_pickle(cast("IO[bytes]", data), _allowed), data.tell()
    keys = read_pickle(cast("IO[bytes]", data), lambda name: False)
    if used > MOST_PICKLE or not isinstance(keys, list) or len(keys) > MOST_TENSORS:
        raise ValueError("it describes itself at unreasonable length")
    sizes = dict(_storages_in(whole))
    places, at = {}, data.tell()
    for key in keys:
        (count,) = struct.unpack("<q", data[at : at + 8])
        size = count * sizes.get(key, 0)
        if key not in sizes or count < 0 or at + 8 + size > len(data):
            raise ValueError("it holds fewer numbers than it says")
        places[key] = (at + 8, size)
        at += 8 + size
    return whole, _Storages(data, places)


def _storages_in(whole: Any) -> Iterator[tuple[str, int]]:
    """The bytes of one number of each storage that is referred to, by its key."""
    pending, seen = [whole], set[int]()
    while pending:
        item = pending.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        if isinstance(item, Reference) and isinstance(item.value, tuple) and item.value[:1] == ("storage",):
            kind = item.value[1]
            if isinstance(kind, Name) and kind.name in KINDS:
                yield _key(item.value), np.dtype(KINDS[kind.name]).itemsize
        elif isinstance(item, Record):
            pending += [item.arguments, item.state, item.items]
        elif isinstance(item, dict):
            pending += item.values()
        elif isinstance(item, list | tuple):
            pending += item


class _Collected:
    """Tensors and words on the way through what a file describes."""

    def __init__(self, storages: _Storages) -> None:
        self._storages = storages
        self._parts = self._bytes = 0
        self.tensors: dict[str, NDArray[Any]] = {}
        self.words: dict[str, tuple[str, ...]] = {}

    def collect(self, whole: Any, prefix: str = "", depth: int = 0) -> None:
        """Take in a dictionary of tensors, or a module."""
        self._parts += 1
        if depth > MOST_DEPTH or self._parts > MOST_PARTS or len(self.tensors) > MOST_TENSORS:
            raise ValueError("it is nested too deeply, or holds too many parts")
        if isinstance(whole, Record) and isinstance(whole.state, dict):
            self._module(whole.state, prefix, depth)
            return
        if not isinstance(whole, dict):
            raise ValueError("it holds neither weights by name nor a module")  # noqa: TRY004 - the file is at fault
        for key, value in whole.items():
            tensor = self._tensor(value)
            if tensor is not None:
                self.tensors[f"{prefix}{key}"] = tensor
            elif isinstance(value, dict) and key in ("state_dict", "model_state_dict"):
                self.collect(value, prefix, depth + 1)

    def _module(self, state: dict[Any, Any], prefix: str, depth: int) -> None:
        for kind in ("_parameters", "_buffers"):
            items = state.get(kind)
            for key, value in items.items() if isinstance(items, dict) else ():
                tensor = self._tensor(value)
                if tensor is not None:
                    self.tensors[f"{prefix}{key}"] = tensor
        modules = state.get("_modules")
        for key, value in modules.items() if isinstance(modules, dict) else ():
            if value is not None:
                self.collect(value, f"{prefix}{key}.", depth + 1)
        for key, value in state.items():
            tensor = self._tensor(value) if isinstance(value, Record) else None
            if tensor is not None:
                self.tensors.setdefault(f"{prefix}{key}", tensor)
            if isinstance(value, list) and value and all(isinstance(word, str) for word in value):
                self.words[f"{prefix}{key}"] = tuple(value)

    def _tensor(self, value: Any) -> NDArray[Any] | None:
        """A tensor as an array of its own; None for anything else."""
        while isinstance(value, Record) and str(value.kind) in PARAMETERS and value.arguments:
            value = value.arguments[0]
        if not isinstance(value, Record) or str(value.kind) not in REBUILDING:
            return None
        if len(value.arguments) < 4 or not isinstance(value.arguments[0], Reference):
            raise ValueError("it holds a tensor without numbers")
        reference, offset, shape, stride = value.arguments[:4]
        found = _strided(self._storages.array(reference.value), reference.value[1].name, offset, shape, stride)
        self._bytes += found.nbytes
        if self._bytes > MOST_BYTES:
            raise ValueError("its tensors are of unreasonable size together")
        return found


def _strided(flat: NDArray[Any], kind: str, offset: Any, shape: Any, stride: Any) -> NDArray[Any]:
    """The part of a storage that is one tensor."""
    sides, steps = tuple(shape), tuple(stride)
    whole = [*sides, *steps, offset]
    if not all(type(number) is int and number >= 0 for number in whole) or len(sides) != len(steps) or len(sides) > 8:
        raise ValueError("it holds a tensor of no possible shape")
    count = math.prod(sides)
    last = offset + sum((side - 1) * step for side, step in zip(sides, steps, strict=True)) if count else 0
    if count > flat.size or (count and last >= flat.size):
        raise ValueError("it holds a tensor that reaches beyond its numbers")
    part = np.lib.stride_tricks.as_strided(
        flat[offset:], sides, [step * flat.itemsize for step in steps], writeable=False
    )
    if kind == "BFloat16Storage":
        return (part.astype(np.uint32) << 16).view(np.float32)
    return np.array(part)
