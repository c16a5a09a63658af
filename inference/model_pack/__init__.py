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
from inference.model_pack.files import check_files, check_network, sha256_of
from inference.model_pack.parse import parse
from inference.model_pack.spec import FindingSpec, Kind, Link, ModelPack, NetworkSpec, NotAnalysed, Output

__all__ = [
    "MANIFEST",
    "FindingSpec",
    "Kind",
    "Link",
    "ModelPack",
    "NetworkSpec",
    "NotAnalysed",
    "Output",
    "load_pack",
    "sha256_of",
]

MANIFEST = "model.toml"


def load_pack(folder: Path | str) -> ModelPack:
    """The verified pack in a folder.

    Raises ``PackMissing``, ``PackMalformed``, ``PackMismatch`` (hash, missing file, layer, size) or ``PackUnsafe``.
    """
    folder = Path(folder)
    text = _manifest(folder)
    pack = parse(folder, _toml(folder, text), hashlib.sha256(text).hexdigest())
    check_files(pack)
    check_network(pack)
    return pack


def _manifest(folder: Path) -> bytes:
    try:
        return (folder / MANIFEST).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise PackMissing(folder, f"There is no {MANIFEST} in it.") from None
    except OSError as error:
        raise PackMissing(folder, f"{MANIFEST} cannot be read: {error.strerror}.") from error


def _toml(folder: Path, text: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(text.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise PackMalformed(folder, f"{MANIFEST} is not TOML: {error}.") from error
