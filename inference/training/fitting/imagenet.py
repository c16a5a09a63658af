"""The start ``imagenet``: the weights that Keras keeps for its networks, or fetches where the user has a network.

It is the one thing in this program that may reach for a network, and only when asked by that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np

from inference.training.fitting.network import Convolution, start_from
from inference.training.fitting.networks import NetworkPlan, StartError, first_line, first_range, trunk_of

IMAGENET: Literal["imagenet"] = "imagenet"
_FETCHING = re.compile(r"URL fetch failure on \S+: (?P<code>\S+) -- (?P<reason>.*)")  # Keras's words


def check_imagenet(plan: NetworkPlan, side: int) -> None:
    """Have Keras fetch the weights, before hours are spent on films; raises StartError where there are none."""
    import keras

    fetched(plan, side)
    keras.utils.clear_session()  # unnamed layers of the network to train are numbered as if nothing had been built


def begin_from_imagenet(model: Any, plan: NetworkPlan, side: int) -> int:
    """Give a network's trunk Keras's ImageNet weights; says how many of its layers got any.

    Our own one-channel network gets them folded (batch norms into convolutions, colours summed). Raises StartError
    where Keras has no such weights, or cannot fetch them.
    """
    trunk = fetched(plan, side)
    if plan.channels == 1:
        convolutions = tuple(folded(trunk))
        start_from(model, convolutions)
        return len(convolutions)
    own = [layer for layer in model.layers if layer.weights and layer.name not in plan.head]
    given = [layer for layer in trunk.layers if layer.weights]
    for layer, source in zip(own, given, strict=True):  # by place: Keras numbers unnamed layers anew
        layer.set_weights(source.get_weights())
    if plan.input.range != first_range(plan.application):
        _take_in(model, plan)
    return len(own)


def fetched(plan: NetworkPlan, side: int) -> Any:
    """The network of ``keras.applications`` behind a plan, with its ImageNet weights; raises StartError."""
    if not plan.application:
        raise StartError(f"Keras has no ImageNet weights for {plan.name}: begin with a pack, or try mobilenetv2-multi")
    try:
        return trunk_of(plan.application, side, IMAGENET)
    except Exception as problem:  # Keras raises Exception itself where a download fails
        raise StartError(_sentence(plan.application, side, problem)) from problem


def folded(trunk: Any) -> Iterator[Convolution]:
    """The convolutions of a trunk in its order, each with the batch norm behind it: one kernel and one bias."""
    waiting = None
    for layer in trunk.layers:
        if layer.__class__.__name__ in {"Conv2D", "DepthwiseConv2D"}:
            waiting = np.asarray(layer.get_weights()[0], np.float32)
        elif layer.__class__.__name__ == "BatchNormalization" and waiting is not None:
            gamma, beta, mean, variance = (np.asarray(weight, np.float32) for weight in layer.get_weights())
            scale = gamma / np.sqrt(variance + layer.epsilon)
            by_output = scale if waiting.shape[-1] == scale.size else scale[:, None]  # a depthwise kernel ends in 1
            yield Convolution(waiting * by_output, beta - mean * scale)
            waiting = None


def _take_in(model: Any, plan: NetworkPlan) -> None:
    """Let Xception see what it did at first though films enter in another range: exact, as its first map has no bars.

    The first convolution (no padding, no bias) takes the scale, the mean of the batch norm behind it the shift.
    """
    (black, white), (low, high) = first_range(plan.application), plan.input.range
    scale = (white - black) / (high - low)
    shift = black - scale * low
    first, norm = model.get_layer("block1_conv1"), model.get_layer("block1_conv1_bn")
    [kernel] = first.get_weights()
    gamma, beta, mean, variance = norm.get_weights()
    first.set_weights([kernel * scale])
    norm.set_weights([gamma, beta, mean - shift * kernel.sum(axis=(0, 1, 2)), variance])


def _sentence(name: str, side: int, problem: Exception) -> str:
    """Why there are no weights, and what to do."""
    missed = _FETCHING.search(str(problem))
    if missed is None:
        return (
            f"Keras gives no ImageNet weights for {name} at {side} pixels ({first_line(problem)}): "
            "try another --side or network, or begin with a weights file"
        )
    reason = missed["reason"] if missed["code"] == "None" else f"{missed['code']} {missed['reason']}"
    return (
        f"the ImageNet weights of {name} are not on this computer and could not be fetched ({reason}): begin once "
        f"where there is a network, and copy what lies in .keras/models there into {_kept()}, or begin with a weights "
        "file"
    )


def _kept() -> str:
    """The folder where Keras keeps weights."""
    from keras.src.backend import config

    return str(Path(config.keras_home()) / "models")
