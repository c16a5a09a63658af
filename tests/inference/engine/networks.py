"""Small Keras networks with every kind of head the engine must split."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

SIDE = 16


def linear(features: Any, outputs: int) -> Any:
    from keras import layers

    pooled = layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(features))
    return layers.Dense(outputs, name="logits")(pooled)


def linear_kept_flat(features: Any, outputs: int) -> Any:
    from keras import layers

    pooled = layers.Flatten()(layers.GlobalAveragePooling2D(keepdims=True)(features))
    return layers.Dense(outputs, use_bias=False, name="logits")(pooled)


def flat(features: Any, outputs: int) -> Any:
    from keras import layers

    return layers.Dense(outputs, name="logits")(layers.Flatten()(features))


def greatest(features: Any, outputs: int) -> Any:
    from keras import layers

    return layers.Dense(outputs, name="logits")(layers.GlobalMaxPooling2D()(features))


def deep(features: Any, outputs: int) -> Any:
    from keras import layers

    hidden = layers.Dense(5, activation="tanh")(layers.GlobalAveragePooling2D()(features))
    return layers.Dense(outputs, name="logits")(hidden)


def convolved(features: Any, outputs: int) -> Any:
    from keras import layers

    more = layers.BatchNormalization()(layers.Conv2D(4, 3, padding="same", activation="relu")(features))
    return layers.Dense(outputs, name="logits")(layers.GlobalAveragePooling2D()(more))


def attended(features: Any, outputs: int) -> Any:
    """Attention over positions: the head forks and meets again."""
    from keras import layers

    weights = layers.Conv2D(1, 1, activation="sigmoid")(features)
    pooled = layers.GlobalAveragePooling2D()(layers.Multiply()([features, weights]))
    return layers.Dense(outputs, name="logits")(pooled)


def enlarged(features: Any, outputs: int) -> Any:
    """A head whose gradient OpenVINO has no rule for."""
    from keras import layers

    larger = layers.UpSampling2D(2, interpolation="bilinear")(features)
    return layers.Dense(outputs, name="logits")(layers.GlobalMaxPooling2D()(larger))


HEADS: tuple[Callable[[Any, int], Any], ...] = (linear, linear_kept_flat, flat, greatest, deep, convolved, attended)


def network(head: Callable[[Any, int], Any], outputs: int = 3, *, seed: int = 0, bypass: bool = False) -> Any:
    """Two convolutions, the second of them the target ``features``, and a head; ``bypass`` leads around the target."""
    import keras
    from keras import layers

    keras.utils.set_random_seed(seed)
    film = layers.Input((SIDE, SIDE, 1))
    early = layers.Conv2D(3, 3, strides=2, activation="relu", padding="same", name="early")(film)
    features = layers.Conv2D(4, 3, strides=2, activation="relu", padding="same", name="features")(early)
    made = features
    if bypass:
        made = layers.Concatenate()([features, layers.AveragePooling2D(2)(early)])
    return keras.Model(film, head(made, outputs))


def with_activation(model: Any, name: str, *, as_layer: bool = False) -> Any:
    """The same network, its logits turned into probabilities by the last layer or by a layer of its own."""
    import keras

    if as_layer:
        return keras.Model(model.inputs[0], keras.layers.Activation(name)(model.outputs[0]))
    model.get_layer("logits").activation = keras.activations.get(name)
    return model


def film_values(seed: int = 0) -> np.ndarray[tuple[int, int, int], np.dtype[np.float32]]:
    return np.random.default_rng(seed).uniform(-1, 1, (SIDE, SIDE, 1)).astype(np.float32)
