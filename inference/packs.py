"""Which model pack is used when nobody names one, and the engine that runs a pack."""

from __future__ import annotations

from pathlib import Path

import resources
from inference.engine import Engine
from inference.keras_engine import KerasEngine
from inference.model_pack import load_pack

DEFAULT_PACK = resources.path("models/first")


def open_engine(folder: Path = DEFAULT_PACK) -> Engine:
    """An engine for the pack in a folder; raises ``PackError`` when the pack cannot be used."""
    return KerasEngine(load_pack(folder))
