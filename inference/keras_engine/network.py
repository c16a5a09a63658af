"""A pack's network made ready to run: one forward of the trunk, gradients through the head alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.gradcam import View
from inference.keras_engine.cut import Cut, LinearHead
from inference.keras_engine.tensorflow_room import tensorflow, with_constants

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Look:
    """What one forward gives: all the network's ``logits`` (outputs,) and the view of the wanted ones."""

    logits: Floats
    view: View


Run = Callable[[Floats], Look]


def ready(cut: Cut, outputs: tuple[int, ...], *, compile_trunk: Callable[[Any], Callable[[Any], list[Any]]]) -> Run:
    """A function from the network's input (rows, columns, channels) to logits, feature map and gradients.

    ``outputs`` are those whose gradients are wanted, in order.
    """
    trunk = compile_trunk(cut.trunk)
    if cut.linear is not None:
        return _run_linear(trunk, cut.linear, outputs)
    return _run_jacobian(trunk, head_gradients(cut.head, outputs))


def _run_linear(trunk: Callable[[Any], list[Any]], head: LinearHead, outputs: tuple[int, ...]) -> Run:
    """For pooling and a dense layer: the gradient is the dense weights over the number of cells."""
    chosen = head.weights[:, outputs].T[:, None, None, :]

    def run(values: Floats) -> Look:
        features = _numpy(trunk(values[None])[0])[0]
        logits = features.mean(axis=(0, 1), dtype=np.float32) @ head.weights + head.bias
        cells = np.float32(features.shape[0] * features.shape[1])
        return Look(logits, View(features, chosen / cells))

    return run


def _run_jacobian(trunk: Callable[[Any], list[Any]], gradients: Callable[[list[Any]], Any]) -> Run:
    def run(values: Floats) -> Look:
        maps = trunk(values[None])
        logits, by_output = gradients(maps)
        return Look(_numpy(logits)[0], View(_numpy(maps[0])[0], _numpy(by_output)))

    return run


def head_gradients(head: Any, outputs: tuple[int, ...]) -> Callable[[list[Any]], Any]:
    """A compiled function: the trunk's maps to logits (1, outputs) and gradients (n, h, w, K) of the wanted ones."""
    tf = tensorflow()

    def gradients(maps: list[Any]) -> Any:
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(maps[0])
            logits = tf.cast(head(maps if len(maps) > 1 else maps[0], training=False), tf.float32)
            chosen = [logits[0, output] for output in outputs]
        zero = tf.UnconnectedGradients.ZERO
        slopes = [tape.gradient(logit, maps[0], unconnected_gradients=zero)[0] for logit in chosen]
        return logits, tf.cast(tf.stack(slopes), tf.float32)

    return tf.function(gradients, reduce_retracing=True)  # type: ignore[no-any-return]  # TensorFlow has no types


def frozen(trunk: Any) -> Callable[[Any], list[Any]]:
    """The trunk as a graph whose variables are constants: the fastest exact way on a CPU."""
    tf = tensorflow()
    forward = tf.function(lambda film: tf.nest.flatten(trunk(film, training=False)))
    shape = tf.TensorSpec((1, *trunk.inputs[0].shape[1:]), tf.float32)
    graph = with_constants(forward.get_concrete_function(shape))
    return lambda film: graph(tf.constant(film))


def compiled(trunk: Any, *, xla: bool) -> Callable[[Any], list[Any]]:
    """The trunk as a ``tf.function``; ``xla`` is for GPUs only, on a CPU it is seven times slower."""
    tf = tensorflow()
    forward = tf.function(lambda film: tf.nest.flatten(trunk(film, training=False)), jit_compile=xla)
    return lambda film: forward(tf.constant(film))


def _numpy(tensor: Any) -> Floats:
    return np.asarray(tensor.numpy(), dtype=np.float32)
