"""The engine on Keras and TensorFlow, which are imported here and in ``training`` only, inside functions.

Split at the pack's target layer, a network runs its backbone once per film; gradients run through the head alone.
Called by ``engine.factory``, and by ``cli`` for making packs.
"""

from inference.engine.keras.engine import KerasEngine

__all__ = ["KerasEngine"]
