"""The only door to TensorFlow and Keras outside training: imported on first need, quietly."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from inference.core.errors import EngineError
from inference.engine.keras.runtime.gil_free_import import load_libraries, without_collecting

CHATTER = (
    b"All log messages before absl::InitializeLog",
    b"cudart_stub.cc",
    b"cpu_feature_guard.cc",
    b"To enable the",
    b"oneDNN custom operations are on",
)


def tensorflow() -> Any:
    """The TensorFlow module; the first call takes seconds and belongs on a worker thread."""
    if "tensorflow" in sys.modules:
        return sys.modules["tensorflow"]
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    _check_backend()
    with _without_chatter(), without_collecting():
        load_libraries()
        import tensorflow as tf
    return tf


def keras() -> Any:
    """The Keras module on the TensorFlow backend."""
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    tensorflow()
    import keras

    return keras


def _check_backend() -> None:
    """Refuse a wish for a backend that is not installed: Keras would fail with a traceback."""
    wanted = os.environ.get("KERAS_BACKEND") or "tensorflow"
    if not wanted.isidentifier() or find_spec(wanted) is None:
        raise EngineError(f"The variable KERAS_BACKEND asks for {wanted}, which is not installed.")


def with_constants(function: Any) -> Any:
    """A concrete function with its variables frozen into constants."""
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    return convert_variables_to_constants_v2(function)


@contextmanager
def _without_chatter() -> Iterator[None]:
    """Hold back the process's error output and pass on what is not TensorFlow's greeting.

    The greeting is written by C++ before any log level counts, hence by file descriptor.
    """
    try:
        saved = os.dup(2)
    except OSError:  # no error output at all, as in a windowed program
        yield
        return
    try:
        held = tempfile.TemporaryFile()  # noqa: SIM115 - where no folder takes it, nothing is held back
    except OSError:
        os.close(saved)
        yield
        return
    with held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)
            held.seek(0)
            kept = [line for line in held if not any(word in line for word in CHATTER)]
            os.write(2, b"".join(kept))
