"""An ONNX file made into a pack, in a process of its own within bounds of time and memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference.core.errors import AlreadyThere, UsageError
from inference.engine.openvino.apart import work_apart
from inference.engine.openvino.importing.film_axes import shape_of
from inference.engine.openvino.importing.head import HeadKind, logits_of
from inference.engine.openvino.importing.network_pack import Made, Network, write_pack
from inference.engine.openvino.importing.read_onnx import FilmScaling, read_onnx
from inference.engine.openvino.importing.target import find_target
from inference.files.atomic_folder import replaced_folder
from inference.model_pack import sha256_of
from inference.model_pack.new_pack import NewPack, check_outputs, made_of, manifest_of

SECONDS = 900.0  # the slowest network that was tried takes 20 s on one old core
MEMORY = 12 << 30  # bytes
PLACE = f"{__name__}:pack_into"
TORCH = (".pt", ".pth", ".pt2", ".ts", ".ckpt", ".bin")


@dataclass(frozen=True, slots=True)
class OnnxPack:
    """What the file cannot say of itself, and what films go through before its network, beyond the pack's range."""

    wanted: NewPack
    scaling: FilmScaling


def make_pack(source: Path, target: Path, wanted: OnnxPack) -> Made:
    """Write a pack into the new folder ``target``.

    Raises UsageError where file and options do not match, PackError for a network that cannot be used, AlreadyThere.
    """
    if source.suffix.lower() in TORCH:
        raise UsageError(
            f"{source.name} is a file of PyTorch, which OpenVINO reads only where PyTorch is installed, and this "
            "program never needs. Export it there: torch.onnx.export(network, film, 'name.onnx'). Weights of "
            "torchxrayvision are read by thoracam model import-xrv."
        )
    if not source.is_file() or source.suffix.lower() != ".onnx":
        raise UsageError(f"{source.name} is no .keras file, and no .onnx file.")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise AlreadyThere(target)
    with made_of(source), replaced_folder(target) as fresh:
        arguments = (source.absolute(), fresh, target.name, wanted)
        made = work_apart(PLACE, arguments, source, seconds=SECONDS, memory=MEMORY)
    return Made(made[0], (made[1], made[2]), HeadKind(made[3]), made[4])


def pack_into(source: Path, folder: Path, name: str, asked: OnnxPack) -> tuple[Any, ...]:
    """Write the pack; plain values of :class:`Made`. Runs in the child."""
    wanted = asked.wanted
    network = read_onnx(source, wanted.side, asked.scaling)
    logits, activation = logits_of(network.model)
    outputs = 1
    for side in shape_of(logits):
        outputs *= side
    check_outputs(outputs, wanted)
    target = find_target(source, network.model, logits, wanted.target_layer)
    manifest = manifest_of(wanted, name, f"{source.stem}, an ONNX file", network.shape)
    manifest["training"] = {
        "file": source.name,
        "sha256": sha256_of(source),
        "opset": network.header.opset,
        "producer": network.header.producer,
    }
    made = write_pack(folder, manifest, Network(network.model, logits, activation, target))
    return made.target_layer, *made.grid, made.kind.value, made.missing
