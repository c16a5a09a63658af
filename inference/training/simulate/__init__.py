"""Findings painted on real films, each with its exact mask, and things that lie on a film without meaning anything."""

from inference.training.simulate.distract import distract
from inference.training.simulate.geometry import NoThorax, Thorax, find_thorax
from inference.training.simulate.paint import simulate
from inference.training.simulate.painted import Simulated

__all__ = ["NoThorax", "Simulated", "Thorax", "distract", "find_thorax", "simulate"]
