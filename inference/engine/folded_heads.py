"""The heads of a binary set that begin with a linear convolution, in closed form: logits, gradients and the seed's map.

For those, heatmaps are exact at the backbone's map (a cell's contribution to the logit), except that Grad-CAM is the
seed's own, at the output of the convolution.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Method
from inference.engine.activations import ActivationsAndGradients, Group, group_maps, maps_of_groups
from inference.engine.convolution import ConvolutionHead, Spectrum, convolved, gradient, spectrum_of, transformed

Floats = NDArray[np.float32]


class FoldedHeads:
    """Closed forms by the finding's place in the pack, of which some findings may have none."""

    def __init__(self) -> None:
        self._heads: dict[int, ConvolutionHead] = {}
        self._slopes: dict[int, Floats] = {}
        self._spectra: dict[int, Spectrum] = {}

    def __contains__(self, place: int) -> bool:
        return place in self._heads

    def add(self, place: int, head: ConvolutionHead, grid: tuple[int, int]) -> None:
        """Take the head of one finding, on maps of ``grid`` cells."""
        self._heads[place] = head
        self._slopes[place] = gradient(head, grid)[None]

    def slopes(self, place: int) -> Floats:
        """The logit's gradient (1, h, w, K), the same for every film."""
        return self._slopes[place]

    def logit(self, place: int, features: Floats) -> float:
        """The logit for a map (h, w, K): its product with the gradient."""
        return float(np.vdot(features, self._slopes[place][0])) + self._heads[place].bias

    def maps(self, activations: ActivationsAndGradients, method: Method) -> Floats:
        """The heatmaps (n, h, w) of the pack's findings, in its order."""
        if method is not Method.GRADCAM or not all(
            set(group.places) <= set(self._heads) for group in activations.groups
        ):
            return group_maps(activations, method)
        seen: dict[int, NDArray[np.complex64]] = {}
        return maps_of_groups(activations, lambda group: self._seed_map(group, seen))

    def _seed_map(self, group: Group, seen: dict[int, NDArray[np.complex64]]) -> Floats:
        """The seed's Grad-CAM (1, h, w) of one finding; ``seen`` keeps transformed maps, by id, for the others."""
        place, made = group.places[0], []
        for view in group.views:
            kernel = self._spectrum(place, (view.features.shape[0], view.features.shape[1]))
            if id(view.features) not in seen:
                seen[id(view.features)] = transformed(view.features, kernel.size)
            heat = convolved(seen[id(view.features)], kernel)
            made.append(np.flip(heat, axis=1) if view.mirrored else heat)
        return np.asarray(np.mean(made, axis=0), dtype=np.float32)[None]

    def _spectrum(self, place: int, grid: tuple[int, int]) -> Spectrum:
        if place not in self._spectra:
            self._spectra[place] = spectrum_of(self._heads[place], grid)
        return self._spectra[place]
