"""Findings painted on real films, each with its exact mask, and things that lie on a film without meaning anything."""

from inference.recipes.simulate.distract import distract
from inference.recipes.simulate.paint import simulate
from inference.recipes.simulate.painted import Simulated

__all__ = ["Simulated", "distract", "simulate"]
