"""What the installed TensorFlow can run on, as it says itself."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from typing import Any

from inference.engine.keras.runtime.tensorflow_import import tensorflow


@dataclass(frozen=True, slots=True)
class TensorFlowFacts:
    """``cuda`` and ``cudnn`` are the versions it was built for, empty in a build without; ``gpus`` those it can use.

    ``wanted`` are the distributions that bring its CUDA libraries, as its own metadata names them.
    """

    version: str
    cuda: str
    cudnn: str
    gpus: tuple[str, ...]
    wanted: tuple[str, ...]


def tensorflow_facts() -> TensorFlowFacts | None:
    """Ask TensorFlow, None where it is not installed; the first call imports it, which takes seconds."""
    if find_spec("tensorflow") is None:
        return None
    tf = tensorflow()
    build: dict[str, Any] = dict(tf.sysconfig.get_build_info())
    gpus = tf.config.list_physical_devices("GPU")
    details = (tf.config.experimental.get_device_details(gpu) for gpu in gpus)
    return TensorFlowFacts(
        version=str(tf.__version__),
        cuda=str(build.get("cuda_version", "")) if build.get("is_cuda_build") else "",
        cudnn=str(build.get("cudnn_version", "")) if build.get("is_cuda_build") else "",
        gpus=tuple(str(found.get("device_name", "unknown")) for found in details),
        wanted=wanted_distributions(),
    )


def wanted_distributions() -> tuple[str, ...]:
    """What `tensorflow[and-cuda]` would install besides TensorFlow itself; a built program may not know."""
    try:
        lines = metadata.requires("tensorflow") or []
    except metadata.PackageNotFoundError:
        return ()
    return tuple(line.split("<")[0].split(">")[0].split("=")[0].strip() for line in lines if "and-cuda" in line)
