"""What is done to the network of evidence besides training it: layers kept as they are, auxiliary outputs dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from inference.training.fitting.network import HEAD, NetworkOptions, evidence_network


def freeze_first(model: Any, count: int) -> None:
    """Keep the first ``count`` convolutions of the trunk as they are."""
    for layer in model.layers:
        if layer.name.startswith("conv_"):
            layer.trainable = int(layer.name.removeprefix("conv_")) >= count


def pruned(model: Any, options: NetworkOptions, columns: Sequence[int]) -> Any:
    """A copy that keeps these outputs only, in this order, without dropout: what a pack holds.

    ``options`` are the model's own; its other outputs were auxiliary.
    """
    kept = evidence_network(replace(options, outputs=len(columns), dropout=0.0))
    for layer in kept.layers:
        weights = model.get_layer(layer.name).get_weights() if layer.weights else []
        if layer.name == HEAD:
            weights = [weights[0][:, list(columns)], weights[1][list(columns)]]
        layer.set_weights(weights)
    return kept
