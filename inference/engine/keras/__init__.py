"""The engine on Keras and TensorFlow; the only package outside training that imports them, and only inside functions.

Cut at the pack's target layer, a network runs its trunk once per film; gradients run through the head alone.
"""

from inference.engine.keras.engine import KerasEngine

__all__ = ["KerasEngine"]
