"""The engine on OpenVINO: a pack's compiled form, from film to analysis."""

from __future__ import annotations

from inference.engine.byte_cache import DEFAULT_BYTES
from inference.engine.openvino.opener import OpenVinoOpener, OpenVinoOptions
from inference.engine.pack_engine import PackEngine
from inference.model_pack import ModelPack

DEFAULTS = OpenVinoOptions()


class OpenVinoEngine(PackEngine):
    """Scores films with a pack's compiled form; see :class:`OpenVinoOptions`."""

    def __init__(
        self,
        pack: ModelPack,
        options: OpenVinoOptions = DEFAULTS,
        *,
        method: str | None = None,
        cache_bytes: int = DEFAULT_BYTES,
    ) -> None:
        super().__init__(pack, OpenVinoOpener(pack, options), method, cache_bytes)
