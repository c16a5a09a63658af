"""Lungs, heart and diaphragm found on a film: by a small network, by a search without learning where it finds none.

For the location of evidence, the proposed cardiothoracic ratio and simulated films.
"""

from inference.engine.anatomy.geometry import NoThorax, Thorax, find_thorax

__all__ = ["NoThorax", "Thorax", "find_thorax"]
