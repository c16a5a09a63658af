"""Findings painted on real films, each with its exact mask, and things that lie on a film without meaning anything."""

from inference.training.simulate.distract import distract
from inference.training.simulate.paint import simulate
from inference.training.simulate.painted import Simulated

__all__ = ["Simulated", "distract", "simulate"]
