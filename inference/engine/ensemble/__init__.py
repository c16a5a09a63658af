"""Several packs as one: the mean of their log-odds, and of their heatmaps on one grid. Called by ``engine.factory``."""

from inference.engine.ensemble.engine import EnsembleEngine

__all__ = ["EnsembleEngine"]
