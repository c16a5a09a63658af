"""The network of lungs and heart while it learns: a small U-Net in Keras, its loss, its fitting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
STEM, DOWN, BRIDGE = 16, (32, 64, 96), 128  # channels at 1/2, then 1/4, 1/8, 1/16, then 1/32 of the film's side
CLASSES = 4  # ground, right lung, left lung, heart
Kernel = tuple[Floats, Floats]  # (out, in, rows, columns) and bias (out,)


def new_network() -> Any:
    """A U-Net with random weights: (side, side, 1) in -1..1 -> logits (side / 2, side / 2, CLASSES), any side of 32 n.

    Five halvings and four doublings; each convolution is 3 x 3 with batch normalisation and a rectifier.
    """
    import keras

    film = keras.Input((None, None, 1))
    layer = _convolved(_convolved(film, STEM, strides=2, name="stem_a"), STEM, name="stem_b")
    kept = [layer]
    for level, channels in enumerate((*DOWN, BRIDGE)):
        layer = _convolved(
            _convolved(layer, channels, strides=2, name=f"down{level}_a"), channels, name=f"down{level}_b"
        )
        kept.append(layer)
    kept.pop()
    for level, beside in reversed(list(enumerate(kept))):
        layer = keras.layers.UpSampling2D(2, name=f"up{level}_twice")(layer)
        layer = keras.layers.Concatenate(name=f"up{level}_joined")([layer, beside])
        layer = _convolved(layer, int(beside.shape[-1]), name=f"up{level}")
    return keras.Model(film, keras.layers.Conv2D(CLASSES, 1, name="classes")(layer))


def _convolved(layer: Any, channels: int, *, name: str, strides: int = 1) -> Any:
    import keras

    layer = keras.layers.ZeroPadding2D(1, name=f"{name}_frame")(layer)
    layer = keras.layers.Conv2D(
        channels, 3, strides=strides, use_bias=False, kernel_initializer="he_normal", name=name
    )(layer)
    layer = keras.layers.BatchNormalization(momentum=0.95, name=f"{name}_norm")(layer)
    return keras.layers.ReLU(name=f"{name}_rectified")(layer)


def begin(model: Any, kernels: Mapping[str, Kernel], films: Floats) -> None:
    """Let a new network say what one with these folded kernels says, and learn on from there.

    Its norms get the means and spreads that ``films`` (n, side, side, 1) have there.
    """
    import keras

    norms = []
    for name, (kernel, bias) in kernels.items():
        layer = model.get_layer(name)
        turned = kernel.transpose(2, 3, 1, 0)
        if layer.use_bias:
            layer.set_weights([turned, bias])
        else:
            norms.append(name)
            layer.set_weights([turned])
            _set_norm(model, name, bias, np.zeros_like(bias), np.ones_like(bias))
    raw = keras.Model(model.input, [model.get_layer(name).output for name in norms]).predict(films, 8, verbose=0)
    for name, seen in zip(norms, raw, strict=True):
        _set_norm(model, name, kernels[name][1], seen.mean(axis=(0, 1, 2)), seen.var(axis=(0, 1, 2)))


def _set_norm(model: Any, name: str, bias: Floats, mean: Floats, variance: Floats) -> None:
    """A norm of these statistics that does no more than add a bias."""
    norm = model.get_layer(f"{name}_norm")
    norm.set_weights([np.sqrt(variance + norm.epsilon), bias + mean, mean, variance])


def compiled(model: Any, rate: float, steps: int) -> Any:
    """The network ready to learn for ``steps``, the rate falling along a cosine after a short rise; never by XLA."""
    import keras

    schedule = keras.optimizers.schedules.CosineDecay(
        rate / 20, steps, alpha=0.01, warmup_target=rate, warmup_steps=min(100, steps // 10)
    )
    model.compile(optimizer=keras.optimizers.AdamW(schedule, weight_decay=1e-4), loss=loss, jit_compile=False)
    return model


def loss(truth: Any, logits: Any) -> Any:
    """Cross-entropy and one minus the soft Dice of the three organs; truth: shares (films, h, w, CLASSES)."""
    import keras

    ops = keras.ops
    entropy = -ops.mean(ops.sum(truth * ops.log_softmax(logits), axis=-1))
    shares = ops.softmax(logits)
    both = ops.sum(truth * shares, axis=(0, 1, 2))
    each = ops.sum(truth, axis=(0, 1, 2)) + ops.sum(shares, axis=(0, 1, 2))
    return entropy + 1 - ops.mean(((2 * both + 1) / (each + 1))[1:])


def learn(model: Any, batches: Iterator[tuple[Floats, Floats]], steps: int) -> float:
    """``steps`` batches; the mean loss over them."""
    total = 0.0
    for _ in range(steps):
        model.reset_metrics()  # else Keras gives the mean since the beginning
        total += float(np.asarray(model.train_on_batch(*next(batches))))
    return total / steps


def learn_averaged(model: Any, batches: Iterator[tuple[Floats, Floats]], steps: int, share: float = 0.997) -> None:
    """``steps`` batches; the network ends with the running average of its weights, which keeps ``share`` a step."""
    mean = model.get_weights()
    for step in range(steps):
        model.train_on_batch(*next(batches))
        kept = min(share, max(0.9, (step + 1) / (step + 10)))  # sooner at first
        mean = [kept * old + (1 - kept) * new for old, new in zip(mean, model.get_weights(), strict=True)]
    model.set_weights(mean)
