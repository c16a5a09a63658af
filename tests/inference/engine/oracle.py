"""The reference path: a plain GradientTape through the whole model, method by method, as slow as it is simple."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Method

Floats = NDArray[np.float32]


def features_and_gradients(model: Any, target_layer: str, film: Floats, output: int) -> tuple[Floats, Floats]:
    """The target's feature map (h, w, K) and the gradient (h, w, K) of one logit with respect to it.

    The model must end in logits.
    """
    import keras
    import tensorflow as tf

    both = keras.Model(model.inputs[0], [model.get_layer(target_layer).output, model.outputs[0]])
    with tf.GradientTape() as tape:
        features, logits = both(film[None], training=False)
        logit = logits[0, output]
    gradients = tape.gradient(logit, features, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    return features[0].numpy(), gradients[0].numpy()


def heatmap(features: Floats, gradients: Floats, method: Method) -> Floats:
    """One heatmap (h, w) by loops over channels."""
    rows, columns, channels = features.shape
    total = np.zeros((rows, columns))
    for channel in range(channels):
        total += _share(features[:, :, channel].astype(float), gradients[:, :, channel].astype(float), method)
    return total.astype(np.float32)


def _share(feature: NDArray[np.float64], gradient: NDArray[np.float64], method: Method) -> NDArray[np.float64]:
    """What one channel gives to the heatmap."""
    if method is Method.GRADCAM:
        return np.asarray(feature * gradient.mean())
    if method is Method.HIRESCAM:
        return feature * gradient
    if method is Method.LAYERCAM:
        return feature * np.maximum(gradient, 0)
    below = 2 * gradient**2 + feature.sum() * gradient**3
    shares = np.divide(gradient**2, below, out=np.zeros_like(gradient), where=below != 0)
    return np.asarray(feature * (shares * np.maximum(gradient, 0)).mean())
