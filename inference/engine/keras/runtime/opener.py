"""Opens a pack's networks on TensorFlow: for NVIDIA cards, for making packs, and as the reference."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TypeVar

from inference.core.cancel import CancelToken
from inference.core.errors import EngineError, OutOfMemory, ThoraCamError
from inference.engine.activations import Backend
from inference.engine.device_and_precision import EXACT, Device, DeviceAndPrecision, Precision
from inference.engine.keras.binary_backend import BinarySetBackend
from inference.engine.keras.multilabel_backend import MultilabelBackend
from inference.engine.keras.runtime.devices import first_choice, has_gpu
from inference.engine.keras.runtime.tensorflow_import import tensorflow
from inference.engine.keras.runtime.time_bound import within_time
from inference.engine.notices import NO_GPU, OUT_OF_GPU_MEMORY
from inference.model_pack import Kind, ModelPack

Result = TypeVar("Result")


class KerasOpener:
    """One pack on TensorFlow.

    With ``yielding`` a GPU that is not there is no error: the CPU does the work, and the notice says so.
    """

    def __init__(
        self,
        pack: ModelPack,
        device: Device = Device.AUTO,
        precision: Precision = Precision.AUTO,
        *,
        yielding: bool = False,
    ) -> None:
        self._pack, self._device, self._precision, self._yielding = pack, device, precision, yielding
        self._chosen: DeviceAndPrecision | None = None
        self.notice = ""

    def open(self) -> Backend:
        """The networks on the device that was asked for, or that there is."""
        self._chosen = self._chosen or self.guarded(self._numerics)
        chosen = self._chosen
        backend = self.guarded(lambda: within_time(self._pack, lambda: open_backend(self._pack, chosen)))
        gc.collect()  # Keras models are cycles; their weights are constants of the graph now
        return backend

    def guarded(self, work: Callable[[], Result]) -> Result:
        """What ``work`` returns; TensorFlow's errors and a lack of memory become the engine's."""
        errors = tensorflow().errors
        try:
            return work()
        except (errors.ResourceExhaustedError, MemoryError) as error:
            raise OutOfMemory("There is too little memory for this network.") from error
        except errors.OpError as error:
            raise EngineError(f"TensorFlow stopped: {type(error).__name__}.") from error

    def fall_back(self, error: ThoraCamError) -> bool:
        """Where a GPU has too little memory, the CPU goes on."""
        full = isinstance(error, OutOfMemory) and self._chosen is not None and self._chosen.device is Device.GPU
        if full:
            self.notice = OUT_OF_GPU_MEMORY
            self._chosen = EXACT
        return full

    def settle(self, token: CancelToken) -> None:
        """Nothing: on a CPU float32, on a GPU float16."""

    def _numerics(self) -> DeviceAndPrecision:
        if self._yielding and self._device is Device.GPU and not has_gpu():
            self.notice = NO_GPU
            return EXACT
        return first_choice(self._device, self._precision)


def open_backend(pack: ModelPack, numerics: DeviceAndPrecision) -> Backend:
    """The pack's networks, loaded and compiled; raises ``PackError``."""
    return BinarySetBackend(pack, numerics) if pack.kind is Kind.BINARY_SET else MultilabelBackend(pack, numerics)
