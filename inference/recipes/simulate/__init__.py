"""Findings simulated on real films, each with its exact mask, and clutter that means nothing."""

from inference.recipes.simulate.canvas import Simulated
from inference.recipes.simulate.distract import distract
from inference.recipes.simulate.simulation import simulate

__all__ = ["Simulated", "distract", "simulate"]
