"""A procedural thorax, projected as an X-ray film, with any of the seven findings and its exact mask."""

from inference.recipes.phantom.film import Phantom, thorax

__all__ = ["Phantom", "thorax"]
