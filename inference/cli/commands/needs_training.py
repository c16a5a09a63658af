"""What is said where a command needs TensorFlow and the installation comes without."""

from __future__ import annotations

from importlib.util import find_spec

from inference.core.errors import UsageError

HOW = "Install ThoraCAM with training, or run it from its source folder with uv run thoracam."


def need_tensorflow(what: str) -> None:
    """Raise ``UsageError`` where TensorFlow is not installed; ``what`` begins the sentence."""
    if find_spec("tensorflow") is None:
        raise UsageError(f"{what} needs TensorFlow, which this program comes without. {HOW}")
