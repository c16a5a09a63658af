"""The engine on TensorFlow: what the compiled form of a pack is held against."""

from __future__ import annotations

from inference.engine.byte_cache import DEFAULT_BYTES
from inference.engine.device_and_precision import Device, Precision
from inference.engine.keras.runtime.opener import KerasOpener
from inference.engine.pack_engine import PackEngine
from inference.model_pack import ModelPack


class KerasEngine(PackEngine):
    """Scores films with a pack's own Keras network.

    ``device`` is auto, cpu or gpu; ``precision`` auto, float32, bf16 or fp16; with ``yielding`` a GPU that is not there
    is no error.
    """

    def __init__(
        self,
        pack: ModelPack,
        *,
        device: str = "auto",
        precision: str = "auto",
        method: str | None = None,
        cache_bytes: int = DEFAULT_BYTES,
        yielding: bool = False,
    ) -> None:
        opener = KerasOpener(pack, Device(device), Precision(precision), yielding=yielding)
        super().__init__(pack, opener, method, cache_bytes)
