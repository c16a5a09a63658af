"""The pack's files against its promises: hashes, and what the architecture says of itself, without TensorFlow."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inference.core.errors import PackMalformed, PackMismatch, PackUnsafe
from inference.model_pack.spec import ModelPack
from inference.model_pack.weight_files import check_archive

MAX_ARCHITECTURE = 64 << 20  # bytes of JSON; real ones are below 1 MB
MAX_FILE = 8 << 30  # bytes of any other file; seven Xceptions have 0.6 GB
MAX_NODES = 50_000  # layers, initialisers and the rest; real networks have below 5,000
CODE_CLASSES = ("Lambda", "TorchModuleWrapper", "FlaxLayer", "JaxLayer", "TFSMLayer", "__lambda__", "function")
FILE_CLASSES = ("StringLookup", "IntegerLookup", "TextVectorization")  # read any file their config names
CODE_MODULES = ("keras", "keras_core", "tensorflow.keras", "builtins", "tensorflow.python.keras")


def check_files(pack: ModelPack) -> None:
    """Refuse the pack unless every listed file is there with its SHA-256; raises ``PackMismatch``.

    The size of each is looked at before any is read.
    """
    for name, _digest_of in pack.files:
        path = pack.path(name)
        most = MAX_ARCHITECTURE if name == pack.network.architecture and path.suffix != ".keras" else MAX_FILE
        if path.is_file() and path.stat().st_size > most:
            raise PackMalformed(pack.folder, f"{path.name} is of unreasonable length.")
    for name, digest in pack.files:
        if _digest(pack, name) != digest:
            raise PackMismatch(pack.folder, f"{name} is not the file that model.toml names: its SHA-256 differs.")


def check_network(pack: ModelPack) -> None:
    """Refuse an architecture that would run code, lacks the target layer or takes another input size.

    Raises ``PackMalformed``, ``PackUnsafe`` or ``PackMismatch``.
    """
    if not pack.network.of_keras:
        return  # its compiled form is looked at where it is read
    architecture = read_architecture(pack)
    for count, node in enumerate(_nodes(architecture), start=1):
        _check_safe(pack, node)
        if count > MAX_NODES:
            raise PackMalformed(pack.folder, f"The network has more than {MAX_NODES} parts.")
    names = {node.get("config", {}).get("name") for node in _nodes(architecture)}
    if pack.network.target_layer and pack.network.target_layer not in names:
        raise PackMismatch(pack.folder, f"The network has no layer {pack.network.target_layer}.")
    _check_input(pack, architecture)


def read_architecture(pack: ModelPack) -> dict[str, Any]:
    """The network's own description: the JSON file, or the one inside a ``.keras`` file."""
    try:
        value = json.loads(_architecture_text(pack), parse_constant=_no_number)
    except RecursionError:
        raise PackMalformed(pack.folder, f"{pack.network.architecture} is nested too deeply.") from None
    except (ValueError, zipfile.BadZipFile, KeyError) as error:
        raise PackMalformed(pack.folder, f"{pack.network.architecture} describes no network.") from error
    if not isinstance(value, dict) or "config" not in value:
        raise PackMalformed(pack.folder, f"{pack.network.architecture} describes no network.")
    return value


def with_input_shape(architecture: dict[str, Any], shape: tuple[int, ...]) -> dict[str, Any]:
    """A copy of the description in which the outer network takes films of this shape and of no other."""
    copy: dict[str, Any] = json.loads(json.dumps(architecture))
    config = _input_config(copy)
    if config is not None:
        config.pop("batch_input_shape", None)
        config["batch_shape"] = [None, *shape]
    return copy


def _no_number(word: str) -> float:
    """Refuse NaN and the infinities, which Python's JSON knows and a network cannot mean."""
    raise ValueError(f"{word} is no finite number")


def read_bounded(path: Path, most: int) -> bytes:
    """A regular file of at most ``most`` bytes; raises ``ValueError`` with what it is instead, or ``OSError``.

    Its size is looked at before it is read, and a pipe is never waited for.
    """
    if path.exists() and not path.is_file():
        raise ValueError("is no regular file")
    with path.open("rb") as file:
        data = file.read(most + 1) if path.stat().st_size <= most else b""
    if len(data) > most or (not data and path.stat().st_size):
        raise ValueError("is of unreasonable length")
    return data


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, lower-case hexadecimal, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(pack: ModelPack, name: str) -> str:
    path = pack.path(name)
    if not path.is_file():
        raise PackMismatch(pack.folder, f"{name} is missing.")
    if not path.resolve().is_relative_to(pack.folder.resolve()):
        raise PackUnsafe(pack.folder, f"{name} is a link to a file outside the pack.")
    try:
        return sha256_of(path)
    except OSError as error:
        raise PackMismatch(pack.folder, f"{name} cannot be read: {error.strerror}.") from error


def _architecture_text(pack: ModelPack) -> bytes:
    path = pack.path(pack.network.architecture)
    if path.suffix != ".keras":
        return _bounded(pack, path)
    with zipfile.ZipFile(path) as archive:
        if archive.getinfo("config.json").file_size > MAX_ARCHITECTURE:
            raise PackMalformed(pack.folder, f"{path.name} describes itself at unreasonable length.")
        text = archive.read("config.json")
    try:
        check_archive(path)
    except ValueError as error:
        raise PackMalformed(pack.folder, f"{path.name} cannot be used: {error}.") from None
    return text


def _bounded(pack: ModelPack, path: Path) -> bytes:
    try:
        return read_bounded(path, MAX_ARCHITECTURE)
    except ValueError as error:
        raise PackMalformed(pack.folder, f"{path.name} {error}.") from None


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of the description that names a class, at any depth."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            pending.extend(item.values())
            if "class_name" in item:
                yield item
        elif isinstance(item, list):
            pending.extend(item)


def _check_safe(pack: ModelPack, node: dict[str, Any]) -> None:
    name, module = str(node["class_name"]), str(node.get("module") or "keras")
    if name in CODE_CLASSES:
        raise PackUnsafe(pack.folder, f"The network holds a {name} layer, which is code.")
    if name in FILE_CLASSES:
        raise PackUnsafe(pack.folder, f"The network holds a {name} layer, which reads other files.")
    if not any(module == known or module.startswith(f"{known}.") for known in CODE_MODULES):
        raise PackUnsafe(pack.folder, f"The network asks for {name} from {module}, which is not part of Keras.")


def _check_input(pack: ModelPack, architecture: dict[str, Any]) -> None:
    """The first input layer of the outer network takes the pack's rows, columns and channels (None takes any)."""
    shape = _input_shape(architecture)
    wanted = (pack.input.rows, pack.input.columns, pack.input.channels)
    if shape is None:
        return
    if len(shape) != 4 or any(has is not None and has != want for has, want in zip(shape[1:], wanted, strict=True)):
        raise PackMismatch(pack.folder, f"The network takes {shape[1:]}, model.toml says {list(wanted)}.")


def _input_shape(architecture: dict[str, Any]) -> list[int | None] | None:
    config = _input_config(architecture) or {}
    shape = config.get("batch_shape") or config.get("batch_input_shape")
    return list(shape) if shape else None


def _input_config(architecture: dict[str, Any]) -> dict[str, Any] | None:
    layers = architecture["config"].get("layers", []) if isinstance(architecture["config"], dict) else []
    return next((layer.get("config") for layer in layers if layer.get("class_name") == "InputLayer"), None)
