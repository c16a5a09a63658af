"""The film check's network while it learns: built and fitted in Keras, handed over as plain arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.engine.film_check.cnn import CHANNELS, HIDDEN, OUTPUTS
from inference.engine.film_check.thumbnail import SIDE

Floats = NDArray[np.float32]
BATCH = 64
AGAIN_BATCH, AGAIN_EPOCHS = 128, 14
Samples = tuple[NDArray[np.uint8], NDArray[np.int8]]


def fit(
    values: NDArray[np.uint8], answers: NDArray[np.int8], *, epochs: int, seed: int, again: Samples | None = None
) -> dict[str, Floats]:
    """The network's arrays after ``epochs`` rounds over the samples, half of them as mirror images each time.

    ``values``: uint8 (n, SIDE, SIDE), -1..1 as 0..255; ``answers``: int8 (n, 4), the kind, turn, mirrored and
    inverted of each sample, -1 where unknown. Samples ``again``, likewise, then teach the last two layers alone.
    """
    import keras

    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    model, steps = new_network(), epochs * -(-len(values) // BATCH)
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps, alpha=0.01)
    model.compile(optimizer=keras.optimizers.AdamW(rate, weight_decay=1e-4), loss=_loss)
    for _ in range(epochs):
        films, truths = mirrored_by_chance(values, answers, rng)
        model.fit(as_values(films)[..., None], truths.astype(np.float32), batch_size=BATCH, verbose=0)
    if again is not None:
        _learn_again(model, again, rng)
    return arrays_of(model)


def _learn_again(model: Any, again: Samples, rng: np.random.Generator) -> None:
    """Teach the dense layers further; convolutions and their norms stay as they are."""
    import keras

    for layer in model.layers:
        layer.trainable = isinstance(layer, keras.layers.Dense)
    rate = keras.optimizers.schedules.CosineDecay(1e-3, AGAIN_EPOCHS * -(-len(again[0]) // AGAIN_BATCH))
    model.compile(optimizer=keras.optimizers.AdamW(rate, weight_decay=1e-4), loss=_loss)
    films, truths = mirrored_by_chance(*again, rng)
    inputs = as_values(films)[..., None]
    model.fit(inputs, truths.astype(np.float32), batch_size=AGAIN_BATCH, epochs=AGAIN_EPOCHS, verbose=0)


def mirrored_by_chance(
    values: NDArray[np.uint8], answers: NDArray[np.int8], rng: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.int8]]:
    """Copies of the samples, every other one as its mirror image; a quarter turn then goes the other way."""
    chosen = rng.random(len(values)) < 0.5
    films, truths = values.copy(), answers.copy()
    films[chosen] = films[chosen][:, :, ::-1]
    known = chosen & (answers[:, 1] >= 0)
    truths[known, 1] = (4 - answers[known, 1]) % 4
    truths[known, 2] = 1 - answers[known, 2]
    return films, truths


def as_values(stored: NDArray[np.uint8]) -> Floats:
    """Stored thumbnails as the network takes them: 0..255 as -1..1."""
    return np.asarray(stored, dtype=np.float32) / np.float32(127.5) - 1


def new_network() -> Any:
    """A Keras network of the film check with random weights."""
    import keras

    layers: list[Any] = [keras.Input((SIDE, SIDE, 1))]
    for channels in CHANNELS[1:]:
        layers += [
            keras.layers.ZeroPadding2D(1),
            keras.layers.Conv2D(channels, 3, strides=2, use_bias=False, kernel_initializer="he_normal"),
            keras.layers.BatchNormalization(momentum=0.97),
            keras.layers.ReLU(),
        ]
    layers += [keras.layers.Flatten(), keras.layers.Dropout(0.3)]
    layers += [keras.layers.Dense(HIDDEN, activation="relu"), keras.layers.Dropout(0.2), keras.layers.Dense(OUTPUTS)]
    return keras.Sequential(layers)


def _loss(answers: Any, logits: Any) -> Any:
    """Cross-entropy over kind, turn, mirrored and inverted, each only where there is an answer."""
    import keras

    ops = keras.ops
    total = ops.mean(_chosen(answers[:, 0], logits[:, :4]))
    total += ops.mean(_chosen(answers[:, 1], logits[:, 4:8]))
    for column in (2, 3):
        pair = ops.stack([ops.zeros_like(logits[:, 0]), logits[:, 6 + column]], axis=1)
        total += ops.mean(_chosen(answers[:, column], pair))
    return total


def _chosen(answer: Any, logits: Any) -> Any:
    """Cross-entropy per sample with smoothed targets; nothing where the answer is -1."""
    import keras

    ops = keras.ops
    classes = int(logits.shape[-1])
    target = ops.one_hot(ops.cast(ops.maximum(answer, 0), "int32"), classes) * 0.99 + 0.01 / classes
    losses = -ops.sum(target * ops.log_softmax(logits), axis=-1)
    return losses * ops.cast(answer >= 0, "float32")


def arrays_of(model: Any) -> dict[str, Floats]:
    """Kernels with the batch normalisation folded in, as ``inference.engine.film_check.cnn`` names them."""
    import keras

    layers = model.layers
    convolutions = [layer for layer in layers if isinstance(layer, keras.layers.Conv2D)]
    norms = [layer for layer in layers if isinstance(layer, keras.layers.BatchNormalization)]
    found: dict[str, Floats] = {}
    for number, (convolution, norm) in enumerate(zip(convolutions, norms, strict=True)):
        gain, shift, mean, variance = norm.get_weights()
        factor = gain / np.sqrt(variance + norm.epsilon)
        found[f"conv{number}"] = (convolution.get_weights()[0] * factor).reshape(-1, factor.size)
        found[f"conv{number}_bias"] = shift - mean * factor
    dense: Sequence[Any] = [layer for layer in layers if isinstance(layer, keras.layers.Dense)]
    for name, layer in zip(("hidden", "out"), dense, strict=True):
        found[name], found[f"{name}_bias"] = layer.get_weights()
    return {name: np.asarray(array, dtype=np.float32) for name, array in found.items()}
