"""What a pack's reference films look like to its network: arrays, read within bounds and never as code."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

import numpy as np
from numpy.typing import NDArray

from inference.core.errors import PackMalformed
from inference.model_pack.spec import ModelPack

Floats = NDArray[np.float32]
MAX_CHANNELS = 4096
MAX_FILMS = 100_000
MAX_FILE = 4 * (MAX_CHANNELS**2 + MAX_CHANNELS + MAX_FILMS) + (1 << 16)  # bytes, without compression
NAMES = ("mean", "precision", "distances")
_HEADERS: dict[tuple[int, int], Callable[[IO[bytes]], tuple[tuple[int, ...], bool, np.dtype[np.generic]]]] = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class ReferenceFilms:
    """The pooled features of films that a pack knows: ``mean`` (k,), ``precision`` (k, k), the inverse of their shrunk
    covariance, and their own Mahalanobis ``distances`` (n,), rising; all float32."""

    mean: Floats
    precision: Floats
    distances: Floats


def check_size(pack: ModelPack) -> None:
    """Refuse reference films of more bytes than they can need, before anything reads them."""
    name = pack.familiarity.file if pack.familiarity else ""
    if name and pack.path(name).is_file() and pack.path(name).stat().st_size > MAX_FILE:
        raise PackMalformed(pack.folder, f"{name} is of unreasonable length.")


def read_reference_films(pack: ModelPack) -> ReferenceFilms | None:
    """The reference films of a pack, None where it brings none; raises ``PackMalformed`` for anything but them."""
    if pack.familiarity is None:
        return None
    name = pack.familiarity.file
    try:
        with zipfile.ZipFile(pack.path(name)) as archive:
            found = ReferenceFilms(*(_array(archive, array) for array in NAMES))
        _check(found)
    except ValueError as error:
        raise PackMalformed(pack.folder, f"{name} {error}.") from None
    except (OSError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise PackMalformed(pack.folder, f"{name} cannot be read as arrays.") from error
    return found


def _array(archive: zipfile.ZipFile, name: str) -> Floats:
    """One array; its header is judged before its numbers are read."""
    try:
        member = archive.open(f"{name}.npy")
    except KeyError:
        raise ValueError(f"has no array {name}") from None
    with member as file:
        shape, columns_first = _shape(file, name)
        size = 4 * int(np.prod(shape))
        data = file.read(size + 1)
    if len(data) != size:
        raise ValueError(f"holds not as many numbers in {name} as it says")
    values = np.frombuffer(data, dtype="<f4").reshape(shape, order="F" if columns_first else "C")
    if not np.isfinite(values).all():
        raise ValueError(f"holds numbers in {name} that are not finite")
    return values


def _shape(file: IO[bytes], name: str) -> tuple[tuple[int, ...], bool]:
    """The shape that an array's header says, where it is one of float32 within bounds, and whether columns go first."""
    try:
        version = np.lib.format.read_magic(file)
        shape, columns_first, kind = _HEADERS[version](file)
    except (KeyError, ValueError, SyntaxError):
        raise ValueError(f"holds no array in {name}") from None
    limits = {"mean": (MAX_CHANNELS,), "precision": (MAX_CHANNELS, MAX_CHANNELS), "distances": (MAX_FILMS,)}[name]
    if kind != np.dtype("<f4"):
        raise ValueError(f"must hold {name} as float32")
    fits = len(shape) == len(limits) and all(1 <= size <= most for size, most in zip(shape, limits, strict=True))
    if not fits:
        raise ValueError(f"must hold {name} of at most {' x '.join(map(str, limits))} numbers, not {list(shape)}")
    return shape, columns_first


def _check(found: ReferenceFilms) -> None:
    channels = found.mean.shape[0]
    if found.precision.shape != (channels, channels):
        raise ValueError(f"must hold a precision of {channels} x {channels}, as mean has it")
    if found.distances[0] < 0 or (np.diff(found.distances) < 0).any():
        raise ValueError("must hold distances that rise from 0 or more")
