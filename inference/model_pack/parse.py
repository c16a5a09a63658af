"""``model.toml`` as a :class:`ModelPack`: every key checked, nothing guessed."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from inference.core.errors import PackUnsafe
from inference.imaging.model_input import InputSpec, Normalise
from inference.model_pack import manifest
from inference.model_pack.parse_findings import extra_of, findings_of, not_analysed_of
from inference.model_pack.spec import FamiliaritySpec, Kind, Link, ModelPack, NetworkSpec, Output
from inference.model_pack.table import Place

SAFE_SUFFIXES = (".json", ".keras", ".h5", ".hdf5")  # data only; a pickle or a SavedModel could run code
COMPILED_SUFFIX, COMPILED_WEIGHTS = ".xml", ".bin"
ARRAYS = ".npz"
MOST_MEMBERS = 10
_MEMBER = re.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_SHA256 = re.compile("[0-9a-f]{64}")


def parse(folder: Path, values: dict[str, Any], manifest_hash: str) -> ModelPack:
    """The pack that ``values`` (a parsed ``model.toml``) promises; raises ``PackMalformed`` or ``PackUnsafe``."""
    top = Place(folder)
    top.read(values, manifest.Format, more=True)  # before keys that another format may have
    table = top.read(values, manifest.Manifest)
    findings = findings_of(top, table.findings, table.kind)
    extra = extra_of(top, table.extra, table.kind, findings)
    files = _files(top.table("files"), table.files)
    training = top.table("training").read(table.training, manifest.Training, more=True)
    pack = ModelPack(
        folder=folder,
        name=table.name,
        version=table.version,
        title=table.title or table.name,
        kind=table.kind,
        licence=table.licence,
        citations=table.citations,
        network=_network(top.table("network"), table.network, table.kind),
        input=_input(top.table("input"), table.input, table.kind),
        findings=findings,
        not_analysed=not_analysed_of(top, table.not_analysed, findings),
        files=files,
        pack_hash=_pack_hash(manifest_hash, files),
        reference_prevalence=training.reference_prevalence,
        familiarity=_familiarity(top, table),
        extra=extra,
        member_names=_member_names(top, table),
    )
    _check_named_files(pack, top)
    return pack


def _network(place: Place, values: dict[str, Any], kind: Kind) -> NetworkSpec:
    if kind is Kind.ENSEMBLE and not values:
        return NetworkSpec("", "", "", Output.LOGITS, Link.SIGMOID)
    table = place.read(values, manifest.Network)
    if kind is Kind.ENSEMBLE:
        raise place.refuse("an ensemble has the networks of its members, and none of its own.")
    if kind is Kind.MULTI and not table.weights and not table.architecture.endswith((".keras", COMPILED_SUFFIX)):
        raise place.refuse("weights is missing.")
    if table.architecture.endswith(COMPILED_SUFFIX) and (table.architecture != table.compiled or table.weights):
        raise place.refuse(
            "a network that is no Keras file must name its compiled form as architecture, and no weights."
        )
    return NetworkSpec(**msgspec.structs.asdict(table))


def _input(place: Place, values: dict[str, Any], kind: Kind) -> InputSpec:
    if kind is Kind.ENSEMBLE and not values:
        return InputSpec(1, 1)  # its first member's takes this place
    table = place.read(values, manifest.Input)
    low, high, top = (1.0, 99.0, 100.0) if table.normalise is Normalise.PERCENTILE else (0.0, 1.0, 1.0)
    table.low, table.high = _within(place, "low", table.low, low, top), _within(place, "high", table.high, high, top)
    if table.low >= table.high:
        raise place.refuse("low must be less than high.")
    if table.range[0] == table.range[1]:
        raise place.refuse("range must be two different numbers.")
    return InputSpec(**msgspec.structs.asdict(table))


def _member_names(top: Place, table: manifest.Manifest) -> tuple[str, ...]:
    """The folders of an ensemble's members, each with the hash of its own description."""
    if table.kind is not Kind.ENSEMBLE:
        if table.members:
            raise top.refuse("members: only a pack of the kind ensemble has them.")
        return ()
    if not 2 <= len(table.members) <= MOST_MEMBERS or len(set(table.members)) < len(table.members):
        raise top.refuse(f"members must be 2 to {MOST_MEMBERS} different folders.")
    for name in table.members:
        if not _MEMBER.fullmatch(name):
            raise PackUnsafe(top.pack, f"members: {name} is no plain name of a folder in the pack.")
        if f"{name}/model.toml" not in table.files:
            raise top.refuse(f"files: there is no SHA-256 for {name}/model.toml.")
    return table.members


def _familiarity(top: Place, table: manifest.Manifest) -> FamiliaritySpec | None:
    """Of one network: a set of binary ones has no feature map that is common to all."""
    if table.familiarity is None:
        return None
    place = top.table("familiarity")
    found = place.read(table.familiarity, manifest.Familiarity)
    if table.kind is not Kind.MULTI:
        raise place.refuse("only a pack of the kind multi can have it.")
    if not found.file.endswith(ARRAYS):
        raise PackUnsafe(top.pack, f"{found.file} is not a file of arrays ({ARRAYS}).")
    if found.file not in table.files:
        raise top.refuse(f"files: there is no SHA-256 for {found.file}.")
    return FamiliaritySpec(found.file, found.limit, found.layer)


def _within(place: Place, key: str, given: float | None, default: float, top: float) -> float:
    value = default if given is None else given
    if not 0.0 <= value <= top:
        raise place.refuse(f"{key} must be between 0 and {top:g}.")
    return value


def _files(place: Place, files: dict[str, str]) -> tuple[tuple[str, str], ...]:
    for name, digest in files.items():
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts or "\\" in name or ":" in name:
            raise PackUnsafe(place.pack, f"files: {name} lies outside the pack.")
        if not _SHA256.fullmatch(digest):
            raise place.refuse(f"{name} must have a SHA-256 in lower-case hexadecimal.")
    return tuple(sorted(files.items()))


def _check_named_files(pack: ModelPack, top: Place) -> None:
    """Each file that the network is read from is data, and has a hash."""
    listed = dict(pack.files)
    for name in network_files(pack) if pack.network.of_keras else ():
        if not name.endswith(SAFE_SUFFIXES):
            raise PackUnsafe(pack.folder, f"{name} is not a file of data ({', '.join(SAFE_SUFFIXES)}).")
        if name not in listed:
            raise top.refuse(f"files: there is no SHA-256 for {name}.")
    for name in compiled_files(pack.network):
        if not name.endswith((COMPILED_SUFFIX, COMPILED_WEIGHTS)) or name not in listed:
            raise top.refuse(f"files: there is no SHA-256 for the compiled form {name}.")


def network_files(pack: ModelPack) -> tuple[str, ...]:
    """The files that architecture and weights are read from."""
    names = (pack.network.architecture, pack.network.weights, *(spec.weights for spec in pack.findings))
    return tuple(dict.fromkeys(name for name in names if name))


def compiled_files(network: NetworkSpec) -> tuple[str, ...]:
    """The files of the compiled form: its description and, beside it, its weights; none where there is no such form."""
    name = network.compiled
    return (name, str(PurePosixPath(name).with_suffix(COMPILED_WEIGHTS))) if name else ()


def _pack_hash(manifest_hash: str, files: tuple[tuple[str, str], ...]) -> str:
    lines = [manifest_hash, *(f"{name} {digest}" for name, digest in files)]
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()
