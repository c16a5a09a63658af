"""Lungs, heart and diaphragm found on a film without learning: for evidence location and for simulated films."""

from inference.engine.anatomy.geometry import NoThorax, Thorax, find_thorax

__all__ = ["NoThorax", "Thorax", "find_thorax"]
