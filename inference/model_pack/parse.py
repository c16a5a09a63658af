"""``model.toml`` as a :class:`ModelPack`: every key checked, nothing guessed."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath
from typing import Any

from inference.core.errors import PackUnsafe
from inference.imaging.model_input import Fit, InputSpec, Normalise, Resize
from inference.model_pack.parse_findings import findings_of, not_analysed_of
from inference.model_pack.spec import Kind, Link, ModelPack, NetworkSpec, Output
from inference.model_pack.toml import Table

FORMAT = 1
MAX_SIDE = 4096  # pixels; a typing error must not become a request for a terabyte
SAFE_SUFFIXES = (".json", ".keras", ".h5", ".hdf5")  # data only; a pickle or a SavedModel could run code


def parse(folder: Path, values: dict[str, Any], manifest_hash: str) -> ModelPack:
    """The pack that ``values`` (a parsed ``model.toml``) promises; raises ``PackMalformed`` or ``PackUnsafe``."""
    top = Table(values, "model.toml", folder)
    if top.whole("format") != FORMAT:
        raise top.refuse(f"format must be {FORMAT}; this program reads no other.")
    training = top.table("training", required=False)  # free for the training's own record, but for one key
    kind = top.choice("kind", Kind, Kind.MULTI)
    findings = findings_of(top, kind)
    files = _files(top.table("files"), folder)
    pack = ModelPack(
        folder=folder,
        name=top.text("name"),
        version=top.text("version"),
        title=top.text("title", top.text("name")),
        kind=kind,
        licence=top.text("licence"),
        citations=top.texts("citations"),
        network=_network(top.table("network"), kind),
        input=_input(top.table("input")),
        findings=findings,
        not_analysed=not_analysed_of(top, findings),
        files=files,
        pack_hash=_pack_hash(manifest_hash, files),
        reference_prevalence=training.maybe_number("reference_prevalence", low=0.0, high=1.0),
    )
    top.done()
    _check_named_files(pack, top)
    return pack


def _network(table: Table, kind: Kind) -> NetworkSpec:
    spec = NetworkSpec(
        architecture=table.text("architecture"),
        weights=table.text("weights", ""),
        target_layer=table.text("target_layer", ""),
        output=table.choice("output", Output),
        link=table.choice("link", Link, Link.SIGMOID),
    )
    if kind is Kind.MULTI and not spec.weights and not spec.architecture.endswith(".keras"):
        raise table.refuse("weights is missing.")
    table.done()
    return spec


def _input(table: Table) -> InputSpec:
    normalise = table.choice("normalise", Normalise)
    top = 100.0 if normalise is Normalise.PERCENTILE else 1.0
    low = table.number("low", 1.0 if normalise is Normalise.PERCENTILE else 0.0, low=0.0, high=top)
    high = table.number("high", 99.0 if normalise is Normalise.PERCENTILE else 1.0, low=0.0, high=top)
    if low >= high:
        raise table.refuse("low must be less than high.")
    spec = InputSpec(
        rows=_side(table, "rows"),
        columns=_side(table, "columns"),
        channels=_channels(table),
        fit=table.choice("fit", Fit),
        resize=table.choice("resize", Resize, Resize.AREA),
        normalise=normalise,
        low=low,
        high=high,
        range=_range(table),
        flip_average=table.flag("flip_average", False),
    )
    table.done()
    return spec


def _side(table: Table, key: str) -> int:
    value = table.whole(key, least=1)
    if value > MAX_SIDE:
        raise table.refuse(f"{key} must be at most {MAX_SIDE}.")
    return value


def _channels(table: Table) -> int:
    channels = table.whole("channels", 1, least=1)
    if channels not in (1, 3):
        raise table.refuse("channels must be 1 or 3.")
    return channels


def _range(table: Table) -> tuple[float, float]:
    start, end = table.pair("range")
    if start == end:
        raise table.refuse("range must hold two different numbers.")
    return start, end


def _files(table: Table, folder: Path) -> tuple[tuple[str, str], ...]:
    files = table.all_texts()
    for name, digest in files.items():
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts or "\\" in name or ":" in name:
            raise PackUnsafe(folder, f"files: {name} lies outside the pack.")
        if len(digest) != 64 or any(letter not in "0123456789abcdef" for letter in digest):
            raise table.refuse(f"{name} must have a SHA-256 in lower-case hexadecimal.")
    return tuple(sorted(files.items()))


def _check_named_files(pack: ModelPack, top: Table) -> None:
    """Each file that the network is read from is data, and has a hash."""
    listed = dict(pack.files)
    for name in network_files(pack):
        if not name.endswith(SAFE_SUFFIXES):
            raise PackUnsafe(pack.folder, f"{name} is not a file of data ({', '.join(SAFE_SUFFIXES)}).")
        if name not in listed:
            raise top.refuse(f"files: there is no SHA-256 for {name}.")


def network_files(pack: ModelPack) -> tuple[str, ...]:
    """The files that architecture and weights are read from."""
    names = (pack.network.architecture, pack.network.weights, *(spec.weights for spec in pack.findings))
    return tuple(dict.fromkeys(name for name in names if name))


def _pack_hash(manifest_hash: str, files: tuple[tuple[str, str], ...]) -> str:
    lines = [manifest_hash, *(f"{name} {digest}" for name, digest in files)]
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()
