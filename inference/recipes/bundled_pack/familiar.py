"""How the pack knows films like its own: mean and shrunk covariance of pooled features, and usual distances.

Features of an early layer: behind the target layer, which was taught that devices and other light mean nothing, films
with them look like any other.

Source: Lee et al., A simple unified framework for detecting out-of-distribution samples, NeurIPS 2018 (one Gaussian);
shrinkage: Ledoit and Wolf, J Multivariate Anal 2004.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.recipes.bundled_pack.lite_network import SCALED

Floats = NDArray[np.float32]
LIMIT = 99.0  # percentile of the reference films beyond which a film is unlike them
_NEXT = f"{SCALED}15"  # the first layer of the trunk's fourth stage


def known_by(model: Any) -> str:
    """The layer of a bundled network by which films are known: the end of its third stage, of stride 8."""
    return str(model.get_layer(_NEXT).input._keras_history.operation.name)  # noqa: SLF001 (no public way in Keras)


@dataclass(frozen=True, slots=True, eq=False)
class FamiliarFilms:
    """Mean (k,), inverse covariance (k, k), and the sorted distances (n,) of films that taught neither."""

    mean: Floats
    precision: Floats
    distances: Floats

    def distance(self, features: Floats) -> Floats:
        """Mahalanobis distances of features (n, k)."""
        off = features - self.mean
        square = np.einsum("nk,kl,nl->n", off, self.precision, off)
        return np.asarray(np.sqrt(np.maximum(square, 0.0)), np.float32)

    def unlike(self, features: Floats) -> NDArray[np.bool_]:
        """Which films are beyond the limit."""
        return np.asarray(self.distance(features) > np.percentile(self.distances, LIMIT))

    def file(self) -> bytes:
        """The arrays as the pack keeps them."""
        content = io.BytesIO()
        np.savez(content, mean=self.mean, precision=self.precision, distances=self.distances)
        return content.getvalue()


def familiar_films(taught: Floats, reference: Floats) -> FamiliarFilms:
    """From features (n, k) of the films taught and of the reference films whose distances are the usual ones."""
    mean = taught.mean(axis=0)
    precision = np.linalg.inv(_shrunk(taught - mean)).astype(np.float32)
    found = FamiliarFilms(mean.astype(np.float32), precision, np.zeros(1, np.float32))
    return FamiliarFilms(found.mean, found.precision, np.sort(found.distance(reference)))


def _shrunk(off: Floats) -> NDArray[np.float64]:
    """Ledoit and Wolf's covariance of centred rows (n, k)."""
    values = off.astype(np.float64)
    count, size = values.shape
    sample = values.T @ values / count
    target = np.trace(sample) / size * np.eye(size)
    spread = float(((sample - target) ** 2).sum())
    noise = float((((values**2).T @ (values**2)) / count - sample**2).sum()) / count
    share = min(1.0, noise / spread)
    return np.asarray(share * target + (1 - share) * sample)
