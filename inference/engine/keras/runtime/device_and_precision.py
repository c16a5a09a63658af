"""Which device and which number format: chosen by what the machine has and what was asked for."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from inference.core.errors import EngineError, UsageError
from inference.engine.keras.network import Backbone, compiled, frozen
from inference.engine.keras.runtime.tensorflow_import import tensorflow


class Device(StrEnum):
    """Where to run."""

    AUTO = "auto"
    CPU = "cpu"
    GPU = "gpu"


class Precision(StrEnum):
    """In which number format to run the backbone; weights stay float32."""

    AUTO = "auto"
    FLOAT32 = "float32"
    BF16 = "bf16"
    FP16 = "fp16"


POLICY = {Precision.BF16: "mixed_bfloat16", Precision.FP16: "mixed_float16"}


@dataclass(frozen=True, slots=True)
class DeviceAndPrecision:
    """One way to run: ``device`` is cpu or gpu; of the layers, the share ``early`` from the film on stays float32."""

    device: Device
    precision: Precision
    early: float = 0.0

    @property
    def label(self) -> str:
        """How provenance names the precision."""
        if self.precision is Precision.FLOAT32 or self.early == 0.0:
            return self.precision.value
        return f"{self.precision.value}, first {self.early:.0%} of the layers float32"

    def policies(self, layers: tuple[str, ...]) -> dict[str, str]:
        """The dtype policy by layer name, in the network's order; the last layer, with the logits, stays float32."""
        if self.precision not in POLICY:
            return {}
        first = round(self.early * len(layers))
        return dict.fromkeys(layers[first:-1], POLICY[self.precision])

    def scope(self) -> AbstractContextManager[Any]:
        """The context in which to load and run."""
        name = "/GPU:0" if self.device is Device.GPU else "/CPU:0"
        return tensorflow().device(name)  # type: ignore[no-any-return]  # TensorFlow has no types

    def compile(self, stages: list[Any]) -> Backbone:
        """The backbone ready to run: frozen on a CPU, compiled with XLA on a GPU."""
        return compiled(stages) if self.device is Device.GPU else frozen(stages)

    def device_name(self) -> str:
        """What provenance calls the device."""
        if self.device is Device.CPU:
            return "cpu"
        details = tensorflow().config.experimental.get_device_details(_gpus()[0])
        return f"gpu ({details.get('device_name', 'unknown')})"


def first_choice(device: Device, precision: Precision) -> DeviceAndPrecision:
    """The numerics to begin with: as asked, and where ``auto``, a GPU in float16 if there is one, else CPU float32.

    Raises ``EngineError`` for a GPU that is not there and ``UsageError`` for float16 on a CPU.
    """
    chosen = _device(device)
    if chosen is Device.CPU and precision is Precision.FP16:
        raise UsageError("fp16 needs a GPU; on a CPU use float32, bf16 or auto.")
    if precision is Precision.AUTO:
        precision = Precision.FP16 if chosen is Device.GPU else Precision.FLOAT32
    return DeviceAndPrecision(chosen, precision)


def has_gpu() -> bool:
    """Whether there is a GPU that TensorFlow can use."""
    return bool(_gpus())


def cpu_has_bf16() -> bool:
    """Whether the processor computes in bfloat16 (AMX or AVX512-BF16); known on Linux only, elsewhere no."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").split()
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


def _device(wish: Device) -> Device:
    if wish is Device.CPU:
        return Device.CPU
    gpus = _gpus()
    if not gpus and wish is Device.GPU:
        raise EngineError("There is no GPU that TensorFlow can use.")
    for gpu in gpus:
        _let_grow(gpu)
    return Device.GPU if gpus else Device.CPU


def _gpus() -> list[Any]:
    return list(tensorflow().config.list_physical_devices("GPU"))


def _let_grow(gpu: Any) -> None:
    """Take GPU memory as needed; too late, and harmless, once TensorFlow has started on the GPU."""
    try:
        tensorflow().config.experimental.set_memory_growth(gpu, enable=True)
    except RuntimeError:
        return
