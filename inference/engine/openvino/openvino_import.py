"""The only door to OpenVINO: imported on first need, without the part that reports to its makers."""

from __future__ import annotations

import sys
from collections.abc import MutableMapping
from typing import Any

from inference.core.errors import EngineError

SHUT = ("openvino.tools.ovc", "openvino_telemetry")
"""Never imported: the converter, which sends an event at its import, and the package that sends it."""


def openvino() -> Any:
    """The OpenVINO module; the first call takes a twentieth of a second. Raises ``EngineError`` where it is missing."""
    modules: MutableMapping[str, Any] = sys.modules
    for name in SHUT:
        modules.setdefault(name, None)  # an import of it fails, which OpenVINO takes for not installed
    try:
        import openvino as module
    except ImportError as error:
        raise EngineError(f"OpenVINO cannot be loaded: {error}.") from error
    return module
