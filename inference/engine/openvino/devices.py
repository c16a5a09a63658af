"""What OpenVINO can run on here, and how graphs are compiled for it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference.engine.device_and_precision import Device, DeviceAndPrecision, Precision
from inference.engine.openvino.network import Network
from inference.engine.openvino.openvino_import import openvino
from inference.engine.openvino.split import split_at

log = logging.getLogger(__name__)

HINTS = {Precision.FLOAT32: "f32", Precision.BF16: "bf16", Precision.FP16: "f16"}
MOST_BLOBS = 12  # compiled graphs that are kept for the next start


@dataclass(frozen=True, slots=True)
class OpenVinoFacts:
    """``devices`` are what the runtime can use, each by its name there (CPU, GPU, GPU.1, NPU) and in words."""

    version: str
    devices: tuple[tuple[str, str], ...]

    def name_of(self, device: Device) -> str | None:
        """The device's own name in words; None where it is not there."""
        return next((name for key, name in self.devices if key.split(".")[0] == device.upper()), None)


def openvino_facts() -> OpenVinoFacts:
    """Ask OpenVINO; loads the libraries for all devices, which takes a moment."""
    core = openvino().Core()
    devices = tuple((str(key), str(core.get_property(key, "FULL_DEVICE_NAME"))) for key in core.available_devices)
    return OpenVinoFacts(str(openvino().get_version()).split("-")[0], devices)


def device_name(device: Device) -> str:
    """What provenance calls a device, with the runtime that computes on it."""
    if device is Device.CPU:
        return "cpu (OpenVINO)"
    return f"{device.value} ({openvino_facts().name_of(device) or 'unknown'}, OpenVINO)"


def network_on(
    model: Any, numerics: DeviceAndPrecision, *, requests: int = 1, threads: int = 0, blobs: Path | None = None
) -> Network:
    """A graph ready to run, in two parts where its first part stays float32; on a CPU with ``threads``, 0 for all.

    ``blobs`` is a folder for what compiling costs time to make; one that cannot be written to is done without.
    """
    parts = [(model, numerics.precision)]
    if numerics.early > 0.0 and numerics.precision is not Precision.FLOAT32:
        first, rest = split_at(model, numerics.early)
        parts = [(first, Precision.FLOAT32), (rest, numerics.precision)]
    graphs = [
        _compiled(part, numerics.device, hints_for(numerics.device, precision, requests, threads), blobs)
        for part, precision in parts
    ]
    return Network(graphs, requests)


def hints_for(device: Device, precision: Precision, requests: int, threads: int = 0) -> dict[str, str]:
    """How a graph is run; never in a number format that nobody asked for, which OpenVINO takes where it is faster.

    One film at a time gets all processors. Several at once share them, each on some of its own, so that none waits for
    another's threads. No thread is bound to a processor: the window, reading and writing run beside them.
    """
    hints = {"INFERENCE_PRECISION_HINT": HINTS[precision], "PERFORMANCE_HINT": "LATENCY"}
    if device is Device.CPU:
        hints["ENABLE_CPU_PINNING"] = "NO"
        if requests > 1:
            hints |= {"PERFORMANCE_HINT": "THROUGHPUT", "NUM_STREAMS": str(requests)}
        if threads:
            hints["INFERENCE_NUM_THREADS"] = str(threads)
    return hints


def _compiled(model: Any, device: Device, hints: dict[str, str], blobs: Path | None) -> Any:
    """One graph."""
    core = openvino().Core()
    if blobs is not None and _takes_files(blobs):
        try:
            return core.compile_model(model, device.upper(), {**hints, "CACHE_DIR": str(blobs)})
        except RuntimeError as error:
            log.warning("no compiled graph is kept for the next start: %s", type(error).__name__)
    return core.compile_model(model, device.upper(), hints)


def _takes_files(folder: Path) -> bool:
    """Whether graphs can be kept in a folder; the oldest of too many are taken away."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "in-use").touch()
        _remove_oldest(folder.glob("*.blob"))
    except OSError:
        return False
    return True


def _remove_oldest(blobs: Iterable[Path]) -> None:
    by_age = sorted(blobs, key=lambda blob: blob.stat().st_mtime, reverse=True)
    for blob in by_age[MOST_BLOBS:]:
        blob.unlink(missing_ok=True)
