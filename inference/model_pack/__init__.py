"""Model packs: what a folder with a ``model.toml`` promises, read and verified without TensorFlow.

Loading never runs code from a pack. Every refusal is a ``PackError`` that says what is wrong. Called by ``engine``,
``training`` and the command line; ``engine.factory`` opens the engine of a pack.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from inference.core.errors import PackMalformed, PackMismatch, PackMissing, PackUnsafe
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
    return _loaded(Path(folder))


def _loaded(folder: Path, *, member: bool = False) -> ModelPack:
    """The pack in a folder; a ``member`` of an ensemble is none itself."""
    text = _manifest(folder)
    pack = parse(folder, _toml(folder, text), hashlib.sha256(text).hexdigest())
    check_size(pack)
    check_files(pack)
    if pack.kind is Kind.ENSEMBLE:
        return _with_members(pack, member=member)
    check_network(pack)
    read_reference_films(pack)
    return pack


def _with_members(pack: ModelPack, *, member: bool) -> ModelPack:
    """The ensemble with its members, verified in turn; each of its findings is judged by one of them at least."""
    if member:
        raise PackMalformed(pack.folder, "It is a member of an ensemble and cannot be one itself.")
    if any((pack.folder / name).is_symlink() for name in pack.member_names):
        raise PackUnsafe(pack.folder, "A member is a link to another folder.")
    members = tuple(_loaded(pack.folder / name, member=True) for name in pack.member_names)
    judged = {spec.finding.key for one in members for spec in one.judged}
    for spec in pack.judged:
        if spec.finding.key not in judged:
            raise PackMismatch(pack.folder, f"{spec.finding.title} is judged by none of its members.")
    return replace(pack, members=members, network=members[0].network, input=members[0].input)


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
