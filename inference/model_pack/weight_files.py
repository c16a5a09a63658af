"""Weights files before anything is read from them: HDF5 and ``.keras`` archives that would fill the memory are refused.

A few bytes can promise terabytes: of packed zeros in an archive, or of chunks that an HDF5 file never wrote.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import IO, Any

WEIGHTS = "model.weights.h5"  # in a ``.keras`` archive
TIMES, BESIDE = 4, 1 << 20  # values a file may hold for each weight of the network: what an optimizer keeps, and more
PACKING, LEAST = 16, 64 << 20  # how far an archive may grow, and bytes that any may have
_MOST_ITEMS = 200_000


def check_weights_file(path: Path, parameters: int) -> None:
    """Refuse a file that holds far more values than a network of so many ``parameters`` has; raises ``ValueError``."""
    if zipfile.is_zipfile(path):
        check_archive(path)
        with zipfile.ZipFile(path) as archive:
            if WEIGHTS in archive.namelist():
                _check_hdf5(io.BytesIO(archive.read(WEIGHTS)), parameters)
    elif path.is_file():
        _check_hdf5(path, parameters)


def check_archive(path: Path) -> None:
    """Refuse an archive that unpacks to far more than it is; raises ``ValueError``."""
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > PACKING * path.stat().st_size + LEAST:
        raise ValueError("it would unpack to an unreasonable size")


def _check_hdf5(source: Path | IO[bytes], parameters: int) -> None:
    import h5py

    with h5py.File(source, "r") as file:
        held = _values_in(file)
    if held > TIMES * parameters + BESIDE:
        raise ValueError(f"it holds {held} values for {parameters} weights")


def _values_in(root: Any) -> int:
    """The values of all datasets in the file; no link to another file is followed."""
    import h5py

    held, pending, seen = 0, [root], set[int]()
    while pending:
        group = pending.pop()
        if any(type(group.get(name, getlink=True)) is not h5py.HardLink for name in group):
            raise ValueError("it links to other places or files")
        for item in group.values():
            address = h5py.h5o.get_info(item.id).addr
            if address in seen:
                continue
            seen.add(address)
            if len(seen) > _MOST_ITEMS:
                raise ValueError("it holds an unreasonable number of parts")
            if isinstance(item, h5py.Group):
                pending.append(item)
            elif isinstance(item, h5py.Dataset):
                held += _values_of(item)
    return held


def _values_of(dataset: Any) -> int:
    if dataset.external or dataset.is_virtual:
        raise ValueError("it keeps values in other files")
    return int(dataset.size or 0)
