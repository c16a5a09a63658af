"""The engine on OpenVINO, which reads films by default: a pack's compiled form, run without Keras or TensorFlow.

Only here and in ``engine.keras.compiling``, which makes compiled forms, is OpenVINO imported, inside functions. Called
by ``engine.factory`` and ``system``.
"""

from inference.engine.openvino.engine import OpenVinoEngine

__all__ = ["OpenVinoEngine"]
