"""Lungs, heart and diaphragm found on a film without learning: for painting findings, and for judging heatmaps."""

from inference.engine.anatomy.geometry import NoThorax, Thorax, find_thorax

__all__ = ["NoThorax", "Thorax", "find_thorax"]
