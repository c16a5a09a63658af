"""Model packs: what a folder with a ``model.toml`` promises, read and verified without TensorFlow.

Loading never runs code from a pack. Every refusal is a ``PackError`` that says what is wrong. Called by ``engine``,
``training`` and the command line; ``engine.factory`` opens the engine of a pack.
"""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

from inference.core.errors import PackMalformed, PackMissing
from inference.model_pack.files import check_files, check_network, read_bounded, sha256_of
from inference.model_pack.parse import parse
from inference.model_pack.prevalence import AS_STATED, Prevalence, objection, restated
from inference.model_pack.reference_films import ReferenceFilms, check_size, read_reference_films
from inference.model_pack.spec import (
    FamiliaritySpec,
    FindingSpec,
    Kind,
    Link,
    ModelPack,
    NetworkSpec,
    NotAnalysed,
    Output,
)

__all__ = [
    "AS_STATED",
    "MANIFEST",
    "FamiliaritySpec",
    "FindingSpec",
    "Kind",
    "Link",
    "ModelPack",
    "NetworkSpec",
    "NotAnalysed",
    "Output",
    "Prevalence",
    "ReferenceFilms",
    "load_pack",
    "objection",
    "read_reference_films",
    "restated",
    "sha256_of",
]

MANIFEST = "model.toml"
MAX_MANIFEST = 4 << 20  # bytes; real ones are below 100 kB


def load_pack(folder: Path | str) -> ModelPack:
    """The verified pack in a folder.

    Raises ``PackMissing``, ``PackMalformed``, ``PackMismatch`` (hash, missing file, layer, size) or ``PackUnsafe``.
    """
    folder = Path(folder)
    text = _manifest(folder)
    pack = parse(folder, _toml(folder, text), hashlib.sha256(text).hexdigest())
    check_size(pack)
    check_files(pack)
    check_network(pack)
    read_reference_films(pack)
    return pack


def _manifest(folder: Path) -> bytes:
    try:
        return read_bounded(folder / MANIFEST, MAX_MANIFEST)
    except (FileNotFoundError, NotADirectoryError):
        raise PackMissing(folder, f"There is no {MANIFEST} in it.") from None
    except OSError as error:
        raise PackMissing(folder, f"{MANIFEST} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise PackMalformed(folder, f"{MANIFEST} {error}.") from None


def _toml(folder: Path, text: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(text.decode("utf-8"))
    except RecursionError:
        raise PackMalformed(folder, f"{MANIFEST} is nested too deeply.") from None
    except ValueError as error:
        raise PackMalformed(folder, f"{MANIFEST} is not TOML: {error}.") from error
