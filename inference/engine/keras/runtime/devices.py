"""TensorFlow's devices, and how a network is made ready for one of them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from inference.core.errors import EngineError, UsageError
from inference.engine.device_and_precision import Device, DeviceAndPrecision, Precision
from inference.engine.keras.network import Backbone, compiled, frozen
from inference.engine.keras.runtime.tensorflow_import import tensorflow

POLICY = {Precision.BF16: "mixed_bfloat16", Precision.FP16: "mixed_float16"}


def policies(numerics: DeviceAndPrecision, layers: tuple[str, ...]) -> dict[str, str]:
    """The dtype policy by layer name, in the network's order; the last layer, with the logits, stays float32."""
    if numerics.precision not in POLICY:
        return {}
    first = round(numerics.early * len(layers))
    return dict.fromkeys(layers[first:-1], POLICY[numerics.precision])


def scope(numerics: DeviceAndPrecision) -> AbstractContextManager[Any]:
    """The context in which to load and run."""
    name = "/GPU:0" if numerics.device is Device.GPU else "/CPU:0"
    return tensorflow().device(name)  # type: ignore[no-any-return]  # TensorFlow has no types


def ready(numerics: DeviceAndPrecision, stages: list[Any]) -> Backbone:
    """The backbone ready to run: frozen on a CPU, compiled with XLA on a GPU."""
    return compiled(stages) if numerics.device is Device.GPU else frozen(stages)


def device_name(numerics: DeviceAndPrecision) -> str:
    """What provenance calls the device."""
    if numerics.device is Device.CPU:
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


def _device(wish: Device) -> Device:
    if wish in (Device.CPU, Device.NPU):
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
